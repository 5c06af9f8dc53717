"""Revitalised acreage (盘活): a double-entry ledger in which no ground is counted twice."""

from landwatch.measures.acreage.casefile import CountingRules, claims_of, ledger_of, plots_of
from landwatch.measures.acreage.entries import STOCK, Account, Entry, EntryKind, Reason, Refusal, account_name
from landwatch.measures.acreage.firms import (
    Obstacle,
    ObstacleKind,
    Replacement,
    obstacle_name,
    obstacles_of,
    replacements_of,
)
from landwatch.measures.acreage.ground import Piece, Plot
from landwatch.measures.acreage.ledger import Claim, Closings, Kind, post
from landwatch.measures.acreage.methods import (
    COUNTING,
    Counting,
    Method,
    Step,
    counting,
    method_name,
    step_name,
)
from landwatch.measures.acreage.statement import Ledger, Statement
from landwatch.measures.acreage.targets import Progress, progress

__all__ = [
    "COUNTING",
    "STOCK",
    "Account",
    "Claim",
    "Closings",
    "Counting",
    "CountingRules",
    "Entry",
    "EntryKind",
    "Kind",
    "Ledger",
    "Method",
    "Obstacle",
    "ObstacleKind",
    "Piece",
    "Plot",
    "Progress",
    "Reason",
    "Refusal",
    "Replacement",
    "Statement",
    "Step",
    "account_name",
    "claims_of",
    "counting",
    "ledger_of",
    "method_name",
    "obstacle_name",
    "obstacles_of",
    "plots_of",
    "post",
    "progress",
    "replacements_of",
    "step_name",
]
