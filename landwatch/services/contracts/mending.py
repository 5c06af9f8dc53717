"""Facts that were typed wrong, mended as they are recorded; and what a person recorded on a day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import cast

from landwatch.catalogue import asked_of, detail_of
from landwatch.formats import ReaderSettings
from landwatch.i18n import BEIJING
from landwatch.model import Contract, Event
from landwatch.registry import Act, Commit, Done, Kind, Register
from landwatch.services.contracts.recording import Rows, looked_at, refused

__all__ = ["contract_standing", "correct_fact", "facts_standing", "recorded_by"]


def recorded_by(database: str, person: str, day: date) -> list[Commit]:
    """Tell what a person recorded on a day, of China.

    Parameters
    ----------
    database
        URL of the register.
    person
        By which name the person records.
    day
        The day.

    Returns
    -------
    list of Commit
        The newest first.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """
    first = datetime.combine(day, time(), BEIJING)
    with Register.open(database) as register:
        return register.commits_of(person, first, first + timedelta(days=1))


def contract_standing(database: str, contract_no: str) -> tuple[Contract, str] | None:
    """Give a contract that stands, and its version.

    Parameters
    ----------
    database
        URL of the register.
    contract_no
        Its number.

    Returns
    -------
    tuple or None
        The contract, and the hash by which a correction names what it replaces; ``None`` where none stands.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """
    with Register.open(database) as register:
        found = register.record(Kind.CONTRACTS, contract_no)
    return found if found is None else (cast(Contract, found[0]), found[1])


def facts_standing(database: str, contract_no: str) -> dict[str, Event]:
    """Give the facts that stand of a contract.

    Parameters
    ----------
    database
        URL of the register.
    contract_no
        Its number.

    Returns
    -------
    dict
        By content hash, in the order in which they were recorded.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """
    with Register.open(database) as register:
        return register.facts(contract_no)


def correct_fact(
    database: str,
    key: str,
    rows: Rows,
    act: Act,
    *,
    readers: ReaderSettings,
    contract_nos: Collection[str],
) -> Done:
    """Let a fact say what a table of one row says; what no column of the table speaks of keeps standing.

    Parameters
    ----------
    database
        URL of the register.
    key
        Content hash of the fact.
    rows
        The table with its header.
    act
        Who, when, why and on which document.
    readers, contract_nos
        As for :func:`look_at_facts`.

    Returns
    -------
    Done
        What changed.

    Raises
    ------
    UsageError
        If anything is wrong with the row.
    RegisterError
        If the register cannot be written, or the fact does not stand any more.
    """
    with Register.open(database) as register:
        offered, reading = looked_at(register, rows, act.at, readers, contract_nos)
        if reading is None or not offered.is_sound:
            raise refused(offered)
        (new,) = reading.events
        asked = {detail_of(new.type, name).column for name in asked_of(new.type)}

        def _mended(old: Event) -> Event:
            unsaid = {name: value for name, value in old.details.items() if name not in asked}
            return replace(new, details=unsaid | dict(new.details))

        return register.correct(Kind.EVENTS, key, _mended, act)
