"""Photographs, recordings and sketches, piece by piece: how far one has come, and what follows."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header
from starlette.responses import Response

from landwatch.incoming import FILE_KINDS
from landwatch.web.faults import Refused
from landwatch.web.field.handing_over import Digest, FieldPerson, read_body, take_in_complete

__all__ = ["router"]

router = APIRouter()

_LARGEST = max(limits.largest for limits in FILE_KINDS.values())
_HEADERS = {
    "Upload-Offset": {"description": "Bytes that are here.", "schema": {"type": "integer"}},
    "Upload-Length": {"description": "Bytes of the whole, once known.", "schema": {"type": "integer"}},
}
_PIECE = {
    "requestBody": {
        "required": True,
        "content": {"application/offset+octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.head(
    "/blobs/{sha256}",
    response_class=Response,
    response_description="How far the file has come.",
    responses={200: {"headers": _HEADERS}},
)
def blob_offset(sha256: Digest, visitor: FieldPerson) -> Response:
    """Say how many bytes of a file are here.

    Parameters
    ----------
    sha256
        Its hash.
    visitor
        Whoever recorded what names it.
    """
    return _at(visitor, sha256, 200)


@router.patch(
    "/blobs/{sha256}",
    status_code=204,
    response_description="The piece is on disk; with the last one, the hash is right.",
    responses={204: {"headers": _HEADERS}},
    openapi_extra=_PIECE,
)
def blob_piece(
    sha256: Digest,
    visitor: FieldPerson,
    piece: Annotated[bytes, Depends(read_body)],
    upload_offset: Annotated[int, Header(ge=0, le=_LARGEST, description="Where the piece begins.")],
    upload_length: Annotated[int, Header(ge=1, description="Bytes of the whole file.")],
) -> Response:
    """Append a piece to a file that a record of the same person names.

    Parameters
    ----------
    sha256
        Its hash.
    visitor
        Whoever recorded what names it.
    piece
        The bytes.
    upload_offset, upload_length
        Where the piece begins, and the bytes of the whole file.
    """
    incoming, login = visitor.office.incoming, visitor.viewer.login
    there = incoming.append(login, sha256, upload_offset, piece, upload_length)
    if there is None:
        raise Refused(404, "not there")
    if there == upload_length:
        take_in_complete(visitor.office, login)
    return _at(visitor, sha256, 204)


def _at(visitor: FieldPerson, sha256: str, status: int) -> Response:
    found = visitor.office.incoming.upload(visitor.viewer.login, sha256)
    if found is None:
        raise Refused(404, "not there")
    headers = {"Upload-Offset": str(found.offset)}
    if found.length is not None:
        headers["Upload-Length"] = str(found.length)
    return Response(status_code=status, headers=headers)
