"""A register in each of the two stores, and records that fill every field."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
import shapely
from sqlalchemy import make_url

from landwatch.model import (
    Cluster,
    Contract,
    Direction,
    Event,
    EventType,
    Foundation,
    Indicator,
    IndicatorStage,
    Instalment,
    OperatorBasis,
    Parcel,
    Phase,
    Source,
)
from landwatch.registry import Added, Register
from tests.conftest import copied_database

MORNING = datetime(2024, 1, 21, 9, 30, tzinfo=UTC)
LEDGER = Source(name="供地台账.xlsx", sha256="5e" * 32, kind="ledger", encoding="gbk", epsg=4524)
Beginning = Callable[[Register, str], None]
"""Fills an empty register, of which it is given the URL too."""
Begun = Callable[[str, str], str]
"""Gives the file or database in a store of a register that began so."""
SQUARE = shapely.box(106.64, 29.02, 106.65, 29.03)
WITH_HOLE_AND_ISLAND = shapely.MultiPolygon(
    [
        SQUARE.difference(shapely.box(106.643, 29.023, 106.645, 29.025)),
        shapely.box(106.66, 29.02, 106.661, 29.021),
    ]
)


@pytest.fixture(scope="session")
def empty_geopackage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A GeoPackage that holds an empty register: to copy it is faster than to make it."""
    path = tmp_path_factory.mktemp("empty") / "register.gpkg"
    Register.create(f"gpkg:///{path}").close()
    return path


@pytest.fixture(scope="module")
def beginnings() -> dict[str, Beginning]:
    """How registers begin, by the fixture that gives one; a module with others than the empty one says so."""
    return {}


@pytest.fixture(scope="module")
def begun(
    request: pytest.FixtureRequest, beginnings: dict[str, Beginning], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Begun]:
    """Make a register that begins in a way, once a module and store, closed: to copy it is faster."""

    def geopackage(name: str) -> str:
        path = tmp_path_factory.mktemp(name) / "register.gpkg"
        shutil.copy(request.getfixturevalue("empty_geopackage"), path)
        _begin(f"gpkg:///{path}", beginnings[name])
        return str(path)

    def postgis(name: str) -> str:
        url = copies.enter_context(
            copied_database(
                request.getfixturevalue("postgis_server"), request.getfixturevalue("postgis_register")
            )
        )
        _begin(url, beginnings[name])
        return str(make_url(url).database)

    empty = {"geopackage": "empty_geopackage", "postgis": "postgis_register"}

    @cache
    def begin(store: str, name: str) -> str:
        if name not in beginnings:
            return str(request.getfixturevalue(empty[store]))
        return geopackage(name) if store == "geopackage" else postgis(name)

    with ExitStack() as copies:
        yield begin


def _begin(url: str, beginning: Beginning) -> None:
    with Register.open(url) as register:
        beginning(register, url)


@pytest.fixture(params=["geopackage", "postgis"])
def url(
    request: pytest.FixtureRequest, beginnings: dict[str, Beginning], begun: Begun, tmp_path: Path
) -> Iterator[str]:
    """The URL of a place without a register, unless the test asks for one: a GeoPackage, then PostGIS."""
    name = next((name for name in (*beginnings, "register") if name in request.fixturenames), None)
    if request.param == "geopackage":
        path = tmp_path / "register.gpkg"
        if name is not None:
            shutil.copy(begun("geopackage", name), path)
        yield f"gpkg:///{path}"
    elif name is None:
        yield request.getfixturevalue("postgis_url")
    else:
        with copied_database(request.getfixturevalue("postgis_server"), begun("postgis", name)) as copied:
            yield copied


@pytest.fixture
def register(url: str) -> Iterator[Register]:
    """An empty register in each store."""
    with Register.open(url) as made:
        yield made


@pytest.fixture(scope="session")
def record() -> Callable[..., Added]:
    """Record something in a register on a morning in January 2024."""

    def write(register: Register, **records: Any) -> Added:
        given: dict[str, Any] = {"source": LEDGER, "recorded_by": "王五", "recorded_at": MORNING}
        return register.add(**given | records)

    return write


@pytest.fixture
def add(register: Register, record: Callable[..., Added]) -> Callable[..., Added]:
    """Record something in the register of the test."""
    return partial(record, register)


@pytest.fixture(scope="session")
def cluster() -> Cluster:
    """A cluster with every field filled."""
    return Cluster(
        name="桥河",
        name_en="Qiaohe",
        operator="重庆綦江某公司",
        operator_basis=OperatorBasis.NAMED,
        illustrative=True,
        geometry=SQUARE,
    )


