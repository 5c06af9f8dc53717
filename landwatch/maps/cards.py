"""What a popup says of a contract: plain texts in a fixed order, put into the page as data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from landwatch.catalogue import Field, fields_of, label
from landwatch.i18n import gettext as _
from landwatch.maps.content import MapContent
from landwatch.maps.formatting import (
    count_days,
    day,
    field_text,
    known,
    mu,
    text,
    verdict_label,
    yuan,
)
from landwatch.maps.labelling import grouped
from landwatch.measures.figures.states import State, state_label
from landwatch.model import DataStatus, EventType, IdleStatus, SuspensionStatus
from landwatch.rules.wording import SOURCES, STATUS, word
from landwatch.units import is_money

__all__ = ["badges", "contract_cards", "deadline_labels", "former_contracts"]

# Only these are taken out of the hundred columns of an assessment: rows are slow, columns are fast.
_COLUMNS = (
    "project_name supervision_no holder current_holder area_cm2 illustrative state idle reason "
    "commencement_breach completion_breach commencement_breach_area_cm2 completion_breach_area_cm2 "
    "idle_status suspension_status data_status commencement_due_source excused_days handover_days "
    "agreed_commencement effective_commencement_due commenced_on commencement_days commencement_damages_fen "
    "agreed_completion completion_due completed_on completion_days completion_damages_fen first_idle_day"
).split()

# The lines that the catalogue asks for: names stand before the holder, days and figures after the parcels.
_LINES = [field for field in fields_of("contract").values() if field.popup]
_NAMES = [field for field in _LINES if field.frame_kind == "text"]
_FIGURES = [field for field in _LINES if field.frame_kind != "text"]

Row = Mapping[Any, Any]
Lines = list[tuple[str, str]]


def contract_cards(content: MapContent, contract_nos: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Describe contracts in force.

    Parameters
    ----------
    content
        What is drawn.
    contract_nos
        Numbers of the contracts.

    Returns
    -------
    dict
        By contract number: ``no``, ``title``, ``holder``, ``badges``, ``facts`` (label and value),
        ``deadlines`` (two cells for each of :func:`deadline_labels`), ``reason``, ``reviews``,
        ``illustrative`` and ``find``
        (what a search looks through).
    """
    wanted = dict.fromkeys([*_COLUMNS, *(field.column for field in _LINES)])
    columns = [name for name in wanted if content.assessment.shows_money or not is_money(name)]
    chosen = content.contracts.loc[list(contract_nos), columns]
    parcels = content.holdings[content.holdings["contract_no"].isin(chosen.index)]
    parcel_nos = grouped(parcels["contract_no"], parcels["parcel_no"])
    reviews = _reviews(content)
    has_money = content.assessment.shows_money
    return {
        str(no): _card(str(no), row, sorted(parcel_nos.get(no, [])), reviews.get(str(no), []), has_money)
        for no, row in zip(chosen.index, chosen.to_dict("records"), strict=True)
    }


def former_contracts(content: MapContent, parcel_nos: Iterable[str]) -> dict[str, list[str]]:
    """Describe the contracts that no longer bind a parcel, the newest first.

    Parameters
    ----------
    content
        What is drawn.
    parcel_nos
        Numbers of the parcels.

    Returns
    -------
    dict
        One line a contract, by parcel number; parcels without any are left out.
    """
    held = content.holdings
    past = held[held["state"].eq(State.NO_CONTRACT) & held["parcel_no"].isin(list(parcel_nos))]
    lines: dict[str, list[str]] = {}
    for parcel_no, contract_no in zip(past["parcel_no"], past["contract_no"], strict=True):
        row = content.contracts.loc[contract_no]
        line = _("{contract} · {holder} · signed {day} · {status}").format(
            contract=contract_no,
            holder=text(row["holder"]),
            day=day(row["signed_on"]),
            status=word(STATUS["contract_status"], row["contract_status"]),
        )
        lines.setdefault(str(parcel_no), []).append(line)
    return lines


def deadline_labels(*, has_money: bool = True) -> list[str]:
    """Name the rows of the table of commencement and completion.

    Parameters
    ----------
    has_money
        Whether amounts of money are told.

    Returns
    -------
    list of str
        In the current language; damages are a claim and never called a debt.
    """
    labels = [_("Agreed"), _("Day that counts"), _("Actual"), _("Days late")]
    return [*labels, _("Damages accrued (a claim, not a debt)")] if has_money else labels


def _card(no: str, row: Row, parcel_nos: list[str], reviews: Lines, has_money: bool) -> dict[str, Any]:
    holder = row["current_holder"] if known(row["current_holder"]) else row["holder"]
    return {
        "no": no,
        "title": str(row["project_name"]) if known(row["project_name"]) else no,
        "holder": text(holder),
        "badges": badges(row),
        "facts": [
            (label("contract", "contract_no"), no),
            *_declared(row, _NAMES),
            (label("contract", "holder"), text(holder)),
            *([(_("First holder"), text(row["holder"]))] if text(holder) != text(row["holder"]) else []),
            (_("Parcels"), "\N{IDEOGRAPHIC COMMA}".join(parcel_nos)),
            *_declared(row, _FIGURES),
            *_circumstances(row),
        ],
        "deadlines": [*_deadlines(row), *([_claims(row)] if has_money else [])],
        "reason": str(row["reason"]) if known(row["reason"]) else "",
        "reviews": reviews,
        "illustrative": bool(known(row["illustrative"]) and row["illustrative"]),
        "find": [no, *(str(v) for v in (row["supervision_no"], holder, row["holder"]) if known(v))],
    }


