"""What is kept about persons, from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests import photographs
from tests.commands import Landwatch
from tests.office import LEDGER, write_office

CONTRACT = LEDGER[0]["合同编号"]
PICTURE = b"\xff\xd8\xff\xe0 face"


@pytest.fixture
def filled(landwatch: Landwatch, tmp_path: Path) -> Landwatch:
    """A register with a person who was met, and the paper of a decision."""
    assert landwatch("import", write_office(tmp_path / "office")).exit_code == 0
    face, paper = tmp_path / "face.jpg", tmp_path / "decision.txt"
    face.write_bytes(PICTURE)
    paper.write_text("decided", encoding="utf-8")
    met = ("--name", "张三", "--telephone", "138 0000 0000", "--file", face, "--by", "杨示远")
    assert landwatch("personal", "add", "--contract", CONTRACT, *met).exit_code == 0
    assert landwatch("attach", paper, "--contract", CONTRACT, "--number", "文1号").exit_code == 0
    return landwatch


@pytest.fixture
def kept(filled: Landwatch) -> list[dict[str, Any]]:
    """What the list says: the name, the telephone, the picture."""
    found: list[dict[str, Any]] = json.loads(filled("personal", "list", "--json").stdout)
    return found


def test_the_list_names_what_is_kept_without_its_content(filled: Landwatch) -> None:
    told = filled("personal", "list").output
    assert "telephone of a person met" in " ".join(told.split())
    assert "138" not in told


def test_the_list_of_a_person_is_that_of_the_contract(filled: Landwatch, kept: list[dict[str, Any]]) -> None:
    for of in ("13800000000", CONTRACT):
        assert json.loads(filled("personal", "list", "--of", of, "--json").stdout) == kept


def test_a_text_is_shown_on_the_screen(filled: Landwatch, kept: list[dict[str, Any]]) -> None:
    assert "138 0000 0000" in filled("personal", "show", kept[1]["item"][:10]).output


def test_a_picture_is_written_to_a_new_file(
    filled: Landwatch, kept: list[dict[str, Any]], tmp_path: Path
) -> None:
    out = tmp_path / "out.jpg"
    assert filled("personal", "show", kept[2]["item"], "--out", out).exit_code == 0
    assert out.read_bytes() == PICTURE
    again = filled("personal", "show", kept[2]["item"], "--out", out)
    assert (again.exit_code, "is there already" in again.stderr) == (2, True)


def test_a_picture_without_a_file_to_write_is_refused(filled: Landwatch, kept: list[dict[str, Any]]) -> None:
    result = filled("personal", "show", kept[2]["item"])
    assert (result.exit_code, "name a new file for it (--out)" in result.stderr) == (2, True)


def test_a_person_gets_everything_as_a_page(filled: Landwatch, tmp_path: Path) -> None:
    out = tmp_path / "told.html"
    assert filled("personal", "print", "--of", "张三", "--format", "html", "--out", out).exit_code == 0
    page = out.read_text(encoding="utf-8")
    assert "138 0000 0000" in page and "data:image/jpeg" in page


def test_a_person_gets_everything_in_chinese(filled: Landwatch) -> None:
    told = filled("personal", "print", "--of", "张三", "--lang", "zh").output
    assert "姓名" in told and "联系核实" in told


@pytest.mark.parametrize(
    "command", [["list", "--of", "张三"], ["print", "--of", "张三"], ["show", "ITEM"]], ids=" ".join
)
def test_a_look_is_noted_in_the_log_of_access(
    filled: Landwatch, kept: list[dict[str, Any]], command: list[str]
) -> None:
    item = kept[0]["item"]
    filled("personal", *(item if word == "ITEM" else word for word in command))
    (line,) = json.loads(filled("person", "log", "list", "--json").stdout)
    assert line["deed"] == "looked at personal data"
    assert item in line["about"]["items"]


def test_to_list_what_is_kept_for_a_contract_is_no_look_at_a_person(filled: Landwatch) -> None:
    filled("personal", "list", "--of", CONTRACT)
    assert json.loads(filled("person", "log", "list", "--json").stdout) == []


def test_nothing_has_expired_today(filled: Landwatch) -> None:
    assert filled("personal", "expired").exit_code == 0


def test_what_has_expired_ends_with_1(filled: Landwatch) -> None:
    result = filled("personal", "expired", "--on", "2099-01-01", "--json")
    assert result.exit_code == 1
    assert [one["kind"] for one in json.loads(result.stdout)] == ["person_name", "person_phone"]


def destroy(landwatch: Landwatch, *items: str, second: str = "李四") -> Any:
    """Destroy items by decision of two persons."""
    why = ("--reason", "保存期满", "--document", "文1号", "--by", "王五", "--second", second)
    return landwatch("personal", "destroy", *items, *why)


def test_what_was_destroyed_is_listed_with_the_decision_and_intact(
    filled: Landwatch, kept: list[dict[str, Any]]
) -> None:
    assert destroy(filled, kept[1]["item"]).exit_code == 0
    (listed,) = [one for one in json.loads(filled("personal", "list", "--json").stdout) if one["destroyed"]]
    assert listed["destroyed"]["second_person"] == "李四"
    verified = filled("journal", "verify")
    assert verified.exit_code == 0
    assert "1 content was destroyed by decision, which is no fault." in verified.output


def test_a_backup_that_still_holds_it_is_named_on_the_screen(
    filled: Landwatch, kept: list[dict[str, Any]], tmp_path: Path
) -> None:
    filled("backup", "backup.gpkg")
    told = destroy(filled, kept[1]["item"]).output
    assert "Still in these copies of the register" in told
    assert "backup.gpkg" in "".join(told.split())


def test_to_destroy_alone_is_refused(filled: Landwatch, kept: list[dict[str, Any]]) -> None:
    result = destroy(filled, kept[1]["item"], second="王五")
    assert (result.exit_code, "cannot be both" in result.stderr) == (2, True)


def test_to_destroy_twice_is_said(filled: Landwatch, kept: list[dict[str, Any]]) -> None:
    destroy(filled, kept[1]["item"])
    assert "All of it was destroyed already." in destroy(filled, kept[1]["item"]).output


# Photographs from before


def test_photographs_beside_the_register_are_taken_in(filled: Landwatch, tmp_path: Path) -> None:
    photographs.lay(f"gpkg:///{tmp_path}/landwatch.gpkg", photographs.PICTURE)
    result = filled("personal", "take-in")
    assert result.exit_code == 0
    assert "1 taken in, 0 were in the register already" in " ".join(result.output.split())
    assert "does not need the folder any more" in " ".join(result.output.split())


def test_a_changed_photograph_is_named_and_ends_with_1(filled: Landwatch, tmp_path: Path) -> None:
    photographs.lay(f"gpkg:///{tmp_path}/landwatch.gpkg", photographs.PICTURE, kept=b"another")
    result = filled("personal", "take-in")
    assert result.exit_code == 1
    assert "is not what was photographed" in " ".join(result.output.split())


@pytest.mark.parametrize("command", [["init"], ["db", "upgrade"]], ids=" ".join)
def test_to_bring_a_register_up_to_date_takes_them_in(
    filled: Landwatch, tmp_path: Path, command: list[str]
) -> None:
    photographs.lay(f"gpkg:///{tmp_path}/landwatch.gpkg", photographs.PICTURE)
    assert "1 taken in" in filled(*command).output


def test_without_photographs_beside_the_register_that_is_said(filled: Landwatch) -> None:
    assert "No photographs lie beside the register." in filled("personal", "take-in").output
