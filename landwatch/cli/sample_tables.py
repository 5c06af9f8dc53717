"""A sample of contracts on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from landwatch.cli.layout import Ruled
from landwatch.cli.result_tables import cells
from landwatch.i18n import gettext as _
from landwatch.i18n import ngettext

if TYPE_CHECKING:
    from landwatch.services.contracts.sampling import Sample

__all__ = ["sample_table"]

_DIGITS = 12


def sample_table(sample: Sample) -> RenderableType:
    """Show a sample, in the order of drawing.

    Parameters
    ----------
    sample
        What was drawn.
    """
    place, area = _("Place"), _("Area (mu)")
    table = Ruled(
        *(place, _("Contract"), _("Holder"), _("Cluster"), area, _("Drawn by")), right=(place, area)
    )
    for each in sample.drawn:
        table.add_row(
            *cells(
                *(each.place, each.contract_no, each.holder, each.cluster, each.area_mu),
                each.rank[:_DIGITS],
            )
        )
    told = ngettext("{count} contract of {all}", "{count} contracts of {all}", len(sample.drawn))
    numbers = _("Hash of their sorted numbers: {hash}").format(hash=sample.population_hash)
    return Group(table, Text(told.format(count=len(sample.drawn), all=sample.population)), Text(numbers))
