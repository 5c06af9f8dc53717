"""What a rule asks for when it runs: which kinds of event, and the law of which days.

An explanation shows beside a value the records and the legal numbers it rests on. Rather than to declare
them a second time, the rule is run once more with an event log and legal numbers that remember.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from landwatch.model import EventType
from landwatch.rules.amounts import Shares
from landwatch.rules.days import Days, Integers
from landwatch.rules.events import EventLog, Occurrences
from landwatch.rules.parameters import LawValue

__all__ = ["Asked", "watch"]


@dataclass(frozen=True)
class Asked:
    """What a rule asked for.

    Attributes
    ----------
    events
        The events of the kinds it asked for; ``None`` where it asked for none.
    days
        By the name of a legal number, the days whose value it asked for, one a row.
    """

    events: Occurrences | None
    days: Mapping[str, Days]


def watch(rule: Callable[..., Any], given: Mapping[str, Any]) -> Asked:
    """Run a rule and tell what it asks for.

    Parameters
    ----------
    rule
        A function of the graph.
    given
        Its arguments by name.

    Returns
    -------
    Asked
        The events and the days of the law.
    """
    days: dict[str, Days] = {}
    watched = dict(given)
    for name, argument in given.items():
        if isinstance(argument, LawValue):
            watched[name] = _WatchedLaw.watching(argument, days)
    log = _WatchedLog.watching(given["event_log"]) if "event_log" in given else None
    if log is not None:
        watched["event_log"] = log
    rule(**watched)
    return Asked(log.of(*log.asked) if log is not None and log.asked else None, days)


class _WatchedLog(EventLog):
    """An event log that remembers which kinds of event a rule asked for."""

    asked: tuple[EventType, ...]

    @classmethod
    def watching(cls, log: EventLog) -> _WatchedLog:
        held = {item.name: getattr(log, item.name) for item in fields(log)}
        watched = cls(**held | {"found": {}, "lasting": {}})
        object.__setattr__(watched, "asked", ())
        return watched

    def of(self, *types: EventType) -> Occurrences:
        self._remember(types)
        return super().of(*types)

    def first(self, *types: EventType) -> Days:
        self._remember(types)
        return super().first(*types)

    def last(self, *types: EventType) -> Days:
        self._remember(types)
        return super().last(*types)

    def happened(self, *types: EventType) -> Any:
        self._remember(types)
        return super().happened(*types)

    def _remember(self, types: Iterable[EventType]) -> None:
        object.__setattr__(self, "asked", tuple(dict.fromkeys([*self.asked, *types])))


class _WatchedLaw(LawValue):
    """A legal number that remembers by which days a rule chose it."""

    days: dict[str, Days]

    @classmethod
    def watching(cls, value: LawValue, days: dict[str, Days]) -> _WatchedLaw:
        watched = cls(**vars(value))
        object.__setattr__(watched, "days", days)
        return watched

    def counts(self, days: Days) -> Integers:
        self.days[self.name] = days
        return super().counts(days)

    def shares(self, days: Days) -> Shares:
        self.days[self.name] = days
        return super().shares(days)

    def since(self, days: Days) -> Days:
        self.days[self.name] = days
        return super().since(days)
