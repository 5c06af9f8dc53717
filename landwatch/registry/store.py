"""The register: what has been recorded, by whom, when and from which source; nothing is overwritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Engine

from landwatch.errors import RegisterError
from landwatch.i18n import gettext as _
from landwatch.model import Cluster, Contract, Event, Parcel, Source
from landwatch.registry import bulk, frames, journal, journal_pages, lookups, schema, tables
from landwatch.registry.addresses import file_address
from landwatch.registry.canonical import instant_text
from landwatch.registry.commit import commit
from landwatch.registry.database import allow_reading_while_writing, connect, reading, writing
from landwatch.registry.extracts import Extract, extract
from landwatch.registry.faults import file_of
from landwatch.registry.frames import Reading
from landwatch.registry.journal import End, Recorded
from landwatch.registry.journal_pages import Chosen, Entry, JournalPage
from landwatch.registry.moving import moved
from landwatch.registry.new_files import FileTaken, is_there, new_file
from landwatch.registry.new_records import Correcting, Outcome, taken_in
from landwatch.registry.parties import new_parties
from landwatch.registry.personal_verbs import PersonalVerbs
from landwatch.registry.row_mapping import Kind, Row, entries, source_row
from landwatch.registry.trials import Trials
from landwatch.registry.verbs import Verbs
from landwatch.registry.verify_journal import Head, Report
from landwatch.snapshot import Snapshot

__all__ = ["Added", "Known", "Register"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What one commit did, kind by kind."""

    clusters: Outcome
    parcels: Outcome
    contracts: Outcome
    events: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What stands in the register, for checking what comes in: clusters, parcel and contract numbers."""

    clusters: tuple[Cluster, ...]
    parcel_nos: frozenset[str]
    contract_nos: frozenset[str]


class Register(Verbs, PersonalVerbs, Trials):
    """A register in a GeoPackage or in PostGIS; use it in a ``with`` block or :meth:`close` it.

    Parameters
    ----------
    engine
        The database, from :func:`landwatch.registry.database.connect`; :meth:`create` and :meth:`open`
        make it from a URL.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def create(cls, url: str) -> Self:
        """Make a register, or bring an existing one up to date; nothing happens to one that is.

        Parameters
        ----------
        url
            ``gpkg:///FILE`` or ``postgresql+psycopg://USER:PASSWORD@HOST:PORT/NAME``.

        Returns
        -------
        Register
            The open register.

        Raises
        ------
        RegisterError
            If the database holds something else or cannot be written.
        """
        engine = connect(url)
        path = file_of(engine.url)
        if path is not None and not is_there(path):
            _make(path)
        try:
            _bring_up_to_date(engine)
        except RegisterError:
            engine.dispose()
            raise
        return cls(engine)

    @classmethod
    def open(cls, url: str) -> Self:
        """Open a register that is there.

        Parameters
        ----------
        url
            As for :meth:`create`.

        Returns
        -------
        Register
            The open register.

        Raises
        ------
        RegisterError
            If it is missing, no register, of another schema, or cannot be reached; says what to do.
        """
        engine = connect(url)
        try:
            with reading(engine) as connection:
                schema.check(connection)
        except RegisterError:
            engine.dispose()
            raise
        return cls(engine)

    def close(self) -> None:
        """Give back the connections."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @bulk.uncollected()
    def add(
        self,
        *,
        source: Source,
        recorded_by: str,
        recorded_at: datetime,
        clusters: Sequence[Cluster] = (),
        parcels: Sequence[Parcel] = (),
        contracts: Sequence[Contract] = (),
        events: Sequence[Event] = (),
        correcting: Correcting | None = None,
        dry_run: bool = False,
    ) -> Added:
        """Record what a source says, in one transaction.

        A record that stands with the same content is a duplicate, one that stands with other content a
        conflict; neither is written, unless the source corrects what stands. Geometry within 1 mm is the
        same. If nothing is new, nothing changes.

        Parameters
        ----------
        source
            The file the records came from.
        recorded_by
            Who brings it in.
        recorded_at
            When, with time zone.
        clusters, parcels, contracts, events
            The records.
        correcting
            Lets a record take the place of one that stands with other content: why, on which document.
        dry_run
            Write nothing; only tell what would be written.

        Returns
        -------
        Added
            What was written, what was there, and what contradicts what is there.

        Raises
        ------
        RegisterError
            If a value cannot be kept, or the database cannot be written; then nothing was.
        """
        stamps: Row = {"recorded_at": instant_text(recorded_at), "recorded_by": recorded_by}
        offered = {
            Kind.CLUSTERS: entries(Kind.CLUSTERS, clusters),
            Kind.PARCELS: entries(Kind.PARCELS, parcels),
            Kind.CONTRACTS: entries(Kind.CONTRACTS, contracts),
            Kind.EVENTS: entries(Kind.EVENTS, events),
        }
        with (reading if dry_run else writing)(self._engine) as connection:
            work, outcomes = taken_in(connection, offered, correcting)
            if not work.is_empty and not dry_run:
                work.add(tables.parties.name, *new_parties(connection, work.added))
                commit(
                    connection,
                    verb="import",
                    origin=source_row(source, recorded_by) | (correcting.columns() if correcting else {}),
                    stamps=stamps,
                    added=work.added,
                    superseded=work.superseded,
                    reason=correcting.reason if correcting else None,
                )
        return Added(**{str(kind): outcome for kind, outcome in outcomes.items()})

    def snapshot(self, on: date, known_at: datetime | None = None) -> Snapshot:
        """Read the facts that hold on a day, as they were known at an instant.

        Parameters
        ----------
        on
            The day whose end is judged.
        known_at
            The instant of knowledge, with time zone; by default the last at which anything was recorded.

        Returns
        -------
        Snapshot
            The facts; see :func:`landwatch.registry.frames.snapshot`.

        Raises
        ------
        RegisterError
            If the database cannot be read.
        """
        with reading(self._engine) as connection:
            return frames.snapshot(connection, on, known_at)

    def read(self, on: date, known_at: datetime | None = None, before: Reading | None = None) -> Reading:
        """Read a snapshot with what it takes to move it on, or move one on to the end of the journal.

        Parameters
        ----------
        on
            The day whose end is judged.
        known_at
            The instant of knowledge, with time zone; by default the last at which anything was recorded.
        before
            What was read of the same day and instant before.

        Returns
        -------
        Reading
            The facts as a reading from the beginning gives them.

        Raises
        ------
        RegisterError
            If the database cannot be read.
        """
        with reading(self._engine) as connection:
            found = moved(connection, before, known_at) if before else None
            return found or frames.read(connection, on, known_at)

    def extract(self, on: date | None = None, known_at: datetime | None = None) -> Extract:
        """Read the records themselves, with what their sources called their columns, to hand them on.

        Parameters
        ----------
        on
            Leave out contracts signed and events that happened after this day; by default nothing.
        known_at
            The instant of knowledge, with time zone; by default now.

        Returns
        -------
        Extract
            The records in the order of recording.

        Raises
        ------
        RegisterError
            If the database cannot be read.
        """
        with reading(self._engine) as connection:
            return extract(connection, on, known_at)

    def known(self) -> Known:
        """Read what stands in the register, for checking what comes in.

        Returns
        -------
        Known
            Clusters with their boundaries, parcel and contract numbers.

        Raises
        ------
        RegisterError
            If the database cannot be read.
        """
        with reading(self._engine) as connection:
            names = sorted(lookups.standing_keys(connection, Kind.CLUSTERS))
            found: Mapping[str, Any] = lookups.standing_records(connection, Kind.CLUSTERS, names)
            return Known(
                clusters=tuple(found[name] for name in names),
                parcel_nos=lookups.standing_keys(connection, Kind.PARCELS),
                contract_nos=lookups.standing_keys(connection, Kind.CONTRACTS),
            )

    def parcels_within(self, bounds: lookups.Bounds) -> list[Parcel]:
        """Read the parcels that stand in a box, through the spatial index.

        Parameters
        ----------
        bounds
            West, south, east and north in EPSG:4490.

        Returns
        -------
        list of Parcel
            Those whose own bounding box meets it, in the order in which they were recorded.

        Raises
        ------
        RegisterError
            If the database cannot be read.
        """
        with reading(self._engine) as connection:
            return lookups.parcels_within(connection, bounds)

    def journal(self) -> list[Recorded]:
        """Read what was recorded, by whom, when and on which source, from the first commit to the last.

        Returns
        -------
        list of Recorded
            One for each line of the journal.

        Raises
        ------
        RegisterError
            If the database cannot be read, or a line is not in the form of a journal.
        """
        with reading(self._engine) as connection:
            return list(journal.recorded(connection))

    def journal_page(self, chosen: Chosen, *, first: int, count: int) -> JournalPage:
        """Read some lines of the journal, the newest first.

        Parameters
        ----------
        chosen
            Which lines.
        first, count
            How many are passed over, and how many are read.

        Returns
        -------
        JournalPage
            See :func:`landwatch.registry.journal_pages.page_of`.

        Raises
        ------
        RegisterError
            If the database cannot be read, or a line is not in the form of a journal.
        """
        with reading(self._engine) as connection:
            return journal_pages.page_of(connection, chosen, first=first, count=count)

    def journal_entry(self, sequence: int) -> Entry | None:
        """Read one line of the journal, and what it wrote.

        Parameters
        ----------
        sequence
            Its number, counted from 1.

        Returns
        -------
        Entry or None
            ``None`` if there is no such line.

        Raises
        ------
        RegisterError
            If the database cannot be read, or the line is not in the form of a journal.
        """
        with reading(self._engine) as connection:
            return journal_pages.entry(connection, sequence)

    def journal_end(self, known: End | None = None) -> End | None:
        """The newest line of the journal, to be kept elsewhere.

        Parameters
        ----------
        known
            A line that may be it: its hash, which lies behind the body of the line, is not read again.

        Returns
        -------
        End or None
            Number, instant and hash; ``None`` if nothing was recorded.

        Raises
        ------
        RegisterError
            If the database cannot be read.
        """
        with reading(self._engine) as connection:
            return journal.last_line(connection, known)

    def verify(self, head: Head | None = None) -> Report:
        """Check that the journal is intact and that every row is what it says.

        Parameters
        ----------
        head
            The end of the journal as it was kept elsewhere.

        Returns
        -------
        Report
            What is wrong, and how much was read.

        Raises
        ------
        RegisterError
            If the database cannot be read.
        """
        with reading(self._engine) as connection:
            return journal.verify(connection, head)

    def export_journal(self, file: Path) -> int:
        """Write the journal to a new file, one JSON object a line, for the stand-alone verifier.

        Parameters
        ----------
        file
            The file; there must be none of that name.

        Returns
        -------
        int
            The number of lines.

        Raises
        ------
        RegisterError
            If the database cannot be read or the file cannot be written.
        """
        count = 0
        with reading(self._engine) as connection, new_file(file) as draft:
            with draft.open("w", encoding="utf-8", errors="surrogateescape", newline="\n") as texts:
                for text in journal.exported(connection):
                    texts.write(f"{text}\n")
                    count += 1
        return count


def _make(path: Path) -> None:
    """Make a register in a file that is not there: under another name, and whole before anybody sees it."""
    if not path.absolute().parent.is_dir():
        raise RegisterError(
            _("The folder {folder} for the register does not exist. Make it first.").format(
                folder=path.parent
            )
        )
    # Another process was faster: its register is the one.
    with suppress(FileTaken), new_file(path) as draft:
        engine = connect(file_address(draft))
        _bring_up_to_date(engine)
        engine.dispose()


def _bring_up_to_date(engine: Engine) -> None:
    with writing(engine) as connection:
        schema.upgrade(connection)
    if file_of(engine.url) is not None:
        allow_reading_while_writing(engine)
