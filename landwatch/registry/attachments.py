"""Documents: what is attached to what, and the bytes, which stay in the register when a folder moves."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, or_, select
from sqlalchemy.sql import ColumnElement

from landwatch.errors import RegisterError
from landwatch.i18n import gettext as _
from landwatch.model import Document
from landwatch.registry.amending import ever_standing, found_key, write
from landwatch.registry.canonical import content_hash, instant_text
from landwatch.registry.change_request import Act, Change, Done
from landwatch.registry.lookups import stamped_rows, standing_records
from landwatch.registry.replacing import Writing
from landwatch.registry.row_mapping import Kind, read_back, row_of
from landwatch.registry.tables import document_files, documents

__all__ = ["all_documents", "attach", "content_of", "documents_of", "lay_down", "owner_of"]

_SHORTEST_PREFIX = 6


def attach(connection: Connection, document: Document, content: bytes, act: Act) -> Done:
    """Keep a document and what it belongs to.

    Parameters
    ----------
    connection
        A connection of the only writer.
    document
        What it is and what it belongs to; hash and size are taken from the bytes.
    content
        The bytes.
    act
        Who, when and why.

    Returns
    -------
    Done
        Its key is the hash of the bytes; nothing is written if it is attached like that already.

    Raises
    ------
    RegisterError
        If it belongs to nothing that stands, or a value cannot be kept.
    """
    writing = Writing()
    kept = lay_down(connection, writing, document, content)
    if writing.is_empty:
        return Done(key=kept.sha256)
    at = write(connection, "attach", act, writing, kept.sha256, row_of(kept, kept.file_name)["content_hash"])
    return Done(key=kept.sha256, changes=(Change("document", None, kept.file_name),), recorded_at=at)


def lay_down(connection: Connection, writing: Writing, document: Document, content: bytes) -> Document:
    """Add the rows of a document to what is to be written; none if it is attached like that already.

    Parameters
    ----------
    connection
        A connection of the only writer.
    writing
        What is to be written.
    document
        What it is and what it belongs to; hash and size are taken from the bytes.
    content
        The bytes.

    Returns
    -------
    Document
        The document as it is kept.

    Raises
    ------
    RegisterError
        If it belongs to nothing that stands, or a value cannot be kept.
    """
    digest = sha256(content).hexdigest()
    facts = {name: getattr(document, name) for name in ("file_name", "kind", "number", "day", "title")}
    belonging = {name: getattr(document, name) for name in ("contract_no", "parcel_no", "event")}
    facts |= {"sha256": digest, "size": len(content)} | owner_of(connection, **belonging)
    kept = Document(**facts)
    row = row_of(kept, kept.file_name)
    if ever_standing(connection, documents, row["content_hash"]):
        return kept
    writing.add(documents.name, row)
    if not stamped_rows(connection, document_files, document_files.c.sha256 == digest):
        identity = {"sha256": digest}
        hashed = {"content_hash": content_hash(document_files.name, identity)}
        writing.add(document_files.name, identity | {"content": content} | hashed)
    return kept


def documents_of(connection: Connection, number: str) -> tuple[Document, ...]:
    """The documents of a contract with its facts, or of a parcel.

    Parameters
    ----------
    connection
        A connection to the register.
    number
        Number of the contract or the parcel.

    Returns
    -------
    tuple of Document
        In the order in which they were attached.
    """
    of_it = or_(documents.c.contract_no == number, documents.c.parcel_no == number)
    return tuple(read_back(Document, row) for row in stamped_rows(connection, documents, of_it))


def all_documents(connection: Connection, known_at: datetime | None) -> tuple[Document, ...]:
    """Every document, once for each thing that it is attached to.

    Parameters
    ----------
    connection
        A connection to the register.
    known_at
        Only what was attached by this instant, with time zone; all of it without.

    Returns
    -------
    tuple of Document
        In the order in which they were attached.
    """
    by_then = [] if known_at is None else [documents.c.recorded_at <= instant_text(known_at)]
    return tuple(read_back(Document, row) for row in stamped_rows(connection, documents, *by_then))


def content_of(connection: Connection, digest: str) -> tuple[Document, bytes]:
    """Get the bytes of a document out again.

    Parameters
    ----------
    connection
        A connection to the register.
    digest
        SHA-256 of the bytes in hex; the first digits do.

    Returns
    -------
    tuple
        The document as it was attached first, and its bytes.

    Raises
    ------
    RegisterError
        If there is no such document, more than one begins like that, or the bytes are not what was attached.
    """
    column = document_files.c.sha256
    is_it: ColumnElement[bool] = column == digest
    if len(digest) >= _SHORTEST_PREFIX:
        is_it = column.startswith(digest.lower(), autoescape=True)
    found = connection.execute(select(column, document_files.c.content).where(is_it).limit(2)).all()
    if len(found) != 1:
        raise RegisterError(
            _(
                "There is no document {digest} in the register, or more than one begins like that. "
                "landwatch documents CONTRACT names the documents of a contract."
            ).format(digest=digest)
        )
    whole, content = found[0]
    if sha256(content).hexdigest() != whole:
        raise RegisterError(
            _(
                "The bytes of document {digest} are not those that were attached: somebody wrote into the "
                "register behind landwatch. Get the register from a backup."
            ).format(digest=whole)
        )
    first = connection.execute(
        select(documents).where(documents.c.sha256 == whole).order_by(documents.c.row_id).limit(1)
    )
    return read_back(Document, dict(first.mappings().one())), bytes(content)


def owner_of(
    connection: Connection, *, contract_no: str | None, parcel_no: str | None, event: str | None
) -> dict[str, str | None]:
    """Find what a document or a personal item belongs to; a fact brings its contract.

    Parameters
    ----------
    connection
        A connection to the register.
    contract_no, parcel_no, event
        What is named; of the content hash of a fact the first digits do.

    Returns
    -------
    dict
        The three of them, with whole numbers.

    Raises
    ------
    RegisterError
        If none is named, one does not stand, or the fact belongs to another contract.
    """
    if event is not None:
        key = found_key(connection, Kind.EVENTS, event)
        found = standing_records(connection, Kind.EVENTS, [key])[key].contract_no  # type: ignore[union-attr]
        if contract_no not in (None, found):
            raise RegisterError(
                _(
                    "The fact {event} belongs to contract {found}, not to {given}; "
                    "nothing was changed. Leave the contract out, or name another fact."
                ).format(event=key[:12], found=found, given=contract_no)
            )
        return {"event": key, "contract_no": found, "parcel_no": None}
    if contract_no is not None:
        number = found_key(connection, Kind.CONTRACTS, contract_no)
        return {"event": None, "contract_no": number, "parcel_no": None}
    if parcel_no is not None:
        number = found_key(connection, Kind.PARCELS, parcel_no)
        return {"event": None, "contract_no": None, "parcel_no": number}
    raise RegisterError(_("It belongs to nothing; nothing was changed. Name a contract, a parcel or a fact."))
