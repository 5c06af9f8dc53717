"""What the register would say after a verb: the verb is done, the state read, and everything taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Engine

from landwatch.model import LineageKind, Parcel
from landwatch.registry import frames, subdividing, taking_back
from landwatch.registry.change_request import Act
from landwatch.registry.database import trying
from landwatch.snapshot import Snapshot

__all__ = ["Trials"]


class Trials:
    """What a register can be asked to try; while it tries, others wait with what they record.

    All raise :class:`landwatch.errors.RegisterError` where the verb itself would.
    """

    _engine: Engine

    def subdivision_tried(
        self,
        kind: LineageKind,
        parents: Sequence[str],
        children: Sequence[Parcel],
        day: date,
        act: Act,
        *,
        measuring_epsg: int,
        on: date,
    ) -> Snapshot:
        """Read what would hold on a day if parcels were split or merged.

        Parameters
        ----------
        kind, parents, children, day, act, measuring_epsg
            As for :func:`landwatch.registry.subdividing.subdivide`.
        on
            The day whose end is judged.
        """
        with trying(self._engine) as connection:
            subdividing.subdivide(connection, kind, parents, children, day, act, measuring_epsg)
            return frames.snapshot(connection, on, None)

    def taking_back_tried(self, parcel_no: str, act: Act, *, on: date) -> Snapshot:
        """Read what would hold on a day if a split or merger were taken back.

        Parameters
        ----------
        parcel_no, act
            As for :func:`landwatch.registry.taking_back.take_back`.
        on
            The day whose end is judged.
        """
        with trying(self._engine) as connection:
            taking_back.take_back(connection, parcel_no, act)
            return frames.snapshot(connection, on, None)
