"""How land is revitalised, and which recorded step makes it count.

No official counting rule is known, so each is a convention of this system: a case counts on the day on
which every counting step of its method is on file, and a bureau that counts otherwise names other steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from landwatch.catalogue import pairs
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.i18n import language

__all__ = [
    "COUNTING",
    "METHOD_NAMES",
    "STEP_NAMES",
    "Counting",
    "Method",
    "Step",
    "counted_on",
    "counting",
    "method_name",
    "step_name",
]


class Method(StrEnum):
    """Ways to put idle or inefficient land to use again (盘活方式)."""

    RESUPPLY = "RESUPPLY"
    START = "START"
    COMPLETE = "COMPLETE"
    TRANSFER = "TRANSFER"
    AUCTION = "AUCTION"
    MERGE = "MERGE"
    CHANGE = "CHANGE"
    EXPAND = "EXPAND"
    LEASE = "LEASE"
    SWAP = "SWAP"
    PHASEOUT = "PHASEOUT"
    BOND = "BOND"


class Step(StrEnum):
    """Steps of a case that a document can prove."""

    RECOVERED_INTO_RESERVE = "recovered_into_reserve"
    RESUPPLY_CONTRACT_SIGNED = "resupply_contract_signed"
    COMMENCED = "commenced"
    ACCEPTED = "accepted"
    TRANSFER_REGISTERED = "transfer_registered"
    NEW_USE_STARTED = "new_use_started"
    RULING = "ruling"
    REGISTERED = "registered"
    REGISTRATION_CHANGED = "registration_changed"
    PRODUCTION_RESUMED = "production_resumed"
    AGREEMENT_SIGNED = "agreement_signed"
    FLOOR_AREA_PERMIT = "floor_area_permit"
    LEASE_FILED = "lease_filed"
    TENANT_PRODUCING = "tenant_producing"
    SWAP_CONTRACT_SIGNED = "swap_contract_signed"
    CLOSURE_DOCUMENT = "closure_document"
    OCCUPANT_CONTRACT_SIGNED = "occupant_contract_signed"


Counting = Mapping[Method, tuple[Step, ...]]

COUNTING: Counting = {
    Method.RESUPPLY: (Step.RESUPPLY_CONTRACT_SIGNED,),
    Method.START: (Step.COMMENCED,),
    Method.COMPLETE: (Step.ACCEPTED,),
    Method.TRANSFER: (Step.TRANSFER_REGISTERED, Step.NEW_USE_STARTED),
    Method.AUCTION: (Step.RULING, Step.REGISTERED),
    Method.MERGE: (Step.REGISTRATION_CHANGED, Step.PRODUCTION_RESUMED),
    Method.CHANGE: (Step.AGREEMENT_SIGNED,),
    Method.EXPAND: (Step.FLOOR_AREA_PERMIT, Step.ACCEPTED),
    Method.LEASE: (Step.LEASE_FILED, Step.TENANT_PRODUCING),
    Method.SWAP: (Step.SWAP_CONTRACT_SIGNED,),
    Method.PHASEOUT: (Step.CLOSURE_DOCUMENT, Step.OCCUPANT_CONTRACT_SIGNED),
    Method.BOND: (Step.RESUPPLY_CONTRACT_SIGNED,),
}
"""The steps that must all be on file; recovery into the reserve alone does not count (a convention)."""

METHOD_NAMES: Mapping[Method, tuple[str, str]] = {
    Method(code): pair for code, pair in pairs("method").items()
}

STEP_NAMES: Mapping[Step, tuple[str, str]] = {Step(code): pair for code, pair in pairs("step").items()}


def counting(chosen: Mapping[str, Iterable[str]] | None = None) -> Counting:
    """Return the counting steps of every method, with the choices of a bureau in place of the defaults.

    Parameters
    ----------
    chosen
        Names of steps by name of method; the methods left out keep their defaults.

    Returns
    -------
    Counting
        Every method with at least one step.

    Raises
    ------
    UsageError
        If a method or a step is not known, or a method is left without a step.
    """
    own: dict[Method, tuple[Step, ...]] = {}
    for method, steps in (chosen or {}).items():
        named = tuple(steps)
        unknown = [name for name in named if name not in list(Step)]
        if method not in list(Method) or unknown or not named:
            raise UsageError(
                _(
                    "revitalise_event: {method}: {steps} cannot be used; "
                    "methods are {methods}, steps are {known}"
                ).format(
                    method=method,
                    steps=", ".join(named) or "[]",
                    methods=", ".join(Method),
                    known=", ".join(Step),
                )
            )
        own[Method(method)] = tuple(Step(name) for name in named)
    return {**COUNTING, **own}


def counted_on(method: Method, steps: Iterable[tuple[Step, date]], rule: Counting = COUNTING) -> date | None:
    """Find the day a case counts: the first day on which all counting steps of its method are on file.

    Parameters
    ----------
    method
        How the land is revitalised.
    steps
        The steps on file, with their days, in any order.
    rule
        The counting steps of every method.

    Returns
    -------
    date or None
        None while a counting step is missing; all other steps are progress only.
    """
    first: dict[Step, date] = {}
    for step, day in steps:
        first[step] = min(day, first.get(step, day))
    if any(step not in first for step in rule[method]):
        return None
    return max(first[step] for step in rule[method])


def method_name(method: Method) -> str:
    """Return the name of a method in the current language.

    Parameters
    ----------
    method
        The method.
    """
    zh, en = METHOD_NAMES[method]
    return zh if language() == "zh" else en


def step_name(step: Step) -> str:
    """Return the name of a step in the current language.

    Parameters
    ----------
    step
        The step.
    """
    zh, en = STEP_NAMES[step]
    return zh if language() == "zh" else en
