"""What an import did, file by file, in the form of the importer's vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from landwatch.model import Contract, Issue, Parcel, Severity
from landwatch.units import CM2_PER_M2, format_yuan, mu_from_cm2

__all__ = ["FileReport", "ImportReport"]


@dataclass(frozen=True, kw_only=True)
class FileReport:
    """What became of one file; see the vocabulary of the importer.

    Attributes
    ----------
    path, kind, encoding, epsg, crs_source, records, issues
        What the reader says of the file.
    accepted
        Number of records newly written or corrected.
    taken
        Whether the file could be used at all: it was read, and its CRS does not wait for a decision.
    """

    path: str
    kind: str | None
    encoding: str | None
    epsg: int | None
    crs_source: str | None
    records: int
    accepted: int
    issues: tuple[Issue, ...]
    taken: bool

    @property
    def complete(self) -> bool:
        """Whether no record of the file was refused."""
        return all(issue.severity is not Severity.ERROR for issue in self.issues)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON values."""
        return {
            "path": self.path,
            "kind": self.kind,
            "encoding": self.encoding,
            "crs": {"epsg": self.epsg, "source": self.crs_source} if self.epsg else None,
            "records": self.records,
            "accepted": self.accepted,
            "issues": [
                {
                    "severity": issue.severity.value,
                    "code": issue.code,
                    "record": issue.record,
                    "field": issue.field,
                    "value": issue.value,
                    "message": issue.message,
                    "sheet": issue.sheet,
                    "cell": issue.cell,
                }
                for issue in self.issues
            ],
        }


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """What an import did, or would do: files in the order given, records newly written.

    Attributes
    ----------
    files
        One report a file.
    parcels, contracts
        The records newly written, each once.
    facts
        Number of dated facts newly written.
    areas_cm2
        Plane area in cm² on the measuring grid, by parcel number.
    dry_run
        Whether nothing was written.
    """

    files: tuple[FileReport, ...]
    parcels: tuple[Parcel, ...]
    contracts: tuple[Contract, ...]
    facts: int
    areas_cm2: dict[str, int]
    dry_run: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON values: areas as numbers, money as decimal strings."""
        return {
            "files": [file.to_dict() for file in self.files],
            "parcels": [
                _parcel_dict(parcel, self.areas_cm2.get(parcel.parcel_no)) for parcel in self.parcels
            ],
            "contracts": [_contract_dict(contract) for contract in self.contracts],
        }


def _parcel_dict(parcel: Parcel, area_cm2: int | None) -> dict[str, Any]:
    centroid = parcel.geometry.centroid if parcel.geometry is not None else None
    return {
        "parcel_no": parcel.parcel_no,
        "area_mu": _mu(area_cm2),
        "registered_area_mu": _mu(parcel.registered_area_cm2),
        "centroid": [round(centroid.x, 8), round(centroid.y, 8)] if centroid else None,
    }


def _contract_dict(contract: Contract) -> dict[str, Any]:
    days = (contract.signed_on, contract.agreed_commencement, contract.agreed_completion)
    signed, commencement, completion = (day.isoformat() if day else None for day in days)
    return {
        "contract_no": contract.contract_no,
        "supervision_no": contract.supervision_no,
        "parcel_nos": list(contract.parcel_nos),
        "signed_on": signed,
        "agreed_commencement": commencement,
        "agreed_completion": completion,
        "price_yuan": None if contract.price_fen is None else format_yuan(contract.price_fen),
        "area_m2": None if contract.area_cm2 is None else contract.area_cm2 / CM2_PER_M2,
    }


def _mu(area_cm2: int | None) -> float | None:
    return None if area_cm2 is None else round(float(mu_from_cm2(area_cm2)), 4)
