"""What all requests of a server share: the register as it is kept judged, the people, and the settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Self

from landwatch.access import Access
from landwatch.district import District
from landwatch.incoming import Incoming
from landwatch.jobs import Queue
from landwatch.maps.basemaps import TileFile
from landwatch.services.assessing.keeping import Choices, KeptAssessments
from landwatch.services.maps.kept_tiles import KeptTiles
from landwatch.settings import Settings
from landwatch.web.authority import Authority

__all__ = ["SAMPLE_DAY", "Office"]

SAMPLE_DAY = date(2023, 12, 31)
"""The day that the sample is judged on where no other is asked for: its facts end there."""


@dataclass(frozen=True)
class Office:
    """What a server holds from its start to its end.

    Attributes
    ----------
    settings
        The settings, with the register of this server.
    kept
        Snapshots and assessments, shared by the requests.
    access
        People, sessions and tokens.
    incoming
        What phones handed over, until it stands in the register.
    jobs
        The queue of long jobs.
    ground
        Image tiles that phones take along under their map; ``None`` without.
    is_secure
        Whether browsers reach the server over TLS, its own or that of a proxy.
    is_demo
        Whether the register is the sample: pages then judge its last day where no other is asked for.
    authority
        Who vouches for the server, where it is an authority of the office's own.
    tiles
        Vector tiles of clusters, kept as files.
    """

    settings: Settings
    kept: KeptAssessments
    access: Access
    incoming: Incoming
    jobs: Queue
    ground: TileFile | None = None
    is_secure: bool = False
    is_demo: bool = False
    authority: Authority | None = None
    tiles: KeptTiles = field(default_factory=KeptTiles)
    district: District = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "district", self.settings.district())

    @property
    def database(self) -> str:
        """URL of the register."""
        return self.settings.database

    @classmethod
    def open(
        cls,
        settings: Settings,
        *,
        is_secure: bool = False,
        is_demo: bool = False,
        authority: Path | None = None,
    ) -> Self:
        """Open a register and its people.

        Parameters
        ----------
        settings
            The settings, with the register of this server.
        is_secure, is_demo
            As above.
        authority
            PEM file with the certificate of the office's own authority.

        Raises
        ------
        LandwatchError
            If the register or the people cannot be opened.
        """
        limits = {str(name): days for name, days in settings.stale_after.items()}
        incoming = Incoming.of(settings.database, settings.room())
        incoming.sweep()
        return cls(
            settings=settings,
            kept=KeptAssessments(
                settings.database,
                settings.conventions(),
                choices=Choices(rules=settings.acreage(), limits=limits),
            ),
            access=Access.open(settings.database, settings.access_rules()),
            incoming=incoming,
            jobs=Queue.open(settings.database, settings.jobs_folder, settings.job_rules()),
            ground=settings.field_tiles(),
            is_secure=is_secure,
            is_demo=is_demo,
            authority=None if authority is None else Authority.of(authority),
        )

    def close(self) -> None:
        """Give back what is open."""
        self.kept.close()
        self.tiles.close()
        self.access.close()
        self.jobs.close()
