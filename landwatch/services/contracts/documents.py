"""Documents in the register: put in, listed, and handed out again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from landwatch.errors import InputError, UsageError
from landwatch.i18n import gettext as _
from landwatch.measures.flagged import close_matches
from landwatch.model import Document
from landwatch.registry import Act, Done, Register
from landwatch.registry.new_files import FileTaken, new_file

__all__ = [
    "all_documents",
    "attach_content",
    "attach_file",
    "check_size",
    "document_dict",
    "document_of",
    "documents_of",
    "hand_out",
]


def attach_file(database: str, file: Path, document: Document, act: Act, *, limit_mb: int) -> Done:
    """Keep a file in the register.

    Parameters
    ----------
    database
        URL of the register.
    file
        The file.
    document
        What it is and what it belongs to; name, hash and size are taken from the file.
    act
        Who, when and why.
    limit_mb
        Megabytes of the largest file that is taken.

    Returns
    -------
    Done
        Its key is the hash of the file.

    Raises
    ------
    InputError
        If the file is missing, empty, too large or cannot be read.
    RegisterError
        If the register cannot be written, or the document belongs to nothing that stands.
    """
    try:
        size = file.stat().st_size
        content = file.read_bytes() if 0 < size <= limit_mb * 1024**2 else b""
    except OSError as error:
        raise InputError(
            _("{file}: cannot be read ({reason}); nothing was recorded").format(
                file=file, reason=error.strerror
            )
        ) from error
    check_size(str(file), size, limit_mb)
    kept = {name: value for name, value in asdict(document).items() if name not in ("sha256", "size")}
    named = Document(sha256="", size=size, **kept | {"file_name": file.name})
    return attach_content(database, named, content, act)


def check_size(file: str, size: int, limit_mb: int) -> None:
    """Make sure that a document is neither empty nor too large.

    Parameters
    ----------
    file
        What messages call it.
    size
        Its bytes.
    limit_mb
        Megabytes of the largest document that is taken.

    Raises
    ------
    InputError
        If it is.
    """
    if size == 0:
        raise InputError(_("{file}: is empty; nothing was recorded").format(file=file))
    if size > limit_mb * 1024**2:
        raise InputError(
            _(
                "{file}: is larger than {limit} MB; nothing was recorded. "
                "LANDWATCH_DOCUMENT_LIMIT_MB allows larger documents"
            ).format(file=file, limit=limit_mb)
        )


def attach_content(database: str, document: Document, content: bytes, act: Act) -> Done:
    """Keep a document that was sent.

    Parameters
    ----------
    database
        URL of the register.
    document
        What it is and what it belongs to; hash and size are taken from the bytes.
    content
        The bytes.
    act
        Who, when and why.

    Returns
    -------
    Done
        Its key is the hash of the bytes.

    Raises
    ------
    RegisterError
        If the register cannot be written, or the document belongs to nothing that stands.
    """
    with Register.open(database) as register:
        return register.attach(document, content, act)


def documents_of(database: str, number: str) -> tuple[Document, ...]:
    """List the documents of a contract or a parcel.

    Parameters
    ----------
    database
        URL of the register.
    number
        Number of the contract or the parcel.

    Returns
    -------
    tuple of Document
        In the order in which they were attached.

    Raises
    ------
    UsageError
        If neither is in the register; close numbers are named.
    RegisterError
        If the register cannot be read.
    """
    with Register.open(database) as register:
        found = register.documents(number)
        known = register.known()
        if not found and number not in known.contract_nos | known.parcel_nos:
            close = close_matches(number, known.contract_nos | known.parcel_nos)
            raise UsageError(
                _("no contract or parcel {number} is in the register{close}").format(
                    number=number, close=close
                )
            )
        return found


def all_documents(database: str, known_at: datetime | None) -> tuple[Document, ...]:
    """List every document, once for each thing that it is attached to.

    Parameters
    ----------
    database
        URL of the register.
    known_at
        Only what was attached by this instant; all of it without.

    Returns
    -------
    tuple of Document
        In the order in which they were attached.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """
    with Register.open(database) as register:
        return register.all_documents(known_at)


def document_of(database: str, numbers: Iterable[str], digest: str) -> tuple[Document, bytes] | None:
    """Get a document of a contract or its parcels out of the register.

    Parameters
    ----------
    database
        URL of the register.
    numbers
        Numbers of the contract and the parcels.
    digest
        SHA-256 of the document.

    Returns
    -------
    tuple or None
        The document as it is attached there, and its bytes; ``None`` if it is not attached there.

    Raises
    ------
    RegisterError
        If the register cannot be read, or the bytes are not what was attached.
    """
    with Register.open(database) as register:
        for document in (each for number in numbers for each in register.documents(number)):
            if document.sha256 == digest:
                return document, register.document(digest)[1]
    return None


def hand_out(database: str, digest: str, out: Path | None) -> Path:
    """Write a document to a file that is not there yet.

    Parameters
    ----------
    database
        URL of the register.
    digest
        SHA-256 of the document; the first digits do.
    out
        The file or folder; by default the name under which it was attached, in this folder.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    UsageError
        If the file is there already.
    RegisterError
        If there is no such document, the register cannot be read or the file cannot be written.
    """
    with Register.open(database) as register:
        document, content = register.document(digest)
    # A name from the register must not lead out of the folder.
    name = Path(document.file_name).name or document.sha256
    file = out / name if out is not None and out.is_dir() else out or Path(name)
    try:
        with new_file(file) as draft:
            draft.write_bytes(content)
    except FileTaken as error:
        raise UsageError(
            _("{file} is there already; name another file with --out").format(file=file)
        ) from error
    return file


def document_dict(document: Document) -> dict[str, Any]:
    """Return a document as JSON values.

    Parameters
    ----------
    document
        The document.
    """
    return {
        name: value.isoformat() if name == "day" else value
        for name, value in asdict(document).items()
        if value is not None
    }
