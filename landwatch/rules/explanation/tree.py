"""Why a contract has the status it has: the tree from the flag down to facts and law values.

The tree is the graph itself: for one contract the same functions run that judged all of them, and each
node shows the value, the label, the clause and how sure that is. Nothing here computes a result.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from landwatch.errors import UsageError
from landwatch.i18n import BEIJING, language, ngettext
from landwatch.i18n import gettext as _
from landwatch.rules.amounts import UNKNOWN, daily_damages
from landwatch.rules.clauses.indicators import IndicatorResult
from landwatch.rules.days import NO_DAY
from landwatch.rules.engine import RULES, Assessment, compute, given, labels
from landwatch.rules.events import Occurrences
from landwatch.rules.explanation.findings import findings
from landwatch.rules.explanation.law_text import law_value_text, version_text
from landwatch.rules.explanation.milestone_text import event_words, indicator_words
from landwatch.rules.explanation.node import Explanation, Node
from landwatch.rules.explanation.reasons import reason
from landwatch.rules.explanation.telling import (
    HEADS,
    NEEDED,
    PLAIN,
    is_aside,
    is_told,
    is_told_again,
    says_something,
)
from landwatch.rules.explanation.watching import Asked, watch
from landwatch.rules.facts import FOUNDATIONS, Facts, gather
from landwatch.rules.parameters import Law, load_law
from landwatch.rules.values import WORDS
from landwatch.rules.wording import (
    CERTAINTY,
    EVENTS,
    FACTS,
    SOURCES,
    STATUS,
    word,
)
from landwatch.snapshot import SCHEMA, Snapshot
from landwatch.units import (
    PPB_PER_PERMILLE,
    format_m2,
    format_mu,
    format_yuan,
    group_yuan,
    is_money,
    round_half_up,
)

__all__ = [
    "explain",
    "explanations",
]


def explain(assessment: Assessment, contract_no: str, *, law: Law | None = None) -> Explanation:
    """Explain what the engine says of one contract.

    Parameters
    ----------
    assessment
        The assessment in which the contract stands.
    contract_no
        Its number.
    law
        The legal numbers; the package's own where they are not given.

    Returns
    -------
    Explanation
        In the current language.

    Raises
    ------
    UsageError
        If the assessment has no such contract.
    """
    if contract_no not in assessment.contracts.index:
        raise UsageError(
            _("{contract}: no such contract is known on {day}; check the number").format(
                contract=contract_no, day=assessment.on.isoformat()
            )
        )
    return next(explanations(assessment, [contract_no], law=law))


def explanations(
    assessment: Assessment, contract_nos: Iterable[str], *, law: Law | None = None
) -> Iterator[Explanation]:
    """Explain several contracts: their values are computed together, which takes a fraction of the time.

    Parameters
    ----------
    assessment
        The assessment in which the contracts stand.
    contract_nos
        Their numbers.
    law
        The legal numbers; the package's own where they are not given.

    Yields
    ------
    Explanation
        The same as :func:`explain` gives, in the order in which the contracts stand in the snapshot.

    Raises
    ------
    KeyError
        If the snapshot has no contract of one of the numbers.
    """
    law = law or load_law()
    chosen = assessment.snapshot.of_contracts(contract_nos)
    facts = gather(chosen)
    tree = _Tree(facts, assessment, law)
    known_at = assessment.snapshot.known_at
    fingerprints = _fingerprints(chosen, law, assessment)
    for place, contract in enumerate(chosen.contracts.to_dict("records")):
        judged = assessment.contracts.loc[contract["contract_no"]]
        yield Explanation(
            contract_no=contract["contract_no"],
            holder=_text(judged["current_holder"]),
            cluster=_text(judged["cluster"]),
            on=assessment.on.isoformat(),
            known_at=known_at.isoformat() if known_at else "",
            headline=reason(judged),
            law_version=law.version,
            dossier=fingerprints[place],
            findings=tuple(findings(judged)),
            conventions={key: str(value) for key, value in vars(assessment.conventions).items()},
            roots=tuple(tree.roots(place, _recorded(contract))),
        )


def _fingerprints(chosen: Snapshot, law: Law, assessment: Assessment) -> list[str]:
    """A hash of each contract's facts, with the law and the choices they are judged by.

    What is not on file is left out, so that a column which landwatch learns later changes no hash of before.
    """
    digests = [hashlib.sha256() for _contract in range(len(chosen.contracts))]
    for name in ("contracts", "contract_parcels", "phases", "instalments", "indicators", "events"):
        rows: list[list[str]] = [[] for _contract in digests]
        frame = getattr(chosen, name)
        records = frame[list(SCHEMA[name])].to_dict("records") if len(frame) else []
        for place, record in zip(chosen.contract_positions(name), records, strict=True):
            known = {key: value for key, value in record.items() if not _is_unknown(value)}
            rows[place].append(json.dumps(known, default=str, ensure_ascii=False))
        for digest, own in zip(digests, rows, strict=True):
            digest.update("\n".join(sorted(own)).encode())
    judged_by = f"{assessment.on}{law.version}{sorted(vars(assessment.conventions).items())}".encode()
    for digest in digests:
        digest.update(judged_by)
    return [digest.hexdigest() for digest in digests]


def _is_unknown(value: Any) -> bool:
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))


class _Tree:
    """Explanations being built: the values of all rows, and what was shown already of the one in hand."""

    def __init__(self, facts: Facts, assessment: Assessment, law: Law) -> None:
        self.facts = facts
        self.recorded = ""
        self.shows_money = assessment.shows_money
        self.law = law
        self.values = compute(facts.inputs, assessment.conventions, law, RULES)
        self.inputs = given(facts.inputs, assessment.conventions, law)
        self.shown: set[str] = set()
        self.row = 0
        self.asked: dict[str, Asked] = {}

    def roots(self, contract: int, recorded: str) -> Iterator[Node]:
        self.recorded = recorded
        for row in np.flatnonzero(self.facts.contract == contract):
            self.row, self.shown = int(row), set()
            heads: tuple[str, ...] = ("commencement_status", "completion_status")
            if row == contract:
                heads = (
                    *HEADS,
                    *(n for n, v in labels().items() if v.kind == "flag" and self.values[n][row]),
                )
            for name in heads:
                told = labels()[name].kind == "flag" and name in self.shown
                if not told and is_told(name, self._says(name)):
                    yield self._named(name)

    def _says(self, name: str) -> bool:
        return says_something(labels()[name], self.values, self.row)

    def _named(self, name: str) -> Node:
        label = labels()[name]
        part = self.facts.part[self.row]
        title = label.zh if language() == "zh" else label.en
        again = name in self.shown
        self.shown.add(name)
        value, told = self._words(name)
        return Node(
            name=name,
            label=f"{title} [{part}]" if part and name.endswith("_status") else title,
            value=value,
            clause=label.clause,
            certainty=word(CERTAINTY, label.certainty),
            children=() if again else tuple(dict.fromkeys(self._children(name))),
            told=told,
        )

    def _words(self, name: str) -> tuple[str, str]:
        """What a value amounts to, and how people read it; a flag that stands is told by its label alone."""
        kind, value = labels()[name].kind, self.values[name][self.row]
        if kind == "flag":
            return "", ""
        if is_money(name) and not self.shows_money:
            return _("amounts are not shown to this role"), ""
        return _shown(name, kind, value), self._product(name) or _amount_told(name, value)

    def _product(self, name: str) -> str:
        """Tell damages as base × daily rate × days, where they are exactly that."""
        factors = [
            factor
            for kind in ("_fen", "_ppb", "_days")
            for factor in RULES[name].reads
            if factor.endswith(kind)
        ]
        if len(factors) != 3 or not factors[1].endswith("_ppb"):
            return ""
        base, rate, days = (self._value(factor)[self.row : self.row + 1] for factor in factors)
        value = self.values[name][self.row]
        if value == UNKNOWN or daily_damages(base, rate, days)[0] != value:
            return ""
        told = [_amount_told(name, value), _amount_told(factors[0], base[0])]
        return f"{told[0]} = {told[1]} × {_permille(rate[0])} × {_shown(factors[2], 'days', days[0])}"

    def _children(self, name: str) -> Iterator[Node]:
        """What a value was computed from; what says nothing is cut, what stands above is not told twice."""
        for parameter in RULES[name].reads:
            if is_aside(name, parameter, by_parcel=self.inputs["damages_by_parcel"]):
                continue
            if parameter in labels():
                if parameter not in self.shown or is_told_again(parameter):
                    child = self._named(parameter)
                    if is_told(parameter, self._says(parameter), child.rests_on_record()):
                        yield child
            elif parameter in self.law.values:
                yield self._law_value(name, parameter)
            elif parameter == "event_log":
                yield from self._events(name)
            elif parameter in RULES:
                yield from self._inlined(parameter)
            elif parameter not in PLAIN:
                yield from self._fact(parameter)

    def _inlined(self, name: str) -> Iterator[Node]:
        """A value without a label of its own is a step: what it rests on takes its place."""
        if name not in self.shown:
            self.shown.add(name)
            children = list(self._children(name))
            # Where nothing was amended, the rules for amendments say nothing about the day in force.
            used = name != "amendments" or any(child.name in EVENTS for child in children)
            yield from (child for child in children if used or child.name not in self.law.values)

    def _law_value(self, rule: str, name: str) -> Node:
        """A legal number as a rule took it, with the day that chose it."""
        days = self._asked_for(rule).days.get(name)
        result = self.values[rule]
        own = result[self.row] if getattr(result, "dtype", None) == np.dtype("datetime64[D]") else NO_DAY
        chosen = days[self.row] if days is not None else own
        return self._law_node(name, self.inputs["on"][self.row] if np.isnat(chosen) else chosen)

    def _law_node(self, name: str, chosen: np.datetime64) -> Node:
        value = self.law.values[name]
        day, on = (pd.Timestamp(each).date() for each in (chosen, self.inputs["on"][self.row]))
        title = value.label_zh if language() == "zh" else value.label_en
        return Node(
            name,
            title,
            law_value_text(value, value.on(day)),
            value.source,
            word(CERTAINTY, value.certainty),
            version=version_text(value, day, on),
        )

    def _fact(self, name: str) -> Iterator[Node]:
        if name == "indicators":
            yield from self._indicators()
        if name not in FACTS or name in self.shown or (is_money(name) and not self.shows_money):
            return
        self.shown.add(name)
        text, told = _("on file"), ""
        if name != "instalments":
            held = self.inputs[name][self.row]
            text, told = _fact_text(name, held), _amount_told(name, held)
        if text:
            # A phase has a record of its own, which need not be that of the contract.
            recorded = "" if self.facts.is_phase[self.row] else self.recorded
            yield Node(name, word(FACTS, name), text, _("contract"), recorded=recorded, told=told)

    def _indicators(self) -> Iterator[Node]:
        for result in self.values["indicator_results"].results:
            if result.row == self.row:
                yield Node("indicator", result.term.name, self._indicator(result), _("contract"))

    def _indicator(self, result: IndicatorResult) -> str:
        return indicator_words(result, shows_money=self.shows_money)

    def _events(self, name: str) -> Iterator[Node]:
        found = self._asked_for(name).events
        if found is None:
            return
        for place in np.flatnonzero(found.row == self.row):
            event = found.frame.iloc[found.place[place]]
            key = f"event {event['event_id']}"
            if key not in self.shown:
                self.shown.add(key)
                yield self._event(event, found.where(np.arange(len(found)) == place))

    def _event(self, event: Any, alone: Occurrences) -> Node:
        """A record; of what was served by public notice also when it took effect, and by which law."""
        [effect] = self.inputs["event_log"].in_effect(alone)
        said = event_words(event, shows_money=self.shows_money)
        if effect == alone.day[0]:
            return _event_node(event, *said)
        told = _event_node(event, *said, _("takes effect {day}").format(day=effect))
        if not pd.isna(event["effective_on"]):
            return told
        notice = self._law_node("public_notice_days", alone.day[0])
        return replace(told, children=(notice,))

    def _asked_for(self, name: str) -> Asked:
        """What a rule asks for when it runs, over all rows at once."""
        if name not in self.asked:
            given = {parameter: self._value(parameter) for parameter in RULES[name].reads}
            self.asked[name] = watch(RULES[name].function, given)
        return self.asked[name]

    def _value(self, name: str) -> Any:
        return self.values[name] if name in self.values else self.inputs[name]


def _event_node(event: Any, *further: str) -> Node:
    if pd.isna(event["start"]):
        when = f"{event['day'].date()}"
    else:
        end = _("open") if pd.isna(event["end"]) else f"{event['end'].date()}"
        when = f"{event['start'].date()} – {end}"
    said = [when]
    if not pd.isna(event["verified"]):
        said.append(_("verified") if event["verified"] else _("not verified"))
    said += further
    if not pd.isna(event["share"]):
        said.append(str(event["share"]))
    document = _("no document number") if pd.isna(event["document"]) else str(event["document"])
    return Node(
        str(event["type"]), word(EVENTS, event["type"]), "; ".join(said), document, recorded=_recorded(event)
    )


def _recorded(fact: Any) -> str:
    """Say who recorded a fact, when and, of a contract, from which file."""
    said = [_text(fact["recorded_by"]), _instant(fact["recorded_at"]), _text(fact.get("source", ""))]
    return " ".join(filter(None, said))


def _instant(recorded_at: Any) -> str:
    """Write an instant of the register as an office in Beijing reads it, to the minute."""
    if pd.isna(recorded_at):
        return ""
    return datetime.fromisoformat(recorded_at).astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")


def _shown(name: str, kind: str, value: Any) -> str:
    if name in WORDS:
        found = list(WORDS[name])[value].value
        return word(STATUS[name] if name in STATUS else SOURCES, found)
    if isinstance(value, np.datetime64):
        return _("no record") if np.isnat(value) else str(value)
    if isinstance(value, bool | np.bool_):
        return _("yes") if value else _("no")
    if value is None or (not isinstance(value, Fraction | str) and value == UNKNOWN):
        return _("not known")
    if kind == "share":
        return f"{round_half_up(Fraction(value) * 100, 2):f} %"
    if kind == "area":
        return _("{mu} mu").format(mu=format_mu(int(value)))
    if kind == "amount" or is_money(name):
        return _("{yuan} yuan").format(yuan=format_yuan(int(value)))
    if kind == "days":
        return ngettext("{count} day", "{count} days", int(value)).format(count=int(value))
    return str(value)


def _amount_told(name: str, value: Any) -> str:
    """An amount in groups of three; empty for what is none, or not known."""
    if not is_money(name) or value is None or value == UNKNOWN:
        return ""
    return _("{yuan} yuan").format(yuan=group_yuan(int(value)))


def _permille(rate_ppb: Any) -> str:
    return f"{(Decimal(int(rate_ppb)) / PPB_PER_PERMILLE).normalize():f} ‰"


def _fact_text(name: str, value: Any) -> str:
    """A fact of the contract as text; empty where the contract is silent and silence says nothing."""
    if isinstance(value, np.datetime64):
        return "" if np.isnat(value) else str(value)
    if isinstance(value, bool | np.bool_):
        return _("yes") if value else ""
    if name == "foundation":
        return "" if value < 0 else FOUNDATIONS[value].value
    if value is None or pd.isna(value) or (not isinstance(value, str) and value == UNKNOWN):
        return _("not known") if name in NEEDED else ""
    if name.endswith("_ppb"):
        return _permille(value)
    if is_money(name):
        return _("{yuan} yuan").format(yuan=format_yuan(int(value)))
    if name.endswith("_cm2"):
        return f"{format_m2(int(value))} m²"
    return str(value)


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)
