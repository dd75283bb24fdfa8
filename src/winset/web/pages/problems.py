"""A case whose file has errors: all of them, with their places, until they are mended."""

from __future__ import annotations

from markupsafe import Markup

from winset.errors import CaseError
from winset.report.blocks import Report, Section
from winset.report.disclosure import disclose
from winset.report.problems import holdings_of, problem_block
from winset.web.address import View
from winset.web.blocks import PageBlocks
from winset.web.desk import Desk, rail
from winset.web.render import Page, Part


def problems_page(desk: Desk, view: View, error: CaseError) -> Page:
    """What keeps the case from being used."""
    section = Section(key="problems", title="", blocks=tuple(map(problem_block, error.problems)))
    disclosed = disclose(Report(title="", sections=(section,), holdings=holdings_of(error.problems)), view.level)
    page = PageBlocks(disclosed, view, "detail")
    count = sum(problem.severity == "error" for problem in error.problems)
    words = "One error keeps" if count == 1 else f"{count} errors keep"
    said = Markup('<p class="first">{} this case from being used.</p>').format(words)
    html = Markup("{}{}").format(said, Markup("").join(page.parts(disclosed.report.sections)))
    case = desk.shelf.case(view.case)
    return Page(
        title="Errors in the case",
        heading="Errors in the case",
        parts=(Part(name="answer", html=html),),
        url=view.url,
        rail=rail(case, view),
        status=422,
    )
