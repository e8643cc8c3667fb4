"""How a mail is made up: the same words twice, nothing loaded from anywhere, an answer's line free to write in."""

import re
from dataclasses import replace

from bot.channels.mail_compose import compose, html, plain
from bot.channels.mail_html import as_text
from surveys.messages import Destination, Mark, Outgoing
from tests.mail.post import HOME, MAILBOX, POST, arrived, invited
from tests.mail.writers import plain_of

WORDS = re.compile(r"[\w’']+")


def test_both_forms_say_the_same_words_in_the_same_order() -> None:
    part = arrived().get_body(("html",))
    assert part is not None
    assert WORDS.findall(as_text(str(part.get_content()))) == WORDS.findall(plain_of(arrived()))


def test_plain_words_come_first_in_lines_that_a_quote_does_not_break() -> None:
    parts = [part.get_content_type() for part in arrived().walk() if not part.is_multipart()]
    assert parts == ["text/plain", "text/html"]
    lines = plain_of(arrived()).splitlines()
    assert max(len(line) for line in lines if "https://" not in line) <= 72
    assert plain("1. " + "word " * 30).splitlines()[1].startswith("   word")


def test_nothing_is_loaded_and_nothing_tells_that_it_was_read() -> None:
    page = html(invited())
    assert not re.search(r"<(?:img|script|iframe|link|object|video|audio|form)\b|url\(|@import|src=", page)
    assert set(re.findall(r'href="([^"]+)"', page)) == {f"{HOME}/answer/0123456789"}


def test_marks_become_tags_and_signs_stay_signs() -> None:
    text = "Bold <b> and a link\n\nSaid https://x.example/a?b=1&c=2."
    marks = (Mark(0, 4, "bold"), Mark(5, 8, "italic"), Mark(13, 19, "link", 'https://y.example/?q="1"'), Mark(21, 25, "quote"))
    page = html(Outgoing(text, marks, subject="A <subject>"))
    assert '<strong>Bold</strong> <em>&lt;b&gt;</em> and <a href="https://y.example/?q=&quot;1&quot;">a link</a>' in page
    assert '<a href="https://x.example/a?b=1&amp;c=2">https://x.example/a?b=1&amp;c=2</a>.' in page
    assert "<q>Said</q>" in page
    assert "<title>A &lt;subject&gt;</title>" in page


def test_it_fits_a_phone_a_large_print_and_the_dark() -> None:
    page = html(invited())
    assert 'content="light dark"' in page
    assert "prefers-color-scheme:dark" in page
    assert not re.search(r"width:\s*\d+px|font-size:\s*\d+px", page)


def test_a_mail_that_answers_another_says_so() -> None:
    answer = replace(invited(), post=replace(POST, answers="their@id"))
    mail = compose(answer, Destination("", "jo@people.example"), MAILBOX, HOME)
    assert mail["In-Reply-To"] == mail["References"] == "<their@id>"
    assert mail["Auto-Submitted"] == "auto-replied"


def test_html_that_a_person_saw_becomes_its_words_with_quotes_marked() -> None:
    page = (
        "<html><head><title>t</title><style>p{}</style></head><body><p>One&nbsp;two<br>three</p><p>Four</p>"
        "<div style='display:none'>hidden<div>too</div></div><script>x()</script>"
        "<blockquote>five<blockquote>six</blockquote></blockquote></blockquote>"
        "<pre>a\nb</pre></pre><table><tr><td>c</td><td>d</td></tr></table><img style='display:none'>end</body></html>"
    )
    assert as_text(page) == "One two\nthree\n\nFour\n\n> five\n> > six\na\nb\nc d\nend"
