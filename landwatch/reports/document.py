"""What a report is made of, before it becomes a page: sections with sentences, tables, bars and drawings.

Cells keep exact values; :func:`printed` writes one for a reader, the workbook keeps it as a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from landwatch.i18n import gettext as _
from landwatch.i18n import language, ngettext
from landwatch.style import style
from landwatch.units import round_half_up

__all__ = [
    "Bars",
    "Block",
    "Cell",
    "Column",
    "Drawing",
    "Form",
    "Report",
    "Section",
    "Table",
    "as_json",
    "chart_colours",
    "numbered",
    "printed",
    "quotient",
    "told_day",
]

Cell = str | int | Fraction | date | None
"""What a cell holds; shares and mu are exact fractions."""

Form = Literal["text", "date", "count", "mu", "wan", "percent", "points"]
"""How a value is written: a share in percent, a difference of shares in points, money in 10,000 yuan."""

_CHINESE = "一二三四五六七八九十"
_DECIMALS: dict[Form, int] = {"mu": 2, "wan": 2, "percent": 1, "points": 1}


def printed(value: Cell, form: Form) -> str:
    """Write a value for a reader, with thousands marked and without its unit.

    Parameters
    ----------
    value
        The value; ``None`` is n/a among numbers, a dash among texts and days.
    form
        How it is written.

    Returns
    -------
    str
        E.g. ``33,290.10``, ``2.1`` or ``-2.9``.
    """
    if value is None:
        return "—" if form in ("text", "date") else _("n/a")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value
    scale = 100 if form in ("percent", "points") else 1
    sign = "+" if form == "points" else ""
    rounded = round_half_up(Fraction(value) * scale, _DECIMALS.get(form, 0))
    return f"{rounded:{sign if rounded else ''},f}"


def numbered(number: int, heading: str) -> str:
    """Number the heading of a section in the current language.

    Parameters
    ----------
    number
        The number, 1 to 10.
    heading
        The heading.

    Returns
    -------
    str
        E.g. ``一、总体情况`` or ``1  Overall situation``.
    """
    return f"{_CHINESE[number - 1]}、{heading}" if language() == "zh" else f"{number}  {heading}"


def told_day(day: date) -> str:
    """Write a day as a sentence has it in the current language.

    Parameters
    ----------
    day
        The day.
    """
    return _("{year}-{month:02}-{day:02}").format(year=day.year, month=day.month, day=day.day)


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    head
        Its header, with the unit where it has one.
    form
        How its values are written.
    width
        Its share of the width of the table.
    key
        Stable name, by which a workbook knows how the values come about; empty for none.
    total
        What stands below it: the ``sum`` of its values, the number of ``rows``, or of different ``names``,
        or nothing.
    share
        Places of the columns whose quotient its values are; its total is the quotient of their totals.
    """

    head: str
    form: Form = "text"
    width: float = 2
    key: str = ""
    total: Literal["", "sum", "rows", "names"] = ""
    share: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table; it has a last row of totals where a column has one.

    Attributes
    ----------
    title
        What it shows.
    columns
        Its columns; the first of a table with totals is free for the word.
    rows
        Its rows, one cell a column.
    note
        A remark below it.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    note: str = ""

    def total(self) -> list[Cell] | None:
        """Sum the table up.

        Returns
        -------
        list or None
            The last row; None where no column has a total, or there is nothing to sum up.
        """
        if not self.rows or not any(column.total for column in self.columns):
            return None
        below: list[Cell] = [self._total(place) for place in range(len(self.columns))]
        for place, column in enumerate(self.columns):
            if column.share:
                below[place] = quotient(*(below[of] for of in column.share))
        return [_("Total"), *below[1:]]

    def _total(self, place: int) -> Cell:
        column = self.columns[place]
        if column.total == "rows":
            return len(self.rows)
        if column.total == "names":
            return len({row[place] for row in self.rows})
        if column.total == "sum":
            values = (row[place] for row in self.rows)
            return sum(
                (Fraction(value) for value in values if isinstance(value, (int, Fraction))), Fraction()
            )
        return ""


def quotient(part: Cell, whole: Cell) -> Fraction | None:
    """Divide two exact values.

    Parameters
    ----------
    part, whole
        Numbers.

    Returns
    -------
    Fraction or None
        None where one is no number or the whole is nought.
    """
    if isinstance(part, (int, Fraction)) and isinstance(whole, (int, Fraction)) and whole:
        return Fraction(part) / Fraction(whole)
    return None


