"""A register as an older landwatch made it."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from landwatch import registry
from landwatch.registry import geopackage
from landwatch.registry.database import on_geopackage
from landwatch.registry.tables import SRID
from tests.registry import backdoor

MIGRATIONS = Path(registry.__file__).parent / "migrations"
FIRST_TABLES = (
    *("sources", "clusters", "parcels", "contracts", "contract_parcels", "phases", "instalments", "events"),
)
ROW = {
    "contract_no": "渝地（2019）合字第9号",
    "form": "GF-2008-2601",
    "agreed_commencement": "2020-12-31",
    "price_fen": 1_800_000_000,
    "illustrative": 0,
    "source_columns": "{}",
}


def make(url: str) -> None:
    """Make a register as the first revision made it, with one contract in it."""
    with backdoor.writing(url) as connection:
        if on_geopackage(connection):
            geopackage.make_base_tables(connection, SRID)
        else:
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS postgis"))
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        if on_geopackage(connection):
            for table in FIRST_TABLES:
                geopackage.register_table(connection, table, table)
        stamps = {"recorded_at": "2023-05-01T08:00:00.000000Z", "recorded_by": "李四"}
        source = {"row_id": 1, "name": "台账.csv", "sha256": "5e" * 32, "kind": "ledger"} | stamps
        fact = {"row_id": 1, "source_id": 1, "content_hash": "0a" * 32} | stamps | ROW
        for table, row in (("sources", source), ("contracts", fact)):
            names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), row)  # noqa: S608
