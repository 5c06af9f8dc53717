"""Every command with its arguments, options and an example, from the command line itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import typer

from landwatch.cli import app
from landwatch.cli.groups import message_of
from landwatch.i18n import Language, gettext, speaking
from made.tables import code, table

WORDS = {
    "en": ("Arguments and options", "What it is", "Example"),
    "zh": ("参数与选项", "说明", "示例"),
}


def markdown(language: str) -> str:
    """Write a section for each panel of the help, and one for each command below it."""
    whole = typer.main.get_command(app)
    with speaking(cast("Language", language)):
        return "\n".join(_panels(whole, language))


def _panels(whole: Any, language: str) -> Iterator[str]:
    panels: dict[str, list[str]] = {}
    for name, command in whole.commands.items():
        panel = panels.setdefault(command.rich_help_panel, [])
        panel.extend(_sections(command, f"landwatch {name}", language))
    for title, sections in panels.items():
        yield f"## {gettext(message_of(title))}\n"
        yield from sections


def _sections(command: Any, name: str, language: str) -> Iterator[str]:
    below = getattr(command, "commands", None)
    if below:
        for key, child in below.items():
            yield from _sections(child, f"{name} {key}", language)
        return
    what, means, example = WORDS[language]
    yield f"### {name}\n\n{gettext(message_of(command.help))}\n"
    context = typer.Context(command)
    rows = [(_written(each, context), _meaning(each)) for each in command.params if each.name != "help"]
    if rows:
        yield table((what, means), rows)
    yield f"{example}:\n\n```console\n$ {command.epilog}\n```\n"


def _written(parameter: Any, context: typer.Context) -> str:
    name = parameter.metavar or parameter.display_type(context)
    if parameter.param_type_name == "argument":
        return code(f"{name}…" if parameter.nargs == -1 else name)
    flag = getattr(parameter, "is_flag", False)
    options = ", ".join(parameter.opts + parameter.secondary_opts)
    return code(options if flag else f"{options} {name}")


def _meaning(parameter: Any) -> str:
    return gettext(message_of(parameter.help)) if parameter.help else ""
