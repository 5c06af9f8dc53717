"""Every text a user can meet has a Chinese form, and nothing stands in the catalogue for nobody."""

from __future__ import annotations

import ast
import operator
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import typer
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

import landwatch
from landwatch.cli import app
from landwatch.cli.groups import message_of
from landwatch.i18n import Language, gettext, language, ngettext, speaking

PACKAGE = Path(landwatch.__file__).parent
CATALOGUE = PACKAGE / "locale" / "zh_CN" / "LC_MESSAGES" / "landwatch.po"


def calls_of(*names: str) -> Iterator[ast.Call]:
    return (
        node
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) in names
    )


def messages_in_code() -> set[str]:
    calls = calls_of("_", "gettext", "ngettext")
    firsts = (call.args[0] for call in calls if call.args)
    return {first.value for first in firsts if isinstance(first, ast.Constant)}


def extracted() -> Iterator[tuple[str, Any]]:
    for file in PACKAGE.rglob("templates/*.html"):
        with file.open("rb") as page:
            for _line, function, message, _comments in babel_extract(page, ("_", "ngettext"), [], {}):
                yield function, message


def messages_in_templates() -> set[str]:
    return {message if function == "_" else message[0] for function, message in extracted()}


def plurals_in_templates() -> set[tuple[str, ...]]:
    return {tuple(message[:2]) for function, message in extracted() if function == "ngettext"}


def messages_in_help() -> set[str]:
    def commands(command: Any) -> Iterator[Any]:
        yield command
        for child in getattr(command, "commands", {}).values():
            yield from commands(child)

    found = list(commands(typer.main.get_command(app)))
    spoken = (part for command in found for part in (command, *command.params))
    panels = {command.rich_help_panel for command in found if isinstance(command.rich_help_panel, str)}
    return panels | {message_of(part.help) for part in spoken if getattr(part, "help", None)}


@pytest.fixture(scope="module")
def chinese() -> dict[str, str]:
    with CATALOGUE.open("rb") as file:
        entries = [entry for entry in read_po(file) if entry.id]
    # A message that counts is known by its form for one; Chinese has one form for all counts.
    first = operator.itemgetter(0)
    return {
        first(entry.id) if entry.pluralizable else str(entry.id): first(entry.string)
        if entry.pluralizable
        else str(entry.string)
        for entry in entries
    }


@pytest.fixture(scope="module")
def plurals() -> set[tuple[str, str]]:
    with CATALOGUE.open("rb") as file:
        return {entry.id for entry in read_po(file) if entry.pluralizable}


@pytest.fixture(scope="module")
def used() -> set[str]:
    return messages_in_code() | messages_in_templates() | messages_in_help()


def test_every_text_has_a_chinese_form(used: set[str], chinese: dict[str, str]) -> None:
    assert sorted(message for message in used if not chinese.get(message)) == []


def test_no_text_of_the_catalogue_is_unused(used: set[str], chinese: dict[str, str]) -> None:
    assert sorted(chinese.keys() - used) == []


def test_the_chinese_form_has_the_fields_of_the_message(chinese: dict[str, str]) -> None:
    def fields(text: str) -> set[str | None]:
        return {name for _literal, name, _spec, _conversion in Formatter().parse(text) if name is not None}

    assert {message for message, text in chinese.items() if fields(message) != fields(text)} == set()


def test_messages_that_count_stand_with_both_english_forms(plurals: set[tuple[str, str]]) -> None:
    in_code = {tuple(map(ast.literal_eval, call.args[:2])) for call in calls_of("ngettext")}
    assert in_code | plurals_in_templates() == plurals


def test_both_english_forms_have_the_same_fields(plurals: set[tuple[str, str]]) -> None:
    def fields(text: str) -> set[str | None]:
        return {name for _literal, name, _spec, _conversion in Formatter().parse(text) if name is not None}

    assert {one for one, many in plurals if fields(one) != fields(many)} == set()


@pytest.mark.parametrize(
    ("spoken", "count", "words"),
    [("en", 1, "1 day"), ("en", 0, "0 days"), ("en", 2, "2 days"), ("zh", 1, "1 天"), ("zh", 2, "2 天")],
)
def test_what_is_counted_has_the_form_of_its_number(spoken: Language, count: int, words: str) -> None:
    with speaking(spoken):
        assert ngettext("{count} day", "{count} days", count).format(count=count) == words


def test_the_catalogue_is_compiled() -> None:
    with speaking("zh"):
        assert gettext("Commencement default rate") == "开工违约率"


def test_a_language_is_spoken_inside_its_block_only() -> None:
    with speaking("en"):
        with speaking("zh"):
            assert language() == "zh"
        assert language() == "en"


def test_a_language_ends_with_its_block_when_that_fails() -> None:
    before = language()
    with pytest.raises(KeyError), speaking("zh"):
        raise KeyError
    assert language() == before


def test_a_message_without_a_translation_stands_for_itself() -> None:
    with speaking("zh"):
        assert gettext("no such message {field}") == "no such message {field}"


def test_english_messages_are_said_as_they_are_written() -> None:
    with speaking("en"):
        assert gettext("Commencement default rate") == "Commencement default rate"
