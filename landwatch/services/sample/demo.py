"""The whole job on the sample: import, assess two days, draw, and compare with the published figures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from landwatch.drafts import put_in_place
from landwatch.errors import InputError, RegisterError, UsageError
from landwatch.formats import ReaderSettings
from landwatch.i18n import Language, language
from landwatch.i18n import gettext as _
from landwatch.measures import figures
from landwatch.measures.flagged import findings
from landwatch.measures.patrols.roster import Roster
from landwatch.model import Patroller
from landwatch.progress import Track, untracked
from landwatch.registry import Act, Register
from landwatch.rules import Assessment, Conventions, assess
from landwatch.services.figures.counting import acreage_ledger
from landwatch.services.files.importing import import_files
from landwatch.services.maps.mapping import write_atlas
from landwatch.services.patrols.plans import rates_of
from landwatch.units import round_half_up

__all__ = [
    "Comparison",
    "DemoResult",
    "assess_sample",
    "assign_sample",
    "compare",
    "run_demo",
    "sample_folder",
]

BEFORE, ON = date(2022, 12, 31), date(2023, 12, 31)
"""Begin and end of the year that the published figures speak of."""

_RECORDED_BY = "landwatch demo"
_DECIMALS = {"percent": 1, "percentage_points": 1, "mu": 2, "count": 0}
_MATCHES = {
    "tenth": lambda computed, published: round_half_up(computed, 1) == published,
    "exact": lambda computed, published: round_half_up(computed, 2) == published,
    # "Over 700 mu" is met by more than 700.
    "at_least": lambda computed, published: computed > Fraction(published),
}


@dataclass(frozen=True)
class Comparison:
    """A published figure beside the one that the rows give.

    Attributes
    ----------
    id, label, unit, published
        As the list of published figures has them, the label in the current language.
    computed
        What the rows give, rounded as it is printed.
    matches
        Whether the two agree.
    compare
        How: ``tenth`` and ``exact`` are equality to 0.1 and to 0.01, ``at_least`` is more than published.
    """

    id: str
    label: str
    unit: str
    published: str
    computed: str
    matches: bool
    compare: str

    def printed(self) -> str:
        """Return the published figure as a reader has to take it: `> 700` for "over 700"."""
        return f"> {self.published}" if self.compare == "at_least" else self.published

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as JSON values."""
        return {name: value for name, value in asdict(self).items() if name != "compare"}


@dataclass(frozen=True)
class DemoResult:
    """What the demo made.

    Attributes
    ----------
    comparisons
        Published against computed.
    pages
        The map pages, the overview first.
    database
        URL of the register.
    flagged
        Number of contracts flagged at the end of the year.
    """

    comparisons: tuple[Comparison, ...]
    pages: tuple[Path, ...]
    database: str
    flagged: int

    def to_dict(self) -> dict[str, Any]:
        """Return figures and pages as JSON values."""
        return {
            "figures": [row.to_dict() for row in self.comparisons],
            "pages": [str(page) for page in self.pages],
        }


def run_demo(
    out: Path,
    *,
    readers: ReaderSettings,
    conventions: Conventions,
    recorded_at: datetime,
    language: Language = "zh",
    track: Track = untracked,
) -> DemoResult:
    """Do the whole job on the sample.

    Parameters
    ----------
    out
        Folder for the register, the pages and ``figures.json``. A register that an earlier demo left there
        is replaced; nothing else is touched.
    readers, conventions
        Settings of the readers and of the rules.
    recorded_at
        The instant of recording, with time zone.
    language
        Language of the pages.
    track
        Shows how far the work is.

    Returns
    -------
    DemoResult
        The comparison and the pages.

    Raises
    ------
    UsageError
        If the folder cannot be written, or its register holds more than a demo's records.
    InputError
        If the sample is not part of this installation.
    """
    sample = sample_folder()
    database = _fresh(out)
    import_files(
        database,
        [sample],
        readers=readers,
        recorded_by=_RECORDED_BY,
        recorded_at=recorded_at,
        track=track,
    )
    assign_sample(database, sample, recorded_at)
    with Register.open(database) as register:
        before, now = (assess(register.snapshot(day), conventions) for day in (BEFORE, ON))
    pages = write_atlas(now, out, language=language)
    result = DemoResult(tuple(compare(before, now, sample)), tuple(pages), database, len(findings(now)))
    text = json.dumps(result.to_dict(), ensure_ascii=False, indent=2)
    with put_in_place(out / "figures.json", replace=True) as draft:
        draft.write_text(text + "\n", encoding="utf-8")
    return result


def assign_sample(database: str, sample: Path, at: datetime) -> None:
    """Let the persons of the sample patrol its clusters.

    Parameters
    ----------
    database
        URL of a register with the sample.
    sample
        Folder with ``patrollers.yaml``.
    at
        The instant of recording, with time zone.
    """
    act = Act(by=_RECORDED_BY, at=at, reason=_("persons of the sample"))
    with Register.open(database) as register:
        for patroller in _patrollers(sample):
            register.assign(patroller, act)


def _patrollers(sample: Path) -> tuple[Patroller, ...]:
    rows = yaml.safe_load((sample / "patrollers.yaml").read_text(encoding="utf-8"))
    return tuple(Patroller(**row) for row in rows)


