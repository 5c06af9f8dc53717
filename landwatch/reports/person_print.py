"""What is kept about one person, for that person: as text, as JSON and as a page."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from landwatch.i18n import gettext as _
from landwatch.i18n import language, minute_text
from landwatch.reports.dossier import TEMPLATES

__all__ = ["PersonLine", "PersonPrint"]

_HTML_LANGUAGE = {"zh": "zh-CN", "en": "en"}
# What every browser shows; the others are handed over beside the page.
_SHOWN = ("image/jpeg", "image/png", "image/webp")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """One item.

    Attributes
    ----------
    item
        Its name.
    kind, purpose, about
        What it is, what for, and the contract or parcel it is about.
    recorded_at, recorded_by
        When and by whom.
    kept_until
        The last day on which it is kept; ``None`` while the supervision of the contract goes on.
    source
        What that rests on.
    name
        Name of the file, where there is one.
    media_type, content
        The content; ``None`` once it was destroyed.
    destroyed
        The decision that destroyed it, in a sentence.
    """

    item: str
    kind: str
    purpose: str
    about: str
    recorded_at: datetime
    recorded_by: str
    kept_until: date | None
    source: str
    name: str | None
    media_type: str
    content: bytes | None
    destroyed: str | None

    @property
    def told(self) -> str:
        """The content in words: a text, the name and size of a file, or the decision that destroyed it."""
        if self.content is None:
            return self.destroyed or ""
        if self.media_type == "text/plain":
            return self.content.decode(errors="replace")
        return _("{name} ({count} bytes)").format(name=self.name or self.media_type, count=len(self.content))

    @property
    def picture(self) -> str | None:
        """The address of the picture inside a page; ``None`` if it is none that a browser shows."""
        if self.content is None or self.media_type not in _SHOWN:
            return None
        return f"data:{self.media_type};base64,{b64encode(self.content).decode()}"

    def facts(self) -> Mapping[str, str]:
        """What is said of it besides its content, by heading."""
        until = self.kept_until.isoformat() if self.kept_until else _("until its supervision is closed")
        return {
            _("Purpose"): self.purpose,
            _("About"): self.about,
            _("Recorded"): f"{minute_text(self.recorded_at)} {self.recorded_by}",
            _("Kept until"): until,
            _("Rests on"): self.source,
        }

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values; the content as text, of a file in Base64."""
        content = None
        if self.content is not None:
            is_text = self.media_type == "text/plain"
            content = self.told if is_text else b64encode(self.content).decode()
        return {
            "item": self.item,
            "kind": self.kind,
            "purpose": self.purpose,
            "about": self.about,
            "recorded_at": self.recorded_at.isoformat(),
            "recorded_by": self.recorded_by,
            "kept_until": self.kept_until and self.kept_until.isoformat(),
            "source": self.source,
            "name": self.name,
            "media_type": self.media_type,
            "content": content,
            "destroyed": self.destroyed,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPrint:
    """Everything that is kept about a person, and the name or telephone that was asked for."""

    person: str
    lines: tuple[PersonLine, ...]

    def text(self) -> str:
        """Return it as text."""
        told = [_("Kept about {person}").format(person=self.person)]
        for line in self.lines:
            told += ["", f"{line.kind}: {line.told}"]
            told += [f"  {heading}: {value}" for heading, value in line.facts().items() if value]
        return "\n".join(told)

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {"person": self.person, "items": [line.to_dict() for line in self.lines]}

    def html(self) -> str:
        """Return it as one HTML page with the pictures in it, which asks the network for nothing."""
        return TEMPLATES.get_template("person.html").render(
            _=_, language=_HTML_LANGUAGE[language()], person=self.person, lines=self.lines
        )
