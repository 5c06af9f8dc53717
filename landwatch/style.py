"""How land is drawn: the one definition behind pages, tiles, print sheets and the styles for QGIS.

The definition is ``style.yaml``, beside this module. It is checked when it is read, so that a slip in it is
named by its place instead of showing up as a black parcel.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from landwatch.errors import InputError
from landwatch.i18n import gettext as _

__all__ = ["Style", "colours", "read_style", "style"]

Style = Mapping[str, Any]
"""The mapping of ``style.yaml``."""

Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
Dash = Annotated[str, Field(pattern=r"^\d+(\.\d+)?( \d+(\.\d+)?)+$")]
Size = Annotated[float, Field(gt=0, le=50)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class _Pattern(_Part):
    kind: Literal["lines", "cross", "dots"]
    colour: Colour
    spacing: Size
    width: Size
    angle: Annotated[float, Field(ge=0, lt=180)] = 0


class _Line(_Part):
    outline: Colour
    width: Size
    dash: Dash | None = None


class _Area(_Line):
    fill: Colour
    pattern: _Pattern | None = None


class _Hatched(_Part):
    hatch: Colour
    halo: Colour
    spacing: Size
    hatch_width: Size


class _Idle(_Part):
    suspected: _Hatched
    recognised: _Line


class _LabelledArea(_Area):
    label: str


class _LabelledLine(_Line):
    label: str


class _Layers(_Part):
    parcels: _LabelledArea
    clusters: _LabelledLine


class _Dot(_Part):
    fill: Colour
    outline: Colour
    width: Size
    size: Size


class _FieldPack(_Part):
    overdue: _Dot
    open: _Dot
    visit: _Dot


class _RateClass(_Part):
    to: float | None
    fill: Colour


class _Unknown(_Part):
    fill: Colour
    outline: Colour
    dash: Dash


class _Values(_Part):
    ramp: Annotated[list[Colour], Field(min_length=2)]
    classes: Annotated[list[Colour], Field(min_length=2)]
    missing: Colour
    outline: Colour
    width: Size


class _Definition(_Part):
    states: dict[str, _Area]
    idle: _Idle
    changes: dict[str, _Area]
    no_change: _Line
    field_pack: _FieldPack
    revitalised: _Line
    boundary: _Line
    layers: _Layers
    rates: Annotated[list[_RateClass], Field(min_length=2)]
    rate_unknown: _Unknown
    values: _Values


@cache
def style() -> Style:
    """Read the definition that travels with the package.

    Returns
    -------
    Style
        The sections of ``style.yaml``.
    """
    return read_style(Path(__file__).with_suffix(".yaml"))


def read_style(path: Path) -> Style:
    """Read a definition and check it.

    Parameters
    ----------
    path
        A YAML file.

    Returns
    -------
    Style
        Its mapping, as written.

    Raises
    ------
    InputError
        If it is no YAML, or anything in it is missing, unknown or of another kind; the message names
        every place.
    """
    try:
        parsed = yaml.safe_load(path.read_text(encoding="utf-8"))
        _Definition.model_validate(parsed)
    except yaml.YAMLError as error:
        raise InputError(
            _("{file}: is not YAML: {why}").format(file=path.name, why=" ".join(str(error).split()))
        ) from error
    except ValidationError as error:
        raise InputError(
            _("{file}: {faults}").format(file=path.name, faults="; ".join(map(_fault, error.errors())))
        ) from error
    defined: Style = parsed
    return defined


def colours(definition: Style) -> frozenset[str]:
    """Collect every colour of a definition.

    Parameters
    ----------
    definition
        The mapping of a style file.

    Returns
    -------
    frozenset of str
        As ``#rrggbb``.
    """
    return frozenset(_colours(definition))


def _colours(part: Any) -> list[str]:
    if isinstance(part, str):
        return [part] if part.startswith("#") else []
    inside = part.values() if isinstance(part, Mapping) else part if isinstance(part, list) else ()
    return [colour for one in inside for colour in _colours(one)]


def _fault(error: Any) -> str:
    place = ".".join(map(str, error["loc"])) or _("the whole file")
    if error["type"] == "missing":
        return _("{place} is missing").format(place=place)
    if error["type"] == "extra_forbidden":
        return _("{place} is not a part of a style").format(place=place)
    if error["type"] == "string_pattern_mismatch" and "#" in error["ctx"]["pattern"]:
        return _("{place} is {value}; write a colour like #1f62a8").format(place=place, value=error["input"])
    return _("{place} is {value}: {why}").format(place=place, value=error["input"], why=error["msg"])
