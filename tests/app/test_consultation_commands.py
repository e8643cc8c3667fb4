"""`hearback consultation` from file to closing, and every way to ask it wrongly."""

from pathlib import Path

import pytest

from bot.app import App
from storage import consultations
from surveys.definitions.reader import read_survey
from tests.app.commanding import DURING, EXAMPLE, RUTH, SAM, a_staffed_app, an_app, an_open_example, run, told

FILE = str(EXAMPLE / "consultation.yaml")


@pytest.fixture
def app(tmp_path: Path) -> App:
    return a_staffed_app(tmp_path)


def test_the_example_is_created_approved_opened_and_closed(app: App) -> None:
    """Each step says what comes next."""
    created = run(app, "consultation", "create", FILE, "--by", SAM).stdout
    assert "'framework-2010' is a draft: A fairer way to work with charities and community groups" in created
    assert "hearback consultation approve framework-2010 --by OFFICER" in created
    assert "is not approved yet" in run(app, "consultation", "check", "framework-2010").stdout
    approved = run(app, "consultation", "approve", "framework-2010", "--by", RUTH).stdout
    assert approved == (
        f"'framework-2010' is approved by {RUTH}.\n"
        "Its first day has come: hearback consultation open framework-2010 --by OFFICER\n"
    )
    opened = run(app, "consultation", "open", "framework-2010", "--by", SAM).stdout
    assert opened.strip().endswith("https://hear.example/consultations/framework-2010")
    closed = run(app, "consultation", "close", "framework-2010", "--by", SAM, typed="y\n").stdout
    assert "was to run until 15 November 2010. Close it now, for good? [y/N]: y" in closed
    assert told(app, "consultation", "show", "framework-2010")["state"] == "closed"


def test_closing_early_is_asked_about_first(app: App) -> None:
    """No closes nothing; --yes does not ask."""
    an_open_example(app)
    run(app, "consultation", "close", "framework-2010", "--by", SAM, typed="n\n", code=1)
    assert told(app, "consultation", "list")[0]["state"] == "open"
    run(app, "consultation", "close", "framework-2010", "--by", SAM, "--yes")
    assert told(app, "consultation", "list")[0]["state"] == "closed"


def test_the_list_shows_days_and_totals(app: App) -> None:
    """By the consultation's own calendar."""
    assert run(app, "consultation", "list").stdout.startswith("There are no consultations yet.")
    an_open_example(app)
    paper = str(EXAMPLE / "paper.csv")
    run(app, "responses", "import", "framework-2010", paper, "--mode", "paper", "--by", SAM)
    assert told(app, "consultation", "list") == [
        {
            "consultation": "framework-2010",
            "state": "open",
            "opens": "2010-08-16",
            "closes": "2010-11-15",
            "online": 0,
            "paper": 14,
            "groups": 0,
            "begun": 0,
        }
    ]
    heading, row = run(app, "consultation", "list").stdout.splitlines()
    assert heading.split() == ["consultation", "state", "opens", "closes", "online", "paper", "groups", "begun"]
    assert row.split() == ["framework-2010", "open", "2010-08-16", "2010-11-15", "0", "14", "0", "0"]


def test_one_is_shown_with_whom_it_asks_and_who_replies(app: App) -> None:
    """For people and for programs."""
    run(app, "consultation", "create", FILE, "--by", SAM, "--rehearsal")
    shown = run(app, "consultation", "show", "framework-2010").stdout
    assert "approved by nobody yet" in shown
    assert "Asks tso: 22 questions (framework-2010)" in shown
    assert "Replies: Wexmoor Third Sector Forum (forum, forum)" in shown
    assert "is not approved yet" in shown
    found = told(app, "consultation", "show", "framework-2010")
    assert found["state"] == "draft (rehearsal)"
    assert found["audiences"] == [{"audience": "tso", "survey": "framework-2010", "questions": 22}]
    assert found["created_by"] == SAM
    assert (found["in_groups"], found["invited"], found["arrived"]) == (0, 0, 0)
    run(app, "consultation", "approve", "framework-2010", "--by", RUTH)
    assert "is not approved yet" not in run(app, "consultation", "show", "framework-2010").stdout


def test_a_file_is_checked_without_a_database(tmp_path: Path) -> None:
    """What is wrong, then what could be better: nobody has signed the bot's words yet, and three promises promise two things."""
    app = an_app(tmp_path)
    found = told(app, "consultation", "check", FILE)
    assert (found["faults"], found["waits_for"]) == ([], "")
    unsigned = ["catalogue-unreviewed", "safeguarding-unsigned"]
    assert [fault["code"] for fault in found["advice"]] == [*unsigned, *["question-double"] * 3]
    assert run(app, "consultation", "check", FILE).stdout.endswith(f"\n{FILE} can be used.\n")
    assert list(tmp_path.iterdir()) == []


def test_faults_of_all_its_files_are_told_at_once(app: App, tmp_path: Path) -> None:
    """Each with its own file; the check and the creation say the same."""
    text = (
        Path(FILE).read_text("utf-8").replace("survey: survey.yaml}", "survey: a.yaml}\n  - {audience: officer, survey: b.yaml}")
    )
    (tmp_path / "c.yaml").write_text(text, "utf-8")
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(f"survey: {name}\ntitle: {{en: T}}\n", "utf-8")
    checked = run(app, "consultation", "check", str(tmp_path / "c.yaml"), code=1).stdout
    created = run(app, "consultation", "create", str(tmp_path / "c.yaml"), "--by", SAM, code=1).stderr
    for output in (checked, created):
        assert str(tmp_path / "a.yaml") in output
        assert str(tmp_path / "b.yaml") in output
    assert [
        fault["place"]["file"] for fault in told(app, "consultation", "check", str(tmp_path / "c.yaml"), code=1)["faults"]
    ] == [
        str(tmp_path / "a.yaml"),
        str(tmp_path / "b.yaml"),
    ]
    assert told(app, "consultation", "list") == []


