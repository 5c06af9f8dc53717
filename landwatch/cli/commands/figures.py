"""Figures of the register: of a day, by group, by month, the pipeline, the acreage; and the forecast."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from landwatch.cli.console import print_json, screen
from landwatch.cli.context import settings_with, today
from landwatch.cli.groups import SpokenCommand, SpokenGroup
from landwatch.cli.options import Cluster, Database, Json, KnownAt, On
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _

if TYPE_CHECKING:
    from rich.console import RenderableType

    from landwatch.measures.acreage import CountingRules
    from landwatch.measures.figures import Figure, StockRow
    from landwatch.rules import Assessment
    from landwatch.services.figures.counting import By
    from landwatch.settings import Settings

    _Answer = tuple[dict[str, Any], RenderableType]

__all__ = ["app"]

app = typer.Typer(cls=SpokenGroup)


@app.command(cls=SpokenCommand, epilog="landwatch stats --on 2023-12-31 --by cluster")
def stats(
    on: On = None,
    known_at: KnownAt = None,
    cluster: Cluster = None,
    by: Annotated[
        Literal["cluster", "operator", "land-use", "year"] | None,
        typer.Option("--by", help="The figures of each cluster, operator, land use or year."),
    ] = None,
    trend: Annotated[
        int | None,
        typer.Option("--trend", metavar="MONTHS", min=1, max=240, help="The rates of the last months."),
    ] = None,
    pipeline: Annotated[
        bool, typer.Option("--pipeline", help="Contracts and mu at each stage of supervision.")
    ] = False,
    performance: Annotated[
        bool, typer.Option("--performance", help="What has fallen due, by managing body and land use.")
    ] = False,
    ledger: Annotated[
        bool, typer.Option("--ledger", help="The ledger of idle and revitalised acreage.")
    ] = False,
    stock: Annotated[
        bool,
        typer.Option("--stock", help="Idle and inefficient land by class: suspected beside listed."),
    ] = False,
    rows: Annotated[
        str | None,
        typer.Option("--rows", metavar="FIGURE", help="The contracts behind a figure or stage, by its id."),
    ] = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Work out the figures of a day and of its year, each with its numerator, denominator and pool."""
    settings = settings_with(database)
    asked = _Asked(settings, on or today(), known_at, cluster)
    wanted: dict[str, Callable[[], _Answer]] = {}
    if by:
        wanted["--by"] = lambda: asked.grouped(by)
    if trend:
        wanted["--trend"] = lambda: asked.trend(trend)
    if pipeline:
        wanted["--pipeline"] = asked.pipeline
    if performance:
        wanted["--performance"] = asked.performance
    if ledger:
        wanted["--ledger"] = asked.ledger
    if stock:
        wanted["--stock"] = asked.stock
    if rows:
        wanted["--rows"] = lambda: asked.rows(rows)
    if len(wanted) > 1:
        raise UsageError(
            _("{options} cannot be asked for together; keep one").format(options=" ".join(wanted))
        )
    content, drawn = next(iter(wanted.values()), asked.figures)()
    if json:
        head = {"on": asked.on.isoformat(), "illustrative": asked.assessment.snapshot.illustrative}
        print_json(head | content)
    else:
        screen().print(drawn)


@app.command(cls=SpokenCommand, epilog="landwatch forecast --on 2023-06-30 --cluster 桥河 --days 90")
def forecast(
    on: On = None,
    known_at: KnownAt = None,
    cluster: Cluster = None,
    days: Annotated[
        int, typer.Option("--days", min=1, max=180, help="How far to look ahead, at most 180 days.")
    ] = 180,
    database: Database = None,
    json: Json = False,
) -> None:
    """List which commencements and completions fall due soon, ranked for patrols; no status changes."""
    asked = _Asked(settings_with(database), on or today(), known_at, cluster)
    content, drawn = asked.forecast(days)
    if json:
        head = {"on": asked.on.isoformat(), "illustrative": asked.assessment.snapshot.illustrative}
        print_json(head | content)
    else:
        screen().print(drawn)


