"""Maps that work with no network: one self-contained page a cluster, and an overview of the zone.

Input is an :class:`landwatch.rules.Assessment`; nothing is judged or counted here. The pages are
folium maps; their parcels, legend, search and popups are drawn by scripts of this package, as SVG.
"""

from __future__ import annotations

from landwatch.maps.atlas import write_atlas
from landwatch.maps.basemaps import open_basemap
from landwatch.maps.explore import explore
from landwatch.maps.overview_svg import OverviewDrawing, overview_drawing
from landwatch.maps.page import OfflineMap
from landwatch.maps.page_files import (
    cluster_map,
    draw_cluster,
    draw_overview,
    overview_map,
    write_comparison,
    write_pages,
)

__all__ = [
    "OfflineMap",
    "OverviewDrawing",
    "cluster_map",
    "draw_cluster",
    "draw_overview",
    "explore",
    "open_basemap",
    "overview_drawing",
    "overview_map",
    "write_atlas",
    "write_comparison",
    "write_pages",
]
