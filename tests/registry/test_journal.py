"""What was done to a register behind landwatch's back is found, and named with its place."""

from __future__ import annotations

import json
import os
import random
import runpy
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, make_url, select

from landwatch.errors import RegisterError
from landwatch.model import Cluster, Contract, Event, Parcel, Source
from landwatch.registry import Added, Register, verify_journal
from landwatch.registry.commit import commit
from landwatch.registry.row_mapping import Kind, entries, source_row
from landwatch.registry.tables import journal, metadata
from landwatch.registry.verify_journal import Head, canonical, line_hash, read_head, row_hashes
from tests.registry import backdoor
from tests.registry.conftest import MORNING, Beginning
from tests.registry.standalone import verifier_script
from tests.registry.tampering import tamper

NOBODY = 65534
LATER, LATEST = "2024-01-21T12:30:00.000000Z", "2024-01-22T09:30:00.000000Z"


@pytest.fixture(scope="module")
def beginnings(
    record: Callable[..., Added],
    cluster: Cluster,
    parcel: Parcel,
    contract: Contract,
    period: Event,
    commencement: Event,
) -> dict[str, Beginning]:
    """An import, a correction of the contract's own row, and another import."""

    def keep(register: Register, url: str) -> None:
        bare = replace(parcel, parcel_no="without a boundary", geometry=None)
        record(
            register,
            clusters=[cluster],
            parcels=[parcel, bare],
            contracts=[contract],
            events=[period, commencement],
        )
        row = entries(Kind.CONTRACTS, [replace(contract, holder="更正后的公司")])[0].rows[0][1]
        paper = source_row(Source(name="更正通知.pdf", sha256="6f" * 32, kind="document"), "赵六")
        with backdoor.writing(url) as connection:
            commit(
                connection,
                verb="correct",
                origin=paper,
                stamps={"recorded_at": LATER, "recorded_by": "赵六"},
                added={"contracts": [row]},
                superseded={"contracts": [1]},
                reason="名称有误",
            )
        record(register, recorded_at=MORNING + timedelta(days=1), contracts=[Contract(contract_no="2")])

    return {"kept": keep}


@pytest.fixture
def kept(register: Register, url: str) -> str:
    """The URL of a register with an import, a correction of the contract's own row, and another import."""
    return url


@pytest.fixture
def found(kept: str) -> Callable[..., list[str]]:
    """What verification says, in words."""

    def verify(head: Head | None = None) -> list[str]:
        with Register.open(kept) as register:
            return [fault.sentence() for fault in register.verify(head).faults]

    return verify


@pytest.fixture
def head(kept: str) -> Head:
    """The end of the journal, kept elsewhere."""
    with Register.open(kept) as register:
        end = register.journal_end()
        assert end is not None
        return Head(end.sequence, end.hash)


def rows_in(url: str) -> int:
    """Number of rows in all tables but the journal."""
    with backdoor.reading(url) as connection:
        counts = [select(func.count()).select_from(table) for table in metadata.sorted_tables]
        return sum(connection.execute(count).scalar_one() for count in counts) - 3


def rewritten(url: str, sequence: int, **values: Any) -> None:
    """Change a line and mend its hash and all that follow, as somebody would who knows how."""
    with backdoor.writing(url) as connection:
        lines = connection.execute(select(journal).order_by(journal.c.sequence)).mappings().all()
        previous_hash = verify_journal.GENESIS
        for line in lines:
            new = dict(line) | (values if line["sequence"] == sequence else {})
            new["previous_hash"] = previous_hash
            del new["hash"]
            new["hash"] = previous_hash = line_hash(**new)
            connection.execute(journal.update().where(journal.c.sequence == line["sequence"]).values(**new))


def test_a_register_that_only_landwatch_wrote_is_intact(kept: str, head: Head) -> None:
    with Register.open(kept) as register:
        report = register.verify(head)
    assert report.faults == ()
    assert (report.lines, report.head) == (3, head)
    assert report.rows == rows_in(kept)


def test_an_empty_register_is_intact(register: Register) -> None:
    assert register.verify() == ((), 0, 0, None, 0)


