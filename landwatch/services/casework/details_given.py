"""Details of a step as they are typed, read as the catalogue declares them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from landwatch.catalogue import field_in, misfits, words_of
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.model import EventType
from landwatch.units import fen_from_yuan

__all__ = ["read_detail"]


def read_detail(name: str, text: str) -> Any:
    """Read one detail.

    Parameters
    ----------
    name
        Its name in the catalogue.
    text
        Its value: words of a list are separated by commas, money is in yuan.

    Returns
    -------
    Any
        As facts keep it.

    Raises
    ------
    UsageError
        If there is no such detail, or it cannot be read so.
    """
    field = field_in("event", name)
    if field is None or field.place != "details":
        raise UsageError(_("{name} is no detail of a fact").format(name=name))
    words = field.words and words_of(field.words)
    given = [each.strip() for each in text.split(",")] if field.kind == "words" else [text.strip()]
    if words and any(each not in words for each in given):
        raise UsageError(
            _("{name}: {given} is not valid; expected one of {words}").format(
                name=name, given=text, words=", ".join(words)
            )
        )
    value: Any = given if field.kind == "words" else given[0]
    try:
        value = fen_from_yuan(Decimal(text)) if field.kind == "money" else value
    except (ValueError, InvalidOperation):
        value = None
    if not value or misfits(EventType.CASE_STEP_PROPOSED, {name: value}):
        raise UsageError(_("{name}: {given} is not valid").format(name=name, given=text))
    return value
