"""Turns what became of the contracts into rows of the facts files."""

from collections.abc import Sequence

from .records import Deal

__all__ = ["in_ledger", "record_progress"]

_LEDGER_UNTIL = 2017


def in_ledger(deal: Deal) -> bool:
    """Say whether the ledger holds the actual days: for old contracts without stages it does.

    Parameters
    ----------
    deal
        The contract.

    Returns
    -------
    bool
        ``True`` where the days stand in the ledger and in no facts file.
    """
    return deal.signed.year <= _LEDGER_UNTIL and not deal.stages


def record_progress(deals: Sequence[Deal]) -> None:
    """Record handover, start and completion.

    Parameters
    ----------
    deals
        All contracts.
    """
    for deal in deals:
        deal.record("handover", "交地", deal.handed_over, 说明="交地确认书")
        for stage in deal.stages:
            if stage.commenced:
                deal.record("commencement", "开工", stage.commenced, 期号=stage.number)
            if stage.completed:
                deal.record("completion", "竣工验收", stage.completed, 期号=stage.number)
        if deal.stages or in_ledger(deal):
            continue
        if deal.commenced:
            deal.record("commencement", "开工", deal.commenced)
        if deal.completed:
            deal.record("completion", "竣工验收", deal.completed)
