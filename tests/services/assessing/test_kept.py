"""What is derived of a kept assessment is made once, and cut down with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from landwatch.i18n import speaking
from landwatch.measures.acreage import CountingRules
from landwatch.measures.flagged import findings
from landwatch.model import EventType
from landwatch.registry import Register
from landwatch.services.assessing.keeping import Choices, KeptAssessments
from landwatch.services.figures.counting import figures, judged_earlier
from tests.measures.office import KNOWN_AT, NORTH, ON, SOURCE, SOUTH, event

CUTS = (None, frozenset({NORTH}), frozenset({SOUTH}))
LATER = KNOWN_AT + timedelta(hours=1)


def test_what_is_derived_is_made_once_in_each_language(kept: KeptAssessments) -> None:
    asked = kept.assessment(ON)
    english = asked.findings()
    assert asked.findings() is english
    with speaking("zh"):
        assert asked.findings()[0].why != english[0].why
    assert asked.findings() is english


def test_what_is_flagged_is_what_a_fresh_assessment_flags(kept: KeptAssessments) -> None:
    asked = kept.assessment(ON)
    assert list(asked.findings()) == findings(asked.assessment)


def test_the_figures_are_those_of_a_fresh_assessment_beside_the_year_before(kept: KeptAssessments) -> None:
    asked = kept.assessment(ON)
    before = judged_earlier(asked.assessment, date(2022, 12, 31))
    assert asked.figures() == figures(asked.assessment, before=before)
    assert asked.figures() is asked.figures()


@pytest.mark.parametrize("clusters", CUTS)
def test_months_are_the_same_in_both_languages_with_money_and_without(
    kept: KeptAssessments, clusters: frozenset[str] | None
) -> None:
    months = kept.seen(ON, clusters=clusters).months()
    with speaking("zh"):
        assert kept.seen(ON, clusters=clusters, money=False).months() is months


def test_what_closed_years_hold_is_cut_down_with_the_rest(office: str) -> None:
    rules = CountingRules(closings={2022: date(2024, 1, 31)})
    kept = KeptAssessments(office, choices=Choices(rules=rules))
    revitalised = event(2, EventType.REVITALISED, date(2022, 5, 1), document="綦规资〔2022〕1号")
    with Register.open(office) as register:
        register.add(source=SOURCE, recorded_by="赵六", recorded_at=LATER, events=[revitalised])
    held = [kept.seen(ON, clusters=asked).ledger().frame() for asked in CUTS]
    assert [entries["kind"].tolist() for entries in held] == [["listed", "revitalised"]] * 2 + [[]]
    kept.close()


def test_a_cut_is_kept_with_the_assessment_it_was_cut_from(kept: KeptAssessments) -> None:
    north = kept.seen(ON, clusters=frozenset({NORTH}))
    assert kept.seen(ON, clusters=frozenset({NORTH})) is north
    assert {finding.cluster for finding in north.findings()} == {NORTH}
    assert kept.seen(ON, clusters=frozenset({SOUTH})) is not north
    assert kept.seen(ON) is kept.assessment(ON)


def test_the_dossier_of_a_contract_comes_with_its_reviews(
    kept: KeptAssessments, record: Callable[..., None]
) -> None:
    record(event(1, EventType.REVIEW, ON, details={"verdict": "confirmed", "person": "张三"}))
    [review] = kept.assessment(ON).dossier("合1").reviews
    assert review.person == "张三"
