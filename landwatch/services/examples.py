"""Worked examples of the law, run through the rules."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from landwatch.rules import Conventions
from landwatch.rules.scenario_files import read_cases, scenario_files
from landwatch.rules.scenarios import Result, run_cases

__all__ = ["run_scenarios"]


def run_scenarios(paths: Sequence[Path], conventions: Conventions) -> list[Result]:
    """Run scenario files.

    Parameters
    ----------
    paths
        Files and folders.
    conventions
        The choices the rules leave open.

    Returns
    -------
    list of Result
        One a case, file by file.

    Raises
    ------
    ScenarioError
        If a path does not exist or a file breaks the form; names file, case and key.
    """
    return run_cases([case for file in scenario_files(paths) for case in read_cases(file)], conventions)
