"""What is done to a register in a process of its own, which may be killed at any moment."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import psycopg
import shapely
from sqlalchemy import make_url

from landwatch.model import Contract, Document, Parcel
from landwatch.registry import Act, Content, Decision, Register, transfer, upkeep
from landwatch.registry.row_mapping import Kind

__all__ = ["ACT", "LETTER", "LIVES", "PHOTO", "PLOT", "VERBS", "killed", "settled", "timed"]

NOON = datetime(2024, 1, 22, 4, 0, tzinfo=UTC)
ACT = Act(by="赵六", at=NOON, reason="更正", document="綦规资更〔2024〕3号")
LETTER = bytes(range(256)) * 20_000
PLOT = Parcel(
    parcel_no="P", registered_area_cm2=10_000_000, geometry=shapely.box(106.6, 29.0, 106.61, 29.001)
)
HALVES = [
    Parcel(parcel_no=f"P{n}", registered_area_cm2=area, geometry=shapely.box(west, 29.0, east, 29.001))
    for n, area, west, east in ((1, 4_000_000, 106.6, 106.604), (2, 6_000_000, 106.604, 106.61))
]
LIVES = 10
"""How often each verb is killed."""


def make(url: str, _place: str) -> None:
    """Make a register."""
    Register.create(url).close()


def copy(url: str, place: str) -> None:
    """Copy a register."""
    transfer.copy(url, place)


def back_up(url: str, place: str) -> None:
    """Back a register up."""
    transfer.back_up(url, Path(place.removeprefix("gpkg:///")))


def restore(url: str, place: str) -> None:
    """Restore the backup in a file."""
    transfer.restore(Path(url), place)


def upgrade(url: str, _place: str) -> None:
    """Bring a register up to date."""
    upkeep.upgrade(url)


def correct(url: str, _place: str) -> None:
    """Correct a contract."""
    with Register.open(url) as register:
        register.correct(Kind.CONTRACTS, "1", _renamed, ACT)


def _renamed(contract: Contract) -> Contract:
    return replace(contract, holder="更正后的公司")


def split(url: str, _place: str) -> None:
    """Split a parcel."""
    with Register.open(url) as register:
        register.split("P", HALVES, date(2023, 6, 1), ACT)


def attach(url: str, _place: str) -> None:
    """Attach a document."""
    letter = Document(
        sha256=sha256(LETTER).hexdigest(), size=len(LETTER), file_name="认定书.pdf", contract_no="1"
    )
    with Register.open(url) as register:
        register.attach(letter, LETTER, ACT)


PHOTO = Content(kind="photo", purpose="evidence", media_type="image/jpeg", content=LETTER, item="5e" * 32)
DECISION = Decision(decided_by="赵六", second_person="李四", day=date(2024, 1, 22))


def destroy(url: str, _place: str) -> None:
    """Destroy a photograph that is kept for contract 1."""
    with Register.open(url) as register:
        register.destroy([str(PHOTO.item)], DECISION, ACT)


VERBS: dict[str, Callable[[str, str], None]] = {
    verb.__name__: verb for verb in (make, copy, back_up, restore, upgrade, correct, split, attach, destroy)
}


def _work(verb: str, url: str, place: str, told: Connection) -> None:
    told.send("ready")
    told.recv()
    VERBS[verb](url, place)
    told.send("done")


class _Process:
    """A process that does one thing when it is told to; it comes from a server that has everything loaded."""

    def __init__(self, verb: str, url: str, place: str) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([__name__])
        self.told, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(verb, url, place, theirs), daemon=True)
        self.process.start()
        theirs.close()
        if self.told.recv() != "ready":
            raise AssertionError("the process did not come up")
        self.told.send("go")


def timed(verb: str, url: str, place: str) -> float:
    """Do it to the end; how many seconds that took."""
    working = _Process(verb, url, place)
    started = time.monotonic()
    assert working.told.recv() == "done"
    took = time.monotonic() - started
    working.process.join(30)
    return took


def killed(verb: str, url: str, place: str, usual: float, chance: Random) -> bool:
    """Kill it with SIGKILL at some moment; whether that was before it was through."""
    working = _Process(verb, url, place)
    time.sleep(chance.uniform(0, usual))
    working.process.kill()
    working.process.join(30)
    try:
        return not (working.told.poll() and working.told.recv() == "done")
    except (EOFError, ConnectionResetError):  # the second where it was killed before it had read anything
        return True


def settled(url: str) -> None:
    """Wait until the server has noticed that its client is gone."""
    address = make_url(url)
    if address.drivername == "gpkg":
        return
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    others = (
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    with psycopg.connect(plain, autocommit=True) as connection:
        for _turn in range(1000):
            if connection.execute(others).fetchone() == (0,):
                return
            time.sleep(0.01)
    raise AssertionError("the server still works for a process that is gone")
