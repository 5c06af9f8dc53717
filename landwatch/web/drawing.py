"""From values to a page: one environment of templates, and what every page has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

from landwatch import district
from landwatch.access import Right, deed_name, terms_of
from landwatch.catalogue import words_of
from landwatch.characters import shown
from landwatch.exhibits.chart_drawing import chart_svg
from landwatch.i18n import gettext as _
from landwatch.i18n import language, minute_text, ngettext
from landwatch.jobs import job_state_name
from landwatch.measures.figures.declared import section_name
from landwatch.measures.figures.figure import unit_name
from landwatch.measures.flagged import verdict_name
from landwatch.measures.milestones import mark_name, milestone_name
from landwatch.measures.patrols.stages import named_stage
from landwatch.measures.patrols.trust import is_weak, second_visit, span
from landwatch.measures.worklist import kind_name
from landwatch.rules.wording import CONVENTIONS, EVENTS, SEVERITIES, SIDES, word
from landwatch.services.contracts.history import instant_in_beijing, table_name, verb_name
from landwatch.services.contracts.searching import found_in
from landwatch.units import format_mu, group_yuan, percent_text, round_half_up
from landwatch.web.asked import Question, Visitor
from landwatch.web.asset_files import asset_address

__all__ = ["TEMPLATES", "Frame", "Setting", "fault_page", "page", "part"]

_HTML_LANGUAGE = {"zh": "zh-CN", "en": "en"}


def _address(path: str, **asked: Any) -> str:
    """An address of this server; each part of the path is encoded by whoever puts it in."""
    query = urlencode({name: value for name, value in asked.items() if value not in (None, "")})
    return f"{path}?{query}" if query else path


def _encoded(text: object) -> str:
    return quote(str(text), safe="")


def _in_beijing(at: str | datetime) -> str:
    return instant_in_beijing(at if isinstance(at, str) else at.isoformat())


def _conventions(choices: Iterable[tuple[str, str]]) -> str:
    return _("; ").join(word(CONVENTIONS, f"{name}={choice}") for name, choice in choices)


def _in_fen(name: str) -> bool:
    """Whether a value of an explanation is an amount of money."""
    return name.endswith("_fen")


def _plain(number: Fraction) -> str:
    """A part of a share: whole numbers whole, others to two places."""
    return f"{round_half_up(number, 0 if number.denominator == 1 else 2):f}"


TEMPLATES = Environment(
    loader=PackageLoader("landwatch.web"),
    autoescape=True,
    finalize=shown,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.filters |= {
    "beijing": _in_beijing,
    "chart_svg": chart_svg,
    "conventions": _conventions,
    "deed": deed_name,
    "encoded": _encoded,
    "found_in": found_in,
    "fact": lambda kind: word(EVENTS, kind),
    "gravity": lambda gravity: word(SEVERITIES, gravity),
    "grouped_yuan": group_yuan,
    "instant": minute_text,
    "job_state": job_state_name,
    "kilobytes": lambda size: f"{-(-size // 1024):,} KB",
    "kind": kind_name,
    "mark": mark_name,
    "milestone": milestone_name,
    "mu": format_mu,
    "plain": _plain,
    "percent": lambda share: percent_text(Fraction(share)),
    "one_place": lambda number: f"{number:.1f}",
    "section": section_name,
    "span": span,
    "side": lambda side: word(SIDES, side),
    "stage": named_stage,
    "table": table_name,
    "unit": unit_name,
    "verb": verb_name,
    "verdict": verdict_name,
    "works": lambda stage: words_of("works")[stage].label,
}
TEMPLATES.tests |= {"in_fen": _in_fen, "weak": is_weak}
TEMPLATES.globals |= {"_": _, "ngettext": ngettext, "asset": asset_address, "address": _address}
TEMPLATES.globals["second_visit"] = second_visit


@dataclass(frozen=True)
class Link:
    """A page of the navigation, and others that lie behind it."""

    path: str
    label: str
    right: Right
    others: tuple[str, ...] = ()

    def leads_to(self, path: str) -> bool:
        """Whether a page is this one, or one below it or its others.

        Parameters
        ----------
        path
            Path of the page.
        """
        return path.startswith((self.path, *self.others))


def _links() -> tuple[Link, ...]:
    return (
        Link("/situation", _("Situation"), Right.LAND, ("/targets", "/reports")),
        Link("/work", _("My list"), Right.LAND),
        Link("/patrols", _("Patrols"), Right.LAND),
        Link("/map", _("Map"), Right.LAND),
        Link("/zone", _("Zone map"), Right.LAND),
        Link("/figures", _("Figures"), Right.LAND),
        Link("/received", _("From phones"), Right.LAND),
        Link("/record", _("Record facts"), Right.RECORD),
        Link("/audit", _("Audit"), Right.JOURNAL, ("/journal", "/sign-ins")),
        Link("/people", _("People"), Right.PEOPLE),
    )


class Setting:
    """What every page says of itself, asked for or not."""

    @property
    def language(self) -> str:
        """Language of the document, as HTML names it."""
        return _HTML_LANGUAGE[language()]

    @property
    def zone(self) -> str:
        """Name of the zone that is watched."""
        return district.current().name


@dataclass(frozen=True)
class Frame(Setting):
    """What stands around every page.

    Attributes
    ----------
    request
        The request that is answered.
    visitor
        Whoever asks; ``None`` where nobody is signed in.
    question
        Which day is asked about; ``None`` on pages without one.
    """

    request: Request
    visitor: Visitor | None = None
    question: Question | None = None

    @property
    def links(self) -> tuple[Link, ...]:
        """The pages that the visitor may open."""
        if self.visitor is None or self.visitor.viewer.must_change_password:
            return ()
        return tuple(link for link in _links() if self.visitor.may(link.right))

    @property
    def here(self) -> str:
        """Path of the page, percent-encoded."""
        return quote(self.request.url.path)

    @property
    def role(self) -> str:
        """Name of the visitor's role."""
        return terms_of(self.visitor.viewer.role).name if self.visitor else ""

    def to(self, path: str, **asked: Any) -> str:
        """Write an address that asks about the same day and instant.

        Parameters
        ----------
        path
            The page.
        **asked
            What else it asks for.
        """
        return _address(path, **{**(self.question.asked if self.question else {}), **asked})

    def contract(self, number: str, *below: str, **asked: Any) -> str:
        """Write the address of a contract, or of something below it.

        Parameters
        ----------
        number
            Its number.
        *below
            Parts of the path below the contract.
        **asked
            What else the address asks for.
        """
        return self.to("/".join(("/contracts", _encoded(number), *map(_encoded, below))), **asked)

    def again(self, **asked: Any) -> str:
        """Write the address of this page with something else asked.

        Parameters
        ----------
        **asked
            What takes the place of what is asked now; ``None`` leaves it out.
        """
        return _address(self.here, **{**dict(self.request.query_params), **asked})

    def taken(self, form: str, kind: str, name: str) -> str:
        """Write the address of a table or chart of this page as a file.

        Parameters
        ----------
        form
            ``xlsx``, ``csv``, ``svg`` or ``png``.
        kind, name
            ``table`` or ``chart``, and its id.
        """
        return self.again(**{"as": form, kind: name, "page": None})

    def may(self, right: str) -> bool:
        """Whether the visitor has a right.

        Parameters
        ----------
        right
            Word of :class:`landwatch.access.Right`.
        """
        return self.visitor is not None and self.visitor.may(Right(right))


def part(template: str, frame: Frame, *, status: int = 200, **values: Any) -> Response:
    """Draw a template.

    Parameters
    ----------
    template
        Its name.
    frame
        What stands around it.
    status
        Status of the answer.
    **values
        What it prints, escaped where it is printed.
    """
    return HTMLResponse(TEMPLATES.get_template(template).render(frame=frame, **values), status)


def page(
    template: str,
    request: Request,
    visitor: Visitor | None = None,
    question: Question | None = None,
    *,
    status: int = 200,
    **values: Any,
) -> Response:
    """Draw a whole page.

    Parameters
    ----------
    template
        Its name.
    request, visitor, question
        As in :class:`Frame`.
    status
        Status of the answer.
    **values
        What it prints, escaped where it is printed.
    """
    return part(template, Frame(request, visitor, question), status=status, **values)


def fault_page(scope: Scope, status: int, sentence: str, headers: Mapping[str, str]) -> Response:
    """Draw the page that says what went wrong.

    Parameters
    ----------
    scope
        The request.
    status, sentence, headers
        Status, words and headers of the answer.
    """
    answer = page("fault.html", Request(scope), status=status, sentence=sentence)
    answer.headers.update(headers)
    return answer
