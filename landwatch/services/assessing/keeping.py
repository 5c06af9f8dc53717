"""Assessments kept between questions: shared by day and instant, moved on when something is recorded.

A server answers many people about the same day. The register is read and judged once for all of them; whoever
asks meanwhile waits for that one reading. What was known at an instant that the journal has passed never
changes; what is known now stands as long as the journal ends where it ended.

While many read, something is recorded every few seconds, and a large register takes a moment to judge again.
Whoever only reads gets the answer of up to a second ago meanwhile, which says on which line of the journal it
rests; whoever has just recorded something, and every program, waits for the newest.
"""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from threading import Event as Signal
from threading import Lock, Thread
from time import monotonic

from landwatch.errors import RegisterError
from landwatch.measures.acreage import CountingRules
from landwatch.memory import give_back_memory
from landwatch.registry import End, Reading, Register
from landwatch.registry.canonical import instant_text
from landwatch.rules import Conventions, assess
from landwatch.rules.rejudging import rejudge
from landwatch.services.assessing.kept import Choices, Kept
from landwatch.services.figures.acreage import closing_instants, with_closed_years

__all__ = ["Choices", "Kept", "KeptAssessments"]

_MOMENT = 1.0
"""Seconds that the answer of a moment ago is given while the newest is made."""
_PATIENCE = 0.1
"""Seconds that whoever reads waits for the newest before he gets the one of a moment ago."""
_LOOK = 0.25
"""Seconds between two looks at the journal while somebody reads."""
_READING = 10.0
"""Seconds after the last question during which somebody still reads."""


@dataclass(eq=False)
class _Place:
    """Where the answer to one question is kept."""

    lock: Lock = field(default_factory=Lock)
    kept: Kept | None = None
    reading: Reading | None = None
    is_settled: bool = False
    """Whether the journal has passed the instant asked about, so that nothing can change any more."""
    ready: Kept | None = None
    """The newest answer of which all is made that people keep asking for."""
    seen_at: float = 0.0
    """When `ready` was last seen to be the newest."""
    asked_at: float = 0.0
    """When somebody last asked who may get the answer of a moment ago."""
    following: Future[None] | None = None
    """Makes the next one ready."""

    def __len__(self) -> int:
        return len(self.kept.assessment.contracts) if self.kept else 0

    def answer(self, head: End | None) -> Kept | None:
        """What is kept, if it still is the answer."""
        if self.kept is not None and (self.is_settled or self.kept.head == head):
            return self.kept
        return None


