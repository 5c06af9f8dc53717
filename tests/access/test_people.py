"""Who there is, what they do and see, and who may change it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from landwatch.access import Access, Person, Role
from landwatch.errors import AccessError
from tests.access.office_hours import MORNING, after


def add(access: Access, login: str, role: Role, *clusters: str) -> Person:
    access.add_person(login, "某人", role, clusters, by="周", at=MORNING)
    return access.person(login)


def test_an_account_says_who_what_and_by_whom(access: Access, wang: str) -> None:
    assert access.person(wang) == Person(
        login="wang",
        name="王伟",
        role=Role.INSPECTOR,
        clusters=frozenset({"桥河"}),
        active=True,
        must_change_password=False,
        created_at=MORNING,
        created_by="周",
    )


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.INSPECTOR, frozenset()),
        (Role.PLANNER, None),
        (Role.MANAGER, None),
        (Role.CLERK, None),
        (Role.AUDITOR, None),
        (Role.ADMIN, frozenset()),
    ],
)
def test_without_a_cluster_a_role_sees_all_and_an_inspector_none(
    access: Access, role: Role, seen: frozenset[str] | None
) -> None:
    assert add(access, "li", role).clusters == seen


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMIN])
def test_no_cluster_is_granted_to_a_role_that_takes_none(access: Access, role: Role) -> None:
    with pytest.raises(AccessError, match="can be neither granted"):
        add(access, "li", role, "桥河")
    assert access.people() == ()


def test_the_first_password_is_made_up_and_has_to_be_changed(access: Access) -> None:
    first = access.add_person("li", "李", Role.CLERK, by="周", at=MORNING)
    signed = access.sign_in("li", first, address="", at=MORNING)
    assert signed.viewer.must_change_password


def test_a_login_is_the_same_in_small_and_capital_letters(access: Access, wang: str) -> None:
    with pytest.raises(AccessError, match="taken already"):
        add(access, " WANG ", Role.CLERK)
    assert access.person("Wang").login == wang


@pytest.mark.parametrize("login", ["", "x", "a:b", "a b", "-ab", "a\x00b", "a\u200bb", "x" * 65, "a\nb"])
def test_a_login_that_cannot_be_typed_everywhere_is_refused(access: Access, login: str) -> None:
    with pytest.raises(AccessError, match="cannot be used"):
        add(access, login, Role.CLERK)


def test_a_login_may_be_a_name_in_chinese(access: Access) -> None:
    assert add(access, "王伟", Role.CLERK).login == "王伟"


@pytest.mark.parametrize("name", ["", "  ", "王\x1b[31m", "王\u202e伟", "王" * 101])
def test_a_name_that_nobody_can_read_is_refused(access: Access, name: str) -> None:
    with pytest.raises(AccessError, match="name of the person"):
        access.add_person("li", name, Role.CLERK, by="周", at=MORNING)


def test_people_are_listed_by_login_those_switched_off_too(access: Access) -> None:
    for login in ("zhao", "li", "an"):
        add(access, login, Role.CLERK)
    access.switch_off("li", by="周", at=MORNING)
    assert [(person.login, person.active) for person in access.people()] == [
        ("an", True),
        ("li", False),
        ("zhao", True),
    ]


def test_a_grant_adds_a_cluster_and_twice_is_as_good_as_once(access: Access, wang: str) -> None:
    access.grant(wang, clusters=["北渡"], by="周", at=MORNING)
    person = access.grant(wang, clusters=["北渡", "桥河"], by="周", at=MORNING)
    assert person.clusters == {"桥河", "北渡"}


def test_who_loses_the_last_cluster_sees_none_whatever_the_role(access: Access) -> None:
    add(access, "li", Role.MANAGER, "桥河")
    assert access.revoke("li", clusters=["桥河"], by="周", at=MORNING).clusters == frozenset()


def test_who_sees_all_clusters_can_lose_them_all(access: Access) -> None:
    add(access, "li", Role.MANAGER)
    assert access.revoke("li", every_cluster=True, by="周", at=MORNING).clusters == frozenset()


def test_one_cluster_of_all_is_not_taken_away_in_silence(access: Access) -> None:
    add(access, "li", Role.MANAGER)
    with pytest.raises(AccessError, match="revoke li --all-clusters"):
        access.revoke("li", clusters=["桥河"], by="周", at=MORNING)


def test_a_cluster_is_not_granted_to_who_sees_all(access: Access) -> None:
    add(access, "li", Role.MANAGER)
    with pytest.raises(AccessError, match="sees all clusters already"):
        access.grant("li", clusters=["桥河"], by="周", at=MORNING)


def test_a_cluster_that_was_not_granted_cannot_be_revoked(access: Access, wang: str) -> None:
    with pytest.raises(AccessError, match="was not granted: 北渡"):
        access.revoke(wang, clusters=["桥河", "北渡"], by="周", at=MORNING)
    assert access.person(wang).clusters == {"桥河"}


@pytest.mark.parametrize(
    ("wanted", "deed"),
    [(None, "granted"), ({"北渡"}, "granted"), ({"桥河", "北渡"}, "granted"), (set(), "revoked")],
)
def test_somebody_sees_the_clusters_that_were_set_and_no_other(
    access: Access, wang: str, wanted: set[str] | None, deed: str
) -> None:
    assert access.set_clusters(wang, wanted, by="周", at=MORNING).clusters == wanted
    assert access.log(1)[0].deed == deed


def test_clusters_that_are_set_as_they_were_change_nothing(access: Access, wang: str) -> None:
    before = access.log()
    access.set_clusters(wang, ["桥河"], by="周", at=MORNING)
    assert access.log() == before


@pytest.mark.parametrize(("login", "by"), [("wang", "wang"), ("zhou", "周")])
def test_clusters_are_not_set_by_oneself_nor_for_a_role_without(
    access: Access, wang: str, login: str, by: str
) -> None:
    add(access, "zhou", Role.ADMIN)
    with pytest.raises(AccessError):
        access.set_clusters(login, None, by=by, at=MORNING)


@pytest.mark.parametrize(
    ("before", "clusters", "then", "seen"),
    [
        (Role.INSPECTOR, ("桥河",), Role.PLANNER, frozenset({"桥河"})),
        (Role.INSPECTOR, (), Role.PLANNER, frozenset()),
        (Role.PLANNER, (), Role.INSPECTOR, frozenset()),
        (Role.PLANNER, (), Role.MANAGER, None),
        (Role.PLANNER, ("桥河",), Role.AUDITOR, None),
        (Role.PLANNER, ("桥河",), Role.ADMIN, frozenset()),
        (Role.AUDITOR, (), Role.INSPECTOR, frozenset()),
        (Role.ADMIN, (), Role.MANAGER, None),
    ],
)
def test_another_role_keeps_granted_clusters_and_else_sees_what_the_role_sees(
    access: Access, before: Role, clusters: tuple[str, ...], then: Role, seen: frozenset[str] | None
) -> None:
    add(access, "li", before, *clusters)
    assert access.grant("li", role=then, by="周", at=MORNING).clusters == seen


def test_a_role_and_its_clusters_are_granted_at_once_or_not_at_all(access: Access, wang: str) -> None:
    before = access.person(wang)
    with pytest.raises(AccessError):
        access.grant(wang, role=Role.AUDITOR, clusters=["北渡"], by="周", at=MORNING)
    assert access.person(wang) == before


def test_nobody_grants_anything_to_themselves(access: Access) -> None:
    add(access, "zhou", Role.ADMIN)
    with pytest.raises(AccessError, match="Nobody grants anything to themselves"):
        access.grant("zhou", role=Role.MANAGER, by="Zhou", at=MORNING)
    assert access.person("zhou").role is Role.ADMIN


def test_an_account_is_switched_off_and_on_with_all_it_had(access: Access, wang: str) -> None:
    before = access.person(wang)
    assert access.switch_off(wang, by="周", at=after(hours=1)) == replace(before, active=False)
    assert access.switch_on(wang, by="周", at=after(hours=2)) == before


@pytest.mark.parametrize("verb", ["grant", "revoke", "switch_off", "switch_on", "set_password", "person"])
def test_an_account_that_is_not_there_is_named(access: Access, verb: str) -> None:
    options = {} if verb == "person" else {"by": "周", "at": MORNING}
    with pytest.raises(AccessError, match="Nobody has the login nobody"):
        getattr(access, verb)("nobody", **options)


def test_each_change_of_an_account_is_noted_with_who_and_how_it_stands_now(access: Access, wang: str) -> None:
    access.grant(wang, role=Role.PLANNER, clusters=["北渡"], by="周", at=MORNING)
    access.revoke(wang, clusters=["桥河"], by="周", at=MORNING)
    access.switch_off(wang, by="周", at=MORNING)
    assert [(line.login, line.deed, dict(line.about)) for line in access.log()[::-1]] == [
        ("周", "added a person", {"login": "wang", "role": "inspector", "clusters": "桥河"}),
        ("周", "granted", {"login": "wang", "role": "planner", "clusters": "北渡, 桥河"}),
        ("周", "revoked", {"login": "wang", "role": "planner", "clusters": "北渡"}),
        ("周", "switched off", {"login": "wang"}),
    ]
