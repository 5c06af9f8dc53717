"""Search: contracts, parcels, supervision numbers, companies, documents; by part of a name or initials."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, Literal

import pandas as pd
from pypinyin import Style, lazy_pinyin

from landwatch.i18n import gettext as _
from landwatch.model import Document
from landwatch.rules import Assessment

__all__ = ["Hit", "Index", "What", "found_in"]

What = Literal["contract_no", "supervision_no", "holder", "parcel_no", "document_no", "document"]


@dataclass(frozen=True)
class Hit:
    """Something found, and the contract it leads to.

    Attributes
    ----------
    what
        Which column the text stands in.
    text
        The text as recorded.
    contract_no, holder, cluster
        The contract it belongs to.
    """

    what: What
    text: str
    contract_no: str
    holder: str | None
    cluster: str | None


def found_in(what: What) -> str:
    """Name the column that a hit stands in, in the current language.

    Parameters
    ----------
    what
        The column.
    """
    names: dict[What, str] = {
        "contract_no": _("contract number"),
        "supervision_no": _("e-supervision number"),
        "holder": _("holder"),
        "parcel_no": _("parcel number"),
        "document_no": _("document number"),
        "document": _("document"),
    }
    return names[what]


class Index:
    """Everything of an assessment that can be searched for.

    Parameters
    ----------
    assessment
        The judged contracts, cut to what the visitor may see: nothing else is in the index.
    documents
        All documents of the register; of those in the index each belongs to a contract of the assessment, to
        a fact of one, or to a parcel of one.
    """

    def __init__(self, assessment: Assessment, documents: Iterable[Document] = ()) -> None:
        rows = assessment.contracts
        self._about = {
            str(no): (_text(holder) or _text(first), _text(cluster))
            for no, holder, first, cluster in zip(
                rows.index, rows["current_holder"], rows["holder"], rows["cluster"], strict=True
            )
        }
        texts = chain(self._texts_of(assessment), self._texts_of_documents(assessment, documents))
        self._texts = list(dict.fromkeys(texts))
        self._keys = [_keys(text) for _what, text, _no in self._texts]

    def _texts_of(self, assessment: Assessment) -> Iterator[tuple[What, str, str]]:
        rows, shares = assessment.contracts, assessment.snapshot.contract_parcels
        for number in rows.index:
            yield "contract_no", str(number), str(number)
        columns: tuple[tuple[What, str], ...] = (
            ("supervision_no", "supervision_no"),
            ("holder", "current_holder"),
            ("holder", "holder"),
        )
        for what, column in columns:
            for number, text in rows[column].dropna().items():
                yield what, str(text), str(number)
        for number, parcel in zip(shares["contract_no"], shares["parcel_no"], strict=True):
            if number in self._about:
                yield "parcel_no", str(parcel), str(number)
        events = assessment.snapshot.events
        told = events[["contract_no", "document"]].dropna()
        for number, text in zip(told["contract_no"], told["document"], strict=True):
            if number in self._about:
                yield "document_no", str(text), str(number)

    def _texts_of_documents(
        self, assessment: Assessment, documents: Iterable[Document]
    ) -> Iterator[tuple[What, str, str]]:
        over: dict[str, list[str]] = defaultdict(list)
        shares = assessment.snapshot.contract_parcels
        for number, parcel in zip(shares["contract_no"], shares["parcel_no"], strict=True):
            over[parcel].append(number)
        for document in documents:
            contracts = [document.contract_no] if document.contract_no else over[document.parcel_no or ""]
            for number in contracts:
                if number not in self._about:
                    continue
                if document.number:
                    yield "document_no", document.number, number
                for text in filter(None, (document.title, document.file_name)):
                    yield "document", text, number

    def find(self, words: str, limit: int) -> list[Hit]:
        """Find what holds all the words, those that begin with them first.

        Parameters
        ----------
        words
            What is looked for; capitals and spaces do not matter. Letters also fit the initials of Chinese
            words: ``ynsf`` finds 渝南设峰.
        limit
            Most hits.
        """
        sought = [part for part in words.casefold().split() if part]
        if not sought:
            return []
        found = [
            (min(key.find(sought[0]) if sought[0] in key else 999 for key in keys), place)
            for place, keys in enumerate(self._keys)
            if all(any(part in key for key in keys) for part in sought)
        ]
        return [self._hit(place) for _where, place in sorted(found)[:limit]]

    def _hit(self, place: int) -> Hit:
        what, text, number = self._texts[place]
        return Hit(what, text, number, *self._about[number])


def _text(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)


@lru_cache(maxsize=200_000)
def _keys(text: str) -> tuple[str, ...]:
    """What a text is found by: itself without spaces, and the initials of its Chinese characters."""
    plain = "".join(text.casefold().split())
    if plain.isascii():
        return (plain,)
    initials = "".join(lazy_pinyin(plain, style=Style.FIRST_LETTER))
    return (plain, initials.casefold())
