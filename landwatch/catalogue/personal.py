"""What is kept about persons: what for, who sees it, and for how long (``personal.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, ClassVar, Literal

import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError

from landwatch.catalogue.named import Named
from landwatch.errors import CatalogueError
from landwatch.model import EventType

__all__ = ["Personal", "PersonalKind", "PersonalRule", "build", "loaded", "rule_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalRule:
    """What counts for a kind of personal data from a day on; ``personal.yaml`` explains its words.

    Attributes
    ----------
    since
        The first day on which it counts.
    purpose
        Key of the purpose.
    seen_by
        Roles that see the content.
    kept_months, after
        How long it is kept, and after what.
    source
        What the rule rests on.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    since: date
    purpose: str
    seen_by: frozenset[str]
    kept_months: int
    after: Literal["recorded", "closed"]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalKind(Named):
    """A kind of personal data.

    Attributes
    ----------
    rules
        What counted when, the oldest first.
    """

    rules: tuple[PersonalRule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal:
    """Everything that is declared of personal data.

    Attributes
    ----------
    purposes, kinds
        By key.
    closing
        Kinds of fact that close the supervision of a contract.
    """

    purposes: Mapping[str, Named]
    closing: tuple[EventType, ...]
    kinds: Mapping[str, PersonalKind]


@cache
def loaded() -> Personal:
    """Give what the package declares.

    Returns
    -------
    Personal
        Read and checked once.

    Raises
    ------
    CatalogueError
        If the file has another form.
    """
    text = files("landwatch.catalogue").joinpath("personal.yaml").read_text(encoding="utf-8")
    return build(yaml.safe_load(text))


def build(raw: Mapping[str, Any]) -> Personal:
    """Make it of the content of its file.

    Parameters
    ----------
    raw
        The content of ``personal.yaml``.

    Returns
    -------
    Personal
        Checked.

    Raises
    ------
    CatalogueError
        If a line has another form, names a purpose that is not declared, or rules are not in order; says
        where.
    """
    kinds = {
        name: {**line, "name": name, "rules": [_since(rule) for rule in line.get("rules", ())]}
        for name, line in raw.get("kinds", {}).items()
    }
    purposes = {name: {**line, "name": name} for name, line in raw.get("purposes", {}).items()}
    try:
        made = TypeAdapter(Personal).validate_python({**raw, "purposes": purposes, "kinds": kinds})
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise CatalogueError(f"personal.yaml: {place}: {first['msg']}") from problem
    for kind in made.kinds.values():
        days = [rule.since for rule in kind.rules]
        if not days or days != sorted(set(days)):
            raise CatalogueError(f"personal.yaml: {kind.name}: write its rules in the order of their days")
        for rule in kind.rules:
            if rule.purpose not in made.purposes:
                raise CatalogueError(f"personal.yaml: {kind.name}: no purpose is called {rule.purpose}")
    return made


def _since(rule: Mapping[str, Any]) -> dict[str, Any]:
    return {"since" if name == "from" else name: value for name, value in rule.items()}


def rule_of(kind: str, on: date) -> PersonalRule | None:
    """Find what counts for a kind of personal data.

    Parameters
    ----------
    kind
        Key of the kind.
    on
        The day.

    Returns
    -------
    PersonalRule or None
        The last rule in force on that day; ``None`` before the first, and for a kind that is not declared.
    """
    known = loaded().kinds.get(kind)
    return next((rule for rule in reversed(known.rules) if rule.since <= on), None) if known else None
