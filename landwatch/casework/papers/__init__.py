"""Official papers (文书): what each kind must carry, where that comes from, and what a case lacks for it.

Nothing here draws: :mod:`landwatch.reports.official_paper` does, and :mod:`landwatch.services.papers` brings
the two together, for casework and reports know nothing of each other.
"""

from landwatch.casework.papers.collecting import Missing, Particulars, particulars
from landwatch.casework.papers.judged import Judged, judged_of
from landwatch.casework.papers.paper_kinds import (
    Kind,
    Particular,
    Version,
    fields_in,
    kind_named,
    load_kinds,
    load_particulars,
)

__all__ = [
    "Judged",
    "Kind",
    "Missing",
    "Particular",
    "Particulars",
    "Version",
    "fields_in",
    "judged_of",
    "kind_named",
    "load_kinds",
    "load_particulars",
    "particulars",
]