class _Asked:
    """A register asked for figures of a day; each answer is what ``--json`` prints, and the table."""

    def __init__(self, settings: Settings, on: date, known_at: datetime | None, cluster: str | None) -> None:
        self.settings, self.on, self.known_at, self.cluster = settings, on, known_at, cluster

    @cached_property
    def assessment(self) -> Assessment:
        from landwatch.measures import flagged
        from landwatch.services.assessing import judging

        conventions = self.settings.conventions()
        judged = judging.assess_register(self.settings.database, self.on, conventions, known_at=self.known_at)
        flagged.check_cluster(judged.snapshot.clusters["name"], self.cluster)
        return judged

    @cached_property
    def _rules(self) -> CountingRules:
        from landwatch.services.figures import acreage

        return acreage.with_closed_years(self.settings.database, self.settings.acreage(), self.known_at)

    @cached_property
    def _shared(self) -> dict[str, Any]:
        limits = {str(source): days for source, days in self.settings.stale_after.items()}
        return {"cluster": self.cluster, "rules": self._rules, "limits": limits}

    @cached_property
    def _figures(self) -> tuple[Figure, ...]:
        from landwatch.services.figures import counting

        before = counting.judged_earlier(self.assessment, date(self.on.year - 1, 12, 31))
        return counting.figures(self.assessment, before=before, **self._shared)

    @property
    def _invented(self) -> bool:
        return self.assessment.snapshot.illustrative

    def figures(self) -> _Answer:
        from landwatch.cli import result_tables

        content = {"figures": [figure.to_dict() for figure in self._figures]}
        return content, result_tables.statistics_table(self._figures, illustrative=self._invented)

    def grouped(self, by: By) -> _Answer:
        from landwatch.cli import figure_tables as drawing
        from landwatch.services.figures import counting

        groups = counting.grouped(self.assessment, by, **self._shared)
        content = {"by": by, "groups": [group.to_dict() for group in groups]}
        return content, drawing.grouped_table(groups, illustrative=self._invented)

    def trend(self, months: int) -> _Answer:
        from landwatch.cli import figure_tables as drawing
        from landwatch.services.figures import counting

        points = counting.trend(self.assessment, months, cluster=self.cluster)
        content = {"trend": [point.to_dict() for point in points]}
        return content, drawing.trend_table(points, illustrative=self._invented)

    def pipeline(self) -> _Answer:
        from landwatch.cli import figure_tables as drawing
        from landwatch.measures import figures

        stages = figures.pipeline(self.assessment, cluster=self.cluster)
        content = {"stages": [stage.to_dict() for stage in stages]}
        return content, drawing.pipeline_table(stages, illustrative=self._invented)

    def performance(self) -> _Answer:
        from landwatch.cli import figure_tables as drawing
        from landwatch.measures import figures

        rows = figures.performance(self.assessment, cluster=self.cluster)
        content = {"performance": [row.to_dict() for row in rows]}
        return content, drawing.performance_table(rows, illustrative=self._invented)

    def ledger(self) -> _Answer:
        from landwatch.cli import figure_tables as drawing
        from landwatch.services.figures import acreage
        from landwatch.services.figures.targets import recorded_targets

        targets = [each.target for each in recorded_targets(self.settings.database, self.known_at)]
        report = acreage.acreage_report(
            self.assessment, cluster=self.cluster, rules=self._rules, targets=targets
        )
        return report.to_dict(), drawing.ledger_tables(report, illustrative=self._invented)

    @cached_property
    def _stock(self) -> tuple[StockRow, ...]:
        from landwatch.measures.figures import load_thresholds
        from landwatch.services.figures import counting

        thresholds = load_thresholds(self.settings.thresholds)
        return counting.stock(self.assessment, cluster=self.cluster, rules=self._rules, thresholds=thresholds)

    def stock(self) -> _Answer:
        from landwatch.cli import figure_tables as drawing

        content = {"stock": [row.to_dict() for row in self._stock]}
        return content, drawing.stock_table(self._stock, illustrative=self._invented)

    def forecast(self, days: int) -> _Answer:
        from landwatch.cli import forecast_tables as drawing
        from landwatch.services.figures import forecasting

        told = forecasting.forecast(self.assessment, days=days, cluster=self.cluster)
        return told.to_dict(), drawing.forecast_tables(told, illustrative=self._invented)

    def rows(self, name: str) -> _Answer:
        from landwatch.cli import figure_tables as drawing
        from landwatch.services.figures import counting

        figure = counting.figure_named(self.assessment, name, self._figures, self._stock)
        content = {"figure": figure.to_dict(), "rows": counting.row_records(self.assessment, figure)}
        return content, drawing.rows_table(self.assessment, figure)
