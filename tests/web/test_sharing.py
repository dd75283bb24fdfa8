"""A workbench that is shared: who enters, who changes the case, what nobody is shown, and what TLS carries."""

from __future__ import annotations

import re
import shutil
import ssl
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from click.testing import CliRunner

from tests.support.page_words import words
from tests.support.web import Client
from winset.cli import group
from winset.errors import WinsetError
from winset.web.guard import ENTER
from winset.web.serve import Serving
from winset.web.sharing import FREE_TRIES, MOST_GUESTS, PEN, Door, Sharing, new_passphrase

CHANGING = [
    *(f"/case/classroom/{part}" for part in (
        "case/edit", "sources/claim", "sources/accept", "sources/reject", "sources/take", "judge/number",
        "changes/undo", "changes/redo", "file/lines", "deal/keep", "deal/drop",
    )),
    "/start/new", "/start/copy", "/start/document",
]  # fmt: skip


ASKED_LEVELS = [
    "", "level=team", "level=restricted", "level=open&level=restricted", "level=restricted&level=open",
    "lev%65l=team", "level=%74eam", "level=team%00", "Level=team", "level=TEAM", "level=", "level=+open",
    "level=open;level=team", "x=&level=restricted&x=",
]  # fmt: skip
"""Ways to ask for more than is shared."""


@pytest.fixture
def here(folder: Path, tmp_path: Path) -> Path:
    """A folder of two cases that may be changed."""
    for name in ("classroom", "exchange"):
        shutil.copytree(folder / name, tmp_path / name)
    return tmp_path


def shared(place: Path, **how: Any) -> Serving:
    return Serving.on(place, {}, sharing=Sharing(**{"host": "127.0.0.1", "is_trusted": True, **how}))


@pytest.fixture
def reading(here: Path) -> Iterator[Serving]:
    serving = shared(here)
    yield serving
    serving.listening.close()


@pytest.fixture
def editing(here: Path) -> Iterator[Serving]:
    serving = shared(here, may_edit=True, most="open")
    yield serving
    serving.listening.close()


def stranger(serving: Serving) -> Client:
    host = f"127.0.0.1:{serving.keys.port}"
    return Client(serving=serving, headers={"host": host, "sec-fetch-site": "same-origin", "origin": f"http://{host}"})


def say(client: Client, passphrase: str) -> Any:
    form = {"content-type": "application/x-www-form-urlencoded"}
    return client.send("POST", ENTER, f"passphrase={passphrase}".encode(), form)


def guest(serving: Serving) -> Client:
    """Somebody who said the passphrase."""
    assert serving.door is not None
    client = stranger(serving)
    entered = say(client, serving.door.passphrase)
    assert entered.status == 303
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    client.headers["cookie"] = cookie.partition(";")[0]
    return client


def all_files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_stranger_is_led_to_the_door_and_sees_nothing_else(reading: Serving) -> None:
    client = stranger(reading)
    for url in ("/", "/case/classroom/deal", "/case/classroom/deal/table.csv?number=0", "/work/1"):
        received = client.get(url)
        assert (received.status, received.headers["location"]) == (303, ENTER)
    assert client.get(ENTER).status == 200
    assert client.get("/static/workbench.css").status == 200, "the door has its colours"
    assert client.get("/static/../serve.py").status in (303, 404)
    for url in CHANGING:
        assert client.post(url, {}).status == 303


