"""The workbench on copies of the examples, once for each process that tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest

from tests.support.web import LONGEST, Client, find_browser, let_in, served
from winset.web.serve import Serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

EXAMPLES = Path(__file__).parents[2] / "examples"
SHOWN = ("alaska-2025", "camp-david-1978", "classroom", "exchange")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of cases that no test changes."""
    folder = tmp_path_factory.mktemp("cases")
    for name in SHOWN:
        shutil.copytree(EXAMPLES / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def serving(folder: Path) -> Iterator[Serving]:
    """The workbench on that folder, its pages called without a server."""
    serving = Serving.on(folder, {})
    yield serving
    serving.listening.close()


@pytest.fixture(scope="session")
def client(serving: Serving) -> Client:
    return Client.let_in(serving)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Serving]:
    """A workbench on a case that may be changed."""
    shutil.copytree(EXAMPLES / "classroom", tmp_path / "classroom")
    serving = Serving.on(tmp_path, {})
    yield serving
    serving.listening.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser of this machine, for the tests of one file: what drives it would not outlive other tests, which end
    processes and interrupt their own.
    """
    program = find_browser()
    if program is None:
        pytest.skip("no Chromium on this machine: pages are not looked at in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        kind = type(browser)
        with (
            patch.object(kind, "new_context", patient(kind.new_context)),
            patch.object(kind, "new_page", patient(kind.new_page)),
        ):
            yield browser
        browser.close()


def patient(opened: Callable[..., Any]) -> Callable[..., Any]:
    """The same way to open a window, which waits for a page as long as a busy machine takes."""

    def opened_patiently(*given: Any, **named: Any) -> Any:
        window = opened(*given, **named)
        window.set_default_timeout(LONGEST)
        return window

    return opened_patiently


@pytest.fixture(scope="session")
def workbench(folder: Path) -> Iterator[Serving]:
    """The workbench as a server."""
    with served(folder) as serving:
        yield serving


@pytest.fixture
def page(browser: Browser, workbench: Serving) -> Iterator[Page]:
    """A window of the workbench; what its console says against a page fails the test."""
    base = f"http://127.0.0.1:{workbench.keys.port}"
    context = browser.new_context(
        storage_state=let_in(workbench),
        base_url=base,
        viewport={"width": 1280, "height": 800},
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "request", lambda request: said.append(request.url) if not request.url.startswith((base, "data:")) else None
    )
    yield page
    context.close()
    assert said == []
