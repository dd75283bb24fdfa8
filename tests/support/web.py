"""The workbench as tests speak to it: its application called directly, and a server with a browser before it."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import anyio
import uvicorn

from winset.web.serve import Serving

if TYPE_CHECKING:
    from playwright.sync_api import Locator

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
LONGEST = 300_000
"""Milliseconds for which a browser may wait for a page on a machine that does much else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What the application answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(slots=True, kw_only=True)
class Client:
    """Speaks to the pages of a workbench as a browser would. headers: sent with every request."""

    serving: Serving
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def let_in(cls, serving: Serving) -> Client:
        """One that has the cookie, and speaks from a page of the workbench."""
        keys, host = serving.keys, f"127.0.0.1:{serving.keys.port}"
        return cls(
            serving=serving,
            headers={
                "host": host,
                "cookie": f"{keys.cookie}={keys.session}",
                "sec-fetch-site": "same-origin",
                "origin": f"http://{host}",
            },
        )

    def get(self, url: str, **headers: str | None) -> Received:
        """What stands there once nothing that it waits for is on its way any more."""
        received = self.send("GET", url, b"", headers)
        while b"data-job" in received.body and received.headers["content-type"].startswith("text/html"):
            for job in list(self.serving.desk.background.jobs.values()):
                job.ended.wait()
            received = self.send("GET", url, b"", headers)
        return received

    def parts(self, url: str) -> Received:
        """The parts of a page, as a script asks for them."""
        return self.get(url, x_winset_part="1")

    def post(self, url: str, data: Any = None, **headers: str | None) -> Received:
        body = json.dumps(data or {}).encode()
        return self.send("POST", url, body, {"content-type": "application/json", **headers})

    def send(self, method: str, url: str, body: bytes, headers: Mapping[str, str | None]) -> Received:
        """One request; a header of None is not sent."""
        path, _, query = url.partition("?")
        named = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        sent = [(name.encode(), value.encode("latin-1")) for name, value in named.items() if value is not None]
        if body:
            sent.append((b"content-length", str(len(body)).encode()))
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": unquote(path), "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
            "headers": sent, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", self.serving.keys.port),
        }  # fmt: skip
        messages: list[Any] = []
        app = self.serving.app()

        waiting = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> dict[str, Any]:
            if not waiting:
                await anyio.sleep_forever()
            return waiting.pop()

        async def send(message: Any) -> None:
            messages.append(message)

        async def run() -> None:
            await app(scope, receive, send)

        with ThreadPoolExecutor(1) as apart:  # where a browser is driven, its loop runs in this thread
            apart.submit(anyio.run, run).result()
        start = messages[0]
        received = {name.decode().lower(): value.decode("latin-1") for name, value in start["headers"]}
        parts = b"".join(message.get("body", b"") for message in messages[1:])
        return Received(status=start["status"], headers=received, body=parts)


def let_in(serving: Serving) -> Any:
    """What a browser keeps after it was let in; a window that begins with it needs no page that lets it in."""
    keys = serving.keys
    kept = {"name": keys.cookie, "value": keys.session, "domain": "127.0.0.1", "path": "/", "expires": -1}
    return {"cookies": [{**kept, "httpOnly": True, "secure": False, "sameSite": "Strict"}], "origins": []}


def find_browser() -> str | None:
    """The browser that stands on this machine."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


WIDEST = """(all) => all.map((mark, at) => [mark.getBoundingClientRect().width, -at]).reduce(
    (most, next) => (next[0] > most[0] || (next[0] === most[0] && next[1] > most[1]) ? next : most))[1] * -1"""


def told_to_a_pointer(figure: Locator, marks: str = "path") -> str:
    """What a chart says where its widest mark is pointed at. It is pointed at until it answers: other charts of the
    page that come meanwhile move it from under the pointer, and its words go as they came.
    """
    page = figure.page
    all_marks = figure.locator(f".drawing svg {marks}")
    all_marks.first.wait_for(state="attached")
    for _ in range(60):
        page.mouse.move(1, 1)
        all_marks.nth(all_marks.evaluate_all(WIDEST)).hover(force=True)
        said = page.evaluate("() => document.querySelector('#vg-tooltip-element.visible')?.innerText ?? ''")
        if said:
            return str(said)
        page.wait_for_timeout(250)
    raise AssertionError("the chart says nothing where it is pointed at")


@contextmanager
def served(place: Path, examples: dict[str, Path] | None = None) -> Iterator[Serving]:
    """A workbench that answers on a port of its own."""
    serving = Serving.on(place, examples or {})
    server = uvicorn.Server(serving.config())
    thread = threading.Thread(target=server.run, kwargs={"sockets": [serving.listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield serving
    finally:
        server.should_exit = True
        thread.join(10)
        serving.listening.close()
