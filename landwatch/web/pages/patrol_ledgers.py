"""The ledger of patrols: every visit of a period, as a page and as a file in the order that offices use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import pandas as pd
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from landwatch.access import Deed, Right
from landwatch.i18n import gettext as _
from landwatch.reports.patrol_ledger import ledger_pdf, ledger_table, ledger_workbook
from landwatch.web.asked import Asked, Question, Visitor, address_of, needs, now
from landwatch.web.exhibits_sent import about, page_with, wants_file
from landwatch.web.pages.patrols import EVERYBODY
from landwatch.web.patrols_listed import visits_table
from landwatch.web.patrols_seen import people_of, period_of, roster_seen
from landwatch.web.seeing import cluster_seen
from landwatch.web.sending import attachment
from landwatch.web.visits_seen import holders_of, told_visits, visits_seen
from landwatch.workbook import Table

__all__ = ["router"]

router = APIRouter(prefix="/patrols")

PAGE = 100
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Looking = Annotated[Visitor, needs(Right.LAND)]
Short = Annotated[str, Query(max_length=200)]


@router.get("/ledger")
def ledger(
    request: Request,
    visitor: Looking,
    question: Asked,
    first: Short = "",
    last: Short = "",
    cluster: Short = "",
    person: Short = "",
    page_no: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:
    """Show the visits of a period, newest first, whether they count or not.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    first, last
        The period.
    cluster, person
        Only these.
    page_no
        Which hundred.
    """
    kept = visitor.seen(question)
    begins, ends = period_of(first, last, question.on)
    person = "" if person == EVERYBODY else person
    made = visits_seen(kept)
    chosen = made["day"].between(pd.Timestamp(begins), pd.Timestamp(ends))
    for column, name in (("cluster", cluster), ("person", person)):
        chosen &= made[column] == name if name else True
    rows = made[chosen].iloc[::-1]
    start = (page_no - 1) * PAGE
    visits = told_visits(rows if wants_file(request) else rows.iloc[start : start + PAGE])
    holders = holders_of(kept, {visit.contract_no for visit in visits})
    return page_with(
        "patrol_ledger.html",
        request,
        visitor,
        question,
        kept=kept,
        visits=visits,
        holders=holders,
        tables=[visits_table(visits, about(kept, visitor, cluster), holders=holders)],
        found=len(rows),
        counting=int(rows["valid"].sum()),
        first=begins,
        last=ends,
        cluster=cluster,
        person=person,
        clusters=sorted(map(str, kept.assessment.snapshot.clusters["name"])),
        people=sorted({*people_of(roster_seen(kept, visitor)), *made["person"].dropna()}),
        page_no=page_no,
        pages=-(-len(rows) // PAGE),
    )


@router.get("/ledger.xlsx")
def ledger_as_workbook(
    request: Request,
    visitor: Looking,
    question: Asked,
    first: Short = "",
    last: Short = "",
    cluster: Short = "",
) -> Response:
    """Send the ledger of a period as a workbook.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    first, last, cluster
        The period, and only this cluster.
    """

    def _write(table: Table, _title: str, _mark: str) -> bytes:
        with TemporaryDirectory(prefix="landwatch-") as folder:
            file = Path(folder) / "ledger.xlsx"
            ledger_workbook(table, file)
            return file.read_bytes()

    return _sent(request, visitor, question, (first, last), cluster, _write, ("xlsx", _WORKBOOK))


@router.get("/ledger.pdf")
def ledger_as_pdf(
    request: Request,
    visitor: Looking,
    question: Asked,
    first: Short = "",
    last: Short = "",
    cluster: Short = "",
) -> Response:
    """Send the ledger of a period to be printed, with room for signatures.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    first, last, cluster
        The period, and only this cluster.
    """
    return _sent(request, visitor, question, (first, last), cluster, ledger_pdf, ("pdf", "application/pdf"))


def _sent(
    request: Request,
    visitor: Visitor,
    question: Question,
    period: tuple[str, str],
    cluster: str,
    write: Callable[[Table, str, str], bytes],
    form: tuple[str, str],
) -> Response:
    kept = visitor.seen(question)
    if cluster:
        cluster_seen(kept, cluster)
    first, last = period_of(*period, question.on)
    mark = _("Illustrative data") if kept.assessment.snapshot.illustrative else ""
    content = write(ledger_table(kept.assessment, first, last, cluster or None), _title(first, last), mark)
    about = {"ledger": f"{first} – {last}", "cluster": cluster or "*", "as": form[0]}
    visitor.office.access.note(
        Deed.EXPORTED, login=visitor.viewer.login, about=about, at=now(), address=address_of(request)
    )
    name = _("patrol-ledger-{first}-{last}").format(first=first, last=last)
    return attachment(content, f"{name}.{form[0]}", form[1])


def _title(first: date, last: date) -> str:
    return _("Ledger of patrols, {first} to {last}").format(first=first, last=last)
