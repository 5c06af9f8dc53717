"""Run the revisions on the connection that :func:`landwatch.registry.schema.upgrade` hands over.

Its transaction is open already, so that a register is made or brought up to date as a whole or not at all.
"""

from __future__ import annotations

from alembic import context

from landwatch.registry.schema import VERSION_TABLE
from landwatch.registry.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
