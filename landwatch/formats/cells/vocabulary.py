"""The spellings of the catalogue and of ``aliases.yaml``, ready to be looked up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from landwatch import catalogue
from landwatch.errors import InputError
from landwatch.formats.cells.invisible import visible
from landwatch.i18n import gettext as _

__all__ = [
    "Column",
    "column_of",
    "columns_of",
    "cut_column",
    "first_name",
    "first_word",
    "is_header",
    "is_land_use",
    "is_land_use_name",
    "is_natural_resources_authority",
    "land_use_code",
    "land_uses",
    "listed",
    "names_of",
    "plain",
    "unit_of",
    "units_of",
    "use_own_aliases",
    "word_of",
    "words",
]


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a reader knows.

    Attributes
    ----------
    field
        Name of what it holds, e.g. ``agreed_commencement``.
    kind
        How its cells are read, e.g. ``date``.
    unit
        The unit where neither header nor cell names one.
    unit_named
        Whether the header names the unit.
    words
        Name of the list of its words.
    """

    field: str
    kind: str
    unit: str | None = None
    unit_named: bool = False
    words: str | None = None


def plain(text: str) -> str:
    """Bring a spelling into the form in which spellings are compared.

    Parameters
    ----------
    text
        A header or a word as typed.

    Returns
    -------
    str
        Half-width, lower case, without blanks and characters that nobody sees.
    """
    return "".join(visible(unicodedata.normalize("NFKC", text)).lower().split())


_own: Path | None = None


@cache
def _data() -> Mapping[str, Any]:
    data: dict[str, Any] = yaml.safe_load(
        files("landwatch.formats.cells").joinpath("aliases.yaml").read_text(encoding="utf-8")
    )
    return data


Headers = dict[str, dict[str, tuple[str, ...]]]


@cache
def _headers() -> Headers:
    """The headers of each column, by kind of table; those of the office are read as well."""
    known: Headers = {
        section: {name: field.headers for name, field in fields.items() if field.headers}
        for section, fields in catalogue.loaded().fields.items()
    }
    known["landchina"] = {name: tuple(entry["names"]) for name, entry in _data()["landchina"].items()}
    return known if _own is None else _merged(known, _own)


@cache
def _known(section: str) -> Mapping[str, Column]:
    """The columns of a kind of table by field."""
    if section == "landchina":
        return {
            name: Column(name, entry["kind"], entry.get("unit"))
            for name, entry in _data()["landchina"].items()
        }
    return {
        name: Column(name, field.kind, field.unit, words=field.words)
        for name, field in catalogue.fields_of(section).items()
        if field.headers
    }


def use_own_aliases(path: Path | None) -> None:
    """Read an office's own spellings from now on, besides those that come with the program.

    Parameters
    ----------
    path
        YAML file with a list for each column, such as ``contract: {agreed_commencement: [合同动工日]}``;
        ``None`` for none.

    Raises
    ------
    InputError
        If the file cannot be read, or names a table or a column that there is not; nothing changes.
    """
    global _own
    if path == _own:
        return
    before, _own = _own, path
    _forget()
    try:
        _headers()
    except InputError:
        _own = before
        _forget()
        raise


def _forget() -> None:
    for looked_up in (_headers, _columns, column_of):
        looked_up.cache_clear()


