"""What a person is shown of what is kept about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from landwatch.reports.person_print import PersonLine, PersonPrint

NAME = PersonLine(
    item="5e" * 16,
    kind="name of a person met",
    purpose="reaching the person met",
    about="C-1",
    recorded_at=datetime(2024, 1, 21, 4, tzinfo=UTC),
    recorded_by="杨示远",
    kept_until=date(2026, 1, 21),
    source="第六条",
    name=None,
    media_type="text/plain",
    content="张三 <b>".encode(),
    destroyed=None,
)
PHOTO = replace(NAME, kind="photograph", name="gate.jpg", media_type="image/jpeg", content=b"\xff\xd8\xff")
GONE = replace(PHOTO, content=None, destroyed="destroyed on 2026-02-01")


def printed(*lines: PersonLine) -> PersonPrint:
    """Those lines, printed for a person."""
    return PersonPrint(person="张三", lines=lines)


def test_the_text_has_the_content_and_what_it_is_kept_for() -> None:
    told = printed(NAME).text()
    for words in (
        "张三 <b>",
        "reaching the person met",
        "2024-01-21 12:00",
        "杨示远",
        "2026-01-21",
        "第六条",
    ):
        assert words in told


def test_a_file_is_told_by_its_name_and_size() -> None:
    assert "photograph: gate.jpg (3 bytes)" in printed(PHOTO).text()


def test_what_was_destroyed_is_told_by_its_decision() -> None:
    assert "photograph: destroyed on 2026-02-01" in printed(GONE).text()


def test_what_has_no_last_day_yet_says_so() -> None:
    assert "until its supervision is closed" in printed(replace(PHOTO, kept_until=None)).text()


def test_the_page_shows_the_picture_and_asks_the_network_for_nothing() -> None:
    page = printed(PHOTO).html()
    assert 'src="data:image/jpeg;base64,/9j/"' in page
    assert "http:" not in page and "https:" not in page


def test_a_picture_that_browsers_do_not_show_is_told_by_name_alone() -> None:
    assert "<img" not in printed(replace(PHOTO, media_type="image/tiff")).html()


def test_what_a_person_wrote_is_inert_on_the_page() -> None:
    assert "<b>" not in printed(NAME).html()


def test_the_json_has_texts_as_text_and_files_in_base64() -> None:
    first, second, third = printed(NAME, PHOTO, GONE).to_dict()["items"]
    assert (first["content"], second["content"], third["content"]) == ("张三 <b>", "/9j/", None)
