"""Which passwords are taken, and how they are kept."""

from __future__ import annotations

import re

import pytest
from argon2 import PasswordHasher

from landwatch.access import AccessRules, PasswordRefused
from landwatch.access import passwords as kept
from landwatch.access.passwords import check_new, generated, hash_of, is_right
from tests.access.office_hours import PASSWORD, WRONG

RULES = AccessRules()


def test_a_password_made_up_is_read_out_without_doubt() -> None:
    groups = "[abcdefghjkmnpqrstuvwxyz23456789]{4}"
    assert all(re.fullmatch(f"{groups}(-{groups}){{3}}", generated(RULES)) for _time in range(50))


def test_no_two_passwords_made_up_are_the_same() -> None:
    assert len({generated(RULES) for _time in range(200)}) == 200


def test_a_password_made_up_is_as_long_as_the_rules_want_it() -> None:
    assert len(generated(AccessRules(password_min_length=40))) >= 40


def test_a_password_is_kept_as_argon2id_with_a_salt_of_its_own() -> None:
    one, other = hash_of(PASSWORD), hash_of(PASSWORD)
    assert one.startswith("$argon2id$") and one != other


def test_only_the_password_itself_is_right() -> None:
    digest = hash_of(PASSWORD)
    assert [is_right(PASSWORD, digest), is_right(WRONG, digest), is_right(PASSWORD.upper(), digest)] == [
        True,
        False,
        False,
    ]


def test_full_width_letters_of_a_keyboard_are_the_same_password() -> None:
    assert is_right("ｃｏｒｒｅｃｔ horse battery", hash_of(PASSWORD))


@pytest.mark.parametrize("given", ["", "\x00", "\udcff", "密" * 5000, PASSWORD])
def test_nothing_is_right_for_somebody_who_is_not_there(given: str) -> None:
    assert not is_right(given, None)


def test_a_login_that_nobody_has_takes_as_long_as_one_that_is_there() -> None:
    # The cost stands in the hash: memory, rounds and lanes are those of every other one.
    assert not PasswordHasher().check_needs_rehash(kept._NOBODYS)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short", "has 5 characters; take at least 12"),
        ("elevenchars", "has 11 characters"),
        ("wang.wei.2026", "little more than the login"),
        ("Wang.Wei-wang.wei", "little more than the login"),
        ("Li Xiaolong 88", "little more than the login, the name"),
        ("aaaaaaaaaaaaaaaa", "one sign repeated"),
        ("x" * 257, "more than 256"),
    ],
)
def test_a_password_that_others_could_guess_is_refused(password: str, reason: str) -> None:
    with pytest.raises(PasswordRefused, match=reason):
        check_new(password, "wang.wei", "Li Xiaolong", (), RULES)


@pytest.mark.parametrize("password", ["twelve chars", "动态巡查员一二三四五六七", "wang.wei likes tea"])
def test_a_password_of_twelve_signs_of_any_kind_is_taken(password: str) -> None:
    check_new(password, "wang.wei", "王伟", (), RULES)
