"""A contract as cases are folded from it: its judged values and its facts, and what is on file by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import pandas as pd

from landwatch.casework.case import Case
from landwatch.casework.case_facts import Fact
from landwatch.casework.lacking import OnFile
from landwatch.casework.procedure_files import Condition, Procedure
from landwatch.model import EventType
from landwatch.rules import Assessment

__all__ = ["ContractFacts", "file_of", "judged_rows"]


@dataclass(frozen=True)
class ContractFacts:
    """A contract with a case: the day judged, its number, its judged values and its facts by day."""

    on: date
    number: str
    row: Mapping[str, Any]
    facts: Sequence[Fact]

    @property
    def has_open_hold(self) -> bool:
        """Whether the last of the facts about a suspension imposed one."""
        kinds = (EventType.SUSPENSION_IMPOSED, EventType.SUSPENSION_LIFTED)
        told = [fact.type for fact in self.facts if fact.type in kinds]
        return bool(told) and told[-1] is EventType.SUSPENSION_IMPOSED

    def text(self, *columns: str) -> str | None:
        """Return the first of some values that is known.

        Parameters
        ----------
        *columns
            Names of judged values.
        """
        return next((str(self.row[name]) for name in columns if not pd.isna(self.row[name])), None)


def file_of(contract: ContractFacts, case: Case, given: Iterable[str] = ()) -> OnFile:
    """Tell what stands on file about a case.

    Parameters
    ----------
    contract
        The contract.
    case
        The case.
    given
        Names of the details that are given with an act.
    """
    own = {step.fact for step in case.version.steps.values()}
    in_effect = [fact for fact in contract.facts if fact.in_effect_on <= contract.on]
    foreign = [fact for fact in in_effect if fact.type not in own]
    taken = {done.fact for done in case.steps if done.in_effect_on <= contract.on}
    return OnFile(
        on=contract.on,
        facts=taken | {fact.type for fact in foreign},
        facts_since=taken | {fact.type for fact in foreign if fact.day >= case.opened_on},
        flags=frozenset(contract.row["flags"]),
        days={
            name: value.date()
            for name, value in contract.row.items()
            if isinstance(value, pd.Timestamp) and not pd.isna(value)
        },
        given=frozenset(given),
    )


def judged_rows(
    assessment: Assessment, procedures: Iterable[Procedure], numbers: Iterable[str]
) -> Mapping[str, Mapping[str, Any]]:
    """Take the judged values that procedures ask for.

    Parameters
    ----------
    assessment
        The judged contracts.
    procedures
        The procedures.
    numbers
        Numbers of contracts; unknown ones are left out.

    Returns
    -------
    Mapping
        The values of each contract by name.
    """
    columns = {"cluster", "holder", "current_holder", "flags"}
    for procedure in procedures:
        for _since, version in procedure.versions:
            columns |= {step.clock for step in version.steps.values() if step.clock}
            conditions = [each for need in version.records.values() for each in need.any]
            conditions += [bar.when for bar in version.bars.values()]
            columns |= {name for each in conditions for name in _days_named(each)}
    known = [number for number in numbers if number in assessment.contracts.index]
    chosen = assessment.contracts.loc[known, sorted(columns)]
    return cast("Mapping[str, Mapping[str, Any]]", chosen.to_dict("index"))


def _days_named(condition: Condition) -> Iterator[str]:
    yield from filter(None, (condition.reached, condition.passed, condition.before))
