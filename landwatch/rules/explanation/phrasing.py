"""Values of the engine in words a person reads, in the current language."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from landwatch.i18n import gettext as _
from landwatch.i18n import language, ngettext
from landwatch.rules.engine import labels
from landwatch.rules.value_changes import Change
from landwatch.rules.wording import SOURCES, STATUS, word
from landwatch.units import format_mu, format_yuan, round_half_up

__all__ = ["change_dict", "phrased", "value_label"]

_FLAGS = "flags"


def value_label(name: str) -> str:
    """Name a value.

    Parameters
    ----------
    name
        Name of a computed value, or ``flags``.
    """
    if name == _FLAGS:
        return _("flags")
    label = labels()[name]
    return label.zh if language() == "zh" else label.en


def phrased(change: Change) -> tuple[str, str]:
    """Write the two values of a change; of flags only those that come or go, each on a line.

    Parameters
    ----------
    change
        The change.

    Returns
    -------
    tuple of str
        Before and after; empty where there is no value.
    """
    if change.name != _FLAGS:
        return _phrased(change.name, change.before), _phrased(change.name, change.after)
    before, after = (text.split(", ") if text else [] for text in (change.before, change.after))
    gone, come = [f for f in before if f not in after], [f for f in after if f not in before]
    return "\n".join(map(value_label, gone)), "\n".join(map(value_label, come))


def change_dict(change: Change) -> dict[str, Any]:
    """Return a change as JSON values: its codes and integers, and both in words.

    Parameters
    ----------
    change
        The change.
    """
    before, after = phrased(change)
    return {
        "name": change.name,
        "label": value_label(change.name),
        "before": change.before or None,
        "after": change.after or None,
        "before_text": before,
        "after_text": after,
    }


def _phrased(name: str, text: str) -> str:
    if not text:
        return ""
    if name in STATUS:
        return word(STATUS[name], text)
    known: Mapping[str, tuple[str, str]] = {**SOURCES, "True": ("是", "yes"), "False": ("否", "no")}
    kind = labels()[name].kind
    if kind == "amount" or name.endswith("_fen"):
        return _("{yuan} yuan").format(yuan=format_yuan(int(text)))
    if kind == "area":
        return _("{mu} mu").format(mu=format_mu(int(text)))
    if kind == "share":
        return f"{round_half_up(Fraction(text) * 100, 2):f} %"
    if kind == "days":
        return ngettext("{count} day", "{count} days", int(text)).format(count=text)
    return text if kind == "date" else word(known, text)
