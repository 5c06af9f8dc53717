"""The schema of a register: made, checked, brought up to date."""

from __future__ import annotations

from landwatch.registry import Register, upkeep
from landwatch.registry.upkeep import Schemas

__all__ = ["check_schema", "initialise", "schemas", "upgrade"]


def initialise(database: str) -> None:
    """Make a register, or bring one up to date; nothing happens to one that is.

    Parameters
    ----------
    database
        URL of the register.

    Raises
    ------
    RegisterError
        If it cannot be made there, or something else is there.
    """
    Register.create(database).close()


def schemas(database: str) -> Schemas:
    """Say which schema a register has.

    Parameters
    ----------
    database
        URL of the register.

    Returns
    -------
    Schemas
        Its schema, and that of this landwatch.

    Raises
    ------
    RegisterError
        If it is no register, or one of a newer landwatch.
    """
    return upkeep.schemas(database)


def check_schema(database: str) -> Schemas:
    """Make sure that a register is up to date and that its database is sound.

    Parameters
    ----------
    database
        URL of the register.

    Returns
    -------
    Schemas
        Its schema, twice.

    Raises
    ------
    RegisterError
        If it is no register, of another schema, or damaged.
    """
    return upkeep.check(database)


def upgrade(database: str) -> Schemas:
    """Bring a register up to date, as a whole or not at all.

    Parameters
    ----------
    database
        URL of the register.

    Returns
    -------
    Schemas
        The schema it had, and the one it has now.

    Raises
    ------
    RegisterError
        If it is no register, one of a newer landwatch, or cannot be written.
    """
    return upkeep.upgrade(database)
