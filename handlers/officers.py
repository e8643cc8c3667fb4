"""Who acts: an officer who exists, is active, and may do what they are about to do (decision 21)."""

import re

from storage import officers
from storage.database import Tx
from storage.officers import Officer
from surveys.errors import Refused

ROLES = ("commissioner", "approver", "coordinator")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


def acting(tx: Tx, who: str, *roles: str) -> Officer:
    """The officer called `who` (an email or a name) who holds one of `roles`; Refused otherwise, and says why."""
    found = [officer for officer in officers.named(tx, who) if officer.active]
    if not found:
        raise Refused("officer.unknown", f"There is no officer '{who}'. Add one with: hearback user add", who=who)
    officer = found[0]
    if not set(roles) & set(officer.roles):
        needed = " or ".join(roles)
        raise Refused("officer.role", f"{officer.name} is no {needed}. Only one who is may do this.", who=officer.name)
    return officer


def add(tx: Tx, name: str, email: str, roles: tuple[str, ...]) -> Officer:
    """Add an officer, or bring one back. Refused where another has the name, or the email is none."""
    name, email = " ".join(name.split()), email.strip().lower()
    if not name or not EMAIL.fullmatch(email):
        raise Refused("officer.email", f"'{name}' with '{email}': an officer needs a name and an email address.", who=name)
    for who in (name, email):
        for other in officers.named(tx, who):
            if other.email != email:
                raise Refused("officer.taken", f"'{who}' already names {other.name} ({other.email}). Use another name.", who=name)
    officer = Officer(name, email, tuple(role for role in ROLES if role in roles), active=True)
    officers.put(tx, officer)
    return officer


def remove(tx: Tx, who: str) -> Officer:
    """An officer leaves: what they did keeps their name, and they can do no more. Refused where there is none."""
    found = [officer for officer in officers.named(tx, who) if officer.active]
    if not found:
        raise Refused("officer.unknown", f"There is no officer '{who}'.", who=who)
    left = Officer(found[0].name, found[0].email, found[0].roles, active=False)
    officers.put(tx, left)
    return left
