"""The questions as a sheet to take away: all that a person needs to read first, to talk over, and to come back with."""

from surveys.consultations.questionnaire import Asked, Part, Questionnaire, Said, Told, all_asked, questionnaire
from surveys.definitions.kinds import KINDS
from surveys.definitions.reader import read_survey
from surveys.words.catalogue import Catalogue
from tests.factories import a_consultation

SURVEY = """
survey: drop-in
title: {en: Our drop-in, cy: Ein sesiwn}
questions:
  - {name: hello, type: note, label: {en: "Hello.\\n\\nIt is short.", cy: "Helo.\\n\\nMae'n fyr."}}
  - {name: use, type: select_one often, required: true, label: {en: "How often?", cy: "Pa mor aml?"}, hint: {en: Roughly., cy: Yn fras.}}
  - {name: helps, type: select_multiple often, label: {en: "What helps?", cy: "Beth sy'n helpu?"}}
  - {name: age, type: integer, label: {en: "How old?", cy: "Oed?"}}
  - {name: share, type: decimal, label: {en: "How much?", cy: "Faint?"}}
  - {name: since, type: date, label: {en: "Since when?", cy: "Ers pryd?"}, relevant: "${use} = 'never'"}
  - {name: sorry, type: note, label: {en: Sorry., cy: Sori.}, relevant: "${use} = 'never'"}
  - {name: old, type: calculate, calculation: "${age} > 17"}
  - {name: mark, type: range, parameters: "start=1 end=3 step=1", label: {en: "Mark?", cy: "Marc?"}}
  - {name: wide, type: range, parameters: "start=0 end=100 step=1", label: {en: "Wide?", cy: "Llydan?"}}
  - {name: read, type: acknowledge, label: {en: "Read this.", cy: "Darllenwch hwn."}}
  - {name: at, type: time, label: {en: "At what time?", cy: "Faint o'r gloch?"}}
  - {name: moment, type: dateTime, label: {en: "When?", cy: "Pryd?"}}
  - {name: order, type: rank often, label: {en: "Which first?", cy: "Pa un gyntaf?"}}
  - {name: where, type: geopoint, label: {en: "Where?", cy: "Ble?"}}
  - {name: shot, type: image, label: {en: "A picture?", cy: "Llun?"}}
  - {name: noise, type: audio, label: {en: "A sound?", cy: "Sain?"}}
  - {name: film, type: video, label: {en: "A video?", cy: "Fideo?"}}
  - {name: paper, type: file, label: {en: "A file?", cy: "Ffeil?"}}
  - {name: why, type: text, label: {en: "Why?", cy: "Pam?"}}
choices:
  often: {often: {en: Often, cy: Yn aml}, never: {en: Never, cy: Byth}}
"""  # noqa: E501  a survey is read line by line


def made(english: Catalogue, language: str = "en", source: str = SURVEY, **changes: object) -> Questionnaire:
    about = a_consultation(**changes)
    return questionnaire(read_survey(source.encode(), "survey.yaml"), language, english, about, "https://hear.example")


def asked(english: Catalogue, language: str = "en") -> dict[int, Asked]:
    entries = all_asked(read_survey(SURVEY.encode(), "survey.yaml"), language, english)
    return {entry.number: entry for entry in entries if isinstance(entry, Asked)}


def test_questions_stand_in_their_order_under_the_numbers_they_have_in_a_chat(english: Catalogue) -> None:
    entries = all_asked(read_survey(SURVEY.encode(), "survey.yaml"), "en", english)
    order = [
        entry.number if isinstance(entry, Asked) else entry.paragraphs[0].words
        for entry in entries
        if not isinstance(entry, Part)
    ]
    assert order == ["Hello.", 1, 2, 3, 4, 5, "Sorry.", *range(6, 18)]


def test_a_question_has_its_hint_its_choices_and_what_can_be_done_with_it(english: Catalogue) -> None:
    first = asked(english)[1]
    assert first.label == Said("How often?", "en")
    assert first.hint == Said("Roughly.", "en")
    assert [choice.words for choice in first.choices] == ["Often", "Never"]
    assert [said.words for said in first.how] == ["This one needs an answer.", "Choose one."]
    assert asked(english)[2].hint is None


