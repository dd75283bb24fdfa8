"""The whole sentence around a passage, in texts of several shapes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winset.casefile.abbreviations import BY_LANGUAGE
from winset.casefile.sentences import MOST_AROUND, sentence_around


def around(text: str, passage: str) -> str:
    start = text.index(passage)
    begin, finish = sentence_around(text, start, start + len(passage))
    return " ".join(text[begin:finish].split())


@pytest.mark.parametrize(
    ("text", "passage", "sentence"),
    [
        ("Talks began. Kyiv refused the terms. Moscow left.", "the terms", "Kyiv refused the terms."),
        ("Talks began. Kyiv refused. Moscow left.", "refused. Moscow", "Kyiv refused. Moscow left."),
        ("Talks began. Who left? Moscow!", "left", "Who left?"),
        ('"We refuse." He left. So did she.', "refuse", '"We refuse."'),
        ("He said: “We refuse.” (Nobody moved.) Then he left.", "moved", "(Nobody moved.)"),
        ("They waited… Then Mr. Orlov and Sen. J. W. Fuller met.", "met", "Then Mr. Orlov and Sen. J. W. Fuller met."),
        ("Fine. The U.S. Senate agreed, e.g. on No. 5 of St. Petersburg.", "agreed",
         "The U.S. Senate agreed, e.g. on No. 5 of St. Petersburg."),
        ("Did they agree? No. They left.", "No.", "No."),
        ("It fell by 3.5 to 1,000.5 units. 12 states agreed.", "fell", "It fell by 3.5 to 1,000.5 units."),
        ("It fell. 12 states agreed.", "agreed", "12 states agreed."),
        ("It ended in 2022.[3] The rest is known.", "ended", "It ended in 2022.[3]"),
        ("Мир наступил. Киев согласен. Москва нет.", "согласен", "Киев согласен."),
        ("和平到来。基辅同意了。莫斯科没有。", "同意", "基辅同意了。"),
        ("No end in sight", "end", "No end in sight"),
    ],
)  # fmt: skip
def test_a_sentence_ends_where_a_reader_would_end_it(text: str, passage: str, sentence: str) -> None:
    assert around(text, passage) == sentence


def test_a_headline_is_not_glued_to_the_paragraph_after_it() -> None:
    text = (
        "The summit may alter the trajectory of the war and of the region for many years to come, say officials.\n"
        "What Russia desires\n"
        "The Kremlin’s goals stay unchanged since its June draft, which the other side has rejected many times.\n"
    )
    assert around(text, "goals").startswith("The Kremlin’s goals")
    assert around(text, "What Russia") == "What Russia desires"


def test_a_wrapped_line_does_not_end_a_sentence() -> None:
    text = (
        "The parties met for three days in the old town hall and then\n"
        "President Macron repeated that no decision on Ukraine may be\n"
        "taken without Ukraine, and the others agreed with him at the\n"
        "end. A second meeting is planned.\n"
    )
    sentence = around(text, "no decision")
    assert sentence.startswith("The parties met")
    assert sentence.endswith("with him at the end.")


def test_a_single_overlong_line_does_not_split_wrapped_paragraphs() -> None:
    wrapped = "The three parties met once more in the old hall of\nParis and agreed on all of the points.\n"
    text = "see https://example.org/" + "x" * 170 + "\n\n" + wrapped * 3
    assert (
        around(text, "in the old hall")
        == "The three parties met once more in the old hall of Paris and agreed on all of the points."
    )


@pytest.mark.parametrize("gap", ["\n\n", "\r\n\r\n", "\n \t\n"])
def test_a_blank_line_ends_a_sentence(gap: str) -> None:
    assert around(f"an unfinished thought{gap}Kyiv agreed{gap}And more", "agreed") == "Kyiv agreed"


@pytest.mark.parametrize("gap", ["\n\n", "\f", "\n\f\n", "\n\n\f\n\n"])
def test_a_sentence_goes_on_over_a_gap_where_no_sign_ended_it(gap: str) -> None:
    text = f"Talks began. The envoys would by no means{gap}agree to the terms. Then they left."
    assert around(text, "to the terms") == "The envoys would by no means agree to the terms."


def test_a_page_ends_a_sentence_as_a_line_does() -> None:
    text = "The ministers would not meet the envoys of\fRussia before the spring. Talks ended.\fKyiv waits."
    assert around(text, "before") == "The ministers would not meet the envoys of Russia before the spring."
    assert around(text, "Kyiv") == "Kyiv waits."


def test_a_quotation_is_not_cut_in_its_midst() -> None:
    text = "He said: “We accept it. But only if they withdraw.” Then he left (see art. 5. Others do not). Kyiv waits."
    assert around(text, "accept") == "He said: “We accept it. But only if they withdraw.”"
    assert around(text, "Others") == "Then he left (see art. 5. Others do not)."


def test_a_quotation_that_nobody_closes_holds_nothing_together() -> None:
    assert around("“We accept it. They left. " + "Kyiv waits. " * 60, "accept") == "“We accept it."


def test_markdown_blocks_stand_alone() -> None:
    text = (
        "# Aims of Russia\nrecognition first\n\n- full ceasefire\n- release of prisoners\n  and of children\n"
        "1. Exchange lists\n| a | b |\n| c | d |\n"
    )
    assert around(text, "Aims") == "Aims of Russia"
    assert around(text, "recognition") == "recognition first"
    assert around(text, "ceasefire") == "full ceasefire"
    assert around(text, "prisoners") == "release of prisoners and of children"
    assert around(text, "Exchange") == "Exchange lists"
    assert around(text, "| a") == "| a | b |"


def test_a_very_long_sentence_is_cut_between_words() -> None:
    text = "word " * 2_000 + "Kyiv agreed " + "word " * 2_000
    sentence = around(text, "Kyiv agreed")
    assert set(sentence.split()) == {"word", "Kyiv", "agreed"}
    assert MOST_AROUND < len(sentence) <= 2 * MOST_AROUND + len("Kyiv agreed")


@given(st.text(st.sampled_from("aB1.?!…。 \n\r\f\"'“”()[]#-*|>,;\u00a0"), min_size=1, max_size=60), st.data())
def test_the_sentence_always_holds_the_passage(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    begin, finish = sentence_around(text, start, end)
    assert 0 <= begin <= start < end <= finish <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "Not before 2025 does Art. 5 of the treaty bind Mr. Orlov or Sec. Rubio.",
        "Не раньше 2025 г. Россия выведет 5 тыс. Солдат по ст. 5 и стр. 12 им. Ленина.",
        "Не раніше 2025 р. Україна, див. Додаток, ст. 7, ім. Шевченка, погодиться.",
        "Ni M. Macron ni Mme. Colonna ni Mgr. Ruffini, cf. Chap. 3, art. 5, ne signent avant le 3 janv. 2026.",
        "Nicht vor dem 3. Oktober wird Abs. 2 Nr. 4 laut Prof. Dr. Maier, vgl. Kap. 5, z.B. Krim, gelten.",
        "No antes de dic. 2025 firmará el Sr. Pérez, ni la Sra. Gil, ni EE. UU. con el Gral. Soto, núm. 5, pág. 7.",
    ],
)
def test_no_sentence_is_cut_at_an_abbreviation_so_that_its_negation_stays(text: str) -> None:
    assert around(text, text.split()[-1]) == text


NOT = {"English": "do not", "Russian": "не", "Ukrainian": "не", "French": "ne pas", "German": "nicht", "Spanish": "no"}
EVERY = [(language, word) for language, words in BY_LANGUAGE.items() for word in words.split()]


def test_each_language_has_its_common_abbreviations() -> None:
    assert len(EVERY) > 103
    assert all(len(words.split()) >= 60 for words in BY_LANGUAGE.values())


@pytest.mark.parametrize("language", BY_LANGUAGE)
@pytest.mark.parametrize(
    "following", ["Rubio", "Россия", "Österreich", "5", "2025", "«Кремль»", "(Art", "\nRubio", "\n5", "“A"]
)
def test_no_abbreviation_cuts_a_negation_off(language: str, following: str) -> None:
    for word in BY_LANGUAGE[language].split():
        for spelling in dict.fromkeys((word, word.upper(), *([word.capitalize()] if word.islower() else []))):
            text = (
                f"Talks began yesterday. They {NOT[language]} sign {spelling}. {following} the treaty. Then they left."
            )
            assert around(text, "the treaty").startswith(f"They {NOT[language]} sign"), text
            assert around(text, f"They {NOT[language]}").endswith("the treaty."), text


@pytest.mark.parametrize(
    "token",
    ["J", "J. W", "U.S", "U. S", "Ph.D", "e.g", "z.B", "z. B", "u.a", "т.е", "т. е", "и т. д", "М. С", "Й", "É", "a. M",
     "v", "1", "3", "12", "31", "100", "II", "XIV", "IV",
     "p. m", "a.m", "S.A", "EE. UU", "c.-à-d", "i. d. R", "d. h", "н. э"],
)  # fmt: skip
@pytest.mark.parametrize("following", ["Rubio", "Россия", "5", "“Rubio"])
def test_no_initial_or_ordinal_cuts_a_negation_off(token: str, following: str) -> None:
    text = f"Talks began yesterday. They do not sign with {token}. {following} the treaty. Then they left."
    assert around(text, "the treaty").startswith("They do not sign")


@pytest.mark.parametrize("text", ["Did they agree? No. They left.", "No. They left.", "He said: “No.” They left."])
def test_a_sentence_of_one_word_stands_alone(text: str) -> None:
    assert "No" not in around(text, "They left")


@pytest.mark.parametrize(
    "sign", ["*", "¹", "†", "»", " »", "[1]", ".", "…", "。", "“", "(", "”", "1", "«a", "(a.", "\n"]
)
def test_endless_signs_do_not_stall(sign: str) -> None:
    text = f"They left.{sign * 20_000}x and stayed. Then they left."
    begin, finish = sentence_around(text, 0, 4)
    assert begin == 0
    assert finish >= 4
