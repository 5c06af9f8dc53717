"""`landwatch paper` makes official papers under numbers, lists, voids them, and finds those out of date."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from pypdf import PdfReader
from shapely import box
from typer.testing import CliRunner, Result

from landwatch.casework.papers import kind_named
from landwatch.cli import app
from landwatch.model import Cluster, Contract, ContractForm, Parcel, Source
from landwatch.registry import Register

DAY = "2023-12-31"
GIVEN = ("--given", "demanded=动工", "--given", "answer_by=十日内")
NOTICE = ("make", "breach_notice", "C-1", "--on", DAY, *GIVEN)
OFFICE = """\
code: 綦规资
office: 区规划和自然资源局
contact: 王示例
telephone: 023-48600000
"""
FIRST = "綦规资违告〔2023〕1号"
SOURCE = Source(name="台账.xlsx", sha256="ab" * 32, kind="ledger")


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working directory with a register of one contract in default, and the folder of papers."""
    monkeypatch.chdir(tmp_path)
    for name, value in (
        ("ACTOR", "赵六"),
        ("LANG", "en"),
        ("DATABASE", "gpkg:///r.gpkg"),
        ("PAPERS", "文书"),
    ):
        monkeypatch.setenv(f"LANDWATCH_{name}", value)
    (tmp_path / "文书").mkdir()
    (tmp_path / "文书" / "office.yaml").write_text(OFFICE, encoding="utf-8")
    ground = box(106.60, 29.00, 106.602, 29.002)
    parcel = Parcel(parcel_no="P-1", cluster="桥河", registered_area_cm2=400_000_000, geometry=ground)
    contract = Contract(
        contract_no="C-1",
        form=ContractForm.GF_2008_2601,
        holder="甲机械有限公司",
        grantor="区规划和自然资源局",
        project_name="机械项目",
        location="桥河组团",
        land_use="工业用地",
        area_cm2=400_000_000,
        signed_on=date(2020, 1, 2),
        agreed_commencement=date(2023, 12, 21),
        agreed_completion=date(2026, 1, 2),
        price_fen=1_550_000_000,
        commencement_damages_ppb=500_000,
        parcel_nos=("P-1",),
    )
    with Register.create("gpkg:///r.gpkg") as register:
        register.add(
            source=SOURCE,
            recorded_at=datetime(2024, 1, 5, 9, 30, tzinfo=UTC),
            recorded_by="赵六",
            clusters=[Cluster(name="桥河", name_en="Qiaohe", geometry=ground)],
            parcels=[parcel],
            contracts=[contract],
        )


def run(*arguments: str, code: int = 0) -> Result:
    """Run a command."""
    result = CliRunner().invoke(app, ["paper", *arguments])
    assert result.exit_code == code, result.output
    return result


def printed(*arguments: str) -> str:
    """What a paper made as PDF says, without blanks and places to break."""
    run(*NOTICE, *arguments, "--out", "p.pdf")
    text = "".join(page.extract_text() for page in PdfReader("p.pdf").pages)
    return "".join(text.replace("\u200b", "").split())


def listed() -> list[dict[str, Any]]:
    """The papers, as the command lists them."""
    found: list[dict[str, Any]] = json.loads(run("list", "--json").stdout)["papers"]
    return found


def test_a_paper_says_what_the_register_says() -> None:
    text = printed()
    assert FIRST in text and "甲机械有限公司：" in text
    # 15,500,000 yuan × 0.5 ‰ × 10 days
    assert "逾期开工违约金77,500.00元（15,500,000.00元×0.5‰/日×10日）" in text


def test_a_paper_is_kept_with_its_bytes() -> None:
    made = json.loads(run(*NOTICE, "--out", "p.pdf", "--json").stdout)
    with Register.open("gpkg:///r.gpkg") as register:
        document, content = register.document(made["sha256"])
    assert (made["number"], document.number) == (FIRST, FIRST)
    assert content == Path("p.pdf").read_bytes()


def test_the_text_of_a_paper_that_was_signed_off_is_no_letter_that_was_sent() -> None:
    run(*NOTICE)
    with Register.open("gpkg:///r.gpkg") as register:
        assert [each.kind for each in register.documents("C-1")] == ["违约告知书签发稿"]


def test_a_word_file_says_the_same() -> None:
    run(*NOTICE, "--format", "docx", "--out", "p.docx")
    body = docx.Document(BytesIO(Path("p.docx").read_bytes())).element.body
    text = "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))
    assert FIRST in text and "逾期开工违约金77,500.00元" in text and "{{" not in text


