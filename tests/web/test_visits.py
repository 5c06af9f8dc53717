"""The form of a visit: what it offers, what it takes, what it refuses, and what becomes of it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from tests.web.patrolling import FOREIGN, NUMBER
from tests.web.visiting import Served

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(16)
HERE = f"/contracts/{quote(NUMBER, safe='')}"
SAID = {"works": "levelled", "done": "5", "note": "场平完成", "weather": "晴", "day": "2023-12-31"}


@pytest.fixture
def inspector(served: Served) -> TestClient:
    return served.signed_in("inspector")


def sent(client: TestClient, files: Any = None, **said: str) -> Any:
    return client.post(f"{HERE}/visits", data=SAID | said, files=files)


def saved(client: TestClient, files: Any = None, **said: str) -> str:
    """Record a visit; the page that it leads to."""
    answer = sent(client, files, **said)
    assert answer.status_code == 303, answer.text
    page = client.get(answer.headers["location"])
    assert page.status_code == 200, page.text
    return str(page.text)


def ledger_of(client: TestClient) -> list[dict[str, Any]]:
    answer = client.get("/api/v1/patrols/visits", params={"on": "2023-12-31", "contract_no": NUMBER})
    found: list[dict[str, Any]] = answer.json()["items"]
    return [visit for visit in found if visit["visit"]]


def test_the_form_says_what_a_visit_answers_and_what_was_found_last(read_only: Served) -> None:
    text = read_only.signed_in("inspector").get(f"{HERE}/visits/new?on=2023-12-20").text
    assert re.search(r"A visit now answers:\s*<b>each month in default</b> due by 2023-12-31", text)
    assert "Last visit 2023-11-24 李示平" in text


def test_every_stage_of_works_can_be_chosen(read_only: Served) -> None:
    text = read_only.signed_in("inspector").get(f"{HERE}/visits/new").text
    stages = re.findall(r'name="works" value="(\w+)"', text)
    assert len(stages) == 11
    assert {"not_begun", "foundation_third", "stopped"} <= set(stages)


def test_what_the_last_visit_said_can_be_taken_over(inspector: TestClient) -> None:
    saved(inspector, permits="渝建施2023-118")
    text = inspector.get(f"{HERE}/visits/new?like=last").text
    assert 'value="levelled" checked' in text
    assert 'name="done" inputmode="decimal" autocomplete="off" value="5"' in text
    assert 'value="渝建施2023-118"' in text


def test_a_saved_visit_says_that_it_counts_and_leads_to_the_next(inspector: TestClient) -> None:
    text = saved(inspector)
    assert "Saved: visit XC-20231231-" in text
    assert "Counts for the patrol rate" in text
    # Six wait on her list, this one was none of them.
    assert "To the list: 6 more" in text
    assert re.search(r"Next: 渝綦工\d{4}-\d{3} · [\d.]+ km in a straight line", text)


def test_what_was_found_stands_under_the_name_of_who_went(inspector: TestClient) -> None:
    saved(inspector)
    (visit,) = ledger_of(inspector)
    assert (visit["person"], visit["recorded_by"]) == ("张样安", "inspector")
    assert visit["said"]["done_share"] == "1/20"
    assert visit["said"]["weather"] == "晴"


def test_the_same_visit_twice_is_told_as_recorded_already(inspector: TestClient) -> None:
    saved(inspector)
    assert "is recorded already; nothing was added" in saved(inspector)
    assert len(ledger_of(inspector)) == 1


def test_what_could_not_be_checked_is_kept_and_told_not_to_count(inspector: TestClient) -> None:
    text = saved(inspector, not_checked="门卫不让进")
    assert "Does not count for the patrol rate" in text
    assert "it lacks: the land could be checked" in text


def test_an_answer_no_has_its_reason(inspector: TestClient) -> None:
    assert "has no reason" in sent(inspector, begun="no").text
    saved(inspector, begun="no", begun_reason="资金未到位")
    (visit,) = ledger_of(inspector)
    assert (visit["said"]["begun"], visit["said"]["begun_reason"]) == (False, "资金未到位")


def test_a_reason_of_an_answer_yes_is_left_out(inspector: TestClient) -> None:
    saved(inspector, reported="yes", reported_reason="x")
    (visit,) = ledger_of(inspector)
    assert "reported_reason" not in visit["said"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"works": ""}, "Choose the stage of works, or say why it could not be checked."),
        ({"done": "120"}, "120: is no share in percent; write a number from 0 to 100"),
        ({"done": "half"}, "half: is no share in percent"),
        ({"works": "swimming"}, "swimming: is no stage of works"),
        ({"day": "2999-01-01"}, "2999-01-01 lies in the future"),
        ({"day": "soon"}, "is not a day"),
        ({"proposed": "idle_recognition"}, "cannot be seen on the land"),
        ({"person": "李示平"}, "李示平 is not you"),
    ],
    ids=lambda said: str(said)[:30],
)
def test_a_visit_that_cannot_be_recorded_is_told_why_and_kept_in_the_form(
    read_only: Served, said: dict[str, str], told: str
) -> None:
    client = read_only.signed_in("inspector")
    answer = sent(client, **said)
    assert answer.status_code == 422
    alert = re.search(r'role="alert"[^>]*>(.*?)</p>', answer.text, re.S)
    assert alert is not None and told in alert[1]
    assert 'name="weather" maxlength="200" autocomplete="off" list="weather" value="晴"' in answer.text
    assert ledger_of(client) == []


def test_what_is_no_picture_is_refused_and_nothing_recorded(inspector: TestClient) -> None:
    answer = sent(inspector, [("photos", ("a.png", b"text", "image/png"))])
    assert answer.status_code == 422
    assert "is no photograph" in answer.text
    assert "Choose the photographs again" in answer.text
    assert ledger_of(inspector) == []


def test_photographs_are_shown_to_who_may_see_them_and_to_nobody_else(
    served: Served, inspector: TestClient
) -> None:
    taken = [("photos", ("大门.png", PICTURE, "image/png")), ("photos", ("围挡.png", PICTURE, "image/png"))]
    text = saved(inspector, taken)
    photos = re.findall(r'<a href="([^"]*/photos/[^"]*)">', text)
    assert len(photos) == 2
    assert inspector.get(photos[0]).content == PICTURE
    number = ledger_of(inspector)[0]["visit"]
    planner = served.signed_in("planner")
    assert "2 photographs, not shown to this role" in planner.get(f"{HERE}/visits/{number}").text
    assert planner.get(photos[0]).status_code == 403


def test_a_clerk_records_for_who_went(served: Served) -> None:
    clerk = served.signed_in("clerk")
    saved(clerk, person="李示平")
    (visit,) = ledger_of(clerk)
    assert (visit["person"], visit["recorded_by"]) == ("李示平", "clerk")


def test_a_proposed_fact_waits_on_the_page_of_the_visit(inspector: TestClient) -> None:
    text = saved(inspector, proposed="foundation_progress", share="34", proposed_on="2023-12-20")
    assert "foundation progress" in text
    assert "34 %" in text
    assert "Waits for a second person: you made or recorded the visit." in text


def test_the_contract_lists_its_visits_and_leads_to_the_form(inspector: TestClient) -> None:
    saved(inspector)
    text = inspector.get(HERE).text.partition('id="patrols"')[2].partition("</section>")[0]
    assert f'href="{HERE}/visits/new"' in text
    assert "levelled · 5 %" in text
    # Ten visits of the sample at once, two more behind a fold, and this one.
    assert "3 older visits" in text


def test_a_visit_on_the_day_of_the_list_leads_back_to_that_day(inspector: TestClient) -> None:
    answer = inspector.post(f"{HERE}/visits?on=2023-12-20", data=SAID | {"day": "2023-12-21"})
    assert "on=2023-12-21" in answer.headers["location"]
    assert inspector.get(answer.headers["location"]).status_code == 200


def test_a_patrol_on_my_list_leads_to_the_form(read_only: Served) -> None:
    text = read_only.signed_in("inspector").get("/work?kind=patrol").text
    there = quote("渝綦工2018-060", safe="")
    assert f'<li class="patrol"><a href="/contracts/{there}/visits/new">' in text
    assert "/visits/new" not in read_only.signed_in("manager").get("/work?kind=patrol").text


def test_a_contract_of_another_cluster_has_no_form(read_only: Served) -> None:
    client = read_only.signed_in("inspector")
    there = f"/contracts/{quote(FOREIGN, safe='')}/visits"
    assert client.get(f"{there}/new").status_code == 404
    assert client.post(there, data=SAID).status_code == 404


def test_a_visit_of_another_contract_is_not_there(inspector: TestClient) -> None:
    saved(inspector)
    number = ledger_of(inspector)[0]["visit"]
    other = quote("渝綦工2018-060", safe="")
    assert inspector.get(f"/contracts/{other}/visits/{number}").status_code == 404


# Who was met: personal data.

MET = {"met_name": "周门卫", "met_telephone": "13900001234"}


def test_who_was_met_is_shown_on_request_to_who_may_see_it_and_the_look_is_noted(
    served: Served, inspector: TestClient
) -> None:
    text = saved(inspector, **MET)
    assert "周门卫" not in text
    number = ledger_of(inspector)[0]["visit"]
    shown = inspector.get(f"{HERE}/visits/{number}?met=show").text
    assert "周门卫" in shown and "13900001234" in shown
    newest = served.office.access.log(1)[0]
    assert (newest.login, newest.deed) == ("inspector", "looked at personal data")


@pytest.mark.parametrize("role", ["planner", "manager"])
def test_who_was_met_is_not_shown_to_other_roles(served: Served, inspector: TestClient, role: str) -> None:
    saved(inspector, **MET)
    number = ledger_of(inspector)[0]["visit"]
    shown = served.signed_in(role).get(f"{HERE}/visits/{number}?met=show").text
    assert "周门卫" not in shown and "Show who was met" not in shown


def test_who_was_met_stands_in_no_list_history_or_answer(inspector: TestClient) -> None:
    saved(inspector, **MET)
    for address in (HERE, "/patrols/ledger", f"/api/v1/contracts/{quote(NUMBER, safe='')}/history"):
        assert "周门卫" not in inspector.get(address).text
    assert "周门卫" not in str(ledger_of(inspector))


def test_a_visit_where_nobody_was_met_says_so(inspector: TestClient) -> None:
    saved(inspector)
    number = ledger_of(inspector)[0]["visit"]
    assert "nobody is on record" in inspector.get(f"{HERE}/visits/{number}?met=show").text
