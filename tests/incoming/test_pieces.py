"""A file is whole only when every byte is there and its hash is right."""

from __future__ import annotations

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from landwatch.incoming import NoRoom, OffsetDiffers, Pieces, WrongContent
from tests.incoming.phone_record import digest, picture

CONTENT = picture(1, 1000)
NAME = digest(CONTENT)


@pytest.fixture
def pieces(tmp_path: Path) -> Pieces:
    return Pieces(tmp_path / "files")


def test_a_file_that_came_in_three_pieces_is_whole(pieces: Pieces) -> None:
    there = 0
    for piece in (CONTENT[:300], CONTENT[300:999], CONTENT[999:]):
        there = pieces.append(NAME, there, piece, 1000)
    file = pieces.whole(NAME)
    assert file is not None and file.read_bytes() == CONTENT


def test_a_part_is_no_whole_and_tells_how_far_it_has_come(pieces: Pieces) -> None:
    pieces.append(NAME, 0, CONTENT[:300], 1000)
    assert (pieces.whole(NAME), pieces.offset(NAME)) == (None, 300)


@pytest.mark.parametrize("offset", [0, 299, 301, 1000])
def test_a_piece_that_does_not_follow_is_refused_and_changes_nothing(pieces: Pieces, offset: int) -> None:
    pieces.append(NAME, 0, CONTENT[:300], 1000)
    with pytest.raises(OffsetDiffers) as refused:
        pieces.append(NAME, offset, CONTENT[300:], 1000)
    assert (refused.value.offset, pieces.offset(NAME)) == (300, 300)


def test_a_flipped_byte_is_found_and_the_file_begins_anew(pieces: Pieces) -> None:
    flipped = CONTENT[:500] + bytes([CONTENT[500] ^ 1]) + CONTENT[501:]
    with pytest.raises(WrongContent):
        pieces.append(NAME, 0, flipped, 1000)
    assert (pieces.whole(NAME), pieces.offset(NAME)) == (None, 0)
    pieces.append(NAME, 0, CONTENT, 1000)
    assert pieces.whole(NAME) is not None


def test_more_bytes_than_announced_begin_anew(pieces: Pieces) -> None:
    with pytest.raises(WrongContent):
        pieces.append(NAME, 0, CONTENT, 999)
    assert pieces.offset(NAME) == 0


def test_a_whole_file_is_not_written_to(pieces: Pieces) -> None:
    pieces.append(NAME, 0, CONTENT, 1000)
    with pytest.raises(OffsetDiffers) as refused:
        pieces.append(NAME, 0, CONTENT, 1000)
    assert refused.value.offset == 1000
    assert pieces.append(NAME, 1000, b"", 1000) == 1000


def test_one_piece_that_is_sent_by_many_at_once_is_taken_once(pieces: Pieces) -> None:
    def send(_turn: int) -> int:
        try:
            return pieces.append(NAME, 0, CONTENT, 1000)
        except OffsetDiffers:
            return 0

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(send, range(16))) == [0] * 15 + [1000]
    file = pieces.whole(NAME)
    assert file is not None and file.read_bytes() == CONTENT


def test_a_full_disk_is_told_and_leaves_what_was_there(
    pieces: Pieces, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces.append(NAME, 0, CONTENT[:300], 1000)
    real = os.pwrite

    def full(file: int, content: bytes, offset: int) -> int:
        real(file, content[:100], offset)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    with pytest.raises(NoRoom, match="is full"):
        pieces.append(NAME, 300, CONTENT[300:], 1000)
    monkeypatch.undo()
    assert pieces.offset(NAME) == 300


def test_files_are_nobody_else_s(pieces: Pieces, tmp_path: Path) -> None:
    pieces.append(NAME, 0, CONTENT, 1000)
    modes = {path.stat().st_mode & 0o077 for path in (tmp_path / "files", tmp_path / "files" / NAME)}
    assert modes == {0}
