"""Charts of tables: nothing is shown as nothing, parties by their seats, stages in their order, texts apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result

from tests.present.tables_case import TABLES, bargain, told
from tests.support.drawings import NAMES, assert_safe, overlaps, text_boxes
from tests.support.running import invoked
from winset.analyses.settlement.counting import Number
from winset.present.charts import draw, losses, room, sequence, tables
from winset.present.charts.legend import TILES
from winset.present.charts.lettering import clean
from winset.present.charts.theme import ACCENT
from winset.present.tables_words import TablesWords

ALASKA = "alaska-2025"
EAST = {"north": 0, "south": 0, "east": {"points": 20, "handling": "restricted"}}


def run(case: Path | str, *words: str) -> Result:
    return invoked("tables", str(case), "--draws", "0", *words)


def text_of(chart: draw.Drawable | None) -> str:
    assert chart is not None
    return "|".join(assert_safe(draw.svg(chart)).itertext())


def fills(chart: draw.Drawable, fill: str) -> int:
    return sum(element.get("fill") == fill for element in assert_safe(draw.svg(chart)).iter())


@pytest.mark.parametrize(
    ("name", "variants"),
    [(ALASKA, ()), (ALASKA, ("us_hardens",)), ("camp-david-1978", ("begin_may_yield",)), ("classroom", ())],
)
def test_every_picture_of_an_example_is_a_drawing_whose_texts_stand_apart(name: str, variants: tuple[str, ...]) -> None:
    root = assert_safe(draw.svg(room.picture(told(name, "team", *variants, subsets=True))))
    assert 600 <= float(root.get("width", "0")) <= 700
    assert not overlaps(text_boxes(root))
    assert all(left >= 0 and right <= 688 for left, _, right, _, _ in text_boxes(root))


def test_a_table_is_a_row_with_its_numbers_and_what_is_left(tmp_path: Path) -> None:
    chart = tables.table_bars(told(bargain(tmp_path)))
    text = text_of(chart)
    assert "|The two|" in text
    assert "|has met|" in text
    assert "|A second meeting|" in text
    assert "|Everybody|" in text
    assert text.count("|all") >= 1
    assert assert_safe(draw.svg(chart)).get("aria-label") == clean(tables.caption(told(tmp_path)))


def test_nothing_is_shown_as_nothing() -> None:
    chart = tables.table_bars(told(ALASKA))
    text = text_of(chart)
    assert text.count("nothing to carry out") == 4
    assert text.count("no deal") == 4
    assert fills(chart, ACCENT) == 1  # the key alone: nothing holds at any table
    assert "|2,268|" in text
    assert "|14|" in text


def test_what_holds_is_dark_however_little_it_is() -> None:
    chart = tables.table_bars(told(ALASKA, "team", "us_hardens"))
    assert fills(chart, ACCENT) == 1 + 5  # 16 of 1,296 in Riyadh among them


def test_sets_of_seats_are_drawn_up_to_a_number_and_the_caption_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    words = told(ALASKA, subsets=True)
    assert "Every set of seats" in text_of(tables.table_bars(words))
    assert "Not drawn" not in tables.caption(words)
    monkeypatch.setattr(tables, "MOST_SUBSETS", 9)
    assert "Not drawn: 2 other sets of seats" in tables.caption(words)


def test_bars_tell_seated_parties_from_those_left_out(tmp_path: Path) -> None:
    words = told(bargain(tmp_path))
    chart = losses.loss_bars(words)
    text = text_of(chart)
    assert "|-50.0" in text
    assert "|+15.0" in text
    assert "against the deal of all" in losses.caption(words)
    assert "At “The two” it is the same for all." in losses.caption(words)
    assert chart is not None
    assert fills(chart, TILES["hollow"][0]) >= 3


def test_where_all_find_no_deal_gains_are_held_against_none() -> None:
    words = told(ALASKA)
    assert words.held_against == "no deal, for all together find none"
    assert losses.loss_bars(words) is None
    assert [title for title, _, _ in room.pieces(words)] == [
        "What each table can agree on, and what of it would hold",
        "Meeting in stages",
    ]


def test_no_number_of_a_closed_party_is_drawn(tmp_path: Path) -> None:
    words = told(bargain(tmp_path, walk_away=EAST))
    text = text_of(room.picture(words))
    assert "-50.0" in text
    assert "+15.0" not in text
    assert "-15.0" not in text
    assert "1 party is left out: the numbers may not be shown." in losses.caption(words)
    closed = told(tmp_path, "open")
    assert losses.loss_bars(closed) is None
    assert "in points" not in text_of(sequence.stages(closed))
    assert "-15.0" in text_of(room.picture(told(tmp_path, "restricted")))


def test_stages_stand_in_their_order_with_what_they_settle_and_what_that_leads_to(tmp_path: Path) -> None:
    text = text_of(sequence.stages(told(bargain(tmp_path))))
    assert text.index("A first meeting") < text.index("A second meeting")
    for word in ("North and South", "• Border", "• Border: moved", "• Trade: opened", "• North +50.0", "• East -15.0"):
        assert f"|{word}|" in f"{text}|", word


def test_a_sequence_that_leads_to_no_deal_says_so() -> None:
    words = told(ALASKA)
    assert text_of(sequence.stages(words)).count("no deal") == 2
    assert "Not drawn: 1 shorter sequence with which a longer one begins" in sequence.caption(words)


def test_a_long_sequence_runs_over_several_rows(tmp_path: Path) -> None:
    more = {f"t{n}": {"seated": ["north", "south"], "after": f"t{n - 1}" if n else "then"} for n in range(6)}
    words = told(bargain(tmp_path, TABLES | more))
    root = assert_safe(draw.svg(room.picture(words)))
    assert not overlaps(text_boxes(root))
    assert all(right <= 688 for _, _, right, _, _ in text_boxes(root))
    assert "|t5" in "|".join(root.itertext())


def test_a_case_without_sequences_has_no_diagram() -> None:
    assert sequence.stages(told("camp-david-1978")) is None


def words_of(folder: Path) -> TablesWords:
    """A bargain with hostile and long names."""
    titles = {name: {**table, "title": NAMES[n]} for n, (name, table) in enumerate(TABLES.items())}
    return told(bargain(folder, titles, names=(*NAMES, NAMES[1])))


def test_hostile_names_are_text_and_long_ones_are_wrapped(tmp_path: Path) -> None:
    chart = room.picture(words_of(tmp_path))
    svg = draw.svg(chart)
    root = assert_safe(svg)
    assert "<script" not in svg
    assert all(right <= 690 for _, _, right, _, _ in text_boxes(root))


def test_the_command_writes_a_drawing_or_a_picture_and_says_what_is_in_it(tmp_path: Path) -> None:
    case = bargain(tmp_path)
    drawn = run(case, "--chart", str(tmp_path / "t.svg"))
    assert drawn.exit_code == 0
    assert "t.svg: what each table can agree on, and what of it would hold; what each table’s deal" in drawn.stderr
    assert_safe((tmp_path / "t.svg").read_text(encoding="utf-8"))
    assert run(case, "--chart", str(tmp_path / "t.png"), "--json").exit_code == 0
    assert (tmp_path / "t.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    other = run(case, "--chart", str(tmp_path / "t.pdf"))
    assert other.exit_code == 2
    assert "a chart is .svg or .png, not `.pdf`" in other.stderr


def test_long_numbers_are_wrapped_and_rows_are_as_high_as_they_need(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = told(bargain(tmp_path))
    full = replace(words.talks.compared.full, reachable=Number(packages=43 * 10**12, error=10.0**8))
    monkeypatch.setattr(tables, "_tables", lambda _: (full, full))
    root = assert_safe(draw.svg(tables.table_bars(words)))
    text = "|".join(root.itertext())
    assert "|about|43,000,000,000,000" in text
    assert not overlaps(text_boxes(root))
    assert "Some numbers are estimated from samples." in tables.caption(words)


def test_a_record_knows_the_picture_and_it_is_drawn_again(tmp_path: Path) -> None:
    case = bargain(tmp_path)
    made = invoked("tables", str(case), "--chart", str(tmp_path / "t.svg"), "--record", str(tmp_path / "r.json"))
    assert made.exit_code == 0
    again = invoked("verify", str(tmp_path / "r.json"), str(case))
    assert again.exit_code == 0, again.output
    assert "the same byte for byte" in again.output
    assert "The chart is in" not in again.stderr
