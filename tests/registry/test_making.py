"""Several processes make a register at once, disks are full, programs are stopped: nothing is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from landwatch.errors import RegisterError
from landwatch.model import Contract, Document
from landwatch.registry import Act, Added, Register, new_files, transfer, upkeep
from landwatch.registry.new_files import DRAFT, FileTaken, new_file
from landwatch.services.contracts import documents
from landwatch.services.maintenance import copying, journal
from tests.registry.conftest import MORNING
from tests.registry.test_faults_shared import small_disk

__all__ = ["small_disk"]

NOBODY = 65534
MAKERS = 6


def _run(*arguments: str, url: str, limit: str = "") -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "landwatch", *arguments, "--database", url]
    given = ["bash", "-c", f'{limit}; exec "$@"', "bash", *command] if limit else command
    environment = os.environ | {"LANDWATCH_LANG": "en", "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.Popen(given, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def _ledger(folder: Path, number: int) -> str:
    file = folder / f"ledger-{number}.csv"
    file.write_text(
        f"合同编号,受让人,签订日期,约定开工时间\n渝地（2020）合字（綦江）第{number}号,公司,2020-03-05,2020-12-31\n",
        encoding="utf-8",
    )
    return str(file)


@pytest.mark.long
def test_first_imports_at_once_all_land_in_one_register(url: str, tmp_path: Path) -> None:
    ledgers = [_ledger(tmp_path, number) for number in range(MAKERS)]
    if not url.startswith("gpkg"):
        inits = [_run("init", url=url) for _turn in range(MAKERS)]
        assert [(*made.communicate(), made.returncode)[1:] for made in inits] == [("", 0)] * MAKERS
    imports = [_run("import", ledger, url=url) for ledger in ledgers]
    assert [(*done.communicate(), done.returncode)[1:] for done in imports] == [("", 0)] * MAKERS
    with Register.open(url) as register:
        assert len(register.known().contract_nos) == MAKERS
        assert register.verify().faults == ()
    upkeep.check(url)
    assert [item for item in os.listdir(tmp_path) if item.startswith(DRAFT)] == []


def test_whoever_is_slower_works_in_the_register_of_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, contract: Contract, record: Callable[..., Added]
) -> None:
    url, name = f"gpkg:///{tmp_path}/register.gpkg", new_files._name

    def slow(draft: Path, target: Path) -> None:
        monkeypatch.setattr(new_files, "_name", name)
        with Register.create(url) as other:
            record(other, contracts=[contract])
        name(draft, target)

    monkeypatch.setattr(new_files, "_name", slow)
    with Register.create(url) as register:
        assert register.known().contract_nos == {contract.contract_no}
    assert os.listdir(tmp_path) == ["register.gpkg"]


def test_where_files_have_no_second_names_a_register_is_made_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_names: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    Register.create(f"gpkg:///{tmp_path}/register.gpkg").close()
    upkeep.check(f"gpkg:///{tmp_path}/register.gpkg")
    (tmp_path / "taken").write_text("kept")

    with pytest.raises(FileTaken), new_file(tmp_path / "late") as draft:
        draft.write_text("new")
        (tmp_path / "late").write_text("kept")
    assert (tmp_path / "late").read_text() == "kept"


@pytest.mark.long
def test_an_import_that_brings_nothing_makes_no_register(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n")
    done = _run("import", str(tmp_path / "notes.csv"), url=f"gpkg:///{tmp_path}/register.gpkg")
    done.communicate()
    assert os.listdir(tmp_path) == ["notes.csv"]


@pytest.mark.long
def test_a_file_of_no_bytes_becomes_a_register_by_an_import(tmp_path: Path) -> None:
    (tmp_path / "register.gpkg").touch()
    url = f"gpkg:///{tmp_path}/register.gpkg"
    with pytest.raises(RegisterError, match="There is no register at"):
        Register.open(url)
    done = _run("import", _ledger(tmp_path, 1), url=url)
    assert (done.communicate()[1], done.returncode) == ("", 0)
    upkeep.check(url)


def test_a_copy_goes_into_a_file_of_no_bytes(register: Register, url: str, tmp_path: Path) -> None:
    (tmp_path / "copy.gpkg").touch()
    transfer.copy(url, f"gpkg:///{tmp_path}/copy.gpkg")
    upkeep.check(f"gpkg:///{tmp_path}/copy.gpkg")


# What a killed program left


_MAKE = """
import os, signal, sys
from pathlib import Path
from landwatch.registry.new_files import new_file
with new_file(Path(sys.argv[1])) as draft:
    draft.write_bytes(b"half")
    if sys.argv[2] == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    print("made", flush=True)
    sys.stdin.read()
