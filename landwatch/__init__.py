"""Watch industrial land after it was supplied: defaults, idle land, revitalised acreage and maps."""

from __future__ import annotations

__version__ = "0.1.0"
