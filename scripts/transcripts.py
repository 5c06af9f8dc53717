#!/usr/bin/env python3
"""Run the commands on the pages of docs/ and write below each what it prints.

A page has blocks of ``console``; a line that begins with ``$ `` is a command, what stands below it is what it
prints. ``<!-- before: COMMAND -->`` runs beforehand and is not shown. Each page has a folder of its own, with
the sample and the scenarios where the working copy has them, and a clock that begins on 2024-01-22 at nine
and moves a minute a command, so that the same facts print the same page; what landwatch names at random has
the same names each time. A page whose name ends in
``.zh.md`` speaks Chinese.

Run ``.venv/bin/python scripts/transcripts.py [PAGE…]`` after a change of commands, texts or the sample; a
test holds that the pages equal what it would write.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from datetime import datetime, timedelta, timezone
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import time_machine
from typer.testing import CliRunner

from landwatch.cli import app
from landwatch.services.sample.demo import sample_folder

ROOT = Path(__file__).resolve().parents[1]
DOCS, SCENARIOS = ROOT / "docs", ROOT / "tests" / "scenarios"
BEGIN = datetime(2024, 1, 22, 9, 0, tzinfo=timezone(timedelta(hours=8)))

BLOCK = re.compile(r"(^```console\n)(.*?)(^```$)", re.MULTILINE | re.DOTALL)
BEFORE = re.compile(r"<!-- before: (.+?) -->")
PIPE = re.compile(r"\s(?=[|>]\s)")


def pages() -> list[Path]:
    """The pages with commands on them."""
    return sorted(page for page in DOCS.rglob("*.md") if BLOCK.search(page.read_text(encoding="utf-8")))


class Desk:
    """A folder in which commands are run one after the other, a minute each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._now = BEGIN
        self._named = 0

    def run(self, command: str) -> str:
        """Run a command line and return what a terminal would show."""
        own, *rest = PIPE.split(command, maxsplit=1)
        if shlex.split(own)[0] != "landwatch":
            return _shell(command)
        self._now += timedelta(minutes=1)
        with time_machine.travel(self._now, tick=False), patch("secrets.token_hex", self._name):
            result = CliRunner().invoke(app, shlex.split(own)[1:])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        if rest:
            return result.stderr + _shell(f"cat {rest[0]}", result.stdout)
        return result.output

    def _name(self, count: int) -> str:
        """Name things in the same way each time, where landwatch names them at random."""
        self._named += 1
        return sha256(str(self._named).encode()).hexdigest()[: 2 * count]

    def copy(self, folder: Path) -> Desk:
        """Put a desk with the same things on it somewhere else."""
        shutil.copytree(self._folder, folder, symlinks=True, dirs_exist_ok=True)
        other = Desk(folder)
        other._now = self._now
        return other


def _shell(command: str, given: str = "") -> str:
    done = subprocess.run(
        ["bash", "-c", command], input=given, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return done.stdout


@contextmanager
def _sitting(desk: Desk, folder: Path, language: str) -> Iterator[Desk]:
    """Work in a folder as a person without settings of any kind would."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LANDWATCH_", "LC_"))}
    own = {"LANDWATCH_LANG": language, "LANDWATCH_ACTOR": "示例录入员", "TZ": "Asia/Shanghai"}
    with chdir(folder), patch.dict(os.environ, {**kept, **own, "LANG": "C.UTF-8"}, clear=True):
        yield desk


@cache
def _prepared(commands: tuple[str, ...]) -> tuple[TemporaryDirectory[str], Desk]:
    """A folder with the sample and the scenarios, after some commands; pages that begin alike share it."""
    kept = TemporaryDirectory()
    folder = Path(kept.name)
    for name, place in (("data/parcels", sample_folder()), ("tests/scenarios", SCENARIOS)):
        (folder / name).parent.mkdir()
        (folder / name).symlink_to(place)
    with _sitting(Desk(folder), folder, "en") as desk:
        for command in commands:
            desk.run(command)
    return kept, desk


def written_anew(page: Path) -> str:
    """Return the text of a page with what its commands print today."""
    text = page.read_text(encoding="utf-8")
    _kept, ready = _prepared(tuple(BEFORE.findall(text)))
    with TemporaryDirectory() as folder:
        language = "zh" if page.name.endswith(".zh.md") else "en"
        with _sitting(ready.copy(Path(folder)), Path(folder), language) as desk:
            return BLOCK.sub(lambda block: f"{block[1]}{_session(desk, block[2])}{block[3]}", text)


def _session(desk: Desk, shown: str) -> str:
    commands = [line.removeprefix("$ ") for line in shown.splitlines() if line.startswith("$ ")]
    return "".join(f"$ {command}\n{_tidy(desk.run(command))}" for command in commands)


def _tidy(printed: str) -> str:
    """Without blanks at the ends of lines, and with a line end at the end."""
    text = "\n".join(line.rstrip() for line in printed.splitlines()).strip("\n")
    return f"{text}\n" if text else ""


if __name__ == "__main__":
    for page in [Path(name).resolve() for name in sys.argv[1:]] or pages():
        page.write_text(written_anew(page), encoding="utf-8", newline="\n")
