"""Changes, histories and documents on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from landwatch.cli.layout import Ruled
from landwatch.cli.result_tables import cells
from landwatch.i18n import gettext as _
from landwatch.i18n import ngettext
from landwatch.services.contracts.history import (
    change_text,
    instant_in_beijing,
    touched_text,
    verb_name,
    worth_telling,
)

if TYPE_CHECKING:
    from landwatch.model import Document
    from landwatch.registry import Done
    from landwatch.services.contracts.history import Chronicle

__all__ = ["documents_table", "done_text", "history_text"]

_DIGITS = 12


def done_text(done: Done, table: str) -> RenderableType:
    """Show what a verb changed.

    Parameters
    ----------
    done
        What it did.
    table
        Table of the record.
    """
    told = _("Recorded: {key}").format(key=done.key)
    lines = [Text(f"  {change_text(table, change)}") for change in done.changes]
    return Group(Text(told), *lines)


def history_text(chronicle: Chronicle) -> RenderableType:
    """Show what became of a record, commit by commit.

    Parameters
    ----------
    chronicle
        The commits.
    """
    lines: list[Text] = []
    for step in chronicle.steps:
        head = f"{instant_in_beijing(step.at)}  {step.by}  {verb_name(step.verb)}"
        # A verb is its own source; a file is named.
        source = step.source if step.source != step.verb else ""
        why = [
            source,
            step.reason or "",
            step.document and _("document {number}").format(number=step.document),
        ]
        lines.append(Text(f"{head}  {'; '.join(filter(None, why))}".rstrip(), style="bold"))
        for touched in step.touched:
            lines.append(Text(f"  {touched_text(touched)}"))
            lines += [Text(f"    {change_text(touched.table, change)}") for change in worth_telling(touched)]
    if chronicle.version:
        lines.append(Text(_("Stands now as version {version}.").format(version=chronicle.version[:_DIGITS])))
    else:
        lines.append(Text(_("Nothing stands under this number any more.")))
    return Group(*lines)


def documents_table(documents: Sequence[Document]) -> RenderableType:
    """Show documents, each with the hash that hands it out again.

    Parameters
    ----------
    documents
        The documents.
    """
    table = Ruled(
        _("Document"),
        _("Kind"),
        _("Number"),
        _("Date"),
        _("File"),
        _("Bytes"),
        _("Fact"),
        right=(_("Bytes"),),
    )
    for one in documents:
        event = one.event[:_DIGITS] if one.event else None
        table.add_row(
            *cells(one.sha256[:_DIGITS], one.kind, one.number, one.day, one.file_name, one.size, event)
        )
    return Group(
        table,
        Text(
            ngettext("{count} document.", "{count} documents.", len(documents)).format(count=len(documents))
        ),
    )