def test_each_kind_of_answer_has_its_own_space_and_is_asked_for_in_its_own_way(english: Catalogue) -> None:
    told = {number: (entry.how[-1].words, entry.space) for number, entry in asked(english).items()}
    assert told == {
        1: ("Choose one.", ""),
        2: ("Tick all that fit.", ""),
        3: ("Write a whole number.", "line"),
        4: ("Write a number.", "line"),
        5: ("Write the day, the month and the year.", "date"),
        6: ("A number from 1 to 3.", ""),
        7: ("A number from 0 to 100.", "line"),
        8: ("Tick the box when you have read this.", ""),
        9: ("Write the time of day.", "line"),
        10: ("Write the day, the month, the year and the time of day.", "line"),
        11: ("Number them: 1 for the first place, 2 for the second, and so on.", ""),
        12: (
            "Write the two numbers of the place from a map, like: 51.507 -0.128. It is kept to about 100 metres.",
            "line",
        ),
        **dict.fromkeys(range(13, 17), ("This can be given in a chat or on our page, not on paper.", "")),
        17: ("You answer in your own words.", "lines"),
    }


def test_there_is_no_kind_of_question_that_the_sheet_does_not_know() -> None:
    survey = read_survey(SURVEY.encode(), "survey.yaml")
    assert {question.kind for question in survey.questions} == set(KINDS)


def test_the_points_of_a_short_scale_can_be_ticked_and_so_can_what_is_to_be_read(english: Catalogue) -> None:
    points = {number: [choice.words for choice in entry.choices] for number, entry in asked(english).items()}
    assert (points[6], points[7], points[8]) == (["1", "2", "3"], [], ["I have read this"])


def test_who_is_asked_is_said_where_not_everybody_is_and_of_notes_too(english: Catalogue) -> None:
    only = (Said("Only if the answer to question 1 is “Never”.", "en"),)
    assert asked(english)[5].who == only
    assert asked(english)[1].who == ()
    entries = all_asked(read_survey(SURVEY.encode(), "survey.yaml"), "en", english)
    hello, sorry = (entry for entry in entries if isinstance(entry, Told))
    assert sorry == Told((Said("Sorry.", "en"),), only)
    assert hello == Told((Said("Hello.", "en"), Said("It is short.", "en")), ())


def test_every_text_knows_its_language(english: Catalogue) -> None:
    """The bot has no Welsh words here, so its own are in English, and the consultation's in its first language."""
    sheet = made(english, "cy", languages=("en", "cy"))
    why = asked(english, "cy")[17]
    assert (sheet.language, sheet.title.language, sheet.head.language) == ("cy", "en", "en")
    assert sheet.subtitle == Said("Ein sesiwn", "cy")
    assert (why.label, why.how[0].language) == (Said("Pam?", "cy"), "en")


def test_it_says_who_asks_why_what_can_change_until_when_and_how_to_take_part(english: Catalogue) -> None:
    sheet = made(english, support="Ring us.\n\nWe pay the bus.")
    told = {passage.head.words: [said.words for said in passage.paragraphs] for passage in sheet.before}
    about = a_consultation()
    assert told == {
        "Who asks": [about.owner],
        "Why": [about.purpose],
        "What can change": [about.can_change],
        "What cannot change": [about.cannot_change],
        "Dates": [
            "You can answer from 16 August 2010.",
            "The last day to answer is 15 November 2010.",
            "By 31 January 2011 you hear back what was decided, and why.",
        ],
        "How to take part": [f"Answer on a phone or a computer: https://hear.example/consultations/{about.slug}"],
        "Help to take part": ["Ring us.", "We pay the bus."],
        "What happens to what you say": [
            "What you say is confidential. The people who run this read it. Your name is not printed beside your words."
        ],
    }
    assert sheet.title.words == about.title


def test_an_example_is_said_to_be_one_first_of_all(english: Catalogue) -> None:
    first = made(english, invented=True).before[0]
    assert first.paragraphs[0].words == "This is an example. The place, the people and their words are made up."


def test_it_ends_with_whom_to_turn_to_when_somebody_is_not_safe(english: Catalogue) -> None:
    (last,) = made(english).after
    assert last.head.words == "If somebody is not safe"
    assert "Please do not write it on this sheet" in last.paragraphs[0].words
    assert any("999" in said.words for said in last.paragraphs)


def test_it_says_that_questions_may_be_left_out_and_of_which_that_is_not_so(english: Catalogue) -> None:
    assert made(english).lead[-1].words == "You can leave out any question that does not say it needs an answer."
    free = made(english, source=SURVEY.replace("required: true, ", ""))
    assert free.lead[-1].words == "You can leave out any question."


def test_a_survey_that_nobody_has_put_out_yet_is_its_questions_alone(english: Catalogue) -> None:
    sheet = questionnaire(read_survey(SURVEY.encode(), "survey.yaml"), "cy", english, None, "https://hear.example")
    assert (sheet.title, sheet.subtitle, sheet.before, sheet.after) == (Said("Ein sesiwn", "cy"), None, (), ())


