"""Snapshots in files: to hand a register's contracts over, and to judge them elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from landwatch.cli.console import print_json, say, screen
from landwatch.cli.context import settings_with, today
from landwatch.cli.groups import SpokenCommand, SpokenGroup
from landwatch.cli.options import Database, Json, KnownAt, On

__all__ = ["snapshot_app"]

snapshot_app = typer.Typer(
    cls=SpokenGroup, no_args_is_help=True, help="Hand a day's facts over as GeoParquet, and judge them there."
)


@snapshot_app.command(cls=SpokenCommand, epilog="landwatch snapshot export --on 2023-12-31 --out facts-2023")
def export(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="New folder to write to.")],
    on: On = None,
    known_at: KnownAt = None,
    parts: Annotated[
        int, typer.Option("--parts", min=1, help="Divide the contracts among so many folders in it.")
    ] = 1,
    database: Database = None,
    json: Json = False,
) -> None:
    """Write the facts of a day as GeoParquet and Parquet, with a manifest that holds their hashes."""
    from landwatch.services.files import snapshots

    found, manifests = snapshots.export_snapshot(
        settings_with(database).database, on or today(), out, known_at=known_at, parts=parts
    )
    if json:
        print_json(
            {
                "on": found.on.isoformat(),
                "known_at": found.known_at.isoformat() if found.known_at else None,
                "contracts": len(found.contracts),
                "parcels": len(found.parcels),
                "events": len(found.events),
                "manifests": [str(manifest) for manifest in manifests],
            }
        )
    else:
        say("\n".join(str(manifest) for manifest in manifests))


@snapshot_app.command(
    cls=SpokenCommand, epilog="landwatch snapshot assess facts-2023 --out assessment.parquet"
)
def assess(
    folders: Annotated[
        list[Path],
        typer.Argument(metavar="DIR", help="Folders of a snapshot; several are the parts of one."),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write every value of every contract: .parquet or .csv."),
    ] = None,
    json: Json = False,
) -> None:
    """Judge the contracts of a snapshot in files and count them; no register is needed."""
    from landwatch.cli import result_tables
    from landwatch.measures.figures.counts import in_statuses
    from landwatch.services.files import snapshots

    assessment = snapshots.assess_snapshot(folders, settings_with(None).conventions())
    counts = in_statuses(assessment, snapshots.STATUSES)
    if out is not None:
        snapshots.save_assessment(assessment, out)
    illustrative = assessment.snapshot.illustrative
    if json:
        print_json(
            {
                "on": assessment.on.isoformat(),
                "illustrative": illustrative,
                "law_version": assessment.law_version,
                "contracts": len(assessment.contracts),
                "counts": counts,
                "table": str(out) if out else None,
            }
        )
    else:
        screen().print(result_tables.status_table(assessment.on, counts, illustrative=illustrative))
        if out is not None:
            say(str(out))
