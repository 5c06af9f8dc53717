"""What is kept about a person, handed out: printed for the person, or written to a file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from landwatch.catalogue import personal as declared
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.model import Destruction
from landwatch.registry.new_files import FileTaken, new_file
from landwatch.reports.person_print import PersonLine, PersonPrint
from landwatch.services.personal.looking import Kept, Look

__all__ = ["print_of", "sentence_of", "write_out"]


def print_of(look: Look, person: str) -> PersonPrint:
    """Lay out everything that is kept about a person, for the person.

    Parameters
    ----------
    look
        From :func:`landwatch.services.personal.looking.person_of`.
    person
        The name or telephone that was asked for.

    Returns
    -------
    PersonPrint
        As text, JSON or a page.
    """
    lines = [_line(kept, content) for kept, content in look.contents]
    return PersonPrint(person=person, lines=(*lines, *(_line(kept, None) for kept in look.destroyed)))


def _line(kept: Kept, content: bytes | None) -> PersonLine:
    item, known = kept.held.item, declared.loaded()
    kind, purpose = known.kinds.get(item.kind), known.purposes.get(item.purpose)
    gone = kept.held.destruction
    return PersonLine(
        item=item.item,
        kind=kind.label if kind else item.kind,
        purpose=purpose.label if purpose else item.purpose,
        about=kept.about,
        recorded_at=datetime.fromisoformat(kept.held.recorded_at),
        recorded_by=kept.held.recorded_by,
        kept_until=kept.last_day,
        source=kept.rule.source if kept.rule else "",
        name=item.name,
        media_type=item.media_type,
        content=content,
        destroyed=sentence_of(gone) if gone else None,
    )


def sentence_of(gone: Destruction) -> str:
    """Say by which decision a content was destroyed.

    Parameters
    ----------
    gone
        The decision.
    """
    return _("destroyed on {day} by decision of {decider} and {second} ({document}): {reason}").format(
        day=gone.day,
        decider=gone.decided_by,
        second=gone.second_person,
        document=gone.document,
        reason=gone.reason,
    )


def write_out(content: bytes, file: Path) -> None:
    """Write a content to a new file.

    Parameters
    ----------
    content
        The bytes.
    file
        The file; there must be none of that name.

    Raises
    ------
    UsageError
        If the file is there already.
    RegisterError
        If it cannot be written.
    """
    try:
        with new_file(file) as draft:
            draft.write_bytes(content)
    except FileTaken as error:
        raise UsageError(
            _("{file} is there already; name another file with --out").format(file=file)
        ) from error
