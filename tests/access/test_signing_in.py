"""Sessions begin with the right password, and end when they should."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from landwatch.access import (
    Access,
    AccessRules,
    PasswordRefused,
    Role,
    SignInRefused,
    SignInThrottled,
    Viewer,
)
from landwatch.errors import AccessError
from tests.access.office_hours import HERE, MORNING, PASSWORD, WRONG, after, guess, signed_in

NEW = "another horse stapled"


def test_the_right_password_begins_a_session_of_the_person(access: Access, wang: str) -> None:
    session = signed_in(access)
    viewer = Viewer("wang", "王伟", Role.INSPECTOR, frozenset({"桥河"}), False)
    assert (session.viewer, access.viewer_of_session(session.token, MORNING)) == (viewer, viewer)


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("wang", WRONG),
        ("nobody", PASSWORD),
        ("", PASSWORD),
        ("wang", ""),
        ("a\x00b", "\x00"),
        ("\udcff", "\udcff"),
    ],
)
def test_a_wrong_login_and_a_wrong_password_are_refused_in_the_same_words(
    access: Access, wang: str, login: str, password: str
) -> None:
    with pytest.raises(SignInRefused) as refused:
        signed_in(access, login, password)
    assert str(refused.value) == "The login or the password is wrong."


def test_who_was_switched_off_is_refused_in_the_same_words(access: Access, wang: str) -> None:
    access.switch_off(wang, by="周", at=MORNING)
    with pytest.raises(SignInRefused, match="The login or the password is wrong"):
        signed_in(access)


def test_the_eleventh_guess_is_not_looked_at_even_if_it_is_right(access: Access, wang: str) -> None:
    guess(access, 10)
    with pytest.raises(SignInThrottled) as throttled:
        signed_in(access)
    assert throttled.value.seconds == 15 * 60


def test_guesses_are_remembered_by_every_process_and_over_a_restart(
    access: Access, wang: str, url: str
) -> None:
    guess(access, 9)
    with Access.open(url) as other:
        guess(other, 1)
    with Access.open(url) as third, pytest.raises(SignInThrottled):
        signed_in(third)


def test_a_guess_counts_for_a_quarter_of_an_hour(access: Access, wang: str) -> None:
    guess(access, 10)
    with pytest.raises(SignInThrottled):
        access.sign_in(wang, PASSWORD, address=HERE, at=after(minutes=14, seconds=59))
    assert access.sign_in(wang, PASSWORD, address=HERE, at=after(minutes=15)).token


def test_guesses_from_other_addresses_count_for_the_login(access: Access, wang: str) -> None:
    for number in range(10):
        guess(access, 1, address=f"192.0.2.{number}")
    with pytest.raises(SignInThrottled):
        signed_in(access)


def test_guesses_for_other_logins_count_for_the_address(access: Access, wang: str, url: str) -> None:
    with Access.open(url, AccessRules(sign_in_attempts_address=4)) as strict:
        for number in range(4):
            guess(strict, 1, login=f"nobody{number}")
        with pytest.raises(SignInThrottled):
            signed_in(strict)
        assert strict.sign_in(wang, PASSWORD, address="198.51.100.1", at=MORNING).token


def test_guesses_at_the_same_moment_are_counted_before_they_are_looked_at(
    access: Access, wang: str, url: str
) -> None:
    def told(_number: int) -> type[Exception]:
        try:
            guess(strict, 1)
        except SignInThrottled:
            return SignInThrottled
        return SignInRefused

    with Access.open(url, AccessRules(sign_in_attempts=3)) as strict, ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(told, range(8)))
    assert answers.count(SignInRefused) == 3


def test_guesses_are_forgotten_once_the_person_signed_in(access: Access, wang: str) -> None:
    guess(access, 9)
    signed_in(access)
    guess(access, 9)
    assert signed_in(access).token


def test_a_session_ends_half_an_hour_after_the_last_request(access: Access, wang: str) -> None:
    token = signed_in(access).token
    assert access.viewer_of_session(token, after(minutes=30)) is not None
    assert access.viewer_of_session(token, after(minutes=60)) is not None
    assert access.viewer_of_session(token, after(minutes=90, seconds=1)) is None


def test_a_session_ends_after_twelve_hours_in_any_case(access: Access, wang: str) -> None:
    token = signed_in(access).token
    asked = [access.viewer_of_session(token, after(minutes=minutes)) for minutes in range(20, 721, 20)]
    assert all(asked)
    assert access.viewer_of_session(token, after(hours=12, seconds=1)) is None


def test_requests_within_a_minute_write_nothing(access: Access, wang: str) -> None:
    token = signed_in(access).token
    access.viewer_of_session(token, after(seconds=59))
    assert access.viewer_of_session(token, after(minutes=30, seconds=1)) is None


def test_who_signed_out_is_out_though_the_cookie_is_sent_again(access: Access, wang: str) -> None:
    token = signed_in(access).token
    access.sign_out(token, MORNING)
    assert access.viewer_of_session(token, MORNING) is None


def test_signing_out_twice_is_as_good_as_once(access: Access, wang: str) -> None:
    token = signed_in(access).token
    access.sign_out(token, MORNING)
    access.sign_out(token, MORNING)
    assert [line.deed for line in access.log()].count("signed out") == 1


def test_signing_out_ends_that_session_alone(access: Access, wang: str) -> None:
    phone, desk = signed_in(access), signed_in(access)
    access.sign_out(phone.token, MORNING)
    assert access.viewer_of_session(desk.token, MORNING) is not None


ENDING: dict[str, Callable[[Access], object]] = {
    "switched off": lambda access: access.switch_off("wang", by="周", at=MORNING),
    "off and on": lambda access: (
        access.switch_off("wang", by="周", at=MORNING),
        access.switch_on("wang", by="周", at=MORNING),
    ),
    "another role": lambda access: access.grant("wang", role=Role.PLANNER, by="周", at=MORNING),
    "password set": lambda access: access.set_password("wang", by="周", at=MORNING),
    "password changed": lambda access: access.change_own_password("wang", PASSWORD, NEW, at=MORNING),
}


@pytest.mark.parametrize("ending", ENDING)
def test_all_sessions_and_tokens_of_a_person_end(access: Access, wang: str, ending: str) -> None:
    session = signed_in(access).token
    token = access.issue_token(wang, "QGIS", expires_at=after(hours=9), by=wang, at=MORNING)
    ENDING[ending](access)
    assert access.viewer_of_session(session, MORNING) is None
    assert access.viewer_of_token(token, MORNING) is None


def test_sessions_of_others_go_on(access: Access, wang: str) -> None:
    access.add_person("li", "李", Role.CLERK, password=NEW, by="周", at=MORNING)
    session = signed_in(access, "li", NEW)
    access.switch_off(wang, by="周", at=MORNING)
    assert access.viewer_of_session(session.token, MORNING) is not None


def test_a_grant_shows_in_the_next_request(access: Access, wang: str) -> None:
    token = signed_in(access).token
    access.grant(wang, clusters=["北渡"], by="周", at=MORNING)
    viewer = access.viewer_of_session(token, MORNING)
    assert viewer is not None and viewer.sees("北渡")


def test_who_changes_the_password_goes_on_in_a_new_session(access: Access, wang: str) -> None:
    access.set_password(wang, PASSWORD + "!", by="周", at=MORNING)
    session = access.change_own_password(wang, PASSWORD + "!", NEW, at=MORNING)
    viewer = access.viewer_of_session(session.token, MORNING)
    assert viewer is not None and not viewer.must_change_password


def test_the_old_password_signs_nobody_in_any_more(access: Access, wang: str) -> None:
    access.change_own_password(wang, PASSWORD, NEW, at=MORNING)
    with pytest.raises(SignInRefused):
        signed_in(access)
    assert signed_in(access, wang, NEW).token


def test_a_password_is_changed_only_by_who_knows_it_and_guesses_count(access: Access, wang: str) -> None:
    for _time in range(10):
        with pytest.raises(SignInRefused):
            access.change_own_password(wang, WRONG, NEW, at=MORNING)
    with pytest.raises(SignInThrottled):
        access.change_own_password(wang, PASSWORD, NEW, at=MORNING)


def test_the_last_passwords_do_not_come_back_and_older_ones_do(access: Access, wang: str, url: str) -> None:
    with Access.open(url, AccessRules(password_history=2)) as short:
        first, second, third = PASSWORD, "second horse battery", "third horse battery"
        short.change_own_password(wang, first, second, at=MORNING)
        for used in (first, second):
            with pytest.raises(PasswordRefused, match="used before"):
                short.change_own_password(wang, second, used, at=MORNING)
        short.change_own_password(wang, second, third, at=MORNING)
        assert short.change_own_password(wang, third, first, at=MORNING).token


def test_a_password_set_by_somebody_else_has_to_be_changed(access: Access, wang: str) -> None:
    given = access.set_password(wang, by="周", at=MORNING)
    assert signed_in(access, wang, given).viewer.must_change_password


def test_a_password_that_is_too_short_is_not_set(access: Access, wang: str) -> None:
    with pytest.raises(AccessError, match="take at least 12"):
        access.set_password(wang, "short", by="周", at=MORNING)
    assert signed_in(access).token


def test_sign_ins_are_noted_with_address_and_unknown_logins_without_their_words(
    access: Access, wang: str
) -> None:
    guess(access, 1, login="my password by mistake")
    guess(access, 10)
    assert [(line.login, line.deed, line.address) for line in access.log(3)] == [
        ("wang", "locked", HERE),
        ("wang", "refused", HERE),
        ("wang", "refused", HERE),
    ]
    assert {line.login for line in access.log()} == {"", "wang", "周"}
