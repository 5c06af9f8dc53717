"""Which role may do what, and how far it sees: the table of ``roles.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import as_file, files

from landwatch.errors import InputError
from landwatch.i18n import Language, language
from landwatch.rules.strict_yaml import Checked, read_yaml

__all__ = ["Reach", "Right", "Role", "Terms", "Viewer", "terms_of"]


class Role(StrEnum):
    """What somebody does in the office; a person has one."""

    INSPECTOR = "inspector"
    PLANNER = "planner"
    MANAGER = "manager"
    CLERK = "clerk"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Right(StrEnum):
    """What a role may be allowed; ``roles.yaml`` says what each means."""

    LAND = "land"
    MONEY = "money"
    MONEY_OUT = "money_out"
    REVIEW = "review"
    DECIDE = "decide"
    ASSIGN = "assign"
    RECORD = "record"
    TARGET = "target"
    JOURNAL = "journal"
    SIGN_INS = "sign_ins"
    PEOPLE = "people"


class Reach(StrEnum):
    """Which clusters a role sees; ``roles.yaml`` says what each means."""

    ALL = "all"
    GRANTED = "granted"
    EVERY = "every"
    NONE = "none"

    @property
    def is_fixed(self) -> bool:
        """Whether no cluster can be granted or taken away."""
        return self in (Reach.EVERY, Reach.NONE)

    @property
    def unless_granted(self) -> frozenset[str] | None:
        """The clusters that are seen where none was granted; ``None`` is all of them."""
        return None if self in (Reach.ALL, Reach.EVERY) else frozenset()


@dataclass(frozen=True, slots=True)
class Terms:
    """What a role comes with.

    Attributes
    ----------
    names
        What the role is called, by language.
    reach
        Which clusters it sees.
    rights
        What it may do.
    """

    names: Mapping[Language, str]
    reach: Reach
    rights: frozenset[Right]

    @property
    def name(self) -> str:
        """What the role is called in the current language."""
        return self.names[language()]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks: what the way in found out about a person, and all that the rooms behind it need.

    Attributes
    ----------
    login
        What the person signs in with; what they do is recorded under it.
    name
        What the person is called.
    role
        What they do.
    clusters
        The clusters they see; ``None`` is all of them.
    must_change_password
        Whether they have to choose a password of their own before anything else.
    """

    login: str
    name: str
    role: Role
    clusters: frozenset[str] | None
    must_change_password: bool = False

    def may(self, right: Right) -> bool:
        """Whether the role allows something.

        Parameters
        ----------
        right
            What is asked for.
        """
        return right in terms_of(self.role).rights

    def sees(self, cluster: str | None) -> bool:
        """Whether land of a cluster may be shown.

        Parameters
        ----------
        cluster
            Its name; ``None`` for land outside all clusters, which only who sees all of them sees.
        """
        return self.may(Right.LAND) and (self.clusters is None or cluster in self.clusters)


def terms_of(role: Role) -> Terms:
    """What a role comes with.

    Parameters
    ----------
    role
        The role.
    """
    return _table()[role]


@cache
def _table() -> Mapping[Role, Terms]:
    with as_file(files("landwatch.access") / "roles.yaml") as path:
        given = read_yaml(path, InputError)
    form = Checked("roles.yaml", InputError)
    form.keys("", given, set(Role))
    return {role: _terms(form, role, form.required("", given, role)) for role in Role}


def _terms(form: Checked, role: Role, given: Mapping[str, object]) -> Terms:
    form.keys(role, given, ("name", "clusters", "rights"))
    names = form.mapping(f"{role}.name", form.required(role, given, "name"))
    rights = form.sequence(f"{role}.rights", form.required(role, given, "rights"))
    return Terms(
        {"zh": names["zh"], "en": names["en"]},
        Reach(form.required(role, given, "clusters")),
        frozenset(map(Right, rights)),
    )
