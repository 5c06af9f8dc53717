"""How somebody else changes a register: plain SQL through the plain driver."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import psycopg
from sqlalchemy import make_url

from landwatch.registry import geopackage


def tamper(url: str, *statements: str) -> list[Any]:
    """Run statements behind landwatch's back; return the rows of the last one if it has some."""
    address = make_url(url)
    connection: Any
    if address.drivername == "gpkg":
        connection = sqlite3.connect(str(address.database), isolation_level=None)
        geopackage.register_functions(connection)  # as QGIS and GDAL have them, for the index
    else:
        plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
        connection = psycopg.connect(plain, autocommit=True)
    with closing(connection):
        for statement in statements:
            cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []
