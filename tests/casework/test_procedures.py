"""Procedures as data: every step names what it lacks, and what stands against it; a wrong file is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

import landwatch
from landwatch.casework import Step, Version, load_procedures
from landwatch.casework.lacking import OnFile, barred, missing
from landwatch.casework.papers import load_kinds
from landwatch.casework.procedure_files import Condition
from landwatch.errors import LawError
from landwatch.i18n import speaking
from landwatch.model import EventType

ON = date(2024, 6, 30)


def steps() -> Iterator[tuple[str, Version, str, Step]]:
    """Every step of every version of every procedure."""
    for kind, procedure in load_procedures().items():
        for _since, version in procedure.versions:
            for name, step in version.steps.items():
                yield kind, version, name, step


NEEDS = [(kind, name, need) for kind, _v, name, step in steps() for need in step.needs]
BARS = [(kind, name, bar) for kind, _v, name, step in steps() for bar in step.bars]


def version_of(kind: str) -> Version:
    return load_procedures()[kind].versions[-1][1]


def file_where(version: Version, holds: dict[int, bool], conditions: list[Condition]) -> OnFile:
    """A file in which some conditions hold and the others do not."""
    said: dict[str, Any] = {"facts": set(), "facts_since": set(), "flags": set(), "days": {}, "given": set()}
    for condition in conditions:
        kind = next(iter(condition.model_fields_set - {"since"}))
        _arrange(said, kind, getattr(condition, kind), holds[id(condition)], condition.since)
    return OnFile(on=ON, **said)


def _arrange(said: dict[str, Any], kind: str, name: Any, wanted: bool, since: date | None) -> None:
    sets = {"fact": "facts", "since_then": "facts_since", "flag": "flags", "given": "given"}
    if kind in sets and wanted:
        said[sets[kind]].add(name)
    if (kind == "absent" and not wanted) or (kind == "clear" and not wanted):
        said["facts" if kind == "absent" else "flags"].add(name)
    before, after = (since or ON) - timedelta(days=1), (since or ON) + timedelta(days=1)
    if kind == "reached" and wanted:
        said["days"][name] = after if since else before
    if kind == "passed" and wanted:
        said["days"][name] = before
    if kind == "before" and not wanted:
        said["days"][name] = before


@pytest.mark.parametrize(("kind", "step", "record"), NEEDS, ids=lambda value: str(value))
def test_a_step_names_the_one_record_that_it_lacks(kind: str, step: str, record: str) -> None:
    version = version_of(kind)
    of_step = version.steps[step]
    conditions = [each for name in of_step.needs for each in version.records[name].any]
    lacking = version.records[record].any
    # A record stands for another where both are proved by the same fact: then both are lacked together.
    holds = {id(each): each not in lacking for each in conditions}
    found = missing(version, of_step, file_where(version, holds, conditions))
    assert version.records[record] in found
    assert all(set(each.any) & set(lacking) for each in found)


@pytest.mark.parametrize(("kind", "step", "bar"), BARS, ids=lambda value: str(value))
def test_a_step_names_the_one_thing_that_stands_against_it(kind: str, step: str, bar: str) -> None:
    version = version_of(kind)
    of_step = version.steps[step]
    conditions = [version.bars[name].when for name in of_step.bars]
    holds = {id(each): each is version.bars[bar].when for each in conditions}
    assert barred(version, of_step, file_where(version, holds, conditions)) == (version.bars[bar],)


def test_every_kind_of_case_has_a_procedure() -> None:
    assert list(load_procedures()) == [
        *("commencement", "completion", "idle_land", "extension", "payment", "suspension"),
        *("revitalisation", "return", "special_bond"),
    ]


def test_every_paper_of_a_step_is_a_kind_of_paper() -> None:
    assert {step.paper for _kind, _version, _name, step in steps() if step.paper} <= load_kinds().keys()


def test_every_step_can_be_reached() -> None:
    for kind, version, name, step in steps():
        led_to = {each for other in version.steps.values() for each in other.then}
        assert name in {*version.first, *led_to} or step.aside, (kind, name)


def test_a_decision_that_takes_something_away_needs_a_second_person() -> None:
    wanted = {
        EventType.IDLE_FEE_DECISION_SERVED,
        EventType.RECOVERY_DECISION_SERVED,
        EventType.SUSPENSION_IMPOSED,
        EventType.CONTRACT_ENDED,
    }
    assert all(step.second for _kind, _version, _name, step in steps() if step.fact in wanted)


def test_names_are_told_in_the_language_of_the_reader() -> None:
    step = version_of("commencement").steps["demand"]
    assert step.label == "demand"
    with speaking("zh"):
        assert step.label == "催告"


def test_a_running_case_keeps_the_version_of_its_day() -> None:
    procedure = load_procedures()["special_bond"]
    assert procedure.on(date(2024, 11, 6)) is None
    assert procedure.on(date(2024, 11, 7)) is procedure.versions[0][1]


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("first",), ["nowhere"], "first: there is no nowhere"),
        (("steps", "demand", "needs"), ["nothing"], "steps.demand.needs: there is no nothing"),
        (("steps", "demand", "clock"), "someday", "someday is no computed value"),
        (("steps", "demand", "asks"), ["shoe_size"], "shoe_size is no detail of a fact"),
        (
            ("steps", "demand", "fact"),
            "interview_held",
            "steps.interview.fact: interview_held is recorded by demand already",
        ),
        (("steps", "demand", "colour"), "red", "steps.demand.colour"),
        (("records", "notice", "any"), [], "records.notice.any"),
        (("records", "notice", "any"), [{"flag": "x", "fact": "commenced"}], "name exactly one thing"),
        (("bars", "refused_in_court", "when"), {"flag": "no_such_flag"}, "no_such_flag is no computed value"),
    ],
    ids=str,
)
def test_a_file_that_breaks_the_form_is_refused_with_its_key(
    path: tuple[str, ...], value: Any, said: str, tmp_path: Path
) -> None:
    own = Path(landwatch.__file__).parent / "casework" / "procedures"
    for file in own.glob("*.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    body = yaml.safe_load((own / "commencement.yaml").read_text(encoding="utf-8"))
    place = body[date(2008, 7, 1)]
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    (tmp_path / "commencement.yaml").write_text(yaml.safe_dump(body, allow_unicode=True), encoding="utf-8")
    with pytest.raises(LawError, match=r"commencement\.yaml: 2008-07-01: .*" + re.escape(said)):
        load_procedures(tmp_path)
