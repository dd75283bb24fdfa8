"""The one guard before every page: who may speak to the workbench, and what a page may load.

In this order: the name under which the server was addressed (against names of others that lead here), the token that
the command printed, which becomes a cookie and is then used up, and where a request comes from. Nothing of another
origin gets an answer, also where only reading is asked for.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from winset.model.numbers import HANDLING, Handling
from winset.web.render import door_page
from winset.web.sharing import Door

SAFE = ("GET", "HEAD")
TOKEN = "token"
ENTER = "/enter"
"""Where others say the passphrase of a workbench that is shared."""
MOST_AT_THE_DOOR = 10_000
"""Bytes of what is said there; beyond, the rest is not read."""
MOST_COOKIES = 8
"""Cookies of one name that are looked at; beyond, the others are passed over."""
LARGEST_BODY = 64 * 1024 * 1024
"""Bytes of one request; documents that are dropped on a page are sent in one."""
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
USED = (
    "This address was opened already, or is not the one that `winset open` printed. Each opens the workbench once; "
    "run `winset open` again for a new one, or go on in the window where it was opened.\n"
)


@dataclass(slots=True, kw_only=True)
class Keys:
    """What lets a browser in. token: in the address that the command prints, good for one use. session: what it is
    exchanged for. cookie: its name, with the port in it: cookies of one machine are shared by all its ports.
    """

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    is_used: bool = False

    @property
    def cookie(self) -> str:
        return f"winset-{self.port}"

    def take(self, token: str) -> bool:
        """Whether the token is the right one, which it is once."""
        if self.is_used or not secrets.compare_digest(token.encode(), self.token.encode()):
            return False
        self.is_used = True
        return True

    def given(self, cookies: Iterable[str]) -> Iterator[str]:
        """What a browser has in its cookies of that name. Other programs of this machine share its cookies: theirs
        may be no cookies at all, and may have this name too.
        """
        for pair in ";".join(cookies).split(";"):
            name, _, value = pair.strip().partition("=")
            if name == self.cookie:
                yield value.strip('"')

    def knows(self, session: str) -> bool:
        """Whether this is the browser that was let in with the token."""
        return secrets.compare_digest(session.encode(), self.session.encode())


class Guard:
    """Lets through what comes from the pages themselves. hosts: names with port under which the server may be
    addressed. door: where others may enter, if the workbench is shared.
    """

    def __init__(self, app: ASGIApp, keys: Keys, hosts: Iterable[str], door: Door | None = None) -> None:
        self.app, self.keys, self.hosts, self.door = app, keys, frozenset(hosts), door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # no other kind is spoken here; the server closes it
        refusal = self._refusal(scope)
        if refusal is None and self.door is not None and scope["path"] == ENTER:
            refusal = await self._at_the_door(scope, receive)
        if refusal is None:
            refusal = self._not_known(scope)
        if refusal is not None:
            await refusal(scope, receive, _guarded(send))
            return
        if self.door is not None:
            scope = {**scope, "query_string": _capped(scope["query_string"], self.door.sharing.most)}
        await self.app(scope, _limited(receive), _guarded(send))

    def _refusal(self, scope: Scope) -> Response | None:
        """What is answered to whoever it is; None where it depends on who asks."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if host.lower() not in self.hosts:
            return PlainTextResponse("The workbench is not to be reached under this name.\n", status_code=421)
        entered = self._entered(scope)
        if entered is not None:
            return entered
        if not _is_of_this_origin(scope["method"], headers, host):
            return PlainTextResponse("Only pages of the workbench may ask this.\n", status_code=403)
        length = headers.get("content-length", "0")
        if not _is_length(length):
            return PlainTextResponse(
                f"More than {LARGEST_BODY // 1024**2} MB in one request is refused.\n", status_code=413
            )
        return None

    def _not_known(self, scope: Scope) -> Response | None:
        """What is answered to a browser that was not let in, or that may not change anything now; None to others."""
        given = list(self.keys.given(Headers(scope=scope).getlist("cookie")))[:MOST_COOKIES]
        is_owner = any(self.keys.knows(session) for session in given)
        if self.door is None:
            return None if is_owner else PlainTextResponse(USED, status_code=403)
        guest = next((session for session in given if self.door.knows(session)), None)
        if not is_owner and guest is None:
            if scope["method"] in SAFE and scope["path"].startswith("/static/"):
                return None
            return RedirectResponse(ENTER, status_code=303)
        if scope["method"] in SAFE or scope["path"].startswith("/work/"):
            return None
        refusal = self.door.refusal(self.keys.session if is_owner else guest or "", is_owner=is_owner)
        return PlainTextResponse(refusal, status_code=403) if refusal else None

    async def _at_the_door(self, scope: Scope, receive: Receive) -> Response:
        """The form for the passphrase, or the way in."""
        door = self.door
        if door is None or scope["method"] in SAFE:
            return HTMLResponse(door_page(""))
        body = b""
        while len(body) < MOST_AT_THE_DOOR:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body", False):
                break
        session = door.enter(body[:MOST_AT_THE_DOOR])
        if session is None:
            wait = door.wait()
            why = f"Too many were wrong: try again in {wait} seconds." if wait else "This is not the passphrase."
            return HTMLResponse(door_page(why), status_code=403)
        response = RedirectResponse("/", status_code=303)
        self._let_in(response, session)
        return response

    def _let_in(self, response: Response, session: str) -> None:
        is_secure = self.door is not None and self.door.sharing.scheme == "https"
        response.set_cookie(self.keys.cookie, session, httponly=True, samesite="strict", path="/", secure=is_secure)

    def _entered(self, scope: Scope) -> Response | None:
        """The way in with the token of the command: the same address without it, and the cookie."""
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        token = next((value for name, value in query if name == TOKEN), None)
        if token is None or scope["method"] != "GET":
            return None
        if not self.keys.take(token):
            return PlainTextResponse(USED, status_code=403)
        rest = urlencode([(name, value) for name, value in query if name != TOKEN])
        path = "/" + scope["path"].lstrip("/")  # two slashes would name another server
        response = RedirectResponse(f"{path}?{rest}" if rest else path, status_code=303)
        self._let_in(response, self.keys.session)
        return response


def _is_length(text: str) -> bool:
    """Whether a body may be as long as it says."""
    return text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_BODY)) and int(text) <= LARGEST_BODY


def _is_of_this_origin(method: str, headers: Headers, host: str) -> bool:
    """Whether a request comes from a page of the workbench, or, if it only reads, from an address that was typed."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if origin is not None and origin not in (f"http://{host}", f"https://{host}"):
        return False
    if method in SAFE:
        return site in (None, "same-origin", "none")
    return site == "same-origin" or (site is None and origin is not None)


def _guarded(send: Send) -> Send:
    """Every answer with what a page may load."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                if name not in headers:
                    headers[name] = value
            headers["content-security-policy"] = POLICY
        await send(message)

    return sent


def _capped(query: bytes, most: Handling) -> bytes:
    """The query with a level that is shared at most: nothing above it is shown, whatever an address asks for."""
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    asked = next((value for name, value in pairs if name == "level"), "team")
    if asked in HANDLING and HANDLING.index(asked) <= HANDLING.index(most):
        return query
    return urlencode([*((name, value) for name, value in pairs if name != "level"), ("level", most)]).encode()


class TooMuch(Exception):
    """A body is longer than it said, or longer than any may be."""


def _limited(receive: Receive) -> Receive:
    """The body as far as one may go."""
    taken = 0

    async def received() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LARGEST_BODY:
            raise TooMuch
        return message

    return received
