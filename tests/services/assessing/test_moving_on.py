"""Whatever is recorded, what is kept is what a fresh reading and judgement of the register gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from landwatch.measures.figures.months import replay
from landwatch.measures.figures.situation import PAST_MONTHS
from landwatch.measures.flagged import findings
from landwatch.measures.worklist import work_list
from landwatch.registry import Register
from landwatch.rules import Assessment, assess
from landwatch.services.assessing.keeping import KeptAssessments
from landwatch.services.assessing.kept import Kept
from landwatch.services.assessing.seeing import seen, without_money
from landwatch.services.figures.counting import figures, judged_earlier
from landwatch.snapshot import SCHEMA
from tests.measures.office import KNOWN_AT, NORTH, ON
from tests.services.happenings import Office

LATER = date(2030, 12, 31)  # after all that an office does
QUESTIONS = [
    (ON, None),
    (ON - timedelta(days=400), None),
    (ON, KNOWN_AT),
    (ON, KNOWN_AT + timedelta(hours=12, minutes=30)),
]


@pytest.fixture
def register(office: str) -> Iterator[Register]:
    with Register.open(office) as opened:
        yield opened


@pytest.fixture
def kept(office: str) -> Iterator[KeptAssessments]:
    found = KeptAssessments(office)
    yield found
    found.close()


def fresh(register: Register, on: date, known_at: datetime | None) -> Assessment:
    return assess(register.snapshot(on, known_at))


def assert_same(found: Assessment, wanted: Assessment) -> None:
    assert found.snapshot.known_at == wanted.snapshot.known_at
    assert_same_frames(found, wanted, ("contracts", "parts", "indicators"))
    assert_same_frames(found.snapshot, wanted.snapshot, SCHEMA)
    earlier = wanted.on - timedelta(days=200)
    assert_same_frames(found.snapshot.earlier(earlier), wanted.snapshot.earlier(earlier), SCHEMA)


def assert_same_told(found: Kept, wanted: Assessment) -> None:
    """What is judged, and what is derived of it contract by contract."""
    assert_same(found.assessment, wanted)
    assert found.findings() == tuple(findings(wanted))
    assert found.work_list() == work_list(wanted)


def assert_same_other_days(found: Kept, wanted: Assessment) -> None:
    """The months that a map replays, and figures with what changed since the year before."""
    months, anew = found.months(), replay(wanted, PAST_MONTHS)
    assert (months.days, list(months.parcel_nos)) == (anew.days, list(anew.parcel_nos))
    assert months.parcels.tolist() == anew.parcels.tolist()
    assert months.figures(None) == anew.figures(None)
    before = judged_earlier(wanted, date(ON.year - 1, 12, 31))
    assert found.figures() == figures(wanted, before=before)


def assert_same_frames(found: Any, wanted: Any, names: Iterable[str]) -> None:
    for name in names:
        one, other = getattr(found, name), getattr(wanted, name)
        if not (
            one.dtypes.equals(other.dtypes) and one.equals(other)
        ):  # a tenth of the time of the next line
            pd.testing.assert_frame_equal(one, other, obj=name)


def follow(register: Register, kept: KeptAssessments, seed: int, acts: int) -> Counter[str]:
    """Let the office act; after some of its acts compare what is kept with a fresh reading."""
    office = Office(register, seed)
    did: Counter[str] = Counter()
    for _act in range(acts):
        did[office.act()] += 1
        if office.random.random() < 0.6:
            for question in QUESTIONS[1:]:
                assert_same(kept.assessment(*question).assessment, fresh(register, *question))
            assert_same_told(kept.assessment(ON), fresh(register, ON, None))
        # Other days take longer to judge anew.
        if office.random.random() < 0.1:
            for clusters in (None, frozenset({NORTH})):
                wanted = seen(fresh(register, ON, None), clusters)
                assert_same_other_days(kept.seen(ON, clusters=clusters), wanted)
    return did


@pytest.mark.long
@pytest.mark.parametrize(
    "acts",
    [
        ("fact", "review", "photograph", "correct_fact", "retire_fact", "attach"),
        ("correct_contract", "correct_contract", "new_contract", "retire_contract", "correct_parcel"),
        ("split", "correct_contract", "operate", "fact"),
        ("split", "take_back", "fact", "split"),
    ],
    ids=["facts", "contracts", "ground", "ground of before"],
)
def test_what_is_kept_is_what_a_fresh_reading_gives(
    register: Register, kept: KeptAssessments, acts: tuple[str, ...]
) -> None:
    office = Office(register, seed=20231231)
    assert_same_other_days(kept.assessment(ON), fresh(register, ON, None))
    for act in acts:
        office.acts += 1
        getattr(office, act)()
        assert_same_told(kept.assessment(ON), fresh(register, ON, None))
        assert_same_other_days(kept.assessment(ON), fresh(register, ON, None))


def test_what_was_not_asked_for_meanwhile_is_followed_from_where_it_was(
    register: Register, kept: KeptAssessments
) -> None:
    office = Office(register, seed=20231231)
    kept.assessment(ON).work_list()
    for _turn in range(3):
        office.acts += 1
        office.review()
        kept.assessment(ON)
    assert kept.assessment(ON).work_list() == work_list(fresh(register, ON, None))


def test_what_somebody_sees_of_it_is_followed_too(register: Register, kept: KeptAssessments) -> None:
    office, own = Office(register, seed=20231231), frozenset({NORTH})
    kept.seen(ON, clusters=own, money=False).findings()
    for _turn in range(3):
        office.acts += 1
        office.review()
        kept.assessment(ON)
    wanted = without_money(seen(fresh(register, ON, None), own))
    assert kept.seen(ON, clusters=own, money=False).findings() == tuple(findings(wanted))


def test_a_review_with_a_photograph_touches_its_contract_alone(register: Register) -> None:
    before = register.read(LATER)
    Office(register, seed=20231231).photograph()
    (contract_no,) = [photo.contract_no for photo in register.photographed()]
    assert register.read(LATER, None, before).touched == {contract_no}


@pytest.mark.long
@pytest.mark.parametrize("run", range(6))
def test_years_of_an_office_are_followed(
    register: Register, kept: KeptAssessments, seed: int, run: int
) -> None:
    did = follow(register, kept, seed=seed + run, acts=60)
    assert {"fact", "review", "correct_contract"} <= did.keys()
