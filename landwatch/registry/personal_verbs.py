"""What a register does with what it keeps about persons."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Engine

from landwatch.model import Event, EventType
from landwatch.registry import copies, destroying, lookups, personal, personal_lookups, reviewed
from landwatch.registry.change_request import Act, Done
from landwatch.registry.copies import Copy
from landwatch.registry.database import reading, writing
from landwatch.registry.destroying import Decision
from landwatch.registry.personal import Content, Owner
from landwatch.registry.personal_lookups import Held
from landwatch.registry.reviewed import Photographed, Pictured
from landwatch.registry.verify_journal import Head

__all__ = ["PersonalVerbs"]


class PersonalVerbs:
    """Contents about persons: kept, read, destroyed.

    All raise :class:`landwatch.errors.RegisterError` if the register cannot be read or written, or the verb
    does not fit what stands; then nothing was changed.
    """

    _engine: Engine

    def review(self, review: Event, contents: Sequence[Content], act: Act) -> Event:
        """Record a review or visit with its photographs, recordings and sketches, together or not at all.

        Parameters
        ----------
        review
            The review or visit; its details name none of them yet.
        contents
            Photographs, recordings and sketches, in their order.
        act
            Who and when.

        Returns
        -------
        Event
            See :func:`landwatch.registry.reviewed.record_review`.
        """
        with writing(self._engine) as connection:
            return reviewed.record_review(connection, review, contents, act)

    def keep(self, contents: Sequence[Content], owner: Owner, act: Act) -> Done:
        """Keep contents about persons.

        Parameters
        ----------
        contents
            What to keep.
        owner
            What they are about.
        act
            Who, when and why.

        Returns
        -------
        Done
            See :func:`landwatch.registry.personal.keep`.
        """
        with writing(self._engine) as connection:
            return personal.keep(connection, contents, owner, act)

    def take_in(self, contents: Sequence[Content], owner: Owner, act: Act) -> Done:
        """Keep contents of a record that is there, whether it stands or not.

        Parameters
        ----------
        contents
            What to keep.
        owner
            What they are about.
        act
            Who, when and why.

        Returns
        -------
        Done
            See :func:`landwatch.registry.personal.take_in`.
        """
        with writing(self._engine) as connection:
            return personal.take_in(connection, contents, owner, act)

    def photographed(self) -> list[Photographed]:
        """Name the photographs of all reviews, also of those that stand no more.

        Returns
        -------
        list of Photographed
            In the order in which the reviews were recorded.
        """
        with reading(self._engine) as connection:
            return reviewed.photographed(connection)

    def facts_of(self, kinds: Sequence[EventType], contract_no: str | None = None) -> list[Event]:
        """Read the facts of some kinds that stand.

        Parameters
        ----------
        kinds
            Their kinds.
        contract_no
            Those of this contract alone.

        Returns
        -------
        list of Event
            In the order in which they were recorded.
        """
        with reading(self._engine) as connection:
            return lookups.facts_of(connection, kinds, contract_no)

    def personal_items(self) -> list[Held]:
        """Name everything that is or was kept about persons.

        Returns
        -------
        list of Held
            In the order in which they were recorded.
        """
        with reading(self._engine) as connection:
            return personal_lookups.held(connection)

    def personal_content(self, item: str) -> tuple[Held, bytes]:
        """Read the content of an item.

        Parameters
        ----------
        item
            Its name; the first digits do.

        Returns
        -------
        tuple
            See :func:`landwatch.registry.personal_lookups.content_of`.

        Raises
        ------
        ContentGone
            If it was destroyed by decision.
        """
        with reading(self._engine) as connection:
            return personal_lookups.content_of(connection, item)

    def twin_of(self, content: bytes) -> str | None:
        """Find an item that holds the same bytes.

        Parameters
        ----------
        content
            The bytes.

        Returns
        -------
        str or None
            See :func:`landwatch.registry.personal_lookups.twin_of`.
        """
        with reading(self._engine) as connection:
            return personal_lookups.twin_of(connection, content)

    def pictured(self) -> list[Pictured]:
        """Name the photographs of visits whose perceptual hash is known.

        Returns
        -------
        list of Pictured
            See :func:`landwatch.registry.reviewed.pictured`.
        """
        with reading(self._engine) as connection:
            return reviewed.pictured(connection)

    def personal_contents(self, items: Sequence[Held]) -> list[bytes]:
        """Read the contents of several items, none of which was destroyed.

        Parameters
        ----------
        items
            The items.

        Returns
        -------
        list of bytes
            One for each.
        """
        with reading(self._engine) as connection:
            return [personal_lookups.bytes_of(connection, one.item) for one in items]

    def destroy(self, items: Sequence[str], decision: Decision, act: Act) -> tuple[Done, bool | None]:
        """Destroy contents by decision, all of them or none, and let their bytes leave the file.

        Parameters
        ----------
        items
            Their names; the first digits do.
        decision
            Who decided, and when.
        act
            Who records it, when, why and on which document.

        Returns
        -------
        tuple
            What was done, and whether the bytes left the file; see
            :func:`landwatch.registry.destroying.erase`.
        """
        with writing(self._engine) as connection:
            done, salts = destroying.destroy(connection, items, decision, act)
        return done, destroying.erase(self._engine, salts)

    def copies_holding(self, items: Collection[str]) -> tuple[Copy, ...]:
        """Name the copies of the register that hold the content of some items.

        Parameters
        ----------
        items
            Whole names of items.

        Returns
        -------
        tuple of Copy
            Those that the register remembers.
        """
        with reading(self._engine) as connection:
            return copies.holding(connection, items)

    def remember_copy(self, place: str, made_at: datetime, head: Head) -> None:
        """Remember where a copy of the register lies.

        Parameters
        ----------
        place
            The file, or the database without its password.
        made_at
            When it was made.
        head
            The last line of the journal in it.
        """
        with writing(self._engine) as connection:
            copies.remember(connection, place, made_at, head)
