"""Who is reminded of what, and when: days counted by hand on a calendar."""

from __future__ import annotations

from datetime import date

from landwatch.measures.patrols.letters import Letter, letters
from landwatch.model import Event, EventType, Phase
from tests.measures.patrols.zone import contract, happened, judged

DUE = date(2023, 6, 30)
FIRST = date(2023, 5, 31)  # thirty days before
ON = date(2023, 6, 10)
FAR = date(2030, 1, 1)


def of(on: date, *events: Event, commencement: date = DUE, completion: date = FAR) -> tuple[Letter, ...]:
    return letters(judged(on, [contract("1", commencement, completion)], *events))


def sent(day: date, kind: EventType = EventType.COMMENCEMENT_REMINDER_SENT, **details: object) -> Event:
    return happened("1", kind, day, **details)


def test_a_letter_is_due_thirty_days_before_the_day_and_not_a_day_earlier() -> None:
    assert [len(of(day)) for day in (date(2023, 5, 30), FIRST, DUE, date(2023, 7, 1))] == [0, 1, 1, 0]


def test_a_letter_tells_the_day_the_days_left_and_until_when_to_ask_for_an_extension() -> None:
    (letter,) = of(ON)
    assert (letter.kind, letter.due, letter.days_left) == ("commencement", DUE, 20)
    assert letter.apply_by == FIRST


def test_a_contract_that_has_commenced_is_reminded_of_its_completion() -> None:
    begun = happened("1", EventType.COMMENCED, date(2022, 6, 1))
    (letter,) = of(ON, begun, commencement=date(2022, 6, 30), completion=DUE)
    assert (letter.kind, letter.due, letter.apply_by) == ("completion", DUE, None)


def test_a_permit_on_file_is_named_with_its_day_and_the_others_are_missing() -> None:
    permit = Event(
        contract_no="1", type=EventType.WORKS_PERMIT, day=date(2023, 2, 1), document="建字第500110202300012号"
    )
    (letter,) = of(ON, permit)
    known = [(paper.day, paper.number) for paper in letter.papers if paper.day]
    assert known == [(date(2023, 2, 1), "建字第500110202300012号")]
    assert letter.missing == (
        EventType.LAND_USE_PERMIT,
        EventType.CONSTRUCTION_PERMIT,
        EventType.COMMENCEMENT_DECLARED,
    )


def test_a_letter_that_was_sent_since_the_reminder_began_does_for_this_day() -> None:
    (letter,) = of(ON, sent(FIRST))
    assert letter.sent is not None and letter.sent.day == FIRST


def test_a_letter_sent_before_the_reminder_began_was_for_another_day() -> None:
    (letter,) = of(ON, sent(date(2023, 5, 30)))
    assert letter.sent is None


def test_a_letter_that_names_its_day_does_for_that_day_alone() -> None:
    (named,) = of(ON, sent(date(2023, 5, 1), about_day="2023-06-30"))
    (other,) = of(ON, sent(date(2023, 6, 5), about_day="2023-06-15"))
    assert (named.sent is not None, other.sent is not None) == (True, False)


def test_a_letter_about_the_commencement_does_not_do_for_the_completion() -> None:
    begun = happened("1", EventType.COMMENCED, date(2022, 6, 1))
    (letter,) = of(ON, begun, sent(FIRST), commencement=date(2022, 6, 30), completion=DUE)
    assert letter.sent is None


def test_of_a_contract_with_phases_the_phase_that_falls_due_is_reminded() -> None:
    phases = (
        Phase(number="1", agreed_commencement=date(2022, 6, 30), agreed_completion=FAR),
        Phase(number="2", agreed_commencement=DUE, agreed_completion=FAR),
    )
    begun = Event(contract_no="1", type=EventType.COMMENCED, day=date(2022, 6, 1), phase="1")
    (letter,) = letters(judged(ON, [contract("1", DUE, phases=phases)], begun))
    assert (letter.phase, letter.due, letter.agreed) == ("2", DUE, None)


def test_a_contract_that_has_ended_gets_no_letter() -> None:
    assert of(ON, happened("1", EventType.CONTRACT_ENDED, date(2023, 5, 1))) == ()


def test_letters_can_be_asked_for_of_one_kind() -> None:
    assessment = judged(ON, [contract("1", DUE, FAR)])
    assert letters(assessment, ["completion"]) == ()
