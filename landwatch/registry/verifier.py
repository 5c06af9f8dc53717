"""What the stand-alone verifier has to know of the tables, and the script that carries it."""

from __future__ import annotations

import inspect
import json
from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import BigInteger, Column, Integer, LargeBinary

from landwatch.registry import verify_journal
from landwatch.registry.migrations import head
from landwatch.registry.tables import metadata
from landwatch.registry.verify_journal import Known

__all__ = ["known", "script"]

_KINDS = ((Geometry, ":g"), (LargeBinary, ":b"), (BigInteger, ":i"), (Integer, ":i"))
_PLACE = "KNOWN: Known | None = None\n"


def known() -> Known:
    """Say what the tables of a register in a GeoPackage are like.

    Returns
    -------
    Known
        The newest revision, and the columns of each table.
    """
    return Known(
        head(), {table.name: " ".join(map(_column, table.columns)) for table in metadata.sorted_tables}
    )


def _column(column: Column[Any]) -> str:
    kind = next((mark for form, mark in _KINDS if isinstance(column.type, form)), "")
    return f"{column.name}{kind}{'' if column.nullable else '!'}"


def script() -> str:
    """Write the verifier as one file that needs neither landwatch nor any package.

    Returns
    -------
    str
        Its source, with what it has to know of the tables.
    """
    schema, definitions = known()
    told = f"Known({json.dumps(schema)}, {json.dumps(definitions, indent=4)})"
    return inspect.getsource(verify_journal).replace(_PLACE, _PLACE.replace("None\n", f"{told}\n"), 1)
