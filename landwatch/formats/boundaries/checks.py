"""Cross checks of a record that was read: identifiers, order of dates, land use, plot ratio, grantor.

They warn and change nothing, save for the bounds of the plot ratio, which are put the right way round.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from landwatch import district
from landwatch.formats.cells import vocabulary
from landwatch.formats.reading import Findings, Place
from landwatch.i18n import gettext as _

__all__ = [
    "check_credit_code",
    "check_date_order",
    "check_grantor",
    "check_land_use",
    "check_parcel_no",
    "check_supervision_no",
    "ordered_plot_ratio",
]

_SUPERVISION_NO = re.compile(r"\d{10}[A-Z]\d{5,6}(-\d+)?")
# Cadastral code of 19 characters, real-estate unit number of 28 (GB/T 37346-2019).
_CADASTRAL_CODE = re.compile(r"\d{12}[GJZ][A-Z]\d{5}([FLQW]\d{8})?")
# Land-market numbers are free; what begins like a cadastral code has to be one.
_LIKE_CADASTRAL_CODE = re.compile(r"\d{9,}[A-Z]{1,2}\d*[A-Z]?\d*|\d{6}[A-Z0-9]{11,}")


def check_supervision_no(number: str | None, findings: Findings, place: Place, field: str) -> None:
    """Check the form of an electronic supervision number (电子监管号).

    Parameters
    ----------
    number
        The number, or ``None``.
    findings
        Where issues go.
    place
        Where it stands.
    field
        Header as written.
    """
    if number and not _SUPERVISION_NO.fullmatch(number):
        findings.warning(
            "bad_supervision_no",
            _(
                "{place}: {field} “{value}” does not have the form of a supervision number (6 digits of the"
                " division, 4 of the year, a letter, 5 or 6 digits); check it against the contract"
            ),
            place,
            field=field,
            value=number,
        )
    elif number:
        _check_division(number, findings, place, field)


def check_parcel_no(number: str, findings: Findings, place: Place, field: str) -> None:
    """Check a parcel number that looks like a cadastral code or a real-estate unit number.

    Parameters
    ----------
    number
        The number; numbers of other forms are free.
    findings
        Where issues go.
    place
        Where it stands.
    field
        Header as written.
    """
    if _LIKE_CADASTRAL_CODE.fullmatch(number) and not _CADASTRAL_CODE.fullmatch(number):
        findings.warning(
            "bad_parcel_no",
            _(
                "{place}: {field} “{value}” is neither a cadastral code of 19 characters nor a real-estate"
                " unit number of 28; check it against the register"
            ),
            place,
            field=field,
            value=number,
        )
    elif _CADASTRAL_CODE.fullmatch(number):
        _check_division(number, findings, place, field)


def _check_division(number: str, findings: Findings, place: Place, field: str) -> None:
    """Check that a number begins with the code of a division of the district."""
    divisions = district.current().divisions
    if not number.startswith(divisions):
        findings.warning(
            "other_division",
            _(
                "{place}: {field} “{value}” begins with the code of no division of the district"
                " ({divisions}); check it, or add the division to LANDWATCH_DIVISIONS"
            ),
            place,
            field=field,
            value=number,
            divisions=", ".join(divisions),
        )


def check_credit_code(code: str | None, findings: Findings, place: Place, field: str) -> None:
    """Check the form and the check digit of a unified social credit code (GB 32100-2015).

    Parameters
    ----------
    code
        The code, or ``None``.
    findings
        Where issues go.
    place
        Where it stands.
    field
        Header as written.
    """
    if not code:
        return
    try:
        uscc.validate(code)
    except ValidationError:
        findings.warning(
            "bad_credit_code",
            _(
                "{place}: {field} “{value}” is no valid unified social credit code (18 characters, the last"
                " one checks the others); check it against the business licence"
            ),
            place,
            field=field,
            value=code,
        )


def check_land_use(land_use: str | None, findings: Findings, place: Place, field: str) -> None:
    """Check that a land use is one of the published classes.

    Parameters
    ----------
    land_use
        Name or code, or ``None``.
    findings
        Where issues go.
    place
        Where it stands.
    field
        Header as written.
    """
    if land_use and not vocabulary.is_land_use(land_use):
        findings.warning(
            "unknown_land_use",
            _("{place}: {field} “{value}” is not in the list of land uses; write it as the contract has it"),
            place,
            field=field,
            value=land_use,
        )


def check_grantor(grantor: str | None, findings: Findings, place: Place, field: str) -> None:
    """Check that the grantor is the natural-resources authority.

    Parameters
    ----------
    grantor
        The grantor, or ``None``.
    findings
        Where issues go.
    place
        Where it stands.
    field
        Header as written.
    """
    if grantor and not vocabulary.is_natural_resources_authority(grantor):
        findings.warning(
            "grantor_not_natural_resources_authority",
            _(
                "{place}: {field} “{value}” is not the natural-resources authority, so that the grant may be"
                " invalid; look at the contract itself"
            ),
            place,
            field=field,
            value=grantor,
        )


def check_date_order(days: Sequence[tuple[str, date | None]], findings: Findings, place: Place) -> None:
    """Check that signing, handover, commencement and completion follow each other.

    Parameters
    ----------
    days
        Header and day of each, in the order they should have; unknown days are passed over.
    findings
        Where issues go.
    place
        Where they stand.
    """
    known = [(label, day) for label, day in days if day is not None]
    for (label, day), (next_label, next_day) in zip(known, known[1:], strict=False):
        if next_day < day:
            findings.warning(
                "date_order",
                _(
                    "{place}: {later} {value} is before {earlier} {day}; check both against the contract,"
                    " they are taken as they stand"
                ),
                place,
                field=next_label,
                value=next_day,
                later=next_label,
                earlier=label,
                day=day,
            )


def ordered_plot_ratio(
    lower: tuple[str, Decimal | None], upper: tuple[str, Decimal | None], findings: Findings, place: Place
) -> tuple[Decimal | None, Decimal | None]:
    """Put the bounds of the plot ratio (容积率) the right way round.

    Parameters
    ----------
    lower, upper
        Header and value of each bound.
    findings
        Where issues go.
    place
        Where they stand.

    Returns
    -------
    tuple
        Lower and upper bound.
    """
    low, high = lower[1], upper[1]
    # An upper bound of nought is a system's way to say that there is none.
    if low is None or high is None or high == 0 or low <= high:
        return low, high
    findings.warning(
        "plot_ratio_swapped",
        _("{place}: {field} {value} is above {upper} {bound}; they are read the other way round, check them"),
        place,
        field=lower[0],
        value=low,
        upper=upper[0],
        bound=high,
    )
    return high, low
