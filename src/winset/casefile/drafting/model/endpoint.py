"""Where a language model is asked: one address that the user names, nothing else, and no more than it may answer.

There is no default address and no default model. Proxies of the environment are not used, redirects are not followed,
and the key stands in no message and in no file.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from winset.errors import ModelRefused

LARGEST_ANSWER = 5_000_000
"""Bytes of an answer of a model; beyond, it is not read to its end and refused."""
MOST_ATTEMPTS = 4
"""Times that a request is sent while the server says that it is busy; beyond, the request counts as refused."""
LONGEST_WAIT = 30
"""Seconds that a busy server may ask to wait before the next attempt; beyond, no longer is waited."""
LONGEST_SAID = 300
"""Characters of what a server says of a refusal that are shown; beyond, the rest is left out."""
HELD = "[key]"
"""What stands in the place of the key wherever a server sends it back."""
_BUSY = (429, 500, 502, 503, 504)
_PATH = "/chat/completions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address at which an OpenAI-compatible server answers. path: of its chat completions."""

    is_encrypted: bool
    host: str
    port: int
    path: str

    def __str__(self) -> str:
        scheme, usual = ("https", 443) if self.is_encrypted else ("http", 80)
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}{'' if self.port == usual else f':{self.port}'}{self.path}"

    @property
    def is_local(self) -> bool:
        """True of this machine."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def address_of(text: str, *, trusts_network: bool = False) -> Address:
    """The address as it was typed, such as `http://127.0.0.1:11434/v1`. trusts_network: it may be without encryption
    on another machine too.

    Raises ModelRefused where it is none that is asked.
    """
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ModelRefused("the address of the model is none; one is `http://127.0.0.1:11434/v1`") from None
    if parts.username is not None or parts.password is not None:
        raise ModelRefused("the address of the model holds a name or a key; give the key in WINSET_MODEL_KEY instead")
    if parts.scheme not in ("http", "https") or not host or not text.isascii() or not text.strip().isprintable():
        raise ModelRefused(
            "the address of the model begins with http:// or https:// and names a host, such as "
            "`http://127.0.0.1:11434/v1`"
        )
    if parts.query or parts.fragment or " " in text.strip():
        raise ModelRefused("the address of the model has no `?`, `#` or space in it; it often ends in `/v1`")
    path = parts.path.rstrip("/")
    is_encrypted = parts.scheme == "https"
    address = Address(
        is_encrypted=is_encrypted,
        host=host,
        port=port if port is not None else 443 if is_encrypted else 80,
        path=path if path.endswith(_PATH) else path + _PATH,
    )
    if not is_encrypted and not address.is_local and not trusts_network:
        raise ModelRefused(
            f"{address} is on another machine and without encryption: everybody on the way could read the sources; "
            "use https, or say `--trust-network`"
        )
    return address


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a server answered. status: of HTTP; text: of the body; attempts: how often it was asked."""

    status: int
    text: str
    attempts: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A model at an address. seconds: how long one answer may take; wait: what waits between two attempts."""

    address: Address
    model: str
    key: str = field(default="", repr=False)
    seconds: float = 300.0
    wait: Callable[[float], None] = field(default=time.sleep, repr=False)

    def __post_init__(self) -> None:
        """Raises ModelRefused where no request could carry the model's name or the key."""
        if not self.model.strip() or not self.model.isprintable():
            raise ModelRefused("the model has no name, or one with signs that cannot be shown")
        if self.key and not (self.key.isascii() and self.key.isprintable() and " " not in self.key):
            raise ModelRefused("WINSET_MODEL_KEY holds a space, a line end or a sign that no key has")

    def ask(self, body: dict[str, Any]) -> Reply:
        """The reply to a request; a server that is busy is asked again, a few times and not for long.

        Raises ModelRefused where there is none: the server cannot be reached, takes too long, sends too much or leads
        elsewhere. A refusal in the server's own words is a reply.
        """
        data = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        started = time.monotonic()
        for attempt in range(1, MOST_ATTEMPTS + 1):
            status, text, retry_after = self._once(data)
            if status not in _BUSY or attempt == MOST_ATTEMPTS:
                break
            self.wait(_waited(retry_after, attempt))
        seconds = time.monotonic() - started
        return Reply(status=status, text=self.without_key(text), attempts=attempt, seconds=round(seconds, 3))

    def without_key(self, text: str) -> str:
        """The text with the key blotted out, wherever a server sends it back."""
        return text.replace(self.key, HELD) if self.key else text

    def _once(self, data: bytes) -> tuple[int, str, str]:
        connection = self._connection()
        late = threading.Event()
        watch = threading.Timer(self.seconds, _cut, (connection, late))
        watch.daemon = True
        watch.start()
        try:
            connection.connect()
            self._refuse_other_machine(connection)
            connection.request("POST", self.address.path, data, self._headers())
            response = connection.getresponse()
            if 300 <= response.status < 400:
                raise ModelRefused(f"{self.address} leads to another address, and winset asks only the one you name")
            return response.status, self._read(response, late), response.headers.get("Retry-After", "")
        except TimeoutError:
            raise self._too_late() from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise self._too_late() if late.is_set() else self._unreachable(error) from None
        finally:
            watch.cancel()
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        host, port = self.address.host, self.address.port
        if self.address.is_encrypted:
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(host, port, timeout=self.seconds, context=context)
        return http.client.HTTPConnection(host, port, timeout=self.seconds)

    def _refuse_other_machine(self, connection: http.client.HTTPConnection) -> None:
        """Raises ModelRefused where `localhost` is another machine, and what is sent would be readable on the way."""
        if self.address.is_local and connection.sock is not None:
            peer = connection.sock.getpeername()[0]
            if not ipaddress.ip_address(str(peer).partition("%")[0]).is_loopback:
                raise ModelRefused(f"{self.address.host} is not this machine; nothing was sent")

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
        return headers | ({"Authorization": f"Bearer {self.key}"} if self.key else {})

    def _read(self, response: http.client.HTTPResponse, late: threading.Event) -> str:
        length = response.headers.get("Content-Length", "")
        if length.isdigit() and len(length) < 20 and int(length) > LARGEST_ANSWER:
            raise self._too_large()
        if response.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise ModelRefused(f"{self.address} sends packed answers, though none was asked for")
        parts: list[bytes] = []
        size = 0
        while part := response.read1(65_536):
            size += len(part)
            if size > LARGEST_ANSWER:
                raise self._too_large()
            parts.append(part)
        if late.is_set():
            raise self._too_late()
        if length.isdigit() and size < int(length):
            raise ModelRefused(f"{self.address} ended its answer before its end")
        return b"".join(parts).decode("utf-8", "replace")

    def _too_large(self) -> ModelRefused:
        return ModelRefused(f"{self.address} sends more than {LARGEST_ANSWER:,} bytes; the answer was not read")

    def _too_late(self) -> ModelRefused:
        return ModelRefused(f"{self.address} did not answer within {self.seconds:g} seconds; `--timeout` waits longer")

    def _unreachable(self, error: OSError | http.client.HTTPException | ValueError) -> ModelRefused:
        if isinstance(error, ssl.SSLCertVerificationError):
            return ModelRefused(f"{self.address} has no certificate that can be trusted; nothing was sent")
        if isinstance(error, ssl.SSLError):
            return ModelRefused(f"{self.address} does not answer with encryption (TLS); nothing was sent")
        if isinstance(error, ConnectionRefusedError):
            return ModelRefused(f"nothing answers at {self.address}: is the server running?")
        if isinstance(error, socket.gaierror):
            return ModelRefused(f"no machine is called `{self.address.host}`, or the network is not there")
        if isinstance(error, http.client.HTTPException | ValueError):
            return ModelRefused(f"what answers at {self.address} does not speak HTTP, or broke off")
        return ModelRefused(f"{self.address} cannot be asked: {error.strerror or type(error).__name__}")


