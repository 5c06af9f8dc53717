"""What changes the register after a record has come in, and what became of it since."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from landwatch.cli.console import print_json, say, screen
from landwatch.cli.context import settings_with
from landwatch.cli.groups import SpokenCommand, SpokenGroup
from landwatch.cli.options import Database, Json, Speech, day_option
from landwatch.i18n import gettext as _
from landwatch.i18n import language, speak
from landwatch.model import Document, Operator, OperatorBasis

if TYPE_CHECKING:
    from landwatch.registry import Act, Done, Kind
    from landwatch.settings import Settings

__all__ = ["app", "document_app"]

app = typer.Typer(cls=SpokenGroup)
document_app = typer.Typer(cls=SpokenGroup, no_args_is_help=True, help="Documents kept in the register.")

What = Annotated[
    Literal["contract", "parcel", "event", "cluster"],
    typer.Argument(metavar="KIND", help="What it is: contract, parcel, event or cluster."),
]
Number = Annotated[
    str,
    typer.Argument(metavar="NUMBER", help="Its number; a cluster's name; the first digits of a fact's hash."),
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in a sentence.")]
OnDocument = Annotated[
    str | None,
    typer.Option("--document", metavar="NUMBER", help="Number of the document the change stands on."),
]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", help="Who does it; LANDWATCH_ACTOR, else the login name."),
]
Into = Annotated[Path, typer.Option("--into", metavar="FILE", help="Survey of the parcels that begin.")]
FirstDay = Annotated[date, day_option("--on", help="First day on which the new parcels are true.")]
Because = Annotated[
    str, typer.Option("--document", metavar="NUMBER", help="Number of the document it stands on.")
]
Crs = Annotated[
    int | None,
    typer.Option("--crs", metavar="EPSG", help="CRS of the coordinates, whatever the files declare."),
]
AcceptGuess = Annotated[
    bool, typer.Option("--accept-guess", help="Take coordinates whose CRS had to be guessed.")
]


@app.command(
    cls=SpokenCommand,
    epilog="landwatch correct contract C-001 --set 成交价格=1900万元 --reason 台账录入有误",
)
def correct(
    kind: What,
    number: Number,
    given: Annotated[
        list[str],
        typer.Option(
            "--set", metavar="FIELD=VALUE", help="A field and its value; may be given several times."
        ),
    ],
    reason: Reason,
    document: OnDocument = None,
    replaces: Annotated[
        str | None,
        typer.Option(
            "--replaces", metavar="VERSION", help="Only if this still stands; landwatch history names it."
        ),
    ] = None,
    by: By = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Correct a record; what it said stays known for the time before.

    A field has the header of the ledger, as in 成交价格=1900万元, or its name in the register, as in
    price_fen=1900000000; that of a phase or an instalment is written phases.NUMBER.FIELD. Nothing behind the
    equals sign empties it.
    """
    from landwatch.services.contracts import correcting

    settings = settings_with(database)
    done = correcting.correct_record(
        settings.database, _kind(kind), number, given, _act(settings, by, reason, document), replaces=replaces
    )
    _tell(done, json=json, table=_kind(kind))


