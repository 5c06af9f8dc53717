"""Map sheets for paper out of a register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, cast, get_args

from landwatch.drafts import put_in_place
from landwatch.errors import UsageError
from landwatch.i18n import BEIJING, Language, language
from landwatch.i18n import gettext as _
from landwatch.maps.content import MapContent
from landwatch.maps.printing import (
    Form,
    Imprint,
    Sheet,
    Wish,
    cluster_sheets,
    parcel_sheets,
    scales_of_cluster,
    sheet_files,
    sheet_preview,
    sheets_of_cluster,
)
from landwatch.measures.figures import sources
from landwatch.measures.flagged import check_cluster, close_matches
from landwatch.reports.unprintable import Unwritten, unwritten
from landwatch.rules import Assessment, Conventions
from landwatch.services.assessing.judging import assess_register

__all__ = ["Preview", "Printed", "preview_sheet", "print_sheets", "sheets_of"]


@dataclass(frozen=True)
class Printed:
    """Sheets on disk.

    Attributes
    ----------
    files
        The files written.
    sheets
        The sheets in them.
    without_boundary
        Flagged parcels that have no sheet because no boundary of them is recorded.
    unwritten
        What the font of the sheets cannot write.
    """

    files: tuple[Path, ...]
    sheets: tuple[Sheet, ...]
    without_boundary: tuple[str, ...] = ()
    unwritten: tuple[Unwritten, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return files and sheets as JSON values; extents are west, south, east and north in metres."""
        return {
            "files": [str(file) for file in self.files],
            "sheets": [
                {
                    "name": sheet.name,
                    "paper": sheet.layout.paper,
                    "orientation": sheet.layout.orientation,
                    "scale": sheet.frame.scale,
                    "epsg": sheet.zone.epsg,
                    "extent": [round(bound, 3) for bound in sheet.frame.bounds],
                    "parcels": list(sheet.parcels),
                }
                for sheet in self.sheets
            ],
            "without_boundary": list(self.without_boundary),
            "unwritten": [each.to_dict() for each in self.unwritten],
        }


@dataclass(frozen=True)
class Preview:
    """What a sheet would be.

    Attributes
    ----------
    sheets
        The sheets, laid out; none where nothing of the cluster has a boundary or the paper is too small.
    scales
        Denominators of the standard scales that fit the paper, the largest first.
    """

    sheets: tuple[Sheet, ...]
    scales: tuple[int, ...]

    def picture(self, width: int) -> bytes:
        """Draw the first sheet as a PNG.

        Parameters
        ----------
        width
            About how many pixels wide.
        """
        return sheet_preview(self.sheets[0], width, language=language())


def preview_sheet(
    content: MapContent, cluster: str, wish: Wish, drawn_on: date, limits: Mapping[str, int] | None = None
) -> Preview:
    """Lay out the sheet of a cluster before it is made, in the current language.

    Parameters
    ----------
    content
        The land, ready to draw.
    cluster
        Name of a cluster.
    wish
        Paper and scale; a scale that does not fit the paper gives way to the largest that does.
    drawn_on
        The day the sheet names as that of its making.
    limits
        Days after which a source is too old, by source.

    Raises
    ------
    UsageError
        If nothing of the cluster has a boundary.
    """
    scales = scales_of_cluster(content, cluster, wish)
    if not scales:
        return Preview((), ())
    scale = wish.scale if wish.scale in scales else scales[0]
    imprint = _imprint(content.assessment, drawn_on, limits)
    made = sheets_of_cluster(content, cluster, replace(wish, scale=scale), imprint, language=language())
    return Preview(tuple(made), tuple(scales))


