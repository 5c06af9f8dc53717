"""Assessments kept between questions: shared by day and instant, moved on when something is recorded.

A server answers many people about the same day. The register is read and judged once for all of them; whoever
asks meanwhile waits for that one reading. What was known at an instant that the journal has passed never
changes; what is known now stands as long as the journal ends where it ended.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock
from typing import Any, TypeVar, cast

from landwatch.i18n import language
from landwatch.measures import flagged
from landwatch.measures.flagged import FlaggedContract, Review
from landwatch.registry import End, Reading, Register
from landwatch.registry.canonical import instant_text
from landwatch.reports.dossier import Dossier
from landwatch.rules import Assessment, Conventions, assess
from landwatch.rules.rejudging import rejudge
from landwatch.services.assessing import dossier_of
from landwatch.services.seeing import seen, without_money

__all__ = ["Kept", "KeptAssessments"]

Made = TypeVar("Made")

_CUTS = 32  # as many sets of clusters as an office grants


class Kept:
    """An assessment, and what is derived of it: each thing is worked out once, when it is first asked for.

    Parameters
    ----------
    assessment
        The judged contracts.
    head
        The newest line of the journal that the assessment rests on; ``None`` if nothing was recorded.
    """

    def __init__(self, assessment: Assessment, head: End | None) -> None:
        self.assessment = assessment
        self.head = head
        self._lock = Lock()
        self._made: dict[Hashable, Any] = {}
        self._making: dict[Hashable, Lock] = {}
        self._cuts: OrderedDict[tuple[frozenset[str] | None, bool], Kept] = OrderedDict()

    @property
    def on(self) -> date:
        """The judged day."""
        return self.assessment.on

    @property
    def known_at(self) -> datetime | None:
        """The instant of knowledge; ``None`` for an empty register."""
        return self.assessment.snapshot.known_at

    def seen(self, clusters: frozenset[str] | None, *, money: bool = True) -> Kept:
        """Cut down to what lies in some clusters; kept as long as this is.

        Parameters
        ----------
        clusters
            Their names; ``None`` for everything.
        money
            Whether amounts of money are seen.

        Returns
        -------
        Kept
            Of the assessment that :mod:`landwatch.services.seeing` gives.
        """
        if clusters is None and money:
            return self
        with self._lock:
            cut = self._cuts.pop((clusters, money), None)
            if cut is None:
                found = seen(self.assessment, clusters)
                cut = Kept(found if money else without_money(found), self.head)
            self._cuts[clusters, money] = cut
            while len(self._cuts) > _CUTS:
                self._cuts.popitem(last=False)
            return cut

    def findings(self) -> tuple[FlaggedContract, ...]:
        """List the contracts that somebody should look at, in the current language.

        Returns
        -------
        tuple of FlaggedContract
            As :func:`landwatch.measures.flagged.findings` gives them.
        """
        return self.once("findings", lambda: tuple(flagged.findings(self.assessment)))

    def reviews(self) -> Mapping[str, list[Review]]:
        """Collect the reviews made by the day judged.

        Returns
        -------
        Mapping
            By contract number, the oldest first.
        """
        return self.once("reviews", lambda: flagged.reviews_of(self.assessment))

    def dossier(self, contract_no: str) -> Dossier:
        """Say why a contract stands where it stands, in the current language.

        Parameters
        ----------
        contract_no
            The contract asked about.

        Raises
        ------
        UsageError
            If the contract is not known on that day; close numbers are named.
        """
        return dossier_of(self.assessment, contract_no, reviews=self.reviews())

    def once(self, what: Hashable, make: Callable[[], Made]) -> Made:
        """Make something of this assessment, or give what was made before in the current language.

        Parameters
        ----------
        what
            Names it, with all that it depends on beside the assessment and the language.
        make
            Makes it; whoever asks for it meanwhile waits. It may rest on other things, not on itself.
        """
        key = (what, language())
        with self._lock:
            making = self._making.setdefault(key, Lock())
        # Each thing has a lock of its own: what rests on something else asks for that meanwhile, and whoever
        # wants a figure does not wait for a map.
        with making:
            if key not in self._made:
                self._made[key] = make()
            return cast(Made, self._made[key])


@dataclass(eq=False)
class _Place:
    """Where the answer to one question is kept."""

    lock: Lock = field(default_factory=Lock)
    kept: Kept | None = None
    reading: Reading | None = None
    is_settled: bool = False
    """Whether the journal has passed the instant asked about, so that nothing can change any more."""

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
    room
        How many questions (day and instant) are kept; the one not asked for longest makes way.
    """

    def __init__(self, database: str, conventions: Conventions | None = None, *, room: int = 8) -> None:
        self._database = database
        self._conventions = conventions
        self._room = room
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
                kept = Kept(self._judged(read, place.kept), read.head)
                place.kept, place.reading = kept, read
                place.is_settled = _is_settled(read, known_at)
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

    def _judged(self, read: Reading, before: Kept | None) -> Assessment:
        if before is None or read.touched is None:
            return assess(read.snapshot, self._conventions)
        return rejudge(before.assessment, read.snapshot, read.touched)

    def _place(self, on: date, known_at: datetime | None) -> _Place:
        with self._lock:
            place = self._places.pop((on, known_at), None) or _Place()
            self._places[on, known_at] = place
            while len(self._places) > self._room:
                self._places.popitem(last=False)
            return place


def _is_settled(read: Reading, known_at: datetime | None) -> bool:
    return known_at is not None and read.head is not None and instant_text(known_at) <= read.head.at
