"""Long jobs that a visitor asks for and looks after: the same checks for pages and for programs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from hashlib import file_digest
from pathlib import Path
from typing import Any

from fastapi import UploadFile

from landwatch import __version__
from landwatch.access import Right
from landwatch.drafts import as_file_name
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.i18n import language
from landwatch.jobs import Job, JobScope, ResultFile
from landwatch.services.jobs.importing_files import RESULT, told_result
from landwatch.services.jobs.job_fields import Brought, ImportFields, JobFields
from landwatch.services.jobs.kinds import KINDS, fields_of, read_fields
from landwatch.web.asked import Visitor, now, office_day
from landwatch.web.faults import Refused

__all__ = [
    "ask_for_import",
    "ask_for_job",
    "job_told",
    "may_have",
    "result_file",
    "title_of",
    "visitors_job",
]

_MOST_FILES = 200
_LONGEST_NAME = 120


def ask_for_job(visitor: Visitor, kind: str, given: Mapping[str, Any]) -> Job:
    """Ask for a job that needs no files.

    Parameters
    ----------
    visitor
        Whoever asks.
    kind
        A word of :data:`landwatch.services.jobs.kinds.KINDS`, not ``import``.
    given
        The fields, of a form or of a program.

    Raises
    ------
    UsageError
        If a field cannot be used.
    Refused
        If the role does not allow it, or a cluster is none that the visitor sees.
    """
    if kind == "import":
        raise UsageError(_("files: bring at least one file"))
    office = visitor.office
    fields = read_fields(kind, given, office_day(office))
    _check(visitor, fields)
    head = office.kept.head()
    basis = f"{__version__} {head.hash if head else ''} {office_day(office)}"
    return office.jobs.ask(
        kind,
        fields.told(),
        person=visitor.viewer.login,
        at=now(),
        scope=_scope_of(visitor),
        basis=basis if KINDS[kind].is_shared else None,
    )


def ask_for_import(visitor: Visitor, given: Mapping[str, Any], files: Sequence[UploadFile]) -> Job:
    """Ask that files be taken in, or looked at.

    Parameters
    ----------
    visitor
        Whoever asks.
    given
        The other fields.
    files
        The files; none where those of an earlier import are meant.

    Raises
    ------
    UsageError
        If a field cannot be used, there is no file, or one has a name that cannot be kept.
    Refused
        If the role does not allow it, or there is no such earlier import.
    """
    named = read_fields("import", given, office_day(visitor.office))
    assert isinstance(named, ImportFields)
    _check(visitor, named)
    if visitor.viewer.clusters is not None:
        # What is found in a file is told against the whole register.
        raise Refused(403, _("Files are taken in by people who see all clusters. Ask one of them."))
    uploads = [each for each in files if each.filename]
    if named.of_job:
        earlier = _import_of(visitor, named.of_job)
        told, bring = ImportFields(**earlier.fields).files, _copying(earlier.given)
    else:
        told, bring = _brought(uploads), _writing(uploads)
    return visitor.office.jobs.ask(
        "import",
        named.model_copy(update={"files": told}).told(),
        person=visitor.viewer.login,
        at=now(),
        scope=_scope_of(visitor),
        bring=bring,
    )


def _check(visitor: Visitor, fields: JobFields) -> None:
    if not visitor.may(fields.right()):
        raise Refused(403, "not yours")
    if not all(map(visitor.viewer.sees, fields.clusters())):
        raise Refused(404, "not there")


def _scope_of(visitor: Visitor) -> JobScope:
    clusters = visitor.viewer.clusters
    return JobScope(
        clusters=None if clusters is None else tuple(sorted(clusters)),
        rights=(Right.MONEY.value,) if visitor.may(Right.MONEY) else (),
        language=language(),
    )


def _import_of(visitor: Visitor, name: str) -> Job:
    earlier = visitor.office.jobs.job(name, visitor.viewer.login)
    if earlier is None or earlier.kind != "import" or not earlier.given.is_dir():
        raise Refused(404, _("The files of that import are not kept any more. Bring them again."))
    return earlier


def _brought(uploads: Sequence[UploadFile]) -> tuple[Brought, ...]:
    names = [_name_of(each) for each in uploads]
    if not names:
        raise UsageError(_("files: bring at least one file"))
    if len(names) > _MOST_FILES:
        raise UsageError(_("files: bring at most {most} at once").format(most=_MOST_FILES))
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise UsageError(_("{name}: is there twice; give each file a name of its own").format(name=twice))
    return tuple(Brought(name=name, sha256=_hash_of(each)) for name, each in zip(names, uploads, strict=True))


def _name_of(upload: UploadFile) -> str:
    """The name of a file without folders: where somebody else has it is no place here."""
    name = as_file_name(str(upload.filename).replace("\\", "/").rpartition("/")[2])
    if not name.strip(". ") or len(name.encode()) > 2 * _LONGEST_NAME:
        raise UsageError(
            _("{name}: is no name that can be kept; give the file a shorter one").format(name=name[:40])
        )
    return name


def _hash_of(upload: UploadFile) -> str:
    upload.file.seek(0)
    return file_digest(upload.file, "sha256").hexdigest()  # type: ignore[arg-type]


def _writing(uploads: Sequence[UploadFile]) -> Any:
    def _write(folder: Path) -> None:
        for each in uploads:
            each.file.seek(0)
            with (folder / _name_of(each)).open("xb") as out:
                shutil.copyfileobj(each.file, out, 1 << 20)

    return _write


def _copying(given: Path) -> Any:
    def _copy(folder: Path) -> None:
        for each in given.iterdir():
            os.link(each, folder / each.name)

    return _copy


def visitors_job(visitor: Visitor, name: str) -> Job:
    """Find a job of the visitor's own.

    Parameters
    ----------
    visitor
        Whoever asks.
    name
        What it is called.

    Raises
    ------
    Refused
        If there is none, or somebody else asked for it: both say the same.
    """
    job = visitor.office.jobs.job(name, visitor.viewer.login)
    if job is None:
        raise Refused(404, "not there")
    return job


def title_of(job: Job) -> str:
    """Say in a few words what a job was asked for, in the current language.

    Parameters
    ----------
    job
        The job.
    """
    return fields_of(job.kind, job.fields).title()


def may_have(visitor: Visitor, job: Job) -> bool:
    """Whether the visitor may still see what a job was allowed to show when it was asked for.

    Parameters
    ----------
    visitor, job
        Whoever asks, and the job.
    """
    right = fields_of(job.kind, job.fields).right()
    return visitor.may(right) and job.scope.is_within(_scope_of(visitor))


def result_file(visitor: Visitor, job: Job, name: str | None = None) -> tuple[ResultFile, Path]:
    """Find a file of a result, and where it lies.

    Parameters
    ----------
    visitor, job
        Whoever asks, and the job.
    name
        What it is called; the result itself if not given.

    Raises
    ------
    Refused
        If there is none (yet), it was given up, or the visitor may not see it any more.
    """
    found = job.file(name) if may_have(visitor, job) else None
    if job.given_up_at is not None:
        raise Refused(410, _("This result was given up when its time had passed. Ask for it again."))
    if found is None or not job.path(found.name).is_file():
        raise Refused(404, "not there")
    return found, job.path(found.name)


def job_told(visitor: Visitor, job: Job) -> dict[str, Any]:
    """Tell a program about a job.

    Parameters
    ----------
    visitor, job
        Whoever asks, and the job.

    Returns
    -------
    dict
        JSON values. `result` is what an import has found, also while it goes on; of other kinds the file
        that came out; ``None`` while there is nothing.
    """
    told, main = job.to_dict(), job.file()
    if not may_have(visitor, job):
        return told | {"files": [], "result": None}
    if job.kind == "import":
        return told | {"result": told_result(job.path(RESULT))}
    return told | {"result": main and main.to_dict()}
