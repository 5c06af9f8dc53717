"""Acceptances and full-production reviews: which is the newest, what it came to, what it asks for.

They are few, so they are read one by one; a register without them pays nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landwatch.model import ReviewResult
from landwatch.rules.constants import constant, is_constant
from landwatch.rules.days import NO_DAY, Days, Integers
from landwatch.rules.events import Occurrences
from landwatch.rules.status_codes import Codes, code

__all__ = ["Reviews", "read_details", "read_reviews", "whole_or_every_part"]

Booleans = NDArray[np.bool_]

_NONE = -1
_CONTRARY = (code(ReviewResult.FAIL), code(ReviewResult.RECTIFY))
# Of several results of one day the most favourable is read last, and the last one stands.
_FAVOUR = {None: 0, ReviewResult.FAIL: 1, ReviewResult.RECTIFY: 2, ReviewResult.PASS: 3}


@dataclass(frozen=True, eq=False)
class Reviews:
    """What the newest review of each row came to.

    Attributes
    ----------
    result
        Code of :class:`ReviewResult`; negative where there is none.
    passed_on
        Since when it has been passed without a contrary result; NaT where it is not.
    rectify_by
        The day the newest review that names one sets for rectification.
    is_unclear
        Whether the newest review says no result that is known.
    """

    result: Codes
    passed_on: Days
    rectify_by: Days
    is_unclear: Booleans

    def came_to(self, result: ReviewResult) -> Booleans:
        """Tell for which rows the newest review came to a result.

        Parameters
        ----------
        result
            The result asked about.

        Returns
        -------
        Booleans
            One boolean a row.
        """
        return np.asarray(self.result == code(result))

    @property
    def are_none(self) -> bool:
        """Whether no row has a review of a known result or without one."""
        return is_constant(self.result)

    @property
    def is_on_file(self) -> Booleans:
        """Whether there is any review."""
        return np.asarray((self.result >= 0) | self.is_unclear)


def read_details(found: Occurrences) -> Iterator[Mapping[str, Any]]:
    """Read the details of events of a rare kind.

    Parameters
    ----------
    found
        The events.

    Yields
    ------
    Mapping
        The details of each, in order; empty where there are none that can be read.
    """
    for text in found.frame["details"].iloc[found.place] if len(found) else ():
        details = json.loads(text) if isinstance(text, str) else {}
        yield details if isinstance(details, dict) else {}


def read_reviews(
    found: Occurrences, rows: int, is_phase: Booleans, is_parcel: Booleans, contract_row: Integers
) -> Reviews:
    """Find the newest review of each row.

    Parameters
    ----------
    found
        The reviews of one kind.
    rows
        Number of rows.
    is_phase, is_parcel, contract_row
        Which rows are parts, and of which contract.

    Returns
    -------
    Reviews
        A contract with parts has passed when all its phases, or all its parcels, have; otherwise the least
        favourable result of a part is its own.
    """
    if not len(found):
        never, no_day = constant(np.False_, rows), constant(NO_DAY, rows)
        return Reviews(constant(np.int8(_NONE), rows), no_day, no_day, never)
    reviews = Reviews(
        np.full(rows, _NONE, dtype=np.int8),
        np.full(rows, NO_DAY),
        np.full(rows, NO_DAY),
        np.zeros(rows, dtype=np.bool_),
    )
    for row, day, details in _in_order(found):
        _read(reviews, row, day, details)
    for kind in (is_phase, is_parcel):
        _let_parts_speak(reviews, np.flatnonzero(kind), contract_row)
    return reviews


def _in_order(found: Occurrences) -> list[tuple[int, np.datetime64, Mapping[str, Any]]]:
    rows = [int(row) for row in found.row]
    return sorted(zip(rows, found.day, read_details(found), strict=True), key=_turn)


def _turn(review: tuple[int, np.datetime64, Mapping[str, Any]]) -> tuple[Any, ...]:
    row, day, details = review
    return row, day, _FAVOUR[_result(details)], str(details.get("rectify_by") or "")


def _result(details: Mapping[str, Any]) -> ReviewResult | None:
    return next((result for result in ReviewResult if result == details.get("result")), None)


def _day(details: Mapping[str, Any], name: str) -> np.datetime64:
    try:
        return np.datetime64(details.get(name) or "NaT", "D")
    except ValueError:
        return NO_DAY


def _read(reviews: Reviews, row: int, day: np.datetime64, details: Mapping[str, Any]) -> None:
    result = _result(details)
    reviews.is_unclear[row] = result is None
    if result is None:
        return
    if result is not ReviewResult.PASS:
        reviews.passed_on[row] = NO_DAY
    elif np.isnat(reviews.passed_on[row]):
        reviews.passed_on[row] = np.fmin(day, _day(details, "reached_on"))
    reviews.result[row] = code(result)
    if result is ReviewResult.RECTIFY:
        named = _day(details, "rectify_by")
        reviews.rectify_by[row] = reviews.rectify_by[row] if np.isnat(named) else named


def _let_parts_speak(reviews: Reviews, parts: Integers, contract_row: Integers) -> None:
    for contract in np.unique(contract_row[parts]):
        own = parts[contract_row[parts] == contract]
        contrary = [row for row in own if reviews.result[row] in _CONTRARY]
        if contrary:
            gravest = min(contrary, key=lambda row: (_CONTRARY.index(reviews.result[row]), row))
            for column in (reviews.result, reviews.rectify_by, reviews.is_unclear):
                column[contract] = column[gravest]
            reviews.passed_on[contract] = NO_DAY
        elif (reviews.result[own] == code(ReviewResult.PASS)).all():
            reviews.result[contract] = code(ReviewResult.PASS)
            reviews.passed_on[contract] = reviews.passed_on[own].max()
            reviews.rectify_by[contract] = np.fmax.reduce(reviews.rectify_by[own])


def whole_or_every_part(own: Days, is_phase: Booleans, is_parcel: Booleans, contract_row: Integers) -> Days:
    """Give a contract with parts the day on which all of them had reached a milestone.

    Parameters
    ----------
    own
        The day of each row; what speaks of a whole contract speaks of its parts, too.
    is_phase, is_parcel, contract_row
        Which rows are parts, and of which contract.

    Returns
    -------
    Days
        The same days; for a contract with parts the first of its own, of the last of its phases and of
        the last of its parcels.
    """
    if not (is_phase.any() or is_parcel.any()):
        return own
    days = own.copy()
    for kind in (is_phase, is_parcel):
        parts = np.flatnonzero(kind)
        contracts = np.unique(contract_row[parts])
        last = np.full(len(own), np.datetime64("0001-01-01", "D"))
        np.maximum.at(last, contract_row[parts], own[parts])
        days[contracts] = np.fmin(days[contracts], last[contracts])
    return days
