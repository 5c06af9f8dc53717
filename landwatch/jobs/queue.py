"""The queue of long jobs: asked for, looked at, cancelled, and given up when their time has passed."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, func, insert, select, update

from landwatch.i18n import gettext as _
from landwatch.jobs.job import Job, JobScope, JobState
from landwatch.jobs.job_folder import JobRules, TooManyJobs, jobs_folder, only_writer, open_tables
from landwatch.jobs.job_rows import jobs_of
from landwatch.jobs.job_tables import jobs, work
from landwatch.registry.canonical import canonical_json, instant_text
from landwatch.registry.database import reading

__all__ = ["Queue"]

_OPEN = (JobState.QUEUED.value, JobState.RUNNING.value)
# A folder without a row is one whose question is still being brought, or whose server was killed over it.
_BRINGING = timedelta(days=1)


class Queue:
    """The long jobs of a register; use it in a ``with`` block or :meth:`close` it.

    Safe for several threads and processes at once. All methods raise
    :class:`landwatch.errors.RegisterError` if the database cannot be reached, read or written.

    Parameters
    ----------
    engine
        From :func:`landwatch.jobs.job_folder.open_tables`; :meth:`open` makes it from a URL.
    folder
        Where results and brought files lie.
    rules
        What the office set.
    """

    def __init__(self, engine: Engine, folder: Path, rules: JobRules) -> None:
        self.engine, self.folder, self.rules = engine, folder, rules

    @classmethod
    def open(cls, database: str, folder: Path | None = None, rules: JobRules | None = None) -> Self:
        """Open the jobs beside a register; their tables are made where there are none.

        Parameters
        ----------
        database
            URL of the register.
        folder
            Where results and brought files lie; beside the register if not given.
        rules
            What the office set.

        Raises
        ------
        NoRoomForJobs
            If the folder cannot be made.
        RegisterError
            If the tables cannot be made, or are of a newer landwatch.
        """
        place = (folder or jobs_folder(database)).absolute()
        return cls(open_tables(database, place), place, rules or JobRules())

    def close(self) -> None:
        """Give back the connections."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_how: object) -> None:
        self.close()

    def ask(
        self,
        kind: str,
        fields: Mapping[str, Any],
        *,
        person: str,
        at: datetime,
        scope: JobScope | None = None,
        basis: str | None = None,
        bring: Callable[[Path], None] | None = None,
    ) -> Job:
        """Ask for a job.

        Parameters
        ----------
        kind
            What is to be done.
        fields
            What is asked for, as JSON values; a day that is left open would be another day tomorrow.
        person
            Login of whoever asks.
        at
            Now, with time zone.
        scope
            What the result may show.
        basis
            What the result rests on, e.g. the end of the journal: who asks the same of the same basis while
            the result of another is there, or on its way, gets that. ``None`` has the work done in any case.
        bring
            Lays the files of the question into the folder that it is given.

        Returns
        -------
        Job
            The job, which waits or is done already.

        Raises
        ------
        TooManyJobs
            If too many jobs of the person are not done yet.
        NoRoomForJobs
            If there is no room.
        """
        self.rules.check_room(self.folder)
        name, told = secrets.token_hex(8), (scope or JobScope()).to_dict()
        question = sha256(canonical_json([kind, dict(fields), told, basis or name]).encode()).hexdigest()
        new = {
            "id": name,
            "kind": kind,
            "question": question,
            "fields": canonical_json(dict(fields)),
            "scope": canonical_json(told),
            "state": JobState.QUEUED.value,
            "asked_at": instant_text(at),
            "attempts": 0,
        }
        try:
            if bring is not None:
                (self.folder / name / "given").mkdir(mode=0o700, parents=True)
                bring(self.folder / name / "given")
            with only_writer(self.engine) as connection:
                job = self._asked(connection, new, person, at)
        except BaseException:
            shutil.rmtree(self.folder / name, ignore_errors=True)
            raise
        return self._one(job)

    def _asked(self, connection: Connection, new: dict[str, Any], person: str, at: datetime) -> str:
        """Add a job for a person, and the work if nobody else asked for the same."""
        is_open = (jobs.c.person == person) & work.c.state.in_(_OPEN) & jobs.c.left_at.is_(None)
        mine = select(func.count()).select_from(jobs.join(work, work.c.id == jobs.c.work)).where(is_open)
        if connection.execute(mine).scalar_one() >= self.rules.most_open:
            raise TooManyJobs(
                _("{most} of your jobs are not done yet; wait until one is, or cancel one.").format(
                    most=self.rules.most_open
                )
            )
        same = select(work.c.id, work.c.state).where(
            work.c.question == new["question"],
            work.c.state.in_((*_OPEN, JobState.DONE.value)),
            work.c.cancel_asked_at.is_(None),
            work.c.given_up_at.is_(None),
        )
        found = connection.execute(same).first()
        if found is None:
            connection.execute(insert(work).values(new))
        elif found.state == JobState.DONE:
            kept = instant_text(at + self.rules.kept)
            connection.execute(update(work).where(work.c.id == found.id).values(expires_at=kept))
        row = {"id": secrets.token_hex(8), "work": new["id"] if found is None else found.id}
        connection.execute(insert(jobs).values(row | {"person": person, "asked_at": new["asked_at"]}))
        return str(row["id"])

    def job(self, job: str, person: str | None = None) -> Job | None:
        """Look a job up.

        Parameters
        ----------
        job
            What it is called.
        person
            Login of whoever asked for it; anybody if not given.

        Returns
        -------
        Job or None
            ``None`` if there is none, or somebody else asked for it.
        """
        mine = [] if person is None else [jobs.c.person == person]
        with reading(self.engine) as connection:
            return next(iter(jobs_of(connection, self.folder, jobs.c.id == job, *mine)), None)

    def _one(self, job: str) -> Job:
        found = self.job(job)
        assert found is not None
        return found

    def of(self, person: str | None = None) -> list[Job]:
        """List the jobs of a person, the newest first.

        Parameters
        ----------
        person
            The login; everybody's if not given.
        """
        mine = [] if person is None else [jobs.c.person == person]
        with reading(self.engine) as connection:
            return jobs_of(connection, self.folder, *mine)

    def cancel(self, job: Job, at: datetime) -> Job:
        """Cancel a job; one that is over stays as it is.

        What others wait for too goes on for them. Work that runs is ended within a moment, and is done all
        the same if it was quicker.

        Parameters
        ----------
        job
            The job.
        at
            Now, with time zone.

        Returns
        -------
        Job
            The job as it stands now.
        """
        now = instant_text(at)
        with only_writer(self.engine) as connection:
            others = select(func.count()).where(
                jobs.c.work == job.work, jobs.c.id != job.id, jobs.c.left_at.is_(None)
            )
            if connection.execute(others).scalar_one():
                wait = select(work.c.id).where(work.c.id == job.work, work.c.state.in_(_OPEN))
                is_it = (jobs.c.id == job.id) & jobs.c.left_at.is_(None) & jobs.c.work.in_(wait)
                connection.execute(update(jobs).where(is_it).values(left_at=now))
            else:
                _cancel_work(connection, job.work, now, instant_text(at + self.rules.kept))
        return self._one(job.id)

    def sweep(self, at: datetime) -> int:
        """Give up results whose time has passed; that they were there stays written.

        Parameters
        ----------
        at
            Now, with time zone.

        Returns
        -------
        int
            How many were given up.
        """
        now = instant_text(at)
        is_due = (work.c.expires_at < now) & work.c.given_up_at.is_(None)
        with reading(self.engine) as connection:
            due = connection.execute(select(work.c.id).where(is_due)).scalars().all()
            known = set(connection.execute(select(work.c.id)).scalars())
        given_up = 0
        for each in due:
            with only_writer(self.engine) as connection:
                # Somebody may have asked for the same just now: then it is kept for him.
                row = update(work).where(work.c.id == each, is_due).values(given_up_at=now)
                gone = connection.execute(row).rowcount
            if gone:
                given_up += 1
                shutil.rmtree(self.folder / each, ignore_errors=True)
        self._sweep_folders(known, at)
        return given_up

    def _sweep_folders(self, known: set[str], at: datetime) -> None:
        for folder in self.folder.iterdir():
            with suppress(FileNotFoundError):
                is_old = folder.stat().st_mtime < (at - _BRINGING).timestamp()
                if folder.is_dir() and folder.name not in known and is_old:
                    shutil.rmtree(folder, ignore_errors=True)


def _cancel_work(connection: Connection, name: str, now: str, kept: str) -> None:
    ended = {"state": JobState.CANCELLED.value, "ended_at": now, "expires_at": kept}
    waits = (work.c.id == name) & (work.c.state == JobState.QUEUED.value)
    runs = (work.c.id == name) & (work.c.state == JobState.RUNNING.value)
    connection.execute(update(work).where(waits).values(ended))
    connection.execute(update(work).where(runs).values(cancel_asked_at=now))
