"""The verbs: what an import takes and refuses, what is left to look at, what a review records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from shapely import affinity

from landwatch.errors import InputError, RegisterError, UsageError
from landwatch.formats import ReaderSettings
from landwatch.formats.import_report.told import FileReport, ImportReport
from landwatch.measures.flagged import findings, reviews_of
from landwatch.model import Phase, Verdict
from landwatch.registry import Register
from landwatch.services.assessing.judging import assess_register, explain_contract
from landwatch.services.contracts import reviewing as casebook
from landwatch.services.contracts.reviewing import Photo, read_photo, review_contract
from landwatch.services.figures.counting import figures
from landwatch.services.files.importing import import_files
from landwatch.services.maintenance.schemas import initialise
from landwatch.services.maps.mapping import draw_atlas
from landwatch.web_maps import gcj02
from tests.formats.files import BOX, write_layer
from tests.office import IN_WEST, LEDGER, NOWHERE, write_clusters, write_office, write_parcels, write_table
from tests.rules.judging import DUE, assessed, contract

NOW = datetime(2024, 1, 21, 9, 30, tzinfo=UTC)
ON = date(2023, 12, 31)
PICTURE = b"\xff\xd8\xff\xe0 picture"
FIRST, SECOND, THIRD = (row["合同编号"] for row in LEDGER)

Import = Callable[..., ImportReport]


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"gpkg:///{tmp_path}/register.gpkg"


@pytest.fixture
def take(database: str) -> Import:
    def importing(*paths: Path, **options: Any) -> ImportReport:
        given: dict[str, Any] = {"readers": ReaderSettings(), "recorded_by": "王五", "recorded_at": NOW}
        return import_files(database, paths, **given | options)

    return importing


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return write_office(tmp_path / "office")


@pytest.fixture
def filled(take: Import, office: Path, database: str) -> str:
    take(office)
    return database


def only(report: ImportReport, name: str) -> FileReport:
    return next(file for file in report.files if Path(file.path).name == name)


def test_the_order_of_the_paths_does_not_matter(take: Import, office: Path, database: str) -> None:
    report = take(*(office / name for name in ("facts.csv", "ledger.csv", "parcels.gpkg", "clusters.gpkg")))
    assert [Path(file.path).name for file in report.files][0] == "facts.csv"
    assert [issue.code for file in report.files for issue in file.issues if issue.severity != "info"] == []
    assert (len(report.parcels), len(report.contracts), report.facts) == (2, 3, 1)


def test_a_parcel_that_names_no_cluster_is_placed_by_its_location(filled: str) -> None:
    placed = assess_register(filled, ON).snapshot.parcels.set_index("parcel_no")["cluster"]
    assert placed.to_dict() == {"W-1": "桥河", "E-1": "北渡"}


def test_a_parcel_outside_every_cluster_is_taken_without_one(
    take: Import, office: Path, database: str
) -> None:
    take(office, write_parcels(office / "far.gpkg", {"N-1": NOWHERE}))
    placed = assess_register(database, ON).snapshot.parcels.set_index("parcel_no")["cluster"]
    assert placed.isna()["N-1"]


def test_an_unknown_cluster_refuses_the_parcel_and_names_the_clusters(take: Import, tmp_path: Path) -> None:
    clusters = write_clusters(tmp_path / "clusters.gpkg")
    report = take(clusters, write_parcels(tmp_path / "lots.gpkg", {"W-1": IN_WEST}, cluster="桥何"))
    (issue,) = [issue for issue in only(report, "lots.gpkg").issues if issue.code == "unknown_cluster"]
    assert (issue.severity, issue.record, issue.value) == ("error", "W-1", "桥何")
    for words in ("lots.gpkg", "W-1", "桥何", "北渡, 桥河", "import the boundary of the cluster first"):
        assert words in issue.message
    assert report.parcels == ()


def test_without_any_cluster_in_the_register_the_name_is_kept(take: Import, tmp_path: Path) -> None:
    report = take(write_parcels(tmp_path / "lots.gpkg", {"W-1": IN_WEST}, cluster="桥河"))
    assert [parcel.cluster for parcel in report.parcels] == ["桥河"]


def test_a_fact_about_an_unknown_contract_is_refused_and_the_rest_is_taken(
    take: Import, filled: str, tmp_path: Path
) -> None:
    rows = [
        {"合同编号": "渝綦工2021-00l", "事项": "开工", "日期": "2022-06-01"},
        {"合同编号": FIRST, "事项": "开工", "日期": "2024-01-05"},
    ]
    report = take(write_table(tmp_path / "more.csv", rows))
    (issue,) = report.files[0].issues
    assert (issue.severity, issue.code, issue.value) == ("error", "unknown_contract", "渝綦工2021-00l")
    assert issue.record == "2"
    for words in (
        "more.csv, row 2",
        "its fact commenced was refused",
        "渝綦工2021-00l",
        "close to it: 渝綦工2021-00",
        "import the ledger",
    ):
        assert words in issue.message
    assert (report.files[0].accepted, report.files[0].complete, report.files[0].taken) == (1, False, True)


def test_a_contract_over_an_unknown_parcel_is_taken_with_a_warning(take: Import, office: Path) -> None:
    report = take(office / "ledger.csv")
    issues = only(report, "ledger.csv").issues
    assert {(issue.severity, issue.code, issue.value) for issue in issues} == {
        ("warning", "unknown_parcel", "W-1"),
        ("warning", "unknown_parcel", "E-1"),
    }
    assert len(report.contracts) == 3


def test_a_second_import_changes_nothing(take: Import, filled: str, office: Path) -> None:
    before = Path(filled.removeprefix("gpkg:///")).read_bytes()
    report = take(office)
    assert sum(file.accepted for file in report.files) == 0
    assert {issue.code for file in report.files for issue in file.issues} == {"duplicate_record"}
    assert Path(filled.removeprefix("gpkg:///")).read_bytes() == before


def test_other_content_under_a_known_number_is_refused_and_says_where_it_differs(
    take: Import, filled: str, tmp_path: Path
) -> None:
    changed = [LEDGER[0] | {"成交价格(万元)": "1900"}]
    (issue,) = take(write_table(tmp_path / "changed.csv", changed)).files[0].issues
    assert (issue.severity, issue.code, issue.record, issue.field) == (
        "error",
        "conflicting_record",
        FIRST,
        "price_fen",
    )
    assert "the register keeps what it has" in issue.message
    assert assess_register(filled, ON).contracts.loc[FIRST, "price_fen"] == 1_800_000_000


def test_a_boundary_from_a_web_map_is_refused_and_the_recorded_one_stays(
    take: Import, filled: str, tmp_path: Path
) -> None:
    with Register.open(filled) as register:
        parcels = register.parcels_within((100, 20, 110, 40))
    recorded = next(parcel for parcel in parcels if parcel.geometry is not None)
    shifted = shapely.transform(recorded.geometry, lambda points: np.array([gcj02(*p) for p in points]))
    report = take(write_layer(tmp_path / "web.gpkg", [({"宗地编号": recorded.parcel_no}, shifted)]))
    assert [issue.code for issue in report.files[0].issues] == ["gcj02_suspected"]
    with Register.open(filled) as register:
        assert register.parcels_within((100, 20, 110, 40)) == parcels


@pytest.mark.parametrize("dry_run", [True, False])
def test_an_overlap_between_the_files_of_one_import_is_named(
    take: Import, tmp_path: Path, dry_run: bool
) -> None:
    for name, number, east in (("a.gpkg", "A", 0.0), ("b.gpkg", "B", 0.001)):
        write_layer(tmp_path / name, [({"宗地编号": number}, affinity.translate(BOX, east))])
    report = take(tmp_path / "a.gpkg", tmp_path / "b.gpkg", dry_run=dry_run)
    assert [[issue.code for issue in file.issues] for file in report.files] == [[], ["overlap"]]


@pytest.mark.parametrize("there", [False, True])
def test_a_dry_run_reports_the_same_and_writes_nothing(
    take: Import, office: Path, database: str, there: bool
) -> None:
    file = Path(database.removeprefix("gpkg:///"))
    if there:
        initialise(database)
    before = file.read_bytes() if there else None
    dry = take(office, dry_run=True)
    assert (file.read_bytes() if file.exists() else None) == before
    assert dry.to_dict() == take(office).to_dict()


def test_a_dry_run_counts_a_record_that_stands_in_two_files_once(take: Import, office: Path) -> None:
    write_table(office / "again.csv", LEDGER)
    assert len(take(office, dry_run=True).contracts) == 3


def test_the_register_in_an_imported_folder_is_left_out(take: Import, office: Path) -> None:
    database = f"gpkg:///{office}/register.gpkg"
    given: dict[str, Any] = {"readers": ReaderSettings(), "recorded_by": "王五", "recorded_at": NOW}
    first, second = (import_files(database, [office], **given) for _turn in range(2))
    assert [file.path for file in second.files] == [file.path for file in first.files]
    with pytest.raises(InputError, match=r"register\.gpkg is the register itself"):
        import_files(database, [office / "register.gpkg"], **given)


def test_a_missing_path_is_named_and_nothing_is_made(take: Import, database: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere: there is no such file"):
        take(tmp_path / "nowhere")
    assert not Path(database.removeprefix("gpkg:///")).exists()


def test_an_unreadable_file_is_said_to_be_so_and_the_others_are_taken(take: Import, office: Path) -> None:
    (office / "broken.xlsx").write_bytes(b"PK\x03\x04 broken")
    report = take(office)
    broken = only(report, "broken.xlsx")
    assert (broken.taken, broken.kind, broken.records, len(report.contracts)) == (False, None, 0, 3)


@pytest.mark.parametrize("rows", [[], [{"合同编号": FIRST, "事项": "开工", "日期": "2022-06-01"}]])
def test_where_nothing_is_taken_no_register_is_left_behind(
    take: Import, tmp_path: Path, database: str, rows: list[dict[str, str]]
) -> None:
    file = tmp_path / "facts.csv"
    write_table(file, rows) if rows else file.write_bytes(b"PK\x03\x04 broken")
    assert take(file).facts == 0
    assert list(tmp_path.glob("register.gpkg*")) == []


def test_a_register_that_was_there_stays_where_nothing_is_taken(
    take: Import, tmp_path: Path, database: str
) -> None:
    initialise(database)
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 broken")
    take(tmp_path / "broken.xlsx")
    assert findings(assess_register(database, ON)) == []


def test_the_report_has_the_form_of_the_importer_vocabulary(take: Import, office: Path) -> None:
    told = take(office).to_dict()
    file = next(file for file in told["files"] if file["path"].endswith("parcels.gpkg"))
    assert list(file) == ["path", "kind", "encoding", "crs", "records", "accepted", "issues"]
    assert file["crs"] == {"epsg": 4490, "source": "declared"}
    parcel = next(parcel for parcel in told["parcels"] if parcel["parcel_no"] == "W-1")
    assert parcel["centroid"] == pytest.approx([106.606, 29.006], abs=1e-6)
    assert parcel["area_mu"] == pytest.approx(64.79, abs=0.05)
    assert told["contracts"][0] == {
        "contract_no": FIRST,
        "supervision_no": None,
        "parcel_nos": ["W-1"],
        "signed_on": "2021-03-01",
        "agreed_commencement": "2022-06-30",
        "agreed_completion": "2024-06-30",
        "price_yuan": "18000000.00",
        "area_m2": 40000.0,
    }


def test_the_longest_overdue_contract_stands_first(filled: str) -> None:
    first, second = findings(assess_register(filled, ON))
    assert (first.contract_no, first.cluster, first.holder, first.days_late) == (
        FIRST,
        "桥河",
        "甲机械有限公司",
        549,
    )
    assert (second.contract_no, second.days_late, second.amount_fen) == (SECOND, 184, 184 * 900_000)
    assert [matter.what for matter in first.matters] == ["commencement", "idle"]


def test_findings_can_be_limited_to_a_cluster(filled: str) -> None:
    assert [finding.contract_no for finding in findings(assess_register(filled, ON), cluster="北渡")] == [
        SECOND
    ]


def test_an_unknown_cluster_is_refused_with_the_names_there_are(filled: str) -> None:
    with pytest.raises(UsageError, match="南岸 is not a cluster of this register; there are: 北渡, 桥河"):
        findings(assess_register(filled, ON), cluster="南岸")


@pytest.fixture
def reviewing(filled: str) -> Callable[..., Any]:
    def recording(contract: str = FIRST, verdict: Verdict = Verdict.CONFIRMED, **given: Any) -> Any:
        said = {"on": ON, "note": "未见施工", "person": "杨示远", "recorded_at": NOW}
        return review_contract(filled, contract, verdict, **said | given)

    return recording


def test_a_review_is_shown_with_its_finding_and_changes_no_status(
    filled: str, reviewing: Callable[..., Any]
) -> None:
    before = assess_register(filled, ON).contracts
    reviewing(verdict=Verdict.NOT_A_BREACH)
    after = assess_register(filled, ON)
    assert after.contracts.equals(before)
    last = findings(after)[0].review
    assert last is not None
    assert (last.day, last.verdict, last.note, last.person) == (ON, "not-a-breach", "未见施工", "杨示远")


def test_what_has_been_reviewed_since_it_began_is_no_longer_left(
    filled: str, reviewing: Callable[..., Any]
) -> None:
    reviewing()
    left = findings(assess_register(filled, ON), unreviewed=True)
    assert [finding.contract_no for finding in left] == [SECOND]


def test_a_review_from_before_the_default_does_not_count(filled: str, reviewing: Callable[..., Any]) -> None:
    reviewing(SECOND, on=date(2023, 6, 30))
    left = findings(assess_register(filled, ON), unreviewed=True)
    assert SECOND in [finding.contract_no for finding in left]


def test_a_review_stands_in_the_explanation_and_in_the_statistics(
    filled: str, reviewing: Callable[..., Any]
) -> None:
    reviewing()
    told = explain_contract(filled, FIRST, ON)
    assert f"Review {ON}: confirmed. 未见施工 (杨示远)" in told.text()
    assert told.to_dict()["reviews"][0]["verdict"] == "confirmed"
    made = figures(assess_register(filled, ON))
    assert {figure.id: figure.value for figure in made}["reviews_confirmed"] == 1


def test_a_photograph_is_kept_in_the_register(filled: str, reviewing: Callable[..., Any]) -> None:
    made = reviewing(photos=[Photo("gate.JPG", PICTURE)])
    ((name, item),) = made.photos
    assert name == "gate.JPG"
    with Register.open(filled) as register:
        assert register.personal_content(item)[1] == PICTURE
    assert findings(assess_register(filled, ON))[0].review == made


def test_a_photograph_of_a_phone_loses_the_folders_of_its_name(reviewing: Callable[..., Any]) -> None:
    made = reviewing(photos=[Photo("C:\\DCIM\\100\\gate.jpg", PICTURE)])
    assert [name for name, _item in made.photos] == ["gate.jpg"]


def test_a_review_recorded_twice_is_one(filled: str, reviewing: Callable[..., Any]) -> None:
    photos = [Photo("gate.jpg", PICTURE)]
    assert reviewing(photos=photos) == reviewing(photos=photos)
    assert len(reviews_of(assess_register(filled, ON))[FIRST]) == 1


def test_a_missing_photograph_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="missing.jpg: there is no such file; nothing was recorded"):
        read_photo(tmp_path / "missing.jpg")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            {"contract": "渝綦工2021-01"},
            "contract 渝綦工2021-01 is not in the register; close to it: 渝綦工2021-0",
        ),
        ({"note": "  "}, "the note of a review is empty"),
        ({"on": date(2024, 1, 22)}, "2024-01-22 lies in the future"),
        ({"photos": [Photo("gate.jpg", b"photograph")]}, "gate.jpg: is no photograph"),
    ],
)
def test_a_review_with_something_amiss_records_nothing(
    filled: str, reviewing: Callable[..., Any], given: dict[str, Any], words: str
) -> None:
    with pytest.raises((UsageError, InputError), match=words):
        reviewing(**given)
    assert "review" not in set(assess_register(filled, ON).snapshot.events["type"])
    with Register.open(filled) as register:
        assert register.personal_items() == []


def test_a_photograph_that_is_too_large_is_refused(
    reviewing: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(casebook, "LARGEST_PHOTO", 4)
    with pytest.raises(InputError, match=r"large\.jpg: is larger than"):
        reviewing(photos=[Photo("large.jpg", PICTURE)])
    (tmp_path / "large.png").write_bytes(b"12345")
    with pytest.raises(InputError, match=r"large\.png: is larger than"):
        read_photo(tmp_path / "large.png")


def test_an_unknown_contract_is_explained_by_close_numbers(filled: str) -> None:
    with pytest.raises(UsageError, match=f"渝綦工2021-03 is not in the register.*close to it: {THIRD}"):
        explain_contract(filled, "渝綦工2021-03", ON)


def test_an_empty_register_gives_no_findings_and_no_rates(database: str) -> None:
    initialise(database)
    assert findings(assess_register(database, ON)) == []
    made = figures(assess_register(database, ON))
    assert {f.text() for f in made if f.unit == "percent"} == {"n/a"}


def test_statistics_give_the_change_since_the_end_of_the_year_before(filled: str) -> None:
    now, before = (assess_register(filled, day) for day in (ON, date(ON.year - 1, 12, 31)))
    moved = next(
        figure
        for figure in figures(now, before=before)
        if figure.id == "completion_default_rate_count_change"
    )
    assert moved.text() == "33.3 percentage points"


def test_an_atlas_has_a_page_a_cluster_and_an_index(filled: str, tmp_path: Path, map_assets: Path) -> None:
    pages = draw_atlas(filled, ON, tmp_path / "pages")
    assert sorted(page.name for page in pages) == ["beidu.html", "index.html", "qiaohe.html"]


def test_a_database_server_that_is_no_register_yet_is_not_filled(postgis_url: str, office: Path) -> None:
    given: dict[str, Any] = {"readers": ReaderSettings(), "recorded_by": "王五", "recorded_at": NOW}
    with pytest.raises(RegisterError, match="landwatch init"):
        import_files(postgis_url, [office], **given)


def test_both_stores_give_the_same_findings(filled: str, postgis_url: str, office: Path) -> None:
    initialise(postgis_url)
    import_files(postgis_url, [office], readers=ReaderSettings(), recorded_by="王五", recorded_at=NOW)
    embedded, server = (findings(assess_register(url, ON)) for url in (filled, postgis_url))
    assert embedded == server


def test_an_import_is_stamped_with_who_and_when(filled: str) -> None:
    with Register.open(filled) as register:
        events = register.snapshot(ON).events
    assert set(events["recorded_by"]) == {"王五"}
    assert events["recorded_at"].iloc[0].startswith("2024-01-21T09:30")


def test_a_claim_of_which_a_part_is_not_known_is_not_known() -> None:
    """One phase is late, and no price of it is agreed: what is known of the rest is no sum."""
    phases = (Phase(number="1", agreed_commencement=DUE), Phase(number="2", agreed_commencement=DUE))
    [found] = findings(assessed(contract(phases=phases), on=date(2024, 1, 2)))
    assert found.amount_fen is None
    assert found.to_dict()["amount_yuan"] is None
