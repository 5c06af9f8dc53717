"""A day in the office: when it begins, and the password of whoever signs in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from landwatch.access import Access, SignedIn, SignInRefused

MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"
WRONG = "wrong horse battery"
HERE = "192.0.2.7"


def after(*, hours: int = 0, minutes: int = 0, seconds: int = 0) -> datetime:
    """Later than the morning."""
    return MORNING + timedelta(hours=hours, minutes=minutes, seconds=seconds)


def signed_in(access: Access, login: str = "wang", password: str = PASSWORD) -> SignedIn:
    """Sign in in the morning."""
    return access.sign_in(login, password, address=HERE, at=MORNING)


def guess(access: Access, times: int, *, login: str = "wang", address: str = HERE) -> None:
    """Try a wrong password in the morning."""
    for _time in range(times):
        try:
            access.sign_in(login, WRONG, address=address, at=MORNING)
        except SignInRefused:
            continue
        raise AssertionError("a wrong password was taken")
