"""Records from phones: received, completed, and taken into the register as visits.

A record becomes a visit as soon as it and all its files are there. What cannot become one by itself is
held for a person; nothing that was received is given up before it stands in the register.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from time import monotonic

from landwatch.catalogue import ITEMS_OF, photo_item
from landwatch.errors import InputError, RegisterError, RegisterUnavailable, UsageError
from landwatch.i18n import BEIJING
from landwatch.i18n import gettext as _
from landwatch.incoming import FieldRecord, Incoming, Shot, Stored, read_record
from landwatch.incoming.kept_records import Decided
from landwatch.instants import day_in_china
from landwatch.model import EventType
from landwatch.registry import ContentGone, Register
from landwatch.rules import Assessment
from landwatch.services.contracts.reviewing import Photo
from landwatch.services.field.receipts import Sender, contract_of
from landwatch.services.patrols import visiting
from landwatch.services.patrols.rostering import roster_of
from landwatch.services.patrols.shutters import shutter_said
from landwatch.services.patrols.visit import Answers, Proposed, Sent, Visit
from landwatch.services.patrols.visit_files import VisitFile
from landwatch.services.personal.persons_met import Met

__all__ = ["clear", "decide", "not_yours", "take_in"]


def take_in(
    database: str,
    incoming: Incoming,
    senders: Callable[[str], Sender | None],
    now: datetime,
    *,
    land: Callable[[], Assessment],
    login: str | None = None,
    by: str | None = None,
    patience: float | None = None,
) -> int:
    """Let the records become visits whose files are all there.

    Parameters
    ----------
    database
        URL of the register.
    incoming
        What was handed over.
    senders
        Finds who has a login; a record of somebody who has none any more is held.
    now
        The instant, with time zone.
    land
        Gives the judged contracts; asked only if there is something to take in.
    login
        The records of this person first; of nobody else, where somebody takes them in for others.
    by
        Who takes them in; each by whoever recorded it if not given.
    patience
        Seconds to wait for somebody else who is taking records in, and to go on with a second record; what is
        left then is for the next call.

    Returns
    -------
    int
        How many became visits now.

    Raises
    ------
    RegisterUnavailable
        If the register is away or busy; the records wait, and the next call takes them in.
    RegisterError
        If what was handed over cannot be read.
    """
    if not incoming.complete(login):
        return 0
    until = None if patience is None else monotonic() + patience
    with incoming.alone(patience) as is_mine:
        ready = incoming.complete(login) if is_mine else []
        if is_mine and by is None and login is not None:
            # Of others who may have lost their patience; one's own come first.
            ready += [each for each in incoming.complete() if each.login != login]
        if not ready:
            return 0
        taking, made = _Taking(database, incoming, land(), now, by), 0
        for each in ready:
            made += taking.take(each, senders(each.login))
            if until is not None and monotonic() > until:
                break  # a phone waits for this answer, and its next question goes on
        return made


@dataclass(frozen=True)
class _Taking:
    """What records are taken into, when and by whom."""

    database: str
    incoming: Incoming
    assessment: Assessment
    now: datetime
    by: str | None

    def take(self, stored: Stored, sender: Sender | None) -> bool:
        """Let one record become a visit; whether it did."""
        assert stored.body is not None  # only what stands in the register has none
        record = read_record(stored.body.encode()).record
        decided = stored.decided
        contract_no = contract_of(self.assessment, stored, None if decided else sender)
        if sender is None or contract_no is None:
            self.incoming.hold(stored, "not seen")
            return False
        contents = self._contents(stored)
        if contents is None:
            return False
        visit = _visit(record, stored, contract_no, _called(self.database, sender), contents)
        try:
            made, _added = visiting.keep(
                self.database,
                visit,
                recorded_by=decided.by if decided else self.by or sender.login,
                # The day of the office counts: in UTC it is still yesterday until eight in the morning.
                recorded_at=self.now.astimezone(BEIJING),
            )
        except RegisterUnavailable:
            raise
        except (InputError, RegisterError, UsageError) as error:
            self.incoming.hold(stored, str(error))
            return False
        items = (photo_item(each) for member in ITEMS_OF.values() for each in made.details.get(member) or ())
        hashes = (each.sha256 for each in stored.files)
        self.incoming.stands(stored, str(made.details["visit"]), dict(zip(hashes, items, strict=True)))
        return True

    def _contents(self, stored: Stored) -> dict[str, bytes | Path] | None:
        """The files by their hash; ``None`` if one has to be sent again, because its bytes were destroyed."""
        found: dict[str, bytes | Path] = {}
        for _kind, sha256 in stored.files:
            there = self.incoming.content(stored.login, sha256)
            if isinstance(there, str):
                try:
                    with Register.open(self.database) as register:
                        found[sha256] = register.personal_content(there)[1]
                except ContentGone:
                    self.incoming.forget(stored.login, sha256)
                    return None
            else:
                found[sha256] = there
        return found


def _said(shot: Shot) -> Mapping[str, str]:
    return shutter_said(
        taken_at=shot.taken_at,
        place=None if shot.lon is None or shot.lat is None else (shot.lon, shot.lat),
        accuracy_m=shot.accuracy_m,
        located_at=shot.located_at,
        heading=shot.heading,
    )


def _photos(record: FieldRecord, contents: Mapping[str, bytes | Path]) -> Iterator[Photo]:
    for place, sha256 in enumerate(record.photos, start=1):
        shot = record.shots.get(sha256) or Shot()
        yield Photo(shot.name or f"{place:02}.jpg", contents[sha256], _said(shot))


def _files(record: FieldRecord, contents: Mapping[str, bytes | Path]) -> Iterator[VisitFile]:
    for place, sha256 in enumerate(record.voices, start=1):
        yield VisitFile("voice", f"voice-{place:02}", contents[sha256])
    for place, sha256 in enumerate(record.sketches, start=1):
        yield VisitFile("sketch", f"sketch-{place:02}.geojson", contents[sha256])


def _called(database: str, sender: Sender) -> str:
    """How the roster calls somebody: by login or by name."""
    assigned = roster_of(database).patrollers
    known = {name for each in assigned for name in (each.person, each.stand_in)}
    return sender.login if sender.login in known else sender.name


def _visit(
    record: FieldRecord, stored: Stored, contract_no: str, person: str, contents: Mapping[str, bytes | Path]
) -> Visit:
    proposed = record.proposed
    return Visit(
        contract_no=contract_no,
        day=(stored.decided and stored.decided.day) or record.on,
        person=person,
        parcel_no=record.parcel_no,
        works=record.stage,
        done_share=record.done_share,
        permits=record.permits,
        weather=record.weather,
        note=record.note,
        not_checked=record.not_checked,
        answers=Answers(
            {name: answer.yes for name, answer in record.answers.items()},
            {name: answer.reason for name, answer in record.answers.items() if answer.reason},
        ),
        proposed=None
        if proposed is None
        else Proposed(EventType(proposed.fact), proposed.on, proposed.share),
        photos=tuple(_photos(record, contents)),
        files=tuple(_files(record, contents)),
        met=None if record.met is None else Met(record.met.name, record.met.telephone),
        sent=Sent(stored.uuid, stored.received_at, record.recorded_at, stored.skew),
    )


def not_yours(login: str) -> str:
    """Say that a record is sent by somebody who did not make it.

    Parameters
    ----------
    login
        Who made it.
    """
    return _("the record was made by {login}, who alone can send it; sign in as {login}").format(login=login)


def decide(
    incoming: Incoming,
    stored: Stored,
    *,
    keep: bool,
    reason: str,
    by: str,
    at: datetime,
    day: date | None = None,
) -> None:
    """Decide about a record that is held.

    Parameters
    ----------
    incoming
        What was handed over.
    stored
        The record.
    keep
        Whether it shall become a visit; otherwise it is set aside, and stays where it is.
    reason
        Why, in a sentence.
    by, at
        Who decides, and when, with time zone; not who recorded it.
    day
        The day that shall count, where that of the phone is wrong.

    Raises
    ------
    UsageError
        If it is not held, the reason is empty, or who decides recorded it.
    RegisterError
        If it cannot be written.
    """
    if stored.state != "held":
        raise UsageError(
            _("record {uuid} is not held, so there is nothing to decide").format(uuid=stored.uuid)
        )
    _check(stored, reason, by)
    if day is not None and day > day_in_china(at):
        raise UsageError(_("{day} lies in the future; give the day of the visit").format(day=day.isoformat()))
    incoming.decide(stored, Decided(by=by, at=at, reason=reason.strip(), day=day), keep=keep)


def clear(incoming: Incoming, stored: Stored, *, reason: str, by: str, at: datetime) -> None:
    """Remove the content of a record that was set aside: its text and its files. That it was stays.

    Parameters
    ----------
    incoming
        What was handed over.
    stored
        The record.
    reason
        Why, in a sentence.
    by, at
        Who decides, and when, with time zone; not who recorded it.

    Raises
    ------
    UsageError
        If it was not set aside, is cleared away already, the reason is empty, or who decides recorded it.
    RegisterError
        If it cannot be written.
    """
    if stored.state != "aside" or stored.cleared is not None:
        raise UsageError(
            _("record {uuid} was not set aside, or is cleared away already; nothing was removed").format(
                uuid=stored.uuid
            )
        )
    _check(stored, reason, by)
    incoming.clear(stored, Decided(by=by, at=at, reason=reason.strip()))


def _check(stored: Stored, reason: str, by: str) -> None:
    if not reason.strip():
        raise UsageError(_("the reason is empty; say in a sentence why"))
    if by == stored.login:
        raise UsageError(_("{person} made the record; a second person decides about it").format(person=by))
