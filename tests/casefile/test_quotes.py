"""The quote gate: what counts as standing in the source, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winset.casefile.fold import fold
from winset.casefile.quotes import (
    LONGEST_SUGGESTED,
    MOST_PLACES,
    CutsWord,
    Empty,
    NotThere,
    QuoteMatch,
    Several,
    SoughtQuote,
    between,
    find_quote,
    split_span,
)
from winset.casefile.sources import SourceText

NEWS = (
    "Kyiv’s conditions are clear.\n"
    "It will accept a full ceasefire, but it is unable to accept any loss of land. "
    "Moscow rejects the presence of NATO troops – now and later.\n"
    "The allies support the position of Kyiv. Talks begin on Friday; more talks may follow.\n"
)


def source(text: str) -> SourceText:
    return SourceText(name="news.txt", kind="text", text=text, sha256="")


def sought(text: str, quote: str, prefix: str | None = None, suffix: str | None = None) -> object:
    return find_quote(source(text), SoughtQuote(quote=quote, prefix=prefix, suffix=suffix))


def found(text: str, quote: str, prefix: str | None = None, suffix: str | None = None) -> QuoteMatch:
    result = sought(text, quote, prefix, suffix)
    assert isinstance(result, QuoteMatch), result
    assert result.text == text[result.start : result.end]
    return result


def test_an_exact_quote_is_found_with_its_line_and_sentence() -> None:
    result = found(NEWS, "accept a full ceasefire")
    assert result.exact
    assert (result.line, result.where) == (2, "line 2")
    assert result.sentence == "It will accept a full ceasefire, but it is unable to accept any loss of land."


def test_white_space_around_a_quote_does_not_matter() -> None:
    assert found(NEWS, "\n  a full ceasefire \n").exact


@pytest.mark.parametrize(
    ("flipped", "nearest"),
    [
        ("it is able to accept any loss of land", "it is unable to accept any loss of land"),
        ("Moscow accepts the presence of NATO troops", "Moscow rejects the presence of NATO troops"),
        ("The allies oppose the position of Kyiv", "The allies support the position of Kyiv"),
        ("it will not accept a full ceasefire", "will accept a full ceasefire"),
        ("It will accept a full Ceasefire", "It will accept a full ceasefire"),
    ],
)
def test_a_quote_changed_by_one_word_is_not_there(flipped: str, nearest: str) -> None:
    result = sought(NEWS, flipped)
    assert isinstance(result, NotThere)
    assert result.nearest is not None
    assert nearest in result.nearest
    assert result.nearest in NEWS
    assert result.line == NEWS[: NEWS.index(result.nearest)].count("\n") + 1
    assert not result.stands_elsewhere


def test_nothing_is_suggested_for_words_unlike_any_in_the_source() -> None:
    assert sought(NEWS, "Zzyzx qqq 8841 www") == NotThere(missing="Zzyzx qqq 8841 www", nearest=None, line=None)
    assert sought("", "peace") == NotThere(missing="peace", nearest=None, line=None)


def test_nothing_is_suggested_for_an_endless_quote() -> None:
    result = sought(NEWS * 200, NEWS * 100 + "x" * LONGEST_SUGGESTED)
    assert isinstance(result, NotThere)
    assert result.nearest is None


def test_a_long_quote_with_one_changed_word_is_suggested_whole() -> None:
    text = " ".join(f"Article {number} binds party {number * 7}." for number in range(1_000))
    quote = text[text.index("Article 500 ") : text.index("Article 550 ")].strip()
    result = sought(text, quote.replace("Article 525 binds", "Article 525 frees"))
    assert isinstance(result, NotThere)
    assert result.nearest == quote


@pytest.mark.parametrize(
    ("text", "quote", "exact_text"),
    [
        ("Kyiv’s “final” offer", 'Kyiv\'s "final" offer', "Kyiv’s “final” offer"),
        ("the nego\u00adtiation\u00ad\ns go on", "negotiations go", "nego\u00adtiation\u00ad\ns go"),
        ("a ﬁnal oﬀer stands", "final offer", "ﬁnal oﬀer"),
        ("all four\u00a0regions fall", "four regions", "four\u00a0regions"),
        ("the US–Russia talks", "US-Russia talks", "US–Russia talks"),
        ("a wrapped\r\n   quote ends", "a wrapped quote", "a wrapped\r\n   quote"),
        ("in Ve\u0301liko now", "in Véliko", "in Ve\u0301liko"),
        ("in Véliko now", "in Ve\u0301liko", "in Véliko"),
        ("page one ends\fand page two", "ends and page", "ends\fand page"),
        ("zero\u200bwidth words", "zerowidth words", "zero\u200bwidth words"),
        ("🕊️ peace – 𝗻𝗼𝘄 or never", "peace - now or", "peace – 𝗻𝗼𝘄 or"),
    ],
)
def test_other_typography_is_found_and_mapped_back_exactly(text: str, quote: str, exact_text: str) -> None:
    result = found(text, quote)
    assert result.text == exact_text
    assert not result.exact


def test_an_exact_place_comes_before_a_folded_one() -> None:
    result = found("Kyiv’s aims. Kyiv's aims.", "Kyiv's aims")
    assert result.exact
    assert result.start == 13


@pytest.mark.parametrize(
    ("text", "quote"),
    [("ılık barış", "ilik"), ("Die Straße", "Die Strasse"), ("10² km", "102 km"), ("PEACE now", "peace now")],
)
def test_letters_and_numbers_are_never_exchanged(text: str, quote: str) -> None:
    assert isinstance(sought(text, quote), NotThere)


@pytest.mark.parametrize(
    ("text", "quote", "whole"),
    [
        ("It is unable to accept this.", "able to accept", "unable to accept"),
        ("It is un\u00adable to accept this.", "able to accept", "un\u00adable to accept"),
        ("It is un\u00ad\nable to accept this.", "able to accept", "un\u00ad\nable to accept"),
        ("They don’t agree.", "They don", "They don’t"),
        ("They don't agree.", "t agree", "don't agree"),
        ("at least 1,000,000 troops", "at least 1,000", "at least 1,000,000"),
        ("up by 3.5 points", "up by 3", "up by 3.5"),
        ("some 10² km", "some 10", "some 10²"),
        ("the cafe\u0301 closed", "the cafe", "the cafe\u0301"),
        ("Киевские власти", "Киев", "Киевские"),
    ],
)
def test_a_quote_that_cuts_a_word_does_not_count(text: str, quote: str, whole: str) -> None:
    result = sought(text, quote)
    assert result == CutsWord(line=1, whole=whole)


def test_a_quote_that_begins_inside_a_ligature_is_not_there() -> None:
    result = sought("the ﬁnal word", "inal word")
    assert isinstance(result, NotThere)
    assert result.nearest == "ﬁnal word"


def test_a_combining_mark_alone_is_part_of_its_letter() -> None:
    assert sought("caf\u0065\u0301 x", "\u0301") == CutsWord(line=1, whole="cafe\u0301")


def test_a_whole_word_counts_though_others_hold_it() -> None:
    result = found("It is unable, disabled, but able.", "able")
    assert result.start == 28


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("He said 'able to accept' today", "able to accept"),
        ("the *able* few", "able"),
        ("基辅同意停火", "同意"),
        ("in 2022.", "2022"),
        ("👍🏽peace👍", "peace"),
        ("x 👩‍👩‍👧 y", "x"),
    ],
)
def test_signs_beside_a_quote_cut_nothing(text: str, quote: str) -> None:
    assert found(text, quote).exact


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("these terms are non-negotiable now", "negotiable"),
        ("a non‑negotiable demand", "negotiable demand"),
        ("an anti-war party", "war party"),
        ("they want a cease-fire", "want a cease"),
    ],
)
def test_a_quote_that_splits_a_compound_cuts_a_word(text: str, quote: str) -> None:
    assert isinstance(find_quote(source(text), SoughtQuote(quote=quote)), CutsWord)


def test_a_dash_between_words_is_no_hyphen() -> None:
    assert found("the line—negotiable or not—holds", "negotiable or not").exact


def test_a_quote_in_two_places_needs_its_surroundings() -> None:
    text = "First, Kyiv agreed.\nMuch later, Kyiv agreed."
    assert sought(text, "Kyiv agreed") == Several(
        lines=(1, 2),
        contexts=("First, Kyiv agreed. Much later, Kyiv agreed.", "Kyiv agreed. Much later, Kyiv agreed."),
        spans=((7, 18), (32, 43)),
    )
    assert found(text, "Kyiv agreed", prefix="Much later,").line == 2
    assert found(text, "Kyiv agreed", suffix=".\nMuch").line == 1


def test_overlapping_places_are_all_seen() -> None:
    result = sought("ha ha ha", "ha ha")
    assert isinstance(result, Several)
    assert result.lines == (1, 1)


def test_places_without_number_are_cut_at_twenty() -> None:
    result = sought("peace " * 1_000, "peace")
    assert isinstance(result, Several)
    assert len(result.lines) == len(result.contexts) == MOST_PLACES


def test_prefix_and_suffix_are_compared_under_the_fold_and_across_white_space() -> None:
    text = "“Never” –\n  Kyiv agreed\u00a0– ‘later’. Moscow: Kyiv agreed."
    assert found(text, "Kyiv agreed", prefix='"Never" -').line == 2
    assert found(text, "Kyiv agreed", suffix="- 'later'").line == 2
    assert found(text, "Kyiv agreed", prefix="Moscow:", suffix=".").start == text.rindex("Kyiv")


def test_an_empty_prefix_asks_for_nothing() -> None:
    assert found(NEWS, "a full ceasefire", prefix="", suffix=" ").exact


def test_a_quote_without_its_prefix_is_not_there_but_the_reader_learns_that_it_stands() -> None:
    result = sought(NEWS, "a full ceasefire", prefix="will reject")
    assert result == NotThere(missing="a full ceasefire", nearest="a full ceasefire", line=2, stands_elsewhere=True)


@pytest.mark.parametrize("quote", ["", " ", "\n\t ", "\u00a0", "\u200b\u00ad", " \ufeff\n"])
def test_a_quote_without_a_visible_character_is_empty(quote: str) -> None:
    assert sought(NEWS, quote) == Empty()


def test_offsets_count_characters_beyond_the_basic_plane_once() -> None:
    result = found("🕊🕊 𝐏eace – now", "Peace - now")
    assert (result.start, result.text) == (3, "𝐏eace – now")


@given(st.text(st.sampled_from("aeéxﬁ “”'’-–1,.²\u00a0\u0301\u00ad\u200b\n"), max_size=40), st.data())
def test_whatever_is_found_folds_to_the_quote(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    quote = text[start:end].replace("’", "'").replace("–", "-").replace("\u00a0", " ")
    result = sought(text, quote)
    assert isinstance(result, Empty) == (not fold(quote).text.strip())
    if isinstance(result, QuoteMatch):
        assert result.text == text[result.start : result.end]
        assert fold(result.text).text.strip() == fold(quote).text.strip()


def test_a_passage_runs_from_its_first_words_to_its_last() -> None:
    result = between(source(NEWS), "It will accept", "loss of land")
    assert isinstance(result, QuoteMatch)
    assert result.text == "It will accept a full ceasefire, but it is unable to accept any loss of land"


def test_a_passage_is_the_shortest_one() -> None:
    result = between(source("We say a b c. We d e f, and c."), "We", "c")
    assert isinstance(result, QuoteMatch)
    assert result.text == "We say a b c"


def test_two_equally_short_passages_are_several() -> None:
    result = between(source("From A to B.\nFrom A to B."), "From", "B")
    assert isinstance(result, Several)
    assert result.lines == (1, 2)


def test_a_passage_may_be_named_in_plain_typography() -> None:
    result = between(source(NEWS), "Kyiv's conditions", "troops - now")
    assert isinstance(result, QuoteMatch)
    assert result.text.startswith("Kyiv’s")
    assert result.text.endswith("– now")


def test_a_passage_says_which_of_its_ends_is_missing() -> None:
    first = between(source(NEWS), "Moscow rejected the presence", "later")
    assert isinstance(first, NotThere)
    assert (first.missing, first.nearest) == ("Moscow rejected the presence", "Moscow rejects the presence")
    last = between(source(NEWS), "Moscow rejects", "NATO tanks")
    assert isinstance(last, NotThere)
    assert last.missing == "NATO tanks"


def test_a_passage_does_not_run_backwards() -> None:
    result = between(source(NEWS), "Moscow rejects", "full ceasefire")
    assert result == NotThere(missing="full ceasefire", nearest="full ceasefire", line=2, stands_elsewhere=True)


def test_a_passage_does_not_begin_inside_a_word() -> None:
    assert isinstance(between(source(NEWS), "able to", "land"), NotThere)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Moscow is … in 2022", ("Moscow is", "in 2022")),
        ("Moscow is ... in 2022", ("Moscow is", "in 2022")),
        ("Moscow is...in 2022", ("Moscow is", "in 2022")),
        ("Moscow … is … in 2022", ("Moscow", "in 2022")),
        (" Moscow is looking ", ("Moscow is looking", None)),
        ("Moscow is …", ("Moscow is …", None)),
        ("v3..2", ("v3..2", None)),
        ("", ("", None)),
    ],
)
def test_a_span_is_split_at_its_ellipsis(text: str, parts: tuple[str, str | None]) -> None:
    assert split_span(text) == parts


@pytest.mark.parametrize(
    ("text", "quote", "whole"),
    [
        ("The balance is -10 million a year.", "10 million", "-10 million"),
        ("The balance is \u221210 million a year.", "10 million", "\u221210 million"),
        ("It lost -$10 million.", "$10 million", "-$10 million"),
        ("Between 5\u201310 million are gone.", "10 million", "5\u201310 million"),
        ("They sent 1 000 men to it.", "000 men", "1 000 men"),
        ("They sent 12\u00a0000 men to it.", "sent 12", "sent 12\u00a0000"),
        ("The fire ends at 12:30 today.", "at 12", "at 12:30"),
        ("It ends on 14/8/2025, they say.", "on 14", "on 14/8/2025"),
        ("They signed a non-\nbinding accord.", "binding accord", "non-\nbinding accord"),
        ("They signed a non-\n  binding accord.", "a non", "a non-\n  binding"),
    ],
)
def test_a_quote_never_cuts_a_number_or_a_word_that_is_wrapped(text: str, quote: str, whole: str) -> None:
    cut = sought(text, quote)
    assert isinstance(cut, CutsWord)
    assert cut.whole == whole


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("He said - 10 million is enough.", "10 million"),
        ("In 2014 300 men left.", "300 men"),
        ("Terms:\n- binding accords", "binding accords"),
        ("They left -\nbinding accords came.", "binding accords"),
        ("The point: 12 states agreed.", "12 states agreed"),
    ],
)
def test_a_dash_a_list_and_a_year_cut_nothing(text: str, quote: str) -> None:
    assert isinstance(sought(text, quote), QuoteMatch)


def test_words_that_a_page_hides_are_said_to_be_hidden() -> None:
    page = SourceText(name="a.html", kind="html", text="We refuse.", whole="We refuse. We agree to it.", sha256="")
    result = find_quote(page, SoughtQuote(quote="We agree to it"))
    assert isinstance(result, NotThere)
    assert result.is_hidden
    assert result.nearest is None


@pytest.mark.parametrize("times", [10**4, pytest.param(10**5, marks=pytest.mark.slow)])
@pytest.mark.parametrize("token", ["1-", "non-\n", "a ", "000 "])
def test_an_endless_token_does_not_stall(token: str, times: int) -> None:
    text = token * times
    for quote in ("1", "non", "a", "x", "000"):
        sought(text, quote, prefix="never")
