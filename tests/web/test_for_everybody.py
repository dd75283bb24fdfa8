"""The workbench for everybody: by keyboard alone, with a screen reader, light and dark, small, enlarged, printed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.in_browser import address, opened, violations
from tests.support.web import Client, served
from winset.questions.catalogue import QUESTIONS
from winset.web.pages.register import AFTER, BEFORE
from winset.web.serve import Serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PAGES = [page for page, _ in (*BEFORE, *AFTER)]
ALL = [*PAGES, *QUESTIONS]
CASES = ("alaska-2025", "classroom", "empty")
NARROWEST = {1280: 800, 800: 1100, 640: 400, 320: 256}
"""Widths in pixels, with heights: a screen, a tablet, a screen at 200 % and at 400 %."""
MOST_TABS = 400
TEXT = Path(__file__).with_name("two-pages.txt")
OUTLINED = """() => [document.activeElement, document.activeElement.closest('.choice')].some((at) => {
    const style = at && getComputedStyle(at);
    return style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2; })"""
WIDER = """(width) => [...document.querySelectorAll('body *')].filter((at) => {
    if (at.getBoundingClientRect().right <= width + 1) return false;
    for (let over = at.parentElement; over; over = over.parentElement)
        if (getComputedStyle(over).overflowX !== 'visible') return false;
    return true; }).map((at) => at.outerHTML.slice(0, 120))"""
UNNAMED = """() => [...document.querySelectorAll('input, select, textarea, button, a[href], summary')].filter((at) =>
    at.type !== 'hidden' && !at.labels?.length && !at.getAttribute('aria-label') && !at.getAttribute('aria-labelledby')
    && !at.textContent.trim()).map((at) => at.outerHTML)"""


@pytest.fixture(scope="module")
def all_cases(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """Alaska, the classroom and a case that was just begun."""
    place = tmp_path_factory.mktemp("all")
    for name in CASES[:2]:
        shutil.copytree(folder / name, place / name)
    with served(place) as serving:
        new = {"title": "Empty", "parties": "Up\nDown", "issue-1": "Water", "options-1": "half\nas now"}
        assert (
            Client.let_in(serving).post("/start/new", {**new, "text": "A text."}).headers["x-winset-go"]
            == "/case/empty/case"
        )
        yield serving


@pytest.fixture(scope="module")
def context(browser: Browser, all_cases: Serving) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=f"http://127.0.0.1:{all_cases.keys.port}")
    first = context.new_page()
    first.goto(all_cases.address)
    first.close()
    yield context
    context.close()


@pytest.fixture(scope="module")
def window(context: BrowserContext) -> Iterator[Page]:
    """One window for all pages: a new one would compile their scripts anew."""
    page = context.new_page()
    yield page
    page.close()


@pytest.fixture
def page(window: Page) -> Page:
    window.set_viewport_size({"width": 1280, "height": 800})
    window.emulate_media(media="null", color_scheme="null")
    return window


def url_of(case: str, name: str) -> str:
    return address(case, name) if name in QUESTIONS else f"/case/{case}/{name}"


def looked_at(page: Page, url: str) -> None:
    """Everything that is asked of every page."""
    opened(page, url)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert violations(page) == [], scheme
    levels: list[int] = page.eval_on_selector_all(
        "h1, h2, h3, h4, h5", "found => found.filter((at) => at.offsetParent).map((at) => +at.tagName[1])"
    )
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    assert page.evaluate(UNNAMED) == []
    assert page.locator("main").count() == 1
    assert page.locator("#status[role=status][aria-live=polite]").count() == 1
    for width, height in NARROWEST.items():
        page.set_viewport_size({"width": width, "height": height})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            pytest.fail(f"at {width} pixels the page is wider than the window: {page.evaluate(WIDER, width)[:3]}")


QUICK = [("classroom", "case"), ("classroom", "deal"), ("empty", "deal"), ("empty", "case")]
SLOW = [(case, name) for case in CASES for name in ALL if (case, name) not in QUICK]


@pytest.mark.parametrize(("case", "name"), QUICK)
def test_a_page_is_for_everybody(page: Page, case: str, name: str) -> None:
    looked_at(page, url_of(case, name))


@pytest.mark.slow
@pytest.mark.parametrize(("case", "name"), SLOW)
def test_every_other_page_is_too(page: Page, case: str, name: str) -> None:
    looked_at(page, url_of(case, name))


@pytest.mark.parametrize(
    "url", ["/", "/case/classroom/nowhere", "/case/classroom/staging", "/case/classroom/deal?level=x"]
)
def test_where_one_begins_and_what_is_refused_are_for_everybody(page: Page, url: str) -> None:
    looked_at(page, url)


def test_a_printed_page_has_no_rail_and_no_forms(page: Page) -> None:
    opened(page, url_of("classroom", "deal"))
    page.emulate_media(media="print")
    for hidden in (".rail", ".ask", ".handing", ".skip", "#status", ".taken"):
        for found in page.locator(hidden).all():
            assert not found.is_visible(), hidden
    assert page.locator("#answer").is_visible()


def tab_to(page: Page, selector: str, key: str = "Tab") -> None:
    """Goes on by the Tab key until the thing has the focus, which can be seen wherever it is."""
    for _ in range(MOST_TABS):
        page.keyboard.press(key)
        at: Any = page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector)
        assert page.evaluate("document.activeElement === document.body") or page.evaluate(OUTLINED), page.evaluate(
            "document.activeElement.outerHTML.slice(0, 200)"
        )
        if at:
            return
    pytest.fail(f"the Tab key never comes to {selector} on a page that says {page.inner_text('main')[:1500]}")


def typed(page: Page, selector: str, text: str) -> None:
    tab_to(page, selector)
    for number, line in enumerate(text.split("\n")):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.insert_text(line)


def by_rail(page: Page, title: str, url: str) -> None:
    """To a page by its line in the rail."""
    tab_to(page, f".rail a[href*='/{url}']")
    assert page.evaluate("document.activeElement.textContent") == title
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/{url}"))
    page.locator("main [data-job]").wait_for(state="detached")


@pytest.mark.slow
def test_from_an_empty_folder_to_a_brief_by_keyboard_alone(browser: Browser, tmp_path: Path) -> None:
    with served(tmp_path) as serving:
        page = browser.new_page(base_url=f"http://127.0.0.1:{serving.keys.port}", accept_downloads=True)
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(serving.address)
        typed(page, "#title", "Talks on the river")
        typed(page, "#text", TEXT.read_text("utf-8"))
        typed(page, "#parties", "Upstream\nDownstream")
        typed(page, "#issue-1", "Water in dry years")
        typed(page, "#options-1", "half goes to each side\na third is passed on\nnothing is passed on, as now")
        typed(page, "#issue-2", "The gauge")
        typed(page, "#options-2", "both read it\none reads it, as now")
        tab_to(page, "[data-start] button[type=submit]")
        page.keyboard.press("Enter")
        page.wait_for_url("**/case/*/case")

        tab_to(page, "[data-cell]")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        page.locator("#cell-title").wait_for()

        by_rail(page, "Sources", "sources")
        claims = (
            ("Downstream", "Water", "wants: half"),
            ("Upstream", "Water", "wants: a third"),
            ("Downstream", "The gauge", "wants: both"),
        )
        for number, (party, issue, carries) in enumerate(claims):
            tab_to(page, ".sentence")
            for _ in range(2 + number):
                page.keyboard.press("ArrowDown")
            page.keyboard.press("Enter")
            page.wait_for_function("() => document.activeElement.id === 'make-party'")
            page.keyboard.type(party)
            tab_to(page, "#make-issue")
            page.keyboard.type(issue)
            tab_to(page, "#make-carries")
            page.keyboard.type(carries)
            tab_to(page, "#make-save")
            page.keyboard.press("Enter")
            page.locator("#said .done").filter(has_text=f"for {party}").filter(has_text=issue).wait_for()

        by_rail(page, "Your judgements", "judge")
        tab_to(page, ".tabs a[href*='downstream']")
        page.keyboard.press("Enter")
        page.get_by_text("What is no deal worth to Downstream?").wait_for()
        for turn in range(2):
            tab_to(page, "#rather" if turn else "#no-deal")
            page.keyboard.press("Enter")
            page.get_by_text(f"After {turn + 1} answer").wait_for()
            if not page.locator("#rather").count():
                break
        tab_to(page, "#walk-away form button[type=submit]")
        page.keyboard.press("Enter")
        page.locator("#said .done").wait_for()

        tab_to(page, ".rail a[href$='/deal']")
        page.keyboard.press("Enter")
        page.locator("main [data-job]").wait_for(state="detached")
        assert page.locator("#answer .first").first.inner_text()
        tab_to(page, "main a.why")
        page.keyboard.press("Enter")
        page.locator("dialog[open] h2").wait_for()
        page.keyboard.press("Escape")

        by_rail(page, "Brief", "brief")
        tab_to(page, ".files a[href*='kind=docx']")
        with page.expect_download() as download:
            page.keyboard.press("Enter")
        assert download.value.suggested_filename.endswith(".docx")
        page.close()
