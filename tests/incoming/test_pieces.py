"""A file is whole only when every byte is there and its hash is right."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from landwatch.incoming import Incoming, NoRoom, OffsetDiffers, Pieces, WrongContent
from tests.incoming.phone_record import UUID, digest, picture, read
from tests.untried import missing

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


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk on which 16 kB are left; the file `taken` has the others."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        missing("A small disk", "run as root, who may mount one")
    (place / "taken").write_bytes(bytes(240 * 1024))
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_is_told_leaves_what_was_there_and_the_rest_comes_when_there_is_room(
    small_disk: Path,
) -> None:
    pieces, content = Pieces(small_disk), picture(2, 40_000)
    name = digest(content)
    pieces.append(name, 0, content[:300], 40_000)
    with pytest.raises(NoRoom, match="is full"):
        pieces.append(name, 300, content[300:], 40_000)
    assert pieces.offset(name) == 300
    (small_disk / "taken").unlink()
    assert pieces.append(name, 300, content[300:], 40_000) == 40_000
    file = pieces.whole(name)
    assert file is not None and file.read_bytes() == content


def test_on_a_disk_without_room_for_the_register_no_record_is_acknowledged(small_disk: Path) -> None:
    incoming = Incoming(small_disk / "zone.field")
    with pytest.raises(NoRoom, match="is full"):
        incoming.put(UUID, read(), "zhang", at=datetime(2023, 12, 20, tzinfo=UTC), phone_at=None)
    assert incoming.records() == []


def test_files_are_nobody_else_s(pieces: Pieces, tmp_path: Path) -> None:
    pieces.append(NAME, 0, CONTENT, 1000)
    modes = {path.stat().st_mode & 0o077 for path in (tmp_path / "files", tmp_path / "files" / NAME)}
    assert modes == {0}
