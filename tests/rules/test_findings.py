"""A finding says who should do what by when, in both languages, the gravest first."""

from __future__ import annotations

from datetime import date

from landwatch.i18n import speaking
from landwatch.model import EventType
from landwatch.rules.engine import labels
from landwatch.rules.explanation.findings import Finding, findings
from landwatch.rules.wording import STATUS
from tests.rules.judging import DUE, contract, event, judged


def found(*events: object, on: date) -> dict[str, Finding]:
    return {finding.code: finding for finding in findings(judged(contract(), *events, on=on))}


def test_a_contract_in_order_asks_for_nothing() -> None:
    assert found(event(EventType.COMMENCED, DUE), on=date(2023, 7, 15)) == {}


def test_completed_works_ask_for_their_acceptance() -> None:
    done = (event(EventType.COMMENCED, DUE), event(EventType.COMPLETED, date(2024, 12, 31)))
    pending = found(*done, on=date(2025, 1, 1))["acceptance_status=PENDING"]
    assert (pending.severity, pending.side) == ("notice", "government")


def test_a_contract_that_ended_asks_for_nothing() -> None:
    assert found(event(EventType.CONTRACT_ENDED, DUE), on=date(2025, 1, 1)) == {}


def test_a_default_asks_the_holder_and_rests_on_its_clause() -> None:
    default = found(on=date(2023, 7, 1))["commencement_status=BREACH"]
    assert (default.side, default.severity, default.deadline) == ("holder", "serious", None)
    assert "第三十三条" in default.clause


def test_a_reminder_runs_to_the_day_that_counts() -> None:
    cause = event(EventType.GOVERNMENT_CAUSE, start=date(2023, 5, 1), end=date(2023, 5, 5), verified=True)
    reminder = found(cause, on=date(2023, 6, 30))["commencement_status=REMIND"]
    assert reminder.deadline == date(2023, 7, 5)


def test_a_suspicion_names_the_deadline_of_the_investigation() -> None:
    suspicion = found(on=date(2024, 7, 1))["idle_status=SUSPECT_1Y"]
    assert (suspicion.severity, suspicion.side, suspicion.deadline) == (
        "grave",
        "government",
        date(2024, 7, 31),
    )


def test_the_gravest_finding_stands_first() -> None:
    order = [finding.severity for finding in findings(judged(contract(), on=date(2024, 7, 1)))]
    assert order == sorted(order, key=("grave", "serious", "notice").index)
    assert set(order) == {"grave", "serious"}


def test_findings_are_told_in_both_languages() -> None:
    told = {}
    for language in ("zh", "en"):
        with speaking(language):
            told[language] = found(on=date(2023, 7, 1))["commencement_status=BREACH"]
    assert (told["zh"].label, told["en"].label) == ("开工违约", "commencement default")
    assert told["zh"].next_step != told["en"].next_step


def test_every_flag_that_blocks_a_route_has_a_next_step() -> None:
    row = judged(contract(), on=date(2025, 7, 1))
    missing = {flag for flag in row["flags"] if flag.endswith("_missing")}
    assert len(missing) == 5
    assert missing <= {finding.code for finding in findings(row)}


def test_every_status_has_a_word_in_both_languages() -> None:
    for name, words in STATUS.items():
        assert name in labels()
        assert all(zh and en for zh, en in words.values()), name