@pytest.fixture(scope="session")
def parcel() -> Parcel:
    """A parcel with every field filled, of two parts, one with a hole."""
    return Parcel(
        parcel_no="500110001001GB00001",
        name="桥河一号地",
        cluster="桥河",
        land_use="工业用地",
        registered_area_cm2=400_000_000,
        since=date(2019, 1, 1),
        until=date(2030, 12, 31),
        illustrative=True,
        geometry=WITH_HOLE_AND_ISLAND,
    )


@pytest.fixture(scope="session")
def contract() -> Contract:
    """A contract with every field filled."""
    return Contract(
        contract_no="渝地（2020）合字（綦江）第1号",
        supervision_no="5001102020B00017",
        form="2025-revision",
        project_name="铝材深加工",
        project_code="2004-500110-04-01-000017",
        location="桥河组团 A1 地块",
        holder="重庆示例铝业有限公司",
        holder_code="91500222MA5U00001X",
        grantor="重庆市綦江区规划和自然资源局",
        supply_method="挂牌出让",
        land_use="工业用地",
        industry="有色金属",
        area_cm2=400_000_000,
        price_fen=2**63 - 1,
        deposit_fen=360_000_000,
        paid_fen=900_000_000,
        commencement_damages_ppb=500_000,
        completion_damages_ppb=510_000,
        handover_damages_ppb=520_000,
        payment_damages_ppb=1_000_000,
        signed_on=date(2020, 3, 5),
        agreed_handover=date(2020, 6, 30),
        agreed_commencement=date(2020, 12, 31),
        agreed_completion=date(2022, 12, 31),
        agreed_production=date(2023, 6, 30),
        agreed_full_production=date(2025, 6, 30),
        foundation=Foundation.PILE,
        developable_cm2=390_000_000,
        developed_cm2=130_000_000,
        total_investment_fen=50_000_000_000,
        total_investment_land_price_fen=1_800_000_000,
        total_investment_tax_fen=54_000_000,
        invested_fen=12_500_000_000,
        invested_land_price_fen=1_800_000_001,
        invested_tax_fen=54_000_001,
        planned_gfa_cm2=600_000_000,
        unfinished_gfa_at_due_cm2=200_000_000,
        parcel_nos=("500110001001GB00002", "500110001001GB00001"),
        phases=(
            Phase(
                number="一期",
                area_cm2=200_000_000,
                agreed_commencement=date(2020, 12, 31),
                agreed_completion=date(2021, 12, 31),
            ),
            Phase(number="二期", area_cm2=200_000_000),
        ),
        instalments=(Instalment(number="1", due_on=date(2020, 4, 4), amount_fen=900_000_000),),
        indicators=(
            Indicator(
                name="投资强度",
                value=Decimal("300.123456789012345678901"),
                unit="万元/亩",
                direction=Direction.MIN,
                stage=IndicatorStage.FULL_PRODUCTION,
            ),
            Indicator(
                name="绿地率",
                value=Decimal("20"),
                unit="%",
                direction=Direction.MAX,
                stage=IndicatorStage.ACCEPTANCE,
                damages_ppb=5_000_000,
            ),
        ),
        illustrative=True,
        source_columns={"备注": "示意数据", "土地级别": "三级"},
    )


@pytest.fixture(scope="session")
def period(contract: Contract) -> Event:
    """A period with every field filled that a period has."""
    return Event(
        contract_no=contract.contract_no,
        type=EventType.GOVERNMENT_CAUSE,
        start=date(2020, 7, 1),
        end=date(2020, 9, 30),
        phase="一期",
        parcel_no="500110001001GB00001",
        document="綦规资函〔2020〕15号",
        details={
            "verified": True,
            "new_commencement": "2021-03-31",
            "new_completion": "2023-03-31",
            "new_production": "2023-09-30",
            "new_full_production": "2025-09-30",
            "notice_date": "2020-07-02",
            "proof_date": "2020-07-08",
            "amount_fen": 2**53 + 1,
            "share": "1/3",
            "to": "另一家公司",
            "scopes": ["规划", "用地"],
            "note": "“高压线”未迁改",
        },
    )


@pytest.fixture(scope="session")
def commencement(contract: Contract) -> Event:
    """A point in time with nothing but its day."""
    return Event(contract_no=contract.contract_no, type=EventType.COMMENCED, day=date(2021, 3, 31))
