"""The code under which a contract's project is on file with the authority for investment (项目代码)."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Text

__all__ = ["downgrade", "upgrade"]

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column; every row that stands stays as it is."""
    op.add_column("contracts", Column("project_code", Text))


def downgrade() -> None:
    """Refuse: the codes that were recorded would be lost."""
    raise NotImplementedError("the project codes of a register cannot be taken back")
