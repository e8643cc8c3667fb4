"""Email: only a token says who wrote; a sheet that comes back is answered by one mail; traps are stepped round."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers import carrying, mail, officers, versions, withdrawal
from handlers.due import tick
from handlers.mail import Guest
from handlers.versions import Revision
from storage import bodies, consultations, inbox, outbox
from storage import mail as mails
from storage.database import Database
from storage.outbox import Claimed
from storage.tables import deliveries
from surveys.consultations.model import Body
from surveys.errors import DefinitionError, Place, Refused
from surveys.messages import Bounced, Destination, Mail, Outgoing
from surveys.words.catalogue import Catalogue
from tests.factories import CLOSED, MIXED, a_survey, somebody_who_answered
from tests.handlers.street import AFTER, HOME, OPEN, Street
from tests.handlers.test_digests import ALL_REPLIES, prepared, published

JO = "jo@people.example"
SHEET = "1. a small one\n2. 9\n3. no\n5. Money\n7. Shorter forms."
DONE = f"{SHEET}\nA. yes\nB. no"


class Post(Street):
    """A street with letter boxes: what leaves by mail, and replies to it."""

    def invites(self, *addresses_: str, slug: str = "fairer") -> mail.Invited:
        guests = [Guest(f"R{at}", address, Place(line=at)) for at, address in enumerate(addresses_, start=1)]
        return mail.invite(
            self.database, slug, guests, tongues=self.door.words, home=HOME, now=self.now, place=1, shuffle=list.reverse
        )

    def outbox(self) -> list[Claimed]:
        """Every mail that waits, sent now."""
        gone: list[Claimed] = []
        while True:
            with self.database.write() as tx:
                claimed = outbox.claim(tx, ["email"], now=self.now, lease=timedelta(seconds=60), limit=99)
                for each in claimed:
                    outbox.sent(tx, each.id, "m")
            if not claimed:
                return gone
            gone += claimed

    def mail(self, text: str, to: Outgoing | None = None, sender: str = JO, **changes: object) -> list[Outgoing]:
        """A mail comes in, as a reply to one of ours or to the plain address; what is sent back to anybody."""
        routes = (f"hear+{to.post.reply}@hear.example",) if to is not None and to.post is not None else ("hear@hear.example",)
        content = replace(Mail(text, message="their@id", subject="Re: x", routes=routes, raw=text.encode()), **changes)  # type: ignore[arg-type]
        self.receive(self.message(sender, content, "email"))
        return [each.message for each in self.outbox()]


@pytest.fixture
def post(database: Database, english: Catalogue) -> Post:
    street = Post(database, english)
    street.opens()
    return street


def kept(post: Post) -> int:
    return post.rows()["mails"]


# ── invited ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_invitation_carries_the_whole_survey_and_its_answer_is_stored_in_one_turn(post: Post) -> None:
    assert post.invites(JO).queued == 1
    [invitation] = [each.message for each in post.outbox()]
    assert "Question 7 of 7" in invitation.text
    assert "so the people who sent it can tell which answers are yours" in invitation.text

    [thanks] = post.mail(DONE, invitation)

    assert {name: answer.value for name, answer in post.said()["R1"].items()} == {
        "size": "small", "years": "9", "young": "no", "paid": "no", "needs": "money", "why": "Shorter forms."}  # fmt: skip
    assert "→ Shorter forms." in thanks.text
    assert thanks.subject == "Re: x"
    assert thanks.post is not None
    assert thanks.post.answers == "their@id"


def test_what_is_missing_is_asked_again_in_one_mail_and_what_is_left_can_be_sent_later(post: Post) -> None:
    post.invites(JO)
    [invitation] = [each.message for each in post.outbox()]
    [again] = post.mail("1. a small one\n2. very many\n7. Shorter forms.", invitation)
    assert "you wrote: “very many”" in again.text
    assert "Question 2 of 7" in again.text
    assert "Question 7 of 7" not in again.text

    [last] = post.mail("2. 9\n3. no\n5. 1", again)
    assert "Answer A:" in last.text
    post.mail("A. yes\nB. yes", last)
    assert len(post.said()) == 1


def test_nobody_is_invited_where_one_address_is_wrong_or_stands_twice(post: Post) -> None:
    with pytest.raises(DefinitionError) as refused:
        post.invites(JO, "nobody", "", "JO@people.example")
    assert [fault.code for fault in refused.value.faults] == ["invite.email", "invite.email", "invite.email-twice"]
    assert post.outbox() == []


def test_who_said_stop_and_a_body_get_no_invitation(post: Post) -> None:
    post.invites(JO)
    [invitation] = [each.message for each in post.outbox()]
    post.mail("STOP", invitation)
    with post.database.write() as tx:
        bodies.add(tx, [Body("rangers", "Rangers", "forum")])
        bodies.house(tx, "rangers", "email", Destination("", "list@people.example"))
    post.opens("second")
    assert post.invites(JO, "list@people.example", "al@people.example", slug="second") == mail.Invited(1, ("R1", "R2"))
    assert [each.destination.address for each in post.outbox()] == ["al@people.example"]


def test_nobody_is_invited_by_mail_to_what_is_not_open(post: Post) -> None:
    post.now = AFTER
    with pytest.raises(Refused):
        post.invites(JO)


def test_the_link_in_the_mail_is_the_same_persons_page(post: Post) -> None:
    post.invites(JO)
    [invitation] = [each.message for each in post.outbox()]
    token = invitation.text.partition(f"{HOME}/answer/")[2].split()[0]
    post.mail("1. a small one", invitation)
    waiting = post.waiting(token, "web")
    assert waiting is not None
    assert waiting.row is not None
    assert waiting.row.interview.answers["size"].value == "small"


def test_an_answer_that_comes_after_closing_is_told_so_and_begins_nothing(post: Post) -> None:
    post.invites(JO)
    [invitation] = [each.message for each in post.outbox()]
    post.now = AFTER
    [late] = post.mail(DONE, invitation)
    assert post.said() == {}
    assert "nothing open" in late.text


# ── whose it is ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_from_alone_proves_nothing(post: Post) -> None:
    """A forged sender stores nothing, and the owner of the mailbox is asked, once a day."""
    post.invites(JO)
    [invitation] = [each.message for each in post.outbox()]
    post.mail("1. a small one", invitation)

    assert post.mail("2. 77") == []  # they had a mail today
    post.now += timedelta(days=2)
    waiting = post.waiting(JO, "email")
    assert waiting is not None
    assert waiting.row is not None
    assert "years" not in waiting.row.interview.answers


def test_a_stranger_gets_the_questions_and_is_known_by_replying_to_them(post: Post) -> None:
    [sheet] = post.mail("Hello, I would like to take part", sender="new@people.example")
    assert "Question 1 of 7" in sheet.text
    post.mail(DONE, sheet, sender="new@people.example")
    assert len(post.said()) == 1


def test_a_forged_stop_is_heeded_and_anything_else_from_who_stopped_is_not_answered(post: Post) -> None:
    post.invites(JO)
    [invitation] = [each.message for each in post.outbox()]
    post.mail("1. a small one", invitation)
    [stopped] = post.mail("STOP")
    assert "will not write to you again" in stopped.text
    assert post.mail("hello?") == []
    assert post.mail("I need help", sender="al@people.example")[0].text.startswith("Thank you for telling me")


def test_a_token_that_somebody_made_up_is_none(post: Post) -> None:
    post.invites(JO)
    [invitation] = [each.message for each in post.outbox()]
    assert invitation.post is not None
    forged = "r" + "b" * 45
    post.mail(DONE, invitation, routes=(f"hear+{forged}@hear.example",), sender="al@people.example")
    assert post.said() == {}


def test_a_token_that_has_run_out_stores_nothing_and_leads_to_a_new_one(post: Post) -> None:
    post.invites(JO)
    [invitation] = [each.message for each in post.outbox()]
    [again] = post.mail("1. a small one", invitation)
    post.now += timedelta(days=401)
    answers = post.mail("2. 9", again)
    waiting = post.waiting(JO, "email")
    assert waiting is not None
    assert waiting.row is not None
    assert "years" not in waiting.row.interview.answers
    assert all("too old" in each.text for each in answers)


def test_the_answer_goes_to_the_mailbox_that_was_invited_wherever_it_came_from(post: Post) -> None:
    post.invites(JO)
    [invitation] = [each.message for each in post.outbox()]
    assert invitation.post is not None
    post.receive(post.message("boss@people.example", Mail(DONE, routes=(f"hear+{invitation.post.reply}@hear.example",)), "email"))
    [thanks] = post.outbox()
    assert thanks.destination.address == JO
    assert "another address than yours" in thanks.message.text


def test_a_token_only_in_the_reference_or_the_text_counts_too(post: Post) -> None:
    post.invites(JO)
    [invitation] = [each.message for each in post.outbox()]
    assert invitation.post is not None
    reference = f"<{invitation.post.id}.{invitation.post.reply}@hear.example>"
    assert post.mail(DONE, routes=("hear@hear.example", reference)) != []
    assert len(post.said()) == 1


def test_the_button_unsubscribe_is_a_stop_whatever_stands_in_the_mail(post: Post) -> None:
    post.invites(JO)
    [invitation] = [each.message for each in post.outbox()]
    assert invitation.post is not None
    with post.database.read() as tx:
        assert mail.stops(tx, invitation.post.stop)
        assert not mail.stops(tx, invitation.post.reply)
        assert not mail.stops(tx, "s" + "a" * 45)
    post.mail("This is an automatic unsubscribe", routes=(f"hear+{invitation.post.stop}@hear.example",))
    waiting = post.waiting(JO, "email")
    assert waiting is not None
    assert waiting.participant.state == "stopped"


# ── traps ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("signs", [(("auto-submitted", "auto-replied"),), (("precedence", "bulk"),), (("list-id", "<x.y>"),)])
def test_automatic_mail_is_no_answer_and_gets_none(post: Post, signs: tuple[tuple[str, str], ...]) -> None:
    post.invites(JO)
    [invitation] = [each.message for each in post.outbox()]
    assert post.mail(DONE, invitation, signs=signs) == []
    assert post.said() == {}
    assert kept(post) == 0


def test_two_machines_that_answer_each_other_stop_for_the_day(post: Post) -> None:
    post.invites(JO)
    [answer] = [each.message for each in post.outbox()]
    sent = 0
    for _ in range(80):
        answers = post.mail("Thank you for your mail!", answer)
        if not answers:
            break
        sent += 1
        [answer] = answers
    assert sent == 59


def test_a_mailbox_that_is_gone_is_written_to_no_more_until_a_mail_comes_from_it(post: Post) -> None:
    post.invites(JO)
    [invitation] = [each.message for each in post.outbox()]
    assert invitation.post is not None
    back = (f"hear+{invitation.post.bounce}@hear.example",)
    post.receive(post.message("", Bounced(back, final=True), "email"))
    waiting = post.waiting(JO, "email")
    assert waiting is not None
    assert waiting.participant.state == "unreachable"
    post.mail("1. a small one", invitation)
    waiting = post.waiting(JO, "email")
    assert waiting is not None
    assert waiting.participant.state == "live"


def test_a_mailbox_that_is_full_counts_as_gone_after_three_mails_in_a_row(post: Post) -> None:
    post.invites(JO)
    [invitation] = [each.message for each in post.outbox()]
    assert invitation.post is not None

    def comes_back(times: int) -> str:
        for _ in range(times):
            assert invitation.post is not None
            post.receive(post.message("", Bounced((invitation.post.bounce,), final=False), "email"))
        waiting = post.waiting(JO, "email")
        assert waiting is not None
        return waiting.participant.state

    assert comes_back(2) == "live"
    post.mail("1. a small one", invitation)
    assert comes_back(2) == "live"
    assert comes_back(1) == "unreachable"


def test_a_bounce_that_carries_no_token_of_ours_changes_nothing(post: Post) -> None:
    post.invites(JO)
    [invitation] = [each.message for each in post.outbox()]
    assert invitation.post is not None
    post.receive(post.message("", Bounced(("hear@hear.example", invitation.post.reply), final=True), "email"))
    waiting = post.waiting(JO, "email")
    assert waiting is not None
    assert waiting.participant.state == "live"


def test_a_mail_from_nowhere_and_one_to_a_body_are_not_answered(post: Post) -> None:
    assert post.mail("hello", sender="") == []
    assert post.mail("hello", sender="no address") == []
    with post.database.write() as tx:
        bodies.add(tx, [Body("rangers", "Rangers", "forum")])
        bodies.house(tx, "rangers", "email", Destination("", "list@people.example"))
    assert post.mail("hello", sender="list@people.example") == []


def test_what_is_attached_is_refused_politely_and_the_words_are_taken(post: Post) -> None:
    post.invites(JO)
    [invitation] = [each.message for each in post.outbox()]
    [again] = post.mail("1. a small one", invitation, attached=True)
    assert "cannot open what you attached" in again.text
    assert "→ A small one" in again.text


# ── what is kept ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_mail_is_kept_sealed_until_the_answers_are_complete(post: Post) -> None:
    post.invites(JO)
    [invitation] = [each.message for each in post.outbox()]
    [again] = post.mail("1. a small one", invitation)
    tick(post.database, post.now)
    assert kept(post) == 1
    waiting = post.waiting(JO, "email")
    assert waiting is not None
    with post.database.read() as tx:
        assert mails.kept(tx, waiting.participant) == [b"1. a small one"]
        assert len(mails.said_to(tx, waiting.participant)) == 2
    assert withdrawal.show(post.database, "Jo@People.example", channel="email").mails == ("1. a small one",)

    post.mail("2. 9\n3. no\n5. 1\n7. Rent.\nA. yes\nB. no", again)
    assert tick(post.database, post.now).tidied == 2
    assert kept(post) == 0
    with post.database.read() as tx:
        assert mails.said_to(tx, waiting.participant) == []


def test_what_is_never_completed_is_deleted_after_ninety_days(post: Post) -> None:
    post.invites(JO)
    [invitation] = [each.message for each in post.outbox()]
    post.mail("1. a small one", invitation)
    assert tick(post.database, OPEN + timedelta(days=91)).tidied == 1


def test_forget_me_deletes_the_mails_at_once(post: Post) -> None:
    post.invites(JO)
    [invitation] = [each.message for each in post.outbox()]
    [again] = post.mail("1. a small one", invitation)
    [sure] = post.mail("FORGET ME", again)
    post.mail("yes", sure)
    assert kept(post) == 0


def test_a_text_of_ours_that_does_not_open_keeps_no_reply_from_being_read(post: Post) -> None:
    post.invites(JO)
    [invitation] = [each.message for each in post.outbox()]
    with post.database.write() as tx:
        tx.connection.execute(deliveries.update().values(sealed=b"broken"))
    post.mail(DONE, invitation)
    assert len(post.said()) == 1


def test_an_address_that_is_gone_leads_nowhere(post: Post) -> None:
    with post.database.read() as tx:
        assert mails.destination(tx, "x" * 22) is None


# ── another version of the survey meanwhile ─────────────────────────────────────────────────────────────────────────────


def a_new_version(post: Post, *swaps: tuple[str, str], apart: str = "") -> None:
    """MIXED with these words exchanged is in use, and those who are mid-way are carried over."""
    source = MIXED
    for before, after in swaps:
        assert before in source
        source = source.replace(before, after)
    with post.database.write() as tx:
        officers.add(tx, "Sam", "sam@wexmoor.example", ("commissioner",))
        officers.add(tx, "Ruth", "ruth@wexmoor.example", ("approver",))
    plan = (f"survey: mixed\nfrom: '1.1'\napart: [{apart}]\n".encode(), "map.yaml")
    wanted = Revision(source.encode(), a_survey(source), plan=plan)
    versions.confirm(post.database, "fairer", wanted, by="sam@wexmoor.example", now=post.now)
    versions.approve(post.database, "fairer", by="ruth@wexmoor.example", now=post.now)
    carrying.carry(post.database, "fairer", now=post.now)


GROUP = "  - {name: group, type: text, label: {en: What is your group called?}}\n"
NEEDS = "needs: {money: {en: Money}, rooms: {en: Rooms}, help: {en: Help}}"
MOVED = "needs: {help: {en: Help}, money: {en: Money}, rooms: {en: Rooms}}"


def test_a_sheet_of_an_earlier_version_is_read_as_that_version_asked(post: Post) -> None:
    """The numbers in a reply are those of the sheet that was sent: each answer goes to its own question, with its own choices."""
    post.invites(JO)
    [invitation] = [each.message for each in post.outbox()]
    a_new_version(post, ("questions:\n", "questions:\n" + GROUP), (NEEDS, MOVED))
    [again] = post.mail("1. a small one\n2. 9\n3. no\n5. 1\n7. Shorter forms.", invitation)
    assert "What is your group called?" in again.text
    waiting = post.waiting(JO, "email")
    assert waiting is not None
    assert waiting.row is not None
    said = {name: answer.value for name, answer in waiting.row.interview.answers.items()}
    assert said == {"size": "small", "years": "9", "young": "no", "paid": "no", "needs": "money", "why": "Shorter forms."}


def test_what_a_sheet_asked_that_is_not_asked_any_more_is_kept_apart(post: Post) -> None:
    """An answer under a question that is gone stays with that question, and goes under no other of its number."""
    post.invites(JO)
    [invitation] = [each.message for each in post.outbox()]
    [rest] = post.mail("1. a small one", invitation)
    a_new_version(post, ("{name: paid,", "{name: job,"), ("${paid}", "${job}"), ("Are you paid", "Do you live by"))
    [again] = post.mail("2. 9\n3. no\n7. Shorter forms.", rest)
    assert "What you said is kept with the question as you saw it." in again.text
    waiting = post.waiting(JO, "email")
    assert waiting is not None
    assert waiting.row is not None
    it = waiting.row.interview
    assert [(each.structure, each.question, each.answer.value) for each in it.apart] == [(1, "paid", "no")]
    assert "job" not in it.answers
    assert it.answers["why"].value == "Shorter forms."


def test_the_news_of_an_edition_comes_as_a_neutral_notice_and_the_words_after_a_reply_or_on_their_page(
    database: Database, english: Catalogue
) -> None:
    """As decisions 3 and 4 have it, in email's own manner; a body gets the whole digest with its title as the subject."""
    with database.write() as tx:
        consultation, _ = prepared(tx, ALL_REPLIES)
        somebody_who_answered(tx, consultation, {"why": "Longer."}, reference="R02", address=JO, channel="email")
        bodies.house(tx, "network", "email", Destination("", "network@people.example"))
        published(tx, english)
    post = Post(database, english)
    post.now = CLOSED
    told = {each.destination.address: each.message for each in post.outbox()}

    notice = told[JO]
    assert notice.subject == "News about something you took part in"
    assert "Longer." not in notice.text
    page = notice.text.partition(f"{HOME}/answer/")[2].split()[0]
    assert page.endswith("/news")
    waiting = post.waiting(page.removesuffix("/news"), "web")
    assert waiting is not None
    assert waiting.participant.id

    [news] = post.mail("RESULTS", notice)
    assert "What became of what you said" in news.text
    assert told["network@people.example"].subject.startswith("You said, we did")


