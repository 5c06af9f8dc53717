"""The register as a whole: its schema, copies, backups."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from landwatch.cli.console import print_json, screen
from landwatch.cli.context import settings_with
from landwatch.cli.groups import SpokenCommand, SpokenGroup
from landwatch.cli.options import Database, Json
from landwatch.i18n import gettext as _

if TYPE_CHECKING:
    from landwatch.registry.transfer import Copied

__all__ = ["app", "db_app"]

app = typer.Typer(cls=SpokenGroup)
db_app = typer.Typer(
    cls=SpokenGroup, no_args_is_help=True, help="The database of the register: its schema, and copies of it."
)


@db_app.command(cls=SpokenCommand, epilog="landwatch db upgrade --database gpkg:///zone.gpkg")
def upgrade(database: Database = None, json: Json = False) -> None:
    """Bring a register of an older landwatch up to date, as a whole or not at all.

    Photographs of reviews that lie beside it are taken in, as landwatch personal take-in does.
    """
    from landwatch.cli import personal_tables
    from landwatch.services.maintenance import photographs, schemas

    settings = settings_with(database)
    found, current = schemas.upgrade(settings.database)
    taken = photographs.take_in(settings.database, by=settings.actor, at=datetime.now(UTC))
    if json:
        print_json({"before": found, "schema": current, "photographs": taken and taken.to_dict()})
        return
    if found == current:
        screen().print(_("The register is up to date (schema {schema}).").format(schema=current))
    else:
        screen().print(
            _("The register was brought from schema {before} to {schema}.").format(
                before=found, schema=current
            )
        )
    if taken:
        screen().print(personal_tables.taken_text(taken))


@db_app.command(cls=SpokenCommand, epilog="landwatch db check")
def check(database: Database = None, json: Json = False) -> None:
    """Make sure that the register is up to date and its database as landwatch makes it; exit code 2 if not.

    What differs is named: tables, columns, indexes, triggers, spatial indexes, reference systems. Whether
    anybody changed what was recorded is another question: landwatch journal verify.
    """
    from landwatch.services.maintenance import schemas

    __, current = schemas.check_schema(settings_with(database).database)
    if json:
        print_json({"schema": current})
    else:
        screen().print(_("The register is up to date (schema {schema}).").format(schema=current))


@db_app.command(cls=SpokenCommand, epilog="landwatch db current")
def current(database: Database = None, json: Json = False) -> None:
    """Print the schema of the register and that of this landwatch."""
    from landwatch.services.maintenance import schemas

    found, ours = schemas.schemas(settings_with(database).database)
    if json:
        print_json({"schema": found, "current": ours})
    else:
        screen().print(
            _("The register has schema {schema}, this landwatch {ours}.").format(schema=found, ours=ours)
        )


@db_app.command(
    cls=SpokenCommand,
    epilog="landwatch db copy --from gpkg:///zone.gpkg --to postgresql+psycopg://clerk@host/land",
)
def copy(
    origin: Annotated[str, typer.Option("--from", metavar="URL", help="The register to copy.")],
    target: Annotated[str, typer.Option("--to", metavar="URL", help="An empty place.")],
    json: Json = False,
) -> None:
    """Copy a register between GeoPackage and PostGIS, either way: every row, also the superseded ones.

    The copy is compared with the register by count and hash of all rows, the journal goes with it and is
    verified. If anything fails, nothing is left in the target. Accounts of people are not in it. Exit code:
    0 done, 1 done, but the journal of the register is broken.
    """
    from landwatch.services.maintenance import copying

    copied = copying.copy(origin, target, datetime.now(UTC))
    _tell(copied, _("Copied"), copying.photographs_of(origin), _waiting_beside(origin), json)


@app.command(cls=SpokenCommand, epilog="landwatch backup backups/2026-01-31.gpkg")
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="New GeoPackage to write.")],
    database: Database = None,
    json: Json = False,
) -> None:
    """Copy the register to a new GeoPackage while others work on; also one that lies in PostGIS.

    The copy is verified; a file that is there is never written over. Accounts of people are not in it. Exit
    code: 0 done, 1 done, but the journal of the register is broken.
    """
    from landwatch.services.maintenance import copying

    url = settings_with(database).database
    _tell(
        copying.back_up(url, file, datetime.now(UTC)),
        _("Backed up"),
        copying.photographs_of(url),
        _waiting_beside(url),
        json,
    )


@app.command(
    cls=SpokenCommand, epilog="landwatch restore backups/2026-01-31.gpkg --database gpkg:///zone.gpkg"
)
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")],
    database: Database = None,
    json: Json = False,
) -> None:
    """Bring a backup back to an empty place, a GeoPackage or PostGIS, once its journal is verified."""
    from landwatch.services.maintenance import copying

    copied = copying.restore(file, settings_with(database).database, datetime.now(UTC))
    _tell(copied, _("Restored"), None, {}, json)


def _tell(
    copied: Copied, what: str, photographs: Path | None, waiting: Mapping[str, int], json: bool
) -> None:
    from landwatch.cli import maintenance_tables
    from landwatch.services.maintenance.journal import report_dict

    if json:
        report = copied.journal and report_dict(copied.journal)
        folder = str(photographs) if photographs else None
        told = {"rows": copied.rows, "journal": report, "photographs": folder, "waiting": dict(waiting)}
        print_json(told | {"remembered": copied.is_remembered})
    else:
        screen().print(maintenance_tables.copy_report(copied, what, photographs, waiting))
    if copied.journal and copied.journal.faults:
        raise typer.Exit(1)


def _waiting_beside(database: str) -> dict[str, int]:
    """How many records of whom wait beside a register, and are in no copy of it."""
    from landwatch.incoming import Incoming
    from landwatch.services.field.receipts import waiting_people

    return waiting_people(Incoming.of(database))
