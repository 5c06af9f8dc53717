"""Watch industrial land after it was supplied: defaults, idle land, revitalised acreage and maps.

What notebooks and programs use is here; each name is loaded when it is first asked for. Its types stand in
``__init__.pyi``.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

__all__ = [
    "Conventions",
    "Register",
    "acreage_ledger",
    "assess",
    "assess_sample",
    "explain",
    "explore",
    "figures",
    "findings",
    "forecast",
    "grouped",
    "import_files",
    "performance",
    "pipeline",
    "plot",
    "stock",
    "table",
    "trend",
    "write_atlas",
    "write_pages",
]

_ROOMS = {
    "landwatch.maps": ("explore", "write_pages"),
    "landwatch.registry": ("Register",),
    "landwatch.rules": ("Conventions", "assess"),
    "landwatch.rules.explanation.tree": ("explain",),
    "landwatch.services.sample.demo": ("assess_sample",),
    "landwatch.services.maps.mapping": ("plot", "write_atlas"),
    "landwatch.services.figures.counting": ("acreage_ledger", "figures", "grouped", "stock", "trend"),
    "landwatch.services.contracts.tabulated": ("table",),
    "landwatch.services.figures.forecasting": ("forecast",),
    "landwatch.services.files.importing": ("import_files",),
    "landwatch.measures.flagged": ("findings",),
    "landwatch.measures.figures": ("performance", "pipeline"),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _ROOM_OF:
        raise AttributeError(f"module 'landwatch' has no attribute {name!r}")
    return getattr(import_module(_ROOM_OF[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
