"""The law as data: dated values with a unit and a source, and one sentence for what breaks the form."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from landwatch.errors import LawError
from landwatch.rules.days import Days
from landwatch.rules.parameters import CERTAINTIES, UNITS, Law, load_law

VALUE = """\
reminder_days:
  label: {zh: 提醒天数, en: days of reminder}
  unit: days
  source: 国土资厅发〔2013〕30号
  certainty: seen
  values: {2008-07-01: 30}
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


def test_each_judged_day_gets_the_value_of_its_own_time() -> None:
    on = days("2014-01-01", "2024-01-01", "2015-05-01")
    assert load_law().inputs(on)["litigation_months"].tolist() == [3, 6, 6]


def test_a_value_that_ended_is_named_with_the_day_and_its_source(tmp_path: Path) -> None:
    law = law_of(tmp_path, VALUE.replace("30}", "30, 2020-01-01: null}"))
    with pytest.raises(LawError, match="reminder_days: has no value on 2020-01-01; .*30号 had ended by then"):
        law.inputs(days("2019-12-31", "2020-01-01"))


def test_a_share_that_changes_between_the_judged_days_is_refused(tmp_path: Path) -> None:
    text = VALUE.replace("unit: days", "unit: share").replace("30}", "1/5, 2020-01-01: 1/4}")
    with pytest.raises(LawError, match="shares may not change between the days judged together"):
        law_of(tmp_path, text).inputs(days("2019-12-31", "2020-01-01"))


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
            "expected exactly the keys label, unit, source, certainty, values",
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
            "'fortnights' is unknown; expected one of days, working days",
        ),
        (broken("seen", "certain"), "'certain' is unknown; expected one of seen, known, convention, unsure"),
        (broken("30}", "thirty}"), "'thirty' is no number; expected e.g. 30 or 1/3"),
        (broken("30}", "1e999999999}"), "'1e999999999' is no number"),
        (broken("30}", "30.5}"), "30.5 is no whole number of days"),
        (broken("30}", "-30}"), "-30 is no whole number of days"),
        (broken("unit: days", "unit: share"), "30 is no share above 0 and up to 1"),
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
