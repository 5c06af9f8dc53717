"""Receipts: what proves that a record is here, and the lists of them for whoever sent or may see them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from landwatch.catalogue import ITEMS_OF
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.incoming import FILE_KINDS, FileKind, Incoming, Stored
from landwatch.rules import Assessment

__all__ = [
    "Receipt",
    "Sender",
    "aside_of",
    "contract_of",
    "held_of",
    "inbox_of",
    "receipt_of",
    "receipts_of",
    "state_name",
    "waiting_name",
    "waiting_people",
]


@dataclass(frozen=True)
class Sender:
    """Whose records come in.

    Attributes
    ----------
    login, name
        What they sign in with, and are called.
    clusters
        The clusters they see; ``None`` is all of them.
    """

    login: str
    name: str
    clusters: frozenset[str] | None


@dataclass(frozen=True)
class Receipt:
    """What proves that a record is here.

    Attributes
    ----------
    stored
        The record as it is kept.
    missing
        SHA-256 of each file that is not here.
    """

    stored: Stored
    missing: Sequence[str]

    @property
    def state(self) -> str:
        """``waiting`` for files, ``complete``, ``recorded``, ``held`` for a person, or ``aside``."""
        stored = self.stored
        return "complete" if stored.state == "waiting" and not self.missing else stored.state

    @property
    def is_open(self) -> bool:
        """Whether it neither stands in the register nor was set aside."""
        return self.stored.state in ("waiting", "held")

    @property
    def waits_for(self) -> tuple[FileKind, int] | None:
        """The first file that is missing: its kind, and its place among them from 1."""
        return next(iter(self.waiting), None)

    @property
    def waiting(self) -> tuple[tuple[FileKind, int], ...]:
        """Kind of each file that is missing, and its place among its kind from 1."""
        return tuple(
            (kind, place)
            for kind in FILE_KINDS
            for place, sha256 in enumerate(self.stored.named(kind), 1)
            if sha256 in self.missing
        )

    def reason(self) -> str:
        """Say why it is held, in a sentence; empty where it is not."""
        return _held_reasons().get(self.stored.reason or "", self.stored.reason or "")

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        stored = self.stored
        return {
            "uuid": stored.uuid,
            "record": stored.sha256,
            **{ITEMS_OF[kind]: list(stored.named(kind)) for kind in FILE_KINDS},
            "missing": list(self.missing),
            "received_at": stored.received_at.isoformat(),
            "state": self.state,
            "conflict": stored.is_conflict,
            "reason": self.reason() or None,
            "visit": stored.visit,
        }


def _held_reasons() -> dict[str, str]:
    return {
        "conflict": _("another record came under this number before; a person decides whether both count"),
        "not seen": _("no such contract or parcel among those that this person sees"),
    }


def waiting_name(receipt: Receipt) -> str:
    """Name the files that a record waits for in the current language; empty where it waits for none.

    Parameters
    ----------
    receipt
        The receipt.
    """
    told = {
        "photo": _("photograph {places}"),
        "voice": _("recording {places}"),
        "sketch": _("sketch {places}"),
    }
    waiting = {kind: [place for each, place in receipt.waiting if each == kind] for kind in FILE_KINDS}
    names = (
        told[kind].format(places=_(", ").join(map(str, places))) for kind, places in waiting.items() if places
    )
    found = _("; ").join(names)
    return _("missing: {files}").format(files=found) if found else ""


def state_name(state: str) -> str:
    """Name a state of a receipt in the current language.

    Parameters
    ----------
    state
        The state.
    """
    return {
        "waiting": _("waits for files"),
        "complete": _("all here, waits for the register"),
        "held": _("waits for a decision"),
        "recorded": _("in the register"),
        "aside": _("set aside"),
    }[state]


def receipt_of(incoming: Incoming, stored: Stored) -> Receipt:
    """Make the receipt of a record.

    Parameters
    ----------
    incoming
        What was handed over.
    stored
        The record.

    Raises
    ------
    RegisterError
        If it cannot be read.
    """
    return Receipt(stored, incoming.missing(stored))


def waiting_people(incoming: Incoming) -> dict[str, int]:
    """Count the records that neither stand in the register nor were set aside, by login.

    Parameters
    ----------
    incoming
        What was handed over.

    Raises
    ------
    RegisterError
        If it cannot be read.
    """
    return dict(Counter(each.login for each in incoming.records() if each.state in ("waiting", "held")))


def receipts_of(incoming: Incoming, since: datetime) -> list[Receipt]:
    """List everything that phones handed over, the newest first.

    Parameters
    ----------
    incoming
        What was handed over.
    since
        Of what is done with, only what was received from this instant on.

    Raises
    ------
    RegisterError
        If it cannot be read.
    """
    return [receipt_of(incoming, stored) for stored in reversed(incoming.records(since))]


def aside_of(incoming: Incoming, uuid: str) -> Stored:
    """Find the record that was set aside, and whose content is there.

    Parameters
    ----------
    incoming
        What was handed over.
    uuid
        What the phone calls it.

    Raises
    ------
    UsageError
        If none of that name was.
    RegisterError
        If it cannot be read.
    """
    every = (each for each in incoming.records() if each.uuid == uuid and each.state == "aside")
    found = next((each for each in every if each.cleared is None), None)
    if found is None:
        raise UsageError(
            _("no record {uuid} lies set aside; landwatch field inbox lists those that do").format(uuid=uuid)
        )
    return found


def held_of(incoming: Incoming, uuid: str) -> Stored:
    """Find the record that waits for a decision.

    Parameters
    ----------
    incoming
        What was handed over.
    uuid
        What the phone calls it.

    Raises
    ------
    UsageError
        If none of that name waits for one.
    RegisterError
        If it cannot be read.
    """
    found = next((each for each in incoming.records() if each.uuid == uuid and each.state == "held"), None)
    if found is None:
        raise UsageError(
            _("no record {uuid} waits for a decision; landwatch field inbox lists those that do").format(
                uuid=uuid
            )
        )
    return found


def contract_of(assessment: Assessment, stored: Stored, sender: Sender | None = None) -> str | None:
    """Find the contract that a record is about.

    Parameters
    ----------
    assessment
        The judged contracts.
    stored
        The record; one that names a parcel alone is about the contract signed last by its day.
    sender
        Who recorded it: a contract of a cluster they do not see is none for them. ``None`` for somebody who
        sees all.

    Returns
    -------
    str or None
        Its number; ``None`` if there is none.
    """
    contracts = assessment.contracts
    if stored.contract_no is not None:
        found = contracts.index.intersection([stored.contract_no])
    else:
        shares = assessment.snapshot.contract_parcels
        numbers = shares.loc[shares["parcel_no"] == stored.parcel_no, "contract_no"]
        signed = contracts["signed_on"].reindex(contracts.index.intersection([*numbers]))
        earlier = signed[~(signed > pd.Timestamp(stored.day))]
        found = (earlier if len(earlier) else signed).sort_values(kind="stable").index[-1:]
    if sender is not None and sender.clusters is not None:
        found = found[contracts.loc[found, "cluster"].isin(sender.clusters)]
    return str(found[0]) if len(found) else None


def inbox_of(
    incoming: Incoming, seen: Assessment, login: str, since: datetime, *, sees_all: bool
) -> list[Receipt]:
    """List what phones handed over, the newest first: one's own records, and those about land that one sees.

    Parameters
    ----------
    incoming
        What was handed over.
    seen
        The judged contracts, cut down to what may be seen.
    login
        Who asks.
    since
        Of what stands in the register, only what was received from this instant on.
    sees_all
        Whether all land is seen; records about contracts that nobody knows are shown then, too.

    Raises
    ------
    RegisterError
        If it cannot be read.
    """
    return [
        receipt_of(incoming, stored)
        for stored in reversed(incoming.records(since))
        if stored.login == login or sees_all or contract_of(seen, stored) is not None
    ]
