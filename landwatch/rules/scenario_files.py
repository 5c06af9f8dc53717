"""Reading scenario files: the form of a case, and one clear sentence for what breaks it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from landwatch.errors import ScenarioError
from landwatch.model import (
    Contract,
    ContractForm,
    Direction,
    Event,
    EventType,
    Foundation,
    Indicator,
    IndicatorStage,
    Instalment,
    Phase,
)
from landwatch.rules.conventions import choices
from landwatch.rules.event_form import event_of
from landwatch.rules.parameters import CERTAINTIES
from landwatch.rules.strict_yaml import Checked, read_yaml
from landwatch.units import cm2_from_m2, fen_from_yuan, ppb_from_permille

__all__ = ["Case", "read_cases", "read_files", "scenario_files"]

_CASE_KEYS = set("id title certainty basis facts events as_of settings expect note".split())
_SECTIONS = ("status", "dates", "days", "amounts", "flags")
_TEXT_FACTS = {"template": "form", "supply_method": "supply_method", "grantor": "grantor"} | {
    "foundation": "foundation"
}
_DATE_FACTS = (
    *("agreed_handover", "agreed_commencement", "agreed_completion"),
    *("agreed_production", "agreed_full_production"),
)
_YUAN_FACTS = (
    "price_yuan deposit_yuan paid_yuan total_investment_yuan total_investment_land_price_yuan "
    "total_investment_tax_yuan invested_yuan invested_land_price_yuan invested_tax_yuan"
).split()
_M2_FACTS = "area_m2 developable_m2 developed_m2 planned_gfa_m2 unfinished_gfa_at_due_m2".split()
_PERMILLE_FACTS = [f"{of}_damages_permille" for of in ("commencement", "completion", "handover", "payment")]
_OTHER_FACTS = (
    "instalment_yuan instalment_due phases parcels contracts indicators raw_commenced raw_completed"
).split()
_FACTS = {*_TEXT_FACTS, *_DATE_FACTS, *_YUAN_FACTS, *_M2_FACTS, *_PERMILLE_FACTS, *_OTHER_FACTS}
# Facts of the importer's, the ledger's and the statistics' own examples, which those modules' tests read.
_FOREIGN_FACTS = {"txt_line", "zone", "parcel_mu", "lots_mu", "overlap_mu", "mu", "pool"}
_INDICATOR_KEYS = {"name", "value", "unit", "direction", "stage", "damages_permille"}
_SENTINELS = ("1900-01-01", "1899-12-30", "1899-12-31", "0001-01-01", "9999-12-31")


@dataclass(frozen=True, kw_only=True)
class Case:
    """One case as read.

    Attributes
    ----------
    id
        Its name.
    as_of
        The judged day.
    contracts
        One contract, or several in sequence on the parcel.
    names
        The scenario's own name of each contract of several; empty for one.
    parcel_areas
        Area in cm² of each parcel, by name.
    events
        The dated facts.
    cleaned
        Whether a placeholder date was dropped.
    settings
        Conventions chosen for this case alone.
    expect
        What must be true; ``None`` where the case is only computed.
    """

    id: str
    as_of: date
    contracts: tuple[Contract, ...]
    names: tuple[str, ...] = ()
    parcel_areas: Mapping[str, int] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    cleaned: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)
    expect: Mapping[str, Any] | None = None


def scenario_files(paths: Iterable[Path]) -> list[Path]:
    """List the scenario files named, or found in folders.

    Parameters
    ----------
    paths
        Files and folders.

    Returns
    -------
    list of Path
        Each file once, those of a folder in order of name.

    Raises
    ------
    ScenarioError
        If a path does not exist, or nothing is found.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += sorted(p for p in path.rglob("*") if p.suffix in (".yaml", ".yml"))
        elif path.exists():
            files.append(path)
        else:
            raise ScenarioError(f"{path}: does not exist; name a scenario file or a folder of *.yaml files")
    if not files:
        raise ScenarioError("no *.yaml file found; name a scenario file or a folder of them")
    return list({path.resolve(): path for path in files}.values())


def read_cases(path: Path) -> list[Case]:
    """Read the contract cases of a scenario file.

    Parameters
    ----------
    path
        A YAML file, a list of cases. Cases that speak of the importer, the revitalisation ledger or the
        statistics, with facts of their own, are left out.

    Returns
    -------
    list of Case
        In the order of the file.

    Raises
    ------
    ScenarioError
        If the form is broken; the message names file, case, key and expected form.
    """
    content = read_yaml(path, ScenarioError)
    if not isinstance(content, list):
        raise ScenarioError(f"{path}: should be a list of cases, each beginning with '- id:'")
    readers = [_Reader(path, number, raw) for number, raw in enumerate(content, start=1)]
    names: set[str] = set()
    for name in (str(reader.raw["id"]) for reader in readers):
        if name in names:
            raise ScenarioError(f"{path}: {name}: id stands twice; give each case its own")
        names.add(name)
    return [reader.case() for reader in readers if not reader.is_foreign]


