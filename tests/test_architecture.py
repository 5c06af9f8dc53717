"""The house keeps its plan: one direction, no input or output in the rooms that compute."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from importlinter.api import read_configuration

import landwatch

PACKAGE = Path(landwatch.__file__).parent
ROOT = PACKAGE.parent
MODULES = sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").as_posix()


def test_every_import_keeps_to_the_layers() -> None:
    # In a process of its own: it switches the loggers of others off.
    linter = Path(sys.executable).with_name("lint-imports")
    told = subprocess.run(
        [linter, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout


def test_the_layers_are_held_by_contracts_and_every_room_has_its_place() -> None:
    layers, services, forbidden = read_configuration(str(ROOT / "pyproject.toml"))["contracts_options"]
    for each in (layers, services):
        assert each["type"] == "layers" and each["exhaustive"] in (True, "True", "true")
    assert forbidden["type"] == "forbidden"
    assert {"sqlalchemy", "geoalchemy2", "fastapi", "typer", "folium"} <= set(forbidden["forbidden_modules"])


@pytest.mark.parametrize("path", [p for p in MODULES if "rules" in p.parts], ids=name_of)
def test_a_clause_module_runs_nothing_and_reads_no_clock(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not any(call in source for call in ("date.today", "datetime.now", "time.time(", "print("))


def test_the_engine_needs_no_database_and_no_map() -> None:
    code = (
        "import sys, landwatch.rules.explanation.tree, landwatch.rules.scenarios; "
        "print({'sqlalchemy', 'geoalchemy2', 'folium', 'typer', 'fastapi'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


# Modules that share a name because they are one thing seen from two rooms, e.g. its verb and its command.
SAME_THING = {
    "acreage": "figures of the ledger of acreage, their report, and the verb",
    "comparing": "two days side by side: verb, command and page",
    "correcting": "corrections: verb and command",
    "deciding": "what a second person decides about a visit: in the store, and the verb",
    "destroying": "content about persons destroyed: in the store, and the verb",
    "faults": "what went wrong, in a sentence: of a database, and of a request",
    "figures": "figures: command and page",
    "geopackage": "the format: as a file that comes in, and as a register",
    "history": "what became of a record: query and verb",
    "jobs": "long jobs: command, pages and the API",
    "journal": "the journal: store, its first migration, verb, command",
    "letters": "early letters of patrols: whom to remind, and the verb",
    "listing": "what a page lists, as tables for files and notebooks: of contracts, and of figures",
    "papers": "official papers: the migration that brought their table, and their commands",
    "patrols": "patrol rates, their report, the command, the pages and the API",
    "people": "people of a register: accounts, verb, command and page",
    "personal": "personal data: what is declared, store and command",
    "printing": "sheets on paper: verb and command",
    "reporting": "reports of a period: verb and command",
    "scenarios": "the law by example: engine and verb",
    "seeing": "what somebody may see: cut out of an assessment, and taken from it for a page",
    "serving": "the server for browsers: process and command",
    "signing_in": "signing in: accounts and page",
    "situation": "the situation at a glance: what is measured, and its page",
    "snapshots": "snapshots as files: verb and command",
    "standard_land": "standard land: clauses, and the migration that brought its tables",
    "targets": "land to be revitalised: store, its migration, progress, verb, command, page and API",
    "tokens": "tokens for programs: accounts and page",
    "visits": "visits of patrols: read from the facts, and the page of one",
}


def test_two_modules_of_one_name_are_one_thing_seen_from_two_rooms() -> None:
    names = Counter(path.stem for path in PACKAGE.rglob("*.py") if path.stem != "__init__")
    shared = {name for name, count in names.items() if count > 1}
    assert sorted(shared ^ set(SAME_THING)) == []
