"""A forecast in words: what a driver is, and what past outcomes are worth."""

from __future__ import annotations

from landwatch.i18n import gettext as _
from landwatch.measures.figures.default_model import LEAST_OUTCOMES, TrackRecord

__all__ = ["driver_name", "verdict"]


def driver_name(driver: str) -> str:
    """Say what a driver is.

    Parameters
    ----------
    driver
        Its column, or ``land_use: …`` and ``cluster: …``.
    """
    names = {
        "days_left": _("days till the due day"),
        "area": _("area"),
        "price_per_mu": _("price per mu"),
        "months_given": _("months from handover to the due day"),
        "late_handover": _("late handover"),
        "amendments": _("amendments of the contract"),
        "holder_defaults": _("other defaults of the holder"),
        "patrols": _("patrols in the half-year before"),
        "permit": _("construction permit on file"),
        "late_commencement": _("late commencement"),
        "land_use": _("land use"),
        "cluster": _("cluster"),
    }
    head, _colon, level = driver.partition(": ")
    return f"{names[head]}: {level}" if level else names[head]


def verdict(record: TrackRecord) -> str:
    """Say in a sentence what past outcomes are worth for one kind of day.

    Parameters
    ----------
    record
        Its track record.
    """
    kind = _("Commencement") if record.kind == "commencement" else _("Completion")
    counted = {"kind": kind, "outcomes": record.outcomes, "defaults": record.defaults}
    if record.outcomes < LEAST_OUTCOMES:
        return _(
            "{kind}, ranked by dates alone: {outcomes} past outcomes ({defaults} defaults) are fewer than "
            "the {least} that a probability needs."
        ).format(**counted, least=LEAST_OUTCOMES)
    if not record.learnable:
        return _(
            "{kind}, ranked by dates alone: {outcomes} past outcomes ({defaults} defaults); a probability "
            "needs scikit-learn, install it with {command}."
        ).format(**counted, command="pip install 'landwatch[forecast]'")
    if record.brier is None or record.base_brier is None:
        return _(
            "{kind}, ranked by dates alone: {outcomes} past outcomes ({defaults} defaults) are too "
            "one-sided or too close together to test a probability on."
        ).format(**counted)
    scores = counted | {
        "held": record.held_out,
        "brier": f"{record.brier:.3f}",
        "base": f"{record.base_brier:.3f}",
    }
    if not record.used:
        return _(
            "{kind}, ranked by dates alone: {outcomes} past outcomes ({defaults} defaults); on {held} of "
            "them held out the model (Brier score {brier}) was not clearly better than the base rate "
            "({base})."
        ).format(**scores)
    return _(
        "{kind}, ranked by probability of default: {outcomes} past outcomes ({defaults} defaults); on {held} "
        "of them held out the model had a Brier score of {brier}, the base rate {base} (lower is better); "
        "{expected} defaults were forecast and {happened} happened."
    ).format(**scores, expected=f"{record.expected:.1f}", happened=record.happened)