def read_files(files: Iterable[Path]) -> list[Case]:
    """Read the contract cases of several scenario files as one run.

    Parameters
    ----------
    files
        YAML files.

    Returns
    -------
    list of Case
        File by file.

    Raises
    ------
    ScenarioError
        If the form of one is broken, or two cases bear one name; the message names both files.
    """
    cases: list[Case] = []
    first: dict[str, Path] = {}
    for path in files:
        for case in read_cases(path):
            if case.id in first:
                raise ScenarioError(
                    f"{path}: {case.id}: id stands in {first[case.id]} as well; give each case its own"
                )
            first[case.id] = path
            cases.append(case)
    return cases


class _Reader(Checked):
    """Reads one case; every complaint names the file, the case and the key."""

    def __init__(self, path: Path, number: int, raw: Any) -> None:
        super().__init__(f"{path}: case {number}", ScenarioError)
        self.raw = self.mapping("case", raw)
        self.where = f"{path}: {raw.get('id', f'case {number}')}"
        self.keys("", raw, _CASE_KEYS)
        for key in ("id", "facts", "as_of"):
            self.required("case", raw, key)
        self._one_of("certainty", raw.get("certainty"), CERTAINTIES)
        self.facts = self.mapping("facts", raw["facts"])

    @property
    def is_foreign(self) -> bool:
        return bool(_FOREIGN_FACTS & set(self.facts))

    def case(self) -> Case:
        self.keys("facts", self.facts, _FACTS)
        events, cleaned = self._raw_dates()
        parcels = self._parts("parcels", "id")
        areas = {name: self._area("facts.parcels", part) for name, part in parcels.items()}
        sequels = self._parts("contracts", "no").values()
        contract = self._contract(tuple(areas))
        contracts = tuple(self._sequel(contract, part, events) for part in sequels) or (contract,)
        ended = {e.contract_no: e.day for e in events if e.type == EventType.CONTRACT_ENDED and e.day}
        for raw in self.sequence("events", self.raw.get("events")):
            events += self._events(raw, contracts, ended)
        return Case(
            id=str(self.raw["id"]),
            as_of=self.day("as_of", self.raw["as_of"], required=True),
            contracts=contracts,
            names=tuple(c.contract_no for c in contracts) if sequels else (),
            parcel_areas={name: area for name, area in areas.items() if area is not None},
            events=tuple(events),
            cleaned=cleaned,
            settings=self._settings(),
            expect=self._expect(),
        )

    def _settings(self) -> Mapping[str, Any]:
        given = self.mapping("settings", self.raw.get("settings") or {})
        known = choices()
        self.keys("settings", given, known)
        chosen = {}
        for name, value in given.items():
            text = str(value).lower() if isinstance(value, bool) else str(value)
            self._one_of(f"settings.{name}", text, known[name])
            chosen[name] = known[name][text]
        return chosen

    def _expect(self) -> Mapping[str, Any] | None:
        expect = self.raw.get("expect")
        if expect is None:
            return None
        self.keys("expect", expect, set(_SECTIONS))
        return {
            name: (self.sequence if name == "flags" else self.mapping)(f"expect.{name}", section)
            for name, section in expect.items()
        }

    def _parts(self, of: str, key: str) -> dict[str, Any]:
        """The phases, parcels or contracts of the facts by name; a name stands once."""
        where = f"facts.{of}"
        parts: dict[str, Any] = {}
        for part in self.sequence(where, self.facts.get(of)):
            name = str(self.required(where, part, key))
            if name in parts:
                raise self.error(f"{self.where}: {where}: {key} {name} stands twice; give each its own")
            parts[name] = part
        return parts

    def _one_of(self, key: str, given: Any, words: Collection[str]) -> None:
        if given is not None and words and str(given) not in words:
            raise self.wrong(key, given, f"one of {', '.join(words)}")

    def _contract(self, parcels: tuple[str, ...]) -> Contract:
        facts = self.facts
        values: dict[str, Any] = {
            field_name: None if facts.get(key) is None else str(facts[key])
            for key, field_name in _TEXT_FACTS.items()
        }
        values |= {key: self.day(f"facts.{key}", facts.get(key)) for key in _DATE_FACTS}
        values |= {
            key.replace("_yuan", "_fen"): self.exact(f"facts.{key}", facts.get(key), fen_from_yuan)
            for key in _YUAN_FACTS
        }
        values |= {
            key.replace("_m2", "_cm2"): self.exact(f"facts.{key}", facts.get(key), cm2_from_m2)
            for key in _M2_FACTS
        }
        values |= {
            key.replace("_permille", "_ppb"): self.exact(f"facts.{key}", facts.get(key), ppb_from_permille)
            for key in _PERMILLE_FACTS
        }
        self._one_of("facts.template", facts.get("template"), list(ContractForm))
        self._one_of("facts.foundation", facts.get("foundation"), list(Foundation))
        return Contract(
            contract_no="contract",
            parcel_nos=parcels,
            phases=self._phases(),
            instalments=self._instalments(),
            indicators=self._indicators(),
            **values,
        )

    def _sequel(self, contract: Contract, raw: Any, events: list[Event]) -> Contract:
        where = "facts.contracts"
        part = self.mapping(where, raw)
        self.keys(where, part, {"no", "signed", "ended", "end_reason", *_DATE_FACTS})
        number = str(self.required(where, part, "no"))
        if part.get("ended") is not None:
            ended = self.day(f"{where}.{number}.ended", part["ended"])
            events.append(Event(contract_no=number, type=EventType.CONTRACT_ENDED, day=ended))
        return replace(
            contract,
            contract_no=number,
            signed_on=self.day(f"{where}.{number}.signed", part.get("signed")),
            **{key: self.day(f"{where}.{number}.{key}", part.get(key)) for key in _DATE_FACTS},
        )

    def _phases(self) -> tuple[Phase, ...]:
        phases = []
        for number, raw in self._parts("phases", "no").items():
            self.keys("facts.phases", raw, {"no", "area_m2", "agreed_commencement", "agreed_completion"})
            where = f"facts.phases.{number}"
            phases.append(
                Phase(
                    number=number,
                    area_cm2=self._area(where, raw),
                    agreed_commencement=self.day(
                        f"{where}.agreed_commencement", raw.get("agreed_commencement")
                    ),
                    agreed_completion=self.day(f"{where}.agreed_completion", raw.get("agreed_completion")),
                )
            )
        return tuple(phases)

    def _instalments(self) -> tuple[Instalment, ...]:
        due = self.day("facts.instalment_due", self.facts.get("instalment_due"))
        amount = self.exact("facts.instalment_yuan", self.facts.get("instalment_yuan"), fen_from_yuan)
        return () if due is None else (Instalment(number="1", due_on=due, amount_fen=amount),)

    def _indicators(self) -> tuple[Indicator, ...]:
        where, agreed = "facts.indicators", []
        for raw in self.sequence(where, self.facts.get("indicators")):
            name = str(self.required(where, raw, "name"))
            self.keys(where, raw, _INDICATOR_KEYS)
            for key, words in (("direction", Direction), ("stage", IndicatorStage)):
                self._one_of(f"{where}.{name}.{key}", self.required(where, raw, key), list(words))
            rate = raw.get("damages_permille")
            agreed.append(
                Indicator(
                    name=name,
                    value=self._number(f"{where}.{name}.value", self.required(where, raw, "value")),
                    unit=None if raw.get("unit") is None else str(raw["unit"]),
                    direction=Direction(raw["direction"]),
                    stage=IndicatorStage(raw["stage"]),
                    damages_ppb=self.exact(f"{where}.{name}.damages_permille", rate, ppb_from_permille),
                )
            )
        keys = [(i.name, i.direction, i.stage) for i in agreed]
        if twice := next((key for place, key in enumerate(keys) if key in keys[:place]), None):
            raise self.error(f"{self.where}: {where}: {' '.join(twice)} stands twice; keep one")
        return tuple(agreed)

    def _number(self, key: str, given: Any) -> Decimal:
        self.exact(key, given, int)  # for its complaints: a plain number of nought or more
        return Decimal(str(given))

    def _raw_dates(self) -> tuple[list[Event], bool]:
        """Dates as a source wrote them: a placeholder is empty, a real one is an event."""
        events, cleaned = [], False
        for key, kind in (("raw_commenced", EventType.COMMENCED), ("raw_completed", EventType.COMPLETED)):
            raw = str(self.facts.get(key) or "").strip()
            if raw in _SENTINELS:
                cleaned = True
            elif raw:
                events.append(Event(contract_no="contract", type=kind, day=self.day(f"facts.{key}", raw)))
        return events, cleaned

    def _events(self, raw: Any, contracts: tuple[Contract, ...], ended: Mapping[str, date]) -> list[Event]:
        """A fact speaks of the contract it names; of several in sequence, of those in force in its days."""
        given = dict(self.mapping("events", raw))
        of = given.pop("contract", None)
        self._one_of(f"events.{given.get('type')}.contract", of, [c.contract_no for c in contracts])
        events = [
            (contract, event_of(given, self.where, contract, section="events")) for contract in contracts
        ]
        if of is not None:
            return [event for contract, event in events if contract.contract_no == str(of)]
        return [e for c, e in events if _within(e, c, ended)] or [event for _, event in events]

    def _area(self, where: str, raw: Mapping[str, Any]) -> int | None:
        area: int | None = self.exact(f"{where}.area_m2", raw.get("area_m2"), cm2_from_m2)
        return area


def _within(event: Event, contract: Contract, ended: Mapping[str, date]) -> bool:
    begins, last = event.start or event.day or date.min, event.end or event.day or date.max
    return (contract.signed_on or date.min) <= last and begins <= ended.get(contract.contract_no, date.max)
