"""A real Dovecot and a real Postfix, as plain processes on loopback, from configuration in a temporary folder.

Dovecot keeps every mailbox of `OURS` and `THEIRS` (any name, one password) and takes mail by LMTP. Postfix takes mail by SMTP and
hands it on to Dovecot, or to a server that refuses, and writes the bounces. Where there is no root, Postfix cannot run; then an
SMTP server of aiosmtpd stands before Dovecot (`tests/mail/relay.py`), and `kind` says so.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from tests.mail.relay import Refusing, free_port, relaying

OURS = "hear.example"
THEIRS = "people.example"
REFUSED = "refused.example"  # every mailbox there is gone: 550
BUSY = "busy.example"  # … and here always busy: 450
PASSWORD = "loopback-only"
PATIENCE = 20.0  # seconds for a server to come up
SEARCH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"


@dataclass(frozen=True)
class MailServers:
    """Where they listen. `kind` is what takes mail by SMTP: "postfix", or "aiosmtpd" where there is no root."""

    kind: str
    imap: int
    smtp: int
    lmtp: int
    folder: Path
    refusing: Refusing

    def imap_url(self, address: str) -> str:
        """The mailbox of `address`, as HEARBACK_IMAP_URL names it."""
        return f"imap://{address.replace('@', '%40')}:{PASSWORD}@127.0.0.1:{self.imap}"

    @property
    def smtp_url(self) -> str:
        """As HEARBACK_SMTP_URL names it."""
        return f"smtp://127.0.0.1:{self.smtp}"


@contextmanager
def mail_servers() -> Iterator[MailServers]:
    """Both, while the block lasts."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hearback-mail-", ignore_cleanup_errors=True)))
        folder.chmod(0o755)  # its processes run as users of their own
        imap, smtp, lmtp = free_port(), free_port(), free_port()
        refusing = stack.enter_context(Refusing.listening())
        stack.enter_context(_dovecot(folder / "dovecot", imap, lmtp))
        if os.getuid() == 0 and shutil.which("postfix", path=SEARCH):
            kind = "postfix"
            stack.enter_context(_postfix(folder / "postfix", smtp, lmtp, refusing))
        else:
            kind = "aiosmtpd"
            stack.enter_context(relaying(smtp, lmtp, refusing))
        yield MailServers(kind, imap, smtp, lmtp, folder, refusing)


@contextmanager
def _process(command: list[str], folder: Path, *ports: int) -> Iterator[None]:
    """`command` as a process, up when all `ports` answer, ended with the block."""
    with (folder / "printed.log").open("wb") as log:
        running = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        try:
            _wait(running, folder, ports)
            yield
        finally:
            running.terminate()
            try:
                running.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()


def _wait(running: "subprocess.Popen[bytes]", folder: Path, ports: tuple[int, ...]) -> None:
    end = time.monotonic() + PATIENCE
    for port in ports:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if running.poll() is not None or time.monotonic() > end:
                    logs = "\n".join(path.read_text(errors="replace") for path in folder.glob("*.log"))
                    raise RuntimeError(f"{running.args!r} did not come up:\n{logs}") from None
                time.sleep(0.05)


# ── Dovecot ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _dovecot(folder: Path, imap: int, lmtp: int) -> Iterator[None]:
    program = shutil.which("dovecot", path=SEARCH)
    if program is None:
        raise RuntimeError("Dovecot is not installed: run scripts/install-mail")
    folder.mkdir()
    root = os.getuid() == 0
    # Dovecot lets no mailbox be root's. As root its own users are there; without, everything is ours.
    owner = pwd.getpwnam("mail") if root else pwd.getpwuid(os.getuid())
    mail = folder / "mail"
    mail.mkdir()
    if root:
        os.chown(mail, owner.pw_uid, owner.pw_gid)
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    write = _dovecot_24 if version.startswith("2.4") else _dovecot_23
    config = folder / "dovecot.conf"
    me = "" if root else _ourselves(owner.pw_name)
    config.write_text(dedent(write(folder, mail, owner, imap, lmtp)) + me)
    with _process([program, "-F", "-c", str(config)], folder, imap, lmtp):
        yield


def _ourselves(name: str) -> str:
    return f"default_internal_user = {name}\ndefault_login_user = {name}\ndefault_internal_group =\n"


def _dovecot_23(folder: Path, mail: Path, owner: pwd.struct_passwd, imap: int, lmtp: int) -> str:
    return f"""
        base_dir = {folder}/run
        state_dir = {folder}/state
        log_path = {folder}/dovecot.log
        protocols = imap lmtp
        listen = 127.0.0.1
        ssl = no
        disable_plaintext_auth = no
        mail_location = maildir:{mail}/%d/%n
        first_valid_uid = 1
        recipient_delimiter = +
        lmtp_save_to_detail_mailbox = no
        lmtp_hdr_delivery_address = original
        passdb {{
          driver = static
          args = password={PASSWORD}
        }}
        userdb {{
          driver = static
          args = uid={owner.pw_uid} gid={owner.pw_gid} home={mail}/%d/%n allow_all_users=yes
        }}
        mail_max_userip_connections = 100
        service imap-login {{
          chroot =
          inet_listener imap {{
            port = {imap}
          }}
          inet_listener imaps {{
            port = 0
          }}
        }}
        service anvil {{
          chroot =
        }}
        service lmtp {{
          inet_listener lmtp {{
            address = 127.0.0.1
            port = {lmtp}
          }}
        }}
    """


