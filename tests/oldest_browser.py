"""Chromium 80, the oldest browser that the pages serve, led by a driver of its time."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import landwatch
from tests.conftest import CHROMIUM_ARGUMENTS
from tests.maps.visit import PHONE
from tests.untried import missing

_FOLDER = Path(landwatch.__file__).parents[1] / "frontend" / "oldest"
_CHROMIUM = _FOLDER / "node_modules" / ".chromium"


class OldestBrowser:
    """The browser, with one page at a time."""

    def __init__(self) -> None:
        if not _CHROMIUM.is_file():
            missing("Chromium 80", "scripts/oldest_browser.sh")
        self._driver = subprocess.Popen(
            ["node", str(_FOLDER / "drive.js"), str(_CHROMIUM), *CHROMIUM_ARGUMENTS],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._driver.communicate(timeout=30)

    def begin(self, size: dict[str, int]) -> None:
        """Open a page without cookies, as large as a desk or a phone."""
        is_phone = size is PHONE
        self._do("visit", "begin", {**size, "isMobile": is_phone, "hasTouch": is_phone})

    def open(self, address: str) -> None:
        """Open an address and wait until the page is quiet."""
        self._do("page", "goto", address, {"waitUntil": "networkidle0"})

    def before_every_page(self, script: str) -> None:
        """Run a script in every page before its own."""
        self._do("page", "evaluateOnNewDocument", script)

    def evaluate(self, script: str) -> Any:
        """The value of an expression in the page."""
        return self._do("page", "evaluate", script)

    def wait_for(self, condition: str) -> None:
        """Wait until an expression in the page is true."""
        self._do("page", "waitForFunction", condition)

    def write(self, words: str) -> None:
        """Type where the focus is."""
        self._do("keyboard", "type", words)

    def press(self, key: str) -> None:
        """Press a key."""
        self._do("keyboard", "press", key)

    def look(self, file: Path) -> None:
        """Take a picture of the whole page."""
        self._do("page", "screenshot", {"path": str(file), "fullPage": True})

    def version(self) -> str:
        """Name and number of the browser."""
        return str(self._do("visit", "version"))

    def complaints(self) -> list[str]:
        """What the pages complained of since the beginning."""
        return list(self._do("visit", "told")["complaints"])

    def asked(self) -> list[str]:
        """The addresses that the pages asked for since the beginning."""
        return list(self._do("visit", "told")["asked"])

    def _do(self, of: str, method: str, *given: Any) -> Any:
        assert self._driver.stdin is not None and self._driver.stdout is not None
        self._driver.stdin.write(json.dumps([of, method, *given]) + "\n")
        self._driver.stdin.flush()
        answer = json.loads(self._driver.stdout.readline())
        assert "error" not in answer, f"{of} {method} {given}: {answer['error']}"
        return answer["value"]
