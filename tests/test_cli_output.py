"""Whatever a name holds and wherever the output goes, a command prints text that is safe, or one line."""

from __future__ import annotations

import errno
import json
import os
import pty
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jinja2 import Environment
from markupsafe import Markup

from landwatch.maps import page
from landwatch.registry import Act, Register
from landwatch.registry.row_mapping import Kind
from landwatch.reports import dossier
from tests.commands import run
from tests.office import FACTS, LEDGER, write_office, write_table

pytestmark = pytest.mark.long

HOSTILE = "重庆\U0002a6d6\x1b[31mX\x1b]0;pwned\x07\x9b2J\u202eCBA有限公司"
FIRST = LEDGER[0]["合同编号"]
ON = ("--on", "2023-12-31")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
PACKAGE = Path(__file__).parents[1] / "landwatch"
LANDWATCH = (sys.executable, "-m", "landwatch")
COMMANDS = {
    "assess": ["assess", *ON],
    "explain": ["explain", FIRST, *ON],
    "history": ["history", FIRST],
    "stats": ["stats", *ON],
    "forecast": ["forecast", *ON],
    "journal": ["journal", "list"],
}
FEW = ["assess", "explain", "history"]
# The same gate, each in a process of its own.
ALL = [*FEW, *(pytest.param(command, marks=pytest.mark.long) for command in ("stats", "forecast", "journal"))]
FULL = "No space left on device"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register in whose names stand the commands of a terminal, as before the import left them out."""
    place = tmp_path_factory.mktemp("hostile")
    database = f"gpkg:///{place}/landwatch.gpkg"
    write_office(place / "office")
    write_table(place / "office" / "facts.csv", [FACTS[0] | {"合同编号": FIRST, "日期": "2024-05-01"}])
    run("import", place / "office", "--database", database)
    act = Act(by="王五", at=datetime.now(UTC), reason=f"更名{HOSTILE}", document="文〔2023〕1号")
    with Register.open(database) as register:
        register.correct(Kind.CONTRACTS, FIRST, lambda contract: replace(contract, holder=HOSTILE), act)
    return place


def started(
    office: Path, *arguments: str, stdout: int = subprocess.PIPE, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a command as a user does, in a process of its own."""
    return subprocess.run(
        [*LANDWATCH, *arguments],
        cwd=office,
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
        timeout=120,
        env={"PATH": os.environ["PATH"], "LANDWATCH_LANG": "zh", "PYTHONUTF8": "1", **environment},
    )


def on_a_terminal(office: Path, *arguments: str) -> str:
    """Run a command on a terminal; what it writes there."""
    here, there = pty.openpty()
    try:
        process = subprocess.Popen(
            [*LANDWATCH, *arguments],
            cwd=office,
            stdin=there,
            stdout=there,
            stderr=there,
            env={"PATH": os.environ["PATH"], "LANDWATCH_LANG": "zh", "TERM": "xterm", "COLUMNS": "200"},
        )
        os.close(there)
        written = b"".join(iter(lambda: _read(here), b""))
        process.wait(60)
    finally:
        os.close(here)
    return written.decode()


def texts(value: object) -> list[str]:
    """All texts of JSON values."""
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in texts(part)]


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError as error:
        if error.errno != errno.EIO:  # the other end is closed
            raise
        return b""


@pytest.mark.parametrize("command", ALL)
def test_no_control_character_of_a_name_is_printed(office: Path, command: str) -> None:
    done = started(office, *COMMANDS[command])
    assert done.returncode == 0, done.stderr.decode()
    assert CONTROL.findall(done.stdout.decode() + done.stderr.decode()) == []


@pytest.mark.parametrize("command", FEW)
def test_the_name_is_shown_with_its_control_characters_written_out(office: Path, command: str) -> None:
    assert "\\u202eCBA有限公司" in re.sub(r"\s", "", started(office, *COMMANDS[command]).stdout.decode())


@pytest.mark.parametrize("command", ALL[:-1])
def test_json_stays_json_and_holds_the_name_as_it_is(office: Path, command: str) -> None:
    done = started(office, *COMMANDS[command], "--json")
    assert CONTROL.findall(done.stdout.decode()) == []
    assert (HOSTILE in texts(json.loads(done.stdout))) is (command in ("assess", "explain", "history"))


def test_on_a_terminal_only_the_colours_of_the_program_are_commands(office: Path) -> None:
    written = on_a_terminal(office, *COMMANDS["assess"])
    assert "\\x1b" in written
    plain = re.sub(r"\x1b\[[0-9;]*m", "", written).replace("\r\n", "\n")
    assert CONTROL.findall(plain) == []
    assert "\x1b[31mX" not in written


