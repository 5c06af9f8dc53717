"""A process that works off the queue: one child for each piece of work.

A child gives all its memory back when it ends, and can be ended at any moment. The process itself has one
thread and holds nothing that a child could find half done.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from threading import Event

from landwatch.errors import RegisterError
from landwatch.i18n import gettext as _
from landwatch.i18n import speaking
from landwatch.jobs.held_work import Held, Progress, end, give_back, hold_on, take_up
from landwatch.jobs.job import JobState
from landwatch.jobs.queue import Queue
from landwatch.jobs.work_in_child import Answer, Perform, do

__all__ = ["ends_on_signals", "work_off"]

_LOOK = 0.4  # seconds between two looks at the queue, and at what a child says
_HOLD = timedelta(seconds=1)  # between two words that the work goes on
_SWEEP = timedelta(minutes=10)
_FORK = multiprocessing.get_context("fork")


def work_off(
    queue: Queue,
    perform: Perform,
    *,
    clock: Callable[[], datetime],
    at_once: int = 1,
    ends: Event | None = None,
    until_empty: bool = False,
    parent: int | None = None,
) -> None:
    """Do what waits in the queue, until this process is asked to end or whoever started it has ended.

    Work that is in hand then is given back, and taken up anew by whoever comes next.

    Parameters
    ----------
    queue
        The queue.
    perform
        Does a piece of work, in a child of this process.
    clock
        Tells the instant, with time zone.
    at_once
        How many pieces of work are done at once.
    ends
        Set when the process shall end.
    until_empty
        Whether to end when nothing waits any more.
    parent
        Number of the process that started this one and with which it shall end; ``None`` for none.
    """
    worker = _Worker(queue, perform, clock, at_once, ends or Event(), parent)
    try:
        worker.run(until_empty=until_empty)
    finally:
        worker.stop()


@dataclass(eq=False)
class _Child:
    """A piece of work in hand, and the process that does it."""

    held: Held
    process: BaseProcess
    said: Connection
    spoke_at: datetime
    progress: Progress | None = None
    answer: Answer | None = None

    def listen(self) -> None:
        with suppress(EOFError, OSError):
            while self.said.poll():
                word = self.said.recv()
                if isinstance(word, Progress):
                    self.progress = word
                else:
                    self.answer = word

    def kill(self) -> None:
        self.process.kill()
        self.process.join()


@dataclass(eq=False)
class _Worker:
    queue: Queue
    perform: Perform
    clock: Callable[[], datetime]
    at_once: int
    ends: Event
    parent: int | None
    children: list[_Child] = field(default_factory=list)

    def run(self, *, until_empty: bool) -> None:
        sweep_at = self.clock()
        while not self.ends.is_set() and self.parent in (None, os.getppid()):
            # A database that is away comes back; the work goes on meanwhile.
            with suppress(RegisterError):
                if self.clock() >= sweep_at:
                    sweep_at = self.clock() + _SWEEP
                    self.queue.sweep(self.clock())
                self.begin()
                if until_empty and not self.children:
                    return
            self.rest()
            with suppress(RegisterError):
                for child in tuple(self.children):
                    self.look_at(child)

    def begin(self) -> None:
        while len(self.children) < self.at_once:
            held = take_up(self.queue, self.clock())
            if held is None:
                return
            hears, says = _FORK.Pipe(duplex=False)
            arguments = (self.perform, held, says, os.getpid())
            process = _FORK.Process(target=do, args=arguments, name=f"job {held.id}")
            process.start()
            says.close()
            self.children.append(_Child(held, process, hears, self.clock()))

    def rest(self) -> None:
        if self.children:
            wait([child.process.sentinel for child in self.children], _LOOK)
        else:
            self.ends.wait(_LOOK)

    def look_at(self, child: _Child) -> None:
        is_over = not child.process.is_alive()
        child.listen()
        if is_over:
            self.finish(child)
            self.children.remove(child)
        elif self.clock() - child.spoke_at >= _HOLD:
            child.spoke_at = self.clock()
            standing = hold_on(self.queue, child.held, self.clock(), child.progress)
            if standing.cancel or not standing.is_held:
                child.kill()
                end(self.queue, child.held, JobState.CANCELLED, self.clock())
                self.children.remove(child)

    def finish(self, child: _Child) -> None:
        if child.answer is not None:
            answer = child.answer
            end(
                self.queue,
                child.held,
                answer.state,
                self.clock(),
                made=answer.made,
                problem=answer.problem,
            )
        elif (child.process.exitcode or 0) < 0:
            # Ended from outside, as the system does with whoever takes too much memory.
            give_back(self.queue, child.held, counts=True)
        else:
            with speaking(child.held.scope.language):
                problem = _(
                    "Something went wrong here; it was logged. Try again, and tell the administrator."
                )
            end(self.queue, child.held, JobState.FAILED, self.clock(), problem=problem)

    def stop(self) -> None:
        for child in self.children:
            child.kill()
            with suppress(RegisterError):
                give_back(self.queue, child.held, counts=False)


def ends_on_signals() -> Event:
    """Make an event that is set when the system, or a terminal, asks this process to end."""
    asked = Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_told: asked.set())
    return asked
