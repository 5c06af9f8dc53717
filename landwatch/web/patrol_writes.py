"""What a visitor records about patrols, from a form or from a program: the same checks for both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from landwatch.access import Right
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.measures.flagged import check_cluster, close_matches
from landwatch.measures.patrols.proposals import PROPOSABLE, Proposal
from landwatch.model import Absence, EventType, Patroller, WorksStage
from landwatch.registry import Act, Done
from landwatch.services.patrols import deciding, rostering, visiting
from landwatch.services.patrols.visit import ANSWERS, Answers, Recorded, Visit
from landwatch.services.personal.persons_met import Met
from landwatch.web.asked import Question, Visitor, now, office_day
from landwatch.web.patrols_seen import judging, people_of, roster_seen
from landwatch.web.visits_seen import proposal_seen

__all__ = [
    "accept",
    "answers_of",
    "assign",
    "decline",
    "event_of",
    "mark_absent",
    "met_of",
    "record",
    "said",
    "works_of",
]


def said(text: str | None) -> str | None:
    """Give a text that says something; ``None`` for blanks.

    Parameters
    ----------
    text
        As it was written.
    """
    return (text or "").strip() or None


def works_of(given: str | None) -> WorksStage | None:
    """Read a stage of works.

    Parameters
    ----------
    given
        Word of :class:`landwatch.model.WorksStage`; empty for none.

    Raises
    ------
    UsageError
        If there is no such stage.
    """
    if not given:
        return None
    if given not in list(WorksStage):
        raise UsageError(
            _("{given}: is no stage of works; there are: {known}").format(
                given=given, known=", ".join(WorksStage)
            )
        )
    return WorksStage(given)


def event_of(given: str) -> EventType:
    """Read the kind of fact that a visit proposes.

    Parameters
    ----------
    given
        Its word.

    Raises
    ------
    UsageError
        If no such fact can be seen on the land.
    """
    if given not in list(PROPOSABLE):
        raise UsageError(
            _("{fact} cannot be seen on the land; a visit can propose: {known}").format(
                fact=given, known=", ".join(PROPOSABLE)
            )
        )
    return EventType(given)


def met_of(name: str | None, telephone: str | None) -> Met | None:
    """Read who was met.

    Parameters
    ----------
    name, telephone
        As the person gave them; blanks say nothing.
    """
    told = Met(said(name), said(telephone))
    return told if told.name or told.telephone else None


def answers_of(given: Mapping[str, bool], reasons: Mapping[str, str]) -> Answers:
    """Read the answers of the official form.

    Parameters
    ----------
    given
        Yes or no by question.
    reasons
        Why not, by question; of a question that was answered yes it is left out.

    Raises
    ------
    UsageError
        If the form has no such question.
    """
    for name in (*given, *reasons):
        if name not in ANSWERS:
            raise UsageError(
                _("{name} is no question of the form; write one of {known}").format(
                    name=name, known=", ".join(ANSWERS)
                )
            )
    told = {name: reasons.get(name, "").strip() for name, answer in given.items() if not answer}
    return Answers(given, {name: reason for name, reason in told.items() if reason})


def record(visitor: Visitor, question: Question, visit: Visit) -> Recorded:
    """Record a visit.

    Parameters
    ----------
    visitor, question
        Whoever records it, and about which day.
    visit
        What was found, on a contract that the visitor sees.

    Raises
    ------
    UsageError
        If it is no visit, or somebody else is named who went and the visitor may not record for others.
    InputError
        If a photograph cannot be taken.
    RegisterError
        If the register cannot be written.
    """
    viewer = visitor.viewer
    if visit.person not in (viewer.name, viewer.login) and not viewer.may(Right.RECORD):
        raise UsageError(
            _("{person} is not you; your role records your own visits alone").format(person=visit.person)
        )
    return visiting.record(
        visitor.office.database,
        visit,
        recorded_by=viewer.login,
        recorded_at=now(),
        judge=judging(visitor, question, visit.day),
    )


def accept(visitor: Visitor, question: Question, visit: str) -> Proposal:
    """Accept what a visit proposes.

    Parameters
    ----------
    visitor, question
        Whoever accepts, and about which day.
    visit
        Number of the visit.

    Raises
    ------
    Refused
        If the visitor sees no such visit.
    UsageError
        If it is decided, or the visitor made or recorded the visit.
    RegisterError
        If somebody has decided it meanwhile, or the register cannot be written.
    """
    judge = judging(visitor, question, office_day(visitor.office))
    proposal_seen(visitor.seen(_as_known_now(visitor, question)), visit)
    viewer = visitor.viewer
    return deciding.accept(
        visitor.office.database, visit, by=viewer.login, person=viewer.name, at=now(), judge=judge
    )


def decline(visitor: Visitor, question: Question, visit: str, reason: str) -> Proposal:
    """Decline what a visit proposes.

    Parameters
    ----------
    visitor, question
        Whoever declines, and about which day.
    visit, reason
        Number of the visit, and why.

    Raises
    ------
    Refused
        If the visitor sees no such visit.
    UsageError
        If it is decided, the visitor made or recorded the visit, or the reason is empty.
    RegisterError
        If somebody has decided it meanwhile, or the register cannot be written.
    """
    day = office_day(visitor.office)
    judge = judging(visitor, question, day)
    proposal_seen(visitor.seen(_as_known_now(visitor, question)), visit)
    viewer = visitor.viewer
    return deciding.decline(
        visitor.office.database,
        visit,
        reason,
        by=viewer.login,
        person=viewer.name,
        at=now(),
        day=day,
        judge=judge,
    )


def _as_known_now(visitor: Visitor, question: Question) -> Question:
    return replace(question, on=max(question.on, office_day(visitor.office)), known_at=None)


def assign(
    visitor: Visitor, question: Question, patroller: Patroller, reason: str, document: str | None
) -> Done:
    """Let a person patrol a cluster that the visitor sees.

    Parameters
    ----------
    visitor, question
        Whoever assigns, and about which day.
    patroller
        Cluster, person, stand-in and days.
    reason, document
        Why, and on which document.

    Raises
    ------
    UsageError
        If the visitor sees no such cluster, or nobody is named.
    RegisterError
        If the reason is empty, somebody else is assigned then, or the register cannot be written.
    """
    check_cluster(visitor.seen(question).assessment.snapshot.clusters["name"], patroller.cluster)
    if not patroller.person.strip():
        raise UsageError(_("nobody is named who patrols; name the person"))
    return rostering.assign(visitor.office.database, patroller, _act(visitor, reason, document))


def mark_absent(
    visitor: Visitor,
    question: Question,
    absence: Absence,
    reason: str,
    document: str | None,
    *,
    withdrawn: bool = False,
) -> Done:
    """Record days on which somebody does not patrol, who patrols a cluster that the visitor sees.

    Parameters
    ----------
    visitor, question
        Whoever records it, and about which day.
    absence
        The person and the days.
    reason, document
        Why, and on which document.
    withdrawn
        Whether it was never true.

    Raises
    ------
    UsageError
        If nobody of that name patrols or stands in where the visitor sees it.
    RegisterError
        If the reason is empty, or the register cannot be written.
    """
    here = roster_seen(visitor.seen(replace(question, known_at=None)), visitor)
    known = people_of(here)
    if absence.person not in known:
        raise UsageError(
            _("{person} patrols no cluster{close}; assign a cluster first").format(
                person=absence.person, close=close_matches(absence.person, known)
            )
        )
    act = _act(visitor, reason, document)
    return rostering.away(visitor.office.database, absence, act, withdrawn=withdrawn)


def _act(visitor: Visitor, reason: str, document: str | None) -> Act:
    return Act(by=visitor.viewer.login, at=now(), reason=reason.strip(), document=said(document))