def test_a_title_that_is_the_same_twice_is_said_once(english: Catalogue) -> None:
    assert made(english, title="Our drop-in").subtitle is None


SECTIONS = """
survey: s
title: {en: S}
questions:
  - {name: use, type: select_one yes_no, label: {en: "Do you come?"}}
  - name: hidden
    type: group
    relevant: "${use} = 'yes'"
    questions:
      - {name: age, type: integer, label: {en: "How old?"}}
      - name: visits
        type: group
        label: {en: Your visits}
        relevant: "${age} > 17"
        questions:
          - {name: when, type: date, label: {en: "When?"}}
          - name: more
            type: group
            label: {en: More of it}
            questions:
              - {name: why, type: text, label: {en: "Why?"}, relevant: "${when} != ''"}
  - {name: last, type: text, label: {en: "Last?"}}
choices: {yes_no: {"yes": {en: "Yes"}, "no": {en: "No"}}}
"""


def test_a_section_has_a_heading_and_says_once_who_is_asked_what_stands_under_it(english: Catalogue) -> None:
    """What hangs on a section without a heading is said at what stands in it."""
    entries = all_asked(read_survey(SECTIONS.encode(), "survey.yaml"), "en", english)
    told = [
        (entry.head.words if isinstance(entry, Part) else entry.label.words, entry.depth, [line.words for line in entry.who])
        for entry in entries
        if not isinstance(entry, Told)
    ]
    comes = "the answer to question 1 is “Yes”"
    assert told == [
        ("Do you come?", 0, []),
        ("How old?", 0, [f"Only if {comes}."]),
        ("Your visits", 0, [f"Only if {comes} and the answer to question 2 is more than 17."]),
        ("When?", 1, []),
        ("More of it", 1, []),
        ("Why?", 2, ["Only if question 3 is answered."]),
        ("Last?", 0, []),
    ]


def test_where_a_question_can_be_watched_in_sign_language_is_said(english: Catalogue) -> None:
    signed = SURVEY.replace("type: decimal,", "type: decimal, bsl: https://films.example/much,")
    entries = all_asked(read_survey(signed.encode(), "survey.yaml"), "en", english)
    much = next(entry for entry in entries if isinstance(entry, Asked) and entry.number == 4)
    assert [said.words for said in much.how] == ["Write a number.", "In British Sign Language: https://films.example/much"]


def test_what_the_consultation_says_is_in_the_language_too_where_it_is_translated(english: Catalogue) -> None:
    translated = {"cy": {"title": "Ffordd decach", "purpose": "I gael gwybod."}}
    sheet = made(english, "cy", languages=("en", "cy"), translations=translated)
    told = {passage.head.words: passage.paragraphs for passage in sheet.before}
    assert sheet.title == Said("Ffordd decach", "cy")
    assert told["Why"] == (Said("I gael gwybod.", "cy"),)
    assert told["Who asks"] == (Said("Wexmoor Council", "en"),)


def test_a_list_that_hangs_on_another_answer_says_that_not_all_of_it_is_offered(english: Catalogue) -> None:
    source = """
survey: s
title: {en: S}
questions:
  - {name: area, type: select_one area, label: {en: "Where?"}}
  - {name: club, type: select_one club, label: {en: "Which club?"}, choice_filter: "area = ${area}"}
choices:
  area: {north: {en: North}, south: {en: South}}
  club: {a: {label: {en: A}, area: north}, b: {label: {en: B}, area: south}}
"""
    _, club = all_asked(read_survey(source.encode(), "survey.yaml"), "en", english)
    assert isinstance(club, Asked)
    assert len(club.how) == 2
    assert [choice.words for choice in club.choices] == ["A", "B"]


EACH = """
survey: s
title: T
questions:
  - {name: n, type: integer, label: How many?}
  - name: child
    type: repeat
    label: Children
    relevant: "${n} > 0"
    questions:
      - {name: name, type: text, label: Their name?}
  - name: place
    type: repeat
    repeat_count: "${n}"
    questions:
      - {name: where, type: text, label: Where?}
"""


def test_what_is_asked_several_times_says_so_once(english: Catalogue) -> None:
    """Under the heading of a repeat, at each question of one without a heading; and where further answers go."""
    sheet = made(english, source=EACH)
    _, part, name, where = sheet.entries
    assert isinstance(part, Part)
    assert isinstance(name, Asked)
    assert isinstance(where, Asked)
    assert [said.words for said in part.how] == ["You are asked these questions once for each one."]
    each = Said("You are asked this once for each one.", "en")
    assert (each in name.how, each in where.how) == (False, True)
    assert sheet.lead[-1].words.startswith("Some questions are asked several times.")
    assert len(made(english).lead) == len(sheet.lead) - 1
