"""Killed at any moment, what is done to a register is done or not done, and works when it is done again."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from random import Random

import pytest

from landwatch.model import Contract, Document
from landwatch.registry import Owner, Register, transfer, upkeep
from landwatch.registry.new_files import DRAFT, holds_something
from tests.registry import importing, older
from tests.registry.killing import ACT, LIVES, PHOTO, PLOT, killed, settled, timed
from tests.registry.tampering import tamper
from tests.registry.test_faults_killed import counts

ANEW = ("make", "copy", "back_up", "restore")
"""What makes a register where none was; the others change one."""
CHANGING = ("correct", "split", "attach", "destroy", "upgrade")


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> Random:
    """Moments that a printed seed gives again: LANDWATCH_TEST_SEED."""
    seed = int(os.environ.get("LANDWATCH_TEST_SEED") or Random().getrandbits(32))
    sys.stdout.write(f"{request.node.name}: LANDWATCH_TEST_SEED={seed}\n")
    return Random(seed)


@pytest.fixture
def kept(tmp_path: Path) -> str:
    """A register with a thousand parcels, and one more under contract 1."""
    (tmp_path / "kept").mkdir()
    url = f"gpkg:///{tmp_path}/kept/kept.gpkg"
    with Register.create(url) as register:
        importing.add(register, **importing.records(1000, "旧"))
        importing.add(register, parcels=[PLOT], contracts=[Contract(contract_no="1", parcel_nos=("P",))])
        register.attach(
            Document(sha256="", size=0, file_name="决定.txt", number=ACT.document, contract_no="1"), b"1", ACT
        )
        register.keep([PHOTO], Owner(contract_no="1"), ACT)
    return url


def file_of(url: str) -> Path:
    """The file of a GeoPackage."""
    return Path(url.removeprefix("gpkg:///"))


def empty(url: str) -> None:
    """Take away what is in a place, as if it had never been."""
    if url.startswith("gpkg"):
        for file in file_of(url).parent.glob(f"{file_of(url).name}*"):
            file.unlink()
    else:
        tamper(url, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public", "CREATE EXTENSION postgis")


def is_there(url: str) -> bool:
    """Whether there is a register in a place."""
    if url.startswith("gpkg"):
        return holds_something(file_of(url))
    return bool(tamper(url, "SELECT to_regclass('landwatch_schema') IS NOT NULL")[0][0])


def lay(verb: str, kept: str, url: str) -> None:
    """Lay a register out that the verb changes."""
    empty(url)
    if verb == "upgrade":
        older.make(url)
    elif url.startswith("gpkg"):
        shutil.copyfile(file_of(kept), file_of(url))
    else:
        transfer.copy(kept, url)


def assert_sound(url: str) -> None:
    """Every check says so."""
    upkeep.check(url)
    with Register.open(url) as register:
        assert register.verify().faults == ()


def go_on(lived: int, ended: int, lives: int) -> bool:
    """Whether to kill once more: a moment that came too late proves nothing, so that there may be others."""
    return lived < lives or (ended < lives / 5 and lived < 5 * lives)


def make_again_and_again(verb: str, kept: str, url: str, chance: Random, lives: int) -> None:
    """Kill what makes a register where none was; each time it is whole or not there, and can be made."""
    origin = {"make": url, "copy": kept, "restore": str(file_of(kept)), "back_up": url}[verb]
    place = f"{kept.removesuffix('kept.gpkg')}backup.gpkg" if verb == "back_up" else url
    if verb == "back_up":
        lay(verb, kept, url)
    usual, whole = timed(verb, origin, place), counts(place)
    lived = ended = 0
    while go_on(lived, ended, lives):
        lived += 1
        empty(place)
        ended += killed(verb, origin, place, usual, chance)
        settled(place)
        if not is_there(place):
            timed(verb, origin, place)
            assert not place.startswith("gpkg") or not list(file_of(place).parent.glob(f"{DRAFT}*"))
        assert counts(place) == whole
        assert_sound(place)
    assert ended >= lives / 5  # or the moments would all have come too late


def change_again_and_again(verb: str, kept: str, url: str, chance: Random, lives: int) -> None:
    """Kill what changes a register; each time it is changed or not, and can be changed."""
    lay(verb, kept, url)
    before = None if verb == "upgrade" else counts(url)
    usual, after = timed(verb, url, url), counts(url)
    lived = ended = 0
    while go_on(lived, ended, lives):
        lived += 1
        lay(verb, kept, url)
        ended += killed(verb, url, url, usual, chance)
        settled(url)
        if before is not None:
            assert counts(url) in (before, after)
            assert_sound(url)
        timed(verb, url, url)
        assert counts(url) == after
        assert_sound(url)
    assert ended >= lives / 5


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("verb", ANEW)
def test_killed_what_makes_a_register_leaves_a_whole_one_or_none(
    verb: str, kept: str, url: str, chance: Random
) -> None:
    make_again_and_again(verb, kept, url, chance, LIVES)


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("verb", CHANGING)
def test_killed_what_changes_a_register_changes_it_as_a_whole_or_not(
    verb: str, kept: str, url: str, chance: Random
) -> None:
    change_again_and_again(verb, kept, url, chance, LIVES)


# A few of them, quickly


@pytest.mark.long
@pytest.mark.parametrize("verb", ["make", "back_up"])
def test_killed_twice_a_register_or_a_backup_is_whole_or_not_there(
    verb: str, kept: str, tmp_path: Path, chance: Random
) -> None:
    make_again_and_again(verb, kept, f"gpkg:///{tmp_path}/register.gpkg", chance, 2)


@pytest.mark.long
@pytest.mark.parametrize("verb", ["split"])
def test_killed_twice_a_register_is_changed_as_a_whole_or_not(
    verb: str, kept: str, tmp_path: Path, chance: Random
) -> None:
    change_again_and_again(verb, kept, f"gpkg:///{tmp_path}/register.gpkg", chance, 2)
