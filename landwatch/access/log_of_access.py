"""The log of sign-ins, grants, and of what was taken out or looked at: a chain of hashes of its own.

It is written as the journal of the register is, line by line, each with the hash of the one before, and no
line is ever removed without a trace: old ones are moved out to a file, and the line that says so, itself in
the chain, holds the hash at which the rest goes on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, func, insert, or_, select
from sqlalchemy.sql import ColumnElement

from landwatch.access.access_rules import AccessRules
from landwatch.access.account_tables import noted
from landwatch.access.database_beside import alone
from landwatch.errors import AccessError
from landwatch.i18n import gettext as _
from landwatch.instants import day_in_china
from landwatch.registry.canonical import instant_text
from landwatch.registry.database import reading
from landwatch.registry.journal import as_exported
from landwatch.registry.new_files import FileTaken, new_file
from landwatch.registry.verify_journal import (
    GENESIS,
    Head,
    Line,
    Report,
    canonical,
    examine_log,
    exported_lines,
    line_hash,
)

__all__ = ["AccessLog", "ChosenDeeds", "Deed", "MovedOut", "Noted", "deed_name", "write_line"]


class Deed(StrEnum):
    """What is noted."""

    SIGNED_IN = "signed in"
    REFUSED = "refused"
    LOCKED = "locked"
    SIGNED_OUT = "signed out"
    ADDED = "added a person"
    GRANTED = "granted"
    REVOKED = "revoked"
    SWITCHED_OFF = "switched off"
    SWITCHED_ON = "switched on"
    PASSWORD_SET = "password set"
    PASSWORD_CHANGED = "password changed"
    TOKEN_ISSUED = "token issued"
    TOKEN_REVOKED = "token revoked"
    EXPORTED = "exported"
    LOOKED_AT_PERSONAL_DATA = "looked at personal data"
    MOVED_OUT = "log moved out"


def deed_name(deed: str) -> str:
    """What a deed is called in the current language.

    Parameters
    ----------
    deed
        One of :class:`Deed`; another text, of a newer landwatch, is given back as it is.
    """
    names: Mapping[str, str] = {
        Deed.SIGNED_IN: _("signed in"),
        Deed.REFUSED: _("wrong password"),
        Deed.LOCKED: _("wrong password, no more looked at for a while"),
        Deed.SIGNED_OUT: _("signed out"),
        Deed.ADDED: _("made an account"),
        Deed.GRANTED: _("granted"),
        Deed.REVOKED: _("revoked"),
        Deed.SWITCHED_OFF: _("switched off"),
        Deed.SWITCHED_ON: _("switched on"),
        Deed.PASSWORD_SET: _("set a password"),
        Deed.PASSWORD_CHANGED: _("changed the password"),
        Deed.TOKEN_ISSUED: _("made a token"),
        Deed.TOKEN_REVOKED: _("ended a token"),
        Deed.EXPORTED: _("took out"),
        Deed.LOOKED_AT_PERSONAL_DATA: _("looked at personal data"),
        Deed.MOVED_OUT: _("moved old lines out"),
    }
    return names.get(deed, deed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """One line of the log.

    Attributes
    ----------
    sequence
        Its number, counted from 1.
    at
        When, in UTC; no line is older than the one before.
    login
        Who; empty where a login was tried that nobody has.
    deed
        What was done.
    about
        To whom or what: `login`, `role`, `cluster` and so on.
    address
        Where the request came from; empty at the machine.
    hash
        What the next line repeats.
    """

    sequence: int
    at: datetime
    login: str
    deed: str
    about: Mapping[str, str]
    address: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenDeeds:
    """Which lines of the log are asked for.

    Attributes
    ----------
    login
        Of whom alone: what somebody did, and what others did to the account; all without.
    deeds
        Only these.
    since, until
        Noted at this instant or later, and at that one or before, with time zone.
    """

    login: str | None = None
    deeds: Sequence[Deed] = ()
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class MovedOut:
    """What was moved out of the log: the file, and how many lines are in it."""

    file: Path
    lines: int


def write_line(
    connection: Connection,
    deed: Deed,
    *,
    login: str,
    about: Mapping[str, str],
    at: datetime,
    address: str = "",
) -> None:
    """Add a line to the log.

    Parameters
    ----------
    connection
        A connection of the only writer.
    deed
        What was done.
    login
        Who did it.
    about
        To whom or what.
    at
        When; a clock that was put back since the last line does not date a line before it.
    address
        Where the request came from.
    """
    columns = noted.c.sequence, noted.c.at, noted.c.hash
    last = connection.execute(select(*columns).order_by(noted.c.sequence.desc()).limit(1)).first()
    sequence, before, previous_hash = (last.sequence + 1, last.at, last.hash) if last else (1, "", GENESIS)
    when = max(instant_text(at), before)
    body = canonical({"about": dict(about), "address": address})
    digest = line_hash(sequence, when, login, deed, body, previous_hash)
    connection.execute(insert(noted).values((sequence, when, login, deed, body, previous_hash, digest)))


class AccessLog:
    """What can be done with the log."""

    _engine: Engine
    _rules: AccessRules

    def note(
        self, deed: Deed, *, login: str, about: Mapping[str, str], at: datetime, address: str = ""
    ) -> None:
        """Note what somebody did that changes no account: an export, a look at personal data.

        Parameters
        ----------
        deed
            What was done.
        login
            Who did it.
        about
            To whom or what; no content of what was looked at.
        at
            When, with time zone.
        address
            Where the request came from.
        """
        with alone(self._engine) as connection:
            write_line(connection, deed, login=login, about=about, at=at, address=address)

    def log(
        self, limit: int = 100, chosen: ChosenDeeds | None = None, *, first: int = 0
    ) -> tuple[Noted, ...]:
        """Read the newest lines of the log.

        Parameters
        ----------
        limit
            How many at most.
        chosen
            Which lines; all without.
        first
            How many of them are passed over.

        Returns
        -------
        tuple of Noted
            From the newest to the oldest.
        """
        where = _conditions(chosen or ChosenDeeds())
        statement = select(*_COLUMNS).where(*where).order_by(noted.c.sequence.desc())
        with reading(self._engine) as connection:
            found = connection.execute(statement.offset(first).limit(limit))
            return tuple(_read(Line(*row)) for row in found)

    def count_log(self, chosen: ChosenDeeds) -> int:
        """Count lines of the log.

        Parameters
        ----------
        chosen
            Which lines.
        """
        counted = select(func.count()).select_from(noted).where(*_conditions(chosen))
        with reading(self._engine) as connection:
            return connection.execute(counted).scalar_one()

    def verify_log(self, moved_out: Sequence[Path] = (), head: Head | None = None) -> Report:
        """Check that no line of the log was changed, removed or put in between.

        Parameters
        ----------
        moved_out
            Files of lines that were moved out, in their order; without them the chain is checked from where
            the newest move ended.
        head
            The end of the log as it was kept elsewhere; without it a cut end does not show.

        Returns
        -------
        Report
            What is wrong, and how much was read.
        """
        with reading(self._engine) as connection:
            lines = [Line(*row) for row in connection.execute(select(*_COLUMNS).order_by(noted.c.sequence))]
        if moved_out:
            return examine_log([*_from_files(moved_out), *lines], head)
        return examine_log(lines, head, _start_of(lines))

    def move_out_log(self, until: datetime, folder: Path, *, by: str, at: datetime) -> MovedOut | None:
        """Move old lines of the log to a file; the chain goes on from the last of them.

        The lines leave the log only once the file is on the disk; done twice, or after a kill, the same
        lines give the same file.

        Parameters
        ----------
        until
            Lines before this instant go.
        folder
            Where the file is made.
        by
            Who does it.
        at
            Now.

        Returns
        -------
        MovedOut or None
            ``None`` if no line is so old.

        Raises
        ------
        AccessError
            If lines would go that have to be kept.
        RegisterError
            If the file cannot be written, or another one has its name.
        """
        kept_since = at - timedelta(days=self._rules.log_days)
        if until > kept_since:
            raise AccessError(
                _(
                    "The log of sign-ins is kept for {days} days; what is younger than {since} cannot be "
                    "moved out. Give an earlier day."
                ).format(days=self._rules.log_days, since=day_in_china(kept_since).isoformat())
            )
        is_old = noted.c.at < instant_text(until)
        with reading(self._engine) as connection:
            found = connection.execute(select(*_COLUMNS).where(is_old).order_by(noted.c.sequence))
            lines = [Line(*row) for row in found]
        if not lines:
            return None
        last = lines[-1]
        file = folder / f"access-log-{lines[0].sequence:08}-{last.sequence:08}-{last.hash[:8]}.jsonl"
        _write_out(file, "".join(f"{as_exported(line)}\n" for line in lines))
        about = {"through": str(last.sequence), "hash": last.hash, "file": file.name}
        with alone(self._engine) as connection:
            gone = connection.execute(delete(noted).where(noted.c.sequence <= last.sequence))
            if gone.rowcount:  # else somebody else was faster, and said so
                write_line(connection, Deed.MOVED_OUT, login=by, about=about, at=at)
        return MovedOut(file, len(lines))


_COLUMNS = tuple(noted.c[name] for name in Line._fields)


def _conditions(chosen: ChosenDeeds) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if chosen.login:
        about = canonical({"login": chosen.login})[1:-1]
        where.append(or_(noted.c.actor == chosen.login, noted.c.body.contains(about, autoescape=True)))
    if chosen.deeds:
        where.append(noted.c.verb.in_([deed.value for deed in chosen.deeds]))
    if chosen.since:
        where.append(noted.c.at >= instant_text(chosen.since))
    if chosen.until:
        where.append(noted.c.at <= instant_text(chosen.until))
    return where


def _read(line: Line) -> Noted:
    body = json.loads(line.body)
    return Noted(
        sequence=line.sequence,
        at=datetime.fromisoformat(line.at).astimezone(UTC),
        login=line.actor,
        deed=line.verb,
        about=body["about"],
        address=body["address"],
        hash=line.hash,
    )


def _start_of(lines: Sequence[Line]) -> tuple[int, str]:
    """Where the chain begins: behind what the newest move took out, which a line of the chain says."""
    for line in reversed(lines):
        if line.verb == Deed.MOVED_OUT:
            try:
                about = json.loads(line.body)["about"]
                return int(about["through"]), str(about["hash"])
            except (ValueError, TypeError, KeyError):
                break  # changed by somebody, which the chain says itself
    return 0, GENESIS


def _from_files(files: Sequence[Path]) -> Iterator[Line]:
    for file in files:
        yield from exported_lines(file)


def _write_out(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AccessError(
            _("The folder {folder} cannot be made ({reason}). Name another one.").format(
                folder=file.parent, reason=error.strerror
            )
        ) from error
    try:
        with new_file(file) as draft:
            draft.write_text(text, encoding="utf-8", newline="\n")
    except FileTaken:
        # A move that was stopped between the file and the log left the same file.
        if file.read_text(encoding="utf-8") != text:
            raise
