"""Commands that speak the user's language, and end in one clear line when something is wrong."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from landwatch.characters import visible
from landwatch.cli.console import say
from landwatch.errors import LandwatchError
from landwatch.i18n import Language, gettext, speaking

__all__ = ["SpokenCommand", "SpokenGroup", "language_of", "message_of"]

BAD_INPUT = 2
"""Exit code of bad usage or input."""


def language_of(environment: Mapping[str, str]) -> Language:
    """Choose the language: LANDWATCH_LANG goes before the locale.

    Parameters
    ----------
    environment
        The environment variables.
    """
    names = ("LANDWATCH_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    chosen = next((environment[name] for name in names if environment.get(name)), "")
    return "zh" if chosen.lower().startswith("zh") else "en"


class SpokenCommand(TyperCommand):
    """A command whose help is in the user's language."""

    def format_help(self, *arguments: Any) -> None:
        """Write the help in the current language, with the example.

        Parameters
        ----------
        *arguments
            As Typer hands them over.
        """
        _translate(self)
        self.epilog = gettext("Example: {command}").format(command=self.epilog)
        super().format_help(*arguments)


class SpokenGroup(TyperGroup):
    """A group of commands that turns errors raised on purpose into one line and exit code 2."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run in the language of the environment; a district that a command names ends with it.

        Parameters
        ----------
        *arguments, **options
            As Typer hands them over.
        """
        from landwatch import district

        with speaking(language_of(os.environ)), district.within(district.current()):
            try:
                return super().main(*arguments, **options)
            except LandwatchError as error:
                say(gettext("landwatch: error: {message}").format(message=error), err=True)
                raise SystemExit(BAD_INPUT) from error

    def make_context(self, *arguments: Any, **options: Any) -> Any:
        """Read the options; what was given is quoted without control characters.

        Parameters
        ----------
        *arguments, **options
            As Typer hands them over.
        """
        with _quoting():
            return super().make_context(*arguments, **options)

    def invoke(self, context: Any) -> Any:
        """Run a command; what was given is quoted without control characters.

        Parameters
        ----------
        context
            As Typer hands it over.
        """
        with _quoting():
            return super().invoke(context)

    def format_help(self, *arguments: Any) -> None:
        """Write the help and the list of commands in the current language.

        Parameters
        ----------
        *arguments
            As Typer hands them over.
        """
        for command in (self, *self.commands.values()):
            _translate(command)
        super().format_help(*arguments)


@contextmanager
def _quoting() -> Iterator[None]:
    try:
        yield
    except TyperException as error:
        error.message = visible(error.message)
        raise


def message_of(help_text: str) -> str:
    """Give the message id of a help text: its paragraphs without the line breaks of the source.

    Parameters
    ----------
    help_text
        The docstring of a command, or the help of an option.
    """
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in help_text.split("\n\n"))


def _translate(command: Any) -> None:
    for spoken in (command, *command.params):
        if getattr(spoken, "help", None):
            spoken.help = gettext(message_of(spoken.help))
    if isinstance(command.rich_help_panel, str):
        command.rich_help_panel = gettext(command.rich_help_panel)
