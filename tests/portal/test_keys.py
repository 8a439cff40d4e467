"""The installation's secret gives a key for each use, and none gives another away."""

from dataclasses import astuple

from portal.keys import keyed_hash, keys_from

SECRET = "a secret of the tests, long enough to be one"


def test_without_a_secret_there_are_no_keys() -> None:
    assert keys_from("") is None


def test_every_use_has_a_key_of_its_own_and_the_same_secret_gives_the_same_ones() -> None:
    keys = keys_from(SECRET)
    assert keys is not None
    assert keys == keys_from(SECRET)
    assert len(set(astuple(keys))) == len(astuple(keys))
    assert SECRET not in repr(keys)


def test_what_is_sealed_opens_with_the_same_secret_only() -> None:
    keys, other = keys_from(SECRET), keys_from(SECRET + "!")
    assert keys is not None
    assert other is not None
    sealed = keys.seal.encrypt(b"JBSWY3DPEHPK3PXP")
    assert keys.seal.decrypt(sealed) == b"JBSWY3DPEHPK3PXP"
    assert other.second_factors != keys.second_factors


def test_keyed_hash_tells_its_parts_apart() -> None:
    key = b"k" * 32
    assert keyed_hash(key, "ab", "c") != keyed_hash(key, "a", "bc")
    assert keyed_hash(key, "ab", "c") == keyed_hash(key, "ab", "c")
