"""Charts of tables: nothing is shown as nothing, parties by their seats, stages in their order, texts apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.support.drawings import NAMES, assert_safe, overlaps, text_boxes
from tests.support.tables_case import TABLES, bargain, drawing, report
from winset.analyses.settlement.counting import CountEstimate
from winset.cli import group
from winset.model.numbers import Handling
from winset.questions.tables.charts import table_bars
from winset.questions.tables.words import TablesWords
from winset.report.blocks import Drawn
from winset.report.charts import draw, picture
from winset.report.charts.legend import TILES
from winset.report.charts.lettering import clean
from winset.report.charts.theme import ACCENT

ALASKA = "alaska-2025"
EAST = {"north": 0, "south": 0, "east": {"points": 20, "handling": "restricted"}}


def run(case: Path | str, *words: str) -> Result:
    return CliRunner().invoke(group, ["tables", str(case), "--trials", "0", *words])


def text_of(drawn: Drawn | picture.Picture | None) -> str:
    assert drawn is not None
    return "|".join(assert_safe(draw.svg(drawn.chart)).itertext())


def fills(drawn: Drawn | None, fill: str) -> int:
    assert drawn is not None
    return sum(element.get("fill") == fill for element in assert_safe(draw.svg(drawn.chart)).iter())


def caption(drawn: Drawn | None) -> str:
    assert drawn is not None
    return drawn.caption


@pytest.mark.parametrize(
    ("name", "variants"),
    [(ALASKA, ()), (ALASKA, ("us_hardens",)), ("camp-david-1978", ("begin_may_yield",)), ("classroom", ())],
)
def test_every_picture_of_an_example_is_a_drawing_whose_texts_stand_apart(name: str, variants: tuple[str, ...]) -> None:
    root = assert_safe(picture.picture(report(name, "team", *variants, subsets=True)).svg())
    assert 600 <= float(root.get("width", "0")) <= 700
    assert not overlaps(text_boxes(root))
    assert all(left >= 0 and right <= 688 for left, _, right, _, _ in text_boxes(root))


def test_a_table_is_a_row_with_its_numbers_and_what_is_left(tmp_path: Path) -> None:
    drawn = drawing(bargain(tmp_path), "tables")
    text = text_of(drawn)
    assert "|The two|" in text
    assert "|has met|" in text
    assert "|A second meeting|" in text
    assert "|Everybody|" in text
    assert text.count("|all") >= 1
    assert drawn is not None
    assert assert_safe(draw.svg(drawn.chart)).get("aria-label") == clean(drawn.caption)


def test_nothing_is_shown_as_nothing() -> None:
    drawn = drawing(ALASKA, "tables")
    text = text_of(drawn)
    assert text.count("nothing to carry out") == 4
    assert text.count("no deal") == 4
    assert fills(drawn, ACCENT) == 1  # the key alone: nothing holds at any table
    assert "|2,268|" in text
    assert "|14|" in text


def test_what_holds_is_dark_however_little_it_is() -> None:
    drawn = drawing(ALASKA, "tables", "team", "us_hardens")
    assert fills(drawn, ACCENT) == 1 + 5  # 16 of 1,296 in Riyadh among them


def test_sets_of_seats_are_drawn_up_to_a_number_and_the_caption_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = drawing(ALASKA, "tables", subsets=True)
    assert "Every set of seats" in text_of(drawn)
    assert "Not drawn" not in caption(drawn)
    monkeypatch.setattr(table_bars, "MOST_SUBSETS", 9)
    assert "Not drawn: 2 other sets of seats" in caption(drawing(ALASKA, "tables", subsets=True))


def test_bars_tell_seated_parties_from_those_left_out(tmp_path: Path) -> None:
    drawn = drawing(bargain(tmp_path), "gains")
    text = text_of(drawn)
    assert "|-50.0" in text
    assert "|+15.0" in text
    assert "against the deal of all" in caption(drawn)
    assert "At “The two” it is the same for all." in caption(drawn)
    assert fills(drawn, TILES["hollow"][0]) >= 3


def test_where_all_find_no_deal_gains_are_held_against_none() -> None:
    figures = report(ALASKA).figures()
    assert figures["gains"].title == "What each table’s deal brings, against no deal, for all together find none"
    assert [figure.title for figure in figures.values() if figure.drawn()] == [
        "What each table can agree on, and what of it would be carried out",
        "Meeting in stages",
    ]


def test_no_number_of_a_closed_party_is_drawn(tmp_path: Path) -> None:
    case = bargain(tmp_path, walk_away=EAST)
    text = text_of(picture.picture(report(case)))
    assert "-50.0" in text
    assert "+15.0" not in text
    assert "-15.0" not in text
    assert "1 party is left out: the numbers may not be shown." in caption(drawing(case, "gains"))
    assert drawing(case, "gains", "open") is None
    assert drawing(case, "stages", "open") is None
    assert "-15.0" in text_of(picture.picture(report(case, "restricted")))


def test_what_a_chart_is_drawn_from_holds_no_number_of_a_closed_party(tmp_path: Path) -> None:
    case = bargain(tmp_path, walk_away=EAST)
    levels: dict[Handling, int] = {"open": 0, "team": 2, "restricted": 3}
    for level, shown in levels.items():
        (drawing_,) = report(case, level).figures()["gains"].drawings
        assert len(drawing_.data.parties) == shown


def test_stages_stand_in_their_order_with_what_they_settle_and_what_that_leads_to(tmp_path: Path) -> None:
    text = text_of(drawing(bargain(tmp_path), "stages"))
    assert text.index("A first meeting") < text.index("A second meeting")
    for word in ("North and South", "• Border", "• Border: moved", "• Trade: opened", "• North +50.0", "• East -15.0"):
        assert f"|{word}|" in f"{text}|", word


def test_a_sequence_that_leads_to_no_deal_says_so() -> None:
    drawn = drawing(ALASKA, "stages")
    assert text_of(drawn).count("no deal") == 2
    assert "Not drawn: 1 shorter sequence with which a longer one begins" in caption(drawn)


def test_a_long_sequence_runs_over_several_rows(tmp_path: Path) -> None:
    more = {f"t{n}": {"seated": ["north", "south"], "after": f"t{n - 1}" if n else "then"} for n in range(6)}
    root = assert_safe(picture.picture(report(bargain(tmp_path, TABLES | more))).svg())
    assert not overlaps(text_boxes(root))
    assert all(right <= 688 for _, _, right, _, _ in text_boxes(root))
    assert "|t5" in "|".join(root.itertext())


def test_a_case_without_sequences_has_no_diagram() -> None:
    assert drawing("camp-david-1978", "stages") is None


def test_hostile_names_are_text_and_long_ones_are_wrapped(tmp_path: Path) -> None:
    titles = {name: {**table, "title": NAMES[n]} for n, (name, table) in enumerate(TABLES.items())}
    svg = picture.picture(report(bargain(tmp_path, titles, names=(*NAMES, NAMES[1])))).svg()
    root = assert_safe(svg)
    assert "<script" not in svg
    assert all(right <= 690 for _, _, right, _, _ in text_boxes(root))


def test_the_command_writes_a_drawing_or_a_picture_and_says_what_is_in_it(tmp_path: Path) -> None:
    case = bargain(tmp_path)
    drawn = run(case, "--chart", str(tmp_path / "t.svg"))
    assert drawn.exit_code == 0
    assert (
        "t.svg: what each table can agree on, and what of it would be carried out; what each table’s deal"
        in drawn.stderr
    )
    assert_safe((tmp_path / "t.svg").read_text(encoding="utf-8"))
    assert run(case, "--chart", str(tmp_path / "t.png"), "--json").exit_code == 0
    assert (tmp_path / "t.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    other = run(case, "--chart", str(tmp_path / "t.pdf"))
    assert other.exit_code == 2
    assert "a chart is .svg or .png, not `.pdf`" in other.stderr


def test_large_numbers_are_rounded_and_nothing_overlaps(tmp_path: Path) -> None:
    (made,) = report(bargain(tmp_path)).figures()["tables"].drawings
    words: TablesWords = made.data.words
    compared = words.talks.comparison
    full = replace(compared.full, reachable=CountEstimate(packages=43 * 10**12, error=10.0**8))
    words.talks = replace(words.talks, comparison=replace(compared, tables=(full,), full=full))
    drawn = table_bars.table_bars(replace(made.data, shares={}))
    root = assert_safe(draw.svg(drawn.chart))
    text = "|".join(root.itertext())
    assert "|about 4.3 × 10¹³|" in text
    assert not overlaps(text_boxes(root))
    assert "Some numbers are estimated from samples." in drawn.caption


def test_a_record_knows_the_picture_and_it_is_drawn_again(tmp_path: Path) -> None:
    case = bargain(tmp_path)
    made = CliRunner().invoke(
        group, ["tables", str(case), "--chart", str(tmp_path / "t.svg"), "--record", str(tmp_path / "r.json")]
    )
    assert made.exit_code == 0
    again = CliRunner().invoke(group, ["verify", str(tmp_path / "r.json"), str(case)])
    assert again.exit_code == 0, again.output
    assert "the same byte for byte" in again.output
    assert "The chart is in" not in again.stderr
