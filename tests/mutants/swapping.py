"""Give a function that is loaded already the body that it has in a mutant; nothing is imported anew."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from inspect import CO_OPTIMIZED
from types import CodeType, FunctionType

from tests.mutants.drawing import Mutant
from tests.mutants.forking import ROOT


@dataclass(frozen=True)
class Swap:
    """The body of a function as it is and as it is in a mutant."""

    was: CodeType
    now: CodeType


def _bodies(code: CodeType) -> Iterator[CodeType]:
    """The functions of a module and of its classes, but not those within functions."""
    for part in code.co_consts:
        if isinstance(part, CodeType):
            if part.co_flags & CO_OPTIMIZED:
                yield part
            else:
                yield from _bodies(part)


def _frame(code: CodeType) -> tuple[object, ...]:
    """What a module does besides giving its functions their bodies."""
    parts = tuple(
        (part.co_flags & CO_OPTIMIZED or _frame(part)) if isinstance(part, CodeType) else repr(part)
        for part in code.co_consts
    )
    return code.co_code, code.co_names, parts


def swap_of(mutant: Mutant) -> Swap | None:
    """The one function that a mutant changes; None where it changes what a module does when imported."""
    texts = (ROOT / mutant.path).read_text(encoding="utf-8"), mutant.source() or ""
    modules = [compile(text, mutant.path, "exec", dont_inherit=True) for text in texts]
    was, now = (list(_bodies(module)) for module in modules)
    if _frame(modules[0]) != _frame(modules[1]) or len(was) != len(now):
        return None
    changed = [Swap(*pair) for pair in zip(was, now, strict=True) if pair[0] != pair[1]]
    return changed[0] if len(changed) == 1 else None


class Loaded:
    """The functions of the package that this process has loaded."""

    def __init__(self) -> None:
        self.functions: dict[CodeType, list[FunctionType]] = defaultdict(list)
        for thing in gc.get_objects():
            if isinstance(thing, FunctionType) and (thing.__module__ or "").startswith("landwatch"):
                self.functions[thing.__code__].append(thing)

    def swap(self, swap: Swap) -> None:
        """Give each copy of a function its other body."""
        for function in self.functions[swap.was]:
            function.__code__ = swap.now
