"""What an inspector says of a contract: recorded with its photographs, never a status by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from landwatch.catalogue import photo_item
from landwatch.characters import printable
from landwatch.errors import InputError, UsageError
from landwatch.formats.media import picture_type
from landwatch.i18n import gettext as _
from landwatch.instants import day_in_china
from landwatch.measures.flagged import Review, close_matches
from landwatch.model import Event, EventType, Verdict
from landwatch.registry import Act, Content, Register
from landwatch.registry.personal import bytes_in
from landwatch.services.personal.persons_met import purpose_of

__all__ = ["LARGEST_PHOTO", "Photo", "picture_of", "read_photo", "review_contract"]

LARGEST_PHOTO = 30 * 1024 * 1024
"""Bytes of the largest photograph that is taken."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph: name without folders, its bytes or the file with them, what is known of the shutter."""

    name: str
    content: bytes | Path
    said: Mapping[str, str] = field(default_factory=dict)


def read_photo(file: Path) -> Photo:
    """Read a photograph from a file.

    Parameters
    ----------
    file
        The file.

    Returns
    -------
    Photo
        Its name and its bytes.

    Raises
    ------
    InputError
        If it is missing, too large or cannot be read.
    """
    if not file.is_file():
        raise InputError(_("{photo}: there is no such file; nothing was recorded").format(photo=file))
    try:
        if file.stat().st_size > LARGEST_PHOTO:
            raise _too_large(str(file))
        return Photo(file.name, file.read_bytes())
    except OSError as error:
        raise InputError(
            _("{photo}: cannot be read ({reason}); nothing was recorded").format(
                photo=file, reason=error.strerror
            )
        ) from error


def review_contract(
    database: str,
    contract_no: str,
    verdict: Verdict,
    *,
    on: date,
    note: str,
    person: str,
    recorded_at: datetime,
    photos: Sequence[Photo] = (),
) -> Review:
    """Record what an inspector found about a contract. Nothing is recorded if anything is amiss.

    Parameters
    ----------
    database
        URL of the register.
    contract_no
        The contract looked at.
    verdict
        What was found.
    on
        The day of the look, not after `recorded_at`.
    note
        A sentence about it.
    person
        Who looked.
    recorded_at
        The instant of recording, with time zone.
    photos
        Photographs; they are kept in the register, in the same commit.

    Returns
    -------
    Review
        The review as recorded; the one that stands, if it was recorded before with the same photographs.

    Raises
    ------
    UsageError
        If the contract is not in the register (close numbers are named), the note is empty, or the day
        lies in the future.
    InputError
        If a photograph is too large or no picture.
    RegisterError
        If the register cannot be opened or written.
    """
    if not printable(note).strip():
        raise UsageError(_("the note of a review is empty; say in a sentence what was found"))
    if on > day_in_china(recorded_at):
        raise UsageError(_("{day} lies in the future; give the day of the visit").format(day=on.isoformat()))
    purpose = purpose_of("photo", recorded_at)
    contents = [picture_of(photo, purpose) for photo in photos]
    said = {"verdict": verdict.value, "note": note.strip(), "person": person}
    event = Event(contract_no=contract_no, type=EventType.REVIEW, day=on, details=said)
    with Register.open(database) as register:
        known = register.known().contract_nos
        if contract_no not in known:
            close = close_matches(contract_no, known)
            raise UsageError(
                _("contract {number} is not in the register{close}").format(number=contract_no, close=close)
            )
        made = register.review(event, contents, Act(by=person, at=recorded_at, reason=said["note"]))
    named = tuple((photo["name"], photo_item(photo)) for photo in made.details["photos"])
    return Review(day=on, verdict=verdict.value, note=said["note"], person=person, photos=named)


def picture_of(photo: Photo, purpose: str) -> Content:
    """Make sure that a photograph can be taken.

    Parameters
    ----------
    photo
        Its name and its bytes.
    purpose
        Key of the purpose for which it is kept.

    Raises
    ------
    InputError
        If it is too large or no picture.
    """
    content = bytes_in(photo.content)
    if len(content) > LARGEST_PHOTO:
        raise _too_large(photo.name)
    media_type = picture_type(content)
    if media_type is None:
        raise InputError(
            _(
                "{photo}: is no photograph (JPEG, PNG, WebP, HEIC or TIFF, whatever it is called); "
                "nothing was recorded"
            ).format(photo=photo.name)
        )
    # Browsers and phones may send folders with the name.
    name = photo.name.replace("\\", "/").rpartition("/")[2]
    return Content(
        kind="photo",
        purpose=purpose,
        media_type=media_type,
        content=photo.content,
        name=name,
        said=photo.said,
    )


def _too_large(photo: str) -> InputError:
    return InputError(
        _("{photo}: is larger than {limit} MB; nothing was recorded").format(
            photo=photo, limit=LARGEST_PHOTO // 1024**2
        )
    )
