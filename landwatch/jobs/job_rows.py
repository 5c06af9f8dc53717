"""From rows of the tables to jobs."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select

from landwatch.jobs.job import Job, JobScope, JobState, ResultFile
from landwatch.jobs.job_tables import files, jobs, work

__all__ = ["jobs_of"]


def jobs_of(connection: Connection, folder: Path, *where: ColumnElement[bool]) -> list[Job]:
    """Read jobs, the newest first.

    Parameters
    ----------
    connection
        A connection that reads.
    folder
        Where the jobs lie.
    *where
        Which ones.
    """
    wanted = (
        select(work, jobs.c.id.label("job"), jobs.c.person, jobs.c.asked_at.label("asked"), jobs.c.left_at)
        .join(work, work.c.id == jobs.c.work)
        .where(*where)
        .order_by(jobs.c.asked_at.desc(), jobs.c.id)
    )
    rows = connection.execute(wanted).all()
    made = _files_of(connection, {row.id for row in rows})
    return [_job(row, made[row.id], folder) for row in rows]


def _files_of(connection: Connection, works: set[str]) -> dict[str, tuple[ResultFile, ...]]:
    found: dict[str, tuple[ResultFile, ...]] = defaultdict(tuple)
    wanted = select(files).where(files.c.work.in_(works)).order_by(files.c.work, files.c.place)
    for row in connection.execute(wanted) if works else ():
        one = ResultFile(name=row.name, media_type=row.media_type, size=row.size, sha256=row.sha256)
        found[row.work] = (*found[row.work], one)
    return found


def _job(row: Row[Any], made: Sequence[ResultFile], folder: Path) -> Job:
    return Job(
        id=row.job,
        work=row.id,
        person=row.person,
        kind=row.kind,
        fields=json.loads(row.fields),
        scope=JobScope.of(json.loads(row.scope)),
        state=JobState.CANCELLED if row.left_at else JobState(row.state),
        doing=row.doing,
        done=row.done,
        total=row.total,
        asked_at=datetime.fromisoformat(row.asked),
        began_at=_instant(row.began_at),
        # What another had made before is ready at once.
        ended_at=_instant(row.left_at or (row.ended_at and max(row.ended_at, row.asked))),
        expires_at=_instant(row.expires_at),
        given_up_at=_instant(row.given_up_at),
        problem=row.problem,
        files=() if row.left_at else tuple(made),
        folder=folder / row.id,
        holder=row.holder,
    )


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
