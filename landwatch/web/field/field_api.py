"""The protocol of phones, put together and described."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from landwatch import __version__
from landwatch.incoming import FieldRecord
from landwatch.web.api.described import Described
from landwatch.web.faults import handle_faults
from landwatch.web.field import blob_routes, inbox_routes, map_routes, record_routes, task_routes
from landwatch.web.office import Office

__all__ = ["PREFIX", "make_field_api"]

PREFIX = "/field/v1"
_SCHEMA = "#/components/schemas/{model}"


class _FieldApi(Described):
    """The description names the form of a record, which is read by its hash and not by the framework."""

    wrong = {
        **Described.wrong,
        "404": "There is no such record, file or contract, or it is somebody else's: both say the same.",
        "409": "The piece does not begin where the file ends; `Upload-Offset` says where that is.",
        "413": "A record, piece or file is larger than it may be.",
        "507": "There is no room for the record or file; keep it on the phone, and tell the office.",
    }

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            told = super().openapi()
            form = FieldRecord.model_json_schema(ref_template=_SCHEMA)
            told["components"]["schemas"] |= form.pop("$defs", {}) | {"FieldRecord": form}
        assert self.openapi_schema is not None
        return self.openapi_schema


def make_field_api(office: Office) -> FastAPI:
    """Put the protocol of phones together.

    Parameters
    ----------
    office
        What the server holds.
    """
    api = _FieldApi(
        title="landwatch field",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    api.state.office = office
    handle_faults(api)
    for room in (task_routes, map_routes, record_routes, blob_routes, inbox_routes):
        api.include_router(room.router)
    return api
