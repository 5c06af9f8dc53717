"""A record as a phone writes it, and pictures of a few bytes."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from landwatch.incoming import read_record
from landwatch.incoming.record_form import Read

UUID = "4ae15f41-c0a8-5df3-9122-9f5e48fc0b0f"
OTHER_UUID = "0b6a2a3e-5b0e-4d0c-9d57-3f1f0e2c9b11"


def picture(number: int, size: int = 300) -> bytes:
    """A picture; each number has other bytes."""
    return (b"\xff\xd8\xff\xe0" + f"{number:07}".encode() * (size // 7 + 1))[:size]


def digest(content: bytes) -> str:
    """What a picture is called."""
    return sha256(content).hexdigest()


def sketch(*marks: tuple[str, Any, Any]) -> bytes:
    """A sketch of marks: kind, coordinates, note."""
    features = [
        {
            "type": "Feature",
            "properties": {"note": note},
            "geometry": {"type": kind, "coordinates": coordinates},
        }
        for kind, coordinates, note in marks
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def said(*pictures: bytes, **more: Any) -> dict[str, Any]:
    """What a record says."""
    plain = {
        "login": "zhang",
        "contract_no": "合1",
        "on": "2023-12-20",
        "recorded_at": "2023-12-20T10:11:00+08:00",
        "photos": [digest(each) for each in pictures],
    }
    return plain | more


def body(*pictures: bytes, **more: Any) -> bytes:
    """A record as it is sent."""
    return json.dumps(said(*pictures, **more), ensure_ascii=False).encode()


def read(*pictures: bytes, **more: Any) -> Read:
    """A record as it was read."""
    return read_record(body(*pictures, **more))
