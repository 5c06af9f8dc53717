"""The journal: one line for each commit, chained by hashes."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, Text

__all__ = ["downgrade", "upgrade"]

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table; its first line, which takes in the rows that are there, follows in `schema.upgrade`."""
    op.create_table(
        "journal",
        Column(
            "sequence",
            BigInteger().with_variant(Integer(), "geopackage"),
            primary_key=True,
            autoincrement=False,
        ),
        Column("at", Text().with_variant(Text(collation="C"), "postgresql"), nullable=False),
        *(Column(name, Text, nullable=False) for name in ("actor", "verb", "body", "previous_hash", "hash")),
    )


def downgrade() -> None:
    """Refuse: without its journal a register cannot show what became of it."""
    raise NotImplementedError("the journal of a register cannot be taken back")
