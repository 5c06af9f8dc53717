"""Encodings, declared and found out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landwatch.formats.cells.decoding import Decoded, decode, guess_encoding

TEXT = "坐标系=2000国家大地坐标系\n綦江区桥河组团\n"


@pytest.mark.parametrize(("codec", "name"), [("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16")])
def test_a_byte_order_mark_declares_the_encoding(codec: str, name: str) -> None:
    assert decode(TEXT.encode(codec)) == Decoded(TEXT, name, guessed=False)


def test_utf_16_big_endian_with_its_mark_is_read() -> None:
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be")) == Decoded(TEXT, "utf-16", guessed=False)


@pytest.mark.parametrize("codec", ["utf-8", "gbk", "utf-16-le"])
def test_an_undeclared_encoding_is_found_and_said_to_be_guessed(codec: str) -> None:
    assert decode(TEXT.encode(codec)) == Decoded(TEXT, codec, guessed=True)


def test_plain_ascii_needs_no_guess() -> None:
    assert decode(b"a,b\n1,2\n") == Decoded("a,b\n1,2\n", "ascii", guessed=False)


def test_characters_outside_gbk_are_read_as_gb_18030() -> None:
    assert guess_encoding("㐀𠀀".encode("gb18030")) == "gb18030"


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"\x00" * 64, b"PK\x03\x04\x14\x00"]
)
def test_what_is_no_text_is_not_decoded(data: bytes) -> None:
    assert decode(data) is None


def test_one_broken_byte_costs_its_character_only() -> None:
    data = bytearray((TEXT * 20).encode("gbk"))
    data[9] = 0xFF
    decoded = decode(bytes(data))
    assert decoded is not None
    assert decoded.text.count("\ufffd") in (1, 2)


@given(data=st.binary(max_size=200))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    decoded = decode(data)
    assert decoded is None or isinstance(decoded.text, str)
