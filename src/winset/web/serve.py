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
from winset.web.sharing import Door, Sharing
from winset.web.shelf import Shelf

HERE = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """Where the workbench listens. listening: the open socket. first: the page that is opened first."""

    desk: Desk
    listening: socket.socket
    keys: Keys
    first: str = "/"
    door: Door | None = None

    @classmethod
    def of(cls, desk: Desk, port: int = 0, first: str = "/", sharing: Sharing | None = None) -> Serving:
        """Listens on this machine alone, or where it is shared; port 0 is any that is free. Raises WinsetError where it
        cannot.
        """
        host = HERE if sharing is None else sharing.host
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
        except OSError as error:
            listening.close()
            where = f"port {port}" if sharing is None else f"`{host}`, port {port},"
            raise WinsetError(f"{where} cannot be used: {error.strerror}; name another, or none") from error
        keys, door = Keys(port=listening.getsockname()[1]), None if sharing is None else Door(sharing=sharing)
        return cls(desk=desk, listening=listening, keys=keys, first=first, door=door)

    @classmethod
    def on(
        cls, place: Path | None, examples: dict[str, Path], port: int = 0, sharing: Sharing | None = None
    ) -> Serving:
        """The workbench on a case, on a folder of cases, or on the folder where one is. Raises UnknownName and
        WinsetError.
        """
        shelf = Shelf.of(place, examples)
        first = "/" if len(shelf.cases) != 1 else f"/case/{next(iter(shelf.cases))}/deal"
        return cls.of(Desk(shelf=shelf), port, first, sharing)

    @property
    def address(self) -> str:
        """The address that lets one browser in."""
        sign = "&" if "?" in self.first else "?"
        return f"{self.base}{self.first}{sign}{TOKEN}={self.keys.token}"

    @property
    def base(self) -> str:
        """Where the workbench answers."""
        if self.door is None:
            return f"http://{HERE}:{self.keys.port}"
        host = self.door.sharing.host
        return f"{self.door.sharing.scheme}://{f'[{host}]' if ':' in host else host}:{self.keys.port}"

    def app(self) -> Guard:
        """Every page behind the guard."""
        port = self.keys.port
        hosts: tuple[str, ...] = (f"{HERE}:{port}", f"localhost:{port}")
        if self.door is not None:
            hosts = (self.base.partition("//")[2].lower(),)
        return Guard(application(self.desk), self.keys, hosts, self.door)

    def config(self) -> uvicorn.Config:
        """How the server answers."""
        sharing = self.door.sharing if self.door is not None else None
        return uvicorn.Config(
            self.app(), log_level="warning", access_log=False, server_header=False, date_header=False, lifespan="off",
            timeout_graceful_shutdown=1, ws="none",
            ssl_certfile=sharing.certificate if sharing else None, ssl_keyfile=sharing.key if sharing else None,
        )  # fmt: skip

    def run(self, say: Callable[[str], None], *, open_browser: bool = True) -> None:
        """Answers until it is interrupted."""
        say(self.address)
        if self.door is not None:
            what = "look at the case and change it, one at a time" if self.door.sharing.may_edit else "look at the case"
            say(f"Others may {what}: {self.base}/\nThe passphrase: {self.door.passphrase}")
        if open_browser:
            webbrowser.open(self.address)
        uvicorn.Server(self.config()).run(sockets=[self.listening])