"""


def _maker(target: Path, fate: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _MAKE, str(target), fate],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


@pytest.mark.long
def test_what_a_killed_program_left_is_swept_and_what_another_makes_is_not(tmp_path: Path) -> None:
    _maker(tmp_path / "dead", "killed").communicate()
    (dead,) = tmp_path.iterdir()
    assert (dead / "dead").read_bytes() == b"half"
    living = _maker(tmp_path / "living", "living")
    assert living.stdout is not None
    assert living.stdout.readline() == "made\n"
    (tmp_path / f"{DRAFT}just-made").mkdir()
    assert len(os.listdir(tmp_path)) == 2
    with new_file(tmp_path / "new") as draft:
        draft.write_text("new")
    assert len(os.listdir(tmp_path)) == 2  # the new file, and what another is making
    living.communicate("")
    assert sorted(os.listdir(tmp_path)) == ["living", "new"]
    assert (tmp_path / "living").read_bytes() == b"half"


def test_a_folder_swept_before_it_was_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold, swept = new_files._hold, []

    def late(folder: Path) -> int | None:
        if not swept:
            swept.append(folder)
            new_files._sweep(folder)
        return hold(folder)

    monkeypatch.setattr(new_files, "_hold", late)
    with new_file(tmp_path / "new") as draft:
        assert draft.parent != swept[0]
        draft.write_text("new")
    assert os.listdir(tmp_path) == ["new"]


# No room, and no right to write


@pytest.fixture
def filled(tmp_path: Path, contract: Contract, record: Callable[..., Added]) -> str:
    """A register with a document of two megabytes."""
    url = f"gpkg:///{tmp_path}/filled.gpkg"
    letter = Document(sha256="", size=2 << 20, file_name="认定书.pdf", contract_no=contract.contract_no)
    with Register.create(url) as register:
        record(register, contracts=[contract])
        register.attach(letter, os.urandom(2 << 20), Act(by="赵六", at=MORNING, reason="归档"))
    return url


def _digest(url: str) -> str:
    with Register.open(url) as register:
        (document,) = register.documents("渝地（2020）合字（綦江）第1号")
    return document.sha256


def _writers(filled: str, place: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    backup = Path(filled.removeprefix("gpkg:///"))
    yield "new.gpkg", lambda: Register.create(f"gpkg:///{place}/new.gpkg")
    yield "backup.gpkg", lambda: copying.back_up(filled, place / "backup.gpkg", MORNING)
    yield "copy.gpkg", lambda: copying.copy(filled, f"gpkg:///{place}/copy.gpkg", MORNING)
    yield "restored.gpkg", lambda: copying.restore(backup, f"gpkg:///{place}/restored.gpkg", MORNING)
    yield "letter.pdf", lambda: documents.hand_out(filled, _digest(filled), place / "letter.pdf")
    yield "verify.py", lambda: journal.write_verifier(place / "verify.py")
    yield "journal.jsonl", lambda: journal.export_journal(filled, place / "journal.jsonl")


def _fill(file: Path) -> None:
    with suppress(OSError), file.open("wb", buffering=0) as much:
        while True:
            much.write(bytes(4096))


NAMES = ["new.gpkg", "backup.gpkg", "copy.gpkg", "restored.gpkg", "letter.pdf", "verify.py", "journal.jsonl"]


@pytest.mark.parametrize("name", NAMES)
def test_on_a_full_disk_nothing_half_is_left_and_it_is_told(filled: str, small_disk: Path, name: str) -> None:
    _fill(small_disk / "much")
    write = dict(_writers(filled, small_disk))[name]
    with pytest.raises(RegisterError) as caught:
        write()
    told = str(caught.value)
    assert "is full; nothing was changed. Make room" in told or "No space left on device" in told
    assert f"{small_disk}/{name}" in told
    assert DRAFT not in told
    assert os.listdir(small_disk) == ["much"]
    (small_disk / "much").unlink()
    write()
    upkeep.check(filled)


@pytest.fixture
def closed() -> Iterator[Path]:
    """A folder in which only its owner may write, and we are somebody else."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "closed").mkdir(mode=0o555)
        folder.chmod(0o755)
        yield folder / "closed"


@pytest.mark.parametrize("name", NAMES)
def test_in_a_folder_that_may_not_be_written_it_is_told(filled: str, closed: Path, name: str) -> None:
    copy = closed.parent / "filled.gpkg"
    shutil.copyfile(filled.removeprefix("gpkg:///"), copy)
    write = dict(_writers(f"gpkg:///{copy}", closed))[name]
    owner = os.geteuid()
    if owner == 0:
        os.seteuid(NOBODY)
    try:
        with pytest.raises(RegisterError, match=f"closed/{name} cannot be written .Permission denied"):
            write()
    finally:
        os.seteuid(owner)
    assert os.listdir(closed) == []


@pytest.mark.long
@pytest.mark.parametrize("kilobytes", [16, 64, 200])
def test_a_limit_on_the_size_of_files_is_told_as_what_it_is(tmp_path: Path, kilobytes: int) -> None:
    done = _run("init", url=f"gpkg:///{tmp_path}/register.gpkg", limit=f"ulimit -f {kilobytes}")
    told = done.communicate()[1]
    assert done.returncode == 2
    assert told.startswith("landwatch: error: ")
    assert len(told.splitlines()) == 1
    assert os.listdir(tmp_path) == []
