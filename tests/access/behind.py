"""How somebody else changes accounts: plain SQL through the plain driver."""

from __future__ import annotations

from typing import Any

from sqlalchemy import make_url

from landwatch.access.account_tables import SCHEMA
from tests.registry.tampering import tamper

__all__ = ["changed_behind"]


def changed_behind(url: str, *statements: str) -> list[Any]:
    """Run statements on the accounts of a register; return the rows of the last one if it has some."""
    if make_url(url).drivername == "gpkg":
        return tamper(url.removesuffix(".gpkg") + ".access.db", *statements)
    return tamper(url, f"SET search_path = {SCHEMA}", *statements)