def test_the_journal_tells_who_did_what_and_why(kept: str) -> None:
    with Register.open(kept) as register:
        first, second, third = register.journal()
    assert (first.actor, first.verb, first.source, first.reason) == ("王五", "import", "供地台账.xlsx", None)
    assert first.added["parcels"] == 2
    assert (second.at, second.actor, second.verb, second.reason) == (LATER, "赵六", "correct", "名称有误")
    assert (second.added, second.superseded) == ({"sources": 1, "contracts": 1}, {"contracts": 1})
    assert third.at == LATEST


# The chain


@pytest.mark.parametrize(
    ("column", "value"),
    [("at", "2024-01-21T12:30:00.000001Z"), ("actor", "赵七"), ("verb", "import"), ("hash", "0" * 64)],
)
def test_a_changed_line_is_found(kept: str, found: Callable[..., list[str]], column: str, value: str) -> None:
    tamper(kept, f"UPDATE journal SET {column} = '{value}' WHERE sequence = 2")  # noqa: S608
    assert "Line 2 was changed: its hash does not fit what it says." in found()


def test_a_flipped_byte_in_a_body_is_found(kept: str, found: Callable[..., list[str]]) -> None:
    tamper(kept, "UPDATE journal SET body = replace(body, '更正通知', '更改通知') WHERE sequence = 2")
    assert found() == ["Line 2 was changed: its hash does not fit what it says."]


def test_a_body_that_is_no_json_is_found(kept: str, found: Callable[..., list[str]]) -> None:
    tamper(kept, "UPDATE journal SET body = substr(body, 2) WHERE sequence = 3")
    assert found()[0] == "Line 3 is not in the form of a journal."


def test_a_deleted_middle_line_is_found(kept: str, found: Callable[..., list[str]]) -> None:
    tamper(kept, "DELETE FROM journal WHERE sequence = 2")
    assert found()[0] == "Lines 2 to 2 are missing before line 3."


def test_a_deleted_middle_line_is_found_though_the_others_were_numbered_anew(
    kept: str, found: Callable[..., list[str]]
) -> None:
    tamper(
        kept,
        "DELETE FROM journal WHERE sequence = 2",
        "UPDATE journal SET sequence = 2 WHERE sequence = 3",
    )
    assert found()[:2] == [
        "Line 2 was changed: its hash does not fit what it says.",
        "Line 2 does not follow from the line before it: one of the two was put in another's place.",
    ]


def test_a_back_dated_line_is_found_even_where_every_hash_was_mended(
    kept: str, found: Callable[..., list[str]]
) -> None:
    rewritten(kept, 3, at="2024-01-21T11:00:00.000000Z")
    assert found() == [f"Line 3 is dated 2024-01-21T11:00:00.000000Z, before the line ahead of it ({LATER})."]


def test_a_rewritten_journal_is_found_by_the_end_kept_elsewhere(
    kept: str, head: Head, found: Callable[..., list[str]]
) -> None:
    rewritten(kept, 2, actor="赵七")
    assert found() == []
    assert found(head) == [
        "Line 3 has another hash than the one kept elsewhere: it was rewritten, or a line before it was."
    ]


def test_an_end_cut_off_is_found_by_the_end_kept_elsewhere(
    kept: str, head: Head, found: Callable[..., list[str]]
) -> None:
    tamper(
        kept,
        "DELETE FROM journal WHERE sequence = 3",
        "DELETE FROM contracts WHERE source_id = 3",
        "DELETE FROM sources WHERE row_id = 3",
    )
    assert found() == []
    assert found(head) == ["The journal ends with line 2, but line 3 has been in it: its end was cut off."]
    assert found(Head(None, head.hash)) == [
        f"No line has the hash {head.hash} that was kept elsewhere: "
        "the end of the journal was cut off, or lines were rewritten."
    ]


def test_an_end_kept_earlier_is_met_on_the_way(
    kept: str, head: Head, add: Callable[..., Added], found: Callable[..., list[str]]
) -> None:
    add(contracts=[Contract(contract_no="3")])
    assert found(head) == found(Head(None, head.hash)) == []


