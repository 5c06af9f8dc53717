"""Every table of the command line fits 100 columns in both languages, and nothing of it is cut."""

from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console
from typer.testing import CliRunner

from landwatch.cli import app
from landwatch.cli.layout import Ruled
from landwatch.cli.result_tables import cells

ON = ("--on", "2023-12-31")
SAMPLE = Path(__file__).parents[1] / "data" / "parcels"
COMMANDS: dict[str, tuple[str, ...]] = {
    "assess": ("assess", *ON),
    "stats": ("stats", *ON),
    "by cluster": ("stats", *ON, "--by", "cluster"),
    "by operator": ("stats", *ON, "--by", "operator"),
    "by land use": ("stats", *ON, "--by", "land-use"),
    "by year": ("stats", *ON, "--by", "year"),
    "trend": ("stats", *ON, "--trend", "12"),
    "pipeline": ("stats", *ON, "--pipeline"),
    "performance": ("stats", *ON, "--performance"),
    "ledger": ("stats", *ON, "--ledger"),
    "stock": ("stats", *ON, "--stock"),
    "rows": ("stats", *ON, "--rows", "commencement_overdue"),
    "forecast": ("forecast", "--on", "2023-06-30"),
    "compare": ("compare", "--from", "2022-12-31", "--to", "2023-12-31"),
    "whatif": (
        *("whatif", "--contract", "渝綦工2020-042", *ON),
        *("--event", '{"type": "commenced", "date": "2023-12-01"}'),
    ),
    "law list": ("law", "list", *ON),
    "law show": ("law", "show", "litigation_months"),
    "law diff": ("law", "diff", "--from", "2014-12-31", "--to", "2015-12-31", *ON),
    "scenarios": ("scenarios", "run", "wrong.yaml"),
    "import": ("import", str(SAMPLE), "--dry-run"),
    "journal": ("journal", "list"),
    "targets": ("target", "list"),
    "cases": ("case", "list", *ON),
    "documents": ("documents", "渝綦工2020-042"),
    "snapshot": ("snapshot", "assess", "facts"),
}

WITHOUT_VALUES = {"journal": "Superseded 失效", "cases": "Case number 办案号 Officer 经办人"}
"""Headings of columns that are empty in all rows; records have no line for them."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a register of the sample, and what the commands read besides."""
    folder = tmp_path_factory.mktemp("office")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        (folder / "letter.pdf").write_bytes(b"%PDF-1.4 a letter")
        cases = Path(__file__).parent / "scenarios" / "thirds_and_quarters.yaml"
        wrong = cases.read_text(encoding="utf-8").replace("commencement: COMMENCED", "commencement: NOT_DUE")
        (folder / "wrong.yaml").write_text(wrong, encoding="utf-8")
        told(1000, "en", "import", str(SAMPLE))
        told(1000, "en", "target", "set", "2023", "700", "--reason", "下达任务", "--by", "赵六")
        told(1000, "en", "snapshot", "export", *ON, "--out", "facts")
        attached = ("--contract", "渝綦工2020-042", "--kind", "认定书", "--number", "綦规资闲认1号")
        told(1000, "en", "attach", "letter.pdf", *attached)
    return folder


def told(columns: int, language: str, *command: str) -> str:
    """What a command prints on a screen of so many columns."""
    terminal = {"TTY_COMPATIBLE": "1", "TERM": "xterm", "NO_COLOR": "1", "COLUMNS": str(columns)}
    result = CliRunner().invoke(app, [*command], env={**terminal, "LANDWATCH_LANG": language})
    assert result.exit_code == 0 or command[0] == "scenarios", (command, result.output)
    return re.sub(r"\x1b\[[\d;]*m", "", result.stdout)


def characters(text: str) -> Counter[str]:
    """What was printed, without spaces and rules."""
    return Counter("".join(text.split()).replace("─", "").replace("━", ""))


@pytest.mark.long
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_table_fits_and_nothing_of_it_is_cut(
    office: Path, command: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(office)
    narrow = told(100, language, *COMMANDS[command])
    assert [line for line in narrow.splitlines() if cell_len(line) > 100] == []
    if command != "assess":
        wide = characters(told(1000, language, *COMMANDS[command]))
        assert wide - characters(narrow) - characters(WITHOUT_VALUES.get(command, "")) == Counter()


@pytest.mark.long
def test_a_narrow_list_of_flagged_contracts_says_what_it_leaves_out(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(office)
    assert "Left out for want of room: Holder, Due, Next step." in told(100, "en", *COMMANDS["assess"])
    assert "Left out" not in told(240, "en", *COMMANDS["assess"])


def drawn(table: Ruled, columns: int) -> list[str]:
    file = io.StringIO()
    Console(file=file, width=columns).print(table)
    return [line.rstrip() for line in file.getvalue().splitlines()]


def table() -> Ruled:
    made = Ruled("Managing body", "Due / mu", "合同", right=("Due / mu",), whole=("合同",))
    made.add_row(*cells("北渡组团 · 綦江北渡产业园开发有限公司", "12 / 33,290.10", "渝綦工2020-042"))
    made.add_row(*cells("all", "3 / 1.00", None))
    return made


@pytest.mark.parametrize("columns", [200, 80, 60, 50, 40, 30])
def test_a_table_stays_within_its_columns_and_keeps_every_character(columns: int) -> None:
    lines = drawn(table(), columns)
    assert max(map(cell_len, lines)) <= columns
    assert characters("\n".join(drawn(table(), 400))) - characters("\n".join(lines)) == Counter()


@pytest.mark.parametrize("columns", [200, 60, 50])
def test_a_number_and_a_name_that_is_kept_whole_are_broken_nowhere(columns: int) -> None:
    text = "\n".join(drawn(table(), columns))
    assert "33,290.10" in text and "渝綦工2020-042" in text


def test_with_too_little_room_each_value_has_a_line_and_empty_ones_have_none() -> None:
    assert drawn(table(), 42)[-3:] == ["Managing body  all", "Due / mu       3 / 1.00", ""]


def test_a_table_with_room_is_a_table() -> None:
    head, rule, *_rows = [line for line in drawn(table(), 120) if line]
    assert head.split()[0] == "Managing" and set(rule.strip()) == {"─"}


@pytest.mark.long
def test_what_goes_to_a_pipe_is_wide_whatever_the_terminal_is(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(office)
    env = {"COLUMNS": "100", "LANDWATCH_LANG": "en"}
    wide = CliRunner().invoke(app, ["stats", *ON, "--performance"], env=env).stdout
    assert max(map(cell_len, wide.splitlines())) > 150
