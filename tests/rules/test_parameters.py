"""The law as data: dated values with a unit and a source, and one sentence for what breaks the form."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from landwatch import rules
from landwatch.errors import LawError
from landwatch.rules.days import Days
from landwatch.rules.parameters import CERTAINTIES, SELECTORS, UNITS, Law, load_law

RULES = "".join(path.read_text(encoding="utf-8") for path in Path(rules.__file__).parent.rglob("*.py"))
VALUE = """\
reminder_days:
  label: {zh: 提醒天数, en: days of reminder}
  unit: days
  source: 国土资厅发〔2013〕30号
  certainty: seen
  selected_by: judged_day
  values: {2008-07-01: 30}
"""
SHARE = """\
idle_fee_share:
  label: {zh: 闲置费比例, en: share of the price}
  unit: share
  source: 53号令第十四条
  certainty: seen
  selected_by: decision
  values: {1999-04-28: 1/5}
"""


def days(*texts: str) -> Days:
    return np.array(texts, dtype="datetime64[D]")


def law_of(folder: Path, text: str, name: str = "contract.yaml") -> Law:
    (folder / name).write_text(text, encoding="utf-8")
    return load_law(folder)


def test_the_package_has_a_law_in_which_every_value_has_a_label_a_source_and_a_certainty() -> None:
    values = load_law().values
    assert len(values) > 15
    for value in values.values():
        assert value.label_zh and value.label_en and value.source
        assert value.unit in UNITS and value.certainty in CERTAINTIES
        assert value.selected_by in SELECTORS


def test_what_a_rule_asks_of_a_number_is_what_its_file_says_chooses_it() -> None:
    """The day a rule hands over is named after what it is: the judged day, that of the text, or of a deed."""
    days_of = {
        "judged_day": {"on"},
        "signing": {"contract_text_on"},
        "decision": {"on", "route_judged_on", "recovery_judged_on", "fee_decided_on", "charged_on"},
    }
    for name, value in load_law().values.items():
        asked = set(re.findall(rf"\b{name}\.(?:counts|shares|since)\((\w+)", RULES))
        assert asked or f"{name}.held_on(" in RULES or name == "public_notice_days", name
        assert asked <= days_of.get(value.selected_by, asked), name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("reminder_days", 30),
        ("extension_cap_years", 1),
        ("idle_first_years", 1),
        ("idle_second_years", 2),
        ("idle_fee_share", Fraction(1, 5)),
        ("developed_area_share", Fraction(1, 3)),
        ("developed_investment_share", Fraction(1, 4)),
        ("foundation_share", Fraction(1, 3)),
        ("hearing_request_working_days", 5),
        ("return_filing_days", 60),
        ("rescission_days", 60),
    ],
)
def test_the_numbers_of_the_law_are_those_of_its_sources(name: str, expected: Fraction | int) -> None:
    assert load_law().values[name].on(date(2024, 1, 1)) == expected


def test_a_value_holds_from_the_day_it_takes_force() -> None:
    months = load_law().values["litigation_months"]
    assert [months.on(date(2015, 4, 30)), months.on(date(2015, 5, 1))] == [3, 6]


def test_before_its_first_day_in_force_the_first_value_is_used() -> None:
    assert load_law().values["foundation_share"].on(date(2001, 1, 1)) == Fraction(1, 3)


def test_each_day_chooses_the_number_of_its_own_time() -> None:
    chosen = load_law().values["litigation_months"].counts(days("2014-01-01", "2024-01-01", "2015-05-01"))
    assert chosen.tolist() == [3, 6, 6]


def test_an_unknown_day_chooses_the_earliest_number() -> None:
    assert load_law().values["litigation_months"].counts(days("NaT", "2024-01-01")).tolist() == [3, 6]


def test_a_value_that_ended_is_named_with_the_day_and_its_source(tmp_path: Path) -> None:
    value = law_of(tmp_path, VALUE.replace("30}", "30, 2020-01-01: null}")).values["reminder_days"]
    with pytest.raises(LawError, match="reminder_days: has no value on 2020-01-01; .*30号 had ended by then"):
        value.counts(days("2019-12-31", "2020-01-01"))


def test_a_value_that_ended_still_holds_for_what_was_chosen_before(tmp_path: Path) -> None:
    value = law_of(tmp_path, VALUE.replace("30}", "30, 2020-01-01: null}")).values["reminder_days"]
    assert value.counts(days("2019-12-31", "NaT")).tolist() == [30, 30]


def test_a_share_changes_in_time_like_any_other_value(tmp_path: Path) -> None:
    value = law_of(tmp_path, SHARE.replace("1/5}", "1/5, 2020-01-01: 1/4}")).values["idle_fee_share"]
    shares = value.shares(days("2019-12-31", "2020-01-01"))
    assert [shares.numerator.tolist(), shares.denominator.tolist()] == [[1, 1], [5, 4]]


def test_the_law_as_it_stood_on_a_day_lacks_what_took_force_later() -> None:
    value = load_law().as_of(date(2015, 4, 30)).values["litigation_months"]
    assert value.counts(days("2014-01-01", "2024-01-01")).tolist() == [3, 3]


def test_the_version_names_the_numbers_and_not_the_files(tmp_path: Path) -> None:
    one, two, three = (tmp_path / name for name in ("one", "two", "three"))
    for folder in (one, two, three):
        folder.mkdir()
    version = law_of(one, VALUE).version
    assert law_of(two, f"# said otherwise\n{VALUE}", "another.yaml").version == version
    assert law_of(three, VALUE.replace("30}", "31}")).version != version


def broken(old: str, new: str) -> str:
    assert old in VALUE
    return VALUE.replace(old, new)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (broken("  unit: days\n", "  unti: days\n"), "reminder_days: has .*unti.*expected exactly the keys"),
        (
            broken("  certainty: seen\n", ""),
            "expected exactly the keys label, unit, source, certainty, selected_by, values",
        ),
        (
            broken("  unit: days\n", "  unit: days\n  unit: years\n"),
            "line 4: key unit stands twice; keep one",
        ),
        (VALUE + VALUE, "key reminder_days stands twice; keep one"),
        (broken("2008-07-01", "2008-13-01"), "'2008-13-01' is no day; expected YYYY-MM-DD"),
        (broken("2008-07-01", "since 2008"), "'since 2008' is no day; expected YYYY-MM-DD"),
        (broken("{2008-07-01: 30}", "30"), "expected days in force with their values"),
        (
            broken("unit: days", "unit: fortnights"),
            "'fortnights' is unknown; expected one of working days, days",
        ),
        (broken("seen", "certain"), "'certain' is unknown; expected one of seen, known, convention, unsure"),
        (broken("30}", "thirty}"), "'thirty' is no number; expected e.g. 30 or 1/3"),
        (broken("30}", "1e999999999}"), "'1e999999999' is no number"),
        (broken("30}", "30.5}"), "30.5 is no whole number of days"),
        (broken("30}", "-30}"), "-30 is no whole number of days"),
        (SHARE.replace("1/5", "30"), "30 is no share above 0 and up to 1"),
        (
            broken("  selected_by: judged_day\n", ""),
            "reminder_days: has label, unit.*expected exactly the keys",
        ),
        (
            broken("judged_day", "yesterday"),
            "reminder_days.selected_by: 'yesterday' is unknown; expected one of act, decision, signing",
        ),
        (
            broken("unit: days", "unit: months"),
            "reminder_days.unit: 'months', but the rules read it in days; expected days",
        ),
        (broken("{zh: 提醒天数, en: days of reminder}", "提醒天数"), "label: expected {zh: …, en: …}"),
        ("- reminder_days", "should map names to values"),
        ("reminder_days: [", "cannot be read as YAML in UTF-8"),
    ],
)
def test_a_broken_law_file_is_refused_by_file_and_key(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(LawError, match=words) as refused:
        law_of(tmp_path, text)
    assert "contract.yaml" in str(refused.value)


def test_a_law_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "contract.yaml").write_bytes(VALUE.encode("gbk"))
    with pytest.raises(LawError, match="contract.yaml: cannot be read as YAML in UTF-8"):
        load_law(tmp_path)


def test_a_name_given_in_two_law_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "first.yaml").write_text(VALUE, encoding="utf-8")
    with pytest.raises(LawError, match="second.yaml: reminder_days: is already given by another law file"):
        law_of(tmp_path, VALUE, "second.yaml")


# A supposed or local law


def test_a_supposed_law_takes_the_place_of_the_values_it_names(tmp_path: Path) -> None:
    (tmp_path / "draft.yaml").write_text(SHARE.replace("1/5", "1/10"), encoding="utf-8")
    law = load_law().amended(tmp_path / "draft.yaml")
    assert law.values["idle_fee_share"].on(date(2024, 1, 1)) == Fraction(1, 10)
    assert law.values["idle_first_years"] == load_law().values["idle_first_years"]


def test_a_supposed_law_that_counts_in_another_unit_is_refused(tmp_path: Path) -> None:
    text = VALUE.replace("reminder_days", "idle_first_years").replace("unit: days", "unit: months")
    (tmp_path / "draft.yaml").write_text(text, encoding="utf-8")
    words = "draft.yaml: idle_first_years.unit: 'months', but the rules read it in years; expected years"
    with pytest.raises(LawError, match=words):
        load_law().amended(tmp_path / "draft.yaml")


def test_a_supposed_law_that_another_day_would_choose_is_refused(tmp_path: Path) -> None:
    (tmp_path / "draft.yaml").write_text(SHARE.replace("decision", "judged_day"), encoding="utf-8")
    words = "idle_fee_share.selected_by: 'judged_day', but the rules choose .* another day; expected decision"
    with pytest.raises(LawError, match=words):
        load_law().amended(tmp_path / "draft.yaml")
