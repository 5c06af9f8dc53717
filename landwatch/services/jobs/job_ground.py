"""What all long jobs of an office rest on, and what one of them may show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from landwatch.access import Right
from landwatch.district import District
from landwatch.formats import ReaderSettings
from landwatch.jobs import JobScope
from landwatch.measures.acreage import CountingRules
from landwatch.measures.figures import Thresholds
from landwatch.model import Target
from landwatch.registry import Register
from landwatch.rules import Assessment, Conventions
from landwatch.services.assessing.judging import assess_register
from landwatch.services.assessing.seeing import rules_seen, seen, without_money
from landwatch.services.figures.acreage import with_closed_years

__all__ = ["Ground", "clusters_of"]


@dataclass(frozen=True, kw_only=True)
class Ground:
    """The register of an office and what it set.

    Attributes
    ----------
    database
        URL of the register.
    readers
        What the readers need to know of the district.
    conventions
        The choices the rules leave open.
    rules
        What counts as revitalised, and which years are closed.
    limits
        Days after which a source is too old, by its name.
    thresholds
        The signs of inefficient land; the package's own where they are not given.
    district
        The district that is watched.
    """

    database: str
    readers: ReaderSettings
    conventions: Conventions | None = None
    rules: CountingRules = field(default_factory=CountingRules)
    limits: Mapping[str, int] = field(default_factory=dict)
    thresholds: Thresholds | None = None
    district: District = field(default_factory=District)

    def assessed(self, scope: JobScope, on: date, known_at: datetime | None) -> Assessment:
        """Judge the register and cut it down to what a job may show.

        Parameters
        ----------
        scope
            What it may show.
        on, known_at
            Day and instant of knowledge.

        Raises
        ------
        RegisterError
            If the register cannot be opened or read.
        """
        whole = assess_register(self.database, on, self.conventions, known_at=known_at)
        own = seen(whole, clusters_of(scope))
        return own if Right.MONEY in scope.rights else without_money(own)

    def counting(self, scope: JobScope, known_at: datetime | None) -> CountingRules:
        """Say what counts in what a job may show, with what closed years hold.

        Parameters
        ----------
        scope
            What it may show.
        known_at
            The instant of knowledge.
        """
        return rules_seen(with_closed_years(self.database, self.rules, known_at), clusters_of(scope))

    def targets(self, scope: JobScope, known_at: datetime | None) -> tuple[Target, ...]:
        """Give the targets of what a job may show.

        Parameters
        ----------
        scope
            What it may show.
        known_at
            The instant of knowledge.

        Raises
        ------
        RegisterError
            If the register cannot be opened or read.
        """
        clusters = clusters_of(scope)
        with Register.open(self.database) as register:
            known = [each.target for each in register.targets(known_at)]
        return tuple(each for each in known if clusters is None or each.cluster in clusters)


def clusters_of(scope: JobScope) -> frozenset[str] | None:
    """Name the clusters that a job may show.

    Parameters
    ----------
    scope
        What it may show.
    """
    return None if scope.clusters is None else frozenset(scope.clusters)
