"""Items of a table that are made when they are looked at, some hundred at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar, overload

__all__ = ["Loaded"]

Key = TypeVar("Key")
Item = TypeVar("Item")

_AT_ONCE = 5_000


class Loaded(Sequence[Item], Generic[Key, Item]):
    """Items by their keys: a page makes those it shows, and a file never has all in memory.

    Parameters
    ----------
    keys
        One an item, in order.
    load
        Makes the items of some keys.
    """

    def __init__(self, keys: Sequence[Key], load: Callable[[Sequence[Key]], Sequence[Item]]) -> None:
        self._keys, self._load = keys, load

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, place: int) -> Item: ...
    @overload
    def __getitem__(self, place: slice) -> Loaded[Key, Item]: ...
    def __getitem__(self, place: int | slice) -> Item | Loaded[Key, Item]:
        """Give an item, or the part that a slice means."""
        if isinstance(place, slice):
            return Loaded(self._keys[place], self._load)
        return self._load([self._keys[place]])[0]

    def __iter__(self) -> Iterator[Item]:
        """Go through the items."""
        for start in range(0, len(self._keys), _AT_ONCE):
            yield from self._load(self._keys[start : start + _AT_ONCE])