def test_rows_whose_lines_were_cut_off_are_found_without_an_end(
    kept: str, found: Callable[..., list[str]]
) -> None:
    tamper(kept, "DELETE FROM journal WHERE sequence = 3")
    assert sorted(found()) == [
        "Row 3 of the table contracts was not written by landwatch: no line speaks of it.",
        "Row 3 of the table sources was not written by landwatch: no line speaks of it.",
    ]


# The rows


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("sources", "recorded_by = '张三'"),
        ("sources", "epsg = NULL"),
        ("clusters", "operator = NULL"),
        ("parcels", "registered_area_cm2 = registered_area_cm2 + 1"),
        ("parcels", "recorded_at = '2020-01-01T00:00:00.000000Z'"),
        ("contracts", "agreed_commencement = '2021-12-31'"),
        ("contracts", "source_columns = '{}'"),
        ("contracts", "content_hash = 'ab'"),
        ("contract_parcels", "position = 9"),
        ("phases", "area_cm2 = 0"),
        ("instalments", "due_on = NULL"),
        ("indicators", "value = '0'"),
        ("events", "details = '{}'"),
        ("events", "source_id = 2"),
    ],
)
def test_a_changed_row_is_found(kept: str, found: Callable[..., list[str]], table: str, change: str) -> None:
    tamper(kept, f"UPDATE {table} SET {change} WHERE row_id = 1")  # noqa: S608
    assert found() == [f"Row 1 of the table {table} was changed after line 1 recorded it."]


def test_a_boundary_moved_by_less_than_a_millimetre_is_found(
    kept: str, found: Callable[..., list[str]]
) -> None:
    if make_url(kept).drivername == "gpkg":
        ((blob,),) = tamper(kept, "SELECT geometry FROM parcels WHERE row_id = 1")
        moved = f"x'{(blob[:-8] + bytes([blob[-8] ^ 1]) + blob[-7:]).hex()}'"
    else:
        moved = "ST_Translate(geometry, 1e-12, 0)"
    tamper(kept, f"UPDATE parcels SET geometry = {moved} WHERE row_id = 1")  # noqa: S608
    assert found() == ["Row 1 of the table parcels was changed after line 1 recorded it."]


def test_a_deleted_row_is_found(kept: str, found: Callable[..., list[str]]) -> None:
    tamper(kept, "DELETE FROM events WHERE row_id = 1")
    assert found() == ["Row 1 of the table events, which line 1 recorded, was deleted."]


def test_an_added_row_is_found(kept: str, found: Callable[..., list[str]]) -> None:
    columns = "contract_no, type, details, source_id, recorded_at, recorded_by, content_hash"
    tamper(
        kept,
        f"INSERT INTO events (row_id, {columns}) VALUES "  # noqa: S608
        f"(7, '2', 'completed', '{{}}', 1, '{LATER}', '王五', 'cd')",
    )
    assert found() == ["Row 7 of the table events was not written by landwatch: no line speaks of it."]


def test_a_row_superseded_by_hand_is_found(kept: str, found: Callable[..., list[str]]) -> None:
    tamper(kept, f"UPDATE events SET superseded_at = '{LATEST}' WHERE row_id = 2")  # noqa: S608
    assert found() == [f"Row 2 of the table events is marked as superseded at {LATEST}, which no line says."]


def test_a_superseded_row_that_stands_again_is_found(kept: str, found: Callable[..., list[str]]) -> None:
    tamper(
        kept,
        "DELETE FROM contracts WHERE row_id = 2",
        "UPDATE contracts SET superseded_at = NULL WHERE row_id = 1",
    )
    assert found() == [
        "Row 1 of the table contracts stands again, though line 2 superseded it.",
        "Row 2 of the table contracts, which line 2 recorded, was deleted.",
    ]


def test_another_instant_of_supersession_is_found(kept: str, found: Callable[..., list[str]]) -> None:
    tamper(kept, f"UPDATE contracts SET superseded_at = '{LATEST}' WHERE row_id = 1")  # noqa: S608
    assert found() == [
        f"Row 1 of the table contracts is marked as superseded at {LATEST}, not when line 2 superseded it."
    ]


