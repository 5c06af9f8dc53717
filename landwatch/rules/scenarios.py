"""The law by example: scenario cases run through the engine as one batch.

A case is facts about one contract (or its phases, its parcels, or several contracts in sequence), dated
events, and the day judged. All cases of all files become one snapshot; each keeps its own judged day.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.model import ContractStatus, EventType
from landwatch.rules.conventions import Conventions
from landwatch.rules.engine import assess, depth, labels
from landwatch.rules.scenario_files import Case
from landwatch.snapshot import Snapshot
from landwatch.units import format_mu, format_yuan, round_half_up

__all__ = ["Result", "run_cases"]


@dataclass(frozen=True)
class Result:
    """What the engine says of a case, and where that differs from what the case expects.

    Attributes
    ----------
    id, passed
        Its name, and whether everything came out as expected.
    got
        Every value, by section and name.
    mismatches
        For each value that differs ``key``, ``expected`` and ``got``, and a ``problem`` where no value has
        the name; the one nearest to the facts first.
    """

    id: str
    passed: bool
    got: dict[str, Any]
    mismatches: list[dict[str, Any]]

    def to_dict(self) -> dict[str, Any]:
        """Return the result as the command prints it.

        Returns
        -------
        dict
            ``id``, ``passed``, ``got`` and ``mismatches``.
        """
        return {"id": self.id, "passed": self.passed, "got": self.got, "mismatches": self.mismatches}


def run_cases(cases: Sequence[Case], conventions: Conventions | None = None) -> list[Result]:
    """Judge cases in one batch; those that choose conventions of their own in one more for each choice.

    Parameters
    ----------
    cases
        The cases.
    conventions
        The choices in force.

    Returns
    -------
    list of Result
        One a case, in the same order.
    """
    chosen: dict[Conventions, list[int]] = {}
    for place, case in enumerate(cases):
        of_case = replace(conventions or Conventions(), **case.settings)
        chosen.setdefault(of_case, []).append(place)
    results: dict[int, Result] = {}
    for of_cases, places in chosen.items():
        together = _run([cases[place] for place in places], of_cases)
        results |= dict(zip(places, together, strict=True))
    return [results[place] for place in range(len(cases))]


def _run(cases: Sequence[Case], conventions: Conventions) -> list[Result]:
    contracts = [_numbered(place, c) for place, case in enumerate(cases) for c in case.contracts]
    snapshot = Snapshot.from_records(
        max(case.as_of for case in cases),
        contracts=contracts,
        events=[_numbered(place, e) for place, case in enumerate(cases) for e in case.events],
        contract_parcel_areas={
            (f"{place}/{c.contract_no}", name): area
            for place, case in enumerate(cases)
            for c in case.contracts
            for name, area in case.parcel_areas.items()
        },
    )
    cleaned = [case.cleaned for case in cases for __ in case.contracts]
    snapshot.contracts["placeholder_date_found"] = cleaned
    on = np.array([case.as_of for case in cases for __ in case.contracts], dtype="datetime64[D]")
    assessment = assess(snapshot, conventions, on=on)
    parts: dict[Any, Any] = dict(list(assessment.parts.groupby("contract_no", sort=False)))
    rows: dict[Any, Any] = assessment.contracts.to_dict("index")
    return [_result(case, _got(case, place, rows, parts)) for place, case in enumerate(cases)]


def _numbered(place: int, record: Any) -> Any:
    """The same record under a number that no other case of the batch has."""
    return replace(record, contract_no=f"{place}/{record.contract_no}")


def _got(
    case: Case, place: int, rows: Mapping[str, Any], parts: Mapping[str, pd.DataFrame]
) -> dict[str, Any]:
    numbers = [f"{place}/{c.contract_no}" for c in case.contracts]
    got: dict[str, Any] = {"status": {}, "dates": {}, "days": {}, "amounts": {}, "flags": []}
    main = rows[numbers[-1]]
    for name, label in labels().items():
        section = _SECTION.get(label.kind)
        if section:
            _set(got[section], label.key, _plain(main[name], label.kind))
    if case.names:
        _add_sequence(got, case, [rows[number] for number in numbers])
    if case.contracts[0].phases or case.contracts[0].parcel_nos:
        _add_parts(got, case, parts.get(numbers[0]), main)
    live = [rows[n] for n in numbers if rows[n]["contract_status"] == ContractStatus.LIVE]
    pool = max((int(row["area_cm2"]) for row in live if not pd.isna(row["area_cm2"])), default=0)
    got["amounts"] |= {
        "live_contract_count": len(live),
        "pool_area_mu": format_mu(pool),
        "breach_contract_count": sum(bool(row["commencement_breach"]) for row in live),
        "active_suspensions": sum(row["suspension_status"] == "ACTIVE" for row in live),
    }
    flags = {flag for number in numbers for flag in rows[number]["flags"]}
    if any(
        e.type in (EventType.TRANSFER, EventType.JUDICIAL_TRANSFER) and e.day <= case.as_of
        for e in case.events
        if e.day
    ):
        flags.add(f"current_holder={main['current_holder']}")
    got["flags"] = sorted(flags)
    return got


_SECTION = {"status": "status", "date": "dates", "days": "days", "amount": "amounts"} | {
    "area": "amounts",
    "share": "amounts",
}


def _set(section: dict[str, Any], key: str, value: Any) -> None:
    if key != "payment" or value is not None:
        section[key] = value


def _plain(value: Any, kind: str) -> Any:
    if value is None or (kind != "share" and pd.isna(value)):
        return None
    if kind == "date":
        # Not value.date(): a day after the year 9999 is one of these, too.
        return str(value.to_datetime64().astype("datetime64[D]"))
    if kind == "days":
        return int(value)
    if kind == "amount":
        return format_yuan(int(value))
    if kind == "area":
        return format_mu(int(value))
    if kind == "share":
        return f"{round_half_up(value, 4):f}"
    return str(value)


def _add_sequence(got: dict[str, Any], case: Case, rows: list[Any]) -> None:
    for name, row in zip(case.names, rows, strict=True):
        live = row["contract_status"] == ContractStatus.LIVE
        got["status"][name] = str(row["commencement_status"] if live else row["contract_status"])
        if live:
            got["days"][f"{name}_commencement"] = int(row["commencement_days"])
            got["days"][f"{name}_completion"] = int(row["completion_days"])


def _add_parts(got: dict[str, Any], case: Case, parts: pd.DataFrame | None, main: Mapping[str, Any]) -> None:
    if main["contract_status"] == ContractStatus.LIVE:
        got["status"]["contract"] = str(main["commencement_status"])
    if parts is None:
        name = f"parcel_{case.contracts[0].parcel_nos[0]}"
        got["status"][name], got["days"][name] = got["status"]["commencement"], got["days"]["commencement"]
        return
    for part in parts.to_dict("records"):
        name = f"{'phase' if part['is_phase'] else 'parcel'}_{part['part']}"
        status = str(part["commencement_status"])
        got["status"][name] = status
        got["days"][name] = 0 if status == "PART_UNUSED" else int(part["commencement_days"])


def _result(case: Case, got: dict[str, Any]) -> Result:
    mismatches = []
    for section, expected in (case.expect or {}).items():
        known = {*_names(section), *got[section]}
        if section == "flags":
            expected = {flag: flag for flag in expected if flag not in got["flags"]}
        for key, wanted in expected.items():
            found = None if section == "flags" else got[section].get(key)
            told = {"key": f"{section}.{key}", "expected": wanted, "got": found}
            if str(key).partition("=")[0] not in known:
                mismatches.append(told | {"problem": _unknown(str(key), known)})
            elif not _same(wanted, found):
                mismatches.append(told)
    # The value nearest to the facts first: where that differs, what rests on it differs too.
    return Result(case.id, not mismatches, got, sorted(mismatches, key=lambda m: _depth(m["key"])))


@cache
def _names(section: str) -> frozenset[str]:
    """What the values of a section are called; the holder after a transfer is told like a flag."""
    return frozenset(v.key for v in labels().values() if _SECTION.get(v.kind, "flags") == section)


def _unknown(key: str, known: Collection[str]) -> str:
    close = get_close_matches(key, sorted(known), n=3)
    told = _("no value has this name")
    return told + (_("; close to it: {numbers}").format(numbers=", ".join(close)) if close else "")


def _depth(key: str) -> int:
    section, __, name = key.partition(".")
    known = [v.name for v in labels().values() if v.key == name and _SECTION.get(v.kind, "flags") == section]
    return depth(known[0]) if known else len(labels())


def _same(wanted: Any, found: Any) -> bool:
    if wanted is None or found is None:
        return wanted is found
    if str(wanted) == str(found):
        return True
    try:
        return Decimal(str(wanted)) == Decimal(str(found))
    except InvalidOperation:
        return False
