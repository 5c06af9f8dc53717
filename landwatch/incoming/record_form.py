"""The form of a record as phones send it: JSON, with a hash over the one form it has (RFC 8785)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from hashlib import sha256
from typing import Annotated, Any, Literal, NoReturn

import rfc8785
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from landwatch.errors import InputError
from landwatch.i18n import gettext as _
from landwatch.incoming.file_kinds import FILE_KINDS, FileKind, Named
from landwatch.measures.patrols.proposals import PROPOSABLE
from landwatch.model import WorksStage

__all__ = ["LARGEST_RECORD", "Answer", "FieldRecord", "Read", "Shot", "read_record"]

LARGEST_RECORD = 64 * 1024
"""Bytes of the largest record that is taken."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def _readable(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError(_("has a control character; leave it out"))
    return text


def _share(text: str) -> str:
    if not re.fullmatch(r"\d{1,6}/[1-9]\d{0,5}|[01](\.\d{1,6})?", text) or not 0 <= Fraction(text) <= 1:
        raise ValueError(_("is no share; write one from 0 to 1, like 0.35 or 1/3"))
    return text


def _proposable(text: str) -> str:
    if text not in PROPOSABLE:
        raise ValueError(
            _("cannot be seen on the land; take one of: {known}").format(known=", ".join(PROPOSABLE))
        )
    return text


Text = Annotated[str, Field(min_length=1, max_length=4000), AfterValidator(_readable)]
Name = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_readable)]
Share = Annotated[str, AfterValidator(_share), Field(json_schema_extra={"examples": ["1/3", "0.4"]})]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Question = Literal["reported", "begun", "developed", "finished"]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Answer(_Form):
    """An answer of the official form; a no carries its reason."""

    yes: bool
    reason: Text | None = None


class ProposedFact(_Form):
    """A fact that the visit means, in the eyes of whoever went."""

    fact: Annotated[Name, AfterValidator(_proposable)] = Field(
        description="A kind of fact that can be seen on the land.",
        json_schema_extra={"enum": [fact.value for fact in PROPOSABLE]},
    )
    on: date | None = Field(None, description="Its day; that of the visit if not given.")
    share: Share | None = None


class PersonMet(_Form):
    """Who was met: personal data, kept apart from the visit, so that it can be destroyed."""

    name: Name | None = None
    telephone: Annotated[str, Field(min_length=1, max_length=40), AfterValidator(_readable)] | None = None

    @model_validator(mode="after")
    def _somebody(self) -> PersonMet:
        if self.name is None and self.telephone is None:
            raise ValueError(_("nothing is said of the person met; give a name or a telephone"))
        return self


class Shot(_Form):
    """What the phone knew at the shutter of a photograph; degrees are WGS 84 or CGCS2000."""

    name: Name | None = Field(None, description="Name of the file.")
    taken_at: AwareDatetime | None = Field(None, description="By the phone's clock.")
    lon: float | None = Field(None, ge=-180, le=180)
    lat: float | None = Field(None, ge=-90, le=90)
    accuracy_m: float | None = Field(None, ge=0, le=1e6, description="As the phone tells it, metres.")
    located_at: AwareDatetime | None = Field(None, description="When the phone found that position.")
    heading: float | None = Field(None, ge=0, lt=360, description="Degrees from north, clockwise.")

    @model_validator(mode="after")
    def _whole_place(self) -> Shot:
        if (self.lon is None) != (self.lat is None):
            raise ValueError(_("lon and lat belong together; give both, or neither"))
        return self


class FieldRecord(_Form):
    """A visit as a phone records it."""

    login: Name = Field(description="Who recorded it, as they sign in; nobody else can send it.")
    contract_no: Name | None = Field(None, description="Number of the contract; or else the parcel.")
    parcel_no: Name | None = None
    on: date = Field(description="Day of the visit, by the phone's clock.")
    recorded_at: AwareDatetime = Field(description="When the visit was saved, by the phone's clock.")
    stage: WorksStage | None = Field(None, description="How far the works have come.")
    done_share: Share | None = None
    permits: Text | None = None
    weather: Name | None = None
    note: Text | None = None
    not_checked: Text | None = Field(None, description="Why the land could not be checked.")
    answers: dict[Question, Answer] = Field(default_factory=dict)
    proposed: ProposedFact | None = None
    met: PersonMet | None = None
    photos: list[Digest] = Field(
        default_factory=list,
        max_length=FILE_KINDS["photo"].most,
        description="SHA-256 of each photograph.",
    )
    voices: list[Digest] = Field(
        default_factory=list,
        max_length=FILE_KINDS["voice"].most,
        description="SHA-256 of each sound recording.",
    )
    sketches: list[Digest] = Field(
        default_factory=list,
        max_length=FILE_KINDS["sketch"].most,
        description="SHA-256 of each sketch, a FeatureCollection of GeoJSON.",
    )
    shots: dict[Digest, Shot] = Field(default_factory=dict, description="By SHA-256 of the photograph.")

    @model_validator(mode="after")
    def _fits(self) -> FieldRecord:
        if self.contract_no is None and self.parcel_no is None:
            raise ValueError(_("names neither contract_no nor parcel_no; give one of them"))
        files = [*self.photos, *self.voices, *self.sketches]
        if len(set(files)) != len(files):
            raise ValueError(_("one file is named twice; name it once"))
        if not set(self.shots) <= set(self.photos):
            raise ValueError(_("shots tells of a photograph that photos does not name; leave it out"))
        for question, answer in self.answers.items():
            if not answer.yes and not (answer.reason or "").strip():
                raise ValueError(
                    _("the answer no to {question} has no reason; say why").format(question=question)
                )
        return self


@dataclass(frozen=True)
class Read:
    """A record that was read, with its hash (SHA-256 over RFC 8785) and its text in that form."""

    record: FieldRecord
    sha256: str
    text: str

    @property
    def files(self) -> tuple[Named, ...]:
        """The files that it names: photographs, recordings, sketches, each in their order."""
        record = self.record
        lists: tuple[tuple[FileKind, list[str]], ...] = (
            ("photo", record.photos),
            ("voice", record.voices),
            ("sketch", record.sketches),
        )
        return tuple(Named(kind, sha256) for kind, names in lists for sha256 in names)


def read_record(body: bytes) -> Read:
    """Read a record.

    Parameters
    ----------
    body
        JSON in UTF-8.

    Returns
    -------
    Read
        The record and its hash.

    Raises
    ------
    InputError
        If it is too large, is no JSON, repeats a key, has no one form, or does not fit the form.
    """
    if len(body) > LARGEST_RECORD:
        raise InputError(
            _("the record is larger than {limit} KB; shorten its texts").format(limit=LARGEST_RECORD // 1024)
        )
    try:
        given = json.loads(body.decode(), object_pairs_hook=_once, parse_constant=_refuse)
        form = rfc8785.dumps(given)
    except (ValueError, RecursionError) as error:
        raise InputError(
            _("the record is no JSON that can be read: {reason}").format(reason=error)
        ) from error
    try:
        record = FieldRecord.model_validate_json(form)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in fault["loc"]) or _("record")
        raise InputError(
            _("{field}: {reason}").format(field=where, reason=fault["msg"].removeprefix("Value error, "))
        ) from error
    return Read(record, sha256(form).hexdigest(), form.decode())


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(_("a key stands twice"))
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError(_("{constant} is no number of JSON").format(constant=constant))