def test_a_column_that_somebody_filled_is_found(kept: str, found: Callable[..., list[str]]) -> None:
    tamper(kept, "ALTER TABLE phases ADD COLUMN remark TEXT")
    added = [text for text in found() if "remark" in text.lower()]
    assert len(added) == len(found()) == 1
    tamper(kept, "UPDATE phases SET remark = '待查' WHERE row_id = 2")
    assert found() == [*added, "Row 2 of the table phases was changed after line 1 recorded it."]


def test_a_table_that_is_gone_is_found(kept: str, found: Callable[..., list[str]]) -> None:
    tamper(kept, "DROP TABLE phases")
    assert found() == ["The table phases is gone, of which the journal knows 2 rows."]


def test_text_that_is_no_utf8_is_found(
    tmp_path: Path, record: Callable[..., Added], contract: Contract
) -> None:
    url = f"gpkg:///{tmp_path}/own.gpkg"
    with Register.create(url) as register:
        record(register, contracts=[contract])
        tamper(url, "UPDATE contracts SET holder = CAST(x'e9879e20ff' AS TEXT)")
        assert [fault.kind for fault in register.verify().faults] == ["row changed"]


def test_a_body_that_is_no_journal_is_not_listed(kept: str) -> None:
    tamper(kept, "UPDATE journal SET body = '[]' WHERE sequence = 2")
    with Register.open(kept) as register, pytest.raises(RegisterError, match="Line 2 of the journal cannot"):
        register.journal()


# What is hashed


def test_the_hash_of_a_row_is_that_of_its_canonical_json() -> None:
    values = [None, 1, 0, True, 2.5, "a%sb", "{,", '\u2028"\\\n', b"ab", -5, "1", 2**62]
    draw = random.Random(4490)
    for _round in range(500):
        count = draw.randint(1, 4)
        columns: dict[str, list[Any]] = {"row_id": list(range(count))}
        for name in ("a%b", "b", "z", "superseded_at", "{,"):
            some = draw.sample(values, draw.randint(1, 3))
            columns[name] = [draw.choice(some) for _row in range(count)]
        rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
        filled = [
            {name: value for name, value in row.items() if value is not None and name != "superseded_at"}
            for row in rows
        ]
        expected = [sha256(canonical(["t%s", row]).encode()).hexdigest() for row in filled]
        assert row_hashes("t%s", columns) == expected


# The file and the stand-alone verifier


