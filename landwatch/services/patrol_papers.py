"""What patrols leave on paper: the ledger."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from landwatch.drafts import put_in_place
from landwatch.errors import UsageError
from landwatch.i18n import Language, speaking
from landwatch.i18n import gettext as _
from landwatch.measures.flagged import check_cluster
from landwatch.reports.patrol_ledger import ledger_pdf, ledger_table, ledger_workbook
from landwatch.rules import Conventions
from landwatch.services.assessing import assess_register

__all__ = ["write_ledger"]


def write_ledger(
    database: str,
    out: Path,
    period: tuple[date, date],
    on: date,
    conventions: Conventions | None = None,
    *,
    known_at: datetime | None = None,
    cluster: str | None = None,
    speech: Language = "zh",
    replace: bool = False,
) -> int:
    """Write the ledger of the visits of a period.

    Parameters
    ----------
    database
        URL of the register.
    out
        The file: a workbook, or a PDF to print.
    period
        First and last day.
    on
        The day judged.
    conventions
        What the rules leave open.
    known_at
        The instant of knowledge, with time zone; by default now.
    cluster
        Only contracts of this cluster.
    speech
        Language of the ledger.
    replace
        Whether a file that is there may be replaced.

    Returns
    -------
    int
        Number of visits.

    Raises
    ------
    UsageError
        If the file is neither, is there already, or the register knows no such cluster.
    RegisterError
        If the register cannot be read.
    """
    if out.suffix.lower() not in (".xlsx", ".pdf"):
        raise UsageError(_("{path}: name a file that ends in .xlsx or .pdf").format(path=out))
    assessment = assess_register(database, on, conventions, known_at=known_at)
    if cluster is not None:
        check_cluster(assessment.snapshot.clusters["name"], cluster)
    with speaking(speech):
        table = ledger_table(assessment, *period, cluster)
        title = _("Ledger of patrols, {first} to {last}").format(first=period[0], last=period[1])
        mark = _("Illustrative data") if assessment.snapshot.illustrative else ""
    with put_in_place(out, replace=replace) as draft, speaking(speech):
        if out.suffix.lower() == ".pdf":
            draft.write_bytes(ledger_pdf(table, title, mark))
        else:
            ledger_workbook(table, draft)
    return len(table.rows)
