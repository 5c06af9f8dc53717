"""Vector files (SHP, GeoPackage, GeoJSON …) to parcels and clusters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import shapely
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from landwatch.errors import InputError
from landwatch.formats.boundaries.crs import claim_of
from landwatch.formats.boundaries.georeferencing import place
from landwatch.formats.boundaries.parcels import Draft, assemble, has_too_many_rings, is_sound, parcels_of
from landwatch.formats.cells import conversion, vocabulary
from landwatch.formats.cells.conversion import BadValue
from landwatch.formats.cells.quantities import Quantity, as_quantity
from landwatch.formats.cells.vocabulary import Column
from landwatch.formats.file import File
from landwatch.formats.market_site import looks_like_landchina
from landwatch.formats.reading import Findings, Place, Reading
from landwatch.formats.tables.fact_rows import Facts
from landwatch.formats.vector.fact_areas import records_of
from landwatch.formats.vector.features import Feature, Layer
from landwatch.formats.vector.layer_kinds import is_named_only, section_of
from landwatch.formats.vector.layers import LayersOf, read_layers
from landwatch.i18n import gettext as _
from landwatch.model import Cluster, OperatorBasis, Parcel

__all__ = ["Vector"]


@dataclass
class _Content:
    """What the layers of a file hold; the CRS is that of the first layer that has features."""

    facts: Facts
    parcels: list[Parcel] = field(default_factory=list)
    clusters: list[Cluster] = field(default_factory=list)
    records: int = 0
    encoding: str | None = None
    epsg: int | None = None
    crs_source: str | None = None


@dataclass(frozen=True)
class _Boundary:
    """A feature with a name and a polygon, in the ordinates of the file."""

    feature: Feature
    name: str
    place: Place
    geometry: BaseGeometry


class Vector:
    """A kind of vector file.

    Parameters
    ----------
    suffixes
        Its suffixes.
    layers_of
        Reads the layers of such a file.
    """

    def __init__(self, suffixes: tuple[str, ...], layers_of: LayersOf) -> None:
        self._suffixes, self._layers_of = suffixes, layers_of

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Its suffixes."""
        return self._suffixes

    def recognises(self, file: File) -> bool:
        """Tell by the suffix; JSON may hold contracts instead of boundaries."""
        return file.suffix in self._suffixes and not (
            file.suffix == ".json" and looks_like_landchina(file.start)
        )

    def read(self, file: File) -> Reading:
        """Read the parcels, clusters and dated facts of its layers."""
        content = _content(file, read_layers(file, self._layers_of))
        return Reading(
            source=file.source("vector", content.encoding, content.epsg),
            crs_source=content.crs_source,
            records=content.records,
            clusters=tuple(content.clusters),
            parcels=tuple(content.parcels),
            events=content.facts.events(),
            event_places=content.facts.places(),
            issues=tuple(file.findings.issues),
        )


def _content(file: File, layers: list[Layer]) -> _Content:
    findings, settings = file.findings, file.settings
    content = _Content(Facts(findings, settings))
    drafts, shapes = list[Draft](), list[BaseGeometry | None]()
    if not (layers or findings.issues):
        raise InputError(_("it has no layers; export it again with the boundaries"))
    if layers and not any(layer.records for layer in layers):
        raise InputError(_("it has no features; export it again with the boundaries"))
    for layer in layers:
        section = section_of(layer, findings)
        if section is None:
            continue
        content.records += layer.records
        content.encoding = content.encoding or layer.encoding
        _report_lost(layer, findings)
        reader = _LayerReader(layer, section, findings)
        boundaries = list(reader.boundaries())
        placement = place(
            [one.geometry for one in boundaries],
            [one.place for one in boundaries],
            file.claim or claim_of(layer.crs_wkt),
            findings,
            settings,
            accept_guess=file.accept_guess,
        )
        if content.epsg is None:
            content.epsg, content.crs_source = placement.epsg, placement.source
        if section == "event":
            pairs = zip(boundaries, placement.geometries, strict=True)
            content.facts.add(
                records_of(layer, [(one.feature, one.place, shape) for one, shape in pairs], findings)
            )
        elif section == "cluster":
            content.clusters += reader.clusters(boundaries, placement.geometries)
        else:
            for boundary, shape in zip(boundaries, placement.geometries, strict=True):
                if (draft := reader.draft(boundary)) is not None:
                    drafts.append(draft)
                    shapes.append(shape)
    content.parcels += parcels_of(drafts, shapes, findings, settings)
    return content


def _report_lost(layer: Layer, findings: Findings) -> None:
    """Report each run of missing features once: a damaged file may miss thousands of millions."""
    for first, last in layer.lost:
        findings.error(
            "unreadable_record",
            _("{place}: it stands in the file and cannot be read; export it again"),
            findings.features(first, last, layer=layer.name),
        )
    if layer.head_count is not None:
        findings.warning(
            "unreadable_record",
            _(
                "{place}: the file says that it has {value} features; {found} are in it, and all of these"
                " were read. Compare with the source whether any is missing"
            ),
            findings.layer(layer.name),
            value=layer.head_count,
            found=layer.records,
        )


