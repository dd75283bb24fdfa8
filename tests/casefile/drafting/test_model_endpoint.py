"""A model is asked at one address only, for so long and so much, and its key is nowhere else."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from tests.support.model_server import Handler, model_server, refuses, reply, says
from tests.support.running import PATIENCE
from winset.casefile.drafting.model.endpoint import (
    LARGEST_ANSWER,
    LONGEST_WAIT,
    MOST_ATTEMPTS,
    Endpoint,
    address_of,
    refusal_of,
)
from winset.errors import ModelRefused

KEY = "sk-secret-7f3a"


def endpoint(address: str, **more: Any) -> Endpoint:
    return Endpoint(address=address_of(address), model="stub", **{"seconds": 5.0, "wait": lambda _: None, **more})


@pytest.mark.parametrize(
    ("typed", "asked", "local"),
    [
        ("http://127.0.0.1:11434/v1", "http://127.0.0.1:11434/v1/chat/completions", True),
        ("http://localhost:8080/v1/", "http://localhost:8080/v1/chat/completions", True),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1/chat/completions", True),
        ("https://models.example.org/v1/chat/completions", "https://models.example.org/v1/chat/completions", False),
        ("https://models.example.org", "https://models.example.org/chat/completions", False),
    ],
)
def test_an_address_is_that_of_the_completions(typed: str, asked: str, local: bool) -> None:
    address = address_of(typed)
    assert str(address) == asked
    assert address.is_local is local


@pytest.mark.parametrize(
    "typed",
    [
        "", "models.example.org/v1", "ftp://127.0.0.1/v1", "file:///etc/passwd", "http://", "http://127.0.0.1:0x1/v1",
        "http://127.0.0.1:99999/v1", "https://me:secret@models.example.org/v1", "https://models.example.org/v1?key=secret",
        "https://models.example.org/v1#x", "http://models.example.org/v1", "http://127.0.0.1.example.org/v1",
        "http://10.0.0.1/v1", "http://127.0.0.1/v1\r\nHost: other", "http://[::1/v1", "https://mödels.example.org/v1",
    ],
)  # fmt: skip
def test_another_address_is_refused_and_no_key_in_it_is_repeated(typed: str) -> None:
    with pytest.raises(ModelRefused) as refused:
        address_of(typed)
    assert "secret" not in str(refused.value)


def test_another_machine_without_encryption_is_asked_only_by_consent() -> None:
    assert str(address_of("http://10.0.0.1/v1", trusts_network=True)) == "http://10.0.0.1/v1/chat/completions"


@pytest.mark.parametrize("key", ["a b", "a\nHost: other", "ключ", "a\x00"])
def test_a_key_that_no_header_can_carry_is_refused_without_showing_it(key: str) -> None:
    with pytest.raises(ModelRefused) as refused:
        endpoint("http://127.0.0.1:1/v1", key=key)
    assert key not in str(refused.value)


def test_the_key_is_sent_as_a_header_and_is_in_nothing_else() -> None:
    with model_server(lambda handler, body: handler.send(401, f"wrong key {KEY}")) as server:
        asked = endpoint(server.address, key=KEY)
        answer = asked.ask({"model": "stub"})
    assert server.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert server.paths == ["/v1/chat/completions"]
    assert KEY not in repr(asked) + answer.text + refusal_of(asked, answer)
    assert "the key in WINSET_MODEL_KEY" in refusal_of(asked, answer)


def test_no_key_is_sent_where_there_is_none_and_no_proxy_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with model_server(says("{}")) as server:
        assert endpoint(server.address).ask({}).status == 200
    assert "Authorization" not in server.headers[0]


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    with (
        model_server(says("{}")) as other,
        model_server(refuses(status, Location=other.address)) as server,
        pytest.raises(ModelRefused, match="leads to another address"),
    ):
        endpoint(server.address, key=KEY).ask({})
    assert other.bodies == []


def test_a_busy_server_is_asked_again_and_waits_no_longer_than_it_may() -> None:
    waits: list[float] = []
    busy = [refuses(429, Retry_After="7"), refuses(503, Retry_After="86400"), refuses(500), says("{}")]
    with model_server(*busy) as server:
        answer = endpoint(server.address, wait=waits.append).ask({})
    assert (answer.status, answer.attempts) == (200, 4)
    assert waits == [7.0, float(LONGEST_WAIT), 4.0]


def test_a_server_that_stays_busy_is_asked_a_few_times_only() -> None:
    with model_server(refuses(429, "nothing left")) as server:
        asked = endpoint(server.address)
        answer = asked.ask({})
    assert len(server.bodies) == answer.attempts == MOST_ATTEMPTS
    assert "nothing left" in refusal_of(asked, answer)


def _hangs(handler: Handler, body: dict[str, Any]) -> None:
    handler.model.over.wait(10)


def _drips(handler: Handler, body: dict[str, Any]) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    while not handler.model.over.wait(0.05):
        handler.wfile.write(b" ")
        handler.wfile.flush()


def _drips_headers(handler: Handler, body: dict[str, Any]) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while not handler.model.over.wait(0.05):
        handler.wfile.write(b"X")
        handler.wfile.flush()


@pytest.mark.parametrize("answer", [_hangs, _drips, _drips_headers])
def test_an_answer_that_does_not_come_to_its_end_in_time_is_refused(answer: Any) -> None:
    with model_server(answer) as server, pytest.raises(ModelRefused, match=r"did not answer within 0\.3 seconds"):
        endpoint(server.address, seconds=0.3).ask({})


def _sends(megabytes: int, *, says_so: bool, sent: list[int]) -> Any:
    def answer(handler: Handler, body: dict[str, Any]) -> None:
        handler.send_response(200)
        if says_so:
            handler.send_header("Content-Length", str(megabytes * 1_000_000))
        handler.end_headers()
        for _ in range(megabytes):
            handler.wfile.write(b"x" * 1_000_000)
            sent.append(1)

    return answer


@pytest.mark.parametrize("says_so", [True, False])
@pytest.mark.parametrize("megabytes", [60, pytest.param(100, marks=pytest.mark.slow)])
def test_an_answer_that_is_too_large_is_not_read_to_its_end(megabytes: int, says_so: bool) -> None:
    sent: list[int] = []
    answer = _sends(megabytes, says_so=says_so, sent=sent)
    with model_server(answer) as server, pytest.raises(ModelRefused, match=f"{LARGEST_ANSWER:,} bytes"):
        endpoint(server.address).ask({})
    assert len(sent) < megabytes


def _breaks_off(handler: Handler, body: dict[str, Any]) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b'{"choices"')


def _packs(handler: Handler, body: dict[str, Any]) -> None:
    handler.send(200, b"\x1f\x8b", Content_Encoding="gzip")


def _no_http(handler: Handler, body: dict[str, Any]) -> None:
    handler.wfile.write(b"\x16\x03\x01 not the web\r\n\r\n")


def _many_headers(handler: Handler, body: dict[str, Any]) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 300 + b"\r\n")


@pytest.mark.parametrize("answer", [_breaks_off, _packs, _no_http, _many_headers])
def test_what_is_no_whole_answer_is_refused(answer: Any) -> None:
    with model_server(answer) as server, pytest.raises(ModelRefused):
        endpoint(server.address).ask({})


def test_nothing_at_an_address_is_said() -> None:
    with model_server(says("{}")) as server:
        address = server.address
    with pytest.raises(ModelRefused, match="is the server running"):
        endpoint(address).ask({})


def test_an_encrypted_address_is_never_asked_without_encryption() -> None:
    with model_server(says("{}")) as server, pytest.raises(ModelRefused, match="does not answer with encryption"):
        endpoint(server.address.replace("http:", "https:"), key=KEY).ask({})
    assert server.bodies == []


def test_an_answer_in_chunks_is_read() -> None:
    def chunked(handler: Handler, body: dict[str, Any]) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for part in reply("{}").encode().split(b","):
            handler.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
        handler.wfile.write(b"0\r\n\r\n")

    with model_server(chunked) as server:
        assert endpoint(server.address).ask({}).text == reply("{}").replace(",", "")


def test_no_thread_is_left_behind() -> None:
    before = threading.active_count()
    with model_server(says("{}")) as server:
        endpoint(server.address, seconds=60.0).ask({})
    end = time.monotonic() + PATIENCE
    while threading.active_count() > before and time.monotonic() < end:
        threading.Event().wait(0.01)
    assert threading.active_count() <= before
