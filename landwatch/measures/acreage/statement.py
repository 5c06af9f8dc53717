"""What the ledger says: balances, flows, and statements that add up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, partial

import pandas as pd
import shapely

from landwatch.i18n import gettext as _
from landwatch.measures.acreage.booked import booked_as_revitalised, within
from landwatch.measures.acreage.entries import STOCK, Account, Entry, Refusal
from landwatch.measures.acreage.ground import measured_cm2

__all__ = ["COLUMNS", "PARTS", "Ledger", "Statement", "part_name"]

COLUMNS = (
    "number kind day event_day credit debit area_cm2 case_no contract_no parcel_no measured_cm2 cluster "
    "category method documents drawn_from reverses"
).split()
"""Columns of :meth:`Ledger.frame`; days are datetime64[s], areas cm², documents joined by a semicolon."""

PARTS = ("opening", "listed", "reclassified", "revitalised", "removed", "closing")
"""The parts of a statement, in its order."""


def part_name(part: str) -> str:
    """Name a part of a statement in the current language.

    Parameters
    ----------
    part
        One of :data:`PARTS`.
    """
    return {
        "opening": _("Opening"),
        "listed": _("Listed"),
        "reclassified": _("Reclassified"),
        "revitalised": _("Revitalised"),
        "removed": _("Removed"),
        "closing": _("Closing"),
    }[part]


@dataclass(frozen=True, kw_only=True)
class Statement:
    """The stock over a period: opening + listed + reclassified - revitalised - removed = closing.

    Attributes
    ----------
    account
        A class of the stock; ``None`` for all together, where nothing is reclassified.
    opening, closing
        Stock before the first and after the last day, in cm².
    listed, reclassified, revitalised, removed
        What came in, moved between classes, and went out, in cm²; reversals are taken off.
    """

    account: Account | None
    opening: int
    listed: int
    reclassified: int
    revitalised: int
    removed: int
    closing: int

    def parts(self) -> dict[str, int]:
        """Give each of :data:`PARTS` in cm²."""
        return {part: getattr(self, part) for part in PARTS}

    @property
    def reconciles(self) -> bool:
        """Whether it adds up; a ledger in which it does not is broken."""
        flow = self.listed + self.reclassified - self.revitalised - self.removed
        return self.opening + flow == self.closing


@dataclass(frozen=True)
class Ledger:
    """The entries in order, and the claims that were refused.

    Attributes
    ----------
    entries
        Never changed; corrections are entries of their own.
    refusals
        In the order in which the claims came up.
    """

    entries: tuple[Entry, ...]
    refusals: tuple[Refusal, ...]

    def balance(self, *accounts: Account, on: date = date.max, cluster: str | None = None) -> int:
        """Add up what stands in accounts on a day.

        Parameters
        ----------
        *accounts
            The accounts.
        on
            The day.
        cluster
            Only this cluster.

        Returns
        -------
        int
            cm².
        """
        return sum(
            entry.into(account) for entry in self._of(cluster) if entry.day <= on for account in accounts
        )

    def statement(
        self, first: date, last: date, *, account: Account | None = None, cluster: str | None = None
    ) -> Statement:
        """State the stock over a period.

        Parameters
        ----------
        first, last
            First and last day, both inside.
        account
            One class of the stock; all classes where it is not given.
        cluster
            Only this cluster.

        Returns
        -------
        Statement
            It adds up, whatever the entries are.
        """
        accounts = STOCK if account is None else (account,)
        inside = [entry for entry in self._of(cluster) if first <= entry.day <= last]
        through = partial(_through, inside, accounts)
        day_before = first - timedelta(days=1) if first > date.min else date.min
        return Statement(
            account=account,
            opening=self.balance(*accounts, on=day_before, cluster=cluster),
            listed=through(lambda other: other is Account.OUTSIDE),
            reclassified=through(lambda other: other in STOCK and other not in accounts),
            revitalised=-through(lambda other: other is Account.REVITALISED),
            removed=-through(lambda other: other is Account.REMOVED),
            closing=self.balance(*accounts, on=last, cluster=cluster),
        )

    def revitalised(self, first: date, last: date, *, cluster: str | None = None) -> int:
        """Add up what was revitalised in a period, less what was reversed in it.

        Parameters
        ----------
        first, last
            First and last day, both inside.
        cluster
            Only this cluster.

        Returns
        -------
        int
            cm².
        """
        return within(booked_as_revitalised(self._entries_as_frame, cluster), first, last)

    def union_cm2(self, on: date = date.max) -> int:
        """Measure the union of the polygons that count as revitalised on a day.

        Parameters
        ----------
        on
            The day.

        Returns
        -------
        int
            Area on the measuring grid, in cm²; parts whose place is not known are not in it.
        """
        undone = {entry.reverses for entry in self.entries if entry.day <= on}
        counted = [
            entry.polygon
            for entry in self.entries
            if entry.day <= on and entry.into(Account.REVITALISED) > 0 and entry.number not in undone
        ]
        return measured_cm2(shapely.union_all([polygon for polygon in counted if polygon is not None]))

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years in which something was booked."""
        return tuple(sorted({entry.day.year for entry in self.entries}))

    def frame(self) -> pd.DataFrame:
        """Return the entries as a frame, for figures, workbooks and notebooks.

        Returns
        -------
        pandas.DataFrame
            One row an entry, columns :data:`COLUMNS`.
        """
        return self._entries_as_frame.copy()

    @cached_property
    def _entries_as_frame(self) -> pd.DataFrame:
        rows = [
            {name: getattr(entry, name) for name in COLUMNS} | {"documents": "; ".join(entry.documents)}
            for entry in self.entries
        ]
        frame = pd.DataFrame(rows, columns=COLUMNS, dtype=object)
        for name in ("day", "event_day"):
            frame[name] = pd.to_datetime(frame[name]).astype("datetime64[s]")
        for name in ("number", "area_cm2", "measured_cm2", "drawn_from", "reverses"):
            frame[name] = frame[name].astype("Int64")
        return frame

    def _of(self, cluster: str | None) -> Iterable[Entry]:
        return (entry for entry in self.entries if cluster is None or entry.cluster == cluster)


def _through(entries: list[Entry], accounts: Sequence[Account], other: Callable[[Account], bool]) -> int:
    """What came into accounts from accounts of a kind, less what went back to them."""
    return sum(
        entry.area_cm2 * ((entry.debit in accounts) - (entry.credit in accounts))
        for entry in entries
        if other(entry.credit if entry.debit in accounts else entry.debit)
    )
