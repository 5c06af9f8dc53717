"""Pages with tables and charts: each of these is drawn, or sent as a file where the address asks for one.

The address of a file is that of its page with ``as=xlsx`` and ``table=ID``: so it asks for the same day,
instant and cluster, and needs the same rights.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from fastapi import Request
from starlette.responses import Response

from landwatch.access import Deed, Right
from landwatch.drafts import as_file_name
from landwatch.errors import UsageError
from landwatch.exhibits import About, Chart, Table
from landwatch.exhibits.chart_files import chart_png, chart_svg_file
from landwatch.exhibits.table_files import table_csv, table_xlsx
from landwatch.i18n import gettext as _
from landwatch.services.assessing.keeping import Kept
from landwatch.web.asked import Question, Visitor, address_of, now
from landwatch.web.drawing import Frame, page
from landwatch.web.faults import Refused
from landwatch.web.sending import attachment

__all__ = ["Link", "about", "page_with", "wants_file"]

Link = Callable[[Frame, Any], str]

_TABLE_FILES: dict[str, tuple[Callable[[Table[Any]], bytes], str]] = {
    "csv": (table_csv, "text/csv; charset=utf-8"),
    "xlsx": (table_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_CHART_FILES: dict[str, tuple[Callable[[Chart], bytes], str]] = {
    "png": (chart_png, "image/png"),
    "svg": (chart_svg_file, "image/svg+xml"),
}


def about(kept: Kept, visitor: Visitor, cluster: str = "") -> About:
    """Say what the tables of a page rest on.

    Parameters
    ----------
    kept
        The judged register as the visitor sees it.
    visitor
        Whoever asks.
    cluster
        The cluster that the page is limited to; empty for none.
    """
    seen = visitor.viewer.clusters
    return About(
        on=kept.on,
        known_at=kept.known_at,
        line=(kept.head.sequence, kept.head.hash) if kept.head else None,
        clusters=[cluster] if cluster else None if seen is None else sorted(seen),
        illustrative=kept.assessment.snapshot.illustrative,
    )


def wants_file(request: Request) -> bool:
    """Whether a table or chart is asked for as a file: a file holds all rows, a page some.

    Parameters
    ----------
    request
        The request.
    """
    return bool(request.query_params.get("as"))


def page_with(
    template: str,
    request: Request,
    visitor: Visitor,
    question: Question | None = None,
    *,
    tables: Iterable[Table[Any]] = (),
    charts: Iterable[Chart] = (),
    links: Mapping[str, Link] | None = None,
    rows: int | None = None,
    page_no: int = 1,
    look: Callable[[Any], str] | None = None,
    status: int = 200,
    **values: Any,
) -> Response:
    """Draw a page with tables and charts, or send the one that the address asks for as a file.

    Parameters
    ----------
    template
        Name of the template; it has `tables` and `charts` by their ids, and draws them with the macros of
        ``_exhibits.html``.
    request, visitor, question
        As :func:`landwatch.web.drawing.page` takes them.
    tables, charts
        What the page shows, whole; columns of money are left out for whoever sees none.
    links
        Where the cells of a column lead, by its id: made of what stands around the page and of an item; an
        empty address is no link.
    rows
        Rows of the first table on a page; ``None`` for all. A file holds all of them.
    page_no
        Which page of the first table.
    look
        Names the class of the row of an item; empty for none.
    status
        Status of a page.
    **values
        What else the template prints.

    Raises
    ------
    Refused
        If the address asks for a table or chart that the page does not have.
    UsageError
        If it asks for another kind of file.
    """
    seen = [each if visitor.may(Right.MONEY) else each.without_money() for each in tables]
    drawn = list(charts)
    if form := request.query_params.get("as"):
        return _sent(request, visitor, form, seen, drawn)
    if rows is not None:
        values["pages"] = -(-len(seen[0].items) // rows)
        seen[0] = seen[0].page(page_no, rows)
    return page(
        template,
        request,
        visitor,
        question,
        status=status,
        tables={each.id: each for each in seen},
        charts={each.id: each for each in drawn},
        links=links or {},
        page_no=page_no,
        look=look,
        **values,
    )


def _sent(
    request: Request, visitor: Visitor, form: str, tables: Sequence[Table[Any]], charts: Sequence[Chart]
) -> Response:
    """Send a table or chart; that it was taken away is noted."""
    asked = request.query_params
    if form in _TABLE_FILES:
        write, media_type = _TABLE_FILES[form]
        table = _named(tables, asked.get("table", ""))
        kind, name, title, content = "table", table.id, table.title, write(table)
    elif form in _CHART_FILES:
        draw, media_type = _CHART_FILES[form]
        chart = _named(charts, asked.get("chart", ""))
        kind, name, title, content = "chart", chart.id, chart.title, draw(chart)
    else:
        forms = ", ".join((*_TABLE_FILES, *_CHART_FILES))
        raise UsageError(
            _("as={form}: there is no such kind of file; take {forms}").format(form=form, forms=forms)
        )
    told = {kind: name, "page": request.url.path, "as": form}
    told |= {key: asked[key] for key in ("on", "known_at", "cluster") if asked.get(key)}
    visitor.office.access.note(
        Deed.EXPORTED, login=visitor.viewer.login, about=told, at=now(), address=address_of(request)
    )
    day = f"-{asked['on']}" if asked.get("on") else ""
    return attachment(content, as_file_name(f"{title}{day}.{form}"), media_type)


def _named(exhibits: Sequence[Any], name: str) -> Any:
    """The one of that id; where the page has only one, it need not be named."""
    found = [each for each in exhibits if name == each.id or (not name and len(exhibits) == 1)]
    if not found:
        raise Refused(404, "not there")
    return found[0]
