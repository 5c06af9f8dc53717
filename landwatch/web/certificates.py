"""A certificate authority of the office's own, and the certificate of its server: for a network without one.

Phones and desks that know the authority trust the server; no browser need be told to look away.
"""

from __future__ import annotations

import socket
from datetime import datetime, timedelta
from pathlib import Path

import trustme

from landwatch.errors import UsageError
from landwatch.i18n import gettext as _

__all__ = ["DAYS", "make_certificates"]

DAYS = 800
"""Life of the server's certificate in days: phones refuse one of more than 825."""

_CA, _CA_KEY, _CERTIFICATE, _KEY = "landwatch-ca.pem", "landwatch-ca.key", "server.pem", "server.key"


def make_certificates(folder: Path, host: str, at: datetime) -> tuple[Path, Path, Path]:
    """Make the certificate of a server; its authority too, where the folder has none.

    Parameters
    ----------
    folder
        Where authority, certificate and keys lie; keys are readable by their owner alone.
    host
        Name or address by which browsers reach the server; the machine's own name and the loopback
        address are added.
    at
        The instant at which the certificate begins.

    Returns
    -------
    tuple of Path
        The authority's certificate, which goes to desks and phones, and the server's certificate and key.

    Raises
    ------
    UsageError
        If the folder cannot be read or written.
    """
    authority, certificate, key = folder / _CA, folder / _CERTIFICATE, folder / _KEY
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ca = _authority(folder)
        names = dict.fromkeys([host, socket.gethostname(), "localhost", "127.0.0.1"])
        issued = ca.issue_cert(
            *(name for name in names if name not in ("0.0.0.0", "::")),
            not_before=at - timedelta(hours=1),
            not_after=at + timedelta(days=DAYS),
        )
        _write_secret(key, issued.private_key_pem.bytes())
        certificate.write_bytes(b"".join(part.bytes() for part in issued.cert_chain_pems))
    except (OSError, ValueError) as error:
        raise UsageError(
            _("--make-ca {folder}: no certificate could be made there: {reason}").format(
                folder=folder, reason=error
            )
        ) from error
    return authority, certificate, key


def _authority(folder: Path) -> trustme.CA:
    public, secret = folder / _CA, folder / _CA_KEY
    if public.is_file() and secret.is_file():
        return trustme.CA.from_pem(public.read_bytes(), secret.read_bytes())
    made = trustme.CA(organization_name="landwatch", organization_unit_name=socket.gethostname())
    _write_secret(secret, made.private_key_pem.bytes())
    public.write_bytes(made.cert_pem.bytes())
    return made


def _write_secret(file: Path, content: bytes) -> None:
    file.touch(mode=0o600, exist_ok=True)
    file.chmod(0o600)
    file.write_bytes(content)
