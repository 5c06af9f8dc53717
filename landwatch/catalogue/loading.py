"""The YAML files of the catalogue, read once and held against each other and against the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from landwatch import model
from landwatch.catalogue.named import Fact, Field, Word
from landwatch.errors import CatalogueError

__all__ = ["ENUMERATIONS", "FILES", "NOUNS", "Catalogue", "build", "loaded", "raw_files"]

FILES = ("facts", "fields", "words", "states")

NOUNS: Mapping[str, type] = {
    "contract": model.Contract,
    "phase": model.Phase,
    "instalment": model.Instalment,
    "indicator": model.Indicator,
    "event": model.Event,
    "parcel": model.Parcel,
    "cluster": model.Cluster,
    "operator": model.Operator,
    "patroller": model.Patroller,
    "absence": model.Absence,
    "target": model.Target,
    "paper": model.OfficialPaper,
    "party": model.Party,
    "lineage": model.Lineage,
    "document": model.Document,
    "personal_item": model.PersonalItem,
    "destruction": model.Destruction,
}
"""The class of the model that holds a record of each section."""

ENUMERATIONS: Mapping[str, type[StrEnum]] = {
    "event": model.EventType,
    "form": model.ContractForm,
    "foundation": model.Foundation,
    "direction": model.Direction,
    "stage": model.IndicatorStage,
    "service": model.ServiceMethod,
    "result": model.ReviewResult,
    "indicator": model.StandardIndicator,
    "operator_basis": model.OperatorBasis,
    "stock": model.StockClass,
    "verdict": model.Verdict,
    "works": model.WorksStage,
    "lineage": model.LineageKind,
    "due_source": model.DueSource,
    "consequence": model.Consequence,
    "commencement_status": model.CommencementStatus,
    "completion_status": model.CompletionStatus,
    "production_status": model.MilestoneStatus,
    "full_production_status": model.MilestoneStatus,
    "acceptance_status": model.AcceptanceStatus,
    "standard_land_status": model.IndicatorStatus,
    "idle_status": model.IdleStatus,
    "fee_route_status": model.RouteStatus,
    "recovery_route_status": model.RouteStatus,
    "payment_status": model.PaymentStatus,
    "contract_status": model.ContractStatus,
    "suspension_status": model.SuspensionStatus,
    "data_status": model.DataStatus,
}
"""The enumeration whose words a list names."""

_PARTS = ("phase", "instalment", "indicator")

Raw = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that is declared.

    Attributes
    ----------
    fields
        Fields by section and name.
    words
        Words and states by list and code; ``event`` lists the kinds of fact.
    states
        Names of the lists that are states.
    """

    fields: Mapping[str, Mapping[str, Field]]
    words: Mapping[str, Mapping[str, Word]]
    states: tuple[str, ...]


def raw_files() -> dict[str, Raw]:
    """Read the YAML files of the package.

    Returns
    -------
    dict
        Content by name of the file.
    """
    # libyaml takes a tenth of the time; where it is not built in, Python does the same.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    folder = files("landwatch.catalogue")
    return {
        name: yaml.load(folder.joinpath(f"{name}.yaml").read_text(encoding="utf-8"), loader)  # noqa: S506
        for name in FILES
    }


@cache
def loaded() -> Catalogue:
    """Give the catalogue of the package.

    Returns
    -------
    Catalogue
        Read and checked once.

    Raises
    ------
    CatalogueError
        If the files do not fit each other or the model.
    """
    return build(raw_files())


