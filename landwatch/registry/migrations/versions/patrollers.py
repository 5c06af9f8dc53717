"""Who patrols which cluster from which day on, and when somebody is away."""

from __future__ import annotations

from typing import Any

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Text, text

__all__ = ["downgrade", "upgrade"]

revision = "0007"
down_revision = "0006"

_Whole = BigInteger().with_variant(Integer(), "geopackage")
_Sortable = Text().with_variant(Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the tables; every row that stands stays as it is."""
    _create_fact(
        "patrollers",
        *(Column(name, Text, nullable=False) for name in ("cluster", "person")),
        Column("stand_in", Text),
        Column("since", _Sortable, nullable=False),
        Column("until", _Sortable),
    )
    _create_fact(
        "absences",
        Column("person", Text, nullable=False),
        *(Column(name, _Sortable, nullable=False) for name in ("since", "until")),
    )


def downgrade() -> None:
    """Refuse: what was recorded in these tables would be lost."""
    raise NotImplementedError("the patrollers of a register cannot be taken back")


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
        f"{name}_standing",
        name,
        ["content_hash"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
