"""Cases: from a flag to its disposal, as a fold over dated facts and procedures kept as dated data."""

from landwatch.casework.case import Case, Done, Draft, Next, stage_name
from landwatch.casework.fold import cases
from landwatch.casework.procedure_files import Procedure, Step, Version, load_procedures

__all__ = [
    "Case",
    "Done",
    "Draft",
    "Next",
    "Procedure",
    "Step",
    "Version",
    "cases",
    "load_procedures",
    "stage_name",
]
