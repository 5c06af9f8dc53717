"""The notes of a release are its section of the changelog, or the release is refused."""

from __future__ import annotations

import re
import runpy
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
TEXT = """# Changes

## Unreleased

### Fixed
- Not yet.

## 1.1.0 (2026-02-03)

### Added
- One thing.

## 1.0.0 (2026-01-02)
"""


@pytest.fixture
def notes() -> Callable[[str, str], str]:
    found: Callable[[str, str], str] = runpy.run_path(str(ROOT / "scripts" / "release_notes.py"))["notes"]
    return found


def test_the_notes_are_the_section_of_the_version(notes: Callable[[str, str], str]) -> None:
    assert notes("1.1.0", TEXT) == "### Added\n- One thing.\n"


@pytest.mark.parametrize("version", ["1.0.0", "1.2.0", "Unreleased"])
def test_a_version_without_notes_is_refused_with_what_to_write(
    notes: Callable[[str, str], str], version: str
) -> None:
    with pytest.raises(SystemExit, match=f"## {version} .YYYY-MM-DD."):
        notes(version, TEXT)


def test_the_changelog_says_each_thing_once() -> None:
    commands = re.findall(r"^- `(landwatch [a-z]+(?: [a-z|]+)?)[^`]*`:", CHANGELOG, re.MULTILINE)
    entries = [line for line in CHANGELOG.splitlines() if line.startswith("- ")]
    assert [entry for entry, times in Counter([*commands, *entries]).items() if times > 1] == []


def test_a_heading_of_the_changelog_stands_once_in_a_version() -> None:
    for section in CHANGELOG.split("\n## ")[1:]:
        headings = re.findall(r"^### (.+)$", section, re.MULTILINE)
        assert headings == sorted(
            set(headings), key=("Added", "Changed", "Removed", "Fixed", "Security").index
        )
