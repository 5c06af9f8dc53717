"""One kept assessment, with what is derived of it: each thing is worked out once, for all who ask."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from threading import Lock
from time import monotonic
from typing import Any, TypeVar, cast

from landwatch.i18n import Language, language, speaking
from landwatch.measures import flagged
from landwatch.measures.acreage import CountingRules, Ledger
from landwatch.measures.figures import Figure
from landwatch.measures.figures.months import Timeline, moved_on, replay
from landwatch.measures.figures.situation import MAIN, PAST_MONTHS, Ahead, Month, falling_due, months_of
from landwatch.measures.flagged import FlaggedContract, Review
from landwatch.measures.worklist import Duty, work_list, work_list_again
from landwatch.registry import End
from landwatch.reports.dossier import Dossier
from landwatch.rules import Assessment
from landwatch.services.assessing.judging import dossier_of
from landwatch.services.assessing.seeing import rules_seen, seen, without_money
from landwatch.services.figures import counting
from landwatch.services.figures.counting import By, Group

__all__ = ["Choices", "Kept"]

Made = TypeVar("Made")

_What = tuple[str, *tuple[str | None, ...]]
_Cut = tuple[frozenset[str] | None, bool]  # names of the clusters, and whether money is seen

_CUTS = 32  # as many sets of clusters as an office grants
_STILL_ASKED = 60.0
"""Seconds after the last question for something within which it is made again before anybody asks."""


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What a bureau decides about its figures.

    Attributes
    ----------
    rules
        What counts as revitalised, and which years are closed.
    limits
        Days after which a source is too old, by its name.
    """

    rules: CountingRules = field(default_factory=CountingRules)
    limits: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Before:
    """What was made of an earlier assessment, and the contracts that were touched since."""

    made: Any
    touched: frozenset[str]


