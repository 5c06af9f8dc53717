"""Contracts, facts and parcels as the importer can make them, for property tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import shapely
from hypothesis import strategies as st

from landwatch.formats.cells import vocabulary
from landwatch.formats.cells.conversion import BadValue, as_designation, as_identifier, as_text
from landwatch.formats.cells.dates import SENTINELS
from landwatch.model import (
    Contract,
    Direction,
    Event,
    EventType,
    Foundation,
    Indicator,
    IndicatorStage,
    Instalment,
    Parcel,
    Phase,
)

# What the readers keep as it is: printable, no blanks at the edges, not one of the words that mean empty.
_LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S"), include_characters=" ")
_RISKY = st.sampled_from(
    ["=1+1", "+86 23", "-甲公司", "@乙", "'=x", "''-y", "a,b", 'say "hi"', "第一行\n第二行", "0012"]
)
_NOT_TEXT = frozenset({*vocabulary.listed("totals"), *vocabulary.listed("signatures")})


def _is_kept(text: str) -> bool:
    try:
        return as_text(text) == text and not vocabulary.plain(text).startswith(tuple(_NOT_TEXT))
    except BadValue:
        return False


def texts() -> st.SearchStrategy[str]:
    return (st.text(_LETTERS, min_size=1, max_size=30) | _RISKY).filter(_is_kept)


def numbers(prefix: str = "") -> st.SearchStrategy[str]:
    plain = st.text("0123456789ABCDEFGHXYZ渝綦工-()/", min_size=1, max_size=20).map(
        lambda text: prefix + text
    )
    return plain.filter(_is_number)


def _is_number(text: str) -> bool:
    """Whether it comes through the gate as it is; what looks like a power of ten does not."""
    try:
        return as_identifier(text) == text
    except BadValue:
        return False


def _is_designation(text: str) -> bool:
    """Whether it comes through the gate as the number of a part; a power of ten does not."""
    try:
        return as_designation(text) == text
    except BadValue:
        return False


days = st.dates(date(1950, 1, 1), date(2100, 1, 1)).filter(lambda day: day not in SENTINELS)
areas = st.integers(0, 10**15)
amounts = st.integers(0, 10**17)
rates = st.integers(0, 10**9)
figures = st.decimals(0, 10**6, allow_nan=False, allow_infinity=False, places=3)


def perhaps(one: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | one


_FIELDS = {
    "supervision_no": numbers(),
    **{
        name: texts()
        for name in ("project_name", "location", "holder", "grantor", "supply_method", "land_use", "industry")
    },
    "holder_code": numbers(),
    "area_cm2": areas,
    "developable_cm2": areas,
    "planned_gfa_cm2": areas,
    "price_fen": amounts,
    "deposit_fen": amounts,
    "invested_tax_fen": amounts,
    "commencement_damages_ppb": rates,
    "payment_damages_ppb": rates,
    **{name: days for name in ("signed_on", "agreed_handover", "agreed_commencement", "agreed_completion")},
    "agreed_full_production": days,
    "foundation": st.sampled_from([kind.value for kind in Foundation]),
}


def _parts(one: st.SearchStrategy[Any], key: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(one, max_size=3, unique_by=key).map(tuple)


_phases = st.builds(
    Phase,
    number=texts().filter(_is_designation),
    area_cm2=perhaps(areas),
    agreed_commencement=perhaps(days),
    agreed_completion=perhaps(days),
)
_instalments = st.builds(
    Instalment, number=texts().filter(_is_designation), due_on=perhaps(days), amount_fen=perhaps(amounts)
)
_indicators = st.builds(
    Indicator,
    name=st.sampled_from(["投资强度", "容积率", "自定指标"]),
    value=figures.map(Decimal.normalize),
    unit=perhaps(st.sampled_from(["万元/亩", "%"])),
    direction=st.sampled_from(Direction),
    stage=st.sampled_from(IndicatorStage),
    damages_ppb=perhaps(rates),
)


def contracts() -> st.SearchStrategy[Contract]:
    return st.builds(
        Contract,
        contract_no=numbers("C"),
        form=st.sampled_from(["GF-2008-2601", "2025-revision"]),
        **{name: perhaps(one) for name, one in _FIELDS.items()},
        parcel_nos=st.lists(st.text("0123456789ABG", min_size=1, max_size=19), max_size=3, unique=True).map(
            tuple
        ),
        phases=_parts(_phases, lambda phase: phase.number),
        instalments=_parts(_instalments, lambda instalment: instalment.number),
        indicators=_parts(_indicators, lambda one: (one.name, one.direction, one.stage)),
        illustrative=st.booleans(),
    )


_iso = days.map(date.isoformat)
_PERIODS = (EventType.GOVERNMENT_CAUSE, EventType.FORCE_MAJEURE)
_DETAILS = {
    "verified": st.booleans(),
    "new_commencement": _iso.filter(lambda day: day > "2099"),
    "notice_date": _iso,
    "service": st.sampled_from(["direct", "public_notice"]),
    "effective_on": _iso,
    "amount_fen": amounts,
    "area_cm2": areas,
    "share": st.fractions(0, 1, max_denominator=1000).map(str),
    "to": texts(),
    "person": texts(),
    "note": texts(),
    "method": st.sampled_from(["RESUPPLY", "EXPAND"]),
    "kind": st.sampled_from(["commencement", "completion"]),
    "scopes": st.lists(st.sampled_from(["planning", "land", "registration"]), min_size=1, unique=True),
    "ground": texts(),
    "result": st.sampled_from(["pass", "rectify", "fail"]),
    "verdict": st.sampled_from(["confirmed", "unclear"]),
    "photos": st.lists(st.lists(texts(), min_size=2, max_size=2), max_size=2),
    "mu": st.integers(0, 100),
    "source_columns": st.dictionaries(texts(), texts(), max_size=2),
}


def events() -> st.SearchStrategy[Event]:
    return st.sampled_from([kind for kind in EventType if kind is not EventType.INDICATOR_MEASURED]).flatmap(
        lambda kind: st.builds(
            Event,
            contract_no=numbers("C"),
            type=st.just(kind),
            day=st.none() if kind in _PERIODS else days,
            start=days if kind in _PERIODS else st.none(),
            phase=perhaps(texts()),
            parcel_no=perhaps(numbers()),
            document=perhaps(texts()),
            details=st.fixed_dictionaries({}, optional=_DETAILS),
        )
    )


@st.composite
def parcels(draw: Any) -> Parcel:
    """A parcel of up to two parts, one of them with a hole, somewhere in the district."""
    west = draw(st.integers(0, 5_000)) / 10**4 + 106.40
    south = draw(st.integers(0, 6_000)) / 10**4 + 28.50
    turn = draw(st.integers(0, 359))
    shape: Any = shapely.affinity.rotate(shapely.box(west, south, west + 0.004, south + 0.003), turn)
    if draw(st.booleans()):
        shape = shape.difference(shapely.affinity.scale(shape, 0.4, 0.4))
    if draw(st.booleans()):
        shape = shapely.MultiPolygon([shape, shapely.affinity.translate(shape, 0.02, 0.01)])
    # A half-width comma in a name leaves as a full-width one; a line has no break, and ends in no other mark.
    name = texts().filter(lambda text: not set(text) & set(",\n") and not text.endswith(("@", "＠")))
    return Parcel(
        parcel_no=draw(st.text("0123456789ABG", min_size=1, max_size=19)),
        name=draw(perhaps(name)),
        land_use=draw(st.sampled_from(["工业用地", "仓储用地", "0601", None])),
        registered_area_cm2=draw(perhaps(st.integers(1, 10**14))),
        illustrative=draw(st.booleans()),
        geometry=shape,
    )
