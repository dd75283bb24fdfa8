"""A package that is tried on the page of a deal: its numbers are the command's, and all of it is in the address."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from fractions import Fraction
from html import unescape
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlencode, urlparse

import pytest

from tests.support.in_browser import violations
from tests.support.page_words import words_apart as words
from tests.support.plain_yaml import safe_dump, safe_load
from tests.support.web import Client
from winset.analyses.settlement.standing import standing
from winset.report.names import points
from winset.session import Session
from winset.study import Study
from winset.web.serve import Serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

MOVES = 8
CASES = ("alaska-2025", "camp-david-1978", "classroom", "exchange")


def tried(client: Client, case: str, query: dict[str, str]) -> str:
    received = client.get(f"/case/{case}/deal/tried?{urlencode(query)}")
    assert received.status == 200, received.text
    return received.text


def moves(case: Any, draw: Random) -> dict[str, str]:
    """Some judged numbers elsewhere, as a slider puts them there."""
    weights = [f"salience.{issue}.{party}" for issue, each in case.judgements.salience.items() for party in each]
    levels = [f"walk_away.{party}" for party in case.parties]
    chosen = draw.sample(levels, draw.randint(1, len(levels))) + draw.sample(weights, min(2, len(weights)))
    return {path: str(draw.randint(0, 90)) for path in chosen}


def changed_file(folder: Path, case: Path, numbers: dict[str, str]) -> Path:
    """A copy of a case whose file has the numbers."""
    target = folder / case.parent.name
    shutil.copytree(case.parent, target)
    raw = safe_load((target / "case.yaml").read_text(encoding="utf-8"))
    for path, text in numbers.items():
        *names, last = path.split(".")
        place = raw.setdefault("judgements", {})
        for name in names:
            place = place.setdefault(name, {})
        place[last] = int(text)
    (target / "case.yaml").write_text(safe_dump(raw, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return target


@pytest.mark.parametrize(
    "case", [pytest.param(case, marks=[pytest.mark.slow] if case == "camp-david-1978" else []) for case in CASES]
)
def test_what_is_tried_is_what_the_command_finds_in_a_file_with_the_same_numbers(
    client: Client, serving: Serving, tmp_path: Path, case: str
) -> None:
    path, draw = serving.desk.shelf.case(case).path, Random(case)
    for move in range(MOVES):
        numbers = moves(Session.read(path).case, draw)
        session = Session.read(changed_file(tmp_path / str(move), path, numbers))
        compiled, reading, answer = session.compiled(), session.central(), session.settlement()
        package = tuple(draw.choice(compiled.structure.choices(issue)) for issue in range(len(compiled.issues)))
        named = compiled.package_names(package)
        query = {**{f"at.{name}": text for name, text in numbers.items()}}
        query |= {f"on.{issue}": option for issue, option in named.items()}
        html = tried(client, case, query)
        stands = standing(reading, package)
        rows = re.findall(r"<tr[^>]*><th scope=\"row\">.*?</tr>", html, re.DOTALL)
        assert len(rows) == len(compiled.parties)
        for party, row in enumerate(rows):
            said, gain = words(row), stands.gain(party)
            assert f" {points(stands.value(party))} " in f" {said} "
            assert gain is None or said.endswith(points(abs(gain)))
        document = json.loads(json.dumps(Study(session=session).deal(trials=5).document(), default=str))
        there_is = {"answered": "there is a deal", "none": "there is no deal"}[document["status"]]
        whole = words(html)
        assert there_is in whole or "There is no deal" in whole or "not known" in whole
        assert ("could accept this package" in whole) == stands.is_acceptable or "is not known" in whole
        for opening in answer.openings[:2]:
            if opening.start is not None and opening.end is not None:
                assert "deal would appear if" in whole


def test_the_page_begins_with_the_package_that_leads(client: Client, serving: Serving) -> None:
    for case in CASES:
        session = Session.read(serving.desk.shelf.case(case).path)
        choice = session.settlement().choices["nash"]
        html = client.get(f"/case/{case}/deal").text
        if choice.packages:
            named = session.compiled().package_names(choice.packages[0])
            for issue, option in named.items():
                assert re.search(rf'id="on-{issue}-{option}"[^>]* checked', html), (case, issue)


def test_an_address_says_what_was_chosen_and_moved(client: Client) -> None:
    received = client.get(
        "/case/alaska-2025/deal/tried?" + urlencode({"on.territory": "freeze", "at.walk_away.russia": "50"})
    )
    url = urlparse(received.headers["x-winset-url"])
    query = parse_qs(url.query)
    assert url.path == "/case/alaska-2025/deal"
    assert query == {"package": ["territory=freeze"], "set": ["walk_away.russia=50"]}
    page = client.get(received.headers["x-winset-url"]).text
    assert re.search(r'id="on-territory-freeze"[^>]* checked', page)
    assert re.search(r'id="at-walk_away-russia"[^>]* value="50"', page)


def test_a_number_that_is_put_where_the_file_has_it_is_not_moved(client: Client) -> None:
    received = client.get("/case/alaska-2025/deal/tried?" + urlencode({"at.walk_away.us": "30"}))
    assert "set=" not in received.headers["x-winset-url"]


def test_two_packages_stand_side_by_side_with_what_each_gains(client: Client, serving: Serving) -> None:
    session = Session.read(serving.desk.shelf.case("alaska-2025").path)
    compiled, reading = session.compiled(), session.central()
    first, second = compiled.package({"territory": "freeze"}), compiled.package({"ceasefire": "full"})
    html = words(tried(client, "alaska-2025", {"package": "ceasefire=full", "against": "territory=freeze"}))
    assert "Kept beside it" in html
    for party in range(len(compiled.parties)):
        change = reading.points(party, reading.value(party, second) - reading.value(party, first))
        assert f"{'+' if change > 0 else '−' if change < 0 else '±'}{points(abs(change))} by the change" in html


def test_a_lever_that_is_pulled_moves_the_walk_away_of_its_target(client: Client) -> None:
    html = tried(client, "alaska-2025", {"at.levers.us_threat": "-20", "on.territory": "freeze"})
    link = re.search(r'href="([^"]*)"[^>]*>Pull the American threat', html)
    assert link is not None
    moved = dict(pair.split("=", 1) for pair in parse_qs(urlparse(unescape(link[1])).query)["set"])
    session = Session.read("examples/alaska-2025")
    russia = list(session.case.parties).index("russia")
    before = session.central().points(russia, session.central().walk_away[russia] or 0)
    assert abs(Fraction(moved["walk_away.russia"]) - (before - 20)) < Fraction(1, 1000)
    assert client.get(unescape(link[1])).status == 200


def test_a_level_keeps_back_numbers_and_what_moves_them(client: Client) -> None:
    html = client.get("/case/alaska-2025/deal?level=open").text
    assert 'type="range"' not in html
    assert '<svg class="bar-of"' not in html
    assert "Only red lines and rules are read here" in re.sub(r"<[^>]+>", "", html)


@pytest.mark.parametrize(
    "query",
    [
        {"on.territory": "nowhere"},
        {"on.nothing": "x"},
        {"at.walk_away.nobody": "3"},
        {"at.walk_away.russia": "much"},
        {"at.walk_away.russia": "NaN"},
        {"package": "a"},
        {"against": "a=b"},
    ],
)
def test_what_no_case_has_is_refused(client: Client, query: dict[str, str]) -> None:
    received = client.get(f"/case/alaska-2025/deal/tried?{urlencode(query)}")
    assert received.status in (404, 409, 422)
    assert "Traceback" not in received.text


def test_the_chart_has_every_package_that_the_list_has(client: Client) -> None:
    page = client.get("/case/alaska-2025/deal").text
    spec = client.get("/case/alaska-2025/deal/frontier.json").json
    listed = [unescape(text) for text in re.findall(r'<th scope="row"><a [^>]*data-take="([^"]*)"', page)]
    drawn = [row["package"] for row in spec["datasets"]["packages"]]
    assert listed
    assert listed == drawn[: len(listed)]
    for text in listed[:5]:
        assert client.get(f"/case/alaska-2025/deal/tried?package={quote(text)}").status == 200


@pytest.mark.slow
def test_a_package_is_built_and_a_slider_dragged(page: Page, serving: Serving) -> None:
    page.goto("/case/alaska-2025/deal")
    page.wait_for_selector("#tried .found")
    page.check("#on-territory-land_swaps")
    page.wait_for_selector("#tried .first:has-text('Ukraine would not accept')")
    page.keyboard.press("ArrowUp")
    page.wait_for_selector("#tried .found[data-package*='ceasefire']")
    assert page.evaluate("document.activeElement.id") != "on-territory-land_swaps"
    page.check("#on-territory-freeze")
    page.wait_for_selector("#tried .first:has-text('Russia would not accept')")
    slider = page.locator("#at-walk_away-russia")
    wanted = float(slider.input_value()) - 14
    while float(slider.input_value()) > wanted:
        slider.press("ArrowLeft")
    page.wait_for_selector("#answer:not(.stale)")
    page.wait_for_selector("#tried .whole:has-text('there is a deal')")
    assert "set=walk_away.russia" in page.url
    assert page.evaluate("document.activeElement.id") == "at-walk_away-russia"
    page.click(".slider.moved .back")
    page.wait_for_selector("#tried .whole:has-text('no package satisfies')")
    assert "set=" not in page.url


def test_a_point_of_the_chart_is_taken_into_the_builder(page: Page) -> None:
    page.goto("/case/alaska-2025/deal")
    page.wait_for_selector(".packages-chart.ready")
    page.locator(".packages-chart").scroll_into_view_if_needed()
    symbols = page.locator(".packages-chart .mark-symbol path")
    symbols.nth(3).click(force=True)
    page.wait_for_url("**package=**")
    page.locator(".package-list summary").click()
    before = page.url
    page.locator(".package-list a").nth(4).click()
    page.wait_for_url(lambda url: url != before)


def digest(folder: Path) -> str:
    return hashlib.sha256((folder / "case.yaml").read_bytes()).hexdigest()


def test_a_package_is_kept_under_a_name_and_taken_out_again(tmp_path: Path) -> None:
    folder = tmp_path / "alaska-2025"
    shutil.copytree(Path("examples/alaska-2025"), folder)
    serving = Serving.on(tmp_path, {})
    try:
        client = Client.let_in(serving)
        before = (folder / "case.yaml").read_text(encoding="utf-8")
        issue, option, there = "territory", "land_swaps", dict(Session.read(folder).case.packages)
        here = f"/case/alaska-2025/deal?package={issue}%3D{option}"
        sent = {"title": "<b>The mayor’s</b>", "note": "to come back to", "page": here, "sha256": digest(folder)}
        received = client.post("/case/alaska-2025/deal/keep", sent)
        assert received.status == 200
        assert "&lt;b&gt;The mayor’s&lt;/b&gt;" in received.text
        assert "<b>The mayor" not in received.text.replace("<b>&lt;b", "")
        kept = {name: each for name, each in Session.read(folder).case.packages.items() if name not in there}
        assert [(each.title, each.note, dict(each.options)) for each in kept.values()] == [
            ("<b>The mayor’s</b>", "to come back to", {issue: option})
        ]
        assert (folder / "case.yaml").read_text(encoding="utf-8").startswith(before[:5000])
        nameless = client.post("/case/alaska-2025/deal/keep", {"title": " ", "page": here, "sha256": digest(folder)})
        assert "Give the package a name" in nameless.text
        name = next(iter(kept))
        old = {**sent, "title": "another"}
        assert "changed in another window" in client.post("/case/alaska-2025/deal/keep", old).text
        drop = {"name": name, "page": here, "sha256": digest(folder)}
        assert "kept no more" in client.post("/case/alaska-2025/deal/drop", drop).text
        assert Session.read(folder).case.packages == there
        assert "is kept; kept are" in client.post("/case/alaska-2025/deal/drop", drop).text
    finally:
        serving.listening.close()


def test_an_example_is_not_changed(tmp_path: Path) -> None:
    folder = tmp_path / "shipped"
    shutil.copytree(Path("examples/classroom"), folder)
    (tmp_path / "empty").mkdir()
    serving = Serving.on(tmp_path / "empty", {"shipped": folder})
    try:
        client = Client.let_in(serving)
        before = (folder / "case.yaml").read_bytes()
        key = next(iter(serving.desk.shelf.cases))
        answered = client.post(f"/case/{key}/deal/keep", {"title": "x", "page": f"/case/{key}/deal"})
        assert "is not changed" in answered.text
        assert (folder / "case.yaml").read_bytes() == before
    finally:
        serving.listening.close()


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_axe_finds_nothing_in_the_builder(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(
        "/case/alaska-2025/deal?package=territory%3Drecognise_four&against=ceasefire%3Dfull&set=walk_away.us%3D40"
    )
    page.locator("main [data-job]").wait_for(state="detached")
    page.locator(".packages-chart.ready").wait_for()
    page.evaluate(
        "document.querySelectorAll('#try details, #kept details, .package-list').forEach((e) => { e.open = true; })"
    )
    assert violations(page) == []


def test_what_is_settled_is_the_page_without_the_form(client: Client) -> None:
    query = urlencode({"on.territory": "freeze", "at.walk_away.russia": "50", "trials": "20"})
    received = client.parts(f"/case/alaska-2025/deal/settled?{query}")
    assert received.status == 200
    assert 'id="tried"' in received.text
    assert 'id="answer"' in received.text
    assert 'id="try"' not in received.text
    assert "Tried, not in the case file" in received.text
    assert "trials" in words(received.text[received.text.index('id="tried"') :])


def test_numbers_of_a_party_that_may_not_be_shown_are_nowhere_in_the_builder(tmp_path: Path) -> None:
    folder = tmp_path / "alaska-2025"
    shutil.copytree(Path("examples/alaska-2025"), folder)
    raw = safe_load((folder / "case.yaml").read_text(encoding="utf-8"))
    raw["judgements"]["walk_away"]["russia"] = {"points": [57.3, 61.7, 66.1], "handling": "restricted"}
    (folder / "case.yaml").write_text(safe_dump(raw, sort_keys=False, allow_unicode=True), encoding="utf-8")
    serving = Serving.on(tmp_path, {})
    try:
        client = Client.let_in(serving)
        query = "package=territory%3Dfreeze%2Cceasefire%3Dfull&against=ceasefire%3Dfull&trials=20"
        for level, is_shown in (("team", False), ("restricted", True)):
            html = client.get(f"/case/alaska-2025/deal/tried?{query}&level={level}").text
            page = client.get(f"/case/alaska-2025/deal?{query}&level={level}").text
            chart = client.get(f"/case/alaska-2025/deal/frontier.json?{query}&level={level}").text
            form = page[page.index('id="try"') : page.index("</form>", page.index('id="try"'))]
            assert ("61.7" in html) == is_shown
            assert ("57.3" in form) == is_shown
            assert ('id="at-walk_away-russia"' in form) == is_shown
            assert ('id="at-salience-territory-russia"' in form) == is_shown
            assert ("Russian Federation" in chart) == is_shown
    finally:
        serving.listening.close()


@pytest.mark.parametrize("case", ["alaska-2025", "classroom"])
def test_the_numbers_of_packages_are_those_of_the_json_under_the_same_moves(
    client: Client, serving: Serving, case: str
) -> None:
    path = serving.desk.shelf.case(case).path
    parties = list(Session.read(path).case.parties)
    for level in ("20", "55"):
        numbers = {f"walk_away.{parties[1]}": level, f"walk_away.{parties[0]}": "40"}
        document = json.loads(json.dumps(Study.read(path, (), numbers).deal(trials=5).document(), default=str))
        packages = document["frontier"]["packages"][:4]
        assert packages or document["status"] == "none"
        for package in packages:
            query = {f"at.{name}": text for name, text in numbers.items()}
            query |= {f"on.{issue}": option for issue, option in package["options"].items()}
            html = tried(client, case, query)
            rows = re.findall(r"<tr[^>]*><th scope=\"row\">.*?</tr>", html, re.DOTALL)
            for party, row in zip(parties, rows, strict=True):
                cells = re.findall(r"<td[^>]*>(?!<svg)(.*?)</td>", row, re.DOTALL)
                worth, gain = cells[0].partition("<")[0], cells[2].replace("−", "-").replace("±", "").replace("+", "")
                assert float(worth) == pytest.approx(package["values"][party], abs=0.051)
                assert float(gain) == pytest.approx(package["gains"][party], abs=0.051)
            assert "could accept this package" in words(html)
