"""Every page in a browser: nothing is said on its console, nothing is fetched from elsewhere, and axe finds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.in_browser import address, opened, violations
from winset.questions.catalogue import QUESTIONS

if TYPE_CHECKING:
    from playwright.sync_api import Page

OFTEN = ("check", "deal", "robust")
"""Questions whose pages are looked at each time; the others among the long searches, and in other tests of the web."""
ASKED = [key for key, asked in QUESTIONS.items() if asked.cases != "two"]


@pytest.mark.parametrize("key", [key if key in OFTEN else pytest.param(key, marks=pytest.mark.slow) for key in ASKED])
def test_a_question_s_page_is_whole_and_axe_finds_nothing(page: Page, key: str) -> None:
    opened(page, address("alaska-2025", key))
    assert page.locator("h1").inner_text() == QUESTIONS[key].title
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_one_begins(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    opened(page, "/")
    assert violations(page) == []


def test_a_word_is_opened_where_it_stands_and_closed_by_the_keyboard(page: Page) -> None:
    opened(page, address("classroom", "deal"))
    word = page.locator("a.why").first
    word.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog[open]")
    dialog.wait_for()
    assert dialog.locator("h2").inner_text()
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")


def test_a_link_is_a_finding(page: Page) -> None:
    opened(page, "/case/alaska-2025/deal?trials=20&set=walk_away.russia%3D61")
    said = page.locator("#answer").inner_text()
    page.locator(".chip a").click()
    page.wait_for_url(lambda url: "set=" not in url)
    assert page.locator("#answer").inner_text() != said
    page.go_back()


def test_a_run_is_stopped_and_what_is_done_is_kept(page: Page) -> None:
    page.goto("/case/alaska-2025/robust?trials=900000&seed=7")
    page.locator("[data-said]").get_by_text("trials").wait_for()
    page.locator("[data-post]").click()
    page.locator("[data-job]").wait_for(state="detached")
    assert "stopped" in page.locator("#answer").inner_text().lower()


@pytest.mark.parametrize("words", ["Volodymyr Zelenskyy, the president", "Few diplomatic meetings of this year"])
def test_a_selection_may_begin_at_the_first_letter_of_a_sentence(page: Page, words: str) -> None:
    opened(page, "/case/alaska-2025/sources")
    place = page.evaluate(
        """(words) => {
            const all = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
            while (all.nextNode()) {
                const at = all.currentNode.data.indexOf(words);
                if (at < 0) continue;
                all.currentNode.parentElement.scrollIntoView({ block: "center" });
                const range = document.createRange();
                range.setStart(all.currentNode, at);
                range.setEnd(all.currentNode, at + 8);
                const box = range.getClientRects()[0];
                return [box.left, box.top + box.height / 2, box.right];
            }
        }""",
        words,
    )
    page.mouse.move(place[0] + 1, place[1])
    page.mouse.down()
    page.mouse.move(place[2], place[1], steps=4)
    page.mouse.up()
    assert words.startswith(page.locator("#chosen").inner_text().strip())
    assert page.locator("#chosen").inner_text()
