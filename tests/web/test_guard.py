"""Who may speak to the workbench: nobody but the browser that was let in, from its own pages."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.support.web import Client
from winset.web import guard
from winset.web.guard import LARGEST_BODY, POLICY
from winset.web.pages.register import PARTS
from winset.web.serve import Serving

URL = "/case/classroom/deal"


@pytest.fixture
def fresh(folder: Path) -> Iterator[Serving]:
    """A workbench that nobody entered yet."""
    serving = Serving.on(folder, {})
    yield serving
    serving.listening.close()


def stranger(serving: Serving) -> Client:
    return Client(serving=serving, headers={"host": f"127.0.0.1:{serving.keys.port}"})


def test_without_the_cookie_no_page_is_shown(fresh: Serving) -> None:
    for url in ("/", URL, "/static/workbench.css", "/work/1"):
        received = stranger(fresh).get(url)
        assert received.status == 403
        assert "winset open" in received.text


def test_the_token_lets_in_once_and_leaves_the_address(fresh: Serving) -> None:
    client = stranger(fresh)
    entered = client.get(f"{URL}?level=open&token={fresh.keys.token}")
    assert entered.status == 303
    assert entered.headers["location"] == f"{URL}?level=open"
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert client.get(f"/?token={fresh.keys.token}").status == 403, "a token that is replayed is refused"
    assert client.get("/", cookie=cookie.partition(";")[0]).status == 200


@pytest.mark.parametrize("token", ["", "guess", "x" * 43, "ü", "%00"])
def test_a_guessed_token_is_refused_and_uses_nothing_up(fresh: Serving, token: str) -> None:
    assert stranger(fresh).get(f"/?token={token}").status == 403
    assert stranger(fresh).get(f"/?token={fresh.keys.token}").status == 303


def test_the_way_in_leads_to_no_other_server(fresh: Serving) -> None:
    entered = stranger(fresh).get(f"//evil.example/x?token={fresh.keys.token}")
    assert entered.headers["location"].startswith("/evil.example")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", "[::1]", ""])
def test_a_name_that_is_not_its_own_is_refused_before_anything_else(client: Client, host: str) -> None:
    for name in ("host",):
        assert client.get(URL, **{name: host}).status == 421


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_nothing_is_answered_to_a_page_of_another_origin(client: Client, site: str) -> None:
    assert client.get(URL, sec_fetch_site=site, origin=None).status == 403
    assert client.post("/work/1/stop", sec_fetch_site=site).status == 403


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1.evil.example"]
)
def test_nothing_is_done_for_another_origin(client: Client, origin: str) -> None:
    assert client.post("/work/1/stop", origin=origin, sec_fetch_site=None).status == 403
    assert client.get(URL, origin=origin).status == 403


def test_what_says_nothing_of_where_it_comes_from_changes_nothing(client: Client) -> None:
    assert client.post("/work/1/stop", origin=None, sec_fetch_site=None).status == 403
    assert client.get("/", origin=None, sec_fetch_site=None).status == 200, "an address that was typed"


def test_a_body_that_says_it_is_too_long_is_refused(client: Client) -> None:
    assert client.post("/work/1/stop", content_length=str(LARGEST_BODY + 1)).status == 413
    assert client.post("/work/1/stop", content_length="-1").status == 413


def test_every_answer_says_what_a_page_may_load(client: Client, fresh: Serving) -> None:
    for received in (
        client.get("/"),
        client.get("/nowhere"),
        client.get("/static/workbench.js"),
        stranger(fresh).get("/"),
    ):
        assert received.headers["content-security-policy"] == POLICY
        assert received.headers["cache-control"] == "no-store"
        assert received.headers["x-content-type-options"] == "nosniff"
    assert "unsafe" not in POLICY


def test_static_files_lead_nowhere_else(client: Client) -> None:
    for url in ("/static/../serve.py", "/static/%2e%2e/serve.py", "/static/..%2fserve.py", "/static//etc/passwd"):
        assert client.get(url).status in (400, 404)


@pytest.mark.parametrize(
    "cookies",
    [
        '{name}=tossed; {own}', '{own}; {name}=tossed', 'other={{"a": [1, 2]}}; {own}', 'a b=c\x00; =; ; {own};;',
        '{name}="quoted; {own}', "; ".join("x=y" for _ in range(500)) + "; {own}",
    ],
)  # fmt: skip
def test_cookies_of_other_programs_of_this_machine_lock_nobody_out(client: Client, cookies: str) -> None:
    keys = client.serving.keys
    own = f"{keys.cookie}={keys.session}"
    assert client.get("/", cookie=cookies.format(own=own, name=keys.cookie)).status == 200


@pytest.mark.parametrize("cookie", ["", "{name}", "{name}=", "{name}=x", "{other}={session}", "{name}={session}x"])
def test_no_other_cookie_opens_it(client: Client, cookie: str) -> None:
    keys = client.serving.keys
    sent = cookie.format(name=keys.cookie, session=keys.session, other="winset-1")
    assert client.get("/", cookie=sent).status == 403


@pytest.mark.parametrize(
    "length", ["\xb2", "1e3", "0x10", " 5", "9" * 5000, "5, 5", "\u0665".encode().decode("latin-1")]
)
def test_a_length_that_is_none_is_refused(client: Client, length: str) -> None:
    assert client.post("/work/1/stop", content_length=length).status == 413


def test_what_is_made_up_is_refused_and_breaks_nothing(client: Client) -> None:
    """A body that no page sends, and numbers in an address that count nothing: each is an answer, none a fault."""
    bodies = (b"", b"[]", b"\xff", b'{"a":' * 100_000, b'{"page": 7, "sha256": 5}', b'{"text": "\\ud800"}', b"NaN")
    addresses = [f"/case/classroom/{page}/{part}" for page, part in PARTS] + ["/start/new", "/start/copy", "/start/x"]
    for address in addresses:
        for body in bodies:
            assert client.send("POST", address, body, {}).status in (200, 404, 409), (address, body[:20])
    for number in ("%C2%B2", "9" * 5000, "-1", "%D9%A5", "1e3"):
        for address in (
            "deal/table.csv?number=",
            "file?line=",
            "brief/chart.svg?key=x&number=",
            "sources?page=",
            "deal/x?",
        ):
            assert client.get(f"/case/classroom/{address}{number}").status in (200, 404), (address, number)
    for name in ("a" * 300 + ".txt", "%E2%80%AE.txt", "..%2F..%2Fcase.yaml", "%00.txt"):
        said = client.send("POST", "/start/document", b"A text.", {"x-winset-name": name})
        assert "warning" in said.text


@pytest.mark.parametrize(
    "path",
    ["//case/classroom/deal", "/case/classroom%2fdeal", "/./case/classroom/deal", "/case/classroom/deal/", "/\x00",
     "/case/x\r\nset-cookie: a=b/deal", "/case/classroom/about/party/\r\nx: y"],
)  # fmt: skip
def test_no_path_leads_past_the_routes_or_puts_a_line_among_the_headers(client: Client, path: str) -> None:
    received = client.get(path)
    assert received.status in (200, 307, 404), "a path is read as the server reads it"
    assert not {"\r", "\n"} & set("".join((*received.headers, *received.headers.values())))
    assert "evil" not in received.headers.get("location", "")
    assert "set-cookie" not in received.headers


def spoken(serving: Serving, request: str) -> bytes:
    """What the server answers to exactly these bytes."""
    with socket.create_connection(("127.0.0.1", serving.keys.port), timeout=10) as connection:
        connection.sendall(request.encode("latin-1"))
        connection.settimeout(10)
        answer = b""
        with suppress(OSError):
            while part := connection.recv(65536):
                answer += part
        return answer


def test_a_request_that_two_programs_could_read_otherwise_is_read_by_none(workbench: Serving) -> None:
    host, own = f"127.0.0.1:{workbench.keys.port}", f"{workbench.keys.cookie}={workbench.keys.session}"
    head = f"POST /work/1/stop HTTP/1.1\r\nHost: {host}\r\nCookie: {own}\r\nConnection: close\r\n"
    smuggled = f"GET / HTTP/1.1\r\nHost: {host}\r\nCookie: {own}\r\n\r\n"
    for request in (
        f"{head}Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        f"{head}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n{smuggled}",
        f"{head}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n{smuggled}",
        f"{head}Host: evil.example\r\n\r\n",
        f"{head}Bad Header: x\r\n\r\n",
        f"{head}X: a\x00b\r\n\r\n",
    ):
        answer = spoken(workbench, request)
        assert answer.count(b"HTTP/1.1") <= 1, request
        assert b"200" not in answer.partition(b"\r\n")[0], request
    upgrade = f"GET / HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n"
    upgrade += "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    assert b" 403 " in spoken(workbench, f"{upgrade}Connection: close\r\n\r\n").partition(b"\r\n")[0]


def test_a_body_in_pieces_ends_where_no_body_may_go_on(workbench: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "LARGEST_BODY", 100_000)
    host, own = f"127.0.0.1:{workbench.keys.port}", f"{workbench.keys.cookie}={workbench.keys.session}"
    head = (
        f"POST /start/new HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {own}\r\nConnection: close\r\n"
    )
    chunk = "8000\r\n" + "x" * 0x8000 + "\r\n"
    answer = spoken(workbench, f"{head}Transfer-Encoding: chunked\r\n\r\n{chunk * 8}0\r\n\r\n")
    assert b" 413 " in answer.partition(b"\r\n")[0]
