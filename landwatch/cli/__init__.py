"""The command line. It draws what services return, asks the clock, and computes nothing."""

from __future__ import annotations

from landwatch.cli.commands import app

__all__ = ["app"]
