"""Figures: exact, with their denominator, and never a percent that is none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest
from shapely.geometry import box

from landwatch.i18n import speaking
from landwatch.measures import figures
from landwatch.measures.acreage import ledger_of
from landwatch.measures.figures import counts
from landwatch.model import (
    Cluster,
    Contract,
    Direction,
    Event,
    EventType,
    Indicator,
    IndicatorStage,
    Parcel,
    Phase,
    Verdict,
)
from landwatch.rules import Assessment, Conventions, assess
from landwatch.snapshot import Snapshot
from landwatch.units import cm2_from_mu

ON = date(2023, 12, 31)
PAST, FUTURE = date(2023, 6, 30), date(2026, 6, 30)


# Multiples of 3 mu are whole numbers of cm², so that shares come out exact.
def contract(
    number: str, mu: int | None, *, start: date = FUTURE, end: date = FUTURE, **more: object
) -> Contract:
    facts = {"holder": f"company {number}", "signed_on": date(2021, 3, 1), "parcel_nos": (f"P{number}",)}
    area = None if mu is None else cm2_from_mu(Fraction(mu))
    days = {"agreed_commencement": start, "agreed_completion": end}
    return Contract(contract_no=number, area_cm2=area, **(facts | days | more))  # type: ignore[arg-type]


def event(number: str, what: EventType, day: str, **details: object) -> Event:
    return Event(contract_no=number, type=what, day=date.fromisoformat(day), details=details)


def judged(
    contracts: list[Contract],
    events: Sequence[Event] = (),
    on: date = ON,
    pool: str = "P",
) -> Assessment:
    parcels = [
        Parcel(parcel_no=no, cluster="北渡" if no.endswith("B") else "桥河")
        for c in contracts
        for no in c.parcel_nos
    ]
    clusters = [Cluster(name=name, name_en=name, geometry=box(0, 0, 1, 1)) for name in ("桥河", "北渡")]
    snapshot = Snapshot.from_records(
        on, contracts=contracts, events=events, parcels=parcels, clusters=clusters
    )
    return assess(snapshot, Conventions(rate_pool=pool))  # type: ignore[arg-type]


def entries(assessment: Assessment) -> pd.DataFrame:
    return ledger_of(assessment.snapshot).frame()


@pytest.fixture
def four() -> Assessment:
    """Four contracts over 1,500 mu: 2 has not commenced, 1 and 2 are not completed in time."""
    return judged(
        [
            contract("1", 600, start=date(2022, 1, 1), end=PAST),
            contract("2", 150, start=PAST, end=PAST),
            contract("3", 450),
            contract("4B", 300),
        ],
        [event("1", EventType.COMMENCED, "2022-01-01")],
    )


def test_rates_by_count_and_by_area_differ(four: Assessment) -> None:
    rates = [figures.default_rate(four, "commencement", by=by).text() for by in ("count", "area")]
    assert rates == ["25.0 %", "10.0 %"]


def test_a_rate_names_its_numerator_denominator_and_rows(four: Assessment) -> None:
    rate = figures.default_rate(four, "completion")
    assert (rate.numerator, rate.denominator, rate.rows) == (750, 1500, ("1", "2"))
    assert (rate.unit, rate.on, rate.certainty) == ("percent", ON, "convention")


def test_pool_d_holds_only_what_has_fallen_due(four: Assessment) -> None:
    rate = figures.default_rate(four, "completion", by="count", pool="D")
    assert (rate.text(), rate.denominator) == ("100.0 %", 2)


def test_a_contract_due_on_the_day_judged_is_not_in_pool_d() -> None:
    rate = figures.default_rate(judged([contract("1", 10, start=ON)]), "commencement", pool="D")
    assert rate.denominator == 0


def test_the_pool_of_the_conventions_is_the_default() -> None:
    rate = figures.default_rate(
        judged([contract("1", 10, start=PAST), contract("2", 10)], pool="D"), "commencement"
    )
    assert rate.text() == "100.0 %"


def test_a_denominator_of_zero_gives_no_rate() -> None:
    rate = figures.default_rate(judged([]), "commencement")
    assert (rate.value, rate.text()) == (None, "n/a")


def test_a_phased_contract_counts_with_its_phases_in_default() -> None:
    phases = (
        Phase(number="1", area_cm2=cm2_from_mu(Fraction(30)), agreed_commencement=PAST),
        Phase(number="2", area_cm2=cm2_from_mu(Fraction(70)), agreed_commencement=FUTURE),
    )
    rate = figures.default_rate(judged([contract("1", 100, start=PAST, phases=phases)]), "commencement")
    assert rate.text() == "30.0 %"


def test_an_ended_contract_leaves_the_pool(four: Assessment) -> None:
    ended = judged(
        [contract("1", 10, start=PAST), contract("2", 10)],
        [event("1", EventType.CONTRACT_ENDED, "2023-10-01")],
    )
    assert figures.live(ended).rows == ("2",)
    assert figures.default_rate(ended, "commencement").text() == "0.0 %"


def test_a_contract_without_an_area_is_named_and_left_out_of_the_area() -> None:
    rate = figures.default_rate(judged([contract("1", 9, start=PAST), contract("2", None)]), "commencement")
    assert (rate.denominator, rate.unknown) == (9, ("2",))


def test_a_cluster_limits_every_figure(four: Assessment) -> None:
    assert figures.live(four, by="area", cluster="北渡").text() == "300.00 mu"
    assert {figure.cluster for figure in figures.of_day(four, entries(four), cluster="北渡")} == {"北渡"}


def test_the_sum_over_clusters_is_the_whole(four: Assessment) -> None:
    parts = [figures.live(four, by="area", cluster=name).value or 0 for name in ("桥河", "北渡")]
    assert sum(parts) == figures.live(four, by="area").value


def test_a_change_of_rates_is_in_points_and_never_in_percent(four: Assessment) -> None:
    earlier = figures.default_rate(
        judged([contract("1", 100, start=PAST)], on=date(2023, 7, 1)), "commencement"
    )
    moved = figures.change(earlier, figures.default_rate(four, "commencement"))
    assert moved.text() == "-90.0 percentage points"
    with speaking("zh"):
        assert moved.text() == "-90.0 个百分点"


def test_a_change_from_nothing_is_unknown(four: Assessment) -> None:
    nothing = figures.default_rate(judged([]), "commencement")
    assert figures.change(nothing, figures.default_rate(four, "commencement")).value is None


def test_land_supplied_in_a_year_is_that_of_the_contracts_signed_in_it_ended_ones_as_well() -> None:
    signed = {"1": date(2023, 1, 1), "2": date(2023, 12, 31), "3": date(2022, 12, 31), "4": date(2023, 5, 4)}
    contracts = [contract(no, 30, signed_on=day) for no, day in signed.items()]
    assessment = judged(contracts, [event("4", EventType.CONTRACT_ENDED, "2023-08-01")])
    supplied = [counts.supplied(assessment, 2023, by=by).text() for by in ("count", "area")]
    assert supplied == ["3 contracts", "90.00 mu"]
    assert counts.supplied(assessment, 2023, month=12).rows == ("2",)


def test_a_contract_disposed_of_twice_in_a_year_counts_once() -> None:
    disposals = [
        event("1", EventType.DEFAULT_DISPOSED, "2023-02-01", kind="commencement"),
        event("1", EventType.DEFAULT_DISPOSED, "2023-09-01", kind="commencement"),
        event("1", EventType.DEFAULT_DISPOSED, "2023-09-01", kind="completion"),
        event("2", EventType.DEFAULT_DISPOSED, "2022-09-01", kind="commencement"),
    ]
    assessment = judged([contract("1", 60), contract("2", 40)], disposals)
    assert figures.disposed(assessment, "commencement", 2023).value == 1
    assert figures.disposed(assessment, "commencement", 2023, by="area").text() == "60.00 mu"


def test_a_disposal_of_a_part_counts_that_part() -> None:
    part = event(
        "1", EventType.DEFAULT_DISPOSED, "2023-02-01", kind="completion", area_cm2=cm2_from_mu(Fraction(15))
    )
    assert (
        figures.disposed(judged([contract("1", 60)], [part]), "completion", 2023, by="area").text()
        == "15.00 mu"
    )


def test_two_suspended_contracts_of_one_company_are_one_company() -> None:
    contracts = [contract(no, 10, holder="甲公司", holder_code="91500110MA5U000000") for no in ("1", "2")]
    imposed = [event(no, EventType.SUSPENSION_IMPOSED, "2023-05-01") for no in ("1", "2")]
    figure = figures.suspended_companies(judged(contracts, imposed), 2023)
    assert (figure.number(), figure.unit, figure.rows) == ("1", "companies", ("1", "2"))


@pytest.mark.parametrize(("lifted", "companies"), [("2022-12-31", 0), ("2023-01-01", 1), ("2023-06-01", 1)])
def test_a_suspension_counts_in_every_year_in_which_it_was_in_force(lifted: str, companies: int) -> None:
    events = [
        event("1", EventType.SUSPENSION_IMPOSED, "2022-05-01"),
        event("1", EventType.SUSPENSION_LIFTED, lifted),
    ]
    assert figures.suspended_companies(judged([contract("1", 10)], events), 2023).value == companies


def test_the_same_ground_is_revitalised_once_in_its_first_year() -> None:
    events = [
        event("1", EventType.REVITALISED, "2022-05-01", method="START"),
        event("1", EventType.REVITALISED, "2023-05-01", method="COMPLETE"),
    ]
    assessment = judged([contract("1", 120)], events)
    booked = entries(assessment)
    assert [figures.revitalised(assessment, booked, year).text() for year in (2022, 2023)] == [
        "120.00 mu",
        "0.00 mu",
    ]
    assert figures.revitalised(assessment, entries(assessment), 2022, 2023).text() == "120.00 mu"


def test_parts_of_a_contract_revitalised_in_two_years_add_up() -> None:
    events = [
        event("1", EventType.REVITALISED, "2022-05-01", area_cm2=cm2_from_mu(Fraction(50))),
        event("1", EventType.REVITALISED, "2023-05-01", area_cm2=cm2_from_mu(Fraction(90))),
    ]
    assessment = judged([contract("1", 120)], events)
    booked = entries(assessment)
    assert [figures.revitalised(assessment, booked, year).text() for year in (2022, 2023)] == [
        "50.00 mu",
        "70.00 mu",
    ]


def test_patrols_are_counted_by_quarter_against_what_was_due() -> None:
    contracts = [contract("1", 10), contract("2", 10), contract("3", 10, signed_on=date(2023, 10, 1))]
    patrols = [
        event("1", EventType.PATROL, "2023-11-02", person="张三"),
        event("1", EventType.PATROL, "2023-12-02", person="张三"),
        event("2", EventType.PATROL, "2023-11-02", person="张三", valid=False),
    ]
    coverage = figures.patrol_coverage(judged(contracts, patrols), 2023, 4)
    assert (coverage.text(), coverage.denominator, coverage.rows) == ("50.0 %", 2, ("1",))


def test_the_patrol_coverage_of_a_year_adds_its_quarters_up() -> None:
    patrols = [
        event("1", EventType.PATROL, day, person="张三") for day in ("2023-02-01", "2023-05-01", "2023-08-01")
    ]
    coverage = figures.patrol_coverage(judged([contract("1", 10)], patrols), 2023)
    assert coverage.text() == "75.0 %"


def test_a_quarter_that_has_not_begun_is_not_due() -> None:
    patrols = [event("1", EventType.PATROL, "2023-02-01", person="张三")]
    coverage = figures.patrol_coverage(judged([contract("1", 10)], patrols, on=date(2023, 3, 1)), 2023)
    assert coverage.text() == "100.0 %"


def test_a_contract_that_ended_later_was_due_for_patrol_until_then() -> None:
    ended = event("1", EventType.CONTRACT_ENDED, "2023-08-15")
    coverage = figures.patrol_coverage(judged([contract("1", 10)], [ended]), 2023)
    assert coverage.denominator == 2


def test_a_contract_counts_with_its_latest_review() -> None:
    reviews = [
        event("1", EventType.REVIEW, "2023-05-01", verdict="confirmed"),
        event("1", EventType.REVIEW, "2023-06-01", verdict="not-a-breach"),
        event("2", EventType.REVIEW, "2023-06-01", verdict="could-not-check"),
    ]
    assessment = judged([contract("1", 10), contract("2", 10)], reviews)
    found = {verdict: figures.reviews(assessment, verdict).rows for verdict in Verdict}
    assert found == {
        Verdict.CONFIRMED: (),
        Verdict.NOT_A_BREACH: ("1",),
        Verdict.UNCLEAR: (),
        Verdict.COULD_NOT_CHECK: ("2",),
    }


def test_suspected_and_recognised_idle_land_stand_apart() -> None:
    late = date(2021, 6, 30)
    contracts = [contract("1", 10, start=late), contract("2", 20, start=late), contract("3", 30)]
    recognised = event("2", EventType.IDLE_RECOGNITION, "2022-09-01")
    assessment = judged(contracts, [recognised], on=date(2022, 10, 1))
    suspected = figures.idle(assessment, recognised=False, by="area")
    assert (suspected.text(), suspected.rows) == ("10.00 mu", ("1",))
    assert figures.idle(assessment, recognised=True, by="area").text() == "20.00 mu"


def test_clusters_are_counted_from_the_register(four: Assessment) -> None:
    assert figures.clusters(four).rows == ("北渡", "桥河")


def test_every_figure_has_an_id_of_its_own_and_json_values(four: Assessment) -> None:
    import json

    before = judged([contract("1", 100, start=PAST)], on=date(2022, 12, 31))
    made = figures.of_day(four, entries(four), before=before)
    assert len({figure.id for figure in made}) == len(made)
    assert json.loads(json.dumps([figure.to_dict() for figure in made]))[0]["id"] == "clusters"


def test_moving_one_row_moves_the_figure(four: Assessment) -> None:
    moved = judged([contract("2", 51, start=PAST), contract("3", 450)])
    assert figures.default_rate(moved, "commencement").value == Fraction(51, 501)


def with_convention(contracts: list[Contract], events: list[Event], **choice: str) -> Assessment:
    snapshot = Snapshot.from_records(ON, contracts=contracts, events=events)
    return assess(snapshot, Conventions(**choice))  # type: ignore[arg-type]


def test_a_rate_by_count_counts_phases_where_the_convention_says_so() -> None:
    phases = (
        Phase(number="1", agreed_commencement=PAST),
        Phase(number="2", agreed_commencement=FUTURE),
        Phase(number="3", agreed_commencement=FUTURE),
    )
    several = [contract("1", 100, start=PAST, phases=phases), contract("2", 10, start=FUTURE)]
    counted = {
        unit: figures.default_rate(
            with_convention(several, [], breach_unit=unit), "commencement", by="count", pool="P"
        )
        for unit in ("contract", "phase")
    }
    assert [(rate.numerator, rate.denominator) for rate in counted.values()] == [(1, 2), (1, 4)]
    assert counted["phase"].rows == ("1",)


def test_a_rate_is_meant_by_area_or_by_count_as_the_convention_says() -> None:
    two = [contract("1", 100, start=PAST), contract("2", 300, start=FUTURE)]
    rates = [
        figures.default_rate(with_convention(two, [], rate_unit=unit), "commencement")
        for unit in ("area", "count")
    ]
    assert [rate.id for rate in rates] == [
        "commencement_default_rate_area",
        "commencement_default_rate_count",
    ]
    assert [rate.text() for rate in rates] == ["25.0 %", "50.0 %"]


def test_a_case_recorded_twice_is_taken_off_when_it_is_revoked() -> None:
    events = [
        event("1", EventType.REVITALISED, "2022-05-01"),
        event("1", EventType.REVITALISATION_REVOKED, "2023-05-01"),
    ]
    assessment = judged([contract("1", 120)], events)
    booked = entries(assessment)
    assert [figures.revitalised(assessment, booked, year).text() for year in (2022, 2023)] == [
        "120.00 mu",
        "-120.00 mu",
    ]
    assert figures.revitalised(assessment, booked, 2022, 2023).rows == ()


def test_recognised_idle_land_is_disposed_of_by_its_area() -> None:
    events = [
        event("1", EventType.IDLE_RECOGNITION, "2022-05-01"),
        event("2", EventType.IDLE_RECOGNITION, "2023-05-01"),
        event("1", EventType.REVITALISED, "2023-06-01", method="START"),
    ]
    assessment = judged([contract("1", 30), contract("2", 90)], events)
    rate = figures.idle_disposal_rate(assessment, entries(assessment), 2023)
    assert (rate.text(), rate.numerator, rate.denominator) == ("25.0 %", 30, 120)
    assert figures.in_stock(assessment, entries(assessment)).text() == "90.00 mu"


def test_no_idle_land_gives_no_disposal_rate() -> None:
    assessment = judged([contract("1", 30)])
    assert figures.idle_disposal_rate(assessment, entries(assessment), 2023).text() == "n/a"


def test_a_contract_with_any_open_default_does_not_comply(four: Assessment) -> None:
    kept = figures.compliance(four)
    assert (kept.text(), kept.rows) == ("50.0 %", ("3", "4B"))


def test_a_contract_that_commenced_late_stays_in_the_historical_rate_only() -> None:
    late = [contract("1", 30, start=PAST), contract("2", 60, start=PAST)]
    started = [event("1", EventType.COMMENCED, "2023-07-15"), event("2", EventType.COMMENCED, "2023-06-15")]
    assessment = judged(late, started)
    assert figures.default_rate(assessment, "commencement").text() == "0.0 %"
    assert figures.historical_default_rate(assessment, "commencement", by="area").text() == "33.3 %"


def test_the_idle_rate_divides_by_all_supplied_area() -> None:
    late = date(2021, 6, 30)
    recognised = event("1", EventType.IDLE_RECOGNITION, "2022-09-01")
    assessment = judged([contract("1", 30, start=late), contract("2", 270)], [recognised])
    assert figures.idle_rate(assessment, recognised=True).text() == "10.0 %"
    assert figures.idle_rate(assessment, recognised=False).text() == "0.0 %"


def test_attainment_leaves_out_what_was_not_measured() -> None:
    agreed = Indicator(
        name="容积率", value=Decimal("1.0"), direction=Direction.MIN, stage=IndicatorStage.ACCEPTANCE
    )
    contracts = [contract(no, 30, indicators=(agreed,)) for no in ("1", "2", "3")]
    measured = [
        event("1", EventType.INDICATOR_MEASURED, "2023-06-01", indicator="容积率", value="1.2"),
        event("2", EventType.INDICATOR_MEASURED, "2023-06-01", indicator="容积率", value="0.8"),
    ]
    figure = figures.attainment(judged([*contracts, contract("4", 30)], measured))
    assert (figure.text(), figure.rows, figure.denominator) == ("50.0 %", ("1",), 2)


def test_a_figure_on_a_source_older_than_its_limit_is_marked() -> None:
    facts = [
        event("1", EventType.PATROL, "2023-09-01", person="张三"),
        event("1", EventType.COMMENCED, "2023-12-01"),
    ]
    assessment = judged([contract("1", 30)], facts)
    made = {figure.id: figure for figure in figures.of_day(assessment, entries(assessment))}
    patrols, contracts = made["patrol_coverage"], made["live_contracts_count"]
    assert (patrols.data_age_days, patrols.stale) == (121, True)
    assert (contracts.data_as_of, contracts.stale) == (date(2023, 12, 1), False)


def test_the_limit_of_a_source_can_be_set() -> None:
    assessment = judged([contract("1", 30)], [event("1", EventType.PATROL, "2023-09-01", person="张三")])
    made = figures.of_day(assessment, entries(assessment), limits={"patrols": 200})
    assert not next(figure for figure in made if figure.id == "patrol_coverage").stale


def test_a_source_without_a_fact_is_too_old(four: Assessment) -> None:
    made = {figure.id: figure for figure in figures.of_day(four, entries(four))}
    assert (made["patrol_coverage"].stale, made["patrol_coverage"].data_age_days) == (True, None)


def test_every_rate_has_its_change_in_points(four: Assessment) -> None:
    before = judged([contract("1", 100, start=PAST)], on=date(2022, 12, 31))
    made = figures.of_day(four, entries(four), before=before)
    changes = [figure for figure in made if figure.id.endswith("_change")]
    assert len(changes) == len(figures.rates(four))
    assert {figure.unit for figure in changes} == {"points"}


def test_the_stages_of_the_pipeline_come_from_the_facts_on_file(four: Assessment) -> None:
    stages = {stage.id: stage for stage in figures.pipeline(four)}
    assert stages["signed"].contracts.rows == ("1", "2", "3", "4B")
    assert stages["commenced"].area.text() == "600.00 mu"
    assert stages["commencement_overdue"].contracts.rows == ("2",)
    assert not stages["works_permit"].on_file


def test_a_permit_puts_its_contract_into_the_pipeline_and_the_others_at_nought() -> None:
    permit = event("1", EventType.WORKS_PERMIT, "2023-02-01")
    stages = {s.id: s for s in figures.pipeline(judged([contract("1", 30), contract("2", 60)], [permit]))}
    assert (stages["works_permit"].on_file, stages["works_permit"].contracts.rows) == (True, ("1",))


def test_idle_land_once_recognised_is_split_by_its_cause_and_by_what_was_disposed_of() -> None:
    late = date(2021, 6, 30)
    cause = Event(
        contract_no="2",
        type=EventType.GOVERNMENT_CAUSE,
        start=date(2022, 8, 1),
        end=date(2022, 8, 31),
        details={"verified": True},
    )
    facts = [
        event("1", EventType.IDLE_RECOGNITION, "2022-09-01"),
        event("1", EventType.REVITALISED, "2023-03-01", method="START"),
        event("2", EventType.IDLE_RECOGNITION, "2022-09-01"),
        cause,
    ]
    stages = {
        stage.id: stage.contracts.rows
        for stage in figures.pipeline(judged([contract(no, 30, start=late) for no in ("1", "2", "3")], facts))
    }
    assert stages["idle_recognised"] == ("1", "2")
    assert (stages["idle_enterprise"], stages["idle_enterprise_disposed"]) == (("1",), ("1",))
    assert (stages["idle_government"], stages["idle_government_disposed"]) == (("2",), ())
    assert stages["idle_suspected"] == ("3",)


def test_the_table_of_performance_has_a_subtotal_a_body_and_a_total(four: Assessment) -> None:
    rows = figures.performance(four)
    assert [(row.body.split(" · ")[0], row.land_use is None) for row in rows] == [
        ("北渡", False),
        ("北渡", True),
        ("桥河", False),
        ("桥河", True),
        ("All", True),
    ]
    cells = {name: (count.number(), area.number()) for name, (count, area) in rows[-1].cells.items()}
    assert cells == {
        "due_for_commencement": ("2", "750.00"),
        "due_not_commenced": ("1", "150.00"),
        "due_for_completion": ("2", "750.00"),
        "due_not_completed": ("2", "750.00"),
        "not_yet_due_for_commencement": ("2", "750.00"),
        "total": ("4", "1500.00"),
    }