@pytest.fixture
def exported(kept: str, tmp_path: Path) -> Path:
    """The journal in a file."""
    file = tmp_path / "journal.jsonl"
    with Register.open(kept) as register:
        assert register.export_journal(file) == 3
    return file


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the script as somebody would who has Python and nothing else."""
    return subprocess.run(
        [sys.executable, "-S", "-I", verifier_script(), *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_script_finds_an_exported_journal_intact(exported: Path, head: Head) -> None:
    result = run(exported, "--head", head.hash)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == f"intact: 3 lines, 0 rows, head 3 {head.hash}\n"


def test_an_exported_line_is_canonical_json(exported: Path) -> None:
    for text in exported.read_text(encoding="utf-8").splitlines():
        assert canonical(json.loads(text)) == text


def test_an_export_is_never_written_over_another_file(kept: str, exported: Path) -> None:
    before = exported.read_bytes()
    with Register.open(kept) as register, pytest.raises(RegisterError, match="There is a file .* already"):
        register.export_journal(exported)
    assert exported.read_bytes() == before
    assert [item.name for item in exported.parent.iterdir() if item.name.startswith(".")] == []


def test_every_flipped_byte_of_an_exported_journal_is_found(exported: Path, head: Head) -> None:
    content = exported.read_bytes()
    ends = [place for place, byte in enumerate(content) if byte == ord("\n")]
    draw = random.Random(4490)
    for place in draw.sample(range(len(content) - 1), 60):
        flipped = bytearray(content)
        flipped[place] ^= 1 << draw.randint(0, 7)
        exported.write_bytes(flipped)
        report = verify_journal.examine(verify_journal.exported_lines(exported), head=head)
        line = 1 + sum(end < place for end in ends)
        assert report.faults, place
        assert any(line in (fault.where.get("sequence"), fault.where.get("last")) for fault in report.faults)


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ((0, 2), "Lines 2 to 2 are missing before line 3."),
        ((0, 1), "The journal ends with line 2, but line 3 has been in it: its end was cut off."),
        ((1, 2), "Lines 1 to 1 are missing before line 2."),
        ((0, 2, 1), "Line 2 stands behind line 3."),
    ],
)
def test_the_script_finds_lines_that_are_not_in_their_place(
    exported: Path, tmp_path: Path, lines: tuple[int, ...], sentence: str
) -> None:
    every = exported.read_bytes().splitlines(keepends=True)
    cut = tmp_path / "cut.jsonl"
    cut.write_bytes(b"".join(every[line] for line in lines))
    result = run(cut, "--head", exported)
    assert result.returncode == 1
    assert sentence in result.stdout.splitlines()


def test_the_script_says_of_another_file_that_it_is_broken(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("备忘\n", encoding="utf-8")
    result = run(file)
    assert (result.returncode, result.stdout.splitlines()[0]) == (
        1,
        "Line 1 is not in the form of a journal.",
    )


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("none.gpkg",), "none.gpkg: cannot be read"),
        (("register.gpkg", "--head", "abc"), "--head abc: holds no hash of 64 hexadecimal digits"),
    ],
)
def test_the_script_says_what_it_cannot_read(
    tmp_path: Path, arguments: tuple[str, ...], complaint: str
) -> None:
    Register.create(f"gpkg:///{tmp_path}/register.gpkg").close()
    result = run(tmp_path / arguments[0], *arguments[1:])
    assert result.returncode == 2
    assert complaint in result.stderr
    assert "Traceback" not in result.stderr


in_a_geopackage = pytest.mark.parametrize("url", ["geopackage"], indirect=True)


def file_of(url: str) -> Path:
    """The file of a GeoPackage."""
    return Path(str(make_url(url).database))


@in_a_geopackage
def test_the_script_finds_a_geopackage_intact(kept: str, head: Head) -> None:
    result = run(file_of(kept), "--head", f"{head.sequence} {head.hash}")
    assert result.stdout == f"intact: 3 lines, {rows_in(kept)} rows, head 3 {head.hash}\n"
    assert (result.returncode, result.stderr) == (0, "")


@in_a_geopackage
def test_the_script_finds_a_changed_row_of_a_geopackage(kept: str) -> None:
    tamper(kept, "UPDATE parcels SET registered_area_cm2 = 1 WHERE row_id = 1")
    result = run(file_of(kept))
    assert result.returncode == 1
    assert result.stdout.splitlines()[0] == (
        "Row 1 of the table parcels was changed after line 1 recorded it."
    )


@in_a_geopackage
def test_the_script_reads_a_geopackage_where_nothing_may_be_written(
    kept: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "register.gpkg"
        shutil.copyfile(file_of(kept), copy)
        copy.parent.chmod(0o555)
        main = runpy.run_path(str(verifier_script()))["main"]
        owner = os.geteuid()
        if owner == 0:
            os.seteuid(NOBODY)
        try:
            assert main([str(copy)]) == 0
        finally:
            os.seteuid(owner)
            copy.parent.chmod(0o755)
    assert "intact: 3 lines" in capsys.readouterr().out


# The end kept elsewhere

DIGEST = "ab" * 32


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (DIGEST, Head(None, DIGEST)),
        (f"12 {DIGEST}", Head(12, DIGEST)),
        (f"12:{DIGEST}", Head(12, DIGEST)),
        (f'{{"sequence": 12, "hash": "{DIGEST}"}}', Head(12, DIGEST)),
    ],
)
@pytest.mark.parametrize("in_a_file", [False, True])
def test_an_end_is_read_in_every_form_it_is_given_in(
    tmp_path: Path, given: str, expected: Head, in_a_file: bool
) -> None:
    file = tmp_path / "head.txt"
    file.write_text(f"{given}\n", encoding="utf-8")
    assert read_head(str(file) if in_a_file else given) == expected


def test_the_end_of_an_exported_journal_is_its_last_line(exported: Path, head: Head) -> None:
    assert read_head(str(exported)) == head
