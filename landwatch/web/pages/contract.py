"""A contract: what is open, why, what to do next, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from landwatch.access import Deed, Right
from landwatch.i18n import gettext as _
from landwatch.model import Verdict
from landwatch.reports.contract_file import ContractFile
from landwatch.services.assessing.keeping import Kept
from landwatch.services.contracts.documents import document_of
from landwatch.services.contracts.file_listing import file_tables
from landwatch.services.contracts.filing import contract_dossier_pdf, contract_file
from landwatch.web.asked import Asked, Question, Visitor, needs
from landwatch.web.exhibits_sent import about, page_with
from landwatch.web.faults import Refused
from landwatch.web.patrols_listed import visits_table
from landwatch.web.personal_seen import note, photograph_seen, sees_personal
from landwatch.web.seeing import contract_seen
from landwatch.web.sending import attachment
from landwatch.web.visits_seen import trusts_of, visits_of

__all__ = ["contract_page", "router"]

router = APIRouter()
NOTHING = {"verdict": "", "note": "", "day": ""}


# The routes below a contract stand before that of its page, whose number takes the rest of the address.
@router.get("/contracts/{contract_no:path}/documents/{digest}")
def document(
    request: Request,
    contract_no: str,
    digest: str,
    visitor: Annotated[Visitor, needs(Right.LAND)],
    question: Asked,
) -> Response:
    """Send a document of a contract or one of its parcels, to be kept as a file: it may hold anything.

    Parameters
    ----------
    request
        The request.
    contract_no
        Number of the contract.
    digest
        SHA-256 of the document.
    visitor, question
        Whoever asks, and about which day.

    Raises
    ------
    Refused
        If the contract is none that the visitor sees, or has no such document.
    """
    kept = visitor.seen(question)
    contract_seen(kept, contract_no)
    shares = kept.assessment.snapshot.contract_parcels
    parcels = shares.loc[shares["contract_no"].eq(contract_no), "parcel_no"]
    found = document_of(visitor.office.database, [contract_no, *parcels], digest)
    if found is None:
        raise Refused(404, "not there")
    filed, content = found
    note(request, visitor, Deed.EXPORTED, contract_no, document=filed.sha256)
    return attachment(content, filed.file_name)


@router.get("/contracts/{contract_no:path}/photos/{item}")
def photo(
    request: Request,
    contract_no: str,
    item: str,
    visitor: Annotated[Visitor, needs(Right.LAND)],
    question: Asked,
) -> Response:
    """Show a photograph of a review or a visit; that somebody looked at it is noted.

    Parameters
    ----------
    request
        The request.
    contract_no
        Number of the contract.
    item
        What the review or visit names the photograph by.
    visitor, question
        Whoever asks, and about which day.

    Raises
    ------
    Refused
        If the contract is none that the visitor sees, or no review or visit of it has the photograph.
    """
    content, media_type = photograph_seen(request, visitor, question, contract_no, item)
    return Response(content, media_type=media_type)


@router.get("/contracts/{contract_no:path}/dossier.pdf")
def dossier(
    request: Request, contract_no: str, visitor: Annotated[Visitor, needs(Right.LAND)], question: Asked
) -> Response:
    """Send the dossier of a contract as PDF.

    Parameters
    ----------
    request
        The request.
    contract_no
        Number of the contract.
    visitor, question
        Whoever asks, and about which day.

    Raises
    ------
    Refused
        If there is no such contract that the visitor sees.
    """
    kept = visitor.seen(question)
    file = _file(kept, contract_no, visitor, question)
    content = contract_dossier_pdf(kept.assessment, file, kept.head)
    note(request, visitor, Deed.EXPORTED, contract_no, dossier=file.dossier.explanation.dossier)
    name = _("dossier-{number}-{day}").format(number=contract_no, day=question.on.isoformat())
    return attachment(content, f"{name}.pdf", "application/pdf")


@router.get("/contracts/{contract_no:path}")
def contract(
    request: Request, contract_no: str, visitor: Annotated[Visitor, needs(Right.LAND)], question: Asked
) -> Response:
    """Show a contract.

    Parameters
    ----------
    request
        The request.
    contract_no
        Number of the contract.
    visitor, question
        Whoever asks, and about which day.
    """
    return contract_page(request, contract_no, visitor, question)


def contract_page(
    request: Request,
    contract_no: str,
    visitor: Visitor,
    question: Question,
    *,
    complaint: str = "",
    given: Mapping[str, str] = NOTHING,
) -> Response:
    """Draw the page of a contract.

    Parameters
    ----------
    request
        The request.
    contract_no
        Number of the contract.
    visitor, question
        Whoever asks, and about which day.
    complaint, given
        Why a review was not recorded, and what was written; empty if none was sent.

    Raises
    ------
    Refused
        If there is no such contract that the visitor sees.
    """
    kept = visitor.seen(question)
    made = visits_of(kept, contract_no)
    file = _file(kept, contract_no, visitor, question)
    rests, trusts = about(kept, visitor), trusts_of(kept, made)
    return page_with(
        "contract.html",
        request,
        visitor,
        question,
        status=422 if complaint else 200,
        kept=kept,
        tables=[*file_tables(file, rests), visits_table(made[::-1], rests, contract_no, trusts=trusts)],
        file=file,
        visits=made,
        sees_photos=sees_personal(visitor, "photo"),
        trusts=trusts,
        verdicts=list(Verdict),
        complaint=complaint,
        given=given,
    )


def _file(kept: Kept, contract_no: str, visitor: Visitor, question: Question) -> ContractFile:
    contract_seen(kept, contract_no)
    return contract_file(
        kept.assessment,
        visitor.office.kept.register(),
        contract_no,
        reviews=kept.reviews(),
        known_at=question.known_at,
    )