def test_the_door_is_no_way_in_for_a_page_of_another_origin(reading: Serving) -> None:
    assert reading.door is not None
    client, form = stranger(reading), {"content-type": "application/x-www-form-urlencoded"}
    body = f"passphrase={reading.door.passphrase}".encode()
    for headers in ({"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}, {"host": "evil.example"}):
        assert client.send("POST", ENTER, body, {**form, **headers}).status in (403, 421)


def test_after_some_wrong_passphrases_one_waits_also_with_the_right_one(reading: Serving) -> None:
    assert reading.door is not None
    client = stranger(reading)
    for _ in range(FREE_TRIES + 1):
        assert say(client, "wrong").status == 403
    assert "seconds" in say(client, reading.door.passphrase).text
    reading.door.closed_until = 0
    assert say(client, reading.door.passphrase).status == 303
    assert reading.door.wrong == 0


@pytest.mark.parametrize("body", [b"", b"passphrase", b"\xff=\xff", b"passphrase=" + b"x" * 100_000, b"&" * 9_999])
def test_anything_that_is_said_at_the_door_is_a_wrong_passphrase(reading: Serving, body: bytes) -> None:
    assert stranger(reading).send("POST", ENTER, body, {}).status == 403


def test_a_guest_who_reads_changes_nothing_by_any_address(reading: Serving, here: Path) -> None:
    client, before = guest(reading), all_files(here)
    for url in CHANGING:
        assert client.post(url, {"page": "/case/classroom/deal", "key": "classroom"}).status == 403
        assert client.get(url).status in (404, 405), "what changes something is no page"
        for method in ("PUT", "PATCH", "DELETE", "OPTIONS"):
            assert client.send(method, url, b"{}", {}).status in (403, 405)
    assert all_files(here) == before


def test_one_edits_at_a_time_and_whoever_opened_it_too(editing: Serving) -> None:
    assert editing.door is not None
    first, second, undo = guest(editing), guest(editing), "/case/classroom/changes/undo"
    owner = replace(first, headers={**first.headers, "cookie": f"{editing.keys.cookie}={editing.keys.session}"})
    assert first.post(undo, {"sha256": "x"}).status == 200
    for other in (second, owner):
        refused = other.post(undo, {"sha256": "x"})
        assert refused.status == 403
        assert "one does at a time" in refused.text
    assert second.get("/case/classroom/deal").status == 200, "reading needs no pen"
    editing.door.pen_until -= PEN + 1
    assert owner.post(undo, {"sha256": "x"}).status == 200
    assert first.post(undo, {"sha256": "x"}).status == 403


@pytest.mark.parametrize("page", ["deal", "case", "changes", "file", "sources", "judge", "deal/answer.json"])
def test_no_address_shows_a_level_above_that_which_is_shared(editing: Serving, page: str) -> None:
    client = guest(editing)
    client.get("/case/classroom/deal/answer.json?level=open")
    shown = _but_for_times(client.get(f"/case/classroom/{page}?level=open").text)
    for query in ASKED_LEVELS:
        said = client.get(f"/case/classroom/{page}?{query}")
        assert said.status == 200
        assert _but_for_times(said.text) == shown, query


def _but_for_times(text: str) -> str:
    """The words of a page, or of a document without how long it took."""
    return re.sub(r'"timings": \{[^}]*\}', "", words(text))


def test_what_is_posted_raises_no_level_either(editing: Serving, here: Path) -> None:
    path = here / "classroom" / "case.yaml"
    package = "packages:\n  hidden: {title: Hush hush, handling: restricted, options: {%s: %s}}\n"
    case = editing.desk.shelf.case("classroom").session().case
    issue = next(iter(case.issues))
    other = next(name for name in case.issues[issue].options if name != case.issues[issue].status_quo)
    path.write_text(path.read_text("utf-8") + "\n" + package % (issue, other), encoding="utf-8")
    client = guest(editing)
    for level in ("", "?level=team", "?level=restricted", "?level=open&level=restricted"):
        for url in ("/case/classroom/deal/drop", "/case/classroom/deal/keep"):
            said = client.post(f"{url}{level}", {"page": f"/case/classroom/deal{level}", "name": "x", "title": ""})
            assert said.status in (200, 404)
            assert "Hush" not in said.text


def test_what_others_changed_meanwhile_is_told_to_those_who_may_see_it(editing: Serving, here: Path) -> None:
    client, path = guest(editing), here / "classroom" / "case.yaml"
    read = client.get("/case/classroom/changes?level=open").text
    sha256 = read.partition('data-sha256="')[2].partition('"')[0]
    text = path.read_text("utf-8")
    path.write_text(text.replace("\nparties:", "\n# Hush\nparties:") + "\nvariants: {x: {title: Hush}}\n", "utf-8")
    said = client.post("/case/classroom/changes/undo?level=open", {"sha256": sha256})
    assert "Hush" not in said.text


def test_a_case_that_is_shared_is_shared_without_its_neighbours(here: Path) -> None:
    serving = shared(here / "classroom")
    client = guest(serving)
    for url in ("/", "/case/exchange/deal", "/case/classroom/compare", "/case/classroom/compare?other=exchange"):
        received = client.get(url)
        assert "/case/exchange" not in received.text or received.status == 404
    assert client.get("/case/exchange/deal").status == 404
    serving.listening.close()


def test_a_token_and_a_session_of_another_workbench_open_nothing(reading: Serving, editing: Serving) -> None:
    client = stranger(reading)
    client.headers["cookie"] = f"{reading.keys.cookie}={editing.keys.session}"
    assert client.get("/").status == 303
    assert stranger(reading).get(f"/?token={editing.keys.token}").status == 403


def test_many_guests_push_out_the_first_and_no_other() -> None:
    door = Door(sharing=Sharing(host="127.0.0.1", is_trusted=True), passphrase="aaaaa")
    sessions = [door.enter(b"passphrase=AAAAA ") for _ in range(MOST_GUESTS + 1)]
    assert [session for session in sessions if session is None or not door.knows(session)] == sessions[:1]
    assert not door.knows("")


def test_passphrases_are_read_aloud_and_not_guessed() -> None:
    made = {new_passphrase() for _ in range(100)}
    assert len(made) == 100
    assert not {"l", "1", "0", "o"} & {sign for passphrase in made for sign in passphrase}


def test_plain_sharing_is_refused_until_it_is_said_that_the_network_is_trusted() -> None:
    with pytest.raises(WinsetError, match="--trust-network"):
        Sharing(host="127.0.0.1")
    with pytest.raises(WinsetError, match="go together"):
        Sharing(host="127.0.0.1", certificate=Path("x"), is_trusted=True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--share", "127.0.0.1"], "--trust-network"),
        (["--share", "127.0.0.1", "--certificate", "nowhere.pem"], "nowhere.pem"),
        (["--share", "203.0.113.7", "--trust-network"], "203.0.113.7"),
        (["--share", "no such name.invalid", "--trust-network"], "no such name.invalid"),
        (["--edit"], "--share"),
        (["--key", "x"], "--share"),
    ],
)
def test_what_cannot_be_shared_is_said_before_anything_listens(here: Path, words: list[str], said: str) -> None:
    result = CliRunner().invoke(group, ["open", str(here / "classroom"), "--no-browser", *words])
    assert isinstance(result.exception, WinsetError | SystemExit)
    assert said in f"{result.output} {result.exception}"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of this machine that nobody vouches for, and its key."""
    program, folder = shutil.which("openssl"), tmp_path_factory.mktemp("tls")
    if program is None:
        pytest.skip("no openssl on this machine: no certificate is made")
    files = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        [program, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-keyout", files[1], "-out", files[0], "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    return files


def test_with_a_certificate_it_is_read_by_tls_alone_and_its_cookie_is_too(
    here: Path, certificate: tuple[Path, Path]
) -> None:
    serving = shared(here, certificate=certificate[0], key=certificate[1], is_trusted=False)
    server = uvicorn.Server(serving.config())
    thread = threading.Thread(target=server.run, kwargs={"sockets": [serving.listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    context = ssl.create_default_context(cafile=str(certificate[0]))

    class NoWay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args: Any) -> None:
            return None

    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context), NoWay)
    try:
        assert serving.base.startswith("https://")
        with pytest.raises(urllib.error.HTTPError) as entered:
            opener.open(serving.address, timeout=10)
        assert entered.value.code == 303
        assert "Secure" in entered.value.headers["set-cookie"]
        entered.value.close()
        with opener.open(f"{serving.base}{ENTER}", timeout=10) as door:
            assert b"passphrase" in door.read()
        with pytest.raises(OSError):  # what is no TLS is not answered
            opener.open(f"http://127.0.0.1:{serving.keys.port}/", timeout=10)
    finally:
        server.should_exit = True
        thread.join(10)
        serving.listening.close()
