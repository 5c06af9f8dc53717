"""Servers as they run in an office: processes of their own, which are asked over the network and killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

COMMAND = [sys.executable, "-m", "landwatch", "serve", "--json"]


@dataclass
class Process:
    """A server that runs."""

    process: subprocess.Popen[str]
    told: dict[str, Any]

    @property
    def url(self) -> str:
        """Where it listens."""
        return str(self.told["url"])

    def workers(self) -> list[int]:
        """The processes that serve: those that hold the socket at which the server listens."""
        socket = f"socket:[{listening_at(int(self.url.rpartition(':')[2]))}]"
        return [pid for pid in children_of(self.process.pid) if socket in held_by(pid)]

    def wait_until_it_serves(self, seconds: float = 60) -> None:
        """Ask until it answers."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                if httpx2.get(f"{self.url}/browser", timeout=20, verify=False).status_code == 200:
                    return
            except httpx2.TransportError:
                time.sleep(0.1)
        raise AssertionError("the server does not serve")

    def kill(self) -> None:
        """Kill it with everything that belongs to it, as a machine that loses its power does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        """Ask it to end; what it ended with."""
        self.process.send_signal(number)
        return self.process.wait(60)


def children_of(pid: int) -> list[int]:
    """The processes that a process started."""
    file = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in file.read_text(encoding="ascii").split()]


def memory_kb(pid: int) -> int:
    """What a process and those below it hold, in kB; what several share counts once."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        below = children_of(pid)
    except (FileNotFoundError, ProcessLookupError):
        return 0  # ended meanwhile
    own = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return own + sum(map(memory_kb, below))


def command_of(pid: int) -> str:
    """How a process was started."""
    return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").replace("\0", " ")


def listening_at(port: int) -> str:
    """The number of the socket that listens at a port."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    listening = "0A"
    return next(row[9] for row in rows if row[3] == listening and int(row[1].partition(":")[2], 16) == port)


def held_by(pid: int) -> set[str]:
    """The files and sockets that a process has open."""
    return {os.readlink(file) for file in Path(f"/proc/{pid}/fd").iterdir() if file.is_symlink()}


@contextmanager
def serving(*options: str, **environment: str) -> Iterator[Process]:
    """Serve with some options until the block ends; whatever still runs then is killed."""
    process = subprocess.Popen(
        [*COMMAND, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "LANDWATCH_LANG": "en", **environment},
    )
    try:
        assert process.stdout is not None and process.stderr is not None
        line = process.stdout.readline()
        assert line, process.stderr.read()
        served = Process(process, json.loads(line))
        served.wait_until_it_serves()
        yield served
    finally:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass  # it ended, and all that belonged to it
        process.communicate(timeout=30)


def free_port() -> int:
    """A port that nobody listens at."""
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