def refusal_of(endpoint: Endpoint, reply: Reply) -> str:
    """What a server says where it does not answer, in a sentence."""
    why = {
        401: "the key in WINSET_MODEL_KEY is missing or not the right one",
        403: "the key in WINSET_MODEL_KEY may not ask this model",
        404: f"there is no model `{endpoint.model}`, or the address is another",
        413: "the request is too large; give a smaller `--piece`",
        429: "too many requests, or nothing left to spend",
    }.get(reply.status, "")
    said = " ".join(_said(reply.text).split())
    said = said if len(said) <= LONGEST_SAID else said[: LONGEST_SAID - 1] + "…"
    words = "; ".join(filter(None, (why, f"it says “{said}”" if said else "")))
    return f"{endpoint.address} answers with status {reply.status}" + (f": {words}" if words else "")


def _said(text: str) -> str:
    """The message of an error in the form that most servers give it, else the beginning of the text."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return text[: 2 * LONGEST_SAID]
    error = data.get("error", data) if isinstance(data, dict) else data
    message = error.get("message") if isinstance(error, dict) else error
    return message if isinstance(message, str) else text[: 2 * LONGEST_SAID]


def _waited(retry_after: str, attempt: int) -> float:
    """Seconds before the next attempt: as the server asks, else twice as long each time."""
    asked = retry_after.strip()
    if asked.isascii() and asked.isdigit() and len(asked) < 10:
        return float(min(int(asked), LONGEST_WAIT))
    return float(2 ** (attempt - 1))


def _cut(connection: http.client.HTTPConnection, late: threading.Event) -> None:
    """Ends a connection whose time is up, wherever it waits."""
    late.set()
    try:
        if connection.sock is not None:
            connection.sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
