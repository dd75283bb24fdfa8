"""The workbench in a browser: from the movement of a slider to the painted picture of what follows from it."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bench.cold import ENVIRONMENT
from bench.ordinary_cases import Size, mapping
from bench.table import Row

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parents[1]
MOVES = 30
"""Movements that are measured, after some that are not counted."""
BEFORE = 6
WAIT = 240_000
"""Milliseconds for the first answer: compiled code may have to be made."""
MEASURED = """async ([id, values]) => {
  const slider = document.getElementById(id), times = [];
  for (const value of values) {
    const start = performance.now();
    slider.value = value;
    const painted = new Promise((resolve) => document.addEventListener("winset:put",
      () => requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start))), { once: true }));
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    times.push(await painted);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  return times;
}"""


def rows() -> list[Row]:
    """Alaska, and three parties at 10^9 packages; none where there is no browser."""
    program = find_browser()
    if program is None:
        print("no Chromium on this machine: the workbench is not measured", file=sys.stderr)
        return []
    from playwright.sync_api import sync_playwright

    made: list[Row] = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for what, case, bar, sliders in _measured(Path(folder)):
            with opened(case) as address:
                page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
                page.goto(address)
                page.wait_for_selector("#tried .found", timeout=WAIT)
                for number, slider in sliders:
                    times = moved(page, slider)
                    most = sorted(times)[int(0.95 * len(times))]
                    figure = f"{median(times):.0f} ms; 19 of 20 moves within {most:.0f} ms"
                    work = f"{number} dragged, to the picture painted in Chromium, {what}"
                    made.append(Row(what=work, bar=bar, figure=figure))
                page.context.close()
        browser.close()
    return made


def _measured(folder: Path) -> Iterator[tuple[str, Path, str, tuple[tuple[str, str], ...]]]:
    alaska = (("a walk-away", "at-walk_away-russia"), ("a weight", "at-salience-territory-russia"))
    yield "the Alaska example", ROOT / "examples" / "alaska-2025", "under 60 ms", alaska
    large = (("a walk-away", "at-walk_away-party1"), ("a weight", "at-salience-issue3-party1"))
    yield "3 parties, 10^9 packages", write_large(folder / "large"), "under 150 ms", large


def write_large(folder: Path) -> Path:
    """Three parties and nine issues of ten options, every score and every weight judged at random."""
    size = Size(parties=3, issues=9, options=10, refusals=0, walk_away=50)
    case, draw = mapping(size), random.Random(1)
    judged = case["judgements"]
    judged["scores"] = {
        issue: {
            party: {option: draw.randint(0, 100) for option in case["issues"][issue]["options"]}
            for party in case["parties"]
        }
        for issue in case["issues"]
    }
    judged["salience"] = {
        issue: {party: [weight := draw.randint(10, 60), weight + 10, weight + 30] for party in case["parties"]}
        for issue in case["issues"]
    }
    folder.mkdir(parents=True)
    lines = (f"{section}: {json.dumps(content)}\n" for section, content in case.items())
    (folder / "case.yaml").write_text("".join(lines), encoding="utf-8")
    return folder


def find_browser() -> str | None:
    from shutil import which

    return which("chromium") or which("chromium-browser")


@contextmanager
def opened(case: Path) -> Iterator[str]:
    """The workbench on a case, in a process of its own: the address that lets a browser in."""
    command = [sys.executable, "-m", "winset", "open", str(case), "--no-browser"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT)
    try:
        yield next(line.strip() for line in process.stdout or () if line.startswith("http"))
    finally:
        process.terminate()
        process.wait()


def moved(page: Page, slider: str) -> list[float]:
    """Milliseconds from each movement of a slider to the picture."""
    page.evaluate("document.querySelectorAll('#try details').forEach((each) => { each.open = true; })")
    low, high = (int(page.get_attribute(f"#{slider}", name) or 0) for name in ("min", "max"))
    draw = random.Random(1)
    values = [draw.randint(low, high) for _ in range(MOVES + BEFORE)]
    times: list[float] = page.evaluate(MEASURED, [slider, values])
    return times[BEFORE:]
