"""Every figure with its definition in Chinese and in English, for the workbook."""

from __future__ import annotations

from landwatch.i18n import gettext as _
from landwatch.reports.document import Column, Table
from landwatch.reports.material import Material
from landwatch.reports.remarks import terms
from landwatch.reports.summary import written
from landwatch.rules.wording import CERTAINTY, word

__all__ = ["all_figures"]


def all_figures(material: Material) -> Table:
    """Define every figure of the report in both languages.

    Parameters
    ----------
    material
        What the report is made from.

    Returns
    -------
    Table
        One row a figure; changes are defined by the rates they belong to.
    """
    rows = []
    for name, figure in material.figures.items():
        if name in material.definitions["zh"]:
            (label, definition, pool), (label_en, definition_en, pool_en) = (
                material.definitions[each][name] for each in ("zh", "en")
            )
            certainty = word(CERTAINTY, figure.certainty)
            rows.append(
                [label, label_en, written(figure), definition, definition_en, pool, pool_en, certainty, name]
            )
    return Table(
        title=_("Definitions"),
        columns=[
            Column(head="指标", width=5),
            Column(head="Figure", width=6),
            Column(head=_("Value"), width=3.2),
            Column(head="口径", width=9),
            Column(head="Definition", width=10),
            Column(head="分母或范围", width=5),
            Column(head="Pool", width=5),
            Column(head=_("Certainty"), width=2.6),
            Column(head=_("Name"), width=6),
        ],
        rows=rows,
        note="\n".join(terms(material)),
    )
