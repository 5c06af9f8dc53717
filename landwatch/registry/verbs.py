"""The verbs by which a register is changed after a record has come in, each in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine

from landwatch.geo import MEASURING_EPSG
from landwatch.model import (
    Absence,
    Document,
    Event,
    LineageKind,
    OfficialPaper,
    Operator,
    Parcel,
    Patroller,
    Target,
)
from landwatch.registry import (
    amending,
    assigning,
    attachments,
    case_numbers,
    deciding,
    numbering,
    of_person,
    operation,
    subdividing,
    taking_back,
    targets,
)
from landwatch.registry import history as past
from landwatch.registry import mentions as naming
from landwatch.registry.change_request import Act, Done
from landwatch.registry.database import reading, writing
from landwatch.registry.history import Step
from landwatch.registry.lookups import stamped_rows, standing_records, standing_rows
from landwatch.registry.mentions import Mention
from landwatch.registry.numbering import RecordedPaper
from landwatch.registry.of_person import Commit
from landwatch.registry.row_mapping import Kind, Record, rebuild_event, version_of
from landwatch.registry.tables import events
from landwatch.registry.targets import RecordedTarget

__all__ = ["Verbs"]


class Verbs:
    """What a register can do with what it holds; each verb twice is as good as once.

    All raise :class:`landwatch.errors.RegisterError` if the register cannot be read or written, or the verb
    does not fit what stands; then nothing was changed.
    """

    _engine: Engine

    def correct(
        self,
        kind: Kind,
        key: str,
        change: Callable[[Any], Record],
        act: Act,
        *,
        replaces: str | None = None,
    ) -> Done:
        """Let a record say something else from now on.

        Parameters
        ----------
        kind, key
            The record: a cluster's name, a parcel or contract number, the content hash of an event.
        change
            Makes the corrected record of the one that stands.
        act
            Who, when, why and on which document.
        replaces
            Version the correction was thought of for: if another one stands, it is refused.

        Returns
        -------
        Done
            See :func:`landwatch.registry.amending.correct`.
        """
        with writing(self._engine) as connection:
            return amending.correct(connection, kind, key, change, act, replaces)

    def retire(self, kind: Kind, key: str, act: Act, *, with_facts: bool = False) -> Done:
        """Let a record that was never true stand no longer.

        Parameters
        ----------
        kind, key
            The record.
        act
            Who, when, why and on which document.
        with_facts
            Whether the facts and documents of a contract go with it.

        Returns
        -------
        Done
            See :func:`landwatch.registry.amending.retire`.
        """
        with writing(self._engine) as connection:
            return amending.retire(connection, kind, key, act, with_facts=with_facts)

    def split(
        self,
        parcel_no: str,
        children: Sequence[Parcel],
        day: date,
        act: Act,
        *,
        measuring_epsg: int = MEASURING_EPSG,
    ) -> Done:
        """Divide a parcel.

        Parameters
        ----------
        parcel_no
            The parcel that ends.
        children
            The parcels that begin, together its ground.
        day
            The first day on which they are true.
        act
            Who, when, why and on which document.
        measuring_epsg
            Plane grid on which the grounds are compared.

        Returns
        -------
        Done
            See :func:`landwatch.registry.subdividing.subdivide`.
        """
        with writing(self._engine) as connection:
            return subdividing.subdivide(
                connection, LineageKind.SPLIT, [parcel_no], children, day, act, measuring_epsg
            )

    def merge(
        self,
        parcel_nos: Sequence[str],
        child: Sequence[Parcel],
        day: date,
        act: Act,
        *,
        measuring_epsg: int = MEASURING_EPSG,
    ) -> Done:
        """Make one parcel of several.

        Parameters
        ----------
        parcel_nos
            The parcels that end.
        child
            The one parcel that begins, together their ground.
        day
            The first day on which it is true.
        act
            Who, when, why and on which document.
        measuring_epsg
            Plane grid on which the grounds are compared.

        Returns
        -------
        Done
            See :func:`landwatch.registry.subdividing.subdivide`.
        """
        with writing(self._engine) as connection:
            return subdividing.subdivide(
                connection, LineageKind.MERGE, parcel_nos, child, day, act, measuring_epsg
            )

    def take_back(self, parcel_no: str, act: Act) -> Done:
        """Take back a split or merger that was a mistake.

        Parameters
        ----------
        parcel_no
            A parcel that ended with it.
        act
            Who, when, why and on which document.

        Returns
        -------
        Done
            See :func:`landwatch.registry.taking_back.take_back`.
        """
        with writing(self._engine) as connection:
            return taking_back.take_back(connection, parcel_no, act)

    def operate(self, operator: Operator, act: Act) -> Done:
        """Let a company operate a cluster in a time.

        Parameters
        ----------
        operator
            Cluster, company, basis and days.
        act
            Who, when, why and on which document.

        Returns
        -------
        Done
            See :func:`landwatch.registry.operation.operate`.
        """
        with writing(self._engine) as connection:
            return operation.operate(connection, operator, act)

    def assign(self, patroller: Patroller, act: Act) -> Done:
        """Let a person patrol a cluster from a day on.

        Parameters
        ----------
        patroller
            Cluster, person, stand-in and days.
        act
            Who, when, why and on which document.

        Returns
        -------
        Done
            See :func:`landwatch.registry.assigning.assign`.
        """
        with writing(self._engine) as connection:
            return assigning.assign(connection, patroller, act)

    def absent(self, absence: Absence, act: Act, *, withdrawn: bool = False) -> Done:
        """Record days on which somebody does not patrol.

        Parameters
        ----------
        absence
            The person and the days.
        act
            Who, when, why and on which document.
        withdrawn
            Whether it was never true, and shall stand no longer.

        Returns
        -------
        Done
            See :func:`landwatch.registry.assigning.absent`.
        """
        with writing(self._engine) as connection:
            return assigning.absent(connection, absence, act, withdrawn=withdrawn)

    def decide(self, event: Event, act: Act) -> None:
        """Record what a second person decides about a proposal, once.

        Parameters
        ----------
        event
            The fact that is accepted, or the refusal; its details name the number of the visit.
        act
            Who, when and why.

        Raises
        ------
        RegisterError
            If somebody has decided about it already.
        """
        with writing(self._engine) as connection:
            deciding.decide(connection, event, act)

    def take_case(self, event: Event, act: Act, *, known_at: datetime | None, pattern: str) -> str:
        """Record that somebody takes a case, and give it the next number of its year.

        Parameters
        ----------
        event
            The fact; its day says the year.
        act
            Who, when and why.
        known_at
            The instant up to which who takes it knew the contract.
        pattern
            How numbers look.

        Returns
        -------
        str
            See :func:`landwatch.registry.case_numbers.take_case`.
        """
        with writing(self._engine) as connection:
            return case_numbers.take_case(connection, event, act, known_at=known_at, pattern=pattern)

    def record_of_case(self, event: Event, act: Act, *, known_at: datetime | None) -> None:
        """Record a step of a case, or what is done with the case itself.

        Parameters
        ----------
        event
            The fact; its details name the case.
        act
            Who, when, why and on which document.
        known_at
            The instant up to which who records it knew the contract.

        Raises
        ------
        RegisterError
            If somebody recorded something about the contract since.
        """
        with writing(self._engine) as connection:
            case_numbers.record_of_case(connection, event, act, known_at=known_at)

    def patrollers(
        self, known_at: datetime | None = None
    ) -> tuple[tuple[Patroller, ...], tuple[Absence, ...]]:
        """Tell who patrols which cluster, and who is away.

        Parameters
        ----------
        known_at
            The instant of knowledge, with time zone; by default now.

        Returns
        -------
        tuple
            The assigned persons and the absences, as they stood then.
        """
        with reading(self._engine) as connection:
            return assigning.recorded(connection, known_at)

    def set_targets(self, wanted: Sequence[Target], act: Act, *, withdrawn: bool = False) -> Done:
        """Set the land to be revitalised in a year, all of the targets or none.

        Parameters
        ----------
        wanted
            Year, cluster and area of each.
        act
            Who, when, why and on which document.
        withdrawn
            Whether they were never set, and shall stand no longer.

        Returns
        -------
        Done
            See :func:`landwatch.registry.targets.set_targets`.
        """
        with writing(self._engine) as connection:
            return targets.set_targets(connection, wanted, act, withdrawn=withdrawn)

    def targets(self, known_at: datetime | None = None) -> tuple[RecordedTarget, ...]:
        """Tell the land to be revitalised, by year and cluster.

        Parameters
        ----------
        known_at
            The instant of knowledge, with time zone; by default now.

        Returns
        -------
        tuple of RecordedTarget
            As they stood then, with who set each and on which document.
        """
        with reading(self._engine) as connection:
            return targets.recorded(connection, known_at)

    def issue_paper(
        self, paper: OfficialPaper, make: Callable[[str], tuple[Document, bytes]], act: Act
    ) -> OfficialPaper:
        """Give an official paper the next number of its series, and keep it.

        Parameters
        ----------
        paper
            The paper, without number and bytes.
        make
            Draws it under its number: the document, and its bytes.
        act
            Who, when and why.

        Returns
        -------
        OfficialPaper
            See :func:`landwatch.registry.numbering.issue`.
        """
        with writing(self._engine) as connection:
            return numbering.issue(connection, paper, make, act)

    def void_paper(self, number: str, act: Act) -> Done:
        """Void an official paper; it stays with its number.

        Parameters
        ----------
        number
            Its number.
        act
            Who, when and why.

        Returns
        -------
        Done
            See :func:`landwatch.registry.numbering.void`.
        """
        with writing(self._engine) as connection:
            return numbering.void(connection, number, act)

    def papers(self, known_at: datetime | None = None) -> tuple[RecordedPaper, ...]:
        """Tell the official papers, voided ones among them.

        Parameters
        ----------
        known_at
            The instant of knowledge, with time zone; by default now.

        Returns
        -------
        tuple of RecordedPaper
            As they stood then, by series and place.
        """
        with reading(self._engine) as connection:
            return numbering.recorded_papers(connection, known_at)

    def attach(self, document: Document, content: bytes, act: Act) -> Done:
        """Keep a document and what it belongs to.

        Parameters
        ----------
        document
            What it is, and the contract, parcel or event it belongs to.
        content
            Its bytes.
        act
            Who, when and why.

        Returns
        -------
        Done
            See :func:`landwatch.registry.attachments.attach`.
        """
        with writing(self._engine) as connection:
            return attachments.attach(connection, document, content, act)

    def documents(self, number: str) -> tuple[Document, ...]:
        """Name the documents of a contract with its facts, or of a parcel.

        Parameters
        ----------
        number
            Number of the contract or the parcel.

        Returns
        -------
        tuple of Document
            In the order in which they were attached.
        """
        with reading(self._engine) as connection:
            return attachments.documents_of(connection, number)

    def all_documents(self, known_at: datetime | None = None) -> tuple[Document, ...]:
        """Name every document, once for each thing that it is attached to.

        Parameters
        ----------
        known_at
            Only what was attached by this instant, with time zone; all of it without.

        Returns
        -------
        tuple of Document
            In the order in which they were attached.
        """
        with reading(self._engine) as connection:
            return attachments.all_documents(connection, known_at)

    def document(self, digest: str) -> tuple[Document, bytes]:
        """Get a document out again.

        Parameters
        ----------
        digest
            SHA-256 of its bytes; the first digits do.

        Returns
        -------
        tuple
            The document as it was attached first, and its bytes.
        """
        with reading(self._engine) as connection:
            return attachments.content_of(connection, digest)

    def facts(self, contract_no: str) -> dict[str, Event]:
        """Give the facts that stand of a contract.

        Parameters
        ----------
        contract_no
            Its number.

        Returns
        -------
        dict
            By content hash, in the order in which they were recorded.
        """
        with reading(self._engine) as connection:
            rows = stamped_rows(connection, events, events.c.contract_no == contract_no)
            return {row["content_hash"]: rebuild_event(row) for row in rows}

    def record(self, kind: Kind, key: str) -> tuple[Record, str] | None:
        """Give a record that stands, and the hash that names what it says.

        Parameters
        ----------
        kind, key
            The record.

        Returns
        -------
        tuple or None
            The record and its version, by which a correction names what it replaces; ``None`` where nothing
            stands.
        """
        with reading(self._engine) as connection:
            rows = standing_rows(connection, kind, [key]).get(key)
            if not rows:
                return None
            return standing_records(connection, kind, [key])[key], version_of({r.content_hash for r in rows})

    def commits_of(self, person: str, first: datetime, last: datetime) -> list[Commit]:
        """Tell what a person recorded in a time.

        Parameters
        ----------
        person
            By which name the person records.
        first, last
            The instants from which and before which, with time zone.

        Returns
        -------
        list of Commit
            The newest first.
        """
        with reading(self._engine) as connection:
            return of_person.commits_of(connection, person, first, last)

    def history(self, number: str) -> tuple[Step, ...]:
        """Tell what became of a contract or a parcel.

        Parameters
        ----------
        number
            Its number.

        Returns
        -------
        tuple of Step
            In the order of time; empty where nothing was ever recorded under the number.
        """
        with reading(self._engine) as connection:
            steps = [
                step
                for kind in (Kind.CONTRACTS, Kind.PARCELS)
                for step in past.history(connection, kind, number)
            ]
        return tuple(sorted(steps, key=lambda step: step.at))

    def mentions(self, asked: str, known_at: datetime | None = None) -> tuple[Mention, ...]:
        """Find the rows that name a document, a file or a hash.

        Parameters
        ----------
        asked
            Number, name or first digits of the hash.
        known_at
            Only what was recorded by then.

        Returns
        -------
        tuple of Mention
            See :func:`landwatch.registry.mentions.mentions`.
        """
        with reading(self._engine) as connection:
            return naming.mentions(connection, asked, known_at)

    def version(self, kind: Kind, key: str) -> str | None:
        """Name what stands of a record by one hash.

        Parameters
        ----------
        kind, key
            The record.

        Returns
        -------
        str or None
            By which a correction can name what it replaces; ``None`` where nothing stands.
        """
        with reading(self._engine) as connection:
            rows = standing_rows(connection, kind, [key]).get(key)
        return version_of({row.content_hash for row in rows}) if rows else None
