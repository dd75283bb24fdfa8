"""Pictures of pages, as coarse as a glance: a grid of mean colours and the places of what stands on the page.

Fonts differ from machine to machine, so no picture is compared sign by sign. The browser makes the grid itself.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

PLACE = Path(__file__).parent / "snapshots"
CELL = 40
"""Pixels of a page that are one pixel of its picture."""
SIZES = {"wide": (1280, 800), "tablet": (800, 1100)}
SCHEMES = ("light", "dark")
DIFFERENT = 40
"""Of 255 by which the mean of a place may differ before it counts as another."""
MOST_DIFFERENT = 0.06
"""Share of places that may be others: lines break elsewhere in other fonts."""
MOVED = 90
"""Pixels by which a part of the frame may be moved or grown."""
FRAME = (".rail", "main", "h1", ".bar", "#answer")
"""Parts of a page whose places do not depend on how lines break, but for that of the last, which only begins there."""
SHRUNK = """async ([data, cell]) => {
  const image = new Image(); image.src = 'data:image/png;base64,' + data; await image.decode();
  const [width, height] = [Math.ceil(image.width / cell), Math.ceil(image.height / cell)];
  const canvas = new OffscreenCanvas(width, height), context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high'; context.drawImage(image, 0, 0, width, height);
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())));
}"""
COMPARED = """async ([now, before, different]) => {
  const pixels = async (data) => {
    const image = new Image(); image.src = 'data:image/png;base64,' + data; await image.decode();
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height);
  };
  const [a, b] = [await pixels(now), await pixels(before)];
  if (a.width !== b.width || a.height !== b.height) return 1;
  let others = 0;
  for (let at = 0; at < a.data.length; at += 4)
    if ([0, 1, 2].some((n) => Math.abs(a.data[at + n] - b.data[at + n]) > different)) others += 1;
  return others / (a.data.length / 4);
}"""
BOXES = """(frame) => Object.fromEntries(frame.map((name) => {
  const at = document.querySelector(name)?.getBoundingClientRect();
  return [name, at ? [at.left, at.top, name === '#answer' ? 0 : at.width].map(Math.round) : null];
}))"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What a glance at a page sees."""

    png: bytes
    boxes: dict[str, Any]


def picture(page: Page) -> Picture:
    """The window as it is."""
    boxes: dict[str, Any] = page.evaluate(BOXES, list(FRAME))
    data = base64.b64encode(page.screenshot(animations="disabled", caret="hide")).decode()
    return Picture(png=base64.b64decode(apart(page, SHRUNK, [data, CELL])), boxes=boxes)


def share_of_others(page: Page, now: bytes, before: bytes) -> float:
    """The share of places whose colour is another."""
    shown = [base64.b64encode(png).decode() for png in (now, before)]
    return float(apart(page, COMPARED, [*shown, DIFFERENT]))


def apart(page: Page, script: str, given: list[Any]) -> Any:
    """What a script gives in a window of its own: pages of the workbench load no picture but their own."""
    window = page.context.new_page()
    try:
        return window.evaluate(script, given)
    finally:
        window.close()
