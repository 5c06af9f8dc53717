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

from collections.abc import Mapping
from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

from landwatch.catalogue import SECTIONS, Field, FrameKind, fields_of

__all__ = [
    "COLUMNS",
    "STAMPS",
    "TABLES",
    "absences",
    "clusters",
    "contract_parcels",
    "contracts",
    "copies",
    "destructions",
    "document_files",
    "documents",
    "events",
    "indicators",
    "instalments",
    "journal",
    "lineage",
    "metadata",
    "operators",
    "papers",
    "parcels",
    "parties",
    "patrollers",
    "personal_contents",
    "personal_items",
    "phases",
    "sources",
    "targets",
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


def _facts(table: str, *, key: tuple[str, ...], found_by: tuple[str, ...] = ()) -> Table:
    """Make a table with the columns that the catalogue declares; its rows are also `found_by` some."""
    fields = fields_of(SECTIONS[table]).values()
    made = _fact(table, *(_column(field) for field in fields if field.is_in_store), key=key)
    for column in found_by:
        _find_by(made, column)
    return made


def _find_by(table: Table, column: str) -> None:
    """Let rows be found by a column, whether they still stand or not."""
    Index(f"{table.name}_by_{column}", table.c[column])


def _column(field: Field) -> Column[Any]:
    types: Mapping[FrameKind, Any] = {
        "text": Text,
        "date": _Sortable,
        "integer": _Whole,
        "boolean": Integer,
        "geometry": Geometry("MULTIPOLYGON", srid=SRID),
    }
    # A count is small; a number of bytes need not be.
    kind = Integer if field.kind == "count" else types[field.frame_kind]
    return Column(field.column, kind, nullable=not field.required)


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

_find_by(sources, "recorded_at")

clusters = _facts("clusters", key=("name",))

parcels = _facts("parcels", key=("parcel_no",), found_by=("parcel_no",))
"""`since` and `until` are the first and the last day on which the parcel is true."""

contracts = _facts("contracts", key=("contract_no",), found_by=("contract_no",))

contract_parcels = _facts(
    "contract_parcels", key=("contract_no", "parcel_no"), found_by=("contract_no", "parcel_no")
)
"""`position` counts the parcels of a contract from 1; the first decides the cluster of the contract."""

phases = _facts("phases", key=("contract_no", "number"), found_by=("contract_no",))

instalments = _facts("instalments", key=("contract_no", "number"), found_by=("contract_no",))

indicators = _facts(
    "indicators", key=("contract_no", "name", "direction", "stage"), found_by=("contract_no",)
)
"""Agreed values are decimal text, which no store rounds."""

events = _facts("events", key=("content_hash",), found_by=("contract_no",))

journal = Table(
    "journal",
    metadata,
    Column("sequence", _Whole, primary_key=True, autoincrement=False),
    Column("at", _Sortable, nullable=False),
    *(Column(name, Text, nullable=False) for name in ("actor", "verb", "body", "previous_hash", "hash")),
)
"""One line for each commit, chained by hashes; see :mod:`landwatch.registry.journal`."""

_find_by(journal, "at")

operators = _facts("operators", key=("content_hash",))

patrollers = _facts("patrollers", key=("content_hash",))

absences = _facts("absences", key=("content_hash",))

targets = _facts("targets", key=("content_hash",))
"""`cluster` is missing where a target is that of the zone."""

papers = _facts("papers", key=("series", "serial"), found_by=("contract_no",))
"""A voided paper stands on with its number, which nobody gets again."""

parties = _facts("parties", key=("content_hash",))

lineage = _facts("lineage", key=("content_hash",))
"""`parents` and `children` are JSON lists of parcel numbers."""

documents = _facts("documents", key=("content_hash",), found_by=("contract_no", "parcel_no"))
"""One row for each thing a document is attached to."""

document_files = _fact(
    "document_files",
    Column("sha256", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    key=("sha256",),
)
"""The bytes of a document, once however often it is attached; the hash is their content."""

personal_items = _facts("personal_items", key=("item",), found_by=("contract_no",))
"""What is kept about persons: what it is, what it is about, and the salted hash of its content."""

personal_contents = Table(
    "personal_contents",
    metadata,
    _row_id(),
    Column("item", Text, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
"""The contents of personal items, which can be destroyed: no hash of a row is taken over them, and they
bear no stamps."""

Index("personal_contents_item", personal_contents.c.item, unique=True)

destructions = _facts("destructions", key=("item",))
"""The decisions by which contents of personal items were destroyed."""

copies = Table(
    "copies",
    metadata,
    _row_id(),
    Column("place", Text, nullable=False),
    Column("made_at", _Sortable, nullable=False),
    Column("sequence", _Whole, nullable=False),
    Column("hash", Text, nullable=False),
)
"""Backups and copies of the register, with the last line of the journal in each: where else contents lie."""

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
    "patrollers": "巡查责任人",
    "absences": "巡查人缺勤",
    "targets": "盘活目标",
    "papers": "文书编号",
    "lineage": "宗地沿革",
    "documents": "文书",
    "document_files": "文书原件",
    "personal_items": "个人信息",
    "personal_contents": "个人信息内容",
    "destructions": "个人信息销毁决定",
    "copies": "备份与副本",
    "journal": "操作日志",
}
"""Each table, in the order in which they are made, and the title a GIS shows for it."""

_STAMPED = {
    "source_id": "来源编号",
    "recorded_at": "登记时间（UTC）",
    "recorded_by": "登记人",
    "superseded_at": "失效时间（UTC）",
    "content_hash": "内容校验码",
}
_HEADED = {"area": "（平方厘米）"}


def _headings(table: str) -> dict[str, str]:
    own = [
        field
        for field in fields_of(SECTIONS[table]).values()
        if field.is_in_store and field.kind != "boundary"
    ]
    named = {field.column: field.zh + _HEADED.get(field.kind, "") for field in own}
    return {"row_id": "行号"} | named | _STAMPED


COLUMNS: dict[str, dict[str, str]] = {table: _headings(table) for table in ("clusters", "parcels")}
"""The columns of the tables with a geometry, and the heading a GIS prints for each."""