def _merged(known: Headers, path: Path) -> Headers:
    try:
        own = yaml.safe_load(path.read_text(encoding="utf-8-sig")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(
            _("{path}: the aliases cannot be read; write them as YAML in UTF-8").format(path=path)
        ) from error
    merged = {section: dict(fields) for section, fields in known.items()}
    for section, fields in own.items() if isinstance(own, dict) else [(own, None)]:
        of_section = merged.get(section, {}) if isinstance(section, str) else {}
        for field, names in fields.items() if isinstance(fields, dict) else [(fields, None)]:
            if not isinstance(field, str) or field not in of_section or not isinstance(names, list):
                raise InputError(
                    _("{path}: “{section}: {field}” is no list of names for a known column").format(
                        path=path, section=section, field=field
                    )
                )
            of_section[field] = (*of_section[field], *map(str, names))
    return merged


@cache
def _columns(section: str) -> Mapping[str, Column]:
    known = _known(section)
    return {plain(name): known[field] for field, names in _headers()[section].items() for name in names}


@cache
def _units(kind: str) -> Mapping[str, str]:
    units = _data()["units"].get(kind, {})
    return {plain(name): unit for unit, names in units.items() for name in names}


@cache
def _words(kind: str) -> Mapping[str, str]:
    known = catalogue.words_of(kind)
    return {plain(spelling): code for code, word in known.items() for spelling in word.spellings}


@cache
def listed(name: str) -> frozenset[str]:
    """Give a plain list of spellings, e.g. those of a blank cell.

    Parameters
    ----------
    name
        Key of the list in ``aliases.yaml``.

    Returns
    -------
    frozenset of str
        The spellings in the form of :func:`plain`.
    """
    return frozenset(map(plain, _data()[name]))


def unit_of(kind: str, name: str) -> str | None:
    """Look up a unit.

    Parameters
    ----------
    kind
        ``area``, ``money`` or ``rate``.
    name
        The unit as written.

    Returns
    -------
    str or None
        Its first name, e.g. ``公顷``; ``None`` for a unit that is not known.
    """
    return _units(kind).get(plain(name))


def units_of(kind: str) -> tuple[str, ...]:
    """List the units of a kind of quantity.

    Parameters
    ----------
    kind
        ``area``, ``money`` or ``rate``.

    Returns
    -------
    tuple of str
        Their first names.
    """
    return tuple(_data()["units"][kind])


def word_of(kind: str, name: str) -> str | None:
    """Look up the meaning of a word.

    Parameters
    ----------
    kind
        Which list of words, e.g. ``event``.
    name
        The word as written, in Chinese, in English, or the code itself.

    Returns
    -------
    str or None
        The code it stands for.
    """
    return _words(kind).get(plain(name))


def words(kind: str) -> tuple[str, ...]:
    """List the words of a kind, for a message that says what can be written.

    Parameters
    ----------
    kind
        Which list of words.

    Returns
    -------
    tuple of str
        The usual spelling of each meaning.
    """
    return tuple(word.zh for word in catalogue.words_of(kind).values())


_BRACKETED = re.compile(r"^(.*?)[(\[]([^()\[\]]*)[)\]]$")


@cache
def column_of(section: str, header: str) -> Column | None:
    """Find the column that a header names.

    Parameters
    ----------
    section
        Kind of table: ``contract``, ``phase``, ``instalment``, ``indicator``, ``event``, ``parcel`` or
        ``cluster``.
    header
        The header as written; a unit may stand in brackets or at its end.

    Returns
    -------
    Column or None
        The column with the unit of the header, if it names one.
    """
    columns, name = _columns(section), plain(header)
    if name in columns:
        return columns[name]
    bracketed = _BRACKETED.match(name)
    if bracketed and (column := columns.get(bracketed[1])):
        return _with_unit(column, bracketed[2])
    return next(
        (
            _with_unit(column, unit)
            for kind in _data()["units"]
            for unit in sorted(_units(kind), key=len, reverse=True)
            if name.endswith(unit)
            and (column := columns.get(name.removesuffix(unit).rstrip("_-"))) is not None
            and column.kind == kind
        ),
        None,
    )


def _with_unit(column: Column, name: str) -> Column | None:
    # A quantity in a unit that is not known must not be read in the usual one.
    if column.kind not in _data()["units"]:
        return column
    unit = unit_of(column.kind, name)
    return replace(column, unit=unit, unit_named=True) if unit else None


def is_header(section: str, text: str) -> bool:
    """Tell whether a text is one of the headers of a kind of table.

    Parameters
    ----------
    section
        Kind of table.
    text
        A cell.

    Returns
    -------
    bool
        True for a header without a unit.
    """
    return plain(text) in _columns(section)


_SHORTEST_CUT = 3


def cut_column(section: str, name: str) -> Column | None:
    """Find the column of a field name that a shapefile has cut at ten bytes.

    Parameters
    ----------
    section
        Kind of table.
    name
        The field name, in UTF-8 at least three Chinese characters of it.

    Returns
    -------
    Column or None
        The column whose names alone begin like this.
    """
    begin = plain(name)
    if len(begin) < _SHORTEST_CUT:
        return None
    # Names in English are left out: their first letters begin too many words.
    english = {field.en for field in catalogue.fields_of(section).values()}
    matches = {
        field: column
        for field, column in _known(section).items()
        if any(plain(name).startswith(begin) for name in _headers()[section][field] if name not in english)
    }
    return next(iter(matches.values())) if len(matches) == 1 else None


def first_name(section: str, field: str) -> str:
    """Give the usual header of a field.

    Parameters
    ----------
    section
        Kind of table.
    field
        Name of the field.

    Returns
    -------
    str
        The first of its names.
    """
    return _headers()[section][field][0]


def columns_of(section: str) -> tuple[Column, ...]:
    """List the columns of a kind of table.

    Parameters
    ----------
    section
        Kind of table.

    Returns
    -------
    tuple of Column
        In the order of the catalogue; the unit is the one that is read where none is written.
    """
    return tuple(_known(section).values())


def names_of(section: str, field: str) -> tuple[str, ...]:
    """List the headers of a field.

    Parameters
    ----------
    section
        Kind of table.
    field
        Name of the field.

    Returns
    -------
    tuple of str
        The usual one first.
    """
    return _headers()[section][field]


def first_word(kind: str, meaning: str) -> str:
    """Give the usual word for a meaning.

    Parameters
    ----------
    kind
        Which list of words.
    meaning
        The code it stands for; one that is not listed stands for itself.

    Returns
    -------
    str
        E.g. ``深基坑`` for ``deep_pit``.
    """
    word = catalogue.words_of(kind).get(meaning)
    return word.zh if word else meaning


def is_land_use(text: str) -> bool:
    """Tell whether a land use is one of the published classes.

    Parameters
    ----------
    text
        Names or codes, several of them perhaps.

    Returns
    -------
    bool
        True if any part of the text is a class or a code of one.
    """
    return _is_land_use(plain(text))


def is_land_use_name(text: str) -> bool:
    """Tell whether a text is the name of a class of land use and nothing else.

    Parameters
    ----------
    text
        A text of a drawing.

    Returns
    -------
    bool
        False for codes, which parcel numbers may hold too.
    """
    return plain(text) in _data()["land_use"]["names"]


def land_uses() -> tuple[str, ...]:
    """List the names of the published classes of land use.

    Returns
    -------
    tuple of str
        In the order of ``aliases.yaml``.
    """
    return tuple(map(str, _data()["land_use"]["names"]))


def land_use_code(name: str) -> str | None:
    """Look up the code of a land use in GB/T 21010-2017.

    Parameters
    ----------
    name
        The use as written.

    Returns
    -------
    str or None
        Four digits; ``None`` for a use whose code is not in ``aliases.yaml``.
    """
    codes: Mapping[str, str] = _data()["land_use"]["gb21010"]
    return codes.get(plain(name))


@cache
def _is_land_use(text: str) -> bool:
    uses = _data()["land_use"]
    parts = {text, *re.findall(r"[0-9a-z]+|[一-鿿]+", text)}
    return any(
        part in uses["names"] or any(re.match(code, part.upper()) for code in uses["codes"]) for part in parts
    )


@cache
def is_natural_resources_authority(name: str) -> bool:
    """Tell whether a grantor is a natural-resources authority, by its name.

    A grant contract that a development-zone committee signs as grantor is invalid (Supreme People's Court,
    interpretation on contracts of state land use rights, Art. 2).

    Parameters
    ----------
    name
        The grantor as written.

    Returns
    -------
    bool
        False for committees and for any other body.
    """
    words = _data()["grantor"]
    return any(word in name for word in words["authority"]) and not any(
        word in name for word in words["not_authority"]
    )
