"""Targets of revitalised land as a table that a page and a file share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from landwatch.exhibits import About, Column, Table
from landwatch.i18n import gettext as _
from landwatch.measures.acreage.targets import Progress
from landwatch.registry import RecordedTarget
from landwatch.units import format_mu, round_half_up

__all__ = ["TargetRow", "targets_table"]


@dataclass(frozen=True)
class TargetRow:
    """A target with who set it, and how far it is reached."""

    recorded: RecordedTarget
    progress: Progress


def targets_table(rows: Sequence[TargetRow], about: About) -> Table[TargetRow]:
    """Set the targets out, one a row.

    Parameters
    ----------
    rows
        The targets.
    about
        What is reached rests on.
    """
    return Table(
        id="targets",
        title=_("Targets of revitalisation"),
        definition=_("Reached is what the ledger of acreage has for the year, up to the day judged."),
        columns=[
            Column(id="year", name=_("Year"), of=lambda row: str(row.progress.year)),
            Column(id="cluster", name=_("Cluster"), of=lambda row: row.progress.cluster or _("zone")),
            Column(id="target", name=_("Target"), of=lambda row: _mu(row.progress.target_cm2), form="mu"),
            Column(id="reached", name=_("Reached"), of=lambda row: _mu(row.progress.reached_cm2), form="mu"),
            Column(id="share", name=_("Share"), of=_share, form="percent"),
            Column(id="document", name=_("Document"), of=lambda row: row.recorded.document or ""),
            Column(id="reason", name="", of=lambda row: row.recorded.reason or "", place="below"),
            Column(id="recorded_by", name=_("By"), of=lambda row: row.recorded.recorded_by),
            Column(
                id="recorded_at",
                name=_("Recorded"),
                of=lambda row: row.recorded.recorded_at,
                form="instant",
            ),
        ],
        items=rows,
        about=about,
    )


def _mu(area_cm2: int) -> Decimal:
    return Decimal(format_mu(area_cm2))


def _share(row: TargetRow) -> Decimal | None:
    return None if row.progress.share is None else round_half_up(row.progress.share * 100, 1)
