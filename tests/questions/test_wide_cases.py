"""How twelve parties on twenty-five issues look: tables that hold whole words, and "all twelve parties" for a list."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path

import docx
import pytest
from bench.ordinary_cases import Size
from bench.size_cases import WIDE, named, write
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from winset.questions.catalogue import question
from winset.questions.check.request import CheckRequest
from winset.questions.question import Showing
from winset.readings.shares import Share
from winset.report.blocks import Grid, Report, Section
from winset.report.counts import of_100
from winset.report.disclosure import Disclosed, disclose
from winset.report.names import Names
from winset.report.pieces import plain
from winset.report.renderers.docx import docx_file
from winset.report.renderers.html import html_page
from winset.report.renderers.markdown import markdown_page
from winset.report.renderers.paper import Paper, Table
from winset.report.renderers.terminal import text, write_terminal
from winset.report.wide_tables import GAP, PAGE, READABLE, on_a_page
from winset.study import Study

MOST_COLUMNS = 8


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return Study.read(write(WIDE, tmp_path_factory.mktemp("wide")))


@pytest.fixture(scope="module")
def evidence(study: Study) -> Disclosed:
    """The evidence as a brief has it."""
    asked = question("check")
    saying = study.saying_beside(asked, None, Showing(full=True, in_brief=True))
    sections = asked.part("sections").sections(study.ask(CheckRequest()), saying)
    kept = (replace(part, depth="brief") for part in sections if part.key in ("positions", "confidence"))
    return disclose(Report(title="Wide", audience="reader", sections=tuple(kept)), "team")


@pytest.fixture(scope="module")
def names(study: Study) -> Names:
    return Names(study.session.case, study.session.compiled())


def longest_word(grid: Grid, column: int) -> int:
    return max(len(word) for row in (grid.head, *grid.rows) for word in str(row[column]).split())


def table(columns: int) -> st.SearchStrategy[Grid]:
    words = st.text("abcdefgh ", min_size=1, max_size=40).map(lambda text: text.strip() or "a")
    row = st.tuples(*[words] * columns)
    return st.builds(lambda head, rows: Grid(head=head, rows=tuple(rows)), row, st.lists(row, min_size=1, max_size=4))


@given(grid=st.integers(2, 16).flatmap(table))
def test_a_wide_table_keeps_every_cell_once_and_breaks_no_word(grid: Grid) -> None:
    parts = on_a_page(grid)
    assert [part.head[0] for part in parts] == [grid.head[0]] * len(parts)
    assert tuple(cell for part in parts for cell in part.head[1:]) == grid.head[1:]
    for number, row in enumerate(grid.rows):
        assert tuple(cell for part in parts for cell in part.rows[number][1:]) == row[1:]
    for part in parts:
        needed = sum(longest_word(part, column) + GAP for column in range(len(part.head)))
        assert needed <= PAGE or len(part.head) == 2, "only two columns that are too wide stay together"


def test_a_table_that_fits_stays_whole_and_one_that_does_not_is_split_evenly() -> None:
    cell = "what a party wants and why it is taken to want it"
    fits = Grid(head=("", "A", "B", "C", "D"), rows=(("Territory", *[cell] * 4),))
    assert on_a_page(fits) == (fits,)
    wide = Grid(head=("", *"ABCDEFGHIJKL"), rows=(("Territory", *[cell] * 12),), align=("left",) * 13)
    assert [len(part.head) for part in on_a_page(wide)] == [7, 7]
    assert all(len(part.align) == 7 for part in on_a_page(wide))
    numbers = Grid(head=("", *"ABCDEFGHIJKL"), rows=(("Territory", *["100"] * 12),))
    assert on_a_page(numbers) == (numbers,), "short cells stand side by side"
    assert 7 * (READABLE + GAP) <= PAGE


def test_the_positions_of_twelve_parties_stand_in_tables_that_a_page_holds(evidence: Disclosed) -> None:
    page = html_page(evidence)
    heads = re.findall(r"<thead><tr>(.*?)</tr></thead>", page)
    assert len(heads) == 2
    assert all(head.count("<t") <= MOST_COLUMNS for head in heads)
    assert page.count("inferred: step") == 12 * 25
    assert all(page.count(f"<th>{title}</th>") == 2 for title in ("Ceasefire line", "Review clause")), "in each table"
    tables = [part for part in Paper(evidence).parts() if isinstance(part, Table)]
    assert [part.columns for part in tables] == [7, 7]
    assert [len(made.columns) for made in docx.Document(BytesIO(docx_file(evidence))).tables] == [7, 7]
    assert max(line.count(" | ") for line in markdown_page(evidence).splitlines()) < MOST_COLUMNS


@pytest.mark.parametrize("width", [80, 100])
def test_a_table_on_a_screen_breaks_no_word(width: int) -> None:
    parties = ("Federal Government", "Northern Alliance", "Island Communities", "Chamber of Commerce") * 3
    grid = Grid(head=("what differs", *parties), rows=(("step 3 of 5 on Reconstruction", *["+12.5"] * 12),))
    console = Console(file=(stream := StringIO()), width=width, color_system=None)
    write_terminal(disclose(Report(title="", sections=(Section(key="a", title="", blocks=(grid,)),)), "team"), console)
    said = stream.getvalue()
    assert all(len(line) <= width for line in said.splitlines())
    assert [said.count(word) for word in ("Government", "Communities", "Commerce")] == [3, 3, 3]
    assert said.count("+12.5") == 12


def test_all_of_many_parties_are_said_as_all(names: Names) -> None:
    every = range(12)
    assert plain(names.parties(every)) == "all twelve parties"
    assert plain(names.accepting(every)) == "all twelve parties could accept"
    assert plain(names.any_of(every)) == "any party"
    assert plain(names.parties(range(10))) == "all parties but Regional Union and Lender Group"
    assert plain(names.parties(range(3))) == "Federal Government, Northern Alliance and Coastal Provinces"
    assert plain(names.accepting(range(2))) == "Federal Government and Northern Alliance could both accept"
    assert plain(names.parties(range(8))).startswith("all parties but Veterans' League, Island Communities,")
    assert plain(names.parties(range(7))).count(",") == 5, "too many are left out: those that are meant are named"


def test_many_issues_are_said_as_all_or_by_the_first_of_them(names: Names) -> None:
    assert plain(names.topics(range(25))) == "all 25 issues"
    assert plain(names.topics(range(24))) == "all issues but Review clause"
    assert plain(names.topics(range(15))).endswith("Monitoring, Disarmament and 11 more issues")
    assert plain(names.topics(range(9))).count(",") == 7


def test_an_option_whose_label_many_issues_have_is_not_clear_alone(names: Names) -> None:
    assert not names.is_clear(0, 0)


def test_a_case_without_a_source_is_not_said_to_have_unreviewed_claims(evidence: Disclosed) -> None:
    page = markdown_page(evidence)
    assert "Low: no source is quoted and 12 of 312 judged numbers without a range." in page
    assert "reviewed" not in page


def test_a_share_is_said_as_none_or_all_of_100_where_it_is_that_alone() -> None:
    said = [of_100(Share(number=number, draws=200)) for number in (0, 1, 2, 198, 199, 200)]
    assert said == ["0", "<1", "1", "99", ">99", "100"]


def test_who_would_not_ratify_is_told_by_name(tmp_path: Path) -> None:
    case = named(Size(parties=6, issues=3, options=3, walk_away=45))
    first, *others = case["parties"]
    case["tables"] = {"small": {"title": "Contact group", "seated": [first], "ratifiers": others}}
    (tmp_path / "case.yaml").write_text("".join(f"{key}: {json.dumps(part)}\n" for key, part in case.items()))
    said = text(Study.read(tmp_path).tables().report())
    assert "would not ratify it" in said
    assert not re.search(r"\bparty\d", said)
