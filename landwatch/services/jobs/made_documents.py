"""Reports, atlases, sheets and exports as long jobs: what a person may see, written to files."""

from __future__ import annotations

from collections.abc import Sequence

from landwatch.drafts import as_file_name
from landwatch.formats.writers import (
    BoundaryFile,
    CardWorkbook,
    FactTable,
    LayerFile,
    LedgerWorkbook,
    Writer,
)
from landwatch.i18n import gettext as _
from landwatch.i18n import language
from landwatch.instants import day_in_china
from landwatch.jobs import Held, Made
from landwatch.maps.printing import Wish
from landwatch.progress import Track
from landwatch.services.figures.report_said import SAID, write_said
from landwatch.services.figures.reporting import report_of
from landwatch.services.files.exporting import Selection, export
from landwatch.services.jobs.job_fields import AtlasFields, ExportFields, PrintFields, ReportFields
from landwatch.services.jobs.job_ground import Ground, clusters_of
from landwatch.services.maps.mapping import write_atlas
from landwatch.services.maps.printing import sheets_of

__all__ = ["make_atlas", "make_export", "make_report", "make_sheets"]

_MEDIA = {
    ".csv": "text/csv; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".gpkg": "application/geopackage+sqlite3",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "application/octet-stream",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_ENDINGS = {"gpkg": "gpkg", "txt": "txt", "ledger": "xlsx", "facts": "csv", "card": "xlsx"}


def make_report(ground: Ground, held: Held, asked: ReportFields, _track: Track) -> Sequence[Made]:
    """Write the report of a month or a year.

    Parameters
    ----------
    ground
        The register, and what the office set.
    held
        The work.
    asked
        What was asked for.
    _track
        A document is made in one go.
    """
    made = report_of(
        ground.assessed(held.scope, asked.day, asked.known_at),
        asked.of_period(),
        held.out,
        cluster=asked.cluster,
        rules=ground.counting(held.scope, asked.known_at),
        limits=ground.limits,
        thresholds=ground.thresholds,
        targets=ground.targets(held.scope, asked.known_at),
    )
    wanted = sorted(made.files, key=lambda file: file.suffix != f".{asked.format}")
    write_said(made.material, held.out / SAID)
    return [Made(file, _MEDIA[file.suffix]) for file in (*wanted, held.out / SAID)]


def make_atlas(ground: Ground, held: Held, asked: AtlasFields, _track: Track) -> Sequence[Made]:
    """Draw all clusters on one page.

    Parameters
    ----------
    ground, held, asked, _track
        As for :func:`make_report`.
    """
    out = held.out / f"{_('atlas-of-clusters')}-{asked.day.isoformat()}.html"
    assessment = ground.assessed(held.scope, asked.day, asked.known_at)
    rules = ground.counting(held.scope, asked.known_at)
    write_atlas(assessment, out, language=language(), rules=rules)
    return [Made(out, _MEDIA[".html"])]


def make_sheets(ground: Ground, held: Held, asked: PrintFields, _track: Track) -> Sequence[Made]:
    """Print a cluster.

    Parameters
    ----------
    ground, held, asked, _track
        As for :func:`make_report`.
    """
    name = f"{as_file_name(asked.cluster)}-{asked.paper}-{asked.day.isoformat()}.{asked.format}"
    made = sheets_of(
        ground.assessed(held.scope, asked.day, asked.known_at),
        asked.cluster,
        held.out / name,
        wish=Wish(
            paper=asked.paper,
            orientation=asked.orientation,
            scale=asked.scale,
            colour=not asked.black,
            series=asked.series,
        ),
        drawn_on=day_in_china(held.asked_at),
        per_parcel=asked.per_parcel,
        language=language(),
        limits=ground.limits,
    )
    return [Made(file, _MEDIA[file.suffix]) for file in made.files]


def make_export(ground: Ground, held: Held, asked: ExportFields, _track: Track) -> Sequence[Made]:
    """Write records in a form that another office wants.

    Parameters
    ----------
    ground, held, asked, _track
        As for :func:`make_report`.
    """
    parts = (_export_name(asked.form), asked.cluster and as_file_name(asked.cluster), asked.day.isoformat())
    out = held.out / f"{'-'.join(filter(None, parts))}.{_ENDINGS[asked.form]}"
    writers: dict[str, Writer] = {
        "gpkg": LayerFile(),
        "txt": BoundaryFile(made_on=asked.day, made_by=ground.district.name),
        "ledger": LedgerWorkbook(),
        "facts": FactTable(),
        "card": CardWorkbook(),
    }
    # A layer shows the parcels as they lie; the other forms hold what had happened by the day.
    chosen = Selection(
        cluster=asked.cluster,
        on=None if asked.form == "gpkg" else asked.day,
        known_at=asked.known_at,
        seen=clusters_of(held.scope),
    )
    export(
        ground.database,
        out,
        writers[asked.form],
        chosen,
        ground.readers,
        ground.conventions,
        judged_on=asked.day,
    )
    return [Made(out, _MEDIA[out.suffix])]


def _export_name(form: str) -> str:
    names = {
        "gpkg": _("parcel-layer"),
        "txt": _("boundary-file"),
        "ledger": _("contract-ledger"),
        "facts": _("dated-facts"),
        "card": _("tracking-cards"),
    }
    return names[form]
