"""Agreed days of production, and the indicators of standard land that a contract names."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Text, text

__all__ = ["downgrade", "upgrade"]

revision = "0002"
down_revision = "0001"

_Whole = BigInteger().with_variant(Integer(), "geopackage")
_Sortable = Text().with_variant(Text(collation="C"), "postgresql")
_KEY = ("contract_no", "name", "direction", "stage")


def upgrade() -> None:
    """Add the columns and the table; every row that stands stays as it is."""
    for name in ("agreed_production", "agreed_full_production"):
        op.add_column("contracts", Column(name, _Sortable))
    op.create_table(
        "indicators",
        Column("row_id", _Whole, primary_key=True, autoincrement=False),
        *(Column(name, Text, nullable=False) for name in ("contract_no", "name", "value")),
        Column("unit", Text),
        *(Column(name, Text, nullable=False) for name in ("direction", "stage")),
        Column("damages_ppb", _Whole),
        Column("source_id", _Whole, ForeignKey("sources.row_id"), nullable=False),
        Column("recorded_at", _Sortable, nullable=False),
        Column("recorded_by", Text, nullable=False),
        Column("superseded_at", _Sortable),
        Column("content_hash", Text, nullable=False),
    )
    standing = text("superseded_at IS NULL")
    op.create_index(
        "indicators_standing",
        "indicators",
        list(_KEY),
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )


def downgrade() -> None:
    """Refuse: what was recorded under these columns would be lost."""
    raise NotImplementedError("the agreed indicators of a register cannot be taken back")
