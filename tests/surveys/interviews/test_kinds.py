"""Every kind of question in an interview: by button, by word and by form; answered, changed, told."""

from dataclasses import replace

import pytest

from surveys.interviews.engine import step
from surveys.interviews.media import takes
from surveys.interviews.model import Attached, Filled, Interview, NoWords, Said, Shared, Sight
from surveys.interviews.rendering import render
from surveys.interviews.road import shown_value
from surveys.messages import Outgoing, Sendable, listed
from surveys.words.catalogue import Catalogue
from tests.factories import FACTS, a_survey
from tests.surveys.interviews.talk import Talk

SURVEY = a_survey("""
survey: kinds
title: {en: Kinds}
questions:
  - {name: seen, type: acknowledge, label: Please read this., required: true}
  - {name: liking, type: range, label: How much do you like it?, parameters: start=0 end=10 step=1}
  - {name: minutes, type: range, label: How many minutes?, parameters: start=0 end=120 step=5}
  - {name: why, type: text, label: Why so little?, relevant: "${liking} < 5 and ${seen} = 'OK'"}
""")


def a_talk(at: str = "seen") -> Talk:
    return Talk(SURVEY, Interview("i" * 22, "kinds", status="asking", at=at))


def asked_at(at: str, english: Catalogue) -> Outgoing:
    """What is asked at a question, as when an answer to it could not be read."""
    turn = step(SURVEY, Interview("i" * 22, "kinds", status="asking", at=at), Said("???"), now=a_talk().now)
    said = render(turn, SURVEY, english, FACTS)
    assert said is not None
    return said


def test_points_and_acknowledgements_are_answered_by_button_and_changed_by_another() -> None:
    talk = a_talk()
    assert talk.press("seen", "2") == "say:old_button ask:seen"
    assert talk.press("seen", "skip") == "say:required ask:seen"
    assert talk.press("seen", "1") == "say:picked record:seen=OK ask:liking"
    assert talk.press("liking", "12") == "say:old_button ask:liking"
    assert talk.press("liking", "4") == "say:picked record:liking=3 ask:minutes"
    assert talk.press("seen", "1") == ""
    assert talk.press("liking", "1") == "say:revised revise:liking=0 ask:minutes"
    assert talk.press("minutes", "99999999") == "say:old_button ask:minutes"
    assert talk.said("25") == "record:minutes=25 ask:why"


def test_a_range_is_a_number_to_every_expression() -> None:
    talk = a_talk("liking")
    assert talk.fill("liking", "10") == "record:liking=10 ask:seen"
    assert talk.fill("liking", "11") == "say:reading.not_on_scale say:answer_stands ask:seen"


def test_a_form_gives_the_point_and_the_tick() -> None:
    talk = a_talk()
    assert talk.fill("seen") == "say:reading.acknowledge ask:seen"
    assert talk.fill("seen", "OK") == "record:seen=OK ask:liking"
    assert talk.fill("liking", "0") == "record:liking=0 ask:minutes"
    assert talk.fill("minutes", "7") == "say:reading.between_points ask:minutes"


def test_few_points_have_buttons_and_of_many_the_ends_are_told(english: Catalogue) -> None:
    liking, minutes = asked_at("liking", english), asked_at("minutes", english)
    assert [option.label for option in liking.options] == [*map(str, range(11)), "Skip"]
    assert "0  1  2  3  4  5  6  7  8  9  10" in listed(liking).text
    assert [option.label for option in minutes.options] == ["Skip"]
    assert "Send a number from 0 to 120, in steps of 5." in minutes.text


def test_what_is_to_be_acknowledged_has_one_button(english: Catalogue) -> None:
    assert [option.label for option in asked_at("seen", english).options] == ["OK"]