class _LayerReader:
    """Reads the features of one layer."""

    def __init__(self, layer: Layer, section: str, findings: Findings) -> None:
        self._layer = layer
        self._section = section
        self._findings = findings
        self._key = {"parcel": "parcel_no", "event": "contract_no"}.get(section, "name")
        self._columns: dict[str, tuple[str, Column]] = {}
        unknown = [name for name in layer.fields if not self._take_whole(name)]
        for name in unknown:
            if not self._take_cut(name):
                message = _("{place}: the field “{field}” is not known and not used")
                findings.info("unknown_column", message, findings.layer(layer.name), field=name)
        if section == "parcel" and "parcel_no" not in self._columns and is_named_only(layer):
            self._columns["parcel_no"] = ("name", Column("parcel_no", "identifier"))

    def _take_whole(self, name: str) -> bool:
        column = vocabulary.column_of(self._section, name)
        if column is not None:
            self._columns.setdefault(column.field, (name, column))
        return column is not None

    def _take_cut(self, name: str) -> bool:
        """Take a field by the beginning of its name, if no other holds the same already."""
        is_cut = self._layer.driver == "ESRI Shapefile"
        column = vocabulary.cut_column(self._section, name) if is_cut else None
        if column is None:
            return False
        place = self._findings.layer(self._layer.name)
        begin = vocabulary.plain(name)
        names = vocabulary.names_of(self._section, column.field)
        meant = next(each for each in names if vocabulary.plain(each).startswith(begin))
        if column.field in self._columns:
            self._findings.warning(
                "field_name_truncated",
                _(
                    "{place}: the field name “{field}” was cut at ten bytes and may mean {value}, which is"
                    " read from “{other}”; it is not used, check that “{other}” is the right one"
                ),
                place,
                field=name,
                value=meant,
                other=self._label(column.field),
            )
            return True
        self._findings.info(
            "field_name_truncated",
            _("{place}: the field name “{field}” was cut at ten bytes; it is read as {value}"),
            place,
            field=name,
            value=meant,
        )
        self._columns[column.field] = (name, column)
        return True

    def _label(self, field_name: str) -> str:
        return self._columns[field_name][0] if field_name in self._columns else field_name

    def boundaries(self) -> Iterator[_Boundary]:
        """Read the features that have a name and a polygon; say what the others lack."""
        for feature in self._layer.features:
            where = self._findings.feature(feature.number, layer=self._layer.name)
            name = self._text(feature, self._key, where)
            where = self._findings.feature(feature.number, name, self._layer.name)
            if name is None:
                self._report_nameless(feature, where)
            geometry = self._geometry(feature, where)
            if name is not None and geometry is not None:
                yield _Boundary(feature, name, where, geometry)

    def _report_nameless(self, feature: Feature, where: Place) -> None:
        if self._layer.driver != "DXF":
            self._findings.missing(where, self._label(self._key))
            return
        self._findings.error(
            "missing_required",
            _(
                "{place}: the texts inside the closed line ({value}) do not tell its parcel number; it is not"
                " taken, put one text with the number inside it"
            ),
            where,
            field=self._label(self._key),
            value="、".join(feature.texts) or "-",
        )

    def _cell(self, feature: Feature, field_name: str) -> Any:
        return feature.attributes.get(self._columns[field_name][0]) if field_name in self._columns else None

    def _text(self, feature: Feature, field_name: str, where: Place) -> str | None:
        cell = self._cell(feature, field_name)
        if type(cell) is int:  # which no layer has rounded, as a spreadsheet does
            cell = str(cell)
        try:
            is_identifier = field_name in self._columns and self._columns[field_name][1].kind == "identifier"
            return conversion.as_identifier(cell) if is_identifier else conversion.as_text(cell)
        except BadValue as bad:
            self._findings.bad_value(bad, where, self._label(field_name), cell)
            return None

    def draft(self, boundary: _Boundary) -> Draft | None:
        """Read what is said of a parcel; ``None`` where its area cannot be read."""
        feature, where = boundary.feature, boundary.place
        cell = self._cell(feature, "area_cm2")
        try:
            stated = self._stated(cell)
        except BadValue as bad:
            self._findings.bad_value(bad, where, self._label("area_cm2"), cell)
            return None
        parcel = Parcel(
            parcel_no=boundary.name,
            name=self._text(feature, "name", where),
            cluster=self._text(feature, "cluster", where),
            land_use=self._text(feature, "land_use", where),
            illustrative=_says_illustrative(self._text(feature, "illustrative", where)),
        )
        labels = (self._label("parcel_no"), self._label("area_cm2"), self._label("land_use"))
        return Draft(where, parcel, boundary.geometry, stated, labels)

    def _stated(self, cell: Any) -> Quantity | None:
        if "area_cm2" not in self._columns:
            return None
        column = self._columns["area_cm2"][1]
        return as_quantity(cell, "area", column.unit or "", unit_named=True)

    def _geometry(self, feature: Feature, where: Place) -> BaseGeometry | None:
        if feature.lost:
            message = _("{place}: it has a geometry that cannot be read; export it again")
            self._findings.error("unreadable_record", message, where)
            return None
        if has_too_many_rings(_ring_count(feature.geometry), where, self._findings):
            return None
        polygon = self._polygon(feature.geometry, where) if feature.geometry else None
        if polygon is None:
            self._findings.error(
                "empty_geometry",
                _("{place}: it has no boundary of at least three different points; draw or export it again"),
                where,
            )
        return polygon

    def _polygon(self, geometry: dict[str, Any], where: Place) -> BaseGeometry | None:
        try:
            parts = _rings(geometry)
            flat = [ring for part in parts for ring in part]
            if not flat or any(len(set(ring)) < 3 for ring in flat):
                return None
            polygons = [self._assembled([shapely.LinearRing(ring) for ring in part], where) for part in parts]
        except (ShapelyError, TypeError, ValueError, OverflowError):
            return None
        if any(ring[0] != ring[-1] for ring in flat):
            message = _(
                "{place}: a ring does not end where it begins; it was closed by repeating its first point"
            )
            self._findings.info("ring_unclosed", message, where)
        pieces = [piece for polygon in polygons for piece in shapely.get_parts(polygon)]
        return pieces[0] if len(pieces) == 1 else shapely.MultiPolygon(pieces)

    def _assembled(self, rings: list[shapely.LinearRing], where: Place) -> BaseGeometry:
        if len(rings) == 1:
            return shapely.Polygon(rings[0])
        geometry, outside = assemble(rings)
        for position in outside:
            self._findings.warning(
                "hole_outside",
                _("{place}: hole {value} lies outside the outer ring; it is taken as a further part"),
                where,
                value=position,
            )
        return geometry

    def clusters(
        self, boundaries: Sequence[_Boundary], geometries: Sequence[BaseGeometry | None]
    ) -> list[Cluster]:
        """Make clusters of the boundaries that were placed."""
        taken: dict[str, Cluster] = {}
        for boundary, geometry in zip(boundaries, geometries, strict=True):
            if geometry is None or not is_sound(boundary.place, geometry, self._findings):
                continue
            cluster = replace(self._cluster(boundary), geometry=geometry)
            if taken.setdefault(cluster.name, cluster) is not cluster:
                self._findings.error(
                    "duplicate_record",
                    _("{place}: cluster {value} stands above; the first is kept, give one another name"),
                    boundary.place,
                    field=self._label("name"),
                    value=cluster.name,
                )
        return list(taken.values())

    def _cluster(self, boundary: _Boundary) -> Cluster:
        feature, where = boundary.feature, boundary.place
        written = self._text(feature, "operator_basis", where)
        basis = vocabulary.word_of("operator_basis", written) if written else OperatorBasis.UNKNOWN
        if basis is None:
            self._findings.warning(
                "unreadable_record",
                _(
                    "{place}: {field} is “{value}”, which is not known; it is taken as unknown, write one of"
                    " {known}"
                ),
                where,
                field=self._label("operator_basis"),
                value=written,
                known=" ".join(vocabulary.words("operator_basis")),
            )
        return Cluster(
            name=boundary.name,
            name_en=self._text(feature, "name_en", where) or boundary.name,
            operator=self._text(feature, "operator", where),
            operator_basis=OperatorBasis(basis or OperatorBasis.UNKNOWN),
            illustrative=_says_illustrative(self._text(feature, "illustrative", where)),
        )


def _rings(geometry: dict[str, Any]) -> list[list[list[tuple[float, ...]]]]:
    """Give the rings of each part of an area; what is none has none, what is malformed raises."""
    coordinates = geometry.get("coordinates")
    if geometry["type"] not in ("Polygon", "MultiPolygon") or not coordinates:
        return []
    parts = coordinates if geometry["type"] == "MultiPolygon" else [coordinates]
    return [[[tuple(point[:2]) for point in ring] for ring in part] for part in parts if part]


def _ring_count(geometry: dict[str, Any] | None) -> int:
    coordinates = (geometry or {}).get("coordinates")
    if not geometry or not isinstance(coordinates, Sequence):
        return 0
    parts = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(geometry["type"], [])
    return sum(len(part) for part in parts if isinstance(part, Sequence))


def _says_illustrative(remark: str | None) -> bool:
    if remark is None:
        return False
    return vocabulary.word_of("flag", remark) == "yes" or any(
        word in remark for word in vocabulary.listed("illustrative")
    )
