"""The tables of the register: append-only, bitemporal, the same in the GeoPackage and in PostGIS.

Column types are those that GDAL reads from a GeoPackage without loss: TEXT, INTEGER and a geometry
(it drops VARCHAR, NUMERIC and JSON in silence). So dates are ISO text (``2023-06-30``), instants ISO
text in UTC with microseconds, truth values 0 or 1, free-form details JSON text, and money, areas and
rates 64-bit integers. Text of fixed width sorts as time does; on PostgreSQL the collation ``C`` makes
sure of it.

Every row of a fact carries `stamps`: who recorded it when, from which source, the hash of its content,
and when it was superseded (``NULL`` = it stands). Rows are never changed in any other way; a unique
index on the rows that stand keeps two of them from sharing a key.
"""

from __future__ import annotations

from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

__all__ = [
    "COLUMNS",
    "STAMPS",
    "TABLES",
    "clusters",
    "contract_parcels",
    "contracts",
    "document_files",
    "documents",
    "events",
    "indicators",
    "instalments",
    "journal",
    "lineage",
    "metadata",
    "operators",
    "parcels",
    "parties",
    "phases",
    "sources",
]

SRID = 4490

metadata = MetaData()

_Whole = BigInteger().with_variant(Integer(), "geopackage")
_Sortable = Text().with_variant(Text(collation="C"), "postgresql")
STAMPS = ("source_id", "recorded_at", "recorded_by", "superseded_at", "content_hash")


def _row_id() -> Column[Any]:
    # The one writer counts: COPY and executemany do not hand back numbers given by the database.
    return Column("row_id", _Whole, primary_key=True, autoincrement=False)


def _texts(*names: str) -> list[Column[Any]]:
    return [Column(name, Text) for name in names]


def _dates(*names: str) -> list[Column[Any]]:
    return [Column(name, _Sortable) for name in names]


def _integers(*names: str) -> list[Column[Any]]:
    return [Column(name, _Whole) for name in names]


def _illustrative() -> Column[Any]:
    return Column("illustrative", Integer, nullable=False)


def _geometry() -> Column[Any]:
    return Column("geometry", Geometry("MULTIPOLYGON", srid=SRID))


def _key(name: str) -> Column[Any]:
    return Column(name, Text, nullable=False)


