"""Map sheets for paper, true to scale: a cluster on one sheet, or one sheet a parcel.

A sheet is laid out in millimetres (:mod:`landwatch.maps.printing.paper`), drawn on the CGCS2000 3-degree grid
of its place, and set by typst as PDF, SVG or PNG with no network and in the font of the installation.
"""

from __future__ import annotations

from landwatch.maps.printing.making import cluster_sheets, parcel_sheets
from landwatch.maps.printing.output import Form, sheet_files
from landwatch.maps.printing.paper import Orientation, Paper
from landwatch.maps.printing.scale_selection import Wish, parse_scale
from landwatch.maps.printing.sheet import Imprint, Sheet

__all__ = [
    "Form",
    "Imprint",
    "Orientation",
    "Paper",
    "Sheet",
    "Wish",
    "cluster_sheets",
    "parcel_sheets",
    "parse_scale",
    "sheet_files",
]
