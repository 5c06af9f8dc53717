"""Script in every field stands on the pages as the text it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

import lxml.html
import pytest
from starlette.testclient import TestClient

from tests.web import odd_office
from tests.web.odd_office import BROKEN_OUT, CLUSTER, NUMBERS, SCRIPT
from tests.web.test_routes import TABLE, WHO
from tests.web.visiting import Served, serve_here

PAGES = [
    name.removeprefix("GET ") for name in TABLE if name.startswith("GET ") and not name.startswith("GET /api")
]


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve_here(odd_office.make(tmp_path_factory.mktemp("odd"))) as served:
        yield served


def addresses(numbers: Iterable[str]) -> Iterator[str]:
    """Every page, those of a contract for each number."""
    for path in PAGES:
        if "{contract_no}" in path:
            yield from (path.replace("{contract_no}", quote(number, safe="")) for number in numbers)
        elif "{cluster}" in path:
            yield path.replace("{cluster}", quote(CLUSTER, safe=""))
        elif "{login}" in path:
            yield path.replace("{login}", "inspector")
        elif "{" not in path:
            yield path
    for words in (SCRIPT, BROKEN_OUT, "公司", "宗地"):
        yield f"/search?q={quote(words)}"
        yield f"/work?cluster={quote(words)}"
        yield f"/figures?cluster={quote(words)}"
        yield f"/work?on={quote(words)}"
        yield f"/work?lang={quote(words)}"
        yield f"/sign-in?next={quote('/' + words)}"
        yield f"/{quote(words)}"


def active(text: str) -> list[str]:
    """What a browser would run: elements of scripts, handlers, addresses of scripts; and foreign pictures."""
    found = []
    for element in lxml.html.document_fromstring(text).iter():
        if element.tag == "script" and not element.get("src", "").startswith("/assets/"):
            if element.get("type") != "application/json":
                found.append(lxml.html.tostring(element, encoding="unicode"))
        for name, value in element.attrib.items():
            runs = name.startswith("on") or name == "style"
            leads = name in ("href", "src", "action", "hx-post", "hx-get") and not value.startswith(
                ("/", "#", "?")
            )
            if runs or leads:
                found.append(f"{element.tag} {name}={value}")
    return found


def run_on_pages(client: TestClient, numbers: Iterable[str]) -> list[tuple[str, str]]:
    """What a browser would run on any of the pages."""
    found = []
    for address in addresses(numbers):
        answer = client.get(address)
        if answer.headers.get("content-disposition", "").startswith("attachment"):
            continue  # A file to keep: not opened here, and with scripts and a policy of its own.
        if answer.headers.get("content-type", "").startswith("text/html") and answer.text:
            found += [(address, each) for each in active(answer.text)]
    return found


@pytest.mark.long
def test_what_stands_in_a_field_is_nowhere_run(odd: Served) -> None:
    assert run_on_pages(odd.signed_in("auditor"), NUMBERS[-2:]) == []


@pytest.mark.long
@pytest.mark.parametrize("who", WHO)
def test_what_stands_in_a_field_is_run_for_nobody(odd: Served, who: str) -> None:
    client = odd.client() if who == "nobody" else odd.signed_in(who)
    assert run_on_pages(client, NUMBERS) == []


def test_what_stands_in_a_field_stands_on_the_page(odd: Served) -> None:
    text = lxml.html.document_fromstring(odd.signed_in("inspector").get("/work").text).text_content()
    assert f"合{SCRIPT}同" in text and f"合{BROKEN_OUT}同" in text and f"公司0{SCRIPT}" in text


@pytest.mark.parametrize("number", NUMBERS)
def test_the_list_leads_to_the_page_of_every_number(odd: Served, number: str) -> None:
    client = odd.signed_in("manager")
    links = lxml.html.document_fromstring(client.get("/work?sort=contract").text).iterlinks()
    there = f"/contracts/{quote(number, safe='')}"
    assert there in {link for _element, _name, link, _place in links}
    shown = lxml.html.document_fromstring(client.get(there).text).find(".//h1")
    assert re.sub(r"\s+", " ", shown.text_content()) == number


@pytest.mark.parametrize("login", [SCRIPT, BROKEN_OUT])
def test_a_login_that_is_script_is_written_back_as_text(odd: Served, login: str) -> None:
    text = odd.client().post("/sign-in", data={"login": login, "password": "x"}).text
    assert active(text) == []
