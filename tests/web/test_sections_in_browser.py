"""Parts of a case are added by the keyboard alone, without a name that the file uses, and each is taken back."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.in_browser import violations
from tests.support.web import let_in, served
from winset.model.case import Case
from winset.session import Session
from winset.web.serve import Serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

EXAMPLES = Path(__file__).parents[2] / "examples"
MOST_TABS = 250
HERE = """() => { const at = document.activeElement, label = at.labels && at.labels[0];
    return [at.id, (at.getAttribute('aria-label') || (label || at).textContent || '').trim()]; }"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A workbench on a case that may be changed."""
    folder = tmp_path_factory.mktemp("keyed")
    shutil.copytree(EXAMPLES / "classroom", folder / "classroom")
    with served(folder) as serving:
        yield serving


@pytest.fixture
def window(browser: Browser, own: Serving) -> Iterator[Page]:
    """A window of it, in which nothing is said on the console."""
    base = f"http://127.0.0.1:{own.keys.port}"
    context = browser.new_context(storage_state=let_in(own), base_url=base, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert said == []


def tabbed(page: Page, words: str, key: str = "") -> None:
    """The keyboard walks on to what has this name, or whose name begins with these words, and presses a key there."""
    walked = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        name, label = page.evaluate(HERE)
        walked.append(label)
        if name == words or label.startswith(words):
            if key:
                page.keyboard.press(key)
            return
    raise AssertionError(f"the keyboard does not come to “{words}”; it came to {walked[-30:]}")


def begun(page: Page, section: str) -> None:
    """The form for one more in a section of the page of the case."""
    page.goto("/case/classroom/setup")
    tabbed(page, section, "Enter")
    tabbed(page, "One more", "Enter")
    page.locator("form[data-part] #part-keep").wait_for()
    page.wait_for_url("**add=**") if "add=" in page.url else None
    page.locator("#part-title").focus()


def chosen(page: Page, name: str, letters: str) -> None:
    tabbed(page, name)
    page.keyboard.type(letters)


def kept(page: Page) -> None:
    tabbed(page, "part-keep", "Enter")
    page.locator("#said [role=status]").wait_for()
    assert page.locator("#said .done").count() == 1, page.locator("main").inner_text()


def case(own: Serving) -> Case:
    return Session.of_any_file(own.desk.shelf.case("classroom").path).case


def undone(page: Page, own: Serving, before: bytes) -> None:
    page.goto("/case/classroom/changes")
    tabbed(page, "Undo", "Enter")
    page.locator("#said .done").wait_for()
    assert own.desk.shelf.case("classroom").path.read_bytes() == before


def a_rule(page: Page, own: Serving) -> None:
    begun(page, "What cannot go together")
    tabbed(page, "form-title")
    page.keyboard.type("A long contract only with a share of losses")
    chosen(page, "form-if-0", "Length")
    chosen(page, "form-then-0", "Who")
    tabbed(page, "form-then-more", "Enter")
    page.locator("#form-then-1:focus").wait_for()
    kept(page)
    rule = case(own).rules[-1]
    assert rule.id == "a_long_contract_only_with_a_share_of_losses"
    assert set(rule.if_) == {"length"}
    assert set(rule.then) == {"losses"}


def a_lever(page: Page, own: Serving) -> None:
    begun(page, "Levers")
    tabbed(page, "form-title")
    page.keyboard.type("A cheaper offer")
    tabbed(page, "form-holders-0", " ")
    chosen(page, "form-target", "Bright")
    kept(page)
    assert case(own).levers["a_cheaper_offer"].target == "laundry"


def a_variant(page: Page, own: Serving) -> None:
    begun(page, "Variants")
    tabbed(page, "form-title")
    page.keyboard.type("Prices read otherwise")
    tabbed(page, "form-set-more", "Enter")
    page.locator("#form-set-0-key:focus").wait_for()
    page.keyboard.press("ArrowDown")
    tabbed(page, "form-set-0-key-on", "Enter")
    page.locator("#form-set-0-value").wait_for()
    page.locator("#part-title").focus()
    tabbed(page, "form-set-0-value")
    page.keyboard.press("ArrowDown")
    kept(page)
    assert len(case(own).variants["prices_read_otherwise"].set) == 1


def a_step(page: Page, own: Serving) -> None:
    page.goto("/case/classroom/setup")
    tabbed(page, "How it would be carried out", "Enter")
    tabbed(page, "One more: The steps", "Enter")
    page.locator("#form-by").wait_for()
    page.locator("#part-title").focus()
    tabbed(page, "around-0")
    page.keyboard.type("a month")
    tabbed(page, "form-title")
    page.keyboard.type("First delivery")
    chosen(page, "form-by", "Bright")
    chosen(page, "form-reversible", "y")
    tabbed(page, "form-at-0-value-likely")
    page.keyboard.type("1")
    kept(page)
    plan = case(own).plan
    assert plan is not None
    assert plan.steps["first_delivery"].by == "laundry"


@pytest.mark.parametrize(
    "added", [pytest.param(each, marks=pytest.mark.slow) for each in (a_rule, a_lever, a_variant, a_step)]
)
def test_it_is_added_by_the_keyboard_alone_and_taken_back(
    window: Page, own: Serving, added: Callable[[Page, Serving], None]
) -> None:
    before = own.desk.shelf.case("classroom").path.read_bytes()
    added(window, own)
    undone(window, own, before)


@pytest.mark.parametrize("query", ["add=rules", pytest.param("at=judgements", marks=pytest.mark.slow),
                                   pytest.param("add=plan.steps", marks=pytest.mark.slow),
                                   pytest.param("add=variants", marks=pytest.mark.slow)])  # fmt: skip
def test_axe_finds_nothing_on_the_form_of_a_part(window: Page, query: str) -> None:
    window.goto(f"/case/classroom/setup?{query}")
    window.evaluate("document.querySelectorAll('main details').forEach((at) => { at.open = true; })")
    assert violations(window) == []


def test_what_is_wrong_has_the_focus(window: Page) -> None:
    window.goto("/case/classroom/setup?add=levers")
    window.locator("#form-title").fill("Only a name")
    window.locator("#part-keep").focus()
    window.keyboard.press("Enter")
    window.locator("#form-holders-0:focus").wait_for()
    assert window.locator("#form-title").input_value() == "Only a name"
    assert window.locator("#form-holders-fault").inner_text() == "This is needed."
    assert window.locator("#form-target[aria-invalid]").get_attribute("aria-describedby") == "form-target-fault"
