"""Tables that fit the screen: columns share the room there is; where it is too little, records one by one.

Nothing is cut: a text goes on in the next line, a number is broken at its spaces only, and a table whose
columns would become too narrow to read is shown with one value a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Column, Table
from rich.text import Text

from landwatch.characters import visible

__all__ = ["Ruled"]

_READABLE = 12
"""Cells that a column of text has at least, or as many as it needs; a Chinese character takes two."""
_BETWEEN = 3
"""Cells between two columns."""
_HEADING = 30
"""Cells that a heading takes at most beside its value."""


class Ruled(Table):
    """A table with a rule under its headings.

    Parameters
    ----------
    *headings
        Names of the columns.
    right
        Those that hold figures; they are broken at spaces only.
    whole
        Others that are broken nowhere.
    """

    def __init__(self, *headings: str, right: Sequence[str] = (), whole: Sequence[str] = ()) -> None:
        super().__init__(box=box.SIMPLE_HEAD, pad_edge=False)
        for heading in headings:
            self.add_column(
                heading,
                justify="right" if heading in right else "left",
                no_wrap=heading in whole,
                overflow="fold",
            )

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        room = options.max_width - _BETWEEN * len(self.columns)
        widths = _shared([_wanted(column) for column in self.columns], room)
        if widths is None:
            yield from self._records()
            return
        for column, width in zip(self.columns, widths, strict=True):
            column.width = width
        yield from super().__rich_console__(console, options)

    def _records(self) -> Iterator[Table | Text]:
        """The rows one below the other, their empty cells left out."""
        headings = [_plain(column.header) for column in self.columns]
        for row in zip_longest(*(column.cells for column in self.columns), fillvalue=""):
            filled = [(head, cell) for head, cell in zip(headings, row, strict=True) if _plain(cell)]
            record = Table.grid(padding=(0, 2, 0, 0))
            record.add_column(max_width=_HEADING, overflow="fold", style="bold")
            record.add_column(overflow="fold")
            for head, cell in filled:
                record.add_row(Text(head), cell)
            yield record
            yield Text()


def _plain(cell: object) -> str:
    return visible(cell.plain if isinstance(cell, Text) else str(cell))


def _wanted(column: Column) -> tuple[int, int]:
    """The fewest and the most cells that a column can use."""
    texts = [_plain(cell) for cell in column.cells]
    heading = _plain(column.header)
    most = max((cell_len(line) for text in (heading, *texts) for line in text.splitlines()), default=0)
    if column.no_wrap:
        return most, most
    words = [cell_len(word) for text in texts for word in text.split()]
    head = min(_READABLE, max((cell_len(word) for word in heading.split()), default=0))
    if column.justify == "right":
        return max([head, *words]), most
    return max(head, min(_READABLE, max(words, default=0))), most


def _shared(wanted: Sequence[tuple[int, int]], room: int) -> list[int] | None:
    """Give each column its width: all the same, but for those that need more or can use less.

    None where there is not room enough for the fewest of all.
    """
    if sum(fewest for fewest, _most in wanted) > room:
        return None
    widths = [fewest for fewest, _most in wanted]
    for even in range(1, max((most for _fewest, most in wanted), default=0) + 1):
        tried = [max(fewest, min(most, even)) for fewest, most in wanted]
        if sum(tried) > room:
            break
        widths = tried
    return widths
