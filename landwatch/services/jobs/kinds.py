"""The kinds of long jobs: one declared table of what is asked, who may ask, and how it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from landwatch import district
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.jobs import Held, Made, Perform
from landwatch.progress import Track
from landwatch.services.jobs.dossiers_of_sample import make_dossiers
from landwatch.services.jobs.importing_files import take_in
from landwatch.services.jobs.job_fields import (
    AtlasFields,
    ExportFields,
    ImportFields,
    JobFields,
    PrintFields,
    ReportFields,
    SampleFields,
    without_blanks,
)
from landwatch.services.jobs.job_ground import Ground
from landwatch.services.jobs.made_documents import make_atlas, make_export, make_report, make_sheets

__all__ = ["KINDS", "Kind", "fields_of", "performer", "read_fields"]


@dataclass(frozen=True)
class Kind:
    """A kind of long job.

    Attributes
    ----------
    fields
        What is asked.
    do
        How it is done.
    is_shared
        Whether the same question of several people is worked once, and its result serves all of them.
    """

    fields: type[JobFields]
    do: Callable[[Ground, Held, Any, Track], Sequence[Made]]
    is_shared: bool = True


KINDS: Mapping[str, Kind] = {
    "import": Kind(ImportFields, take_in, is_shared=False),
    "report": Kind(ReportFields, make_report),
    "atlas": Kind(AtlasFields, make_atlas),
    "print": Kind(PrintFields, make_sheets),
    "export": Kind(ExportFields, make_export),
    "sample": Kind(SampleFields, make_dossiers),
}


def read_fields(kind: str, given: Mapping[str, Any], today: date) -> JobFields:
    """Read what somebody asks for.

    Parameters
    ----------
    kind
        A word of :data:`KINDS`.
    given
        The fields, of a form or of a program.
    today
        The day in the office, for a day that is left open.

    Raises
    ------
    UsageError
        If there is no such kind, or a field cannot be used.
    """
    known = KINDS.get(kind)
    if known is None:
        raise UsageError(_("kind {given}: is none of {words}").format(given=kind, words=", ".join(KINDS)))
    try:
        return known.fields.model_validate(without_blanks(given)).dated(today)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(map(str, fault["loc"])) or kind
        raise UsageError(_("{field}: {reason}").format(field=where, reason=fault["msg"])) from error


def fields_of(kind: str, told: Mapping[str, Any]) -> JobFields:
    """Give the fields of a job as they were asked for.

    Parameters
    ----------
    kind
        A word of :data:`KINDS`.
    told
        The fields as the queue has them.
    """
    return KINDS[kind].fields.model_validate(told)


def performer(ground: Ground) -> Perform:
    """Give what a worker calls for each piece of work.

    Parameters
    ----------
    ground
        The register, and what the office set.
    """

    def _perform(held: Held, track: Track) -> Sequence[Made]:
        kind = KINDS[held.kind]
        with district.within(ground.district):
            return kind.do(ground, held, fields_of(held.kind, held.fields), track)

    return _perform
