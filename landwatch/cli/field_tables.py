"""What came from phones, on the screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import RenderableType

from landwatch.cli.layout import Ruled
from landwatch.cli.result_tables import cells
from landwatch.i18n import gettext as _
from landwatch.services.contracts.history import instant_in_beijing

if TYPE_CHECKING:
    from landwatch.services.field.receipts import Receipt

__all__ = ["receipts_table"]


def receipts_table(receipts: Iterable[Receipt]) -> RenderableType:
    """Show receipts, one line a record.

    Parameters
    ----------
    receipts
        The receipts.
    """
    from landwatch.services.field.receipts import state_name, waiting_name

    table = Ruled(
        *(_("Record"), _("Made by"), _("Visit of"), _("Contract"), _("Files"), _("How far")),
        _("Received"),
        whole=(_("Visit of"),),
    )
    for receipt in receipts:
        stored = receipt.stored
        here = len(stored.files) - len(receipt.missing)
        state = [state_name(receipt.state), waiting_name(receipt), stored.visit or receipt.reason()]
        if stored.cleared:
            state.append(_("content removed by {person}").format(person=stored.cleared.by))
        if stored.is_conflict:
            state.append(_("other content came under the same number"))
        counts = _("{here} of {all}").format(here=here, all=len(stored.files))
        table.add_row(
            *cells(stored.uuid, stored.login, stored.day.isoformat(), stored.contract_no or stored.parcel_no),
            *cells(counts, _("; ").join(filter(None, state))),
            *cells(instant_in_beijing(stored.received_at.isoformat())),
        )
    return table
