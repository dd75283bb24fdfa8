"""Who must be in the room, in a brief: what is said, at which level, and what is said where it was not worked out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.present.tables_case import TABLES, bargain
from tests.support.briefs import brief
from tests.support.places import EXAMPLES
from winset.cli import beside_tables
from winset.errors import TooLarge
from winset.study import Study

HEADING = "Who must be in the room?"
CLOSED = {"north": 0, "south": 0, "east": {"points": 20, "handling": "restricted"}}
ALIKE = TABLES | {
    "third": {"title": "A third meeting", "seated": ["north", "south", "east"], "after": "then"},
    "last": {"title": "A last meeting", "seated": ["north", "south", "east"], "after": "third"},
}


def section(text: str) -> str:
    """The part of a brief that is about tables, on one line, without drawings and marks."""
    kind = "html" if text.startswith("<!") else "md"
    heading = f"<h2>{HEADING}</h2>" if kind == "html" else f"### {HEADING}"
    if heading not in text:
        return ""
    part = text.split(heading)[1]
    part = re.split(r"<h2>|\n### ", part)[0]
    return " ".join(re.sub(r"<[^<>]+>|\\", " ", part).split())


@pytest.mark.parametrize("kind", ["html", "md"])
def test_a_brief_says_what_each_table_can_agree_and_what_holds(kind: str) -> None:
    text = section(brief(EXAMPLES / "alaska-2025", kind))
    assert text.startswith("At “Alaska summit” 14 packages could be agreed, and none would hold.")
    assert "Alaska summit. Seated: United States and Russian Federation." in re.sub(r"\*\*| (?=\.)", "", text)
    assert "Looking at nobody outside it would sign: “Ceasefire” at “an early ceasefire" in text
    assert "Read literally, Ukraine’s conditions on" in text
    assert "“Washington acts on its warnings”: at “Contacts in Riyadh” 1,296 could be agreed, of which 16" in text
    assert "The case names nobody who is needed to carry out “Security guarantees”. So nobody" in text
    assert "consent.issues" not in text
    assert "rest on 40 draws" in text
    assert "“Everybody”, where the same parties sit on the same agenda" in text
    assert "Contacts in Riyadh. " not in text  # a table of the past has a row in the picture, and no paragraph


def test_a_case_without_tables_says_nothing_of_them() -> None:
    for kind in ("html", "md"):
        assert section(brief(EXAMPLES / "classroom", kind)) == ""


def test_a_brief_in_html_has_the_rows_and_the_stages(tmp_path: Path) -> None:
    text = section(brief(bargain(tmp_path), "html"))
    assert "would not hold" in text
    assert "has met" in text
    assert "If what is settled binds" in text
    assert "North +50.0" in text


def test_a_brief_in_markdown_tells_stages_in_words(tmp_path: Path) -> None:
    text = section(brief(bargain(tmp_path), "md"))
    assert "“A first meeting”, then “A second meeting”: “A first meeting” settles “Border”." in text
    assert "What the earlier meetings move, in points: North +50.0, South +10.0 and East -15.0." in text
    assert "Against the deal of all, of those who are left out: North loses 50.0 points." in text


def test_what_is_the_same_at_several_tables_is_told_once(tmp_path: Path) -> None:
    text = section(brief(bargain(tmp_path, ALIKE), "md"))
    assert "The same goes for “A last meeting” and “Everybody”, where the same parties sit on the same agenda." in text
    assert text.count("Seated: North, South and East.") == 1
    assert "The same if it ends with “A third meeting”." in text


@pytest.mark.parametrize("kind", ["html", "md"])
def test_no_number_of_a_closed_party_stands_in_it(tmp_path: Path, kind: str) -> None:
    case = bargain(tmp_path, walk_away=CLOSED)
    text = section(brief(case, kind))
    assert "North +50.0" in text
    assert "15.0" not in text
    assert "15.0" in section(brief(case, kind, "--handling", "restricted"))
    text = section(brief(case, kind, "--handling", "open"))
    assert "A first meeting" in text
    assert not re.search(r"\d\.\d", text)


def test_readings_are_counted_up_to_a_number_and_said_in_words(tmp_path: Path) -> None:
    case = bargain(tmp_path)
    text = section(brief(case, "md", "--draws", "300"))
    assert "In 100 of 100 readings something that could be agreed there would hold, and so would the deal" in text
    assert "rest on 100 draws: two standard errors are at most 10 of 100" in text


def test_what_was_not_counted_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside_tables, "LOOKED_AT", 10)
    monkeypatch.setattr(beside_tables, "MOST_FOR_VARIANTS", 10)
    text = section(brief(EXAMPLES / "camp-david-1978", "md"))
    assert "In how many readings this is so was not counted: there are too many packages." in text
    assert "What the variants of the case change of this was not worked out" in text
    assert "At “Camp David” nothing could be agreed" in text


@pytest.mark.parametrize("kind", ["html", "md"])
def test_where_nothing_was_worked_out_it_says_why(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise TooLarge("there are too many packages; try `--table`.", 10)

    monkeypatch.setattr(Study, "tables", refuse)
    text = section(brief(bargain(tmp_path), kind))
    assert text == "Who must be in the room was not worked out: there are too many packages; try “--table”."


def test_under_a_variant_no_other_one_is_looked_at() -> None:
    text = section(brief(EXAMPLES / "alaska-2025", "md", "--variant", "us_hardens"))
    assert "Under other understandings" not in text
    assert "At “Second summit, with Zelenskyy” 16 packages could be agreed, and all would hold." in text
