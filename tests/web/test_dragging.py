"""What is dragged on a picture does what the slider, box or button does that stands for it: with a mouse, a pen or a
finger, and Escape gives it up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.support.in_browser import opened, violations

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

STAGING, TABLES = "/case/alaska-2025/staging?trials=0", "/case/alaska-2025/tables?trials=0"


def middle(of: Locator) -> tuple[float, float]:
    of.evaluate("each => each.scrollIntoView({ block: 'center' })")
    box: Any = of.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def dragged(page: Page, of: Locator, by: tuple[float, float], *, escape: bool = False) -> None:
    x, y = middle(of)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by[0] / 2, y + by[1] / 2, steps=3)
    page.mouse.move(x + by[0], y + by[1], steps=3)
    if escape:
        page.keyboard.press("Escape")
    page.mouse.up()


def moved(page: Page) -> dict[str, str]:
    """The judged numbers that the address moves."""
    query = parse_qsl(urlsplit(page.url).query)
    return dict(pair.split("=") for name, pair in query if name == "set")


def test_a_seat_is_dragged_to_the_table_and_away_from_it(page: Page) -> None:
    opened(page, TABLES)
    chip, box = page.locator("#chip-ukraine"), page.locator("#seat-ukraine")
    assert not box.is_checked()
    x, y = middle(chip)
    to, there = middle(page.locator(".side.in"))
    dragged(page, chip, (to - x, there - y), escape=True)
    assert not box.is_checked()
    dragged(page, chip, (to - x, there - y))
    page.wait_for_url("**seat=ukraine**")
    assert box.is_checked()
    assert page.locator(".side.in #chip-ukraine").get_attribute("aria-pressed") == "true"
    chip.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "seat=ukraine" not in url)
    assert not box.is_checked()
    assert page.evaluate("document.activeElement.id") == "chip-ukraine"
    box.check()
    page.locator(".side.in #chip-ukraine").wait_for()


def period(page: Page) -> float:
    """How wide a period is."""
    box: Any = page.locator(".lanes [data-period='3']").bounding_box()
    return float(box["width"])


@pytest.mark.slow
def test_a_step_is_dragged_along_the_periods_and_its_sliders_go_with_it(page: Page) -> None:
    opened(page, STAGING)
    bar = page.locator("tr[data-step=withdrawal] .taken-then").first
    wide = period(page)
    before = page.locator("#plan-tried table.lanes").bounding_box()
    dragged(page, bar, (2.2 * wide, 4))
    page.wait_for_url("**start.withdrawal=3**")
    assert page.locator("#start-withdrawal").input_value() == "3"
    page.wait_for_selector("tr[data-step=withdrawal][data-start='3'][data-end='6']")
    assert "Tried here" in page.locator("#plan-tried").inner_text()
    after = page.locator("#plan-tried table.lanes").bounding_box()
    assert before is not None
    assert after is not None
    assert (before["width"], before["height"]) == (after["width"], after["height"]), "the layout jumped"
    dragged(page, page.locator("tr[data-step=withdrawal] [data-edge]"), (2 * wide, 0))
    page.wait_for_url("**periods.withdrawal=6**")
    assert page.locator("#periods-withdrawal").input_value() == "6"
    dragged(page, page.locator("tr[data-step=guarantee] .taken-then").first, (-1 * wide, 0), escape=True)
    page.wait_for_timeout(300)
    assert "start.guarantee" not in page.url
    dragged(page, page.locator("tr[data-step=guarantee] .taken-then").first, (40 * wide, 0))
    page.wait_for_url("**start.guarantee=10**")


@pytest.mark.slow
def test_a_step_is_dragged_with_a_finger(page: Page) -> None:
    opened(page, STAGING)
    wide = period(page)
    x, y = middle(page.locator("tr[data-step=withdrawal] .taken-then").first)
    touch = page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for part in (0.4, 0.8, 1.2, 1.6, 2.0):
        points = [{"x": x + part * wide, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points})
        page.wait_for_timeout(150)  # the bar is drawn anew under the finger
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_url("**start.withdrawal=3**")


@pytest.mark.slow
def test_the_mark_of_a_walk_away_is_dragged_along_its_bar(page: Page) -> None:
    opened(page, "/case/alaska-2025/deal")
    slider, mark = page.locator("#at-walk_away-russia"), page.locator("[data-slider='at-walk_away-russia']")
    file = slider.input_value()
    dragged(page, mark, (-15, 0), escape=True)
    page.wait_for_timeout(500)
    assert moved(page) == {}
    assert slider.input_value() == file
    dragged(page, mark, (-15, 0))
    page.wait_for_url(f"**set=walk_away.russia%3D{slider.input_value()}&**")
    assert float(slider.input_value()) < float(file)
    page.wait_for_selector("#tried .bars:has-text('tried')")
    room: Any = page.locator("#tried").bounding_box()
    gain: Any = page.locator("#tried .gain").first.bounding_box()
    assert gain["x"] + gain["width"] <= room["x"] + room["width"], "the last column is cut"


@pytest.mark.slow
def test_a_bar_of_the_tornado_is_dragged_and_pressed(page: Page) -> None:
    opened(page, "/case/alaska-2025/robust")
    figure = page.locator("figure[data-chart*='key=tornado']")
    page.wait_for_function(
        "() => document.querySelector(\"figure[data-chart*='key=tornado']\").classList.contains('ready')"
    )
    lines = page.locator("#turn li").all()
    keys = [line.get_attribute("data-bar") or "" for line in lines]
    rows = figure.locator("svg g.mark-rect path[opacity='0']")
    assert rows.count() == len(keys)
    at = next(number for number, key in enumerate(keys) if key.startswith("walk_away."))
    slider = page.locator(f"#at-{keys[at].replace('.', '-')}")
    file = slider.input_value()
    dragged(page, rows.nth(at), (-30, 0))
    page.wait_for_url(f"**set={keys[at]}%3D{slider.input_value()}")
    assert float(slider.input_value()) < float(file)
    page.wait_for_selector("#turned .tried-deal")
    page.locator("[data-job]").wait_for(state="detached")
    page.wait_for_selector(".moved .chip")
    assert slider.input_value() == moved(page)[keys[at]]
    opened(page, "/case/alaska-2025/robust")
    page.wait_for_function(
        "() => document.querySelector(\"figure[data-chart*='key=tornado']\").classList.contains('ready')"
    )
    for number, key in enumerate(keys):
        x, y = middle(rows.nth(number))
        page.mouse.click(x, y)
        page.wait_for_selector(f'#turn li.led[data-bar="{key}"]')
        assert page.evaluate("document.activeElement.closest('li').dataset.bar") == key


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "url", [STAGING + "&start.withdrawal=3", TABLES, "/case/alaska-2025/robust?set=walk_away.russia%3D46"]
)
def test_axe_finds_nothing_where_something_is_dragged(page: Page, url: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    opened(page, url)
    page.wait_for_timeout(500)
    assert violations(page) == []
