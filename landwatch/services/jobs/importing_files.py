"""Taking files in as a long job: what was found comes first, then what helps to mend the files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from landwatch.drafts import whole
from landwatch.formats.import_report.told import ImportReport
from landwatch.i18n import gettext as _
from landwatch.jobs import Held, Made
from landwatch.progress import Track
from landwatch.services.files.import_results import write_copies, write_map, write_report
from landwatch.services.files.importing import import_files
from landwatch.services.jobs.job_fields import ImportFields
from landwatch.services.jobs.job_ground import Ground

__all__ = ["RESULT", "take_in", "told_result"]

RESULT = "import.json"
"""Name of the file that holds what was found; it is there before the work is done."""
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def take_in(ground: Ground, held: Held, asked: ImportFields, track: Track) -> Sequence[Made]:
    """Take files into the register, or only look at them.

    Parameters
    ----------
    ground
        The register, and what the office set.
    held
        The work.
    asked
        What was asked for.
    track
        Shows how far the work is.

    Returns
    -------
    sequence of Made
        What was found as the vocabulary of the importer has it; the issue report, the map of the faults and
        marked copies of workbooks where there is something to mend.
    """
    report = import_files(
        ground.database,
        [held.given / each.name for each in asked.files],
        readers=ground.readers,
        recorded_by=held.person,
        recorded_at=held.asked_at,
        crs=asked.crs,
        accept_guess=asked.accept_guess,
        dry_run=asked.dry_run,
        track=track,
    )
    result = held.out / RESULT
    # Whoever waits reads it as soon as it is there: a marked copy of a large workbook takes longer.
    with whole(result) as draft:
        draft.write_text(json.dumps(_of_names(report).to_dict(), ensure_ascii=False), encoding="utf-8")
    return [Made(result, "application/json"), *_to_mend(report, held.out, ground)]


def told_result(file: Path) -> dict[str, Any] | None:
    """Read what an import has found so far.

    Parameters
    ----------
    file
        The file named :data:`RESULT` of the work.

    Returns
    -------
    dict or None
        The object of the importer's vocabulary; ``None`` if it is not there yet.
    """
    if not file.is_file():
        return None
    told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return told


def _of_names(report: ImportReport) -> ImportReport:
    """Name the files as they were brought: where they lie on the server is nothing for anybody."""
    return replace(report, files=tuple(replace(one, path=Path(one.path).name) for one in report.files))


def _to_mend(report: ImportReport, out: Path, ground: Ground) -> list[Made]:
    issues = [issue for file in report.files for issue in file.issues]
    if not issues:
        return []
    place = out / f"{_('import-issues')}.xlsx"
    made = [Made(write_report(report, place), _WORKBOOK)]
    if any(issue.boundary is not None for issue in issues):
        page = write_map(report, out / f"{_('fault-map')}.html", district=ground.readers.envelope)
        made.append(Made(page, "text/html; charset=utf-8"))
    for copy in write_copies(report):
        # Copies are laid beside their sources; here they are results.
        made.append(Made(copy.replace(out / copy.name), _WORKBOOK))
    return made
