"""An office's own spellings of headers: a file of names, no code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from landwatch.errors import InputError
from landwatch.formats import ReaderSettings, read
from landwatch.formats.cells import vocabulary
from landwatch.settings import load
from tests.formats.files import codes, write_csv

LEDGER = (["合同编号", "动土之日", "土地使用权人"], ["A", "2023-06-30", "甲公司"])


@pytest.fixture(autouse=True)
def no_trace() -> Iterator[None]:
    yield
    vocabulary.use_own_aliases(None)


def own(folder: Path, text: str) -> ReaderSettings:
    (folder / "own.yaml").write_text(text, encoding="utf-8")
    return ReaderSettings(aliases=folder / "own.yaml")


def test_a_new_header_needs_a_line_and_no_code(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", *LEDGER)
    assert codes(read(path)) == {"unknown_column"}
    reading = read(path, settings=own(tmp_path, "contract:\n  agreed_commencement: [动土之日]\n"))
    assert (reading.contracts[0].agreed_commencement, codes(reading)) == (date(2023, 6, 30), set())
    assert codes(read(path)) == {"unknown_column"}


def test_the_file_and_the_limits_are_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own(tmp_path, "contract: {agreed_commencement: [动土之日]}")
    monkeypatch.setenv("LANDWATCH_ALIASES", str(tmp_path / "own.yaml"))
    monkeypatch.setenv("LANDWATCH_MAX_FILE_MB", "1")
    settings = load().readers()
    assert read(write_csv(tmp_path / "a.csv", *LEDGER), settings=settings).contracts[0].agreed_commencement
    (tmp_path / "b.csv").write_bytes(bytes(2 << 20))
    assert "the limit is 1 MB" in read(tmp_path / "b.csv", settings=settings).issues[0].message


@pytest.mark.parametrize(
    "text",
    ["contract: {nothing: [甲]}", "nothing: {a: [甲]}", "contract: {holder: 甲}", "- 甲", "contract: [甲]"],
)
def test_an_alias_for_what_there_is_not_is_refused_by_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="is no list of names for a known column"):
        read(write_csv(tmp_path / "a.csv", *LEDGER), settings=own(tmp_path, text))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="own.yaml: the aliases cannot be read"):
        read(write_csv(tmp_path / "a.csv", *LEDGER), settings=ReaderSettings(aliases=tmp_path / "own.yaml"))
