"""What stands on file about a case on a day, and what a step lacks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from landwatch.casework.procedure_files import Bar, Condition, Need, Step, Version
from landwatch.model import EventType

__all__ = ["OnFile", "barred", "missing"]


@dataclass(frozen=True, kw_only=True)
class OnFile:
    """What stands on file on a day.

    Attributes
    ----------
    on
        The day.
    facts
        Kinds of fact: those of the procedure's steps in this case, the others of the contract.
    facts_since
        Those that lie on or after the first day of what the case is about.
    flags
        Flags that the rules raise.
    days
        Days that the rules compute, by name; unknown ones are left out.
    given
        Names of the details that are given with the act itself.
    """

    on: date
    facts: Collection[EventType] = frozenset()
    facts_since: Collection[EventType] = frozenset()
    flags: Collection[str] = frozenset()
    days: Mapping[str, date] = field(default_factory=dict)
    given: Collection[str] = frozenset()


def missing(version: Version, step: Step, file: OnFile) -> tuple[Need, ...]:
    """Name the records that a step lacks.

    Parameters
    ----------
    version
        The procedure.
    step
        One of its steps.
    file
        What stands on file.

    Returns
    -------
    tuple of Need
        In the order of the procedure; empty where all are there.
    """
    needs = [version.records[name] for name in step.needs]
    return tuple(need for need in needs if not any(_holds(each, file) for each in need.any))


def barred(version: Version, step: Step, file: OnFile) -> tuple[Bar, ...]:
    """Name what stands against a step, whatever is on file.

    Parameters
    ----------
    version
        The procedure.
    step
        One of its steps.
    file
        What stands on file.

    Returns
    -------
    tuple of Bar
        In the order of the procedure; empty where nothing does.
    """
    bars = [version.bars[name] for name in step.bars]
    return tuple(bar for bar in bars if _holds(bar.when, file))


def _holds(condition: Condition, file: OnFile) -> bool:
    kind = next(iter(condition.model_fields_set - {"since"}))
    return _HOLDS[kind](condition, file)


def _reached(condition: Condition, file: OnFile) -> bool:
    day = file.days.get(str(condition.reached))
    if condition.since is not None:
        return day is not None and day >= condition.since
    return day is not None and file.on >= day


def _passed(condition: Condition, file: OnFile) -> bool:
    day = file.days.get(str(condition.passed))
    return day is not None and file.on > day


def _before(condition: Condition, file: OnFile) -> bool:
    day = file.days.get(str(condition.before))
    return day is None or file.on < day


_HOLDS: Mapping[str, Callable[[Condition, OnFile], bool]] = {
    "fact": lambda condition, file: condition.fact in file.facts,
    "absent": lambda condition, file: condition.absent not in file.facts,
    "since_then": lambda condition, file: condition.since_then in file.facts_since,
    "flag": lambda condition, file: condition.flag in file.flags,
    "clear": lambda condition, file: condition.clear not in file.flags,
    "reached": _reached,
    "passed": _passed,
    "before": _before,
    "given": lambda condition, file: condition.given in file.given,
}
