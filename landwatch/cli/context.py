"""What a command takes from its surroundings: the settings of the environment, and the day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from importlib import import_module
from typing import TYPE_CHECKING

from landwatch.cli.console import log_to_stderr, say
from landwatch.cli.options import parse_bounds
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.instants import day_in_china

if TYPE_CHECKING:
    from landwatch.maps.basemaps import Basemap
    from landwatch.settings import Settings

__all__ = ["basemap_for", "need_extra", "settings_with", "today"]


def settings_with(database: str | None) -> Settings:
    """Read the settings, begin to log, say which district it is; the database of the command line goes first.

    Parameters
    ----------
    database
        URL given on the command line.
    """
    from landwatch import district, settings

    loaded = settings.load()
    log_to_stderr(loaded.log)
    district.use(loaded.district())
    return loaded.model_copy(update={"database": database}) if database else loaded


def basemap_for(chosen: str, bounds: str | None, settings: Settings) -> Basemap | None:
    """Open the base map of the command line; says what a page with a key in it means.

    Parameters
    ----------
    chosen
        What ``--basemap`` names.
    bounds
        What ``--bounds`` says.
    settings
        They hold the key of Tianditu.
    """
    from landwatch.maps import open_basemap

    key = settings.tianditu_key.get_secret_value() if settings.tianditu_key else None
    opened = open_basemap(chosen, key=key, bounds=parse_bounds(bounds))
    if chosen == "tianditu":
        say(
            _("The key of Tianditu is readable in each page; give them to nobody who must not have it."),
            err=True,
        )
    return opened


def need_extra(extra: str, *modules: str) -> None:
    """Refuse a command whose libraries were not installed.

    Parameters
    ----------
    extra
        The extra of landwatch that brings them.
    *modules
        Names of what must be importable.

    Raises
    ------
    UsageError
        Says how to install them.
    """
    for name in modules:
        try:
            import_module(name)
        except ModuleNotFoundError as error:
            raise UsageError(
                _("this command needs {name}; install it with: {command}").format(
                    name=error.name, command=f"pip install 'landwatch[{extra}]'"
                )
            ) from error


def today() -> date:
    """Ask the clock for the day in China."""
    return day_in_china(datetime.now(UTC))
