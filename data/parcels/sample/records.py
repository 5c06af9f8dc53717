"""What the sample is made of before it is written to files: lots, supply contracts, dated facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from shapely import Polygon

from .names import Holder

__all__ = ["CM2_PER_THREE_MU", "LAST_FACT", "Deal", "Fact", "Lot", "Stage", "days", "mu"]

LAST_FACT = date(2024, 3, 31)
"""Nothing is recorded after this day."""

CM2_PER_THREE_MU = 20_000_000
"""Three mu in cm² (one mu is no whole number of cm²)."""


@dataclass
class Lot:
    """A parcel (宗地): its place on the plane of EPSG:4545 and its registered area in cm²."""

    cluster: str
    parcel_no: str
    name: str
    geometry: Polygon
    area_cm2: int
    land_use: str = "工业用地"


@dataclass(frozen=True)
class Fact:
    """One row of a facts file: the word for what happened and the columns it needs."""

    file: str
    word: str
    columns: Mapping[str, str]


@dataclass
class Stage:
    """A phase (期) written in the contract."""

    number: str
    area_cm2: int
    commencement: date
    completion: date
    commenced: date | None = None
    completed: date | None = None


@dataclass
class Deal:
    """A supply contract as signed, and what became of it."""

    lots: tuple[Lot, ...]
    signed: date = date.min
    handover: date = date.min
    commencement: date | None = None
    completion: date = date.min
    handed_over: date | None = None
    commenced: date | None = None
    completed: date | None = None
    ended: date | None = None
    stages: list[Stage] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    role: str = "ordinary"
    contract_no: str = ""
    supervision_no: str = ""
    holder: Holder = Holder("", "", "", "")
    project: str = ""
    price_wan: Decimal = Decimal(0)
    permille: Decimal = Decimal("0.5")
    plot_ratio: tuple[Decimal, Decimal] = (Decimal("1.0"), Decimal("1.8"))
    resupplied: bool = False
    foundation: str | None = None
    partly_started: bool = False
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def cluster(self) -> str:
        """Cluster of the first lot."""
        return self.lots[0].cluster

    @property
    def area_cm2(self) -> int:
        """Contract area: the registered areas of its lots together."""
        return sum(lot.area_cm2 for lot in self.lots)

    def live_on(self, day: date) -> bool:
        """Whether the contract is signed and not ended at the end of a day.

        Parameters
        ----------
        day
            The day.

        Returns
        -------
        bool
            ``True`` while it belongs to the pool.
        """
        return self.signed <= day and (self.ended is None or self.ended > day)

    def record(self, file: str, word: str, day: date | None = None, **columns: str | date | None) -> None:
        """Add a fact, unless it lies after the last recorded day.

        Parameters
        ----------
        file
            Facts file without its ending.
        word
            What happened (事项).
        day
            The day of a point event.
        **columns
            Further columns by header.
        """
        if day is not None and day > LAST_FACT:
            return
        values = {"日期": day.isoformat()} if day else {}
        for header, value in columns.items():
            if value:
                values[header] = value.isoformat() if isinstance(value, date) else value
        self.facts.append(Fact(file, word, values))


def days(count: int) -> timedelta:
    """Shorten ``timedelta(days=count)``.

    Parameters
    ----------
    count
        Days.

    Returns
    -------
    timedelta
        That span.
    """
    return timedelta(days=count)


def mu(area_cm2: int) -> Decimal:
    """Convert to mu, cut to 0.01 so that a part never exceeds the whole.

    Parameters
    ----------
    area_cm2
        Area in cm².

    Returns
    -------
    Decimal
        Mu with two decimals.
    """
    return Decimal(area_cm2 * 300 // CM2_PER_THREE_MU) / 100
