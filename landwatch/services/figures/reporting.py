"""The monthly and the annual report: figures, lists and the overview map as workbook, Word and PDF files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pandas as pd

import landwatch
from landwatch.drafts import put_in_place
from landwatch.errors import UsageError
from landwatch.i18n import Language, language, speaking
from landwatch.i18n import gettext as _
from landwatch.log import step
from landwatch.maps import overview_drawing
from landwatch.measures import figures as measured
from landwatch.measures.acreage import CountingRules, Method, method_name, progress
from landwatch.measures.acreage.booked import booked_as_revitalised, by_case
from landwatch.measures.figures import selection
from landwatch.measures.figures.counts import disposals_by_month
from landwatch.measures.figures.declared import declared
from landwatch.measures.flagged import check_cluster
from landwatch.model import Target
from landwatch.registry import Register
from landwatch.reports import Drawing, Figures, Material, Period, compose, pdf, word_document, write_workbook
from landwatch.reports.unprintable import Unwritten, unwritten
from landwatch.rules import Assessment, Conventions, assess
from landwatch.services.figures.counting import (
    Group,
    acreage_ledger,
    figures,
    grouped,
    judged_earlier,
    patrol_months,
    stock,
)
from landwatch.services.figures.forecasting import forecast

__all__ = ["PeriodicReport", "gather", "report_of", "report_period"]


@dataclass(frozen=True)
class PeriodicReport:
    """What was written.

    Attributes
    ----------
    material
        What the report is made from.
    files
        The workbook, the Word report and the PDF.
    unwritten
        What the font of the PDF cannot write.
    """

    material: Material
    files: tuple[Path, ...]
    unwritten: tuple[Unwritten, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON values."""
        told = self.material
        return {
            "period": told.period.code,
            "on": told.on.isoformat(),
            "known_at": told.known_at.isoformat() if told.known_at else None,
            "cluster": told.cluster,
            "illustrative": told.assessment.snapshot.illustrative,
            "files": [str(file) for file in self.files],
            "unwritten": [each.to_dict() for each in self.unwritten],
        }


@step("write report")
def report_period(
    database: str,
    period: Period,
    out: Path,
    conventions: Conventions | None = None,
    *,
    on: date | None = None,
    cluster: str | None = None,
    known_at: datetime | None = None,
    speech: Language = "zh",
    rules: CountingRules | None = None,
    limits: Mapping[str, int] | None = None,
    thresholds: measured.Thresholds | None = None,
) -> PeriodicReport:
    """Write the report of a month or a year: a workbook, a Word file and a PDF.

    Parameters
    ----------
    database
        URL of the register.
    period
        The month or year.
    out
        Folder to write to; it is made where there is none. Reports of the same name are replaced.
    conventions
        The choices the rules leave open.
    on
        The day of the period whose end is judged; its last day where it is not given.
    cluster
        Only this cluster.
    known_at
        The instant of knowledge; by default the last at which anything was recorded.
    speech
        Language of the report.
    rules
        What counts as revitalised, and which years are closed.
    limits
        Days after which a source is too old, by its name.
    thresholds
        The signs of inefficient land; the package's own where they are not given.

    Returns
    -------
    PeriodicReport
        The files written.

    Raises
    ------
    UsageError
        If the day lies outside the period, the cluster is not known, or the folder cannot be written.
    RegisterError
        If the register cannot be opened or read.
    """
    day = on or period.last
    period.check(day)
    with Register.open(database) as register:
        now = assess(register.snapshot(day, known_at), conventions)
        targets = [each.target for each in register.targets(known_at)]
    # Whoever asks is told in the language of the screen, not of the report.
    check_cluster(now.snapshot.clusters["name"], cluster)
    with speaking(speech):
        return report_of(
            now,
            period,
            out,
            cluster=cluster,
            rules=rules,
            limits=limits,
            thresholds=thresholds,
            targets=targets,
        )


