"""Records with every field filled, each with a value of its own, made from what the catalogue declares."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import shapely

from landwatch import catalogue
from landwatch.catalogue import Field
from landwatch.model import (
    Cluster,
    Contract,
    Direction,
    Event,
    EventType,
    Indicator,
    IndicatorStage,
    Instalment,
    OperatorBasis,
    Parcel,
    Phase,
)

FIRST = date(2001, 1, 1)
SQUARE = shapely.box(106.64, 29.02, 106.65, 29.03)


def value_of(field: Field, number: int) -> Any:
    """A value that no other field of the record has; of a whole number one that its cell can say."""
    match field.kind:
        case "date":
            return FIRST + timedelta(days=number)
        case "area" | "money" | "rate" | "count":
            return 1_000_000_000 + number
        case "mark" | "flag":
            return True
        case "word":
            return list(catalogue.words_of(field.words or ""))[-1]
    return f"{field.zh}{number}"


def values_of(section: str, fields: Iterable[Field] | None = None) -> dict[str, Any]:
    """A value for each column that the table of a kind of record has."""
    own = [field for field in catalogue.fields_of(section).values() if field.is_in_store]
    return {field.column: value_of(field, number) for number, field in enumerate(own, start=1)}


PARCEL = Parcel(**values_of("parcel") | {"since": None, "until": None, "geometry": SQUARE})
CLUSTER = Cluster(
    **values_of("cluster") | {"operator_basis": OperatorBasis.UNKNOWN, "geometry": SQUARE.buffer(0.1)}
)
CONTRACT = Contract(
    **values_of("contract") | {"source_columns": {"容积率上限": "2"}},
    parcel_nos=(PARCEL.parcel_no,),
    phases=(Phase(**{n: v for n, v in values_of("phase").items() if n != "contract_no"}),),
    instalments=(Instalment(**{n: v for n, v in values_of("instalment").items() if n != "contract_no"}),),
    indicators=(
        Indicator(
            **{n: v for n, v in values_of("indicator").items() if n != "contract_no"}
            | {"value": Decimal("270.5"), "direction": Direction.MIN, "stage": IndicatorStage.ACCEPTANCE}
        ),
    ),
)


def details_of(kind: EventType) -> dict[str, Any]:
    """Every detail that a fact of a kind can have under a header."""
    details: dict[str, Any] = {}
    for number, field in enumerate(catalogue.fields_of("event").values()):
        detail = catalogue.detail_of(kind, field.name) if field.headers else field
        if not field.headers or detail.place != "details":
            continue
        match detail.kind:
            case "date":
                details[detail.column] = (date(2030, 1, 1) + timedelta(days=number)).isoformat()
            case "share":
                details[detail.column] = "1/3"
            case "figure":
                details[detail.column] = "270.5"
            case "words":
                details[detail.column] = list(catalogue.words_of(detail.words or ""))
            case "wkt":
                continue  # a part of a parcel, which tests/formats/test_fact_areas.py reads
            case _:
                details[detail.column] = value_of(detail, number)
    return details


def fact(kind: EventType) -> Event:
    """A fact with every field filled, dated as its kind is."""
    lasts = kind in catalogue.periods()
    return Event(
        contract_no=CONTRACT.contract_no,
        type=kind,
        day=None if lasts else date(2023, 8, 15),
        start=date(2023, 8, 16) if lasts else None,
        end=date(2023, 9, 17) if lasts else None,
        phase="一期",
        parcel_no=PARCEL.parcel_no,
        document="补〔2023〕1号",
        details=details_of(kind),
    )


FACTS = tuple(map(fact, EventType))
