"""Personal items whose contents can be destroyed, the decisions to do so, and where copies lie."""

from __future__ import annotations

from typing import Any

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, Text, text

__all__ = ["downgrade", "upgrade"]

revision = "0006"
down_revision = "0005"

_Whole = BigInteger().with_variant(Integer(), "geopackage")
_Sortable = Text().with_variant(Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the tables; every row that stands stays as it is."""
    _create_fact(
        "personal_items",
        *_required("item", "kind", "purpose", "media_type"),
        Column("size", _Whole, nullable=False),
        *_required("salted_sha256"),
        *(Column(name, Text) for name in ("name", "subject", "contract_no", "parcel_no", "event")),
    )
    op.create_table(
        "personal_contents",
        Column("row_id", _Whole, primary_key=True, autoincrement=False),
        *_required("item"),
        *(Column(name, LargeBinary, nullable=False) for name in ("salt", "content")),
    )
    op.create_index("personal_contents_item", "personal_contents", ["item"], unique=True)
    _create_fact(
        "destructions",
        *_required("item"),
        Column("day", _Sortable, nullable=False),
        *_required("decided_by", "second_person", "reason", "document", "document_sha256"),
    )
    op.create_table(
        "copies",
        Column("row_id", _Whole, primary_key=True, autoincrement=False),
        *_required("place"),
        Column("made_at", _Sortable, nullable=False),
        Column("sequence", _Whole, nullable=False),
        *_required("hash"),
    )


def downgrade() -> None:
    """Refuse: the decisions by which contents were destroyed would be lost."""
    raise NotImplementedError("the personal items of a register cannot be taken back")


def _create_fact(name: str, *columns: Column[Any]) -> None:
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
        f"{name}_standing", name, ["item"], unique=True, sqlite_where=standing, postgresql_where=standing
    )


def _required(*names: str) -> list[Column[Any]]:
    return [Column(name, Text, nullable=False) for name in names]
