"""The pages whose pictures are kept, each as it stands when its picture is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.in_browser import address, opened
from tests.web.pictures import SIZES
from winset.questions.catalogue import QUESTIONS

if TYPE_CHECKING:
    from playwright.sync_api import Page


LOOKED_AT = [("classroom", "deal"), ("classroom", "case"), ("alaska-2025", "deal"), ("alaska-2025", "case")]


REST = [
    ("alaska-2025", name)
    for name in ("sources", "judge", "brief", "robust", "stability", "tables", "timing", "staging")
]


def url_of(case: str, name: str) -> str:
    return address(case, name) if name in QUESTIONS else f"/case/{case}/{name}"


def seen(page: Page, case: str, name: str, size: str, scheme: str) -> None:
    """The page at this size and in these colours, at its beginning."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    opened(page, url_of(case, name))
    page.evaluate("() => scrollTo(0, 0)")
