"""The form in which scenario files and suppositions write a dated fact."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from landwatch.errors import LandwatchError, ScenarioError
from landwatch.model import Contract, Event, EventType, IndicatorStage, ReviewResult, ServiceMethod
from landwatch.rules.strict_yaml import Checked
from landwatch.units import decimal_text, fen_from_yuan

__all__ = ["event_of"]

_DATES = (
    *("new_commencement", "new_completion", "new_production", "new_full_production"),
    *("notice_date", "proof_date", "effective_on", "rectify_by", "reached_on"),
)
_WORDS: Mapping[str, type[StrEnum]] = {
    "result": ReviewResult,
    "stage": IndicatorStage,
    "service": ServiceMethod,
}
_DAY, _NUMBER, _TEXT = "a day as YYYY-MM-DD", "a number such as '18000000.00'", "a text"
_FORMS: Mapping[str, str] = (
    dict.fromkeys(("date", "from", *_DATES), _DAY)
    | dict.fromkeys(("amount_yuan", "value"), _NUMBER)
    | {"share": "a share such as 1/3 or 0.4", "verified": "true or false"}
    | {"to": "a day as YYYY-MM-DD, or the new holder"}
    | {key: f"one of {', '.join(words)}" for key, words in _WORDS.items()}
    | dict.fromkeys(("type", "phase", "parcel", "doc", "indicator", "unit", "note", "basis"), _TEXT)
    | dict.fromkeys(("ground", "kind", "method", "person", "reason", "scopes", "verdict"), _TEXT)
    # Not read by any rule, and too close to keys that are to be left to themselves.
    | dict.fromkeys(("new_dates", "valid", "verified_by", "verified_on"), _TEXT)
)
_CLOSE = 0.75


def event_of(
    raw: Any,
    where: str,
    contract: Contract,
    *,
    section: str = "",
    error: type[LandwatchError] = ScenarioError,
) -> Event:
    """Read a dated fact of one contract.

    Parameters
    ----------
    raw
        A mapping: ``type``, either ``date`` or ``from`` and perhaps ``to``, and what that type needs. Keys
        that no rule reads are kept as details; one that looks like a known key is taken for a slip.
    where
        File and case, or option, put before every complaint.
    contract
        The contract it happens to; a phase or parcel must be one of its own.
    section
        Dotted key under which the fact stands.
    error
        Class of error to raise.

    Returns
    -------
    Event
        The fact.

    Raises
    ------
    LandwatchError
        Of the class given: a key has a value that cannot be used, or looks like another; the message names
        the place, the key and the expected form.
    """
    return _Form(raw, where, section, error).event(contract)


class _Form(Checked):
    """Reads one fact; every complaint names the kind of event and the key."""

    def __init__(self, raw: Any, where: str, section: str, error: type[LandwatchError]) -> None:
        super().__init__(where, error)
        given = self.mapping(section or "event", raw)
        self.raw: dict[str, Any] = {str(key): value for key, value in given.items()}
        kind = str(self.raw.pop("type", ""))
        self.section = ".".join(filter(None, [section, kind or "type"]))
        if kind not in list(EventType):
            close = get_close_matches(kind, list(EventType), cutoff=_CLOSE) or ["commenced", "handed_over"]
            raise self.wrong(self.key("type"), kind, f"a type of event, such as {' or '.join(close)}")
        self.kind = EventType(kind)
        for key in self.raw:
            self.check(key)

    def key(self, name: str) -> str:
        return f"{self.section}.{name}"

    def check(self, name: str) -> None:
        meant = None if name in _FORMS else _meant(name)
        if meant:
            raise self.error(
                f"{self.where}: {self.key(name)}: is no known key; expected {meant}, {_FORMS[meant]}"
            )

    def event(self, contract: Contract) -> Event:
        day, start, end = self.days()
        phase = self.part("phase", [phase.number for phase in contract.phases])
        parcel = self.part("parcel", contract.parcel_nos)
        document = self.raw.pop("doc", None)
        return Event(
            contract_no=contract.contract_no,
            type=self.kind,
            day=day,
            start=start,
            end=end,
            phase=phase,
            parcel_no=parcel,
            document=None if document is None else str(document),
            details=self.details(),
        )

    def days(self) -> tuple[date | None, date | None, date | None]:
        """A day, or the first and perhaps the last of a period; of a transfer ``to`` is the new holder."""
        given = dict(self.raw)
        day, start = (self.day(self.key(name), self.raw.pop(name, None)) for name in ("date", "from"))
        if (day is None) == (start is None):
            raise self.wrong(self.section, given, "either date, or from and perhaps to")
        end = self.day(self.key("to"), self.raw.pop("to", None)) if start else None
        if start and end and end < start:
            raise self.wrong(self.key("to"), str(end), f"a day on or after from {start}")
        return day, start, end

    def part(self, name: str, known: Collection[str]) -> str | None:
        given = self.raw.pop(name, None)
        if given is not None and str(given) not in known:
            words = ", ".join(known) or "none: the contract has none"
            raise self.wrong(self.key(name), given, f"one of {words}")
        return None if given is None else str(given)

    def details(self) -> dict[str, Any]:
        details = {key: value for key, value in self.raw.items() if value is not None}
        for name in _DATES:
            if name in details:
                details[name] = self.day(self.key(name), details[name])
        if "amount_yuan" in details:
            amount = details.pop("amount_yuan")
            details["amount_fen"] = self.exact(self.key("amount_yuan"), amount, fen_from_yuan)
        if "share" in details:
            details["share"] = str(self.fraction(self.key("share"), details["share"]))
        if "value" in details:
            self.exact(self.key("value"), details["value"], int)  # for its complaints: a plain number
            details["value"] = decimal_text(Decimal(str(details["value"])))
        for name, words in _WORDS.items():
            if name in details and str(details[name]) not in list(words):
                raise self.wrong(self.key(name), details[name], f"one of {', '.join(words)}")
        if not isinstance(details.get("verified", True), bool):
            raise self.wrong(self.key("verified"), details["verified"], "true or false")
        return details


def _meant(name: str) -> str | None:
    """The known key that one of another spelling, or with a word more or less, seems to mean."""
    plain = name.strip().lower().replace("-", "_")
    parts = set(plain.split("_"))
    related = [known for known in _FORMS if parts < set(known.split("_"))]
    close = get_close_matches(plain, _FORMS, n=1, cutoff=_CLOSE)
    return next(iter([*close, *related]), None)
