"""Which schema a register has, whether its database is sound, and how it is brought up to date."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection

from landwatch.errors import RegisterError
from landwatch.i18n import gettext as _
from landwatch.registry import journal, schema, soundness
from landwatch.registry.database import on_geopackage, reading, writing
from landwatch.registry.faults import damaged, place_of
from landwatch.registry.transfer import opened

__all__ = ["Schemas", "check", "schemas", "upgrade"]


class Schemas(NamedTuple):
    """The schema that a register has, and the one that this landwatch reads and writes."""

    found: str
    current: str


def schemas(url: str) -> Schemas:
    """Say which schema a register has.

    Parameters
    ----------
    url
        Its URL.

    Returns
    -------
    Schemas
        Its schema, and that of this landwatch.

    Raises
    ------
    RegisterError
        If it is no register, or one of a newer landwatch.
    """
    with opened(url) as engine, reading(engine) as connection:
        return Schemas(schema.check_known(connection), schema.head())


def upgrade(url: str) -> Schemas:
    """Bring a register up to date, as a whole or not at all.

    Parameters
    ----------
    url
        Its URL.

    Returns
    -------
    Schemas
        The schema it had, and the one it has now.

    Raises
    ------
    RegisterError
        If it is no register, one of a newer landwatch, or cannot be written.
    """
    with opened(url) as engine, writing(engine) as connection:
        found = schema.check_known(connection)
        schema.upgrade(connection)
        return Schemas(found, schema.head())


def check(url: str) -> Schemas:
    """Make sure that a register is up to date and that its database is sound.

    Parameters
    ----------
    url
        Its URL.

    Returns
    -------
    Schemas
        Its schema, twice.

    Raises
    ------
    RegisterError
        If it is no register, of another schema, or damaged; says what to do.
    """
    with opened(url) as engine, reading(engine) as connection:
        schema.check(connection)
        with journal.tolerant(connection):
            told = list(soundness.differences(connection))
        if told:
            raise RegisterError(
                _(
                    "The register {place} is not as landwatch makes it; differences: {count}. {told} "
                    "To have all tables made anew, copy it to an empty place (landwatch db copy) and see "
                    "whether the copy's journal is intact, or restore a backup."
                ).format(place=place_of(connection.engine.url), count=len(told), told=" ".join(told))
            )
        if on_geopackage(connection):
            _check_file(connection)
        return Schemas(schema.head(), schema.head())


def _check_file(connection: Connection) -> None:
    orphan = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if orphan is not None:
        reason = f"{orphan[0]} {orphan[1]} -> {orphan[2]}"
        raise damaged(connection.engine.url, reason)
