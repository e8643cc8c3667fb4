"""What is asked of one person, and what is told before it."""

from surveys.interviews.filling import fill
from surveys.interviews.model import Answer, Ask, Chose, Interview, Turn
from surveys.interviews.rendering import render
from surveys.words.catalogue import Catalogue
from tests.factories import FACTS, a_survey
from tests.surveys.interviews.talk import Talk

GROUPED = """\
survey: s
title: T
questions:
  - {name: age, type: integer, label: How many years?}
  - name: work
    type: group
    label: Your work
    relevant: "${age} > 15"
    questions:
      - {name: hello, type: note, label: Now about work.}
      - name: paid
        type: group
        label: Paid work
        questions:
          - {name: job, type: text, label: Which job?}
          - {name: hours, type: integer, label: How many hours?}
      - name: unnamed
        type: group
        questions:
          - {name: unpaid, type: text, label: And unpaid?}
  - {name: bye, type: note, label: Nearly there.}
  - {name: end, type: text, label: Anything else?}
"""


def asked() -> Talk:
    talk = Talk(a_survey(GROUPED), Interview("i" * 22, "s" * 22))
    talk.began()
    talk.said("yes")
    return talk


def test_a_heading_is_told_once_before_the_first_thing_in_its_group() -> None:
    talk = asked()
    assert talk.said("20").endswith("note:work note:hello note:paid ask:job")
    assert talk.said("Baker") == "record:job=Baker ask:hours"
    assert talk.said("10") == "record:hours=10 ask:unpaid"
    assert talk.said("Gardening") == "record:unpaid=Gardening note:bye ask:end"


def test_a_group_whose_condition_does_not_hold_is_passed_over_with_its_notes_and_headings() -> None:
    talk = asked()
    assert talk.said("12") == "record:age=12 note:bye ask:end"


def test_answers_in_a_group_are_put_aside_when_its_condition_no_longer_holds_and_come_back() -> None:
    talk = asked()
    for text in ("20", "Baker", "10", "Gardening"):
        talk.said(text)
    talk.said("change 1")
    assert "retract:job retract:hours retract:unpaid say:set_aside" in talk.said("12")
    talk.said("change 1")
    assert "record:job=Baker record:hours=10 record:unpaid=Gardening" in talk.said("30")


def test_going_back_into_a_group_tells_its_heading_only_before_its_first_question() -> None:
    talk = asked()
    talk.said("20")
    talk.said("Baker")
    assert talk.said("back") == "note:work note:hello note:paid ask:job"


def test_a_heading_stands_out_and_a_note_does_not(english: Catalogue) -> None:
    talk = asked()
    talk.said("20")
    said = render(Turn(talk.interview, talk.effects), talk.survey, english, FACTS)
    assert said is not None
    assert said.text.startswith("Your work\n\nNow about work.\n\nPaid work\n\nQuestion 2 of 5\n\nWhich job?")
    assert [said.text[mark.start : mark.end] for mark in said.marks] == ["Your work", "Paid work", "Question 2 of 5"]


CASCADE = """\
survey: s
title: T
questions:
  - {name: county, type: select_one county, label: Which county?}
  - {name: towns, type: select_multiple town, label: "Which towns of ${county}?",
     choice_filter: "county = ${county} or name = 'sea'"}
  - {name: town, type: select_one town, label: Which one most?, choice_filter: "county = ${county}", required: true,
     required_message: "Pick a town of ${county}."}
  - {name: since, type: date, label: Since when?, default: "today()"}
  - {name: visits, type: integer, label: "How often since ${since}?",
     default: "count-selected(${towns}) * 10", constraint: ". < 20"}
  - {name: why, type: text, label: Why?, guidance_hint: "Think of ${visits} visits.", default: I like it}
choices:
  county: {north: The North, south: The South, none: Neither}
  town:
    ash: {label: Ash, county: north}
    bay: {label: Bay, county: north}
    cove: {label: Cove, county: south}
    sea: {label: "The sea ${county}"}
"""


def cascading(*answers: str) -> Talk:
    talk = Talk(a_survey(CASCADE), Interview("i" * 22, "s" * 22))
    talk.began()
    talk.said("yes")
    for answer in answers:
        talk.said(answer)
    return talk


def shown(talk: Talk, english: Catalogue) -> str:
    said = render(Turn(talk.interview, talk.effects), talk.survey, english, FACTS)
    assert said is not None
    return said.text + "\n\n" + " ".join(f"[{option.label}]" for option in said.options)


def test_only_the_choices_that_pass_are_offered_read_and_taken(english: Catalogue) -> None:
    talk = cascading("north")
    assert shown(talk, english).endswith("[Ash] [Bay] [The sea The North] [Done] [Skip]")
    assert talk.press("towns", "3") == "say:old_button ask:towns"
    assert talk.fill("towns", "cove") == "say:pick_first ask:towns"
    assert talk.said("cove").startswith("say:reading.")
    assert talk.said("2") == "say:understood record:towns=bay ask:town"
    assert talk.said("1") == "say:understood record:town=ash ask:since"


def test_a_question_that_has_no_choice_to_offer_is_not_asked() -> None:
    assert cascading("neither").interview.at == "towns"
    assert cascading("neither", "skip").interview.at == "since"


