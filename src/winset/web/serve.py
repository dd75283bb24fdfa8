"""Starts the workbench on this machine: a free port, a token for one browser, and nothing that others can reach."""

from __future__ import annotations

import socket
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from winset.errors import WinsetError
from winset.web.app import application
from winset.web.desk import Desk
from winset.web.guard import TOKEN, Guard, Keys
from winset.web.shelf import Shelf

HERE = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """Where the workbench listens. listening: the open socket. first: the page that is opened first."""

    desk: Desk
    listening: socket.socket
    keys: Keys
    first: str = "/"

    @classmethod
    def of(cls, desk: Desk, port: int = 0, first: str = "/") -> Serving:
        """Listens on this machine alone; port 0 is any that is free. Raises WinsetError where it cannot."""
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HERE, port))
        except OSError as error:
            listening.close()
            raise WinsetError(f"port {port} cannot be used: {error.strerror}; name another, or none") from error
        return cls(desk=desk, listening=listening, keys=Keys(port=listening.getsockname()[1]), first=first)

    @classmethod
    def on(cls, place: Path | None, examples: dict[str, Path], port: int = 0) -> Serving:
        """The workbench on a case, on a folder of cases, or on the folder where one is. Raises UnknownName and
        WinsetError.
        """
        shelf = Shelf.of(place, examples)
        first = "/" if len(shelf.cases) != 1 else f"/case/{next(iter(shelf.cases))}/deal"
        return cls.of(Desk(shelf=shelf), port, first)

    @property
    def address(self) -> str:
        """The address that lets one browser in."""
        sign = "&" if "?" in self.first else "?"
        return f"http://{HERE}:{self.keys.port}{self.first}{sign}{TOKEN}={self.keys.token}"

    def app(self) -> Guard:
        """Every page behind the guard."""
        port = self.keys.port
        return Guard(application(self.desk), self.keys, (f"{HERE}:{port}", f"localhost:{port}"))

    def config(self) -> uvicorn.Config:
        """How the server answers."""
        return uvicorn.Config(
            self.app(), log_level="warning", access_log=False, server_header=False, date_header=False, lifespan="off",
            timeout_graceful_shutdown=1, ws="none",
        )  # fmt: skip

    def run(self, say: Callable[[str], None], *, open_browser: bool = True) -> None:
        """Answers until it is interrupted."""
        say(self.address)
        if open_browser:
            webbrowser.open(self.address)
        uvicorn.Server(self.config()).run(sockets=[self.listening])
