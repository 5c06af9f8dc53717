"""Two thousand requests drawn from each description: none breaks the server, and each answer fits."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from landwatch.services.sample.sample_office import SampleOffice
from tests.web import forty_contracts
from tests.web.forty_contracts import NUMBERS
from tests.web.visiting import Served, serve_here

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]

CASES = 2000
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)


@pytest.mark.parametrize(
    ("described", "expected"),
    [
        ("/api/v1/openapi.json", {200, 201, 404, 422}),
        ("/field/v1/openapi.json", {200, 201, 202, 404, 422}),
    ],
)
def test_two_thousand_drawn_requests_are_answered_as_described(
    tmp_path: Path, seed: int, described: str, expected: set[int]
) -> None:
    url = f"gpkg:///{tmp_path / 'register.gpkg'}"
    token = forty_contracts.make(url)
    with serve_here(SampleOffice(url, ())) as served:
        told = answered_as_described(served, described, token, seed)
    assert sum(told.values()) >= CASES
    assert expected <= set(told)


@schemathesis.serializer("application/offset+octet-stream")
def piece(_ctx: schemathesis.SerializationContext, value: object) -> bytes:
    """A piece of a file as it is sent."""
    return value if isinstance(value, bytes) else str(value).encode()


def answered_as_described(served: Served, address: str, token: str, seed: int) -> Counter[int]:
    """Send what is drawn; how often which status was answered."""
    described = schemathesis.openapi.from_asgi(address, served.app)
    operations = [each.ok() for each in described.get_all_operations()]
    told: Counter[int] = Counter()
    for operation in operations:

        @seeded(seed)
        @settings(
            max_examples=-(-CASES // len(operations)),
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(
            case=st.one_of(map(operation.as_strategy, GenerationMode)),
            is_there=st.booleans(),
        )
        def answered(case: schemathesis.Case, is_there: bool) -> None:
            if is_there and "contract_no" in (case.path_parameters or {}):
                case.path_parameters["contract_no"] = NUMBERS[0]
            if is_there and isinstance(case.body, dict) and "login" in case.body:
                case.body |= {"login": "inspector", "contract_no": NUMBERS[0]}
            if is_there and "uuid" in (case.path_parameters or {}):
                case.path_parameters["uuid"] = "4ae15f41-c0a8-5df3-9122-9f5e48fc0b0f"
            answer = case.call(headers={"Authorization": f"Bearer {token}"})
            told[answer.status_code] += 1
            case.validate_response(answer, checks=list(CHECKS))

        answered()
    return told
