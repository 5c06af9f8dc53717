"""The kinds of papers, read from YAML once and held against what the rules and the register know.

``particulars.yaml`` says what papers can carry and where each particular comes from; ``kinds/*.yaml`` says of
each kind, from which day on: what it rests on, how sure that is, what it must carry by which clause
(``must``), and how it reads (``text``). A paragraph names particulars in braces; ``table`` prints some with
their names before them, ``sign`` leaves room for signatures. Papers are in Chinese, whatever is spoken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from landwatch.casework.papers.sentences import TOLD
from landwatch.catalogue import fields_of
from landwatch.errors import LawError, UsageError
from landwatch.i18n import gettext as _
from landwatch.i18n import language
from landwatch.model import EventType
from landwatch.rules.parameters import load_law
from landwatch.rules.strict_yaml import read_yaml
from landwatch.rules.values import LABELS

__all__ = [
    "Block",
    "Kind",
    "Particular",
    "Version",
    "fields_in",
    "kind_named",
    "load_kinds",
    "load_particulars",
]

_FOLDER = Path(__file__).parent
_FIELD = re.compile(r"\{(\w+)\}")
_STRICT = ConfigDict(extra="forbid")
_ALONE = ("day", "office", "given")
_ALWAYS_SHOWN = {"day", "office"}
Block = str | dict[Literal["table", "sign"], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Particular:
    """Something that papers say, with where it comes from.

    Attributes
    ----------
    zh, en
        Its name.
    source
        Where it comes from, as ``particulars.yaml`` explains.
    column
        The column of the contract to correct where the rules make no value; ``None`` if it names one itself.
    """

    __pydantic_config__ = _STRICT

    zh: str
    en: str
    source: str
    column: str | None = None

    @property
    def label(self) -> str:
        """Its name in the current language."""
        return self.zh if language() == "zh" else self.en

    @property
    def is_recorded(self) -> bool:
        """Whether it comes from the register and the law, so that nobody types it."""
        return self.source not in _ALONE


@dataclass(frozen=True, slots=True)
class Version:
    """What holds for a kind of paper from a day on.

    Attributes
    ----------
    basis, certainty
        What it rests on, and how sure that is.
    must
        The clause that asks for each particular, by its name.
    text
        How the paper reads.
    """

    __pydantic_config__ = _STRICT

    basis: str
    certainty: Literal["seen", "known", "convention", "unsure"]
    must: dict[str, str]
    text: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper.

    Attributes
    ----------
    name
        Its name, by language.
    series
        The word of its kind in the number of a paper.
    versions
        What holds from which day on.
    addressed
        The particular that the paper is addressed to; ``None`` for a record.
    id
        How commands name it.
    """

    __pydantic_config__ = _STRICT

    name: dict[Literal["zh", "en"], str]
    series: str
    versions: dict[date, Version]
    addressed: str | None = None
    id: str = ""

    @property
    def label(self) -> str:
        """Its name in the current language."""
        return self.name["zh" if language() == "zh" else "en"]

    def on(self, day: date) -> Version:
        """Give what holds on a day.

        Parameters
        ----------
        day
            The day of the paper.

        Raises
        ------
        UsageError
            If there was no such paper yet.
        """
        held = [since for since in self.versions if since <= day]
        if not held:
            raise UsageError(
                _("{paper} is made from {since} on, not on {day}; name a later day with --on").format(
                    paper=self.label, since=min(self.versions), day=day
                )
            )
        return self.versions[max(held)]


@cache
def load_particulars() -> Mapping[str, Particular]:
    """Give what papers can carry, by name.

    Raises
    ------
    LawError
        If the file breaks the form or names a source that there is not.
    """
    path = _FOLDER / "particulars.yaml"
    found: dict[str, Particular] = _taken(path, dict[str, Particular])
    for name, particular in found.items():
        if not _is_source(particular.source):
            raise LawError(f"{path.name}: {name}: there is no source {particular.source!r}")
    return found


@cache
def load_kinds() -> Mapping[str, Kind]:
    """Give the kinds of papers, by id.

    Raises
    ------
    LawError
        If a file breaks the form, or a paper prints what it does not declare or declares what it does not
        print.
    """
    kinds: dict[str, Kind] = {}
    for path in sorted((_FOLDER / "kinds").glob("*.yaml")):
        for name, kind in _taken(path, dict[str, Kind]).items():
            fault = next(_faults(kind), None)
            if fault or name in kinds:
                raise LawError(f"{path.name}: {name}: {fault or 'is declared twice'}")
            kinds[name] = Kind(kind.name, kind.series, kind.versions, kind.addressed, name)
    return kinds


def kind_named(name: str) -> Kind:
    """Find a kind of paper by its id or its Chinese name.

    Parameters
    ----------
    name
        What a person wrote.

    Raises
    ------
    UsageError
        If there is none; names all.
    """
    kinds = load_kinds()
    found = next((kind for kind in kinds.values() if name in (kind.id, kind.name["zh"])), None)
    if found is None:
        raise UsageError(
            _("there is no paper {name}; there are: {known}").format(name=name, known=", ".join(kinds))
        )
    return found


def fields_in(block: Block) -> list[str]:
    """Name the particulars that a block prints.

    Parameters
    ----------
    block
        A paragraph, a table, or room for signatures.
    """
    return _FIELD.findall(block) if isinstance(block, str) else list(block.get("table", ()))


def _taken(path: Path, form: Any) -> Any:
    try:
        return TypeAdapter(form).validate_python(read_yaml(path, LawError))
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise LawError(f"{path.name}: {place}: {first['msg']}") from problem


def _is_source(source: str) -> bool:
    start, _dot, name = source.partition(".")
    if start == "fact":
        kind, _dot, detail = name.partition(".")
        return kind in set(EventType) and any(field.column == detail for field in fields_of("event").values())
    columns = {field.column for field in fields_of("contract").values()}
    known: Mapping[str, Any] = {
        "value": LABELS.keys() | columns,
        "parcel": {"numbers"},
        "law": load_law().values,
        "told": TOLD,
    }
    return source in _ALONE or name in known.get(start, ())


def _faults(kind: Kind) -> Iterator[str]:
    for since, version in kind.versions.items():
        shown = {field for block in version.text for field in fields_in(block)} | _ALWAYS_SHOWN
        shown |= {kind.addressed} if kind.addressed else set()
        for field in sorted(shown - version.must.keys()):
            yield f"{since}: prints {field}, which it does not declare"
        for field in sorted(version.must.keys() - shown):
            yield f"{since}: declares {field}, which it does not print"
        for field in sorted(version.must.keys() - load_particulars().keys()):
            yield f"{since}: there is no particular {field}"
