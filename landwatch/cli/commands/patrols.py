"""Patrols: who goes where and when, what was found there, and the ledger of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from landwatch.cli.console import print_json, say, screen
from landwatch.cli.context import settings_with, today
from landwatch.cli.groups import SpokenCommand, SpokenGroup
from landwatch.cli.options import Cluster, Database, Force, Json, KnownAt, On, Speech, day_option
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.model import Absence, EventType, Patroller, WorksStage

if TYPE_CHECKING:
    from landwatch.measures.patrols.proposals import Proposal
    from landwatch.registry import Act, Done
    from landwatch.services.patrols.plans import Plan
    from landwatch.services.patrols.visit import Answers
    from landwatch.settings import Settings

__all__ = ["patrol_app"]

patrol_app = typer.Typer(
    cls=SpokenGroup, no_args_is_help=True, help="Patrols: the plan, visits, the ledger, and who has what."
)

From = Annotated[date | None, day_option("--from", help="First day; the quarter of --on if not given.")]
Until = Annotated[date | None, day_option("--to", help="Last day; the end of that quarter if not given.")]
Person = Annotated[
    str | None, typer.Option("--person", metavar="NAME", help="Only what this person has on the list.")
]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", help="Who does it; LANDWATCH_ACTOR, else the login name."),
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in a sentence.")]
OnDocument = Annotated[
    str | None,
    typer.Option("--document", metavar="NUMBER", help="Number of the document the change stands on."),
]
Number = Annotated[str, typer.Argument(metavar="VISIT", help="Number of the visit that proposes it.")]


@patrol_app.command(cls=SpokenCommand, epilog="landwatch patrol plan --on 2023-12-31 --cluster 桥河")
def plan(
    first: From = None,
    last: Until = None,
    on: On = None,
    known_at: KnownAt = None,
    cluster: Cluster = None,
    person: Person = None,
    rates: Annotated[
        bool, typer.Option("--rates", help="The patrol rate by quarter, cluster and person instead.")
    ] = False,
    behind: Annotated[bool, typer.Option("--behind", help="Who is behind, person by person.")] = False,
    database: Database = None,
    json: Json = False,
) -> None:
    """Plan the visits of a period: which contract, at which stage, from when to when, whose.

    A cluster without a person is told; its visits stay in the plan.
    """
    from landwatch.cli import patrol_tables

    asked = _asked_plan(settings_with(database), (first, last), on or today(), known_at, cluster, person)
    if rates:
        _tell_rates(asked, settings_with(database).database, known_at, cluster, json=json)
    elif json:
        print_json(patrol_tables.plan_dict(asked))
    else:
        screen().print((patrol_tables.behind_table if behind else patrol_tables.plan_table)(asked))


@patrol_app.command(cls=SpokenCommand, epilog="landwatch patrol due --on 2023-12-20 --person 张样安")
def due(
    on: On = None,
    known_at: KnownAt = None,
    cluster: Cluster = None,
    person: Person = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """List the visits that are open or overdue on a day, of the quarter that it lies in.

    Exit code: 0 none is overdue, 1 some are.
    """
    from dataclasses import replace

    from landwatch.cli import patrol_tables

    asked = _asked_plan(settings_with(database), (None, None), on or today(), known_at, cluster, person)
    wanted = asked.lines["state"].isin(["open", "overdue"])
    asked = replace(asked, lines=asked.lines[wanted].reset_index(drop=True))
    if json:
        print_json(patrol_tables.plan_dict(asked))
    else:
        screen().print(patrol_tables.plan_table(asked))
    if asked.lines["state"].eq("overdue").any():
        raise typer.Exit(1)


@patrol_app.command(
    cls=SpokenCommand,
    epilog="landwatch patrol record C-001 --person 张样安 --on 2023-12-20 --works piles --yes reported",
)
def record(
    contract: Annotated[str, typer.Argument(metavar="CONTRACT", help="Number of the contract.")],
    person: Annotated[str, typer.Option("--person", metavar="NAME", help="Who went.")],
    on: Annotated[date | None, day_option("--on", help="Day of the visit; today if not given.")] = None,
    parcel: Annotated[
        str | None, typer.Option("--parcel", metavar="NUMBER", help="The parcel visited.")
    ] = None,
    cluster: Annotated[
        str | None, typer.Option("--cluster", metavar="NAME", help="The cluster, to be compared.")
    ] = None,
    works: Annotated[WorksStage | None, typer.Option("--works", help="How far the works have come.")] = None,
    done: Annotated[
        str | None, typer.Option("--done", metavar="SHARE", help="Share done, like 0.35 or 1/3.")
    ] = None,
    permits: Annotated[
        str | None, typer.Option("--permits", metavar="TEXT", help="Permits that were seen.")
    ] = None,
    weather: Annotated[str | None, typer.Option("--weather", metavar="TEXT", help="The weather.")] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="What was found.")] = None,
    met: Annotated[
        str | None, typer.Option("--met", metavar="NAME", help="Who was met; kept apart, as personal data.")
    ] = None,
    telephone: Annotated[
        str | None, typer.Option("--telephone", metavar="NUMBER", help="Telephone of who was met.")
    ] = None,
    not_checked: Annotated[
        str | None,
        typer.Option("--not-checked", metavar="REASON", help="Why the land could not be checked."),
    ] = None,
    yes: Annotated[
        list[str] | None,
        typer.Option("--yes", metavar="QUESTION", help="reported, begun, developed or finished: yes."),
    ] = None,
    no: Annotated[
        list[str] | None,
        typer.Option("--no", metavar="QUESTION=REASON", help="One of these: no, and why."),
    ] = None,
    propose: Annotated[
        EventType | None, typer.Option("--propose", help="The fact that it means; a second person decides.")
    ] = None,
    photo: Annotated[
        list[Path] | None,
        typer.Option("--photo", metavar="FILE", help="Photograph; may be given several times."),
    ] = None,
    share: Annotated[
        str | None, typer.Option("--share", metavar="SHARE", help="Share that the proposed fact reached.")
    ] = None,
    by: By = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Record a visit; it changes no status.

    What does not fit is told and the visit is kept: one before the contract, one on a parcel of another
    contract, one in another cluster than said, or a second one on the same day.
    """
    from landwatch.services.contracts import reviewing
    from landwatch.services.patrols import visiting
    from landwatch.services.patrols.visit import Proposed, Visit
    from landwatch.services.personal.persons_met import Met

    settings = settings_with(database)
    visit = Visit(
        contract_no=contract,
        day=on or today(),
        person=person,
        parcel_no=parcel,
        cluster=cluster,
        works=works,
        done_share=visiting.read_share(done, "--done"),
        permits=permits,
        weather=weather,
        note=note,
        not_checked=not_checked,
        answers=_answers(yes or (), no or ()),
        proposed=Proposed(propose, share=visiting.read_share(share, "--share")) if propose else None,
        photos=[reviewing.read_photo(file) for file in photo or ()],
        met=Met(met, telephone) if met is not None or telephone is not None else None,
    )
    made = visiting.record(
        settings.database, visit, recorded_by=by or settings.actor, recorded_at=datetime.now(UTC)
    )
    if json:
        print_json({"contract_no": contract, **made.to_dict()})
        return
    told = _("Recorded: visit {visit}.") if made.is_new else _("Visit {visit} is recorded already.")
    say(told.format(visit=made.visit))
    for line in made.told:
        say(f"  {line}")


