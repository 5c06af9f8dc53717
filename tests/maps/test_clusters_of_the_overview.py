"""The overview draws each cluster that has a boundary."""

from __future__ import annotations

import json
import re
from typing import Any

from landwatch.maps import draw_overview
from landwatch.model import Cluster
from tests.maps.zone import CLUSTERS, judged


def drawn(clusters: list[Cluster]) -> list[str]:
    html = draw_overview(judged(clusters=clusters))
    found = re.search(r'id="landwatch-data"[^>]*>(.*?)</script>', html, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return [each["name"] for each in data["clusters"]]


def test_a_cluster_with_a_boundary_is_drawn_and_one_without_is_not() -> None:
    assert sorted(drawn(CLUSTERS)) == ["北渡", "安稳"]
    assert drawn([CLUSTERS[0], Cluster(name="安稳", name_en="Anwen")]) == ["北渡"]
