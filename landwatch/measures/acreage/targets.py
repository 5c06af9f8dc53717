"""How far the ledger of acreage has come towards the land to be revitalised in a year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from landwatch.measures.acreage.statement import Ledger
from landwatch.model import Target

__all__ = ["Progress", "progress"]


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Land to be revitalised in a year, and what was.

    Attributes
    ----------
    year, cluster
        The year, and the cluster; ``None`` for the district.
    target_cm2, reached_cm2
        What was set, and what the ledger has.
    """

    year: int
    cluster: str | None
    target_cm2: int
    reached_cm2: int = 0

    @property
    def share(self) -> Fraction | None:
        """Share of the target that is reached; None where the target is nought."""
        return Fraction(self.reached_cm2, self.target_cm2) if self.target_cm2 else None


def progress(
    ledger: Ledger, targets: Iterable[Target], on: date, cluster: str | None = None
) -> tuple[Progress, ...]:
    """Set what was revitalised beside each target.

    Parameters
    ----------
    ledger
        The ledger of acreage.
    targets
        What is to be reached.
    on
        The day up to which the ledger counts.
    cluster
        Only targets of this cluster.
    """
    return tuple(_reached(ledger, target, on) for target in targets if cluster in (None, target.cluster))


def _reached(ledger: Ledger, target: Target, on: date) -> Progress:
    days = (date(target.year, 1, 1), min(date(target.year, 12, 31), on))
    return Progress(
        year=target.year,
        cluster=target.cluster,
        target_cm2=target.area_cm2,
        reached_cm2=ledger.revitalised(*days, cluster=target.cluster),
    )
