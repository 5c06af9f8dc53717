"""What became of each contract between two days: newly flagged, cured, worse, better, or as it was.

A contract is *flagged* on a day when it is in force and in default, or when its land is suspected or
recognised as idle. What weighs more is ordered as everywhere on the maps
(:mod:`landwatch.measures.figures.states`), idle land first, since it is what may cost the land itself:

1. by the mark of idle land: recognised, suspected, none;
2. then by default: both, commencement, completion, none.

So a contract that starts late and is then only late with completion is better; one whose land becomes
suspected is worse, whatever became of its defaults. Nothing is judged here: the two days are two assessments
of the engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.measures.figures.declared import MEASURES, Declared, declare
from landwatch.measures.figures.states import Idle, State
from landwatch.measures.figures.sums import Tally, tally

__all__ = [
    "FLAGGED",
    "Difference",
    "by_cluster",
    "difference_label",
    "difference_meaning",
    "differences",
    "tallies",
]


class Difference(StrEnum):
    """What became of a contract, in the order in which a reader looks at them."""

    NEW = "new"
    WORSE = "worse"
    UNCHANGED = "unchanged"
    BETTER = "better"
    CURED = "cured"
    ENDED = "ended"
    SIGNED = "signed"
    IN_ORDER = "in_order"


FLAGGED = (Difference.NEW, Difference.WORSE, Difference.UNCHANGED, Difference.BETTER, Difference.CURED)
"""What concerns contracts that are flagged on at least one of the days, and in force on the later one."""

_IDLE = {Idle.SUSPECTED: 1, Idle.RECOGNISED: 2}
_DEFAULTS = 4  # none, completion, commencement, both


def differences(before: pd.DataFrame, after: pd.DataFrame, cluster: str | None = None) -> pd.DataFrame:
    """Compare every contract that is in force on at least one of two days.

    Parameters
    ----------
    before, after
        The contracts of the same register on the two days, as
        :func:`landwatch.measures.figures.states.with_states` gives them.
    cluster
        Only contracts of this cluster.

    Returns
    -------
    pandas.DataFrame
        Index ``contract_no``, in the order of :class:`Difference`, then the largest first: ``difference``,
        ``cluster``, ``holder``, ``area_cm2``, and ``state``, ``idle`` and ``reason`` with ``_before`` and
        ``_after``; missing where the contract was not yet signed. What is no day of its own (cluster,
        holder, area) is that of the later day.
    """
    days = {"before": before, "after": after}
    numbers = after.index.append(before.index.difference(after.index, sort=False))
    weights = [_weights(told).reindex(numbers, fill_value=0).to_numpy() for told in days.values()]
    live = [_live(told).reindex(numbers, fill_value=False).to_numpy() for told in days.values()]
    columns: dict[str, Any] = {"difference": _difference(weights[0], weights[1], live[0], live[1])}
    for name in ("cluster", "current_holder", "holder", "area_cm2"):
        columns[name] = after[name].reindex(numbers).fillna(before[name].reindex(numbers)).array
    for name in ("state", "idle", "reason"):
        columns |= {f"{name}_{when}": told[name].reindex(numbers) for when, told in days.items()}
    rows = pd.DataFrame(columns, index=numbers)
    rows = rows.assign(holder=rows["current_holder"].fillna(rows["holder"])).drop(columns="current_holder")
    rows = rows[live[0] | live[1]]
    if cluster is not None:
        rows = rows[rows["cluster"].eq(cluster)]
    order = rows["difference"].map({each: place for place, each in enumerate(Difference)})
    rows = rows.assign(order=order, number=rows.index)
    ordered: pd.DataFrame = rows.sort_values(["order", "area_cm2", "number"], ascending=[True, False, True])
    return ordered.drop(columns=["order", "number"])


def tallies(rows: pd.DataFrame) -> Mapping[Difference, Tally]:
    """Count contracts and add up their mu.

    Parameters
    ----------
    rows
        The result of :func:`differences`.

    Returns
    -------
    Mapping
        One tally each; the contracts in force on the earlier day are all but those signed or newly flagged
        since, those in force on the later day are all but those ended.
    """
    return {each: tally(rows.loc[rows["difference"] == each, "area_cm2"]) for each in Difference}


def by_cluster(rows: pd.DataFrame, names: Iterable[str]) -> pd.DataFrame:
    """Count the flagged contracts of each cluster by what became of them.

    Parameters
    ----------
    rows
        The result of :func:`differences`.
    names
        The clusters of the register, in their order; contracts without one come last.

    Returns
    -------
    pandas.DataFrame
        Index cluster, one column for each of :data:`FLAGGED`.
    """
    of = rows["cluster"].fillna(_("cluster not recorded"))
    counts = rows.groupby([of, "difference"]).size().unstack(fill_value=0)
    clusters = list(dict.fromkeys([*map(str, names), *map(str, counts.index)]))
    return counts.reindex(index=clusters, columns=list(FLAGGED), fill_value=0)


def _live(contracts: pd.DataFrame) -> pd.Series:
    return contracts["state"].ne(State.NO_CONTRACT)


def _weights(contracts: pd.DataFrame) -> pd.Series:
    """How grave a flagged contract is; 0 where it is not flagged."""
    in_default = (contracts[f"{duty}_breach"].astype("int64") for duty in ("completion", "commencement"))
    completion, commencement = in_default
    idle = contracts["idle"].astype(object).map(_IDLE).fillna(0).astype("int64")
    return idle * _DEFAULTS + commencement * 2 + completion


def _difference(
    before: np.ndarray, after: np.ndarray, was_live: np.ndarray, is_live: np.ndarray
) -> np.ndarray:
    found = np.select(
        [
            ~is_live,
            (before == 0) & (after > 0),
            (before > 0) & (after == 0),
            after > before,
            after < before,
            after > 0,
            ~was_live,
        ],
        [
            Difference.ENDED,
            Difference.NEW,
            Difference.CURED,
            Difference.WORSE,
            Difference.BETTER,
            Difference.UNCHANGED,
            Difference.SIGNED,
        ],
        default=Difference.IN_ORDER,
    )
    return np.array([Difference(each) for each in found], dtype=object)


def difference_label(difference: Difference) -> str:
    """Name a difference in the current language.

    Parameters
    ----------
    difference
        The difference.
    """
    return {
        Difference.NEW: _("New"),
        Difference.WORSE: _("Worse"),
        Difference.UNCHANGED: _("Still flagged"),
        Difference.BETTER: _("Better"),
        Difference.CURED: _("Cured"),
        Difference.ENDED: _("No longer in force"),
        Difference.SIGNED: _("Signed since, in order"),
        Difference.IN_ORDER: _("In order on both days"),
    }[difference]


def difference_meaning() -> list[str]:
    """Say how the differences are told apart, one sentence each, in the current language."""
    return [
        _(
            "A contract is flagged when it is in force and in default, or when its land is suspected or "
            "recognised as idle."
        ),
        _(
            "New: flagged on the later day only. Cured: flagged on the earlier day only, and still in force. "
            "No longer in force: ended or terminated between the days, which cures nothing."
        ),
        _(
            "Worse and better: first by idle land (recognised, suspected, none), then by default (both, "
            "commencement, completion, none)."
        ),
        _("Both days are judged by the facts known at the same instant; mu are those of the whole contract."),
    ]


declare(
    *(
        Declared(id=f"change_{difference}_{by}", section="changes", kind="flow", by=by)
        for difference in Difference
        for by in MEASURES
    )
)