# ── several consultations ───────────────────────────────────────────────────────────────────────────────────────────────


def current(post: Post) -> tuple[str, dict[str, str]]:
    waiting = post.waiting(JO, "email")
    assert waiting is not None
    assert waiting.row is not None
    return waiting.row.consultation_id, {name: each.value for name, each in waiting.row.interview.answers.items()}


@pytest.mark.parametrize("known_by", ["its reference", "what it quotes"])
def test_a_reply_goes_to_the_consultation_whose_mail_it_answers(post: Post, known_by: str) -> None:
    """Somebody who is mid-way in one is invited to another: the numbers in their reply are those of the mail they answer."""
    second = post.opens("second", SHORT)
    post.invites(JO)
    [invitation] = [each.message for each in post.outbox()]
    post.mail("1. a small one", invitation)
    first = current(post)[0]
    post.invites(JO, slug="second")
    [other] = [each.message for each in post.outbox()]

    assert other.post is not None
    routes = (f"hear+{other.post.reply}@hear.example", f"<{other.post.id}.{other.post.reply}@hear.example>")
    if known_by == "its reference":
        post.mail("1. Lights", routes=routes)
    else:
        quote = "\n".join(f"> {line}" for line in other.text.splitlines())
        post.mail(f"1. Lights\n\n{quote}", routes=routes[:1])
    assert current(post) == (second, {"what": "Lights"})

    post.mail("2. 9", invitation, routes=(invitation_route(invitation),))
    assert current(post)[0] == first
    assert current(post)[1]["years"] == "9"