class KeptAssessments:
    """The assessments of one register that a server shares between its requests; threads may ask at once.

    Parameters
    ----------
    database
        URL of the register; nothing is opened before the first question.
    conventions
        The choices the rules leave open.
    choices
        What the bureau decided about its figures.
    room
        How many questions (day and instant) are kept; the one not asked for longest makes way.
    contracts
        How many contracts the kept answers have together, at about 2.6 kB each.
    few
        Up to how many contracts everybody waits for the newest answer: that takes no time worth saving.
    """

    def __init__(
        self,
        database: str,
        conventions: Conventions | None = None,
        *,
        choices: Choices | None = None,
        room: int = 8,
        contracts: int = 200_000,
        few: int = 2_000,
    ) -> None:
        self._database = database
        self._conventions = conventions
        self._choices = choices or Choices()
        self._closed: dict[frozenset[int], CountingRules] = {}
        self._room, self._contracts, self._few = room, contracts, few
        self._followers = ThreadPoolExecutor(1, "following")
        self._watch: Thread | None = None
        self._closed_for_good = Signal()
        self._lock = Lock()
        self._register: Register | None = None
        self._head: End | None = None
        self._places: OrderedDict[tuple[date, datetime | None], _Place] = OrderedDict()

    def assessment(self, on: date, known_at: datetime | None = None) -> Kept:
        """Judge every contract of the register, or give what is kept of that question.

        Parameters
        ----------
        on
            The day whose end is judged.
        known_at
            The instant of knowledge, with time zone; by default the last at which anything was recorded.

        Returns
        -------
        Kept
            The assessment as a fresh reading would give it.

        Raises
        ------
        RegisterError
            If the register cannot be opened or read; that is tried anew with the next question.
        """
        place = self._place(on, known_at)
        head = self.head()
        kept = place.answer(head)
        if kept is not None:
            return kept
        with place.lock:
            # Whoever waited here finds what the one before has read; only what was recorded since is missing.
            kept = place.answer(head)
            if kept is None:
                read = self.register().read(on, known_at, place.reading)
                choices = replace(self._choices, rules=self._rules(read, known_at))
                kept = self._moved(read, place.kept, choices)
                place.kept, place.reading = kept, read
                if place.asked_at < monotonic() - _READING:
                    place.ready = None  # nobody reads: the one of before need not be kept
                place.is_settled = known_at is not None and _has_passed(known_at, read.head)
                with self._lock:
                    self._make_room()
            return kept

    def seen(
        self,
        on: date,
        known_at: datetime | None = None,
        clusters: frozenset[str] | None = None,
        *,
        money: bool = True,
        newest: bool = True,
    ) -> Kept:
        """Judge the register and cut the assessment down to what lies in some clusters.

        Parameters
        ----------
        on
            The day whose end is judged.
        known_at
            The instant of knowledge, with time zone; by default the last at which anything was recorded.
        clusters
            Their names; ``None`` for everything.
        money
            Whether amounts of money are seen.
        newest
            Whether the newest answer is waited for; else that of up to a second ago will do.

        Raises
        ------
        RegisterError
            If the register cannot be opened or read.
        """
        found = None if newest or known_at else self._of_a_moment_ago(on)
        return (found or self.assessment(on, known_at)).seen(clusters, money=money)

    def _of_a_moment_ago(self, on: date) -> Kept | None:
        """What is ready of a day, if it was the newest a second ago; the next one is made meanwhile."""
        place = self._place(on, None)
        place.asked_at = monotonic()
        if place.ready is None:
            if place.kept is not None and len(place) > self._few:
                self._begin_watching()
                self._follow(place, on)
            return None
        if self._is_newest(place):
            return place.ready
        wait([self._follow(place, on)], _PATIENCE)
        return place.ready if monotonic() - place.seen_at <= _MOMENT else None

    def _is_newest(self, place: _Place) -> bool:
        """Look whether what is ready rests on the end of the journal."""
        now, head = monotonic(), self.head()
        if place.ready is not None and place.ready.head == head:
            place.seen_at = now
            return True
        return False

    def _follow(self, place: _Place, on: date) -> Future[None]:
        """Make the newest answer ready beside those who read; one at a time."""
        with self._lock:
            if place.following is None or place.following.done():
                place.following = self._followers.submit(copy_context().run, self._get_ready, place, on)
            return place.following

    def _get_ready(self, place: _Place, on: date) -> None:
        now, newest = monotonic(), self.assessment(on)
        before = place.ready  # whoever wants the newest may forget it meanwhile
        if before is not None and newest is not before:
            newest.get_ready(before)
        place.ready, place.seen_at = newest, now
        if newest is not before:
            give_back_memory()

    def _begin_watching(self) -> None:
        with self._lock:
            if self._watch is None:
                # With the district of whoever asks first: it is that of the office.
                context, look = copy_context(), self._look_again_and_again
                self._watch = Thread(target=context.run, args=(look,), daemon=True, name="watching")
                self._watch.start()

    def _look_again_and_again(self) -> None:
        while not self._closed_for_good.wait(_LOOK):
            latest = monotonic() - _READING
            with self._lock:
                read = [(on, place) for (on, _), place in self._places.items() if place.asked_at > latest]
            for on, place in read:
                # A register that is away is no matter of this thread: whoever asks is told.
                with suppress(RegisterError):
                    if not self._is_newest(place):
                        wait([self._follow(place, on)])

    def head(self) -> End | None:
        """The newest line of the journal, asked of the database each time.

        Returns
        -------
        End or None
            ``None`` if nothing was recorded.

        Raises
        ------
        RegisterError
            If the register cannot be opened or read.
        """
        self._head = head = self.register().journal_end(self._head)
        return head

    def close(self) -> None:
        """Give back the connections and forget what is kept."""
        self._closed_for_good.set()
        self._followers.shutdown(cancel_futures=True)
        with self._lock:
            register, self._register = self._register, None
            self._places.clear()
        if register is not None:
            register.close()

    def register(self) -> Register:
        """Give the register, opened once: its connections come and go by themselves.

        Raises
        ------
        RegisterError
            If it cannot be opened.
        """
        with self._lock:
            if self._register is None:
                self._register = Register.open(self._database)
            return self._register

    def _moved(self, read: Reading, before: Kept | None, choices: Choices) -> Kept:
        if before is None or read.touched is None:
            return Kept(assess(read.snapshot, self._conventions), read.head, choices)
        judged = rejudge(before.assessment, read.snapshot, read.touched)
        return before.moved(judged, read.head, choices, frozenset(read.touched))

    def _rules(self, read: Reading, known_at: datetime | None) -> CountingRules:
        """What counts, with what closed years hold; that is looked up once all of them lie in the past."""
        ends = closing_instants(self._choices.rules, known_at)
        if not self._choices.rules.closings:
            return self._choices.rules
        years = frozenset(ends)
        with self._lock:
            closed = self._closed.get(years)
        if closed is None:
            closed = with_closed_years(self._database, self._choices.rules, known_at)
            if all(_has_passed(end, read.head) for end in ends.values()):
                with self._lock:
                    self._closed[years] = closed
        return closed

    def _place(self, on: date, known_at: datetime | None) -> _Place:
        with self._lock:
            place = self._places.pop((on, known_at), None)
            place = _Place() if place is None else place
            self._places[on, known_at] = place
            self._make_room()
            return place

    def _make_room(self) -> None:
        """Forget what was not asked for longest; the question in hand stays, however large its answer is."""
        while len(self._places) > 1 and (
            len(self._places) > self._room or sum(map(len, self._places.values())) > self._contracts
        ):
            self._places.popitem(last=False)


def _has_passed(instant: datetime, head: End | None) -> bool:
    """Whether the journal has gone beyond an instant, so that what was known at it can change no more."""
    return head is not None and instant_text(instant) <= head.at
