"""Indexes that find all that was ever recorded of a contract or parcel, and who recorded it."""

from __future__ import annotations

from alembic import op

__all__ = ["downgrade", "upgrade"]

revision = "0008"
down_revision = "0007"

_FOUND_BY = {
    "parcel_no": ("parcels", "contract_parcels", "documents"),
    "contract_no": (
        *("contracts", "contract_parcels", "phases", "instalments", "indicators", "events", "documents"),
        "personal_items",
    ),
    "recorded_at": ("sources",),
    "at": ("journal",),
}


def upgrade() -> None:
    """Add the indexes; every row stays as it is."""
    for column, tables in _FOUND_BY.items():
        for table in tables:
            op.create_index(f"{table}_by_{column}", table, [column])


def downgrade() -> None:
    """Take the indexes away."""
    for column, tables in _FOUND_BY.items():
        for table in tables:
            op.drop_index(f"{table}_by_{column}", table)
