"""An office whose numbers are awkward in an address, and whose words are script wherever words are kept."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from shapely.geometry import box

from landwatch.access import Access, Role
from landwatch.model import Cluster, Contract, Event, EventType, Parcel, Source
from landwatch.registry import Register
from landwatch.services.sample.sample_office import Account, SampleOffice
from landwatch.units import CM2_PER_M2

NOON = datetime(2024, 1, 5, 4, 0, tzinfo=UTC)
SCRIPT = "<script>alert(1)</script>"
BROKEN_OUT = "\"'><img src=x onerror=alert(1)>"
CLUSTER = f"组团{BROKEN_OUT}"
NUMBERS = (
    "渝綦 2021/合字 1号",
    "100%?#&;=+2F",
    "../../etc/passwd",
    "' OR '1'='1' --",
    "{{ 7 * 7 }}${7*7}",
    "javascript:alert(1)",
    f"合{SCRIPT}同",
    f"合{BROKEN_OUT}同",
)
WORDS = "word of the holder "


def make(folder: Path) -> SampleOffice:
    """Make the register, all of whose contracts are late, and its people."""
    url = f"gpkg:///{folder / 'odd.gpkg'}"
    with Register.create(url) as register:
        register.add(
            source=Source(name=f"台账{BROKEN_OUT}.xlsx", sha256="0" * 64, kind=f"ledger{SCRIPT}"),
            recorded_by=f"登记{SCRIPT}员",
            recorded_at=NOON,
            clusters=[
                Cluster(
                    name=CLUSTER,
                    name_en=f"Cluster{SCRIPT}",
                    operator=f"公司{BROKEN_OUT}",
                    geometry=box(106.59, 28.99, 106.62, 29.02),
                )
            ],
            parcels=[_parcel(place) for place in range(len(NUMBERS))],
            contracts=[_contract(place, number) for place, number in enumerate(NUMBERS)],
            events=[
                Event(
                    contract_no=number,
                    type=EventType.REVIEW,
                    day=date(2023, 12, 1),
                    document=f"文{BROKEN_OUT}号",
                    details={
                        "verdict": "unclear",
                        "note": f"说{SCRIPT}明",
                        "person": f"查{BROKEN_OUT}",
                        "photos": [],
                    },
                )
                for number in NUMBERS
            ],
        )
    with Access.open(url) as access:
        accounts = tuple(_account(access, role) for role in Role)
    return SampleOffice(url, accounts)


def _parcel(place: int) -> Parcel:
    west = 106.6 + place * 0.002
    return Parcel(
        parcel_no=f"宗地{place}{BROKEN_OUT}",
        name=f"地块{SCRIPT}",
        cluster=CLUSTER,
        land_use=f"工业{BROKEN_OUT}",
        registered_area_cm2=40_000 * CM2_PER_M2,
        geometry=box(west, 29.0, west + 0.0018, 29.0018),
    )


def _contract(place: int, number: str) -> Contract:
    return Contract(
        contract_no=number,
        supervision_no=f"监管{place}{BROKEN_OUT}",
        project_name=f"项目{BROKEN_OUT}",
        location=f"坐落{SCRIPT}",
        holder=f"公司{place}{SCRIPT}",
        grantor=f"局{BROKEN_OUT}",
        land_use=f"工业{BROKEN_OUT}",
        industry=f"业{SCRIPT}",
        area_cm2=40_000 * CM2_PER_M2,
        price_fen=1_800_000_000,
        commencement_damages_ppb=500_000,
        completion_damages_ppb=500_000,
        signed_on=date(2021, 3, 1),
        agreed_commencement=date(2021, 12, 31),
        agreed_completion=date(2022, 12, 31),
        parcel_nos=(f"宗地{place}{BROKEN_OUT}",),
    )


def _account(access: Access, role: Role) -> Account:
    clusters = (CLUSTER,) if role is Role.INSPECTOR else ()
    name = f"{role}{SCRIPT}{BROKEN_OUT}"
    password = access.add_person(role, name, role, clusters, must_change=False, by=f"管{SCRIPT}", at=NOON)
    return Account(role, password, role, clusters or None)
