"""Who must be in the room, as a dossier says it: what is said, at which level, and where it was not worked out."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.tables_case import EXAMPLES, bargain
from winset.analyses.tables import talks
from winset.brief.brief import asked_in_a_brief
from winset.brief.picking import dossier, handed_over
from winset.errors import TooLarge
from winset.model.numbers import Handling
from winset.questions.in_brief import Budget
from winset.questions.question import NotComputed, Showing
from winset.questions.tables import in_brief, solve
from winset.questions.tables.request import TablesRequest
from winset.report.blocks import Report
from winset.report.disclosure import disclose
from winset.report.renderers.html import html_page
from winset.report.renderers.markdown import markdown_page
from winset.study import Study

CLOSED = {"north": 0, "south": 0, "east": {"points": 20, "handling": "restricted"}}


def asked(draws: int = 40) -> TablesRequest:
    """What a brief asks of tables."""
    budget: dict[str, Any] = dict(in_brief.IN_BRIEF.fields(Budget(trials=draws)))
    return TablesRequest(**budget)


def brief(
    case: Path, kind: str = "md", level: Handling = "team", variants: tuple[str, ...] = (), draws: int = 40
) -> str:
    """What a dossier and the annex of a brief say of tables, on one line, without drawings' tags and marks."""
    study = Study.read(case, variants)
    said = {"tables": study.report(asked(draws), study.ask(asked(draws)), Showing(full=True)).sections}
    choices = (one for one in (*dossier(), *handed_over()) if getattr(one, "question", "") == "tables")
    sections = tuple(section for choice in choices for section in choice.of(said))
    disclosed = disclose(Report(title="", sections=sections), level)
    text = html_page(disclosed) if kind == "html" else markdown_page(disclosed)
    part = text.split("<body")[-1].split("</style>")[-1] if kind == "html" else text.split("\n\n", 2)[-1]
    return " ".join(re.sub(r"<[^<>]+>|\\", " ", part).split())


def test_a_brief_of_a_case_without_tables_asks_nothing_of_them() -> None:
    keys = {
        name: [one.key for one in asked_in_a_brief(Study.read(EXAMPLES / name).session.case)]
        for name in ("classroom", "alaska-2025")
    }
    assert "tables" not in keys["classroom"]
    assert "tables" in keys["alaska-2025"]


def test_a_brief_in_html_has_the_rows_and_the_stages(tmp_path: Path) -> None:
    text = brief(bargain(tmp_path), "html")
    assert "has met" in text
    assert "If what is settled binds" in text
    assert "North +50.0" in text


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


def test_what_was_not_counted_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    few: dict[str, Any] = {"trials": 40, "fewest": 20, "examined": 10, "most_for_variants": 10}
    monkeypatch.setattr(in_brief, "IN_BRIEF", replace(in_brief.IN_BRIEF, fields=lambda _: few))
    text = brief(EXAMPLES / "camp-david-1978")
    assert "In how many trials this is so was not counted: there are too many packages." in text
    assert "What other readings of the text change of this was not worked out" in text


def test_where_nothing_was_worked_out_it_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> talks.Talks:
        raise TooLarge("there are too many packages; try `--table`.", 10)

    monkeypatch.setattr(solve, "talks", refuse)
    answer = Study.read(bargain(tmp_path)).ask(asked())
    assert isinstance(answer, NotComputed)
    assert answer.reason == "there are too many packages; try `--table`."
