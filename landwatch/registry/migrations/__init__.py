"""The history of the tables, one file a revision, run by alembic."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

__all__ = ["config", "head", "known_revisions"]


def config() -> Config:
    """Tell alembic where the revisions are."""
    found = Config()
    found.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return found


@cache
def known_revisions() -> frozenset[str]:
    """The revisions that this landwatch knows."""
    return frozenset(script.revision for script in ScriptDirectory.from_config(config()).walk_revisions())


@cache
def head() -> str:
    """The revision that this landwatch reads and writes."""
    return str(ScriptDirectory.from_config(config()).get_current_head())
