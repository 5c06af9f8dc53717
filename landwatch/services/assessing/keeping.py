"""Assessments kept between questions: shared by day and instant, moved on when something is recorded.

A server answers many people about the same day. The register is read and judged once for all of them; whoever
asks meanwhile waits for that one reading. What was known at an instant that the journal has passed never
changes; what is known now stands as long as the journal ends where it ended.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from threading import Lock

from landwatch.measures.acreage import CountingRules
from landwatch.registry import End, Reading, Register
from landwatch.registry.canonical import instant_text
from landwatch.rules import Conventions, assess
from landwatch.rules.rejudging import rejudge
from landwatch.services.assessing.kept import Choices, Kept
from landwatch.services.figures.acreage import closing_instants, with_closed_years

__all__ = ["Choices", "Kept", "KeptAssessments"]


@dataclass(eq=False)
class _Place:
    """Where the answer to one question is kept."""

    lock: Lock = field(default_factory=Lock)
    kept: Kept | None = None
    reading: Reading | None = None
    is_settled: bool = False
    """Whether the journal has passed the instant asked about, so that nothing can change any more."""

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
    """

    def __init__(
        self,
        database: str,
        conventions: Conventions | None = None,
        *,
        choices: Choices | None = None,
        room: int = 8,
        contracts: int = 200_000,
    ) -> None:
        self._database = database
        self._conventions = conventions
        self._choices = choices or Choices()
        self._closed: dict[frozenset[int], CountingRules] = {}
        self._room, self._contracts = room, contracts
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
                read = self._opened().read(on, known_at, place.reading)
                choices = replace(self._choices, rules=self._rules(read, known_at))
                kept = self._moved(read, place.kept, choices)
                place.kept, place.reading = kept, read
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

        Raises
        ------
        RegisterError
            If the register cannot be opened or read.
        """
        return self.assessment(on, known_at).seen(clusters, money=money)

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
        self._head = head = self._opened().journal_end(self._head)
        return head

    def close(self) -> None:
        """Give back the connections and forget what is kept."""
        with self._lock:
            register, self._register = self._register, None
            self._places.clear()
        if register is not None:
            register.close()

    def _opened(self) -> Register:
        """The register, opened once: its connections come and go by themselves."""
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
