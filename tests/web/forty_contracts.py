"""A small register whose forty contracts are late, and one inspector with a token, in either store."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from shapely.geometry import box

from landwatch.access import Access, Role
from landwatch.model import Cluster, Contract, Parcel, Source
from landwatch.registry import Register
from landwatch.units import CM2_PER_M2

NUMBERS = tuple(f"合同{number:02}" for number in range(40))
THEN = datetime(2024, 1, 5, 4, 0, tzinfo=UTC)


def make(url: str) -> str:
    """Make the register; the token of its inspector."""
    with Register.create(url) as register:
        register.add(
            source=Source(name="台账.xlsx", sha256="0" * 64, kind="ledger"),
            recorded_by="登记员",
            recorded_at=THEN,
            clusters=[Cluster(name="桥河", name_en="Qiaohe", geometry=box(106.59, 28.99, 106.70, 29.02))],
            parcels=[_parcel(number) for number in range(len(NUMBERS))],
            contracts=[_contract(number) for number in range(len(NUMBERS))],
        )
    now = datetime.now(UTC)
    with Access.open(url) as access:
        access.add_person("inspector", "巡查员", Role.INSPECTOR, ("桥河",), must_change=False, by="t", at=now)
        return access.issue_token("inspector", "t", expires_at=now + timedelta(days=1), by="t", at=now)


def _parcel(number: int) -> Parcel:
    west = 106.6 + number * 0.002
    return Parcel(
        parcel_no=f"宗地{number:02}",
        cluster="桥河",
        registered_area_cm2=40_000 * CM2_PER_M2,
        geometry=box(west, 29.0, west + 0.0018, 29.0018),
    )


def _contract(number: int) -> Contract:
    return Contract(
        contract_no=NUMBERS[number],
        holder=f"第{number}机械有限公司",
        area_cm2=40_000 * CM2_PER_M2,
        price_fen=1_800_000_000,
        commencement_damages_ppb=500_000,
        completion_damages_ppb=500_000,
        signed_on=date(2021, 3, 1),
        agreed_commencement=date(2021, 12, 31),
        agreed_completion=date(2024, 12, 31),
        parcel_nos=(f"宗地{number:02}",),
    )