@patrol_app.command(cls=SpokenCommand, epilog="landwatch patrol proposals --on 2023-12-31")
def proposals(
    on: On = None,
    known_at: KnownAt = None,
    every: Annotated[bool, typer.Option("--all", help="Those that are decided, too.")] = False,
    database: Database = None,
    json: Json = False,
) -> None:
    """List the facts that visits propose and nobody has decided."""
    from landwatch.cli import patrol_tables
    from landwatch.services.patrols import deciding

    found = deciding.proposals_of(settings_with(database).database, on or today(), known_at=known_at)
    shown = [each for each in found if every or each.state == "open"]
    if json:
        print_json([each.to_dict() for each in shown])
    elif shown:
        screen().print(patrol_tables.proposals_table(shown))
    else:
        say(_("No visit proposes anything that is not decided."))


@patrol_app.command(cls=SpokenCommand, epilog="landwatch patrol accept XC-20231220-3f2a9c01 --by 李示平")
def accept(number: Number, by: By = None, database: Database = None, json: Json = False) -> None:
    """Accept what a visit proposes: the fact is recorded, with the visit as its document."""
    from landwatch.services.patrols import deciding

    settings = settings_with(database)
    made = deciding.accept(settings.database, number, by=by or settings.actor, at=datetime.now(UTC))
    _tell_decided(made, json=json)