def _fact(name: str, *columns: Column[Any], key: tuple[str, ...]) -> Table:
    """Make the table of a kind of fact; `key` names what two standing rows may not share."""
    table = Table(
        name,
        metadata,
        _row_id(),
        *columns,
        Column("source_id", _Whole, ForeignKey("sources.row_id"), nullable=False),
        Column("recorded_at", _Sortable, nullable=False),
        Column("recorded_by", Text, nullable=False),
        Column("superseded_at", _Sortable),
        Column("content_hash", Text, nullable=False),
    )
    standing = table.c.superseded_at.is_(None)
    Index(
        f"{name}_standing",
        *(table.c[column] for column in key),
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
    return table


sources = Table(
    "sources",
    metadata,
    _row_id(),
    *(Column(name, Text, nullable=False) for name in ("name", "sha256", "kind")),
    Column("encoding", Text),
    Column("epsg", Integer),
    Column("recorded_at", _Sortable, nullable=False),
    Column("recorded_by", Text, nullable=False),
    *_texts("reason", "document"),
)
"""One row for each commit that wrote something: file or verb, and who did it when, why, on what document."""

clusters = _fact(
    "clusters",
    _key("name"),
    *_texts("name_en", "operator", "operator_basis"),
    _illustrative(),
    _geometry(),
    key=("name",),
)

parcels = _fact(
    "parcels",
    _key("parcel_no"),
    *_texts("name", "cluster", "land_use"),
    *_integers("registered_area_cm2"),
    *_dates("since", "until"),
    _illustrative(),
    _geometry(),
    key=("parcel_no",),
)
"""`since` and `until` are the first and the last day on which the parcel is true."""

contracts = _fact(
    "contracts",
    _key("contract_no"),
    *_texts("supervision_no", "form", "project_name", "location", "holder", "holder_code", "grantor"),
    *_texts("supply_method", "land_use", "industry", "foundation"),
    *_integers("area_cm2", "price_fen", "deposit_fen", "paid_fen"),
    *_integers("commencement_damages_ppb", "completion_damages_ppb"),
    *_integers("handover_damages_ppb", "payment_damages_ppb"),
    *_dates("signed_on", "agreed_handover", "agreed_commencement", "agreed_completion"),
    *_dates("agreed_production", "agreed_full_production"),
    *_integers("developable_cm2", "developed_cm2"),
    *_integers("total_investment_fen", "total_investment_land_price_fen", "total_investment_tax_fen"),
    *_integers("invested_fen", "invested_land_price_fen", "invested_tax_fen"),
    *_integers("planned_gfa_cm2", "unfinished_gfa_at_due_cm2"),
    _illustrative(),
    *_texts("source_columns"),
    key=("contract_no",),
)

contract_parcels = _fact(
    "contract_parcels",
    _key("contract_no"),
    _key("parcel_no"),
    Column("position", Integer, nullable=False),
    key=("contract_no", "parcel_no"),
)
"""`position` counts the parcels of a contract from 1; the first decides the cluster of the contract."""

phases = _fact(
    "phases",
    _key("contract_no"),
    _key("number"),
    *_integers("area_cm2"),
    *_dates("agreed_commencement", "agreed_completion"),
    key=("contract_no", "number"),
)

instalments = _fact(
    "instalments",
    _key("contract_no"),
    _key("number"),
    *_dates("due_on"),
    *_integers("amount_fen"),
    key=("contract_no", "number"),
)

indicators = _fact(
    "indicators",
    _key("contract_no"),
    _key("name"),
    Column("value", Text, nullable=False),
    *_texts("unit"),
    _key("direction"),
    _key("stage"),
    *_integers("damages_ppb"),
    key=("contract_no", "name", "direction", "stage"),
)
"""Agreed values are decimal text, which no store rounds."""

events = _fact(
    "events",
    _key("contract_no"),
    _key("type"),
    *_dates("day", "start", "end"),
    *_texts("phase", "parcel_no", "document"),
    Column("details", Text, nullable=False),
    key=("content_hash",),
)

journal = Table(
    "journal",
    metadata,
    Column("sequence", _Whole, primary_key=True, autoincrement=False),
    Column("at", _Sortable, nullable=False),
    *(Column(name, Text, nullable=False) for name in ("actor", "verb", "body", "previous_hash", "hash")),
)
"""One line for each commit, chained by hashes; see :mod:`landwatch.registry.journal`."""

operators = _fact(
    "operators",
    _key("cluster"),
    _key("operator"),
    _key("basis"),
    *_dates("since", "until"),
    key=("content_hash",),
)

parties = _fact("parties", _key("name"), *_texts("code"), key=("content_hash",))

lineage = _fact(
    "lineage",
    _key("kind"),
    _key("parents"),
    _key("children"),
    *_dates("day"),
    *_texts("document"),
    key=("content_hash",),
)
"""`parents` and `children` are JSON lists of parcel numbers."""

documents = _fact(
    "documents",
    _key("sha256"),
    _key("file_name"),
    Column("size", _Whole, nullable=False),
    *_texts("kind", "number", "title"),
    *_dates("day"),
    *_texts("contract_no", "parcel_no", "event"),
    key=("content_hash",),
)
"""One row for each thing a document is attached to."""

document_files = _fact(
    "document_files",
    _key("sha256"),
    Column("content", LargeBinary, nullable=False),
    key=("sha256",),
)
"""The bytes of a document, once however often it is attached; the hash is their content."""

TABLES: dict[str, str] = {
    "sources": "来源",
    "clusters": "组团",
    "parcels": "宗地",
    "contracts": "供地合同",
    "contract_parcels": "合同宗地",
    "phases": "分期开发",
    "instalments": "价款分期",
    "indicators": "标准地指标",
    "events": "事项",
    "operators": "组团运营公司",
    "parties": "合同当事人",
    "lineage": "宗地沿革",
    "documents": "文书",
    "document_files": "文书原件",
    "journal": "操作日志",
}
"""Each table, in the order in which they are made, and the title a GIS shows for it."""

_STAMPED = {
    "illustrative": "示意",
    "source_id": "来源编号",
    "recorded_at": "登记时间（UTC）",
    "recorded_by": "登记人",
    "superseded_at": "失效时间（UTC）",
    "content_hash": "内容校验码",
}
COLUMNS: dict[str, dict[str, str]] = {
    "clusters": {
        "row_id": "行号",
        "name": "组团",
        "name_en": "英文名",
        "operator": "运营公司",
        "operator_basis": "运营公司依据",
    }
    | _STAMPED,
    "parcels": {
        "row_id": "行号",
        "parcel_no": "宗地编号",
        "name": "宗地名称",
        "cluster": "组团",
        "land_use": "土地用途",
        "registered_area_cm2": "登记面积（平方厘米）",
        "since": "起始日期",
        "until": "终止日期",
    }
    | _STAMPED,
}
"""The columns of the tables with a geometry, and the heading a GIS prints for each."""