@pytest.mark.parametrize("kind", ["xlsx", "md"])
def test_a_survey_may_be_an_xlsform(app: App, tmp_path: Path, kind: str) -> None:
    """It is stored as YAML, and asks the same questions."""
    text = Path(FILE).read_text("utf-8").replace("survey: survey.yaml", f"survey: survey.{kind}")
    (tmp_path / "c.yaml").write_text(text, "utf-8")
    converted = ("survey", "convert", str(EXAMPLE / "survey.yaml"), "--to", kind, "--out", str(tmp_path / f"survey.{kind}"))
    run(app, *converted)
    assert told(app, "consultation", "check", str(tmp_path / "c.yaml"))["faults"] == []
    run(app, "consultation", "create", str(tmp_path / "c.yaml"), "--by", SAM)
    with app.database.read() as tx:
        held = consultations.by_slug(tx, "framework-2010")
    assert held is not None
    assert list(held.surveys.values()) == [read_survey((EXAMPLE / "survey.yaml").read_bytes(), "")]


def test_advice_is_given_before_and_after_it_is_stored(app: App, tmp_path: Path) -> None:
    """It keeps nothing from being used."""
    text = Path(FILE).read_text("utf-8").replace("closes: 2010-11-15", "closes: 2010-09-15")
    (tmp_path / "short.yaml").write_text(text, "utf-8")
    (tmp_path / "survey.yaml").write_bytes((EXAMPLE / "survey.yaml").read_bytes())
    assert "Could be better" in run(app, "consultation", "check", str(tmp_path / "short.yaml")).stdout
    run(app, "consultation", "create", str(tmp_path / "short.yaml"), "--by", SAM)
    stored = told(app, "consultation", "check", "framework-2010")
    assert {"norm-short", "question-double"} <= {fault["code"] for fault in stored["advice"]}


@pytest.mark.parametrize("what", ["none.yaml", ".", "binary.yaml", "unknown"])
def test_what_is_no_consultation_is_said_in_a_sentence(app: App, tmp_path: Path, what: str) -> None:
    """A missing file, a folder, a picture, an unknown name."""
    (tmp_path / "binary.yaml").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe")
    name = what if what == "unknown" else str(tmp_path / what)
    checked = run(app, "consultation", "check", name, code=1)
    assert (checked.stdout + checked.stderr).strip()
    if what != "unknown":
        created = run(app, "consultation", "create", name, "--by", SAM, code=1)
        assert len(created.stderr.strip().splitlines()) == 1


def test_a_survey_that_is_not_there_is_named(app: App, tmp_path: Path) -> None:
    """Beside the consultation's file, where it was looked for."""
    (tmp_path / "c.yaml").write_bytes(Path(FILE).read_bytes())
    missing = run(app, "consultation", "create", str(tmp_path / "c.yaml"), "--by", SAM, code=1).stderr
    assert missing == f"There is no file {tmp_path / 'survey.yaml'}. Check its name and folder.\n"


@pytest.mark.parametrize("command", ["approve", "open", "close"])
def test_an_unknown_name_is_said_to_be_so(app: App, command: str) -> None:
    """With where to look."""
    said = run(app, "consultation", command, "nothing", "--by", SAM, code=1).stderr
    assert said == "There is no consultation 'nothing'. See: hearback consultation list\n"


def test_an_opening_day_to_come_is_waited_for(app: App, tmp_path: Path) -> None:
    """Approval says when it opens by itself."""
    text = Path(FILE).read_text("utf-8").replace("opens: 2010-08-16", "opens: 2010-10-16")
    (tmp_path / "c.yaml").write_text(text, "utf-8")
    (tmp_path / "survey.yaml").write_bytes((EXAMPLE / "survey.yaml").read_bytes())
    run(app, "consultation", "create", str(tmp_path / "c.yaml"), "--by", SAM)
    approved = run(app, "consultation", "approve", "framework-2010", "--by", RUTH).stdout
    assert approved.endswith("'framework-2010' opens by itself on 2010-10-16, and not before.\n")
    assert DURING.date().isoformat() < "2010-10-16"


@pytest.mark.parametrize(
    "arguments",
    [
        ("consultation", "list"),
        ("consultation", "show", "x"),
        ("consultation", "approve", "x", "--by", SAM),
        ("invite", "x", "--count", "1"),
        ("responses", "list", "x"),
        ("person", "show", "x", "--channel", "web"),
        ("points", "list", "x"),
        ("digest", "list", "x"),
        ("user", "list"),
        ("db", "check"),
    ],
)
def test_a_database_without_tables_says_what_to_do(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """And no command but `db upgrade`, `run` and `demo` makes them, or so much as a file."""
    result = run(an_app(tmp_path), *arguments, code=1)
    assert "the database has no tables yet: run `hearback db upgrade`" in result.stdout + result.stderr
    assert not (tmp_path / "test.db").exists()


def test_a_database_that_is_away_is_no_fault_of_the_input(tmp_path: Path) -> None:
    """Exit code 3: try again later."""
    app = an_app(tmp_path, database_url="postgresql+psycopg://nobody@127.0.0.1:1/none")
    assert run(app, "consultation", "list", code=3).stderr.startswith("The database is away: ")
