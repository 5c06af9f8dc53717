"""Every value of an assessment that has a label, from the graph of the rules."""

from __future__ import annotations

from landwatch.i18n import speaking
from landwatch.rules.engine import labels
from landwatch.rules.wording import CERTAINTY, word
from made.tables import code, table


def markdown(_language: str) -> str:
    """Write one table of the values by name."""
    with speaking("en"):
        rows = [
            (code(name), f"{label.en} {label.zh}", label.clause, word(CERTAINTY, label.certainty))
            for name, label in sorted(labels().items())
        ]
    return table(("Column", "What it is", "Rests on", "How sure"), rows)
