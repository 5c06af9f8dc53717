"""What a case can be about, read off the judged contracts: defaults, suspicions, unanswered applications."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

import pandas as pd

from landwatch.casework.procedure_files import Procedure
from landwatch.measures.figures import selection
from landwatch.model import ContractStatus, EventType, IdleStatus, PaymentStatus
from landwatch.rules import Assessment

__all__ = ["Beginning", "beginnings"]

_ONE_DAY = pd.Timedelta(days=1)
_UNPAID = (PaymentStatus.BREACH, PaymentStatus.BREACH_OVER_60)


class Beginning(NamedTuple):
    """The first day of what a case is about, and whether it still is so on the day judged."""

    first_day: date
    stands: bool


def beginnings(
    assessment: Assessment, procedures: Mapping[str, Procedure]
) -> Mapping[tuple[str, str], Beginning]:
    """Tell what cases can be about, whether it has been made good since or not.

    Parameters
    ----------
    assessment
        The judged contracts.
    procedures
        The procedures by kind.

    Returns
    -------
    Mapping
        By contract number and kind of case.
    """
    found = {}
    for kind, procedure in procedures.items():
        if procedure.begins == "person":
            continue
        for number, first_day, stands in _FOUND[procedure.begins](assessment):
            found[number, kind] = Beginning(first_day, stands)
    return found


_Found = Iterator[tuple[str, date, bool]]


def _default(of: str, due: str) -> Callable[[Assessment], _Found]:
    def found(assessment: Assessment) -> _Found:
        contracts = assessment.contracts
        late = contracts[contracts[f"{of}_days"].fillna(0).gt(0) & contracts[due].notna()]
        return _told(late, late[due] + _ONE_DAY, late[f"{of}_breach"].fillna(False).astype(bool))

    return found


def _idle(assessment: Assessment) -> _Found:
    contracts = assessment.contracts
    suspected = contracts[contracts["suspicion_day"].notna()]
    return _told(
        suspected,
        suspected["suspicion_day"],
        suspected["idle_status"].ne(IdleStatus.NONE) & suspected["contract_status"].eq(ContractStatus.LIVE),
    )


def _unpaid(assessment: Assessment) -> _Found:
    contracts = assessment.contracts
    unpaid = contracts[contracts["payment_status"].isin(_UNPAID) & contracts["payment_days"].notna()]
    days = pd.to_timedelta(unpaid["payment_days"].astype("int64") - 1, unit="D")
    first = pd.Timestamp(assessment.on) - days
    return _told(unpaid, first, unpaid["contract_status"].eq(ContractStatus.LIVE))


def _applied(application: EventType, *answers: EventType) -> Callable[[Assessment], _Found]:
    def found(assessment: Assessment) -> _Found:
        applied = selection.dated(assessment, application).groupby("contract_no")["day"].last()
        answered = pd.concat([selection.dated(assessment, kind)[["contract_no", "day"]] for kind in answers])
        last = answered.groupby("contract_no")["day"].max().reindex(applied.index)
        frame = applied.to_frame()
        return _told(frame, applied, ~(last >= applied))

    return found


def _told(contracts: pd.DataFrame, first_day: pd.Series, stands: pd.Series) -> _Found:
    return (
        (str(number), day.date(), bool(still))
        for number, day, still in zip(contracts.index, first_day, stands, strict=True)
    )


_FOUND: Mapping[str, Callable[[Assessment], _Found]] = {
    "commencement": _default("commencement", "effective_commencement_due"),
    "completion": _default("completion", "completion_due"),
    "idle": _idle,
    "payment": _unpaid,
    "extension_application": _applied(
        EventType.EXTENSION_APPLICATION, EventType.EXTENSION_APPROVED, EventType.EXTENSION_REFUSED
    ),
    "return_application": _applied(EventType.RETURN_APPLICATION, EventType.RETURN_APPROVED),
}
