"""From a snapshot to an assessment: one graph of named values over whole columns.

The functions of the clause modules are wired by the names of their parameters. The columns that answer
for a million contracts are the ones that explain a single one; there is no second implementation to drift.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, get_origin

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import landwatch
from landwatch.model import CommencementStatus, CompletionStatus, ContractStatus
from landwatch.rules.amounts import UNKNOWN
from landwatch.rules.clauses import (
    acceptance,
    amendments,
    commencement,
    completion,
    contract_state,
    due_days,
    excuses,
    handover,
    idle_land,
    payment,
    procedure,
    production,
    route_records,
    routes,
    standard_land,
    suspended_works,
)
from landwatch.rules.constants import constant, is_constant, is_same
from landwatch.rules.conventions import Conventions
from landwatch.rules.days import Days
from landwatch.rules.facts import Facts, gather
from landwatch.rules.graph import in_order, rules_of
from landwatch.rules.parameters import Law, LawValue, load_law
from landwatch.rules.status_codes import code, spell
from landwatch.rules.values import LABELS, WORDS, ValueLabel
from landwatch.snapshot import Snapshot, are_in

__all__ = ["RULES", "Assessment", "assess", "compute", "depth", "judge", "labels"]

_MODULES = (
    handover,
    due_days,
    amendments,
    excuses,
    commencement,
    completion,
    idle_land,
    suspended_works,
    procedure,
    route_records,
    routes,
    payment,
    acceptance,
    production,
    standard_land,
    contract_state,
)

RULES = rules_of(_MODULES)
"""Every rule of the graph, labelled or only a step, by the name of its value."""

# Rows judged at once: columns of eight megabytes, which stay in the cache of a server.
_BLOCK = 1 << 20
_FLAGS_AT_ONCE = 32
_PLAIN = (bool, int, str, LawValue)

# From the least to the gravest: the phase that is worst speaks for its contract.
_GRAVITY = (
    CommencementStatus.COMMENCED,
    CommencementStatus.NOT_DUE,
    CommencementStatus.COMMENCED_LATE,
    CommencementStatus.REMIND,
    CommencementStatus.EXCUSED,
    CommencementStatus.EXCUSED_PENDING,
    CommencementStatus.BREACH,
)
_COMPLETION_GRAVITY = (
    CompletionStatus.COMPLETED,
    CompletionStatus.NOT_DUE,
    CompletionStatus.COMPLETED_LATE,
    CompletionStatus.REMIND,
    CompletionStatus.BREACH,
)
_OF_COMMENCEMENT = (
    "commencement_status commencement_days commencement_penalised_days commencement_due commenced_on "
    "adjusted_commencement_due effective_commencement_due reminder_date excused_days first_idle_day "
    "first_2y_day idle_status article30_commencement"
).split()
_OF_COMPLETION = "completion_status completion_days completion_due completed_on".split()


@dataclass(frozen=True, eq=False)
class Assessment:
    """What the rules say of every contract of a snapshot.

    Attributes
    ----------
    snapshot
        The facts judged.
    conventions
        The choices in force.
    law_version
        Hash of the legal numbers used.
    contracts
        One row a contract, index ``contract_no``: its facts, then every computed value under its name
        (days as ``datetime64[s]``, numbers as ``Int64``, money in fen and areas in cm², both Python
        integers where 64 bits do not hold them), ``flags`` as a tuple of words, and
        ``commencement_breach`` / ``completion_breach`` for live contracts.
    parts
        One row a phase or parcel of a contract over several: ``contract_no``, ``part``, ``is_phase`` and
        the values of commencement and completion.
    indicators
        One row an agreed indicator of standard land; see
        :meth:`landwatch.rules.clauses.indicators.IndicatorResults.frame`.
    shows_money
        Whether amounts may be told of it. Where not, `contracts` has no column of money, `indicators` no
        value in a unit of money, and what explains leaves amounts out; the snapshot keeps them, to judge by.
    """

    snapshot: Snapshot
    conventions: Conventions
    law_version: str
    contracts: pd.DataFrame
    parts: pd.DataFrame
    indicators: pd.DataFrame
    shows_money: bool = True

    @property
    def on(self) -> date:
        """The judged day."""
        return self.snapshot.on

    def of_which(self, chosen: NDArray[np.bool_]) -> Assessment:
        """Cut out contracts, with the facts they were judged by and what was judged of them.

        Parameters
        ----------
        chosen
            For each contract whether it is cut out.

        Returns
        -------
        Assessment
            The same day and instant; clusters and parcels whole.
        """
        snapshot = self.snapshot.of_which(chosen)
        numbers = snapshot.contracts["contract_no"]
        parts, indicators = (
            rows[are_in(rows["contract_no"], numbers)].reset_index(drop=True)
            for rows in (self.parts, self.indicators)
        )
        judged = self.contracts[chosen]
        return replace(self, snapshot=snapshot, contracts=judged, parts=parts, indicators=indicators)

    def explore(self, column: str = "state", **options: Any) -> Any:
        """Show the parcels by a column on an interactive map, as ``GeoDataFrame.explore`` does.

        Rules know no maps: the map comes from :func:`landwatch.explore`, looked up when this is called.

        Parameters
        ----------
        column
            ``state``, ``idle``, or any column of `contracts` or of the parcels.
        **options
            Those of :func:`landwatch.explore`: `cluster`, `cmap`, `vmin`, `vmax`, `tooltip`, `popup`,
            `legend`, `style_kwds`, `m`, `language`.

        Returns
        -------
        folium.Map
            It works without any network; other layers can be added to it.
        """
        return landwatch.explore(self, column, **options)


@cache
def labels() -> Mapping[str, ValueLabel]:
    """Return the label of every computed value, by name.

    Returns
    -------
    Mapping
        In the order in which the clause modules give them.
    """
    return {name: LABELS[name] for name in RULES if name in LABELS}


@cache
def depth(name: str) -> int:
    """Tell how far a value lies from the facts it rests on.

    Parameters
    ----------
    name
        Name of a value or fact.

    Returns
    -------
    int
        0 for a fact or law value, otherwise one more than the deepest value it is computed from.
    """
    if name not in RULES:
        return 0
    return 1 + max(map(depth, RULES[name].reads), default=0)


@dataclass(frozen=True)
class _Step:
    """One function of the graph in the order in which they run."""

    name: str
    function: Callable[..., Any]
    parameters: tuple[str, ...]
    is_by_row: bool
    """Whether it makes a column of nothing but columns and plain settings."""
    last_used: tuple[str, ...]
    """What no later step needs."""

    def run(self, known: Mapping[str, Any]) -> Any:
        """Compute the value; what rests on columns of one value each is worked out for a single row."""
        given = {name: known[name] for name in self.parameters}
        columns = {name: column for name, column in given.items() if isinstance(column, np.ndarray)}
        if self.is_by_row and all(map(is_constant, columns.values())):
            rows = len(next(iter(columns.values())))
            single = self.function(**given | {name: column[:1] for name, column in columns.items()})
            return constant(single[0], rows)
        return self.function(**given)


@cache
def _steps(names: tuple[str, ...]) -> tuple[_Step, ...]:
    """Put the functions behind some values in the order in which they can run."""
    rules = in_order(RULES, names)
    last = {needed: name for name, rule in rules.items() for needed in (*rule.reads, name)}
    return tuple(
        _Step(
            name,
            rule.function,
            tuple(rule.reads),
            _is_column(rule.gives)
            and any(map(_is_column, rule.reads.values()))
            and all(_is_column(kind) or kind in _PLAIN for kind in rule.reads.values()),
            tuple(used for used, by in last.items() if by == name),
        )
        for name, rule in rules.items()
    )


def _is_column(kind: Any) -> bool:
    return get_origin(kind) is np.ndarray


def given(inputs: Mapping[str, Any], conventions: Conventions, law: Law) -> dict[str, Any]:
    """Put together what the rules read: facts, legal numbers and choices.

    Parameters
    ----------
    inputs
        The columns of the facts, as in ``Facts.inputs``.
    conventions
        The choices in force.
    law
        The legal numbers.

    Returns
    -------
    dict
        By the names that rules take as parameters.
    """
    log = inputs["event_log"].under(law.values["public_notice_days"], conventions.roll_deadlines)
    return {**inputs, **law.values, **conventions.inputs(), "event_log": log}


def compute(
    inputs: Mapping[str, Any], conventions: Conventions, law: Law, names: Iterable[str]
) -> dict[str, Any]:
    """Compute values from the columns given.

    Parameters
    ----------
    inputs
        The columns that rules read, as in ``Facts.inputs``.
    conventions
        The choices in force.
    law
        The legal numbers.
    names
        Values wanted.

    Returns
    -------
    dict
        Each value by name.
    """
    return dict(_computed(inputs, conventions, law, names))


def _computed(
    inputs: Mapping[str, Any], conventions: Conventions, law: Law, names: Iterable[str]
) -> Iterator[tuple[str, Any]]:
    """Give each value wanted as soon as it is known; what nobody needs any more is let go."""
    wanted = dict.fromkeys(names)
    known = given(inputs, conventions, law)
    for step in _steps(tuple(wanted)):
        known[step.name] = step.run(known)
        if step.name in wanted:
            yield step.name, known[step.name]
        for name in step.last_used:
            del known[name]


def judge(facts: Facts, conventions: Conventions, law: Law) -> dict[str, Any]:
    """Compute every labelled value for every row.

    Contracts are judged in blocks, so that memory for what is computed on the way does not grow with the
    register. Contracts with parts are judged together with them.

    Parameters
    ----------
    facts
        What the rules read.
    conventions
        The choices in force.
    law
        The legal numbers.

    Returns
    -------
    dict
        A column for each value, one entry a row of `facts`. Values that are one and the same may share
        one column.
    """
    if facts.rows == facts.contracts <= _BLOCK:
        return compute(facts.block(0, facts.rows), conventions, law, labels())
    columns: dict[str, Any] = {}
    for first in range(0, max(facts.contracts, 1), _BLOCK):
        last = min(first + _BLOCK, facts.contracts)
        values = _computed(facts.block(first, last), conventions, law, labels())
        _fill(columns, values, slice(first, last), facts.rows)
    together = facts.rows_of_contracts_with_parts
    if len(together):
        _fill(columns, _computed(facts.take(together), conventions, law, labels()), together, facts.rows)
    return columns


def _fill(columns: dict[str, Any], values: Iterable[tuple[str, Any]], place: Any, rows: int) -> None:
    for name, value in values:
        column = columns.get(name)
        if is_constant(value) and (column is None or is_same(column, value)):
            columns[name] = constant(value[0], rows) if column is None else column
            continue
        if column is None:
            column = np.empty(rows, dtype=value.dtype)
        elif is_constant(column):
            column = column.copy()
        if value.dtype == object and column.dtype != object:
            column = column.astype(object)
        column[place] = value
        columns[name] = column


def assess(
    snapshot: Snapshot,
    conventions: Conventions | None = None,
    *,
    law: Law | None = None,
    on: Days | None = None,
) -> Assessment:
    """Judge every contract of a snapshot.

    Parameters
    ----------
    snapshot
        The facts, as true on a day and known at an instant.
    conventions
        The choices in force; the documented defaults where they are not given.
    law
        The legal numbers; the package's own where they are not given.
    on
        A judged day for each contract instead of the snapshot's one day.

    Returns
    -------
    Assessment
        Every computed value of every contract.
    """
    conventions = conventions or Conventions()
    law = law or load_law()
    facts = gather(snapshot, on)
    values = judge(facts, conventions, law)
    _let_the_worst_part_speak(facts, values, conventions)
    table = _table(facts, values)
    contracts = table.iloc[: facts.contracts].set_axis(pd.Index(snapshot.contracts["contract_no"]))
    known = [name for name in snapshot.contracts.columns if name not in contracts.columns]
    contracts = pd.concat([snapshot.contracts[known].set_axis(contracts.index), contracts], axis=1)
    live = contracts["contract_status"] == ContractStatus.LIVE
    contracts["commencement_breach"] = live & (contracts["commencement_status"] == CommencementStatus.BREACH)
    contracts["completion_breach"] = live & (contracts["completion_status"] == CompletionStatus.BREACH)
    contracts.index.name = "contract_no"
    found = standard_land.indicator_results(facts.inputs["event_log"], facts.inputs["indicators"])
    indicators = found.frame(contracts.index)
    return Assessment(
        snapshot, conventions, law.version, contracts, _parts(snapshot, facts, table), indicators
    )


def _let_the_worst_part_speak(facts: Facts, values: dict[str, Any], conventions: Conventions) -> None:
    """Give a contract with phases (or, by convention, parcels) the values of its gravest part."""
    speaks = contract_state.speaks_for_contract(
        facts.is_phase, facts.is_parcel, conventions.breach_unit == "parcel"
    )
    parts = np.flatnonzero(speaks)
    if len(parts) == 0:
        return
    for status, gravity, names in (
        ("commencement_status", _GRAVITY, _OF_COMMENCEMENT),
        ("completion_status", _COMPLETION_GRAVITY, _OF_COMPLETION),
    ):
        rank = np.zeros(len(type(gravity[0])), dtype=np.int64)
        for place, word in enumerate(gravity):
            rank[code(word)] = place
        days = values["commencement_days" if status == "commencement_status" else "completion_days"]
        order = parts[np.lexsort((days[parts], rank[values[status][parts]], facts.contract[parts]))]
        for name in names:
            column = values[name].copy()
            column[facts.contract[order]] = column[order]
            values[name] = column


def _table(facts: Facts, values: dict[str, Any]) -> pd.DataFrame:
    flags = {name: values.pop(name) for name, label in labels().items() if label.kind == "flag"}
    words = _flag_words(list(flags), flags, facts.rows)
    # Each value is given up as its column is made, so that a million contracts are not held twice.
    columns = {
        name: _column(name, label.kind, values.pop(name))
        for name, label in labels().items()
        if label.kind != "flag"
    }
    columns["flags"] = words
    # Not copied into one block: a column of one value stays one value.
    return pd.DataFrame(columns, copy=False)


def _column(name: str, kind: str, values: Any) -> Any:
    if name in WORDS:
        return spell(values, WORDS[name])
    if is_constant(values) and kind in ("date", "fact") and np.issubdtype(values.dtype, np.datetime64):
        return constant(values[0].astype("datetime64[s]"), len(values))
    if np.issubdtype(values.dtype, np.datetime64):
        return values.astype("datetime64[s]")
    if kind == "share" or values.dtype == np.bool_:
        return values if is_constant(values) else values.copy()
    if values.dtype == object:
        return np.where(values == UNKNOWN, None, values)
    if kind == "days" and not is_constant(values):
        return pd.array(values, dtype="Int64")
    return _nullable(values)


def _nullable(values: Any) -> Any:
    if is_constant(values):
        return pd.arrays.IntegerArray(values, constant(values[0] == UNKNOWN, len(values)))
    return pd.arrays.IntegerArray(values.astype(np.int64), np.asarray(values == UNKNOWN, dtype=np.bool_))


def _flag_words(names: list[str], values: Mapping[str, Any], rows: int) -> Any:
    """Give each row the sorted words of its flags: few combinations occur, each is spelled once.

    Flags are taken 32 at a time, beside the number of the combination of those before them, so that there
    may be as many flags as there are words for.
    """
    raised = [name for name in sorted(names) if values[name].any()]
    place = np.zeros(rows, dtype=np.int64)
    spelled: list[tuple[str, ...]] = [()]
    for first in range(0, len(raised), _FLAGS_AT_ONCE):
        some = raised[first : first + _FLAGS_AT_ONCE]
        combination = place << _FLAGS_AT_ONCE
        for bit, name in enumerate(some):
            combination |= values[name].astype(np.int64) << bit
        place, distinct = pd.factorize(combination)
        spelled = [
            (*spelled[bits >> _FLAGS_AT_ONCE], *(name for bit, name in enumerate(some) if bits >> bit & 1))
            for bits in map(int, distinct)
        ]
    words = np.empty(len(spelled), dtype=object)
    for number, flags in enumerate(spelled):
        words[number] = flags
    return words[place]


def _parts(snapshot: Snapshot, facts: Facts, table: pd.DataFrame) -> pd.DataFrame:
    names = ["commencement_status", "completion_status", "commencement_days", "completion_days"]
    dates = [
        "commencement_due",
        "effective_commencement_due",
        "completion_due",
        "commenced_on",
        "completed_on",
    ]
    rows = slice(facts.contracts, None)
    parts = table.iloc[rows][names + dates].reset_index(drop=True)
    number = snapshot.contracts["contract_no"].array.take(facts.contract[rows])
    part = pd.array(facts.part[rows], dtype="str")
    return parts.assign(contract_no=number, part=part, is_phase=facts.is_phase[rows])
