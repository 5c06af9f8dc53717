"""Signing in, sessions, and passwords as they change."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from landwatch.access.access_rules import AccessRules
from landwatch.access.account_tables import attempts, old_passwords, people, sessions
from landwatch.access.database_beside import alone
from landwatch.access.granting import end_sessions
from landwatch.access.log_of_access import Deed, write_line
from landwatch.access.passwords import check_new, generated, hash_of, is_right
from landwatch.access.person import account_of, login_of, viewer_of
from landwatch.access.roles import Viewer
from landwatch.errors import AccessError
from landwatch.i18n import gettext as _
from landwatch.registry.canonical import instant_text
from landwatch.registry.database import reading

__all__ = ["SignInRefused", "SignInThrottled", "SignedIn", "SigningIn", "new_secret", "secret_hash"]

# What a session slides by: a request writes nothing if the one before was less than this ago.
_SLIDE = timedelta(minutes=1)


class SignInRefused(AccessError):
    """The login or the password is wrong, or the account is switched off; which of them is not said."""


class SignInThrottled(AccessError):
    """So many passwords were wrong that none is looked at for a while.

    Parameters
    ----------
    seconds
        After how long the next one is.
    """

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(
            _("Too many wrong passwords. Wait {minutes} minutes and sign in again.").format(
                minutes=-(-seconds // 60)
            )
        )


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that began: what the browser keeps of it, and who it is."""

    token: str
    viewer: Viewer


