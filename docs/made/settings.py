"""Every setting of an installation, from the class that reads them, and the conventions they choose."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from numpydoc.docscrape import NumpyDocString
from pydantic import SecretStr
from pydantic_core import PydanticUndefined

from landwatch.rules import Conventions
from landwatch.settings import Settings
from made.tables import code, table


def markdown(_language: str) -> str:
    """Write one table of the settings; a convention says what its class says."""
    meanings = {**_attributes(Settings), **_attributes(Conventions)}
    rows = [
        (code(f"LANDWATCH_{name.upper()}"), _values(field.annotation), _default(field), meanings[name])
        for name, field in Settings.model_fields.items()
    ]
    return table(("Variable", "Values", "If not set", "What it decides"), rows)


def _attributes(described: type) -> dict[str, str]:
    found = {}
    for names, _kind, lines in NumpyDocString(described.__doc__ or "")["Attributes"]:
        for name in re.split(r"[,\s\\]+", names):
            found[name] = _plain(" ".join(lines))
    return found


def _plain(text: str) -> str:
    """From the marks of docstrings to those of Markdown."""
    return re.sub(r":\w+:`~?([^`]+)`", r"`\1`", text).replace("``", "`")


WORDS: Mapping[Any, str] = {
    bool: "`true`, `false`",
    float: "number",
    int: "whole number",
    str: "text",
    Path: "file",
    SecretStr: "text",
    dict: "JSON",
    tuple: "codes, with commas between",
}


def _values(annotation: Any) -> str:
    origin = get_origin(annotation)
    if origin is Literal:
        return ", ".join(map(code, get_args(annotation)))
    if origin in (Union, UnionType):
        return _values(next(kind for kind in get_args(annotation) if kind is not type(None)))
    return WORDS[origin or annotation]


def _default(field: Any) -> str:
    if field.default in (None, PydanticUndefined):
        return "the login name" if field.default_factory and field.annotation is str else ""
    told = field.default
    if isinstance(told, tuple):
        return code(",".join(told))
    return code(str(told).lower() if isinstance(told, bool) else told)
