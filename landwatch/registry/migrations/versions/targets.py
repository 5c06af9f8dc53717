"""The land to be revitalised in a year, by cluster or in the zone."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Text, text

__all__ = ["downgrade", "upgrade"]

revision = "0009"
down_revision = "0008"

_Whole = BigInteger().with_variant(Integer(), "geopackage")
_Sortable = Text().with_variant(Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the table; every row that stands stays as it is."""
    op.create_table(
        "targets",
        Column("row_id", _Whole, primary_key=True, autoincrement=False),
        Column("year", Integer, nullable=False),
        Column("cluster", Text),
        Column("area_cm2", _Whole, nullable=False),
        Column("source_id", _Whole, ForeignKey("sources.row_id"), nullable=False),
        Column("recorded_at", _Sortable, nullable=False),
        Column("recorded_by", Text, nullable=False),
        Column("superseded_at", _Sortable),
        Column("content_hash", Text, nullable=False),
    )
    standing = text("superseded_at IS NULL")
    op.create_index(
        "targets_standing",
        "targets",
        ["content_hash"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )


def downgrade() -> None:
    """Refuse: what was recorded in the table would be lost."""
    raise NotImplementedError("the targets of a register cannot be taken back")
