"""The kinds of papers and what each must carry, from the files that declare them."""

from __future__ import annotations

from landwatch.casework.papers import Kind, load_kinds, load_particulars
from landwatch.i18n import speaking
from landwatch.rules.wording import CERTAINTY, word
from made.tables import code, table


def markdown(_language: str) -> str:
    """Write a table of the kinds, and one of the particulars with their sources."""
    with speaking("en"):
        kinds = [_row(kind) for kind in load_kinds().values()]
    head = (
        "Kind",
        "What it is",
        "Word in the number",
        "Since",
        "Rests on",
        "How sure",
        "Must carry (clause)",
    )
    particulars = [
        (code(name), f"{each.en} {each.zh}", code(each.source)) for name, each in load_particulars().items()
    ]
    return f"{table(head, kinds)}\n{table(('Particular', 'What it is', 'Source'), particulars)}"


def _row(kind: Kind) -> tuple[str, ...]:
    since, version = max(kind.versions.items())
    must = ", ".join(f"{code(field)} ({clause})" for field, clause in version.must.items())
    names = f"{kind.name['en']} {kind.name['zh']}"
    return (
        code(kind.id),
        names,
        kind.series,
        str(since),
        version.basis,
        word(CERTAINTY, version.certainty),
        must,
    )
