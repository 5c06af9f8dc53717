"""The register as true on a day and known at an instant: plain frames, checked on construction.

Rules, statistics and maps run on a :class:`Snapshot`, never on a database, so that the same question
gets the same answer from the embedded file, from PostGIS and from a partition of a national data set.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cached_property, reduce
from typing import Any, Protocol

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from landwatch.catalogue import SECTIONS, frame_columns
from landwatch.errors import SnapshotError
from landwatch.model import Cluster, Contract, Event, Indicator, Parcel
from landwatch.units import decimal_text

__all__ = ["SCHEMA", "STORAGE_CRS", "Places", "Snapshot", "clusters_of", "frame", "positions", "woven"]

STORAGE_CRS = "EPSG:4490"

SCHEMA: Mapping[str, Mapping[str, str]] = {
    table: columns for table, section in SECTIONS.items() if (columns := frame_columns(section))
}
"""Columns of each frame: ``text``, ``date`` (datetime64[s]), ``integer`` (Int64, or Python integers where
64 bits do not hold them), ``boolean``, ``geometry`` (EPSG:4490). ``indicators.value`` is decimal text;
``contract_parcels.known_as`` is a JSON list of the other numbers that the ground has or had: those of the
parcels it was split or merged from, or into."""

_KEYS = {"clusters": ["name"], "parcels": ["parcel_no"], "contracts": ["contract_no"]} | {
    "contract_parcels": ["contract_no", "parcel_no"],
    "phases": ["contract_no", "number"],
    "instalments": ["contract_no", "number"],
    "indicators": ["contract_no", "name", "direction", "stage"],
}
_OF_CONTRACTS = tuple(name for name, columns in SCHEMA.items() if "contract_no" in columns)
_INT64 = 2**63 - 1


class Places(Protocol):
    """The parcels, the ground of contracts and the operators of other days; a register knows them."""

    def on(self, day: date) -> Mapping[str, pd.DataFrame]:
        """Give ``clusters``, ``parcels`` and ``contract_parcels`` as true on a day.

        Parameters
        ----------
        day
            The day.
        """


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The facts that hold on a day, as they were known at an instant.

    Attributes
    ----------
    on
        The day whose end is judged.
    known_at
        The instant of knowledge; ``None`` for facts without a recorded history (scenarios, tests).
    clusters, parcels
        GeoDataFrames in EPSG:4490.
    contracts, contract_parcels, phases, instalments, indicators, events
        DataFrames; columns and their kinds are those of :data:`SCHEMA`. The JSON text in
        ``events.details`` holds what has no column of its own.
    places
        The parcels and operators of earlier days; ``None`` where they are always the same, or where the
        snapshot comes from files or records, which hold one day.

    Raises
    ------
    SnapshotError
        If a frame lacks a column, has one of another kind, repeats a key or has another CRS.
    """

    on: date
    known_at: datetime | None
    clusters: gpd.GeoDataFrame
    parcels: gpd.GeoDataFrame
    contracts: pd.DataFrame
    contract_parcels: pd.DataFrame
    phases: pd.DataFrame
    instalments: pd.DataFrame
    indicators: pd.DataFrame
    events: pd.DataFrame
    places: Places | None = None

    def __post_init__(self) -> None:
        for name, schema in SCHEMA.items():
            _check(name, getattr(self, name), schema)

    def contract_positions(self, name: str) -> NDArray[np.int64]:
        """Find the contract of each row of a frame; found once and kept, since frames do not change.

        Parameters
        ----------
        name
            A frame with a ``contract_no``.

        Returns
        -------
        NDArray[np.int64]
            Position in ``contracts`` for each row, -1 where the contract is not there.
        """
        if name not in self._positions:
            numbers = getattr(self, name)["contract_no"]
            self._positions[name] = positions(numbers, self.contracts["contract_no"])
        return self._positions[name]

    def earlier(self, day: date) -> Snapshot:
        """Go back to an earlier day: the same facts, as known at the same instant.

        Parameters
        ----------
        day
            The day whose end is judged, not after that of this snapshot.

        Returns
        -------
        Snapshot
            Without contracts signed later, what belongs to them, and events that happened later. Parcels, the
            ground of contracts and operators are those of the day, as far as `places` knows them.
        """
        end = pd.Timestamp(day)
        signed, happened = self.contracts["signed_on"], self.events["start"].fillna(self.events["day"])
        then: dict[str, Any] = {name: getattr(self, name) for name in SCHEMA}
        if self.places is not None:
            then |= {name: frame(name, rows) for name, rows in self.places.on(day).items()}
        then["contracts"] = self.contracts[signed.isna() | (signed <= end)].reset_index(drop=True)
        then["events"] = self.events[happened.isna() | (happened <= end)]
        numbers = then["contracts"]["contract_no"]
        for name in _OF_CONTRACTS:
            if name != "contracts":
                rows = then[name]
                then[name] = rows[are_in(rows["contract_no"], numbers)].reset_index(drop=True)
        if self.places is not None:
            then["contracts"]["cluster"] = clusters_of(then)
        # Rows out of frames that were checked need no check of their own.
        return self._like({"on": day, **then})

    def of_contracts(self, contract_nos: Iterable[str]) -> Snapshot:
        """Cut out contracts with their parcels' shares, phases, instalments, indicators and events.

        Parameters
        ----------
        contract_nos
            Their numbers.

        Returns
        -------
        Snapshot
            The same day and instant, the contracts in the order they have here; clusters and parcels whole.

        Raises
        ------
        KeyError
            If one of them is not here.
        """
        wanted, here = set(contract_nos), _arrow(self.contracts["contract_no"])
        # A few numbers are compared one by one, which takes a fraction of a search for any of a set.
        if 0 < len(wanted) < _FEW:
            is_wanted = reduce(pc.or_kleene, (pc.equal(here, number) for number in wanted)).fill_null(False)
        else:
            is_wanted = pc.is_in(here, value_set=_arrow(sorted(wanted)))
        places = np.flatnonzero(is_wanted)
        if len(places) < len(wanted):
            raise KeyError(min(wanted - set(here.take(places).to_pylist())))
        return self._of_places(places)

    def of_which(self, chosen: NDArray[np.bool_]) -> Snapshot:
        """Cut out contracts as :meth:`of_contracts` does, when each was looked at already.

        Parameters
        ----------
        chosen
            For each contract whether it is cut out.

        Returns
        -------
        Snapshot
            The same day and instant; clusters and parcels whole.
        """
        return self._of_places(np.flatnonzero(chosen))

    def _of_places(self, places: NDArray[np.int64]) -> Snapshot:
        own = [name for name in _OF_CONTRACTS if name != "contracts"]
        if len(places) < _FEW:
            cut = {name: np.isin(self.contract_positions(name), places, kind="sort") for name in own}
        else:
            # The last place is that of a contract which is not here, as `contract_positions` counts it.
            chosen = np.zeros(len(self.contracts) + 1, dtype=np.bool_)
            chosen[places] = True
            cut = {name: chosen[self.contract_positions(name)] for name in own}
        rows = {"contracts": places} | {name: np.flatnonzero(chosen) for name, chosen in cut.items()}
        frames = {name: getattr(self, name).iloc[at].reset_index(drop=True) for name, at in rows.items()}
        # Rows out of frames that were checked need no check of their own, and the whole frames no second one.
        return self._like(frames)

    def says_the_same(self, other: Snapshot, contract_nos: Collection[str]) -> bool:
        """Tell whether some contracts have the same facts here and there, up to the earlier day.

        Parameters
        ----------
        other
            Facts of an earlier day.
        contract_nos
            Numbers of the contracts; they need not be there.

        Returns
        -------
        bool
            False also where the parcels of other days are not known to be the same.
        """
        if self.places is not other.places:
            return False
        here, there = (
            each.of_which(are_in(each.contracts["contract_no"], contract_nos))._like({"places": None})
            for each in (self, other)
        )
        then = here.earlier(other.on)
        # Which cluster a contract belongs to is said by the parcels, and those are the same.
        frames = {name: (getattr(then, name), getattr(there, name)) for name in _OF_CONTRACTS}
        frames["contracts"] = tuple(rows.drop(columns="cluster") for rows in frames["contracts"])
        return all(mine.reset_index(drop=True).equals(yours) for mine, yours in frames.values())

    def with_frames(self, *, known_at: datetime | None, places: Places | None, **frames: Any) -> Snapshot:
        """Put some frames in the place of others; those that stay are not checked again.

        Parameters
        ----------
        known_at
            The instant of knowledge.
        places
            The parcels and operators of earlier days.
        **frames
            The new ones by name.

        Returns
        -------
        Snapshot
            Of the same day.

        Raises
        ------
        SnapshotError
            If a new frame is not as it should be.
        """
        for name, given in frames.items():
            _check(name, given, SCHEMA[name])
        found = self._like({**frames, "known_at": known_at, "places": places})
        if "contracts" not in frames:
            found._positions.update({n: at for n, at in self._positions.items() if n not in frames})
        return found

    def _like(self, changes: Mapping[str, Any]) -> Snapshot:
        found = object.__new__(Snapshot)
        vars(found).update({item.name: getattr(self, item.name) for item in fields(self)} | dict(changes))
        return found

    @cached_property
    def ground_by_name(self) -> pd.DataFrame:
        """Each number by which a contract's ground was ever known, beside its place in `contract_parcels`.

        Columns ``contract_no``, ``name``, ``place`` and ``area_cm2``: a parcel that was split has a row for
        each piece.
        """
        shares = self.contract_parcels
        own = pd.DataFrame(
            {
                "contract_no": shares["contract_no"],
                "name": shares["parcel_no"],
                "place": np.arange(len(shares)),
                "area_cm2": shares["area_cm2"],
            }
        )
        moved = shares["known_as"].notna().to_numpy()
        also = own[moved].assign(name=[json.loads(names) for names in shares.loc[moved, "known_as"]])
        return pd.concat([own, also.explode("name")], ignore_index=True)

    @cached_property
    def _positions(self) -> dict[str, NDArray[np.int64]]:
        return {}

    @property
    def illustrative(self) -> bool:
        """Whether any of the facts is invented sample data (示意数据)."""
        return bool(
            self.contracts["illustrative"].fillna(False).any()
            or self.parcels["illustrative"].fillna(False).any()
        )

    @classmethod
    def from_records(
        cls,
        on: date,
        *,
        contracts: Sequence[Contract] = (),
        events: Sequence[Event] = (),
        parcels: Sequence[Parcel] = (),
        clusters: Sequence[Cluster] = (),
        contract_parcel_areas: Mapping[tuple[str, str], int] | None = None,
        known_at: datetime | None = None,
    ) -> Snapshot:
        """Build a snapshot from the nouns of :mod:`landwatch.model`.

        Parameters
        ----------
        on
            The day whose end is judged.
        contracts, events, parcels, clusters
            The records; the order of events does not matter.
        contract_parcel_areas
            Area in cm² of a parcel under a contract, by (contract number, parcel number); the
            parcel's registered area where it is not given.
        known_at
            The instant of knowledge.

        Returns
        -------
        Snapshot
            The frames, one row a record.
        """
        registered = {parcel.parcel_no: parcel.registered_area_cm2 for parcel in parcels}
        cluster_of = {parcel.parcel_no: parcel.cluster for parcel in parcels}
        areas = contract_parcel_areas or {}
        pairs = [
            {"contract_no": c.contract_no, "parcel_no": no}
            | {"area_cm2": areas.get((c.contract_no, no), registered.get(no))}
            for c in contracts
            for no in c.parcel_nos
        ]
        return cls(
            on=on,
            known_at=known_at,
            clusters=frame("clusters", [_row(cluster) for cluster in clusters]),
            parcels=frame("parcels", [_row(parcel) for parcel in parcels]),
            contracts=frame(
                "contracts",
                [
                    _row(c) | {"cluster": next((cluster_of.get(no) for no in c.parcel_nos), None)}
                    for c in contracts
                ],
            ),
            contract_parcels=frame("contract_parcels", pairs),
            phases=frame(
                "phases", [_row(p) | {"contract_no": c.contract_no} for c in contracts for p in c.phases]
            ),
            instalments=frame(
                "instalments",
                [_row(i) | {"contract_no": c.contract_no} for c in contracts for i in c.instalments],
            ),
            indicators=frame("indicators", [_indicator_row(c, i) for c in contracts for i in c.indicators]),
            events=frame("events", [_event_row(number, event) for number, event in enumerate(events)]),
        )


