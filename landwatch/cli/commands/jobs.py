"""Long jobs of the web application, for whoever keeps the server: worked off, listed, cancelled."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from landwatch.cli.console import print_json, say, screen
from landwatch.cli.context import settings_with
from landwatch.cli.groups import SpokenCommand, SpokenGroup
from landwatch.cli.options import Database, Json
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _

if TYPE_CHECKING:
    from landwatch.jobs import Job, Queue

__all__ = ["jobs_app"]

jobs_app = typer.Typer(
    cls=SpokenGroup,
    no_args_is_help=True,
    help="Long jobs that people asked for in the web application: reports, sheets, imports.",
)

Name = Annotated[str, typer.Argument(metavar="JOB", help="The job, as `landwatch jobs list` names it.")]
Person = Annotated[str | None, typer.Option("--person", metavar="LOGIN", help="Only those of this person.")]


@jobs_app.command(cls=SpokenCommand, epilog="landwatch jobs work --at-once 2")
def work(
    at_once: Annotated[
        int, typer.Option("--at-once", metavar="N", min=1, max=16, help="How many jobs are done at once.")
    ] = 1,
    until_empty: Annotated[
        bool, typer.Option("--until-empty", help="End when nothing waits any more, instead of at Ctrl+C.")
    ] = False,
    database: Database = None,
    json: Json = False,
) -> None:
    """Do the jobs that wait, apart from the server; set LANDWATCH_JOBS_WORKERS=0 where it runs.

    Several may run at once, on other machines too if they share the database and the folder of the jobs.
    With --json the jobs that still wait or run are printed at the end.
    """
    from landwatch.web.jobs_worked import work_jobs

    settings = settings_with(database)
    work_jobs(settings, at_once=at_once, until_empty=until_empty)
    if json:
        with _queue(database) as queue:
            print_json({"jobs": [_told(job) for job in queue.of() if not job.state.is_over]})


@jobs_app.command("list", cls=SpokenCommand, epilog="landwatch jobs list --person wang")
def list_(person: Person = None, database: Database = None, json: Json = False) -> None:
    """List the jobs that people asked for, the newest first."""
    from landwatch.cli import job_listing

    with _queue(database) as queue:
        jobs = queue.of(person)
    if json:
        print_json({"jobs": [_told(job) for job in jobs]})
    else:
        screen().print(job_listing.jobs_table(jobs))


@jobs_app.command(cls=SpokenCommand, epilog="landwatch jobs show 4f1c2a9be07d5563")
def show(name: Name, database: Database = None, json: Json = False) -> None:
    """Tell how far a job is, why it failed, and where its result lies."""
    from landwatch.cli import job_listing

    with _queue(database) as queue:
        job = _job(queue, name)
    if json:
        print_json(_told(job))
    else:
        say(job_listing.job_text(job))


@jobs_app.command(cls=SpokenCommand, epilog="landwatch jobs cancel 4f1c2a9be07d5563")
def cancel(name: Name, database: Database = None, json: Json = False) -> None:
    """Cancel a job; one that is over stays as it is."""
    from landwatch.cli import job_listing

    with _queue(database) as queue:
        job = queue.cancel(_job(queue, name), datetime.now(UTC))
    if json:
        print_json(_told(job))
    else:
        say(job_listing.job_text(job))


def _queue(database: str | None) -> Queue:
    from landwatch.jobs import Queue

    settings = settings_with(database)
    return Queue.open(settings.database, settings.jobs_folder, settings.job_rules())


def _job(queue: Queue, name: str) -> Job:
    job = queue.job(name)
    if job is None:
        raise UsageError(_("{name}: is no job; see: landwatch jobs list").format(name=name))
    return job


def _told(job: Job) -> dict[str, object]:
    return {"person": job.person} | job.to_dict()