def test_times_and_moments_are_told_as_such(english: Catalogue) -> None:
    """With am or pm in English, so that what is told could be sent back and be read as the same."""
    survey = a_survey("""
survey: times
title: {en: Times}
questions:
  - {name: shuts, type: time, label: When does it close?}
  - {name: meets, type: dateTime, label: When can you come?}
""")
    talk = Talk(survey, Interview("i" * 22, "times", status="asking", at="shuts"))
    assert talk.said("16:30") == "record:shuts=16:30 ask:meets"
    assert talk.said("16 August 2010 at 9am") == "say:understood record:meets=2010-08-16T09:00:00.000+00:00 finish ask:hear_back"
    said = render(step(survey, talk.interview, Said("my answers"), now=talk.now), survey, english, FACTS)
    assert said is not None
    assert "→ 4:30 pm" in said.text
    assert "→ 16 August 2010, 9:00 am" in said.text
    assert talk.fill("shuts", "09:15") == "say:revised revise:shuts=09:15 ask:hear_back"


ORDERED = a_survey("""
survey: ordered
title: {en: Ordered}
questions:
  - name: wants
    type: rank wants
    label: What matters most?
    constraint: "selected-at(., 0) != 'bus'"
    constraint_message: Not the bus.
  - {name: why, type: text, label: Why the pool?, relevant: "selected-at(${wants}, 0) = 'pool'"}
choices:
  wants: {club: The club, pool: The pool, park: The park, bus: The bus}
""")


def an_ordering() -> Talk:
    return Talk(ORDERED, Interview("i" * 22, "ordered", status="asking", at="wants"))


def test_an_order_is_made_by_buttons_one_after_the_other_and_the_last_place_is_clear() -> None:
    talk = an_ordering()
    assert talk.press("wants", "9") == "say:old_button ask:wants"
    assert talk.press("wants", "2") == "ask:wants[pool]@under"
    assert talk.press("wants", "2") == ""
    assert talk.press("wants", "4") == "ask:wants[pool][bus]@under"
    assert talk.press("wants", "again") == "ask:wants@under"
    assert talk.press("wants", "2") == "ask:wants[pool]@under"
    assert talk.press("wants", "1") == "ask:wants[pool][club]@under"
    assert talk.press("wants", "4") == "say:picked record:wants=pool club bus park ask:why"
    assert talk.press("wants", "4") == ""
    assert talk.press("wants", "1") == "say:old_button ask:why"


def test_buttons_and_words_go_on_with_one_order() -> None:
    talk = an_ordering()
    assert talk.said("the pool") == "ask:wants[pool]"
    assert talk.said("the pool, the park") == "say:reading.rank_twice ask:wants[pool]"
    assert talk.press("wants", "3") == "ask:wants[pool][park]@under"
    assert talk.said("all the others") == "say:reading.pick_order ask:wants[pool][park]"
    assert talk.said("the club") == "say:picked record:wants=pool park club bus ask:why"


def test_an_order_that_does_not_fit_is_asked_for_again_from_the_beginning() -> None:
    talk = an_ordering()
    assert talk.said("4, 1, 2") == "say:not_allowed ask:wants"
    assert talk.press("wants", "4") == "ask:wants[bus]@under"
    assert talk.said("1, 2") == "say:not_allowed ask:wants"
    assert talk.said("1, 4, 2") == "say:understood record:wants=club bus pool park finish ask:hear_back"


def test_a_form_and_an_edit_give_the_whole_order_or_nothing() -> None:
    talk = an_ordering()
    assert talk.fill("wants", "club", "pool") == "say:pick_first ask:wants"
    assert talk.fill("wants", "club", "pool", "bus", "park", remark="by far") == (
        "record:wants=club pool bus park|by far finish ask:hear_back"
    )
    talk = an_ordering()
    assert talk.said("2, 1, 3", "m1") == "say:understood record:wants=pool club park bus ask:why"
    assert talk.edit("m1", "1, 2") == "say:edit_unclear ask:why"
    assert talk.edit("m1", "1, 2, 3") == "say:revised revise:wants=club pool park bus finish ask:hear_back"


