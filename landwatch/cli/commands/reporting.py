"""The reports of a month and of a year."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from landwatch.cli.console import print_json, say, tell_unwritten
from landwatch.cli.context import settings_with, today
from landwatch.cli.groups import SpokenCommand, SpokenGroup
from landwatch.cli.options import Cluster, Database, Json, KnownAt, OutDirectory, Speech, day_option
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _

if TYPE_CHECKING:
    from landwatch.i18n import Language
    from landwatch.reports import Kind

__all__ = ["report_app"]

report_app = typer.Typer(
    cls=SpokenGroup,
    no_args_is_help=True,
    help="The report of a month or a year: an Excel workbook, a Word file and a PDF.",
)

PeriodDay = Annotated[
    date | None,
    day_option("--on", help="Judge the end of this day of the period; its last day, or today, if not given."),
]


@report_app.command(cls=SpokenCommand, epilog="landwatch report annual --period 2023 --out reports")
def annual(
    period: Annotated[str, typer.Option("--period", metavar="YEAR", help="The year, like 2023.")],
    out: OutDirectory = Path("reports"),
    cluster: Cluster = None,
    on: PeriodDay = None,
    known_at: KnownAt = None,
    lang: Speech = "zh",
    database: Database = None,
    json: Json = False,
) -> None:
    """Write the report of a year; rates are compared with the end of the year before."""
    _report("annual", period, out, cluster, on, known_at, lang, database, json=json)


@report_app.command(cls=SpokenCommand, epilog="landwatch report monthly --period 2023-06 --cluster 桥河")
def monthly(
    period: Annotated[str, typer.Option("--period", metavar="MONTH", help="The month, like 2023-06.")],
    out: OutDirectory = Path("reports"),
    cluster: Cluster = None,
    on: PeriodDay = None,
    known_at: KnownAt = None,
    lang: Speech = "zh",
    database: Database = None,
    json: Json = False,
) -> None:
    """Write the report of a month; rates are compared with the end of the month before."""
    _report("monthly", period, out, cluster, on, known_at, lang, database, json=json)


def _report(
    kind: Kind,
    text: str,
    out: Path,
    cluster: str | None,
    on: date | None,
    known_at: datetime | None,
    lang: Language | None,
    database: str | None,
    *,
    json: bool,
) -> None:
    from landwatch.measures.figures import load_thresholds
    from landwatch.reports import Period
    from landwatch.services.figures import acreage, reporting

    settings = settings_with(database)
    period = Period.parse(kind, text)
    if period.first > today():
        raise UsageError(_("--period {value}: has not begun yet").format(value=text))
    # A period that still runs is judged as far as it has come.
    day = on or (today() if period.first <= today() <= period.last else None)
    made = reporting.report_period(
        settings.database,
        period,
        out,
        settings.conventions(),
        on=day,
        cluster=cluster,
        known_at=known_at,
        speech=lang or "zh",
        rules=acreage.with_closed_years(settings.database, settings.acreage(), known_at),
        limits={str(source): days for source, days in settings.stale_after.items()},
        thresholds=load_thresholds(settings.thresholds),
    )
    if json:
        print_json(made.to_dict())
    else:
        say("\n".join(str(file) for file in made.files))
    tell_unwritten(made.unwritten)
