"""The dossiers of a sample of contracts as a long job: one archive with the list of what was drawn."""

from __future__ import annotations

from collections.abc import Sequence
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from landwatch.drafts import as_file_name
from landwatch.exhibits import About
from landwatch.exhibits.table_files import table_xlsx
from landwatch.i18n import gettext as _
from landwatch.jobs import Held, Made
from landwatch.measures.flagged import reviews_of
from landwatch.progress import Track
from landwatch.registry import Register
from landwatch.services.contracts.filing import contract_dossier_pdf, contract_file
from landwatch.services.contracts.sample_listing import sample_table
from landwatch.services.contracts.sampling import draw
from landwatch.services.jobs.job_fields import SampleFields
from landwatch.services.jobs.job_ground import Ground

__all__ = ["make_dossiers"]

_MADE = (1980, 1, 1, 0, 0, 0)  # the same sample gives the same archive


def make_dossiers(ground: Ground, held: Held, asked: SampleFields, track: Track) -> Sequence[Made]:
    """Draw a sample and write the dossier of each of its contracts.

    Parameters
    ----------
    ground
        The register, and what the office set.
    held
        The work.
    asked
        What was asked for.
    track
        Shows how far it is.

    Raises
    ------
    UsageError
        If nothing can be drawn with the count, the seed or the cluster.
    RegisterError
        If the register cannot be read.
    """
    assessment = ground.assessed(held.scope, asked.day, asked.known_at)
    sample = draw(assessment, asked.n, asked.seed, asked.cluster)
    reviews = reviews_of(assessment)
    out = held.out / f"{_('sample')}-{as_file_name(asked.seed)}-{asked.day.isoformat()}.zip"
    with Register.open(ground.database) as register, ZipFile(out, "w", ZIP_DEFLATED) as archive:
        head = register.journal_end()
        about = About(
            on=asked.day,
            known_at=assessment.snapshot.known_at,
            line=(head.sequence, head.hash) if head else None,
            clusters=asked.clusters() or held.scope.clusters,
            illustrative=assessment.snapshot.illustrative,
        )
        _put(archive, f"{_('sample')}.xlsx", table_xlsx(sample_table(sample, about)))
        for drawn in track(sample.drawn, _("dossiers")):
            file = contract_file(
                assessment, register, drawn.contract_no, reviews=reviews, known_at=asked.known_at
            )
            name = f"{drawn.place:04}-{as_file_name(drawn.contract_no)}.pdf"
            _put(archive, name, contract_dossier_pdf(assessment, file, head))
    return [Made(out, "application/zip")]


def _put(archive: ZipFile, name: str, content: bytes) -> None:
    archive.writestr(ZipInfo(name, _MADE), content, ZIP_DEFLATED)
