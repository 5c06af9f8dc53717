"""A sample of contracts as a table of its page and of files."""

from __future__ import annotations

from decimal import Decimal

from landwatch.exhibits import About, Column, Table
from landwatch.i18n import gettext as _
from landwatch.services.contracts.sampling import Drawn, Sample

__all__ = ["sample_table"]

_DIGITS = 12


def sample_table(sample: Sample, about: About) -> Table[Drawn]:
    """Set out a sample; its definition says how it is drawn again.

    Parameters
    ----------
    sample
        What was drawn.
    about
        What it rests on.
    """
    method = _(
        "Each contract is ranked by SHA-256 over the seed, a line feed and its number, in UTF-8; the "
        "smallest come first. A larger sample of the same seed begins with this one."
    )
    told = _("Seed: {seed}. Drawn from {count} contracts, hash of their sorted numbers: {hash}").format(
        seed=sample.seed, count=sample.population, hash=sample.population_hash
    )
    return Table(
        id="sample",
        title=_("Sample of contracts"),
        definition=f"{method} {told}",
        columns=[
            Column("contract_no", _("Contract number"), lambda each: each.contract_no),
            Column("place", _("Place"), lambda each: each.place, "count"),
            Column("holder", _("Holder"), lambda each: each.holder),
            Column("project", _("Project"), lambda each: each.project),
            Column("cluster", _("Cluster"), lambda each: each.cluster),
            Column("area", _("Area"), lambda each: Decimal(each.area_mu) if each.area_mu else None, "mu"),
            Column("drawn_by", _("Drawn by"), lambda each: each.rank[:_DIGITS]),
            Column("rank", _("Hash"), lambda each: each.rank, place="file"),
        ],
        items=sample.drawn,
        about=about,
    )
