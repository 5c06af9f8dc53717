"""Passwords: which are taken, how they are kept, how new ones are made up."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from landwatch.access.access_rules import AccessRules
from landwatch.errors import AccessError
from landwatch.i18n import gettext as _

__all__ = ["PasswordRefused", "check_new", "generated", "hash_of", "is_right"]

_LONGEST = 256
_LEAST_SIGNS = 5  # different ones, besides login and name
# No 0 beside o, no 1 beside i and l, small letters alone: it is read out over the telephone.
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUP = 4
_LEAST_GROUPS = 4  # 31 signs to the power of 16: 79 bits

_hasher = PasswordHasher()
# Each hash takes 64 MB and a core for a tenth of a second; more at once would only wait for each other.
_at_once = threading.BoundedSemaphore(2)
# What a password is compared with for a login that nobody has: it takes the same time and never fits.
_NOBODYS = "$argon2id$v=19$m=65536,t=3,p=4$UWf16O2hVbpT9yyzT92TUA$Gw5/MiMCR9NspLREHFLKaT5AVyOucC90PCEVE6aKiZw"


class PasswordRefused(AccessError):
    """A new password is too short or too near to what others could guess."""


def hash_of(password: str) -> str:
    """What is kept of a password: argon2id with a salt of its own.

    Parameters
    ----------
    password
        The password.
    """
    with _at_once:
        return _hasher.hash(_bytes(password))


def is_right(password: str, kept: str | None) -> bool:
    """Whether a password is the one of which a hash is kept; takes as long if none is kept.

    Parameters
    ----------
    password
        What was given.
    kept
        From :func:`hash_of`; ``None`` for somebody who is not there.
    """
    if len(password) > _LONGEST:
        return False
    try:
        with _at_once:
            return _hasher.verify(kept or _NOBODYS, _bytes(password)) and kept is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def generated(rules: AccessRules) -> str:
    """Make up a password that can be read aloud.

    Parameters
    ----------
    rules
        They say how long it has to be.

    Returns
    -------
    str
        Groups of four signs with hyphens between.
    """
    groups = max(_LEAST_GROUPS, -(-(rules.password_min_length + 1) // (_GROUP + 1)))
    return "-".join("".join(secrets.choice(_READABLE) for _sign in range(_GROUP)) for _group in range(groups))


def check_new(password: str, login: str, name: str, used: Iterable[str], rules: AccessRules) -> None:
    """Refuse a new password that is too short, repeats who has it, or was used before.

    Parameters
    ----------
    password
        The new password.
    login, name
        Of the person.
    used
        Hashes of the passwords that must not come back.
    rules
        How long it has to be.

    Raises
    ------
    PasswordRefused
        With the reason and what would do.
    """
    typed = _as_typed(password)
    if len(typed) < rules.password_min_length:
        raise PasswordRefused(
            _("The password has {length} characters; take at least {least}.").format(
                length=len(typed), least=rules.password_min_length
            )
        )
    if len(typed) > _LONGEST:
        raise PasswordRefused(_("The password has more than {most} characters.").format(most=_LONGEST))
    rest = typed.casefold().replace(login, "").replace(name.casefold(), "")
    if len(set(rest)) < _LEAST_SIGNS:
        raise PasswordRefused(
            _("The password is little more than the login, the name or one sign repeated. Take another one.")
        )
    if any(is_right(typed, kept) for kept in used):
        raise PasswordRefused(_("The password was used before. Take one that was not."))


def _as_typed(password: str) -> str:
    """The same text from whatever keyboard: full-width letters, composed accents."""
    return unicodedata.normalize("NFKC", password)


def _bytes(password: str) -> bytes:
    return _as_typed(password).encode("utf-8", "surrogatepass")
