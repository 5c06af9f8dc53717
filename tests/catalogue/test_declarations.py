"""The catalogue is complete, unambiguous, and fits the model."""

from __future__ import annotations

from collections import Counter
from importlib.resources import as_file, files
from typing import Any

import pytest

from landwatch import catalogue
from landwatch.catalogue.loading import ENUMERATIONS, FILES, build, raw_files
from landwatch.errors import CatalogueError, LawError
from landwatch.formats.cells import vocabulary
from landwatch.formats.cells.vocabulary import plain
from landwatch.measures.acreage import Method, ObstacleKind, Step
from landwatch.rules.strict_yaml import read_yaml

DECLARED = catalogue.loaded()
READ = ("contract", "phase", "instalment", "indicator", "event", "parcel", "cluster")


@pytest.mark.parametrize("name", FILES)
def test_no_line_stands_twice_in_a_file(name: str) -> None:
    with as_file(files("landwatch.catalogue") / f"{name}.yaml") as path:
        assert read_yaml(path, LawError) == raw_files()[name]


@pytest.mark.parametrize("section", READ)
def test_no_header_names_two_fields(section: str) -> None:
    headers = [plain(name) for field in catalogue.fields_of(section).values() for name in field.headers]
    assert [name for name, count in Counter(headers).items() if count > 1] == []


@pytest.mark.parametrize("kind", DECLARED.words)
def test_no_word_means_two_things(kind: str) -> None:
    words = [
        plain(s)
        for word in catalogue.words_of(kind).values()
        for s in dict.fromkeys(map(plain, word.spellings))
    ]
    assert [name for name, count in Counter(words).items() if count > 1] == []


@pytest.mark.parametrize("section", READ)
def test_quantities_that_are_read_have_a_unit_and_nothing_else_has(section: str) -> None:
    for field in catalogue.fields_of(section).values():
        units = vocabulary.units_of(field.kind) if field.kind in ("area", "money", "rate") else ()
        assert field.unit in units if field.headers and units else field.unit is None, field.name


@pytest.mark.parametrize(("kind", "codes"), [("method", Method), ("step", Step), ("obstacle", ObstacleKind)])
def test_the_words_of_the_acreage_ledger_stand_for_its_codes(kind: str, codes: type[Any]) -> None:
    assert set(catalogue.words_of(kind)) == set(codes)


def planted(file: str, *path: str, line: Any = None) -> dict[str, Any]:
    """The files of the package with one line left out, or another in its place."""
    raw: dict[str, Any] = raw_files()
    place = raw[file]
    for step in path[:-1]:
        place = place[step]
    if line is None:
        del place[path[-1]]
    else:
        place[path[-1]] = line
    return raw


NAMED = {"zh": "甲", "en": "a"}


@pytest.mark.parametrize(
    ("raw", "complaint"),
    [
        (
            planted("fields", "contract", "holder"),
            "fields.yaml: contract lacks holder, which model.Contract has",
        ),
        (planted("facts", "patrol"), "facts.yaml: event lacks patrol, which model.EventType has"),
        (
            planted("states", "idle_status", "FEE_PAID"),
            "states.yaml: idle_status lacks FEE_PAID, which model.IdleStatus has",
        ),
        (planted("words", "result", "fail"), "words.yaml: result lacks fail, which model.ReviewResult has"),
        (
            planted("fields", "contract", "colour", line=NAMED | {"kind": "text"}),
            "model.Contract lacks colour, which fields.yaml declares",
        ),
        (planted("facts", "flood", line=NAMED), "model.EventType lacks flood, which facts.yaml declares"),
        (
            planted("fields", "event", "service", line=NAMED | {"kind": "word", "words": "servce"}),
            "fields.yaml: event.service: words.yaml has no list servce",
        ),
        (
            planted("facts", "patrol", line=NAMED | {"details": ["vlid"]}),
            "facts.yaml: patrol: fields.yaml has no detail vlid",
        ),
        (
            planted("facts", "patrol", line=NAMED | {"asks": ["phse"]}),
            "facts.yaml: patrol: fields.yaml has no column phse to ask for",
        ),
        (
            planted("fields", "contract", "holder", line=NAMED | {"kind": "txt"}),
            "fields.yaml: contract.holder.kind: Input should be 'text', 'identifier'",
        ),
        (
            planted("fields", "contract", "holder", line=NAMED | {"kind": "text", "colour": "red"}),
            "fields.yaml: contract.holder.colour: Unexpected keyword argument",
        ),
        (
            planted("words", "result", "fail", line={"zh": "不合格"}),
            "words.yaml: result.fail.en: Field required",
        ),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_what_is_declared_in_one_place_alone_is_named_with_the_place_that_lacks_it(
    raw: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(CatalogueError) as caught:
        build(raw)
    assert complaint in str(caught.value)


def test_every_list_of_states_is_held_against_an_enumeration() -> None:
    assert set(DECLARED.states) <= set(ENUMERATIONS)
