"""The table of roles is the one that was agreed."""

from __future__ import annotations

import pytest

from landwatch.access import Reach, Right, Role, Viewer, terms_of
from landwatch.i18n import speaking

AGREED = {
    Role.INSPECTOR: (Reach.GRANTED, {"land", "money", "review"}),
    Role.PLANNER: (Reach.ALL, {"land"}),
    Role.MANAGER: (Reach.ALL, {"land", "money", "money_out", "decide", "assign", "target"}),
    Role.CLERK: (Reach.ALL, {"land", "money", "money_out", "review", "record", "decide", "assign", "target"}),
    Role.AUDITOR: (Reach.EVERY, {"land", "money", "money_out", "journal", "sign_ins"}),
    Role.ADMIN: (Reach.NONE, {"people"}),
}


@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_what_was_agreed_and_nothing_else(role: Role) -> None:
    reach, rights = AGREED[role]
    assert (terms_of(role).reach, set(terms_of(role).rights)) == (reach, {Right(name) for name in rights})


def test_a_role_has_a_name_in_both_languages() -> None:
    with speaking("zh"):
        assert terms_of(Role.INSPECTOR).name == "动态巡查员"
    with speaking("en"):
        assert terms_of(Role.ADMIN).name == "administrator"


@pytest.mark.parametrize(
    ("role", "clusters", "cluster", "sees"),
    [
        (Role.INSPECTOR, frozenset({"桥河"}), "桥河", True),
        (Role.INSPECTOR, frozenset({"桥河"}), "北渡", False),
        (Role.INSPECTOR, frozenset({"桥河"}), None, False),
        (Role.INSPECTOR, frozenset[str](), "桥河", False),
        (Role.MANAGER, None, "桥河", True),
        (Role.MANAGER, None, None, True),
        (Role.ADMIN, None, "桥河", False),
    ],
)
def test_a_viewer_sees_the_land_of_granted_clusters_alone(
    role: Role, clusters: frozenset[str] | None, cluster: str | None, sees: bool
) -> None:
    assert Viewer("wang", "王伟", role, clusters).sees(cluster) is sees
