"""What splitting, merging or taking either back would cost: said before it is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from landwatch.formats import ReaderSettings
from landwatch.geo import plane_area_cm2
from landwatch.model import LineageKind, Parcel
from landwatch.registry import Act, Kind, Register
from landwatch.rules import Assessment, Conventions, assess
from landwatch.rules.explanation.phrasing import phrased, value_label
from landwatch.rules.value_changes import changes
from landwatch.services.contracts.correcting import surveyed
from landwatch.snapshot import Snapshot

__all__ = ["ContractCost", "Cost", "ParcelCost", "parcel_standing", "subdivision_cost", "taking_back_cost"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelCost:
    """A parcel that ends or begins.

    Attributes
    ----------
    parcel_no, cluster
        Its number, and where it lies.
    area_cm2
        Measured on the plane grid; ``None`` without a boundary.
    """

    parcel_no: str
    cluster: str | None
    area_cm2: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractCost:
    """What changes for a contract.

    Attributes
    ----------
    contract_no
        Its number.
    before, after
        Numbers of its parcels.
    values
        Judged values that differ: name, before and after, in words.
    """

    contract_no: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    values: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What changes on a day.

    Attributes
    ----------
    on
        The day whose end is judged.
    ended, begun
        Parcels that are no longer there, and new ones.
    contracts
        Contracts on their ground.
    parcels_before, parcels_after
        How many parcels there are.
    """

    on: date
    ended: tuple[ParcelCost, ...]
    begun: tuple[ParcelCost, ...]
    contracts: tuple[ContractCost, ...]
    parcels_before: int
    parcels_after: int


def parcel_standing(database: str, parcel_no: str) -> Parcel | None:
    """Give a parcel that stands, ended or not.

    Parameters
    ----------
    database
        URL of the register.
    parcel_no
        Its number.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """
    with Register.open(database) as register:
        found = register.record(Kind.PARCELS, parcel_no)
    return found[0] if found and isinstance(found[0], Parcel) else None


def subdivision_cost(
    database: str,
    kind: LineageKind,
    parents: Sequence[str],
    file: Path,
    day: date,
    act: Act,
    *,
    on: date,
    readers: ReaderSettings,
    conventions: Conventions,
    crs: int | None = None,
) -> Cost:
    """Say what a split or merger would change; nothing is written.

    Parameters
    ----------
    database
        URL of the register.
    kind, parents
        Which, and the parcels that end.
    file
        The survey of the new parcels.
    day
        The first day on which they are true.
    act
        Who, when, why and on which document.
    on
        The day whose end is judged.
    readers
        What the readers need to know of the district.
    conventions
        The choices in force.
    crs
        EPSG code of the survey, whatever it declares.

    Raises
    ------
    InputError
        If the file cannot be read as a whole.
    RegisterError
        If the parcels do not fit, or the register cannot be read.
    """
    children = surveyed(file, readers, crs, accept_guess=False)
    with Register.open(database) as register:
        before = register.snapshot(on)
        after = register.subdivision_tried(
            kind, parents, children, day, act, measuring_epsg=readers.measuring_epsg, on=on
        )
    return _cost(before, after, conventions, readers.measuring_epsg)


def taking_back_cost(
    database: str,
    parcel_no: str,
    act: Act,
    *,
    on: date,
    readers: ReaderSettings,
    conventions: Conventions,
) -> Cost:
    """Say what taking back a split or merger would change; nothing is written.

    Parameters
    ----------
    database
        URL of the register.
    parcel_no
        A parcel that ended with it.
    act
        Who, when, why and on which document.
    on
        The day whose end is judged.
    readers, conventions
        As for :func:`subdivision_cost`.

    Raises
    ------
    RegisterError
        If it cannot be taken back, or the register cannot be read.
    """
    with Register.open(database) as register:
        before = register.snapshot(on)
        after = register.taking_back_tried(parcel_no, act, on=on)
    return _cost(before, after, conventions, readers.measuring_epsg)


def _cost(before: Snapshot, after: Snapshot, conventions: Conventions, epsg: int) -> Cost:
    grounds = _grounds(before), _grounds(after)
    touched = [number for number in grounds[0] if grounds[0][number] != grounds[1].get(number)]
    judged = (
        [assess(state.of_contracts(touched), conventions) for state in (before, after)] if touched else []
    )
    return Cost(
        on=before.on,
        ended=tuple(_only_in(before, after, epsg)),
        begun=tuple(_only_in(after, before, epsg)),
        contracts=tuple(
            ContractCost(
                contract_no=number,
                before=grounds[0][number],
                after=grounds[1].get(number, ()),
                values=tuple(_values(judged[0], judged[1], number)),
            )
            for number in touched
        ),
        parcels_before=len(before.parcels),
        parcels_after=len(after.parcels),
    )


def _grounds(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """The parcels of each contract."""
    found: dict[str, tuple[str, ...]] = {}
    shares = snapshot.contract_parcels
    for number, parcel in zip(shares["contract_no"], shares["parcel_no"], strict=True):
        found[number] = (*found.get(number, ()), parcel)
    return found


def _only_in(one: Snapshot, other: Snapshot, epsg: int) -> Iterator[ParcelCost]:
    own = one.parcels[~one.parcels["parcel_no"].isin(other.parcels["parcel_no"])]
    for row in own.to_dict("records"):
        shape = row["geometry"]
        yield ParcelCost(
            parcel_no=row["parcel_no"],
            cluster=row["cluster"] if isinstance(row["cluster"], str) else None,
            area_cm2=None if shape is None else int(plane_area_cm2([shape], measuring_epsg=epsg)[0]),
        )


def _values(before: Assessment, after: Assessment, number: str) -> Iterator[tuple[str, str, str]]:
    one, other = (replace(each, contracts=each.contracts.loc[[number]]) for each in (before, after))
    for change in changes(one, other):
        yield value_label(change.name), *phrased(change)
