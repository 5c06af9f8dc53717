"""From material to a report: title, particulars, sections and the lists behind them, in this order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from landwatch import district
from landwatch.i18n import gettext as _
from landwatch.i18n import minute_text
from landwatch.reports import acreage, clusters, due, lists, patrols, remarks, summary
from landwatch.reports.document import Bars, Block, Report, Section, Table, numbered, told_day
from landwatch.reports.material import Material
from landwatch.rules.wording import CONVENTIONS, word

__all__ = ["annex_tables", "compose", "illustrative_mark", "particulars", "report_title"]


def compose(material: Material) -> Report:
    """Put a report into words, in the current language.

    Parameters
    ----------
    material
        What it is made from.

    Returns
    -------
    Report
        The whole report.
    """
    title, subtitle = report_title(material)
    return Report(
        title=title,
        subtitle=subtitle,
        mark=illustrative_mark(material),
        footer=_("As of {day} · known at {instant} · {program} · rules {law}").format(
            day=material.on,
            instant=minute_text(material.known_at),
            program=material.program,
            law=material.assessment.law_version,
        ),
        particulars=particulars(material),
        sections=[
            Section(numbered(number, heading), _captioned(blocks, number))
            for number, (heading, blocks) in enumerate(_chapters(material), start=1)
        ],
        annexes=[
            Section(_("Annex {number} {heading}").format(number=number, heading=table.title), _annex(table))
            for number, table in enumerate(annex_tables(material), start=1)
        ],
    )


def report_title(material: Material) -> tuple[str, str]:
    """Name a report.

    Parameters
    ----------
    material
        What it is made from.

    Returns
    -------
    tuple of str
        What it is; of which period and place.
    """
    title = (
        _("{zone}: annual report on industrial land after supply")
        if material.period.kind == "annual"
        else _("{zone}: monthly report on industrial land after supply")
    ).format(zone=district.current().name)
    period = material.period.name()
    if material.cluster is None:
        return title, period
    return title, _("{period} · cluster {cluster}").format(period=period, cluster=material.cluster)


def illustrative_mark(material: Material) -> str:
    """Say that data is invented where it is.

    Parameters
    ----------
    material
        What the report is made from.

    Returns
    -------
    str
        Empty where it is not.
    """
    return _("Illustrative data") if material.assessment.snapshot.illustrative else ""


def particulars(material: Material) -> list[tuple[str, str]]:
    """Say what a reader has to know before the first figure.

    Parameters
    ----------
    material
        What the report is made from.

    Returns
    -------
    list of tuple
        Name and value.
    """
    period = material.period
    pool = f"rate_pool={material.assessment.conventions.rate_pool}"
    told = [
        (
            _("Period"),
            _("{first} to {last}").format(first=told_day(period.first), last=told_day(period.last)),
        ),
        (_("Judged at the end of"), told_day(material.on)),
        (_("As known at"), minute_text(material.known_at)),
        (_("Scope"), material.cluster or _("all clusters")),
        (_("Compared with"), told_day(material.before)),
        (_("Basis"), word(CONVENTIONS, pool)),
    ]
    if illustrative_mark(material):
        told.append((_("Data"), _("Illustrative: parcels, contracts and companies are invented.")))
    return told


def annex_tables(material: Material) -> list[Table]:
    """Give the lists behind the figures.

    Parameters
    ----------
    material
        What the report is made from.

    Returns
    -------
    list of Table
        In the order of the annexes.
    """
    return [
        lists.defaults(material, "commencement"),
        lists.defaults(material, "completion"),
        lists.idle_land(material, recognised=True),
        lists.idle_land(material, recognised=False),
        lists.disposals(material, "commencement"),
        lists.disposals(material, "completion"),
        acreage.revitalised(material),
        lists.suspensions(material),
        due.dues(material, "commencement"),
        due.dues(material, "completion"),
    ]


def _chapters(material: Material) -> Iterator[tuple[str, Sequence[Block]]]:
    yield (
        _("Overall situation"),
        [
            *summary.sentences(material),
            *([summary.month_figures(material)] if material.month else []),
            summary.main_figures(material),
        ],
    )
    overview: list[Block] = [material.overview] if material.overview else []
    yield (
        _("By cluster"),
        [
            clusters.contracts_and_defaults(material),
            clusters.default_bars(material),
            *overview,
            clusters.idle_and_disposals(material),
        ],
    )
    yield (
        _("Idle, inefficient and revitalised land"),
        [
            acreage.stock(material),
            acreage.methods(material),
            *([acreage.targets(material)] if material.targets else []),
            *_method_bars(material),
        ],
    )
    yield _("Patrols"), [patrols.by_quarter(material), patrols.by_month(material)]
    yield _("What falls due soon"), [*material.ranking.values(), due.windows(material)]
    missing = list(remarks.gaps(material)) or [_("Nothing that the figures rest on is missing.")]
    yield _("Age of the data, and what is not known"), [remarks.ages(material), *missing, *material.unwritten]
    yield _("Definitions"), [*remarks.terms(material), remarks.definitions(material)]


def _method_bars(material: Material) -> list[Block]:
    """The acreage by method, where there is any."""
    rows = acreage.methods(material).rows
    if not rows:
        return []
    since = [value if isinstance(value := row[3], Fraction) else None for row in rows]
    names = [str(row[0]) for row in rows]
    title = _("Revitalised land by method since the first year (mu)")
    return [Bars(title=title, form="mu", names=names, series=[(_("Revitalised land"), since)])]


def _captioned(blocks: Sequence[Block], chapter: int) -> list[Block]:
    """Number the tables of a chapter, so that one can be spoken of."""
    told: list[Block] = []
    for block in blocks:
        if isinstance(block, Table):
            number = f"{chapter}-{1 + sum(isinstance(each, Table) for each in told)}"
            title = _("Table {number} {title}").format(number=number, title=block.title)
            block = Table(title=title, columns=block.columns, rows=block.rows, note=block.note)
        told.append(block)
    return told


def _annex(table: Table) -> list[Block]:
    """The heading names the table already; an empty list says that it is empty."""
    if not table.rows:
        return [_("None.")]
    return [Table(title="", columns=table.columns, rows=table.rows, note=table.note)]
