"""What is recorded of persons who were met: names, telephones, recordings, pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from landwatch.catalogue import personal as declared
from landwatch.errors import InputError, UsageError
from landwatch.formats.media import picture_type, recording_type
from landwatch.i18n import gettext as _
from landwatch.instants import day_in_china
from landwatch.model import Event
from landwatch.registry import Act, Content, Done, Owner, Register, fact_key
from landwatch.registry.personal import new_name

__all__ = ["Met", "purpose_of", "read_recording", "record_met", "record_person"]

_OF_A_PERSON = ("person_name", "person_phone")


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody who was met on a visit: name and telephone, as the person gave them."""

    name: str | None = None
    telephone: str | None = None

    def check(self, at: datetime) -> None:
        """Make sure that it may be kept.

        Parameters
        ----------
        at
            The instant of recording.

        Raises
        ------
        UsageError
            If there is nothing to keep, or nothing says what it may be kept for.
        """
        kinds = [kind for kind, text in self.told().items() if text]
        if not kinds:
            raise UsageError(_("nothing is said of the person met; give a name or a telephone"))
        for kind in kinds:
            purpose_of(kind, at)

    def told(self) -> dict[str, str]:
        """Give what there is to keep, by its kind; empty where nothing was said."""
        given = (self.name, self.telephone)
        return {kind: (text or "").strip() for kind, text in zip(_OF_A_PERSON, given, strict=True)}


def purpose_of(kind: str, at: datetime) -> str:
    """Name what a kind of personal data is kept for.

    Parameters
    ----------
    kind
        Key of the kind.
    at
        The instant of recording.

    Returns
    -------
    str
        Key of the purpose.

    Raises
    ------
    UsageError
        If nothing says what it may be kept for.
    """
    rule = declared.rule_of(kind, day_in_china(at))
    if rule is None:
        raise UsageError(
            _(
                "nothing says what personal data of the kind {kind} may be kept for on that day; nothing was "
                "recorded. personal.yaml of the catalogue declares it"
            ).format(kind=kind)
        )
    return rule.purpose


def record_person(
    database: str,
    owner: Owner,
    *,
    by: str,
    at: datetime,
    name: str | None = None,
    telephone: str | None = None,
    recordings: Sequence[tuple[str, bytes]] = (),
) -> Done:
    """Keep what is known of a person who was met: name, telephone, recordings, pictures.

    Parameters
    ----------
    database
        URL of the register.
    owner
        The contract, parcel or fact for which the person was met.
    by, at
        Who records it, and when, with time zone.
    name, telephone
        As the person gave them.
    recordings
        Name and bytes of each file: a sound recording or a picture.

    Returns
    -------
    Done
        Its key is the names of the items, joined by blanks.

    Raises
    ------
    UsageError
        If there is nothing to keep.
    InputError
        If a file is neither a recording nor a picture.
    RegisterError
        If the owner does not stand, or the register cannot be written.
    """
    told = Met(name, telephone).told()
    given: list[tuple[str, str, bytes, str | None]]
    given = [(kind, "text/plain", text.encode(), None) for kind, text in told.items() if text]
    given += [(*_kind_of(file, content), content, file) for file, content in recordings]
    subject = new_name()
    kept = [
        Content(
            kind=kind,
            purpose=purpose_of(kind, at),
            media_type=media_type,
            content=content,
            name=file,
            subject=subject,
        )
        for kind, media_type, content, file in given
    ]
    if not kept:
        raise UsageError(_("nothing is given to be kept: --name, --telephone or --file"))
    reason = ", ".join(dict.fromkeys(declared.loaded().kinds[content.kind].zh for content in kept))
    with Register.open(database) as register:
        return register.keep(kept, owner, Act(by=by, at=at, reason=reason))


def record_met(database: str, fact: Event, met: Met, *, by: str, at: datetime) -> bool:
    """Keep who was met, as belonging to a fact; once, however often the fact is recorded again.

    Parameters
    ----------
    database
        URL of the register.
    fact
        The fact as it stands, e.g. a visit.
    met
        The person.
    by, at
        Who records it, and when, with time zone.

    Returns
    -------
    bool
        False if somebody is on record for the fact already, or was and has been destroyed.

    Raises
    ------
    UsageError
        If there is nothing to keep.
    RegisterError
        If the fact does not stand, or the register cannot be written.
    """
    key = fact_key(fact)
    with Register.open(database) as register:
        known = {(one.item.event, one.item.kind) for one in register.personal_items()}
    if any((key, kind) in known for kind in _OF_A_PERSON):
        return False
    owner = Owner(event=key)
    record_person(database, owner, by=by, at=at, name=met.name, telephone=met.telephone)
    return True


def read_recording(file: Path, *, limit_mb: int) -> tuple[str, bytes]:
    """Read a recording or a picture.

    Parameters
    ----------
    file
        The file.
    limit_mb
        Megabytes of the largest file that is taken.

    Returns
    -------
    tuple
        Its name and its bytes.

    Raises
    ------
    InputError
        If it is missing, too large or cannot be read.
    """
    try:
        if file.stat().st_size > limit_mb * 1024**2:
            raise InputError(
                _(
                    "{file}: is larger than {limit} MB; nothing was recorded. "
                    "LANDWATCH_DOCUMENT_LIMIT_MB allows larger documents"
                ).format(file=file, limit=limit_mb)
            )
        return file.name, file.read_bytes()
    except OSError as error:
        raise InputError(
            _("{file}: cannot be read ({reason}); nothing was recorded").format(
                file=file, reason=error.strerror
            )
        ) from error


def _kind_of(file: str, content: bytes) -> tuple[str, str]:
    for kind, media_type in (("photo", picture_type(content)), ("voice", recording_type(content))):
        if media_type is not None:
            return kind, media_type
    raise InputError(
        _("{file}: is neither a picture nor a sound recording that is known; nothing was recorded").format(
            file=file
        )
    )
