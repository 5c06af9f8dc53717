#!/usr/bin/env python3
"""Print the section of CHANGELOG.md of one version: the notes of its release.

Usage: ``.venv/bin/python scripts/release_notes.py 0.2.0``; `make release` tags with them.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

CHANGELOG = Path(__file__).resolve().parents[1] / "CHANGELOG.md"


def notes(version: str, text: str) -> str:
    """Return the section of a version, without its heading.

    Raises
    ------
    SystemExit
        If there is none, it has no day or nothing stands in it; says what to write.
    """
    section = re.compile(
        rf"^## {re.escape(version)} \(\d{{4}}-\d\d-\d\d\)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL
    )
    found = section.search(text)
    if found is None or not found[1].strip():
        raise SystemExit(
            f"CHANGELOG.md has no notes for {version}: write what changed below a heading "
            f"“## {version} (YYYY-MM-DD)”"
        )
    return found[1].strip() + "\n"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: scripts/release_notes.py VERSION")
    sys.stdout.write(notes(sys.argv[1], CHANGELOG.read_text(encoding="utf-8")))
