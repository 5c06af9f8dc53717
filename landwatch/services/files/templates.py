"""Empty workbooks for offices to fill in."""

from __future__ import annotations

from pathlib import Path

from landwatch.drafts import put_in_place
from landwatch.formats.tables.template import Template, write_template
from landwatch.i18n import Language, speaking

__all__ = ["make_template"]


def make_template(template: Template, out: Path, *, language: Language = "zh", replace: bool = False) -> Path:
    """Write an empty workbook.

    Parameters
    ----------
    template
        ``ledger`` or ``events``.
    out
        The file.
    language
        Language of its notes; the headers are Chinese.
    replace
        Whether a file that is there may be replaced.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    UsageError
        If the file is there already, or cannot be written.
    """
    with speaking(language), put_in_place(out, replace=replace) as draft:
        write_template(draft, template)
    return out
