"""What an import leaves for the clerk who has to mend the sources: issue report, marked copies, map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from landwatch.drafts import put_in_place
from landwatch.errors import UsageError
from landwatch.formats.import_report.issue_codes import advice_of, name_of, severity_name
from landwatch.formats.import_report.marked_copy import UNREADABLE_WORKBOOK, annotate
from landwatch.formats.import_report.recognised import is_issue_report
from landwatch.formats.import_report.told import FileReport, ImportReport
from landwatch.formats.import_report.workbook_of_issues import FileIssues, write_issue_report
from landwatch.geo import Envelope
from landwatch.i18n import gettext as _
from landwatch.i18n import language
from landwatch.maps.fault_page import Fault, fault_map
from landwatch.model import Issue, Severity

__all__ = ["report_place", "write_copies", "write_map", "write_report"]

_MOST_COPIES = 1_000


def report_place(paths: Sequence[Path]) -> Path:
    """Say where the report of an import goes: beside its input.

    Parameters
    ----------
    paths
        The files and folders that are imported.

    Returns
    -------
    Path
        Beside the file or folder and named after it; in the folder of the first of several.

    Raises
    ------
    UsageError
        If something else is there already.
    """
    first = paths[0] if paths[0].stem.strip(".") else paths[0].resolve()
    stem = first.name if first.is_dir() else first.stem
    words = _("import-issues")
    place = first.with_name(f"{stem}-{words}.xlsx" if len(paths) == 1 else f"{words}.xlsx")
    if place.exists() and not is_issue_report(place):
        raise UsageError(
            _("{path}: is there already and is no issue report; name another file with --report-file").format(
                path=place
            )
        )
    return place


def write_report(report: ImportReport, place: Path) -> Path:
    """Write the issue report of an import.

    Parameters
    ----------
    report
        What the import did.
    place
        Where to write it; a file that is there is replaced.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    UsageError
        If it cannot be written there.
    """
    names = _names(report.files)
    files = [_file_issues(name, file) for name, file in zip(names, report.files, strict=True)]
    with put_in_place(place, replace=True) as draft:
        write_issue_report(draft, files, dry_run=report.dry_run)
    return place


def write_copies(report: ImportReport) -> list[Path]:
    """Write a marked copy beside each workbook that has errors or warnings in cells.

    Parameters
    ----------
    report
        What the import did.

    Returns
    -------
    list of Path
        The copies; those of earlier imports stay.

    Raises
    ------
    UsageError
        If one cannot be written.
    """
    written = []
    for file in report.files:
        source = Path(file.path)
        told = [issue for issue in file.issues if issue.cell and issue.severity is not Severity.INFO]
        if source.suffix.lower() == ".xlsx" and source.is_file() and told:
            place = _free(source, _("marked"))
            with put_in_place(place, replace=False) as draft:
                _annotate(source, draft, told)
            written.append(place)
    return written


def _free(source: Path, word: str) -> Path:
    """Name a copy that is not there yet: somebody may have mended the last one."""
    names = (f"{source.stem}-{word}{number}.xlsx" for number in ("", *range(2, _MOST_COPIES)))
    return next(place for name in names if not (place := source.with_name(name)).exists())


def _annotate(source: Path, draft: Path, told: Sequence[Issue]) -> None:
    try:
        annotate(source, draft, told)
    except UNREADABLE_WORKBOOK as error:
        raise UsageError(
            _("{path}: cannot be copied, it holds what only a spreadsheet program can read").format(
                path=source
            )
        ) from error


def write_map(report: ImportReport, place: Path, *, district: Envelope) -> Path:
    """Write the map of the parcels that something is wrong with, in the current language.

    Parameters
    ----------
    report
        What the import did.
    place
        Where to write it; a file that is there is replaced.
    district
        The district envelope.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    UsageError
        If it cannot be written there.
    """
    told = [
        (name, issue)
        for name, file in zip(_names(report.files), report.files, strict=True)
        for issue in file.issues
        if issue.severity is not Severity.INFO
    ]
    faults = [_fault(name, issue) for name, issue in told if issue.boundary is not None]
    page = fault_map(
        sorted(faults, key=lambda fault: fault.severity != Severity.ERROR),
        neighbours=[parcel.geometry for parcel in report.parcels if parcel.geometry is not None],
        district=district,
        elsewhere=len(told) - len(faults),
        language=language(),
    )
    with put_in_place(place, replace=True) as draft:
        draft.write_text(page.html(), encoding="utf-8", newline="\n")
    return place


def _fault(name: str, issue: Issue) -> Fault:
    if issue.boundary is None:
        raise ValueError("only an issue with a boundary can be drawn")
    return Fault(
        severity=issue.severity.value,
        severity_name=severity_name(issue.severity),
        title=name_of(issue.code),
        message=issue.message,
        advice=advice_of(issue.code),
        record=issue.record,
        source=f"{name} · {issue.cell}" if issue.cell else name,
        boundary=issue.boundary,
        mark=issue.mark,
    )


def _names(files: Sequence[FileReport]) -> list[str]:
    """Call files by their names, and those of one name by their folders as well."""
    counts = Counter(Path(file.path).name for file in files)
    paths = [Path(file.path) for file in files]
    return [
        path.name if counts[path.name] == 1 else (Path(path.parent.name) / path.name).as_posix()
        for path in paths
    ]


def _file_issues(name: str, file: FileReport) -> FileIssues:
    return FileIssues(
        name=name,
        kind=file.kind,
        encoding=file.encoding,
        crs=f"EPSG:{file.epsg}" if file.epsg else None,
        records=file.records,
        accepted=file.accepted,
        issues=file.issues,
    )
