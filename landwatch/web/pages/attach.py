"""A document for a contract or one of its parcels: sent once, kept in the register."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, UploadFile
from pydantic import BaseModel, Field
from starlette.responses import RedirectResponse, Response

from landwatch.access import Right
from landwatch.errors import InputError, RegisterError, RegisterUnavailable, UsageError
from landwatch.i18n import gettext as _
from landwatch.instants import parse_day, short_day
from landwatch.model import Document
from landwatch.registry import Act
from landwatch.services.contracts.documents import attach_content, check_size
from landwatch.web.asked import Asked, Question, Visitor, needs, now, office_day
from landwatch.web.drawing import Frame, page
from landwatch.web.seeing import contract_seen, parcel_nos_of

__all__ = ["router"]

router = APIRouter()

Recording = Annotated[Visitor, needs(Right.RECORD)]
_Short = Annotated[str, Field(max_length=200)]


class Said(BaseModel):
    """What is said of a document, as it was written."""

    parcel: _Short = ""
    kind: _Short = ""
    number: _Short = ""
    day: _Short = ""
    title: Annotated[str, Field(max_length=4000)] = ""
    file: UploadFile | None = None


# The routes below a contract stand before that of its page, whose number takes the rest of the address.
@router.get("/contracts/{contract_no:path}/attach")
def attach_form(request: Request, contract_no: str, visitor: Recording, question: Asked) -> Response:
    """Show the form for a document.

    Parameters
    ----------
    request
        The request.
    contract_no
        Number of the contract.
    visitor, question
        Whoever attaches it, and about which day.
    """
    return _form(request, contract_no, visitor, question, Said())


@router.post("/contracts/{contract_no:path}/attach")
def attach(
    request: Request,
    contract_no: str,
    visitor: Recording,
    question: Asked,
    said: Annotated[Said, Form(media_type="multipart/form-data")],
) -> Response:
    """Keep a document; twice is as good as once.

    Parameters
    ----------
    request
        The request.
    contract_no
        Number of the contract.
    visitor, question
        Whoever attaches it, and about which day.
    said
        The file and what is said of it.
    """
    contract_seen(visitor.sees_now(), contract_no)
    try:
        document, content = _document(said, contract_no, visitor)
        reason = " ".join(filter(None, (document.kind, document.number))) or document.file_name
        act = Act(by=visitor.viewer.login, at=now(), reason=reason, document=document.number)
        attach_content(visitor.office.database, document, content, act)
    except RegisterUnavailable:
        raise
    except (InputError, RegisterError, UsageError) as error:
        return _form(request, contract_no, visitor, question, said, str(error))
    return RedirectResponse(f"{Frame(request, visitor, question).contract(contract_no)}#documents", 303)


def _document(said: Said, contract_no: str, visitor: Visitor) -> tuple[Document, bytes]:
    if said.file is None or not said.file.filename:
        raise UsageError(_("Choose the file of the document."))
    # Browsers and programs may send folders with the name.
    name = said.file.filename.replace("\\", "/").rpartition("/")[2]
    limit = visitor.office.settings.document_limit_mb
    check_size(name, said.file.size or 0, limit)
    is_parcel = said.parcel in parcel_nos_of(visitor.sees_now(), contract_no)
    written = said.day.strip()
    day = short_day(written, office_day(visitor.office)) or (
        parse_day(written, _("Day")) if written else None
    )
    document = Document(
        sha256="",
        size=said.file.size or 0,
        file_name=name,
        kind=said.kind.strip() or None,
        number=said.number.strip() or None,
        day=day,
        title=said.title.strip() or None,
        contract_no=None if is_parcel else contract_no,
        parcel_no=said.parcel if is_parcel else None,
    )
    return document, said.file.file.read()


def _form(
    request: Request,
    contract_no: str,
    visitor: Visitor,
    question: Question,
    said: Said,
    complaint: str = "",
) -> Response:
    kept = visitor.sees_now()
    contract_seen(kept, contract_no)
    return page(
        "attach.html",
        request,
        visitor,
        question,
        status=422 if complaint else 200,
        kept=kept,
        contract_no=contract_no,
        parcels=parcel_nos_of(kept, contract_no),
        said=said,
        limit=visitor.office.settings.document_limit_mb,
        complaint=complaint,
    )
