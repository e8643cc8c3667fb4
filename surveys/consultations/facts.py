"""What every text about a consultation may use: its names, its days, its addresses."""

from surveys.consultations.model import Consultation
from surveys.definitions.model import Survey
from surveys.interviews.model import Param
from surveys.words.catalogue import Catalogue


def facts(about: Consultation, survey: Survey, words: Catalogue, address: str) -> dict[str, Param]:
    """The facts of `about` as `survey` is answered, in the language of `words`; `address` is the public web address."""
    page = f"{address}/consultations/{about.slug}"
    return {
        "title": about.title,
        "owner": about.owner,
        "purpose": about.purpose,
        "can_change": about.can_change,
        "cannot_change": about.cannot_change,
        "opens": about.opens,
        "closes": about.closes,
        "comes_back": about.comes_back,
        "total": survey.total,
        "questions": words.text("questions_count", {"n": survey.total}),
        "link": "",
        "example": f"{words.text('digest.invented')}\n\n" if about.invented else "",
        "take_part": page,
        "all_questions": f"{page}/questions",
        "results": f"{page}/results",
        "home": address,
        "bsl": about.bsl,
    }
