"""The API for programs, under ``/api/v1``."""

from __future__ import annotations

from fastapi import FastAPI

from landwatch import __version__
from landwatch.web.api import jobs, patrol_writing, patrols, queries, targets, writing
from landwatch.web.api.described import Described
from landwatch.web.faults import handle_faults
from landwatch.web.office import Office

__all__ = ["PREFIX", "make_api"]

PREFIX = "/api/v1"


def make_api(office: Office) -> FastAPI:
    """Put the API together.

    Parameters
    ----------
    office
        What the server holds.
    """
    api = Described(
        title="landwatch",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    api.state.office = office
    handle_faults(api)
    for room in (queries, writing, patrols, patrol_writing, targets, jobs):
        api.include_router(room.router)
    return api
