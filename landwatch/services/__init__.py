"""The verbs of landwatch: each opens the register, asks or records, and closes it again."""

from __future__ import annotations

from landwatch.services.casebook import review_contract
from landwatch.services.demo import Comparison, DemoResult, assess_sample, run_demo
from landwatch.services.examples import run_scenarios
from landwatch.services.worklist import Finding, Matter, Review, findings, verdict_name
from landwatch.services.intake import FileReport, ImportReport, import_files
from landwatch.services.queries import (
    ContractExplanation,
    assess_register,
    draw_maps,
    explain_contract,
    initialise,
    statistics,
)

__all__ = [
    "Comparison",
    "ContractExplanation",
    "DemoResult",
    "FileReport",
    "Finding",
    "ImportReport",
    "Matter",
    "Review",
    "assess_register",
    "assess_sample",
    "draw_maps",
    "explain_contract",
    "findings",
    "import_files",
    "initialise",
    "review_contract",
    "run_demo",
    "run_scenarios",
    "statistics",
    "verdict_name",
]
