"""Procedures as dated data: ``procedures/*.yaml`` says what each step of a case records and needs.

A file is the procedure of one kind of case. Under the day from which a version holds stand

* ``first``: the steps a case can begin with; ``closing``: those that dispose of it;
* ``records``: what can be on file, by name; any one of the conditions under ``any`` is enough;
* ``bars``: what a court or the law has said against a step, and when it stands against it;
* ``steps``: each with the kind of fact it records, whether a second person confirms it, what has to be given
  with it (``asks``), what has to be on file (``needs``), its clock (a day that the rules compute), its paper,
  whether it is served, and the steps that it leads to.

Every step and bar names its clause and how sure that is. This module loads the files, refuses what breaks
the form, and answers which version holds on a day. No day is computed here: clocks are columns of the
assessment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from landwatch.catalogue import field_in, words_of
from landwatch.errors import LawError
from landwatch.i18n import language
from landwatch.model import EventType
from landwatch.rules.engine import labels
from landwatch.rules.strict_yaml import read_yaml

__all__ = ["Bar", "Condition", "Need", "Procedure", "Step", "Version", "load_procedures"]

_OWN = Path(__file__).parent / "procedures"
_OF_CONTRACT = ("signed_on",)
_GIVEN_WITH_AN_ACT = ("document",)

Begins = Literal[
    "commencement",
    "completion",
    "idle",
    "payment",
    "extension_application",
    "return_application",
    "person",
]
Certainty = Literal["seen", "known", "convention", "unsure"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Condition(_Strict):
    """One thing that holds or does not, by what stands on file on a day; exactly one of them is named.

    Attributes
    ----------
    fact, absent
        A kind of fact that is on file, or that is not.
    since_then
        A kind of fact that is on file since the first day of what the case is about.
    flag, clear
        A flag of the rules that is raised, or that is not.
    reached, passed, before
        A computed day that is reached, that is passed, or that is not reached, an unknown one included.
    given
        A detail that is given with the act itself.
    since
        With `reached`: what counts is that the computed day is this one or a later one.
    """

    fact: EventType | None = None
    absent: EventType | None = None
    since_then: EventType | None = None
    flag: str | None = None
    clear: str | None = None
    reached: str | None = None
    passed: str | None = None
    before: str | None = None
    given: str | None = None
    since: date | None = None


class _Named(_Strict):
    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    @property
    def label(self) -> str:
        """Its name in the current language."""
        return self.zh if language().startswith("zh") else self.en


class Need(_Named):
    """A record that has to be on file; one of several will do."""

    any: Annotated[tuple[Condition, ...], Field(min_length=1)]


class Bar(_Named):
    """What stands against a step, whatever is on file."""

    when: Condition
    clause: str
    certainty: Certainty


class Step(_Named):
    """A step of a procedure.

    Attributes
    ----------
    fact
        The kind of fact that it records.
    details
        Details by which such a fact is told to be this step.
    second
        Whether a second person confirms it.
    aside
        Whether it is taken beside the others, at any time: the case goes on from where it was.
    early
        Whether it may lie before the first day of what the case is about.
    served
        Whether the way of service is recorded with it.
    asks
        Details to be given; ``document`` is the number of the paper.
    needs, bars
        Names of records and of bars.
    clock
        The computed day by which it is due.
    paper
        The kind of paper that belongs to it.
    clause, certainty
        What it rests on, and how sure that is.
    then
        The steps that it leads to.
    unless
        Steps after which it is not offered any more.
    """

    fact: EventType
    details: Mapping[str, str] = {}
    second: bool = False
    aside: bool = False
    early: bool = False
    served: bool = False
    asks: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()
    clock: str | None = None
    paper: str | None = None
    clause: str
    certainty: Certainty
    then: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class Version(_Strict):
    """A procedure as it holds from a day on."""

    first: Annotated[tuple[str, ...], Field(min_length=1)]
    closing: Annotated[tuple[str, ...], Field(min_length=1)]
    records: Mapping[str, Need]
    bars: Mapping[str, Bar]
    steps: Mapping[str, Step]


@dataclass(frozen=True)
class Procedure:
    """The procedure of one kind of case.

    Attributes
    ----------
    kind
        The kind of case.
    begins
        What makes a computed case: a default, a suspicion, an application; or only a person does.
    versions
        Each with the day from which it holds, in order.
    """

    kind: str
    begins: Begins
    versions: tuple[tuple[date, Version], ...]

    @property
    def label(self) -> str:
        """Its name in the current language."""
        return words_of("procedure")[self.kind].label

    def on(self, day: date) -> Version | None:
        """Return the version that holds on a day.

        Parameters
        ----------
        day
            The day asked about.

        Returns
        -------
        Version or None
            ``None`` before there was such a procedure.
        """
        held = [version for since, version in self.versions if since <= day]
        return held[-1] if held else None


_FORM = TypeAdapter(Version)
_BEGINS: TypeAdapter[Begins] = TypeAdapter(Begins)


@cache
def load_procedures(folder: Path = _OWN) -> Mapping[str, Procedure]:
    """Load the procedures.

    Parameters
    ----------
    folder
        Folder with a file for each kind of case.

    Returns
    -------
    Mapping
        By kind, in the order in which the catalogue names the kinds.

    Raises
    ------
    LawError
        If a file is missing, is not YAML or breaks the form; names file, version and key.
    """
    return {kind: _procedure(folder / f"{kind}.yaml", kind) for kind in words_of("procedure")}


def _procedure(path: Path, kind: str) -> Procedure:
    given = read_yaml(path, LawError)
    if not isinstance(given, dict) or "begins" not in given:
        raise LawError(f"{path}: the key begins is missing")
    begins: Begins = _validated(_BEGINS, given.pop("begins"), f"{path}: begins")
    if not given or not all(isinstance(since, date) for since in given):
        raise LawError(f"{path}: expected versions, each under the day from which it holds (YYYY-MM-DD)")
    versions = {since: _version(body, f"{path}: {since}") for since, body in given.items()}
    return Procedure(kind, begins, tuple(sorted(versions.items())))


def _version(body: Any, where: str) -> Version:
    version: Version = _validated(_FORM, body, where)
    for problem in _problems(version):
        raise LawError(f"{where}: {problem}")
    return version


def _validated(form: TypeAdapter[Any], given: Any, where: str) -> Any:
    try:
        return form.validate_python(given)
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        raise LawError(f"{where}: {key}: {first['msg']}") from None


def _problems(version: Version) -> Iterable[str]:
    """What is named and is not there, and what cannot be told apart."""
    for key in ("first", "closing"):
        yield from _unknown(key, getattr(version, key), version.steps)
    seen: dict[EventType, str] = {}
    for name, step in version.steps.items():
        yield from _unknown(f"steps.{name}.then", step.then, version.steps)
        yield from _unknown(f"steps.{name}.unless", step.unless, version.steps)
        yield from _unknown(f"steps.{name}.needs", step.needs, version.records)
        yield from _unknown(f"steps.{name}.bars", step.bars, version.bars)
        yield from _unknown_values(f"steps.{name}.clock", [step.clock], "date", "fact")
        for detail in (*step.asks, *step.details):
            if detail not in _GIVEN_WITH_AN_ACT and field_in("event", detail) is None:
                yield f"steps.{name}: {detail} is no detail of a fact"
        if step.fact in seen:
            yield f"steps.{name}.fact: {step.fact} is recorded by {seen[step.fact]} already"
        seen[step.fact] = name
    for name, need in version.records.items():
        for condition in need.any:
            yield from _problems_of(f"records.{name}", condition)
    for name, bar in version.bars.items():
        yield from _problems_of(f"bars.{name}", bar.when)


def _problems_of(where: str, condition: Condition) -> Iterable[str]:
    named = set(condition.model_fields_set) - {"since"}
    if len(named) != 1 or (condition.since and not condition.reached):
        yield f"{where}: name exactly one thing; since goes with reached"
    yield from _unknown_values(where, [condition.flag, condition.clear], "flag")
    days = [condition.reached, condition.passed, condition.before]
    yield from _unknown_values(where, days, "date", "fact")


def _unknown(where: str, names: Iterable[str], known: Mapping[str, Any]) -> Iterable[str]:
    return (f"{where}: there is no {name}" for name in names if name not in known)


def _unknown_values(where: str, names: Iterable[str | None], *kinds: str) -> Iterable[str]:
    known = labels()
    for name in names:
        if name is None or name in _OF_CONTRACT:
            continue
        if name not in known or known[name].kind not in kinds:
            yield f"{where}: {name} is no computed value of the kind {' or '.join(kinds)}"
