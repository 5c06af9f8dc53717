"""A day on the land with a phone in Chromium: taken along, off the line, killed, sent home, proven."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect
from typer.testing import CliRunner

from landwatch.cli import app
from landwatch.registry import Register
from tests.maps.visit import PHONE
from tests.web.browsing import listening
from tests.web.carried_phone import (
    CarriedPhone,
    begin,
    carried,
    kept,
    ready,
    save,
    say,
    shoot,
    sign_in,
    take_along,
    visit,
    visits_of,
)
from tests.web.field_phone import CONTRACT, digest, photo
from tests.web.visiting import Served

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]

BEIJING = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def phone(tmp_path: Path) -> Iterator[CarriedPhone]:
    """A phone."""
    with carried(tmp_path / "profile") as made:
        yield made


def test_a_day_without_a_line_comes_home_whole(served: Served, phone: CarriedPhone, tmp_path: Path) -> None:
    with listening(served) as url:
        page = phone.page
        sign_in(page, url, served)
        take_along(page)
        phone.context.set_offline(True)
        for number in range(3):
            visit(page, tmp_path, number)
        expect(page.locator("#progress")).to_contain_text("0 of 3 have a receipt.")
        phone.kill_and_open_again()
        page = phone.page
        page.goto(f"{url}/field")
        ready(page)
        expect(page.locator("#progress")).to_contain_text("0 of 3 have a receipt.")
        assert kept(served.office.database) == {}
        phone.context.set_offline(False)
        sign_in(page, url, served)  # the browser kept no session
        expect(page.locator("#progress")).to_have_text("3 of 3 have a receipt.", timeout=60_000)
        assert kept(served.office.database) == {
            f"第{number}次": [f"IMG_{number}0.jpg", f"IMG_{number}1.jpg"] for number in range(3)
        }


def test_who_is_signed_out_keeps_the_queue_and_sends_it_after_signing_in(
    served: Served, phone: CarriedPhone, tmp_path: Path
) -> None:
    with listening(served) as url:
        page = phone.page
        sign_in(page, url, served)
        take_along(page)
        phone.context.set_offline(True)
        visit(page, tmp_path, 1)
        phone.context.clear_cookies()
        phone.context.set_offline(False)
        page.click("#send")
        expect(page.locator("#ending")).to_contain_text("Nobody is signed in.")
        assert kept(served.office.database) == {}
        sign_in(page, url, served)
        expect(page.locator("#progress")).to_have_text("1 of 1 have a receipt.", timeout=60_000)


def test_somebody_else_who_signs_in_sends_nothing_in_their_own_name(
    served: Served, phone: CarriedPhone, tmp_path: Path
) -> None:
    with listening(served) as url:
        page = phone.page
        sign_in(page, url, served)
        take_along(page)
        phone.context.set_offline(True)
        visit(page, tmp_path, 1)
        phone.context.clear_cookies()
        phone.context.set_offline(False)
        sign_in(page, url, served, "clerk")
        expect(page.locator("#foreign")).to_have_text(
            "Recorded by inspector and waiting on this phone: 1. Sign in as inspector to send it."
        )
        assert page.locator("#records li, #tasks li, #drafts li").count() == 0
        page.click("#take")
        page.click("#other")
        page.fill("[name=contract_no]", CONTRACT)
        save(page, "第2次")
        expect(page.locator("#progress")).to_have_text("1 of 1 have a receipt.", timeout=60_000)
        assert [*kept(served.office.database)] == ["第2次"]
        sign_in(page, url, served)
        expect(page.locator("#progress")).to_have_text("1 of 1 have a receipt.", timeout=60_000)
        assert sorted(kept(served.office.database)) == ["第1次", "第2次"]


def test_an_unfinished_visit_outlasts_the_browser_with_photographs_and_voice(
    served: Served, phone: CarriedPhone, tmp_path: Path
) -> None:
    with listening(served) as url:
        page = phone.page
        sign_in(page, url, served)
        first = take_along(page)
        phone.context.set_offline(True)
        begin(page)
        page.check("#stage-pit")
        page.fill("[name=note]", "基坑")
        shoot(page, tmp_path, 1)
        say(page)
        phone.kill_and_open_again()
        page = phone.page
        page.goto(f"{url}/field")
        ready(page)
        page.click(f"#drafts >> text=Go on with {first}")
        expect(page.locator("#visit")).to_be_visible()
        found = page.input_value("[name=note]"), page.is_checked("#stage-pit")
        counts = page.locator("#photos li").count(), page.locator("#voices li").count()
        assert (found, counts) == (("基坑", True), (1, 1))


def test_a_file_takes_everything_home_that_a_line_does_not(
    served: Served, phone: CarriedPhone, tmp_path: Path
) -> None:
    with listening(served) as url:
        page = phone.page
        sign_in(page, url, served)
        take_along(page)
        phone.context.set_offline(True)
        for number in range(2):
            visit(page, tmp_path, number)
        file = tmp_path / "day.zip"
        with page.expect_download() as told:
            page.click("#write")
        told.value.save_as(file)
        imported = CliRunner().invoke(
            app, ["field", "import", str(file), "--database", served.office.database, "--json"]
        )
        assert imported.exit_code == 0, imported.output
        expect(page.locator("#progress")).to_contain_text("0 of 2 have a receipt.")
        sent: list[str] = []
        page.on("request", lambda request: sent.append(request.method))
        phone.context.set_offline(False)
        expect(page.locator("#progress")).to_have_text("2 of 2 have a receipt.", timeout=60_000)
        # Not one byte of a photograph goes again.
        assert "PUT" in sent and "PATCH" not in sent
        assert sorted(kept(served.office.database)) == ["第0次", "第1次"]


def test_a_voice_note_lies_in_the_file_under_its_hash_and_comes_home(
    served: Served, phone: CarriedPhone, tmp_path: Path
) -> None:
    with listening(served) as url:
        page = phone.page
        sign_in(page, url, served)
        take_along(page)
        phone.context.set_offline(True)
        begin(page)
        say(page)
        save(page, "口述")
        with page.expect_download() as told:
            page.click("#write")
        with zipfile.ZipFile(told.value.path()) as archive:
            [name] = [each for each in archive.namelist() if each.startswith("records/")]
            [voice] = json.loads(archive.read(name))["voices"]
            content = archive.read(f"blobs/{voice}")
        # An EBML head: what a WebM file begins with.
        assert (digest(content), content[:4]) == (voice, b"\x1a\x45\xdf\xa3")
        phone.context.set_offline(False)
        expect(page.locator("#progress")).to_have_text("1 of 1 have a receipt.", timeout=60_000)
        assert [*kept(served.office.database)] == ["口述"]


def test_a_photograph_without_room_is_refused_before_it_counts_as_kept(
    served: Served, phone: CarriedPhone, tmp_path: Path
) -> None:
    with listening(served) as url:
        page = phone.page
        # Before anything is kept: Chromium remembers for half a minute how much room there was.
        devtools = phone.context.new_cdp_session(page)
        devtools.send("Storage.overrideQuotaForOrigin", {"origin": url, "quotaSize": 4_000_000})
        sign_in(page, url, served)
        take_along(page)
        phone.context.set_offline(True)
        visit(page, tmp_path, 1)
        begin(page, 1)
        shoot(page, tmp_path, 21)
        large = tmp_path / "large.jpg"
        large.write_bytes(photo(22, 5_000_000))
        page.set_input_files("#camera", large)
        expect(page.locator("#complaint")).to_contain_text("no room for this photograph: it was not kept")
        assert page.locator("#photos li").count() == 1
        save(page, "第2次")
        with page.expect_download():  # the way out
            page.click("#write")
        phone.context.set_offline(False)
        expect(page.locator("#progress")).to_have_text("2 of 2 have a receipt.", timeout=60_000)
        assert kept(served.office.database)["第2次"] == ["IMG_21.jpg"]


def test_little_room_is_told_before_the_day(served: Served, phone: CarriedPhone) -> None:
    # What a browser tells that tells the truth.
    phone.page.add_init_script("StorageManager.prototype.estimate = async () => ({quota: 9e8, usage: 8e8})")
    with listening(served) as url:
        sign_in(phone.page, url, served)
        expect(phone.page.locator("#room")).to_contain_text("The phone has room for 93 MB: little for a day")


def test_a_clock_three_days_ahead_is_told_and_its_visit_held_for_a_person(
    served: Served, phone: CarriedPhone, tmp_path: Path
) -> None:
    ahead = datetime.now(UTC) + timedelta(days=3)
    with listening(served) as url:
        page = phone.page
        page.clock.install(time=ahead)
        sign_in(page, url, served)
        shown = ahead.astimezone(BEIJING)
        expect(page.locator("#clock")).to_contain_text(f"This phone shows {shown:%Y-%m-%d %H:}")
        take_along(page)
        visit(page, tmp_path, 1)
        expect(page.locator("#progress")).to_have_text("1 of 1 have a receipt.", timeout=60_000)
        expect(page.locator("#records .done small")).to_contain_text("lies in the future")
        assert kept(served.office.database) == {}


def test_a_visit_over_midnight_has_the_day_on_which_it_was_saved_and_photographs_theirs(
    served: Served, phone: CarriedPhone, tmp_path: Path
) -> None:
    with listening(served) as url:
        page = phone.page
        page.clock.install(time=datetime(2023, 12, 20, 23, 59, 30, tzinfo=BEIJING))
        sign_in(page, url, served)
        take_along(page)
        phone.context.set_offline(True)
        begin(page)
        shoot(page, tmp_path, 1)
        page.clock.fast_forward(60_000)
        save(page, "第1次")
        phone.context.set_offline(False)
        expect(page.locator("#progress")).to_have_text("1 of 1 have a receipt.", timeout=60_000)
    with Register.open(served.office.database) as register:
        events = register.snapshot(date(2099, 1, 1)).events
    [visited] = visits_of(served.office.database)
    [taken] = [each["taken_at"] for each in visited["photos"]]
    days = [f"{day:%Y-%m-%d}" for day in events.loc[events["details"].str.contains("第1次", na=False), "day"]]
    assert (days, taken[:10]) == (["2023-12-21"], "2023-12-20")


def test_what_is_missing_is_told_before_it_is_saved(served: Served, phone: CarriedPhone) -> None:
    with listening(served) as url:
        page = phone.page
        sign_in(page, url, served)
        take_along(page)
        page.locator("#tasks button").first.click()
        page.click("button.main")
        expect(page.locator("#complaint")).to_contain_text("Choose the stage of works")
        page.check("#stage-pit")
        page.check("#begun-no")
        page.click("button.main")
        expect(page.locator("#complaint")).to_contain_text("Each no needs its reason.")


def test_without_a_secure_address_it_is_told_what_will_not_work(served: Served, chromium: Browser) -> None:
    context = chromium.new_context(viewport=PHONE)
    page = context.new_page()
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    with listening(served) as url:
        page.goto(f"{url}/field?lang=en")
        expect(page.locator("#trouble")).to_contain_text("the address is not secure")
    context.close()
