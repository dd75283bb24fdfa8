"""A case whose file has errors: all of them, with the way to where each is mended."""

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
    errors = [problem for problem in error.problems if problem.severity == "error"]
    case = desk.shelf.case(view.case)
    known = case.any_session().checked.case
    blocks = tuple(problem_block(problem, known) for problem in error.problems)
    sections = tuple(Section(key="problem", title="", blocks=(block,), level=1) for block in blocks)
    disclosed = disclose(Report(title="", sections=sections, holdings=holdings_of(error.problems)), view.level)
    page = PageBlocks(disclosed, view, "detail")
    words = "One error keeps" if len(errors) == 1 else f"{len(errors)} errors keep"
    said = Markup('<p class="first">{} this case from being used.</p>').format(words)
    shown = (block for section in disclosed.report.sections for block in page.blocks(section.blocks))
    return Page(
        title="Errors in the case",
        heading="Errors in the case",
        parts=(Part(name="answer", html=Markup("{}{}").format(said, Markup("").join(shown))),),
        url=view.url,
        rail=rail(case, view),
        status=422,
    )
