"""Destroying what is kept about persons, by decision, and naming where it still lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.instants import day_in_china
from landwatch.registry import Act, Copy, Decision, Done, Register
from landwatch.services.maintenance.photographs import file_beside

__all__ = ["Destroyed", "destroy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Destroyed:
    """What a decision to destroy came to.

    Attributes
    ----------
    done
        What was recorded.
    is_erased
        Whether the bytes left the file of the register; False while others read an older state, ``None`` on
        a server, which keeps removed rows until it cleans up.
    copies
        Backups and copies that still hold the contents, as far as the register remembers them.
    files
        Photographs that were taken into the register and still lie beside it.
    """

    done: Done
    is_erased: bool | None
    copies: tuple[Copy, ...]
    files: tuple[Path, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "items": self.done.key.split(),
            "changed": self.done.is_new,
            "recorded_at": self.done.recorded_at,
            "erased": self.is_erased,
            "copies": [asdict(copy) for copy in self.copies],
            "files": [str(file) for file in self.files],
        }


def destroy(database: str, named: Sequence[str], decision: Decision, act: Act) -> Destroyed:
    """Destroy the contents of items by decision: all of them, or none.

    Parameters
    ----------
    database
        URL of the register.
    named
        Names of items; the first digits do. One that was destroyed already is left alone.
    decision
        Who decided, and when.
    act
        Who records it, when, why, and on which document of the register.

    Returns
    -------
    Destroyed
        What was done, and where the contents may still lie.

    Raises
    ------
    UsageError
        If the decision lies in the future.
    RegisterError
        If an item or the document is not in the register, both persons are one, or the register cannot be
        written; then nothing was destroyed.
    """
    if decision.day > day_in_china(act.at):
        raise UsageError(
            _("{day} lies in the future; give the day of the decision (--on)").format(day=decision.day)
        )
    with Register.open(database) as register:
        done, is_erased = register.destroy(named, decision, act)
        destroyed = done.key.split()
        copies = register.copies_holding(destroyed)
    files = [file_beside(database, item) for item in destroyed]
    return Destroyed(
        done=done,
        is_erased=is_erased,
        copies=copies,
        files=tuple(file for file in files if file is not None),
    )
