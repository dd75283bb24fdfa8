"""A case is read and changed in a browser: the matrix by keyboard, words that become claims, undo, two windows."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.in_browser import violations
from tests.support.web import Client, let_in, served
from tests.web.cases import SOURCE, large_case, write_case
from winset.casefile.read import check_case
from winset.web.serve import Serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

EXAMPLES = Path(__file__).parents[2] / "examples"
SLOWEST = 200
"""Milliseconds for which a page may not answer."""


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLES / "exchange", tmp_path / "cases" / "exchange")
    write_case(tmp_path / "cases" / "scripts")
    return tmp_path / "cases"


@pytest.fixture
def workbench_here(cases: Path) -> Iterator[Serving]:
    with served(cases) as serving:
        yield serving


@pytest.fixture
def context(browser: Browser, workbench_here: Serving) -> Iterator[BrowserContext]:
    context = browser.new_context(
        storage_state=let_in(workbench_here),
        base_url=f"http://127.0.0.1:{workbench_here.keys.port}",
        viewport={"width": 1280, "height": 800},
    )
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: said.append(str(error.error)))
    context.on("dialog", lambda dialog: said.append(dialog.message))
    yield context
    context.close()
    assert said == [], "the console says something against a page"


def opened(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    return page


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def fill(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        field = page.locator(f"#make-{name}")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def said(page: Page) -> str:
    page.wait_for_selector("#said .done, #said .warning")
    return page.inner_text("#said")


def test_the_arrow_keys_walk_the_matrix_and_enter_opens_a_cell(context: BrowserContext) -> None:
    page = opened(context, "/case/exchange/case")
    assert page.locator(".matrix [data-cell][tabindex='0']").count() == 1, "one cell is in the order of the Tab key"
    page.locator("#cell-strip-oster").focus()
    page.keyboard.press("ArrowRight")
    assert focused(page) == "cell-strip-veld"
    page.keyboard.press("ArrowDown")
    assert focused(page) == "cell-duties-veld"
    page.keyboard.press("ArrowRight")
    assert focused(page) == "cell-duties-veld", "there is no cell beyond the last"
    page.keyboard.press("Home")
    assert focused(page) == "cell-duties-oster"
    page.keyboard.press("Enter")
    page.wait_for_selector("#cell-title:focus")
    assert page.inner_text("#cell-title") == "Oster: Duties on goods from Oster"
    assert "cell=duties.oster" in page.url
    page.keyboard.press("Escape")
    assert focused(page) == "cell-duties-oster"


def test_a_change_is_saved_undone_and_made_again_also_after_the_workbench_was_closed(
    context: BrowserContext, cases: Path, browser: Browser
) -> None:
    path = cases / "exchange" / "case.yaml"
    before = path.read_bytes()
    page = opened(context, "/case/exchange/case?cell=strip.veld")
    page.check("#edit-precondition")
    page.click("#edit-save")
    assert "Veld on the Hallan strip: a condition for talks." in said(page)
    assert "The answer is the same as before" in page.inner_text("#said")
    after = path.read_bytes()
    case = check_case(path).case
    assert case is not None
    assert case.cell("strip", "veld").precondition
    assert len(after) - len(before) < 40, "nothing else was written"
    page.reload()
    assert page.is_checked("#edit-precondition")
    page.goto("/case/exchange/changes")
    assert "a condition for talks" in page.inner_text("#changes")
    page.click("#undo")
    assert said(page).startswith("Taken back")
    assert path.read_bytes() == before
    with served(cases) as again:
        other = browser.new_page()
        other.goto(again.address)
        other.goto(f"http://127.0.0.1:{again.keys.port}/case/exchange/changes")
        other.click("#redo")
        other.wait_for_selector("#said .done")
        other.close()
    assert path.read_bytes() == after


def test_of_two_windows_the_second_overwrites_nothing_and_loses_nothing(context: BrowserContext, cases: Path) -> None:
    first = opened(context, "/case/exchange/case?cell=strip.veld")
    second = opened(context, "/case/exchange/case?cell=strip.veld")
    first.check("#edit-precondition")
    first.click("#edit-save")
    said(first)
    second.fill("#edit-because", "Typed in the second window.")
    second.check("#edit-volatile")
    second.click("#edit-save")
    assert "changed in another window" in said(second)
    assert "Veld on the Hallan strip: a condition for talks" in second.inner_text("#said")
    assert second.input_value("#edit-because") == "Typed in the second window."
    assert second.is_checked("#edit-volatile")
    case = check_case(cases / "exchange").case
    assert case is not None
    assert not case.cell("strip", "veld").volatile, "nothing was written"
    second.check("#edit-precondition")
    second.click("#edit-save")
    second.wait_for_selector("#said .done")
    case = check_case(cases / "exchange").case
    assert case is not None
    assert case.cell("strip", "veld").volatile
    assert case.cell("strip", "veld").precondition


def quotes(cases: Path) -> list[str]:
    case = check_case(cases / "scripts").case
    assert case is not None
    return [claim.quote for party in ("hill", "dale") for claim in case.claims_of(case.cell("bridge", party))]


def select(page: Page, words: str) -> None:
    """Selects the words in the page as a drag of the mouse does, from text node to text node."""
    page.evaluate(
        """words => {
          const nodes = [], shown = document.querySelector('.source-text');
          const walker = document.createTreeWalker(shown, NodeFilter.SHOW_TEXT);
          for (let node; (node = walker.nextNode()); ) if (node.parentElement.matches('[data-at]')) nodes.push(node);
          const all = nodes.map((node) => node.data).join('');
          const start = all.indexOf(words), end = start + words.length;
          const place = (offset, isEnd) => {
            for (const node of nodes) {
              if (isEnd ? offset <= node.length : offset < node.length) return [node, offset];
              offset -= node.length;
            }
          };
          const [a, b] = [place(start, false), place(end, true)];
          document.getSelection().setBaseAndExtent(a[0], a[1], b[0], b[1]);
        }""",
        words,
    )


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("наполягає 🕊️ на гарантіях. Мир", marks=pytest.mark.slow),
        "сказав речник 👩‍🚀, без",
        "قال المتحدث إن المفاوضات",
        pytest.param("האם יש הסכם?", marks=pytest.mark.slow),
        pytest.param("Dale said yes.", marks=pytest.mark.slow),
    ],
)
def test_selected_words_become_a_claim_with_the_exact_words(context: BrowserContext, cases: Path, words: str) -> None:
    page = opened(context, "/case/scripts/sources")
    select(page, words)
    page.wait_for_selector("#chosen.there")
    assert page.inner_text("#chosen") == words
    start, end = (int(page.input_value(f"#maker [name={name}]")) for name in ("start", "end"))
    assert SOURCE[start:end] == words, "offsets count characters, not units of UTF-16"
    fill(page, party="dale", issue="bridge", carries="wants:bridge.open", reading="It says so.")
    page.click("#make-save")
    assert "for Dale on bridge" in said(page).replace("the bridge </script>", "bridge")
    assert quotes(cases)[-1] == words
    assert not [problem for problem in check_case(cases / "scripts").errors if "quote" in problem.path]


@pytest.mark.slow
def test_the_offsets_of_any_selection_are_those_of_its_characters(context: BrowserContext) -> None:
    page = opened(context, "/case/scripts/sources?level=restricted&source=talks")
    random = Random(1)
    for _ in range(80):
        start, end = sorted(random.sample(range(len(SOURCE)), 2))
        if not SOURCE[start:end].strip():
            continue
        page.evaluate(
            """([start, end]) => {
              const shown = document.querySelector('.source-text');
              const walker = document.createTreeWalker(shown, NodeFilter.SHOW_TEXT);
              const places = new Map();
              for (let node; (node = walker.nextNode()); ) {
                const run = node.parentElement;
                if (!run.matches('[data-at]')) continue;
                const from = Number(run.dataset.at);
                if (run.dataset.to) {
                  places.set(from, [[node, 0], [node, node.length]]);
                  continue;
                }
                let unit = 0, character = from;
                for (const sign of node.data) {
                  places.set(character, [[node, unit], [node, unit + sign.length]]);
                  unit += sign.length;
                  character += 1;
                }
              }
              let first = start, last = end - 1;
              while (!places.has(first)) first += 1;
              while (!places.has(last)) last -= 1;
              const [a, b] = [places.get(first)[0], places.get(last)[1]];
              document.getSelection().setBaseAndExtent(a[0], a[1], b[0], b[1]);
            }""",
            [start, end],
        )
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        found = [int(page.input_value(f"#maker [name={name}]")) for name in ("start", "end")]
        assert SOURCE[slice(*found)].strip() == SOURCE[start:end].strip()


def test_words_dragged_over_with_the_mouse_become_a_claim(context: BrowserContext, cases: Path) -> None:
    page = opened(context, "/case/exchange/sources")
    box = page.locator(".sentence", has_text="Ms Arden").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 2, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 8, steps=4)
    page.mouse.up()
    page.wait_for_selector("#chosen.there")
    start, end = (int(page.input_value(f"#maker [name={name}]")) for name in ("start", "end"))
    text = (cases / "exchange" / "hearing.md").read_text(encoding="utf-8")
    assert text[start:end].strip() == page.inner_text("#chosen").strip() != ""


def test_sentences_are_selected_with_the_keyboard_alone(context: BrowserContext, cases: Path) -> None:
    page = opened(context, "/case/scripts/sources")
    assert page.locator(".sentence[tabindex='0']").count() == 1
    page.locator(".sentence").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    assert page.inner_text("#chosen") == "Мир можливий! Ні, сказав речник 👩‍🚀, без гарантій миру не буде."
    page.keyboard.press("Enter")
    assert focused(page) == "make-party"
    page.keyboard.type("Dale")
    page.keyboard.press("Tab")
    page.keyboard.type("The bridge")
    page.keyboard.press("Tab")
    page.keyboard.type("wants: the bridge opens")
    page.locator("#make-save").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#said .done")
    assert quotes(cases)[-1] == "Мир можливий! Ні, сказав речник 👩‍🚀, без гарантій миру не буде."


def test_in_a_text_from_right_to_left_the_arrow_to_the_left_goes_on(context: BrowserContext) -> None:
    page = opened(context, "/case/scripts/sources")
    page.locator(".sentence", has_text="هل من اتفاق").focus()
    page.keyboard.press("ArrowLeft")
    assert "قريبا" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("ArrowRight")
    assert "هل من اتفاق" in page.evaluate("document.activeElement.textContent")


def test_words_that_stand_twice_get_what_stands_beside_them(context: BrowserContext, cases: Path) -> None:
    page = opened(context, "/case/scripts/sources")
    select(page, "Dale said yes again")
    page.evaluate("document.getSelection().modify('extend', 'backward', 'word')")
    page.wait_for_selector("#chosen:text-is('Dale said yes')")
    fill(page, party="dale", issue="bridge", carries="wants:bridge.open")
    page.click("#make-save")
    assert "Claim “Dale said yes”" in said(page)
    case = check_case(cases / "scripts").case
    assert case is not None
    claim = case.claims_of(case.cell("bridge", "dale"))[0]
    assert claim.quote == "Dale said yes"
    assert claim.prefix or claim.suffix


def test_a_refused_claim_stays_as_it_was_typed(context: BrowserContext) -> None:
    page = opened(context, "/case/scripts/sources")
    select(page, "Мир можл")
    fill(page, party="dale", issue="bridge", carries="wants:bridge.open", reading="Half a word.")
    page.click("#make-save")
    assert "inside a word" in said(page)
    assert page.input_value("#make-reading") == "Half a word."
    assert page.input_value("#make-carries") == "wants:bridge.open"
    assert page.inner_text("#chosen") == "Мир можл"


def test_what_is_typed_outlives_the_opening_of_a_claim(context: BrowserContext) -> None:
    page = opened(context, "/case/scripts/sources")
    select(page, "Мир можливий!")
    fill(page, reading="Peace is possible.")
    page.click("#mark-1")
    page.wait_for_selector("#claim-title")
    assert page.input_value("#make-reading") == "Peace is possible."
    assert page.inner_text("#chosen") == "Мир можливий!"


def test_a_claim_is_accepted_by_a_name_and_rejected(context: BrowserContext, cases: Path) -> None:
    page = opened(context, "/case/scripts/sources")
    page.locator("mark").first.click()
    page.wait_for_selector("#claim-title")
    page.fill("#reader", "J. Reader")
    page.click("#claim-accept")
    assert "accepted by J. Reader" in said(page)
    case = check_case(cases / "scripts").case
    assert case is not None
    assert case.claims_of(case.cell("bridge", "hill"))[0].reviewed_by == "J. Reader"
    page.click("#mark-2")
    page.wait_for_selector("#claim-title:text-is('Claim 2')")
    assert page.input_value("#reader") == "J. Reader", "the name is asked once"
    page.click("text=Reject it")
    page.click("#claim-reject")
    page.wait_for_selector("#said .done:has-text('rejected')")
    assert "без гарантій миру" not in quotes(cases)


def test_at_a_level_a_closed_claim_has_no_mark_and_a_closed_source_no_text(client_here: Client) -> None:
    team = client_here.get("/case/scripts/sources").text
    assert 'data-marks="1 2"' in team
    assert "The speaker." not in team
    assert "No toll" not in team
    assert "Closed minutes" not in team
    assert "1 source may not be shown at this level." in team
    closed = client_here.get("/case/scripts/sources?source=secret")
    assert closed.status == 404
    assert "No toll" not in closed.text
    cell = client_here.get("/case/scripts/case?cell=toll.hill").text
    assert "No toll at all" not in cell
    whole = client_here.get("/case/scripts/sources?level=restricted").text
    assert 'data-marks="1 2 3"' in whole
    assert "Closed minutes" in whole
    assert "Weight of the issue" in client_here.get("/case/scripts/case?cell=bridge.hill").text
    numbers = client_here.get("/case/scripts/case?cell=bridge.hill&level=open").text
    assert "40 (20 to 60)" not in numbers
    assert "not shown at this level" in numbers


@pytest.fixture
def client_here(cases: Path) -> Iterator[Client]:
    serving = Serving.on(cases, {})
    yield Client.let_in(serving)
    serving.listening.close()


def digest(text: str) -> str:
    found = re.search(r'name="sha256" value="(\w+)"', text)
    assert found is not None
    return found[1]


def test_a_case_with_errors_is_opened_and_mended(client_here: Client, cases: Path) -> None:
    path = cases / "exchange" / "case.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("ideal: evacuated", "ideal: evacuate", 1), encoding="utf-8")
    page = client_here.get("/case/exchange/deal")
    assert page.status == 422
    assert "/case/exchange/case?cell=strip.veld" in page.text
    page = client_here.get("/case/exchange/case?cell=strip.veld")
    assert page.status == 200
    assert "1 error in the file" in page.text
    form: dict[str, Any] = {
        "sha256": digest(page.text), "cell": "strip.veld", "wants": "evacuated", "basis": "stated",
    }  # fmt: skip
    answer = client_here.post("/case/exchange/case/edit?cell=strip.veld", form)
    assert 'class="done"' in answer.text
    assert path.read_text(encoding="utf-8") == text


def test_a_file_that_cannot_be_read_is_mended_line_by_line(client_here: Client, cases: Path) -> None:
    path = cases / "exchange" / "case.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("parties:\n", "parties: {\n", 1), encoding="utf-8")
    page = client_here.get("/case/exchange/case")
    assert page.status == 422
    found = re.search(r'href="(/case/exchange/file\?line=\d+)"', page.text)
    assert found is not None
    shown = client_here.get("/case/exchange/file?line=19").text
    lines = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", shown, re.S)
    assert lines is not None
    from html import unescape

    mended = unescape(lines[1]).replace("parties: {", "parties:")
    answer = client_here.post("/case/exchange/file/lines?line=19", {"sha256": digest(shown), "text": mended})
    assert 'class="done"' in answer.text
    assert path.read_text(encoding="utf-8") == text


def test_a_quote_takes_the_words_that_are_suggested(client_here: Client, cases: Path) -> None:
    path = cases / "exchange" / "case.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Oster's soldiers must leave it", "Oster's soldier must leave it"), encoding="utf-8")
    page = client_here.get("/case/exchange/sources").text
    assert "data-take" in page
    form = {"claim": "positions.strip.veld.claim", "sha256": digest_of_button(page)}
    answer = client_here.post("/case/exchange/sources/take", form)
    assert 'class="done"' in answer.text
    case = check_case(path).case
    assert case is not None
    assert case.claims_of(case.cell("strip", "veld"))[0].quote.endswith("Oster's soldiers must leave it")


def digest_of_button(text: str) -> str:
    found = re.search(r'data-sha256="(\w+)"', text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_axe_finds_nothing_on_the_pages_of_a_case(context: BrowserContext, scheme: str) -> None:
    page = context.new_page()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for url in (
        "case", "case?cell=bridge.hill", "sources?claim=positions.bridge.hill.claim", "changes", "file?line=12",
    ):  # fmt: skip
        page.goto(f"/case/scripts/{url}")
        assert violations(page) == [], url


def test_hostile_names_stay_text(context: BrowserContext) -> None:
    for url in ("case?cell=bridge.hill", "sources?claim=positions.bridge.hill.claim", "changes", "file?line=2"):
        page = opened(context, f"/case/scripts/{url}")
        assert page.locator("main img").count() == 0
        assert "\u202e" not in page.inner_text("body")
        page.close()


def test_a_change_in_a_closed_part_is_not_told_at_a_lower_level(client_here: Client) -> None:
    url = "/case/scripts/sources/accept?level=restricted&source=secret"
    page = client_here.get("/case/scripts/sources?level=restricted&source=secret&claim=positions.toll.hill.claim").text
    form = {"sha256": digest(page), "claim": "positions.toll.hill.claim", "reader": "J. Closed"}
    assert 'class="done"' in client_here.post(url, form).text
    assert "J. Closed" in client_here.get("/case/scripts/changes?level=restricted").text
    told = client_here.get("/case/scripts/changes").text
    assert "J. Closed" not in told
    assert "No toll" not in told
    assert "may not be shown at this level" in told


@pytest.mark.slow
def test_a_large_case_and_a_long_source_stay_quick(browser: Browser, tmp_path: Path) -> None:
    large_case(tmp_path / "large")
    with served(tmp_path) as serving:
        page = browser.new_page(base_url=f"http://127.0.0.1:{serving.keys.port}")
        page.goto(serving.address)
        for url, then, after in (
            ("/case/large/case", "#cell-issue_20-party_10", "cell=issue_20.party_10"),
            ("/case/large/sources?page=60", "#page-after", "page=61"),
        ):
            page.goto(url)
            page.wait_for_load_state("networkidle")
            page.evaluate(
                """() => {
                  window.longest = 0;
                  let last = performance.now();
                  const tick = () => {
                    const now = performance.now();
                    window.longest = Math.max(window.longest, now - last);
                    last = now;
                    requestAnimationFrame(tick);
                  };
                  tick();
                }"""
            )
            page.locator(then).focus()
            page.keyboard.press("Enter")
            page.wait_for_url(re.compile(after))
            page.wait_for_timeout(300)
            assert page.evaluate("window.longest") < 3 * SLOWEST, "tests share their machine with others"
        page.close()
