"""Parcels with the state of their contracts, as a layer that a GIS opens and the importer reads."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from sqlalchemy import URL

from landwatch.errors import RegisterError
from landwatch.formats.cells import vocabulary
from landwatch.formats.cells.cell_text import header_of
from landwatch.i18n import gettext as _
from landwatch.measures.figures.states import Idle, State, idle_label, state_label
from landwatch.measures.land_states import land_states
from landwatch.model import Parcel
from landwatch.registry import database, layer_styles
from landwatch.registry.qgis import Rule, qml
from landwatch.rules.wording import STATUS, word
from landwatch.snapshot import STORAGE_CRS
from landwatch.style import style
from landwatch.units import CM2_PER_M2, format_mu

if TYPE_CHECKING:
    from landwatch.rules import Assessment

__all__ = ["LAYER", "parcel_frame", "write_layer"]

LAYER = "宗地"
"""Name of the layer."""

_NO_ROOM = 2**16  # bytes; less than a database grows by
_FIELDS = ("parcel_no", "name", "cluster", "land_use", "area_cm2", "illustrative")
_STATUS = ("commencement_status", "completion_status", "payment_status", "contract_status")
_DAYS = {"合同签订": "signed_on", "应开工日": "effective_commencement_due", "应竣工日": "completion_due"}


def parcel_frame(parcels: Sequence[Parcel], assessment: Assessment) -> gpd.GeoDataFrame:
    """Lay parcels out with the state of the contract in force, the gravest where there are several.

    Parameters
    ----------
    parcels
        Parcels with a boundary in EPSG:4490.
    assessment
        The judged contracts.

    Returns
    -------
    geopandas.GeoDataFrame
        One row a parcel with Chinese columns; the first six are those the importer reads.
    """
    own = {header: [_own(parcel, field) for parcel in parcels] for field, header in _headers().items()}
    frame = gpd.GeoDataFrame(
        own,
        geometry=[shapely.force_2d(parcel.geometry) for parcel in parcels],
        crs=STORAGE_CRS,
    )
    frame.insert(len(own), "登记亩数", [_mu(parcel.registered_area_cm2) for parcel in parcels])
    states = _states(assessment)
    columns = pd.DataFrame.from_records(
        [states.get(parcel.parcel_no, {"状态": state_label(State.NO_CONTRACT)}) for parcel in parcels],
        columns=list(_blank()),
        index=frame.index,
    )
    return gpd.GeoDataFrame(pd.concat([frame, columns], axis=1), geometry="geometry", crs=STORAGE_CRS)


def _headers() -> dict[str, str]:
    known = {column.field: column for column in vocabulary.columns_of("parcel")}
    return {field: header_of("parcel", known[field]).partition("(")[0] for field in _FIELDS}


def _own(parcel: Parcel, field: str) -> Any:
    if field == "area_cm2":
        area = parcel.registered_area_cm2
        return None if area is None else area / CM2_PER_M2
    if field == "illustrative":
        return vocabulary.first_word("flag", "yes") if parcel.illustrative else None
    return getattr(parcel, field)


def _mu(area_cm2: int | None) -> float | None:
    return None if area_cm2 is None else float(format_mu(area_cm2))


def _blank() -> tuple[str, ...]:
    return ("合同编号", "使用权人名称", "状态", "闲置", *map(_status_name, _STATUS), *_DAYS, "判定日")


def _status_name(column: str) -> str:
    return {
        "commencement_status": "开工状态",
        "completion_status": "竣工状态",
        "payment_status": "付款状态",
        "contract_status": "合同状态",
    }[column]


def _states(assessment: Assessment) -> dict[str, dict[str, Any]]:
    land = land_states(assessment)
    held = land.holdings[land.holdings["state"] != State.NO_CONTRACT].drop_duplicates("parcel_no")
    contracts = land.contracts.loc[held["contract_no"]].to_dict("records")
    return {
        str(parcel_no): _state(contract, assessment)
        for parcel_no, contract in zip(held["parcel_no"], contracts, strict=True)
    }


def _state(contract: dict[Any, Any], assessment: Assessment) -> dict[str, Any]:
    idle = contract["idle"]
    return {
        "合同编号": contract["contract_no"],
        "使用权人名称": _known(contract["current_holder"]),
        "状态": state_label(contract["state"]),
        "闲置": idle_label(idle) if _known(idle) else None,
        **{
            _status_name(name): word(STATUS[name], contract[name]) if _known(contract[name]) else None
            for name in _STATUS
        },
        **{
            name: contract[column].date().isoformat() if _known(contract[column]) else None
            for name, column in _DAYS.items()
        },
        "判定日": assessment.on.isoformat(),
    }


def _known(value: Any) -> Any:
    return None if pd.isna(value) else value


def write_layer(path: Path, frame: gpd.GeoDataFrame) -> None:
    """Write the layer as a GeoPackage that QGIS opens in the colours and patterns of the maps.

    Parameters
    ----------
    path
        Where to write it.
    frame
        The parcels, with states in the current language.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    description = _("parcels and the state of their contracts, from landwatch")
    options = {"DESCRIPTION": description}
    try:
        frame.to_file(path, layer=LAYER, driver="GPKG", promote_to_multi=True, layer_options=options)
        with database.writing(database.connect(URL.create("gpkg", database=str(path)))) as connection:
            layer_styles.add(connection, [_layer_style()])
    except (DataLayerError, DataSourceError, RegisterError) as error:
        full = shutil.disk_usage(path.parent).free < _NO_ROOM  # GDAL does not say so
        code = errno.ENOSPC if full else errno.EIO
        raise OSError(code, os.strerror(code)) from error


def _layer_style() -> layer_styles.LayerStyle:
    looks = style()
    rules = [
        *(
            Rule(state_label(state), _is("状态", state_label(state)), looks["states"][state])
            for state in State
        ),
        *(Rule(idle_label(mark), _is("闲置", idle_label(mark)), looks["idle"][mark]) for mark in Idle),
    ]
    return layer_styles.LayerStyle(table=LAYER, column="geom", name=LAYER, qml=qml(rules, '"宗地编号"'))


def _is(column: str, value: str) -> str:
    return f"\"{column}\" = '{value}'"
