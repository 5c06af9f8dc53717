"""A server in this process, and clients that have signed in as one of its people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from starlette.testclient import TestClient

from landwatch.services.sample.sample_office import SampleOffice
from landwatch.settings import Settings
from landwatch.web.application import make_application
from landwatch.web.guards import Guards
from landwatch.web.office import Office

URL = "http://127.0.0.1:8080"
HERE = {"Origin": URL}


@dataclass
class Served:
    """An application and the people who may sign in."""

    app: Guards
    office: Office
    sample: SampleOffice

    def client(self) -> TestClient:
        """Somebody who has not signed in; asks in English and is not led on by himself."""
        return TestClient(
            self.app, URL, follow_redirects=False, headers={**HERE}, cookies={"landwatch-language": "en"}
        )

    def password(self, role: str) -> str:
        """The password of the person with a role."""
        return next(account.password for account in self.sample.accounts if account.role == role)

    def signed_in(self, role: str) -> TestClient:
        """The person with a role, signed in."""
        client = self.client()
        answer = client.post("/sign-in", data={"login": role, "password": self.password(role)})
        assert answer.status_code == 303, answer.text
        return client


@contextmanager
def serve_here(
    sample: SampleOffice, *, is_secure: bool = False, authority: Path | None = None
) -> Iterator[Served]:
    """Serve an office in this process."""
    settings = Settings(database=sample.database)
    office = Office.open(settings, is_secure=is_secure, is_demo=True, authority=authority)
    try:
        yield Served(make_application(office), office, sample)
    finally:
        office.close()
