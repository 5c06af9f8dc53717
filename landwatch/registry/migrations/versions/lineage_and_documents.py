"""Operators over time, parties, the lineage of parcels, documents with their bytes, reasons of commits."""

from __future__ import annotations

from typing import Any

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, Text, text

__all__ = ["downgrade", "upgrade"]

revision = "0004"
down_revision = "0003"

_Whole = BigInteger().with_variant(Integer(), "geopackage")
_Sortable = Text().with_variant(Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the columns and the tables; every row that stands stays as it is."""
    for name in ("reason", "document"):
        op.add_column("sources", Column(name, Text))
    for name in ("since", "until"):
        op.add_column("parcels", Column(name, _Sortable))
    _create_fact(
        "operators",
        "content_hash",
        *_required("cluster", "operator", "basis"),
        *_sortables("since", "until"),
    )
    _create_fact("parties", "content_hash", *_required("name"), Column("code", Text))
    _create_fact(
        "lineage",
        "content_hash",
        *_required("kind", "parents", "children"),
        *_sortables("day"),
        Column("document", Text),
    )
    _create_fact(
        "documents",
        "content_hash",
        *_required("sha256", "file_name"),
        Column("size", _Whole, nullable=False),
        *_texts("kind", "number", "title"),
        *_sortables("day"),
        *_texts("contract_no", "parcel_no", "event"),
    )
    _create_fact(
        "document_files", "sha256", *_required("sha256"), Column("content", LargeBinary, nullable=False)
    )


def downgrade() -> None:
    """Refuse: what was recorded in these tables would be lost."""
    raise NotImplementedError("lineage and documents of a register cannot be taken back")


def _create_fact(name: str, key: str, *columns: Column[Any]) -> None:
    op.create_table(
        name,
        Column("row_id", _Whole, primary_key=True, autoincrement=False),
        *columns,
        Column("source_id", _Whole, ForeignKey("sources.row_id"), nullable=False),
        Column("recorded_at", _Sortable, nullable=False),
        Column("recorded_by", Text, nullable=False),
        Column("superseded_at", _Sortable),
        Column("content_hash", Text, nullable=False),
    )
    standing = text("superseded_at IS NULL")
    op.create_index(
        f"{name}_standing", name, [key], unique=True, sqlite_where=standing, postgresql_where=standing
    )


def _required(*names: str) -> list[Column[Any]]:
    return [Column(name, Text, nullable=False) for name in names]


def _texts(*names: str) -> list[Column[Any]]:
    return [Column(name, Text) for name in names]


def _sortables(*names: str) -> list[Column[Any]]:
    return [Column(name, _Sortable) for name in names]
