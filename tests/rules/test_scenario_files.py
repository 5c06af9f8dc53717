"""A scenario file that breaks the form gets one sentence with file, case, key and what was expected."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from landwatch.errors import ScenarioError
from landwatch.model import Direction, EventType, Indicator, IndicatorStage
from landwatch.rules.scenario_files import Case, read_cases, read_files, scenario_files

CASE = """\
- id: start-1
  title: Commences on the agreed day itself
  certainty: convention
  facts: {price_yuan: '18000000.00', agreed_commencement: 2023-06-30, foundation: pile}
  events:
  - {type: government_cause, from: 2023-05-01, to: 2023-05-31, verified: true}
  - {type: commenced, date: 2023-06-30}
  as_of: 2023-07-15
  expect:
    status: {commencement: COMMENCED}
    flags: []
"""


def read(folder: Path, text: str) -> list[Case]:
    path = folder / "cases.yaml"
    path.write_text(text, encoding="utf-8")
    return read_cases(path)


def changed(old: str, new: str) -> str:
    assert old in CASE
    return CASE.replace(old, new)


def test_a_case_is_read_with_its_facts_events_and_day(tmp_path: Path) -> None:
    [case] = read(tmp_path, CASE)
    [contract] = case.contracts
    assert (case.id, case.as_of) == ("start-1", date(2023, 7, 15))
    assert (contract.price_fen, contract.agreed_commencement) == (1_800_000_000, date(2023, 6, 30))
    assert [event.type for event in case.events] == [EventType.GOVERNMENT_CAUSE, EventType.COMMENCED]
    assert case.events[0].details == {"verified": True}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (changed("as_of:", "as_off:"), "start-1: as_off: is no known key; expected one of as_of, basis"),
        (changed("foundation", "fundation"), "start-1: facts.fundation: is no known key; expected one of"),
        (changed("status:", "statuses:"), "start-1: expect.statuses: is no known key; expected one of"),
        (changed("  as_of", "  id: start-2\n  as_of"), "line 8: key id stands twice; keep one"),
        (changed("  as_of: 2023-07-15\n", ""), "start-1: case: as_of is missing"),
        (changed("- id: start-1\n  title", "- title"), "case 1: case: id is missing"),
        (changed("as_of: 2023-07-15", "as_of: 2023-07-32"), "start-1: as_of: '2023-07-32' is not valid"),
        (
            changed("commencement: 2023-06-30", "commencement: 30/6/2023"),
            "facts.agreed_commencement: '30/6/2023'",
        ),
        (
            changed("date: 2023-06-30", "date: tomorrow"),
            "events.commenced.date: 'tomorrow' is not valid; .*YYYY-MM-DD",
        ),
        (
            changed("'18000000.00'", "18 million"),
            "facts.price_yuan: '18 million' .* expected a number such as",
        ),
        (
            changed("'18000000.00'", "-1"),
            "facts.price_yuan: -1 is not valid; expected a number of nought or more",
        ),
        (changed("'18000000.00'", ".inf"), "facts.price_yuan: inf is not valid"),
        (changed("'18000000.00'", "'1e999999999'"), "facts.price_yuan: '1e999999999' is not valid"),
        (changed("'18000000.00'", "'0.001'"), "facts.price_yuan: 0.001 yuan is not a whole number of fen"),
        (changed("commenced,", "comenced,"), "events.comenced.type: 'comenced' .* expected a type of event"),
        (
            changed("to: 2023-05-31", "to: 2023-04-30"),
            "events.government_cause.to: '2023-04-30' .* on or after from",
        ),
        (
            changed("date: 2023-06-30", "day: 2023-06-30"),
            "events.commenced: .* expected either date, or from and perhaps to",
        ),
        (changed("verified: true", "verified: 'true'"), "government_cause.verified: 'true' .* true or false"),
        (
            changed("pile", "raft"),
            "facts.foundation: 'raft' is not valid; expected one of deep_pit, pile, other",
        ),
        (
            changed("{price_yuan:", "{template: GF-1999, price_yuan:"),
            "facts.template: 'GF-1999' .* GF-2008-2601",
        ),
        (
            changed("certainty: convention", "certainty: sure"),
            "certainty: 'sure' .* seen, known, convention, unsure",
        ),
        (
            changed("flags: []", "flags: needs_recognition"),
            "expect.flags: 'needs_recognition' .* expected a list",
        ),
        (
            changed("{commencement: COMMENCED}", "COMMENCED"),
            "expect.status: 'COMMENCED' .* expected a mapping",
        ),
        (
            changed("verified: true", "verifed: true"),
            "start-1: events.government_cause.verifed: is no known key; expected verified, true or false",
        ),
        (
            changed("date: 2023-06-30}", "date: 2023-06-30, effective: 2023-07-30}"),
            "events.commenced.effective: is no known key; expected effective_on, a day as YYYY-MM-DD",
        ),
        (
            changed("date: 2023-06-30}", "date: 2023-06-30, amount: 100}"),
            "events.commenced.amount: is no known key; expected amount_yuan, a number such as",
        ),
        (
            changed("date: 2023-06-30}", "date: 2023-06-30, amount_fen: 100}"),
            "events.commenced.amount_fen: is no known key; expected amount_yuan",
        ),
        (
            changed("{type: commenced,", "{type: supplementary_agreement, new_comencement: 2024-01-01,"),
            "supplementary_agreement.new_comencement: .*; expected new_commencement, a day as YYYY-MM-DD",
        ),
        (
            changed("{type: commenced,", "{type: supplementary_agreement, New-Completion: 2024-01-01,"),
            "supplementary_agreement.New-Completion: .* expected new_completion",
        ),
        (changed("commenced,", "comenced,"), "expected a type of event, such as commenced"),
        (
            changed("{type: commenced, date: 2023-06-30}", "commenced"),
            "start-1: events: 'commenced' is not valid; expected a mapping",
        ),
        (CASE + CASE, "start-1: id stands twice; give each case its own"),
        (
            changed("  as_of", "  settings: {idle: gross}\n  as_of"),
            "start-1: settings.idle: is no known key; expected one of breach_unit, contract_template",
        ),
        (
            changed("  as_of", "  settings: {idle_time: long}\n  as_of"),
            "start-1: settings.idle_time: 'long' is not valid; expected one of net, gross",
        ),
        (changed("  as_of", "  settings: [gross]\n  as_of"), "settings: .* expected a mapping of keys"),
        ("id: start-1", "should be a list of cases, each beginning with '- id:'"),
        ("", "should be a list of cases"),
        ("- start-1", "case 1: case: 'start-1' is not valid; expected a mapping of keys to values"),
        ("- id: [", "cannot be read as YAML in UTF-8"),
        ("[" * 100_000, "line 1: is nested or repeated too often; write it out plainly"),
    ],
)
def test_a_broken_case_is_refused_by_file_case_and_key(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ScenarioError, match=words) as refused:
        read(tmp_path, text)
    assert "cases.yaml" in str(refused.value)


def test_a_scenario_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cases.yaml"
    path.write_bytes("- title: 约定日当天开工".encode("gbk"))
    with pytest.raises(ScenarioError, match="cases.yaml: cannot be read as YAML in UTF-8"):
        read_cases(path)


def test_a_share_that_is_none_is_refused(tmp_path: Path) -> None:
    progress = "{type: foundation_progress, date: 2023-06-30, share: a third}"
    text = changed("{type: commenced, date: 2023-06-30}", progress)
    with pytest.raises(
        ScenarioError, match="foundation_progress.share: 'a third' .* a share such as 1/3 or 0.4"
    ):
        read(tmp_path, text)


def test_aliases_of_aliases_are_refused_before_they_fill_the_memory(tmp_path: Path) -> None:
    layers = "".join(f"    a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))
    text = (
        f"- id: bomb\n  as_of: 2023-07-15\n  note:\n    a0: &a0 [x]\n{layers}  facts: {{price_yuan: *a11}}\n"
    )
    with pytest.raises(ScenarioError, match="is nested or repeated too often"):
        read(tmp_path, text)


def test_a_list_that_holds_itself_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="cannot be read as YAML .* recursive"):
        read(tmp_path, changed("  title: Commences", "  basis: &all [*all]\n  title: Commences"))


def test_yaml_that_asks_for_python_objects_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="cannot be read as YAML"):
        read(tmp_path, "- !!python/object/apply:os.getcwd []")


PHASES = """\
- id: phases-1
  facts:
    phases:
    - {no: 1, agreed_commencement: 2023-06-30}
    - {no: 2, agreed_commencement: 2024-06-30}
  events:
  - {type: commenced, date: 2023-06-30, phase: 2}
  as_of: 2023-07-15
