"""A case whose every text tries to be more than text: on every page, in every fragment and file it stays text."""

from __future__ import annotations

import csv
import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from tests.support.in_browser import address
from tests.support.plain_yaml import safe_dump, safe_load
from tests.support.web import Client, served
from winset.casefile.read import check_case
from winset.questions.catalogue import QUESTIONS
from winset.web.pages.register import AFTER, BEFORE
from winset.web.serve import Serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Dialog, Page

EXAMPLES = Path(__file__).parents[2] / "examples"
EVIL = (
    "<img src=x onerror=alert(1)></script><script>alert(2)</script>\"' onmouseover=alert(3) x='"
    "{{7*7}}${7*7}<%=7*7%> javascript:alert(4) http://evil.example/a.png \u202eevil\u202c `winset deal x` \U0001f480"
)
FORMULAS = ("=HYPERLINK(1)", "+1+cmd|' /C calc'!A0", "@SUM(1)", "-2+3+cmd|x", "\t=1")
WORDS = {"name", "in_sentence", "title", "label", "reading", "because", "note", "question", "speaker", "text", "noun"}
"""Fields of a case that hold words for people."""
PAGES = [page for page, _ in (*BEFORE, *AFTER)]
ASKED = [key for key, asked in QUESTIONS.items() if asked.cases != "two"]
LONG = "long " * 2_000
"""10,000 characters."""


def evil(data: Any, under: str = "") -> Any:
    """The case with every word for people made hostile."""
    if isinstance(data, dict):
        return {key: evil(value, under if key in ("inner",) else key) for key, value in data.items()}
    if isinstance(data, list):
        return [evil(value, under) for value in data]
    return f"{EVIL} {data}" if isinstance(data, str) and under in WORDS else data


def write_hostile(folder: Path) -> Path:
    """An example that computes, in a folder with a name that is no name for a header."""
    shutil.copytree(EXAMPLES / "classroom", folder)
    path = folder / "case.yaml"
    data = evil(safe_load(path.read_text("utf-8")))
    for number, issue in enumerate(data["issues"].values()):
        for name, option in issue["options"].items():
            words = FORMULAS[number % len(FORMULAS)] + " " + EVIL
            issue["options"][name] = (
                {**option, "label": f"{words} {name}"} if isinstance(option, dict) else f"{words} {name}"
            )
    for name, source in data["sources"].items():
        source.pop("sha256", None)
        file = folder / source["file"]
        file.write_text(f"{file.read_text('utf-8')}\n\n{EVIL} {name}\n\n{LONG}\n", "utf-8")
    path.write_text(safe_dump(data, sort_keys=False, allow_unicode=True), "utf-8")
    return folder


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("hostile")
    write_hostile(folder / "a\"b\r\n'c;é\u202e<img src=x onerror=alert(9)>")
    with served(folder) as serving:
        yield serving


@pytest.fixture(scope="module")
def key(hostile: Serving) -> str:
    return next(iter(hostile.desk.shelf.cases))


@pytest.fixture(scope="module")
def asked(hostile: Serving) -> Client:
    return Client.let_in(hostile)


@pytest.fixture(scope="module")
def context(browser: Browser, hostile: Serving) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=f"http://127.0.0.1:{hostile.keys.port}")
    first = context.new_page()
    first.goto(hostile.address)
    first.close()
    yield context
    context.close()


@pytest.fixture(scope="module")
def window(context: BrowserContext, hostile: Serving) -> Iterator[tuple[Page, list[str]]]:
    """A window, and what was run in it, said on the console or fetched from elsewhere."""
    page = context.new_page()
    said: list[str] = []
    base = f"http://127.0.0.1:{hostile.keys.port}"

    def asked(dialog: Dialog) -> None:
        said.append(f"dialog {dialog.message}")
        dialog.dismiss()

    page.on("dialog", asked)
    refused = "Failed to load resource: the server responded with a status of 4"
    page.on(
        "console",
        lambda message: (
            said.append(message.text)
            if message.type in ("error", "warning") and not message.text.startswith(refused)
            else None
        ),
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda sent: said.append(sent.url) if not sent.url.startswith((base, "data:")) else None)
    yield page, said
    page.close()


@pytest.fixture
def page(window: tuple[Page, list[str]]) -> Iterator[Page]:
    """The window, in which nothing may be run, said or fetched. It is the same for each test: a new one would compile
    the scripts of every page anew.
    """
    page, said = window
    yield page
    assert said == []


def is_text(page: Page) -> None:
    """Nothing of the case became an element or an attribute that acts."""
    found = page.evaluate(
        """() => [...document.querySelectorAll('*')].filter((element) =>
            [...element.attributes].some(({ name, value }) => /^on/.test(name) || /^\\s*javascript:/i.test(value)
                && /^(href|src|action|xlink:href)$/.test(name))
            || element.matches('img[src="x"], script:not([src]), iframe, object, embed, style'))
            .map((at) => at.outerHTML)"""
    )
    assert found == []
    assert "49" not in re.findall(r"\$?(\w+)<%=", page.inner_text("body")), "a text is no template"


