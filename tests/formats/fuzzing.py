"""Files damaged by the thousand and read in another process: a crash there is a finding, not an end.

A test gives whole files as :class:`Sample` and calls :func:`hammer`; what comes back names, by sample and
number, every reading that ended in a traceback, without a word, by a signal, above the memory or the time.
``damage(sample, seed, number)`` gives the same damaged file again.
"""

from __future__ import annotations

import io
import multiprocessing
import resource
import shutil
import time
import traceback
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from landwatch.formats import read

__all__ = ["Report", "Sample", "damage", "damaged", "damaged_member", "hammer", "sample_of"]

MEMORY = 2 << 30
"""Bytes that one reading may take beyond what the program takes when it does nothing."""

SECONDS = 60.0
"""Time that one reading may take."""


@dataclass(frozen=True)
class Sample:
    """A whole file, or several that make up one, to be damaged.

    Attributes
    ----------
    name
        Path of the file that is read, relative to the folder it is written to.
    files
        Content by relative path.
    packed
        Whether the file is a zip whose members are to be damaged inside it.
    """

    name: str
    files: Mapping[str, bytes]
    packed: bool = False


@dataclass
class Report:
    """What became of the damaged files.

    Attributes
    ----------
    read
        Readings that ended in records or in issues.
    failures
        One text a failure, with the sample and the number that make the file again.
    slowest
        Longest reading in seconds.
    peak
        Largest memory that a reading process took, in bytes.
    """

    read: int = 0
    failures: list[str] = field(default_factory=list)
    slowest: float = 0.0
    peak: int = 0


def sample_of(path: Path, *others: Path, packed: bool = False) -> Sample:
    """Take files as they lie in one folder; of a folder everything below it.

    Parameters
    ----------
    path
        What is read.
    *others
        What belongs to it.
    packed
        As in :class:`Sample`.
    """
    files = {
        one.relative_to(path.parent).as_posix(): one.read_bytes()
        for root in (path, *others)
        for one in (sorted(root.rglob("*")) if root.is_dir() else [root])
        if one.is_file()
    }
    return Sample(path.name, files, packed)


def damaged(random: Random, content: bytes) -> bytes:
    """Change, drop, repeat or cut off some bytes."""
    found = bytearray(content)
    for _ in range(random.randint(1, 4)):
        at, kind = random.randrange(len(found) or 1), random.random()
        if kind < 0.75 and found:
            found[at] = random.randrange(256)
        elif kind < 0.85:
            del found[at : at + random.randint(1, 20)]
        elif kind < 0.97:
            start = random.randrange(len(found) or 1)
            found[at:at] = found[start : start + random.randint(1, 30)]
        else:
            del found[at:]
    return bytes(found)


def damaged_member(random: Random, content: bytes) -> bytes:
    """Damage one file inside a zip, so that the damage is not found by its checksum."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(packed, "w") as sink:
        chosen = random.choice([name for name in source.namelist() if source.getinfo(name).file_size])
        for name in source.namelist():
            whole = source.read(name)
            sink.writestr(name, damaged(random, whole) if name == chosen else whole)
    return packed.getvalue()


def damage(sample: Sample, seed: int, number: int) -> dict[str, bytes]:
    """Give the files of a sample with one of them damaged.

    Parameters
    ----------
    sample
        The whole files.
    seed, number
        The same two give the same damage.
    """
    random = Random(f"{seed}:{sample.name}:{number}")
    chosen = random.choice([name for name, content in sorted(sample.files.items()) if content])
    change = damaged_member if sample.packed and random.random() < 0.8 else damaged
    return {**sample.files, chosen: change(random, sample.files[chosen])}


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def _read_all(sink: Connection, sample: Sample, seed: int, numbers: range, folder: Path) -> None:
    """Read damaged files one after another, and say before and after each which it is."""
    taken = _status("VmData")
    resource.setrlimit(resource.RLIMIT_DATA, (taken + MEMORY, taken + MEMORY))
    for number in numbers:
        _write(folder, damage(sample, seed, number))
        sink.send(("begins", number))
        began, fault = time.monotonic(), ""
        try:
            reading = read(folder / sample.name)
            if not (reading.records or reading.issues):
                fault = "nothing is said"
        except BaseException:  # noqa: BLE001 - whatever a reader lets through is the finding
            fault = traceback.format_exc()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
        sink.send(("ends", number, fault, time.monotonic() - began, peak))
    sink.send(("done",))


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith(f"{name}:"))


def hammer(samples: Sequence[Sample], count: int, seed: int, folder: Path) -> Report:
    """Read each sample damaged in many ways.

    Parameters
    ----------
    samples
        The whole files.
    count
        How many damaged files of each.
    seed
        The same seed damages in the same ways; print it.
    folder
        Where the damaged files are written.

    Returns
    -------
    Report
        What became of them.
    """
    report = Report()
    for sample in samples:
        at = 0
        while at < count:
            at = _hammer_on(sample, range(at, count), seed, folder / "damaged", report)
    return report


def _hammer_on(sample: Sample, numbers: range, seed: int, folder: Path, report: Report) -> int:
    """Read until the end or until the process ends; give the number to go on with."""
    context = multiprocessing.get_context("spawn")
    source, sink = context.Pipe(duplex=False)
    process = context.Process(target=_read_all, args=(sink, sample, seed, numbers, folder))
    process.start()
    sink.close()
    number, began = numbers.start - 1, False
    try:
        while source.poll(SECONDS):
            message = source.recv()
            if message[0] == "done":
                return numbers.stop
            number, began = message[1], message[0] == "begins"
            if not began:
                _take(report, f"{sample.name} {seed}:{number}", *message[2:])
        report.failures.append(f"{sample.name} {seed}:{number}: longer than {SECONDS:.0f} s")
    except EOFError:
        process.join()
        report.failures.append(f"{sample.name} {seed}:{number}: the process ended with {process.exitcode}")
    finally:
        process.kill()
        process.join()
        source.close()
    return number + 1


def _take(report: Report, name: str, fault: str, seconds: float, peak: int) -> None:
    report.slowest, report.peak = max(report.slowest, seconds), max(report.peak, peak)
    if fault:
        report.failures.append(f"{name}: {fault}")
    else:
        report.read += 1
