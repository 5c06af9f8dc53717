"""Cells to text, identifiers and flags; what cannot be read raises :class:`BadValue`.

Nothing is guessed and nothing rounded: a :class:`BadValue` says what would be readable.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time

from landwatch.formats.cells import vocabulary
from landwatch.formats.cells.decoding import UNREADABLE
from landwatch.formats.cells.invisible import visible
from landwatch.i18n import gettext as _
from landwatch.units import EXCEL_DIGITS

__all__ = [
    "NO_RESULT",
    "SPREADSHEET_ERRORS",
    "BadValue",
    "Cell",
    "NoResult",
    "as_designation",
    "as_flag",
    "as_identifier",
    "as_identifiers",
    "as_text",
]

SPREADSHEET_ERRORS = frozenset(
    {
        *("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"),
        *("#BLOCKED!", "#CALC!", "#CONNECT!", "#FIELD!", "#GETTING_DATA", "#SPILL!", "#UNKNOWN!"),
    }
)
"""What a spreadsheet puts in place of a result that it could not compute."""

# Longer cells need not be compared with the words that mean empty.
_LONGEST_BLANK = 8
_UNIT_NUMBER = re.compile(r"(?<!\w)(\d{6})\s+(\d{6})\s+([A-Z]{2}\d{5})(?:\s+([A-Z]\d{8}))?(?!\w)")
_LIST_BREAK = re.compile(r"[、,，;；\s]+")
# Others without a glyph of their own, which may be part of a name and never of a number.
_UNSEEN = re.compile("[\u034f\u115f\u1160\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# How a long number travels through CSV: a formula that gives a text.
_QUOTED = re.compile(r'=\s*"((?:[^"]|"")*)"')
# What a spreadsheet writes into CSV for a figure of many digits: 5.00222E+14, 5E+14, 5E14.
_ROUNDED = re.compile(r"[+-]?(?:\d+\.\d*[eE][+-]?\d+|\d+[eE][+-]\d+|\d[eE]\d{2,})")
# What a spreadsheet writes into CSV for 5-3 or 2023-5 once it is a date. 2023-5-3 is left alone: spreadsheets
# do not write it unasked, and offices number contracts so.
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_DAY = re.compile(
    r"(?:\d{4}/\d{1,2}/\d{1,2}|\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])|(?:\d{4}年)?\d{1,2}月\d{1,2}日"
    rf"|\d{{4}}年\d{{1,2}}月|\d{{1,2}}-{_MONTH}(?:-\d{{2,4}})?|{_MONTH}-\d{{2,4}})T?(?:\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?"
)
# Beyond this not every whole number has a binary fraction of its own.
_LARGEST_EXACT = 2**53


@dataclass(frozen=True, slots=True)
class NoResult:
    """A cell with a formula whose result the file does not hold; formulas are not evaluated."""

    def __str__(self) -> str:
        return _("(formula without a stored result)")


NO_RESULT = NoResult()

Cell = str | int | float | bool | datetime | date | time | NoResult | None
"""What a cell of a table may hold."""


class BadValue(ValueError):
    """A cell that cannot be read.

    Parameters
    ----------
    code
        Word of the importer's vocabulary.
    advice
        What is wrong and what would be readable.
    """

    def __init__(self, code: str, advice: str) -> None:
        super().__init__(advice)
        self.code = code
        self.advice = advice


def as_text(cell: Cell) -> str | None:
    """Read a cell as text.

    Parameters
    ----------
    cell
        The cell.

    Returns
    -------
    str or None
        Without blanks around it, without invisible characters and out of ``="…"``; ``None`` for an empty
        cell and for the words that mean empty.

    Raises
    ------
    BadValue
        For a formula without a result and for text that could not be decoded.
    """
    if cell is None:
        return None
    if isinstance(cell, NoResult):
        raise BadValue(
            "unreadable_record",
            _("open the file in a spreadsheet, save it and import it again, or paste values"),
        )
    if isinstance(cell, str):
        text = _unquoted(visible(cell).strip())
        if UNREADABLE in text:
            raise BadValue("unreadable_record", _("some of its characters are broken; type it again"))
        if text in SPREADSHEET_ERRORS:
            raise BadValue("unreadable_record", _("the spreadsheet could not compute it; mend the formula"))
        is_short = len(text) <= _LONGEST_BLANK
        return (
            None if not text or (is_short and vocabulary.plain(text) in vocabulary.listed("blank")) else text
        )
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**EXCEL_DIGITS:
        return str(int(cell))
    return str(cell)


def _unquoted(text: str) -> str:
    match = _QUOTED.fullmatch(text) if text.startswith("=") else None
    return match[1].replace('""', '"').strip() if match else text


def as_designation(cell: Cell) -> str | None:
    """Read what names a document or an instalment: as it is written, yet never a date or a rounded figure.

    Parameters
    ----------
    cell
        The cell.

    Returns
    -------
    str or None
        Without blanks around it; ``None`` for an empty cell.

    Raises
    ------
    BadValue
        If a spreadsheet has made a date, a yes or no, or a rounded figure of what was typed.
    """
    if isinstance(cell, (date, time)):
        raise _lost(_("a spreadsheet made a date of it, and what was typed is lost"))
    if isinstance(cell, bool):
        raise _lost(_("it is a yes or no and not a number"))
    if isinstance(cell, float) and abs(cell) >= 10**EXCEL_DIGITS:
        raise _lost(_("a spreadsheet keeps only 15 digits of a figure"))
    if isinstance(cell, int) and abs(cell) > _LARGEST_EXACT:
        raise _lost(_("a figure of more than 15 digits may have been rounded on its way"))
    text = as_text(cell)
    if text is not None and _ROUNDED.fullmatch(text) and not _is_quoted(cell):
        raise _lost(_("a spreadsheet wrote it as a power of ten and dropped digits"))
    return text


def _is_quoted(cell: Cell) -> bool:
    return isinstance(cell, str) and _QUOTED.fullmatch(visible(cell).strip()) is not None


def _lost(what: str) -> BadValue:
    advice = _(
        "{what}; format the column as text and type the number again with all its digits (in a CSV file, or"
        " if the number truly looks like this, write it as {quoted})"
    )
    return BadValue("bad_number", advice.format(what=what, quoted='="…"'))


def as_identifier(cell: Cell) -> str | None:
    """Read a number that identifies something: half-width, without blanks; the one gate of every format.

    Parameters
    ----------
    cell
        The cell.

    Returns
    -------
    str or None
        The identifier.

    Raises
    ------
    BadValue
        As :func:`as_designation`, and for a text that is a date.
    """
    text = as_designation(cell)
    return None if text is None else _bare(text, is_quoted=_is_quoted(cell))


def _bare(text: str, *, is_quoted: bool) -> str | None:
    bare = "".join(_UNSEEN.sub("", unicodedata.normalize("NFKC", text)).split())
    if not is_quoted and _ROUNDED.fullmatch(bare):
        raise _lost(_("a spreadsheet wrote it as a power of ten and dropped digits"))
    if not is_quoted and _DAY.fullmatch(bare):
        raise _lost(_("a spreadsheet made a date of it, and what was typed is lost"))
    return bare.removeprefix("'") or None


def as_identifiers(cell: Cell) -> tuple[str, ...]:
    """Read a list of identifiers, separated by ``、`` ``,`` ``;`` or blanks.

    Parameters
    ----------
    cell
        The cell. Blanks inside the official grouping of a cadastral number do not separate.

    Returns
    -------
    tuple of str
        The identifiers, each once, in their order.

    Raises
    ------
    BadValue
        As :func:`as_identifier`.
    """
    text = as_designation(cell)
    if text is None:
        return ()
    joined = _UNIT_NUMBER.sub(
        lambda match: "".join(filter(None, match.groups())), unicodedata.normalize("NFKC", text)
    )
    bare = (_bare(part, is_quoted=_is_quoted(cell)) for part in _LIST_BREAK.split(joined))
    return tuple(dict.fromkeys(filter(None, bare)))


def as_flag(cell: Cell) -> bool | None:
    """Read yes or no.

    Parameters
    ----------
    cell
        The cell, e.g. 是 or 否.

    Returns
    -------
    bool or None
        ``None`` for an empty cell.

    Raises
    ------
    BadValue
        For any other word.
    """
    text = as_text(cell)
    if text is None:
        return None
    word = vocabulary.word_of("flag", text)
    if word is None:
        raise BadValue("unreadable_record", _("write 是 (yes) or 否 (no)"))
    return word == "yes"
