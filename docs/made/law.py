"""Every legal number through time, from the law files."""

from __future__ import annotations

from landwatch.i18n import speaking
from landwatch.rules.explanation.law_text import law_value_text
from landwatch.rules.parameters import LawValue, load_law
from landwatch.rules.wording import CERTAINTY, SELECTORS, word
from made.tables import code, table


def markdown(_language: str) -> str:
    """Write one table of all values; what took force later stands below what it replaced."""
    head = ("Name", "What it is", "Value since", "Chosen by", "Source", "How sure")
    with speaking("en"):
        return table(
            head, [_row(value) for value in sorted(load_law().values.values(), key=lambda each: each.name)]
        )


def _row(value: LawValue) -> tuple[str, ...]:
    held = "; ".join(f"{day}: {law_value_text(value, number)}" for day, number in value.values)
    return (
        code(value.name),
        f"{value.label_en} {value.label_zh}",
        held,
        word(SELECTORS, value.selected_by),
        value.source,
        word(CERTAINTY, value.certainty),
    )
