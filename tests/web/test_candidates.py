"""Candidates beside the text: each is accepted, changed, rejected or passed over by one key, and taken back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.briefings import FOLDER, drafted
from tests.support.in_browser import violations
from tests.support.web import Client, served
from winset.casefile.drafting.kept import read_kept, save_kept
from winset.casefile.read import check_case
from winset.model.case import Case
from winset.web.serve import Serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGE = "/case/communique/sources"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER / "communique", tmp_path / "cases" / "communique")
    return tmp_path / "cases" / "communique"


@pytest.fixture
def workbench(folder: Path) -> Iterator[Serving]:
    with served(folder.parent) as serving:
        yield serving


def case_of(folder: Path) -> Case:
    checked = check_case(str(folder))
    assert checked.case is not None, checked.problems
    assert not checked.errors
    return checked.case


class Desk:
    """The candidates of the page, as a script works with them."""

    def __init__(self, serving: Serving) -> None:
        self.client = Client.let_in(serving)
        self.page = self.client.get(PAGE).text

    def attribute(self, of: str, name: str) -> str:
        element = self.page.split(f'id="{of}"', 1)[1].split(">", 1)[0]
        return element.split(f'{name}="', 1)[1].split('"', 1)[0]

    def hidden(self, name: str) -> str:
        form = self.page.split('id="candidate"', 1)[1]
        return form.split(f'name="{name}" value="', 1)[1].split('"', 1)[0]

    def decide(self, done: str, **fields: Any) -> str:
        sent = {"sha256": self.hidden("sha256"), "candidate": self.hidden("candidate"), "done": done, **fields}
        self.page = self.client.post(f"{PAGE}/decide", sent).text
        return self.page


def test_an_accepted_candidate_is_a_claim_and_the_next_one_is_shown(workbench: Serving, folder: Path) -> None:
    desk = Desk(workbench)
    first = desk.hidden("candidate")
    said = desk.decide(
        "accept", party="kessar", field="ideal", issue="releases", option="releases.minimum", reading="It wants water."
    )
    assert "Candidate accepted" in said
    cell = case_of(folder).positions["releases"]["kessar"]
    assert (cell.ideal, cell.basis) == ("minimum", "stated")
    assert desk.hidden("candidate") != first
    assert read_kept(folder / "case.yaml").entries[-1].state == "changed"


def test_a_red_line_in_a_silent_cell_is_all_that_the_cell_says(workbench: Serving, folder: Path) -> None:
    desk = Desk(workbench)
    chosen = {"party": "tarnia", "field": "rejects", "issue": "inspection", "option": "inspection.permanent"}
    desk.decide("accept", **chosen)
    cell = case_of(folder).positions["inspection"]["tarnia"]
    assert cell.only_refuses
    assert (cell.basis, [line.option for line in cell.rejects]) == ("stated", ["permanent"])


def test_what_is_wanted_instead_can_be_concluded_with_it(workbench: Serving, folder: Path) -> None:
    desk = Desk(workbench)
    chosen = {"party": "tarnia", "field": "rejects", "issue": "inspection", "option": "inspection.permanent"}
    desk.decide("accept", **chosen, wants="inspection.visits")
    cell = case_of(folder).positions["inspection"]["tarnia"]
    assert (cell.ideal, cell.basis, cell.rejects[0].option, cell.rejects[0].basis) == (
        "visits", "inferred", "permanent", "stated",
    )  # fmt: skip


@pytest.mark.parametrize("field", ["delegates_to", "lever", "consent", "aim", "note", "claim", "precondition"])
def test_every_place_in_the_case_takes_a_candidate(workbench: Serving, folder: Path, field: str) -> None:
    desk = Desk(workbench)
    said = desk.decide(
        "accept", party="tarnia", field=field, issue="power", option="power.shared", other="kessar", reading="So it is."
    )
    assert "Candidate accepted" in said, said[:600]
    case_of(folder)


def test_what_a_model_proposes_is_shown_as_its_own_and_accepted_as_a_draft(workbench: Serving, folder: Path) -> None:
    one = next(one for one in drafted("communique") if one.field == "ideal" and one.option and one.issue)
    by_model = replace(one, id="0" * 16, drafted_by="stub <b>", proposal="It <i>wants</i> it.")
    save_kept(folder / "case.yaml", lambda kept: kept.with_candidates([by_model]))
    desk = Desk(workbench)
    desk.page = desk.client.get(f"{PAGE}?candidate={by_model.id}").text
    assert "drafted by <bdi>stub &lt;b&gt;</bdi>: a proposal, which you decide on" in desk.page
    assert "“<bdi>It &lt;i&gt;wants&lt;/i&gt; it.</bdi>”" in desk.page
    assert desk.hidden("candidate") == by_model.id
    assert desk.attribute("candidate-reading", "value") == ""
    desk.decide("accept", party=one.party, field="ideal", issue=one.issue, option=f"{one.issue}.{one.option}")
    claim = case_of(folder).claims_of(case_of(folder).positions[one.issue or ""][one.party])[0]
    assert (claim.drafted_by, claim.reviewed_by, claim.reading, claim.is_draft) == ("stub <b>", None, None, True)
    assert read_kept(folder / "case.yaml").corrections()["stub <b>"].accepted == 1


def test_what_is_rejected_is_kept_beside_the_case_and_can_wait_again(workbench: Serving, folder: Path) -> None:
    desk = Desk(workbench)
    before = (folder / "case.yaml").read_bytes()
    first, left = desk.hidden("candidate"), desk.attribute("candidates-left", "value")
    desk.decide("reject")
    assert (folder / "case.yaml").read_bytes() == before
    assert desk.attribute("candidates-left", "value") != left
    desk.decide("back", candidate=first)
    assert desk.attribute("candidates-left", "value") == left
    assert desk.hidden("candidate") == first


def test_an_accepted_candidate_is_taken_back_with_its_claim(workbench: Serving, folder: Path) -> None:
    desk = Desk(workbench)
    before = (folder / "case.yaml").read_bytes()
    first = desk.hidden("candidate")
    desk.decide("accept", field="claim", party="kessar")
    assert (folder / "case.yaml").read_bytes() != before
    desk.decide("back", candidate=first)
    assert (folder / "case.yaml").read_bytes() == before
    assert desk.hidden("candidate") == first


def test_a_change_that_is_undone_elsewhere_lets_its_candidate_wait_again(workbench: Serving, folder: Path) -> None:
    from winset.casefile.editing.editor import open_case, undo

    desk = Desk(workbench)
    left = desk.attribute("candidates-left", "value")
    first = desk.hidden("candidate")
    desk.decide("accept", field="claim", party="kessar")
    undo(open_case(folder))
    desk.page = desk.client.get(f"{PAGE}?candidate={first}").text
    assert desk.attribute("candidates-left", "value") == left
    assert "that was taken back" in desk.page


def test_what_is_still_to_be_chosen_is_said_and_nothing_is_written(workbench: Serving, folder: Path) -> None:
    desk = Desk(workbench)
    before = (folder / "case.yaml").read_bytes()
    for fields in ({}, {"field": "ideal"}, {"field": "ideal", "issue": "power"}, {"field": "lever"}, {"field": "note"}):
        assert "hoose" in desk.decide("accept", **fields) or "write it" in desk.page
    assert (folder / "case.yaml").read_bytes() == before


def test_hostile_text_stays_text(workbench: Serving, folder: Path) -> None:
    hostile = 'Tarnia demands <img src=x onerror="alert(1)"> & "power" sharing <script>alert(2)</script>\u202e now.\n'
    (folder / "text.md").write_text(hostile, encoding="utf-8")
    page = Client.let_in(workbench).get(PAGE).text
    assert "<img" not in page
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert "&lt;img src=x" in page


@pytest.mark.slow
def test_candidates_are_decided_on_by_keys(browser: Browser, workbench: Serving, folder: Path) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page = context.new_page()
    page.goto(workbench.address)
    page.goto(f"http://127.0.0.1:{workbench.keys.port}{PAGE}")
    assert violations(page) == []
    left = left_of(page)
    first = candidate_of(page)
    page.keyboard.press("n")
    wait_for(page, f"not([value='{first}'])")
    second = candidate_of(page)
    page.keyboard.press("x")
    wait_for(page, f"not([value='{second}'])")
    assert left_of(page) == left - 1
    page.keyboard.press("z")
    wait_for(page, f"is([value='{second}'])")
    assert left_of(page) == left
    page.keyboard.press("c")
    assert page.evaluate("document.activeElement.id") == "candidate-party"
    page.select_option("#candidate-field", "ideal")
    page.select_option("#candidate-issue", "filling")
    page.select_option("#candidate-option", "filling.five_years")
    page.select_option("#candidate-party", "tarnia")
    page.locator("#candidate-reading").press("Enter")
    page.wait_for_selector("#said .done:has-text('Candidate accepted')")
    assert case_of(folder).positions["filling"]["tarnia"].ideal == "five_years"
    assert page.inner_text("#status").startswith("Candidate ")
    page.locator("#candidate-keys").uncheck()
    page.keyboard.press("x")
    assert left_of(page) == left - 1
    context.close()
    assert said == []


def wait_for(page: Page, which: str) -> None:
    page.wait_for_selector(f"#candidate [name=candidate]:{which}", state="attached")


def left_of(page: Page) -> int:
    progress = page.locator("#candidates-left")
    return int(str(progress.get_attribute("max"))) - int(str(progress.get_attribute("value")))


def candidate_of(page: Page) -> str:
    return page.locator("#candidate [name=candidate]").input_value()
