"""The journal, copies and backups on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from landwatch.cli.layout import Ruled
from landwatch.cli.result_tables import cells
from landwatch.i18n import gettext as _
from landwatch.i18n import ngettext

if TYPE_CHECKING:
    from landwatch.registry.journal import Recorded
    from landwatch.registry.transfer import Copied
    from landwatch.registry.verify_journal import Report

__all__ = ["copy_report", "faults_told", "journal_table", "verdict"]

_SHOWN = 50
"""Faults that are printed; the rest is counted (``--json`` has them all)."""


def verdict(report: Report) -> RenderableType:
    """Say whether a journal is intact, or what is wrong with it.

    Parameters
    ----------
    report
        What verification found.
    """
    destroyed = [Text(_destroyed(report.destroyed))] if report.destroyed else []
    if not report.faults:
        intact = _("Intact: {lines} lines of the journal, and {rows} rows as they say.").format(
            lines=report.lines, rows=report.rows
        )
        return Group(*destroyed, Text(intact, style="green"))
    end = _("Broken: {count} faults in {lines} lines of the journal and {rows} rows.").format(
        count=len(report.faults), lines=report.lines, rows=report.rows
    )
    return Group(*faults_told(report), *destroyed, Text(end, style="bold red"))


def faults_told(report: Report) -> list[Text]:
    """Say what is wrong with a chain of lines, each fault in a line.

    Parameters
    ----------
    report
        What verification found.
    """
    told = [Text(fault.sentence(_)) for fault in report.faults[:_SHOWN]]
    if len(report.faults) > _SHOWN:
        told.append(
            Text(_("… and {count} more (--json has them all).").format(count=len(report.faults) - _SHOWN))
        )
    return told


def _destroyed(count: int) -> str:
    return ngettext(
        "{count} content was destroyed by decision, which is no fault.",
        "{count} contents were destroyed by decision, which is no fault.",
        count,
    ).format(count=count)


def journal_table(lines: Iterable[Recorded]) -> RenderableType:
    """Show what was recorded.

    Parameters
    ----------
    lines
        The lines of the journal.
    """
    number, at = _("Line"), _("Recorded at")
    headings = (number, at, _("By"), _("What was done"), _("Source"), _("Reason"), _("Rows"), _("Superseded"))
    table = Ruled(*headings, right=(number,), whole=(at,))
    for line in lines:
        row = (line.sequence, line.at, line.actor, line.verb, line.source or "", line.reason or "")
        table.add_row(*cells(*row, _counts(line.added), _counts(line.superseded)))
    return table


def copy_report(
    copied: Copied, what: str, photographs: Path | None, waiting: Mapping[str, int]
) -> RenderableType:
    """Say what a copy holds.

    Parameters
    ----------
    copied
        What was copied.
    what
        What was done, as a participle.
    photographs
        A folder that is not in the copy.
    waiting
        How many records of whom wait beside the register, and are not in the copy.
    """
    done = _("{done}: {rows}; each row compared by its hash.").format(done=what, rows=_counts(copied.rows))
    told: list[RenderableType] = [Text(done)]
    if copied.journal is None:
        told.append(Text(_("The register is of an older landwatch and has no journal to verify.")))
    else:
        told.append(verdict(copied.journal))
    if photographs:
        told.append(
            Text(
                _(
                    "Photographs are not in it: run landwatch personal take-in before the next backup, "
                    "or copy the folder {folder} too."
                ).format(folder=photographs)
            )
        )
    if waiting:
        people = _(", ").join(f"{login} {count}" for login, count in waiting.items())
        told.append(
            Text(
                _(
                    "Records from phones that wait beside the register are not in it ({people}): "
                    "landwatch field export FILE writes them to a file, landwatch field import takes it in."
                ).format(people=people)
            )
        )
    if not copied.is_remembered:
        told.append(
            Text(
                _(
                    "The register cannot be written, so it does not remember this copy: note where it lies, "
                    "for when personal data in it has to be destroyed."
                )
            )
        )
    return Group(*told)


def _counts(rows: Mapping[str, int]) -> str:
    return ", ".join(f"{table} {count}" for table, count in rows.items() if count and table != "sources")
