"""A small zone with one parcel or more in each state, judged on 2023-12-31."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from shapely import Polygon, box

from landwatch.model import Cluster, Contract, Event, EventType, OperatorBasis, Parcel
from landwatch.rules import Assessment, assess
from landwatch.snapshot import Snapshot
from landwatch.units import CM2_PER_M2

ON = date(2023, 12, 31)
WEST, SOUTH = 106.560, 29.060
WIDTH, HEIGHT = 0.0024, 0.0018  # a lot is about 230 m by 200 m
ODD_HOLDER = "川渝<鑫>机械有限公司"


def lot(column: int, row: int) -> Polygon:
    """The outline of the lot in a column and row of the grid."""
    west, south = WEST + column * WIDTH, SOUTH + row * HEIGHT
    return box(west, south, west + WIDTH * 0.92, south + HEIGHT * 0.9)


def parcel(number: int, **facts: Any) -> Parcel:
    """Parcel BD-01, BD-02 …, six to a row, 60 mu each."""
    column, row = (number - 1) % 6, (number - 1) // 6
    plain: dict[str, Any] = {
        "parcel_no": f"BD-{number:02}",
        "cluster": "北渡",
        "registered_area_cm2": 40_000 * CM2_PER_M2,
        "geometry": lot(column, row),
    }
    return Parcel(**{**plain, **facts})


def contract(number: int, parcels: Iterable[str] | None = None, **facts: Any) -> Contract:
    """Contract 渝地綦（2021）合字第01号 … on the parcel of the same number, 60 mu for 18 million yuan."""
    plain: dict[str, Any] = {
        "supervision_no": f"5001102021B{number:05}",
        "holder": f"綦江第{number}机械有限公司",
        "project_name": f"第{number}号项目",
        "area_cm2": 40_000 * CM2_PER_M2,
        "price_fen": 1_800_000_000,
        "commencement_damages_ppb": 500_000,
        "completion_damages_ppb": 500_000,
        "signed_on": date(2021, 3, 1),
        "agreed_commencement": date(2021, 12, 31),
        "agreed_completion": date(2024, 12, 31),
        "parcel_nos": tuple(parcels or [f"BD-{number:02}"]),
    }
    return Contract(contract_no=f"渝地綦（2021）合字第{number:02}号", **{**plain, **facts})


def event(number: int, kind: EventType, day: date | None, **facts: Any) -> Event:
    """A dated fact about the contract of that number."""
    return Event(contract_no=f"渝地綦（2021）合字第{number:02}号", type=kind, day=day, **facts)


CONTRACTS = [
    contract(1, agreed_commencement=date(2023, 9, 30), agreed_completion=date(2025, 9, 30)),
    contract(2, agreed_completion=date(2023, 6, 30)),
    contract(3, agreed_commencement=date(2021, 6, 30), agreed_completion=date(2023, 6, 30)),
    contract(4, agreed_commencement=date(2023, 11, 30)),
    contract(5, agreed_commencement=date(2024, 1, 15)),
    contract(6),
    contract(7, agreed_completion=date(2023, 6, 30)),
    contract(8, agreed_commencement=date(2024, 9, 30)),
    contract(9, agreed_commencement=None, agreed_completion=None),
    contract(10, holder="重庆旧厂有限公司", signed_on=date(2015, 5, 4)),
    contract(11, parcels=["BD-10"], holder=ODD_HOLDER),
    contract(
        12, parcels=["BD-11", "BD-12"], area_cm2=80_000 * CM2_PER_M2, agreed_commencement=date(2024, 9, 30)
    ),
    contract(13, agreed_commencement=date(2021, 9, 30)),
    contract(14, parcels=["BD-15"], agreed_commencement=date(2024, 9, 30)),
]
EVENTS = [
    *(event(number, EventType.COMMENCED, date(2021, 12, 1)) for number in (2, 6, 7, 10, 11)),
    event(7, EventType.COMPLETED, date(2023, 5, 20)),
    event(
        4,
        EventType.GOVERNMENT_CAUSE,
        None,
        start=date(2023, 10, 1),
        end=date(2024, 2, 29),
        details={"verified": True, "ground": "规划调整"},
    ),
    event(10, EventType.CONTRACT_ENDED, date(2020, 6, 30)),
    event(13, EventType.IDLE_RECOGNITION, date(2023, 3, 1), document="綦规资闲认〔2023〕1号"),
    event(
        3,
        EventType.REVIEW,
        date(2023, 12, 5),
        details={"verdict": "confirmed", "person": "张三", "note": "现场无施工，仅有围挡"},
    ),
    event(3, EventType.REVIEW, date(2024, 2, 1), details={"verdict": "not-a-breach", "person": "李四"}),
]
PARCELS = [
    *(parcel(number) for number in range(1, 14)),
    parcel(14),
    parcel(15, geometry=None),
    Parcel(
        parcel_no="AW-01",
        cluster="安稳",
        registered_area_cm2=10_000 * CM2_PER_M2,
        geometry=box(106.79, 28.64, 106.795, 28.644),
    ),
]
CLUSTERS = [
    Cluster(
        name="北渡",
        name_en="Beidu",
        operator="綦江北渡园区建设开发股份有限公司",
        operator_basis=OperatorBasis.NAMED,
        geometry=box(WEST - 0.002, SOUTH - 0.002, WEST + 7 * WIDTH, SOUTH + 4 * HEIGHT),
    ),
    Cluster(name="安稳", name_en="Anwen", geometry=box(106.785, 28.635, 106.8, 28.65)),
]


def judged(**changes: Any) -> Assessment:
    """The zone judged, with some of its records replaced."""
    records = {"contracts": CONTRACTS, "events": EVENTS, "parcels": PARCELS, "clusters": CLUSTERS} | changes
    known_at = datetime(2024, 1, 5, 9, 30, tzinfo=UTC)
    return assess(Snapshot.from_records(ON, known_at=known_at, **records))
