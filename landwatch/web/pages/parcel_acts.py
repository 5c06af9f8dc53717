"""Parcels that are split, merged, or put back as they were: what it costs is said first."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request, UploadFile
from pydantic import BaseModel, Field
from starlette.responses import Response

from landwatch.access import Right
from landwatch.errors import InputError, RegisterError, RegisterUnavailable, UsageError
from landwatch.geo import parse_epsg
from landwatch.i18n import gettext as _
from landwatch.instants import parse_day, short_day
from landwatch.model import LineageKind
from landwatch.registry import Act
from landwatch.registry.new_files import scratch
from landwatch.services.contracts import dividing
from landwatch.services.contracts.correcting import merge_parcels, split_parcel, take_back_parcels
from landwatch.services.contracts.dividing import Cost
from landwatch.web.asked import Asked, Question, Visitor, needs, now, office_day
from landwatch.web.drawing import page
from landwatch.web.seeing import contract_nos_seen

__all__ = ["router"]

router = APIRouter(prefix="/parcels")

Recording = Annotated[Visitor, needs(Right.RECORD)]
Verb = Literal["split", "merge", "take-back"]
_Short = Annotated[str, Field(max_length=4000)]
_BREAK = re.compile(r"[\s,，、;；]+")
_KEPT = 700_000  # bytes of a survey that the form keeps from the look to the deed; a field may have a MiB


class Said(BaseModel):
    """What was written into the form."""

    parcel: _Short = ""
    day: _Short = ""
    crs: _Short = ""
    document: _Short = ""
    reason: _Short = ""
    seen: _Short = ""
    name: _Short = ""
    content: str = ""
    file: UploadFile | None = None


class _Request:
    """A request to change parcels, read from the form and made ready to be tried and done."""

    def __init__(self, verb: Verb, said: Said, visitor: Visitor) -> None:
        self.verb, self.visitor = verb, visitor
        self.parcels = [part for part in _BREAK.split(said.parcel) if part]
        self.name, self.content = _survey(said)
        today = office_day(visitor.office)
        self.day = today if verb == "take-back" else _day(said.day, today)
        self.crs = parse_epsg(said.crs) if said.crs.strip() else None
        if not said.document.strip():
            raise UsageError(_("Name the document that the change stands on."))
        self.act = Act(by=visitor.viewer.login, at=now(), reason=said.reason, document=said.document.strip())
        self._check()

    @property
    def on(self) -> date:
        """The day that is judged: the first on which the new parcels are true, or today."""
        return max(self.day, office_day(self.visitor.office))

    @property
    def digest(self) -> str:
        """What names the change that was looked at."""
        parts = [self.verb, *self.parcels, str(self.day), str(self.crs), self.act.document or ""]
        told = "\n".join(parts).encode(errors="backslashreplace")
        return sha256(told + b"\n" + self.content).hexdigest()

    def cost(self) -> Cost:
        """Try it, and say what it would change."""
        office = self.visitor.office
        readers, conventions = office.settings.readers(), office.settings.conventions()
        if self.verb == "take-back":
            return dividing.taking_back_cost(
                office.database,
                self.parcels[0],
                self.act,
                on=self.on,
                readers=readers,
                conventions=conventions,
            )
        kind = LineageKind.SPLIT if self.verb == "split" else LineageKind.MERGE
        with self._file() as file:
            return dividing.subdivision_cost(
                office.database,
                kind,
                self.parcels,
                file,
                self.day,
                self.act,
                on=self.on,
                readers=readers,
                conventions=conventions,
                crs=self.crs,
            )

    def do(self) -> None:
        """Do it."""
        office = self.visitor.office
        database, readers = office.database, office.settings.readers()
        if self.verb == "take-back":
            take_back_parcels(database, self.parcels[0], self.act)
            return
        with self._file() as file:
            if self.verb == "split":
                number = self.parcels[0]
                split_parcel(database, number, file, self.day, self.act, readers=readers, crs=self.crs)
            else:
                merge_parcels(database, self.parcels, file, self.day, self.act, readers=readers, crs=self.crs)

    def _check(self) -> None:
        if len(self.parcels) != 1 and self.verb != "merge":
            raise UsageError(_("Name one parcel."))
        seen = self.visitor.viewer.clusters
        for number in self.parcels:
            parcel = dividing.parcel_standing(self.visitor.office.database, number)
            if parcel is None or (seen is not None and parcel.cluster not in seen):
                raise UsageError(
                    _("parcel {number} is not in the register{close}").format(number=number, close="")
                )
        if self.verb != "take-back" and not self.content:
            raise UsageError(_("Choose the survey of the new parcels."))

    @contextmanager
    def _file(self) -> Iterator[Path]:
        with scratch(Path(gettempdir())) as folder:
            file = folder / self.name
            file.write_bytes(self.content)
            yield file


@router.get("/{verb}")
def parcels_form(
    request: Request, verb: Verb, visitor: Recording, question: Asked, parcel: str = ""
) -> Response:
    """Show the form.

    Parameters
    ----------
    request
        The request.
    verb
        What is to be done.
    visitor, question
        Whoever does it, and about which day.
    parcel
        The parcel it is about.
    """
    return _form(request, verb, visitor, question, Said(parcel=parcel))


@router.post("/{verb}")
def change_parcels(
    request: Request,
    verb: Verb,
    visitor: Recording,
    question: Asked,
    said: Annotated[Said, Form(media_type="multipart/form-data")],
) -> Response:
    """Say what the change costs, or do it if it is what was looked at before.

    Parameters
    ----------
    request
        The request.
    verb
        What is to be done.
    visitor, question
        Whoever does it, and about which day.
    said
        What was written.
    """
    asked: _Request | None = None
    try:
        asked = _Request(verb, said, visitor)
        if said.seen == asked.digest:
            asked.do()
            return _form(request, verb, visitor, question, said, asked=asked, is_done=True)
        return _form(request, verb, visitor, question, said, asked=asked, cost=asked.cost())
    except RegisterUnavailable:
        raise
    except (InputError, RegisterError, UsageError) as error:
        return _form(request, verb, visitor, question, said, asked=asked, complaint=str(error))


def _survey(said: Said) -> tuple[str, bytes]:
    """Name and bytes of the survey: the file that was sent, else what the form kept of it."""
    if said.file is not None and said.file.filename:
        return _last_part(said.file.filename), said.file.file.read()
    try:
        return _last_part(said.name), base64.b64decode(said.content, validate=True)
    except (binascii.Error, ValueError):
        return "", b""


def _last_part(name: str) -> str:
    """The name of a file without folders; it must not lead out of where it is kept."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return last if last.strip(". ") else "survey"


def _day(text: str, today: date) -> date:
    return short_day(text, today, ahead=True) or parse_day(text, _("First day"))


def _form(
    request: Request,
    verb: Verb,
    visitor: Visitor,
    question: Question,
    said: Said,
    *,
    asked: _Request | None = None,
    cost: Cost | None = None,
    is_done: bool = False,
    complaint: str = "",
) -> Response:
    kept = visitor.sees_now()
    content = asked.content if asked else b""
    return page(
        "parcels.html",
        request,
        visitor,
        question,
        status=422 if complaint else 200,
        kept=kept,
        action=verb,
        said=said,
        cost=cost,
        contracts=_contracts(cost, contract_nos_seen(kept)),
        day=asked.day.isoformat() if asked else said.day,
        digest=asked.digest if asked and cost else "",
        name=asked.name if asked and content else "",
        content=base64.b64encode(content).decode() if len(content) <= _KEPT else "",
        is_done=is_done,
        complaint=complaint,
    )


def _contracts(cost: Cost | None, seen: frozenset[str]) -> Sequence[dividing.ContractCost]:
    return [each for each in cost.contracts if each.contract_no in seen] if cost else []
