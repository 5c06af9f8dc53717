"""Work that a process holds: taken up, held on to while it goes on, and ended once.

Whoever takes work up holds it for a while and says again and again that he is still at it. When that stops,
the process was killed, and whoever comes next takes the work up anew. Each attempt has a name of its own: one
that was given up on can neither end the work nor touch the files of the attempt after it.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Row, delete, insert, or_, select, update

from landwatch.i18n import gettext as _
from landwatch.i18n import speaking
from landwatch.jobs.job import JobScope, JobState, ResultFile
from landwatch.jobs.job_folder import only_writer
from landwatch.jobs.job_tables import files, jobs, work
from landwatch.jobs.queue import Queue
from landwatch.registry.canonical import instant_text
from landwatch.registry.database import reading

__all__ = ["HELD", "Held", "Progress", "Standing", "end", "give_back", "hold_on", "take_up"]

HELD = timedelta(seconds=20)
"""How long work stays with a process that says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Work in hand.

    Attributes
    ----------
    id
        The work.
    holder
        This attempt.
    kind, fields, scope
        As they were asked for.
    person
        Login of whoever asked first.
    asked_at
        When, in UTC.
    folder
        Where the files of the work lie.
    """

    id: str
    holder: str
    kind: str
    fields: Mapping[str, Any]
    scope: JobScope
    person: str
    asked_at: datetime
    folder: Path

    @property
    def given(self) -> Path:
        """The folder of the files that were brought with the question."""
        return self.folder / "given"

    @property
    def out(self) -> Path:
        """The folder that this attempt writes to."""
        return self.folder / self.holder


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being done, and how far that is."""

    doing: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether work is still in hand, and whether it shall be cancelled."""

    is_held: bool
    cancel: bool = False


def take_up(queue: Queue, at: datetime) -> Held | None:
    """Take up the work that waits longest, or that was left by a process that was killed.

    Parameters
    ----------
    queue
        The queue.
    at
        Now, with time zone.

    Returns
    -------
    Held or None
        ``None`` if nothing waits.
    """
    now = instant_text(at)
    waits = work.c.state == JobState.QUEUED.value
    is_left = (work.c.state == JobState.RUNNING.value) & (work.c.held_until < now)
    wanted = select(work).where(or_(waits, is_left)).order_by(work.c.asked_at, work.c.id).limit(1)
    with reading(queue.engine) as connection:
        if connection.execute(wanted).first() is None:
            return None
    with only_writer(queue.engine) as connection:
        row = connection.execute(wanted).one_or_none()
        if row is None:
            return None
        changed = _ended_for_good(queue, row, at)
        holder = secrets.token_hex(8)
        if changed is None:
            until = instant_text(at + HELD)
            taken = {"holder": holder, "held_until": until, "attempts": row.attempts + 1}
            began = {"state": JobState.RUNNING.value, "began_at": row.began_at or now}
            connection.execute(update(work).where(work.c.id == row.id).values(taken | began))
        else:
            connection.execute(update(work).where(work.c.id == row.id).values(changed))
        person = connection.execute(
            select(jobs.c.person).where(jobs.c.work == row.id).order_by(jobs.c.asked_at, jobs.c.id).limit(1)
        ).scalar_one()
    return take_up(queue, at) if changed else _held(queue, row, holder, person)


def _held(queue: Queue, row: Row[Any], holder: str, person: str) -> Held:
    held = Held(
        id=row.id,
        holder=holder,
        kind=row.kind,
        fields=json.loads(row.fields),
        scope=JobScope.of(json.loads(row.scope)),
        person=person,
        asked_at=datetime.fromisoformat(row.asked_at),
        folder=queue.folder / row.id,
    )
    held.out.mkdir(mode=0o700, parents=True)
    return held


def _ended_for_good(queue: Queue, row: Row[Any], at: datetime) -> dict[str, Any] | None:
    """What becomes of work that no process shall take up again; ``None`` if one shall."""
    ended = {"ended_at": instant_text(at), "expires_at": instant_text(at + queue.rules.kept)}
    if row.cancel_asked_at:
        return ended | {"state": JobState.CANCELLED.value}
    if row.attempts < queue.rules.attempts:
        return None
    with speaking(JobScope.of(json.loads(row.scope)).language):
        problem = _(
            "The process that worked on it was ended {times} times, perhaps because the server has too "
            "little memory. Ask for less at once, or tell the administrator."
        ).format(times=row.attempts)
    return ended | {"state": JobState.FAILED.value, "problem": problem}


def hold_on(queue: Queue, held: Held, at: datetime, progress: Progress | None = None) -> Standing:
    """Say that the work goes on.

    Parameters
    ----------
    queue, held
        The queue, and the work.
    at
        Now, with time zone.
    progress
        How far it is, if that is new.
    """
    said: dict[str, Any] = {"held_until": instant_text(at + HELD)}
    if progress is not None:
        said |= {"doing": progress.doing, "done": progress.done, "total": progress.total}
    with only_writer(queue.engine) as connection:
        is_held = connection.execute(update(work).where(_is_mine(held)).values(said)).rowcount == 1
        asked = select(work.c.cancel_asked_at).where(work.c.id == held.id)
        return Standing(is_held, connection.execute(asked).scalar_one() is not None)


def end(
    queue: Queue,
    held: Held,
    state: JobState,
    at: datetime,
    *,
    made: Sequence[ResultFile] = (),
    problem: str | None = None,
) -> bool:
    """End the work.

    Parameters
    ----------
    queue, held
        The queue, and the work.
    state
        How it ended.
    at
        Now, with time zone.
    made
        The files that came out; the result first.
    problem
        Why it failed, in a sentence.

    Returns
    -------
    bool
        Whether it was still in hand; else another attempt goes on, and nothing was changed.
    """
    ended = {"ended_at": instant_text(at), "expires_at": instant_text(at + queue.rules.kept)}
    said = {"state": state.value, "problem": problem, "held_until": None, "doing": None}
    with only_writer(queue.engine) as connection:
        if connection.execute(update(work).where(_is_mine(held)).values(ended | said)).rowcount != 1:
            return False
        connection.execute(delete(files).where(files.c.work == held.id))
        for place, one in enumerate(made):
            row = {"work": held.id, "place": place, "name": one.name, "media_type": one.media_type}
            connection.execute(insert(files).values(row | {"size": one.size, "sha256": one.sha256}))
    for left in held.folder.iterdir():
        if left not in (held.given, held.out):
            shutil.rmtree(left, ignore_errors=True)  # of attempts whose process was killed
    return True


def give_back(queue: Queue, held: Held, *, counts: bool) -> None:
    """Give work back that was not ended, so that it is taken up anew.

    Parameters
    ----------
    queue, held
        The queue, and the work.
    counts
        Whether the attempt counts: not if the server was only started anew.
    """
    back: dict[str, Any] = {"state": JobState.QUEUED.value, "held_until": None, "doing": None}
    if not counts:
        back["attempts"] = work.c.attempts - 1
    with only_writer(queue.engine) as connection:
        connection.execute(update(work).where(_is_mine(held)).values(back))


def _is_mine(held: Held) -> Any:
    running = work.c.state == JobState.RUNNING.value
    return (work.c.id == held.id) & (work.c.holder == held.holder) & running
