"""Ten contracts whose figures can be added up by hand: phases, parcels, a day not yet past, an odd area.

Judged on 2023-12-31. What each contract is, is said beside it; :data:`ROWS` has what each adds to a rate.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from shapely import box

from landwatch.model import Cluster, Contract, Event, EventType, Parcel, Phase, Source
from landwatch.registry import Register
from landwatch.rules import Assessment, Conventions, assess
from landwatch.snapshot import Snapshot

ON = date(2023, 12, 31)
KNOWN_AT = datetime(2024, 1, 5, 9, 30, tzinfo=UTC)
SOURCE = Source(name="台账.xlsx", sha256="ab" * 32, kind="ledger")
THREE_MU = 20_000_000  # cm²: one mu is 2,000/3 m², no whole number of cm²
PAST, FAR = date(2023, 9, 30), date(2026, 9, 30)
NORTH, SOUTH = "甲组团", "乙组团"


def _mu(mu: int) -> int:
    """Area in cm² of a number of mu that three divides."""
    return mu // 3 * THREE_MU


def _lot(place: int) -> Any:
    return box(106.60 + 0.003 * place, 29.00, 106.602 + 0.003 * place, 29.002)


def _contract(number: int, cm2: int | None, parcels: tuple[str, ...] = (), **facts: Any) -> Contract:
    plain: dict[str, Any] = {
        "holder": f"第{number}机械有限公司",
        "area_cm2": cm2,
        "signed_on": date(2021, 3, 1),
        "agreed_commencement": PAST,
        "agreed_completion": FAR,
        "parcel_nos": parcels or (f"G-{number}",),
    }
    return Contract(contract_no=f"合{number}", **{**plain, **facts})


def _phases(*given: tuple[int, date, date]) -> tuple[Phase, ...]:
    return tuple(
        Phase(number=str(place), area_cm2=area, agreed_commencement=start, agreed_completion=end)
        for place, (area, start, end) in enumerate(given, start=1)
    )


def event(number: int, kind: EventType, day: date, **facts: Any) -> Event:
    """A fact about a contract."""
    return Event(contract_no=f"合{number}", type=kind, day=day, **facts)


CONTRACTS = [
    _contract(1, _mu(60)),  # late with commencement
    _contract(  # three phases, two of them late with commencement
        2,
        _mu(90),
        phases=_phases((_mu(30), PAST, FAR), (_mu(36), PAST, FAR), (_mu(24), date(2025, 6, 30), FAR)),
    ),
    _contract(3, _mu(120), agreed_commencement=date(2025, 9, 30)),  # not due
    _contract(4, _mu(75), agreed_commencement=ON),  # its last day is the day judged: not yet past
    _contract(5, None),  # late, of an area that nobody recorded
    _contract(6, _mu(150)),  # ended
    _contract(
        7, 246_913_700, agreed_commencement=date(2022, 1, 31), agreed_completion=PAST
    ),  # late to complete
    _contract(8, _mu(30), agreed_commencement=date(2022, 1, 31), agreed_completion=date(2023, 3, 31)),
    _contract(9, _mu(27), ("G-9", "G-10")),  # two parcels, on one of which work began
    _contract(  # two phases, one done, the other late to complete
        11,
        _mu(48),
        agreed_commencement=date(2022, 1, 31),
        phases=_phases((_mu(18), date(2022, 1, 31), date(2023, 3, 31)), (_mu(30), date(2022, 1, 31), PAST)),
    ),
]
EVENTS = [
    event(6, EventType.CONTRACT_ENDED, date(2023, 11, 1)),
    *(event(number, EventType.COMMENCED, date(2021, 12, 1)) for number in (7, 8)),
    event(8, EventType.COMPLETED, date(2023, 3, 1)),
    event(9, EventType.COMMENCED, date(2023, 8, 1), parcel_no="G-9"),
    *(event(11, EventType.COMMENCED, date(2021, 12, 1), phase=part) for part in ("1", "2")),
    event(11, EventType.COMPLETED, date(2023, 3, 1), phase="1"),
]
NORTHERN = (1, 2, 3, 4, 5, 6, 9)
PARCELS = [
    Parcel(
        parcel_no=f"G-{number}",
        cluster=NORTH if number in (*NORTHERN, 10) else SOUTH,
        registered_area_cm2={9: _mu(15), 10: _mu(12)}.get(number, _mu(60)),
        geometry=_lot(number),
    )
    for number in range(1, 12)
]
CLUSTERS = [
    Cluster(name=NORTH, name_en="North", geometry=box(106.599, 28.999, 106.6195, 29.003)),
    Cluster(name=SOUTH, name_en="South", geometry=box(106.6195, 28.999, 106.64, 29.003)),
]


class Row(NamedTuple):
    """What one contract in force is, told by hand; numbers in default by what a rate counts."""

    cluster: str
    area_cm2: int | None
    counted: dict[str, int]
    started_late: dict[str, int]
    started_late_cm2: dict[str, int]
    completed_late: int
    completed_late_cm2: int
    to_start_by: date
    to_complete_by: date


def _row(number: int, cm2: int | None, start: date, end: date, **told: Any) -> Row:
    one = {"contract": 1, "phase": 1, "parcel": 1}
    none = dict.fromkeys(one, 0)
    plain: dict[str, Any] = {
        "counted": one,
        "started_late": none,
        "started_late_cm2": none,
        "completed_late": 0,
        "completed_late_cm2": 0,
    }
    cluster = NORTH if number in NORTHERN else SOUTH
    return Row(cluster=cluster, area_cm2=cm2, to_start_by=start, to_complete_by=end, **(plain | told))


_EACH, _AREAS = ("contract", "phase", "parcel"), dict.fromkeys
EARLY = date(2022, 1, 31)
ROWS = [
    _row(1, _mu(60), PAST, FAR, started_late=_AREAS(_EACH, 1), started_late_cm2=_AREAS(_EACH, _mu(60))),
    _row(
        2,
        _mu(90),
        PAST,
        FAR,
        counted={"contract": 1, "phase": 3, "parcel": 1},
        started_late={"contract": 1, "phase": 2, "parcel": 1},
        started_late_cm2=_AREAS(_EACH, _mu(66)),
    ),
    _row(3, _mu(120), date(2025, 9, 30), FAR),
    _row(4, _mu(75), ON, FAR),
    _row(5, None, PAST, FAR, started_late=_AREAS(_EACH, 1)),
    _row(7, 246_913_700, EARLY, PAST, completed_late=1, completed_late_cm2=246_913_700),
    _row(8, _mu(30), EARLY, date(2023, 3, 31)),
    _row(
        9,
        _mu(27),
        PAST,
        FAR,
        counted={"contract": 1, "phase": 1, "parcel": 2},
        started_late={"contract": 0, "phase": 0, "parcel": 1},
        started_late_cm2={"contract": 0, "phase": 0, "parcel": _mu(12)},
    ),
    _row(
        11,
        _mu(48),
        EARLY,
        PAST,
        counted={"contract": 1, "phase": 2, "parcel": 1},
        completed_late=1,
        completed_late_cm2=_mu(30),
    ),
]
"""The contracts in force, in the order of their numbers."""


def judged(conventions: Conventions | None = None, more: Sequence[Event] = ()) -> Assessment:
    """The office judged on its day, perhaps with more facts."""
    records: dict[str, Any] = {
        "contracts": CONTRACTS,
        "events": [*EVENTS, *more],
        "parcels": PARCELS,
        "clusters": CLUSTERS,
    }
    return assess(Snapshot.from_records(ON, known_at=KNOWN_AT, **records), conventions)


def write_register(folder: Path, more: Sequence[Event] = ()) -> str:
    """Write a register of the office and give its URL."""
    url = f"gpkg:///{folder}/office.gpkg"
    write_records(url, more)
    return url


def write_records(url: str, more: Sequence[Event] = ()) -> None:
    """Make a register of the office at a URL."""
    with Register.create(url) as register:
        register.add(
            source=SOURCE,
            recorded_by="王五",
            recorded_at=KNOWN_AT,
            clusters=CLUSTERS,
            parcels=PARCELS,
            contracts=CONTRACTS,
            events=[*EVENTS, *more],
        )
