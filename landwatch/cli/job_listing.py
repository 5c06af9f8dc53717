"""Long jobs on the screen."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType

from landwatch.cli.layout import Ruled
from landwatch.cli.result_tables import cells
from landwatch.i18n import gettext as _
from landwatch.i18n import minute_text
from landwatch.jobs import Job, job_state_name
from landwatch.services.jobs.kinds import fields_of

__all__ = ["job_text", "jobs_table"]


def jobs_table(jobs: Sequence[Job]) -> RenderableType:
    """Show jobs, the newest first.

    Parameters
    ----------
    jobs
        The jobs.
    """
    table = Ruled()
    for head in (_("Job"), _("Who"), _("What"), _("Asked for"), _("How far it is")):
        table.add_column(head)
    for job in jobs:
        title = fields_of(job.kind, job.fields).title()
        state = job_state_name(job.state)
        table.add_row(*cells(job.id, job.person, title, minute_text(job.asked_at), state))
    return table


def job_text(job: Job) -> str:
    """Tell of one job: what it is, how far, what came of it.

    Parameters
    ----------
    job
        The job.
    """
    lines = [fields_of(job.kind, job.fields).title(), job_state_name(job.state)]
    if job.total:
        lines.append(_("{done} of {total}").format(done=job.done, total=job.total))
    if job.problem:
        lines.append(job.problem)
    if job.given_up_at:
        lines.append(_("given up on {when}").format(when=minute_text(job.given_up_at)))
    else:
        lines += [str(job.path(file.name)) for file in job.files]
    return "\n".join(lines)
