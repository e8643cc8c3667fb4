"""Keys open what they sealed, where they sealed it, and nothing else; a key file that is none is refused."""

import msgspec
import pytest

from storage.keyring import DataKey, Keyring, new_id
from surveys.errors import ConfigError

KEYRING = Keyring({1: b"1" * 32}, b"p" * 32)


def test_a_key_file_is_read_as_it_was_written() -> None:
    keyring = Keyring.fresh()
    assert Keyring.loads(keyring.dumps()) == keyring
    assert Keyring.fresh() != keyring


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not json",
        b"[]",
        b"{}",
        b'{"masters": {}, "pseudonym_key": ""}',
        b'{"masters": {"1": "c2hvcnQ="}, "pseudonym_key": "c2hvcnQ="}',
        b'{"masters": {"one": "c2hvcnQ="}, "pseudonym_key": "c2hvcnQ="}',
        b'{"masters": {"1": "not base64"}, "pseudonym_key": "c2hvcnQ="}',
        msgspec.json.encode({"masters": {1: b"1" * 32}, "pseudonym_key": b"p" * 31}),
        msgspec.json.encode({"masters": {0: b"1" * 32}, "pseudonym_key": b"p" * 32}),
        msgspec.json.encode({"masters": {256: b"1" * 32}, "pseudonym_key": b"p" * 32}),
    ],
)
def test_a_file_that_holds_no_usable_keys_is_refused(data: bytes) -> None:
    with pytest.raises(ConfigError, match="key file"):
        Keyring.loads(data)


def test_keys_are_not_printed() -> None:
    assert "1111" not in repr(KEYRING)
    assert "pppp" not in repr(KEYRING)


def test_what_was_sealed_opens_in_its_place_only() -> None:
    _, key = KEYRING.new_key()
    sealed = key.seal(b"words", "words|r1|3|answer")
    assert key.open(sealed, "words|r1|3|answer") == b"words"
    with pytest.raises(ConfigError, match="what is stored at words does not open"):
        key.open(sealed, "words|r2|3|answer")


def test_what_was_cut_off_does_not_open_and_says_so() -> None:
    wrapped, key = KEYRING.new_key()
    for end in (0, 1, 5, 13, 20):
        with pytest.raises(ConfigError):
            key.open(key.seal(b"words", "a")[:end], "a")
        with pytest.raises(ConfigError):
            KEYRING.unwrap(wrapped[:end])


def test_the_same_words_are_sealed_otherwise_every_time() -> None:
    _, key = KEYRING.new_key()
    assert key.seal(b"words", "a") != key.seal(b"words", "a")


def test_one_flipped_bit_is_noticed() -> None:
    _, key = KEYRING.new_key()
    sealed = bytearray(key.seal(b"words", "a"))
    sealed[-1] ^= 1
    with pytest.raises(ConfigError):
        key.open(bytes(sealed), "a")


def test_a_person_s_key_opens_what_no_other_person_s_does() -> None:
    (_, mine), (_, theirs) = KEYRING.new_key(), KEYRING.new_key()
    with pytest.raises(ConfigError):
        theirs.open(mine.seal(b"words", "a"), "a")


def test_a_stored_key_is_wrapped_and_opens_with_its_keyring_only() -> None:
    wrapped, key = KEYRING.new_key()
    sealed = key.seal(b"words", "a")
    assert KEYRING.unwrap(wrapped).open(sealed, "a") == b"words"
    with pytest.raises(ConfigError, match="does not fit this database"):
        Keyring({1: b"2" * 32}, b"p" * 32).unwrap(wrapped)
    with pytest.raises(ConfigError, match="no master key 1"):
        Keyring({2: b"1" * 32}, b"p" * 32).unwrap(wrapped)


def test_a_new_master_key_seals_and_the_old_one_still_opens() -> None:
    wrapped, key = KEYRING.new_key()
    both = Keyring({1: b"1" * 32, 2: b"2" * 32}, b"p" * 32)
    assert both.unwrap(wrapped).open(key.seal(b"words", "a"), "a") == b"words"
    newer, _ = both.new_key()
    with pytest.raises(ConfigError, match="no master key 2"):
        KEYRING.unwrap(newer)


def test_the_house_s_own_key_stays_the_same_when_a_master_key_is_added() -> None:
    sealed = KEYRING.house.seal(b"words", "a")
    assert Keyring({1: b"1" * 32, 2: b"2" * 32}, b"p" * 32).house.open(sealed, "a") == b"words"
    assert isinstance(KEYRING.house, DataKey)


def test_a_pseudonym_finds_a_person_again_and_tells_people_channels_and_accounts_apart() -> None:
    names = [("telegram", "bot", "1"), ("telegram", "bot", "2"), ("telegram", "other", "1"), ("web", "bot", "1")]
    pseudonyms = [KEYRING.pseudonym(*name) for name in names]
    assert pseudonyms == [KEYRING.pseudonym(*name) for name in names]
    assert len({*pseudonyms, KEYRING.digest("1")}) == 5
    assert Keyring({1: b"1" * 32}, b"q" * 32).pseudonym(*names[0]) != pseudonyms[0]


def test_ids_are_22_characters_of_chance() -> None:
    ids = {new_id() for _ in range(100)}
    assert len(ids) == 100
    assert all(len(each) == 22 for each in ids)
