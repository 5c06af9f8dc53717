"""The law at work: dated values, contract forms, and the engine that judges a snapshot."""

from landwatch.rules.conventions import Conventions
from landwatch.rules.engine import Assessment, assess

__all__ = ["Assessment", "Conventions", "assess"]
