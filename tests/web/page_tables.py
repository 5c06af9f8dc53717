"""The tables of a page as a reader sees them: each row by its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

__all__ = ["PageTable", "tables_of"]


@dataclass
class PageTable:
    """A table of a page: what it is called, which row of it comes first here, and its rows."""

    name: str
    begin: int
    rows: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects the rows in the bodies of tables; forms that change something are no data."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[PageTable] = []
        self._in_body, self._passed_over, self._is_head = False, 0, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "table":
            name = told.get("data-table") or told.get("data-calendar") or ""
            self.tables.append(PageTable(name, int(told.get("data-from") or 0)))
        if tag in ("tbody", "tfoot"):
            self._in_body = tag == "tbody"
        if tag in ("form", "title"):
            self._passed_over += 1
        if tag == "tr" and self._in_body:
            self.tables[-1].rows.append("")
        if tag == "th" and told.get("scope") == "rowgroup":
            self.tables[-1].rows.pop()
            self._is_head = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("form", "title"):
            self._passed_over -= 1
        if tag in ("tbody", "table"):
            self._in_body = False
        if tag == "tr":
            self._is_head = False

    def handle_data(self, data: str) -> None:
        if self._in_body and not self._passed_over and not self._is_head and self.tables[-1].rows:
            self.tables[-1].rows[-1] += f" {data}"


def tables_of(page: str) -> list[PageTable]:
    """Read the tables of a page.

    Parameters
    ----------
    page
        HTML.
    """
    reader = _Reader()
    reader.feed(page)
    return reader.tables
