"""What a test may need from the machine: PostGIS, Chromium, LibreOffice, QGIS, the libraries of the maps.

Where one is missing the test is skipped with the way to get it; under ``LANDWATCH_CI=1`` it fails instead,
so that nothing is skipped unseen.
"""

from __future__ import annotations

import os
import random
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright
from psycopg import sql
from sqlalchemy import URL, make_url

import landwatch as package
from landwatch.registry import Register
from tests.commands import Landwatch, run
from tests.untried import IN_CI, missing, pytest_sessionfinish, pytest_unconfigure

__all__ = ["pytest_sessionfinish", "pytest_unconfigure"]

# In CI the same tree gives the same verdict; every other run draws new cases, and what one finds becomes a
# test of its own. Long tests draw from the seed that their command prints.
SEED = os.environ.get("LANDWATCH_TEST_SEED")
settings.register_profile("landwatch-ci", derandomize=SEED is None, print_blob=True)
if IN_CI:
    settings.load_profile("landwatch-ci")

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
# Chromium must not call home: the tests count the requests of a page.
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def postgis_server() -> URL:
    """The SQLAlchemy URL of a PostGIS server whose user may create databases."""
    url = os.environ.get("LANDWATCH_TEST_POSTGIS")
    if not url:
        missing("PostGIS", "export LANDWATCH_TEST_POSTGIS=$(scripts/postgis.sh start)")
    return make_url(url or "")


def _connect(server: URL, database: str | None = None) -> psycopg.Connection:
    address = server.set(drivername="postgresql", database=database or server.database)
    return psycopg.connect(address.render_as_string(hide_password=False), autocommit=True)


@pytest.fixture(scope="session")
def postgis_template(postgis_server: URL) -> Iterator[str]:
    """The name of an empty database with PostGIS in it, to be copied by every test that needs one."""
    name = f"landwatch_test_{uuid.uuid4().hex[:12]}"
    with _connect(postgis_server) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    with _connect(postgis_server, name) as connection:
        connection.execute("CREATE EXTENSION postgis")
    yield name
    with _connect(postgis_server) as connection:
        _drop_what_was_left(connection)
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def postgis_register(postgis_server: URL, postgis_template: str) -> Iterator[str]:
    """The name of a database that holds an empty register: to copy it is faster than to make it."""
    with copied_database(postgis_server, postgis_template) as url:
        Register.create(url).close()
        yield str(make_url(url).database)


# A database that somebody just left takes PostgreSQL a tenth of a second more to drop.
_dropped_later: list[str] = []


def _drop_what_was_left(connection: psycopg.Connection) -> None:
    while _dropped_later:
        name = sql.Identifier(_dropped_later.pop())
        connection.execute(sql.SQL("DROP DATABASE {name} WITH (FORCE)").format(name=name))


@contextmanager
def copied_database(server: URL, template: str) -> Iterator[str]:
    """Copy a database to which nobody is connected, for as long as it is needed; the URL of the copy."""
    name = f"landwatch_test_{uuid.uuid4().hex[:12]}"
    names = {"name": sql.Identifier(name), "template": sql.Identifier(template)}
    with _connect(server) as connection:
        _drop_what_was_left(connection)
        connection.execute(sql.SQL("CREATE DATABASE {name} TEMPLATE {template}").format(**names))
    yield server.set(database=name).render_as_string(hide_password=False)
    _dropped_later.append(name)


@pytest.fixture
def postgis_url(postgis_server: URL, postgis_template: str) -> Iterator[str]:
    """The SQLAlchemy URL of an empty PostGIS database that belongs to this test alone."""
    with copied_database(postgis_server, postgis_template) as url:
        yield url


@pytest.fixture(scope="module")
def shared_postgis_url(postgis_server: URL, postgis_template: str) -> Iterator[str]:
    """The SQLAlchemy URL of one that the tests of a module share: each cleans up what it needs empty."""
    with copied_database(postgis_server, postgis_template) as url:
        yield url


@pytest.fixture
def other_postgis_url(postgis_server: URL, postgis_template: str) -> Iterator[str]:
    """The SQLAlchemy URL of a second one."""
    with copied_database(postgis_server, postgis_template) as url:
        yield url


# Not for the whole session: while Playwright's loop runs, no other test can call asyncio.run.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A Chromium driven by Playwright; close the contexts and pages you open."""
    executable = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if executable is None:
        missing("Chromium", "apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(CHROMIUM_ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def libreoffice() -> str:
    """The LibreOffice that opens workbooks without a screen."""
    found = shutil.which("soffice")
    if found is None:
        missing("LibreOffice", "apt-get install libreoffice-calc")
    return found or ""


@pytest.fixture(scope="session")
def seed() -> int:
    """Where a test that draws at random begins; `make test-long` prints it and takes it as SEED."""
    return int(SEED) if SEED else random.SystemRandom().randrange(2**31)


@pytest.fixture(scope="session")
def map_assets() -> Path:
    """The directory of the browser libraries that travel inside the maps."""
    directory = Path(package.__file__).parent / "maps" / "assets"
    if not (directory / "leaflet" / "leaflet.js").is_file():
        missing("the map's browser library", "make install")
    return directory


@pytest.fixture
def landwatch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Landwatch:
    """Run a command in a working directory of its own, empty at first, in English."""
    monkeypatch.chdir(tmp_path)
    for variable in ("LANDWATCH_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "LANDWATCH_DATABASE", "COLUMNS"):
        monkeypatch.delenv(variable, raising=False)
    return run
