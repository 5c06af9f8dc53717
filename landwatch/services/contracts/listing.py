"""What is listed about contracts, as tables that a page, a file and a notebook share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from landwatch.exhibits import About, Cell, Column, Table
from landwatch.i18n import gettext as _
from landwatch.measures.flagged import verdict_name
from landwatch.measures.worklist import Duty, kind_name
from landwatch.rules.wording import SEVERITIES, word
from landwatch.services.contracts.searching import Hit, found_in
from landwatch.units import FEN_PER_YUAN, format_mu

__all__ = ["duties_table", "hits_table"]


def duties_table(duties: Sequence[Duty], about: About) -> Table[Duty]:
    """Set out what there is to do, one contract a row.

    Parameters
    ----------
    duties
        As :func:`landwatch.measures.worklist.work_list` gives them.
    about
        What they rest on.
    """
    return Table(
        id="work",
        title=_("My list"),
        definition=_(
            "Contracts with a default, idle land, an unpaid instalment, a day that falls due soon or a "
            "patrol to make. Damages are a claim computed from the contract, not a debt."
        ),
        columns=[
            Column("contract_no", _("Contract number"), lambda duty: duty.contract_no),
            Column("holder", _("Holder"), lambda duty: duty.holder),
            Column("cluster", _("Cluster"), lambda duty: duty.cluster),
            Column("area_mu", _("Area"), _area, "mu"),
            Column("kinds", _("Kind"), lambda duty: _(", ").join(map(kind_name, duty.kinds))),
            Column("gravity", _("Gravity"), lambda duty: word(SEVERITIES, duty.gravity)),
            Column("days_late", _("Days late"), lambda duty: duty.days if duty.flagged else None, "count"),
            Column("due_by", _("Next due day"), _next_day, "date"),
            Column("why", _("Why"), lambda duty: duty.flagged.why if duty.flagged else None),
            Column("next_step", _("Next step"), _next_step),
            Column("damages_yuan", _("Damages"), _damages, "yuan"),
            Column(
                "verdict",
                _("Review"),
                _verdict,
            ),
            Column("reviewed_on", _("Reviewed on"), _reviewed_on, "date"),
            Column("reviewed_by", _("Reviewed by"), _reviewed_by),
        ],
        items=duties,
        about=about,
    )


def _area(duty: Duty) -> Cell:
    area = duty.flagged.area_cm2 if duty.flagged else None
    return None if area is None else Decimal(format_mu(area))


def _next_day(duty: Duty) -> Cell:
    days = [step.deadline for step in duty.reminders if step.deadline]
    return min([*days, *([duty.patrol_until] if duty.patrol_until else [])], default=None)


def _next_step(duty: Duty) -> Cell:
    steps = (*(duty.flagged.steps[:1] if duty.flagged else ()), *duty.reminders)
    return "\n".join(step.next_step for step in steps)


def _damages(duty: Duty) -> Cell:
    fen = duty.flagged.amount_fen if duty.flagged else None
    return None if fen is None else Decimal(fen) / FEN_PER_YUAN


def _verdict(duty: Duty) -> Cell:
    return verdict_name(duty.review.verdict) if duty.review else None


def _reviewed_on(duty: Duty) -> Cell:
    return duty.review.day if duty.review else None


def _reviewed_by(duty: Duty) -> Cell:
    return duty.review.person if duty.review else None


def hits_table(hits: Iterable[Hit], words: str, about: About) -> Table[Hit]:
    """Set out what a search found.

    Parameters
    ----------
    hits
        What was found.
    words
        What was looked for.
    about
        What it rests on.
    """
    return Table(
        id="hits",
        title=f"{_('Search')}{_(': ')}{words}",
        columns=[
            Column("text", _("Found"), lambda hit: hit.text),
            Column("what", _("In"), lambda hit: found_in(hit.what)),
            Column("contract_no", _("Contract"), lambda hit: hit.contract_no),
            Column("holder", _("Holder"), lambda hit: hit.holder),
            Column("cluster", _("Cluster"), lambda hit: hit.cluster),
        ],
        items=list(hits),
        about=about,
    )
