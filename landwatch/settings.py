"""What an installation can set, read from the environment (``LANDWATCH_…``)."""

from __future__ import annotations

import getpass
import os
import re
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field, NonNegativeInt, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

from landwatch.district import District
from landwatch.errors import UsageError
from landwatch.geo import MEASURING_EPSG, QIJIANG, Envelope
from landwatch.i18n import gettext as _

if TYPE_CHECKING:
    from landwatch.access import AccessRules
    from landwatch.formats import ReaderSettings
    from landwatch.incoming import Room
    from landwatch.jobs import JobRules
    from landwatch.maps.basemaps import TileFile
    from landwatch.measures.acreage import CountingRules
    from landwatch.rules import Conventions

__all__ = ["Settings", "load", "login_name"]


def login_name() -> str:
    """Return who is at work: the login name, or where the system has none the number of the user."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


_Division = Annotated[str, Field(pattern=r"^\d{6}$")]


def _listed(value: Any) -> Any:
    """Take a list apart that is written with commas."""
    return [part.strip() for part in re.split("[,，、]", value)] if isinstance(value, str) else value


class Settings(BaseSettings):
    """The settings of an installation; each field is the variable ``LANDWATCH_<FIELD>``.

    Attributes
    ----------
    database
        URL of the register: ``gpkg:///file.gpkg`` or ``postgresql+psycopg://user@host/name``.
    actor
        Who records what is imported and reviewed; the login name where it is not set.
    district_west, district_south, district_east, district_north
        Envelope of the district in degrees (EPSG:4490); coordinates outside are refused.
    measuring_epsg
        CGCS2000 3-degree grid on which areas are measured; the zone of pages and of exports follows from it.
    zone_name, zone_name_en
        Name of the zone whose land is watched, on pages, sheets and reports, in Chinese and in English; where
        only one is set, it stands for both.
    office_address
        Where browsers of the office reach the register, e.g. ``https://landwatch.example``: QR codes on paper
        lead there. Without it they hold the number of the contract.
    divisions
        Codes of its administrative divisions (行政区划代码), six digits each, separated by commas.
    document_limit_mb
        Megabytes of the largest document that is kept in the register.
    max_file_mb, max_unpacked_mb
        Largest file that is read, and largest content of a packed one.
    tianditu_key
        The office's key of Tianditu, for base maps; it is written into the pages that use it, nowhere else.
    aliases
        YAML file with the office's own spellings of headers, added to those that are known.
    breach_unit, contract_template, damages_base, extension_base, handover_shift, idle_time, \
    partial_idle_logic, rate_pool, rate_unit, roll_deadlines, stop_continuity
        The conventions of :class:`landwatch.rules.Conventions`, which says what each decides and which of
        the words below is its default: the first.
    revitalise_event
        Steps that make a case of revitalised land count, by method, as JSON:
        ``{"RESUPPLY": ["recovered_into_reserve"]}``; the others keep those of the decision on the ledger.
    closed_years
        Last day on which facts about a year were taken into its acreage, as JSON:
        ``{"2022": "2023-01-31"}``.
    thresholds
        File of the office's own thresholds of inefficient land; those of landwatch where it is not set.
    papers
        Folder of the office's papers: ``office.yaml`` with what all of them say alike and the code of its
        numbers (机关代字), and its own layouts in Word, one ``KIND.docx`` a kind of paper.
    log
        How much of the work of long commands goes to stderr, as lines of JSON: ``info`` tells each step when
        it is done and how long it took, ``debug`` its beginning too, ``error`` only failures. Nothing where
        it is not set; no line holds a word of a record (:mod:`landwatch.log`).
    stale_after
        Days after which a source is too old, as JSON: ``{"facts": 31, "patrols": 92, "indicators": 366}``.
    password_min_length
        Characters of the shortest password that somebody can choose.
    password_history
        How many of the last passwords of a person are not taken again, the present one among them.
    sign_in_attempts, sign_in_attempts_address
        Wrong passwords for one login, and from one address, after which none is looked at for a while; behind
        an address a whole office may sit.
    lock_minutes
        How long a wrong password counts.
    idle_minutes
        After how many minutes without a request somebody is signed out.
    session_hours
        After how many hours somebody is signed out in any case.
    field_room_mb
        Megabytes of what phones handed over that may wait together until it stands in the register.
    field_basemap
        MBTiles or PMTiles file of image tiles that phones take along under their map; none where it is not
        set.
    jobs_workers
        How many long jobs are done at once beside the server; 0 where ``landwatch jobs work`` does them.
    jobs_kept_days
        Days for which the result of a long job is kept for whoever asked.
    jobs_room_mb
        Megabytes of results, and of files that wait to be imported, together.
    jobs_folder
        Where they lie; a folder beside the register where it is not set.
    access_log_days
        Days for which the log of sign-ins, grants and looks at personal data is kept before older lines can
        be moved out; no fewer than 180.
    """

    model_config = SettingsConfigDict(env_prefix="LANDWATCH_", extra="ignore", env_ignore_empty=True)

    database: str = "gpkg:///landwatch.gpkg"
    actor: str = Field(default_factory=login_name, min_length=1)
    district_west: float = Field(default=QIJIANG.west, ge=-180, le=180)
    district_south: float = Field(default=QIJIANG.south, ge=-90, le=90)
    district_east: float = Field(default=QIJIANG.east, ge=-180, le=180)
    district_north: float = Field(default=QIJIANG.north, ge=-90, le=90)
    measuring_epsg: int = Field(default=MEASURING_EPSG, ge=4513, le=4554)
    zone_name: str | None = None
    zone_name_en: str | None = None
    office_address: str | None = Field(default=None, pattern=r"^https?://[^\s?#]+$", max_length=200)
    divisions: Annotated[tuple[_Division, ...], NoDecode, BeforeValidator(_listed)] = District().divisions
    document_limit_mb: int = Field(default=50, ge=1, le=1024)
    max_file_mb: int = Field(default=200, ge=1)
    max_unpacked_mb: int = Field(default=600, ge=1)
    tianditu_key: SecretStr | None = None
    aliases: Path | None = None
    breach_unit: Literal["contract", "parcel", "phase"] = "contract"
    contract_template: Literal["GF-2008-2601", "2025-revision"] = "GF-2008-2601"
    damages_base: Literal["contract", "parcel"] = "contract"
    extension_base: Literal["agreed", "contract", "in_force"] = "agreed"
    handover_shift: Literal["provisional", "none"] = "provisional"
    idle_time: Literal["net", "gross"] = "net"
    partial_idle_logic: Literal["either_short", "both_short"] = "either_short"
    rate_pool: Literal["P", "D"] = "P"
    rate_unit: Literal["area", "count"] = "area"
    roll_deadlines: bool = True
    stop_continuity: Literal["continuous", "cumulative"] = "continuous"
    revitalise_event: dict[str, list[str]] = Field(default_factory=dict)
    closed_years: dict[int, date] = Field(default_factory=dict)
    thresholds: Path | None = None
    papers: Path | None = None
    log: Literal["error", "info", "debug"] | None = None
    stale_after: dict[Literal["facts", "patrols", "indicators"], NonNegativeInt] = Field(default_factory=dict)
    password_min_length: int = Field(default=12, ge=8, le=64)
    password_history: int = Field(default=5, ge=1, le=24)
    sign_in_attempts: int = Field(default=10, ge=3, le=100)
    sign_in_attempts_address: int = Field(default=50, ge=3, le=10_000)
    lock_minutes: int = Field(default=15, ge=1, le=24 * 60)
    idle_minutes: int = Field(default=30, ge=1, le=24 * 60)
    session_hours: int = Field(default=12, ge=1, le=7 * 24)
    access_log_days: int = Field(default=180, ge=180)
    field_room_mb: int = Field(default=20_480, ge=1)
    jobs_workers: int = Field(default=1, ge=0, le=16)
    jobs_kept_days: int = Field(default=7, ge=1, le=366)
    jobs_room_mb: int = Field(default=4_096, ge=1)
    jobs_folder: Path | None = None
    field_basemap: Path | None = None

    def conventions(self) -> Conventions:
        """Return the choices the rules leave open, as set here."""
        from landwatch.rules import Conventions

        return Conventions(
            breach_unit=self.breach_unit,
            contract_template=self.contract_template,
            damages_base=self.damages_base,
            extension_base=self.extension_base,
            handover_shift=self.handover_shift,
            idle_time=self.idle_time,
            partial_idle_logic=self.partial_idle_logic,
            rate_pool=self.rate_pool,
            rate_unit=self.rate_unit,
            roll_deadlines=self.roll_deadlines,
            stop_continuity=self.stop_continuity,
        )

    def district(self) -> District:
        """Return the district that is watched."""
        usual = District()
        return District(
            name_zh=self.zone_name or self.zone_name_en or usual.name_zh,
            name_en=self.zone_name_en or self.zone_name or usual.name_en,
            divisions=self.divisions,
            envelope=self._envelope(),
            measuring_epsg=self.measuring_epsg,
        )

    def _envelope(self) -> Envelope:
        return Envelope(self.district_west, self.district_south, self.district_east, self.district_north)

    def field_tiles(self) -> TileFile | None:
        """Open the tiles that phones take along under their map; ``None`` where there are none.

        Raises
        ------
        UsageError
            If there is no such file.
        InputError
            If it is no file of image tiles.
        """
        from landwatch.maps.basemaps import open_tiles

        return None if self.field_basemap is None else open_tiles(self.field_basemap)

    def acreage(self) -> CountingRules:
        """Return what was decided about the ledger of acreage.

        Raises
        ------
        UsageError
            If a counting step is not known.
        """
        from landwatch.measures.acreage import CountingRules, counting

        return CountingRules(
            counting=counting(self.revitalise_event),
            closings=self.closed_years,
            measuring_epsg=self.measuring_epsg,
        )

    def readers(self) -> ReaderSettings:
        """Return what the readers need to know of the district."""
        from landwatch.formats import ReaderSettings

        return ReaderSettings(
            envelope=self._envelope(),
            measuring_epsg=self.measuring_epsg,
            max_bytes=self.max_file_mb << 20,
            max_unpacked_bytes=self.max_unpacked_mb << 20,
            aliases=self.aliases,
        )

    def field_readers(self) -> ReaderSettings:
        """Return how files from phones are read: one may bring as much as may wait."""
        from dataclasses import replace

        return replace(self.readers(), max_unpacked_bytes=self.field_room_mb << 20)

    def room(self) -> Room:
        """Return how much of what phones handed over may wait."""
        from landwatch.incoming import Room

        return Room(most_bytes=self.field_room_mb << 20)

    def job_rules(self) -> JobRules:
        """Return how long results of long jobs are kept, and how much room they have."""
        from landwatch.jobs import JobRules

        return JobRules(kept=timedelta(days=self.jobs_kept_days), most_bytes=self.jobs_room_mb << 20)

    def access_rules(self) -> AccessRules:
        """Return how strict the way in is."""
        from landwatch.access import AccessRules

        return AccessRules(
            password_min_length=self.password_min_length,
            password_history=self.password_history,
            sign_in_attempts=self.sign_in_attempts,
            sign_in_attempts_address=self.sign_in_attempts_address,
            lock_minutes=self.lock_minutes,
            idle_minutes=self.idle_minutes,
            session_hours=self.session_hours,
            log_days=self.access_log_days,
        )


def load() -> Settings:
    """Read the settings from the environment.

    Raises
    ------
    UsageError
        If a variable has a value that cannot be used; says which and what would do.
    """
    try:
        return Settings()
    except ValidationError as problem:
        fault = problem.errors()[0]
        name = str(fault["loc"][0])
        raise UsageError(
            _("the environment variable {variable} is {value}, which cannot be used: {reason}").format(
                variable=name if name.isupper() else f"LANDWATCH_{name.upper()}",
                value=fault["input"],
                reason=fault["msg"],
            )
        ) from problem
    except SettingsError as problem:
        raise UsageError(
            _(
                "one of the environment variables LANDWATCH_REVITALISE_EVENT, LANDWATCH_CLOSED_YEARS and "
                "LANDWATCH_STALE_AFTER is no JSON: {reason}"
            ).format(reason=problem)
        ) from problem
