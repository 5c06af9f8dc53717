"""Classes of idle and inefficient land: what the register suggests beside what documents list.

Computed is a suspicion, recorded is a listing; a figure is one or the other, and no sum mixes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.measures.figures.acreage import standing
from landwatch.measures.figures.declared import Declared, Measure, declare
from landwatch.measures.figures.figure import Figure, size
from landwatch.measures.figures.inefficiency import Sign
from landwatch.measures.figures.stock_classes import StockClasses
from landwatch.measures.figures.thresholds import Thresholds, load_thresholds
from landwatch.model import (
    StockClass,
)
from landwatch.rules import Assessment
from landwatch.rules.wording import STOCK_CLASSES, word

__all__ = ["StockRow", "stock"]


@dataclass(frozen=True, eq=False)
class StockRow:
    """One class of the stock, computed and recorded side by side.

    Attributes
    ----------
    stock_class
        The class.
    label
        Its name, in the language it was made in.
    on_file
        Whether the register holds any fact that the computation needs; where not, it says nothing.
    computed, computed_area
        Suspicion: how many, and how much.
    recorded, recorded_area
        Listed by document and still in the stock: how many, and how much.
    both
        How many are computed and recorded; n/a for idle land, which is suspected or recognised.
    computed_rows, recorded_rows
        What stands behind them: index contract or parcel number, `area_cm2`.
    signs
        Of inefficient land what lies beyond which threshold.
    """

    stock_class: StockClass
    label: str
    on_file: bool
    computed: Figure
    computed_area: Figure
    recorded: Figure
    recorded_area: Figure
    both: Figure
    computed_rows: pd.DataFrame
    recorded_rows: pd.DataFrame
    signs: tuple[Sign, ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures of the row."""
        return self.computed, self.computed_area, self.recorded, self.recorded_area, self.both

    def to_dict(self) -> dict[str, Any]:
        """Return the row as JSON values."""
        told = {"class": self.stock_class.value, "label": self.label, "on_file": self.on_file}
        names = ("computed", "computed_area", "recorded", "recorded_area", "both")
        told |= {name: getattr(self, name).to_dict() for name in names}
        return told | {"signs": [sign.to_dict() for sign in self.signs]}


def stock(
    assessment: Assessment,
    entries: pd.DataFrame,
    *,
    cluster: str | None = None,
    thresholds: Thresholds | None = None,
) -> tuple[StockRow, ...]:
    """Set each class of idle and inefficient land out as computed and as recorded.

    Parameters
    ----------
    assessment
        The judged contracts.
    entries
        The ledger of acreage, up to the same day.
    cluster
        Only this cluster.
    thresholds
        The signs of inefficient land; the package's own where they are not given.

    Returns
    -------
    tuple of StockRow
        The seven classes in order. A contract is computed into one at most of 供而未用, 用而未尽, 建而未投
        and 投而未达; 低效 and 闲置 may come on top.
    """
    found = StockClasses(assessment, cluster, thresholds or load_thresholds())
    return tuple(_Row(assessment, entries, cluster, found, each).made() for each in StockClass)


@dataclass(frozen=True)
class _Row:
    """Makes the figures of one class."""

    assessment: Assessment
    entries: pd.DataFrame
    cluster: str | None
    classes: StockClasses
    of: StockClass

    def made(self) -> StockRow:
        listed = standing(self.entries, self.assessment, {self.of.value}, self.cluster)
        computed = self.classes.rows(self.of)
        on_file = self.classes.on_file[self.of]
        name = word(STOCK_CLASSES, self.of.value)
        suspected, recorded = (
            _("{name}, computed (suspected)").format(name=_suspected(self.of, name)),
            _("{name}, recorded by document").format(name=name),
        )
        both = computed[computed.index.isin(listed.index)]
        by_computation = {"label": suspected, "definition": _definition(self.of)}
        by_document = {
            "label": recorded,
            "definition": _(
                "Land that a document lists in this class, neither revitalised nor removed by the day, by "
                "the ledger of acreage."
            ),
        }
        agreeing = by_computation | {
            "label": _("{name}, computed and recorded").format(name=name),
            "definition": _(
                "Contracts that the computation puts into this class and a document lists in it."
            ),
        }
        return StockRow(
            self.of,
            name,
            on_file,
            *self._sizes(computed, "computed", on_file, by_computation),
            *self._sizes(listed, "recorded", True, by_document),
            self._size(both, "both_count", on_file and self.of is not StockClass.IDLE, agreeing),
            computed[["area_cm2"]] if on_file else computed.iloc[:0][["area_cm2"]],
            listed,
            self.classes.signs if self.of is StockClass.INEFFICIENT else (),
        )

    def _sizes(
        self, rows: pd.DataFrame, kind: str, on_file: bool, wording: Mapping[str, str]
    ) -> tuple[Figure, Figure]:
        return (
            self._size(rows, f"{kind}_count", on_file, wording),
            self._size(rows, f"{kind}_area", on_file, wording),
        )

    def _size(self, rows: pd.DataFrame, kind: str, on_file: bool, wording: Mapping[str, str]) -> Figure:
        figure = size(
            self.assessment, rows, id=f"stock_{self.of.value}_{kind}", cluster=self.cluster, **wording
        )
        return figure if on_file else replace(figure, value=None, numerator=None, rows=(), unknown=())


def _suspected(stock_class: StockClass, name: str) -> str:
    """Idle land is what a document recognises; what is computed has another name."""
    return _("suspected idle") if stock_class is StockClass.IDLE else name


def _definition(stock_class: StockClass) -> str:
    return {
        StockClass.APPROVED_NOT_SUPPLIED: _(
            "Parcels that no contract on file ever supplied; whether their conversion was approved, a "
            "document has to say. Land recovered after a supply is not counted here."
        ),
        StockClass.SUPPLIED_NOT_USED: _(
            "Live contracts without any works on file, whether their day to commence has come or not."
        ),
        StockClass.PARTLY_USED: _(
            "Live contracts on which works began and of which a phase or a parcel has not begun, or ground "
            "was left undeveloped at completion; the unused part counts in mu."
        ),
        StockClass.BUILT_NOT_PRODUCING: _("Live contracts completed, without a start of production on file."),
        StockClass.BELOW_TARGET: _(
            "Live contracts in production that are late with full production, did not pass its review, or "
            "lie below an indicator agreed for it."
        ),
        StockClass.INEFFICIENT: _(
            "Live contracts with a measured indicator beyond a threshold of inefficient land in force; "
            "thresholds without a number are not looked for."
        ),
        StockClass.IDLE: _("Live contracts whose land is idle by computation: a suspicion, no recognition."),
    }[stock_class]


def _declared(stock_class: StockClass) -> Iterator[Declared]:
    parcels = stock_class is StockClass.APPROVED_NOT_SUPPLIED
    counted: Measure = "parcel" if parcels else "count"
    for name, by in (("computed_count", counted), ("computed_area", "area"), ("both_count", counted)):
        yield Declared(
            id=f"stock_{stock_class.value}_{name}",
            section="stock",
            kind="state",
            by=by,
            pool="parcels" if parcels else "P",
        )
    yield Declared(id=f"stock_{stock_class.value}_recorded_count", section="stock", kind="state")
    yield Declared(id=f"stock_{stock_class.value}_recorded_area", section="stock", kind="state", by="area")


declare(*(figure for stock_class in StockClass for figure in _declared(stock_class)))
