"""The application: its rooms put together, and how a server process makes it."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread

from fastapi import FastAPI

from landwatch import __version__, settings
from landwatch.web import api, field, pages
from landwatch.web.faults import handle_faults
from landwatch.web.guards import Guards
from landwatch.web.office import Office

__all__ = [
    "AUTHORITY",
    "DEMO",
    "SECURE",
    "end_with_the_server",
    "from_environment",
    "make_application",
]

SECURE, DEMO = "LANDWATCH_SERVED_SECURELY", "LANDWATCH_SERVED_SAMPLE"
AUTHORITY = "LANDWATCH_SERVED_AUTHORITY"
"""How the command that starts a server tells its processes what only it knows."""


def make_application(office: Office) -> Guards:
    """Put the application together.

    Parameters
    ----------
    office
        What the server holds; it is closed when the server ends.
    """

    @asynccontextmanager
    async def _open(_app: FastAPI) -> AsyncIterator[None]:
        yield
        office.close()

    app = FastAPI(
        title="landwatch",
        version=__version__,
        lifespan=_open,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    app.state.office = office
    handle_faults(app)
    app.include_router(pages.router)
    app.mount(api.PREFIX, api.make_api(office))
    app.mount(field.PREFIX, field.make_field_api(office))
    # Around everything, so that what goes wrong is told in the right language and with the same headers.
    return Guards(app, office)


def from_environment() -> Guards:
    """Make the application of a server process, from the environment that its starter left.

    Raises
    ------
    LandwatchError
        If a setting cannot be used, or the register or the people cannot be opened.
    """
    end_with_the_server()
    authority = os.environ.get(AUTHORITY)
    office = Office.open(
        settings.load(),
        is_secure=bool(os.environ.get(SECURE)),
        is_demo=bool(os.environ.get(DEMO)),
        authority=Path(authority) if authority else None,
    )
    return make_application(office)


def end_with_the_server() -> None:
    """Let this process end when the one that started it was killed: it would keep the port for itself."""
    server = multiprocessing.parent_process()
    if server is None:
        return

    def _wait() -> None:
        server.join()
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=_wait, daemon=True, name="end with the server").start()
