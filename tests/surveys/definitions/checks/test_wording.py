"""How questions are put: each rule finds what it is for, and leaves plain questions alone."""

import pytest

from surveys.definitions.checks.wording import check_wording
from tests.surveys.definitions.checks.made import AGREE, YES_NO, asked, codes, surveyed

CHOICES = {"text": (), "yes": YES_NO, "agree": AGREE}


def found(kind: str, label: str) -> list[str]:
    return codes(check_wording(surveyed(asked(label, choices=CHOICES[kind]))))


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("text", "How often do you come, and what would help you to come more?"),
        ("text", "Where do you live and who do you live with?"),
        ("text", "How did you hear about us? What did you expect?"),
        ("text", "How do you usually travel, and how long does it take?"),
        ("yes", "Have you used the service, and was it helpful?"),
        ("yes", "Do you work, or are you looking for work?"),
        ("yes", "Do you know about and use the youth club?"),
        ("yes", "How fair and open are contracts?"),
        ("agree", "Staff are friendly and well trained."),
        ("agree", "Commissioners meet as one network, and share their plans."),
        ("agree", "My room is warm as well as clean."),
    ],
)
def test_two_questions_in_one_are_found(kind: str, label: str) -> None:
    assert found(kind, label) == ["question-double"]


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("text", "Which services were hard to find, and which were easy?"),
        ("text", "Tell us what went well, and what did not."),
        ("text", "What would you change about reports, checks and payments?"),
        ("text", "How should we ask for your views, and tell you what is coming up?"),
        ("text", "If not, why not?"),
        ("text", "Who should be told about the results, and when?"),
        ("yes", "Does the council, the health trust or the learning trust pay you for work now?"),
        ("yes", "What kind of group or organisation are you? Pick all that fit."),
        ("yes", "How often do children and young people come to you?"),
        ("yes", "Do you live in Devon and Cornwall?"),
        ("agree", "Health and social care staff treat me with respect."),
        ("agree", "The council listens to voluntary and community groups."),
        ("agree", "Things have got better over the last year and a half."),
        ("agree", "The Parks and Gardens team is easy to reach between 9 and 5."),
    ],
)
def test_an_and_that_joins_no_two_questions_is_left_alone(kind: str, label: str) -> None:
    assert found(kind, label) == []


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("yes", "Do you agree that the library should stay open?"),
        ("yes", "Do you strongly support the new plan?"),
        ("yes", "Don't you think that fees are too high?"),
        ("yes", "Would you agree with a small charge?"),
        ("yes", "The fees are too high, isn't it so, right?"),
        ("text", "How much do you enjoy our sessions?"),
        ("text", "How good was the support you got?"),
        ("text", "What do you think of our excellent new service?"),
        ("text", "Most people think that the park is unsafe. What do you think?"),
        ("text", "Surely the council should pay more?"),
    ],
)
def test_a_push_towards_an_answer_is_found(kind: str, label: str) -> None:
    assert found(kind, label) == ["question-leading"]


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("yes", "Do you agree or disagree with the new hours?"),
        ("yes", "To what extent do you agree with the plan?"),
        ("yes", "How satisfied or dissatisfied are you with the bus?"),
        ("text", "What is good about the centre?"),
        ("text", "What would make it better?"),
        ("text", "How do you get on with your worker?"),
    ],
)
def test_a_question_that_can_be_answered_either_way_is_no_push(kind: str, label: str) -> None:
    assert found(kind, label) == []


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("yes", "Have you not been told about the plan?"),
        ("yes", "Which of these have you never used?"),
        ("agree", "Staff do not listen to me."),
        ("agree", "The council doesn't pay on time."),
        ("agree", "I can no longer get an appointment."),
    ],
)
def test_a_negative_that_is_answered_by_picking_is_found(kind: str, label: str) -> None:
    assert found(kind, label) == ["negative"]


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("yes", "Is your group a not-for-profit?"),
        ("yes", "Do you pay rent or not?"),
        ("agree", "I know who to ask when I need help."),
        ("agree", "The bus is not only cheap. It is quick."),
        ("text", "What did you not like?"),
        ("text", "You did not agree with every promise. What would you change?"),
    ],
)
def test_a_not_that_turns_no_answer_round_is_left_alone(kind: str, label: str) -> None:
    assert found(kind, label) == []


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("text", "Why is it not unreasonable to ask for three quotes?"),
        ("text", "Should nobody bid without a reason?"),
        ("text", "What would happen if we did not refuse late bids?"),
    ],
)
def test_two_negatives_in_one_breath_are_found(kind: str, label: str) -> None:
    assert found(kind, label) == ["negative-double"]


@pytest.mark.parametrize("label", ["Should we not refuse late bids?", "I have never felt unsafe here."])
def test_two_negatives_that_are_answered_by_picking_are_told_of_once(label: str) -> None:
    assert found("yes", label) == ["negative-double"]


@pytest.mark.parametrize(
    "label",
    [
        "Tell us what was unfair, and what you did not get.",
        "Who was not there when it was unsafe?",
        "What was unclear, unhelpful or unfair?",
        "Do you agree or disagree?",
    ],
)
def test_two_negatives_apart_are_left_alone(label: str) -> None:
    assert found("text", label) == []


def test_only_what_people_answer_is_looked_at_and_only_in_english() -> None:
    note = asked("Surely you agree, and don't you think so?", "note")
    welsh = asked({"cy": "Surely you agree?"})
    assert codes(check_wording(surveyed(note, asked("How are you?")))) == []
    assert codes(check_wording(surveyed(welsh, languages=["cy"]))) == []
    assert codes(check_wording(surveyed(asked({"cy": "Helo", "en-GB": "Surely you agree?"}), languages=["cy", "en-GB"]))) == [
        "question-leading"
    ]
