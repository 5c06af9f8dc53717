"""Map sheets for paper, true to scale: a cluster on one sheet, or one sheet a parcel.

A sheet is laid out in millimetres (:mod:`landwatch.maps.printing.paper`), drawn on the CGCS2000 3-degree grid
of its place, and set by typst as PDF, SVG or PNG with no network and in the font of the installation.
"""

from __future__ import annotations

from landwatch.maps.printing.making import cluster_sheets, parcel_sheets, scales_of_cluster, sheets_of_cluster
from landwatch.maps.printing.output import Form, sheet_files, sheet_preview
from landwatch.maps.printing.paper import PAPERS, Orientation, Paper
from landwatch.maps.printing.scale_selection import Wish, parse_scale
from landwatch.maps.printing.sheet import Imprint, Sheet

__all__ = [
    "PAPERS",
    "Form",
    "Imprint",
    "Orientation",
    "Paper",
    "Sheet",
    "Wish",
    "cluster_sheets",
    "parcel_sheets",
    "parse_scale",
    "scales_of_cluster",
    "sheet_files",
    "sheet_preview",
    "sheets_of_cluster",
]
