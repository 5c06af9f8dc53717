"""The register of clusters, parcels, contracts and events: one GeoPackage, or PostGIS."""

from __future__ import annotations

from landwatch.registry.intake import Conflict, Outcome
from landwatch.registry.store import Added, Known, Register

__all__ = ["Added", "Conflict", "Known", "Outcome", "Register"]
