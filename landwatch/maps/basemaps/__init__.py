"""What lies under a map: nothing, a file of one's own, or the tiles of a web map.

A file is put into the page, as far as the page needs it, so that the page still works with no network. A web
map is asked by the page itself; the policy of the page then allows images from that host and nothing else.
"""

from __future__ import annotations

from landwatch.maps.basemaps.opening import open_basemap, open_tiles
from landwatch.maps.basemaps.page_data import Basemap, Ground
from landwatch.maps.basemaps.tile_files import TileFile

__all__ = ["Basemap", "Ground", "TileFile", "open_basemap", "open_tiles"]
