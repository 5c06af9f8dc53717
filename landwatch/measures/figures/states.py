"""In which of a few states the maps show a contract, and which land counts as idle.

The engine judges commencement and completion apart; a parcel has one colour. So the states are ordered
by gravity, and the first that applies is shown. Commencement stands before completion: land on which
nobody has begun is on its way to being idle land, and the popup names both defaults anyway. The order is
a choice of presentation; nothing is computed from it.
"""

from __future__ import annotations

from enum import StrEnum

import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.measures.figures.declared import MEASURES, Declared, Measure, PoolName, declare
from landwatch.model import CommencementStatus, CompletionStatus, ContractStatus, IdleStatus
from landwatch.rules import Assessment
from landwatch.rules.explanation.reasons import reasons

__all__ = [
    "Idle",
    "State",
    "contract_states",
    "idle_label",
    "idle_marks",
    "in_force",
    "state_label",
    "with_states",
]


class State(StrEnum):
    """What the colour of a parcel says of its live contract, the gravest first."""

    COMMENCEMENT_DEFAULT = "commencement_default"
    COMPLETION_DEFAULT = "completion_default"
    EXCUSED = "excused"
    DUE_SOON = "due_soon"
    UNKNOWN = "unknown"
    UNDER_CONSTRUCTION = "under_construction"
    COMPLETED = "completed"
    NOT_DUE = "not_due"
    NO_CONTRACT = "no_contract"


class Idle(StrEnum):
    """Idle land: computed suspicion, or recognition by a document."""

    SUSPECTED = "suspected"
    RECOGNISED = "recognised"


_COMMENCEMENT = {
    CommencementStatus.EXCUSED: State.EXCUSED,
    CommencementStatus.EXCUSED_PENDING: State.EXCUSED,
    CommencementStatus.REMIND: State.DUE_SOON,
    CommencementStatus.COMMENCED: State.UNDER_CONSTRUCTION,
    CommencementStatus.COMMENCED_LATE: State.UNDER_CONSTRUCTION,
    CommencementStatus.PART_UNUSED: State.UNDER_CONSTRUCTION,
    CommencementStatus.NOT_DUE: State.NOT_DUE,
}
_COMPLETION = {
    CompletionStatus.REMIND: State.DUE_SOON,
    CompletionStatus.COMPLETED: State.COMPLETED,
    CompletionStatus.COMPLETED_LATE: State.COMPLETED,
}
_IDLE = {
    IdleStatus.SUSPECT_1Y: Idle.SUSPECTED,
    IdleStatus.RECOVERY_2Y: Idle.SUSPECTED,
    IdleStatus.SUSPECT_SUSPENDED: Idle.SUSPECTED,
    IdleStatus.INVESTIGATING: Idle.SUSPECTED,
    IdleStatus.RECOGNISED: Idle.RECOGNISED,
    IdleStatus.HEARING_WINDOW: Idle.RECOGNISED,
    IdleStatus.FEE_DECIDED: Idle.RECOGNISED,
    IdleStatus.FEE_PAID: Idle.RECOGNISED,
    IdleStatus.RECOVERY_DECIDED: Idle.RECOGNISED,
}


def in_force(contracts: pd.DataFrame) -> pd.Series:
    """Tell which contracts bind their land on the day judged.

    Parameters
    ----------
    contracts
        The assessed contracts.

    Returns
    -------
    pandas.Series
        Boolean, with the index of `contracts`.
    """
    return contracts["contract_status"].eq(ContractStatus.LIVE)


def contract_states(contracts: pd.DataFrame) -> pd.Series:
    """Give every contract the gravest state that applies to it.

    Parameters
    ----------
    contracts
        The assessed contracts.

    Returns
    -------
    pandas.Series
        Values of :class:`State`, with the index of `contracts`; ``NO_CONTRACT`` where the contract is
        no longer in force, ``UNKNOWN`` where neither day nor evidence allows a judgement.
    """
    states = contracts["commencement_status"].astype(object).map(_COMMENCEMENT)
    no_due_day = contracts["effective_commencement_due"].isna()
    states = states.mask(states.eq(State.NOT_DUE) & no_due_day).fillna(State.UNKNOWN)
    by_completion = contracts["completion_status"].astype(object).map(_COMPLETION)
    outweighed = states.eq(State.EXCUSED) & by_completion.eq(State.DUE_SOON)
    states = states.where(by_completion.isna() | outweighed, by_completion)
    states = states.mask(_true(contracts["completion_breach"]), State.COMPLETION_DEFAULT)
    states = states.mask(_true(contracts["commencement_breach"]), State.COMMENCEMENT_DEFAULT)
    return states.where(in_force(contracts), State.NO_CONTRACT)


def with_states(assessment: Assessment, told: pd.Series | None = None) -> pd.DataFrame:
    """Give the judged contracts what the maps show of them.

    Parameters
    ----------
    assessment
        The judged contracts.
    told
        Reasons that are known already, in the current language, by contract: of those that stand as they
        stood when somebody asked before.

    Returns
    -------
    pandas.DataFrame
        The contracts with their `state`, `idle` mark and `reason`, which is in the current language.
    """
    return assessment.contracts.assign(
        state=contract_states(assessment.contracts),
        idle=idle_marks(assessment.contracts),
        reason=_reasons(assessment, told),
    )


def _reasons(assessment: Assessment, told: pd.Series | None) -> pd.Series:
    if told is None:
        return reasons(assessment)
    numbers = assessment.contracts.index
    new = reasons(assessment, numbers.difference(told.index, sort=False))
    known: pd.Series = pd.concat([told[told.index.isin(numbers)], new]).reindex(numbers)
    return known


def _true(column: pd.Series) -> pd.Series:
    return column.astype("boolean").fillna(False).astype(bool)


def idle_marks(contracts: pd.DataFrame) -> pd.Series:
    """Tell which contracts in force hold idle land.

    Parameters
    ----------
    contracts
        The assessed contracts.

    Returns
    -------
    pandas.Series
        Values of :class:`Idle` or missing, with the index of `contracts`.
    """
    return contracts["idle_status"].astype(object).map(_IDLE).where(in_force(contracts))


def state_label(state: State) -> str:
    """Name a state in the current language.

    Parameters
    ----------
    state
        The state.

    Returns
    -------
    str
        The official term where there is one.
    """
    return {
        State.COMMENCEMENT_DEFAULT: _("Commencement default"),
        State.COMPLETION_DEFAULT: _("Completion default"),
        State.EXCUSED: _("Excused delay"),
        State.DUE_SOON: _("Due soon"),
        State.UNKNOWN: _("Cannot be judged"),
        State.UNDER_CONSTRUCTION: _("Under construction"),
        State.COMPLETED: _("Completed"),
        State.NOT_DUE: _("Not due"),
        State.NO_CONTRACT: _("No live contract"),
    }[state]


def idle_label(mark: Idle) -> str:
    """Name a mark of idle land in the current language.

    Parameters
    ----------
    mark
        The mark.

    Returns
    -------
    str
        Suspicion is never called idle land: only a recognition makes it that.
    """
    return {
        Idle.SUSPECTED: _("Suspected idle land"),
        Idle.RECOGNISED: _("Recognised idle land"),
    }[mark]


def _declared(state: State, by: Measure) -> Declared:
    vacant = state is State.NO_CONTRACT
    counted: Measure = "parcel" if vacant and by == "count" else by
    pool: PoolName = "parcels" if vacant else "P"
    return Declared(id=f"map_{state}_{by}", section="map", kind="state", by=counted, pool=pool)


declare(*(_declared(state, by) for state in State for by in MEASURES))
