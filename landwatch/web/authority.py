"""The certificate authority whose certificate phones and desks install: what it is known by."""

from __future__ import annotations

import hashlib
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from landwatch.errors import UsageError
from landwatch.i18n import gettext as _

__all__ = ["Authority"]

_PAIRS_A_LINE = 8


@dataclass(frozen=True)
class Authority:
    """A certificate authority, as everybody may know it.

    Attributes
    ----------
    certificate
        Its certificate in DER; nothing of its key.
    """

    certificate: bytes

    @classmethod
    def of(cls, file: Path) -> Self:
        """Read the certificate of an authority.

        Parameters
        ----------
        file
            A PEM file with this certificate alone.

        Raises
        ------
        UsageError
            If it cannot be read, or holds something else as well: a key would be handed out to everybody.
        """
        try:
            return cls(ssl.PEM_cert_to_DER_cert(file.read_text(encoding="ascii")))
        except (OSError, ValueError) as error:
            raise UsageError(
                _("{file}: is not the certificate of an authority alone (PEM): {reason}").format(
                    file=file, reason=error
                )
            ) from error

    @property
    def fingerprint(self) -> tuple[str, ...]:
        """SHA-256 of the certificate as phones print it, pairs of hex digits, in lines to be compared."""
        pairs = hashlib.sha256(self.certificate).digest().hex(" ").upper().split()
        lines = (pairs[at : at + _PAIRS_A_LINE] for at in range(0, len(pairs), _PAIRS_A_LINE))
        return tuple(" ".join(line) for line in lines)
