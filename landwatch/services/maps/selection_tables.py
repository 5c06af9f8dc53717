"""The parcels of a selection, and what they add up to, as tables that a page and a file share."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from landwatch.exhibits import About, Column, Table
from landwatch.i18n import gettext as _
from landwatch.measures.figures.states import Idle, idle_label, state_label
from landwatch.measures.figures.sums import Tally
from landwatch.services.maps.selecting import Selected, Selection
from landwatch.units import format_mu

__all__ = ["Sum", "parcels_table", "sums_table"]


@dataclass(frozen=True)
class Sum:
    """A line of the sums.

    Attributes
    ----------
    label
        What is added up.
    tally
        How many parcels, and their registered area.
    """

    label: str
    tally: Tally


def sums_table(selection: Selection, about: About) -> Table[Sum]:
    """Add up a selection by state, and of it the idle land.

    Parameters
    ----------
    selection
        The parcels.
    about
        What they rest on.
    """
    states = [Sum(state_label(state), tally) for state, tally in selection.by_state().items()]
    marks = [
        Sum(_("of these: {what}").format(what=idle_label(Idle(mark))), tally)
        for mark, tally in selection.by_mark().items()
    ]
    columns: list[Column[Sum]] = [
        Column(id="state", name=_("State"), of=lambda each: each.label),
        Column(id="parcels", name=_("Number of parcels"), of=lambda each: each.tally.count, form="count"),
        Column(
            id="area_mu",
            name=_("Registered area"),
            of=lambda each: Decimal(format_mu(each.tally.area_cm2)),
            form="mu",
        ),
    ]
    return Table(
        id="sums",
        title=_("Sums"),
        definition=_("A parcel counts once, in the state of the gravest contract in force on it."),
        columns=columns,
        items=[*states, Sum(_("Together"), selection.total), *marks],
        about=about,
    )


def parcels_table(selection: Selection, about: About) -> Table[Selected]:
    """List the parcels of a selection.

    Parameters
    ----------
    selection
        The parcels.
    about
        What they rest on.
    """
    columns: list[Column[Selected]] = [
        Column(id="parcel_no", name=_("Parcel"), of=lambda each: each.parcel_no),
        Column(id="contract_no", name=_("Contract"), of=lambda each: _(", ").join(each.contract_nos[:1])),
        Column(
            id="further", name=_("also"), of=lambda each: _(", ").join(each.contract_nos[1:]), place="below"
        ),
        Column(id="holder", name=_("Holder"), of=lambda each: each.holder),
        Column(id="state", name=_("State"), of=lambda each: state_label(each.state)),
        Column(id="idle", name=_("Idle land"), of=lambda each: each.idle and idle_label(Idle(each.idle))),
        Column(id="cluster", name=_("Cluster"), of=lambda each: each.cluster),
        Column(id="area_mu", name=_("Registered area"), of=_mu, form="mu"),
    ]
    return Table(
        id="parcels",
        title=_("Selected parcels"),
        definition=_("Registered areas, as the register has them on the day judged."),
        columns=columns,
        items=selection.parcels,
        about=about,
    )


def _mu(parcel: Selected) -> Decimal | None:
    return None if parcel.area_cm2 is None else Decimal(format_mu(parcel.area_cm2))
