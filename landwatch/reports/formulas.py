"""How the figures of a workbook come out of its lists, as formulas over named ranges."""

from __future__ import annotations

from collections.abc import Mapping

from landwatch.i18n import gettext as _
from landwatch.reports.material import Material

__all__ = [
    "cluster_formulas",
    "due_formulas",
    "figure_formulas",
    "method_formulas",
    "month_formulas",
    "stock_formulas",
]


def figure_formulas(material: Material) -> Mapping[str, tuple[str, str]]:
    """Give the formulas of the figures that the lists of the workbook hold in full.

    Parameters
    ----------
    material
        What the workbook is made from.

    Returns
    -------
    dict
        By figure: formula of its size or numerator, and of its denominator; empty where it has none.
    """
    yes = _text(_("yes"))
    count, area = f"COUNTIFS(ledger_in_force,{yes})", f"SUMIFS(ledger_area,ledger_in_force,{yes})"
    year = _text(str(material.on.year))
    defaults = {
        f"{kind}_default_rate_{by}": (part, whole)
        for kind in ("commencement", "completion")
        for by, part, whole in (
            ("count", *_counted(material, kind, count)),
            ("area", f"SUM({kind}_area)", area),
        )
    }
    idle = {"idle_recognised": "recognised", "idle_suspected": "suspected"}
    counts = {f"{figure}_count": (f"COUNTA({sheet}_contract_no)", "") for figure, sheet in idle.items()}
    counts |= {f"{figure}_count": (_different(sheet, '<>""'), "") for figure, sheet in _DISPOSED.items()}
    areas = {f"{figure}_area": (f"SUM({sheet}_area)", "") for figure, sheet in (_DISPOSED | idle).items()}
    return {
        "live_contracts_count": (count, ""),
        "live_contracts_area": (area, ""),
        **defaults,
        **counts,
        **areas,
        "revitalised_area": (f"SUMIFS(revitalised_area,revitalised_year,{year})", ""),
        "revitalised_area_since": ("SUM(revitalised_area)", ""),
        "patrol_coverage": ("SUM(patrols_made)", "SUM(patrols_due)"),
    }


def _by_units(material: Material) -> bool:
    return material.assessment.conventions.breach_unit != "contract"


def _counted(material: Material, kind: str, contracts: str) -> tuple[str, str]:
    """Both parts of a rate by count: contracts, or what the convention counts of them."""
    if _by_units(material):
        return f"SUM({kind}_units)", f"SUMIFS(ledger_units,ledger_in_force,{_text(_('yes'))})"
    return f"COUNTA({kind}_contract_no)", contracts


def cluster_formulas(material: Material) -> Mapping[str, str]:
    """Give the formulas of the columns of the sheets by cluster.

    Parameters
    ----------
    material
        What the workbook is made from.

    Returns
    -------
    dict
        By key of the column; ``{row}`` stands for the row, whose first cell names the cluster.
    """
    yes, year = _text(_("yes")), _text(str(material.on.year))
    formulas = {
        "live_contracts_count": f"COUNTIFS(ledger_cluster,$A{{row}},ledger_in_force,{yes})",
        "live_contracts_area": f"SUMIFS(ledger_area,ledger_cluster,$A{{row}},ledger_in_force,{yes})",
        "revitalised_area": (
            f"SUMIFS(revitalised_area,revitalised_cluster,$A{{row}},revitalised_year,{year})"
        ),
        "revitalised_area_since": "SUMIFS(revitalised_area,revitalised_cluster,$A{row})",
    }
    lists = {
        "commencement_default": "commencement",
        "completion_default": "completion",
        "idle_recognised": "recognised",
        "idle_suspected": "suspected",
    }
    for column, sheet in (lists | _DISPOSED).items():
        counted = f"COUNTIFS({sheet}_cluster,$A{{row}})"
        if column in _DISPOSED:
            counted = _different(sheet, "=$A{row}", "cluster")
        elif _by_units(material) and column.endswith("_default"):
            counted = f"SUMIFS({sheet}_units,{sheet}_cluster,$A{{row}})"
        formulas[f"{column}_count"] = counted
        formulas[f"{column}_area"] = f"SUMIFS({sheet}_area,{sheet}_cluster,$A{{row}})"
    return formulas


