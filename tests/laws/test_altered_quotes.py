"""What stands in a source is found wherever lines and pages part it; what was altered is not, in eight languages."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.passages import KINDS, PASSAGES, Alteration, alterations
from tests.support.printed_pages import paged
from winset.casefile.quotes import NotThere, QuoteMatch, SoughtQuote, find_quote
from winset.casefile.sources import SourceText, source_text

SEED = 20
WIDTHS = (34, 47, 62)


def printed(language: str, width: int, seed: int) -> SourceText:
    """All passages of a language on pages, in lines of a column."""
    text = paged(PASSAGES[language], width, 7, Random(seed))
    source = source_text("pages.txt", text.encode())
    assert isinstance(source, SourceText), source
    return source


def is_accepted(source: SourceText, quote: str) -> bool:
    return isinstance(find_quote(source, SoughtQuote(quote=quote), suggest=False), QuoteMatch)


def accepted(altered: list[Alteration], widths: tuple[int, ...] = WIDTHS) -> list[Alteration]:
    pages = {(language, width): printed(language, width, width) for language in PASSAGES for width in widths}
    return [
        alteration
        for alteration in altered
        if any(is_accepted(pages[alteration.language, width], alteration.quote) for width in widths)
    ]


@pytest.mark.parametrize("language", PASSAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_true_quote_is_found_over_lines_and_pages(language: str, width: int) -> None:
    for seed in range(4):
        source = printed(language, width, seed)
        assert {piece.kind for piece in source.furniture} == {"running header or footer", "page number"}
        for passage in PASSAGES[language]:
            found = find_quote(source, SoughtQuote(quote=passage), suggest=False)
            assert isinstance(found, QuoteMatch), (passage, source.text)
            assert " ".join(found.read.split()).replace(" ", "") == passage.replace(" ", "")
            assert passage.split()[-1] in found.sentence


def test_no_altered_quote_is_accepted() -> None:
    altered = list(alterations(SEED, 220))
    assert not accepted(altered, WIDTHS[:1])


@pytest.mark.slow
def test_of_a_thousand_altered_quotes_none_is_accepted() -> None:
    altered = list(alterations(SEED + 1, 1_000))
    by_language = Counter(alteration.language for alteration in altered)
    by_kind = Counter(alteration.kind for alteration in altered)
    assert len(by_language) == 8
    assert min(by_language.values()) >= 80
    assert set(by_kind) == set(KINDS)
    assert min(by_kind.values()) >= 15
    assert not accepted(altered)


@given(st.sampled_from(list(PASSAGES)), st.sampled_from(WIDTHS), st.integers(0, 10**6), st.data())
def test_any_part_of_a_passage_is_found(language: str, width: int, seed: int, data: st.DataObject) -> None:
    """Whole words of it; a part that stands twice is said to."""
    source = printed(language, width, seed)
    passage = data.draw(st.sampled_from(PASSAGES[language]))
    words = list(passage) if language == "Chinese" else passage.split()
    first = data.draw(st.integers(0, len(words) - 4))
    last = data.draw(st.integers(first + 3, len(words)))
    quote = ("" if language == "Chinese" else " ").join(words[first:last])
    if language == "Chinese" and (quote[0] + quote[-1]).isascii():
        return
    assert not isinstance(find_quote(source, SoughtQuote(quote=quote), suggest=False), NotThere), quote


@pytest.mark.parametrize(
    ("printed_text", "altered"),
    [
        ("The parties will re-\nsign the treaty.", "The parties will resign the treaty."),
        ("The parties will re-\nsign the treaty.", "The parties will re-sign the treaty."),
        ("They will recover it; later they re-cov-\ner it.", "later they recover it"),
        ("They re-sign the treaty on Monday.", "They resign the treaty on Monday."),
        ("The cease-fire holds on all lines.", "The ceasefire holds on all lines."),
        ("The region is un-\nable to vote.", "able to vote"),
        ("between 5-\n10 million", "between 510 million"),
        ("in the Anti-\nRussian league", "in the AntiRussian league"),
        ("they agreed -\nnot to fire", "they agreednot to fire"),
        ("a pro-\nposal to co-\noperate", "a pro posal to cooperate"),
        ("The non-binding text; it is a non-\nbinding text now.", "it is a nonbinding text now"),
        ("they are not\nable to agree", "they are notable to agree"),
        ("three hun-\ndred men", "three hun dred men"),
    ],
)
def test_a_hyphen_never_makes_another_word(printed_text: str, altered: str) -> None:
    source = source_text("a.txt", printed_text.encode())
    assert isinstance(source, SourceText)
    assert not is_accepted(source, altered)


@pytest.mark.parametrize(
    ("printed_text", "quote", "read"),
    [
        ("a cease-\nfire holds", "a cease-fire holds", "a cease-fire holds"),
        ("a cease-\nfire holds", "a ceasefire holds", "a ceasefire holds"),
        ("the nego-\r\n  tiations go on", "the negotiations go on", "the negotiations go on"),
        ("the nego\u2010\ftiations go on", "the negotiations go on", "the negotiations go on"),
        ("the nego\u00ad \ntiations go on", "the negotiations go on", "the negotiations go on"),
        ("a “non-\nproliferation” pact", 'a "non-proliferation" pact', "a “non-proliferation” pact"),
        ("and/\nor both", "and/or both", "and/or both"),
        ("the US–\nRussia talks", "the US-Russia talks", "the US–Russia talks"),
        ("short- \nand long-term aims", "short- and long-term aims", "short- \nand long-term aims"),
        ("в северо-\nзападной обла-\nсти", "в северо-западной области", "в северо-западной области"),
        ("die Nord-\nSüd-Verhand-\nlungen", "die Nord-Süd-Verhandlungen", "die Nord-Süd-Verhandlungen"),
        ("全面停\n火需要", "全面停火需要", "全面停火需要"),
        ("共12\n页", "共12页", "共12页"),
        ("NATO-\nTRUPPEN VERHAND-\nLUNG", "NATO-TRUPPEN VERHANDLUNG", "NATO-TRUPPEN VERHANDLUNG"),
    ],
)
def test_a_word_that_a_line_parts_is_found(printed_text: str, quote: str, read: str) -> None:
    source = source_text("a.txt", printed_text.encode())
    assert isinstance(source, SourceText)
    found = find_quote(source, SoughtQuote(quote=quote), suggest=False)
    assert isinstance(found, QuoteMatch), found
    assert found.text == printed_text
    assert found.read == read
