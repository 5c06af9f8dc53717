"""Who may open what: every route asked by every role, and by nobody, about own and about foreign land.

``routes.yaml`` says what is answered. A route that has no line there fails, as does a line without a route.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Mount
from starlette.testclient import TestClient

from landwatch.web.asked import _Needs
from tests.web.visiting import Served

TABLE: Mapping[str, Mapping[str, str]] = yaml.safe_load(
    Path(__file__).with_name("routes.yaml").read_text(encoding="utf-8")
)
NOBODY = "nobody"
WHO = (NOBODY, "inspector", "planner", "manager", "clerk", "auditor", "admin")

NO_DOCUMENT = {"digest": "0" * 64, "key": "0" * 64, "item": "0" * 32, "number": "XC-19990101-00000000"}

# Of the inspector's cluster 桥河, and of 通惠, which is none of hers.
OWN, FOREIGN = "渝綦工2015-001", "渝綦工2015-002"
PLACES = {
    "own": {
        "contract_no": OWN,
        "cluster": "桥河",
        "figure_id": "live_contracts_count",
        "verb": "split",
        "first": "0",
        "name": "completed",
        "login": "inspector",
        "sequence": "1",
        **NO_DOCUMENT,
    },
    "foreign": {"contract_no": FOREIGN, "cluster": "通惠", "login": "planner", **NO_DOCUMENT},
    "nowhere": {
        "contract_no": "渝綦工1999-999",
        "cluster": "无此组团",
        "login": "niemand",
        "figure_id": "no_figure",
        "verb": "melt",
        "name": "none.js",
        "visit": "XC-19990101-00000000",
        "uuid": "00000000-0000-0000-0000-000000000000",
        "sha256": "0" * 64,
        "zoom": "18",
        "job": "0" * 16,
        "kind": "tea",
        "column": "0",
        "sequence": "999999",
        "row": "0",
    },
    "asset": {"name": "web.js"},
    "": {},
}
# What is wrong with these is found after the right to send them: nothing is written.
BODIES = {
    "POST /api/v1/contracts/{contract_no}/reviews": {"verdict": "fine", "on": "2023-12-20", "note": "看过"},
    "POST /api/v1/contracts/{contract_no}/visits": {"on": "2023-12-20", "works": "fine"},
    "POST /api/v1/patrols/proposals/{visit}/decline": {"reason": "照片不清"},
    "POST /api/v1/jobs": {"kind": "tea"},
    "POST /field/v1/records/{uuid}/decision": {"record": "0" * 64, "keep": True, "reason": "看过"},
}


@dataclass(frozen=True)
class Route:
    """A route of the application."""

    method: str
    path: str
    dependant: Dependant | None

    @property
    def name(self) -> str:
        """How the table calls it: a parameter without the way it is read."""
        plain = re.sub(r":\w+}", "}", self.path)
        return f"{self.method} {plain}"

    @property
    def asks_who(self) -> bool:
        """Whether it asks who is there before anything else."""
        return self.dependant is not None and any(
            isinstance(each.call, _Needs) for each in self.dependant.dependencies
        )


def walked(routes: Iterable[BaseRoute], before: str = "") -> Iterator[Route]:
    """Every route, those of mounted applications too."""
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from walked(inner.routes, before)
        elif isinstance(route, Mount):
            yield from walked(route.routes, before + route.path)
        else:
            dependant = route.dependant if isinstance(route, APIRoute) else None
            methods = set(route.methods)  # type: ignore[attr-defined]
            for method in sorted(methods - {"HEAD"} if "GET" in methods else methods):
                yield Route(method, before + route.path, dependant)  # type: ignore[attr-defined]


def routes_of(served: Served) -> list[Route]:
    return list(walked(served.app.app.routes))  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def people(read_only: Served) -> dict[str, TestClient]:
    """A client for everybody in the table."""
    return {who: read_only.client() if who == NOBODY else read_only.signed_in(who) for who in WHO}


def test_every_route_has_its_line_in_the_table_and_every_line_its_route(read_only: Served) -> None:
    assert sorted(route.name for route in routes_of(read_only)) == sorted(TABLE)


def test_every_route_but_the_public_ones_asks_who_is_there(read_only: Served) -> None:
    assert {route.name for route in routes_of(read_only) if not route.asks_who} == {
        "GET /assets/{name}",
        "GET /healthz",
        "GET /browser",
        "GET /certificate",
        "GET /certificate/landwatch-ca.crt",
        "GET /sign-in",
        "POST /sign-in",
        "GET /api/v1/openapi.json",
        "GET /field",
        "GET /field/worker.js",
        "GET /field/manifest.webmanifest",
        "GET /field/v1/openapi.json",
    }


# A whole page is drawn for each role; the page that it is drawn from is asked for every day.
SLOW = "GET /map/{cluster}/offline.html"
LINES = [
    pytest.param(*(name, of, line), id=f"{name} {of}", marks=[pytest.mark.long] if name == SLOW else [])
    for name, lines in TABLE.items()
    for of, line in lines.items()
]


@pytest.mark.parametrize(("name", "of", "line"), LINES)
def test_a_route_answers_each_role_as_the_table_says(
    people: dict[str, TestClient], read_only: Served, name: str, of: str, line: str
) -> None:
    method, template = name.split(" ", 1)
    path = template
    for parameter, value in PLACES[of].items():
        path = path.replace(f"{{{parameter}}}", quote(value, safe=""))
    assert "{" not in path, f"{path}: say in PLACES what stands for it"
    told = {}
    for who in WHO:
        # Signing out ends a session: that one has a client of its own.
        ends = name == "POST /sign-out" and who != NOBODY
        client = read_only.signed_in(who) if ends else people[who]
        told[who] = client.request(method, path, json=BODIES.get(name)).status_code
    assert told == dict(zip(WHO, map(int, line.split()), strict=True))
