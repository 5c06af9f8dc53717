"""The description of the API that programs read: what OpenAPI says of each route, and of what goes wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI

from landwatch.web.api.answers import Problem
from landwatch.web.viewing import cookie_name

__all__ = ["Described"]

_WRITES = ("post", "put", "patch", "delete")
_PROBLEM = "#/components/schemas/Problem"
_WRONG = {
    "401": "Nobody is signed in, or the token has ended.",
    "403": "The role does not allow it, or a cookie came from a page of another site.",
    "404": "There is no such contract or visit among those that the person sees.",
    "409": "The Idempotency-Key came with another request before, or that request is still being worked on, "
    "or what is recorded stands against it; `detail` says which.",
    "422": "Something that was sent cannot be read; `detail` says what, and how it is written.",
    "503": "The register cannot be reached just now; `Retry-After` says when to try again.",
}
_KNOWN = "Nothing has changed since the answer whose ETag was sent in If-None-Match."


class Described(FastAPI):
    """An application whose description says how to sign in and how each route refuses.

    Attributes
    ----------
    wrong
        What each status of a refusal means.
    """

    wrong: Mapping[str, str] = _WRONG

    def openapi(self) -> dict[str, Any]:
        """Describe the API.

        Returns
        -------
        dict
            The document, made once.
        """
        if self.openapi_schema is None:
            told = super().openapi()
            schemas = told["components"]["schemas"]
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
            schemas["Problem"] = Problem.model_json_schema()
            told["components"]["securitySchemes"] = _ways_in()
            for path, item in told["paths"].items():
                for method, operation in item.items():
                    _complete(operation, path, method, self.wrong)
        assert self.openapi_schema is not None
        return self.openapi_schema


def _ways_in() -> dict[str, Any]:
    return {
        "bearer": {"type": "http", "scheme": "bearer", "description": "A personal token."},
        "basic": {
            "type": "http",
            "scheme": "basic",
            "description": "Login and personal token, for reading alone.",
        },
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": cookie_name(is_secure=True),
            "description": "The session of a browser; a write also needs Origin or Sec-Fetch-Site.",
        },
    }


def _complete(operation: dict[str, Any], path: str, method: str, wrong: Mapping[str, str]) -> None:
    writes = method in _WRITES
    # What follows is said of each parameter beside it.
    operation["description"] = operation["description"].partition("\n\nParameters\n")[0]
    operation["security"] = [{way: []} for way in _ways_in() if not (writes and way == "basic")]
    answers = operation["responses"]
    for status, what in wrong.items():
        if (status == "404" and "{" not in path) or (status == "409" and not writes):
            continue
        content = {"application/problem+json": {"schema": {"$ref": _PROBLEM}}}
        answers[status] = {"description": what, "content": content}
    if not writes:
        answers["304"] = {"description": _KNOWN}
