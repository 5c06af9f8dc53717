"""The small zone of :mod:`tests.maps.zone`, judged once."""

from __future__ import annotations

import pytest

from landwatch.rules import Assessment
from tests.maps.zone import judged


@pytest.fixture(scope="session")
def zone() -> Assessment:
    """The zone judged on 2023-12-31."""
    return judged()
