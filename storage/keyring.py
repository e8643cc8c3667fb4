"""The keys that are not in the database, and what is done with them.

The keyring is a file of its own with its own backup: a copy of the database alone opens nothing (decision 2).
"""

import hmac
import secrets
from dataclasses import dataclass
from functools import cached_property

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from surveys.errors import ConfigError
from surveys.mail.tokens import SIGNATURE, Claim, read_token, write_token

NONCE = 12  # bytes; AES-GCM's own length, drawn at random for every sealing


@dataclass(frozen=True, repr=False)  # keys never get into a log by being printed
class Keyring:
    """Master keys by version (1 to 255, the newest seals), and the separate key that pseudonyms are made with. 32 bytes each."""

    masters: dict[int, bytes]
    pseudonym_key: bytes

    @staticmethod
    def fresh() -> "Keyring":
        """New random keys."""
        return Keyring({1: secrets.token_bytes(32)}, secrets.token_bytes(32))

    @staticmethod
    def loads(data: bytes) -> "Keyring":
        """Read a key file's bytes; ConfigError when they are not one."""
        try:
            keyring = msgspec.json.decode(data, type=Keyring)
        except msgspec.MsgspecError as error:
            raise ConfigError(f"the key file cannot be read: {error}") from error
        if not keyring.masters or any(len(key) != 32 for key in (*keyring.masters.values(), keyring.pseudonym_key)):
            raise ConfigError("the key file holds no usable keys: each must be 32 bytes")
        if not all(0 < version < 256 for version in keyring.masters):
            raise ConfigError("the key file numbers its master keys otherwise than from 1 to 255")
        return keyring

    def dumps(self) -> bytes:
        """The bytes to keep in the key file."""
        return msgspec.json.format(msgspec.json.encode({"masters": self.masters, "pseudonym_key": self.pseudonym_key}))

    def pseudonym(self, channel: str, account: str, address: str) -> bytes:
        """HMAC-SHA-256 over channel, account and address: finds a person again without keeping who they are."""
        return hmac.digest(self.pseudonym_key, f"{channel}|{account}|{address}".encode(), "sha256")

    def digest(self, token: str) -> bytes:
        """HMAC-SHA-256 of a token, so that links are found in the database but cannot be read from it."""
        return hmac.digest(self.pseudonym_key, f"token|{token}".encode(), "sha256")

    def mail_token(self, claim: Claim) -> str:
        """A token for a mail address that nobody else can make (`surveys/mail/tokens.py`)."""
        return write_token(claim, self._signature(claim))

    def read_mail_token(self, token: str) -> Claim | None:
        """What a token of ours says, None where it is not ours. Whether its day has passed is the caller's to look at."""
        read = read_token(token)
        if read is None or not hmac.compare_digest(read[1], self._signature(read[0])):
            return None
        return read[0]

    def _signature(self, claim: Claim) -> bytes:
        return hmac.digest(self.pseudonym_key, b"mail|" + claim.purpose.encode() + claim.body, "sha256")[:SIGNATURE]

    def new_key(self) -> tuple[bytes, "DataKey"]:
        """A fresh data key: as it is stored (wrapped by the newest master key) and ready to use."""
        key = AESGCM.generate_key(256)
        version = max(self.masters)
        nonce = secrets.token_bytes(NONCE)
        return bytes([version]) + nonce + self._master(version).encrypt(nonce, key, b"data key"), DataKey(AESGCM(key))

    def unwrap(self, wrapped: bytes) -> "DataKey":
        """A stored data key, ready to use; ConfigError when this keyring does not fit it."""
        version, nonce, sealed = int.from_bytes(wrapped[:1]), wrapped[1 : 1 + NONCE], wrapped[1 + NONCE :]
        if version not in self.masters:
            raise ConfigError(f"the key file has no master key {version}: is it the one that belongs to this database?")
        try:
            return DataKey(AESGCM(self._master(version).decrypt(nonce, sealed, b"data key")))
        except (InvalidTag, ValueError) as error:  # ValueError: cut off
            raise ConfigError("the key file does not fit this database: its master key opens nothing here") from error

    @cached_property
    def house(self) -> "DataKey":
        """The key for what belongs to no respondent (a body's address, a message set aside): the first master key."""
        return DataKey(self._master(min(self.masters)))

    def _master(self, version: int) -> AESGCM:
        return self._ciphers[version]

    @cached_property
    def _ciphers(self) -> dict[int, AESGCM]:
        return {version: AESGCM(key) for version, key in self.masters.items()}


@dataclass(frozen=True, slots=True)
class DataKey:
    """Seals and opens bytes. `place` is `table|row|column`: sealed bytes moved to another place do not open."""

    cipher: AESGCM

    def seal(self, plain: bytes, place: str) -> bytes:
        """AES-256-GCM with a random nonce in front."""
        nonce = secrets.token_bytes(NONCE)
        return nonce + self.cipher.encrypt(nonce, plain, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """The bytes sealed for `place`; ConfigError when the key or the place is not theirs."""
        try:
            return self.cipher.decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())
        except (InvalidTag, ValueError) as error:
            raise ConfigError(f"what is stored at {place.split('|', maxsplit=1)[0]} does not open with this key file") from error


def new_id() -> str:
    """A public id: 128 random bits, base64url (decision 3)."""
    return secrets.token_urlsafe(16)
