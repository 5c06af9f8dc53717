"""The history of whatever an auditor names: a contract, a parcel, a document, a file, a fact, a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from landwatch.registry import Register
from landwatch.registry.journal_pages import Chosen
from landwatch.registry.mentions import Mention
from landwatch.services.contracts.history import Chronicle, chronicle_of

__all__ = ["Trace", "trace"]


@dataclass(frozen=True, kw_only=True)
class Trace:
    """What the register has about something, as known at an instant.

    Attributes
    ----------
    chronicle
        What became of the contract or parcel of that number; ``None`` where there is none.
    mentions
        Rows that name it as a document, a file or a hash.
    recorded
        How many lines of the journal are of a person of that name.
    """

    chronicle: Chronicle | None
    mentions: tuple[Mention, ...]
    recorded: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return self.chronicle is None and not self.mentions and not self.recorded


def trace(database: str, asked: str, known_at: datetime | None = None) -> Trace:
    """Look for something under any of its names.

    Parameters
    ----------
    database
        URL of the register.
    asked
        Number of a contract, a parcel or a document, name of a file or a person, or the first digits of the
        hash of a fact or a file.
    known_at
        The instant of knowledge, with time zone; what was recorded later is left out.

    Returns
    -------
    Trace
        Empty where nothing bears that name.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """
    with Register.open(database) as register:
        is_there = bool(register.history(asked))
        mentioned = register.mentions(asked, known_at)
        page = register.journal_page(Chosen(actor=asked, until=known_at), first=0, count=0)
    told = chronicle_of(database, asked).as_known(known_at) if is_there else None
    return Trace(chronicle=told if told and told.steps else None, mentions=mentioned, recorded=page.total)
