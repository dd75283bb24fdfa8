"""Passages that typst sets in two columns are found whole, in six languages, and altered ones are not."""

from __future__ import annotations

from random import Random

import pytest

from tests.support.passages import PASSAGES, alterations
from tests.support.set_pages import LANGUAGES, two_columns
from winset.casefile.quotes import QuoteMatch, SoughtQuote, find_quote
from winset.casefile.sources import SourceText, source_text

pytest.importorskip("pypdf")
pytest.importorskip("typst")


def read(language: str, seed: int) -> SourceText:
    source = source_text("a.pdf", two_columns(language, Random(seed)))
    assert isinstance(source, SourceText), source
    return source


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_passage_in_two_columns_is_found(language: str) -> None:
    source = read(language, 1)
    assert source.furniture
    for passage in PASSAGES[language]:
        found = find_quote(source, SoughtQuote(quote=passage), suggest=False)
        assert isinstance(found, QuoteMatch), (passage, source.text)
        assert found.sentence.startswith(passage[:3])
        assert found.sentence.rstrip("12").endswith(passage[-3:])


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_altered_passage_is_found_in_two_columns(language: str) -> None:
    sources = [read(language, seed) for seed in range(3)]
    for alteration in alterations(7, 1_000):
        if alteration.language == language:
            for source in sources:
                result = find_quote(source, SoughtQuote(quote=alteration.quote), suggest=False)
                assert not isinstance(result, QuoteMatch), alteration
