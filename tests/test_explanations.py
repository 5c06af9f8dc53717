"""The explanations in the documentation are those that the command prints."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

from landwatch.settings import Settings

ROOT = Path(__file__).parents[1]


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    for field in Settings.model_fields:
        monkeypatch.delenv(f"LANDWATCH_{field.upper()}", raising=False)
    return runpy.run_path(str(ROOT / "scripts" / "explanations.py"))


@pytest.mark.long
def test_the_documented_explanations_are_what_the_command_prints(script: dict[str, Any]) -> None:
    written = (ROOT / "docs" / "explanations.md").read_text(encoding="utf-8")
    assert script["document"]() == written, "write it anew: .venv/bin/python scripts/explanations.py"
