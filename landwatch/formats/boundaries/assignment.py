"""Where records belong: parcels to clusters, contracts to parcels, facts to contracts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from shapely.geometry.base import BaseGeometry

from landwatch.formats import Reading
from landwatch.formats.reading import Place
from landwatch.i18n import gettext as _
from landwatch.measures.flagged import close_matches
from landwatch.model import Cluster, Contract, Event, Issue, Parcel, Severity
from landwatch.registry import Known
from landwatch.rules.wording import EVENTS, word

__all__ = ["Holdings", "placed"]


class Holdings:
    """What the register holds so far, growing with every file of an import.

    Parameters
    ----------
    known
        What stands in the register.
    """

    def __init__(self, known: Known) -> None:
        self.clusters = {cluster.name: cluster for cluster in known.clusters}
        self.parcel_nos = set(known.parcel_nos)
        self.contract_nos = set(known.contract_nos)

    def add(self, reading: Reading) -> None:
        """Count the records of a file in.

        Parameters
        ----------
        reading
            What the file holds.
        """
        self.clusters |= {cluster.name: cluster for cluster in reading.clusters}
        self.parcel_nos |= {parcel.parcel_no for parcel in reading.parcels}
        self.contract_nos |= {contract.contract_no for contract in reading.contracts}

    def cluster_at(self, place: BaseGeometry | None) -> str | None:
        """Name the cluster a piece of land lies in, by a point inside it.

        Parameters
        ----------
        place
            Its boundary in EPSG:4490, if known.
        """
        if place is None:
            return None
        inside = place.representative_point()
        bounded = ((name, c.geometry) for name, c in self.clusters.items() if c.geometry is not None)
        return next((name for name, boundary in bounded if boundary.covers(inside)), None)


def placed(reading: Reading, file: str, holdings: Holdings) -> Reading:
    """Put the records of a file where they belong; refuse those that belong nowhere.

    A parcel that names no cluster is placed by its location. A cluster that is not in the register
    refuses the parcel, a contract that is not there refuses the fact; a parcel that is not there only
    warns, because ledgers often come before surveys.

    Parameters
    ----------
    reading
        What the file holds.
    file
        Its name, for messages.
    holdings
        What is there; the records of this file are added to it.

    Returns
    -------
    Reading
        The records that are taken, and the issues found.
    """
    holdings.clusters |= {cluster.name: cluster for cluster in reading.clusters}
    parcels = [
        parcel if parcel.cluster else replace(parcel, cluster=holdings.cluster_at(parcel.geometry))
        for parcel in reading.parcels
    ]
    homeless = {
        p.parcel_no: _unknown_cluster(p, file, holdings.clusters) for p in parcels if _lost(p, holdings)
    }
    taken = replace(reading, parcels=tuple(p for p in parcels if p.parcel_no not in homeless))
    holdings.add(taken)
    stands = list(zip(reading.events, reading.event_places, strict=True))
    kept = [pair for pair in stands if pair[0].contract_no in holdings.contract_nos]
    orphans = [pair for pair in stands if pair[0].contract_no not in holdings.contract_nos]
    return replace(
        taken,
        events=tuple(event for event, _place in kept),
        event_places=tuple(place for _event, place in kept),
        issues=(
            *reading.issues,
            *homeless.values(),
            *(
                _unknown_contract(event, place or Place(event.contract_no, file), holdings)
                for event, place in orphans
            ),
            *_unknown_parcels(reading.contracts, file, holdings),
        ),
    )


def _lost(parcel: Parcel, holdings: Holdings) -> bool:
    # With no cluster in the register there is nothing to check the name against.
    return parcel.cluster is not None and bool(holdings.clusters) and parcel.cluster not in holdings.clusters


def _unknown_cluster(parcel: Parcel, file: str, clusters: dict[str, Cluster]) -> Issue:
    told = _(
        "{file}, parcel {parcel}: {name} is not a cluster of the register; there are: {names}. "
        "Correct the name, or import the boundary of the cluster first"
    )
    return Issue(
        severity=Severity.ERROR,
        code="unknown_cluster",
        record=parcel.parcel_no,
        field="组团",
        value=parcel.cluster,
        message=told.format(
            file=file, parcel=parcel.parcel_no, name=parcel.cluster, names=", ".join(sorted(clusters))
        ),
        boundary=parcel.geometry,
    )


def _unknown_contract(event: Event, place: Place, holdings: Holdings) -> Issue:
    told = _(
        "{place}: contract {contract} is not in the register{close}, so its fact {fact} was refused. "
        "Correct the number, or import the ledger with this contract first"
    )
    return Issue(
        severity=Severity.ERROR,
        code="unknown_contract",
        record=place.record,
        field="合同编号",
        value=event.contract_no,
        message=told.format(
            place=place.text,
            contract=event.contract_no,
            close=close_matches(event.contract_no, holdings.contract_nos),
            fact=word(EVENTS, event.type.value),
        ),
        sheet=place.sheet,
        cell=place.cell("合同编号"),
    )


def _unknown_parcels(contracts: tuple[Contract, ...], file: str, holdings: Holdings) -> Iterator[Issue]:
    told = _(
        "{file}, contract {contract}: parcel {parcel} is not in the register; "
        "the contract was taken, import the survey of the parcel to see it on the map"
    )
    for contract in contracts:
        for parcel_no in contract.parcel_nos:
            if parcel_no not in holdings.parcel_nos:
                yield Issue(
                    severity=Severity.WARNING,
                    code="unknown_parcel",
                    record=contract.contract_no,
                    field="宗地编号",
                    value=parcel_no,
                    message=told.format(file=file, contract=contract.contract_no, parcel=parcel_no),
                )
