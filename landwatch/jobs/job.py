"""A long job as whoever asked for it sees it, and what it may rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from landwatch.i18n import Language
from landwatch.i18n import gettext as _

__all__ = ["Job", "JobScope", "JobState", "ResultFile", "job_state_name"]


class JobState(StrEnum):
    """How far a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Whether nothing will come of it any more."""
        return self not in (JobState.QUEUED, JobState.RUNNING)


def job_state_name(state: str) -> str:
    """What a state is called in the current language.

    Parameters
    ----------
    state
        A word of :class:`JobState`.
    """
    names: Mapping[str, str] = {
        JobState.QUEUED: _("waits"),
        JobState.RUNNING: _("is being made"),
        JobState.DONE: _("is ready"),
        JobState.FAILED: _("failed"),
        JobState.CANCELLED: _("cancelled"),
    }
    return names[state]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobScope:
    """What a job may show, as it was asked for: nothing else gets into its result.

    Attributes
    ----------
    clusters
        Names of the clusters that are seen, sorted; ``None`` for everything.
    rights
        Words of the rights that matter to what is shown, sorted.
    language
        Language of the result.
    """

    clusters: tuple[str, ...] | None = None
    rights: tuple[str, ...] = ()
    language: Language = "zh"

    def to_dict(self) -> dict[str, Any]:
        """Return the scope as JSON values."""
        clusters = None if self.clusters is None else list(self.clusters)
        return {"clusters": clusters, "rights": list(self.rights), "language": self.language}

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> JobScope:
        """Read what :meth:`to_dict` wrote.

        Parameters
        ----------
        told
            The JSON values.
        """
        clusters = told["clusters"]
        return cls(
            clusters=None if clusters is None else tuple(clusters),
            rights=tuple(told["rights"]),
            language=told["language"],
        )

    def is_within(self, other: JobScope) -> bool:
        """Whether whoever sees another scope sees all of this one.

        Parameters
        ----------
        other
            The other one.
        """
        if other.clusters is not None and (
            self.clusters is None or not set(self.clusters) <= set(other.clusters)
        ):
            return False
        return set(self.rights) <= set(other.rights)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultFile:
    """A file that came out of a job.

    Attributes
    ----------
    name
        What it is saved as.
    media_type
        What it is.
    size
        Its bytes.
    sha256
        Their SHA-256 in hex.
    """

    name: str
    media_type: str
    size: int
    sha256: str

    def to_dict(self) -> dict[str, Any]:
        """Return the file as JSON values."""
        return {"name": self.name, "media_type": self.media_type, "bytes": self.size, "sha256": self.sha256}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job of one person; several may wait for the same work.

    Attributes
    ----------
    id
        What it is called.
    work
        The work that it waits for.
    person
        Login of whoever asked.
    kind
        What is to be done.
    fields
        What was asked for, as JSON values.
    scope
        What may be shown.
    state
        How far it is.
    doing
        What is being done just now, in the language of the result; ``None`` where that is not told.
    done, total
        How far that is; ``None`` where it cannot be told.
    asked_at, began_at, ended_at
        When, in UTC; ``None`` where that is still to come.
    expires_at
        When the result is given up; ``None`` while there is none.
    given_up_at
        When it was given up.
    problem
        Why it failed, in a sentence.
    files
        What came out; the first is the result, others belong to it.
    folder
        Where the files of this work lie.
    holder
        Which attempt is at work, or brought the result.
    """

    id: str
    work: str
    person: str
    kind: str
    fields: Mapping[str, Any]
    scope: JobScope
    state: JobState
    doing: str | None
    done: int | None
    total: int | None
    asked_at: datetime
    began_at: datetime | None
    ended_at: datetime | None
    expires_at: datetime | None
    given_up_at: datetime | None
    problem: str | None
    files: tuple[ResultFile, ...]
    folder: Path
    holder: str | None

    @property
    def given(self) -> Path:
        """The folder of the files that were brought with the question."""
        return self.folder / "given"

    def file(self, name: str | None = None) -> ResultFile | None:
        """Find a file of the result.

        Parameters
        ----------
        name
            What it is called; the result itself if not given.

        Returns
        -------
        ResultFile or None
            ``None`` if there is none, or it was given up.
        """
        if self.given_up_at is not None:
            return None
        return next((each for each in self.files if name in (None, each.name)), None)

    def path(self, name: str) -> Path:
        """Say where a file of the result, or of what has come of it so far, lies.

        Parameters
        ----------
        name
            What it is called.
        """
        return self.folder / str(self.holder) / name

    def to_dict(self) -> dict[str, Any]:
        """Return the job as JSON values."""
        return {
            "id": self.id,
            "kind": self.kind,
            "state": self.state.value,
            "doing": self.doing,
            "done": self.done,
            "total": self.total,
            "asked_at": _text(self.asked_at),
            "began_at": _text(self.began_at),
            "ended_at": _text(self.ended_at),
            "expires_at": _text(self.expires_at),
            "given_up_at": _text(self.given_up_at),
            "problem": self.problem,
            "fields": dict(self.fields),
            "files": [each.to_dict() for each in self.files],
        }


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
