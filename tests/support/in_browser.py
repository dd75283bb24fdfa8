"""Pages of the workbench as a browser shows them, and what axe finds on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from winset.questions.catalogue import QUESTIONS

if TYPE_CHECKING:
    from playwright.sync_api import Page


QUICK = "trials=20"


def opened(page: Page, url: str) -> None:
    """The page once its answer and its charts are there."""
    page.goto(url)
    page.locator("main [data-job]").wait_for(state="detached")
    for figure in page.locator("figure[data-chart]").all():
        figure.locator("svg[aria-hidden]").first.wait_for(state="attached")


def address(case: str, key: str) -> str:
    takes_trials = "trials" in {field.name for field in QUESTIONS[key].request_type.__dataclass_fields__.values()}
    return f"/case/{case}/{key}{f'?{QUICK}' if takes_trials else ''}"


def violations(page: Page) -> list[str]:
    """What axe finds on the page, in words."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]  # not what passes too
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]