def invitation_route(message: Outgoing) -> str:
    assert message.post is not None
    return f"<{message.post.id}.{message.post.reply}@hear.example>"


def test_a_reply_to_a_consultation_that_has_closed_meanwhile_is_answered_so_and_goes_to_no_other(post: Post) -> None:
    second = post.opens("second", SHORT)
    post.invites(JO)
    [invitation] = [each.message for each in post.outbox()]
    post.mail("1. a small one", invitation)
    post.invites(JO, slug="second")
    [other] = [each.message for each in post.outbox()]
    with post.database.write() as tx:
        consultations.set_state(tx, second, "closed")
    [told] = post.mail("1. Lights", other, routes=(invitation_route(other),))
    assert "cannot take answers any more" in told.text
    assert current(post)[1] == {"size": "small", "young": "no"}


def test_an_invitation_to_another_consultation_is_kept_to_be_replied_to_when_the_first_is_answered(post: Post) -> None:
    post.invites(JO)
    [invitation] = [each.message for each in post.outbox()]
    post.mail(DONE, invitation)
    post.opens("second", SHORT)
    post.invites(JO, slug="second")
    post.outbox()
    tick(post.database, post.now)
    waiting = post.waiting(JO, "email")
    assert waiting is not None
    with post.database.read() as tx:
        assert [each.text.count("What would you change?") for each in mails.said_to(tx, waiting.participant)] == [1]


SHORT = """
survey: other
title: {en: Another}
questions:
  - {name: what, type: text, label: {en: What would you change?}}
  - {name: often, type: integer, label: {en: How often do you come?}}
"""


def test_a_mail_that_was_set_aside_is_forgotten_with_the_mailbox_whose_token_it_carries(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It came from another of their addresses: it is theirs all the same, and they are told of it where they were asked."""
    post.invites(JO)
    [invitation] = [each.message for each in post.outbox()]
    with monkeypatch.context() as broken:
        broken.setattr(mail, "taken", lambda *_: int("no number"))
        [told] = post.mail("canary", invitation, sender="private@people.example")
    assert told.text.startswith("Sorry, something went wrong")
    with post.database.write() as tx:
        assert [each["message"]["message"]["address"] for each in inbox.aside(tx)] == [JO]
        officers.add(tx, "Sam", "sam@wexmoor.example", ("coordinator",))
    withdrawal.forget(post.database, JO, channel="email", by="sam@wexmoor.example")
    with post.database.read() as tx:
        assert inbox.aside(tx) == []
