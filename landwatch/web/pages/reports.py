"""Reports of months and years: asked for, kept, and each set beside the last one of its kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from landwatch.access import Right
from landwatch.jobs import Job
from landwatch.jobs.job import JobState
from landwatch.reports import Period
from landwatch.services.figures.report_said import SAID, Said, read_said, said_table
from landwatch.services.jobs.job_fields import ReportFields
from landwatch.services.jobs.kinds import fields_of
from landwatch.web.asked import Asked, Visitor, needs
from landwatch.web.exhibits_sent import page_with
from landwatch.web.faults import Refused
from landwatch.web.jobs_asked import may_have, title_of, visitors_job
from landwatch.web.jobs_listed import ListedJob, reports_table

__all__ = ["router"]

router = APIRouter(prefix="/reports")

Reader = Annotated[Visitor, needs(Right.MONEY)]
_SHOWN = ("commencement_default_rate_area", "completion_default_rate_area", "revitalised_area")


@dataclass(frozen=True)
class _Report:
    """A report that somebody asked for."""

    job: Job

    @cached_property
    def fields(self) -> ReportFields:
        """What was asked for."""
        fields = fields_of("report", self.job.fields)
        assert isinstance(fields, ReportFields)
        return fields

    @cached_property
    def period(self) -> Period:
        """The month or the year."""
        return self.fields.of_period()

    @cached_property
    def said(self) -> Said | None:
        """What it says; ``None`` while it is not made, or no more kept."""
        is_there = self.job.state is JobState.DONE and self.job.file(SAID) is not None
        return read_said(self.job.path(SAID)) if is_there else None

    @property
    def files(self) -> list[str]:
        """The names of its files for people, as long as they are kept."""
        kept = () if self.job.given_up_at else self.job.files
        return [file.name for file in kept if file.name != SAID]

    @property
    def title(self) -> str:
        """What it is called."""
        return title_of(self.job)

    def is_before(self, other: _Report) -> bool:
        """Whether the other one of the same kind and cluster has to be set beside it."""
        return (
            self.said is not None
            and self.period.kind == other.period.kind
            and self.fields.cluster == other.fields.cluster
            and self.period.first < other.period.first
        )


@router.get("")
def reports(request: Request, visitor: Reader, question: Asked) -> Response:
    """List one's reports with what they say, and ask for another.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    """
    kept = visitor.seen(question)
    mine = _reports(visitor)
    listed = [ListedJob(each.job, each.title, each.files, each.said) for each in mine]
    return page_with(
        "reports.html",
        request,
        visitor,
        question,
        tables=[reports_table(listed, _SHOWN)],
        reports=mine,
        shown=_SHOWN,
        period=_last_month(question.on),
        clusters=sorted(map(str, kept.assessment.snapshot.clusters["name"])),
        kept_days=visitor.office.settings.jobs_kept_days,
    )


@router.get("/{job}")
def report(request: Request, visitor: Reader, job: str) -> Response:
    """Show what a report says, beside the last one of its kind.

    Parameters
    ----------
    request, visitor
        The request, and whoever asks.
    job
        The job that made it.
    """
    found = visitors_job(visitor, job)
    if found.kind != "report" or not may_have(visitor, found):
        raise Refused(404, "not there")
    made = _Report(found)
    if made.said is None:
        raise Refused(404, "not there")
    earlier = [each for each in _reports(visitor) if each.is_before(made)]
    last = max(earlier, key=lambda each: (each.period.first, each.job.asked_at), default=None)
    return page_with(
        "report.html",
        request,
        visitor,
        tables=[said_table(made.said, last.said if last else None)],
        report=made,
        said=made.said,
        last=last,
    )


def _reports(visitor: Visitor) -> Sequence[_Report]:
    mine = visitor.office.jobs.of(visitor.viewer.login)
    return [_Report(job) for job in mine if job.kind == "report" and may_have(visitor, job)]


def _last_month(day: date) -> str:
    """The month that has ended by the day: of which a report is due."""
    return f"{(day + timedelta(days=1)).replace(day=1) - timedelta(days=1):%Y-%m}"
