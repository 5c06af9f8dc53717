"""The legal numbers: which hold on a day, and what a change of them changes for the contracts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path
from typing import Any

from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.i18n import language
from landwatch.registry import Register
from landwatch.reports.law_graph import draw_grounds
from landwatch.rules import Assessment, Conventions, assess
from landwatch.rules.engine import labels
from landwatch.rules.explanation.grounds import Grounds, grounds_of, grounds_of_value, is_value
from landwatch.rules.explanation.law_text import law_value_text
from landwatch.rules.explanation.phrasing import change_dict
from landwatch.rules.parameters import Law, LawValue, load_law
from landwatch.rules.value_changes import Change, changes
from landwatch.rules.wording import CERTAINTY, SELECTORS, word
from landwatch.services.assessing.judging import explain_contract
from landwatch.snapshot import Snapshot

__all__ = [
    "Amendment",
    "Entry",
    "LawComparison",
    "compare_law",
    "compare_law_of",
    "law_entries",
    "law_entry",
    "law_graph",
]


@dataclass(frozen=True)
class Entry:
    """A legal number as it holds on a day.

    Attributes
    ----------
    value
        The number through time.
    on
        The day.
    """

    value: LawValue
    on: date

    @property
    def label(self) -> str:
        """What it is, in the current language."""
        return self.value.label_zh if language() == "zh" else self.value.label_en

    @property
    def held(self) -> str:
        """The number in force, with its unit."""
        return law_value_text(self.value, self.value.on(self.on))

    @property
    def certainty(self) -> str:
        """How sure the source is, in the current language."""
        return word(CERTAINTY, self.value.certainty)

    @property
    def selected_by(self) -> str:
        """Which day chooses the number, in the current language."""
        return word(SELECTORS, self.value.selected_by)

    def history(self) -> list[tuple[date, str]]:
        """Return every number by the day it took force, the earliest first."""
        return [(since, law_value_text(self.value, held)) for since, held in self.value.values]

    def to_dict(self) -> dict[str, Any]:
        """Return the number as JSON values; fractions are texts such as ``1/3``."""
        return {
            "name": self.value.name,
            "label": self.label,
            "on": self.on.isoformat(),
            "value": _plain(self.value.on(self.on)),
            "unit": self.value.unit,
            "source": self.value.source,
            "certainty": self.value.certainty,
            "selected_by": self.value.selected_by,
            "values": {since.isoformat(): _plain(held) for since, held in self.value.values},
        }


@dataclass(frozen=True)
class Amendment:
    """A legal number that differs between two days."""

    before: Entry
    after: Entry

    def to_dict(self) -> dict[str, Any]:
        """Return the amendment as JSON values."""
        one, other = self.before.to_dict(), self.after.to_dict()
        kept = {key: other[key] for key in ("name", "label", "unit", "source", "certainty")}
        return kept | {"before": one["value"], "after": other["value"]}


@dataclass(frozen=True, kw_only=True)
class LawComparison:
    """The law of two days, and the contracts of a register under each.

    Attributes
    ----------
    earlier, later
        The two days whose law is compared.
    on
        The day the contracts are judged on.
    amendments
        The numbers that differ.
    changes
        Every value of a contract that differs for it.
    illustrative
        Whether the data are invented.
    """

    earlier: date
    later: date
    on: date
    amendments: tuple[Amendment, ...]
    changes: tuple[Change, ...]
    illustrative: bool

    @property
    def contracts(self) -> list[str]:
        """The contracts whose result differs."""
        return list(dict.fromkeys(change.contract_no for change in self.changes))

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as JSON values."""
        return {
            "from": self.earlier.isoformat(),
            "to": self.later.isoformat(),
            "on": self.on.isoformat(),
            "illustrative": self.illustrative,
            "values": [amendment.to_dict() for amendment in self.amendments],
            "contracts": self.contracts,
            "changes": [{"contract_no": c.contract_no} | change_dict(c) for c in self.changes],
        }


def law_entries(on: date, law: Law | None = None) -> list[Entry]:
    """List the legal numbers in force on a day.

    Parameters
    ----------
    on
        The day.
    law
        The legal numbers; the package's own where they are not given.

    Returns
    -------
    list of Entry
        In the order of the law files.
    """
    return [Entry(value, on) for value in (law or load_law()).values.values()]


