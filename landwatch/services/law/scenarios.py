"""Worked examples of the law, run through the rules."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from landwatch.i18n import gettext as _
from landwatch.measures.acreage.worked_examples import read_acreage_cases, run_acreage_case
from landwatch.progress import Track, untracked
from landwatch.rules import Conventions
from landwatch.rules.scenario_files import read_files, scenario_files
from landwatch.rules.scenarios import Result, run_cases

__all__ = ["run_scenarios"]


def run_scenarios(
    paths: Sequence[Path], conventions: Conventions, *, track: Track = untracked
) -> list[Result]:
    """Run scenario files: all contract cases of all files in one batch, then those of revitalised acreage.

    Parameters
    ----------
    paths
        Files and folders.
    conventions
        The choices the rules leave open.
    track
        Shows how many files are read.

    Returns
    -------
    list of Result
        One a case; cases that speak of neither contracts nor acreage are left out.

    Raises
    ------
    ScenarioError
        If a path does not exist, a file breaks the form, or two cases bear one name; names file, case
        and key.
    """
    files = list(track(scenario_files(paths), _("Reading")))
    judged = run_cases(read_files(files), conventions)
    return judged + [run_acreage_case(case) for file in files for case in read_acreage_cases(file)]
