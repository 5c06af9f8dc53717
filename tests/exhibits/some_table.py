"""A table of two rows with everything that a cell can hold."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from landwatch.exhibits import About, Column, Table

ABOUT = About(
    on=date(2023, 12, 31),
    known_at=datetime(2024, 1, 5, 1, 30, tzinfo=UTC),
    line=(12, "abcdef" * 10),
    illustrative=True,
)


def some_table(*rows: dict[str, Any]) -> Table[dict[str, Any]]:
    """The table; its rows are two where none are given."""

    def _column(id_: str, name: str, **more: Any) -> Column[dict[str, Any]]:
        return Column(id=id_, name=name, of=lambda row: row[id_], **more)

    of_one = {
        "no": "渝1",
        "note": "=1+1",
        "area": Decimal("126.50"),
        "claim": Decimal("1234567.80"),
        "due": date(2016, 2, 29),
        "at": datetime(2024, 1, 5, 1, 30, 5, tzinfo=UTC),
    }
    return Table(
        id="some",
        title="Some contracts",
        definition="Those chosen\nby hand.",
        columns=[
            _column("no", "Contract"),
            _column("note", "Note", place="below"),
            _column("area", "Area", form="mu"),
            _column("claim", "Claim", form="yuan"),
            _column("due", "Due", form="date"),
            _column("at", "Recorded at", form="instant", place="file"),
        ],
        items=rows or (of_one, dict.fromkeys(of_one) | {"no": "渝2"}),
        about=ABOUT,
    )
