"""What was recorded about a contract, when, by whom and on which document, up to an instant of knowledge."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from landwatch.catalogue import SECTIONS, Field, field_in, label, words_of
from landwatch.i18n import gettext as _
from landwatch.maps.formatting import field_text, known
from landwatch.model import Document
from landwatch.registry import Change, Step, Touched
from landwatch.reports import contract_file as told
from landwatch.services.contracts.history import (
    by_then,
    instant_in_beijing,
    table_name,
    touched_text,
    verb_name,
    worth_telling,
)
from landwatch.units import is_money_unit

__all__ = ["documents_filed", "is_told", "minute_in_beijing", "steps_of", "told_value"]

_LONGEST = 400  # characters of a value; a boundary in well-known text has thousands


def minute_in_beijing(at: str) -> str:
    """Write an instant of the register as an office in Beijing reads it, to the minute.

    Parameters
    ----------
    at
        The instant as the register has it.
    """
    return instant_in_beijing(at).rpartition(":")[0]


def steps_of(history: Iterable[Step], known_at: datetime | None, *, money: bool) -> Iterator[told.Step]:
    """Tell the commits that touched a contract, the newest first.

    Parameters
    ----------
    history
        The commits.
    known_at
        Only those recorded by this instant; all of them without.
    money
        Whether amounts are told.
    """
    for step in reversed(by_then(history, known_at)):
        counts = Counter(table_name(touched.table) for touched in step.touched)
        source = [step.source, step.reason, step.document]
        yield told.Step(
            known_at=step.at,
            line=step.line,
            at=minute_in_beijing(step.at),
            by=step.by,
            verb=verb_name(step.verb),
            source=_("; ").join(dict.fromkeys(filter(None, source))),
            counts=_(", ").join(f"{name} × {count}" for name, count in counts.items()),
            touched=tuple(
                told.Touched(touched_text(each), tuple(_lines(each, money))) for each in step.touched
            ),
        )


def documents_filed(
    documents: Iterable[Document], history: Iterable[Step], known_at: datetime | None
) -> Iterator[told.Filed]:
    """Say of documents who attached them and when.

    Parameters
    ----------
    documents
        What is attached to a contract.
    history
        The commits that touched it.
    known_at
        Only what was attached by this instant; all of it without.
    """
    attached = {
        change.after: step
        for step in reversed(by_then(history, known_at))
        for touched in step.touched
        for change in touched.changes
        if touched.table == "documents" and change.field == "sha256"
    }
    for document in documents:
        step = attached.get(document.sha256)
        if step:
            yield told.Filed(document, step.by, minute_in_beijing(step.at))


def is_told(field: Field, *, money: bool, unit: str | None = None) -> bool:
    """Whether a value may be told.

    Parameters
    ----------
    field
        The field that holds it.
    money
        Whether amounts of money may be.
    unit
        The unit of a figure, empty for none; ``None`` where it is not known, for it might be yuan.
    """
    if money:
        return True
    is_amount = field.kind == "figure" and (unit is None or is_money_unit(unit))
    return field.kind != "money" and not is_amount


def told_value(field: Field, value: Any) -> str:
    """Write a value as the register or a detail of a fact has it.

    Parameters
    ----------
    field
        The field that holds it.
    value
        Its value: a day as ISO text, otherwise as :func:`landwatch.maps.formatting.field_text` takes it.

    Returns
    -------
    str
        In the current language.
    """
    if field.kind in ("flag", "mark") and known(value):
        return _("yes") if value else _("no")
    if field.kind == "items":
        return _(", ").join(str(item.get("name") or "") for item in value)
    if isinstance(value, list):
        words = words_of(field.words) if field.words else {}
        return _(", ").join(words[each].label if each in words else str(each) for each in value)
    if field.kind == "date" and known(value):
        return str(value)
    return field_text(field, value)


def _lines(touched: Touched, money: bool) -> Iterator[told.Line]:
    unit = next((str(change.after) for change in touched.changes if change.field == "unit"), None)
    for change in worth_telling(touched):
        if change.field == "details":
            yield from _details(change, money)
            continue
        section = SECTIONS.get(touched.table)
        field = field_in(section, change.field) if section else None
        if field is None:
            yield change.field, _from_to(*map(_short, (change.before, change.after)))
        elif is_told(field, money=money, unit=unit):
            before, after = (_told(field, value) for value in (change.before, change.after))
            yield label(field.section, field.name), _from_to(before, after)


def _details(change: Change, money: bool) -> Iterator[told.Line]:
    before, after = (json.loads(value) if value else {} for value in (change.before, change.after))
    unit = str(after.get("unit") or before.get("unit") or "")
    for name in dict.fromkeys([*before, *after]):
        field = field_in("event", name)
        if before.get(name) == after.get(name) or (field is None and not money):
            continue
        if field is None:
            yield name, _from_to(*(_short(each.get(name)) for each in (before, after)))
        elif is_told(field, money=money, unit=unit):
            yield (
                label("event", field.name),
                _from_to(*(_told(field, each.get(name)) for each in (before, after))),
            )


def _told(field: Field, value: Any) -> str:
    return _short(told_value(field, value)) if known(value) else ""


def _short(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _from_to(before: str, after: str) -> str:
    return f"{before} → {after or _('empty')}" if before else after
