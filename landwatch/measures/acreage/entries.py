"""Accounts, entries and refusals of the ledger of acreage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shapely.geometry.base import BaseGeometry

from landwatch.i18n import gettext as _
from landwatch.i18n import language
from landwatch.measures.acreage.methods import Method
from landwatch.model import StockClass
from landwatch.rules.wording import STOCK_CLASSES
from landwatch.units import format_mu

__all__ = ["ACCOUNT_NAMES", "STOCK", "Account", "Entry", "EntryKind", "Reason", "Refusal", "account_name"]


class Account(StrEnum):
    """Where land can stand. A square centimetre stands in one account; together they add up to nought."""

    OUTSIDE = "outside"
    APPROVED_NOT_SUPPLIED = StockClass.APPROVED_NOT_SUPPLIED.value
    SUPPLIED_NOT_USED = StockClass.SUPPLIED_NOT_USED.value
    PARTLY_USED = StockClass.PARTLY_USED.value
    BUILT_NOT_PRODUCING = StockClass.BUILT_NOT_PRODUCING.value
    BELOW_TARGET = StockClass.BELOW_TARGET.value
    INEFFICIENT = StockClass.INEFFICIENT.value
    IDLE = StockClass.IDLE.value
    UNCLASSIFIED = "unclassified"
    REVITALISED = "revitalised"
    REMOVED = "removed"


STOCK = (
    Account.APPROVED_NOT_SUPPLIED,
    Account.SUPPLIED_NOT_USED,
    Account.PARTLY_USED,
    Account.BUILT_NOT_PRODUCING,
    Account.BELOW_TARGET,
    Account.INEFFICIENT,
    Account.IDLE,
    Account.UNCLASSIFIED,
)
"""The accounts of idle and inefficient land; the last holds what was listed without a class on file."""

ACCOUNT_NAMES: Mapping[Account, tuple[str, str]] = {
    Account.OUTSIDE: ("未纳入", "not listed"),
    **{Account(name): pair for name, pair in STOCK_CLASSES.items()},
    Account.UNCLASSIFIED: ("类别未载明", "class not on file"),
    Account.REVITALISED: ("已盘活", "revitalised"),
    Account.REMOVED: ("已移出", "removed"),
}


def account_name(account: Account) -> str:
    """Return the name of an account in the current language.

    Parameters
    ----------
    account
        The account.
    """
    zh, en = ACCOUNT_NAMES[account]
    return zh if language() == "zh" else en


class EntryKind(StrEnum):
    """What an entry does."""

    LISTED = "listed"
    RECLASSIFIED = "reclassified"
    REVITALISED = "revitalised"
    REMOVED = "removed"
    REVERSAL = "reversal"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One movement of land; never changed, only reversed.

    Attributes
    ----------
    number
        Place in the ledger, from 1.
    kind
        What it does.
    day, event_day
        The day it is booked under, and that of the fact; they differ where the year of the fact was closed.
    credit, debit
        The account the land leaves, and the one it enters.
    area_cm2
        Area moved, in the terms of the stated (legal) area.
    case_no, contract_no, parcel_no
        The case, its contract, and the parcel (the contract where no parcel is known).
    polygon, measured_cm2
        The ground on the measuring grid and its area there; ``None`` where it lies somewhere in the parcel.
    cluster, category, method, documents
        As in the fact.
    drawn_from
        Number of the listing that a movement out of the stock draws on.
    reverses
        Number of the entry that a reversal undoes.
    """

    number: int
    kind: EntryKind
    day: date
    event_day: date
    credit: Account
    debit: Account
    area_cm2: int
    case_no: str
    contract_no: str | None
    parcel_no: str
    polygon: BaseGeometry | None
    measured_cm2: int | None
    cluster: str | None
    category: str | None
    method: Method | None
    documents: tuple[str, ...]
    drawn_from: int | None = None
    reverses: int | None = None

    def into(self, account: Account) -> int:
        """Return what the entry adds to an account.

        Parameters
        ----------
        account
            The account.

        Returns
        -------
        int
            cm²; negative where it takes away.
        """
        return self.area_cm2 * ((self.debit is account) - (self.credit is account))


class Reason(StrEnum):
    """Why a claim was refused, in whole or in part."""

    TAKEN = "taken"
    PARTLY_TAKEN = "partly_taken"
    PROGRESS = "progress"
    NOT_IN_STOCK = "not_in_stock"
    NOTHING_TO_REVOKE = "nothing_to_revoke"


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A claim that the ledger did not take, or took in part only.

    Attributes
    ----------
    reason
        Why.
    case_no, contract_no, parcel_no, day
        What was claimed.
    first_case_no
        The case that has the ground.
    area_cm2
        How much of the claim that case has.
    """

    reason: Reason
    case_no: str
    contract_no: str | None
    parcel_no: str | None
    day: date
    first_case_no: str | None
    area_cm2: int

    def message(self) -> str:
        """Say it in one sentence, in the current language."""
        told = {
            Reason.TAKEN: _(
                "Case {case} of {day} is not counted: its ground "
                "({mu} mu of {parcel}) belongs to case {first}."
            ),
            Reason.PARTLY_TAKEN: _(
                "Case {case} of {day} is counted without {mu} mu of {parcel}, which belong to case {first}."
            ),
            Reason.PROGRESS: _("Case {case} was counted before {day}; this is progress only."),
            Reason.NOT_IN_STOCK: _("Case {case} of {day} has nothing in the stock that could be removed."),
            Reason.NOTHING_TO_REVOKE: _("Case {case} of {day} has nothing in the ledger to revoke."),
        }[self.reason]
        return told.format(
            case=self.case_no,
            day=self.day.isoformat(),
            mu=format_mu(self.area_cm2),
            parcel=self.parcel_no,
            first=self.first_case_no,
        )
