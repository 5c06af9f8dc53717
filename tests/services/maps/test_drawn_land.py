"""Land made ready to draw again after something was recorded: only what changed is told anew."""

from __future__ import annotations

from datetime import date

from landwatch.i18n import speaking
from landwatch.measures.acreage import ledger_of
from landwatch.measures.figures.months import replay
from landwatch.model import EventType
from landwatch.rules import Assessment
from landwatch.services.maps.drawn_land import Land, land_to_draw
from tests.maps.zone import EVENTS, event, judged

FIRST = "渝地綦（2021）合字第01号"


def ready(assessment: Assessment, before: Land | None = None, touched: tuple[str, ...] = ()) -> Land:
    with speaking("en"):
        return land_to_draw(
            assessment,
            ledger_of(assessment.snapshot),
            lambda: replay(assessment),
            before=before,
            touched=touched,
        )


def test_land_that_is_followed_tells_the_same_reasons_as_land_made_anew() -> None:
    begun = judged(events=[*EVENTS, event(1, EventType.COMMENCED, date(2023, 10, 30))])
    followed = ready(begun, before=ready(judged()), touched=(FIRST,))
    assert followed.content.contracts["reason"].equals(ready(begun).content.contracts["reason"])


def test_the_reason_of_a_contract_that_is_not_touched_stays() -> None:
    begun = judged(events=[*EVENTS, event(1, EventType.COMMENCED, date(2023, 10, 30))])
    before = ready(judged())
    followed = ready(begun, before=before, touched=())
    assert followed.content.contracts["reason"][FIRST] == before.content.contracts["reason"][FIRST]