def law_entry(name: str, on: date, law: Law | None = None) -> Entry:
    """Look one legal number up.

    Parameters
    ----------
    name
        Its name.
    on
        The day.
    law
        The legal numbers; the package's own where they are not given.

    Raises
    ------
    UsageError
        If there is none of that name; names close ones, or says how to list all.
    """
    values = (law or load_law()).values
    if name not in values:
        close = ", ".join(get_close_matches(name, values, n=3)) or "landwatch law list"
        raise UsageError(_("{name} is no value of the law; look at: {close}").format(name=name, close=close))
    return Entry(values[name], on)


def compare_law(
    database: str,
    earlier: date,
    later: date,
    on: date,
    conventions: Conventions | None = None,
    *,
    law: Law | None = None,
) -> LawComparison:
    """Judge a register under the law as it stood on one day and as it stood on another.

    A change reaches a contract only where a fact of its own calls for the changed value: a deadline that an
    earlier act started, and a decision taken before, keep theirs under either law.

    Parameters
    ----------
    database
        URL of the register.
    earlier, later
        The two days.
    on
        The day whose end is judged, under each law.
    conventions
        The choices the rules leave open.
    law
        The legal numbers; the package's own where they are not given.

    Returns
    -------
    LawComparison
        The numbers that differ, and every value of a contract that differs for it.

    Raises
    ------
    LawError
        If a value has ended by one of the two days.
    RegisterError
        If the register cannot be opened or read.
    """
    with Register.open(database) as register:
        snapshot = register.snapshot(on)
    return compare_law_of(snapshot, earlier, later, conventions, law=law)


def compare_law_of(
    snapshot: Snapshot,
    earlier: date,
    later: date,
    conventions: Conventions | None = None,
    *,
    law: Law | None = None,
    cut: Callable[[Assessment], Assessment] | None = None,
) -> LawComparison:
    """Judge facts under the law as it stood on one day and as it stood on another.

    Parameters
    ----------
    snapshot
        The facts.
    earlier, later, conventions, law
        As for :func:`compare_law`.
    cut
        Leaves of an assessment what whoever asks may see.

    Raises
    ------
    LawError
        If a value has ended by one of the two days.
    """
    law = law or load_law()
    pairs = zip(law_entries(earlier, law), law_entries(later, law), strict=True)
    judged = (assess(snapshot, conventions, law=law.as_of(day)) for day in (earlier, later))
    before, after = (cut(each) if cut else each for each in judged)
    return LawComparison(
        earlier=earlier,
        later=later,
        on=snapshot.on,
        amendments=tuple(Amendment(*pair) for pair in pairs if pair[0].held != pair[1].held),
        changes=tuple(changes(before, after)),
        illustrative=snapshot.illustrative,
    )


def law_graph(
    database: str,
    asked: str,
    out: Path,
    on: date,
    conventions: Conventions | None = None,
    *,
    known_at: datetime | None = None,
    replace: bool = False,
) -> Grounds:
    """Draw what the findings on a contract rest on, or what a value rests on in general and what on it.

    Parameters
    ----------
    database
        URL of the register; not opened for a value.
    asked
        Number of a contract, or name of a value of the rules or of the law.
    out
        The SVG file.
    on
        The day whose end is judged.
    conventions
        The choices the rules leave open.
    known_at
        The instant of knowledge; by default the last at which anything was recorded.
    replace
        Whether a file that is there may be replaced.

    Returns
    -------
    Grounds
        What was drawn.

    Raises
    ------
    UsageError
        If there is neither such a value nor such a contract, or the file cannot be written.
    RegisterError
        If the register cannot be opened or read.
    """
    if is_value(asked):
        found = grounds_of_value(asked)
    elif close := get_close_matches(asked, [*labels(), *load_law().values], n=3, cutoff=0.8):
        raise UsageError(
            _("{name} is neither a value nor a contract; look at: {close}").format(
                name=asked, close=", ".join(close)
            )
        )
    else:
        dossier = explain_contract(database, asked, on, conventions, known_at=known_at)
        found = grounds_of(dossier.explanation)
    draw_grounds(found, out, replace=replace)
    return found


def _plain(held: Fraction | None) -> int | str | None:
    if held is None:
        return None
    return int(held) if held.denominator == 1 else str(held)
