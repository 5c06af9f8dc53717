"""What is known of the mutants already, a line each: a run that was stopped goes on where it was."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import yaml

from tests.mutants.covering import fingerprint, test_files
from tests.mutants.drawing import Mutant
from tests.mutants.forking import ROOT
from tests.mutants.trying import Verdict

EQUIVALENT = Path(__file__).with_name("equivalent.yaml")


class Results:
    """Verdicts on mutants of one tree, kept in a file of JSON lines."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.tests = fingerprint(test_files())
        self.lines: dict[tuple[str, str, int], dict[str, str]] = {}
        for text in file.read_text(encoding="utf-8").splitlines() if file.is_file() else ():
            line = json.loads(text)
            self.lines[line["path"], line["operator"], line["occurrence"]] = line

    def add(self, mutant: Mutant, verdict: Verdict) -> None:
        """Write down a verdict."""
        key = {"path": mutant.path, "operator": mutant.operator, "occurrence": mutant.occurrence}
        line = key | {"outcome": verdict.outcome, "by": verdict.by, "tests": self.tests}
        line["killer"] = _state(verdict.by)
        with self.file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self.lines[mutant.path, mutant.operator, mutant.occurrence] = {
            key: str(text) for key, text in line.items()
        }

    def verdict(self, mutant: Mutant) -> Verdict | None:
        """What is known and still holds: a kill while its test is unchanged, the rest while all tests are."""
        line = self.lines.get((mutant.path, mutant.operator, mutant.occurrence))
        if line is None:
            return None
        if line["outcome"] == "killed" and line["killer"]:
            holds = _state(line["by"]) == line["killer"]
        else:
            holds = line["tests"] == self.tests
        return Verdict(line["outcome"], line["by"]) if holds else None  # type: ignore[arg-type]


def _state(test: str) -> str:
    """The fingerprint of the file of a test; empty where a mutant was killed by a limit."""
    file = Path(test.partition("::")[0].partition(" ")[0])
    return fingerprint([file]) if test and (ROOT / file).is_file() else ""


def read_equivalent(file: Path = EQUIVALENT) -> dict[tuple[str, str, str], str]:
    """The mutants known to change nothing: path, line as it was, line as it is; and the reason.

    Raises
    ------
    ValueError
        When a line is no longer in its module.
    """
    found: dict[tuple[str, str, str], str] = {}
    for entry in yaml.safe_load(file.read_text(encoding="utf-8")) or ():
        source = (
            (ROOT / entry["path"]).read_text(encoding="utf-8") if (ROOT / entry["path"]).is_file() else ""
        )
        if not set(entry["was"].split("\n")) <= {line.strip() for line in source.splitlines()}:
            raise ValueError(
                f"{file.name}: {entry['path']} no longer has the line {entry['was']!r}; take the entry out"
            )
        found[entry["path"], entry["was"], entry["now"]] = entry["why"]
    return found


def count(verdicts: Iterable[str]) -> dict[str, int]:
    """How many mutants met which end, in the order of the closing lines."""
    kinds = list(verdicts)
    return {
        kind: kinds.count(kind) for kind in ("killed", "survived", "no test", "changes nothing", "not tried")
    }