def clusters_of(frames: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Take the cluster of each contract from its first parcel.

    Parameters
    ----------
    frames
        ``contracts``, ``contract_parcels`` and ``parcels`` of one day.

    Returns
    -------
    Series
        One text a contract, missing where no parcel or no cluster is known.
    """
    shares, parcels = frames["contract_parcels"], frames["parcels"]
    first = shares.drop_duplicates("contract_no").set_index("contract_no")["parcel_no"]
    cluster = parcels.set_index("parcel_no")["cluster"]
    return frames["contracts"]["contract_no"].map(first).map(cluster).astype("str")


def positions(texts: pd.Series, among: pd.Series | Sequence[str]) -> NDArray[np.int64]:
    """Find texts among others.

    Parameters
    ----------
    texts
        What is looked for.
    among
        What it is looked for in, each text once.

    Returns
    -------
    NDArray[np.int64]
        Position of each text in `among`, -1 where it is not there.
    """
    # Arrow compares the bytes where they lie; pandas would make a Python string of each.
    found = pc.index_in(_arrow(texts), value_set=_arrow(among))
    return np.asarray(found.fill_null(-1).to_numpy(zero_copy_only=False), dtype=np.int64)


def are_in(texts: pd.Series | pd.Index, among: Any) -> NDArray[np.bool_]:
    """Tell which texts are among others.

    Parameters
    ----------
    texts
        What is looked for.
    among
        What it is looked for in, in any order and as often as it comes.

    Returns
    -------
    NDArray[np.bool_]
        Truth value a text; a missing one is in nothing.
    """
    if len(among) == 0:
        return np.zeros(len(texts), dtype=np.bool_)
    others = _arrow(among if isinstance(among, pd.Series | pd.Index) else [*among])
    # Missing text is no text: Arrow would find it among others that have a missing one.
    found = pc.is_in(_arrow(texts), value_set=others.drop_null())
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=bool)


def woven(held: pd.DataFrame, stay: Any, new: pd.DataFrame, is_new: NDArray[np.bool_]) -> pd.DataFrame:
    """Put new rows between rows of a frame.

    Parameters
    ----------
    held
        The frame.
    stay
        Positions of the rows that stay in it, in ascending order.
    new
        The new rows, with the same columns.
    is_new
        For each row of the result, whether it is the next one of `new` or of those that stay.

    Returns
    -------
    DataFrame
        Numbered from nought.
    """
    place = np.empty(len(is_new), dtype=np.int64)
    place[~is_new], place[is_new] = stay, np.arange(len(held), len(held) + len(new))
    return pd.concat([held, new]).take(place).reset_index(drop=True)


def _arrow(texts: pd.Series | pd.Index | Sequence[str]) -> pa.Array:
    return pa.array(texts, type=pa.large_string(), from_pandas=True)


def frame(name: str, rows: Iterable[Mapping[str, Any]] | pd.DataFrame) -> Any:
    """Bring rows into the form that a frame of a snapshot has.

    Parameters
    ----------
    name
        One of the keys of :data:`SCHEMA`.
    rows
        Mappings or a frame; columns that the schema does not name are left out, missing ones are empty.

    Returns
    -------
    pandas.DataFrame or geopandas.GeoDataFrame
        One column for each of the schema, in its order; geometry is EPSG:4490.
    """
    schema = SCHEMA[name]
    columns = list(schema)
    if isinstance(rows, pd.DataFrame):
        raw = rows.reindex(columns=columns)
    else:
        raw = pd.DataFrame(list(rows), columns=columns, dtype=object)
    typed = {column: _typed(raw[column], kind) for column, kind in schema.items() if kind != "geometry"}
    plain = pd.DataFrame(typed, index=pd.RangeIndex(len(raw)))
    if "geometry" not in schema:
        return plain
    shapes = gpd.GeoSeries(list(raw["geometry"]), index=plain.index, crs=STORAGE_CRS)
    return gpd.GeoDataFrame(plain, geometry=shapes, crs=STORAGE_CRS)


def _typed(column: pd.Series, kind: str) -> pd.Series:
    if kind == "date":
        return pd.to_datetime(column).astype("datetime64[s]")
    if kind == "integer":
        if column.dtype == object and any(isinstance(v, int) and abs(v) > _INT64 for v in column):
            return column
        return column.astype("Int64")
    return column.astype("boolean" if kind == "boolean" else "str")


def _row(record: Any) -> dict[str, Any]:
    return {item.name: getattr(record, item.name) for item in fields(record)}


def _indicator_row(contract: Contract, indicator: Indicator) -> dict[str, Any]:
    return _row(indicator) | {
        "contract_no": contract.contract_no,
        "value": decimal_text(indicator.value),
    }


def _event_row(number: int, event: Event) -> dict[str, Any]:
    details = dict(event.details)
    row = _row(event) | {"event_id": number, "details": json.dumps(details, ensure_ascii=False, default=str)}
    return row | {key: value for key, value in details.items() if key in SCHEMA["events"] and key not in row}


_FEW = 8
_DTYPES = {"text": ("str", "object"), "boolean": ("boolean",), "integer": ("Int64", "object")} | {
    "date": ("datetime64[s]",),
    "geometry": ("geometry",),
}


def _groups(keys: pd.DataFrame) -> int:
    """Count the different keys: Arrow takes half the time of ``duplicated``."""
    table = pa.Table.from_pandas(keys, preserve_index=False)
    groups: int = table.group_by(list(keys), use_threads=False).aggregate([]).num_rows
    return groups


def _check(name: str, given: pd.DataFrame, schema: Mapping[str, str]) -> None:
    missing = [column for column in schema if column not in given.columns]
    if missing:
        raise SnapshotError(f"{name}: missing column(s) {', '.join(missing)}; build the frame with frame()")
    dtypes = dict(zip(given.columns, given.dtypes, strict=True))
    for column, kind in schema.items():
        if str(dtypes[column]) not in _DTYPES[kind]:
            raise SnapshotError(
                f"{name}.{column}: is {dtypes[column]}, should be {' or '.join(_DTYPES[kind])}"
            )
    key = _KEYS.get(name)
    if key and _groups(given[key]) < len(given):
        twice = given.loc[given.duplicated(key), key].iloc[0].tolist()
        raise SnapshotError(f"{name}: {'/'.join(map(str, twice))} stands twice; the key {key} must be unique")
    if isinstance(given, gpd.GeoDataFrame) and given.crs is not None and given.crs != STORAGE_CRS:
        raise SnapshotError(f"{name}: CRS is {given.crs.to_string()}, should be {STORAGE_CRS}")
