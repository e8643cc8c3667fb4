"""A Dovecot and a Postfix for this run, started when the first test asks for them."""

from collections.abc import Iterator

import pytest

from tests.mail.servers import MailServers, mail_servers


@pytest.fixture(scope="session")
def servers() -> Iterator[MailServers]:
    """Real mail servers on loopback, for as long as the run lasts."""
    with mail_servers() as running:
        print(f"mail comes in by: {running.kind}")
        yield running
