"""The months of a map beside what a user would do instead: one ``landwatch assess`` a month.

Times are those of the processor, of this process and of the commands it starts.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import shapely

from benchmarks.measuring import Line, s
from benchmarks.register import drawn
from landwatch.formats import ReaderSettings
from landwatch.maps import draw_cluster
from landwatch.measures.figures.months import replay
from landwatch.model import Cluster, Event, EventType, Source
from landwatch.registry import Register
from landwatch.rules import Assessment, assess
from landwatch.rules.replay import month_ends
from landwatch.services.files.importing import import_files
from landwatch.services.sample.demo import sample_folder

__all__ = ["lines"]

ON = date(2023, 12, 31)
PARCELS, MEASURED = 5_000, 2
_AT = datetime(2024, 1, 5, tzinfo=UTC)


def lines() -> Iterator[Line]:
    """Measure, one line after the other."""
    with TemporaryDirectory() as folder:
        sample, district = (f"gpkg:///{folder}/{name}.gpkg" for name in ("sample", "district"))
        import_files(
            sample, [sample_folder()], readers=ReaderSettings(), recorded_by="bench", recorded_at=_AT
        )
        record_district(district)
        for name, database in (("sample", sample), ("district", district)):
            yield from register_lines(name, database)


def register_lines(name: str, database: str) -> Iterator[Line]:
    """Measure the replay of one register, then its largest page with and without months."""
    with Register.open(database) as register:
        assessment = assess(register.snapshot(ON))
    commands, __ = worked(lambda: run_command(database), MEASURED)
    size = f"{name}, {len(assessment.contracts):,} contracts"
    for months in (12, 36):
        taken, __ = worked(lambda months=months: replayed(assessment, months), 3)
        alone, __ = worked(lambda months=months: one_by_one(assessment, months), 1)
        alone *= months / MEASURED
        beside = (
            f"judged one after the other {s(alone)}: {alone / taken:.0f} times as long; "
            f"`landwatch assess` {months} times {s(commands * months)}: "
            f"{commands * months / taken:.0f} times as long"
        )
        yield f"{months} months of the {size}", s(taken), f"{months / taken:,.0f} months", beside
    cluster = assessment.contracts["cluster"].value_counts().index[0]
    plain, bare = worked(lambda: draw_cluster(assessment, cluster, months=0), 1)
    whole, page = worked(lambda: draw_cluster(assessment, cluster, months=36), 1)
    weight = (
        f"{len(page.encode()) / 1e6:.2f} MB; without months {s(plain)}, {len(bare.encode()) / 1e6:.2f} MB"
    )
    yield f"page of {cluster} that replays 36 months ({name})", s(whole), "", weight


def replayed(assessment: Assessment, months: int) -> None:
    """Judge the ends of the months, and add them up for the whole zone."""
    replay(assessment, months).figures(None)


def one_by_one(assessment: Assessment, months: int) -> None:
    """Judge some of the days each by itself."""
    for day in month_ends(ON, months)[:: max(1, months // MEASURED)][:MEASURED]:
        assess(assessment.snapshot.earlier(day), assessment.conventions)


def run_command(database: str) -> None:
    """Judge one day as a user does."""
    command = (sys.executable, "-m", "landwatch", "assess", "--on", "2022-06-30", "--database", database)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def record_district(database: str) -> None:
    """Record 5,000 parcels with a contract each; four of five commenced, half of them completed."""
    zone, random = drawn(PARCELS), np.random.default_rng(20231231)
    late = random.integers(-100, 300, (2, PARCELS))
    stage = random.random(PARCELS)
    events = []
    for number, contract in enumerate(zone.contracts):
        for place, (kind, agreed) in enumerate(
            (
                (EventType.COMMENCED, contract.agreed_commencement),
                (EventType.COMPLETED, contract.agreed_completion),
            )
        ):
            if agreed and stage[number] < (0.8, 0.4)[place]:
                day = agreed + timedelta(days=int(late[place, number]))
                events.append(Event(contract_no=contract.contract_no, type=kind, day=day))
    outline = shapely.box(*shapely.total_bounds([parcel.geometry for parcel in zone.parcels]))
    register = Register.create(database)
    register.add(
        source=Source(name="district", sha256="0" * 64, kind="facts"),
        recorded_by="bench",
        recorded_at=_AT,
        clusters=[Cluster(name="桥河", name_en="Qiaohe", geometry=outline)],
        parcels=zone.parcels,
        contracts=zone.contracts,
        events=events,
    )
    register.close()


def worked(work: Callable[[], Any], times: int) -> tuple[float, Any]:
    """Take the least processor time of several runs."""
    best, result = float("inf"), None
    for __ in range(times):
        begin = _processor()
        result = work()
        best = min(best, _processor() - begin)
    return best, result


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
