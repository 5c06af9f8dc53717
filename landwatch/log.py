"""What a long job did and how long it took: numbers and days, never a word of a record.

A log is handed to whoever helps. So a step is named in the code and its values are numbers and days; no name,
number of a contract, path or sentence of an error gets into a line, for each of these can tell of a person.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from time import perf_counter

__all__ = ["LOGGER", "Lines", "step"]

LOGGER = logging.getLogger("landwatch")
"""Whoever embeds landwatch adds a handler here; the command line does with ``LANDWATCH_LOG``."""
# Else Python itself would print failures that nobody asked to see.
LOGGER.addHandler(logging.NullHandler())

Values = dict[str, int | float | date]


@contextmanager
def step(name: str, **known: int | float | date) -> Iterator[Values]:
    """Log that a step is done and how long it took, or by which error it ended; with `debug` its beginning.

    Parameters
    ----------
    name
        What is done, as a word of the code.
    **known
        Numbers and days known beforehand; what becomes known later goes into the dictionary that is given.
    """
    values: Values = dict(known)
    began = perf_counter()
    LOGGER.debug(f"{name} begins", extra={"values": dict(values)})
    try:
        yield values
    except BaseException as error:
        values["seconds"] = round(perf_counter() - began, 3)
        LOGGER.error(name, extra={"values": values, "error": type(error).__name__})
        raise
    values["seconds"] = round(perf_counter() - began, 3)
    LOGGER.info(name, extra={"values": values})


class Lines(logging.Formatter):
    """One JSON object a line: time, level, step, its values, and the class of an error."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record; what a message would fill in is left out, for it may be a word of a record.

        Parameters
        ----------
        record
            What was logged.
        """
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "step": record.msg,
            **getattr(record, "values", {}),
        }
        if error := getattr(record, "error", None):
            told["error"] = error
        return json.dumps(told, default=date.isoformat)
