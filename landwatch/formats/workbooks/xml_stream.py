"""XML read piece by piece: no more of it is in memory than one piece, whatever it declares or repeats."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import IO
from xml.parsers import expat

from landwatch.errors import InputError
from landwatch.i18n import gettext as _

__all__ = ["Budget", "XmlStream", "broken_workbook"]

_CHUNK = 1 << 16
# Nothing in a workbook is so deep; every level of an element that is not closed takes memory.
_DEEPEST = 256
# Longer than the text of any cell (32,767 characters) and than any tag.
_LONGEST = 1 << 20
# Of a workbook: 100,000 rows of 60 cells with their values.
_MOST_ELEMENTS = 12_000_000

Start = Callable[[dict[str, str]], None]
End = Callable[[str], None]


def broken_workbook() -> InputError:
    """Make the error that a workbook is broken."""
    return InputError(_("the workbook is broken; open it in a spreadsheet and save it again"))


class Budget:
    """The elements that are still read of a workbook: a small file can hold hundreds of millions of them."""

    def __init__(self) -> None:
        self.left = _MOST_ELEMENTS

    def spend(self, elements: int) -> None:
        """Count elements.

        Parameters
        ----------
        elements
            How many.

        Raises
        ------
        InputError
            If they are too many.
        """
        self.left -= elements
        if self.left < 0:
            raise InputError(
                _("it has far more cells than any ledger; copy the table alone into a new workbook")
            )


class XmlStream:
    """Calls what is given for the starts and ends of elements, by their names with namespace: ``uri}name``.

    Parameters
    ----------
    starts
        What to do at the start of an element, with its attributes.
    ends
        What to do at the end of an element, with the text since the last tag.
    on_text
        What to do with every text between two tags.
    budget
        Counts the elements of several parts together.
    """

    def __init__(
        self,
        starts: Mapping[str, Start],
        ends: Mapping[str, End],
        on_text: Callable[[str], None] | None = None,
        budget: Budget | None = None,
    ) -> None:
        self._budget = budget or Budget()
        self._starts, self._ends, self._on_text = starts, ends, on_text
        self._parts: list[str] = []
        self._depth = 0

    def read(self, stream: IO[bytes]) -> Generator[None]:
        """Read XML to its end.

        Parameters
        ----------
        stream
            The XML.

        Yields
        ------
        None
            After every piece, so that what was found can be taken.

        Raises
        ------
        InputError
            If it is no XML, declares a document type, or is deeper or longer in one place than any workbook.
        """
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._parts.append
        parser.StartDoctypeDeclHandler = _refuse
        fed = 0
        try:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk)
                fed += len(chunk)
                if fed - parser.CurrentByteIndex > _LONGEST or sum(map(len, self._parts)) > _LONGEST:
                    raise broken_workbook()
                yield
            parser.Parse(b"", True)
            yield
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise broken_workbook() from error

    def whole(self, stream: IO[bytes]) -> None:
        """Read XML to its end at once; parameters and errors as of :meth:`read`.

        Parameters
        ----------
        stream
            The XML.
        """
        for _piece in self.read(stream):
            pass

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise broken_workbook()
        self._budget.left -= 1
        if self._budget.left < 0:
            self._budget.spend(0)
        if self._parts:
            self._take_text()
        if handler := self._starts.get(name):
            handler(attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        handler = self._ends.get(name)
        text = self._take_text() if self._parts else ""
        if handler:
            handler(text)

    def _take_text(self) -> str:
        text = self._parts[0] if len(self._parts) == 1 else "".join(self._parts)
        self._parts.clear()
        if self._on_text:
            self._on_text(text)
        return text


def _refuse(*_declared: object) -> None:
    raise broken_workbook()
