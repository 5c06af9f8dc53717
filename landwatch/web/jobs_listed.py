"""A person's long jobs, reports among them, and what was found in files, as tables of pages and of files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from landwatch.exhibits import Column, Table
from landwatch.i18n import gettext as _
from landwatch.jobs import Job, job_state_name
from landwatch.measures.figures.figure import unit_name
from landwatch.services.figures.report_said import Said

__all__ = ["Finding", "ListedJob", "files_table", "findings_table", "jobs_table", "reports_table"]


@dataclass(frozen=True)
class ListedJob:
    """A job of a list.

    Attributes
    ----------
    job
        The job.
    title
        What it is called.
    files
        The names of its files, as long as they are kept.
    said
        What a report says; ``None`` of others, or while it is not made.
    """

    job: Job
    title: str
    files: Sequence[str] = ()
    said: Said | None = None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that was found in a file.

    Attributes
    ----------
    file, place
        The file, and the sheet with cell or record in it.
    severity, name
        How grave it is, and what it is called.
    message, advice
        What is wrong, and what to do about it.
    contract_no
        The contract of the register that contradicts the file; empty where none does.
    """

    file: str
    place: str
    severity: str
    name: str
    message: str
    advice: str
    contract_no: str = ""


def _of_jobs() -> list[Column[ListedJob]]:
    return [
        Column("what", _("What"), lambda listed: listed.title),
        Column("asked_at", _("Asked for"), lambda listed: listed.job.asked_at, "instant"),
        Column("state", _("How far it is"), lambda listed: job_state_name(listed.job.state)),
    ]


def jobs_table(items: Sequence[ListedJob]) -> Table[ListedJob]:
    """Set out a person's jobs.

    Parameters
    ----------
    items
        The jobs.
    """
    files = Column[ListedJob]("result", _("Result"), lambda listed: " ".join(listed.files))
    return Table(id="jobs", title=_("My jobs"), columns=[*_of_jobs(), files], items=items)


def reports_table(items: Sequence[ListedJob], shown: Sequence[str]) -> Table[ListedJob]:
    """Set out a person's reports with their main figures.

    Parameters
    ----------
    items
        The reports.
    shown
        Ids of the figures.
    """
    said = next((listed.said for listed in items if listed.said), None)
    figures = [figure for figure in shown if said and figure in said.figures]

    def _column(figure: str) -> Column[ListedJob]:
        told = said.figures[figure] if said else None
        name = _("{name} ({unit})").format(name=told.label, unit=unit_name(told.unit)) if told else figure

        def _of(listed: ListedJob) -> str | None:
            found = listed.said.figures.get(figure) if listed.said else None
            return found.number if found else None

        return Column(figure, name, _of)

    return Table(
        id="reports",
        title=_("Reports"),
        columns=[*_of_jobs(), *map(_column, figures)],
        items=items,
    )


def files_table(items: Sequence[Mapping[str, Any]], *, looks: bool) -> Table[Mapping[str, Any]]:
    """Set out files that were looked at or taken in.

    Parameters
    ----------
    items
        What was counted of each file.
    looks
        Whether they were only looked at.
    """
    counts = (
        ("records", _("Records")),
        ("accepted", _("new") if looks else _("newly taken in")),
        ("there", _("there already")),
        ("refused", _("refused")),
        ("warning", _("Warnings")),
    )

    def _count(key: str, name: str) -> Column[Mapping[str, Any]]:
        return Column(key, name, lambda one: int(one[key]), "count")

    return Table(
        id="files",
        title=_("Files"),
        columns=[
            Column("file", _("File"), lambda one: str(one["name"])),
            Column("crs", _("CRS"), lambda one: one["crs"], place="beside"),
            Column("kind", _("Kind"), lambda one: str(one["kind"])),
            *(_count(key, name) for key, name in counts),
        ],
        items=items,
    )


def findings_table(items: Sequence[Finding]) -> Table[Finding]:
    """Set out what was found in files.

    Parameters
    ----------
    items
        The findings.
    """
    return Table(
        id="findings",
        title=_("Findings"),
        columns=[
            Column("file", _("File"), lambda found: found.file),
            Column("where", _("Where"), lambda found: found.place),
            Column("what", _("What is wrong"), lambda found: f"{found.name} {found.message}"),
            Column("advice", _("What to do"), lambda found: found.advice),
            Column("contract_no", _("Contract"), lambda found: found.contract_no or None, place="file"),
        ],
        items=items,
    )