def test_of_an_order_so_far_only_what_is_left_has_buttons(english: Catalogue) -> None:
    talk = an_ordering()
    turn = step(ORDERED, talk.interview, Said("the pool, the bus"), now=talk.now)
    said = render(turn, ORDERED, english, FACTS)
    assert said is not None
    assert [(option.label, option.number) for option in said.options] == [
        ("The club", 1),
        ("The park", 3),
        ("Start this one again", 0),
        ("Skip", 0),
    ]
    assert "So far: 1. The pool; 2. The bus. Which one comes next?" in said.text


PLACED = a_survey("""
survey: placed
title: {en: Placed}
questions:
  - {name: where, type: geopoint, label: Where should it be?}
  - {name: why, type: text, label: Why there?, relevant: "${where} != ''"}
""")


def test_a_shared_place_answers_where_a_place_is_asked_for_and_nowhere_else() -> None:
    talk = Talk(PLACED, Interview("i" * 22, "placed", status="asking", at="where"))
    assert talk.said("by the library") == "say:reading.not_a_place ask:where"
    assert talk.step(Shared("51.507 -0.128", "m1")) == "record:where=51.507 -0.128 ask:why"
    assert talk.step(Shared("51.507 -0.128")) == "say:no_words.location ask:why"
    assert talk.interview.answers["where"].message == "m1"
    assert talk.said("stop") == "stop say:stopped"
    assert talk.step(Shared("51.507 -0.128")) == "say:stopped_before"


def test_a_place_shared_while_we_make_sure_of_something_else_is_no_answer() -> None:
    talk = Talk(PLACED, Interview("i" * 22, "placed", status="asking", at="where"))
    talk.said("forget me")
    assert talk.step(Shared("51.507 -0.128")) == "say:no_words.location ask:forget"


def test_a_place_shared_after_a_break_is_asked_for_once_more() -> None:
    talk = Talk(PLACED, Interview("i" * 22, "placed", status="asking", at="where", paused=True))
    assert talk.step(Shared("51.507 -0.128")) == "say:welcome_back_at ask:where"


def test_how_exactly_a_place_is_kept_is_said_before_it_is_given(english: Catalogue) -> None:
    turn = step(PLACED, Interview("i" * 22, "placed", status="asking", at="where"), Said("???"), now=a_talk().now)
    said = render(turn, PLACED, english, FACTS)
    assert said is not None
    assert "about 100 metres" in said.text


SENT = a_survey("""
survey: sent
title: {en: Sent}
questions:
  - {name: has, type: select_one yes_no, label: Have you one?}
  - name: shot
    type: image
    label: Send a picture.
    required: true
    relevant: "${has} != 'no'"
  - {name: noise, type: audio, label: Send a sound., constraint: "${shot} != ''", constraint_message: First a picture.}
  - {name: film, type: video, label: Send a video.}
  - {name: paper, type: file, label: Send a file.}
choices:
  yes_no: {"yes": "Yes", "no": "No"}
""")


def a_sending(at: str = "shot", **parts: bool) -> Talk:
    return Talk(SENT, Interview("i" * 22, "sent", status="asking", at=at, **parts))  # type: ignore[arg-type]


def test_a_file_of_the_right_sort_is_an_answer_with_what_was_written_beside_it() -> None:
    talk = a_sending()
    assert talk.step(Attached("m1", "photo", "image/jpeg", "7", "The swings")) == ("say:picked record:shot=m1|The swings ask:has")
    assert talk.interview.answers["shot"].message == "7"


