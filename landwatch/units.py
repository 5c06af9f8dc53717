"""Exact units: fen and yuan, cm², m², hectare and mu, per mille.

Everything is an integer, a ``Decimal`` or a ``Fraction``; a float never touches money or acreage.
One mu is 2,000/3 m², so 15 mu make one hectare exactly.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

__all__ = [
    "CM2_PER_HECTARE",
    "CM2_PER_M2",
    "EXCEL_DIGITS",
    "FEN_PER_YUAN",
    "PPB_PER_PERMILLE",
    "cm2_from_hectares",
    "cm2_from_m2",
    "cm2_from_mu",
    "decimal_text",
    "fen_from_wan_yuan",
    "fen_from_yuan",
    "format_hectares",
    "format_m2",
    "format_mu",
    "format_yuan",
    "group_yuan",
    "is_money",
    "is_money_unit",
    "mu_from_cm2",
    "percent_text",
    "ppb_from_permille",
    "round_half_up",
]

FEN_PER_YUAN = 100
CM2_PER_M2 = 10_000
CM2_PER_HECTARE = 10_000 * CM2_PER_M2
PPB_PER_PERMILLE = 1_000_000
EXCEL_DIGITS = 15
"""Digits that a spreadsheet keeps of a number."""

_MOST_DIGITS = 40


def round_half_up(value: Fraction | Decimal | int, decimals: int) -> Decimal:
    """Round an exact number half up (away from zero) to a number of decimals.

    Parameters
    ----------
    value
        Exact number of any size.
    decimals
        Digits kept after the point; trailing zeros stay.

    Returns
    -------
    Decimal
        The rounded number with exactly `decimals` digits after the point.
    """
    scaled = Fraction(value) * 10**decimals
    sign = -1 if scaled < 0 else 1
    whole = sign * ((abs(scaled) * 2 + 1) // 2).__int__()
    with localcontext() as context:
        context.prec = max(28, len(str(whole)) + 2)
        context.rounding = ROUND_HALF_UP
        return Decimal(whole).scaleb(-decimals)


def decimal_text(value: Decimal) -> str:
    """Write an exact number in exactly one way: no exponent, no zeros that say nothing.

    Parameters
    ----------
    value
        The number, e.g. ``Decimal("300.00")``.

    Returns
    -------
    str
        The same number, e.g. ``"300"``.

    Raises
    ------
    ValueError
        If it is no number, or has more than 40 digits before or after the point.
    """
    if not value.is_finite():
        raise ValueError(f"{value} is no number")
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    if value.adjusted() >= _MOST_DIGITS or exponent < -_MOST_DIGITS:
        raise ValueError(f"{value} has more than {_MOST_DIGITS} digits before or after the point")
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def percent_text(share: Fraction) -> str:
    """Write a share in percent, with one place at most.

    Parameters
    ----------
    share
        The share, 1 for the whole.

    Returns
    -------
    str
        Without the sign, e.g. ``33.3`` for a third and ``5`` for a twentieth.
    """
    return decimal_text(round_half_up(100 * share, 1))


def _integer(value: Fraction, what: str) -> int:
    if value.denominator != 1:
        raise ValueError(what)
    return value.numerator


def fen_from_yuan(yuan: Decimal) -> int:
    """Convert yuan to fen.

    Parameters
    ----------
    yuan
        Amount in yuan with at most two decimals.

    Returns
    -------
    int
        The same amount in fen.

    Raises
    ------
    ValueError
        If the amount has parts of a fen: money is never rounded on the way in.
    """
    return _integer(Fraction(yuan) * FEN_PER_YUAN, f"{yuan} yuan is not a whole number of fen")


def fen_from_wan_yuan(wan_yuan: Decimal) -> int:
    """Convert 万元 (10,000 yuan) to fen.

    Parameters
    ----------
    wan_yuan
        Amount in 万元 with at most six decimals.

    Returns
    -------
    int
        The same amount in fen.

    Raises
    ------
    ValueError
        If the amount has parts of a fen.
    """
    return _integer(
        Fraction(wan_yuan) * 10_000 * FEN_PER_YUAN, f"{wan_yuan} 万元 is not a whole number of fen"
    )


def cm2_from_m2(square_metres: Decimal) -> int:
    """Convert m² to cm², rounded half up.

    Parameters
    ----------
    square_metres
        Area in m².

    Returns
    -------
    int
        Area in cm².
    """
    return int(round_half_up(Fraction(square_metres) * CM2_PER_M2, 0))


def cm2_from_hectares(hectares: Decimal) -> int:
    """Convert hectares (公顷) to cm², rounded half up.

    Parameters
    ----------
    hectares
        Area in hectares.

    Returns
    -------
    int
        Area in cm²; one unit is 0.00000001 hectare.
    """
    return int(round_half_up(Fraction(hectares) * CM2_PER_HECTARE, 0))


def cm2_from_mu(mu: Decimal | Fraction) -> int:
    """Convert mu (亩) to cm², rounded half up.

    Parameters
    ----------
    mu
        Area in mu.

    Returns
    -------
    int
        Area in cm²; off by at most half a cm², which is 0.00000008 mu.
    """
    return int(round_half_up(Fraction(mu) * 2_000 * CM2_PER_M2 / 3, 0))


def mu_from_cm2(area_cm2: int) -> Fraction:
    """Convert cm² to mu, exactly.

    Parameters
    ----------
    area_cm2
        Area in cm².

    Returns
    -------
    Fraction
        Area in mu.
    """
    return Fraction(area_cm2 * 3, 2_000 * CM2_PER_M2)


def ppb_from_permille(permille: Decimal) -> int:
    """Convert a daily rate in ‰ to parts per billion.

    Parameters
    ----------
    permille
        Rate in ‰ with at most six decimals.

    Returns
    -------
    int
        The same rate in parts per billion.

    Raises
    ------
    ValueError
        If the rate has more than six decimals.
    """
    return _integer(Fraction(permille) * PPB_PER_PERMILLE, f"{permille} ‰ has more than six decimals")


def format_yuan(fen: int) -> str:
    """Write fen as yuan with two decimals.

    Parameters
    ----------
    fen
        Amount in fen.

    Returns
    -------
    str
        E.g. ``3294000.00``.
    """
    return f"{round_half_up(Fraction(fen, FEN_PER_YUAN), 2):f}"


def is_money(name: str) -> bool:
    """Whether a column or a value is an amount of money: its name ends in the unit it is kept in.

    Parameters
    ----------
    name
        E.g. ``price_fen``.
    """
    return name.endswith("_fen")


def is_money_unit(unit: str | None) -> bool:
    """Whether a unit that somebody wrote is one of money, or of money by something.

    Parameters
    ----------
    unit
        E.g. ``万元/亩``; ``None`` where none was written.
    """
    return unit is not None and "元" in unit


def group_yuan(fen: int) -> str:
    """Write fen as yuan with two decimals for people, in groups of three.

    Parameters
    ----------
    fen
        Amount in fen.

    Returns
    -------
    str
        E.g. ``3,294,000.00``.
    """
    return f"{round_half_up(Fraction(fen, FEN_PER_YUAN), 2):,f}"


def format_m2(area_cm2: int) -> str:
    """Write an area in m² to 0.01.

    Parameters
    ----------
    area_cm2
        Area in cm².

    Returns
    -------
    str
        E.g. ``40000.00``.
    """
    return f"{round_half_up(Fraction(area_cm2, CM2_PER_M2), 2):f}"


def format_hectares(area_cm2: int) -> str:
    """Write an area in hectares to 0.0001.

    Parameters
    ----------
    area_cm2
        Area in cm².

    Returns
    -------
    str
        E.g. ``4.0000``.
    """
    return f"{round_half_up(Fraction(area_cm2, CM2_PER_HECTARE), 4):f}"


def format_mu(area_cm2: int) -> str:
    """Write an area in mu to 0.01.

    Parameters
    ----------
    area_cm2
        Area in cm².

    Returns
    -------
    str
        E.g. ``60.00``.
    """
    return f"{round_half_up(mu_from_cm2(area_cm2), 2):f}"