def _declared(row: Row, fields: Iterable[Field]) -> Lines:
    told = (field for field in fields if field.column in row)
    return [(label("contract", field.name), field_text(field, row[field.column])) for field in told]


def _mu_line(area_cm2: Any) -> str:
    return _("{area} mu").format(area=mu(area_cm2)) if known(area_cm2) else mu(area_cm2)


def badges(row: Row) -> list[tuple[str, str]]:
    """Name the states that apply to a contract; a default never hides the other.

    Parameters
    ----------
    row
        A judged contract with its `state` and `idle` mark.

    Returns
    -------
    list of tuple of str
        The name, and the state, mark or ``suspension`` that gives the colour.
    """
    broken = {
        State.COMMENCEMENT_DEFAULT: row["commencement_breach"],
        State.COMPLETION_DEFAULT: row["completion_breach"],
    }
    states = [state for state, breach in broken.items() if known(breach) and breach] or [State(row["state"])]
    badges = [(state_label(state), str(state)) for state in states]
    if known(row["idle"]):
        badges.append((word(STATUS["idle_status"], row["idle_status"]), str(row["idle"])))
    if row["suspension_status"] == SuspensionStatus.ACTIVE:
        badges.append((word(STATUS["suspension_status"], SuspensionStatus.ACTIVE), "suspension"))
    return badges


def _deadlines(row: Row) -> list[tuple[str, str]]:
    return [
        (day(row["agreed_commencement"]), day(row["agreed_completion"])),
        (day(row["effective_commencement_due"]), day(row["completion_due"])),
        (
            day(row["commenced_on"]) if known(row["commenced_on"]) else _("no commencement recorded"),
            day(row["completed_on"]) if known(row["completed_on"]) else _("no completion recorded"),
        ),
        (
            _days_late(row["commencement_days"], row["effective_commencement_due"]),
            _days_late(row["completion_days"], row["completion_due"]),
        ),
    ]


def _claims(row: Row) -> tuple[str, str]:
    return (
        _damages(row, "commencement"),
        _damages(row, "completion"),
    )


def _days_late(days: Any, due: Any) -> str:
    return count_days(days) if known(due) and known(days) else _("cannot be counted")


def _damages(row: Row, obligation: str) -> str:
    days, name = row[f"{obligation}_days"], f"{obligation}_damages_fen"
    if not (known(days) and days):
        return _("none")
    fen = row[name]
    return yuan(fen) if known(fen) else _("cannot be computed")


def _circumstances(row: Row) -> Lines:
    """What a reader must know to follow the judgement, left out where there is nothing to say."""
    lines: Lines = []
    if row["commencement_due_source"] != "contract":
        lines.append((_("Commencement day from"), word(SOURCES, row["commencement_due_source"])))
    for title, days in (
        (_("Excused days"), row["excused_days"]),
        (_("Land handed over late by"), row["handover_days"]),
    ):
        if known(days) and days:
            lines.append((title, count_days(days)))
    for title, area in (
        (_("Area in commencement default"), row["commencement_breach_area_cm2"]),
        (_("Area in completion default"), row["completion_breach_area_cm2"]),
    ):
        if known(area) and area and not _same(area, row["area_cm2"]):
            lines.append((title, _mu_line(area)))
    return lines + _idle_days(row) + _doubts(row)


def _same(one: Any, other: Any) -> bool:
    return bool(known(other) and one == other)


def _idle_days(row: Row) -> Lines:
    if not known(row["idle"]) or row["idle_status"] == IdleStatus.SUSPECT_SUSPENDED:
        return []
    due = row["effective_commencement_due"]
    first_late = day(due + pd.Timedelta(days=1)) if known(due) else day(due)
    return [
        (_("Late since"), first_late),
        (_("First day after a full year"), day(row["first_idle_day"])),
    ]


def _doubts(row: Row) -> Lines:
    status = row["data_status"]
    if status == DataStatus.OK:
        return []
    return [(_("Data quality"), word(STATUS["data_status"], status))]


def _reviews(content: MapContent) -> dict[str, Lines]:
    """What inspectors found up to the day judged, the newest first: an observation, never a status."""
    events = content.assessment.snapshot.events
    found = events[events["type"].eq(EventType.REVIEW) & ~(events["day"] > pd.Timestamp(content.on))]
    found = found.sort_values("day", ascending=False, kind="stable")
    lines: dict[str, Lines] = {}
    for row in found.to_dict("records"):
        details = json.loads(row["details"]) if known(row["details"]) else {}
        person = details.get("person") or row["recorded_by"]
        head = _("{day} · {person}: {verdict}").format(
            day=day(row["day"]), person=text(person), verdict=verdict_label(details.get("verdict"))
        )
        names = ", ".join(str(photo["name"]) for photo in details.get("photos") or ())
        photos = _("Photos: {names}").format(names=names) if names else ""
        note = " · ".join(filter(None, (str(details.get("note") or ""), photos)))
        lines.setdefault(row["contract_no"], []).append((head, note))
    return lines
