"""What pyxform, the reader that ODK and Kobo use, says of a form. Only where it is installed (the extra `xlsform`)."""

from collections.abc import Iterator, Mapping, Sequence

from surveys.definitions.xlsform.form import Form, Line
from surveys.errors import Fault, Place

_REMEDY = "Mend it only if ODK, Kobo or another tool of XLSForm is to use the file as well."


def second_opinion(form: Form, file: str) -> tuple[Fault, ...]:
    """Advice: what another reader of XLSForm would refuse or warn of. None where pyxform is not installed.

    pyxform gets the cells that our own guarded reading took from the file, and never the file.
    """
    try:
        from pyxform.xls2xform import convert  # noqa: PLC0415  an extra, and slow to import
    except ImportError:
        return ()
    said: list[str] = []
    try:
        convert(xlsform=_sheets(form), warnings=said)
    except Exception as error:  # noqa: BLE001  it also fails in ways that it does not mean to
        said.append(f"{type(error).__name__}: {error}")
    return tuple(Fault("pyxform", f"pyxform says: {' '.join(one.split())}", _REMEDY, Place(file)) for one in said)


def _sheets(form: Form) -> dict[str, object]:
    """The form as pyxform's own readers hand it on: for each sheet its rows, empty ones too, and its headings."""
    sheets: dict[str, object] = {"sheet_names": list(form.sheets)}
    for name, lines in form.sheets.items():
        key = name.strip().lower()
        if key in ("survey", "choices", "settings") and lines:
            sheets[key] = list(_rows(lines))
            sheets[f"{key}_header"] = [dict.fromkeys(heading for heading in lines[0].cells if heading)]
    return sheets


def _rows(lines: Sequence[Line]) -> Iterator[Mapping[str, str]]:
    headings, number = lines[0].cells, lines[0].number + 1
    for line in lines[1:]:
        yield from ({} for _ in range(number, line.number))  # so that it counts rows as the sheet does
        yield {heading: cell for heading, cell in zip(headings, line.cells, strict=False) if heading and cell}
        number = line.number + 1
