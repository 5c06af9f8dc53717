"""Rows of a ledger to contracts, with their phases, instalments and indicators; actual days to events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from landwatch import catalogue
from landwatch.formats.boundaries import checks
from landwatch.formats.cells import vocabulary
from landwatch.formats.reading import Findings
from landwatch.formats.tables.agreed_indicators import indicator_of
from landwatch.formats.tables.rows import Record
from landwatch.i18n import gettext as _
from landwatch.model import Contract, Event, EventType, Indicator, Instalment, Phase

__all__ = ["ACTUAL_DAYS", "Ledger"]

_OF_CONTRACT = frozenset(item.name for item in fields(Contract))
_OF_INSTALMENT = frozenset({"instalment_no", "instalment_due", "instalment_amount"})
_OF_PARCEL = frozenset({"parcel_nos", "area_cm2"})
ACTUAL_DAYS = {
    field.name: EventType(field.name)
    for field in catalogue.fields_of("contract").values()
    if field.place == "fact"
}
"""The columns of a ledger that say when something happened, each a fact of its own."""
_OF_PARTS = {
    section: tuple(item.name for item in fields(noun) if item.name != "number")
    for section, noun in (("phase", Phase), ("instalment", Instalment))
}
_IN_ORDER = (
    *("signed_on", "agreed_handover", "agreed_commencement", "agreed_completion"),
    *("agreed_production", "agreed_full_production"),
)


class Ledger:
    """Collects the contracts of one file.

    Its `records` are the contracts, and of the rows of phases, instalments and indicators those that are
    refused or stand already: what is taken of them is part of a contract.

    Parameters
    ----------
    findings
        Where issues go.
    """

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._contracts: dict[str, Contract] = {}
        self._refused: set[str] = set()
        self._last: str | None = None
        self._passes_over = False  # whether what goes on with the record above stands already, as that does
        self._rows: dict[str, int | None] = {}  # where the contracts that were taken stand
        self._further: list[tuple[Record, str]] = []
        self._phases: list[tuple[Record, str, Phase]] = []
        self._instalments: list[tuple[Record, str, Instalment]] = []
        self._indicators: list[tuple[Record, str, Indicator]] = []
        self._actual_days: dict[str, tuple[Event, ...]] = {}
        self.records = 0

    def add_contracts(self, records: Iterable[Record]) -> None:
        """Take the rows of a contract sheet.

        Parameters
        ----------
        records
            The rows.
        """
        self._last = None
        for record in records:
            self._add_contract(record)
        for record, number in self._further:
            self._add_further(record, number)
        self._further.clear()

    def _add_contract(self, record: Record) -> None:
        number = record.fields.get("contract_no") or record.fields.get("supervision_no")
        instalment = _instalment_of_contract_row(record)
        if number is None and not record.refused and self._goes_on(record):
            return
        contract = self._contract_of(record, number) if number and not record.refused else None
        is_known = contract is not None and self._stands_already(record, contract)
        self._passes_over = is_known and record.is_whole
        self._last = number
        if contract is not None and instalment and is_known and not record.is_whole:
            self._instalments.append((record, contract.contract_no, instalment))
            return
        self.records += 1
        if number is None and not record.refused:
            self._findings.missing(record.place, record.label("contract_no"))
            record.refused = True
        if contract is None:
            self._refused.update([number] if number else [])
        elif self._is_new(record, contract):
            self._contracts[contract.contract_no] = contract
            self._rows[contract.contract_no] = record.place.row
            self._actual_days[contract.contract_no] = _actual_days(record, contract.contract_no)
            self._check(record, contract)
            if instalment:
                self._instalments.append((record, contract.contract_no, instalment))

    def _goes_on(self, record: Record) -> bool:
        """Take a row without a number that goes on with the contract above: an instalment, a parcel."""
        if self._last is None:
            return False
        if self._passes_over:
            return True
        instalment, contract = _instalment_of_contract_row(record), self._contracts.get(self._last)
        known = contract.parcel_nos if contract else ()
        if instalment and set(record.fields.get("parcel_nos", ())) <= set(known):
            self._instalments.append((record, self._last, instalment))
            return True
        if not record.fields or record.fields.keys() - _OF_INSTALMENT - _OF_PARCEL:
            return False
        self._further.append((record, self._last))
        return True

    def _add_further(self, record: Record, number: str) -> None:
        """Add a further parcel to a contract whose number is one cell over the rows of its parcels."""
        top, contract = record.top(), self._contracts.get(number)
        area = record.fields.get("area_cm2")
        if top is not None and (number in self._refused or top != self._rows.get(number)):
            return  # with its first row, of which it is told
        if top is None or contract is None or (area is not None and contract.area_cm2 is None):
            self.records += 1
            record.refused = True
            self._findings.further_parcel(record.place, record.label("contract_no"), number)
            return
        self._contracts[number] = replace(
            contract,
            parcel_nos=tuple(dict.fromkeys((*contract.parcel_nos, *record.fields.get("parcel_nos", ())))),
            area_cm2=contract.area_cm2 if area is None else (contract.area_cm2 or 0) + area,
            source_columns=_joined(contract.source_columns, record.kept),
        )
        if instalment := _instalment_of_contract_row(record):
            self._instalments.append((record, number, instalment))

    def _contract_of(self, record: Record, number: str) -> Contract | None:
        known: dict[str, Any] = {name: value for name, value in record.fields.items() if name in _OF_CONTRACT}
        form = self._word(record, "form", default=None)
        foundation = self._word(record, "foundation", default=None)
        if record.refused:
            return None
        illustrative = any(
            word in text for text in record.kept.values() for word in vocabulary.listed("illustrative")
        )
        return Contract(
            **known
            | {"contract_no": number, "form": form, "foundation": foundation, "illustrative": illustrative}
            | {"source_columns": record.kept | self._plot_ratio(record)}
        )

    def _word(self, record: Record, field: str, *, default: str | None) -> str | None:
        written = record.fields.get(field)
        if written is None:
            return default
        meaning = vocabulary.word_of(field, written)
        if meaning is None:
            record.refused = True
            self._findings.unknown_word(record.place, record.label(field), written, field)
        return meaning

    def _plot_ratio(self, record: Record) -> dict[str, str]:
        lower, upper = record.label("plot_ratio_min"), record.label("plot_ratio_max")
        bounds = checks.ordered_plot_ratio(
            (lower, record.fields.get("plot_ratio_min")),
            (upper, record.fields.get("plot_ratio_max")),
            self._findings,
            record.place,
        )
        return {
            label: str(bound)
            for label, bound in zip((lower, upper), bounds, strict=True)
            if bound is not None
        }

    def _stands_already(self, record: Record, contract: Contract) -> bool:
        number = contract.contract_no
        days = _actual_days(record, number)
        return self._contracts.get(number) == contract and self._actual_days[number] == days

    def _is_new(self, record: Record, contract: Contract) -> bool:
        number = contract.contract_no
        if number in self._refused:
            self._findings.error(
                "duplicate_contract_no",
                _(
                    "{place}: {field} {value} stands above in a row that was refused; mend that row and keep"
                    " one"
                ),
                record.place,
                field=record.label("contract_no"),
                value=number,
            )
            return False
        known = self._contracts.get(number)
        if known is None:
            return True
        if self._stands_already(record, contract):
            self._findings.info(
                "duplicate_record",
                _("{place}: {field} {value} stands above with the same content; it is taken once"),
                record.place,
                field=record.label("contract_no"),
                value=number,
            )
            return False
        self._findings.error(
            "duplicate_contract_no",
            _(
                "{place}: {field} {value} stands above with other content ({differing}); the first is kept,"
                " mend one of the two"
            ),
            record.place,
            field=record.label("contract_no"),
            value=number,
            differing=_differing(record, known, contract),
        )
        return False

    def _check(self, record: Record, contract: Contract) -> None:
        findings, place = self._findings, record.place
        checks.check_supervision_no(contract.supervision_no, findings, place, record.label("supervision_no"))
        checks.check_credit_code(contract.holder_code, findings, place, record.label("holder_code"))
        checks.check_grantor(contract.grantor, findings, place, record.label("grantor"))
        checks.check_land_use(contract.land_use, findings, place, record.label("land_use"))
        for number in contract.parcel_nos:
            checks.check_parcel_no(number, findings, place, record.label("parcel_nos"))
        days = [(record.label(name), getattr(contract, name)) for name in _IN_ORDER]
        checks.check_date_order(days, findings, place)

    def add_phases(self, records: Iterable[Record]) -> None:
        """Take the rows of a sheet of phases (分期开发).

        Parameters
        ----------
        records
            The rows; each names its contract.
        """
        for record in records:
            number, phase = record.fields.get("contract_no"), record.fields.get("number")
            if record.refused or number is None or phase is None:
                self._refuse_part(record, number)
                continue
            known = {name: record.fields.get(name) for name in _OF_PARTS["phase"]}
            self._phases.append((record, number, Phase(number=phase, **known)))

    def add_instalments(self, records: Iterable[Record]) -> None:
        """Take the rows of a sheet of instalments (分期支付约定).

        Parameters
        ----------
        records
            The rows; each names its contract.
        """
        for record in records:
            number, instalment = record.fields.get("contract_no"), record.fields.get("number")
            if record.refused or number is None or instalment is None:
                self._refuse_part(record, number)
                continue
            known = {name: record.fields.get(name) for name in _OF_PARTS["instalment"]}
            self._instalments.append((record, number, Instalment(number=instalment, **known)))

    def add_indicators(self, records: Iterable[Record]) -> None:
        """Take the rows of a sheet of indicators (标准地指标).

        Parameters
        ----------
        records
            The rows; each names its contract.
        """
        for record in records:
            number, indicator = record.fields.get("contract_no"), indicator_of(record, self._findings)
            if number is None or indicator is None:
                self.records += 1
            else:
                self._indicators.append((record, number, indicator))

    def _refuse_part(self, record: Record, number: str | None) -> None:
        """Count a row of a part that is refused: every refused row is a record."""
        self.records += 1
        if not record.refused:
            self._findings.missing(record.place, record.label("number" if number else "contract_no"))

    def contracts(self) -> tuple[Contract, ...]:
        """Give the contracts with their phases, instalments and indicators.

        Returns
        -------
        tuple of Contract
            In the order of the file.
        """
        phases = self._by_contract(self._phases)
        instalments = self._by_contract(self._instalments)
        indicators = self._by_contract(self._indicators)
        return tuple(
            replace(
                contract,
                phases=tuple(phases.get(number, {}).values()),
                instalments=tuple(instalments.get(number, {}).values()),
                indicators=tuple(indicators.get(number, {}).values()),
            )
            if number in phases or number in instalments or number in indicators
            else contract
            for number, contract in self._contracts.items()
        )

    def events(self) -> tuple[Event, ...]:
        """Give the actual days of handover, commencement and completion as events."""
        return tuple(event for days in self._actual_days.values() for event in days)

    def _by_contract(self, parts: list[tuple[Record, str, Any]]) -> dict[str, dict[tuple[str, ...], Any]]:
        grouped: dict[str, dict[tuple[str, ...], Any]] = {}
        for record, contract_no, part in parts:
            if contract_no not in self._contracts:
                self.records += 1
                self._findings.error(
                    "missing_required",
                    _("{place}: no contract {value} was taken from this file; add or mend its row"),
                    record.place,
                    field=record.label("contract_no"),
                    value=contract_no,
                )
                continue
            group = grouped.setdefault(contract_no, {})
            key = _key(part)
            known = group.setdefault(key, part)
            if known is not part:
                self.records += 1
                self._report_double(record, contract_no, key[0], same=known == part)
        return grouped

    def _report_double(self, record: Record, contract_no: str, number: str, *, same: bool) -> None:
        labels = record.header.labels
        field = next((name for name in ("number", "name") if name in labels), "instalment_no")
        facts = {"field": record.label(field), "value": number, "contract": contract_no}
        if same:
            message = _("{place}: {field} {value} of contract {contract} stands above; it is taken once")
            self._findings.info("duplicate_record", message, record.place, **facts)
            return
        self._findings.error(
            "duplicate_contract_no",
            _("{place}: {field} {value} of contract {contract} stands above with other content; mend one"),
            record.place,
            **facts,
        )


def _joined(first: Mapping[str, str], second: Mapping[str, str]) -> dict[str, str]:
    """Put the kept cells of two rows of one contract together; what is the same stands once."""
    return {
        label: "；".join(dict.fromkeys(text for text in (first.get(label), second.get(label)) if text))
        for label in (*first, *(label for label in second if label not in first))
    }


def _key(part: Phase | Instalment | Indicator) -> tuple[str, ...]:
    """What names a part of a contract: its number; of an indicator its name, direction and stage."""
    return (part.name, part.direction, part.stage) if isinstance(part, Indicator) else (part.number,)


def _instalment_of_contract_row(record: Record) -> Instalment | None:
    due, amount = record.fields.get("instalment_due"), record.fields.get("instalment_amount")
    if due is None and amount is None:
        return None
    number = record.fields.get("instalment_no") or (due.isoformat() if due else "")
    return Instalment(number=number, due_on=due, amount_fen=amount)


def _actual_days(record: Record, contract_no: str) -> tuple[Event, ...]:
    days = ((event_type, record.fields.get(name)) for name, event_type in ACTUAL_DAYS.items())
    return tuple(Event(contract_no=contract_no, type=kind, day=day) for kind, day in days if day)


def _differing(record: Record, first: Contract, second: Contract) -> str:
    """Name the columns in which two rows differ; what is the same in all of them are the actual days."""
    names = [name for name in _OF_CONTRACT if getattr(first, name) != getattr(second, name)]
    other = {key for key, text in second.source_columns.items() if first.source_columns.get(key) != text}
    labels = {record.label(name) for name in names if name != "source_columns"} | other
    return " ".join(sorted(labels or {record.label(name) for name in ACTUAL_DAYS}))