def test_what_is_not_on_offer_any_more_is_set_aside_and_comes_back() -> None:
    talk = cascading("north", "1 and 3", "bay")
    talk.said("change 1")
    assert talk.said("south") == "revise:county=south retract:towns retract:town say:set_aside ask:towns"
    talk.said("change 1")
    assert talk.said("north") == "revise:county=north record:towns=ash sea record:town=bay ask:since"


def test_what_is_answered_anew_takes_the_place_of_what_was_set_aside() -> None:
    talk = cascading("north", "ash", "bay")
    talk.said("change 1")
    talk.said("south")
    assert talk.said("cove") == "record:towns=cove ask:town"
    talk.said("change 1")
    assert talk.said("north") == "revise:county=north retract:towns record:town=bay say:set_aside ask:towns"


def test_choices_ticked_that_are_no_longer_on_offer_are_not_taken() -> None:
    talk = cascading("north")
    talk.press("towns", "1")
    talk.step(Chose(1, 0, "2"))
    assert talk.effects[-1] == Ask("towns", (), offered=("cove", "sea"))
    assert talk.press("towns", "done") == "say:pick_first ask:towns"


def test_what_must_be_answered_says_why_in_its_authors_words(english: Catalogue) -> None:
    talk = cascading("north", "ash")
    assert talk.said("skip") == "say:required.reason ask:town"
    assert "to go on. Pick a town of The North. If you" in shown(talk, english)


def test_a_suggestion_is_shown_and_kept_by_a_word_or_a_button(english: Catalogue) -> None:
    talk = cascading("north", "ash", "ash")
    assert "Our guess is: 1 September 2010." in shown(talk, english)
    assert talk.said("keep") == "say:picked record:since=2010-09-01 ask:visits"
    assert talk.effects[-1] == Ask("visits", suggests="10")
    assert "How often since 1 September 2010?" in shown(talk, english)
    assert talk.press("visits", "keep") == "say:picked record:visits=10 ask:why"


def test_nothing_is_put_down_that_was_only_suggested() -> None:
    talk = cascading("north", "ash", "ash", "skip", "skip", "skip")
    assert {name: answer.value for name, answer in talk.interview.answers.items()} == {
        "county": "north", "towns": "ash", "town": "ash", "since": "", "visits": "", "why": "",
    }  # fmt: skip


def test_what_the_question_would_not_take_is_not_suggested() -> None:
    """Two towns would make 20 visits, which its constraint refuses; nothing is left to keep."""
    talk = cascading("north", "ash and bay", "ash", "keep")
    assert talk.effects[-1] == Ask("visits")
    assert talk.said("keep").startswith("say:reading.")
    assert talk.press("visits", "keep") == "say:old_button ask:visits"


def test_help_tells_what_guides_the_open_question(english: Catalogue) -> None:
    talk = cascading("north", "ash", "ash", "keep", "keep")
    assert talk.said("help") == "say:help say:guidance ask:why"
    assert "About this question: Think of 10 visits." in shown(talk, english)


def test_an_answer_in_a_text_is_one_line_of_bounded_length_and_no_mark(english: Catalogue) -> None:
    survey = a_survey("""\
survey: s
title: T
questions:
  - {name: name, type: text, label: Who?}
  - {name: about, type: text, label: "About ${name} and ${ name }", hint: "Hint for ${name}"}
""")
    for text, expected in (("a\n *b* <i>", "a *b* <i>"), ("x" * 200, "x" * 119 + "…")):
        talk = Talk(survey, Interview("i" * 22, "s" * 22))
        for said in ("yes", "yes", text):
            talk.said(said)
        said_back = render(Turn(talk.interview, talk.effects), survey, english, FACTS)
        assert said_back is not None
        assert f"About {expected} and {expected}\n\nHint for {expected}" in said_back.text
        italic = next(mark for mark in said_back.marks if mark.kind == "italic")
        assert said_back.text[italic.start : italic.end] == f"Hint for {expected}"


def test_an_answer_that_was_not_given_is_an_ellipsis_and_days_are_told_in_any_language() -> None:
    survey = a_survey(CASCADE)
    answers = {"since": Answer("2010-09-01"), "county": Answer("", skipped=True)}
    assert fill("${since} ${county} ${gone}", survey, answers, "cy") == "1 Medi 2010 … …"
    assert fill("${since}", survey, answers, "xx") == "1 September 2010"
    assert fill("nothing", survey, answers, "en") == "nothing"


def test_what_else_they_use_is_asked_right_after() -> None:
    survey = a_survey("""\
survey: s
title: {en: T, cy: T}
questions:
  - {name: how, type: select_multiple how or_other, label: {en: How?, cy: Sut?}}
  - {name: own, type: select_one own or_other, label: {en: And?, cy: A?}, required: true}
choices:
  how: {bus: {en: Bus, cy: Bws}}
  own: {other: {en: Something else, cy: Rhywbeth arall}, car: {en: Car, cy: Car}}
""")
    assert [question.name for question in survey.questions] == ["how", "how_other", "own", "own_other"]
    assert [choice.label["cy"] for choice in survey.questions[0].choices] == ["Bws", "Arall"]
    assert survey.questions[3].label["en"] == "You picked “Something else”. What is it?"
    talk = Talk(survey, Interview("i" * 22, "s" * 22))
    for said in ("hello", "English", "yes"):
        talk.said(said)
    assert talk.said("1 and 2").endswith("ask:how_other")
    assert talk.said("Tram") == "record:how_other=Tram ask:own"
    assert talk.said("car").endswith("ask:hear_back")
