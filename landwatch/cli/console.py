"""What goes to the screen: results to stdout, progress to stderr, one JSON document where asked for.

All that a command prints passes here: no control character of a name reaches a terminal, a character that
the encoding of the terminal lacks is written out, and a full disk or a reader that has gone ends in order.
"""

from __future__ import annotations

import io
import json
import logging
import os
import re
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from landwatch.characters import UNSAFE, visible
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _

__all__ = [
    "deliver",
    "guard_streams",
    "json_text",
    "log_to_stderr",
    "print_json",
    "say",
    "screen",
    "tell_unwritten",
    "tracker",
]

if TYPE_CHECKING:
    from landwatch.reports.unprintable import Unwritten

T = TypeVar("T")
WIDE = 240
"""Columns of a table that goes to a file or a pipe."""
READER_GONE = 128 + 13
"""Exit code where the reader of a pipe has gone, as a shell has it for SIGPIPE."""


class _Outlet(io.FileIO):
    """A standard stream that ends the program in order when nothing can be written to it any more."""

    def write(self, data: Any) -> int:
        try:
            return super().write(data)
        except OSError as error:
            # Python writes what is left when it ends; that must not fail again.
            with Path(os.devnull).open("wb") as nowhere:
                os.dup2(nowhere.fileno(), self.fileno())
            if self.fileno() != 1:
                return len(data)
            if isinstance(error, BrokenPipeError):
                raise SystemExit(READER_GONE) from None
            raise UsageError(
                _("the output cannot be written: {why}; make room, or send it to another place").format(
                    why=error.strerror
                )
            ) from error


def guard_streams() -> None:
    """Let stdout and stderr take any text, and fail in order; warnings are cleaned, too.

    For the process of the command line alone, before anything is printed.
    """
    for number, name in ((1, "stdout"), (2, "stderr")):
        stream = getattr(sys, name)
        if stream is not None:
            outlet = io.BufferedWriter(_Outlet(number, "w", closefd=False))
            options = {"errors": "backslashreplace", "line_buffering": stream.line_buffering}
            setattr(sys, name, io.TextIOWrapper(outlet, stream.encoding, **options))
    plain = warnings.formatwarning
    warnings.formatwarning = lambda *told, **more: visible(plain(*told, **more))


class _Screen(Console):
    """A console that writes out what must not reach a terminal, before it is measured and wrapped."""

    def render_str(self, text: str, **options: Any) -> Text:
        return super().render_str(visible(text), **options)

    def render(self, renderable: Any, options: Any = None) -> Any:
        if isinstance(renderable, Text) and visible(renderable.plain) != renderable.plain:
            renderable = Text(visible(renderable.plain), style=renderable.style, overflow=renderable.overflow)
        return super().render(renderable, options)

    def on_broken_pipe(self) -> None:
        raise SystemExit(READER_GONE)


def screen() -> Console:
    """A console on stdout, as wide as the terminal.

    What goes to a file or a pipe is wide whatever the terminal is, so that most rows stay on one line, as
    other programs want them; with ``--json`` no width matters.
    """
    console = _Screen(highlight=False)
    return console if console.is_terminal else _Screen(highlight=False, width=WIDE)


def say(text: object, *, err: bool = False) -> None:
    """Print a line.

    Parameters
    ----------
    text
        What to say.
    err
        On stderr.
    """
    _write(visible(str(text)), sys.stderr if err else sys.stdout)


def _write(text: str, stream: TextIO | None) -> None:
    """Write a line; not with Click's echo, which has ideas of its own about the encoding."""
    if stream is not None:
        stream.write(f"{text}\n")
        stream.flush()


def tell_unwritten(found: Sequence[Unwritten]) -> None:
    """Say on stderr what a printed page could not write.

    Parameters
    ----------
    found
        What, in which record and field.
    """
    for each in found:
        say(each.sentence(), err=True)


def print_json(document: Any) -> None:
    """Print one JSON document.

    Parameters
    ----------
    document
        JSON values.
    """
    _write(json_text(document), sys.stdout)


def json_text(document: Any) -> str:
    """Write one JSON document.

    Parameters
    ----------
    document
        JSON values.

    Returns
    -------
    str
        JSON with escapes for what must not reach a terminal or what the encoding of stdout lacks.
    """
    lacking = not (sys.stdout.encoding or "utf-8").lower().startswith("utf")
    told = json.dumps(document, ensure_ascii=lacking, indent=2)
    return re.sub(f"[{UNSAFE}]", lambda found: f"\\u{ord(found[0]):04x}", told)


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
        say(text.removesuffix("\n"))
        return
    from landwatch.drafts import put_in_place

    with put_in_place(file, replace=True) as draft:
        draft.write_text(text.removesuffix("\n") + "\n", encoding="utf-8", newline="\n")
    say(file)


class _Log(logging.Handler):
    """Lines on stderr, through the same gate as everything else that is said."""

    def emit(self, record: logging.LogRecord) -> None:
        say(self.format(record), err=True)


def log_to_stderr(level: str | None) -> None:
    """Let long work log its steps on stderr, or no longer.

    Parameters
    ----------
    level
        ``error``, ``info`` or ``debug``; ``None`` for silence.
    """
    from landwatch.log import LOGGER, Lines

    for handler in [each for each in LOGGER.handlers if isinstance(each, _Log)]:
        LOGGER.removeHandler(handler)
    LOGGER.propagate = level is None
    if level:
        handler = _Log()
        handler.setFormatter(Lines())
        LOGGER.addHandler(handler)
        LOGGER.setLevel(level.upper())


def tracker() -> Callable[[Sequence[T], str], Iterable[T]]:
    """Make the function that shows a bar on stderr while a service works through its files or pages.

    The bar is drawn on a terminal only and leaves nothing behind.
    """

    def _track(work: Sequence[T], description: str) -> Iterator[T]:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        console = _Screen(stderr=True)
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
            yield from bar.track(work, description=description)

    return _track
