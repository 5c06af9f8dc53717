"""Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a table; a line break in a cell becomes a blank, a bar stays a bar."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines) + "\n"


def code(text: object) -> str:
    """Set a word in the type of code."""
    return f"`{text}`"


def _cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", r"\|")
