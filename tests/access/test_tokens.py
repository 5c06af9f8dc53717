"""Personal tokens let programs in, as long as they are meant to."""

from __future__ import annotations

import pytest

from landwatch.access import Access, Token
from landwatch.errors import AccessError
from tests.access.office_hours import MORNING, PASSWORD, after


@pytest.fixture
def token(access: Access, wang: str) -> str:
    return access.issue_token(wang, "QGIS", expires_at=after(hours=24), by="周", at=MORNING)


def test_a_token_stands_for_its_person(access: Access, token: str) -> None:
    viewer = access.viewer_of_token(token, MORNING)
    assert viewer is not None and (viewer.login, viewer.clusters) == ("wang", {"桥河"})


def test_a_token_does_in_the_place_of_a_password_beside_its_login(access: Access, token: str) -> None:
    assert access.viewer_of_basic("Wang", token, MORNING) is not None


@pytest.mark.parametrize("login", ["li", "", "wang2"])
def test_a_token_does_not_do_beside_another_login(access: Access, token: str, login: str) -> None:
    assert access.viewer_of_basic(login, token, MORNING) is None


def test_the_password_is_no_token(access: Access, wang: str) -> None:
    assert access.viewer_of_basic(wang, PASSWORD, MORNING) is None


@pytest.mark.parametrize("given", ["", "landwatch_", "\x00", "\udcff", "密码"])
def test_what_is_no_token_lets_nobody_in(access: Access, token: str, given: str) -> None:
    assert access.viewer_of_token(given, MORNING) is None


def test_a_token_ends_at_its_hour(access: Access, token: str) -> None:
    assert access.viewer_of_token(token, after(hours=23, minutes=59)) is not None
    assert access.viewer_of_token(token, after(hours=24)) is None


def test_a_revoked_token_lets_nobody_in(access: Access, token: str) -> None:
    access.revoke_token("wang", "QGIS", by="周", at=MORNING)
    assert access.viewer_of_token(token, MORNING) is None


def test_a_token_is_listed_without_its_secret(access: Access, token: str) -> None:
    listed = Token(login="wang", name="QGIS", created_at=MORNING, created_by="周", expires_at=after(hours=24))
    assert access.tokens("wang") == (listed,)


@pytest.mark.parametrize("name", ["QGIS", "", "  ", "a\x00b", "x" * 101])
def test_a_token_needs_a_name_of_its_own(access: Access, token: str, name: str) -> None:
    with pytest.raises(AccessError, match="needs a name"):
        access.issue_token("wang", name, expires_at=after(hours=1), by="周", at=MORNING)


def test_a_token_that_is_not_there_cannot_be_revoked(access: Access, wang: str) -> None:
    with pytest.raises(AccessError, match="has no token “QGIS”"):
        access.revoke_token(wang, "QGIS", by="周", at=MORNING)


def test_who_was_switched_off_gets_no_token(access: Access, wang: str) -> None:
    access.switch_off(wang, by="周", at=MORNING)
    with pytest.raises(AccessError, match="was switched off"):
        access.issue_token(wang, "QGIS", expires_at=after(hours=1), by="周", at=MORNING)


def test_tokens_are_noted_by_name(access: Access, token: str) -> None:
    access.revoke_token("wang", "QGIS", by="周", at=MORNING)
    told = [(line.deed, dict(line.about)) for line in access.log(2)]
    about = {"login": "wang", "token": "QGIS"}
    assert told == [("token revoked", about), ("token issued", about)]
