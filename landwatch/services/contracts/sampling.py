"""A sample of contracts, drawn so that anybody can draw it again from the seed and the contract numbers.

Each contract is ranked by a hash: SHA-256 over the seed, a line feed, and the number of the contract, in
UTF-8. The contracts with the smallest hashes are the sample, in that order. So a larger sample of the same
seed begins with the smaller one, and ``printf '%s\\n%s' SEED NUMBER | sha256sum`` gives the hash without
landwatch.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.maps.formatting import known
from landwatch.measures.flagged import check_cluster
from landwatch.rules import Assessment
from landwatch.units import format_mu

__all__ = ["MOST_DRAWN", "Drawn", "Sample", "draw", "ranked"]

MOST_DRAWN = 1_000
"""Contracts of the largest sample: more is no sample that a person goes through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A contract of a sample.

    Attributes
    ----------
    place
        Its place in the order of drawing, from 1.
    contract_no, holder, project, cluster
        The contract, and what is recorded of it; empty where nothing is.
    area_mu
        Its area in mu as text; empty where none is recorded.
    rank
        The hash by which it was drawn, in hexadecimal digits.
    """

    place: int
    contract_no: str
    holder: str
    project: str
    cluster: str
    area_mu: str
    rank: str

    def to_dict(self) -> dict[str, Any]:
        """Return the contract as JSON values."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Contracts drawn from those of a day.

    Attributes
    ----------
    seed
        What was drawn with.
    wanted
        How many were asked for.
    population
        Number of the contracts that were drawn from.
    population_hash
        SHA-256 over their sorted numbers, each followed by a line feed: whoever draws again sees by it
        whether it is from the same contracts.
    drawn
        The sample, in the order of drawing; all contracts where there are fewer than wanted.
    """

    seed: str
    wanted: int
    population: int
    population_hash: str
    drawn: tuple[Drawn, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the sample as JSON values."""
        names = ("seed", "wanted", "population", "population_hash")
        own = {name: getattr(self, name) for name in names}
        return own | {"contracts": [each.to_dict() for each in self.drawn]}


def draw(assessment: Assessment, count: int, seed: str, cluster: str | None = None) -> Sample:
    """Draw contracts of a day.

    Parameters
    ----------
    assessment
        The judged contracts, cut down to what whoever draws may see.
    count
        How many.
    seed
        Any text; one that is agreed on before the draw, by whoever is audited too, shows that nobody chose.
    cluster
        Only contracts of this cluster.

    Returns
    -------
    Sample
        The same for the same contract numbers, seed and count, on every machine.

    Raises
    ------
    UsageError
        If the count or the seed cannot be drawn with, or there is no such cluster.
    """
    if not 1 <= count <= MOST_DRAWN:
        raise UsageError(
            _("{count} contracts cannot be drawn; ask for 1 to {most}.").format(count=count, most=MOST_DRAWN)
        )
    if not seed.strip() or "\n" in seed:
        raise UsageError(_("The seed is empty or has more than one line; write a number or a word."))
    check_cluster(assessment.snapshot.clusters["name"], cluster)
    contracts = assessment.snapshot.contracts
    contracts = contracts[contracts["contract_no"].isin(assessment.contracts.index)]
    if cluster is not None:
        contracts = contracts[contracts["cluster"].eq(cluster)]
    numbers = sorted(map(str, contracts["contract_no"]))
    drawn = ranked(numbers, seed)[:count]
    chosen = contracts[contracts["contract_no"].isin([number for _rank, number in drawn])]
    rows = {row["contract_no"]: row for row in chosen.to_dict("records")}
    whole = "".join(f"{number}\n" for number in numbers)
    return Sample(
        seed=seed,
        wanted=count,
        population=len(numbers),
        population_hash=sha256(whole.encode()).hexdigest(),
        drawn=tuple(_drawn(place, rank, rows[number]) for place, (rank, number) in enumerate(drawn, start=1)),
    )


def ranked(numbers: Iterable[str], seed: str) -> list[tuple[str, str]]:
    """Put contract numbers in the order in which a seed draws them.

    Parameters
    ----------
    numbers
        The numbers.
    seed
        The seed.

    Returns
    -------
    list of tuple
        Hash and number, the smallest hash first.
    """
    return sorted((sha256(f"{seed}\n{number}".encode()).hexdigest(), number) for number in numbers)


def _drawn(place: int, rank: str, row: Mapping[Any, Any]) -> Drawn:
    said = {
        name: str(row[name]) if known(row[name]) else "" for name in ("holder", "project_name", "cluster")
    }
    return Drawn(
        place=place,
        contract_no=row["contract_no"],
        holder=said["holder"],
        project=said["project_name"],
        cluster=said["cluster"],
        area_mu=format_mu(int(row["area_cm2"])) if known(row["area_cm2"]) else "",
        rank=rank,
    )