class Kept:
    """An assessment, and what is derived of it: each thing is worked out once, when it is first asked for.

    Parameters
    ----------
    assessment
        The judged contracts.
    head
        The newest line of the journal that the assessment rests on; ``None`` if nothing was recorded.
    choices
        What the bureau decided about its figures.
    """

    def __init__(self, assessment: Assessment, head: End | None, choices: Choices) -> None:
        self.assessment = assessment
        self.head = head
        self.choices = choices
        self._lock = Lock()
        self._made: dict[Hashable, Any] = {}
        self._making: dict[Hashable, Lock] = {}
        self._followed: set[Hashable] = set()
        self._asked: dict[tuple[_What, Language], float] = {}
        self._cuts: OrderedDict[_Cut, Kept] = OrderedDict()
        self._before: dict[Hashable, _Before] = {}
        self._before_cuts: dict[_Cut, dict[Hashable, _Before]] = {}
        # None for itself: a circle would keep all of this until the next collection of circles.
        self._uncut: Kept | None = None

    @property
    def on(self) -> date:
        """The judged day."""
        return self.assessment.on

    @property
    def _with_money(self) -> Kept:
        return self._uncut or self

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
            Of the assessment that :mod:`landwatch.services.assessing.seeing` gives.
        """
        if clusters is None and money:
            return self
        whole = self if money else self.seen(clusters)
        with self._lock:
            cut = self._cuts.pop((clusters, money), None)
            if cut is None:
                found = seen(self.assessment, clusters) if money else without_money(whole.assessment)
                choices = replace(self.choices, rules=rules_seen(self.choices.rules, clusters))
                cut = Kept(found, self.head, choices)
                cut._uncut = None if money else whole
                cut._before = self._before_cuts.pop((clusters, money), {})
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
        return self._answer(
            ("findings",),
            lambda: tuple(flagged.findings(self.assessment)),
            again=lambda before, touched: tuple(flagged.findings_again(before, self.assessment, touched)),
        )

    def work_list(self) -> tuple[Duty, ...]:
        """List what there is to do, in the current language.

        Returns
        -------
        tuple of Duty
            As :func:`landwatch.measures.worklist.work_list` gives it.
        """
        return self._answer(
            ("work list",),
            lambda: work_list(self.assessment),
            again=lambda before, touched: work_list_again(before, self.assessment, touched),
        )

    def reviews(self) -> Mapping[str, list[Review]]:
        """Collect the reviews made by the day judged.

        Returns
        -------
        Mapping
            By contract number, the oldest first.
        """
        return self._answer(("reviews",), lambda: flagged.reviews_of(self.assessment))

    def ledger(self) -> Ledger:
        """Make the ledger of acreage of the day judged."""
        return self.once("ledger", lambda: counting.acreage_ledger(self.assessment, self.choices.rules))

    def figures(self, cluster: str | None = None) -> tuple[Figure, ...]:
        """All figures of the day judged, with the change of the rates since the end of the year before.

        Parameters
        ----------
        cluster
            Only this cluster.

        Returns
        -------
        tuple of Figure
            As :func:`landwatch.services.figures.counting.figures` gives them, in the current language.

        Raises
        ------
        UsageError
            If the register knows no such cluster.
        """
        return self._answer(
            ("figures", cluster),
            lambda: counting.figures(
                self.assessment,
                before=self._year_before(),
                cluster=cluster,
                ledger=self.ledger(),
                limits=self.choices.limits,
            ),
        )

    def _year_before(self) -> Assessment | None:
        if self.on.year == date.min.year:
            return None  # the calendar has no year before
        end, snapshot = date(self.on.year - 1, 12, 31), self.assessment.snapshot
        return self._with_money.once(
            "year before",
            lambda: counting.judged_earlier(self.assessment, end),
            again=lambda before, touched: counting.judged_earlier_again(before, snapshot, touched),
            in_every_language=True,
        )

    def months(self) -> Timeline:
        """Judge the ends of the last months: a year and what makes its comparisons whole.

        Returns
        -------
        Timeline
            As :func:`landwatch.measures.figures.months.replay` gives it.
        """
        return self._with_money.once(
            "months",
            lambda: replay(self.assessment, PAST_MONTHS),
            again=lambda before, touched: moved_on(before, self.assessment, touched, PAST_MONTHS),
            in_every_language=True,
        )

    def parts(self, by: By) -> tuple[Group, ...]:
        """The main figures of each cluster, or of each company that operates some, in the current language.

        Parameters
        ----------
        by
            What to divide by.

        Returns
        -------
        tuple of Group
            As :func:`landwatch.services.figures.counting.grouped` gives them.
        """
        return self._answer(
            ("parts", by),
            lambda: counting.grouped(
                self.assessment, by, ledger=self.ledger(), limits=self.choices.limits, only=MAIN
            ),
        )

    def past_rates(self, cluster: str | None = None) -> tuple[Month, ...]:
        """The default rates at the ends of the last months.

        Parameters
        ----------
        cluster
            Only this cluster.
        """
        return self._answer(("past rates", cluster), lambda: months_of(self.months(), cluster))

    def falling_due(self, cluster: str | None = None) -> Ahead:
        """What falls due soon, in the current language.

        Parameters
        ----------
        cluster
            Only this cluster.
        """
        return self._answer(("falling due", cluster), lambda: falling_due(self.assessment, cluster))

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

    def moved(
        self, assessment: Assessment, head: End | None, choices: Choices, touched: frozenset[str]
    ) -> Kept:
        """Move on to a later line of the journal, with what was derived and can be followed.

        Parameters
        ----------
        assessment
            The contracts as they are judged now, on the same day.
        head
            The newest line of the journal that it rests on.
        choices
            What the bureau decided about its figures.
        touched
            Numbers of the contracts of which something may differ.
        """
        new = Kept(assessment, head, choices)
        new._before = self._left(touched)
        with self._lock:
            earlier = {
                cut: {key: _Before(old.made, old.touched | touched) for key, old in left.items()}
                for cut, left in self._before_cuts.items()
            }
            new._before_cuts = earlier | {cut: kept._left(touched) for cut, kept in self._cuts.items()}
        return new

    def get_ready(self, earlier: Kept) -> None:
        """Make what people keep asking for, before they ask again.

        Parameters
        ----------
        earlier
            What this was moved on from: what was asked of it in the last minute is made again.
        """
        latest = monotonic() - _STILL_ASKED
        for (what, spoken), asked_at in earlier._asked_lately(latest).items():
            with speaking(spoken):
                _ANSWERS[what[0]](self, *what[1:])
            self._asked[what, spoken] = asked_at  # to make it ready was no question
        for (clusters, money), cut in earlier._cuts_lately():
            if cut._asked_lately(latest):
                self.seen(clusters, money=money).get_ready(cut)

    def _asked_lately(self, since: float) -> dict[tuple[_What, Language], float]:
        with self._lock:
            return {question: at for question, at in self._asked.items() if at >= since}

    def _cuts_lately(self) -> list[tuple[_Cut, Kept]]:
        with self._lock:
            return list(self._cuts.items())

    def _answer(
        self,
        what: _What,
        make: Callable[[], Made],
        *,
        again: Callable[[Made, frozenset[str]], Made] | None = None,
    ) -> Made:
        """Make one of the answers that :meth:`get_ready` makes ahead."""
        self._asked[what, language()] = monotonic()
        return self.once(what, make, again=again)

    def _left(self, touched: frozenset[str]) -> dict[Hashable, _Before]:
        """What is left for a later one to follow: what was made, and what was left here and not asked for."""
        with self._lock:
            left = {key: _Before(old.made, old.touched | touched) for key, old in self._before.items()}
            return left | {key: _Before(self._made[key], touched) for key in self._followed}

    def once(
        self,
        what: Hashable,
        make: Callable[[], Made],
        *,
        again: Callable[[Made, frozenset[str]], Made] | None = None,
        in_every_language: bool = False,
    ) -> Made:
        """Make something of this assessment, or give what was made before in the current language.

        Parameters
        ----------
        what
            Names it, with all that it depends on beside the assessment and the language.
        make
            Makes it; whoever asks for it meanwhile waits. It may rest on other things, not on itself.
        again
            Makes it of what was made before some contracts were touched, where that is faster.
        in_every_language
            Whether it holds no words, so that it is the same in each.
        """
        key = (what, None if in_every_language else language())
        with self._lock:
            making = self._making.setdefault(key, Lock())
        # Each thing has a lock of its own: what rests on something else asks for that meanwhile, and whoever
        # wants a figure does not wait for a map.
        with making:
            if key not in self._made:
                with self._lock:
                    before = self._before.pop(key, None)
                made = make() if before is None or again is None else again(before.made, before.touched)
                with self._lock:
                    self._made[key] = made
                    if again is not None:
                        self._followed.add(key)
            return cast(Made, self._made[key])


_ANSWERS: Mapping[str, Callable[..., Any]] = {
    "findings": Kept.findings,
    "work list": Kept.work_list,
    "reviews": Kept.reviews,
    "figures": Kept.figures,
    "parts": Kept.parts,
    "past rates": Kept.past_rates,
    "falling due": Kept.falling_due,
}
"""What the pages that everybody opens are made of, by the first word of what is asked."""
