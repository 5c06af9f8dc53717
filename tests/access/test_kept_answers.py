"""A request that is sent again is answered, not done again."""

from __future__ import annotations

import pytest

from landwatch.access import Access, KeyInUse, KeyReused, StoredAnswer
from tests.access.office_hours import MORNING, after

BODY, OTHER = "a" * 64, "b" * 64


def test_a_new_request_has_to_be_done(access: Access) -> None:
    assert access.reserve_answer("wang", "k", BODY, MORNING) is None


def test_a_request_that_was_answered_gets_its_answer_again(access: Access) -> None:
    access.reserve_answer("wang", "k", BODY, MORNING)
    access.store_answer("wang", "k", 201, '{"verdict": "正确"}')
    again = access.reserve_answer("wang", "k", BODY, after(hours=24))
    assert again == StoredAnswer(201, '{"verdict": "正确"}')


def test_a_key_does_not_serve_for_another_request(access: Access) -> None:
    access.reserve_answer("wang", "k", BODY, MORNING)
    with pytest.raises(KeyReused, match="The key k was sent with another request"):
        access.reserve_answer("wang", "k", OTHER, MORNING)


def test_keys_of_two_people_are_two_keys(access: Access) -> None:
    access.reserve_answer("wang", "k", BODY, MORNING)
    assert access.reserve_answer("li", "k", OTHER, MORNING) is None


def test_a_request_that_is_being_done_is_not_done_twice(access: Access) -> None:
    access.reserve_answer("wang", "k", BODY, MORNING)
    with pytest.raises(KeyInUse):
        access.reserve_answer("wang", "k", BODY, after(seconds=9))


def test_a_request_that_nobody_finished_is_done_by_who_asks_next(access: Access) -> None:
    access.reserve_answer("wang", "k", BODY, MORNING)
    assert access.reserve_answer("wang", "k", BODY, after(seconds=10)) is None
    with pytest.raises(KeyInUse):
        access.reserve_answer("wang", "k", BODY, after(seconds=11))


def test_a_request_that_came_to_nothing_can_be_sent_again_at_once(access: Access) -> None:
    access.reserve_answer("wang", "k", BODY, MORNING)
    access.release_answer("wang", "k")
    assert access.reserve_answer("wang", "k", OTHER, MORNING) is None


def test_an_answer_that_stands_is_not_given_back(access: Access) -> None:
    access.reserve_answer("wang", "k", BODY, MORNING)
    access.store_answer("wang", "k", 201, "{}")
    access.release_answer("wang", "k")
    assert access.reserve_answer("wang", "k", BODY, MORNING) == StoredAnswer(201, "{}")


def test_answers_are_forgotten_after_two_days(access: Access) -> None:
    access.reserve_answer("wang", "k", BODY, MORNING)
    access.store_answer("wang", "k", 201, "{}")
    assert access.reserve_answer("wang", "k", OTHER, after(hours=48, seconds=1)) is None
