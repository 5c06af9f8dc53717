"""The web application, started from the machine."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from landwatch.cli.console import say, screen
from landwatch.cli.context import need_extra, settings_with
from landwatch.cli.groups import SpokenCommand, SpokenGroup
from landwatch.cli.options import Database, Json
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _

__all__ = ["app"]

app = typer.Typer(cls=SpokenGroup)


@app.command(cls=SpokenCommand, epilog="landwatch serve --demo")
def serve(
    database: Database = None,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Listen here.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="Listen at this port; 0 for any.")
    ] = 8080,
    workers: Annotated[
        int, typer.Option("--workers", metavar="N", min=1, max=64, help="Number of processes that serve.")
    ] = 1,
    tls_cert: Annotated[
        Path | None, typer.Option("--tls-cert", metavar="FILE", help="Certificate of the server (PEM).")
    ] = None,
    tls_key: Annotated[
        Path | None, typer.Option("--tls-key", metavar="FILE", help="Its private key (PEM).")
    ] = None,
    make_ca: Annotated[
        Path | None,
        typer.Option(
            "--make-ca",
            metavar="DIR",
            help="Make a certificate authority of your own there, once, and the certificate of this server.",
        ),
    ] = None,
    plain_port: Annotated[
        int | None,
        typer.Option(
            "--plain-port",
            metavar="N",
            min=1,
            max=65535,
            help="Serve the page about that certificate, and nothing else, at this port without TLS.",
        ),
    ] = None,
    behind_proxy: Annotated[
        bool, typer.Option("--behind-proxy", help="A proxy on this machine ends TLS and says who asks.")
    ] = False,
    demo: Annotated[
        bool, typer.Option("--demo", help="Serve the sample, with an account for each role.")
    ] = False,
    json: Json = False,
) -> None:
    """Serve the pages and the API to browsers, until Ctrl+C.

    Without TLS or --behind-proxy only this machine is served. People are added with: landwatch person add
    """
    need_extra("serve", "argon2", "fastapi", "PIL", "pypinyin", "python_multipart", "trustme", "uvicorn")
    from landwatch.web import certificates
    from landwatch.web.serving import Place
    from landwatch.web.serving import serve as serve_at

    if make_ca and (tls_cert or tls_key):
        raise UsageError(_("--make-ca makes a certificate; leave out --tls-cert and --tls-key"))
    if demo and database:
        raise UsageError(_("--demo serves the sample and no other register; leave out --database"))
    settings, authority = settings_with(database), None
    settings.field_tiles()  # what is wrong with them is said here, not by a process that ends
    if make_ca:
        authority, tls_cert, tls_key = certificates.make_certificates(make_ca, host, datetime.now(UTC))
        say(_("Desks and phones that shall trust this server need: {file}").format(file=authority), err=True)
    if plain_port:
        url = f"http://{host}:{plain_port}"
        say(_("Those that do not trust it yet begin at: {url}").format(url=url), err=True)
    place = Place(
        host=host,
        port=port,
        certificate=tls_cert,
        key=tls_key,
        authority=authority,
        plain_port=plain_port,
        behind_proxy=behind_proxy,
        workers=workers,
        is_demo=demo,
    )
    place.check()
    if not demo:
        from landwatch.registry import Register

        Register.open(settings.database).close()
        serve_at(place, settings.database, lambda url: _tell(url, [], json=json))
        return
    from landwatch.services.sample import sample_office

    with TemporaryDirectory(prefix="landwatch-") as folder:
        made = sample_office.make(
            Path(folder), readers=settings.readers(), rules=settings.access_rules(), at=datetime.now(UTC)
        )
        accounts = [account.to_dict() for account in made.accounts]
        serve_at(place, made.database, lambda url: _tell(url, accounts, json=json))


def _tell(url: str, accounts: list[dict[str, object]], *, json: bool) -> None:
    if json:
        import json as codec

        say(codec.dumps({"url": url, "accounts": accounts}, ensure_ascii=False))
        return
    screen().print(_("Serving at {url}; Ctrl+C ends it.").format(url=url))
    for account in accounts:
        say(f"{account['role']:<10} {account['login']:<12} {account['password']}")