def test_a_layout_of_the_office_goes_first() -> None:
    write_layout(tags())
    run(*NOTICE, "--format", "docx", "--out", "p.docx")
    assert docx.Document("p.docx").paragraphs[0].text == f"{FIRST} 违约告知书"


def test_a_layout_that_leaves_a_particular_out_is_refused_and_takes_no_number() -> None:
    write_layout(tags(without="claim"))
    assert "leaves out claim" in run(*NOTICE, "--format", "docx", code=2).stderr
    assert listed() == []


def test_a_layout_that_names_what_there_is_not_is_refused() -> None:
    write_layout(["{{ weather }}"])
    assert "'weather' is undefined" in run(*NOTICE, "--format", "docx", code=2).stderr


def test_what_is_missing_is_named_and_no_number_is_taken() -> None:
    refused = run("make", "investigation_notice", "C-1", "--on", DAY, code=2).stderr
    assert "bounds (boundaries; 第六条(二)) is missing: say it with --given boundaries=…" in refused
    assert listed() == []


def test_a_character_without_glyph_is_named_and_no_number_is_taken() -> None:
    refused = run(*NOTICE[:-1], "answer_by=十日内\ue123", code=2).stderr
    assert "U+E123" in refused
    assert listed() == []


def test_a_draft_is_marked_and_not_kept() -> None:
    run("make", "breach_notice", "C-1", "--on", DAY, "--draft", "--out", "d.pdf")
    text = "".join(PdfReader("d.pdf").pages[0].extract_text().split())
    assert "草稿" in text and "【缺：回复期限】" in text
    assert listed() == []


def test_a_file_that_is_there_is_not_replaced_and_no_number_is_taken() -> None:
    Path("p.pdf").write_bytes(b"mine")
    assert "is there already" in run(*NOTICE, "--out", "p.pdf", code=2).stderr
    assert listed() == []


def test_an_office_without_a_code_cannot_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LANDWATCH_PAPERS")
    lines = [line.replace(": ", "=", 1) for line in OFFICE.splitlines()[1:]]
    office_says = [part for line in lines for part in ("--given", line)]
    assert "no code for numbers" in run(*NOTICE, *office_says, code=2).stderr


def test_a_line_of_the_office_that_no_paper_takes_is_named() -> None:
    Path("文书/office.yaml").write_text("weather: 晴\n", encoding="utf-8")
    assert "weather is unknown" in run(*NOTICE, code=2).stderr


def test_a_voided_paper_stands_in_the_list_with_the_reason() -> None:
    run(*NOTICE)
    run("void", FIRST, "--reason", "收件人有误")
    assert [(each["number"], each["voided"], each["reason"]) for each in listed()] == [
        (FIRST, True, "收件人有误")
    ]
    assert "收件人有误" in run("list").output


def test_papers_that_agree_are_said_to() -> None:
    run(*NOTICE)
    assert "Every paper agrees" in run("check").output


def test_a_correction_shows_which_papers_no_longer_agree() -> None:
    run(*NOTICE)
    changed = ["correct", "contract", "C-1", "--set", "约定开工时间=2023-12-26", "--reason", "录入有误"]
    assert CliRunner().invoke(app, changed).exit_code == 0
    (found,) = json.loads(run("check", "--json", code=1).stdout)["papers"]
    assert [each["field"] for each in found["differences"]] == ["breach", "claim"]
    # 15,500,000 yuan × 0.5 ‰ × 5 days
    assert found["differences"][1]["today"].startswith("逾期开工违约金38,750.00元")
    assert FIRST in run("check", code=1).output


def test_a_voided_paper_need_not_agree() -> None:
    run(*NOTICE)
    run("void", FIRST, "--reason", "收件人有误")
    CliRunner().invoke(app, ["correct", "contract", "C-1", "--set", "成交价格=1900万元", "--reason", "有误"])
    assert json.loads(run("check", "--json").stdout) == {"papers": []}


def tags(without: str = "") -> list[str]:
    """The lines of a layout with what a notice of default must carry."""
    must = kind_named("breach_notice").on(date.fromisoformat(DAY)).must
    return ["{{ number }} {{ title }}", *(f"{{{{ {name} }}}}" for name in must if name != without)]


def write_layout(lines: list[str]) -> None:
    """Put the office's own layout of the notice into its folder."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save("文书/breach_notice.docx")
