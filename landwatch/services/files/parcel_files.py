"""One file a parcel (一宗一档): card, contract sheet, visits with photographs, letters, and the originals.

Photographs are about persons, too: whoever writes them out has looked at them, and that is noted in the log
of access before anything is written.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from landwatch.drafts import as_file_name, put_in_place
from landwatch.errors import UsageError
from landwatch.formats.media import quarter_turns
from landwatch.formats.tables.tracking_card import card_tables
from landwatch.i18n import Language, speaking
from landwatch.i18n import gettext as _
from landwatch.measures.flagged import Review, check_cluster, close_matches, reviews_of
from landwatch.measures.patrols.letters import LETTERS
from landwatch.model import EventType
from landwatch.registry import End, Register
from landwatch.registry.extracts import Extract
from landwatch.reports.contact_sheet import Picture, contact_sheets
from landwatch.reports.contract_dossier import Chapter, facts_table
from landwatch.reports.contract_file import ContractFile
from landwatch.reports.document import Block, Column, Table
from landwatch.reports.patrol_ledger import visits_table
from landwatch.rules import Assessment, Conventions
from landwatch.services.assessing.judging import assess_register
from landwatch.services.contracts.filing import contract_dossier_pdf, contract_file
from landwatch.services.patrols.visit_photographs import VisitPhoto, photos_of_visits
from landwatch.services.personal.looking import items, note_look

__all__ = ["ParcelFile", "write_parcel_files"]

_SERVED = frozenset(
    {
        *LETTERS.values(),
        EventType.DEMAND_LETTER_SERVED,
        EventType.INVESTIGATION_NOTICE_ISSUED,
        EventType.INVESTIGATION_NOTICE_RECEIVED,
        EventType.HEARING_RIGHT_NOTICE_SERVED,
        EventType.IDLE_FEE_DECISION_SERVED,
        EventType.RECOVERY_DECISION_SERVED,
        EventType.EXTENSION_APPLICATION,
        EventType.COMMENCEMENT_DECLARED,
        EventType.COMPLETION_DECLARED,
    }
)
"""What went between office and holder on paper."""

_WIDTHS = (11, 8, 21, 9, 7, 22, 14, 24, 22, 24, 7)  # of the columns of visits, on a page across
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP archive can name
_SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/heic": ".heic"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelFile:
    """What was written of a contract.

    Attributes
    ----------
    contract_no, path
        The contract, and the archive.
    visits, photographs, documents
        How many are in it.
    left_out
        Photographs that are not in it, each with the reason.
    """

    contract_no: str
    path: Path
    visits: int
    photographs: int
    documents: int
    left_out: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "contract_no": self.contract_no,
            "path": str(self.path),
            "visits": self.visits,
            "photographs": self.photographs,
            "documents": self.documents,
            "left_out": list(self.left_out),
        }


class _Desk:
    """What all files are made from, read once."""

    def __init__(self, database: str, assessment: Assessment, known_at: datetime | None) -> None:
        self.database, self.assessment, self.known_at = database, assessment, known_at
        self.reviews: Mapping[str, Sequence[Review]] = reviews_of(assessment)
        self.kept = {one.held.item.item: one for one in items(database, assessment.on)}
        with Register.open(database) as register:
            self.extract: Extract = register.extract(assessment.on, known_at)
            self.head: End | None = register.journal_end()


def write_parcel_files(
    database: str,
    out: Path,
    on: date,
    conventions: Conventions | None = None,
    *,
    contract_no: str | None = None,
    cluster: str | None = None,
    known_at: datetime | None = None,
    speech: Language = "zh",
    by: str,
    at: datetime,
    replace: bool = False,
) -> Iterator[ParcelFile]:
    """Write the file of a contract, or of each contract of a cluster.

    Parameters
    ----------
    database
        URL of the register.
    out
        The archive (.zip) of one contract; the folder for those of a cluster.
    on
        The day judged.
    conventions
        What the rules leave open.
    contract_no, cluster
        Either of them.
    known_at
        The instant of knowledge, with time zone; by default now.
    speech
        Language of the pages; the card is in Chinese.
    by, at
        Who looks at the photographs, and when.
    replace
        Whether files that are there may be replaced.

    Yields
    ------
    ParcelFile
        Each as it is written.

    Raises
    ------
    UsageError
        If the register knows no such contract or cluster, or a file is there already or cannot be written.
    AccessError
        If the look cannot be noted; then nothing is written.
    RegisterError
        If the register cannot be read.
    """
    assessment = assess_register(database, on, conventions, known_at=known_at)
    numbers = [contract_no] if contract_no is not None else _in_cluster(assessment, cluster)
    known = assessment.contracts.index
    if contract_no is not None and contract_no not in known:
        raise UsageError(
            _("contract {number} is not in the register on {day}{close}").format(
                number=contract_no, day=on, close=close_matches(contract_no, known)
            )
        )
    desk = _Desk(database, assessment, known_at)
    for number in numbers:
        path = out if contract_no is not None else out / f"{as_file_name(number)}.zip"
        if path.suffix.lower() != ".zip":
            raise UsageError(_("{path}: name a file that ends in .zip").format(path=path))
        with speaking(speech):
            written = _write(desk, number, path, by=by, at=at, replace=replace)
        yield written


def _in_cluster(assessment: Assessment, cluster: str | None) -> list[str]:
    check_cluster(assessment.snapshot.clusters["name"], cluster)
    contracts = assessment.contracts
    return [str(number) for number in contracts.index[contracts["cluster"] == cluster]]


def _write(desk: _Desk, number: str, path: Path, *, by: str, at: datetime, replace: bool) -> ParcelFile:
    with Register.open(desk.database) as register:
        file = contract_file(desk.assessment, register, number, reviews=desk.reviews, known_at=desk.known_at)
    photos = photos_of_visits(desk.assessment, desk.database, number, desk.kept)
    seen = [photo.kept for photo in photos if photo.kept and photo.content is not None]
    if seen:
        note_look(desk.database, seen, by=by, at=at)
    documents = _documents(desk.database, file)
    pages = contract_dossier_pdf(
        desk.assessment,
        file,
        desk.head,
        before=[(_("Tracking card"), [_card(desk, number)])],
        annexed=[*_annexed(desk, number, file, photos)],
    )
    parts = {f"{_('One file a parcel')}_{as_file_name(number)}.pdf": pages, **_originals(photos), **documents}
    path.parent.mkdir(parents=True, exist_ok=True)
    with put_in_place(path, replace=replace) as draft:
        draft.write_bytes(_packed(parts))
    return ParcelFile(
        contract_no=number,
        path=path,
        visits=len(file.patrols),
        photographs=len(seen),
        documents=len(documents),
        left_out=tuple(photo.why_not for photo in photos if photo.why_not),
    )


def _card(desk: _Desk, number: str) -> Table:
    """The fields of the card that say something, one below the other."""
    contracts = [contract for contract in desk.extract.contracts if contract.contract_no == number]
    events = [event for event in desk.extract.events if event.contract_no == number]
    with speaking("zh"):
        card = card_tables(contracts, events, desk.assessment)[0]
    told = zip((heading.text for heading in card.columns), card.rows[0], strict=True)
    return Table(
        title="",
        columns=[Column(head=_("Field")), Column(head=_("Value"), width=3)],
        rows=[(name, str(value)) for name, value in told if value is not None],
    )


def _annexed(desk: _Desk, number: str, file: ContractFile, photos: Sequence[VisitPhoto]) -> Iterator[Chapter]:
    made = visits_table(desk.assessment, number)
    blocks: list[Block] = [_("None is recorded.")]
    if made.rows:
        columns = [
            Column(head=heading.text, width=width)
            for heading, width in zip(made.columns, _WIDTHS, strict=True)
        ]
        rows = [["" if cell is None else str(cell) for cell in row] for row in made.rows]
        blocks = [Table(title="", columns=columns, rows=rows)]
    pictures = [
        Picture(
            f"{photo.day} {photo.name}",
            photo.kept.held.item.media_type,
            photo.content,
            quarter_turns(photo.content),
        )
        for photo in photos
        if photo.kept and photo.content is not None and photo.is_printable
    ]
    blocks += contact_sheets(_("Photographs"), pictures)
    blocks += [
        photo.why_not or _("{day} {name}: not printed, in the archive").format(day=photo.day, name=photo.name)
        for photo in photos
        if not photo.is_printable
    ]
    yield _("Visits"), blocks
    letters = [fact for fact in file.facts if fact.kind in _SERVED]
    yield _("Letters and notices"), [facts_table(letters) if letters else _("None is recorded.")]


def _originals(photos: Sequence[VisitPhoto]) -> dict[str, bytes]:
    named = {}
    for place, photo in enumerate(photos, start=1):
        if photo.kept and photo.content is not None:
            suffix = _SUFFIXES.get(photo.kept.held.item.media_type, "")
            stem = as_file_name(photo.name).removesuffix(suffix)
            named[f"{_('Photographs')}/{place:03}_{photo.day}_{stem}{suffix}"] = photo.content
    return named


def _documents(database: str, file: ContractFile) -> dict[str, bytes]:
    with Register.open(database) as register:
        return {
            f"{_('documents')}/{place:02}_{as_file_name(filed.document.file_name)}": register.document(
                filed.document.sha256
            )[1]
            for place, filed in enumerate(file.documents, start=1)
        }


def _packed(parts: Mapping[str, bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, compress_type=zipfile.ZIP_DEFLATED)
    return packed.getvalue()