def method_formulas(material: Material) -> Mapping[str, str]:
    """Give the formulas of the columns of the sheet by method.

    Parameters
    ----------
    material
        What the workbook is made from.

    Returns
    -------
    dict
        By key of the column; ``{row}`` stands for the row, whose first cell names the method.
    """
    year = _text(str(material.on.year))
    return {
        "method_year": f"SUMIFS(revitalised_area,revitalised_method,$A{{row}},revitalised_year,{year})",
        "method_all": "SUMIFS(revitalised_area,revitalised_method,$A{row})",
    }


def month_formulas(material: Material) -> Mapping[str, str]:
    """Give the formulas of the flows of a month, by figure.

    Parameters
    ----------
    material
        What the workbook of a month is made from.

    Returns
    -------
    dict
        Those that the lists hold in full.
    """
    first, last = material.period.first, material.on
    days = ",".join(
        f'{{sheet}}_day,"{sign}"&DATE({day.year},{day.month},{day.day})'
        for sign, day in ((">=", first), ("<=", last))
    )
    formulas = {"revitalised_area": f"SUMIFS(revitalised_area,{days.format(sheet='revitalised')})"}
    for figure, sheet in _DISPOSED.items():
        inside = days.format(sheet=sheet)
        # The list has one row a contract and month, so the rows of a month are its contracts.
        formulas[f"{figure}_count"] = f"COUNTIFS({inside})"
        formulas[f"{figure}_area"] = f"SUMIFS({sheet}_area,{inside})"
    return formulas


def stock_formulas() -> Mapping[str, str]:
    """Give the formulas of the columns of the sheet of classes.

    Returns
    -------
    dict
        By key of the column; ``{row}`` stands for the row, whose first cell names the class.
    """
    formulas = {}
    for kind, basis in (("computed", _("suspected")), ("recorded", _("listed"))):
        inside = f"standing_class,$A{{row}},standing_basis,{_text(basis)}"
        formulas[f"{kind}_count"] = f"COUNTIFS({inside})"
        formulas[f"{kind}_area"] = f"SUMIFS(standing_area,{inside})"
    return formulas


def due_formulas() -> Mapping[str, str]:
    """Give the formulas of the columns of the sheet of windows.

    Returns
    -------
    dict
        By key of the column; ``{row}`` stands for the row, whose first cell has the days.
    """
    formulas = {}
    for sheet in ("commencements", "completions"):
        inside = f'{sheet}_days,"<="&$A{{row}}'
        formulas[f"{sheet}_count"] = _different_within(sheet)
        formulas[f"{sheet}_area"] = f"SUMIFS({sheet}_area,{inside})"
    return formulas


_DISPOSED = {"commencement_defaults_disposed": "started", "completion_defaults_disposed": "completed"}


def _different(sheet: str, wanted: str, column: str = "contract_no") -> str:
    """Count the different contracts of a list; an empty list has one empty row, which counts nought."""
    numbers = f"{sheet}_contract_no"
    return f'SUMPRODUCT(({sheet}_{column}{wanted})/COUNTIF({numbers},{numbers}&""))'


def _different_within(sheet: str) -> str:
    """Count the different contracts of a list whose days lie within those of the row.

    What lies beyond, and the one empty row of an empty list, is divided by one and counts nought.
    """
    numbers, days = f"{sheet}_contract_no", f"{sheet}_days"
    inside = f'({numbers}<>"")*({days}<=$A{{row}})'
    same = f'COUNTIFS({numbers},{numbers}&"",{days},"<="&$A{{row}})'
    return f"SUMPRODUCT({inside}/({same}+1-{inside}))"


def _text(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'
