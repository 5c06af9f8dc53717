"""Turns what became of the contracts into rows of the facts files."""

from collections.abc import Sequence
from datetime import date

from .records import Deal, days

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
            _record_start(deal, deal.commenced)
        if deal.completed:
            deal.record("completion", "竣工验收", deal.completed)


_EVIDENCE = {"桩基": "基础桩全部打入", "深基坑": "基坑开挖完毕", "其他": "基础施工进度"}


def _record_start(deal: Deal, start: date) -> None:
    """Record a start: by its evidence, by the parcels that started, or plainly."""
    if deal.foundation:
        share = {"份额": "2/5"} if deal.foundation == "其他" else {}
        deal.record(
            "commencement", "施工许可", start - days(46), 文号=f"施工许可〔{start.year}〕示{start:%m%d}号"
        )
        deal.record("commencement", _EVIDENCE[deal.foundation], start, **share)
    elif deal.partly_started:
        for lot in deal.lots[:-1]:
            deal.record("commencement", "开工", start, 宗地编号=lot.parcel_no)
    else:
        deal.record("commencement", "开工", start)
