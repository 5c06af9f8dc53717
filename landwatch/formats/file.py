"""A file as readers get it: where it lies, what the user said of it, and its text once that is asked for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from landwatch.formats.boundaries.crs import Claim
from landwatch.formats.cells.decoding import Decoded, decode
from landwatch.formats.discovery import parts_of
from landwatch.formats.reading import Findings, ReaderSettings
from landwatch.i18n import gettext as _
from landwatch.model import Source

__all__ = ["File"]

_CHUNK = 1 << 20


@dataclass(frozen=True)
class File:
    """A file to be read.

    Attributes
    ----------
    path
        Where it lies; of a shapefile the ``.shp``, of a file geodatabase its folder.
    findings
        Where issues go.
    settings
        District envelope, measuring grid, limits.
    claim
        CRS given by the user, which goes before that of the file.
    accept_guess
        Whether a guessed CRS is good enough.
    """

    path: Path
    findings: Findings
    settings: ReaderSettings
    claim: Claim | None = None
    accept_guess: bool = False

    @property
    def suffix(self) -> str:
        """The suffix of its name, in small letters."""
        return self.path.suffix.lower()

    @cached_property
    def start(self) -> str:
        """The text of its first megabyte; only its structure may be looked at, characters may be foreign."""
        with self.path.open("rb") as stream:
            return stream.read(_CHUNK).decode("utf-8-sig", errors="replace")

    @cached_property
    def decoded(self) -> Decoded | None:
        """Its text and encoding; ``None`` where it is no text."""
        return decode(self.path.read_bytes())

    def report_encoding(self, decoded: Decoded) -> None:
        """Say so where the encoding is a guess.

        Parameters
        ----------
        decoded
            The text and its encoding.
        """
        if decoded.guessed:
            self.findings.info(
                "encoding_guessed",
                _("{place}: no encoding is declared; {value} was used, look at the Chinese names"),
                self.findings.whole_file(),
                field="encoding",
                value=decoded.encoding,
            )

    def source(self, kind: str, encoding: str | None = None, epsg: int | None = None) -> Source:
        """Describe the file as the source of records, with the hash of all that belongs to it.

        Parameters
        ----------
        kind
            Kind of file; empty where nothing in it can be read.
        encoding, epsg
            How its text and its ordinates were read.
        """
        digest = hashlib.sha256()
        for path in filter(Path.is_file, parts_of(self.path)):
            with path.open("rb") as stream:
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
        return Source(name=self.path.name, sha256=digest.hexdigest(), kind=kind, encoding=encoding, epsg=epsg)

    def member(self, path: Path, folder: Path) -> File:
        """Give a file that was unpacked from this one; messages call it by both names.

        Parameters
        ----------
        path
            Where it lies now.
        folder
            The folder into which this one was unpacked.
        """
        name = f"{self.path.name}/{path.relative_to(folder).as_posix()}"
        return replace(self, path=path, findings=Findings(name))
