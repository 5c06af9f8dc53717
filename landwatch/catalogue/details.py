"""What the details of a dated fact may hold, checked where they come in.

Every detail may be missing or ``None``; one that the catalogue does not name is kept as it is, since a file
may say more than the rules read, and so is one without a header that only other kinds of fact have. Values
stay as they are given: nothing is converted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, TypeAdapter, ValidationError, with_config
from typing_extensions import TypedDict

from landwatch.catalogue.loading import loaded
from landwatch.catalogue.named import Fact, Kind
from landwatch.units import decimal_text

__all__ = ["ITEMS_OF", "misfits", "photo_item"]

ITEMS_OF: Mapping[str, str] = {"photo": "photos", "voice": "voices", "sketch": "sketches"}
"""The detail of a review or visit that names its personal items of a kind."""


def _iso(written: str) -> str:
    if date.fromisoformat(written).isoformat() != written:
        raise ValueError("write a day like 2023-06-30")
    return written


def _exact(written: str) -> str:
    try:
        if decimal_text(Decimal(written)) == written:
            return written
    except InvalidOperation:
        pass
    raise ValueError("write a number like 270.5")


class _Photo(TypedDict):
    name: str
    item: str


class _HashedPhoto(TypedDict):
    """Of a review of before there were personal items."""

    name: str
    sha256: str


_OPEN = ConfigDict(extra="allow")

_KINDS: Mapping[Kind, Any] = {
    "date": Annotated[str, AfterValidator(_iso)] | date,
    "area": int,
    "money": int,
    "flag": bool,
    "figure": Annotated[str, AfterValidator(_exact)],
    "words": list[str],
    "items": list[with_config(_OPEN)(_Photo) | with_config(_OPEN)(_HashedPhoto)],  # type: ignore[misc]
}
"""What a detail of each kind is; the others are text."""


def photo_item(photo: Mapping[str, str]) -> str:
    """Name the personal item that holds a photograph of a review.

    Parameters
    ----------
    photo
        What the details of the review say of it. Those of before there were personal items name the SHA-256
        of its bytes, under which it is taken in.

    Returns
    -------
    str
        Name of the item.
    """
    return photo["item"] if "item" in photo else photo["sha256"]


def misfits(kind: str, details: Mapping[str, Any]) -> tuple[str, ...]:
    """Find the details of a fact that are not of their kind.

    Parameters
    ----------
    kind
        Type of the fact.
    details
        The details.

    Returns
    -------
    tuple of str
        Their names, in the order of the catalogue; empty where all are as they should be.
    """
    try:
        _check(kind).validate_python(dict(details))
    except ValidationError as problem:
        found = problem.errors(include_url=False, include_context=False, include_input=False)
        return tuple(dict.fromkeys(str(fault["loc"][0]) for fault in found))
    return ()


@cache
def _check(kind: str) -> TypeAdapter[Any]:
    known = loaded()
    facts = [fact for fact in known.words["event"].values() if isinstance(fact, Fact)]
    foreign = {name for fact in facts if fact.name != kind for name in fact.details}
    own = {name for fact in facts if fact.name == kind for name in fact.details}
    types = {
        field.column: _KINDS.get(field.kind, str) | None
        for field in known.fields["event"].values()
        if field.place == "details" and (field.shown_in or field.name not in foreign - own)
    }
    form = TypedDict("Details", types, total=False)  # type: ignore[misc]
    return TypeAdapter(with_config(ConfigDict(strict=True, extra="allow"))(form))