def assess_sample(on: str | date, conventions: Conventions | None = None) -> Assessment:
    """Judge the sample on a day: a first look without a register of one's own.

    Parameters
    ----------
    on
        The day whose end is judged, e.g. ``"2023-12-31"``.
    conventions
        The choices the rules leave open.

    Returns
    -------
    Assessment
        Every contract of the sample. The register behind it is temporary.

    Raises
    ------
    InputError
        If this installation came without the sample.
    """
    _folder, database = _temporary_register()
    with Register.open(database) as register:
        day = date.fromisoformat(on) if isinstance(on, str) else on
        return assess(register.snapshot(day), conventions)


@cache
def _temporary_register() -> tuple[TemporaryDirectory[str], str]:
    """The sample in a register that is removed when the program ends."""
    folder = TemporaryDirectory(prefix="landwatch-")
    database = f"gpkg:///{folder.name}/sample.gpkg"
    import_files(
        database,
        [sample_folder()],
        readers=ReaderSettings(),
        recorded_by=_RECORDED_BY,
        recorded_at=datetime.combine(ON, time(), UTC),
    )
    return folder, database


def compare(before: Assessment, now: Assessment, sample: Path) -> list[Comparison]:
    """Set the published figures beside those that two assessments give.

    Parameters
    ----------
    before, now
        The register at the end of the year before, and at the end of the year.
    sample
        Folder with ``published.yaml`` and ``patrollers.yaml``.

    Returns
    -------
    list of Comparison
        In the order of the file, labels in the current language.
    """
    computed = _computed(before, now, Roster(_patrollers(sample)))
    published = yaml.safe_load((sample / "published.yaml").read_text(encoding="utf-8"))
    return [_comparison(row, computed[row["id"]]) for row in published]


def sample_folder() -> Path:
    """Find the sample: in the package, or in the working copy it was installed from.

    Raises
    ------
    InputError
        If this installation came without it.
    """
    package = Path(__file__).parents[2]
    folders = (package / "sample", package.parent / "data" / "parcels")
    found = next((folder for folder in folders if (folder / "published.yaml").is_file()), None)
    if found is None:
        raise InputError(_("this installation has no sample; install landwatch again from its repository"))
    return found


def _computed(before: Assessment, now: Assessment, roster: Roster) -> Mapping[str, Fraction | None]:
    """The figures the newspaper printed, by their id, in the unit it printed."""
    year, entries = now.on.year, acreage_ledger(now).frame()
    computed: dict[str, Fraction | None] = {
        "clusters": figures.clusters(now).value,
        "patrol_rate": _patrol_rate(now, roster),
        "companies_suspended": figures.suspended_companies(now, year).value,
        "revitalised_mu": figures.revitalised(now, entries, year).value,
        "revitalised_mu_since_2022": figures.revitalised(now, entries, 2022, year).value,
    }
    for kind in ("commencement", "completion"):
        then, rate = (figures.default_rate(a, kind, by="area") for a in (before, now))
        computed[f"{kind}_default_rate"] = _times_100(rate)
        computed[f"{kind}_default_rate_drop"] = _times_100(figures.change(rate, then))
        computed[f"{kind}_defaults_disposed"] = figures.disposed(now, kind, year).value
        computed[f"{kind}_defaults_disposed_mu"] = figures.disposed(now, kind, year, by="area").value
    return computed


def _patrol_rate(now: Assessment, roster: Roster) -> Fraction | None:
    """The rate of the year, added up person by person: what is nobody's was visited by nobody."""
    rows = rates_of(now, roster, date(now.on.year, 1, 1), now.on)
    due = sum(row.due for row in rows)
    return Fraction(100 * sum(row.visited for row in rows if row.person), due) if due else None


def _times_100(figure: figures.Figure) -> Fraction | None:
    return None if figure.value is None else 100 * figure.value


def _comparison(row: Mapping[str, str], computed: Fraction | None) -> Comparison:
    printed = _("n/a") if computed is None else f"{round_half_up(computed, _DECIMALS[row['unit']]):f}"
    return Comparison(
        id=row["id"],
        label=row[f"label_{language()}"],
        unit=row["unit"],
        published=row["published"],
        computed=printed,
        matches=computed is not None and _MATCHES[row["compare"]](computed, Decimal(row["published"])),
        compare=row["compare"],
    )


def _fresh(out: Path) -> str:
    """Make room for the demo's register: remove the one of an earlier demo, and nothing else."""
    file = out / "demo.gpkg"
    database = f"gpkg:///{file.as_posix()}"
    try:
        out.mkdir(parents=True, exist_ok=True)
        if file.exists():
            _refuse_unless_of_a_demo(database, file)
            for part in (file, *(file.with_name(file.name + suffix) for suffix in ("-wal", "-shm"))):
                part.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(
            _("{path} cannot be written: {why}. Name another folder with --out.").format(
                path=out, why=error.strerror or error
            )
        ) from error
    return database


def _refuse_unless_of_a_demo(database: str, file: Path) -> None:
    try:
        with Register.open(database) as register:
            facts = register.snapshot(date.max)
            recorders, invented = facts.events["recorded_by"], facts.contracts["illustrative"]
            own = bool(recorders.eq(_RECORDED_BY).all() and invented.all())
    except RegisterError:
        own = False
    if not own:
        raise UsageError(
            _(
                "{file} holds more than the records of a demo and is not replaced. "
                "Move it away, or name another folder with --out."
            ).format(file=file)
        )
