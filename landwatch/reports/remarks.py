"""What a reader has to know about the figures: age of the data, what is missing, what each figure means."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pandas as pd

from landwatch.i18n import BEIJING, language, ngettext
from landwatch.i18n import gettext as _
from landwatch.model import EventType, OperatorBasis
from landwatch.reports.cells import cell_of
from landwatch.reports.document import Cell, Column, Table, printed
from landwatch.reports.material import Material
from landwatch.rules.wording import CERTAINTY, EVENTS, word

__all__ = ["ages", "definitions", "gaps", "terms"]

_WATCHED = (
    *(EventType.HANDED_OVER, EventType.COMMENCED, EventType.COMPLETED, EventType.PATROL),
    *(EventType.DEFAULT_DISPOSED, EventType.REVITALISED, EventType.SUSPENSION_IMPOSED),
    *(EventType.IDLE_RECOGNITION, EventType.REVIEW),
)


def ages(material: Material) -> Table:
    """Say for each kind of fact how many there are, and of which day the newest is.

    Parameters
    ----------
    material
        What the report is made from.

    Returns
    -------
    Table
        One row a kind.
    """
    events = material.assessment.snapshot.events
    events = events[events["contract_no"].isin(material.contracts.index)]
    rows: list[list[Cell]] = []
    for kind in _WATCHED:
        of_kind = events[events["type"] == kind]
        day = cell_of(of_kind["day"].fillna(of_kind["start"]).max())
        recorded = of_kind["recorded_at"].dropna().max()
        told = _to_the_minute(recorded) if isinstance(recorded, str) else None
        age = (material.on - day).days if day else None
        rows.append([word(EVENTS, kind.value), len(of_kind), day, age, told])
    return Table(
        title=_("How old the facts are"),
        columns=[
            Column(head=_("Kind of fact"), width=3),
            Column(head=_("On file"), form="count"),
            Column(head=_("Newest day"), form="date"),
            Column(head=_("Days before the day judged"), form="count"),
            Column(head=_("Last recorded"), width=3.4),
        ],
        rows=rows,
    )


def gaps(material: Material) -> Iterator[str]:
    """Say what is not known, and what that does to the figures.

    Parameters
    ----------
    material
        What the report is made from.

    Yields
    ------
    str
        One sentence each; nothing where nothing is missing.
    """
    live = material.live
    told: list[tuple[pd.DataFrame, Callable[[int], str]]] = [
        (
            live[live["area_cm2"].isna()],
            lambda count: ngettext(
                "{count} contract in force has no recorded area and is left out of all figures in mu: "
                "{which}.",
                "{count} contracts in force have no recorded area and are left out of all figures in mu: "
                "{which}.",
                count,
            ),
        ),
        (
            live[live["effective_commencement_due"].isna()],
            lambda count: ngettext(
                "{count} contract in force has no day by which to commence: {which}.",
                "{count} contracts in force have no day by which to commence: {which}.",
                count,
            ),
        ),
        (
            live[live["completion_due"].isna()],
            lambda count: ngettext(
                "{count} contract in force has no day by which to complete: {which}.",
                "{count} contracts in force have no day by which to complete: {which}.",
                count,
            ),
        ),
        (
            live[live["cluster"].isna()],
            lambda count: ngettext(
                "{count} contract in force belongs to no known cluster: {which}.",
                "{count} contracts in force belong to no known cluster: {which}.",
                count,
            ),
        ),
        (
            live[live["data_status"].isin(["REVIEW", "REJECTED"])],
            lambda count: ngettext(
                "{count} contract has facts that need a second look before they can be relied on: {which}.",
                "{count} contracts have facts that need a second look before they can be relied on: {which}.",
                count,
            ),
        ),
    ]
    for rows, sentence in told:
        if len(rows):
            yield sentence(len(rows)).format(count=len(rows), which=_some(rows.index))
    yield from _cluster_gaps(material)
    stale = [figure.label for figure in material.main if figure.stale]
    if stale:
        yield _(
            "The facts behind these figures are older than their limit, so the figures are doubtful: {which}."
        ).format(which=_(", ").join(dict.fromkeys(stale)))


def _cluster_gaps(material: Material) -> Iterator[str]:
    clusters = material.assessment.snapshot.clusters
    if material.cluster is not None:
        clusters = clusters[clusters["name"] == material.cluster]
    unnamed = clusters[clusters["operator"].isna()]
    if len(unnamed):
        yield _("No source names the operating company of {which}.").format(which=_some(unnamed["name"]))
    guessed = clusters[clusters["operator_basis"] == OperatorBasis.POSITION]
    if len(guessed):
        yield _("The operating company of {which} is inferred from its position in the source.").format(
            which=_some(guessed["name"])
        )
    parcels = material.assessment.snapshot.parcels
    if material.cluster is not None:
        parcels = parcels[parcels["cluster"] == material.cluster]
    bare = parcels[parcels.geometry.isna() | parcels.geometry.is_empty]
    if len(bare):
        yield ngettext(
            "{count} parcel has no recorded boundary: {which}.",
            "{count} parcels have no recorded boundary: {which}.",
            len(bare),
        ).format(count=len(bare), which=_some(bare["parcel_no"]))


def terms(material: Material) -> Iterator[str]:
    """Explain the words that every figure uses.

    Parameters
    ----------
    material
        What the report is made from.

    Yields
    ------
    str
        One sentence each.
    """
    yield _(
        "Pool P holds all contracts in force on the day judged; pool D only those of them whose due day, "
        "with the days that are excused, lies before it. No official formula of the rates was found, so "
        "every formula here is a choice of this system and stands beside its figure."
    )
    yield _(
        "One mu is 2,000/3 m²; 15 mu are one hectare. Areas are the registered ones. Figures are computed "
        "exactly and rounded half up only in print: rates to 0.1, mu to 0.01."
    )
    yield _(
        "Suspicion and default are computed from the contract, the facts on file and the rules of the day. "
        "Recognition as idle land, disposal, suspension of approvals and revitalisation are facts with a "
        "document; nothing here takes their place."
    )


def definitions(material: Material) -> Table:
    """Define the main figures; figures of one definition stand together.

    Parameters
    ----------
    material
        What the report is made from.

    Returns
    -------
    Table
        One row a definition.
    """
    told = material.definitions[language()]
    labels: dict[tuple[str, str], list[str]] = {}
    for figure in material.main:
        label, definition, pool = told[figure.id]
        labels.setdefault((definition, pool), []).append(label)
    sure = {figure.certainty for figure in material.main}
    certainty = _(", ").join(word(CERTAINTY, each) for each in sorted(sure))
    rows = [
        [_("; ").join(dict.fromkeys(names)), definition, pool] for (definition, pool), names in labels.items()
    ]
    return Table(
        title=_("Definitions of the main figures"),
        columns=[
            Column(head=_("Figure"), width=3),
            Column(head=_("Definition"), width=6),
            Column(head=_("Pool"), width=3),
        ],
        rows=rows,
        note=_("How sure these definitions are: {certainty}.").format(certainty=certainty),
    )


def _some(names: pd.Series | pd.Index, most: int = 10) -> str:
    """Name the first of many."""
    shown = _(", ").join(map(str, names[:most]))
    rest = len(names) - most
    return (
        shown
        if rest <= 0
        else _("{names} and {count} more").format(names=shown, count=printed(rest, "count"))
    )


def _to_the_minute(recorded_at: str) -> str:
    local = datetime.fromisoformat(recorded_at).astimezone(BEIJING)
    return _("{instant} (Beijing time)").format(instant=f"{local:%Y-%m-%d %H:%M}")
