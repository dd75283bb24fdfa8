"""Charts on a dark page: every colour of the shared look has one that stands for it, as far from the ground as it is;
the colours change with the page, and pictures that are taken away stay light.
"""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.in_browser import opened
from tests.support.web import Client
from winset.questions.stability.charts import looks
from winset.questions.staging.charts.shades import SHADES
from winset.report.charts import theme
from winset.report.charts.legend import TILES

if TYPE_CHECKING:
    from playwright.sync_api import Page

SOURCE = Path(theme.__file__).parents[2]
STYLE = (SOURCE / "web" / "static" / "charts.css").read_text("utf-8")
DARK = dict(re.findall(r'\.drawing svg \[fill="([^"]+)"\] \{ fill: (#\w+); \}', STYLE))
COLOUR = re.compile(r'"(#[0-9a-fA-F]{6})"')
TEXT, GRAPHIC = 4.5, 3.0
"""Contrasts that WCAG 2.2 asks for, 1.4.3 and 1.4.11."""


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_colour_of_a_chart_has_one_for_the_dark() -> None:
    files = [*SOURCE.glob("report/charts/*.py"), *SOURCE.glob("questions/*/charts/*.py")]
    used = {colour for file in files for colour in COLOUR.findall(file.read_text("utf-8"))}
    assert used - {"#000000"} <= DARK.keys(), "the last is of marks that nobody sees"
    assert dict(re.findall(r'\.drawing svg \[stroke="([^"]+)"\] \{ stroke: (#\w+); \}', STYLE)).items() <= DARK.items()
    assert "@media screen and (prefers-color-scheme: dark)" in STYLE


def test_no_two_colours_become_one() -> None:
    told_apart = {colour: DARK[colour] for colour in DARK if colour.startswith("#") and len(colour) == 7}
    for one, other in combinations(told_apart, 2):
        assert told_apart[one] != told_apart[other], (one, other)


def test_what_could_be_read_or_told_apart_can_be_on_a_dark_ground() -> None:
    paper = DARK[theme.PAPER]
    for colour in (theme.INK, theme.SOFT, theme.WARN):
        assert contrast(DARK[colour], paper) >= TEXT
    for stroke in looks.PARTIES:
        assert contrast(DARK[stroke.colour], paper) >= GRAPHIC
    for colour in (theme.ACCENT, theme.STATED_EDGE, theme.INFERRED_EDGE):
        assert contrast(DARK[colour], paper) >= GRAPHIC
    for shade in SHADES:
        assert contrast(DARK[shade.ink], DARK[shade.fill]) >= TEXT
    for fill in (theme.STATED, theme.INFERRED, theme.SILENT, theme.SHADE, theme.ACCENT_LIGHT):
        assert contrast(DARK[theme.INK], DARK[fill]) >= TEXT
    for _, edge in TILES.values():
        assert contrast(DARK[edge.colour], paper) >= contrast(edge.colour, theme.PAPER) - 0.1


def test_pictures_that_are_taken_away_stay_light(client: Client) -> None:
    picture = client.get("/case/alaska-2025/timing/chart.svg?key=calendar").text
    assert theme.INK in picture
    assert DARK[theme.INK] not in picture


@pytest.mark.slow
def test_charts_turn_dark_with_the_page_and_are_printed_light(page: Page) -> None:
    opened(page, "/case/alaska-2025/staging?trials=0")
    page.wait_for_function("() => document.querySelector('figure[data-chart]').classList.contains('ready')")
    word = page.locator(f'figure .drawing svg text[fill="{theme.INK}"]').first
    colour = "e => getComputedStyle(e).fill"
    rgb = {name: f"rgb({', '.join(str(int(of[at : at + 2], 16)) for at in (1, 3, 5))})"
           for name, of in (("light", theme.INK), ("dark", DARK[theme.INK]))}  # fmt: skip
    assert word.evaluate(colour) == rgb["light"]
    page.emulate_media(color_scheme="dark")
    assert word.evaluate(colour) == rgb["dark"]
    used = page.evaluate(
        """() => [...new Set([...document.querySelectorAll("figure .drawing svg *")].flatMap(
          (each) => ["fill", "stroke"].map((name) => each.getAttribute(name))))].filter(Boolean)"""
    )
    assert set(used) - {"none", "transparent", "#000000"} <= DARK.keys()
    page.emulate_media(color_scheme="dark", media="print")
    assert word.evaluate(colour) == rgb["light"]
    page.emulate_media(color_scheme="light", media="screen")
    assert word.evaluate(colour) == rgb["light"]