@patrol_app.command(
    cls=SpokenCommand, epilog="landwatch patrol decline XC-20231220-3f2a9c01 --by 李示平 --reason 照片不清"
)
def decline(
    number: Number, reason: Reason, by: By = None, database: Database = None, json: Json = False
) -> None:
    """Decline what a visit proposes; the visit stays."""
    from landwatch.services.patrols import deciding

    settings = settings_with(database)
    made = deciding.decline(settings.database, number, reason, by=by or settings.actor, at=datetime.now(UTC))
    _tell_decided(made, json=json)


@patrol_app.command(
    cls=SpokenCommand,
    epilog="landwatch patrol assign 桥河 张样安 --since 2023-01-01 --stand-in 李示平 --reason 落实专人",
)
def assign(
    cluster: Annotated[str, typer.Argument(metavar="CLUSTER", help="The cluster.")],
    person: Annotated[str, typer.Argument(metavar="NAME", help="Who patrols it.")],
    since: Annotated[date, day_option("--since", help="First day.")],
    reason: Reason,
    stand_in: Annotated[
        str | None, typer.Option("--stand-in", metavar="NAME", help="Who goes in their absence.")
    ] = None,
    until: Annotated[date | None, day_option("--until", help="Last day; till now if not given.")] = None,
    document: OnDocument = None,
    by: By = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Let a person patrol a cluster; whoever did so till then ends the day before.

    Assigning from the same first day again corrects what was recorded.
    """
    from landwatch.services.patrols import rostering

    settings = settings_with(database)
    named = Patroller(cluster=cluster, person=person, stand_in=stand_in, since=since, until=until)
    done = rostering.assign(settings.database, named, _act(settings, by, reason, document))
    _tell_done(done, _("{key} is patrolled by {person}.").format(key=cluster, person=person), json=json)


@patrol_app.command(
    cls=SpokenCommand,
    epilog="landwatch patrol absent 张样安 --since 2023-11-01 --until 2023-11-15 --reason 休假",
)
def absent(
    person: Annotated[str, typer.Argument(metavar="NAME", help="Who is away.")],
    since: Annotated[date, day_option("--since", help="First day.")],
    until: Annotated[date, day_option("--until", help="Last day.")],
    reason: Reason,
    withdrawn: Annotated[
        bool, typer.Option("--withdraw", help="It was never true: the one from that day stands no longer.")
    ] = False,
    document: OnDocument = None,
    by: By = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Record days on which somebody does not patrol: the list moves to the stand-in, not the duty."""
    from landwatch.services.patrols import rostering

    settings = settings_with(database)
    absence = Absence(person=person, since=since, until=until)
    act = _act(settings, by, reason, document)
    done = rostering.away(settings.database, absence, act, withdrawn=withdrawn)
    told = _("{person} is away from {since} to {until}.").format(person=person, since=since, until=until)
    _tell_done(done, _("Withdrawn.") if withdrawn else told, json=json)


@patrol_app.command(cls=SpokenCommand, epilog="landwatch patrol ledger 巡查台账.xlsx --on 2023-12-31")
def ledger(
    out: Annotated[Path, typer.Argument(metavar="FILE", help="File to write: .xlsx, or .pdf to print.")],
    first: From = None,
    last: Until = None,
    on: On = None,
    known_at: KnownAt = None,
    cluster: Cluster = None,
    lang: Speech = "zh",
    force: Force = False,
    database: Database = None,
    json: Json = False,
) -> None:
    """Write the ledger of the visits of a period; every visit stands there, whether it counts or not."""
    from landwatch.services.patrols import on_paper

    day = on or today()
    period = _period((first, last), day)
    settings = settings_with(database)
    written = on_paper.write_ledger(
        settings.database,
        out,
        period,
        day,
        settings.conventions(),
        known_at=known_at,
        cluster=cluster,
        speech=lang or "zh",
        replace=force,
    )
    if json:
        print_json({"path": str(out), "visits": written})
    else:
        say(_("{path}: {count} visits").format(path=out, count=written))


def _period(given: tuple[date | None, date | None], on: date) -> tuple[date, date]:
    from landwatch.measures.figures.periods import quarter_days

    first, last = quarter_days(on.year, (on.month + 2) // 3)
    if given[0] and not given[1]:
        last = max(given[0] + timedelta(days=364), given[0])
    return given[0] or first, given[1] or last


def _asked_plan(
    settings: Settings,
    days: tuple[date | None, date | None],
    on: date,
    known_at: datetime | None,
    cluster: str | None,
    person: str | None,
) -> Plan:
    from landwatch.measures.flagged import check_cluster
    from landwatch.services.patrols import plans

    found = plans.plan_of(
        settings.database, *_period(days, on), on, settings.conventions(), known_at=known_at
    )
    if cluster is not None:
        check_cluster(found.assessment.snapshot.clusters["name"], cluster)
        found = found.within(cluster)
    return found if person is None else found.of(person)


def _tell_rates(
    asked: Plan, database: str, known_at: datetime | None, cluster: str | None, *, json: bool
) -> None:
    from landwatch.cli import patrol_tables
    from landwatch.services.patrols import plans, rostering, visiting

    roster = rostering.roster_of(database, known_at=known_at)
    rows = plans.rates_of(asked.assessment, roster, asked.first, asked.last, cluster)
    conditions = visiting.conditions_told(asked.last)
    if json:
        print_json({"rates": [row.to_dict() for row in rows], "counts_if": list(conditions)})
    else:
        screen().print(patrol_tables.rates_table(rows))
        say(_("A visit counts if: {conditions}.").format(conditions=_("; ").join(conditions)))


def _tell_decided(made: Proposal, *, json: bool) -> None:
    from landwatch.rules.wording import EVENTS, word

    if json:
        print_json(made.to_dict())
    elif made.state == "accepted":
        say(
            _("Recorded: {fact} of {contract} on {day}, on visit {visit}.").format(
                fact=word(EVENTS, made.fact), contract=made.contract_no, day=made.day, visit=made.visit
            )
        )
    else:
        say(_("Declined: {visit}.").format(visit=made.visit))


def _tell_done(done: Done, told: str, *, json: bool) -> None:
    if json:
        print_json({"key": done.key, "changed": done.is_new, "recorded_at": done.recorded_at})
    else:
        say(told if done.is_new else _("That is recorded already; nothing was changed."))


def _act(settings: Settings, by: str | None, reason: str, document: str | None) -> Act:
    from landwatch.registry import Act

    return Act(by=by or settings.actor, at=datetime.now(UTC), reason=reason, document=document)


def _answers(yes: Sequence[str], no: Sequence[str]) -> Answers:
    from landwatch.services.patrols.visit import ANSWERS, Answers

    refused = dict(each.partition("=")[::2] for each in no)
    given = dict.fromkeys(yes, True) | dict.fromkeys(refused, False)
    for name in given:
        if name not in ANSWERS:
            raise UsageError(
                _("{name} is no question of the form; write one of {known}").format(
                    name=name, known=", ".join(ANSWERS)
                )
            )
    return Answers(given, {name: reason.strip() for name, reason in refused.items() if reason.strip()})
