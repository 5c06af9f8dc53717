"""The first tables: sources, clusters, parcels, contracts with their parts, and events."""

from __future__ import annotations

from typing import Any

from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Text, text

__all__ = ["downgrade", "upgrade"]

revision = "0001"
down_revision = None

_Whole = BigInteger().with_variant(Integer(), "geopackage")
_Sortable = Text().with_variant(Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "sources",
        _row_id(),
        *_required("name", "sha256", "kind"),
        Column("encoding", Text),
        Column("epsg", Integer),
        Column("recorded_at", _Sortable, nullable=False),
        Column("recorded_by", Text, nullable=False),
    )
    _create_fact("clusters", ["name"], *_required("name"), *_cluster_columns())
    _create_fact("parcels", ["parcel_no"], *_required("parcel_no"), *_parcel_columns())
    _create_fact("contracts", ["contract_no"], *_required("contract_no"), *_contract_columns())
    _create_fact(
        "contract_parcels",
        ["contract_no", "parcel_no"],
        *_required("contract_no", "parcel_no"),
        Column("position", Integer, nullable=False),
    )
    _create_fact(
        "phases",
        ["contract_no", "number"],
        *_required("contract_no", "number"),
        *_wholes("area_cm2"),
        *_sortables("agreed_commencement", "agreed_completion"),
    )
    _create_fact(
        "instalments",
        ["contract_no", "number"],
        *_required("contract_no", "number"),
        *_sortables("due_on"),
        *_wholes("amount_fen"),
    )
    _create_fact(
        "events",
        ["content_hash"],
        *_required("contract_no", "type"),
        *_sortables("day", "start", "end"),
        *_texts("phase", "parcel_no", "document"),
        Column("details", Text, nullable=False),
    )


def downgrade() -> None:
    """Refuse: there is nothing before the first tables, and a register is never emptied."""
    raise NotImplementedError("the first tables of a register cannot be taken back")


def _create_fact(name: str, key: list[str], *columns: Column[Any]) -> None:
    op.create_table(
        name,
        _row_id(),
        *columns,
        Column("source_id", _Whole, ForeignKey("sources.row_id"), nullable=False),
        Column("recorded_at", _Sortable, nullable=False),
        Column("recorded_by", Text, nullable=False),
        Column("superseded_at", _Sortable),
        Column("content_hash", Text, nullable=False),
    )
    standing = text("superseded_at IS NULL")
    op.create_index(
        f"{name}_standing", name, key, unique=True, sqlite_where=standing, postgresql_where=standing
    )


def _row_id() -> Column[Any]:
    return Column("row_id", _Whole, primary_key=True, autoincrement=False)


def _required(*names: str) -> list[Column[Any]]:
    return [Column(name, Text, nullable=False) for name in names]


def _texts(*names: str) -> list[Column[Any]]:
    return [Column(name, Text) for name in names]


def _sortables(*names: str) -> list[Column[Any]]:
    return [Column(name, _Sortable) for name in names]


def _wholes(*names: str) -> list[Column[Any]]:
    return [Column(name, _Whole) for name in names]


def _place() -> list[Column[Any]]:
    return [
        Column("illustrative", Integer, nullable=False),
        Column("geometry", Geometry("MULTIPOLYGON", srid=4490)),
    ]


def _cluster_columns() -> list[Column[Any]]:
    return [*_texts("name_en", "operator", "operator_basis"), *_place()]


def _parcel_columns() -> list[Column[Any]]:
    return [*_texts("name", "cluster", "land_use"), *_wholes("registered_area_cm2"), *_place()]


def _contract_columns() -> list[Column[Any]]:
    return [
        *_texts("supervision_no", "form", "project_name", "location", "holder", "holder_code", "grantor"),
        *_texts("supply_method", "land_use", "industry", "foundation"),
        *_wholes("area_cm2", "price_fen", "deposit_fen", "paid_fen"),
        *_wholes("commencement_damages_ppb", "completion_damages_ppb"),
        *_wholes("handover_damages_ppb", "payment_damages_ppb"),
        *_sortables("signed_on", "agreed_handover", "agreed_commencement", "agreed_completion"),
        *_wholes("developable_cm2", "developed_cm2"),
        *_wholes("total_investment_fen", "total_investment_land_price_fen", "total_investment_tax_fen"),
        *_wholes("invested_fen", "invested_land_price_fen", "invested_tax_fen"),
        *_wholes("planned_gfa_cm2", "unfinished_gfa_at_due_cm2"),
        Column("illustrative", Integer, nullable=False),
        *_texts("source_columns"),
    ]
