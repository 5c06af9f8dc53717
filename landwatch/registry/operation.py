"""Who operates a cluster from which day on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Connection

from landwatch.errors import RegisterError
from landwatch.i18n import gettext as _
from landwatch.model import Operator
from landwatch.registry.amending import found_key, write
from landwatch.registry.change_request import Act, Done
from landwatch.registry.lookups import stamped_rows
from landwatch.registry.replacing import Writing, differences
from landwatch.registry.row_mapping import Kind, read_back, row_of
from landwatch.registry.tables import operators

__all__ = ["operate"]


def operate(connection: Connection, operator: Operator, act: Act) -> Done:
    """Let a company operate a cluster in a time; one that operated it till now ends the day before.

    Parameters
    ----------
    connection
        A connection of the only writer.
    operator
        Cluster, company, basis and days.
    act
        Who, when, why and on which document.

    Returns
    -------
    Done
        Nothing is written if it is recorded like that already.

    Raises
    ------
    RegisterError
        If there is no such cluster, the days are in the wrong order, or another company operates it then.
    """
    if operator.since and operator.until and operator.until < operator.since:
        raise RegisterError(
            _("{until} is before {since}; nothing was changed. Mend one of the two days.").format(
                until=operator.until, since=operator.since
            )
        )
    found_key(connection, Kind.CLUSTERS, operator.cluster)
    row = row_of(operator, operator.cluster)
    rows = stamped_rows(connection, operators, operators.c.cluster == operator.cluster)
    if any(_says(read_back(Operator, known), operator) for known in rows):
        return Done(key=operator.cluster)
    writing = Writing()
    for known in rows:
        other = read_back(Operator, known)
        if not _overlap(other, operator):
            continue
        if other.until is not None or operator.since is None or (other.since or date.min) >= operator.since:
            raise RegisterError(
                _(
                    "{name} is operated by {operator} from {since} to {until}; nothing was changed. "
                    "No two companies operate a cluster on one day."
                ).format(
                    name=operator.cluster,
                    operator=other.operator,
                    since=other.since or "…",
                    until=other.until or "…",
                )
            )
        writing.end(operators.name, known["row_id"])
        ended = replace(other, until=operator.since - timedelta(days=1))
        writing.add(operators.name, row_of(ended, operator.cluster))
    writing.add(operators.name, row)
    at = write(connection, "operate", act, writing, row["content_hash"])
    changes = differences(replace(operator, operator="", since=None, until=None), operator)
    return Done(key=operator.cluster, changes=changes, recorded_at=at)


def _says(known: Operator, operator: Operator) -> bool:
    """Whether that is known already; a successor may have ended what was said to be open."""
    return operator in (known, replace(known, until=None))


def _overlap(one: Operator, other: Operator) -> bool:
    first = max(one.since or date.min, other.since or date.min)
    return first <= min(one.until or date.max, other.until or date.max)
