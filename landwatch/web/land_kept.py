"""The land of an assessment, made ready to draw once for all who see the same."""

from __future__ import annotations

from dataclasses import replace

from landwatch.services.assessing.keeping import Kept
from landwatch.services.maps.drawn_land import Land, land_to_draw
from landwatch.web.asked import Question

__all__ = ["land_of", "written_one_way"]


def land_of(kept: Kept) -> Land:
    """Make an assessment ready to draw, in the current language.

    Parameters
    ----------
    kept
        The judged register as the visitor sees it.
    """
    return kept.once(
        "land",
        lambda: land_to_draw(kept.assessment, kept.ledger(), kept.months),
        again=lambda before, touched: land_to_draw(
            kept.assessment, kept.ledger(), kept.months, before=before, touched=touched
        ),
    )


def written_one_way(question: Question) -> Question:
    """Write the day and instant of a question one way, however somebody wrote them.

    So the links of a map are the same for all who ask the same: so many maps are kept, and no more.

    Parameters
    ----------
    question
        What is asked.
    """
    written = {"on": question.on.isoformat()}
    if question.known_at:
        written["known_at"] = question.known_at.isoformat()
    return replace(question, asked={name: written[name] for name in question.asked})