def build(raw: Mapping[str, Raw]) -> Catalogue:
    """Make a catalogue of the content of its files.

    Parameters
    ----------
    raw
        Content by name of the file: ``facts``, ``fields``, ``words`` and ``states``.

    Returns
    -------
    Catalogue
        Checked.

    Raises
    ------
    CatalogueError
        If a line has another form, or something is declared in one place and not in another; names the file,
        the line and what is missing.
    """
    facts = _declared("facts", dict[str, Fact], _named(raw["facts"]))
    words = _declared("words", dict[str, dict[str, Word]], {k: _named(v) for k, v in raw["words"].items()})
    states = _declared("states", dict[str, dict[str, Word]], {k: _named(v) for k, v in raw["states"].items()})
    known = {section: _named(lines, section=section) for section, lines in raw["fields"].items()}
    known = {s: {n: {"column": n} | line for n, line in lines.items()} for s, lines in known.items()}
    catalogue = Catalogue(
        fields=_declared("fields", dict[str, dict[str, Field]], known),
        words={"event": facts, **words, **states},
        states=tuple(states),
    )
    wrong = [*_unlike_the_model(catalogue), *_dangling(catalogue)]
    if wrong:
        raise CatalogueError("; ".join(wrong))
    return catalogue


def _named(lines: Mapping[str, Any], **more: str) -> dict[str, Any]:
    return {name: {**line, "name": name, **more} for name, line in lines.items()}


def _declared(file: str, form: Any, lines: Mapping[str, Any]) -> Any:
    try:
        return TypeAdapter(form).validate_python(lines)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise CatalogueError(f"{file}.yaml: {place}: {first['msg']}") from problem


def _file_of(kind: str, catalogue: Catalogue) -> str:
    if kind == "event":
        return "facts.yaml"
    return "states.yaml" if kind in catalogue.states else "words.yaml"


def _unlike_the_model(catalogue: Catalogue) -> Iterator[str]:
    for section, noun in NOUNS.items():
        declared = {field.column for field in catalogue.fields.get(section, {}).values()}
        kept = {
            field.column
            for field in catalogue.fields.get(section, {}).values()
            if field.is_in_store or field.kind in ("part", "identifiers")
        }
        # The parts of a contract lie inside it, and do not name it.
        own = {item.name for item in fields(noun)} | ({"contract_no"} if section in _PARTS else set())
        yield from _missing("fields.yaml", section, own - declared, f"model.{noun.__name__} has")
        yield from _missing(f"model.{noun.__name__}", "", kept - own, "fields.yaml declares")
    for kind, enumeration in ENUMERATIONS.items():
        file, known = _file_of(kind, catalogue), set(catalogue.words.get(kind, {}))
        yield from _missing(file, kind, set(enumeration) - known, f"model.{enumeration.__name__} has")
        yield from _missing(f"model.{enumeration.__name__}", "", known - set(enumeration), f"{file} declares")


def _missing(where: str, section: str, names: Iterable[str], who: str) -> Iterator[str]:
    place = f"{where}: {section}" if section else where
    return (f"{place} lacks {name}, which {who}" for name in sorted(map(str, names)))


def _dangling(catalogue: Catalogue) -> Iterator[str]:
    """References to a list of words, a field or a kind of fact that nobody declares."""
    for section, known in catalogue.fields.items():
        for field in known.values():
            where = f"fields.yaml: {section}.{field.name}"
            if field.words is not None and field.words not in catalogue.words:
                yield f"{where}: words.yaml has no list {field.words}"
            if field.kind in ("word", "words") and field.words is None:
                yield f"{where}: is a word, and names no list of words"
            if field.shown_in is not None and field.shown_in not in known:
                yield f"{where}: {section} has no field {field.shown_in}"
            if field.place == "fact" and field.name not in catalogue.words["event"]:
                yield f"{where}: facts.yaml has no such kind of fact"
    columns = {field.name for field in catalogue.fields["event"].values() if field.headers}
    details = {field.name for field in catalogue.fields["event"].values() if field.place == "details"}
    for fact in catalogue.words["event"].values():
        if isinstance(fact, Fact) and (unknown := sorted(set(fact.details) - details)):
            yield f"facts.yaml: {fact.name}: fields.yaml has no detail {', '.join(unknown)}"
        if isinstance(fact, Fact) and (unknown := sorted(set(fact.asks) - columns)):
            yield f"facts.yaml: {fact.name}: fields.yaml has no column {', '.join(unknown)} to ask for"
