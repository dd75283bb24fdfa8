"""A position is given with the words that say it in one form, and what was typed in a form is not lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.web import Client, served
from winset.casefile.read import check_case
from winset.model.case import Case
from winset.web.serve import Serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TALKS = "Mr Hill said: never a large toll. Mr Dale wept.\nMr Dale wept.\n"
CASE = """winset: 1
case: {id: small, title: Small}
sources: {talks: {file: talks.txt}}
parties: {hill: {name: Mr Hill}, dale: {name: Mr Dale}}
issues:
  toll: {title: The toll, status_quo: none, options: {none: no toll, small: a small toll, large: a large toll}}
  road: {title: The road, status_quo: old, options: {old: the old road, new: a new road}}
positions:
  toll: {hill: silent, dale: silent}
  road: {hill: {ideal: new, basis: inferred, because: He likes it.}, dale: silent}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "cases" / "small"
    folder.mkdir(parents=True)
    (folder / "talks.txt").write_text(TALKS, encoding="utf-8")
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    return folder


@pytest.fixture
def client(folder: Path) -> Iterator[Client]:
    serving = Serving.on(folder.parent, {})
    yield Client.let_in(serving)
    serving.listening.close()


def case_of(folder: Path) -> Case:
    checked = check_case(folder)
    assert not checked.errors
    assert checked.case is not None
    return checked.case


def sent(client: Client, cell: str, **fields: str) -> str:
    page = client.get(f"/case/small/case?cell={cell}").text
    sha256 = re.findall(r'name="sha256" value="(\w+)"', page)[-1]
    form = {"sha256": sha256, "cell": cell, "basis": "stated", "source": "talks", "support": "direct", **fields}
    return unescape(client.post(f"/case/small/case/edit?cell={cell}", form).text)


def test_a_silent_cell_is_stated_with_its_words_in_one_form(client: Client, folder: Path) -> None:
    answer = sent(
        client, "toll.hill", **{"refuses.large": "yes"}, quote="never  a large toll", reading="He refuses it."
    )
    assert "with a quote" in answer
    case = case_of(folder)
    cell = case.cell("toll", "hill")
    assert cell.only_refuses
    assert cell.basis == "stated"
    (claim,) = case.claims_of(cell)
    assert (claim.quote, claim.reading, claim.support) == ("never a large toll", "He refuses it.", "direct")


def test_more_words_stand_beside_those_that_carry_the_cell(client: Client, folder: Path) -> None:
    sent(client, "toll.hill", wants="none", quote="never a large toll")
    sent(client, "toll.hill", wants="none", quote="Mr Hill said")
    case = case_of(folder)
    assert [claim.quote for claim in case.claims_of(case.cell("toll", "hill"))] == [
        "never a large toll",
        "Mr Hill said",
    ]


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("never a small toll", "do not stand in the source; the nearest that does is “never a large toll”"),
        ("Mr Dale wept", "stand 2 times in the source"),
        ("large tol", "whole words: “large toll”"),
        ("", "`stated` needs a claim"),
    ],
)
def test_words_that_are_not_there_are_refused_and_stay_in_the_form(
    client: Client, folder: Path, quote: str, said: str
) -> None:
    before = (folder / "case.yaml").read_bytes()
    answer = sent(client, "toll.hill", wants="none", quote=quote, reading="As I read it.")
    assert said in answer
    assert "As I read it.</textarea>" in answer
    assert "data-typed" in answer
    assert (folder / "case.yaml").read_bytes() == before


def test_words_alone_are_no_position(client: Client, folder: Path) -> None:
    assert "say also what the party wants" in sent(client, "toll.hill", quote="never a large toll").lower()
    assert case_of(folder).cell("toll", "hill").basis == "silent"


def test_the_form_for_words_keeps_the_cell_that_was_chosen(client: Client, folder: Path) -> None:
    page = client.get("/case/small/sources").text
    fields = dict(re.findall(r'name="(sha256|digest)" value="(\w+)"', page))
    start = TALKS.index("never")
    form = {**fields, "start": str(start), "end": str(start + 18), "party": "hill", "issue": "toll"}
    answer = client.post("/case/small/sources/claim", {**form, "carries": "refuses:toll.large", "support": "direct"})
    assert 'class="done"' in answer.text
    assert '<option value="hill" selected>' in answer.text
    assert '<option value="toll" selected>' in answer.text
    assert "cell=toll.hill" in answer.headers["x-winset-url"]
    assert case_of(folder).cell("toll", "hill").only_refuses


@pytest.mark.slow
def test_what_is_typed_is_kept_and_words_are_offered_as_a_position(browser: Browser, folder: Path) -> None:
    with served(folder.parent) as serving:
        page = browser.new_page(base_url=f"http://127.0.0.1:{serving.keys.port}")
        page.goto(serving.address)
        page.goto("/case/small/case?cell=road.hill")
        page.fill("#edit-because", "As I typed it.")
        page.check("#edit-volatile")
        page.click("#cell-toll-dale")
        page.wait_for_selector("#editor input[value='toll.dale']", state="attached")
        page.click("#cell-road-hill")
        page.wait_for_selector("#editor input[value='road.hill']", state="attached")
        assert page.input_value("#edit-because") == "As I typed it."
        assert page.is_checked("#edit-volatile")
        assert page.is_visible("#edit-kept")
        page.click("#edit-save")
        page.wait_for_selector(".done")
        page.reload()
        assert not page.is_visible("#edit-kept")
        assert case_of(folder).cell("road", "hill").because == "As I typed it."
        page.goto("/case/small/sources")
        assert not page.is_visible("#offer-position")
        page.focus(".sentence")
        page.keyboard.press(" ")
        page.click("#offer-position")
        assert page.evaluate("document.activeElement.id") == "make-party"
        page.select_option("#make-party", "hill")
        page.select_option("#make-issue", "toll")
        page.select_option("#make-carries", "refuses:toll.large")
        page.click("#make-save")
        page.wait_for_selector(".done")
        assert page.input_value("#make-party") == "hill"
        assert case_of(folder).cell("toll", "hill").only_refuses
        page.close()