@pytest.mark.parametrize(
    ("at", "what", "mime", "taken"),
    [
        ("shot", "photo", "", True),
        ("shot", "file", "image/heic", True),
        ("shot", "file", "IMAGE/PNG", True),
        ("shot", "file", "", True),
        ("shot", "file", "application/octet-stream", True),
        ("shot", "file", "application/pdf", False),
        ("shot", "video", "video/mp4", False),
        ("film", "video", "", True),
        ("film", "photo", "", False),
        ("film", "file", "video/mp4", True),
        ("paper", "photo", "", True),
        ("paper", "voice", "", True),
        ("paper", "audio", "", True),
        ("paper", "video", "", True),
        ("paper", "file", "application/pdf", True),
        ("noise", "voice", "", True),
        ("noise", "audio", "", True),
        ("noise", "photo", "", False),
    ],
)
def test_each_kind_takes_what_fits_it(at: str, what: Sendable, mime: str, taken: bool) -> None:
    assert takes(SENT.by_name[at], what, mime) is taken
    assert not takes(SENT.by_name["has"], what, mime)
    assert not takes(None, what, mime)


def test_any_other_file_and_any_words_are_told_of_and_the_question_asked_again() -> None:
    talk = a_sending()
    assert talk.step(Attached("m1", "voice")) == "say:wrong_media.image ask:shot"
    assert talk.said("here it is") == "say:wrong_media.image ask:shot"
    assert talk.sticker() == "say:wrong_media.image ask:shot"
    assert talk.step(Shared("51.507 -0.128")) == "say:wrong_media.image ask:shot"
    assert talk.step(NoWords("photo")) == "say:no_words.no_files ask:shot"
    assert talk.step(NoWords("too_big", 10)) == "say:no_words.too_big ask:shot"
    assert talk.step(NoWords("lost")) == "say:no_words.lost ask:shot"
    assert talk.said("skip") == "say:required ask:shot"
    talk = a_sending("has")
    assert talk.step(Attached("m1", "photo")) == "say:no_words.photo ask:has"


def test_a_file_that_does_not_fit_yet_is_no_answer() -> None:
    talk = a_sending("noise")
    assert talk.step(Attached("m1", "voice")) == "say:not_allowed ask:noise"


def test_a_file_is_taken_in_no_state_in_which_words_are_not() -> None:
    talk = a_sending()
    talk.said("forget me")
    assert talk.step(Attached("m1", "photo")) == "say:no_words.photo ask:forget"
    talk = a_sending(stopped=True)
    assert talk.step(Attached("m1", "photo")) == "say:stopped_before"
    talk = a_sending(paused=True)
    assert talk.step(Attached("m1", "photo")) == "say:welcome_back_at ask:shot"


def test_a_form_fills_in_a_file_and_words_in_its_field_are_none() -> None:
    talk = a_sending()
    filled = Filled(1, 1, (), remark="Old", media="m1")
    assert talk.fill("shot", "m" * 22) == "say:reading.no_file ask:shot"
    assert talk.step(filled) == "record:shot=m1|Old ask:has"
    assert talk.step(replace(filled, media="m2")) == "say:revised revise:shot=m2|Old ask:has"


def test_a_file_set_aside_by_another_answer_comes_back_with_it() -> None:
    talk = a_sending()
    talk.step(Attached("m1", "photo"))
    assert talk.said("no") == "record:has=no retract:shot say:set_aside ask:noise"
    talk.said("change 1")
    assert talk.said("yes") == "revise:has=yes record:shot=m1 ask:noise"


def test_of_a_file_only_that_there_is_one_is_shown(english: Catalogue) -> None:
    talk = a_sending()
    talk.step(Attached("secret-id", "photo", remark="Ours"))
    said = render(step(SENT, talk.interview, Said("my answers"), now=talk.now), SENT, english, FACTS)
    assert said is not None
    assert "→ a picture (Ours)" in said.text
    assert "secret-id" not in said.text
    assert [shown_value(SENT.by_name[name], "m1", "en") for name in ("noise", "film", "paper")] == [
        Sight("audio"),
        Sight("video"),
        Sight("file"),
    ]
    assert str(Sight("audio")) == "(audio)"


def test_how_a_file_is_kept_is_said_where_one_is_asked_for(english: Catalogue) -> None:
    turn = step(SENT, a_sending().interview, Said("???"), now=a_talk().now)
    said = render(turn, SENT, english, FACTS)
    assert said is not None
    assert "It is kept locked away" in said.text