class SigningIn:
    """The way in by login and password."""

    _engine: Engine
    _rules: AccessRules

    def sign_in(self, login: str, password: str, *, address: str, at: datetime) -> SignedIn:
        """Begin a session.

        A wrong password counts before it is looked at, so that guesses made at once are counted, too.

        Parameters
        ----------
        login, password
            As they were typed.
        address
            Where the request came from.
        at
            Now, with time zone.

        Returns
        -------
        SignedIn
            What the browser shall keep, and who it is.

        Raises
        ------
        SignInRefused
            If login or password is wrong, or the person was switched off.
        SignInThrottled
            If too many were wrong; the password was not looked at.
        """
        who = login_of(login)
        kept = self._password_of(who, password, address, at)
        with alone(self._engine) as connection:
            viewer = viewer_of(connection, who)
            if viewer is None or account_of(connection, who).password_hash != kept:
                raise _refused()  # changed while the password was looked at
            return self._begin(connection, viewer, address, at)

    def viewer_of_session(self, token: str, at: datetime) -> Viewer | None:
        """Who a request with a session comes from; each request lets it last longer, to the minute.

        Parameters
        ----------
        token
            What the browser kept.
        at
            Now, with time zone.

        Returns
        -------
        Viewer or None
            ``None`` if the session ended, by itself or by somebody.
        """
        digest = secret_hash(token)
        with reading(self._engine) as connection:
            found = connection.execute(
                select(sessions).where(sessions.c.token_sha256 == digest)
            ).one_or_none()
            viewer = viewer_of(connection, found.login) if found else None
        if found is None or viewer is None:
            return None
        used_at = datetime.fromisoformat(found.used_at)
        if at - used_at > timedelta(minutes=self._rules.idle_minutes):
            return None
        if at - datetime.fromisoformat(found.began_at) > timedelta(hours=self._rules.session_hours):
            return None
        if at - used_at >= _SLIDE:
            with alone(self._engine) as connection:
                slid = update(sessions).where(sessions.c.token_sha256 == digest)
                connection.execute(slid.values(used_at=instant_text(at)))
        return viewer

    def sign_out(self, token: str, at: datetime) -> None:
        """End a session; one that ended already is left at that.

        Parameters
        ----------
        token
            What the browser kept.
        at
            Now, with time zone.
        """
        digest = secret_hash(token)
        with alone(self._engine) as connection:
            is_it = sessions.c.token_sha256 == digest
            login = connection.execute(select(sessions.c.login).where(is_it)).scalar_one_or_none()
            if login is not None:
                connection.execute(delete(sessions).where(is_it))
                write_line(connection, Deed.SIGNED_OUT, login=login, about={}, at=at)

    def set_password(
        self, login: str, new: str | None = None, *, must_change: bool = True, by: str, at: datetime
    ) -> str:
        """Give somebody another password; their sessions and tokens end.

        Parameters
        ----------
        login
            Of the person.
        new
            The password; by default one is made up.
        must_change
            Whether the person has to choose another one at the next sign-in.
        by, at
            Who does it, and when.

        Returns
        -------
        str
            The password.

        Raises
        ------
        AccessError
            If nobody has the login, or the password cannot be taken.
        """
        chosen = new or generated(self._rules)
        self._put_password(login_of(login), chosen, must_change, Deed.PASSWORD_SET, by, at)
        return chosen

    def change_own_password(
        self, login: str, old: str, new: str, *, at: datetime, address: str = ""
    ) -> SignedIn:
        """Choose a password; all sessions and tokens end, and a new session begins.

        Parameters
        ----------
        login
            Who it is.
        old
            The password as it is; a wrong one counts as at a sign-in.
        new
            The password as it shall be.
        at
            Now, with time zone.
        address
            Where the request came from.

        Returns
        -------
        SignedIn
            The session that goes on.

        Raises
        ------
        SignInRefused, SignInThrottled
            As for :meth:`sign_in`.
        PasswordRefused
            If the new password is too short or was used before.
        """
        who = login_of(login)
        kept = self._password_of(who, old, address, at)
        self._put_password(who, new, False, Deed.PASSWORD_CHANGED, who, at, kept)
        with alone(self._engine) as connection:
            viewer = viewer_of(connection, who)
            if viewer is None:
                raise _refused()
            return self._begin(connection, viewer, address, at)

    def _password_of(self, login: str, password: str, address: str, at: datetime) -> str:
        """Look at a password; give the hash it fits."""
        with alone(self._engine) as connection:
            tried = self._count(connection, login, address, at)
            kept = _hash_kept(connection, login)
        if kept is not None and is_right(password, kept):
            return kept
        if kept is None:
            is_right(password, None)  # as long as for a login that is there
        with alone(self._engine) as connection:
            deed = Deed.LOCKED if tried >= self._rules.sign_in_attempts else Deed.REFUSED
            # Of a login that nobody has no word is kept: it may be a password in the wrong field.
            write_line(connection, deed, login=login if kept else "", about={}, at=at, address=address)
        raise _refused()

    def _count(self, connection: Connection, login: str, address: str, at: datetime) -> int:
        """Count a try, and refuse it if there were too many; how many there are of the login with it."""
        lock = timedelta(minutes=self._rules.lock_minutes)
        connection.execute(delete(attempts).where(attempts.c.at <= instant_text(at - lock)))
        most = {
            attempts.c.login: (login, self._rules.sign_in_attempts),
            attempts.c.address: (address, self._rules.sign_in_attempts_address),
        }
        for column, (value, limit) in most.items():
            tries = select(attempts.c.at).where(column == value).order_by(attempts.c.at.desc()).limit(limit)
            found = connection.execute(tries).scalars().all()
            if len(found) == limit:
                raise SignInThrottled(ceil((datetime.fromisoformat(found[-1]) + lock - at).total_seconds()))
        connection.execute(insert(attempts).values(login=login, address=address, at=instant_text(at)))
        of_login = select(func.count()).select_from(attempts).where(attempts.c.login == login)
        return int(connection.execute(of_login).scalar_one())

    def _begin(self, connection: Connection, viewer: Viewer, address: str, at: datetime) -> SignedIn:
        token = new_secret()
        whole = timedelta(hours=self._rules.session_hours)
        connection.execute(delete(sessions).where(sessions.c.began_at < instant_text(at - whole)))
        connection.execute(delete(attempts).where(attempts.c.login == viewer.login))
        now = instant_text(at)
        session = {"token_sha256": secret_hash(token), "login": viewer.login, "began_at": now, "used_at": now}
        connection.execute(insert(sessions).values(session))
        write_line(connection, Deed.SIGNED_IN, login=viewer.login, about={}, at=at, address=address)
        return SignedIn(token, viewer)

    def _put_password(
        self,
        login: str,
        new: str,
        must_change: bool,
        deed: Deed,
        by: str,
        at: datetime,
        fits: str | None = None,
    ) -> None:
        history = self._rules.password_history
        of_login = old_passwords.c.login == login
        newest_first = select(old_passwords).where(of_login).order_by(old_passwords.c.number.desc())
        with reading(self._engine) as connection:
            row = account_of(connection, login)
            before = [old.password_hash for old in connection.execute(newest_first)]
        used = [row.password_hash, *before][:history]
        check_new(new, login, row.name, used, self._rules)
        kept = hash_of(new)
        with alone(self._engine) as connection:
            if account_of(connection, login).password_hash != (fits or row.password_hash):
                raise _refused()  # somebody else gave them another one meanwhile
            connection.execute(insert(old_passwords).values(login=login, password_hash=row.password_hash))
            kept_old = newest_first.with_only_columns(old_passwords.c.number).limit(history)
            numbers = connection.execute(kept_old).scalars().all()
            connection.execute(delete(old_passwords).where(of_login & old_passwords.c.number.not_in(numbers)))
            changed = update(people).where(people.c.login == login)
            connection.execute(changed.values(password_hash=kept, must_change_password=int(must_change)))
            end_sessions(connection, login)
            write_line(connection, deed, login=by, about={"login": login}, at=at)


def new_secret() -> str:
    """Make up what a browser or a program keeps: 256 bits that say nothing."""
    return secrets.token_urlsafe(32)


def secret_hash(secret: str) -> str:
    """What is kept of a secret here.

    Parameters
    ----------
    secret
        From :func:`new_secret`, or what somebody pretends to be one.
    """
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _hash_kept(connection: Connection, login: str) -> str | None:
    kept = select(people.c.password_hash).where((people.c.login == login) & people.c.off_at.is_(None))
    return connection.execute(kept).scalar_one_or_none()


def _refused() -> SignInRefused:
    return SignInRefused(_("The login or the password is wrong."))
