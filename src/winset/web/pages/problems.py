"""A case whose file has errors: all of them, with the way to where each is mended."""

from __future__ import annotations

from markupsafe import Markup

from winset.errors import CaseError, Problem
from winset.report.blocks import Report, Section
from winset.report.disclosure import disclose
from winset.report.problems import holdings_of, problem_block
from winset.web.address import View
from winset.web.blocks import PageBlocks
from winset.web.cells.matrix import cell_of_problem
from winset.web.desk import Desk, rail
from winset.web.render import Page, Part


def problems_page(desk: Desk, view: View, error: CaseError) -> Page:
    """What keeps the case from being used."""
    errors = [problem for problem in error.problems if problem.severity == "error"]
    blocks = tuple(map(problem_block, error.problems))
    sections = tuple(Section(key="problem", title="", blocks=(block,), level=1) for block in blocks)
    disclosed = disclose(Report(title="", sections=sections, holdings=holdings_of(error.problems)), view.level)
    page = PageBlocks(disclosed, view, "detail")
    words = "One error keeps" if len(errors) == 1 else f"{len(errors)} errors keep"
    said = Markup('<p class="first">{} this case from being used.</p>').format(words)
    shown = (
        Markup("{}{}").format(Markup("").join(page.blocks(section.blocks)), _ways(desk, view, problem))
        for section, problem in zip(disclosed.report.sections, error.problems, strict=True)
        if section.blocks
    )
    case = desk.shelf.case(view.case)
    return Page(
        title="Errors in the case",
        heading="Errors in the case",
        parts=(Part(name="answer", html=Markup("{}{}").format(said, Markup("").join(shown))),),
        url=view.url,
        rail=rail(case, view),
        status=422,
    )


def _ways(desk: Desk, view: View, problem: Problem) -> Markup:
    """Where the problem is mended: in the editor of its cell, or in the lines of the file."""
    case = desk.shelf.case(view.case)
    checked = case.any_session().checked.case
    cell = cell_of_problem(checked, problem) if checked is not None else None
    ways = []
    if cell is not None:
        ways.append((view.at("case", (("cell", ".".join(cell)),)).url, "Open the cell"))
    if problem.place.file == case.path.name:
        ways.append(
            (view.at("file", (("line", str(problem.place.line)),)).url, f"Line {problem.place.line} of the file")
        )
    links = Markup(" ").join(Markup('<a href="{}">{}</a>').format(url, words) for url, words in ways)
    return Markup('<p class="taken">{}</p>').format(links) if ways else Markup("")
