"""A browser that visits an office over the network, signed in as one of its people."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from playwright.sync_api import Browser, Page

from landwatch.i18n import Language
from tests.maps.visit import PHONE
from tests.web.visiting import Served

_LONGEST_START = 20.0


@contextmanager
def listening(served: Served) -> Iterator[str]:
    """Let an office listen on a free port of this machine; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as opened:
        server = uvicorn.Server(uvicorn.Config(served.app, log_level="warning", access_log=False))
        thread = threading.Thread(target=server.run, args=([opened],))
        thread.start()
        latest = time.monotonic() + _LONGEST_START
        while not server.started and thread.is_alive() and time.monotonic() < latest:
            time.sleep(0.02)
        try:
            yield f"http://127.0.0.1:{opened.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


class Visitor:
    """Somebody who has signed in with a browser, with what the pages asked for and complained of."""

    def __init__(
        self, browser: Browser, url: str, served: Served, role: str, size: dict[str, int], language: Language
    ) -> None:
        is_phone = size is PHONE
        self.url = url
        self.context = browser.new_context(
            viewport=size, is_mobile=is_phone, has_touch=is_phone, accept_downloads=True
        )
        self.page: Page = self.context.new_page()
        self.elsewhere: list[str] = []
        self.complaints: list[str] = []
        self.context.on("request", lambda request: self._asked(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(f"{url}/sign-in?lang={language}")
        self.page.fill("[name=login]", role)
        self.page.fill("[name=password]", served.password(role))
        self.page.click("button.main")
        self.page.wait_for_url(f"{url}/*")

    def _asked(self, address: str) -> None:
        if not address.startswith((f"{self.url}/", "data:", "blob:")):
            self.elsewhere.append(address)

    def open(self, path: str) -> None:
        """Open a page and wait until it is quiet."""
        self.page.goto(self.url + path, wait_until="networkidle")

    def leave(self) -> None:
        """Go; whatever was done, no page has complained or asked for anything elsewhere."""
        self.context.close()
        assert (self.complaints, self.elsewhere) == ([], [])


@contextmanager
def visiting(
    browser: Browser,
    url: str,
    served: Served,
    role: str,
    size: dict[str, int],
    language: Language = "en",
) -> Iterator[Visitor]:
    """Visit an office with a browser."""
    visitor = Visitor(browser, url, served, role, size, language)
    try:
        yield visitor
    finally:
        visitor.leave()