@pytest.mark.parametrize("arguments", [["--\x1b[31mx"], ["assess", "--on", "\x1b[31mx"], ["\x1b[31mx"]])
def test_what_was_typed_is_quoted_without_its_control_characters(office: Path, arguments: list[str]) -> None:
    done = started(office, *arguments)
    assert done.returncode == 2
    assert CONTROL.findall(done.stderr.decode()) == []
    assert "\\x1b[31mx" in done.stderr.decode()


def test_an_import_names_a_file_and_a_parcel_without_their_control_characters(
    office: Path, tmp_path: Path
) -> None:
    feature = {"type": "Feature", "properties": {"宗地编号": HOSTILE}, "geometry": None}
    file = tmp_path / "a\x1b[2Jb.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    done = started(office, "import", str(file), "--dry-run")
    assert CONTROL.findall(done.stdout.decode() + done.stderr.decode()) == []
    assert "a\\x1b[2Jb.geojson" in done.stdout.decode()


@pytest.mark.parametrize("made", ["map", "atlas"])
@pytest.mark.long
def test_no_control_character_reaches_a_page(office: Path, tmp_path: Path, made: str) -> None:
    which = ["map", "桥河"] if made == "map" else ["atlas"]
    run(*which, *ON, "--out", tmp_path / "pages", "--database", f"gpkg:///{office}/landwatch.gpkg")
    (place,) = (tmp_path / "pages").glob("*qiaohe*.html")
    text = place.read_text(encoding="utf-8")
    assert CONTROL.findall(text) == []
    assert re.findall(r"(?<!\\)(?:\\\\)*\\u(?:00[01]|009|202|206)", text) == []
    assert "\\x1b" in text


@pytest.mark.parametrize("templates", [page.TEMPLATES, dossier.TEMPLATES])
def test_every_template_writes_control_characters_out(templates: Environment) -> None:
    made = templates.from_string("<b>{{ name }}</b>{{ safe }}").render(name="<\x1b\u202e", safe=Markup("<i>"))
    assert made == "<b>&lt;\\x1b\\u202e</b><i>"


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "latin-1", "utf-16"])
@pytest.mark.long
def test_an_encoding_that_lacks_characters_is_no_reason_to_fail(office: Path, encoding: str) -> None:
    for command in ("assess", "explain"):
        done = started(office, *COMMANDS[command], PYTHONIOENCODING=encoding)
        assert (done.returncode, done.stderr) == (0, b"")
        assert "U0002a6d6" in re.sub(r"\s", "", done.stdout.decode(encoding)) or encoding == "utf-16"


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "latin-1"])
@pytest.mark.long
def test_json_is_json_in_every_encoding(office: Path, encoding: str) -> None:
    done = started(office, *COMMANDS["explain"], "--json", PYTHONIOENCODING=encoding)
    assert HOSTILE in texts(json.loads(done.stdout.decode(encoding)))


def test_the_locale_c_without_utf_8_prints_what_it_can(office: Path) -> None:
    poor = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = started(office, *COMMANDS["assess"], **poor)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("arguments", [[*COMMANDS["assess"]], [*COMMANDS["assess"], "--json"], ["--help"]])
@pytest.mark.long
def test_a_full_disk_under_the_output_is_one_line(office: Path, arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = started(office, *arguments, stdout=full.fileno(), LANDWATCH_LANG="en")
    assert done.returncode == 2
    assert done.stderr.decode() == (
        f"landwatch: error: the output cannot be written: {FULL}; make room, or send it to another place\n"
    )


@pytest.mark.parametrize("arguments", [[*COMMANDS["assess"]], [*COMMANDS["assess"], "--json"], ["--help"]])
@pytest.mark.long
def test_a_reader_that_has_gone_ends_the_command_quietly(office: Path, arguments: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = started(office, *arguments, stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


def test_errors_that_nobody_can_read_still_end_with_their_code(office: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*LANDWATCH, "assess", "--on", "never"],
            cwd=office,
            stdout=subprocess.PIPE,
            stderr=full,
            check=False,
        )
    assert (done.returncode, done.stdout) == (2, b"")


def test_closed_streams_are_no_error(office: Path) -> None:
    command = " ".join([*LANDWATCH, *COMMANDS["assess"]])
    done = subprocess.run(["bash", "-c", f"{command} >&- 2>&-"], cwd=office, check=False)
    assert done.returncode == 0


def test_commands_print_through_the_one_gate() -> None:
    rooms = [path for path in (PACKAGE / "cli").rglob("*.py") if path.name != "console.py"]
    past_it = re.compile(r"\becho\(|\bConsole\(|sys\.std(out|err)")
    assert len(rooms) > 10
    assert [path.name for path in rooms if past_it.search(path.read_text(encoding="utf-8"))] == []