def print_sheets(
    database: str,
    cluster: str,
    on: date,
    out: Path,
    conventions: Conventions | None = None,
    *,
    wish: Wish,
    drawn_on: date,
    per_parcel: bool = False,
    parcels: Sequence[str] = (),
    known_at: datetime | None = None,
    language: Language = "zh",
    limits: Mapping[str, int] | None = None,
) -> Printed:
    """Print a cluster, or parcels of it.

    Parameters
    ----------
    database
        URL of the register.
    cluster
        Name of the cluster.
    on
        The day whose end is judged.
    out
        The file; its suffix says which form. A file that is there is replaced.
    conventions
        The choices the rules leave open.
    wish
        Paper and scale.
    drawn_on
        The day the sheet names as that of its making.
    per_parcel
        Whether each parcel in default or with idle land gets a sheet of its own, instead of the cluster.
    parcels
        Numbers of parcels that get a sheet of their own, instead of the cluster.
    known_at
        The instant of knowledge; by default the last at which anything was recorded.
    language
        Language of the sheet.
    limits
        Days after which a source is too old, by source.

    Returns
    -------
    Printed
        The same register, arguments and day give the same bytes.

    Raises
    ------
    UsageError
        If the cluster or a parcel is not known or does not fit the paper, or the file is of no known form
        or cannot be written.
    RegisterError
        If the register cannot be opened or read.
    """
    _form(out)
    return sheets_of(
        assess_register(database, on, conventions, known_at=known_at),
        cluster,
        out,
        wish=wish,
        drawn_on=drawn_on,
        per_parcel=per_parcel,
        parcels=parcels,
        language=language,
        limits=limits,
    )


def sheets_of(
    assessment: Assessment,
    cluster: str,
    out: Path,
    *,
    wish: Wish,
    drawn_on: date,
    per_parcel: bool = False,
    parcels: Sequence[str] = (),
    language: Language = "zh",
    limits: Mapping[str, int] | None = None,
) -> Printed:
    """Print a cluster of an assessment, or parcels of it.

    Parameters
    ----------
    assessment
        The judged contracts.
    cluster, out, wish, drawn_on, per_parcel, parcels, language, limits
        As for :func:`print_sheets`.

    Raises
    ------
    UsageError
        If the cluster or a parcel is not known or does not fit the paper, or the file is of no known form
        or cannot be written.
    """
    form = _form(out)
    check_cluster(assessment.snapshot.clusters["name"], cluster)
    imprint = _imprint(assessment, drawn_on, limits)
    bare: list[str] = []
    if per_parcel or parcels:
        if wish.series:
            raise UsageError(_("--series prints a cluster; leave out --per-parcel and --parcel"))
        _check_parcels(assessment, cluster, parcels)
        sheets, bare = parcel_sheets(assessment, cluster, parcels, wish, imprint, language=language)
    else:
        sheets = cluster_sheets(assessment, cluster, wish, imprint, language=language)
    made = datetime.combine(drawn_on, time(), BEIJING)
    contents = sheet_files(sheets, form, f"{cluster} {assessment.on.isoformat()}", made, language=language)
    files = _names(out, sheets, len(contents))
    for file, content in zip(files, contents, strict=True):
        with put_in_place(file, replace=True) as draft:
            draft.write_bytes(content)
    texts = (text for sheet in sheets for _name, text in sheet.texts())
    return Printed(tuple(files), tuple(sheets), tuple(bare), unwritten(assessment.snapshot, texts))


def _form(out: Path) -> Form:
    form = out.suffix.lower().removeprefix(".")
    if form not in get_args(Form):
        raise UsageError(_("--out {file}: name a file that ends in .pdf, .svg or .png").format(file=out))
    return cast(Form, form)


def _check_parcels(assessment: Assessment, cluster: str, parcels: Sequence[str]) -> None:
    table = assessment.snapshot.parcels
    known = set(table.loc[table["cluster"] == cluster, "parcel_no"])
    for number in parcels:
        if number not in known:
            raise UsageError(
                _("--parcel {number}: is not a parcel of {cluster} on this day{close}").format(
                    number=number, cluster=cluster, close=close_matches(number, known)
                )
            )


def _imprint(assessment: Assessment, drawn_on: date, limits: Mapping[str, int] | None) -> Imprint:
    newest = sources.newest(assessment, "facts")
    allowed = {**sources.LIMITS, **(limits or {})}["facts"]
    stale = newest is not None and (assessment.on - newest).days > allowed
    return Imprint(drawn_on=drawn_on, data_as_of=newest, stale=stale)


def _names(out: Path, sheets: Sequence[Sheet], number: int) -> list[Path]:
    if number == 1:
        return [out]
    return [out.with_name(f"{out.stem}-{sheet.name}{out.suffix}") for sheet in sheets]
