"""The folder of papers of an office: what all its papers say alike, its numbers, and its own layouts.

``office.yaml`` holds one text a line: particulars of which the source is ``office``, ``code`` (机关代字) and,
where its numbers look otherwise, ``number``. ``KIND.docx`` is its own layout of a kind of paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from landwatch.casework.papers import Kind, load_particulars
from landwatch.errors import InputError, UsageError
from landwatch.i18n import gettext as _
from landwatch.rules.strict_yaml import read_yaml

__all__ = ["PaperOffice", "paper_office"]

_NUMBER = "{code}{series}〔{year}〕{n}号"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperOffice:
    """What an office says once for all its papers.

    Attributes
    ----------
    folder
        Where its templates lie; ``None`` for none.
    said
        Its particulars.
    code, number
        Its code in numbers of papers (机关代字), and how such a number looks.
    """

    folder: Path | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    code: str | None = None
    number: str = _NUMBER

    def template(self, kind: Kind) -> Path | None:
        """Find its own layout of a kind of paper; ``None`` where it has none.

        Parameters
        ----------
        kind
            The kind of paper.
        """
        file = self.folder / f"{kind.id}.docx" if self.folder else None
        return file if file and file.is_file() else None

    def series(self, kind: Kind, year: int) -> str:
        """Name what the papers of a kind and year are counted in: their number, with ``{n}`` for the count.

        Parameters
        ----------
        kind
            The kind of paper.
        year
            The year of the paper.

        Raises
        ------
        UsageError
            If the office has no code.
        """
        if not self.code:
            raise UsageError(
                _(
                    "the office has no code for numbers (机关代字); write a line code: … into office.yaml of "
                    "the folder LANDWATCH_PAPERS, or look at the paper first with --draft"
                )
            )
        parts = {"code": self.code, "series": kind.series, "year": str(year), "n": "{n}"}
        return self.number.format(**parts)


def paper_office(folder: Path | None) -> PaperOffice:
    """Read the folder of papers of an office.

    Parameters
    ----------
    folder
        The folder; ``None`` where the office has none.

    Raises
    ------
    UsageError
        If the folder is missing, or ``office.yaml`` breaks the form; says what it takes.
    """
    if folder is None:
        return PaperOffice()
    if not folder.is_dir():
        raise UsageError(
            _("LANDWATCH_PAPERS: {folder} is no folder; make it, or name another").format(folder=folder)
        )
    file = folder / "office.yaml"
    if not file.is_file():
        return PaperOffice(folder=folder)
    said = read_yaml(file, InputError)
    open_to = [name for name, each in load_particulars().items() if each.source == "office"]
    known = {*open_to, "code", "number"}
    if not isinstance(said, dict) or not all(isinstance(each, str) for each in said.values()):
        raise UsageError(_("{file}: write one text a line, like code: 綦规资").format(file=file))
    for name in said.keys() - known:
        raise UsageError(
            _("{file}: {name} is unknown; it takes {known}").format(
                file=file, name=name, known=", ".join(sorted(known))
            )
        )
    number = said.get("number", _NUMBER)
    if number.count("{n}") != 1 or "{year}" not in number:
        raise UsageError(
            _("{file}: number has no {{n}} or no {{year}}; it looks like {pattern}").format(
                file=file, pattern=_NUMBER
            )
        )
    own = {name: said[name] for name in open_to if name in said}
    return PaperOffice(folder=folder, said=own, code=said.get("code"), number=number)
