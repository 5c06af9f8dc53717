"""A way into a register's database behind its back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from landwatch.registry import database


@contextmanager
def reading(url: str) -> Iterator[Connection]:
    """Read the database itself."""
    engine = database.connect(url)
    try:
        with database.reading(engine) as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def writing(url: str) -> Iterator[Connection]:
    """Write to the database itself."""
    engine = database.connect(url)
    try:
        with database.writing(engine) as connection:
            yield connection
    finally:
        engine.dispose()
