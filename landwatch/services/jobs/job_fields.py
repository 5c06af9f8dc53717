"""What is asked for with each kind of long job: fields of a form, of a program, and of the queue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from landwatch.access import Right
from landwatch.errors import UsageError
from landwatch.geo import parse_epsg
from landwatch.i18n import gettext as _
from landwatch.instants import parse_day, parse_instant
from landwatch.maps.printing import Form as SheetForm
from landwatch.maps.printing import Orientation, Paper, parse_scale
from landwatch.reports import Period
from landwatch.services.contracts.sampling import MOST_DRAWN

__all__ = [
    "AtlasFields",
    "Brought",
    "ExportFields",
    "ImportFields",
    "JobFields",
    "PrintFields",
    "ReportFields",
    "ReportForm",
    "SampleFields",
    "without_blanks",
]

ReportForm = Literal["xlsx", "docx", "pdf"]
_Day = Annotated[date, BeforeValidator(lambda given: parse_day(given, "on"))]
_Instant = Annotated[datetime, BeforeValidator(lambda given: parse_instant(given, "known_at"))]
_Cluster = Annotated[str, Field(max_length=200)]


class JobFields(BaseModel):
    """What every kind has."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def right(self) -> Right:
        """Name the right that is needed to ask for it, and to get the result."""
        return Right.LAND

    def clusters(self) -> tuple[str, ...]:
        """Name the clusters that are asked about; none for all that are seen."""
        return ()

    def dated(self, today: date) -> Self:
        """Fill in the day that was left open, so that the job asks the same tomorrow.

        Parameters
        ----------
        today
            The day in the office.

        Raises
        ------
        UsageError
            If what is asked for has not begun yet.
        """
        raise NotImplementedError

    def title(self) -> str:
        """Say in a few words what is asked for."""
        raise NotImplementedError

    def told(self) -> dict[str, Any]:
        """Return the fields as JSON values; those left out are left out."""
        return self.model_dump(mode="json", exclude_none=True)


class _OfADay(JobFields):
    on: _Day | None = Field(default=None, description="The day whose end is judged; today if not given.")
    known_at: _Instant | None = Field(default=None, description="Only what was recorded by then.")

    @property
    def day(self) -> date:
        """The day whose end is judged."""
        assert self.on is not None
        return self.on

    def dated(self, today: date) -> Self:
        """Fix the day that was left open.

        Parameters
        ----------
        today
            The day in China.
        """
        return self.model_copy(update={"on": self.on or today})


class AtlasFields(_OfADay):
    """All clusters on one page to carry along."""

    def title(self) -> str:
        """Say in words what it makes."""
        return _("Atlas, {day}").format(day=self.day.isoformat())


class ReportFields(_OfADay):
    """The report of a month or a year, as workbook, Word file and PDF."""

    period: str = Field(description="A year like 2023, or a month like 2023-11.")
    format: ReportForm = Field(default="pdf", description="Which of the three files is the result.")
    cluster: _Cluster | None = Field(default=None, description="Only this cluster.")

    def right(self) -> Right:
        """Say which right it needs."""
        return Right.MONEY

    def clusters(self) -> tuple[str, ...]:
        """Name the clusters that it is about."""
        return (self.cluster,) if self.cluster else ()

    def of_period(self) -> Period:
        """Read the period.

        Raises
        ------
        UsageError
            If it is no month and no year.
        """
        return Period.parse("annual" if len(self.period.strip("年")) == 4 else "monthly", self.period)

    def dated(self, today: date) -> Self:
        """Fix the day that was left open.

        Parameters
        ----------
        today
            The day in China.
        """
        period = self.of_period()
        if period.first > today:
            raise UsageError(_("period {value}: has not begun yet").format(value=self.period))
        # A period that still runs is judged as far as it has come.
        day = self.on or min(today, period.last)
        period.check(day)
        return self.model_copy(update={"on": day, "period": period.code})

    def title(self) -> str:
        """Say in words what it makes."""
        words = _("Report, {period}").format(period=self.period)
        return _("{what}, {cluster}").format(what=words, cluster=self.cluster) if self.cluster else words


