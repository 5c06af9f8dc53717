"""The small zone of :mod:`tests.maps.zone`, judged once."""

from __future__ import annotations

from pathlib import Path

import pytest

from landwatch.maps import write_atlas
from landwatch.rules import Assessment
from tests.maps.zone import judged


@pytest.fixture(scope="session")
def zone() -> Assessment:
    """The zone judged on 2023-12-31."""
    return judged()


@pytest.fixture(scope="session")
def pages(zone: Assessment, map_assets: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages of the zone on disk, by file name."""
    written = write_atlas(zone, tmp_path_factory.mktemp("pages"))
    return {path.name: path for path in written}
