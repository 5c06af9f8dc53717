"""Access to a register: people, sessions, tokens and their log, opened as one."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from sqlalchemy import Engine

from landwatch.access.access_rules import AccessRules
from landwatch.access.account_tables import bring_up_to_date, is_up_to_date
from landwatch.access.database_beside import alone, engine_for
from landwatch.access.granting import Granting
from landwatch.access.kept_answers import Answers
from landwatch.access.log_of_access import AccessLog
from landwatch.access.people import People
from landwatch.access.signing_in import SigningIn
from landwatch.access.tokens import Tokens
from landwatch.errors import LandwatchError
from landwatch.registry.database import allow_reading_while_writing, reading
from landwatch.registry.faults import file_of
from landwatch.registry.new_files import holds_something

__all__ = ["Access"]


class Access(People, Granting, SigningIn, Tokens, AccessLog, Answers):
    """Who may do what with a register; use it in a ``with`` block or :meth:`close` it.

    Safe for several threads and processes at once. All methods raise
    :class:`landwatch.errors.RegisterError` if the database cannot be reached, read or written.

    Parameters
    ----------
    engine
        From :func:`landwatch.access.database_beside.engine_for`; :meth:`open` makes it from a URL.
    rules
        How strict the way in is.
    """

    def __init__(self, engine: Engine, rules: AccessRules) -> None:
        self._engine = engine
        self._rules = rules

    @classmethod
    def open(cls, database: str, rules: AccessRules | None = None) -> Self:
        """Open the accounts beside a register; they are made where there are none.

        Parameters
        ----------
        database
            URL of the register.
        rules
            How strict the way in is; by default as :class:`AccessRules` has it.

        Returns
        -------
        Access
            The accounts.

        Raises
        ------
        AccessError
            If their file cannot be made, or they are of a newer landwatch.
        RegisterError
            If the database cannot be reached or written.
        """
        engine = engine_for(database)
        try:
            if not _is_ready(engine):
                if file_of(engine.url) is not None:
                    allow_reading_while_writing(engine)
                with alone(engine) as connection:
                    bring_up_to_date(connection)
        except LandwatchError:
            engine.dispose()
            raise
        return cls(engine, rules or AccessRules())

    def close(self) -> None:
        """Give back the connections."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _is_ready(engine: Engine) -> bool:
    file = file_of(engine.url)
    if file is not None and not holds_something(file):
        return False
    with reading(engine) as connection:
        return is_up_to_date(connection)
