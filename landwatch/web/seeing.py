"""What pages and API take from a kept assessment; made once for all who see the same."""

from __future__ import annotations

from landwatch.services.assessing.keeping import Kept
from landwatch.web.faults import Refused

__all__ = ["cluster_seen", "contract_nos_seen", "contract_seen", "parcel_nos_of"]


def contract_seen(kept: Kept, contract_no: str) -> str:
    """Make sure that a contract is one the visitor sees.

    Parameters
    ----------
    kept
        The judged register as the visitor sees it.
    contract_no
        The number.

    Returns
    -------
    str
        The number.

    Raises
    ------
    Refused
        If there is no such contract, or another cluster has it: both say the same.
    """
    if contract_no not in kept.assessment.contracts.index:
        raise Refused(404, "not there")
    return contract_no


def cluster_seen(kept: Kept, name: str) -> str:
    """Make sure that a cluster is one the visitor sees.

    Parameters
    ----------
    kept
        The judged register as the visitor sees it.
    name
        Its name.

    Returns
    -------
    str
        The name.

    Raises
    ------
    Refused
        If there is no such cluster, or the visitor sees others alone: both say the same.
    """
    if name not in set(kept.assessment.snapshot.clusters["name"]):
        raise Refused(404, "not there")
    return name


def contract_nos_seen(kept: Kept) -> frozenset[str]:
    """Name the contracts that the visitor sees.

    Parameters
    ----------
    kept
        The judged register as the visitor sees it.
    """
    return frozenset(kept.assessment.contracts.index)


def parcel_nos_of(kept: Kept, contract_no: str) -> list[str]:
    """Name the parcels of a contract on the judged day.

    Parameters
    ----------
    kept
        The judged register as the visitor sees it.
    contract_no
        Number of the contract.
    """
    shares = kept.assessment.snapshot.contract_parcels
    return list(shares.loc[shares["contract_no"].eq(contract_no), "parcel_no"])
