"""Files that a clerk drops: looked at first, mended by what the page says, then taken in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from landwatch.access import Right
from landwatch.formats.import_report.issue_codes import advice_of, name_of
from landwatch.formats.import_report.workbook_of_issues import kind_name
from landwatch.i18n import gettext as _
from landwatch.jobs import Job, ResultFile
from landwatch.model import Severity
from landwatch.services.jobs.importing_files import RESULT, told_result
from landwatch.web.asked import Visitor, needs
from landwatch.web.drawing import page
from landwatch.web.exhibits_sent import page_with
from landwatch.web.faults import Refused
from landwatch.web.jobs_asked import may_have, title_of, visitors_job
from landwatch.web.jobs_listed import Finding, files_table, findings_table
from landwatch.web.seeing import contract_nos_seen

__all__ = ["router"]

router = APIRouter(prefix="/imports")

Recording = Annotated[Visitor, needs(Right.RECORD)]
_PAGE = 100
_ORDER = {severity.value: place for place, severity in enumerate(Severity)}


@router.get("")
def imports(request: Request, visitor: Recording) -> Response:
    """Show where files are dropped, and what was dropped before.

    Parameters
    ----------
    request, visitor
        The request, and whoever brings files.
    """
    mine = [job for job in visitor.office.jobs.of(visitor.viewer.login) if job.kind == "import"]
    return page(
        "imports.html",
        request,
        visitor,
        told=[(job, title_of(job)) for job in mine],
        sees_all=visitor.viewer.clusters is None,
    )


@router.get("/{job}")
def findings(
    request: Request,
    visitor: Recording,
    job: str,
    severity: Literal["error", "warning", "info", ""] = "",
    file: str = "",
    page_no: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:
    """Show what was found in files, also while the rest of them is still looked at.

    Parameters
    ----------
    request, visitor
        The request, and whoever asks.
    job
        What the job is called that looks at the files, or takes them in.
    severity, file
        Only such findings, and only of this file.
    page_no
        Which hundred of them.

    Raises
    ------
    Refused
        If there is no such job of the visitor.
    """
    found = visitors_job(visitor, job)
    if found.kind != "import" or not may_have(visitor, found):
        raise Refused(404, "not there")
    told = told_result(found.path(RESULT)) or {}
    files = told.get("files", [])
    seen = contract_nos_seen(visitor.sees_now())
    every = [
        each for each in _findings(files, seen) if severity in ("", each.severity) and file in ("", each.file)
    ]
    every.sort(key=lambda each: _ORDER[each.severity])
    counted = [_counted(one) for one in files]
    return page_with(
        "import_found.html",
        request,
        visitor,
        tables=[
            files_table(counted, looks=bool(found.fields.get("dry_run"))),
            findings_table(every),
        ],
        job=found,
        title=title_of(found),
        told=told,
        files=counted,
        findings=every[(page_no - 1) * _PAGE : page_no * _PAGE],
        count=len(every),
        page_no=page_no,
        pages=-(-len(every) // _PAGE),
        chosen={"severity": severity, "file": file},
        waits=any(issue["code"] == "crs_guessed" for one in files for issue in one["issues"]),
        made=list(_made(found)),
        sees_all=visitor.viewer.clusters is None,
    )


def _findings(files: Sequence[Mapping[str, Any]], seen: frozenset[str]) -> Iterator[Finding]:
    for one in files:
        for issue in one["issues"]:
            place = "!".join(filter(None, (issue["sheet"], issue["cell"]))) or issue["record"] or ""
            yield Finding(
                file=one["path"],
                place=place,
                severity=issue["severity"],
                name=name_of(issue["code"]),
                message=issue["message"],
                advice=advice_of(issue["code"]),
                contract_no=_contradicted(issue, seen),
            )


def _contradicted(issue: Mapping[str, Any], seen: frozenset[str]) -> str:
    is_conflict = issue["code"] == "conflicting_record" and issue["record"] in seen
    return str(issue["record"]) if is_conflict else ""


def _counted(one: Mapping[str, Any]) -> dict[str, Any]:
    """A file with how many of its findings are how grave."""
    graves = [issue["severity"] for issue in one["issues"]]
    refused = {issue["record"] for issue in one["issues"] if issue["severity"] == "error" and issue["record"]}
    return {
        "name": one["path"],
        "kind": kind_name(one["kind"]),
        "crs": one["crs"] and f"EPSG:{one['crs']['epsg']}",
        "records": one["records"],
        "accepted": one["accepted"],
        "there": max(0, one["records"] - one["accepted"] - len(refused)),
        "refused": len(refused),
        **{word: graves.count(word) for word in _ORDER},
    }


def _made(job: Job) -> Iterator[tuple[str, ResultFile]]:
    """What helps to mend the files, with what it is."""
    for place, file in enumerate(each for each in job.files if each.name != RESULT):
        if file.media_type.startswith("text/html"):
            yield _("Map of the faults"), file
        elif place == 0:
            yield _("All findings as a workbook"), file
        else:
            yield _("Workbook with the faulty cells marked"), file
