"""What became of a contract or a parcel, in the words of the ledger."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from landwatch.catalogue import SECTIONS, field_in
from landwatch.errors import UsageError
from landwatch.i18n import BEIJING, language
from landwatch.i18n import gettext as _
from landwatch.measures.flagged import close_matches
from landwatch.registry import Change, Kind, Register, Step, Touched
from landwatch.rules.wording import EVENTS, word
from landwatch.units import PPB_PER_PERMILLE, format_m2, format_yuan, is_money, is_money_unit

__all__ = [
    "Chronicle",
    "by_then",
    "change_text",
    "chronicle_of",
    "instant_in_beijing",
    "table_name",
    "touched_text",
    "verb_name",
    "worth_telling",
]

_DIGITS = 12
_IN_HEADLINE = {"contract_no", "parcel_no", "type", "number", "sha256"}


@dataclass(frozen=True, kw_only=True)
class Chronicle:
    """What became of a contract or a parcel.

    Attributes
    ----------
    number
        Its number.
    version
        Hash of what stands now, for `--replaces`; ``None`` where nothing stands.
    steps
        The commits that touched it, in the order of time.
    """

    number: str
    version: str | None
    steps: tuple[Step, ...]

    def as_known(self, known_at: datetime | None) -> Chronicle:
        """Leave out what was recorded later.

        Parameters
        ----------
        known_at
            The instant of knowledge; ``None`` leaves out nothing.

        Returns
        -------
        Chronicle
            Without `version` where something is left out: what stands now did not stand then.
        """
        steps = by_then(self.steps, known_at)
        return self if len(steps) == len(self.steps) else replace(self, version=None, steps=steps)

    def without_money(self) -> Chronicle:
        """Leave out what was recorded or corrected of amounts of money."""
        steps = (
            replace(step, touched=tuple(replace(one, changes=_without_money(one)) for one in step.touched))
            for step in self.steps
        )
        return replace(self, steps=tuple(steps))

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "number": self.number,
            "version": self.version,
            "steps": [step.to_dict() for step in self.steps],
        }


def chronicle_of(database: str, number: str) -> Chronicle:
    """Tell what became of a contract or a parcel.

    Parameters
    ----------
    database
        URL of the register.
    number
        Its number.

    Returns
    -------
    Chronicle
        Who changed what, when, from what to what, why and on which document.

    Raises
    ------
    UsageError
        If nothing was ever recorded under the number; close ones are named.
    RegisterError
        If the register cannot be read.
    """
    with Register.open(database) as register:
        steps = register.history(number)
        if not steps:
            known = register.known()
            close = close_matches(number, known.contract_nos | known.parcel_nos)
            raise UsageError(
                _("no contract or parcel {number} is in the register{close}").format(
                    number=number, close=close
                )
            )
        versions = (register.version(kind, number) for kind in (Kind.CONTRACTS, Kind.PARCELS))
        return Chronicle(number=number, version=next(filter(None, versions), None), steps=steps)


def _without_money(touched: Touched) -> tuple[Change, ...]:
    """The changes of other fields; of an indicator in a unit of money the value is left out, too."""
    units = [value for c in touched.changes if c.field == "unit" for value in (c.before, c.after)]
    hidden = {"value", "unit"} if any(map(is_money_unit, units)) else set()
    kept = (c for c in touched.changes if not is_money(c.field) and c.field not in hidden)
    return tuple(
        Change(c.field, *map(_details_without_money, (c.before, c.after))) if c.field == "details" else c
        for c in kept
    )


def _details_without_money(details: str | None) -> str | None:
    if details is None:
        return None
    held = json.loads(details)
    hidden = {"value", "unit"} if is_money_unit(held.get("unit")) else set()
    told = {name: value for name, value in held.items() if not is_money(name) and name not in hidden}
    return json.dumps(told, ensure_ascii=False)


def by_then(steps: Iterable[Step], known_at: datetime | None) -> tuple[Step, ...]:
    """Choose the commits that were made by an instant.

    Parameters
    ----------
    steps
        The commits.
    known_at
        The instant; ``None`` chooses all.
    """
    return tuple(s for s in steps if known_at is None or datetime.fromisoformat(s.at) <= known_at)


def instant_in_beijing(at: str) -> str:
    """Write an instant of the register as an office in Beijing reads it, to the second.

    Parameters
    ----------
    at
        The instant as the register has it.
    """
    return datetime.fromisoformat(at).astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")


def verb_name(verb: str) -> str:
    """Name a verb in the current language.

    Parameters
    ----------
    verb
        ``import``, ``correct`` and so on.
    """
    names = {
        "import": _("recorded"),
        "correct": _("corrected"),
        "retire": _("retired"),
        "split": _("split"),
        "merge": _("merged"),
        "take back": _("taken back"),
        "attach": _("attached"),
        "operate": _("operator"),
        "keep": _("kept"),
        "take in": _("taken in"),
        "destroy": _("destroyed"),
        "assign": _("patroller assigned"),
        "absent": _("absence"),
        "patrol": _("patrol"),
        "target": _("target set"),
        "paper": _("paper made"),
        "void": _("paper voided"),
    }
    return names.get(verb, verb)


def table_name(table: str) -> str:
    """Say what a row of a table is, in the current language.

    Parameters
    ----------
    table
        Name of the table.
    """
    names = {
        "clusters": _("cluster"),
        "contracts": _("contract"),
        "contract_parcels": _("parcel under the contract"),
        "phases": _("phase"),
        "instalments": _("instalment"),
        "indicators": _("indicator"),
        "events": _("fact"),
        "parcels": _("parcel"),
        "parties": _("holder"),
        "operators": _("operator"),
        "patrollers": _("patroller"),
        "absences": _("absence"),
        "targets": _("target"),
        "papers": _("paper"),
        "lineage": _("lineage"),
        "documents": _("document"),
    }
    return names.get(table, table)


def touched_text(touched: Touched) -> str:
    """Say what was recorded, corrected or retired.

    Parameters
    ----------
    touched
        One row that a commit touched.
    """
    hashed = touched.table in ("events", "documents", "lineage")
    key = touched.key[:_DIGITS] if hashed else touched.key
    kind = next((c.after or c.before for c in touched.changes if c.field == "type"), None)
    named = f" {word(EVENTS, kind)}" if touched.table == "events" and kind else ""
    outcome = {"recorded": _("recorded"), "corrected": _("corrected"), "retired": _("retired")}
    return f"{table_name(touched.table)}{named} {key}: {outcome[touched.outcome]}"


def worth_telling(touched: Touched) -> list[Change]:
    """Choose the changes that say more than the headline does.

    Parameters
    ----------
    touched
        One row that a commit touched.
    """
    if touched.outcome == "retired":
        return []
    new = touched.outcome == "recorded"
    return [
        change
        for change in touched.changes
        if not (new and (change.field in _IN_HEADLINE or change.after in ("{}", 0)))
    ]


def change_text(table: str, change: Change) -> str:
    """Say what a field changed from and to.

    Parameters
    ----------
    table
        Table of the row.
    change
        The change.
    """
    label = _label(table, change.field)
    before, after = (_shown(change.field, value) for value in (change.before, change.after))
    if change.before is None:
        return f"{label}: {after}"
    return f"{label}: {before} → {after}"


def _label(table: str, field: str) -> str:
    section = SECTIONS.get(table)
    known = field_in(section, field) if section and language() == "zh" else None
    return known.zh if known else field


def _shown(field: str, value: Any) -> str:
    if value is None:
        return _("empty")
    if is_money(field):
        return _("{yuan} yuan").format(yuan=format_yuan(int(value)))
    if field.endswith("_cm2"):
        return f"{format_m2(int(value))} m²"
    if field.endswith("_ppb"):
        return f"{(Decimal(int(value)) / PPB_PER_PERMILLE).normalize():f} ‰"
    if field == "details":
        return ", ".join(f"{name}={held}" for name, held in json.loads(value).items()) or _("empty")
    return str(value)
