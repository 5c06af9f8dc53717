"""The documentation says what landwatch does: its commands run, its words are those of the glossary."""

from __future__ import annotations

import ast
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from playwright.sync_api import Browser

import landwatch as package
from landwatch.cli import app
from landwatch.settings import Settings

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PACKAGE = Path(package.__file__).parent
CONSOLE = re.compile(r"^\$ (.+)$", re.MULTILINE)
IN_CHINESE = sorted(page for page in DOCS.rglob("*.zh.md") if page.parent.name != "reference")
TRANSCRIPTS: dict[str, Any] = runpy.run_path(str(ROOT / "scripts" / "transcripts.py"))


def name_of(page: Path) -> str:
    return page.relative_to(DOCS).as_posix()


@pytest.mark.long
@pytest.mark.timeout(900)  # maps and reports of the whole sample
@pytest.mark.parametrize("page", TRANSCRIPTS["pages"](), ids=name_of)
def test_the_commands_of_a_page_print_what_stands_below_them(page: Path) -> None:
    anew = TRANSCRIPTS["written_anew"](page)
    assert anew == page.read_text(encoding="utf-8"), (
        "write it anew: .venv/bin/python scripts/transcripts.py " + page.relative_to(ROOT).as_posix()
    )


def commands_on(page: Path) -> list[str]:
    """The commands of a page without what is written in a language."""
    spoken = re.compile(r'--note ("[^"]*"|\S+)|--lang \w+|\| grep .*')
    return [spoken.sub("", command) for command in CONSOLE.findall(page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("page", IN_CHINESE, ids=name_of)
def test_a_page_in_chinese_has_the_commands_of_its_english_sister(page: Path) -> None:
    assert commands_on(page) == commands_on(page.with_name(page.name.replace(".zh.md", ".md")))


def test_each_role_has_a_page_in_both_languages() -> None:
    roles = ("auditor", "clerk", "inspector", "manager", "planner")
    assert {f"how-to/{role}.zh.md" for role in roles} <= set(map(name_of, IN_CHINESE))


def test_every_command_stands_on_a_page_that_tells_how_to_use_it() -> None:
    told = "\n".join(page.read_text(encoding="utf-8") for page in (DOCS / "how-to").glob("*.md"))

    def names(command: Any, before: str = "landwatch") -> list[str]:
        below = getattr(command, "commands", None)
        if below is None:
            return [before]
        return [name for key, child in below.items() for name in names(child, f"{before} {key}")]

    # `demo` is one of the two commands of the README.
    missing = [name for name in names(typer.main.get_command(app)) if name not in told]
    assert missing == ["landwatch demo"]


def glossary() -> Iterator[list[str]]:
    lines = (DOCS / "glossary.md").read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("| ")][2:]
    return ([cell.strip() for cell in row.strip("|").split("|")] for row in rows)


def test_the_chinese_page_tells_every_setting() -> None:
    told = re.findall(r"`LANDWATCH_([A-Z_]+)`", (DOCS / "reference" / "settings.zh.md").read_text("utf-8"))
    assert {name.lower() for name in told} == {*Settings.model_fields, "lang"}


def test_the_chinese_page_tells_the_numbers_that_hold_where_nothing_is_set() -> None:
    page = (DOCS / "reference" / "settings.zh.md").read_text("utf-8")
    rows = re.findall(r"^\| ((?:`[A-Z_]+`、?)+) \| ([\d、]+) \|", page, re.MULTILINE)
    told = {
        name.removeprefix("LANDWATCH_").lower(): int(number)
        for names, numbers in rows
        for name, number in zip(re.findall("[A-Z_]+", names), numbers.split("、"), strict=True)
    }
    numbers = {name: each.default for name, each in Settings.model_fields.items() if each.annotation is int}
    assert told == numbers


def test_every_term_has_chinese_code_and_words_that_are_not_used() -> None:
    assert [row[0] for row in glossary() if len(row) != 5 or not all(row)] == []


def test_every_name_of_the_code_in_the_glossary_is_a_name_of_the_code() -> None:
    named = {name for row in glossary() for name in re.findall(r"`(\w+)`", row[2])}
    sources = Path(package.__file__).parent.rglob("*.py")
    known = {word for source in sources for word in re.findall(r"\w+", source.read_text(encoding="utf-8"))}
    assert named - known == set()


def test_no_docstring_of_a_module_uses_a_word_that_the_glossary_rules_out() -> None:
    wrong = [word.strip() for row in glossary() for word in row[4].split(",")]
    pattern = re.compile(rf"(?<![\w`])({'|'.join(map(re.escape, wrong))})(?!\w)", re.IGNORECASE)
    sources = sorted(Path(package.__file__).parent.rglob("*.py"))
    docstrings = {source: ast.get_docstring(ast.parse(source.read_text("utf-8"))) or "" for source in sources}
    used = {source.name: pattern.findall(text) for source, text in docstrings.items() if pattern.search(text)}
    assert used == {}


def test_no_chinese_text_uses_a_word_that_the_glossary_rules_out() -> None:
    wrong = {word.strip() for row in glossary() for word in row[4].split(",") if not word.isascii()}
    package_texts = (*PACKAGE.rglob("*.po"), *PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html"))
    texts = {path.name: path.read_text("utf-8") for path in (*package_texts, *DOCS.rglob("*.zh.md"))}
    assert {(name, word) for name, text in texts.items() for word in wrong if word in text} == set()


def test_a_word_that_is_ruled_out_is_no_term_of_its_own() -> None:
    terms = {row[0] for row in glossary()}
    assert {word.strip() for row in glossary() for word in row[4].split(",")} & terms == set()


@pytest.mark.long
def test_the_site_asks_the_network_for_nothing_and_finds_chinese_words(
    tmp_path: Path, chromium: Browser
) -> None:
    subprocess.run(
        [sys.executable, "-m", "sphinx", "--quiet", "--fail-on-warning", DOCS, tmp_path / "site"],
        check=True,
        cwd=ROOT,
    )
    asked: list[str] = []
    with chromium.new_context() as context:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        for written in sorted((tmp_path / "site").rglob("*.html")):
            page.goto(written.as_uri())
        page.goto((tmp_path / "site" / "search.html").as_uri() + "?q=巡查导航图")
        page.wait_for_selector("ul.search li a")
        found = page.locator("ul.search li a").all_inner_texts()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert any("管理" in title for title in found)


FRONT = [ROOT / name for name in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md")]
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


@pytest.mark.parametrize("page", FRONT, ids=lambda page: page.name)
def test_every_link_of_the_first_pages_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_both_readmes_lead_to_the_same_pages_and_tell_the_same_figures() -> None:
    english, chinese = (page.read_text(encoding="utf-8") for page in FRONT[:2])
    assert [link.replace(".zh.md", ".md") for link in LINK.findall(chinese)[1:]] == LINK.findall(english)[1:]
    assert re.findall(r"\d[\d,.]*\.\d+", chinese) == re.findall(r"\d[\d,.]*\.\d+", english)
