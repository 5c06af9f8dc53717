"""What the details of an event may hold, kind by kind, checked where they come in.

Every key may be missing or ``None``; a key that is not named here is kept as it is, since a file may say
more than the rules read. Values stay as they are given: nothing is converted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, TypeAdapter, ValidationError, with_config
from typing_extensions import TypedDict

from landwatch.model import EventType
from landwatch.units import decimal_text

__all__ = ["misfit"]


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


_strict = with_config(ConfigDict(strict=True, extra="allow"))

_Text = str | None
_Truth = bool | None
_Whole = int | None
_Day = Annotated[str, AfterValidator(_iso)] | date | None
_Exact = Annotated[str, AfterValidator(_exact)] | None


@_strict
class _Payload(TypedDict, total=False):
    """What any event may hold: the columns of a snapshot, and what the statistics and pages read."""

    verified: _Truth
    valid: _Truth
    new_commencement: _Day
    new_completion: _Day
    new_production: _Day
    new_full_production: _Day
    service: _Text
    effective_on: _Day
    notice_date: _Day
    proof_date: _Day
    amount_fen: _Whole
    area_cm2: _Whole
    share: _Text
    to: _Text


@_strict
class _Reviewed(_Payload, total=False):
    result: _Text
    rectify_by: _Day
    reached_on: _Day


@_strict
class _Measured(_Payload, total=False):
    indicator: _Text
    value: _Exact
    unit: _Text
    stage: _Text


@_strict
class _Disposed(_Payload, total=False):
    kind: _Text


@_strict
class _Suspended(_Payload, total=False):
    scopes: list[str] | None
    basis: _Text


@_strict
class _Photo(TypedDict):
    name: str
    sha256: str


@_strict
class _Inspected(_Payload, total=False):
    verdict: _Text
    note: _Text
    person: _Text
    photos: list[_Photo] | None


_FORMS: Mapping[EventType, Any] = {
    EventType.ACCEPTANCE: _Reviewed,
    EventType.FULL_PRODUCTION_REVIEW: _Reviewed,
    EventType.INDICATOR_MEASURED: _Measured,
    EventType.DEFAULT_DISPOSED: _Disposed,
    EventType.SUSPENSION_IMPOSED: _Suspended,
    EventType.REVIEW: _Inspected,
}
_CHECKS = {form: TypeAdapter[Any](form).validate_python for form in {_Payload, *_FORMS.values()}}


def misfit(kind: EventType, details: Mapping[str, Any]) -> str | None:
    """Find the first detail of an event that is not of its kind.

    Parameters
    ----------
    kind
        Type of the event.
    details
        Its details.

    Returns
    -------
    str or None
        Name of the detail; ``None`` where all are as they should be.
    """
    try:
        _CHECKS[_FORMS.get(kind, _Payload)](dict(details))
    except ValidationError as problem:
        return str(problem.errors(include_url=False, include_context=False)[0]["loc"][0])
    return None
