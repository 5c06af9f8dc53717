"""What is installed is what was locked: each package by its hash, and nowhere the address of a registry."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import landwatch

ROOT = Path(landwatch.__file__).parents[1]


@pytest.mark.parametrize(
    ("folder", "one_of_them"), [(".", "esbuild"), ("frontend/oldest", "chrome-aws-lambda")]
)
def test_every_package_for_node_has_a_hash_and_no_address(folder: str, one_of_them: str) -> None:
    lock = json.loads((ROOT / folder / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert f"node_modules/{one_of_them}" in packages
    # What comes inside another package is hashed with it.
    bare = [name for name, entry in packages.items() if not entry.get("integrity", entry.get("inBundle"))]
    assert bare == []
    assert [name for name, entry in packages.items() if "resolved" in entry] == []


def test_every_package_for_python_has_a_hash_and_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(entries) > 100
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"https?://", text) == []
