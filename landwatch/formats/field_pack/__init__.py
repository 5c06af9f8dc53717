"""The pack for QField: a project of QGIS with one GeoPackage, taken to the land and brought home again."""

from landwatch.formats.field_pack.pack_columns import GEOPACKAGE, PHOTOGRAPHS, PROJECT, QUESTIONS
from landwatch.formats.field_pack.pack_layers import write_layers
from landwatch.formats.field_pack.pack_project import project_xml
from landwatch.formats.field_pack.pack_reading import PackedPhoto, PackedVisit, find_pack, read_pack

__all__ = [
    "GEOPACKAGE",
    "PHOTOGRAPHS",
    "PROJECT",
    "QUESTIONS",
    "PackedPhoto",
    "PackedVisit",
    "find_pack",
    "project_xml",
    "read_pack",
    "write_layers",
]
