"""From the command to a listening server: where it may listen, sockets, TLS and processes."""

from __future__ import annotations

import gc
import ipaddress
import multiprocessing
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.process import BaseProcess
from pathlib import Path

import uvicorn
from uvicorn.supervisors import multiprocess

from landwatch import settings
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.web.application import AUTHORITY, DEMO, SECURE, end_with_the_server
from landwatch.web.authority import Authority
from landwatch.web.jobs_worked import working_beside
from landwatch.web.plain_door import make_plain_door

__all__ = ["Place", "serve"]

_BACKLOG = 2048
_LONGEST_END = 5.0  # seconds
_FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a server listens, and how browsers reach it.

    Attributes
    ----------
    host, port
        Address and port; port 0 takes a free one.
    certificate, key
        PEM files of the server's own TLS; ``None`` without.
    authority
        PEM file with the certificate of the authority that phones and desks have to install; ``None`` where
        they know it already.
    plain_port
        Port at which the page about the certificate, and nothing else, is served without TLS; ``None`` for
        none.
    behind_proxy
        Whether a proxy on this machine ends TLS and says who asks (``X-Forwarded-For``, ``-Proto``).
    workers
        Number of processes.
    is_demo
        Whether the register is the sample.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    certificate: Path | None = None
    key: Path | None = None
    authority: Path | None = None
    plain_port: int | None = None
    behind_proxy: bool = False
    workers: int = 1
    is_demo: bool = False

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach the server over TLS."""
        return self.certificate is not None or self.behind_proxy

    def check(self) -> None:
        """Refuse what would send passwords readable over a network.

        Raises
        ------
        UsageError
            Says what may be done instead.
        """
        if (self.certificate is None) != (self.key is None):
            raise UsageError(_("--tls-cert and --tls-key belong together; give both, or neither"))
        if self.plain_port is not None and self.authority is None:
            raise UsageError(_("--plain-port hands out the certificate that --make-ca DIR makes; give both"))
        if self.is_demo and not _is_loopback(self.host):
            raise UsageError(
                _("--demo prints passwords and serves this machine alone; leave out --host {host}").format(
                    host=self.host
                )
            )
        if not self.is_secure and not _is_loopback(self.host):
            raise UsageError(
                _(
                    "--host {host}: without TLS everybody on the network could read the passwords; give "
                    "--tls-cert and --tls-key (--make-ca DIR makes them), or --behind-proxy if a proxy on "
                    "this machine ends TLS"
                ).format(host=self.host)
            )
        for file in filter(None, (self.certificate, self.key)):
            if not os.access(file, os.R_OK):
                raise UsageError(_("{file}: cannot be read; see --tls-cert and --tls-key").format(file=file))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def serve(place: Place, database: str, listening: Callable[[str], None]) -> None:
    """Serve until somebody ends it.

    Parameters
    ----------
    place
        Where.
    database
        URL of the register.
    listening
        Called with the URL of the first page, once connections are taken.

    Raises
    ------
    UsageError
        If it may not or cannot listen there.
    """
    place.check()
    # What the processes need to know goes through the environment, as every other setting.
    os.environ["LANDWATCH_DATABASE"] = database
    os.environ[SECURE] = "1" if place.is_secure else ""
    os.environ[DEMO] = "1" if place.is_demo else ""
    os.environ[AUTHORITY] = str(place.authority or "")
    with working_beside(settings.load()):
        _serve(place, listening)


def _serve(place: Place, listening: Callable[[str], None]) -> None:
    opened = _open(place)
    config = uvicorn.Config(
        "landwatch.web.application:from_environment",
        factory=True,
        workers=place.workers,
        proxy_headers=place.behind_proxy,
        forwarded_allow_ips="127.0.0.1,::1" if place.behind_proxy else "",
        ssl_certfile=place.certificate,
        ssl_keyfile=place.key,
        server_header=False,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=10,
        # People read a page for longer than the usual 5 seconds: a connection that is closed just when the
        # next page is asked for is an error to programmes that use it again.
        timeout_keep_alive=75,
    )
    listening(_url(place, opened))
    with opened, _plain_door(place, opened):
        if place.workers > 1:
            # What is there before the fork needs no looking over by each process, which would copy it.
            gc.freeze()
            multiprocess.get_subprocess = _forked  # type: ignore[attr-defined,assignment]
            multiprocess.Multiprocess(config, [opened]).run()
        else:
            uvicorn.Server(config).run([opened])


def _forked(
    _config: uvicorn.Config, target: Callable[..., None], sockets: list[socket.socket]
) -> BaseProcess:
    """Make a process that shares what is imported, a quarter of a gigabyte; uvicorn would import it anew."""
    return _FORK.Process(target=target, kwargs={"sockets": sockets})


@contextmanager
def _plain_door(place: Place, secure: socket.socket) -> Iterator[None]:
    """Serve the page about the certificate to those who do not trust the server yet, until the block ends."""
    if place.plain_port is None or place.authority is None:
        yield
        return
    application = make_plain_door(
        Authority.of(place.authority), settings.load().district(), port=secure.getsockname()[1]
    )
    server = uvicorn.Server(uvicorn.Config(application, server_header=False, log_level="warning"))
    with _open(replace(place, port=place.plain_port)) as opened:
        # A process, not a thread: what a thread imports while this process forks stays locked in the fork.
        door = _FORK.Process(target=_stand_open, args=(server, opened), daemon=True, name="plain door")
        door.start()
        try:
            yield
        finally:
            door.terminate()
            door.join(_LONGEST_END)


def _stand_open(server: uvicorn.Server, opened: socket.socket) -> None:
    end_with_the_server()
    server.run([opened])


def _open(place: Place) -> socket.socket:
    """Listen; who asks before the application is there waits in the queue of the system."""
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((place.host, place.port))
        opened.listen(_BACKLOG)
    except OSError as error:
        opened.close()
        raise UsageError(
            _("{host}:{port}: cannot listen there ({reason}); choose another --host or --port").format(
                host=place.host, port=place.port, reason=error.strerror
            )
        ) from error
    opened.set_inheritable(True)
    return opened


def _url(place: Place, opened: socket.socket) -> str:
    scheme = "https" if place.certificate else "http"
    host = f"[{place.host}]" if ":" in place.host else place.host
    return f"{scheme}://{host}:{opened.getsockname()[1]}"
