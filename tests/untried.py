"""What a run did not try, said in its last line; and in CI a run that skipped anything has failed."""

from __future__ import annotations

import os

import pytest

IN_CI = os.environ.get("LANDWATCH_CI") == "1"
SHORT = "not long"
"""The choice of marks that `make test` makes."""

_WORDS = " is missing: "


def missing(capability: str, remedy: str) -> None:
    """Skip the test, or fail it in CI, because the machine lacks a capability.

    Parameters
    ----------
    capability
        What is missing, as a noun.
    remedy
        What to do to have it.
    """
    message = f"{capability}{_WORDS}{remedy}"
    if IN_CI:
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI fail a run that skipped a test, whatever for."""
    if IN_CI and _reasons(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Say in one line, below everything else, what was not tried and how to try it."""
    reporter = _reporter(config)
    if reporter is None:
        return
    untried = [f"{capability} ({remedy})" for capability, remedy in _reasons(config).items()]
    if config.option.markexpr == SHORT:
        untried.append("kills, fuzzing, conformance, QGIS and volume (make test-long)")
    if untried:
        verdict = "Skipped, so this run has failed" if IN_CI and _reasons(config) else "Not tried"
        reporter.write_line(f"{verdict}: {', '.join(untried)}. Everything: .ci/run")


def _reporter(config: pytest.Config) -> pytest.TerminalReporter | None:
    """The reporter of the process that sees all results; a worker has none."""
    found: pytest.TerminalReporter | None = config.pluginmanager.get_plugin("terminalreporter")
    return None if hasattr(config, "workerinput") else found


def _reasons(config: pytest.Config) -> dict[str, str]:
    """What was skipped: each capability that is missing, or else the reason given, with its remedy."""
    reporter = _reporter(config)
    found: dict[str, str] = {}
    for report in reporter.stats.get("skipped", []) if reporter else []:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        capability, _words, remedy = reason.removeprefix("Skipped: ").partition(_WORDS)
        found[capability] = remedy or "see above"
    return dict(sorted(found.items()))
