"""Charts that are pointed at and opened, a plan that is moved and a table that is put together: each says what the
command says of a case file in which that stands, and all of it is in the address.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from fractions import Fraction
from html import unescape
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from tests.support.page_words import words_apart as words
from tests.support.plain_yaml import safe_dump, safe_load
from tests.support.web import Client, served, told_to_a_pointer
from tests.web.cases import write_case
from winset.analyses.robustness.readings_question import DEAL
from winset.errors import UnknownName
from winset.model.moved import TRIED, StepDates, TriedTable, dates_of, moved_plan, with_table
from winset.questions.robustness.request import RobustRequest
from winset.questions.stability.opened_state import opened_state
from winset.questions.stability.request import StabilityRequest
from winset.questions.stability.words import StabilityWords
from winset.questions.staging.request import StagingRequest
from winset.questions.staging.tried import PlanReading
from winset.questions.staging.verdict import VerdictWords
from winset.questions.staging.words import StagingWords
from winset.questions.tables.request import TablesRequest
from winset.report.charts import draw, hover
from winset.report.counts import of_100
from winset.report.names import Names
from winset.report.pieces import capitalised
from winset.session import Session
from winset.study import Study
from winset.web.pages.seats import of_case
from winset.web.serve import Serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

EXAMPLES = Path(__file__).parents[2] / "examples"
ELMIRA = EXAMPLES / "literature" / "kilgour-2001-elmira"


def rewritten(folder: Path, name: str, change: Any) -> Path:
    """A copy of an example whose file says something else."""
    target = folder / name
    shutil.copytree(EXAMPLES / name, target)
    raw = safe_load((target / "case.yaml").read_text(encoding="utf-8"))
    change(raw)
    (target / "case.yaml").write_text(safe_dump(raw, sort_keys=False), encoding="utf-8")
    return target


def unseen(spec: Any) -> list[dict[str, Any]]:
    """The layers of a specification that nobody sees."""
    if not isinstance(spec, dict):
        return []
    mark = spec.get("mark")
    own = [spec] if isinstance(mark, dict) and mark.get("style") == hover.STYLE else []
    return own + [layer for part in hover.PARTS for inner in spec.get(part, ()) for layer in unseen(inner)]


def tips(spec: Any) -> list[dict[str, Any]]:
    sets = spec.get("datasets", {})
    found = (
        sets[layer["data"]["name"]] if "name" in layer["data"] else layer["data"]["values"] for layer in unseen(spec)
    )
    return [row for rows in found for row in (json.loads(rows) if isinstance(rows, str) else rows)]


# charts


@pytest.mark.slow
def test_a_bar_of_the_tornado_says_what_the_command_found_and_leads_to_what_it_is_about(client: Client) -> None:
    page = client.get("/case/alaska-2025/robust").text
    rows = tips(client.get("/case/alaska-2025/robust/chart.json?key=tornado&number=0").json)
    answer = Study.read(EXAMPLES / "alaska-2025").ask(RobustRequest())
    found = {driver.input.name: driver.effects[DEAL] for driver in answer.robustness.drivers}
    kinds = {driver.input.name: driver.input.kind for driver in answer.robustness.drivers}
    assert rows
    assert {kinds[row["key"]] for row in rows} >= {"walk_away", "scores", "silence", "red_line", "variant"}
    for row in rows:
        key, effect = row["key"], found[row["key"]]
        assert f"won in {of_100(effect.opened)} of 100 trials" in row["tip"]
        line = page.split(f'<li data-bar="{key}">')[1].split("</li>")[0]
        names = key.split(".")[1:]
        if kinds[key] in ("walk_away", "salience"):
            assert f'data-name="at.{key}"' in line
            assert "Judged " in row["tip"]
            assert "illustrative numbers" in row["tip"]
        elif kinds[key] == "scores":
            case = Session.read(EXAMPLES / "alaska-2025").case
            for option in case.issues[names[0]].options:
                assert f'data-name="at.{key}.{option}"' in line
        elif kinds[key] == "variant":
            assert f"/case/alaska-2025/robust?variant={names[0]}" in line
        else:
            cell = names if kinds[key] == "silence" else [names[1], names[0]]
            assert f"/case/alaska-2025/case?cell={'.'.join(cell)}" in line


def test_a_number_that_a_bar_is_about_is_tried_in_the_address_and_answered_at_once(client: Client) -> None:
    received = client.parts(
        "/case/alaska-2025/robust/turned?at.walk_away.russia=46&at.scores.format.russia.second_summit_with_ukraine=70"
    )
    query = dict(pair.split("=") for _, pair in parse_qsl(urlsplit(received.headers["x-winset-url"]).query))
    numbers = {"walk_away.russia": "46", "scores.format.russia.second_summit_with_ukraine": "70"}
    assert query == numbers
    assert "there is a deal" in words(received.text)
    assert Session.read(EXAMPLES / "alaska-2025").with_moved(numbers).settlement().status == "answered"
    there = client.parts("/case/alaska-2025/robust/turned?at.walk_away.ukraine=55")
    assert urlsplit(there.headers["x-winset-url"]).query == ""
    assert "Nothing is moved here yet" in words(there.text)
    assert client.parts("/case/alaska-2025/robust/turned?at.walk_away.nobody=5").status == 404
    assert client.parts("/case/alaska-2025/robust/turned?at.salience.format.russia=101").status == 404


def test_a_bar_says_no_number_at_a_level_that_may_not_see_it(client: Client) -> None:
    assert "walk_away" not in client.parts("/case/alaska-2025/robust/turned?level=open").text


@pytest.mark.parametrize(
    "address",
    [
        "tables/chart.json?key=tables&trials=0",
        "staging/chart.json?key=time_line&trials=0&objectives=end",
        "timing/chart.json?key=calendar",
    ],
)
def test_a_still_picture_is_drawn_without_what_is_said_to_a_pointer(client: Client, address: str) -> None:
    spec = client.get(f"/case/alaska-2025/{address}").json
    assert tips(spec)
    assert not unseen(hover.still(spec))
    picture = client.get(f"/case/alaska-2025/{address.replace('chart.json', 'chart.svg')}").text
    assert 'opacity="0"' not in picture
    assert "cursor" not in picture


def test_a_picture_without_hover_is_the_same_picture() -> None:
    import altair as alt

    from winset.report.charts.canvas import Box, Canvas
    from winset.report.charts.theme import themed

    pictures = []
    for tip in ("", "More <b>about</b> it"):
        canvas = Canvas()
        canvas.box(Box(x=1, y=1, width=20, height=10), "#eeeeee", tip=tip)
        pictures.append(draw.svg(themed(alt.vconcat(canvas.chart(40, 20)), "A box")))
    assert pictures[0] == pictures[1]


# states


def test_a_state_opens_what_the_command_says_of_it_as_a_package() -> None:
    study = Study.read(ELMIRA)
    answer = study.ask(StabilityRequest(trials=0))
    session = study.session
    names, states = Names(session.case, session.compiled()), answer.stability.states
    for state in range(states.graph.states):
        named = tuple(session.compiled().package_names(states.package(state)).items())
        asked = Study.read(ELMIRA).ask(StabilityRequest(trials=0, package=named))
        own = StabilityWords(asked.stability, names)
        said = [
            str(item)
            for section in opened_state(answer, state, names, session.owners).sections
            for block in section.blocks
            for inner in getattr(block, "shown", (block,))
            for item in getattr(inner, "items", ())
        ]
        for party in own.gains.parties:
            for gain in own.gains.of(party)[:1]:
                start = capitalised(own.sentence(gain)).split(".")[0]
                assert any(line.startswith(start) for line in said)
        movers = [party for party in own.gains.parties if len(states.graph.moves[party].of(state))]
        assert bool(movers) == bool(said)


def test_a_state_that_is_none_is_refused(client: Client) -> None:
    assert client.get("/case/classroom/stability/state?at=99999&trials=0").status == 404
    assert client.get("/case/classroom/stability/state?at=x&trials=0").status == 404


# plan


def moves(case: Any, draw: Random) -> dict[str, StepDates]:
    """Some steps at other periods, as the form moves them."""
    steps = draw.sample(sorted(case.plan.steps), 2)
    moved = {name: dates_of(case.plan.steps[name]) for name in steps}
    return {name: StepDates(start=draw.randint(0, 6), periods=at.periods) for name, at in moved.items()}


@pytest.mark.parametrize("seed", [1, 2])
def test_a_moved_plan_is_what_the_command_finds_in_a_file_with_that_plan(tmp_path: Path, seed: int) -> None:
    session = Session.read(EXAMPLES / "alaska-2025")
    dates = moves(session.case, Random(seed))

    def put(raw: Any) -> None:
        for name, at in dates.items():
            step = raw["plan"]["steps"][name]
            first = min(map(int, step["at"]))
            step["at"] = {int(period) - first + at.start: share for period, share in step["at"].items()}

    study = Study.read(rewritten(tmp_path, "alaska-2025", put))
    answer = study.ask(StagingRequest(trials=0, objectives=("end",)))
    tried = PlanReading.of(session.with_plan(dates))
    own = StagingWords(answer.staging, Names(study.session.case, study.session.compiled()))
    assert tried.verdict() == VerdictWords(answer, own).verdict()
    for party in range(len(answer.staging.terms.parties)):
        assert tried.words.staging.security.of(party) == answer.staging.security.of(party)


def test_a_step_over_other_periods_is_taken_in_equal_parts() -> None:
    case = Session.read(EXAMPLES / "alaska-2025").case
    moved = moved_plan(case, {"withdrawal": StepDates(start=2, periods=3)})
    assert moved.plan is not None
    assert {period: share.central for period, share in moved.plan.steps["withdrawal"].at.items()} == {
        period: Fraction(1, 3) for period in (2, 3, 4)
    }
    assert case.plan is not None
    assert min(case.plan.steps["withdrawal"].at) == 1
    with pytest.raises(UnknownName, match="as a whole"):
        moved_plan(case, {"ceasefire_russia": StepDates(start=0, periods=2)})
    with pytest.raises(UnknownName, match="no faster than in 4 periods"):
        moved_plan(case, {"relief_us": StepDates(start=0, periods=2)})
    with pytest.raises(UnknownName, match="no step"):
        moved_plan(case, {"nobody": StepDates(start=0)})


def test_a_plan_and_numbers_are_moved_in_either_order() -> None:
    session = Session.read(EXAMPLES / "alaska-2025")
    dates, numbers = {"withdrawal": StepDates(start=3, periods=4)}, {"walk_away.russia": "40"}
    one, other = session.with_plan(dates).with_moved(numbers), session.with_moved(numbers).with_plan(dates)
    assert one.case == other.case
    assert PlanReading.of(one).verdict() == PlanReading.of(other).verdict()


def test_the_address_of_a_plan_has_what_was_moved_and_no_more(client: Client) -> None:
    case = Session.read(EXAMPLES / "alaska-2025").case
    assert case.plan is not None
    form = {f"start.{name}": dates_of(step).start for name, step in case.plan.steps.items()}
    received = client.parts(f"/case/alaska-2025/staging/moved?{urlencode({**form, 'start.withdrawal': 3})}")
    assert dict(parse_qsl(urlsplit(received.headers["x-winset-url"]).query)) == {"start.withdrawal": "3"}
    assert "Tried here, and not in the case file" in words(received.text)
    unmoved = client.parts(f"/case/alaska-2025/staging/moved?{urlencode(form)}")
    assert "as it stands in the case file" in words(unmoved.text)
    for query in ("start.nobody=1", "start.withdrawal=-1", "periods.relief_us=1", "start.withdrawal=9999"):
        assert client.parts(f"/case/alaska-2025/staging/moved?{query}").status == 404


def test_a_moved_plan_goes_into_the_case_when_it_is_asked_for(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES / "alaska-2025", tmp_path / "alaska-2025")
    file = tmp_path / "alaska-2025" / "case.yaml"
    before = file.read_text(encoding="utf-8")
    serving = Serving.on(tmp_path, {})
    try:
        client = Client.let_in(serving)
        page = "/case/alaska-2025/staging?start.withdrawal=2"
        html = client.parts("/case/alaska-2025/staging/moved?start.withdrawal=2").text
        sha256 = html.split('name="sha256" value="')[1].split('"')[0]
        stale = client.post("/case/alaska-2025/staging/keep", {"page": page, "sha256": "0" * 64})
        assert "changed in another window" in unescape(stale.text)
        assert file.read_text(encoding="utf-8") == before
        kept = client.post("/case/alaska-2025/staging/keep", {"page": page, "sha256": sha256})
        assert kept.headers["x-winset-go"] == "/case/alaska-2025/staging"
    finally:
        serving.listening.close()
    after = file.read_text(encoding="utf-8")
    changed = [pair for pair in zip(before.splitlines(), after.splitlines(), strict=True) if pair[0] != pair[1]]
    assert [pair[1].strip() for pair in changed] == ["at: {2: 0.25, 3: 0.25, 4: 0.25, 5: 0.25}"]


# tables


@pytest.mark.parametrize(
    "tried",
    [
        TriedTable(seated=("us", "russia", "ukraine"), agenda=("ceasefire", "territory", "sanctions")),
        TriedTable(seated=("ukraine", "europeans"), ratifiers=("us",)),
    ],
)
def test_a_table_is_what_the_command_finds_in_a_file_with_that_table(tmp_path: Path, tried: TriedTable) -> None:
    def put(raw: Any) -> None:
        table: dict[str, Any] = {
            "title": "this table",
            "seated": list(tried.seated),
            "basis": "inferred",
            "because": "It is tried.",
        }
        if tried.agenda:
            table["agenda"] = list(tried.agenda)
        if tried.ratifiers:
            table["ratifiers"] = list(tried.ratifiers)
        raw["tables"][TRIED] = table

    answer = Study.read(rewritten(tmp_path, "alaska-2025", put)).ask(TablesRequest(trials=0))
    theirs = next(met for met in answer.talks.comparison.tables if met.table.name == TRIED)
    moved = Session.read(EXAMPLES / "alaska-2025").with_table(tried)
    own = Study(session=moved).ask(TablesRequest(trials=0)).talks.comparison.tables[0]
    for name in ("reachable", "holds", "naive", "foresighted", "gains", "losses", "spoilers"):
        assert getattr(own, name) == getattr(theirs, name)


def test_a_table_of_the_case_that_is_begun_with_keeps_the_bodies_that_ratify(client: Client) -> None:
    case = Session.read(EXAMPLES / "camp-david-1978").case
    coming = next(key for key, table in case.tables.items() if not table.past)
    title = case.tables[coming].title
    shown = words(client.parts("/case/camp-david-1978/tables?trials=0").text)
    assert f"As “{title}” in the case file" in shown
    moved = with_table(case, of_case(case, coming)).tables[TRIED]
    assert moved.ratifiers == case.tables[coming].ratifiers


def test_a_table_stands_in_the_address_and_says_what_it_could_do(client: Client) -> None:
    query = "seat=russia&seat=us&on=ceasefire&on=territory&on=sanctions&on=format"
    received = client.parts(f"/case/alaska-2025/tables/seats?{query}")
    assert urlsplit(received.headers["x-winset-url"]).query.startswith("seat=us&seat=russia&on=ceasefire")
    assert "As “Alaska summit” in the case file" in words(received.text)
    assert "could agree on 14 packages" in words(received.text)
    other = words(client.parts("/case/alaska-2025/tables/seats?seat=us&seat=ukraine").text)
    assert "Tried here, and not in the case file" in other
    alone = words(client.parts("/case/alaska-2025/tables/seats?seat=us").text)
    assert "at least two seats" in alone
    assert "No party `nobody`" in words(client.parts("/case/alaska-2025/tables/seats?seat=us&seat=nobody").text)


# in a browser


def opened(page: Page, url: str) -> None:
    page.goto(url)
    page.locator("[data-job]").wait_for(state="detached")


@pytest.mark.slow
def test_a_bar_is_pointed_at_and_its_number_is_moved_by_keyboard(page: Page) -> None:
    opened(page, "/case/alaska-2025/robust")
    figure = page.locator("figure[data-chart*='key=tornado']")
    figure.scroll_into_view_if_needed()
    page.wait_for_function(
        "() => document.querySelector(\"figure[data-chart*='key=tornado']\").classList.contains('ready')"
    )
    assert "of 100 trials" in told_to_a_pointer(figure, "g.mark-rect path")
    slider = page.locator("#turn input[type=range]").first
    slider.focus()
    name, was = slider.get_attribute("data-name") or "", slider.input_value()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**set=*")
    page.wait_for_function("() => document.querySelector('#turned .tried-deal')")
    assert slider.input_value() != was
    assert name.removeprefix("at.") in page.url


@pytest.mark.slow
def test_steps_are_moved_by_keys_and_stay_moved_after_a_reload(page: Page) -> None:
    opened(page, "/case/alaska-2025/staging?trials=0")
    page.locator("#start-withdrawal").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**start.withdrawal=2**")
    assert "Tried here" in page.locator("#plan-tried").inner_text()
    assert page.evaluate("document.activeElement.id") == "start-withdrawal"
    page.reload()
    assert page.locator("#start-withdrawal").input_value() == "2"


def test_a_seat_is_taken_by_keyboard(page: Page) -> None:
    opened(page, "/case/alaska-2025/tables?trials=0")
    seat = page.locator("#seat-ukraine")
    was = seat.is_checked()
    seat.focus()
    page.keyboard.press("Space")
    page.wait_for_url("**seat=us**")
    page.wait_for_function("() => document.querySelector('#table-tried').textContent.includes('Tried here')")
    assert seat.is_checked() != was
    assert seat.evaluate("e => document.activeElement === e")


@pytest.fixture
def small(tmp_path: Path, browser: Browser) -> Iterator[Page]:
    """A window on a workbench of a case with a graph, and of one whose names are hostile."""
    shutil.copytree(ELMIRA, tmp_path / "elmira")
    write_case(tmp_path / "scripts")
    with served(tmp_path) as serving:
        context = browser.new_context(base_url=f"http://127.0.0.1:{serving.keys.port}")
        window = context.new_page()
        said: list[str] = []
        window.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        window.on("pageerror", lambda error: said.append(str(error)))
        window.goto(serving.address)
        yield window
        context.close()
        assert said == []


def test_a_state_is_opened_by_a_click_and_by_keyboard(small: Page) -> None:
    opened(small, "/case/elmira/stability?trials=0")
    small.wait_for_function("() => document.querySelector('figure[data-chart]').classList.contains('ready')")
    shown = small.locator("dialog[open] #opened-part")
    small.locator("figure .marks a").first.focus()
    small.keyboard.press("Enter")
    shown.wait_for()
    assert "Who could move from there" in shown.inner_text()
    small.keyboard.press("Escape")
    small.locator("figure .drawing svg g.mark-rect path").last.click(force=True)
    shown.wait_for()
    assert "Who could move from there" in shown.inner_text()


def test_a_hostile_name_stays_text_where_it_is_said_to_a_pointer(small: Page) -> None:
    opened(small, "/case/scripts/tables?trials=0")
    figure = small.locator("figure[data-chart]").first
    figure.scroll_into_view_if_needed()
    small.wait_for_function("() => document.querySelector('figure[data-chart]').classList.contains('ready')")
    assert told_to_a_pointer(figure, "g.mark-rect path")
    assert small.locator("#vg-tooltip-element img").count() == 0
