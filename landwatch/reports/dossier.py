"""The dossier of a contract: its explanation and what inspectors said, as text, as JSON and as a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from landwatch.characters import shown
from landwatch.i18n import gettext as _
from landwatch.i18n import instant_text, language
from landwatch.measures.flagged import Review, verdict_name
from landwatch.rules.explanation.node import Explanation
from landwatch.rules.wording import SEVERITIES, SIDES, word

__all__ = ["TEMPLATES", "Dossier"]

_HTML_LANGUAGE = {"zh": "zh-CN", "en": "en"}
TEMPLATES = Environment(
    loader=PackageLoader("landwatch.reports"),
    autoescape=True,
    finalize=shown,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


@dataclass(frozen=True)
class Dossier:
    """The explanation of a contract, what inspectors said of it, and whether the data are invented."""

    explanation: Explanation
    reviews: tuple[Review, ...] = ()
    illustrative: bool = False

    def text(self) -> str:
        """Return the dossier as an indented tree with a line for each review."""
        lines = [self.explanation.text(), *map(_told, self.reviews)]
        if known_at := self._known_at():
            lines.append(_("As known at {instant}").format(instant=known_at))
        if self.illustrative:
            lines.append(_("Invented sample data, for illustration only."))
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """Return the dossier as JSON values."""
        return self.explanation.to_dict() | {
            "reviews": [review.to_dict() for review in self.reviews],
            "illustrative": self.illustrative,
        }

    def html(self) -> str:
        """Return the dossier as one HTML page, which asks the network for nothing."""
        return TEMPLATES.get_template("dossier.html").render(
            _=_,
            language=_HTML_LANGUAGE[language()],
            explanation=self.explanation,
            findings=[
                (found, word(SEVERITIES, found.severity), word(SIDES, found.side))
                for found in self.explanation.findings
            ],
            reviews=[_told(review) for review in self.reviews],
            illustrative=self.illustrative,
            known_at=self._known_at(),
        )

    def _known_at(self) -> str:
        known_at = self.explanation.known_at
        return instant_text(datetime.fromisoformat(known_at)) if known_at else ""


def _told(review: Review) -> str:
    return _("Review {day}: {verdict}. {note} ({person}{photos})").format(
        day=review.day,
        verdict=verdict_name(review.verdict),
        note=review.note,
        person=review.person or _("inspector not named"),
        photos="".join(f", {name}" for name, _digest in review.photos),
    )
