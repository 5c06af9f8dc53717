"""Search finds by any part of a number or name, and nothing of other clusters."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from landwatch.model import Document
from landwatch.registry import Act, Register
from landwatch.web.office import SAMPLE_DAY
from tests.web.visiting import Served

AT = datetime(2024, 1, 6, 3, 0, tzinfo=UTC)
# Of 庆江, which the inspector sees, and of 安稳.
OWN, FOREIGN = "渝綦工2019-070", "渝綦工2021-039"


@pytest.fixture(scope="module")
def inspector(read_only: Served) -> TestClient:
    return read_only.signed_in("inspector")


def test_a_part_of_a_company_is_found(inspector: TestClient) -> None:
    assert "渝綦工2019-070" in inspector.get("/search?q=南设峰").text


def test_the_initials_of_a_company_are_found(inspector: TestClient) -> None:
    assert "渝南设峰新材料有限公司" in inspector.get("/search?q=ynsf").text


def test_a_whole_number_opens_the_contract(inspector: TestClient) -> None:
    answer = inspector.get("/search?q=渝綦工2019-070&on=2023-06-30")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/contracts/%E6%B8%9D%E7%B6%A6%E5%B7%A52019-070?on=2023-06-30"


def test_a_contract_of_another_cluster_is_not_found(inspector: TestClient) -> None:
    # 渝綦工2021-039 lies in 安稳.
    assert "渝綦工2021-039" not in inspector.get("/search?q=2021-039").text


def test_what_is_not_there_is_said(inspector: TestClient) -> None:
    assert "Nothing fits." in inspector.get("/search?q=xyzxyz").text


@pytest.fixture
def filed(served: Served) -> Served:
    """The office with a letter of a contract, one of its parcel, and one of a contract elsewhere."""
    shares = served.office.kept.assessment(SAMPLE_DAY).assessment.snapshot.contract_parcels
    parcel_no = shares.set_index("contract_no").at[OWN, "parcel_no"]
    belongs = [{"contract_no": OWN}, {"parcel_no": parcel_no}, {"contract_no": FOREIGN}]
    with Register.open(served.sample.database) as register:
        for number, belonging in enumerate(belongs, start=1):
            content = f"第{number}份".encode()
            letter = Document(
                file_name=f"扫描件{number}.pdf",
                sha256=sha256(content).hexdigest(),
                size=len(content),
                number=f"綦规资催〔2024〕{number}号",
                title=f"催告书之{number}",
                **belonging,
            )
            register.attach(letter, content, Act(by="赵六", at=AT + timedelta(hours=number), reason="归档"))
    return served


@pytest.mark.parametrize("words", ["告书之1", "扫描件1", "规资催〔2024〕1", "cgsz1"])
def test_a_document_is_found_by_title_file_number_and_initials(filed: Served, words: str) -> None:
    assert OWN in filed.signed_in("inspector").get(f"/search?q={words}").text


def test_a_document_of_a_parcel_leads_to_the_contract_that_lists_it(filed: Served) -> None:
    inspector = filed.signed_in("inspector")
    assert f"/contracts/{quote(OWN)}#documents" in inspector.get("/search?q=告书之2").text
    page = inspector.get(f"/contracts/{quote(OWN)}").text
    [address] = re.findall(r'href="(/contracts/[^"]*/documents/[^"]*)"[^>]*>催告书之2', page)
    assert inspector.get(address).content == "第2份".encode()


def test_a_whole_title_opens_the_documents_of_the_contract(filed: Served) -> None:
    answer = filed.signed_in("inspector").get("/search?q=催告书之1")
    assert answer.headers["location"] == f"/contracts/{quote(OWN)}#documents"


def test_a_document_of_another_cluster_is_not_found(filed: Served) -> None:
    page = filed.signed_in("inspector").get("/search?q=催告书").text
    assert ("催告书之1" in page, "催告书之3" in page) == (True, False)


def test_a_document_that_was_not_known_yet_is_not_found(filed: Served) -> None:
    page = filed.signed_in("manager").get("/search?q=催告书&known_at=2024-01-06T12:30%2B08:00").text
    assert ("催告书之1" in page, "催告书之3" in page) == (True, False)
