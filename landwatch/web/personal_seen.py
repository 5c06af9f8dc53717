"""Personal data of contracts, as far as a visitor may see them; each look is noted."""

from __future__ import annotations

from fastapi import Request

from landwatch.access import Deed
from landwatch.catalogue.personal import rule_of
from landwatch.services.personal.looking import content_of
from landwatch.web.asked import Question, Visitor, address_of, now, today
from landwatch.web.faults import Refused
from landwatch.web.seeing import contract_seen
from landwatch.web.visits_seen import visits_of

__all__ = ["look_at", "note", "photograph_seen", "sees_personal"]


def photograph_seen(
    request: Request, visitor: Visitor, question: Question, contract_no: str, item: str
) -> tuple[bytes, str]:
    """Hand out a photograph of a review or a visit; that somebody looked at it is noted.

    Parameters
    ----------
    request
        The request.
    visitor, question
        Whoever asks, and about which day.
    contract_no
        Number of the contract.
    item
        What the review or visit names the photograph by.

    Returns
    -------
    tuple
        Its bytes and their media type.

    Raises
    ------
    Refused
        If the contract is none that the visitor sees, no review or visit of it has the photograph, or
        photographs are not for this role.
    """
    kept = visitor.seen(question)
    contract_seen(kept, contract_no)
    known = {each for review in kept.reviews().get(contract_no, ()) for _photo, each in review.photos}
    known |= {each for visit in visits_of(kept, contract_no) for _photo, each in visit.photos}
    if item not in known:
        raise Refused(404, "not there")
    return look_at(request, visitor, contract_no, item)


def look_at(request: Request, visitor: Visitor, contract_no: str, item: str) -> tuple[bytes, str]:
    """Take a personal item out of the register; that somebody looks at it is noted.

    Parameters
    ----------
    request, visitor
        The request, and whoever asks.
    contract_no, item
        The contract, and an item that a review or visit of it names.

    Returns
    -------
    tuple
        Its bytes and their media type.

    Raises
    ------
    Refused
        If such items are not for the role of the visitor.
    """
    look = content_of(visitor.office.database, item, today())
    ((found, content),) = look.contents
    if found.rule is None or visitor.viewer.role not in found.rule.seen_by:
        raise Refused(403, "not yours")
    kind = {found.held.item.kind: item}
    note(request, visitor, Deed.LOOKED_AT_PERSONAL_DATA, contract_no, **kind)
    return content, found.held.item.media_type


def sees_personal(visitor: Visitor, kind: str) -> bool:
    """Whether personal data of a kind is shown to a visitor.

    Parameters
    ----------
    visitor
        Whoever asks.
    kind
        Key of the kind, e.g. ``photo``.
    """
    rule = rule_of(kind, today())
    return rule is not None and visitor.viewer.role in rule.seen_by


def note(request: Request, visitor: Visitor, deed: Deed, contract_no: str, **about: str) -> None:
    """Note in the log of access what somebody looks at or takes away.

    Parameters
    ----------
    request, visitor
        The request, and whoever sends it.
    deed
        What is done.
    contract_no
        Number of the contract.
    **about
        What else names it.
    """
    visitor.office.access.note(
        deed,
        login=visitor.viewer.login,
        about={"contract": contract_no, **about},
        at=now(),
        address=address_of(request),
    )
