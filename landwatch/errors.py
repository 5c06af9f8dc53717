"""The errors landwatch raises on purpose.

Bad data is a value (:class:`landwatch.model.Issue`); these exceptions are for the case in which a
whole request cannot be served. Each message says what is wrong, where, and what to do::

    LandwatchError
    ├── UsageError          the command line or an argument is off            (exit code 2)
    ├── InputError          a file cannot be read or is refused as a whole    (exit code 2)
    │   ├── LawError        a law file breaks its form
    │   └── ScenarioError   a scenario file breaks its form
    ├── RegisterError       the register refuses what is asked of it          (exit code 2)
    │   └── RegisterUnavailable the database is missing, away, locked or full     (exit code 2)
    ├── AccessError         a person, role, password or grant that cannot be  (exit code 2)
    ├── SnapshotError       frames that do not fit the columns a snapshot promises
    └── CatalogueError      the lists of fields, facts and words do not fit each other or the model
"""

from __future__ import annotations

__all__ = [
    "AccessError",
    "CatalogueError",
    "InputError",
    "LandwatchError",
    "LawError",
    "RegisterError",
    "RegisterUnavailable",
    "ScenarioError",
    "SnapshotError",
    "UsageError",
]


class LandwatchError(Exception):
    """Root of every error that landwatch raises on purpose."""


class UsageError(LandwatchError):
    """An argument or option cannot be used as given."""


class InputError(LandwatchError):
    """A file cannot be read, or is refused as a whole."""


class LawError(InputError):
    """A law file breaks its form: wrong key, duplicate key, bad date or unknown unit."""


class ScenarioError(InputError):
    """A scenario file breaks its form."""


class RegisterError(LandwatchError):
    """The register is missing, is no landwatch register, or cannot be opened or written."""


class RegisterUnavailable(RegisterError):
    """The database of a register is missing, cannot be reached, is locked, full or read-only just now."""


class AccessError(LandwatchError):
    """What was asked about a person, a role, a password or a grant cannot be done."""


class SnapshotError(LandwatchError):
    """The frames given do not have the columns, keys or types that a snapshot promises."""


class CatalogueError(LandwatchError):
    """Something is declared in one place of the catalogue or the model, and not in another."""
