"""The lists of a cluster page: which contracts a number of the legend stands for, since when and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.i18n import ngettext
from landwatch.maps.content import MapContent
from landwatch.maps.formatting import day, known, mu, text, total_mu
from landwatch.maps.labelling import grouped
from landwatch.measures.figures.states import Idle, State, idle_label, state_label
from landwatch.measures.figures.sums import Figures, Tally
from landwatch.model import EventType

__all__ = ["land_lists", "list_heads"]

Row = Mapping[Any, Any]
_COLUMNS = (
    "state idle area_cm2 idle_since stopped_since effective_commencement_due completion_due commenced_on "
    "completed_on commencement_status"
).split()


def land_lists(
    content: MapContent, counted: pd.DataFrame, vacant: pd.DataFrame, sums: Figures
) -> dict[str, Any]:
    """List what each row of the legend counts, the longest standing first.

    Parameters
    ----------
    content
        What is drawn.
    counted
        The contracts in force that the legend counts.
    vacant
        The parcels without a contract in force.
    sums
        What the legend prints: each list has the same count and the same mu.

    Returns
    -------
    dict
        By state and idle mark: ``title``, ``total``, ``head`` (what the day of a row is; None where there
        is none) and ``rows`` of contract, parcels, day, mu and a remark. ``idle`` is both marks together.
    """
    rows = counted[_COLUMNS]
    held = content.holdings[content.holdings["contract_no"].isin(counted.index)]
    parcels = grouped(held["contract_no"], held["parcel_no"])
    documents = _recognitions(content)
    lists = list_heads(sums)
    for state, (head, since) in _days().items():
        lists[state]["rows"] = _rows(rows[rows["state"] == state], head, since, parcels, {})
    lists[State.NO_CONTRACT]["rows"] = [
        [None, [str(no)], "", mu(area), ""] for no, area in vacant["registered_area_cm2"].items()
    ]
    for mark in Idle:
        of_mark = rows[rows["idle"] == mark]
        lists[mark]["rows"] = _rows(of_mark, _("Idle since"), _idle_since, parcels, documents)
    return lists


def list_heads(sums: Figures) -> dict[str, Any]:
    """Name the lists, for a page that asks for their rows one by one.

    Parameters
    ----------
    sums
        As for :func:`land_lists`.

    Returns
    -------
    dict
        What :func:`land_lists` gives, without ``rows``.
    """
    lists: dict[str, Any] = {
        state: {"title": state_label(state), "total": _total(sums.states[state]), "head": head}
        for state, (head, _since) in _days().items()
    }
    lists[State.NO_CONTRACT] = {
        "title": state_label(State.NO_CONTRACT),
        "total": _parcel_total(sums.states[State.NO_CONTRACT]),
        "head": None,
    }
    for mark in Idle:
        total = _total(sums.idle[mark])
        lists[mark] = {"title": idle_label(mark), "total": total, "head": _("Idle since")}
    lists["idle"] = _both(sums)
    return lists


def _both(sums: Figures) -> dict[str, Any]:
    marks = [Idle.RECOGNISED, Idle.SUSPECTED]
    return {
        "title": _("Idle land, recognised and suspected"),
        "total": _total(sums.idle[Idle.RECOGNISED] + sums.idle[Idle.SUSPECTED]),
        "head": _("Idle since"),
        "of": [str(mark) for mark in marks],
    }


def _rows(
    rows: pd.DataFrame,
    head: str | None,
    since: Callable[[Row], Any],
    held: Mapping[str, list[str]],
    remarks: Mapping[str, str],
) -> list[list[Any]]:
    days = {no: since(row) for no, row in zip(rows.index, rows.to_dict("records"), strict=True)}
    order = sorted(days, key=lambda no: (not known(days[no]), days[no] if known(days[no]) else None, no))
    areas = rows["area_cm2"].to_dict()
    return [
        [
            str(no),
            sorted(held.get(no, [])),
            day(days[no]) if head else "",
            mu(areas[no]),
            remarks.get(no, ""),
        ]
        for no in order
    ]


def _days() -> dict[State, tuple[str | None, Callable[[Row], Any]]]:
    """Of each state, the day that a reader asks for and what it is called."""
    return {
        State.COMMENCEMENT_DEFAULT: (_("Late since"), _after("effective_commencement_due")),
        State.COMPLETION_DEFAULT: (_("Late since"), _after("completion_due")),
        State.EXCUSED: (_("Due"), lambda row: row["effective_commencement_due"]),
        State.DUE_SOON: (_("Due"), _next_due),
        State.UNKNOWN: (None, lambda _row: None),
        State.UNDER_CONSTRUCTION: (_("Commenced"), lambda row: row["commenced_on"]),
        State.COMPLETED: (_("Completed on"), lambda row: row["completed_on"]),
        State.NOT_DUE: (_("Due"), lambda row: row["effective_commencement_due"]),
    }


def _after(column: str) -> Callable[[Row], Any]:
    return lambda row: row[column] + pd.Timedelta(days=1) if known(row[column]) else None


def _next_due(row: Row) -> Any:
    """The completion once works have commenced, else the commencement."""
    return row["completion_due"] if known(row["commenced_on"]) else row["effective_commencement_due"]


def _idle_since(row: Row) -> Any:
    """The first day of the delay, as a recognition counts; of suspended works the day they stopped."""
    return row["idle_since"] if known(row["idle_since"]) else row["stopped_since"]


def _recognitions(content: MapContent) -> dict[str, str]:
    """By contract, day and document of the newest recognition up to the day judged."""
    events = content.assessment.snapshot.events
    found = events[
        events["type"].eq(EventType.IDLE_RECOGNITION) & (events["day"] <= pd.Timestamp(content.on))
    ]
    found = found.sort_values("day", kind="stable").drop_duplicates("contract_no", keep="last")
    return {
        str(no): _("recognised {day}, {document}").format(day=day(when), document=text(document))
        for no, when, document in zip(found["contract_no"], found["day"], found["document"], strict=True)
    }


def _total(sum_of: Tally) -> str:
    return ngettext("{count} contract, {area} mu", "{count} contracts, {area} mu", sum_of.count).format(
        count=f"{sum_of.count:,}", area=total_mu(sum_of)
    )


def _parcel_total(sum_of: Tally) -> str:
    return ngettext("{count} parcel, {area} mu", "{count} parcels, {area} mu", sum_of.count).format(
        count=f"{sum_of.count:,}", area=total_mu(sum_of)
    )
