"""Who should act next, and by when: findings with severity, side, step, deadline and clause.

A finding is what a status or a flag asks for. One table says it all; statuses and flags themselves are
computed elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from landwatch.i18n import language
from landwatch.model import ContractStatus
from landwatch.rules.engine import labels
from landwatch.rules.explanation.next_steps import FLAGS, STATUSES, Rule, Severity, Side
from landwatch.rules.wording import STATUS, word

__all__ = [
    "Finding",
    "findings",
]


@dataclass(frozen=True)
class Finding:
    """One thing that somebody has to do about a contract.

    Attributes
    ----------
    code
        The status or flag it stands for, e.g. ``commencement_status=BREACH``.
    label
        What was found, in the current language.
    severity
        ``grave``, ``serious`` or ``notice``.
    side
        Who is responsible: ``holder``, ``grantor``, ``government``, or ``undecided``.
    next_step
        What to do next, in the current language.
    deadline
        By which day, where a day is fixed.
    clause
        The clause it rests on.
    """

    code: str
    label: str
    severity: Severity
    side: Side
    next_step: str
    deadline: date | None
    clause: str


_ORDER = ("grave", "serious", "notice")


def findings(row: Any) -> list[Finding]:
    """List what is to be done about one contract, gravest first.

    Parameters
    ----------
    row
        A row of ``Assessment.contracts``.

    Returns
    -------
    list of Finding
        Empty for a contract that is not in force or asks for nothing.
    """
    if row["contract_status"] != ContractStatus.LIVE:
        return []
    found = [
        _finding(f"{column}={status}", column, rule, row, word(STATUS[column], status))
        for (column, status), rule in STATUSES.items()
        if row[column] == status
    ]
    found += [_finding(flag, flag, FLAGS[flag], row) for flag in row["flags"] if flag in FLAGS]
    return sorted(found, key=lambda finding: (_ORDER.index(finding.severity), finding.code))


def _finding(code: str, name: str, rule: Rule, row: Any, said: str | None = None) -> Finding:
    label, chinese = labels()[name], language() == "zh"
    day = None if rule.deadline is None else row[rule.deadline]
    return Finding(
        code=code,
        label=said or (label.zh if chinese else label.en),
        severity=rule.severity,
        side=rule.side,
        next_step=rule.zh if chinese else rule.en,
        deadline=None if day is None or pd.isna(day) else day.date(),
        clause=label.clause,
    )
