"""Sentences end where somebody marked that they end, and never before."""

from __future__ import annotations

import re

import pytest

from winset.casefile.sentences import sentence_around

from .sentence_ends import MARKED, sentences

CASES = [(language, text) for language, texts in MARKED.items() for text in texts]


def test_each_language_has_fifteen_texts() -> None:
    assert len(MARKED) >= 8
    assert all(len(texts) >= 15 for texts in MARKED.values())


@pytest.mark.parametrize(("language", "marked"), CASES)
def test_no_word_is_shown_with_less_than_its_sentence(language: str, marked: str) -> None:
    text, whole, _ = sentences(marked)
    for begin, end in whole:
        for word in re.finditer(r"\w+", text[begin:end]):
            shown = sentence_around(text, begin + word.start(), begin + word.end())
            assert shown[0] <= begin, (word[0], text[slice(*shown)])
            assert shown[1] >= end, (word[0], text[slice(*shown)])


@pytest.mark.parametrize(("language", "marked"), CASES)
def test_a_sentence_is_shown_alone_where_its_ends_are_plain(language: str, marked: str) -> None:
    text, _, plain = sentences(marked)
    for begin, end in plain:
        word = re.search(r"\w+", text[begin:end])
        assert word is not None
        shown = sentence_around(text, begin + word.start(), begin + word.end())
        assert text[slice(*shown)] == text[begin:end]


def test_a_mark_that_is_not_plain_joins_what_is_shown() -> None:
    assert sentences("One.‖ Two.¦ Three.") == ("One. Two. Three.", [(0, 4), (5, 9), (10, 16)], [(0, 4), (5, 16)])
