"""The bar under a map that replays the months: its words, its figures, and its data in few bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.i18n import minute_text, ngettext
from landwatch.maps.content import MapContent
from landwatch.maps.formatting import mu, total_mu
from landwatch.maps.page_parts import rate_lines
from landwatch.maps.revitalised import revitalisation
from landwatch.measures.acreage.booked import booked_as_revitalised, within
from landwatch.measures.figures.months import Timeline
from landwatch.measures.figures.states import Idle, State, idle_label, state_label
from landwatch.measures.figures.sums import Figures, Tally

__all__ = ["Bar", "replay_bar", "replay_words"]


@dataclass(frozen=True)
class Bar:
    """What a page needs to replay the months.

    Attributes
    ----------
    words
        What the template writes: the last month, its figures and a note.
    data
        What the script shows: ``days``, ``labels``, and by month the lines of ``figures``. Of a cluster
        also the looks of its parcels: ``runs`` as :meth:`Timeline.runs` has them, ``states`` and ``marks``
        that their numbers stand for; and ``sums``, count and mu of each of ``rows``, by month.
    """

    words: dict[str, Any]
    data: dict[str, Any]


def replay_bar(content: MapContent, cluster: str | None = None, parcel_nos: Sequence[str] = ()) -> Bar | None:
    """Put the months of a cluster, or of the zone, into words and numbers.

    Parameters
    ----------
    content
        What is drawn.
    cluster
        Name of the cluster; ``None`` for the whole zone.
    parcel_nos
        The parcels of the cluster in the order of the page.

    Returns
    -------
    Bar or None
        In the current language; None where no months are to be replayed.
    """
    timeline = content.timeline
    if timeline is None:
        return None
    sums = timeline.figures(cluster)
    booked = None if content.entries is None else booked_as_revitalised(content.entries, cluster)
    figures = [_items(of_day, day, booked) for day, of_day in zip(timeline.days, sums, strict=True)]
    labels = [_label(day, content.on) for day in timeline.days]
    data = {
        "days": [day.isoformat() for day in timeline.days],
        "labels": labels,
        "figures": [[line for item in items for line in item["values"]] for items in figures],
    }
    if cluster is not None:
        years = [_revitalised_by_year(content, cluster, day) for day in timeline.days]
        rows = [*(str(state) for state in State), "total", *(str(mark) for mark in Idle), *years[-1]]
        data |= _looks(timeline, parcel_nos) | {
            "rows": rows,
            "sums": [
                [*_sums(of_day), *(booked.get(row, ["0", mu(0)]) for row in years[-1])]
                for of_day, booked in zip(sums, years, strict=True)
            ],
        }
    words = {"last": len(labels) - 1, "label": labels[-1], "figures": figures[-1], "note": _note(content)}
    return Bar(words, data)


def _looks(timeline: Timeline, parcel_nos: Sequence[str]) -> dict[str, Any]:
    return {
        "runs": timeline.runs(parcel_nos),
        "states": [str(state) for state in State],
        "marks": [None, *(str(mark) for mark in Idle)],
        "stateNames": [state_label(state) for state in State],
        "markNames": ["", *(idle_label(mark) for mark in Idle)],
    }


def _note(content: MapContent) -> str:
    return _(
        "Each month is judged at its end by the facts known at {instant}, under the conventions of this page "
        "and the law of that day. Boundaries, popups and lists are those of the day judged, {day}."
    ).format(instant=minute_text(content.assessment.snapshot.known_at), day=content.on.isoformat())


def replay_words() -> dict[str, str]:
    """Give the texts that the script of the bar needs.

    Returns
    -------
    dict
        Texts by name, in the current language.
    """
    return {
        "play": _("Play month by month"),
        "pause": _("Pause"),
        "comma": _(", "),
        "listsOfJudgedDay": _("This list is of the day judged, not of the month on the map."),
        "thenAndNow": _("On the map: {month}, {state}. What follows is of the day judged."),
    }


def _label(day: date, last: date) -> str:
    month = _("{year}-{month:02}").format(year=day.year, month=day.month)
    return _("{month} (day judged)").format(month=month) if day == last else month


def _items(sums: Figures, day: date, booked: pd.DataFrame | None) -> list[dict[str, Any]]:
    items = [
        {"label": _("Commencement default rate"), "values": _brief(sums, "commencement")},
        {"label": _("Completion default rate"), "values": _brief(sums, "completion")},
        *({"label": idle_label(mark), "values": _size(sums.idle[mark])} for mark in Idle),
    ]
    if booked is not None:
        items.append({"label": _("Revitalised land"), "values": _revitalised(booked, day)})
    return items


def _brief(sums: Figures, obligation: Any) -> list[str]:
    by_area, __, by_count = rate_lines(sums, obligation)
    return [by_area, by_count]


def _size(sum_of: Tally) -> list[str]:
    count = ngettext("{count} contract", "{count} contracts", sum_of.count)
    return [_("{area} mu").format(area=total_mu(sum_of)), count.format(count=f"{sum_of.count:,}")]


def _sums(figures: Figures) -> list[list[str]]:
    tallies = [*figures.states.values(), figures.live, *figures.idle.values()]
    return [[f"{tally.count:,}", total_mu(tally)] for tally in tallies]


def _revitalised_by_year(content: MapContent, cluster: str, day: date) -> dict[str, list[str]]:
    """Count of parcels and mu of each row of the legend for revitalised land, as far as booked by a day."""
    legend = revitalisation(content.entries, cluster, day).legend
    return {row["id"]: [row["count"], row["mu"]] for row in legend}


def _revitalised(booked: pd.DataFrame, day: date) -> list[str]:
    in_year = within(booked, date(day.year, 1, 1), day)
    in_month = within(booked, date(day.year, day.month, 1), day)
    return [
        _("{area} mu in the year so far").format(area=mu(in_year)),
        _("{area} mu in the month").format(area=mu(in_month)),
    ]
