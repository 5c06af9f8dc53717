"""What leaves a register: boundary files, ledgers, facts, layers and cards, so that nobody types twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from landwatch.drafts import put_in_place
from landwatch.formats import ReaderSettings
from landwatch.formats.writers import Content, Writer, Written
from landwatch.measures.flagged import check_cluster
from landwatch.registry import Register
from landwatch.registry.extracts import Extract
from landwatch.rules import Conventions
from landwatch.services.assessing.judging import assess_register
from landwatch.services.assessing.seeing import seen

__all__ = ["Export", "Selection", "export"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which records leave the register.

    Attributes
    ----------
    cluster
        Only this cluster; a contract belongs to the cluster of its first parcel.
    on
        Leave out contracts signed and facts that happened after this day; ``None`` leaves out nothing.
    known_at
        The instant of knowledge; by default now.
    seen
        Nothing but what lies in these clusters; ``None`` for everything.
    """

    cluster: str | None = None
    on: date | None = None
    known_at: datetime | None = None
    seen: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """What was written, and where.

    Attributes
    ----------
    path
        The file.
    written
        What it holds.
    """

    path: Path
    written: Written

    def to_dict(self) -> dict[str, Any]:
        """Return the export as JSON values."""
        return {
            "path": str(self.path),
            "records": dict(self.written.records),
            "without_boundary": list(self.written.without_boundary),
            "changed": list(self.written.changed),
        }


def export(
    database: str,
    out: Path,
    writer: Writer,
    selection: Selection,
    readers: ReaderSettings,
    conventions: Conventions | None = None,
    *,
    judged_on: date,
    replace: bool = False,
) -> Export:
    """Write records of a register in one form.

    Parameters
    ----------
    database
        URL of the register.
    out
        The file.
    writer
        The form; see :mod:`landwatch.formats.writers`.
    selection
        Which records.
    readers
        What the readers need to know of the district, for reading the file again.
    conventions
        The choices the rules leave open.
    judged_on
        The day whose end is judged, for forms that tell how contracts stand.
    replace
        Whether a file that is there may be replaced.

    Returns
    -------
    Export
        What was written.

    Raises
    ------
    UsageError
        If nothing is chosen, a record cannot be written, or the file is there already.
    RegisterError
        If the register cannot be opened or read.
    """
    chosen = _chosen(database, selection)
    content = Content(
        chosen.parcels,
        chosen.contracts,
        chosen.events,
        readers,
        lambda: seen(
            assess_register(database, judged_on, conventions, known_at=selection.known_at), selection.seen
        ),
    )
    with put_in_place(out, replace=replace) as draft:
        return Export(out, writer.write(draft, content))


def _chosen(database: str, selection: Selection) -> Extract:
    with Register.open(database) as register:
        everything = register.extract(selection.on, selection.known_at)
    names = [cluster.name for cluster in everything.clusters]
    if selection.seen is not None:
        names = [name for name in names if name in selection.seen]
        everything = _of_clusters(everything, selection.seen)
    if selection.cluster is None:
        return everything
    check_cluster(names, selection.cluster)
    return _of_clusters(everything, frozenset({selection.cluster}))


def _of_clusters(everything: Extract, names: frozenset[str]) -> Extract:
    cluster_of = {parcel.parcel_no: parcel.cluster for parcel in everything.parcels}
    contracts = tuple(
        contract
        for contract in everything.contracts
        if contract.parcel_nos and cluster_of.get(contract.parcel_nos[0]) in names
    )
    numbers = {contract.contract_no for contract in contracts}
    return Extract(
        clusters=everything.clusters,
        parcels=tuple(parcel for parcel in everything.parcels if parcel.cluster in names),
        contracts=contracts,
        events=tuple(event for event in everything.events if event.contract_no in numbers),
    )
