"""The sample with an office around it: a register, and one account for each role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from landwatch.access import Access, AccessRules, Role
from landwatch.formats import ReaderSettings
from landwatch.services.files.importing import import_files
from landwatch.services.sample.demo import assign_sample, sample_folder

__all__ = ["Account", "SampleOffice", "make"]

# The inspector of the sample has two of its seven clusters, everybody else all.
_CLUSTERS = ("桥河", "庆江")
_NAMES = {
    # The person who patrols 桥河 in the sample, so that the list is hers.
    Role.INSPECTOR: "张样安",
    Role.PLANNER: "规划员 李航",
    Role.MANAGER: "负责人 王芳",
    Role.CLERK: "登记员 陈静",
    Role.AUDITOR: "审计员 赵磊",
    Role.ADMIN: "管理员 刘洋",
}


@dataclass(frozen=True)
class Account:
    """A person of the sample.

    Attributes
    ----------
    login, password, role
        How to sign in, and as what.
    clusters
        The clusters that the person sees; ``None`` for all.
    """

    login: str
    password: str
    role: str
    clusters: Sequence[str] | None

    def to_dict(self) -> dict[str, Any]:
        """Return the account as JSON values."""
        return asdict(self)


@dataclass(frozen=True)
class SampleOffice:
    """Where the sample was made, and who may sign in.

    Attributes
    ----------
    database
        URL of the register.
    accounts
        One a role.
    """

    database: str
    accounts: tuple[Account, ...]


def make(folder: Path, *, readers: ReaderSettings, rules: AccessRules, at: datetime) -> SampleOffice:
    """Make the register of the sample and its people; their passwords need not be changed.

    Parameters
    ----------
    folder
        Where to make it.
    readers, rules
        Settings of the readers, and of passwords and sessions.
    at
        The instant of recording, with time zone.

    Raises
    ------
    InputError
        If the sample is not there.
    """
    database = f"gpkg:///{folder / 'sample.gpkg'}"
    import_files(database, [sample_folder()], readers=readers, recorded_by="landwatch demo", recorded_at=at)
    assign_sample(database, sample_folder(), at)
    with Access.open(database, rules) as access:
        accounts = tuple(_account(access, role, name, at) for role, name in _NAMES.items())
    return SampleOffice(database, accounts)


def _account(access: Access, role: Role, name: str, at: datetime) -> Account:
    clusters = _CLUSTERS if role is Role.INSPECTOR else None
    password = access.add_person(
        role.value, name, role, clusters or (), must_change=False, by="landwatch demo", at=at
    )
    return Account(role.value, password, role.value, clusters)
