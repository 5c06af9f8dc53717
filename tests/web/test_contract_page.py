"""The page of a contract: words and numbers of the sample by hand, what it leaves out, and what it sends."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pandas as pd
import pytest
from pypdf import PdfReader
from starlette.testclient import TestClient

from landwatch.access import Deed
from landwatch.model import (
    Contract,
    Direction,
    Document,
    Event,
    EventType,
    Indicator,
    IndicatorStage,
    Instalment,
    Source,
)
from landwatch.registry import Act, Register
from tests.web.visiting import Served

# Of the sample, in 庆江: agreed commencement 2020-11-30, agreed completion 2022-05-31, 6,840,000 yuan, 0.5 ‰.
NO = "渝綦工2019-070"
PAGE = f"/contracts/{quote(NO, safe='')}"
PHASED = "/contracts/" + quote("渝綦工2018-051", safe="")
MARK = "<script>alert(1)</script>"
ODD = f"甲/乙 1{MARK}"
AT = datetime(2024, 1, 6, 3, 0, tzinfo=UTC)
LETTER = b"%PDF-1.7 <script>alert(1)</script>"


@pytest.fixture(scope="module")
def text(read_only: Served) -> str:
    """The page as the inspector of its cluster sees it."""
    return plain(read_only.signed_in("inspector").get(PAGE).text)


def plain(page: str) -> str:
    """The words of a page, with single blanks."""
    words = re.sub(r"<[^>]*>", " ", re.sub(r"</?span[^>]*>", "", page))
    return re.sub(r"\s+", " ", html.unescape(words))


def told_by(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return plain(answer.text)


def test_the_first_sentence_says_what_is_open(text: str) -> None:
    assert (
        "1126 days late in commencement: due 2020-11-30 (contract), not commenced; "
        "579 days late in completion: due 2022-05-31, not completed; recognised as idle"
    ) in text


def test_badges_name_every_state(text: str) -> None:
    assert "Commencement default Completion default recognised as idle approvals suspended" in text


def test_holder_cluster_and_area_stand_at_the_head(text: str) -> None:
    assert "新材料生产线建设项目 · 渝南设峰新材料有限公司" in text
    assert "庆江 · Map of the cluster · 36.36 mu" in text


def test_damages_are_told_with_how_they_come_about(text: str) -> None:
    # 6,840,000 × 0.0005 × 1126 and × 579.
    assert "3,850,920.00 yuan = 6,840,000.00 yuan × 0.5 ‰ × 1126 days" in text
    assert "1,980,180.00 yuan = 6,840,000.00 yuan × 0.5 ‰ × 579 days" in text


def test_what_to_do_next_names_who_and_the_clause(text: str) -> None:
    assert (
        "serious commencement default serve the default notice, demand commencement, compute the damages"
        in text
    )
    assert "holder · GF-2008-2601 第十六条、第三十三条; 53号令第二条" in text


def test_the_time_line_tells_the_delay_up_to_the_day_judged(text: str) -> None:
    assert "Commencement Agreed 2020-11-30 Actual not recorded Late 1126 days still running" in text
    assert "Handover Agreed 2020-04-03 Actual 2020-04-02" in text


def test_the_explanation_leads_to_document_and_recorder(text: str) -> None:
    assert "recognised as idle: 2022-04-22 綦规资闲〔2022〕134号; landwatch demo 2024-01-05 17:00" in text


def test_facts_stand_with_day_document_and_who_recorded_them(text: str) -> None:
    assert "2020-12-15 demand letter served 綦规资催〔2020〕87号 landwatch demo 2024-01-05 17:00" in text
    assert "2 older visits" in text


def test_the_contract_says_what_was_agreed_and_names_what_is_missing(text: str) -> None:
    assert "Contract price 6,840,000.00 yuan" in text
    assert "Daily rate, late commencement 0.5 ‰" in text
    assert "Project code" in text.partition("fields not recorded")[2]


def test_its_place_names_parcel_and_neighbours(text: str) -> None:
    assert "500110006003GB00005 36.36" in text
    assert "GB00006" in text
    assert "10 contracts around it" in text


def test_the_history_tells_what_came_from_which_file(text: str) -> None:
    assert re.search(r"2024-01-05 17:00 landwatch demo recorded contract × 1, .*? ledger\.xlsx", text)
    assert "Contract signed 2019-12-12" in text


def test_each_phase_has_its_own_days(read_only: Served) -> None:
    text = told_by(read_only.signed_in("manager"), PHASED)
    assert "Completion phase 2 Agreed 2022-08-31 Actual not recorded Late 487 days still running" in text
    assert "1 74.51 mu 2019-06-30 2020-12-31" in text


def test_every_link_asks_about_the_same_day_and_instant(read_only: Served) -> None:
    asked = "on=2023-06-30&known_at=2024-01-06"
    page = read_only.signed_in("inspector").get(f"{PAGE}?{asked}").text
    main = page.partition("<main")[2].partition("</main>")[0]
    links = [html.unescape(link) for link in re.findall(r'href="(/[^"]*)"', main)]
    assert any("/dossier.pdf" in link for link in links)
    # What was known then, and what is known now, are other instants on purpose.
    assert [link for link in links if "on=2023-06-30" not in link] == []
    assert "942 days late in commencement" in page


def test_as_known_before_it_was_recorded_there_is_no_contract(read_only: Served) -> None:
    client = read_only.signed_in("inspector")
    assert client.get(PAGE, params={"known_at": "2024-01-04"}).status_code == 404


def test_a_planner_sees_no_amount_of_money(read_only: Served) -> None:
    page = read_only.signed_in("planner").get(PAGE).text
    assert "late commencement (claim): amounts are not shown to this role" in plain(page)
    assert [amount for amount in amounts_of(read_only) if amount in page] == []
    assert "yuan" not in plain(page)


def amounts_of(served: Served) -> Iterator[str]:
    """Every amount of the contract, however it could be written."""
    row = served.office.kept.assessment(date(2023, 12, 31)).assessment.contracts.loc[NO]
    for column in row.index[row.index.str.endswith("_fen")]:
        fen = row[column]
        if pd.notna(fen) and fen:
            yield f"{int(fen):d}"
            yield f"{int(fen) // 100:d}"
            yield f"{int(fen) // 100:,}"


def test_the_form_of_the_review_stands_for_those_who_may_review(read_only: Served) -> None:
    assert 'name="verdict"' in read_only.signed_in("inspector").get(PAGE).text
    assert 'name="verdict"' not in read_only.signed_in("manager").get(PAGE).text


def test_a_review_sent_from_the_page_leads_back_to_it(served: Served) -> None:
    client = served.signed_in("inspector")
    said = {"verdict": "confirmed", "note": "现场未动工", "day": "2023-12-30"}
    answer = client.post(f"{PAGE}/reviews", data=said)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}#reviews")
    assert "confirmed 2023-12-30 · inspector 现场未动工" in told_by(client, PAGE)


def test_a_review_that_is_refused_leaves_the_page_with_what_was_written(served: Served) -> None:
    answer = served.signed_in("inspector").post(f"{PAGE}/reviews", data={"verdict": "", "note": "现场未动工"})
    assert answer.status_code == 422
    assert "Choose what was found" in answer.text
    assert 'value="现场未动工"' in answer.text
    assert '<section class="sheet" id="why"' in answer.text


PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture
def photographed(served: Served) -> Served:
    """The office after a review with a photograph."""
    said = {"verdict": "confirmed", "note": "现场未动工", "day": "2023-12-30"}
    photo = {"photos": ("大门.png", PICTURE, "image/png")}
    assert served.signed_in("inspector").post(f"{PAGE}/reviews", data=said, files=photo).status_code == 303
    return served


def photo_of(served: Served) -> str:
    page = served.signed_in("inspector").get(PAGE).text
    [link] = re.findall(r'<a href="([^"]*/photos/[^"]*)">', page)
    return html.unescape(link)


def test_a_photograph_of_a_review_is_shown_and_the_look_is_noted(photographed: Served) -> None:
    answer = photographed.signed_in("inspector").get(photo_of(photographed))
    assert (answer.content, answer.headers["content-type"]) == (PICTURE, "image/png")
    newest = photographed.office.access.log(1)[0]
    assert (newest.deed, newest.about["contract"]) == (Deed.LOOKED_AT_PERSONAL_DATA, NO)


def test_whose_role_sees_no_photographs_gets_none(photographed: Served) -> None:
    planner = photographed.signed_in("planner")
    assert "1 photograph, not shown to this role" in told_by(planner, PAGE)
    assert planner.get(photo_of(photographed)).status_code == 403


@pytest.fixture
def filed(served: Served) -> Served:
    """The office with a letter attached to the contract."""
    letter = Document(
        sha256="",
        size=0,
        file_name="../催告书 1.html",
        kind="催告书",
        number="綦规资催〔2024〕1号",
        day=date(2024, 1, 5),
        title="催告书",
        contract_no=NO,
    )
    with Register.open(served.sample.database) as register:
        register.attach(letter, LETTER, Act(by="赵六", at=AT, reason="归档"))
    return served


def letter_of(page: str) -> str:
    [link] = re.findall(r'href="([^"]*/documents/[^"]*)"', page)
    return html.unescape(link)


def test_a_document_comes_as_it_was_attached_and_is_never_shown(filed: Served) -> None:
    client = filed.signed_in("inspector")
    answer = client.get(letter_of(client.get(PAGE).text))
    assert answer.content == LETTER
    assert answer.headers["content-disposition"] == (f"attachment; filename*=UTF-8''{quote('催告书 1.html')}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_document_stands_with_number_and_who_attached_it(filed: Served) -> None:
    text = told_by(filed.signed_in("inspector"), PAGE)
    assert (
        "催告书 催告书 · ../催告书 1.html · 34 Bytes 綦规资催〔2024〕1号 2024-01-05 赵六 2024-01-06 11:00"
        in text
    )


def test_a_document_is_sent_only_for_its_own_contract(filed: Served) -> None:
    other = "/contracts/" + quote("渝綦工2019-011", safe="")
    digest = sha256(LETTER).hexdigest()
    assert filed.signed_in("inspector").get(f"{other}/documents/{digest}").status_code == 404


def test_a_document_that_was_not_known_yet_is_not_listed(filed: Served) -> None:
    text = told_by(filed.signed_in("inspector"), f"{PAGE}?known_at=2024-01-05")
    assert "None is attached." in text


def test_who_took_a_document_away_is_noted(filed: Served) -> None:
    client = filed.signed_in("inspector")
    client.get(letter_of(client.get(PAGE).text))
    [newest, *_before] = filed.office.access.log(5)
    assert (newest.deed, newest.login) == (Deed.EXPORTED, "inspector")
    assert newest.about == {"contract": NO, "document": sha256(LETTER).hexdigest()}


def test_the_dossier_says_day_instant_journal_and_hash(read_only: Served) -> None:
    client = read_only.signed_in("inspector")
    answer = client.get(f"{PAGE}/dossier.pdf")
    head = read_only.office.kept.head()
    assert answer.headers["content-type"] == "application/pdf"
    text = dense(answer.content)
    assert head is not None
    assert f"line{head.sequence},{head.hash}" in text
    assert re.search(r"dossier ([0-9a-f]{64})", client.get(PAGE).text)[1] in text  # type: ignore[index]
    assert "Judgedattheendof2023-12-31" in text
    assert "3,850,920.00yuan=6,840,000.00yuan×0.5‰×1126days" in text


def test_the_dossier_has_a_line_for_each_source(read_only: Served) -> None:
    text = dense(read_only.signed_in("inspector").get(f"{PAGE}/dossier.pdf").content)
    sources = text.rpartition("Sources")[2]
    assert {"ledger.xlsx", "patrols.csv", "letters.csv"} <= set(re.findall(r"[a-z_]+\.(?:xlsx|csv)", sources))


def test_the_dossier_of_a_planner_has_no_amount(read_only: Served) -> None:
    text = dense(read_only.signed_in("planner").get(f"{PAGE}/dossier.pdf").content)
    assert [amount for amount in amounts_of(read_only) if amount in text] == []
    assert "yuan" not in text


def test_the_dossier_speaks_chinese(read_only: Served) -> None:
    text = dense(read_only.signed_in("inspector").get(f"{PAGE}/dossier.pdf?lang=zh").content)
    assert "出让合同渝綦工2019-070履约卷宗" in text


def dense(pdf: bytes) -> str:
    pages = PdfReader(BytesIO(pdf)).pages
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))


@pytest.fixture
def attacked(served: Served) -> Served:
    """The office with a contract, a fact, a document and a review that have script in every field."""
    texts = "supervision_no form project_name project_code location holder holder_code grantor supply_method"
    fields: dict[str, Any] = dict.fromkeys([*texts.split(), "land_use", "industry"], MARK)
    contract = Contract(
        contract_no=ODD,
        **fields,
        signed_on=date(2020, 1, 1),
        agreed_commencement=date(2020, 6, 30),
        parcel_nos=(MARK,),
        instalments=(Instalment(number=MARK, due_on=date(2020, 2, 1), amount_fen=100),),
        indicators=(
            Indicator(
                name=MARK,
                value=Decimal(1),
                unit=MARK,
                direction=Direction.MIN,
                stage=IndicatorStage.ACCEPTANCE,
            ),
        ),
    )
    facts = [
        Event(
            contract_no=ODD,
            type=EventType.GOVERNMENT_CAUSE,
            start=date(2020, 5, 1),
            phase=MARK,
            document=MARK,
            details={"verified": True, "note": MARK, "ground": MARK, MARK: MARK},
        ),
        Event(
            contract_no=ODD,
            type=EventType.REVIEW,
            day=date(2023, 12, 1),
            details={
                "verdict": "confirmed",
                "note": MARK,
                "person": MARK,
                "photos": [{"name": MARK, "item": MARK}],
            },
        ),
    ]
    with Register.open(served.sample.database) as register:
        register.add(
            source=Source(name=MARK, sha256="0" * 64, kind="test"),
            recorded_by=MARK,
            recorded_at=AT,
            contracts=[contract],
            events=facts,
        )
        letter = Document(
            sha256="", size=0, file_name=f"{MARK}.pdf", kind=MARK, number=MARK, title=MARK, contract_no=ODD
        )
        register.attach(letter, LETTER, Act(by=MARK, at=AT, reason=MARK))
    return served


def test_script_in_every_field_stays_text(attacked: Served) -> None:
    page = attacked.signed_in("manager").get(f"/contracts/{quote(ODD, safe='')}").text
    assert "<script>alert" not in page
    assert page.count(html.escape(MARK)) > 30


def test_a_number_with_strokes_and_blanks_opens_its_page_and_its_files(attacked: Served) -> None:
    client = attacked.signed_in("manager")
    path = f"/contracts/{quote(ODD, safe='')}"
    page = client.get(path).text
    assert client.get(letter_of(page)).content == LETTER
    assert client.get(f"{path}/dossier.pdf").status_code == 200


def test_what_was_gathered_before_a_default_stands_with_the_days_before_it(read_only: Served) -> None:
    # 渝綦工2020-046 was to be completed by 2023-07-31; on 2023-03-17 somebody had been there.
    address = "/contracts/" + quote("渝綦工2020-046", safe="") + "?on=2023-12-31"
    page = read_only.signed_in("inspector").get(address).text
    part = plain(page[page.index('id="gathered"') : page.index('id="documents"')])
    assert "Before the default of completion, which began on 2023-08-01" in part
    assert "No letter of reminder is on file from before 2023-08-01." in part
    assert "2023-03-17 137 days before patrol" in part


def test_a_page_leads_to_itself_with_its_path_percent_encoded(read_only: Served) -> None:
    assert f'href="{PAGE}?lang=zh"' in read_only.signed_in("inspector").get(PAGE).text