"""


def test_a_phase_may_be_numbered_by_the_bare_word_no(tmp_path: Path) -> None:
    [case] = read(tmp_path, PHASES)
    assert [phase.number for phase in case.contracts[0].phases] == ["1", "2"]


def test_an_event_of_a_phase_that_the_contract_does_not_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="events.commenced.phase: 3 is not valid; expected one of 1, 2"):
        read(tmp_path, PHASES.replace("phase: 2", "phase: 3"))


def test_a_phase_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="phases-1: facts.phases: no 1 stands twice"):
        read(tmp_path, PHASES.replace("{no: 2", "{no: 1"))


def test_an_event_of_a_parcel_that_the_contract_does_not_have_is_refused(tmp_path: Path) -> None:
    text = (
        "- id: parcels-1\n  as_of: 2023-07-15\n  facts: {parcels: [{id: A}, {id: B}]}\n"
        "  events: [{type: commenced, date: 2023-06-30, parcel: C}]\n"
    )
    with pytest.raises(
        ScenarioError, match="events.commenced.parcel: 'C' is not valid; expected one of A, B"
    ):
        read(tmp_path, text)


def test_cases_of_the_importer_and_the_ledger_are_left_to_their_own_tests(tmp_path: Path) -> None:
    assert read(tmp_path, "- {id: ledger-1, as_of: 2023-12-31, facts: {parcel_mu: '120.00'}}") == []


def test_a_folder_gives_its_files_in_order_of_name(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yml", "notes.md"):
        (tmp_path / name).write_text("[]", encoding="utf-8")
    assert [path.name for path in scenario_files([tmp_path])] == ["a.yml", "b.yaml"]


def test_a_path_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="nowhere.yaml: does not exist; name a scenario file or a folder"):
        scenario_files([tmp_path / "nowhere.yaml"])


def test_two_files_of_one_run_with_one_name_are_both_named(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(CASE, encoding="utf-8")
    with pytest.raises(ScenarioError, match="b.yaml: start-1: id stands in .*a.yaml as well; give each"):
        read_files(scenario_files([tmp_path]))


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(CASE, encoding="utf-8")
    assert [case.id for case in read_files(scenario_files([path, tmp_path]))] == ["start-1"]


def test_keys_that_no_rule_reads_are_kept(tmp_path: Path) -> None:
    text = changed("date: 2023-06-30}", "date: 2023-06-30, site_manager: Li, new_dates: null}")
    assert read(tmp_path, text)[0].events[1].details == {"site_manager": "Li"}


def test_a_folder_without_scenarios_says_so(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"no \*.yaml file found"):
        scenario_files([tmp_path])


AGREED = """\
- id: agreed-1
  facts:
    agreed_production: 2025-06-30
    agreed_full_production: 2026-06-30
    indicators:
    - {name: 投资强度, value: '300.50', unit: 万元/亩, direction: min, stage: full_production,
       damages_permille: '0.5'}
  events:
  - {type: acceptance, date: 2025-01-10, result: rectify, rectify_by: 2025-04-30}
  - {type: indicator_measured, date: 2026-06-01, indicator: 投资强度, value: 270.50, stage: full_production}
  as_of: 2026-07-01
