"""What an inspector says of a contract: recorded beside it with its photographs, never a status by itself."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from landwatch.drafts import whole
from landwatch.errors import InputError, UsageError
from landwatch.i18n import gettext as _
from landwatch.measures.flagged import Review, close_matches
from landwatch.model import Event, EventType, Source, Verdict
from landwatch.registry import Register
from landwatch.registry.paths import evidence_folder

__all__ = ["LARGEST_PHOTO", "review_contract"]

LARGEST_PHOTO = 30 * 1024 * 1024
"""Bytes of the largest photograph that is taken."""

_PHOTOS = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".tif", ".tiff")


def review_contract(
    database: str,
    contract_no: str,
    verdict: Verdict,
    *,
    on: date,
    note: str,
    person: str,
    recorded_at: datetime,
    photos: Sequence[Path] = (),
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
        Photographs; they are copied beside the register under their SHA-256.

    Returns
    -------
    Review
        The review as recorded.

    Raises
    ------
    UsageError
        If the contract is not in the register (close numbers are named), the note is empty, or the day
        lies in the future.
    InputError
        If a photograph is missing, too large or no picture.
    RegisterError
        If the register cannot be opened or written.
    """
    if not note.strip():
        raise UsageError(_("the note of a review is empty; say in a sentence what was found (--note)"))
    if on > recorded_at.date():
        raise UsageError(
            _("{day} lies in the future; give the day of the visit (--on)").format(day=on.isoformat())
        )
    digests = [_checked(photo) for photo in photos]
    review = Review(
        day=on,
        verdict=verdict.value,
        note=note.strip(),
        person=person,
        photos=tuple((photo.name, digest) for photo, digest in zip(photos, digests, strict=True)),
    )
    details = {name: value for name, value in review.to_dict().items() if name != "on"}
    with Register.open(database) as register:
        known = register.known().contract_nos
        if contract_no not in known:
            close = close_matches(contract_no, known)
            raise UsageError(
                _("contract {number} is not in the register{close}").format(number=contract_no, close=close)
            )
        _keep(photos, digests, evidence_folder(database))
        register.add(
            source=Source(name="review", sha256=_digest_of(contract_no, on, details), kind="review"),
            recorded_by=person,
            recorded_at=recorded_at,
            events=[Event(contract_no=contract_no, type=EventType.REVIEW, day=on, details=details)],
        )
    return review


def _checked(photo: Path) -> str:
    """Return the SHA-256 of a photograph that can be taken."""
    if not photo.is_file():
        raise InputError(_("{photo}: there is no such file; nothing was recorded").format(photo=photo))
    if photo.suffix.lower() not in _PHOTOS:
        raise InputError(
            _("{photo}: is no photograph ({kinds}); nothing was recorded").format(
                photo=photo, kinds=" ".join(_PHOTOS)
            )
        )
    if photo.stat().st_size > LARGEST_PHOTO:
        raise InputError(
            _("{photo}: is larger than {limit} MB; nothing was recorded").format(
                photo=photo, limit=LARGEST_PHOTO // 1024**2
            )
        )
    try:
        with photo.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise InputError(
            _("{photo}: cannot be read ({reason}); nothing was recorded").format(
                photo=photo, reason=error.strerror
            )
        ) from error


def _keep(photos: Sequence[Path], digests: Sequence[str], folder: Path) -> None:
    """Copy photographs under their digests; a copy without a record does no harm, the reverse would."""
    try:
        for photo, digest in zip(photos, digests, strict=True):
            folder.mkdir(parents=True, exist_ok=True)
            with whole(folder / f"{digest}{photo.suffix.lower()}") as draft:
                shutil.copyfile(photo, draft)
    except OSError as error:
        raise InputError(
            _("the photographs cannot be copied to {folder} ({reason}); nothing was recorded").format(
                folder=folder, reason=error.strerror
            )
        ) from error


def _digest_of(contract_no: str, on: date, details: object) -> str:
    said = json.dumps([contract_no, on.isoformat(), details], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()
