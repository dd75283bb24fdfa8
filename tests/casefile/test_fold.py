"""The typographic fold: what it makes equal, what it keeps apart, and the exact way back."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from winset.casefile.fold import INVISIBLE, FoldedText, fold

_TRICKY = "aZé10²½①⒈ﬁﷺ¨´`“«′—‑－ \t\r\n\f\x85\u00a0\u2009\u2028\u0301\u0323\ufe0f\uff9eガ각ıßİ…🕊👩" + INVISIBLE

texts = st.text(st.one_of(st.sampled_from(_TRICKY), st.characters(exclude_categories=["Cs"])), max_size=40)


def characters() -> Iterator[str]:
    """Every character of Unicode but the surrogates."""
    return (chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)


def borders(folded: FoldedText) -> list[int]:
    return [position for position in range(len(folded.text) + 1) if folded.is_border(position)]


@given(texts)
@example("e\u0301\u00ad\n\u0323")
@example("a \u00ad\n \u0308")
def test_a_folded_text_folds_to_itself(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(texts, st.data())
def test_a_folded_slice_leads_back_to_an_original_that_folds_to_it(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    places = borders(folded)
    start = data.draw(st.sampled_from(places))
    end = data.draw(st.sampled_from(places))
    if start < end:
        begin, finish = folded.original(start, end)
        assert fold(text[begin:finish]).text == folded.text[start:end]


@given(texts)
def test_every_character_knows_a_span_inside_the_original(text: str) -> None:
    folded = fold(text)
    starts = [folded.start(position) for position in range(len(folded.text))]
    ends = [folded.end(position) for position in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in zip(starts, ends, strict=True))
    assert sorted(starts) == starts


@given(texts)
def test_an_offset_leads_to_the_first_character_that_came_from_there_or_later(text: str) -> None:
    folded = fold(text)
    for offset in range(len(text) + 1):
        later = (position for position in range(len(folded.text)) if folded.start(position) >= offset)
        assert folded.at(offset) == next(later, len(folded.text))


@given(texts)
def test_composed_and_decomposed_texts_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)).text == fold(unicodedata.normalize("NFD", text)).text


def test_every_single_character_is_folded_once_and_for_all() -> None:
    alphabet = "".join(f"a{character}b" for character in characters())
    for begin in range(0, len(alphabet), 3_000):
        once = fold(alphabet[begin : begin + 3_000]).text
        assert fold(once).text == once


def test_no_letter_changes_its_case() -> None:
    for character in characters():
        category = unicodedata.category(character)
        if category in ("Lu", "Ll"):
            kinds = {unicodedata.category(part) for part in fold(character).text}
            assert ("Ll" if category == "Lu" else "Lu") not in kinds or unicodedata.name(character) == "KELVIN SIGN"


@given(texts)
def test_no_digit_appears_that_was_not_written_as_a_plain_digit(text: str) -> None:
    def digits(text: str) -> list[int]:
        return [unicodedata.decimal(character) for character in text if character.isdecimal()]

    assert digits(fold(text).text) == digits(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“peace”", '"peace"'),
        ("„Frieden‟ «мир» ″paix″ ＂x＂", '"Frieden" "мир" "paix" "x"'),
        ("Kyiv’s ‘terms’ ‹x› `y´ ′z′", "Kyiv's 'terms' 'x' 'y' 'z'"),
        ("об\u02bcєкт", "об'єкт"),
        ("US–Russia — a−b ‐ ‑ ‒ ― ﹘ ﹣ －", "US-Russia - a-b - - - - - - -"),
        ("four\u00a0regions\u2009of\r\n\tUkraine", "four regions of Ukraine"),
        ("page one\fpage two", "page one page two"),
        ("nego\u00adtiation, nego\u00ad\ntiation, nego\u00ad\r\ntiation", "negotiation, negotiation, negotiation"),
        ("cease\u200bfire \ufeffnow\u2060", "ceasefire now"),
        ("ﬁnal oﬀer", "final offer"),
        ("Zaporizhzhia\u0301", "Zaporizhzhiá"),
        ("１２ km", "12 km"),
        ("wait…", "wait..."),
    ],
)
def test_typography_folds_away(one: str, other: str) -> None:
    assert fold(one).text == fold(other).text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10²", "102"),
        ("H₂O 10₂", "H2O 102"),
        ("3½", "31/2"),
        ("10①", "101"),
        ("10⒈", "101."),
        ("Peace", "peace"),
        ("ı", "i"),
        ("İ", "I"),
        ("Straße", "Strasse"),
        ("peace, now", "peace now"),
        ("peace.", "peace"),
        ("not ready", "notready"),
        ("é", "e"),
        ("=\u0338", "="),
    ],
)
def test_meaning_does_not_fold_away(one: str, other: str) -> None:
    assert fold(one).text != fold(other).text


def test_a_ligature_and_an_accented_letter_have_no_border_inside() -> None:
    assert borders(fold("aﬁe\u0301x")) == [0, 1, 3, 5, 6]


def test_an_accent_that_stands_alone_stays_and_adds_no_space() -> None:
    assert fold("a ¨ b").text == "a ¨ b"


def test_long_hostile_runs_fold_in_one_pass() -> None:
    length = 200_000
    assert fold("\u00ad" * length).text == ""
    assert fold("a\u0301 " + "\u00ad\n" * length).text == "a\u0301 "
    assert fold((" " + "\u200b" * 50) * (length // 50) + "b").text == " b"
    assert fold("a" + "\u0301" * length).text == "a" + "\u0301" * length