"""


def test_agreed_indicators_and_later_milestones_are_read(tmp_path: Path) -> None:
    [case] = read(tmp_path, AGREED)
    [contract] = case.contracts
    assert (contract.agreed_production, contract.agreed_full_production) == (
        date(2025, 6, 30),
        date(2026, 6, 30),
    )
    assert contract.indicators == (
        Indicator(
            name="投资强度",
            value=Decimal("300.5"),
            unit="万元/亩",
            direction=Direction.MIN,
            stage=IndicatorStage.FULL_PRODUCTION,
            damages_ppb=500_000,
        ),
    )
    assert case.events[0].details == {"result": "rectify", "rectify_by": date(2025, 4, 30)}
    assert case.events[1].details["value"] == "270.5"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("direction: min", "direction: least", "indicators.投资强度.direction: 'least' .* one of min, max"),
        ("direction: min, ", "", "facts.indicators: direction is missing"),
        (
            "min, stage: full",
            "min, stage: fully",
            "indicators.投资强度.stage: .* one of acceptance, full_production",
        ),
        ("'300.50'", "about 300", "indicators.投资强度.value: 'about 300' .* expected a number such as"),
        (
            "unit: 万元/亩",
            "units: 万元/亩",
            "facts.indicators.units: is no known key; expected one of damages",
        ),
        ("result: rectify,", "result: maybe,", "acceptance.result: 'maybe' .* one of pass, rectify, fail"),
        ("rectify_by: 2025-04-30", "rectify_by: soon", "acceptance.rectify_by: 'soon' .* YYYY-MM-DD"),
        ("value: 270.50", "value: much", "indicator_measured.value: 'much' .* expected a number such as"),
        (
            "270.50, stage: full_production",
            "270.50, stage: later",
            "measured.stage: 'later' .* one of acceptance",
        ),
        (
            "  events:",
            "    - {name: 投资强度, value: 1, direction: min, stage: full_production}\n  events:",
            "facts.indicators: 投资强度 min full_production stands twice; keep one",
        ),
    ],
)
def test_a_broken_indicator_or_review_is_refused_by_key(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    assert AGREED.count(old) == 1
    with pytest.raises(ScenarioError, match=words):
        read(tmp_path, AGREED.replace(old, new))
