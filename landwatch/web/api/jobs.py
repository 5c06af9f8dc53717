"""Long jobs for programs: asked for, looked after, cancelled, and their results."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, UploadFile
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from landwatch.access import Right
from landwatch.jobs import Job
from landwatch.services.jobs.job_fields import without_blanks
from landwatch.web.api.answering import answer
from landwatch.web.api.repeating import Key, done_once
from landwatch.web.asked import Visitor, needs, now
from landwatch.web.jobs_asked import ask_for_import, ask_for_job, job_told, visitors_job
from landwatch.web.jobs_sent import sent

__all__ = ["router"]

router = APIRouter()

_PREFIX = "/api/v1/jobs"
Reader = Annotated[Visitor, needs(Right.LAND)]


class NewJob(BaseModel):
    """What is asked for: the kind, and its fields beside it."""

    model_config = ConfigDict(extra="allow")

    kind: str = Field(description="report, atlas, print or export.")


class JobFile(BaseModel):
    """A file that came out of a job."""

    name: str
    media_type: str
    bytes: int
    sha256: str


class JobTold(BaseModel):
    """A job: how far it is, and what came of it."""

    id: str
    kind: str
    state: str = Field(description="queued, running, done, failed or cancelled.")
    doing: str | None = Field(description="What is being done just now.")
    done: int | None = Field(description="How far that is, of `total`.")
    total: int | None
    asked_at: str
    began_at: str | None
    ended_at: str | None
    expires_at: str | None = Field(description="When the result is given up.")
    given_up_at: str | None = Field(description="When it was given up.")
    problem: str | None = Field(description="Why it failed, in a sentence.")
    fields: dict[str, Any] = Field(description="What was asked for.")
    files: list[JobFile] = Field(description="What came out: the result first.")
    result: dict[str, Any] | None = Field(
        description="What an import found, also while it goes on; of other kinds the file."
    )


class JobList(BaseModel):
    """One's own jobs, the newest first."""

    items: list[JobTold]


@router.post("/jobs", status_code=202, response_model=JobTold)
def ask(request: Request, visitor: Reader, given: NewJob, key: Key = None) -> Response:
    """Ask for a report, an atlas, a sheet or an export; it is made beside the server.

    Parameters
    ----------
    request, visitor
        The request, and whoever asks.
    given
        The kind and its fields.
    key
        Names the request when it is repeated.
    """
    fields = {name: value for name, value in (given.model_extra or {}).items() if value is not None}
    return _accepted(request, visitor, key, given, lambda: ask_for_job(visitor, given.kind, fields))


class _Sent(BaseModel):
    """What names an import when it is repeated."""

    fields: dict[str, Any]
    names: list[str | None]
    sizes: list[int | None]


@router.post("/imports", status_code=202, response_model=JobTold)
def take_in(
    request: Request,
    visitor: Annotated[Visitor, needs(Right.RECORD)],
    files: Annotated[list[UploadFile] | None, File(description="The files.")] = None,
    dry_run: Annotated[str, Form(description="true to write nothing.")] = "",
    crs: Annotated[str, Form(description="EPSG code of the coordinates.")] = "",
    accept_guess: Annotated[str, Form(description="true to take a guessed system.")] = "",
    of_job: Annotated[str, Form(description="Take the files of this earlier import.")] = "",
    key: Key = None,
) -> Response:
    """Take files into the register, or only look at them; the result is what `landwatch import` tells.

    Parameters
    ----------
    request, visitor
        The request, and whoever asks.
    files, dry_run, crs, accept_guess, of_job
        What is asked for.
    key
        Names the request when it is repeated.
    """
    fields = without_blanks({"dry_run": dry_run, "crs": crs, "accept_guess": accept_guess, "of_job": of_job})
    sent_files = files or []
    said = _Sent(
        fields=fields,
        names=[each.filename for each in sent_files],
        sizes=[each.size for each in sent_files],
    )
    return _accepted(request, visitor, key, said, lambda: ask_for_import(visitor, fields, sent_files))


@router.get("/jobs", response_model=JobList)
def jobs(request: Request, visitor: Reader) -> Response:
    """List one's own jobs, the newest first.

    Parameters
    ----------
    request, visitor
        The request, and whoever asks.
    """
    mine = visitor.office.jobs.of(visitor.viewer.login)
    return answer(request, {"items": [job_told(visitor, each) for each in mine]})


@router.get("/jobs/{job}", response_model=JobTold)
def job(request: Request, visitor: Reader, job: str) -> Response:
    """Tell how far a job is, and what came of it.

    Parameters
    ----------
    request, visitor
        The request, and whoever asks.
    job
        What it is called.
    """
    return answer(request, job_told(visitor, visitors_job(visitor, job)))


@router.delete("/jobs/{job}", response_model=JobTold)
def cancel(visitor: Reader, job: str) -> Response:
    """Cancel a job; one that is over stays as it is.

    Parameters
    ----------
    visitor
        Whoever asks.
    job
        What it is called.
    """
    ended = visitor.office.jobs.cancel(visitors_job(visitor, job), now())
    return Response(_json(visitor, ended), media_type="application/json")


@router.get("/jobs/{job}/result")
def result(request: Request, visitor: Reader, job: str) -> Response:
    """Send the result.

    Parameters
    ----------
    request, visitor
        The request, and whoever asks.
    job
        What it is called.
    """
    return sent(request, visitor, visitors_job(visitor, job))


@router.get("/jobs/{job}/files/{name}")
def result_file(request: Request, visitor: Reader, job: str, name: str) -> Response:
    """Send one of the files that came out.

    Parameters
    ----------
    request, visitor
        The request, and whoever asks.
    job, name
        What job and file are called.
    """
    return sent(request, visitor, visitors_job(visitor, job), name)


def _accepted(
    request: Request, visitor: Visitor, key: str | None, given: BaseModel, ask_for: Callable[[], Job]
) -> Response:
    made = done_once(request, visitor, key, given, lambda: _json(visitor, ask_for()), status=202)
    made.headers["Location"] = f"{_PREFIX}/{json.loads(bytes(made.body))['id']}"
    return made


def _json(visitor: Visitor, job: Job) -> str:
    return json.dumps(job_told(visitor, job), ensure_ascii=False)
