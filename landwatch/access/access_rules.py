"""What an installation decides about passwords, sessions and the log of sign-ins."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["AccessRules"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRules:
    """How strict the way in is; an installation sets it by ``LANDWATCH_…``.

    Attributes
    ----------
    password_min_length
        Characters of the shortest password that is taken.
    password_history
        How many of the last passwords of a person, the present one among them, are not taken again.
    sign_in_attempts
        Wrong passwords for one login within `lock_minutes` after which no password is looked at any more.
    sign_in_attempts_address
        The same for all logins that are tried from one address, behind which a whole office may sit.
    lock_minutes
        How long a wrong password counts.
    idle_minutes
        After how long without a request a session ends.
    session_hours
        After how long a session ends in any case.
    log_days
        How long the log of sign-ins is kept before anything of it can be moved out.
    """

    password_min_length: int = 12
    password_history: int = 5
    sign_in_attempts: int = 10
    sign_in_attempts_address: int = 50
    lock_minutes: int = 15
    idle_minutes: int = 30
    session_hours: int = 12
    log_days: int = 180
