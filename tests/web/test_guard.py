"""Who may speak to the workbench: nobody but the browser that was let in, from its own pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.web import Client
from winset.web.guard import LARGEST_BODY, POLICY
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