def _dovecot_24(folder: Path, mail: Path, owner: pwd.struct_passwd, imap: int, lmtp: int) -> str:
    """The same in the words of 2.4 (https://doc.dovecot.org/2.4.1/installation/upgrade/2.3-to-2.4.html)."""
    return f"""
        dovecot_config_version = 2.4.0
        dovecot_storage_version = 2.4.0
        base_dir = {folder}/run
        state_dir = {folder}/state
        log_path = {folder}/dovecot.log
        protocols = imap lmtp
        listen = 127.0.0.1
        ssl = no
        auth_allow_cleartext = yes
        mail_driver = maildir
        mail_path = {mail}/%{{user | domain}}/%{{user | username}}
        first_valid_uid = 1
        recipient_delimiter = +
        lmtp_save_to_detail_mailbox = no
        lmtp_hdr_delivery_address = original
        passdb static {{
          password = {PASSWORD}
        }}
        userdb static {{
          allow_all_users = yes
          fields {{
            uid = {owner.pw_uid}
            gid = {owner.pw_gid}
            home = {mail}/%{{user | domain}}/%{{user | username}}
          }}
        }}
        mail_max_userip_connections = 100
        service imap-login {{
          chroot =
          inet_listener imap {{
            port = {imap}
          }}
          inet_listener imaps {{
            port = 0
          }}
        }}
        service anvil {{
          chroot =
        }}
        service lmtp {{
          inet_listener lmtp {{
            listen = 127.0.0.1
            port = {lmtp}
          }}
        }}
    """


# ── Postfix ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _postfix(folder: Path, smtp: int, lmtp: int, refusing: Refusing) -> Iterator[None]:
    config = folder / "config"
    config.mkdir(parents=True)
    for name in ("spool", "data"):
        (folder / name).mkdir()
    owner = pwd.getpwnam("postfix")
    os.chown(folder / "data", owner.pw_uid, owner.pw_gid)
    (config / "transport").write_text(f"{REFUSED} smtp:[127.0.0.1]:{refusing.gone}\n{BUSY} smtp:[127.0.0.1]:{refusing.busy}\n")
    (config / "main.cf").write_text(dedent(_main(folder, lmtp)))
    (config / "master.cf").write_text(dedent(_master(smtp)))
    program = shutil.which("postfix", path=SEARCH)
    assert program is not None
    subprocess.run([program, "-c", str(config), "check"], check=True, capture_output=True)
    master = subprocess.run(["postconf", "-c", str(config), "-h", "daemon_directory"], capture_output=True, text=True, check=True)
    with _process([f"{master.stdout.strip()}/master", "-c", str(config), "-d"], folder, smtp):
        yield


def _main(folder: Path, lmtp: int) -> str:
    return f"""
        compatibility_level = 3.6
        queue_directory = {folder}/spool
        data_directory = {folder}/data
        mail_owner = postfix
        setgid_group = postdrop
        myhostname = mx.{OURS}
        mydestination =
        local_recipient_maps =
        alias_maps =
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        mynetworks = 127.0.0.0/8
        smtpd_recipient_restrictions = permit_mynetworks, reject
        smtpd_client_connection_count_limit = 0
        recipient_delimiter = +
        virtual_mailbox_domains = {OURS}, {THEIRS}
        virtual_mailbox_maps =
        virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
        lmtp_destination_recipient_limit = 1
        lmtp_host_lookup = native
        smtp_host_lookup = native
        smtp_dns_support_level = disabled
        transport_maps = texthash:{folder}/config/transport
        relay_domains = {REFUSED}, {BUSY}
        notify_classes =
        in_flow_delay = 0
        minimal_backoff_time = 1s
        maximal_backoff_time = 2s
        queue_run_delay = 1s
        maximal_queue_lifetime = 3s
        bounce_queue_lifetime = 3s
        maillog_file = {folder}/postfix.log
        maillog_file_prefixes = {folder.parent.parent}
    """


def _master(smtp: int) -> str:
    return f"""
        127.0.0.1:{smtp} inet n - n - - smtpd
        postlog unix-dgram n - n - 1 postlogd
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        verify unix - - n - 1 verify
        flush unix n - n 1000? 0 flush
        proxymap unix - - n - - proxymap
        smtp unix - - n - - smtp
        relay unix - - n - - smtp
        lmtp unix - - n - - lmtp
        error unix - - n - - error
        retry unix - - n - - error
        discard unix - - n - - discard
        local unix - n n - - local
        virtual unix - n n - - virtual
        anvil unix - - n - 1 anvil
        scache unix - - n - 1 scache
        tlsmgr unix - - n 1000? 1 tlsmgr
        showq unix n - n - - showq
    """
