"""An office at work: twenty people open pages of a server while a clerk imports, and facts are recorded.

``python -m benchmarks.load --help`` tells what can be chosen. Printed beside each time: the same page asked
alone before, and the load of the machine.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from threading import Event as Signal
from threading import Thread
from urllib.parse import quote

import httpx2
import shapely

from benchmarks.register import database, drawn
from landwatch.access import Access, Role
from landwatch.model import Cluster, Event, EventType, Source
from landwatch.registry import Register
from tests.office import write_table
from tests.web.processes import Process, memory_kb, serving

PEOPLE, ROWS = 20, 500
DAY = "on=2023-12-31"
PAGES = {"list": f"/work?{DAY}", "figures": f"/figures?{DAY}"}
PLACES = ("list", "contract", "figures")
# The footer of a page tells on which line of the journal it rests.
_LINE = re.compile(r"journal line (\d+)")


@dataclass
class Told:
    """What was measured: seconds by page, what failed, seconds until a fact stood everywhere, memory."""

    alone: dict[str, float] = field(default_factory=dict)
    took: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: list[str] = field(default_factory=list)
    stood: list[float] = field(default_factory=list)
    imported: float = 0.0
    memory: float = 0.0


@dataclass(frozen=True)
class Made:
    """A register with its contracts, the sessions of its people, and the token of who records."""

    url: str
    numbers: list[str]
    sessions: list[str]
    token: str


def main() -> None:
    """Measure what is asked for and print a table."""
    asked = _asked(sys.argv[1:])
    write = sys.stdout.write
    write("| store, contracts | page | p50 | p95 | alone | |\n|---|---|---:|---:|---:|---|\n")
    for store in asked.stores:
        for count in asked.contracts:
            for line in _lines(store, count, asked):
                write("| " + " | ".join(line) + " |\n")
            sys.stdout.flush()


def _asked(arguments: list[str]) -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks.load", description="An office at work.")
    parser.add_argument("--minutes", type=float, default=5.0, help="how long they work (5)")
    parser.add_argument("--contracts", type=int, nargs="+", default=[5_000, 50_000], help="(5000 50000)")
    parser.add_argument(
        "--stores", nargs="+", choices=["geopackage", "postgis"], default=["geopackage", "postgis"]
    )
    parser.add_argument("--workers", type=int, default=2, help="processes that serve (2)")
    return parser.parse_args(arguments)


def _lines(store: str, count: int, asked: Namespace) -> Iterator[tuple[str, ...]]:
    with TemporaryDirectory() as folder:
        if store == "geopackage":
            told = _measured(f"gpkg:///{folder}/register.gpkg", count, asked, Path(folder))
        else:
            with database(os.environ["LANDWATCH_TEST_POSTGIS"]) as url:
                told = _measured(url, count, asked, Path(folder))
    name = f"{store}, {count:,}"
    for page in PLACES:
        times = told.took[page]
        p95 = quantiles(times, n=20)[-1] if len(times) > 1 else float("nan")
        asked_for = f"{len(times)} pages"
        yield name, page, _ms(median(times)), _ms(p95), _ms(told.alone[page]), asked_for
    stood = f"{_ms(median(told.stood))}, at most {_ms(max(told.stood))}" if told.stood else "not measured"
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    yield name, "a recorded fact stands on every page after", stood, "", "", f"{len(told.stood)} facts"
    yield name, f"{ROWS} rows imported meanwhile in", f"{told.imported:.1f} s", "", "", ""
    failed = ", ".join(sorted(set(told.failed))[:3])
    memory = f"memory of all processes {told.memory:.2f} GB; load {load}"
    yield name, f"{len(told.failed)} errors {failed}", "", "", "", memory


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def _measured(url: str, count: int, asked: Namespace, folder: Path) -> Told:
    made, told, over = _make(url, count), Told(), Signal()
    with serving("--database", url, "--port", "0", "--workers", str(asked.workers)) as server:
        for page in PLACES:
            told.alone[page] = _alone(server, made, page)
        at_work = [Thread(target=_person, args=(server, made, seat, told, over)) for seat in range(PEOPLE)]
        at_work.append(Thread(target=_recording, args=(server, made, told, over)))
        at_work.append(Thread(target=_watching, args=(server, told, over)))
        for thread in at_work:
            thread.start()
        until = time.monotonic() + asked.minutes * 60
        time.sleep(min(10, asked.minutes * 10))
        told.imported = _import(made, folder)
        time.sleep(max(0.0, until - time.monotonic()))
        over.set()
        for thread in at_work:
            thread.join()
    return told


def _make(url: str, count: int) -> Made:
    zone, now = drawn(count), datetime.now(UTC)
    # Every tenth contract was never commenced, so that there is something to do; the others are built.
    late = {contract.contract_no for contract in zone.contracts[::10]}
    events = [e for e in zone.events if e.type is not EventType.COMMENCED or e.contract_no not in late]
    events += [
        Event(contract_no=c.contract_no, type=EventType.COMPLETED, day=c.agreed_completion)
        for c in zone.contracts
        if c.contract_no not in late
    ]
    with Register.create(url) as register:
        register.add(
            source=Source(name="台账.xlsx", sha256="0" * 64, kind="ledger"),
            recorded_by="登记员",
            recorded_at=now,
            clusters=[Cluster(name="桥河", name_en="Qiaohe", geometry=shapely.box(106.4, 28.8, 107.2, 29.6))],
            parcels=zone.parcels,
            contracts=zone.contracts,
            events=events,
        )
    with Access.open(url) as access:
        password = access.add_person("manager", "王", Role.MANAGER, must_change=False, by="b", at=now)
        access.add_person("clerk", "陈", Role.CLERK, must_change=False, by="b", at=now)
        sessions = [
            access.sign_in("manager", password, address="127.0.0.1", at=now).token for _seat in range(PEOPLE)
        ]
        token = access.issue_token("clerk", "b", expires_at=now + timedelta(days=1), by="b", at=now)
    return Made(url, [contract.contract_no for contract in zone.contracts], sessions, token)


def _client(server: Process, session: str) -> httpx2.Client:
    cookies = {"landwatch-session": session, "landwatch-language": "en"}
    return httpx2.Client(base_url=server.url, cookies=cookies, timeout=60)


def _address(made: Made, page: str, chance: Random) -> str:
    if page == "contract":
        return f"/contracts/{quote(chance.choice(made.numbers), safe='')}?{DAY}"
    return PAGES[page]


def _alone(server: Process, made: Made, page: str) -> float:
    chance, times = Random(page), []
    with _client(server, made.sessions[0]) as client:
        for _turn in range(8):
            begin = time.perf_counter()
            client.get(_address(made, page, chance)).raise_for_status()
            times.append(time.perf_counter() - begin)
    return median(times[3:])  # the first ones judge the register, in each of the processes


def _person(server: Process, made: Made, seat: int, told: Told, over: Signal) -> None:
    chance = Random(seat)
    with _client(server, made.sessions[seat]) as client:
        while not over.wait(chance.uniform(3, 8)):
            page = chance.choice(PLACES)
            begin = time.perf_counter()
            try:
                answer = client.get(_address(made, page, chance))
            except httpx2.TransportError as error:
                told.failed.append(type(error).__name__)
                continue
            told.took[page].append(time.perf_counter() - begin)
            if answer.status_code != 200:
                told.failed.append(f"{page} {answer.status_code}")


def _recording(server: Process, made: Made, told: Told, over: Signal) -> None:
    """Record a review now and then, and see how long it takes until every page rests on it."""
    chance, turn = Random(1), 0
    with _client(server, made.sessions[0]) as client:
        while not over.wait(10):
            turn += 1
            number = quote(chance.choice(made.numbers), safe="")
            try:
                if not _review(server, made, number, f"第{turn}次看过", told):
                    continue
                begin, line = time.perf_counter(), _lines_of_journal(made)
                for page in (PAGES["list"], PAGES["figures"], f"/contracts/{number}?{DAY}"):
                    _wait_for(client, page, line)
            except httpx2.TransportError as error:
                told.failed.append(f"recording {type(error).__name__}")
                continue
            told.stood.append(time.perf_counter() - begin)


def _review(server: Process, made: Made, number: str, note: str, told: Told) -> bool:
    """Record a review; whether it was acknowledged."""
    answer = httpx2.post(
        f"{server.url}/api/v1/contracts/{number}/reviews?{DAY}",
        json={"verdict": "confirmed", "on": "2023-12-20", "note": note},
        headers={"Authorization": f"Bearer {made.token}"},
        timeout=60,
    )
    if answer.status_code != 201:
        told.failed.append(f"review {answer.status_code}")
    return answer.status_code == 201


def _lines_of_journal(made: Made) -> int:
    with Register.open(made.url) as register:
        end = register.journal_end()
    return end.sequence if end else 0


def _wait_for(client: httpx2.Client, page: str, line: int) -> None:
    for _turn in range(100):
        found = _LINE.search(client.get(page).text)
        if found and int(found[1]) >= line:
            return


def _watching(server: Process, told: Told, over: Signal) -> None:
    while not over.wait(2):
        told.memory = max(told.memory, memory_kb(server.process.pid) / 1e6)


def _import(made: Made, folder: Path) -> float:
    """Import facts with the command, as a clerk does."""
    numbers = made.numbers[::10][:ROWS]
    rows = [{"合同编号": number, "事项": "开工", "日期": "2023-11-01"} for number in numbers]
    file = write_table(folder / "facts.csv", rows)
    begin = time.perf_counter()
    command = [sys.executable, "-m", "landwatch", "import", str(file), "--database", made.url]
    ended = subprocess.run(command, check=False, capture_output=True, text=True)
    if ended.returncode:
        raise SystemExit(ended.stdout + ended.stderr)
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
