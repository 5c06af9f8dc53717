"""What auditors look at as tables of their pages and of files: the journal, the log of access."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from landwatch.access import Noted, deed_name
from landwatch.exhibits import About, Column, Table
from landwatch.exhibits.loaded import Loaded
from landwatch.i18n import gettext as _
from landwatch.registry.journal import End, Recorded
from landwatch.registry.journal_pages import Entry, Written
from landwatch.registry.mentions import Mention
from landwatch.rules.wording import EVENTS, word
from landwatch.services.contracts.history import table_name, verb_name

__all__ = ["journal_table", "log_table", "mentions_table", "written_table"]

_DIGITS = 12


def journal_table(
    total: int, read: Callable[[int, int], Sequence[Recorded]], end: End | None
) -> Table[Recorded]:
    """Set out lines of the journal, which are read when they are wanted.

    Parameters
    ----------
    total
        How many there are.
    read
        Reads lines: how many are passed over, and how many are wanted.
    end
        The newest line.
    """
    return Table(
        id="journal",
        title=_("Journal"),
        definition=_("What was recorded, by whom and when; nothing is overwritten."),
        columns=[
            Column("line", _("Line"), lambda line: line.sequence, "count"),
            Column("at", _("When"), lambda line: datetime.fromisoformat(line.at), "instant"),
            Column("by", _("Who"), lambda line: line.actor),
            Column("what", _("What"), lambda line: verb_name(line.verb)),
            Column("rows", "", _rows, place="below"),
            Column("source", _("From"), lambda line: line.source),
            Column("reason", "", lambda line: line.reason, place="below"),
            Column("digits", _("Hash"), lambda line: line.hash[:_DIGITS]),
            Column("hash", _("Hash"), lambda line: line.hash, place="file"),
        ],
        items=Loaded(range(total), lambda keys: read(keys[0], len(keys)) if keys else ()),
        about=About(line=(end.sequence, end.hash) if end else None),
    )


def _rows(line: Recorded) -> str:
    added = (f"{table_name(name)} +{count}" for name, count in line.added.items() if name != "sources")
    ended = (f"{table_name(name)} −{count}" for name, count in line.superseded.items())
    return _(", ").join((*added, *ended))


def written_table(entry: Entry) -> Table[Written]:
    """Set out the rows that a line of the journal wrote.

    Parameters
    ----------
    entry
        The line.
    """
    return Table(
        id="written",
        title=_("Journal line {number}").format(number=entry.line.sequence),
        columns=[
            Column("what", _("What"), lambda row: table_name(row.table)),
            Column("said", "", _said_there, place="beside"),
            Column("outcome", _("Outcome"), lambda row: _("recorded") if row.is_new else _("superseded")),
            Column("contract_no", _("Contract"), lambda row: row.contract_no),
            Column("parcel_no", _("Parcel"), lambda row: row.parcel_no),
            Column("row", _("Row"), lambda row: row.row_id, "count"),
        ],
        items=entry.written,
        about=About(line=(entry.line.sequence, entry.line.hash)),
    )


def _said_there(row: Written) -> str:
    return word(EVENTS, row.said) if row.table == "events" else row.said


def mentions_table(of: str, mentions: Sequence[Mention], about: About) -> Table[Mention]:
    """Set out where something is named.

    Parameters
    ----------
    of
        What was asked for.
    mentions
        The rows that name it.
    about
        What that rests on.
    """
    return Table(
        id="mentions",
        title=_("Where {name} is named").format(name=of),
        columns=[
            Column("what", _("What"), _what),
            Column("digits", "", lambda each: each.key[:_DIGITS], place="beside"),
            Column("key", _("Hash"), lambda each: each.key, place="file"),
            Column("contract_no", _("Contract"), lambda each: each.contract_no),
            Column("parcel_no", _("Parcel"), lambda each: each.parcel_no),
            Column("at", _("When"), lambda each: datetime.fromisoformat(each.at), "instant"),
            Column("by", _("Who"), lambda each: each.by),
            Column("until", _("Stands until"), _until, "instant"),
            Column("line", _("Journal line"), lambda each: each.line, "count"),
        ],
        items=mentions,
        about=about,
    )


def _what(mention: Mention) -> str:
    names = {
        "sources": lambda: f"{_('commit')} {verb_name(mention.said)}",
        "events": lambda: word(EVENTS, mention.said),
        "lineage": lambda: verb_name(mention.said),
    }
    return names.get(mention.table, lambda: f"{table_name(mention.table)} {mention.said}")()


def _until(mention: Mention) -> datetime | None:
    return datetime.fromisoformat(mention.until) if mention.until else None


def log_table(
    total: int, read: Callable[[int, int], Sequence[Noted]], people: Mapping[str, str]
) -> Table[Noted]:
    """Set out lines of the log of access, which are read when they are wanted.

    Parameters
    ----------
    total
        How many there are.
    read
        Reads lines: how many are passed over, and how many are wanted.
    people
        The names of people by their logins.
    """
    return Table(
        id="log",
        title=_("Sign-ins"),
        definition=_("Sign-ins, grants, exports and looks at personal data, the newest first."),
        columns=[
            Column("line", _("Line"), lambda line: line.sequence, "count"),
            Column("at", _("When"), lambda line: line.at, "instant"),
            Column("login", _("Who"), lambda line: line.login),
            Column("name", "", lambda line: people.get(line.login), place="beside"),
            Column("what", _("What"), lambda line: deed_name(line.deed)),
            Column("about", _("About"), lambda line: _(", ").join(map(" ".join, line.about.items()))),
            Column("address", _("From"), lambda line: line.address),
            Column("hash", _("Hash"), lambda line: line.hash, place="file"),
        ],
        items=Loaded(range(total), lambda keys: read(keys[0], len(keys)) if keys else ()),
    )
