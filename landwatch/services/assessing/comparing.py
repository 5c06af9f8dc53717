"""Two days of a register beside each other: what is new, cured, worse or better, and the page of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from landwatch.errors import UsageError
from landwatch.i18n import Language, instant_text
from landwatch.i18n import gettext as _
from landwatch.maps import write_comparison
from landwatch.measures.figures.differences import Difference, differences, tallies
from landwatch.measures.figures.states import with_states
from landwatch.measures.flagged import check_cluster
from landwatch.registry import Register
from landwatch.rules import Assessment, Conventions, assess
from landwatch.units import format_mu

__all__ = ["DayComparison", "compare_days", "draw_comparison"]


@dataclass(frozen=True, eq=False)
class DayComparison:
    """A register judged on two days.

    Attributes
    ----------
    before, after
        The two assessments, by the facts known at one instant.
    cluster
        The only cluster compared; ``None`` for all.
    rows
        The result of :func:`landwatch.measures.figures.differences.differences`, reasons in the current
        language.
    """

    before: Assessment
    after: Assessment
    cluster: str | None
    rows: pd.DataFrame

    def to_dict(self) -> dict[str, Any]:
        """Return days, counts and contracts as JSON values; those in order on both days are only counted."""
        known_at = self.after.snapshot.known_at
        listed = self.rows[self.rows["difference"] != Difference.IN_ORDER]
        return {
            "from": self.before.on.isoformat(),
            "to": self.after.on.isoformat(),
            "known_at": None if known_at is None else instant_text(known_at),
            "cluster": self.cluster,
            "illustrative": self.after.snapshot.illustrative,
            "differences": {
                str(each): {"contracts": tally.count, "mu": format_mu(tally.area_cm2)}
                for each, tally in tallies(self.rows).items()
            },
            "contracts": [_record(str(no), row) for no, row in listed.to_dict("index").items()],
        }


def compare_days(
    database: str,
    first: date,
    last: date,
    conventions: Conventions | None = None,
    *,
    cluster: str | None = None,
    known_at: datetime | None = None,
) -> DayComparison:
    """Judge a register on two days and compare.

    Parameters
    ----------
    database
        URL of the register.
    first, last
        The days whose ends are judged.
    conventions
        The choices the rules leave open.
    cluster
        Only this cluster.
    known_at
        The instant of knowledge of both days; by default the last at which anything was recorded.

    Raises
    ------
    UsageError
        If the days do not stand in this order, or the register knows no such cluster.
    RegisterError
        If the register cannot be opened or read.
    """
    if first >= last:
        raise UsageError(
            _("--from {first} does not lie before --to {last}; give the earlier day first").format(
                first=first.isoformat(), last=last.isoformat()
            )
        )
    with Register.open(database) as register:
        before, after = (assess(register.snapshot(day, known_at), conventions) for day in (first, last))
    check_cluster(after.snapshot.clusters["name"], cluster)
    rows = differences(with_states(before), with_states(after), cluster)
    return DayComparison(before, after, cluster, rows)


def draw_comparison(comparison: DayComparison, out: Path, *, language: Language = "zh") -> Path:
    """Draw the page of a comparison: the two days side by side, and what differs.

    Parameters
    ----------
    comparison
        The two days.
    out
        Folder to write to.
    language
        Language of the page.

    Returns
    -------
    Path
        The page.

    Raises
    ------
    UsageError
        If the folder cannot be written.
    """
    return write_comparison(
        comparison.before, comparison.after, out, cluster=comparison.cluster, language=language
    )


def _record(contract_no: str, row: dict[Any, Any]) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        return None if pd.isna(value) else str(value)

    return {
        "contract_no": contract_no,
        "difference": str(row["difference"]),
        "cluster": plain(row["cluster"]),
        "holder": plain(row["holder"]),
        "area_mu": None if pd.isna(row["area_cm2"]) else format_mu(int(row["area_cm2"])),
        **{
            when: {name: plain(row[f"{name}_{when}"]) for name in ("state", "idle", "reason")}
            for when in ("before", "after")
        },
    }
