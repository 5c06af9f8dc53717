"""The revisions make the tables that the code names."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from geoalchemy2.alembic_helpers import include_object

from landwatch.registry import Register, database
from landwatch.registry.schema import VERSION_TABLE
from landwatch.registry.tables import metadata


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
def test_the_revisions_make_the_tables_that_the_code_names(register: Register, url: str) -> None:
    with database.reading(database.connect(url)) as connection:
        options = {"version_table": VERSION_TABLE, "include_object": include_object, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
