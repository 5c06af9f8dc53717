"""The counting rules by example: cases of scenario files that speak of revitalised acreage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from shapely.geometry import box

from landwatch.errors import ScenarioError
from landwatch.measures.acreage.ground import Piece, Plot
from landwatch.measures.acreage.ledger import Claim, Kind, post
from landwatch.measures.acreage.methods import COUNTING, Method, Step, counted_on
from landwatch.measures.acreage.statement import Ledger
from landwatch.rules.scenarios import Result
from landwatch.rules.strict_yaml import Checked, read_yaml
from landwatch.units import cm2_from_mu, format_mu

__all__ = ["AcreageCase", "read_acreage_cases", "run_acreage_case"]

_WHOLE_METHODS = {"lease_out": Method.LEASE, "expansion_zero_land": Method.EXPAND}
"""Words of scenario files for a method whose counting steps were all reached on one day."""


@dataclass(frozen=True, kw_only=True)
class AcreageCase:
    """One case as read: lots of ground, what happened to them, and what must come out.

    Attributes
    ----------
    id
        Its name.
    as_of
        Last day booked.
    lots_cm2
        Area of each lot.
    overlap_cm2
        What each lot shares with the one before.
    events
        Word, day and lot (from 0) of each.
    expect
        What must be true, by section.
    """

    id: str
    as_of: date
    lots_cm2: tuple[int, ...]
    overlap_cm2: int
    events: tuple[tuple[str, date, int], ...]
    expect: Mapping[str, Mapping[str, Any]]


def read_acreage_cases(path: Path) -> list[AcreageCase]:
    """Read the cases of a scenario file that speak of revitalised acreage.

    Parameters
    ----------
    path
        A YAML file, a list of cases; all others are left out.

    Returns
    -------
    list of AcreageCase
        In the order of the file.

    Raises
    ------
    ScenarioError
        If the form of one of them is broken; names file, case and key.
    """
    content = read_yaml(path, ScenarioError)
    cases = content if isinstance(content, list) else []
    return [_Reader(path, raw).case() for raw in cases if _speaks_of_acreage(raw)]


def _speaks_of_acreage(raw: Any) -> bool:
    facts = raw.get("facts") if isinstance(raw, dict) else None
    return isinstance(facts, dict) and bool({"parcel_mu", "lots_mu"} & set(facts))


class _Reader(Checked):
    """Reads one case; every complaint names the file, the case and the key."""

    def __init__(self, path: Path, raw: Mapping[str, Any]) -> None:
        super().__init__(f"{path}: {raw.get('id', '?')}", ScenarioError)
        self.raw = raw

    def case(self) -> AcreageCase:
        facts = self.mapping("facts", self.raw["facts"])
        lots = self.sequence("facts.lots_mu", facts.get("lots_mu")) or [facts.get("parcel_mu")]
        return AcreageCase(
            id=str(self.required("case", self.raw, "id")),
            as_of=self.day("as_of", self.required("case", self.raw, "as_of"), required=True),
            lots_cm2=tuple(self.exact("facts.lots_mu", lot, cm2_from_mu) for lot in lots),
            overlap_cm2=self.exact("facts.overlap_mu", facts.get("overlap_mu", 0), cm2_from_mu),
            events=tuple(
                self._event(raw, len(lots)) for raw in self.sequence("events", self.raw.get("events"))
            ),
            expect=self.mapping("expect", self.raw.get("expect") or {}),
        )

    def _event(self, raw: Any, lots: int) -> tuple[str, date, int]:
        event = self.mapping("events", raw)
        word = str(self.required("events", event, "type"))
        if word not in _WHOLE_METHODS and word not in list(Step):
            known = ", ".join((*Step, *_WHOLE_METHODS))
            raise self.wrong("events.type", word, f"one of {known}")
        lot = event.get("lot", 1)
        if not isinstance(lot, int) or not 1 <= lot <= lots:
            raise self.wrong("events.lot", lot, f"a lot from 1 to {lots}")
        return word, self.day(f"events.{word}.date", event.get("date"), required=True), lot - 1


def run_acreage_case(case: AcreageCase) -> Result:
    """Book the case, and compare what comes out with what it expects.

    Parameters
    ----------
    case
        The case; its lots lie side by side, each over the end of the one before.

    Returns
    -------
    Result
        Status, counting day and mu by year.
    """
    pieces = _pieces(case)
    plots = {piece.parcel_no: Plot(piece.area_cm2, piece.polygon) for piece in pieces}
    claims = [claim for lot, piece in enumerate(pieces) if (claim := _claim(case, lot, piece))]
    got = _got(post(claims, plots, on=case.as_of), case)
    mismatches = [
        {"key": f"{section}.{key}", "expected": wanted, "got": got.get(section, {}).get(key)}
        for section, expected in case.expect.items()
        for key, wanted in expected.items()
        if str(wanted) != str(got.get(section, {}).get(key))
    ]
    return Result(case.id, not mismatches, got, mismatches)


def _pieces(case: AcreageCase) -> list[Piece]:
    pieces, start = [], 0
    for number, area in enumerate(case.lots_cm2, start=1):
        # A strip 100 m high: one metre of it is a million cm².
        strip = box(start / 1e6, 0, (start + area) / 1e6, 100)
        pieces.append(Piece(f"lot {number}", area, strip))
        start += area - case.overlap_cm2
    return pieces


def _claim(case: AcreageCase, lot: int, piece: Piece) -> Claim | None:
    reached = [
        (step, day)
        for word, day, where in case.events
        if where == lot and day <= case.as_of
        for step in (COUNTING[_WHOLE_METHODS[word]] if word in _WHOLE_METHODS else (Step(word),))
    ]
    days = {method: counted_on(method, reached) for method in Method}
    counted = sorted((day, method) for method, day in days.items() if day is not None)
    if not counted:
        return None
    day, method = counted[0]
    return Claim(kind=Kind.REVITALISED, case_no=piece.parcel_no, day=day, land=(piece,), method=method)


def _got(ledger: Ledger, case: AcreageCase) -> dict[str, Any]:
    days = [entry.event_day for entry in ledger.entries]
    years = sorted({day.year for _word, day, _lot in case.events} | {case.as_of.year})
    amounts = {f"mu_{year}": _mu_between(ledger, date(year, 1, 1), date(year, 12, 31)) for year in years}
    since = {f"mu_since_{year}": _mu_between(ledger, date(year, 1, 1), case.as_of) for year in years}
    return {
        "status": {"revitalised": "COUNTED" if days else "NOT_COUNTED"},
        "dates": {"counting_date": min(days).isoformat() if days else None},
        "amounts": amounts | since,
    }


def _mu_between(ledger: Ledger, first: date, last: date) -> str:
    return format_mu(ledger.revitalised(first, last))
