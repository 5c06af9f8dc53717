"""Personal tokens: what a program of somebody signs in with, in place of the password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine, delete, insert, select

from landwatch.access.account_tables import tokens
from landwatch.access.database_beside import alone
from landwatch.access.log_of_access import Deed, write_line
from landwatch.access.person import account_of, is_readable, login_of, viewer_of
from landwatch.access.roles import Viewer
from landwatch.access.signing_in import new_secret, secret_hash
from landwatch.errors import AccessError
from landwatch.i18n import gettext as _
from landwatch.registry.canonical import instant_text
from landwatch.registry.database import reading

__all__ = ["Token", "Tokens"]

# By this beginning whoever finds one in a file knows what it opens.
_PREFIX = "landwatch_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A personal token, without its secret.

    Attributes
    ----------
    login
        Whose it is.
    name
        What it is for, in the words of whoever had it made.
    created_at, created_by
        When, in UTC, and by whom.
    expires_at
        When it ends by itself, in UTC.
    """

    login: str
    name: str
    created_at: datetime
    created_by: str
    expires_at: datetime


class Tokens:
    """What can be done with personal tokens."""

    _engine: Engine

    def issue_token(self, login: str, name: str, *, expires_at: datetime, by: str, at: datetime) -> str:
        """Make a token for somebody.

        Parameters
        ----------
        login
            Whose it shall be.
        name
            What it is for; the person has no other of that name.
        expires_at
            When it ends by itself.
        by, at
            Who makes it, and when.

        Returns
        -------
        str
            The token; it is shown this once, for only its hash is kept.

        Raises
        ------
        AccessError
            If nobody has the login or was switched off, or there is a token of that name.
        """
        secret, called = f"{_PREFIX}{new_secret()}", name.strip()
        with alone(self._engine) as connection:
            row = account_of(connection, login)
            if row.off_at is not None:
                raise AccessError(
                    _("{login} was switched off; switch the account on first.").format(login=row.login)
                )
            is_it = (tokens.c.login == row.login) & (tokens.c.name == called)
            if not is_readable(called) or connection.execute(select(tokens).where(is_it)).first() is not None:
                raise AccessError(
                    _("A token needs a name that no other token of {login} has; “{name}” is none.").format(
                        login=row.login, name=called
                    )
                )
            connection.execute(
                insert(tokens).values(
                    token_sha256=secret_hash(secret),
                    login=row.login,
                    name=called,
                    created_at=instant_text(at),
                    created_by=by,
                    expires_at=instant_text(expires_at),
                )
            )
            about = {"login": row.login, "token": called}
            write_line(connection, Deed.TOKEN_ISSUED, login=by, about=about, at=at)
        return secret

    def tokens(self, login: str) -> tuple[Token, ...]:
        """List the tokens of somebody.

        Parameters
        ----------
        login
            Whose.

        Returns
        -------
        tuple of Token
            By name; those that ended by themselves, too.
        """
        with reading(self._engine) as connection:
            of_login = tokens.c.login == account_of(connection, login).login
            rows = connection.execute(select(tokens).where(of_login)).all()
        found = (
            Token(
                login=row.login,
                name=row.name,
                created_at=datetime.fromisoformat(row.created_at).astimezone(UTC),
                created_by=row.created_by,
                expires_at=datetime.fromisoformat(row.expires_at).astimezone(UTC),
            )
            for row in rows
        )
        return tuple(sorted(found, key=lambda token: token.name))

    def revoke_token(self, login: str, name: str, *, by: str, at: datetime) -> None:
        """End a token.

        Parameters
        ----------
        login
            Whose it is.
        name
            What it is called.
        by, at
            Who ends it, and when.

        Raises
        ------
        AccessError
            If there is none of that name.
        """
        with alone(self._engine) as connection:
            row = account_of(connection, login)
            is_it = (tokens.c.login == row.login) & (tokens.c.name == name.strip())
            if not connection.execute(delete(tokens).where(is_it)).rowcount:
                raise AccessError(
                    _(
                        "{login} has no token “{name}”. "
                        "See which there are with: landwatch person token {login}"
                    ).format(login=row.login, name=name)
                )
            about = {"login": row.login, "token": name.strip()}
            write_line(connection, Deed.TOKEN_REVOKED, login=by, about=about, at=at)

    def viewer_of_token(self, token: str, at: datetime) -> Viewer | None:
        """Who a request with a token comes from.

        Parameters
        ----------
        token
            What the program sent.
        at
            Now, with time zone.

        Returns
        -------
        Viewer or None
            ``None`` if there is no such token, or it ended.
        """
        with reading(self._engine) as connection:
            is_it = tokens.c.token_sha256 == secret_hash(token)
            found = connection.execute(select(tokens.c.login, tokens.c.expires_at).where(is_it)).one_or_none()
            if found is None or datetime.fromisoformat(found.expires_at) <= at:
                return None
            return viewer_of(connection, found.login)

    def viewer_of_basic(self, login: str, token: str, at: datetime) -> Viewer | None:
        """Who a request with a login and a token comes from, as programs send it that know nothing else.

        Parameters
        ----------
        login
            What stands in the place of the user.
        token
            What stands in the place of the password; a password itself does not do.
        at
            Now, with time zone.

        Returns
        -------
        Viewer or None
            ``None`` if there is no such token of that login, or it ended.
        """
        viewer = self.viewer_of_token(token, at)
        return viewer if viewer is not None and viewer.login == login_of(login) else None
