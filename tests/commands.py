"""The commands as a test runs them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from typer.testing import CliRunner, Result

from landwatch.cli import app

Landwatch = Callable[..., Result]


def run(*arguments: str | Path) -> Result:
    """Run a command in this process; what it raises beside an exit is an error of the test."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result
