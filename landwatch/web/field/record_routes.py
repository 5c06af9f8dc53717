"""Records and their receipts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query
from starlette.responses import JSONResponse, Response

from landwatch.incoming import read_record
from landwatch.instants import parse_instant
from landwatch.services.field.receipts import receipt_of
from landwatch.services.field.receiving import not_yours
from landwatch.web.asked import now
from landwatch.web.faults import Refused
from landwatch.web.field.field_answers import Receipt
from landwatch.web.field.handing_over import FieldPerson, Uuid, read_body, take_in_complete

__all__ = ["router"]

router = APIRouter()

_STATUS = {"new": 201, "same": 200, "other": 202}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/FieldRecord"}}},
    }
}
_TAKEN = {
    201: {"model": Receipt, "description": "The record is new, and is on disk now."},
    202: {"model": Receipt, "description": "Other content came under this uuid before; both are kept."},
}


@router.put(
    "/records/{uuid}",
    response_model=Receipt,
    responses=_TAKEN,  # type: ignore[arg-type]
    response_description="The same record was there already.",
    openapi_extra=_BODY,
)
def put_record(
    uuid: Uuid,
    visitor: FieldPerson,
    body: Annotated[bytes, Depends(read_body)],
    phone_clock: Annotated[
        str | None,
        Header(description="What the clock of the phone says now, e.g. 2023-12-20T10:11:00+08:00."),
    ] = None,
) -> Response:
    """Keep a record; sent again it is the same, with other content both are kept.

    Parameters
    ----------
    uuid
        What the phone calls it.
    visitor
        Whoever recorded it.
    body
        The record as JSON.
    phone_clock
        What the clock of the phone says now.
    """
    incoming, login = visitor.office.incoming, visitor.viewer.login
    read = read_record(body)
    if read.record.login != login:
        raise Refused(404, not_yours(read.record.login))
    phone_at = parse_instant(phone_clock, "Phone-Clock") if phone_clock else None
    outcome = incoming.put(uuid, read, login, at=now(), phone_at=phone_at)
    if outcome is None:
        raise Refused(404, "not there")
    take_in_complete(visitor.office, login)
    return _answer(visitor, uuid, read.sha256, _STATUS[outcome])


@router.get("/receipts/{uuid}", response_model=Receipt)
def receipt(
    uuid: Uuid,
    visitor: FieldPerson,
    record: Annotated[
        str | None, Query(pattern=r"^[0-9a-f]{64}$", description="Hash of the record, if two have this uuid.")
    ] = None,
) -> Response:
    """Say what of a record is here: its hash, its photographs, and which of them are missing.

    Parameters
    ----------
    uuid
        What the phone calls it.
    visitor
        Whoever recorded it.
    record
        Hash of the record, where two have this uuid.
    """
    take_in_complete(visitor.office, visitor.viewer.login)
    return _answer(visitor, uuid, record, 200)


def _answer(visitor: FieldPerson, uuid: str, sha256: str | None, status: int) -> Response:
    incoming = visitor.office.incoming
    stored = incoming.record(uuid, visitor.viewer.login, sha256)
    if stored is None:
        raise Refused(404, "not there")
    return JSONResponse(receipt_of(incoming, stored).to_dict(), status)
