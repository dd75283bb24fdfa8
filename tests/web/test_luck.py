"""What happens to a workbench by bad luck: cases that go, change or break meanwhile, many requests at once, its end."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.in_browser import opened
from tests.support.page_words import words
from tests.support.running import PATIENCE, UNTOUCHED
from tests.support.web import Client, let_in, served
from winset.errors import UnknownName, WinsetError
from winset.web.desk import Desk
from winset.web.serve import Serving
from winset.web.work import Job

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ENDING = 2.0
"""Seconds in which the workbench ends."""
ADDRESSES = [f"/case/classroom/{page}" for page in (
    "deal", "deal/answer.json", "check", "case", "sources", "judge", "brief", "changes", "file", "robust?trials=20",
    "about/party/nobody", "deal/table.csv?number=0", "sources?source=x", "brief/file?kind=md",
)]  # fmt: skip


@pytest.fixture
def here(folder: Path, tmp_path: Path) -> Path:
    shutil.copytree(folder / "classroom", tmp_path / "classroom")
    return tmp_path


@pytest.fixture
def serving(here: Path) -> Iterator[Serving]:
    serving = Serving.on(here, {})
    yield serving
    serving.listening.close()


@pytest.fixture
def client(serving: Serving) -> Client:
    return Client.let_in(serving)


def broken(path: Path) -> None:
    path.write_text("parties: [\n", "utf-8")


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def no_text(path: Path) -> None:
    path.write_bytes(b"\xff\x00\xfe" * 100)


def removed(path: Path) -> None:
    shutil.rmtree(path.parent)


def renamed(path: Path) -> None:
    path.parent.rename(path.parent.with_name("elsewhere"))


def without_its_sources(path: Path) -> None:
    for other in path.parent.iterdir():
        if other != path:
            other.unlink()


def a_folder_in_its_place(path: Path) -> None:
    path.unlink()
    path.mkdir()


def leading_nowhere(path: Path) -> None:
    path.unlink()
    path.symlink_to("case.yaml")


@pytest.mark.parametrize(
    "meanwhile",
    [broken, emptied, no_text, removed, renamed, without_its_sources, a_folder_in_its_place, leading_nowhere],
)
def test_whatever_becomes_of_a_case_every_address_answers(client: Client, here: Path, meanwhile: object) -> None:
    assert client.get("/case/classroom/deal").status == 200
    assert callable(meanwhile)
    meanwhile(here / "classroom" / "case.yaml")
    for address in (*ADDRESSES, "/"):
        received = client.get(address)
        assert received.status in (200, 404, 409, 422), address
        assert "Traceback" not in received.text
    for part in ("case/edit", "changes/undo", "file/lines", "deal/keep", "sources/claim", "judge/number"):
        received = client.post(f"/case/classroom/{part}", {"sha256": "x", "text": "x", "page": "/case/classroom/deal"})
        assert received.status in (200, 404, 409, 422), part


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
@pytest.mark.parametrize("name", ["classroom", "classroom/case.yaml"])
def test_what_may_not_be_read_is_said(client: Client, here: Path, name: str) -> None:
    (here / name).chmod(0)
    for address in (*ADDRESSES, "/"):
        assert client.get(address).status in (200, 404, 409, 422), address
    (here / name).chmod(0o700)


def test_a_file_that_the_system_refuses_is_said(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "/somewhere/case.yaml")

    monkeypatch.setattr(Desk, "study", refused)
    received = client.get("/case/classroom/deal")
    assert received.status == 409
    assert "Permission denied" in words(received.text)


def test_an_answer_is_never_that_of_another_state_of_the_case(client: Client, here: Path) -> None:
    """Reports that are kept are found again by their answer: one that went may not lend its place to another."""
    path = here / "classroom" / "case.yaml"
    text = path.read_text("utf-8")
    for turn in range(4):
        title = f"Turn number {turn}"
        path.write_text(text.replace("title: The linen contract", f"title: {title}"), "utf-8")
        client.get("/case/classroom/deal/answer.json")
        assert title in client.get("/case/classroom/deal").text


def test_reports_that_are_kept_keep_their_answers(serving: Serving, client: Client) -> None:
    client.get("/case/classroom/deal/answer.json")
    client.get("/case/classroom/deal")
    kept: dict[Any, Any] = dict(serving.desk.said._made)
    assert kept
    for key, (answer, _) in kept.items():
        assert id(answer) == key[0]


def test_thirty_requests_at_once_are_answered_alike(folder: Path) -> None:
    with served(folder) as serving:
        client = Client.let_in(serving)
        base, cookie = f"http://{client.headers['host']}", {"Cookie": client.headers["cookie"]}

        def asked(number: int) -> bytes:
            url = f"{base}/case/classroom/{('deal', 'case', 'check')[number % 3]}?variant="
            with urllib.request.urlopen(urllib.request.Request(url, headers=cookie), timeout=PATIENCE) as received:
                body: bytes = received.read()
                return body

        client.get("/case/classroom/deal/answer.json")
        with ThreadPoolExecutor(30) as together:
            answers = list(together.map(asked, range(30)))
        for page in range(3):
            alike = [body for body in answers[page::3] if b"data-job" not in body]
            assert len(set(alike)) <= 1


def test_a_mistake_in_the_background_is_said_and_not_waited_for(
    serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda _: None)

    def mistaken(job: Job) -> None:
        raise SystemExit

    job = serving.desk.background.do(object(), object(), mistaken)  # type: ignore[arg-type]
    assert job.ended.wait(PATIENCE)
    with pytest.raises(WinsetError, match="mistake"):
        job.result()


@pytest.mark.parametrize("length", [9_000, 60_000])
def test_a_very_long_address_is_answered(client: Client, length: int) -> None:
    for query in (
        f"variant={'x' * length}",
        f"package={'a=b,' * (length // 4)}",
        f"set={'x' * length}=1",
        "&".join("x=y" for _ in range(length // 4)),
    ):
        assert client.get(f"/case/classroom/deal?{query}").status in (200, 404)


def test_a_port_that_is_taken_and_a_place_that_is_none_are_said(serving: Serving, here: Path) -> None:
    with pytest.raises(WinsetError, match="cannot be used"):
        Serving.on(here, {}, serving.keys.port)
    with pytest.raises(UnknownName, match="nowhere"):
        Serving.on(here / "nowhere", {})


def test_an_empty_folder_begins_with_a_new_case(tmp_path: Path) -> None:
    serving = Serving.on(tmp_path, {})
    said = Client.let_in(serving).get("/")
    assert said.status == 200
    assert "There is no case in" in said.text
    assert '<details class="new" open>' in said.text
    serving.listening.close()


@pytest.fixture
def window(browser: Browser, here: Path) -> Iterator[tuple[Page, Path, str]]:
    """A window of a workbench of its own, the case file, and where it answers."""
    with served(here) as serving:
        base = f"http://127.0.0.1:{serving.keys.port}"
        context = browser.new_context(storage_state=let_in(serving), base_url=base)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        yield page, here / "classroom" / "case.yaml", base
        context.close()


def test_a_refusal_where_something_was_opened_is_said_in_words(window: tuple[Page, Path, str]) -> None:
    page, path, _ = window
    opened(page, "/case/classroom/deal")
    broken(path)
    page.locator("main a.why").first.click()
    said = page.locator("#status")
    page.wait_for_function("() => document.getElementById('status').textContent")
    assert "<" not in said.inner_text()
    assert page.locator("dialog[open]").count() == 0
    assert page.locator("#answer").inner_text(), "the page stays as it was"


def test_a_question_that_cannot_be_answered_is_not_waited_for(window: tuple[Page, Path, str]) -> None:
    page, _, _ = window
    page.goto("/case/classroom/staging")
    page.locator("main [data-job]").wait_for(state="detached")
    assert "no plan" in page.locator("#answer").inner_text()
    assert page.locator("#status").inner_text() == ""


def test_a_workbench_that_has_ended_is_said(browser: Browser, here: Path) -> None:
    with served(here) as serving:
        page = browser.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(serving.address)
        opened(page, f"http://127.0.0.1:{serving.keys.port}/case/classroom/deal")
    for act in ("main a.why", "main a[data-swap]", "[data-post]"):
        if page.locator(act).count():
            page.evaluate("() => { document.getElementById('status').textContent = ''; }")
            page.locator(act).first.dispatch_event("click")
            page.wait_for_function("() => document.getElementById('status').textContent.includes('does not answer')")
    page.close()


@pytest.mark.slow
def test_ctrl_c_ends_it_at_once_also_in_the_midst_of_a_run(folder: Path) -> None:
    argv = ["winset", "open", str(folder), "--no-browser"]
    code = f"{UNTOUCHED}import sys\nsys.argv = {argv}\nfrom winset.cli import main\nmain()"
    begun = [sys.executable, "-c", code]
    process = subprocess.Popen(begun, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        address = process.stdout.readline().strip()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        browser.open(address, timeout=PATIENCE).close()
        base = address.partition("/?")[0]
        with browser.open(f"{base}/case/alaska-2025/robust?trials=900000&seed=11", timeout=PATIENCE) as page:
            work = page.read().decode().partition('data-job="')[2].partition('"')[0]
        with browser.open(f"{base}{work}", timeout=PATIENCE) as events:
            while b"trials" not in events.readline():
                pass
            time.sleep(0.5)
            began = time.monotonic()
            process.send_signal(signal.SIGINT)
            said = process.communicate(timeout=PATIENCE)[1]
        assert time.monotonic() - began < ENDING
    finally:
        process.kill()
    assert process.returncode == 0
    assert "Traceback" not in said
    assert "Warning" not in said
