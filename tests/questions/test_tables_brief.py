"""Who must be in the room, as a brief says it: what is said, at which level, and what is said where it was not worked
out.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.tables_case import EXAMPLES, TABLES, bargain
from winset.analyses.tables import talks
from winset.brief.contents import ANNEX
from winset.brief.picking import picked
from winset.brief.questions import BUDGETS, asked_in_a_brief
from winset.brief.request import BriefRequest
from winset.errors import TooLarge
from winset.model.numbers import Handling
from winset.questions.question import NotComputed
from winset.questions.tables import solve
from winset.questions.tables.request import TablesRequest
from winset.report.blocks import LEFT_OUT, Report
from winset.report.disclosure import disclose
from winset.report.renderers.html import html_page
from winset.report.renderers.markdown import markdown_page
from winset.study import Study

CLOSED = {"north": 0, "south": 0, "east": {"points": 20, "handling": "restricted"}}
ALIKE = TABLES | {
    "third": {"title": "A third meeting", "seated": ["north", "south", "east"], "after": "then"},
    "last": {"title": "A last meeting", "seated": ["north", "south", "east"], "after": "third"},
}


def asked(draws: int = 40) -> TablesRequest:
    """What a brief asks of tables."""
    budget: dict[str, Any] = dict(BUDGETS["tables"](BriefRequest(draws=draws), {}))
    return TablesRequest(**budget)


def brief(
    case: Path, kind: str = "md", level: Handling = "team", variants: tuple[str, ...] = (), draws: int = 40
) -> str:
    """What a brief says of tables, on one line, without drawings' tags and marks."""
    study = Study.read(case, variants)
    said = study.report(asked(draws), study.ask(asked(draws))).sections
    found = (picked(said, pick) for pick in ANNEX if pick.question == "tables")
    sections = tuple(one for part in found if part is not LEFT_OUT for one in part)
    disclosed = disclose(Report(title="", sections=sections), level)
    text = html_page(disclosed) if kind == "html" else markdown_page(disclosed)
    part = text.split("<body")[-1].split("</style>")[-1] if kind == "html" else text.split("\n\n", 2)[-1]
    return " ".join(re.sub(r"<[^<>]+>|\\", " ", part).split())


@pytest.mark.parametrize("kind", ["html", "md"])
def test_a_brief_says_what_each_table_can_agree_and_what_holds(kind: str) -> None:
    text = brief(EXAMPLES / "alaska-2025", kind)
    assert "At “Alaska summit” 14 packages could be agreed, and none would hold." in text
    assert "Alaska summit. Seated: United States and Russian Federation." in re.sub(r"\*\*| (?=\.)", "", text)
    assert "Looking at nobody outside it would sign: “Ceasefire” at “an early ceasefire" in text
    assert "Read literally, Ukraine’s conditions on" in text
    assert "“Washington acts on its warnings”: at “Contacts in Riyadh” 1,296 could be agreed, of which 16" in text
    assert "The case names nobody who is needed to carry out “Security guarantees”. So nobody" in text
    assert "consent.issues" not in text
    assert "rest on 40 draws" in text
    assert "“Everybody”, where the same parties sit on the same agenda" in text
    assert "Contacts in Riyadh. " not in text  # a table of the past has a row in the picture, and no paragraph


def test_a_brief_of_a_case_without_tables_asks_nothing_of_them() -> None:
    keys = {
        name: [one.key for one in asked_in_a_brief(Study.read(EXAMPLES / name).session.case)]
        for name in ("classroom", "alaska-2025")
    }
    assert "tables" not in keys["classroom"]
    assert "tables" in keys["alaska-2025"]


def test_a_brief_in_html_has_the_rows_and_the_stages(tmp_path: Path) -> None:
    text = brief(bargain(tmp_path), "html")
    assert "would not hold" in text
    assert "has met" in text
    assert "If what is settled binds" in text
    assert "North +50.0" in text
    assert "settles “Border”." not in text  # the picture says it


def test_a_brief_in_markdown_tells_stages_in_words(tmp_path: Path) -> None:
    text = brief(bargain(tmp_path))
    assert "“A first meeting”, then “A second meeting”: “A first meeting” settles “Border”." in text
    assert "What the earlier meetings move, in points: North +50.0, South +10.0 and East -15.0." in text
    assert "Against the deal of all, of those who are left out: North loses 50.0 points." in text


def test_what_is_the_same_at_several_tables_is_told_once(tmp_path: Path) -> None:
    text = brief(bargain(tmp_path, ALIKE))
    assert "The same goes for “A last meeting” and “Everybody”, where the same parties sit on the same agenda." in text
    assert text.count("Seated: North, South and East.") == 1
    assert "The same if it ends with “A third meeting”." in text


@pytest.mark.parametrize("kind", ["html", "md"])
def test_no_number_of_a_closed_party_stands_in_it(tmp_path: Path, kind: str) -> None:
    case = bargain(tmp_path, walk_away=CLOSED)
    text = brief(case, kind)
    assert "North +50.0" in text
    assert "15.0" not in text
    assert "15.0" in brief(case, kind, "restricted")
    text = brief(case, kind, "open")
    assert "A first meeting" in text
    assert not re.search(r"\d\.\d", text)


def test_readings_are_counted_up_to_a_number_and_said_in_words(tmp_path: Path) -> None:
    text = brief(bargain(tmp_path), draws=300)
    assert "In 100 of 100 readings something that could be agreed there would hold, and so would the deal" in text
    assert "rest on 100 draws: two standard errors are at most 10 of 100" in text


def test_what_was_not_counted_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    few: dict[str, Any] = {"draws": 40, "fewest": 20, "examined": 10, "most_for_variants": 10}
    monkeypatch.setitem(BUDGETS, "tables", lambda *_: few)
    text = brief(EXAMPLES / "camp-david-1978")
    assert "In how many readings this is so was not counted: there are too many packages." in text
    assert "What the variants of the case change of this was not worked out" in text
    assert "At “Camp David” nothing could be agreed" in text


def test_where_nothing_was_worked_out_it_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> talks.Talks:
        raise TooLarge("there are too many packages; try `--table`.", 10)

    monkeypatch.setattr(solve, "talks", refuse)
    answer = Study.read(bargain(tmp_path)).ask(asked())
    assert isinstance(answer, NotComputed)
    assert answer.reason == "there are too many packages; try `--table`."


def test_under_a_variant_no_other_one_is_looked_at() -> None:
    text = brief(EXAMPLES / "alaska-2025", variants=("us_hardens",))
    assert "Under other understandings" not in text
    assert "At “Second summit, with Zelenskyy” 16 packages could be agreed, and all would hold." in text
