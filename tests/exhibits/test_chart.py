"""Charts: their numbers as a table, and the unit in their title."""

from __future__ import annotations

from decimal import Decimal

from landwatch.exhibits import Chart, Series
from landwatch.i18n import speaking
from tests.exhibits.some_table import ABOUT


def some_chart(*more: Series, **changed: str) -> Chart:
    """Two months of a rate."""
    rate = Series(id="rate", name="Rate", values=[Decimal("2.1"), None])
    told: dict[str, str] = {
        "title": "Default rate",
        "definition": "Late <by> area.",
        "kind": "lines",
    } | changed
    return Chart(
        id="rates",
        axis="Month",
        places=["2023-11", "2023-12"],
        series=[rate, *more],
        form="percent",
        about=ABOUT,
        **told,  # type: ignore[arg-type]
    )


def test_the_title_of_a_chart_has_the_unit_of_its_values() -> None:
    with speaking("en"):
        assert some_chart().head == "Default rate (%)"


def test_the_numbers_of_a_chart_are_a_table() -> None:
    table = some_chart().table()
    assert list(table.rows()) == [["2023-11", Decimal("2.1")], ["2023-12", None]]
    assert table.about == ABOUT