def report_of(
    assessment: Assessment,
    period: Period,
    out: Path,
    *,
    cluster: str | None = None,
    rules: CountingRules | None = None,
    limits: Mapping[str, int] | None = None,
    thresholds: measured.Thresholds | None = None,
    targets: Iterable[Target] = (),
) -> PeriodicReport:
    """Write the report of an assessment, in the current language.

    Parameters
    ----------
    assessment
        The contracts judged on a day of the period.
    period, out, cluster, rules, limits, thresholds, targets
        As for :func:`report_period`.

    Raises
    ------
    UsageError
        If the day lies outside the period, the cluster is not known, or the folder cannot be written.
    """
    period.check(assessment.on)
    check_cluster(assessment.snapshot.clusters["name"], cluster)
    given: dict[str, Any] = {"rules": rules, "limits": limits, "thresholds": thresholds}
    material = gather(assessment, period, cluster=cluster, targets=targets, **given)
    texts = [text for _place, text in compose(material).texts()]
    missing = unwritten(assessment.snapshot, texts)
    material = replace(material, unwritten=[each.sentence() for each in missing])
    return PeriodicReport(material, _write(material, out), missing)


def gather(
    assessment: Assessment,
    period: Period,
    *,
    cluster: str | None = None,
    rules: CountingRules | None = None,
    limits: Mapping[str, int] | None = None,
    thresholds: measured.Thresholds | None = None,
    targets: Iterable[Target] = (),
) -> Material:
    """Collect what a report is made from, in the current language.

    Parameters
    ----------
    assessment
        The contracts judged on a day of the period.
    period
        The month or year.
    cluster
        Only this cluster.
    rules
        What counts as revitalised, and which years are closed.
    limits
        Days after which a source is too old, by its name.
    thresholds
        The signs of inefficient land; the package's own where they are not given.
    targets
        Land to be revitalised by year and cluster.
    """
    given: dict[str, Any] = {"cluster": cluster, "rules": rules, "limits": limits}
    earlier = judged_earlier(assessment, period.before)
    made = figures(assessment, before=earlier, **given)
    by_cluster = grouped(assessment, "cluster", **given)
    quarters = range(1, (assessment.on.month + 2) // 3 + 1)
    foreseen = forecast(assessment, cluster=cluster)
    return Material(
        period=period,
        assessment=assessment,
        cluster=cluster,
        figures=_by_id(made),
        earlier=_comparable(period, figures(earlier, **given)),
        before=period.before,
        month=_of_month(assessment, period, cluster, rules),
        by_cluster=_in_order(assessment, by_cluster),
        patrols=[
            measured.patrol_coverage(assessment, assessment.on.year, quarter, cluster=cluster)
            for quarter in quarters
        ],
        patrol_months=patrol_months(assessment, cluster=cluster),
        stock=stock(assessment, cluster=cluster, rules=rules, thresholds=thresholds),
        targets=progress(acreage_ledger(assessment, rules), targets, assessment.on, cluster),
        windows=[window for window in foreseen.windows() if window.cluster == cluster],
        dues=_dues(foreseen),
        ranking={record.kind: measured.verdict(record) for record in foreseen.records},
        definitions=_definitions(assessment, given),
        disposals=disposals_by_month(assessment, cluster),
        revitalised=_revitalised(assessment, cluster, rules),
        suspensions=_suspensions(assessment, cluster),
        methods={method.value: method_name(method) for method in Method},
        overview=_overview(assessment, cluster),
        program=f"landwatch {landwatch.__version__}",
    )


def _of_month(
    assessment: Assessment, period: Period, cluster: str | None, rules: CountingRules | None
) -> Figures:
    if period.kind == "annual":
        return {}
    entries = acreage_ledger(assessment, rules).frame()
    return _by_id(measured.flows(assessment, entries, period.first.year, period.first.month, cluster=cluster))


def _by_id(made: Iterable[measured.Figure]) -> Figures:
    return {figure.id: figure for figure in made}


def _in_order(assessment: Assessment, groups: Iterable[Group]) -> dict[str, Figures]:
    """The clusters as the register has them; contracts without one come last."""
    order = [str(name) for name in assessment.snapshot.clusters["name"]]
    known = {group.name: _by_id(group.figures) for group in groups}
    return {name: known[name] for name in order if name in known} | known


def _comparable(period: Period, earlier: Iterable[measured.Figure]) -> Figures:
    """Flows begin anew on 1 January: the flow of a December says nothing beside that of a January."""
    same_year = period.before.year == period.first.year
    kept = (
        figure
        for figure in earlier
        if same_year or period.kind == "annual" or declared(figure.id).kind != "flow"
    )
    return _by_id(kept)


def _definitions(
    assessment: Assessment, given: Mapping[str, Any]
) -> dict[str, dict[str, tuple[str, str, str]]]:
    """Labels and definitions in both languages, so that a reader of either can check the other."""
    told: dict[str, dict[str, tuple[str, str, str]]] = {}
    languages: tuple[Language, ...] = ("zh", "en")
    for each in languages:
        with speaking(each):
            made = figures(assessment, **given)
            told[each] = {figure.id: (figure.label, figure.definition, figure.pool) for figure in made}
    return told


def _dues(foreseen: measured.Forecast) -> pd.DataFrame:
    names = "kind rank contract_no part day days_left area_cm2 probability".split()
    rows = [
        {name: getattr(due, name) for name in names}
        | {"drivers": _("; ").join(_driver(*pair) for pair in due.drivers)}
        for due in foreseen.dues
    ]
    frame = pd.DataFrame(rows, columns=[*names, "drivers"], dtype=object)
    return frame.astype({"area_cm2": "Int64", "days_left": "int64", "rank": "int64", "day": "datetime64[s]"})


def _driver(driver: str, times: float) -> str:
    return _("{driver} (odds × {times})").format(driver=measured.driver_name(driver), times=f"{times:g}")


def _revitalised(assessment: Assessment, cluster: str | None, rules: CountingRules | None) -> pd.DataFrame:
    """The entries of the ledger of acreage that make land revitalised, or take that back."""
    entries = acreage_ledger(assessment, rules).frame()
    return by_case(booked_as_revitalised(entries, cluster))


def _suspensions(assessment: Assessment, cluster: str | None) -> pd.DataFrame:
    year = assessment.on.year
    found = selection.suspensions(assessment, date(year, 1, 1), date(year, 12, 31), cluster).reset_index()
    found = found.assign(
        basis=found["details"].map(lambda details: details.get("basis")),
        scopes=found["details"].map(lambda details: tuple(details.get("scopes", ()))),
    )
    return found[["contract_no", "day", "lifted", "document", "basis", "scopes"]]


def _overview(assessment: Assessment, cluster: str | None) -> Drawing | None:
    drawn = overview_drawing(assessment, only=cluster, language=language())
    if drawn is None:
        return None
    return Drawing(
        title=_("Clusters by commencement default rate"),
        svg=drawn.svg,
        width=drawn.width,
        height=drawn.height,
        labels=[(label.text, label.x, label.y, label.centred) for label in drawn.labels],
    )


def _write(material: Material, out: Path) -> tuple[Path, ...]:
    """Make all three before any is put in place: a report is there whole, or as it was."""
    report = compose(material)
    known_at = material.known_at or datetime.combine(material.on, time(), UTC)
    made = known_at.replace(microsecond=0)
    documents = {"pdf": pdf(report, made), "docx": word_document(report, made)}
    stem = _("{title}-{period}").format(
        title=_("annual-report") if material.period.kind == "annual" else _("monthly-report"),
        period="-".join(filter(None, [material.period.code, material.cluster])),
    )
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            _("{path} cannot be written: {why}. Name another folder with --out.").format(
                path=out, why=error.strerror or error
            )
        ) from error
    places = [out / f"{stem}.{ending}" for ending in ("xlsx", "docx", "pdf")]
    with put_in_place(places[0], replace=True) as draft:
        write_workbook(draft, material, made)
    for place in places[1:]:
        with put_in_place(place, replace=True) as draft:
            draft.write_bytes(documents[place.suffix[1:]])
    return tuple(places)
