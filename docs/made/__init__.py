"""The tables of the reference, generated from the code when the site is built; they cannot fall behind.

Each is a function from a language to Markdown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from made import cases, columns, commands, law, papers, settings, values

TABLES: Mapping[str, Callable[[str], str]] = {
    "cases": cases.markdown,
    "columns": columns.markdown,
    "commands": commands.markdown,
    "law": law.markdown,
    "papers": papers.markdown,
    "settings": settings.markdown,
    "values": values.markdown,
}
"""By the name that stands on the page: ``<!-- made: NAME LANGUAGE -->``."""