class PrintFields(_OfADay):
    """A cluster on paper, true to scale."""

    cluster: _Cluster = Field(description="The cluster.")
    paper: Paper = Field(default="A3", description="Size of the paper.")
    orientation: Orientation | None = Field(
        default=None, description="How the paper lies; whichever fits better if not given."
    )
    scale: Annotated[int, BeforeValidator(lambda given: parse_scale(given, "scale"))] | None = Field(
        default=None, description="Scale like 1:5000; the largest standard one that fits if not given."
    )
    series: bool = Field(default=False, description="Several sheets where one does not hold the cluster.")
    black: bool = Field(default=False, description="White paper and black lines.")
    per_parcel: bool = Field(
        default=False, description="A sheet for each parcel in default or with idle land instead."
    )
    format: SheetForm = Field(default="pdf", description="Form of the file.")

    def clusters(self) -> tuple[str, ...]:
        """Name the clusters that it is about."""
        return (self.cluster,)

    def title(self) -> str:
        """Say in words what it makes."""
        told = _("Sheet of {cluster}, {paper}, {day}")
        return told.format(cluster=self.cluster, paper=self.paper, day=self.day.isoformat())


class ExportFields(_OfADay):
    """Records in a form that another office wants."""

    form: Literal["gpkg", "txt", "ledger", "facts", "card"] = Field(
        description="GeoPackage, survey boundary file, ledger, dated facts, or tracking cards."
    )
    cluster: _Cluster | None = Field(default=None, description="Only this cluster.")

    def right(self) -> Right:
        """Say which right it needs."""
        return Right.LAND if self.form in ("gpkg", "txt") else Right.MONEY_OUT

    def clusters(self) -> tuple[str, ...]:
        """Name the clusters that it is about."""
        return (self.cluster,) if self.cluster else ()

    def title(self) -> str:
        """Say in words what it makes."""
        forms = {
            "gpkg": _("GeoPackage"),
            "txt": _("Survey boundary file"),
            "ledger": _("Ledger"),
            "facts": _("Dated facts"),
            "card": _("Tracking cards"),
        }
        return _("{what}, {cluster}").format(
            what=_("{form}, {day}").format(form=forms[self.form], day=self.day.isoformat()),
            cluster=self.cluster or _("all clusters"),
        )


class SampleFields(_OfADay):
    """The dossiers of a sample of contracts that is drawn with a seed."""

    n: int = Field(ge=1, le=MOST_DRAWN, description="How many contracts.")
    seed: str = Field(max_length=200, description="What to draw with, agreed on before the draw.")
    cluster: _Cluster | None = Field(default=None, description="Only this cluster.")

    def right(self) -> Right:
        """Say which right it needs."""
        return Right.JOURNAL

    def clusters(self) -> tuple[str, ...]:
        """Name the clusters that it is about."""
        return (self.cluster,) if self.cluster else ()

    def title(self) -> str:
        """Say in words what it makes."""
        told = _("Dossiers of a sample of {count}, seed {seed}, {day}")
        return told.format(count=self.n, seed=self.seed, day=self.day.isoformat())


class Brought(BaseModel):
    """A file that was brought: its name, and the SHA-256 of its bytes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    sha256: str


class ImportFields(JobFields):
    """Files that go into the register, or are only looked at."""

    dry_run: bool = Field(default=False, description="Write nothing; say what would be written.")
    crs: Annotated[int, BeforeValidator(parse_epsg)] | None = Field(
        default=None, description="EPSG code of the coordinates, whatever the files say."
    )
    accept_guess: bool = Field(default=False, description="Take coordinates whose system had to be guessed.")
    of_job: str | None = Field(
        default=None, max_length=40, description="Take the files of this earlier import instead of new ones."
    )
    files: tuple[Brought, ...] = ()

    def right(self) -> Right:
        """Say which right it needs."""
        return Right.RECORD

    def dated(self, today: date) -> Self:
        """Fix the day that was left open.

        Parameters
        ----------
        today
            The day in China.
        """
        return self

    def title(self) -> str:
        """Say in words what it makes."""
        names = _(", ").join(each.name for each in self.files)
        told = _("Dry run: {files}") if self.dry_run else _("Import: {files}")
        return told.format(files=names)


def without_blanks(given: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what a form sends of fields in which nothing was written.

    Parameters
    ----------
    given
        The fields.
    """
    return {name: value for name, value in given.items() if value != ""}
