"""Mail that no person wrote is known by its header, and a person's is not taken for it."""

import pytest

from surveys.mail.automatic import automatic


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("auto-submitted", "auto-replied"),
        ("auto-submitted", "auto-generated; reason=x"),
        ("precedence", "Bulk"),
        ("precedence", "auto_reply"),
        ("list-id", "Friends <friends.people.example>"),
        ("x-autoreply", "yes"),
        ("return-path", "<>"),
        ("content-type", 'multipart/report; report-type=delivery-status; boundary="x"'),
        ("x-spam-flag", "YES"),
        ("from", "Mail Delivery System <MAILER-DAEMON@mx.example>"),
        ("from", "no-reply@shop.example"),
    ],
)
def test_these_fields_show_it(name: str, value: str) -> None:
    assert automatic([("subject", "Hello"), (name, value)]) == name


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("auto-submitted", "no"),
        ("auto-submitted", ""),
        ("precedence", "first-class"),
        ("return-path", "<jo@people.example>"),
        ("content-type", "text/plain"),
        ("x-spam-flag", "NO"),
        ("from", "Postma Ster <jo@people.example>"),
        ("x-mailer", "bulk"),
    ],
)
def test_these_do_not(name: str, value: str) -> None:
    assert automatic([(name, value)]) == ""
