"""Rows of the sheet 标准地指标 to agreed indicators; names and words as in ``aliases.yaml``."""

from __future__ import annotations

from decimal import Decimal

from landwatch.formats.cells import vocabulary
from landwatch.formats.cells.quantities import Figure
from landwatch.formats.cells.vocabulary import first_name
from landwatch.formats.reading import Findings
from landwatch.formats.tables.rows import Record
from landwatch.i18n import gettext as _
from landwatch.model import Direction, Indicator, IndicatorStage
from landwatch.units import decimal_text

__all__ = ["indicator_name", "indicator_of", "stated_figure"]

_REQUIRED = ("contract_no", "name", "value", "direction", "stage")


def indicator_of(record: Record, findings: Findings) -> Indicator | None:
    """Read one agreed indicator; nothing about it is guessed.

    Parameters
    ----------
    record
        The row.
    findings
        Where issues go.

    Returns
    -------
    Indicator or None
        ``None`` where a cell is missing or cannot be read; that is reported.
    """
    given = record.fields
    for name in _REQUIRED:
        if not record.refused and given.get(name) is None:
            record.refused = True
            findings.missing(record.place, record.header.labels.get(name) or first_name("indicator", name))
    meant = {name: _word(record, name, findings) for name in ("direction", "stage")}
    stated = None if record.refused else stated_figure(record, findings)
    if stated is None:
        return None
    value, unit = stated
    if value < 0:
        record.refused = True
        message = _("{place}: {field} is {value}; an agreed value must not be negative")
        findings.error("bad_number", message, record.place, field=record.label("value"), value=value)
        return None
    return Indicator(
        name=indicator_name(given["name"]),
        value=value,
        unit=unit,
        direction=Direction(meant["direction"] or ""),
        stage=IndicatorStage(meant["stage"] or ""),
        damages_ppb=given.get("damages_ppb"),
    )


def _word(record: Record, field: str, findings: Findings) -> str | None:
    written = record.fields.get(field)
    meaning = None if written is None else vocabulary.word_of(field, written)
    if written is not None and meaning is None:
        record.refused = True
        findings.unknown_word(record.place, record.label(field), written, field)
    return meaning


def indicator_name(written: str) -> str:
    """Give the usual name of an indicator; one that is not known keeps its own.

    Parameters
    ----------
    written
        The name as written.

    Returns
    -------
    str
        E.g. ``投资强度`` for 固定资产投资强度.
    """
    return vocabulary.word_of("indicator", written) or written


def stated_figure(record: Record, findings: Findings) -> tuple[Decimal, str | None] | None:
    """Give the figure of a row and its unit; a percentage is in percent, as its cell shows it.

    A figure nobody measures is refused; a percentage below one without a percent sign is warned of, since a
    spreadsheet keeps 40 % as 0.4.

    Parameters
    ----------
    record
        The row, with a figure.
    findings
        Where issues go.

    Returns
    -------
    tuple or None
        ``None`` where the figure is refused.
    """
    figure: Figure = record.fields["value"]
    value, field, unit = figure.number, record.label("value"), record.fields.get("unit")
    in_percent = unit is not None and vocabulary.plain(unit) == "%"
    try:
        decimal_text(value)
    except ValueError:
        record.refused = True
        message = _(
            "{place}: {field} is {value}, which has too many digits to be true; write the exact figure"
        )
        findings.error("bad_number", message, record.place, field=field, value=value)
        return None
    if figure.is_percent and unit is not None and not in_percent:
        record.refused = True
        message = _("{place}: {field} is {value} and its unit is {unit}; write the figure in that unit")
        findings.error("bad_number", message, record.place, field=field, value=f"{value}%", unit=unit)
        return None
    if in_percent and not figure.is_percent and 0 < value < 1:
        message = _("{place}: {field} is {value} %; if {percent} are meant, write it so and import it again")
        percent = f"{decimal_text(value * 100)} %"
        findings.warning("bad_number", message, record.place, field=field, value=value, percent=percent)
    return value, "%" if figure.is_percent else unit
