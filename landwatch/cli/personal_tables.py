"""What is kept about persons, on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from landwatch.catalogue import personal as declared
from landwatch.cli.layout import Ruled
from landwatch.cli.result_tables import cells
from landwatch.i18n import gettext as _
from landwatch.i18n import minute_text, ngettext
from landwatch.services.personal.prints import sentence_of

if TYPE_CHECKING:
    from landwatch.services.maintenance.photographs import TakenIn
    from landwatch.services.personal.destroying import Destroyed
    from landwatch.services.personal.looking import Kept

__all__ = ["destroyed_text", "kept_table", "kept_text", "taken_text"]

_DIGITS = 12


def kept_table(found: Sequence[Kept]) -> RenderableType:
    """Show what is kept.

    Parameters
    ----------
    found
        The items.
    """
    if not found:
        return Text(_("Nothing."))
    item = _("Item")
    headings = (item, _("Kind"), _("About"), _("Recorded"), _("By"), _("Kept until"), _("Content"))
    table = Ruled(*headings, whole=(item,))
    for kept in found:
        gone = kept.held.destruction
        table.add_row(
            *cells(
                kept.held.item.item[:_DIGITS],
                _kind(kept),
                kept.about,
                _recorded(kept),
                kept.held.recorded_by,
                kept.last_day.isoformat() if kept.last_day else "",
                sentence_of(gone) if gone else _("kept"),
            )
        )
    count = ngettext("{count} item.", "{count} items.", len(found)).format(count=len(found))
    return Group(table, Text(count))


def kept_text(kept: Kept) -> RenderableType:
    """Show one item in a few lines.

    Parameters
    ----------
    kept
        The item.
    """
    item, known = kept.held.item, declared.loaded()
    purpose = known.purposes.get(item.purpose)
    facts = {
        _("Kind"): _kind(kept),
        _("Purpose"): purpose.label if purpose else item.purpose,
        _("About"): kept.about,
        _("File"): item.name or "",
        _("Recorded"): f"{_recorded(kept)} {kept.held.recorded_by}",
        _("Kept until"): kept.last_day.isoformat() if kept.last_day else _("until its supervision is closed"),
        _("Seen by"): ", ".join(sorted(kept.rule.seen_by)) if kept.rule else "",
        _("Rests on"): kept.rule.source if kept.rule else "",
    }
    lines = [Text(f"  {heading}: {value}") for heading, value in facts.items() if value]
    return Group(Text(item.item), *lines)


def _kind(kept: Kept) -> str:
    kind = declared.loaded().kinds.get(kept.held.item.kind)
    return kind.label if kind else kept.held.item.kind


def _recorded(kept: Kept) -> str:
    return minute_text(datetime.fromisoformat(kept.held.recorded_at))


def destroyed_text(done: Destroyed) -> RenderableType:
    """Say what was destroyed, and where it may still lie.

    Parameters
    ----------
    done
        What the decision came to.
    """
    items = done.done.key.split()
    told = [
        Text(_("Destroyed: {items}").format(items=", ".join(item[:_DIGITS] for item in items)))
        if done.done.is_new
        else Text(_("All of it was destroyed already."))
    ]
    if done.is_erased is False:
        told.append(
            Text(
                _(
                    "The bytes are still in the file of the register, because others are reading an older "
                    "state. Run the command again when they have finished."
                ),
                style="bold red",
            )
        )
    if done.is_erased is None:
        told.append(
            Text(
                _(
                    "The server overwrites removed rows when it cleans up (VACUUM), and its archives of the "
                    "write-ahead log hold them until they are deleted."
                )
            )
        )
    if done.copies:
        told.append(Text(_("Still in these copies of the register; destroy it there too, or delete them:")))
        told += [
            Text(f"  {copy.place} ({minute_text(datetime.fromisoformat(copy.made_at))})")
            for copy in done.copies
        ]
    if done.files:
        told.append(Text(_("Still in these files beside the register; delete them:")))
        told += [Text(f"  {file}") for file in done.files]
    return Group(*told)


def taken_text(taken: TakenIn) -> RenderableType:
    """Say which photographs the register holds now.

    Parameters
    ----------
    taken
        What became of them.
    """
    told = [
        Text(
            _("Photographs in {folder}: {taken} taken in, {present} were in the register already.").format(
                folder=taken.folder, taken=taken.taken, present=taken.present
            )
        ),
        *(Text(fault, style="bold red") for fault in taken.faults),
    ]
    if not taken.faults:
        told.append(
            Text(
                _(
                    "Each was compared with its file. The files were left; the register does not need the "
                    "folder any more."
                )
            )
        )
    return Group(*told)
