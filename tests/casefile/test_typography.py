"""What is told of a quote that differs from its source in typography only is exactly what differs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winset.casefile.read import check_case
from winset.casefile.typography import difference_of, word_around


@pytest.mark.parametrize(
    ("quote", "exact", "told"),
    [
        ("won't open", "won’t open", "quotation marks (the source has a curly ’ where the quote has a straight ')"),
        ("won’t", "won't", "quotation marks (the source has a straight ' where the quote has a curly ’)"),
        ('so "no"', "so «no»", 'quotation marks (the source has the mark « where the quote has a straight ")'),
        ("a - b", "a – b", "dashes (the source has the en dash – where the quote has the hyphen -)"),
        ("a b", "a\u00a0b", "spaces (the source has a no-break space where the quote has a space)"),
        ("a b", "a\nb", "line breaks (the source has a line break where the quote has a space)"),
        ("coop", "co\u00adop", "invisible characters (the source has soft hyphen where the quote has nothing)"),
        ("office", "oﬃce", "letters that are joined or accented in another way (the source has ﬃ where"),
        ("same", "same", ""),
    ],
)
def test_the_difference_is_told_in_words(quote: str, exact: str, told: str) -> None:
    assert difference_of(quote, exact).startswith(told)
    assert bool(difference_of(quote, exact)) == bool(told)


def test_two_kinds_are_both_told() -> None:
    told = difference_of("it's - so", "it’s – so")
    assert told.startswith("quotation marks (")
    assert ") and dashes (" in told


def test_the_word_with_the_first_difference_is_shown_with_escapes() -> None:
    assert word_around("they won't open", "they won’t open") == ("won't", "won’t")
    assert word_around("a b c", "a\u00a0b c")[1] == "a\\_b"


@given(st.text(alphabet="a'\"’“-– \u00a0\u00ad\néﬁ", max_size=30), st.text(alphabet="ab’ –\n", max_size=30))
def test_it_is_told_of_any_two_texts(quote: str, exact: str) -> None:
    assert bool(difference_of(quote, exact)) == (quote != exact)
    word_around(quote, exact)


def test_very_long_quotes_are_compared_at_once() -> None:
    long = "don't go " * 50_000
    assert "quotation marks" in difference_of(long, long.replace("'", "’"))


def test_the_check_says_where_and_what_would_mend_it(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("One line.\nWe won’t open it.\n", encoding="utf-8")
    (tmp_path / "case.yaml").write_text(
        "winset: 1\ncase: {id: made, title: Made}\nsources: {letter: {file: letter.txt}}\n"
        "parties: {a: {name: A}, b: {name: B}}\n"
        "issues: {gate: {status_quo: shut, options: {shut: shut, open: open}}}\n"
        "positions:\n  gate:\n    b: silent\n    a: {ideal: shut, basis: stated, "
        'claim: {source: letter, quote: "We won\'t open it.", reading: x}}\njudgements: {salience: {gate: {b: 50}}}\n',
        encoding="utf-8",
    )
    (problem,) = (problem for problem in check_case(tmp_path).problems if problem.code == "W104")
    assert problem.code == "W104"
    assert problem.message == (
        "this quote differs from `letter.txt`, line 2, in typography only: quotation marks "
        "(the source has a curly ’ where the quote has a straight ')"
    )
    assert problem.hint == "“won't” stands there as “won’t”; `winset check --fix` writes the exact text"
