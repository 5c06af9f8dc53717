"""What `import landwatch` offers: short, complete, and loaded only when asked for."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import landwatch


def test_every_public_name_has_its_types() -> None:
    stub = ast.parse(Path(landwatch.__file__).with_suffix(".pyi").read_text(encoding="utf-8"))
    imported = [
        (node.module, name.name)
        for node in stub.body
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    ]
    assert sorted(name for _room, name in imported) == sorted(landwatch.__all__)
    assert all(getattr(landwatch, name) is getattr(import_module(str(room)), name) for room, name in imported)


@pytest.mark.parametrize("name", landwatch.__all__)
def test_a_public_name_can_be_had(name: str) -> None:
    assert getattr(landwatch, name).__name__ == name


def test_a_name_that_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        landwatch.nothing  # noqa: B018


def test_importing_the_package_loads_no_library() -> None:
    code = "import landwatch, sys; print({'pandas', 'shapely', 'sqlalchemy', 'folium'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
