"""Revitalised acreage (盘活): a double-entry ledger in which no ground is counted twice."""

from landwatch.revitalization.casefile import claims_of, ledger_of, plots_of
from landwatch.revitalization.entries import STOCK, Account, Entry, EntryKind, Reason, Refusal, account_name
from landwatch.revitalization.ground import Piece, Plot
from landwatch.revitalization.ledger import Claim, Closings, Kind, post
from landwatch.revitalization.methods import COUNTING, Counting, Method, Step, counting
from landwatch.revitalization.statement import Ledger, Statement

__all__ = [
    "COUNTING",
    "STOCK",
    "Account",
    "Claim",
    "Closings",
    "Counting",
    "Entry",
    "EntryKind",
    "Kind",
    "Ledger",
    "Method",
    "Piece",
    "Plot",
    "Reason",
    "Refusal",
    "Statement",
    "Step",
    "account_name",
    "claims_of",
    "counting",
    "ledger_of",
    "plots_of",
    "post",
]
