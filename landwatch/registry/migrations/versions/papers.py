"""The numbers of official papers, those that were voided among them."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Text, text

__all__ = ["downgrade", "upgrade"]

revision = "0010"
down_revision = "0009"

_Whole = BigInteger().with_variant(Integer(), "geopackage")
_Sortable = Text().with_variant(Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the table; every row that stands stays as it is."""
    op.create_table(
        "papers",
        Column("row_id", _Whole, primary_key=True, autoincrement=False),
        *(Column(name, Text, nullable=False) for name in ("number", "kind", "series")),
        Column("serial", Integer, nullable=False),
        Column("contract_no", Text, nullable=False),
        Column("day", _Sortable, nullable=False),
        *(Column(name, Text, nullable=False) for name in ("sha256", "rests_on")),
        Column("voided", Integer, nullable=False),
        Column("source_id", _Whole, ForeignKey("sources.row_id"), nullable=False),
        Column("recorded_at", _Sortable, nullable=False),
        Column("recorded_by", Text, nullable=False),
        Column("superseded_at", _Sortable),
        Column("content_hash", Text, nullable=False),
    )
    standing = text("superseded_at IS NULL")
    op.create_index(
        "papers_standing",
        "papers",
        ["series", "serial"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
    op.create_index("papers_by_contract_no", "papers", ["contract_no"])


def downgrade() -> None:
    """Refuse: what was recorded in the table would be lost."""
    raise NotImplementedError("the papers of a register cannot be taken back")
