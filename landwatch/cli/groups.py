"""Commands that speak the user's language, and end in one clear line when something is wrong."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from landwatch.errors import LandwatchError
from landwatch.i18n import Language, gettext, speaking

__all__ = ["SpokenCommand", "SpokenGroup", "language_of"]

BAD_INPUT = 2
"""Exit code of bad usage or input."""


def language_of(environment: Mapping[str, str]) -> Language:
    """Choose the language from the environment: the first of these variables that is set decides."""
    names = ("LANDWATCH_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    chosen = next((environment[name] for name in names if environment.get(name)), "")
    return "zh" if chosen.lower().startswith("zh") else "en"


class SpokenCommand(TyperCommand):
    """A command whose help is in the user's language."""

    def format_help(self, *arguments: Any) -> None:
        _translate(self)
        super().format_help(*arguments)


class SpokenGroup(TyperGroup):
    """A group of commands that turns errors raised on purpose into one line and exit code 2."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        with speaking(language_of(os.environ)):
            return super().main(*arguments, **options)

    def invoke(self, context: Any) -> Any:
        try:
            return super().invoke(context)
        except LandwatchError as error:
            typer.echo(f"{gettext('landwatch: error')}: {error}", err=True)
            raise typer.Exit(BAD_INPUT) from error

    def format_help(self, *arguments: Any) -> None:
        _translate(self)
        for command in self.commands.values():
            _translate(command)
        super().format_help(*arguments)


def _translate(command: Any) -> None:
    command.help = gettext(command.help) if command.help else command.help
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = gettext(parameter.help)
