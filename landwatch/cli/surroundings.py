"""What a command takes from its surroundings: the settings of the environment, and the day."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from landwatch.settings import Settings

__all__ = ["settings_with", "today"]


def settings_with(database: str | None) -> Settings:
    """Read the settings; the database of the command line goes before the one of the environment.

    Parameters
    ----------
    database
        URL given on the command line.
    """
    from landwatch import settings

    loaded = settings.load()
    return loaded.model_copy(update={"database": database}) if database else loaded


def today() -> date:
    """Ask the clock for the day."""
    return datetime.now().astimezone().date()
