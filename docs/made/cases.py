"""The steps of every kind of case, from the procedures."""

from __future__ import annotations

from collections.abc import Iterator

from landwatch.casework import Procedure, Step, Version, load_procedures
from landwatch.i18n import speaking
from landwatch.rules.wording import CERTAINTY, word
from made.tables import code, table


def markdown(_language: str) -> str:
    """Write a table for each kind of case and version, its steps in their order."""
    with speaking("zh"):
        chinese = {kind: procedure.label for kind, procedure in load_procedures().items()}
    with speaking("en"):
        return "\n\n".join(
            f"## {code(kind)}: {procedure.label} {chinese[kind]}\n\n{_written(procedure)}"
            for kind, procedure in load_procedures().items()
        )


def _written(procedure: Procedure) -> str:
    head = ("Stage", "What it is", "Fact", "Second person", "Given with it", "Needs", "Barred by", "Clock")
    return "\n\n".join(
        f"In force from {since}; closed by {', '.join(code(name) for name in version.closing)}.\n\n"
        + table((*head, "Paper", "Clause", "How sure"), list(_rows(version)))
        for since, version in procedure.versions
    )


def _rows(version: Version) -> Iterator[tuple[str, ...]]:
    for name, step in version.steps.items():
        yield (
            code(name),
            f"{step.en} {step.zh}",
            code(step.fact),
            "yes" if step.second else "",
            ", ".join(code(detail) for detail in _given(step)),
            "; ".join(f"{version.records[need].en} {version.records[need].zh}" for need in step.needs),
            "; ".join(f"{version.bars[bar].en} {version.bars[bar].zh}" for bar in step.bars),
            code(step.clock) if step.clock else "",
            code(step.paper) if step.paper else "",
            step.clause,
            word(CERTAINTY, step.certainty),
        )


def _given(step: Step) -> tuple[str, ...]:
    return (*step.asks, "service") if step.served else step.asks
