"""A sample is drawn again by anybody who has the seed and the contract numbers."""

from __future__ import annotations

from hashlib import sha256

import pytest

from landwatch.errors import UsageError
from landwatch.rules import Assessment
from landwatch.services.contracts.sampling import draw, ranked
from tests.measures import office
from tests.measures.office import NORTH


@pytest.fixture(scope="module")
def judged() -> Assessment:
    return office.judged()


def test_the_contracts_with_the_smallest_hashes_come_first() -> None:
    hashes = {number: sha256(b"7\n" + number.encode()).hexdigest() for number in "ABC"}
    assert ranked("CAB", "7") == sorted((digest, number) for number, digest in hashes.items())


def test_the_rank_is_what_a_shell_computes() -> None:
    ((rank, _number),) = ranked(["渝綦工2020-042"], "2023年审计")
    # printf "%s\n%s" 2023年审计 渝綦工2020-042 | sha256sum
    assert rank.startswith("3df5e659ea731bdf")


def test_a_larger_sample_of_the_same_seed_begins_with_the_smaller(judged: Assessment) -> None:
    small, large = (draw(judged, count, "审计").drawn for count in (2, 4))
    assert large[:2] == small


def test_another_seed_draws_others(judged: Assessment) -> None:
    one, other = (
        {each.contract_no: each.rank for each in draw(judged, 99, seed).drawn} for seed in ("1", "2")
    )
    assert one.keys() == other.keys()
    assert not set(one.values()) & set(other.values())


def test_of_fewer_contracts_than_wanted_all_are_drawn(judged: Assessment) -> None:
    drawn = draw(judged, 500, "1")
    assert len(drawn.drawn) == drawn.population == len(judged.contracts)


def test_the_population_is_told_by_the_hash_of_its_sorted_numbers(judged: Assessment) -> None:
    told = "".join(f"{number}\n" for number in sorted(judged.contracts.index))
    assert draw(judged, 1, "1").population_hash == sha256(told.encode()).hexdigest()


def test_only_the_contracts_of_a_cluster_are_drawn(judged: Assessment) -> None:
    assert {each.cluster for each in draw(judged, 99, "1", NORTH).drawn} == {NORTH}


@pytest.mark.parametrize(
    ("count", "seed", "words"),
    [(0, "1", "0 contracts cannot be drawn"), (1001, "1", "1 to 1000"), (1, " ", "seed is empty")],
)
def test_what_cannot_be_drawn_with_is_refused(judged: Assessment, count: int, seed: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        draw(judged, count, seed)