@dataclass(frozen=True, kw_only=True)
class Bars:
    """A bar chart: for each name one bar a series.

    Attributes
    ----------
    title
        What it shows, with the unit.
    form
        How the values are written.
    names
        What the bars stand for.
    series
        Name and values of each series, as many values as names.
    """

    title: str
    form: Form
    names: Sequence[str]
    series: Sequence[tuple[str, Sequence[Fraction | None]]]


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A drawing: shapes, and words that the page sets in its own font.

    Attributes
    ----------
    title
        What it shows.
    svg
        The shapes.
    width, height
        Size of the drawing in its own units.
    labels
        Each word, the place of its base line, and whether that place is its middle.
    """

    title: str
    svg: str
    width: float
    height: float
    labels: Sequence[tuple[str, float, float, bool]]


Block = str | Table | Bars | Drawing
"""A part of a section; text is a paragraph."""


@dataclass(frozen=True)
class Section:
    """A section of a report.

    Attributes
    ----------
    heading
        Its heading, with its number.
    blocks
        What it holds, in order.
    """

    heading: str
    blocks: Sequence[Block]


@dataclass(frozen=True, kw_only=True)
class Report:
    """A whole report in one language.

    Attributes
    ----------
    title, subtitle
        What it is, and of which period and place.
    mark
        A line for the head of every page, e.g. that the data is invented; empty for none.
    footer
        A line for the foot of every page.
    particulars
        Name and value of what a reader has to know first: period, day, instant of knowledge.
    sections
        The text.
    annexes
        Lists, printed across.
    """

    title: str
    subtitle: str
    mark: str
    footer: str
    particulars: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    annexes: Sequence[Section]

    def texts(self) -> Iterator[tuple[str, str]]:
        """Go through everything that is printed.

        Yields
        ------
        tuple of str
            Where it stands, and the text.
        """
        yield _("the title"), self.title
        yield _("the subtitle"), self.subtitle
        yield _("the head of the pages"), self.mark
        yield _("the foot of the pages"), self.footer
        for name, value in self.particulars:
            yield from ((name, name), (name, value))
        for section in (*self.sections, *self.annexes):
            yield section.heading, section.heading
            for block in section.blocks:
                yield from _texts(section.heading, block)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON values, every value written as it is printed."""
        return {
            "title": self.title,
            "subtitle": self.subtitle,
            "mark": self.mark,
            "footer": self.footer,
            "particulars": [list(pair) for pair in self.particulars],
            "sections": [_section(section) for section in self.sections],
            "annexes": [_section(section) for section in self.annexes],
        }


def _texts(where: str, block: Block) -> Iterator[tuple[str, str]]:
    if isinstance(block, str):
        yield where, block
        return
    yield where, block.title
    if isinstance(block, Drawing):
        yield from ((block.title, label[0]) for label in block.labels)
    elif isinstance(block, Bars):
        yield from ((block.title, name) for name in (*block.names, *(name for name, _of in block.series)))
    else:
        for column in block.columns:
            yield block.title, column.head
        for number, row in enumerate(_printed_rows(block), start=1):
            for column, text in zip(block.columns, row, strict=True):
                place = _("{table}, row {number}, column {column}")
                yield place.format(table=block.title, number=number, column=column.head), text
        yield block.title, block.note


def _printed_rows(table: Table) -> list[list[str]]:
    total = table.total()
    rows = [*table.rows, *([total] if total else [])]
    return [
        [_printed_in(value, column) for value, column in zip(row, table.columns, strict=True)] for row in rows
    ]


def _printed_in(value: Cell, column: Column) -> str:
    """A number of rows stands below texts, too."""
    if isinstance(value, int) and column.form == "text":
        return ngettext("{count} contract", "{count} contracts", value).format(count=printed(value, "count"))
    return printed(value, column.form)


def _section(section: Section) -> dict[str, Any]:
    return {"heading": section.heading, "blocks": [as_json(block) for block in section.blocks]}


def chart_colours() -> tuple[str, str]:
    """Give the colours of the series of a chart: those that the maps have for the two defaults."""
    states = style()["states"]
    return states["commencement_default"]["fill"], states["completion_default"]["fill"]


def as_json(block: Block) -> dict[str, Any]:
    """Return a part of a section as JSON values, every value written as it is printed.

    Parameters
    ----------
    block
        The part.

    Returns
    -------
    dict
        Its `kind` and what belongs to that.
    """
    if isinstance(block, str):
        return {"kind": "text", "text": block}
    if isinstance(block, Drawing):
        return {"kind": "drawing", **asdict(block)}
    if isinstance(block, Bars):
        return {
            "kind": "bars",
            "title": block.title,
            "names": list(block.names),
            "series": [
                {
                    "name": name,
                    "values": [float(value or 0) for value in values],
                    "texts": [printed(value, block.form) for value in values],
                    "colour": colour,
                }
                for (name, values), colour in zip(block.series, chart_colours(), strict=False)
            ],
        }
    return {
        "kind": "table",
        "title": block.title,
        "heads": [column.head for column in block.columns],
        "numbers": [column.form not in ("text", "date") for column in block.columns],
        "widths": [column.width for column in block.columns],
        "rows": _printed_rows(block),
        "total": block.total() is not None,
        "note": block.note,
    }
