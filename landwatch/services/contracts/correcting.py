"""Changing what the register says: corrected, retired, split, merged, taken back, operated by others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from landwatch import formats
from landwatch.errors import InputError, UsageError
from landwatch.formats import ReaderSettings
from landwatch.formats.cells.changes import change_of
from landwatch.i18n import gettext as _
from landwatch.measures.flagged import check_cluster, close_matches
from landwatch.model import Event, Operator, Parcel, Severity
from landwatch.registry import Act, Done, Kind, Known, Register

__all__ = [
    "correct_record",
    "merge_parcels",
    "operate_cluster",
    "retire_record",
    "split_parcel",
    "surveyed",
    "take_back_parcels",
]


def correct_record(
    database: str, kind: Kind, key: str, given: Sequence[str], act: Act, *, replaces: str | None = None
) -> Done:
    """Correct fields of a record.

    Parameters
    ----------
    database
        URL of the register.
    kind, key
        The record: a cluster's name, a parcel or contract number, the first digits of a fact's hash.
    given
        Texts ``field=value``; see :func:`landwatch.formats.cells.changes.change_of`.
    act
        Who, when, why and on which document.
    replaces
        Version that the correction was thought of for.

    Returns
    -------
    Done
        What changed.

    Raises
    ------
    UsageError
        If the record is not in the register (close ones are named), or a field or value is not known.
    RegisterError
        If the register cannot be written, or the correction does not fit what stands.
    """
    change = change_of(kind, given)
    with Register.open(database) as register:
        known = register.known()
        _check_key(known, kind, key)

        return register.correct(
            kind, key, lambda record: _fitting(change(record), known), act, replaces=replaces
        )


def retire_record(database: str, kind: Kind, key: str, act: Act, *, with_facts: bool = False) -> Done:
    """Let a record that was never true stand no longer.

    Parameters
    ----------
    database
        URL of the register.
    kind, key
        The record, as for :func:`correct_record`.
    act
        Who, when, why and on which document.
    with_facts
        Whether the facts and documents of a contract go with it.

    Returns
    -------
    Done
        Whether anything was changed.

    Raises
    ------
    UsageError
        If nothing was ever recorded under the key; close ones are named.
    RegisterError
        If the register cannot be written, or something else needs the record.
    """
    with Register.open(database) as register:
        if not (kind in (Kind.CONTRACTS, Kind.PARCELS) and register.history(key)):
            _check_key(register.known(), kind, key)
        return register.retire(kind, key, act, with_facts=with_facts)


def split_parcel(
    database: str,
    parcel_no: str,
    file: Path,
    day: date,
    act: Act,
    *,
    readers: ReaderSettings,
    crs: int | None = None,
    accept_guess: bool = False,
) -> Done:
    """Divide a parcel into those of a survey.

    Parameters
    ----------
    database
        URL of the register.
    parcel_no
        The parcel that ends.
    file
        The survey of the new parcels.
    day
        The first day on which they are true.
    act
        Who, when, why and on which document.
    readers
        What the readers need to know of the district.
    crs, accept_guess
        As for an import.

    Returns
    -------
    Done
        What changed.

    Raises
    ------
    InputError
        If the file cannot be read as a whole.
    UsageError
        If the parcel is not in the register.
    RegisterError
        If the register cannot be written, or the parcels do not fit.
    """
    children = surveyed(file, readers, crs, accept_guess=accept_guess)
    with Register.open(database) as register:
        _check_key(register.known(), Kind.PARCELS, parcel_no)
        return register.split(parcel_no, children, day, act, measuring_epsg=readers.measuring_epsg)


def merge_parcels(
    database: str,
    parcel_nos: Sequence[str],
    file: Path,
    day: date,
    act: Act,
    *,
    readers: ReaderSettings,
    crs: int | None = None,
    accept_guess: bool = False,
) -> Done:
    """Make one parcel, that of a survey, of several.

    Parameters
    ----------
    database
        URL of the register.
    parcel_nos
        The parcels that end.
    file
        The survey of the new parcel.
    day
        The first day on which it is true.
    act
        Who, when, why and on which document.
    readers
        What the readers need to know of the district.
    crs, accept_guess
        As for an import.

    Returns
    -------
    Done
        What changed.

    Raises
    ------
    InputError
        If the file cannot be read as a whole.
    UsageError
        If a parcel is not in the register.
    RegisterError
        If the register cannot be written, or the parcels do not fit.
    """
    children = surveyed(file, readers, crs, accept_guess=accept_guess)
    with Register.open(database) as register:
        known = register.known()
        for number in parcel_nos:
            _check_key(known, Kind.PARCELS, number)
        return register.merge(parcel_nos, children, day, act, measuring_epsg=readers.measuring_epsg)


def take_back_parcels(database: str, parcel_no: str, act: Act) -> Done:
    """Take back a split or merger that was a mistake: from now on as if it had never been.

    The parcels that it made are retired, those that it ended have no last day any more, and contracts hold
    their ground of before again. At every instant before, the register still says what it said then.
    Documents of the retired parcels go to those of before; a number that is free by it can be given again
    by the right split.

    Parameters
    ----------
    database
        URL of the register.
    parcel_no
        A parcel that ended with the split or merger; of a merger any of them.
    act
        Who, when, why and on which document; none of them may be empty.

    Returns
    -------
    Done
        What changed, parcel by parcel (``P until``: the last day is gone; ``P1 since``: retired) and
        document by document; not new if it was taken back already.

    Raises
    ------
    UsageError
        If the parcel is not in the register; close ones are named.
    RegisterError
        If the register cannot be written, no document is named, the parcel was neither split nor merged, or
        something that was recorded since needs one of the new parcels: a contract or a fact that names it,
        or a further split or merger. They are named, with what to do.
    """
    with Register.open(database) as register:
        if not register.history(parcel_no):
            _check_key(register.known(), Kind.PARCELS, parcel_no)
        return register.take_back(parcel_no, act)


def operate_cluster(database: str, operator: Operator, act: Act) -> Done:
    """Record which company operates a cluster in a time.

    Parameters
    ----------
    database
        URL of the register.
    operator
        Cluster, company, basis and days.
    act
        Who, when, why and on which document.

    Returns
    -------
    Done
        What changed.

    Raises
    ------
    UsageError
        If the register knows no such cluster.
    RegisterError
        If the register cannot be written, or another company operates it then.
    """
    with Register.open(database) as register:
        check_cluster((cluster.name for cluster in register.known().clusters), operator.cluster)
        return register.operate(operator, act)


def _check_key(known: Known, kind: Kind, key: str) -> None:
    if kind is Kind.CLUSTERS:
        check_cluster((cluster.name for cluster in known.clusters), key)
    if kind is Kind.CONTRACTS and key not in known.contract_nos:
        close = close_matches(key, known.contract_nos)
        raise UsageError(_("contract {number} is not in the register{close}").format(number=key, close=close))
    if kind is Kind.PARCELS and key not in known.parcel_nos:
        close = close_matches(key, known.parcel_nos)
        raise UsageError(_("parcel {number} is not in the register{close}").format(number=key, close=close))


def _fitting(record: Any, known: Known) -> Any:
    """Refuse a record that would belong to nothing, as an import would."""
    if isinstance(record, Parcel) and record.cluster is not None and known.clusters:
        _check_key(known, Kind.CLUSTERS, record.cluster)
    if isinstance(record, Event):
        _check_key(known, Kind.CONTRACTS, record.contract_no)
    return record


def surveyed(
    file: Path, readers: ReaderSettings, crs: int | None, *, accept_guess: bool
) -> tuple[Parcel, ...]:
    """Read the parcels of a survey; none may be left out.

    Parameters
    ----------
    file
        The survey.
    readers
        What the readers need to know of the district.
    crs, accept_guess
        As for an import.

    Raises
    ------
    InputError
        If the file cannot be read as a whole.
    """
    reading = formats.read(file, crs=crs, accept_guess=accept_guess, settings=readers)
    refused = [issue for issue in reading.issues if issue.severity is Severity.ERROR]
    if refused or not reading.parcels:
        told = _("{file}: holds no parcel that can be read; nothing was changed").format(file=file)
        # Without an error it waits for its CRS, or holds nothing that is a parcel.
        said = refused or [issue for issue in reading.issues if issue.record is None]
        raise InputError("; ".join(issue.message for issue in said[:3]) or told)
    return reading.parcels