def test_the_case_is_read_without_an_error(hostile: Serving, key: str) -> None:
    assert check_case(hostile.desk.shelf.case(key).path).errors == ()
    assert re.fullmatch("[a-z0-9-]+", key)


QUICK = {"case", "sources", "deal", "staging"}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name in QUICK else [pytest.mark.slow]) for name in (*PAGES, *ASKED)]
)
def test_a_page_shows_hostile_words_as_words(page: Page, key: str, name: str) -> None:
    page.goto(address(key, name) if name in QUESTIONS else f"/case/{key}/{name}")
    page.locator("main [data-job]").wait_for(state="detached")
    for figure in page.locator("figure[data-chart]").all():
        figure.locator("svg[aria-hidden]").first.wait_for(state="attached")
    is_text(page)


def test_what_is_opened_and_hovered_shows_hostile_words_as_words(page: Page, key: str) -> None:
    page.goto(address(key, "deal"))
    page.locator("main [data-job]").wait_for(state="detached")
    kinds = page.eval_on_selector_all("main a.why", "links => links.map((link) => link.className)")
    for kind in sorted(set(kinds)):
        page.locator(f"main a.{'.'.join(kind.split())}").first.dispatch_event("click")
        page.locator("dialog[open] h2").wait_for()
        is_text(page)
        page.keyboard.press("Escape")
    page.locator("figure.ready svg").first.wait_for()
    for mark in page.locator("figure.ready svg path, figure.ready svg rect").all()[:60]:
        if mark.is_visible():
            mark.hover(force=True)
    is_text(page)


def test_a_cell_and_a_claim_of_hostile_words_are_opened_as_words(page: Page, key: str) -> None:
    page.goto(f"/case/{key}/case")
    page.locator("[data-cell]").first.click()
    page.locator("#cell-title").wait_for()
    is_text(page)
    page.goto(f"/case/{key}/sources")
    page.locator(".claims a").first.click()
    page.locator("#claim-title").wait_for()
    is_text(page)


def test_where_one_begins_and_an_address_that_leads_nowhere_are_text(page: Page, key: str) -> None:
    page.goto("/")
    is_text(page)
    bad = quote("<img src=x onerror=alert(1)>", safe="")
    sources, judge = f"/case/{key}/sources?source={bad}", f"/case/{key}/judge?party={bad}"
    for url in (f"/case/{bad}/deal", f"/case/{key}/{bad}", f"/case/{key}/deal?level={bad}",
                f"/case/{key}/deal?{bad}={bad}", f"/case/{key}/about/party/{bad}", f"/case/{key}/deal?package={bad}",
                f"/case/{key}/deal?set={bad}%3D1", sources, judge, f"/{bad}"):  # fmt: skip
        page.goto(url)
        is_text(page)


def test_no_file_that_is_taken_away_carries_a_formula_or_a_line_of_headers(asked: Client, key: str) -> None:
    url = address(key, "deal")
    asked.get(url.replace("?", "/answer.json?") if "?" in url else f"{url}/answer.json")
    html = asked.get(url).text
    for taken in {unescape(link) for link in re.findall(r'href="([^"]*table\.csv[^"]*)"', html)}:
        received = asked.get(taken)
        assert re.fullmatch(r'attachment; filename="[a-z0-9-]+\.csv"', received.headers["content-disposition"])
        for row in csv.reader(io.StringIO(received.text)):
            for cell in row:
                assert not cell.lstrip().startswith(("=", "+", "@")), cell
                assert not re.match(r"\s*-(?![\d.,]+$)", cell), cell
    assert any(formula in html for formula in ("=HYPERLINK", "+1+cmd")), "the tables hold what a spreadsheet would run"


@pytest.mark.parametrize("kind", ["html", "docx", "md"])
def test_a_brief_of_hostile_words_is_words(asked: Client, key: str, kind: str) -> None:
    received = asked.get(f"/case/{key}/brief/file?kind={kind}")
    assert received.status == 200
    assert re.fullmatch(rf'attachment; filename="[a-z0-9-]+\.{kind}"', received.headers["content-disposition"])
    if kind == "docx":
        with zipfile.ZipFile(io.BytesIO(received.body)) as file:
            text = b"".join(file.read(name) for name in file.namelist() if name.endswith((".xml", ".rels"))).decode()
    else:
        text = received.text.replace("\\<", "")  # as Markdown says that a sign is a sign
    assert "<img src=x" not in text
    assert "<script>alert" not in text
    assert not re.search(r'(href|src|Target)="\s*javascript:', text, re.IGNORECASE)
    assert "\u202e" not in text


def test_every_fragment_is_free_of_what_turns_the_direction(asked: Client, key: str) -> None:
    for name in (*PAGES, *ASKED):
        url = address(key, name) if name in QUESTIONS else f"/case/{key}/{name}"
        text = asked.parts(url).text
        assert "\u202e" not in text, name
        assert "<img src=x" not in text, name
