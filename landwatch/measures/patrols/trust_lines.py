"""What lowers the trust in a photograph, as dated data: an office reads and changes ``trust.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from landwatch.errors import LawError
from landwatch.measures.patrols.dated import Dated
from landwatch.rules.parameters import CERTAINTIES
from landwatch.rules.strict_yaml import Checked, read_yaml

__all__ = ["APPLYING", "GRADES", "MEASURED", "Line", "Terms", "load_lines"]

_OWN = Path(__file__).with_name("trust.yaml")
GRADES = ("A", "B", "C", "D")
"""The grades, the best first."""
MEASURED = ("distance", "accuracy", "position_age", "age", "skew", "exif_time", "exif_place", "alike")
"""Lines that measure something."""
APPLYING = ("repeated", "edited", "no_camera", "manifest", "shifted", "no_boundary")
"""Lines that apply or do not."""


_KEYS: Mapping[str, tuple[str, ...]] = {"edited": ("grade", "programs")}


@dataclass(frozen=True)
class Terms:
    """What a line gives from a day on.

    Attributes
    ----------
    since
        First day in force.
    up_to
        The largest measure that still has the grade, by grade; empty where the line measures nothing.
    otherwise
        The grade where it cannot be measured, or where a line that measures nothing applies; ``None`` says
        nothing.
    source, certainty
        What it rests on, and how sure that is.
    programs
        Parts of the names of programs that change pictures, in small letters; of the line ``edited`` alone.
    """

    since: date
    up_to: Mapping[str, float]
    otherwise: str | None
    source: str
    certainty: str
    programs: tuple[str, ...] = ()

    def grade(self, measure: float) -> str:
        """Grade a measure.

        Parameters
        ----------
        measure
            In the unit of the line.
        """
        return next((grade for grade, most in self.up_to.items() if measure <= most), GRADES[-1])


Line = Dated[Terms]
"""Something that is looked at; its name is one of :data:`MEASURED` or :data:`APPLYING`."""


@cache
def load_lines(path: Path = _OWN) -> Mapping[str, Line]:
    """Load what lowers the trust in a photograph.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    Mapping
        By name, in the order in which they are told.

    Raises
    ------
    LawError
        If the file breaks the form; says file, key and what was expected.
    """
    content = read_yaml(path, LawError)
    names = (*MEASURED, *APPLYING)
    if not isinstance(content, dict) or set(content) != set(names):
        raise LawError(f"{path}: should have exactly the keys {', '.join(names)}")
    return {name: _Reader(path, name).line(content[name]) for name in names}


class _Reader(Checked):
    """Reads one line; every complaint names the file, the line and the key."""

    def __init__(self, path: Path, name: str) -> None:
        super().__init__(f"{path.name}: {name}", LawError)
        self.name = name

    def line(self, given: Any) -> Line:
        body = self.exactly("line", given, ("label", "values"))
        label = self.exactly("label", body["label"], ("zh", "en"))
        values = self.mapping("values", body["values"])
        terms = sorted((self._terms(since, each) for since, each in values.items()), key=lambda it: it.since)
        return Line(self.name, str(label["zh"]), str(label["en"]), tuple(terms))

    def _terms(self, since: Any, given: Any) -> Terms:
        if not isinstance(since, date):
            raise self.wrong("values", since, "a day, YYYY-MM-DD")
        own = _KEYS.get(self.name, ("up_to", "unknown") if self.name in MEASURED else ("grade",))
        body = self.exactly(f"values.{since}", given, (*own, "source", "certainty"))
        otherwise = body["unknown"] if self.name in MEASURED else body["grade"]
        if otherwise not in (*GRADES, None):
            raise self.wrong("unknown or grade", otherwise, f"one of {', '.join(GRADES)}, or null")
        if body["certainty"] not in CERTAINTIES:
            raise self.wrong("certainty", body["certainty"], f"one of {', '.join(CERTAINTIES)}")
        up_to = self._limits(body["up_to"]) if self.name in MEASURED else {}
        programs = tuple(str(each).casefold() for each in body.get("programs", ()))
        return Terms(since, up_to, otherwise, str(body["source"]), str(body["certainty"]), programs)

    def _limits(self, given: Any) -> Mapping[str, float]:
        body = self.exactly("up_to", given, GRADES[:-1])
        limits = [body[grade] for grade in GRADES[:-1]]
        if not all(isinstance(each, int) for each in limits) or sorted(limits) != limits:
            raise self.wrong("up_to", limits, "whole numbers that grow from A to C")
        return dict(zip(GRADES[:-1], limits, strict=True))
