"""What a paper must carry is refused, particular by particular, where nobody recorded it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from landwatch.casework.papers import Judged, Kind, kind_named, load_kinds, load_particulars, particulars
from landwatch.errors import UsageError
from landwatch.i18n import speaking
from tests.casework.papers.whole import ON, given_for, whole

# What a sentence of several values cannot do without; the clause and the permits are always told.
NEEDED: Mapping[str, Mapping[str, Any]] = {
    "days_to_commencement": {"effective_commencement_due": None},
    "days_to_completion": {"completion_due": None},
    "breach": {"commencement_status": "COMMENCED", "completion_status": "COMPLETED"},
    "claim": {"commencement_damages_fen": 0, "completion_damages_fen": 0},
    "fee_formula": {"price_fen": None},
    "idle_since": {"idle_since": None},
    "first_idle_day": {"first_idle_day": None},
    "second_idle_day": {"first_2y_day": None},
}
ALWAYS = ("permits", "breach_clause")


def without(judged: Judged, source: str) -> Judged:
    """The contract without what a source rests on."""
    start, _dot, name = source.partition(".")
    if start == "parcel":
        return replace(judged, parcels=[])
    if start in ("fact", "told") and name not in NEEDED:
        kind = name.partition(".")[0] if start == "fact" else "recovery_decision_served"
        return replace(judged, facts=[fact for fact in judged.facts if fact["type"] != kind])
    return replace(judged, row={**judged.row, **(NEEDED[name] if start == "told" else {name: None})})


def asked() -> Iterator[tuple[str, str]]:
    """Each paper with each particular that can be missing."""
    declared = load_particulars()
    for kind in load_kinds().values():
        for field in kind.on(ON).must:
            source = declared[field].source
            if source != "day" and not source.startswith("law.") and field not in ALWAYS:
                yield kind.id, field


@pytest.mark.parametrize("name", list(load_kinds()))
def test_nothing_is_missing_where_everything_is_on_record(name: str) -> None:
    kind = kind_named(name)
    assert particulars(kind, whole(kind), given_for(kind)).missing == ()


@pytest.mark.parametrize(("name", "field"), list(asked()))
def test_a_paper_is_refused_for_each_particular_that_is_missing(name: str, field: str) -> None:
    kind, source = kind_named(name), load_particulars()[field].source
    judged, given = whole(kind), given_for(kind)
    if source in ("given", "office"):
        del given[field]
    else:
        judged = without(judged, source)
    assert field in [each.field for each in particulars(kind, judged, given).missing]


@pytest.mark.parametrize("blank", ["", "  ", "＿＿＿", "XX", "××××", "……"])
def test_a_blank_is_missing(blank: str) -> None:
    kind = kind_named("recognition")
    found = particulars(kind, whole(kind), given_for(kind) | {"cause": blank})
    assert [each.field for each in found.missing] == ["cause"]


def missing_way(kind: Kind, judged: Judged) -> str:
    with speaking("en"):
        return particulars(kind, judged, given_for(kind)).missing[0].sentence()


def test_what_the_contract_does_not_say_is_corrected_there() -> None:
    kind = kind_named("recognition")
    way = missing_way(kind, without(whole(kind), "value.location"))
    assert way.endswith("landwatch correct contract C-1 --set location=… --reason …")


def test_a_missing_holder_is_corrected_under_the_name_of_its_column() -> None:
    kind = kind_named("publication")
    assert "--set holder=…" in missing_way(kind, without(whole(kind), "value.current_holder"))


def test_a_missing_fact_is_named() -> None:
    kind = kind_named("recovery_decision")
    way = missing_way(kind, without(whole(kind), "fact.government_approval.document"))
    assert "record the fact approved by the competent government with its number of the document" in way


def test_what_the_register_says_is_not_typed() -> None:
    kind = kind_named("fee_decision")
    with speaking("en"), pytest.raises(UsageError, match="takes it from the register"):
        particulars(kind, whole(kind), given_for(kind) | {"fee": "1元"})


def test_what_a_paper_does_not_say_is_refused() -> None:
    kind = kind_named("publication")
    with speaking("en"), pytest.raises(UsageError, match="does not say that; it takes cause, contact"):
        particulars(kind, whole(kind), given_for(kind) | {"mortgage": "无"})


def test_a_decision_before_two_full_years_lacks_the_day_after_them() -> None:
    kind = kind_named("recovery_decision")
    early = replace(whole(kind), on=date(2023, 10, 31))
    assert "second_idle_day" in [each.field for each in particulars(kind, early, given_for(kind)).missing]


def test_a_claim_shows_how_it_is_reckoned() -> None:
    kind = kind_named("breach_notice")
    claim = particulars(kind, whole(kind), given_for(kind)).values["claim"]
    assert "逾期开工违约金77,500.00元（15,500,000.00元×0.5‰/日×10日）" in claim


def test_a_fee_shows_how_it_is_reckoned() -> None:
    kind = kind_named("fee_decision")
    values = particulars(kind, whole(kind), given_for(kind)).values
    assert (values["fee"], values["fee_formula"]) == ("3,100,000.00元", "成交价格15,500,000.00元×20%")


def test_what_rests_on_the_register_is_told_apart() -> None:
    kind = kind_named("publication")
    recorded = particulars(kind, whole(kind), given_for(kind)).recorded
    assert "cause" not in recorded and recorded["recognition_no"] == "定1号"


def test_a_paper_of_a_day_before_there_was_one_is_refused() -> None:
    kind = kind_named("recognition")
    with speaking("en"), pytest.raises(UsageError, match="from 2012-07-01 on, not on 2010-01-01"):
        kind.on(date(2010, 1, 1))
