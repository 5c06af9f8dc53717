"""The revisions make the tables that the code names."""

from __future__ import annotations

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from geoalchemy2.alembic_helpers import include_object

from landwatch.registry import Register
from landwatch.registry.schema import VERSION_TABLE
from landwatch.registry.tables import metadata
from tests.registry import backdoor


def is_ours(item: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """Whether a difference matters: the tables of GeoPackage and PostGIS themselves are not in the code."""
    of_the_store = kind == "table" and (name or "").startswith(("gpkg_", "rtree_", "layer_styles"))
    return not of_the_store and bool(include_object(item, name, kind, reflected, compare_to))


def test_the_revisions_make_the_tables_that_the_code_names(register: Register, url: str) -> None:
    with backdoor.reading(url) as connection:
        options = {"version_table": VERSION_TABLE, "include_object": is_ours, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
