"""One's own long jobs: how far each is, what came of it, and an end to those that are not wanted any more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, File, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from landwatch.access import Right
from landwatch.web.asked import Visitor, needs, now
from landwatch.web.drawing import page
from landwatch.web.exhibits_sent import page_with
from landwatch.web.jobs_asked import ask_for_import, ask_for_job, may_have, title_of, visitors_job
from landwatch.web.jobs_listed import ListedJob, jobs_table
from landwatch.web.jobs_sent import sent

__all__ = ["router"]

router = APIRouter(prefix="/jobs")

Whoever = Annotated[Visitor, needs(Right.LAND)]


@router.get("")
def jobs(request: Request, visitor: Whoever) -> Response:
    """List one's jobs.

    Parameters
    ----------
    request, visitor
        The request, and whoever asks.
    """
    mine = visitor.office.jobs.of(visitor.viewer.login)
    told = [(job, title_of(job), may_have(visitor, job)) for job in mine]
    listed = [
        ListedJob(job, title, [file.name for file in job.files if is_shown and not job.given_up_at])
        for job, title, is_shown in told
    ]
    return page_with(
        "jobs.html",
        request,
        visitor,
        tables=[jobs_table(listed)],
        told=told,
        kept_days=visitor.office.settings.jobs_kept_days,
    )


@router.get("/{job}")
def job(request: Request, visitor: Whoever, job: str) -> Response:
    """Show how far a job is, and what came of it.

    Parameters
    ----------
    request, visitor
        The request, and whoever asks.
    job
        What it is called.
    """
    found = visitors_job(visitor, job)
    is_shown = may_have(visitor, found)
    if is_shown and found.kind == "import":
        # What was found in files has a page of its own.
        return RedirectResponse(f"/imports/{found.id}", 303)
    return page(
        "job.html",
        request,
        visitor,
        job=found,
        title=title_of(found),
        is_shown=is_shown,
    )


async def _written(request: Request) -> Mapping[str, str]:
    """What a form says beside its files."""
    form = await request.form()
    return {name: value for name, value in form.items() if isinstance(value, str)}


@router.post("/{kind}")
def ask(
    visitor: Whoever,
    kind: str,
    written: Annotated[Mapping[str, str], Depends(_written)],
    files: Annotated[list[UploadFile] | None, File()] = None,
) -> Response:
    """Ask for a job and lead to its page.

    Parameters
    ----------
    visitor
        Whoever asks.
    kind
        What is to be done.
    written, files
        What the form says, and the files it brings.
    """
    if kind == "import":
        made = ask_for_import(visitor, written, files or ())
    else:
        made = ask_for_job(visitor, kind, written)
    return RedirectResponse(f"/jobs/{made.id}", 303)


@router.post("/{job}/cancel")
def cancel(visitor: Whoever, job: str) -> Response:
    """Cancel a job and lead back to its page.

    Parameters
    ----------
    visitor
        Whoever asks.
    job
        What it is called.
    """
    found = visitors_job(visitor, job)
    visitor.office.jobs.cancel(found, now())
    return RedirectResponse(f"/jobs/{found.id}", 303)


@router.get("/{job}/files/{name}")
def result_file(request: Request, visitor: Whoever, job: str, name: str) -> Response:
    """Send one of the files that came out.

    Parameters
    ----------
    request, visitor
        The request, and whoever asks.
    job, name
        What job and file are called.
    """
    return sent(request, visitor, visitors_job(visitor, job), name)
