"""The main pages look as they did: the same colours in the same places, wide and on a tablet, light and dark."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.web.looked_at import LOOKED_AT, REST, seen
from tests.web.pictures import MOST_DIFFERENT, MOVED, PLACE, SCHEMES, SIZES, picture, share_of_others

if TYPE_CHECKING:
    from playwright.sync_api import Page


def is_as_before(page: Page, case: str, name: str) -> None:
    for size in SIZES:
        for scheme in SCHEMES:
            seen(page, case, name, size, scheme)
            now, known = picture(page), PLACE / f"{case}-{name}-{size}-{scheme}.png"
            others = share_of_others(page, now.png, known.read_bytes())
            assert others <= MOST_DIFFERENT, f"{known.name}: {others:.0%} of the page look otherwise"
            boxes = json.loads((PLACE / "boxes.json").read_text("utf-8"))[known.stem]
            assert boxes.keys() == now.boxes.keys()
            for part, box in boxes.items():
                assert (box is None) == (now.boxes[part] is None), part
                if box is not None:
                    moved = max(abs(was - here) for was, here in zip(box, now.boxes[part], strict=True))
                    assert moved <= MOVED, f"{known.name}: {part} is moved by {moved} pixels"


@pytest.mark.slow
@pytest.mark.parametrize(("case", "name"), LOOKED_AT)
def test_a_main_page_looks_as_it_did(page: Page, case: str, name: str) -> None:
    is_as_before(page, case, name)


@pytest.mark.slow
@pytest.mark.parametrize(("case", "name"), REST)
def test_another_page_looks_as_it_did(page: Page, case: str, name: str) -> None:
    is_as_before(page, case, name)


@pytest.mark.parametrize(
    "rule",
    [
        "body { display: block !important; }",
        "body { background: #888 !important; }",
        pytest.param(".rail { display: none !important; }", marks=pytest.mark.slow),
        pytest.param("main { padding-left: 14rem !important; }", marks=pytest.mark.slow),
        pytest.param("main { filter: invert(1); background: white; }", marks=pytest.mark.slow),
    ],
)
def test_a_broken_layout_is_seen(page: Page, rule: str) -> None:
    """What the comparison is worth: a page whose style is spoiled does not pass."""
    page.route(
        "**/static/workbench.css",
        lambda route: route.fulfill(
            body=f"{route.fetch().text()}\n{rule}", content_type="text/css", headers={"cache-control": "no-store"}
        ),
    )
    with pytest.raises(AssertionError):
        is_as_before(page, "classroom", "case")
