"""What goes to the screen: results to stdout, progress to stderr, one JSON document where asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from landwatch.errors import UsageError
from landwatch.i18n import gettext as _

__all__ = ["deliver", "json_text", "print_json", "screen", "tracker"]

T = TypeVar("T")
WIDE = 240
"""Columns of a table that goes to a file or a pipe."""


def screen() -> Console:
    """A console on stdout, as wide as the terminal, or wide enough for a pipe."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=WIDE)


def print_json(document: Any) -> None:
    """Print one JSON document.

    Parameters
    ----------
    document
        JSON values.
    """
    typer.echo(json_text(document))


def json_text(document: Any) -> str:
    """Write one JSON document.

    Parameters
    ----------
    document
        JSON values.
    """
    return json.dumps(document, ensure_ascii=False, indent=2)


def deliver(text: str, file: Path | None) -> None:
    """Print a result, or write it to a file and print where it went.

    Parameters
    ----------
    text
        The result.
    file
        The file; ``None`` is the screen.

    Raises
    ------
    UsageError
        If the file cannot be written.
    """
    if file is None:
        typer.echo(text.removesuffix("\n"))
        return
    try:
        file.write_text(text.removesuffix("\n") + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(
            _("--out {file}: cannot be written: {reason}; name another file").format(
                file=file, reason=error.strerror
            )
        ) from error
    typer.echo(str(file))


def tracker() -> Callable[[Sequence[T], str], Iterable[T]]:
    """Make the function that shows a bar on stderr while a service works through its files or pages.

    The bar is drawn on a terminal only and leaves nothing behind.
    """

    def _track(work: Sequence[T], description: str) -> Iterator[T]:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        console = Console(stderr=True)
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
            yield from bar.track(work, description=description)

    return _track
