"""YAML as law and scenario files use it: safe, in UTF-8, and without a key that stands twice."""

from __future__ import annotations

import reprlib
from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from landwatch.errors import InputError, LandwatchError

__all__ = ["Checked", "exact_fraction", "read_yaml"]

_MOST_BYTES = 64 * 1024 * 1024
_MOST_VALUES = 10_000_000
_DEEPEST = 100
_MOST_DIGITS = 40

_shown = reprlib.Repr()
_shown.maxstring = _shown.maxother = 80


def read_yaml(path: Path, error: type[InputError]) -> Any:
    """Read one YAML file.

    Parameters
    ----------
    path
        The file.
    error
        Class of error to raise.

    Returns
    -------
    Any
        Lists, dicts and scalars.

    Raises
    ------
    InputError
        Of the class given: the file is missing, too large, not UTF-8, not YAML, or repeats a key.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise error(f"{path}: is larger than 64 MB; split it")
        text = path.read_text("utf-8")
        _measure(text)
        return yaml.load(text, _Loader)  # noqa: S506 - _Loader is a SafeLoader
    except _FormError as problem:
        raise error(f"{path}: {problem}") from None
    except (yaml.YAMLError, ValueError, OSError, RecursionError) as problem:
        detail = " ".join(str(problem).split())
        raise error(f"{path}: cannot be read as YAML in UTF-8: {detail}") from None


class _FormError(Exception):
    """YAML that is well-formed and refused all the same."""


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """A safe loader that refuses what YAML itself lets pass: a key that stands twice."""


def _measure(text: str) -> None:
    """Refuse what a parser would drown in: lists in lists in lists, and aliases of aliases of aliases."""
    values, begun, sizes = 0, list[tuple[str | None, int]](), dict[str | None, int]()
    for event in yaml.parse(text, _Loader):
        values += 1
        if isinstance(event, yaml.CollectionStartEvent):
            begun.append((event.anchor, values))
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = begun.pop()
            sizes[anchor] = values - before
        elif isinstance(event, yaml.AliasEvent):
            values += sizes.get(event.anchor, 0)
        if len(begun) > _DEEPEST or values > _MOST_VALUES:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise _FormError(f"line {line}: is nested or repeated too often; write it out plainly")


def _unique_mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        # YAML reads the words no, yes, on and off as true or false; as keys they are meant as written.
        key = key_node.value if isinstance(key, bool) else key
        if not isinstance(key, str | int | float) and not hasattr(key, "isoformat"):
            raise _FormError(f"line {key_node.start_mark.line + 1}: a key must be a word, not {key!r}")
        if key in seen:
            raise _FormError(f"line {key_node.start_mark.line + 1}: key {key} stands twice; keep one")
        seen[key] = loader.construct_object(value_node, deep=True)
    return seen


def _day_or_text(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Any:
    """A day; 2023-02-30 stays text, so that the reader can say under which key it stands."""
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return node.value


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique_mapping)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _day_or_text)


def exact_fraction(given: Any) -> Fraction:
    """Read a fraction or decimal that is written out, without an exponent.

    Parameters
    ----------
    given
        A number or its text, e.g. ``1/3`` or ``0.4``.

    Returns
    -------
    Fraction
        Exactly that number.

    Raises
    ------
    ValueError
        If it is none, or has an exponent or more digits than anybody counts: 1e999999999 is one, too.
    """
    text = str(given)
    if len(text) > _MOST_DIGITS or "e" in text.lower():
        raise ValueError(text)
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise ValueError(text) from None


class Checked:
    """Takes values out of what a YAML file gave, and says where and how each breaks the form.

    Parameters
    ----------
    where
        File and case, put before every complaint.
    error
        Class of error to raise.
    """

    def __init__(self, where: str, error: type[LandwatchError]) -> None:
        self.where = where
        self.error = error

    def wrong(self, key: str, given: Any, expected: str) -> LandwatchError:
        """Make the error that says what a key has and what it should have.

        Parameters
        ----------
        key
            Dotted key.
        given
            The value found.
        expected
            What was expected.

        Returns
        -------
        LandwatchError
            To be raised.
        """
        return self.error(f"{self.where}: {key}: {_shown.repr(given)} is not valid; expected {expected}")

    def exactly(self, key: str, given: Any, keys: Collection[str]) -> Mapping[str, Any]:
        """Take a mapping that has some keys, all of them and no others.

        Parameters
        ----------
        key
            Dotted key.
        given
            The value found.
        keys
            The keys; a complaint names them in this order.

        Returns
        -------
        Mapping
            The value.

        Raises
        ------
        LandwatchError
            If it is none.
        """
        if not isinstance(given, dict) or set(given) != set(keys):
            raise self.wrong(key, given, f"exactly the keys {', '.join(keys)}")
        return given

    def one_of(self, key: str, given: Any, *words: str) -> str:
        """Take one of some words.

        Parameters
        ----------
        key
            Dotted key.
        given
            The value found.
        *words
            The words.

        Raises
        ------
        LandwatchError
            If it is none of them.
        """
        if given not in words:
            raise self.wrong(key, given, f"one of {', '.join(words)}")
        return str(given)

    def mapping(self, key: str, given: Any) -> Mapping[str, Any]:
        """Take a mapping.

        Parameters
        ----------
        key
            Dotted key.
        given
            The value found.

        Returns
        -------
        Mapping
            The same value.
        """
        if not isinstance(given, dict):
            raise self.wrong(key, given, "a mapping of keys to values")
        return given

    def sequence(self, key: str, given: Any) -> list[Any]:
        """Take a list; nothing is an empty one.

        Parameters
        ----------
        key
            Dotted key.
        given
            The value found.

        Returns
        -------
        list
            The same value.
        """
        if given is None:
            return []
        if not isinstance(given, list):
            raise self.wrong(key, given, "a list")
        return given

    def keys(self, section: str, given: Any, known: Collection[str]) -> None:
        """Refuse keys that are not known.

        Parameters
        ----------
        section
            Dotted key of the mapping; empty for the case itself.
        given
            The mapping.
        known
            The keys it may have.
        """
        unknown = sorted(set(map(str, self.mapping(section, given))) - set(known))
        if unknown:
            name = f"{section}.{unknown[0]}" if section else unknown[0]
            raise self.error(
                f"{self.where}: {name}: is no known key; expected one of {', '.join(sorted(known))}"
            )

    def required(self, section: str, given: Any, key: str) -> Any:
        """Take a value that must be there.

        Parameters
        ----------
        section
            Dotted key of the mapping.
        given
            The mapping.
        key
            The key.

        Returns
        -------
        Any
            Its value.
        """
        if self.mapping(section, given).get(key) is None:
            raise self.error(f"{self.where}: {section}: {key} is missing")
        return given[key]

    def day(self, key: str, given: Any, *, required: bool = False) -> Any:
        """Take a day.

        Parameters
        ----------
        key
            Dotted key.
        given
            A date or its text.
        required
            Whether nothing is an error.

        Returns
        -------
        date or None
            The day.
        """
        if given is None and not required:
            return None
        try:
            text = given.isoformat() if isinstance(given, date) else str(given)
            if len(text) != len("2023-06-30"):
                raise ValueError(text)
            return date.fromisoformat(text)
        except ValueError:
            raise self.wrong(key, given, "a day as YYYY-MM-DD") from None

    def exact(self, key: str, given: Any, convert: Callable[[Decimal], int]) -> Any:
        """Take an exact number that is not negative.

        Parameters
        ----------
        key
            Dotted key.
        given
            A number or its text.
        convert
            Turns it into the integer unit.

        Returns
        -------
        int or None
            The number in that unit.
        """
        if given is None:
            return None
        try:
            number = Decimal(str(given))
        except InvalidOperation:
            raise self.wrong(key, given, "a number such as '18000000.00'") from None
        if not number.is_finite() or number < 0 or abs(number.adjusted()) > _MOST_DIGITS:
            raise self.wrong(key, given, f"a number of nought or more, of at most {_MOST_DIGITS} digits")
        try:
            return convert(number)
        except ValueError as problem:
            raise self.error(f"{self.where}: {key}: {problem}") from None

    def fraction(self, key: str, given: Any) -> Fraction:
        """Take a share.

        Parameters
        ----------
        key
            Dotted key.
        given
            A fraction or decimal, or its text.

        Returns
        -------
        Fraction
            The share.
        """
        try:
            return exact_fraction(given)
        except ValueError:
            raise self.wrong(key, given, "a share such as 1/3 or 0.4") from None
