"""KML: placemarks of viewers and field apps."""

from __future__ import annotations

from pathlib import Path

import pytest

from landwatch.formats import read
from tests.formats.files import BOX, codes, placemark, the_issue, write_kml

RING = list(BOX.exterior.coords)
HOLE = [(106.6505, 29.0305), (106.6515, 29.0305), (106.6515, 29.0315), (106.6505, 29.0305)]


def test_the_name_is_the_number_where_there_is_no_field_for_it(tmp_path: Path) -> None:
    reading = read(write_kml(tmp_path / "a.kml", placemark("A-01", RING, HOLE)))
    (parcel,) = reading.parcels
    assert (parcel.parcel_no, len(parcel.geometry.interiors), codes(reading)) == ("A-01", 1, set())
    assert (reading.kind, reading.source.epsg, reading.crs_source) == ("vector", 4326, "declared")


def test_extended_data_are_fields(tmp_path: Path) -> None:
    data = {"宗地编号": "ZD-1", "土地用途": "工业用地", "宗地面积(亩)": "64.85"}
    (parcel,) = read(write_kml(tmp_path / "a.kml", placemark("甲地块", RING, data=data))).parcels
    assert (parcel.parcel_no, parcel.name, parcel.land_use) == ("ZD-1", "甲地块", "工业用地")
    assert parcel.registered_area_cm2 == 432_333_333


@pytest.mark.parametrize("encoding", ["UTF-8", "GBK"])
def test_the_declared_encoding_is_used(tmp_path: Path, encoding: str) -> None:
    reading = read(write_kml(tmp_path / "a.kml", placemark("綦江-1", RING), encoding=encoding))
    assert (reading.parcels[0].parcel_no, reading.source.encoding) == ("綦江-1", encoding.lower())


def test_a_declared_encoding_that_does_not_decode_is_overruled(tmp_path: Path) -> None:
    path = write_kml(tmp_path / "a.kml", placemark("綦江-1", RING))
    path.write_bytes(path.read_text(encoding="utf-8").encode("gbk"))
    reading = read(path)
    assert (reading.parcels[0].parcel_no, codes(reading)) == ("綦江-1", {"encoding_guessed"})


def test_ordinates_that_are_no_numbers_cost_their_placemark_only(tmp_path: Path) -> None:
    bad = placemark("A", RING).replace("29.03,0", "29.o3,0", 1)
    reading = read(write_kml(tmp_path / "a.kml", bad, placemark("B", RING)))
    assert ([parcel.parcel_no for parcel in reading.parcels], reading.records) == (["B"], 2)
    assert the_issue(reading, "unreadable_record").record == "A"


def test_a_point_is_no_boundary(tmp_path: Path) -> None:
    point = "<Placemark><name>P</name><Point><coordinates>106.65,29.03</coordinates></Point></Placemark>"
    reading = read(write_kml(tmp_path / "a.kml", point, placemark("A", RING)))
    assert (the_issue(reading, "empty_geometry").record, len(reading.parcels)) == ("P", 1)


def test_blanks_beside_the_commas_do_not_matter(tmp_path: Path) -> None:
    spaced = placemark("A", RING).replace(",29.", " , 29.")
    assert read(write_kml(tmp_path / "a.kml", spaced)).parcels[0].geometry.equals(BOX)


def test_a_file_broken_off_keeps_what_stands_before_the_break(tmp_path: Path) -> None:
    path = write_kml(tmp_path / "a.kml", placemark("A", RING), placemark("B", RING))
    path.write_bytes(path.read_bytes()[:-100])
    reading = read(path)
    assert [parcel.parcel_no for parcel in reading.parcels] == ["A"]
    assert "breaks off near line 2" in the_issue(reading, "unreadable_record").message


def test_entities_are_refused_before_they_can_grow(tmp_path: Path) -> None:
    path = tmp_path / "a.kml"
    path.write_text('<!DOCTYPE k [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><kml><name>&b;</name></kml>')
    (issue,) = read(path).issues
    assert "declares a document type of its own" in issue.message


def test_a_file_that_is_no_xml_is_one_issue(tmp_path: Path) -> None:
    (tmp_path / "a.kml").write_text("hello")
    (issue,) = read(tmp_path / "a.kml").issues
    assert (issue.code, issue.record) == ("unreadable_record", None)
    assert "it is no KML, or broken near line 1" in issue.message