@app.command(cls=SpokenCommand, epilog="landwatch retire contract C-001 --reason 重复录入")
def retire(
    kind: What,
    number: Number,
    reason: Reason,
    with_facts: Annotated[
        bool, typer.Option("--with-facts", help="Retire the facts and documents of a contract with it.")
    ] = False,
    document: OnDocument = None,
    by: By = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Let a record that was never true stand no longer; the time before still knows it."""
    from landwatch.services.contracts import correcting

    settings = settings_with(database)
    act = _act(settings, by, reason, document)
    done = correcting.retire_record(settings.database, _kind(kind), number, act, with_facts=with_facts)
    _tell(done, json=json, table=_kind(kind))


@app.command(
    cls=SpokenCommand,
    epilog="landwatch split P-1 --into survey.txt --on 2024-06-01 --document 綦规资分1号 --reason 宗地分割",
)
def split(
    parcel: Annotated[str, typer.Argument(metavar="PARCEL", help="Parcel that ends.")],
    into: Into,
    on: FirstDay,
    document: Because,
    reason: Reason,
    crs: Crs = None,
    accept_guess: AcceptGuess = False,
    by: By = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Divide a parcel into those of a survey, which must be its ground; contracts and facts go with it."""
    from landwatch.services.contracts import correcting

    settings = settings_with(database)
    done = correcting.split_parcel(
        settings.database,
        parcel,
        into,
        on,
        _act(settings, by, reason, document),
        readers=settings.readers(),
        crs=crs,
        accept_guess=accept_guess,
    )
    _tell(done, json=json, table="parcels")


@app.command(
    cls=SpokenCommand,
    epilog="landwatch merge P-1 P-2 --into new.txt --on 2024-06-01 --document 綦规资合1号 --reason 合并",
)
def merge(
    parcels: Annotated[list[str], typer.Argument(metavar="PARCEL", help="Parcels that end, two or more.")],
    into: Into,
    on: FirstDay,
    document: Because,
    reason: Reason,
    crs: Crs = None,
    accept_guess: AcceptGuess = False,
    by: By = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Make one parcel, that of a survey, of several; contracts and facts go with them."""
    from landwatch.services.contracts import correcting

    settings = settings_with(database)
    done = correcting.merge_parcels(
        settings.database,
        parcels,
        into,
        on,
        _act(settings, by, reason, document),
        readers=settings.readers(),
        crs=crs,
        accept_guess=accept_guess,
    )
    _tell(done, json=json, table="parcels")


@app.command(
    "take-back",
    cls=SpokenCommand,
    epilog="landwatch take-back P-1 --document 綦规资更2号 --reason 分割登记有误",
)
def take_back(
    parcel: Annotated[
        str, typer.Argument(metavar="PARCEL", help="A parcel that ended with the split or merger.")
    ],
    document: Because,
    reason: Reason,
    by: By = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Take back a split or merger that was a mistake; the time before still knows it.

    The parcels of before stand again, those that it made are retired, and their documents go to the parcels
    of before. Contracts and facts that name one of the new parcels are corrected first.
    """
    from landwatch.services.contracts import correcting

    settings = settings_with(database)
    act = _act(settings, by, reason, document)
    _tell(correcting.take_back_parcels(settings.database, parcel, act), json=json, table="parcels")


@app.command(
    cls=SpokenCommand,
    epilog="landwatch operate 桥河 重庆綦江高新区管委会 --since 2023-01-01 --reason 机构整合",
)
def operate(
    cluster: Annotated[str, typer.Argument(metavar="CLUSTER", help="The cluster.")],
    operator: Annotated[str, typer.Argument(metavar="COMPANY", help="Who operates it.")],
    reason: Reason,
    since: Annotated[date | None, day_option("--since", help="First day; from ever if not given.")] = None,
    until: Annotated[date | None, day_option("--until", help="Last day; till now if not given.")] = None,
    basis: Annotated[OperatorBasis, typer.Option("--basis", help="How that is known.")] = OperatorBasis.NAMED,
    document: OnDocument = None,
    by: By = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Record who operates a cluster; whoever did so till then ends the day before."""
    from landwatch.services.contracts import correcting

    settings = settings_with(database)
    named = Operator(cluster=cluster, operator=operator, basis=basis, since=since, until=until)
    done = correcting.operate_cluster(settings.database, named, _act(settings, by, reason, document))
    _tell(done, json=json, table="clusters")


@app.command(
    cls=SpokenCommand,
    epilog="landwatch attach 认定书.pdf --contract C-001 --kind 认定书 --number 綦规资闲认1号",
)
def attach(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The document.")],
    contract: Annotated[
        str | None, typer.Option("--contract", metavar="NUMBER", help="Contract it belongs to.")
    ] = None,
    parcel: Annotated[
        str | None, typer.Option("--parcel", metavar="NUMBER", help="Parcel it belongs to.")
    ] = None,
    event: Annotated[
        str | None,
        typer.Option("--event", metavar="HASH", help="Fact it belongs to; landwatch history names it."),
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="TEXT", help="What it is.")] = None,
    number: Annotated[
        str | None, typer.Option("--number", metavar="NUMBER", help="Its number, e.g. 綦规资函1号.")
    ] = None,
    day: Annotated[date | None, day_option("--date", help="Its date.")] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="Its title.")] = None,
    by: By = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Keep a document in the register, bytes and all, for a contract, a parcel or a fact."""
    from landwatch.services.contracts import documents

    settings = settings_with(database)
    named = Document(
        sha256="",
        size=0,
        file_name=file.name,
        kind=kind,
        number=number,
        day=day,
        title=title,
        contract_no=contract,
        parcel_no=parcel,
        event=event,
    )
    reason = " ".join(filter(None, [kind, number])) or file.name
    act = _act(settings, by, reason, number)
    done = documents.attach_file(settings.database, file, named, act, limit_mb=settings.document_limit_mb)
    _tell(done, json=json, table="documents")


@app.command(cls=SpokenCommand, epilog="landwatch documents C-001")
def documents(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="Number of the contract or the parcel.")],
    database: Database = None,
    json: Json = False,
) -> None:
    """List the documents of a contract and its facts, or of a parcel."""
    from landwatch.cli import history_tables
    from landwatch.services.contracts import documents as papers

    found = papers.documents_of(settings_with(database).database, number)
    if json:
        print_json([papers.document_dict(document) for document in found])
    else:
        screen().print(history_tables.documents_table(found))


@document_app.command(cls=SpokenCommand, epilog="landwatch document get 3f2a9c04d1 --out 认定书.pdf")
def get(
    digest: Annotated[
        str, typer.Argument(metavar="SHA256", help="Hash of the document; the first digits do.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="New file or a folder; the document's own name if not given."
        ),
    ] = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Write a document of the register to a file."""
    from landwatch.services.contracts import documents

    file = documents.hand_out(settings_with(database).database, digest, out)
    if json:
        print_json({"file": str(file)})
    else:
        say(str(file))


@app.command(cls=SpokenCommand, epilog="landwatch history C-001 --lang zh")
def history(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="Number of the contract or the parcel.")],
    lang: Speech = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Tell what became of a contract or a parcel: who, when, from what to what, why, on which document."""
    from landwatch.cli import history_tables
    from landwatch.services.contracts import history as chronicle

    speak(lang or language())
    told = chronicle.chronicle_of(settings_with(database).database, number)
    if json:
        print_json(told.to_dict())
    else:
        screen().print(history_tables.history_text(told))


def _kind(name: str) -> Kind:
    from landwatch.registry import Kind

    return Kind(f"{name}s")


def _act(settings: Settings, by: str | None, reason: str, document: str | None) -> Act:
    from landwatch.registry import Act

    return Act(by=by or settings.actor, at=datetime.now(UTC), reason=reason, document=document)


def _tell(done: Done, *, json: bool, table: str) -> None:
    from landwatch.cli import history_tables

    if json:
        changes = [change.to_dict() for change in done.changes]
        print_json(
            {
                "key": done.key,
                "changed": done.is_new,
                "version": done.version,
                "recorded_at": done.recorded_at,
            }
            | {"changes": changes}
        )
    elif done.is_new:
        screen().print(history_tables.done_text(done, table))
    else:
        say(_("The register says so already; nothing was changed."))
