"""The register of clusters, parcels, contracts and events: one GeoPackage, or PostGIS."""

from __future__ import annotations

from landwatch.registry.change_request import Act, Change, Done
from landwatch.registry.copies import Copy
from landwatch.registry.destroying import Decision
from landwatch.registry.frames import Reading
from landwatch.registry.history import Step, Touched
from landwatch.registry.journal import End
from landwatch.registry.new_records import Conflict, Correcting, Outcome
from landwatch.registry.numbering import RecordedPaper
from landwatch.registry.of_person import Commit, Written
from landwatch.registry.personal import Content, Owner
from landwatch.registry.personal_lookups import ContentGone, Held
from landwatch.registry.row_mapping import Kind, fact_key
from landwatch.registry.store import Added, Known, Register
from landwatch.registry.targets import RecordedTarget

__all__ = [
    "Act",
    "Added",
    "Change",
    "Commit",
    "Conflict",
    "Content",
    "ContentGone",
    "Copy",
    "Correcting",
    "Decision",
    "Done",
    "End",
    "Held",
    "Kind",
    "Known",
    "Outcome",
    "Owner",
    "Reading",
    "RecordedPaper",
    "RecordedTarget",
    "Register",
    "Step",
    "Touched",
    "Written",
    "fact_key",
]
