"""The commands that ask the engine: replay, explanations in three forms, what if, and the law."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from rich.console import Console
from typer.testing import Result

from landwatch.cli.result_tables import findings_table
from landwatch.errors import UsageError
from landwatch.formats import ReaderSettings
from landwatch.i18n import minute_text
from landwatch.instants import parse_instant
from landwatch.measures.flagged import findings
from landwatch.services.assessing.judging import assess_register
from landwatch.services.files.importing import import_files
from tests.commands import Landwatch
from tests.office import LEDGER, write_office, write_table

FIRST, SECOND, THIRD = (row["合同编号"] for row in LEDGER)
ON = ("--on", "2023-12-31")
STARTED = '{"type": "commenced", "date": "2023-12-01"}'
SHORTER_YEAR = """
idle_first_years:
  label: {zh: 未动工满几年为疑似闲置, en: years after which land is suspected idle}
  unit: years
  source: a draft
  certainty: unsure
  selected_by: decision
  values: {1999-04-28: 5}
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the register of an office, filled on 2024-01-21 and, with one fact, on 2024-02-01."""
    folder = tmp_path_factory.mktemp("office")
    late = write_table(
        folder / "late.csv",
        [{"合同编号": FIRST, "事项": "开工", "日期": "2022-06-15", "文号": "綦建〔2022〕7号"}],
    )
    recordings = (
        (write_office(folder / "office"), datetime(2024, 1, 21, 9, 30, tzinfo=UTC)),
        (late, datetime(2024, 2, 1, 9, 30, tzinfo=UTC)),
    )
    for path, instant in recordings:
        import_files(
            f"gpkg:///{folder / 'landwatch.gpkg'}",
            [path],
            readers=ReaderSettings(),
            recorded_by="王五",
            recorded_at=instant,
        )
    return folder


@pytest.fixture
def landwatch(landwatch: Landwatch, office: Path, tmp_path: Path) -> Landwatch:
    """The same, over a copy of that register."""
    shutil.copytree(office, tmp_path, dirs_exist_ok=True)
    return landwatch


def said(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.stdout


def error_of(result: Result) -> str:
    (line,) = result.stderr.splitlines()
    assert (result.exit_code, result.stdout) == (2, "")
    return line


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2024-01-21", "2024-01-21T23:59:59.999999+08:00"),
        ("2024/1/21", "2024-01-21T23:59:59.999999+08:00"),
        ("2024-01-21T17:30", "2024-01-21T17:30:59.999999+08:00"),
        ("2024-01-21 17:30:05", "2024-01-21T17:30:05+08:00"),
        ("2024-01-21T17:30+00:00", "2024-01-21T17:30:59.999999+00:00"),
        ("2024-01-21T09:30Z", "2024-01-21T09:30:59.999999+00:00"),
        ("2024-01-21 17:30:00.000020 +08:00", "2024-01-21T09:30:00.000020+00:00"),
    ],
)
def test_an_instant_is_of_shanghai_and_a_day_or_a_minute_means_its_end(written: str, instant: str) -> None:
    assert parse_instant(written) == datetime.fromisoformat(instant)


def test_the_minute_that_pages_print_leads_back_to_all_that_was_known() -> None:
    recorded = datetime.fromisoformat("2024-01-21T09:30:00.000020+00:00")
    assert minute_text(recorded) == "2024-01-21 17:30 +08:00"
    assert recorded <= parse_instant(minute_text(recorded)) < recorded + timedelta(minutes=1)


@pytest.mark.parametrize("written", ["yesterday", "2024-02-30", "2024-01-21T25:00", ""])
def test_what_is_no_instant_is_refused_with_the_ways_to_write_one(written: str) -> None:
    with pytest.raises(UsageError, match="is not an instant; write a day like 2023-06-30"):
        parse_instant(written)


def test_a_fact_recorded_later_is_not_known_before(landwatch: Landwatch) -> None:
    before = json.loads(said(landwatch("assess", *ON, "--known-at", "2024-01-31", "--json")))
    now = json.loads(said(landwatch("assess", *ON, "--json")))
    assert [row["contract_no"] for row in before["findings"]] == [FIRST, SECOND]
    assert [row["contract_no"] for row in now["findings"]] == [SECOND]


def test_replay_at_the_last_instant_is_the_plain_answer(landwatch: Landwatch) -> None:
    plain = said(landwatch("explain", FIRST, *ON))
    assert said(landwatch("explain", FIRST, *ON, "--known-at", "2024-02-01T09:30:00Z")) == plain


def test_before_the_first_record_nothing_is_known(landwatch: Landwatch) -> None:
    line = error_of(landwatch("explain", FIRST, *ON, "--known-at", "2024-01-20"))
    told = "is not in the register on 2023-12-31, as known at 2024-01-20 23:59:59.999999 +08:00"
    assert f"contract {FIRST} {told}" in line
    assert json.loads(said(landwatch("assess", *ON, "--known-at", "2024-01-20", "--json")))["contracts"] == 0


@pytest.mark.long
def test_statistics_are_replayed_too(landwatch: Landwatch) -> None:
    def rate(*arguments: str) -> Any:
        told = json.loads(said(landwatch("stats", *ON, *arguments, "--json")))["figures"]
        return next(f for f in told if f["id"] == "commencement_default_rate_count")

    assert rate("--known-at", "2024-01-31")["value"] == "33.3"
    assert rate("--known-at", "2024-01-31")["known_at"] == "2024-01-31T23:59:59.999999+08:00"
    assert rate()["value"] == "0.0"


@pytest.mark.long
def test_maps_are_replayed_too(landwatch: Landwatch, map_assets: Path) -> None:
    said(landwatch("map", "桥河", *ON, "--known-at", "2024-01-31", "--out", "then"))
    said(landwatch("map", "桥河", *ON, "--out", "now"))
    then, now = (Path(folder, "qiaohe.html").read_text(encoding="utf-8") for folder in ("then", "now"))
    assert "开工逾期549天" in then and "开工逾期549天" not in now


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_the_same_question_gets_the_same_bytes(landwatch: Landwatch, form: str) -> None:
    asked = ("explain", FIRST, *ON, "--lang", "zh", "--format", form)
    assert said(landwatch(*asked)) == said(landwatch(*asked))


def test_json_is_a_short_form_of_format_json(landwatch: Landwatch) -> None:
    asked = ("explain", FIRST, *ON)
    assert said(landwatch(*asked, "--json")) == said(landwatch(*asked, "--format", "json"))
    line = error_of(landwatch(*asked, "--json", "--format", "html"))
    assert "--json and --format html contradict each other" in line


def test_the_dossier_changes_with_a_fact_and_with_a_convention(
    landwatch: Landwatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dossier(*arguments: str) -> str:
        return str(json.loads(said(landwatch("explain", FIRST, *ON, "--json", *arguments)))["dossier"])

    now, before_the_fact = dossier(), dossier("--known-at", "2024-01-31")
    monkeypatch.setenv("LANDWATCH_IDLE_TIME", "gross")
    assert len({now, before_the_fact, dossier()}) == 3


def test_a_fact_names_its_document_who_recorded_it_and_when(landwatch: Landwatch) -> None:
    told = said(landwatch("explain", FIRST, *ON))
    assert "綦建〔2022〕7号; 王五 2024-02-01 17:30" in told
    assert "As known at 2024-02-01 17:30:00 +08:00" in told


@pytest.mark.parametrize("form", ["text", "json", "html"])
@pytest.mark.long
def test_the_instant_that_an_explanation_prints_replays_it_to_the_byte(
    landwatch: Landwatch, tmp_path: Path, form: str
) -> None:
    asked = ("explain", FIRST, *ON, "--format")
    printed = re.search(r"As known at (.+)", said(landwatch(*asked, "text")))
    assert printed is not None
    first = said(landwatch(*asked, form))
    fact = {"合同编号": FIRST, "事项": "竣工", "日期": "2023-06-15", "文号": "綦建〔2023〕9号"}
    said(landwatch("import", write_table(tmp_path / "later.csv", [fact])))
    assert said(landwatch(*asked, form)) != first
    assert said(landwatch(*asked, form, "--known-at", printed[1])) == first


def test_a_page_is_whole_escaped_and_speaks_its_language(landwatch: Landwatch, tmp_path: Path) -> None:
    fact = {"合同编号": FIRST, "事项": "开工", "日期": "2022-06-20", "文号": "<script>函</script>"}
    said(landwatch("import", write_table(tmp_path / "x.csv", [fact])))
    told = said(landwatch("explain", FIRST, *ON, "--format", "html", "--lang", "zh", "--out", "x.html"))
    page = Path("x.html").read_text(encoding="utf-8")
    assert told.strip() == "x.html"
    assert '<html lang="zh-CN">' in page and 'name="viewport"' in page
    assert "<script>" not in page and "&lt;script&gt;函" in page
    assert not re.search(r"(src|href)=|https?://|@import|url\(", page)
    assert page.count("<details") == page.count("</details>") > 5


def test_a_page_says_what_is_to_be_done_and_by_when(landwatch: Landwatch) -> None:
    page = said(landwatch("explain", SECOND, *ON, "--format", "html", "--lang", "en"))
    assert "serve the default notice, check the progress of the works" in page
    assert '<html lang="en">' in page


def test_a_page_fits_the_screen_of_a_phone(landwatch: Landwatch, chromium: Browser, tmp_path: Path) -> None:
    said(landwatch("explain", FIRST, *ON, "--format", "html", "--out", "x.html", "--known-at", "2024-01-31"))
    page = chromium.new_page(viewport={"width": 360, "height": 640})
    page.goto((tmp_path / "x.html").as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(branch => branch.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.get_by_text("commenced on").first.is_visible()
    page.close()


def test_a_file_that_cannot_be_written_is_named(landwatch: Landwatch) -> None:
    line = error_of(landwatch("explain", FIRST, *ON, "--out", "no/such/folder.txt"))
    assert "no/such/folder.txt: cannot be written: No such file or directory" in line


def test_what_if_shows_what_changes_for_the_contract_and_for_the_district(landwatch: Landwatch) -> None:
    finished = '{"type": "completed", "date": "2023-12-01", "doc": "验收1号"}'
    told = json.loads(said(landwatch("whatif", "--contract", SECOND, "--event", finished, *ON, "--json")))
    changes = {change["name"]: change for change in told["changes"]}
    assert (changes["completion_status"]["before"], changes["completion_status"]["after"]) == (
        "BREACH",
        "COMPLETED_LATE",
    )
    assert changes["completion_status"]["after_text"] == "completed late"
    assert (changes["completed_on"]["before"], changes["completed_on"]["after"]) == (None, "2023-12-01")
    rates = {rate["id"]: rate for rate in told["rates"]}
    rate = rates["completion_default_rate_count"]
    assert (rate["before"], rate["after"], rate["points"]) == ("33.3", "0.0", "-33.33")
    assert rates["commencement_default_rate_count"]["points"] == "+0.00"


def test_what_if_as_a_table_has_labels_and_both_values(landwatch: Landwatch) -> None:
    finished = '{"type": "completed", "date": "2023-12-01"}'
    told = " ".join(said(landwatch("whatif", "--contract", SECOND, "--event", finished, *ON)).split())
    for words in (
        f"Contract {SECOND}, judged at the end of 2023-12-31:",
        "completion completion default completed late",
        "Completion default rate, by count, pool P 33.3 0.0 -33.33",
        "Nothing was written.",
    ):
        assert words in told


def test_what_if_writes_nothing(landwatch: Landwatch) -> None:
    def digest() -> str:
        return hashlib.sha256(Path("landwatch.gpkg").read_bytes()).hexdigest()

    before, told = digest(), said(landwatch("explain", SECOND, *ON))
    said(landwatch("whatif", "--contract", SECOND, "--event", STARTED, "--set", "idle_time=gross", *ON))
    assert digest() == before
    assert said(landwatch("explain", SECOND, *ON)) == told


@pytest.mark.long
def test_what_if_takes_several_events_a_law_and_a_convention(landwatch: Landwatch, tmp_path: Path) -> None:
    law = tmp_path / "draft.yaml"
    law.write_text(SHORTER_YEAR, encoding="utf-8")
    asked = ("whatif", "--contract", THIRD, "--on", "2029-12-31", "--json")
    under_law = json.loads(said(landwatch(*asked, "--law", law)))["changes"]
    assert "first_idle_day" in [change["name"] for change in under_law]
    cause = '{"type": "government_cause", "from": "2025-01-01", "to": "2025-12-31", "verified": true}'
    both = json.loads(said(landwatch(*asked, "--event", cause, "--event", STARTED.replace("2023", "2026"))))
    names = [change["name"] for change in both["changes"]]
    assert "excused_days" in names and "commenced_on" in names
    chosen = json.loads(said(landwatch(*asked, "--set", "rate_pool=D")))
    assert chosen["changes"] == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((), "nothing is supposed; give at least one of --event, --law and --set"),
        (("--event", "commenced"), "--event commenced: cannot be read as JSON"),
        (
            ("--event", '{"type": "finished", "date": "2023-12-01"}'),
            "'finished' is not valid; expected a type of event, such as commenced or handed_over",
        ),
        (("--event", '{"type": "commenced"}'), "expected either date, or from and perhaps to"),
        (("--event", '{"type": "commenced", "date": "2023-02-30"}'), "expected a day as YYYY-MM-DD"),
        (("--event", STARTED.replace("2023", "2024")), "expected a day up to the judged 2023-12-31"),
        (("--event", '{"type": "commenced", "date": "2023-12-01", "date": ""}'), "key date stands twice"),
        (
            ("--event", '{"type": "commenced", "date": "2023-12-01", "phase": "2"}'),
            "phase: '2' is not valid; expected one of none",
        ),
        (
            ("--event", '{"type": "commenced", "date": "2023-12-01", "verified": "yes"}'),
            "expected true or false",
        ),
        (
            ("--event", '{"type": "commenced", "date": "2023-12-01", "verifed": true}'),
            "--event: commenced.verifed: is no known key; expected verified, true or false",
        ),
        (("--event", "[]"), "expected a mapping of keys to values"),
        (
            ("--set", "idle=net"),
            "names are breach_unit, contract_template, damages_base, extension_base, handover_shift",
        ),
        (("--set", "idle_time=long"), "--set idle_time=long: idle_time is one of net, gross"),
        (("--set", "roll_deadlines=maybe"), "roll_deadlines is one of true, false"),
        (("--law", "draft.yaml"), "draft.yaml: cannot be read"),
    ],
)
def test_a_supposition_that_makes_no_sense_is_one_line(
    landwatch: Landwatch, given: tuple[str, ...], words: str
) -> None:
    assert words in error_of(landwatch("whatif", "--contract", FIRST, *ON, *given))


def test_what_if_of_an_unknown_contract_names_close_ones(landwatch: Landwatch) -> None:
    line = error_of(landwatch("whatif", "--contract", "渝綦工2021-03", "--event", STARTED, *ON))
    assert "contract 渝綦工2021-03 is not in the register on 2023-12-31; close to it:" in line


def test_the_law_is_listed_with_value_source_and_certainty(landwatch: Landwatch) -> None:
    told = json.loads(said(landwatch("law", "list", "--on", "2015-04-30", "--json")))
    value = next(value for value in told if value["name"] == "litigation_months")
    assert (value["value"], value["unit"], value["certainty"]) == (3, "months", "seen")
    assert value["values"] == {"1990-10-01": 3, "2015-05-01": 6}
    line = next(line for line in said(landwatch("law", "list")).splitlines() if "idle_fee_share" in line)
    assert "1/5" in line and "text seen" in line


def test_a_value_of_the_law_is_shown_through_time(landwatch: Landwatch) -> None:
    told = said(landwatch("law", "show", "litigation_months", "--on", "2015-04-30"))
    for words in ("litigation_months", "On 2015-04-30: 3 months", "2015-05-01", "6 months"):
        assert words in told
    line = error_of(landwatch("law", "show", "litigation_month"))
    assert "litigation_month is no value of the law; look at: litigation_months" in line


def test_the_law_behind_a_contract_is_drawn_with_its_days(landwatch: Landwatch, tmp_path: Path) -> None:
    told = said(landwatch("law", "graph", FIRST, "--out", tmp_path / "g.svg", *ON, "--lang", "zh"))
    assert f"合同 {FIRST} 的判定依据" in told
    drawn = (tmp_path / "g.svg").read_text(encoding="utf-8")
    assert "约定动工日" in drawn and "国土资厅发〔2013〕30号" in drawn


def test_what_rests_on_a_value_of_the_law_is_drawn_and_told_as_data(
    landwatch: Landwatch, tmp_path: Path
) -> None:
    asked = ("law", "graph", "idle_fee_share", "--out", tmp_path / "g.svg", "--json")
    told = json.loads(said(landwatch(*asked)))
    assert ["idle_fee_potential_fen", "idle_fee_share"] in told["rests_on"]
    assert error_of(landwatch(*asked)).endswith("replace it with --force")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("idle_statsu", "idle_statsu is neither a value nor a contract; look at: idle_status"),
        ("渝綦工2021-03", "contract 渝綦工2021-03 is not in the register on 2023-12-31; close to it:"),
    ],
)
def test_an_unknown_name_to_draw_leads_to_close_ones(
    landwatch: Landwatch, tmp_path: Path, asked: str, words: str
) -> None:
    assert words in error_of(landwatch("law", "graph", asked, "--out", tmp_path / "g.svg", *ON))


def test_the_law_of_two_days_names_values_and_exactly_the_contracts_that_differ(
    landwatch: Landwatch, tmp_path: Path
) -> None:
    decided = {"合同编号": FIRST, "事项": "征缴土地闲置费决定书送达", "日期": "2023-12-01"}
    said(landwatch("import", write_table(tmp_path / "decided.csv", [decided])))
    asked = ("law", "diff", "--from", "2015-04-30", "--to", "2015-05-01", *ON)
    told = json.loads(said(landwatch(*asked, "--json")))
    assert [(v["name"], v["before"], v["after"]) for v in told["values"]] == [("litigation_months", 3, 6)]
    assert told["contracts"] == [FIRST]
    (change,) = told["changes"]
    assert (change["before"], change["after"]) == ("2024-03-01", "2024-06-03")
    table = said(landwatch(*asked))
    assert "1 value of the law differs" in table and "1 contract comes out otherwise" in table


def test_a_decision_served_before_the_law_changed_is_not_listed(landwatch: Landwatch, tmp_path: Path) -> None:
    decided = {"合同编号": FIRST, "事项": "征缴土地闲置费决定书送达", "日期": "2015-01-10"}
    said(landwatch("import", write_table(tmp_path / "decided.csv", [decided])))
    told = json.loads(
        said(landwatch("law", "diff", "--from", "2015-04-30", "--to", "2015-05-01", *ON, "--json"))
    )
    assert [v["name"] for v in told["values"]] == ["litigation_months"]
    assert told["contracts"] == []


def test_a_bad_day_of_the_law_is_named_by_its_option(landwatch: Landwatch) -> None:
    line = error_of(landwatch("law", "diff", "--from", "2015", "--to", "2016-01-01"))
    assert "--from 2015: is not a day" in line


def test_every_listed_contract_says_who_does_what_by_when(landwatch: Landwatch) -> None:
    told = json.loads(said(landwatch("assess", *ON, "--known-at", "2024-01-31", "--json")))
    steps = {step["code"]: step for step in told["findings"][0]["findings"]}
    assert steps["commencement_status=BREACH"] == {
        "code": "commencement_status=BREACH",
        "severity": "serious",
        "side": "holder",
        "next_step": "serve the default notice, demand commencement, compute the damages",
        "deadline": None,
        "clause": "GF-2008-2601 第十六条、第三十三条; 53号令第二条",
    }
    inquiry = steps["cause_inquiry_missing"]
    assert (inquiry["side"], inquiry["deadline"]) == ("government", "2023-07-31")


@pytest.mark.parametrize(("width", "shown"), [(119, False), (120, True), (200, True)])
def test_the_next_step_is_listed_where_there_is_room(landwatch: Landwatch, width: int, shown: bool) -> None:
    found = findings(assess_register("gpkg:///landwatch.gpkg", datetime(2023, 12, 31, tzinfo=UTC).date()))
    console = Console(width=width, file=StringIO(), record=True)
    console.print(findings_table(found, illustrative=False, width=width))
    text = console.export_text()
    table, _colon, left_out = text.partition("Left out for want of room")
    assert ("Next step" in table, "Next step" in left_out) == (shown, not shown)
    assert max(len(line.rstrip()) for line in text.splitlines()) <= width


def test_a_failing_case_is_named_with_the_value_that_differs_first(
    landwatch: Landwatch, tmp_path: Path
) -> None:
    cases = tmp_path / "cases.yaml"
    cases.write_text(
        """
- id: T-1
  title: Two values are expected otherwise
  facts: {price_yuan: '18000000.00', area_m2: '40000.00', agreed_commencement: '2023-06-30'}
  events: []
  as_of: '2023-07-01'
  expect: {status: {commencement: COMMENCED}, dates: {commencement_due: '2023-06-29'}}
""",
        encoding="utf-8",
    )
    (line,) = [line for line in said_lines(landwatch("scenarios", "run", cases)) if "T-1" in line]
    assert line.split() == ["T-1", "dates.commencement_due", "2023-06-29", "2023-06-30", "1"]


def test_progress_is_for_a_terminal_only(landwatch: Landwatch) -> None:
    assert (
        landwatch("scenarios", "run", Path(__file__).parent / "scenarios" / "boundary_days.yaml").stderr == ""
    )


def said_lines(result: Result) -> list[str]:
    assert result.exit_code == 1
    return result.stdout.splitlines()
