"""What a paper says of a case, and what is missing for it, each with the way to record it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from landwatch.casework.papers.judged import Judged, day_told, told
from landwatch.casework.papers.paper_kinds import Kind, Particular, Version, load_particulars
from landwatch.casework.papers.sentences import TOLD
from landwatch.catalogue import fact_of, field_in
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.rules.parameters import load_law

__all__ = ["Missing", "Particulars", "particulars"]

# What people write where they do not know something yet: it would be printed as a blank.
_BLANK = re.compile(r"[\s_＿.…·・*＊×xXＸ?？〇○口□]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A particular that a paper must carry and nobody recorded.

    Attributes
    ----------
    field, name
        Its name in files and commands, and in the current language.
    clause
        What asks for it.
    way
        How it is recorded.
    """

    field: str
    name: str
    clause: str
    way: str

    def sentence(self) -> str:
        """Say what is missing, and how it is recorded."""
        return _("{name} ({field}; {clause}) is missing: {way}").format(
            name=self.name, field=self.field, clause=self.clause, way=self.way
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What a paper says.

    Attributes
    ----------
    kind, version
        The kind of paper, and what held for it on its day.
    values
        The texts by particular, as far as they are known.
    recorded
        Those of them that rest on the register and the law: if one changes, the paper no longer agrees.
    missing
        What is not known, in the order in which the kind declares it.
    """

    kind: Kind
    version: Version
    values: Mapping[str, str]
    recorded: Mapping[str, str]
    missing: tuple[Missing, ...]


def particulars(
    kind: Kind, judged: Judged, given: Mapping[str, str], office: Mapping[str, str] | None = None
) -> Particulars:
    """Collect what a paper says of a contract.

    Parameters
    ----------
    kind
        The kind of paper.
    judged
        The contract on the day of the paper.
    given
        What the person says, by particular.
    office
        What the office says once for all papers.

    Returns
    -------
    Particulars
        What is known, and what is missing.

    Raises
    ------
    UsageError
        If something is given that the paper does not say, or that the register says.
    """
    version, declared = kind.on(judged.on), load_particulars()
    _refuse_what_is_not_asked(kind, version, given)
    spoken = dict(office or {}) | dict(given)
    values, missing = dict[str, str](), list[Missing]()
    for field, clause in version.must.items():
        particular = declared[field]
        text = _found(particular.source, judged) if particular.is_recorded else spoken.get(field)
        text = day_told(judged.on) if particular.source == "day" else text
        if text is None or _BLANK.fullmatch(text):
            way = _way(field, particular, judged)
            missing.append(Missing(field=field, name=particular.label, clause=clause, way=way))
        else:
            values[field] = text.strip()
    recorded = {field: text for field, text in values.items() if declared[field].is_recorded}
    return Particulars(kind=kind, version=version, values=values, recorded=recorded, missing=tuple(missing))


def _refuse_what_is_not_asked(kind: Kind, version: Version, given: Mapping[str, str]) -> None:
    declared = load_particulars()
    open_to = [field for field in version.must if declared[field].source in ("given", "office")]
    for field in given:
        if field in version.must and field not in open_to and declared[field].is_recorded:
            raise UsageError(
                _(
                    "--given {field}: {paper} takes it from the register; if it is wrong there, correct it "
                    "there (landwatch correct)"
                ).format(field=field, paper=kind.label)
            )
        if field not in open_to:
            raise UsageError(
                _("--given {field}: {paper} does not say that; it takes {known}").format(
                    field=field, paper=kind.label, known=", ".join(open_to)
                )
            )


def _found(source: str, judged: Judged) -> str | None:
    start, _dot, name = source.partition(".")
    if start == "told":
        return TOLD[name](judged)
    if start == "law":
        return str(int(load_law().values[name].held_on(judged.on)))
    if start == "parcel":
        return "、".join(judged.parcels) or None
    if start == "fact":
        kind, _dot, field = name.partition(".")
        return _written(judged.of_fact(kind, field))
    return told(name, judged.value(name))


def _written(value: Any) -> str | None:
    return None if value is None else day_told(value) if hasattr(value, "year") else str(value).strip()


def _way(field: str, particular: Particular, judged: Judged) -> str:
    """How a particular is recorded: the register is corrected or told a fact, a person says it."""
    start, _dot, name = particular.source.partition(".")
    if start == "given":
        return _("say it with --given {field}=…").format(field=field)
    if start == "office":
        return _(
            "say it once in office.yaml of the folder LANDWATCH_PAPERS, or with --given {field}=…"
        ).format(field=field)
    if start == "fact":
        kind, _dot, column = name.partition(".")
        detail = field_in("event", column)
        return _(
            "record the fact {fact} with its {detail} (landwatch import, sheet of facts), or complete it "
            "(landwatch correct event)"
        ).format(fact=fact_of(kind).label, detail=detail.label if detail else column)
    if start == "value" and field_in("contract", particular.column or name):
        return _("landwatch correct contract {contract} --set {column}=… --reason …").format(
            contract=judged.contract_no, column=particular.column or name
        )
    return _(
        "the facts of the contract give none on {day}; landwatch explain {contract} --on {day} says why"
    ).format(contract=judged.contract_no, day=judged.on)
