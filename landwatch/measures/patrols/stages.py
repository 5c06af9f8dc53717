"""The stages at which a contract is visited, as dated data: ``stages.yaml`` says what each word means.

This module loads the file, refuses what breaks the form, and answers which stages hold on a day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from landwatch.errors import LawError
from landwatch.i18n import language
from landwatch.rules.parameters import CERTAINTIES
from landwatch.rules.strict_yaml import Checked, read_yaml

__all__ = ["Condition", "Cycle", "Each", "Stage", "Window", "load_stages", "named_stage"]

_OWN = Path(__file__).with_name("stages.yaml")
Cycle = Literal["quarter", "month"]
Condition = Literal["idle", "building", "nearly_due", "in_default"]
DAYS = (
    *("signed_on", "effective_commencement_due", "commenced_on", "completion_due", "completed_on"),
    *("accepted_on", "production_due", "production_started_on", "full_production_due", "full_production_on"),
    "stopped_since",
)
"""Computed days of the assessment that a window may lie about."""


@dataclass(frozen=True, kw_only=True)
class Window:
    """Once, in the days about a day of the contract.

    Attributes
    ----------
    day
        Column of the assessment.
    opens, closes
        First and last day of the window, in days after it.
    unless
        Column with a day: nothing is due where it was reached before the window opens.
    """

    day: str
    opens: int
    closes: int
    unless: str | None


@dataclass(frozen=True, kw_only=True)
class Each:
    """Once in each cycle, as long as a contract is in some state when the cycle begins.

    Attributes
    ----------
    cycle
        Calendar quarter or month.
    state
        Which contracts; see ``stages.yaml``.
    ahead
        With ``nearly_due``: how many days before a due day the visits begin.
    """

    cycle: Cycle
    state: Condition
    ahead: int = 0


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What a stage is from a day on.

    Attributes
    ----------
    name
        Stable name.
    label_zh, label_en
        Its name on screens.
    since
        First day in force.
    when
        The occasion; ``None`` where it is visited on demand only.
    in_rate
        Whether it is a cycle of the patrol rate.
    source, certainty
        What it rests on, and how sure that is.
    """

    name: str
    label_zh: str
    label_en: str
    since: date
    when: Window | Each | None
    in_rate: bool
    source: str
    certainty: str

    @property
    def label(self) -> str:
        """Its name in the current language."""
        return self.label_zh if language() == "zh" else self.label_en


def load_stages(on: date, path: Path = _OWN) -> tuple[Stage, ...]:
    """Give the stages in force on a day.

    Parameters
    ----------
    on
        The day.
    path
        The file of the stages.

    Returns
    -------
    tuple of Stage
        In the order of the file; a stage that has not begun, or was ended, is left out.

    Raises
    ------
    LawError
        If the file breaks the form; says file, key and what was expected.
    """
    found = (_on(history, on) for history in _load(path).values())
    return tuple(stage for stage in found if stage is not None)


def named_stage(name: str) -> str:
    """Name a stage in the current language.

    Parameters
    ----------
    name
        Stable name of the stage; one that the file no longer has is given back as it is.
    """
    known = [stage for _since, stage in _load(_OWN).get(name, ()) if stage]
    return known[-1].label if known else name


_History = tuple[tuple[date, Stage | None], ...]


def _on(history: _History, day: date) -> Stage | None:
    return next((stage for since, stage in reversed(history) if since <= day), None)


@cache
def _load(path: Path) -> Mapping[str, _History]:
    content = read_yaml(path, LawError)
    if not isinstance(content, dict):
        raise LawError(f"{path}: should map names to stages with the keys label, values")
    return {str(name): _Reader(path, str(name)).history(body) for name, body in content.items()}


class _Reader(Checked):
    """Reads one stage; every complaint names the file, the stage and the key."""

    def __init__(self, path: Path, name: str) -> None:
        super().__init__(f"{path.name}: {name}", LawError)
        self.name = name

    def history(self, given: Any) -> _History:
        body = self.exactly("stage", given, ("label", "values"))
        label = self.exactly("label", body["label"], ("zh", "en"))
        values = self.mapping("values", body["values"])
        if not values:
            raise self.wrong("values", values, "a day with what is due from it on")
        return tuple(sorted(self._from(since, value, label) for since, value in values.items()))

    def _from(self, since: Any, given: Any, label: Mapping[str, Any]) -> tuple[date, Stage | None]:
        if not isinstance(since, date):
            raise self.wrong("values", since, "a day, YYYY-MM-DD")
        if given is None:
            return since, None
        body = self.mapping(f"values.{since}", given)
        kind = self.one_of("when", body.get("when"), "window", "each", "asked")
        nearly = ("ahead",) if body.get("while") == "nearly_due" else ()
        own = {
            "window": ("day", "opens", "closes", "unless"),
            "each": ("cycle", "while", *nearly),
            "asked": (),
        }
        self.exactly(f"values.{since}", body, ("when", *own[kind], "rate", "source", "certainty"))
        return since, Stage(
            name=self.name,
            label_zh=str(label["zh"]),
            label_en=str(label["en"]),
            since=since,
            when=self._when(kind, body),
            in_rate=self._flag("rate", body["rate"]),
            source=str(body["source"]),
            certainty=self.one_of("certainty", body["certainty"], *CERTAINTIES),
        )

    def _when(self, kind: str, body: Mapping[str, Any]) -> Window | Each | None:
        if kind == "each":
            cycle: Any = self.one_of("cycle", body["cycle"], *get_args(Cycle))
            state: Any = self.one_of("while", body["while"], *get_args(Condition))
            return Each(cycle=cycle, state=state, ahead=self._days("ahead", body.get("ahead", 0)))
        if kind == "asked":
            return None
        opens, closes = (self._days(key, body[key]) for key in ("opens", "closes"))
        if closes < opens:
            raise self.wrong("closes", closes, f"a number of days from {opens} on, the day the window opens")
        unless = body["unless"]
        return Window(
            day=self.one_of("day", body["day"], *DAYS),
            opens=opens,
            closes=closes,
            unless=unless and self.one_of("unless", unless, *DAYS),
        )

    def _days(self, key: str, given: Any) -> int:
        if isinstance(given, bool) or not isinstance(given, int) or abs(given) > 3660:
            raise self.wrong(key, given, "a number of days, at most ten years")
        return given

    def _flag(self, key: str, given: Any) -> bool:
        if not isinstance(given, bool):
            raise self.wrong(key, given, "true or false")
        return given
