"""A quote that begins or ends inside a token says something else than its source, and is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winset.casefile.quotes import CutsWord, QuoteMatch, SoughtQuote, find_quote
from winset.casefile.sources import SourceText
from winset.casefile.tokens import on_one_line

SIGNS = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d\u207b\u208b+\u00b1\u2213~<>\u2264\u2265\u2248\u2260"
SPACES = " \u00a0\u2009\u202f\u2007\u2008\u200a\u2006\u2005\u2004\u2003\u2002\u205f\u3000"
SEPARATORS = SPACES + "\u2019'\u02bc.,\u066c_\u00b7\u066b"
CUT = [
    ("rose by 5 % a year", "rose by 5"), ("rose by 5% a year", "rose by 5"),
    ("rose by 5\u00a0% a year", "rose by 5"), ("rose 5‰ a", "rose 5"), ("20°C warm", "20"), ("at 20 °C", "at 20"),
    ("it costs $10 now", "10 now"), ("it costs € 10 now", "10 now"), ("costs 10€ now", "costs 10"),
    ("costs 10 € now", "costs 10"), ("US$10 paid", "$10 paid"), ("US$ 10 paid", "10 paid"), ("C$10m paid", "$10m"),
    ("costs £\u00a010 now", "10 now"), ("the 19th corps", "the 19"), ("the 19-й корпус", "the 19"),
    ("in 1990s prices", "in 1990"), ("in the '90s now", "90s"), ("in the 1st place", "st place"),
    ("1er janvier", "1"), ("the 1º de mayo", "the 1"), ("1.ª vez", "ª vez"), ("No. 5a holds", "No. 5"),
    ("between 5-10 men", "5"), ("between 5\u201310 men", "10 men"), ("5 \u2013 10 men", "10 men"),
    ("5 - 10 men", "10 men"), ("non-\nbinding accord", "binding accord"),
    ("non-\r\nbinding accord", "binding accord"), ("non\u2010\nbinding accord", "binding accord"),
    ("non\u2013\nbinding accord", "binding accord"), ("non\u00ad\nbinding accord", "binding accord"),
    ("un-\nacceptable terms", "acceptable terms"), ("a not-for-profit body", "for-profit body"),
    ("it is non\u2013binding", "binding"), ("non\u2212binding text", "binding"),
    ("non\u2011binding text", "binding"), ("non- binding text", "binding"), ("anti-\f war", "war"),
    ("non-\n\nbinding accord", "binding accord"), ("non- and pro-war", "pro"), ("pre- and post-war", "post"),
    ("they don\u2019t agree", "t agree"), ("they don\u2019t agree", "they don"), ("l\u2019accord", "accord"),
    ("d'accord", "accord"), ("l`accord", "accord"), ("lʼaccord", "accord"), ("об'єднання", "єднання"),
    ("об\u2019єднання", "єднання"), ("обʼєднання", "єднання"), ("об`єднання", "єднання"),
    ("об\u00b4єднання", "єднання"), ("ca\u200bnnot", "nnot"), ("can\u2060not agree", "not agree"),
    ("can\u00adnot agree", "can"), ("can\ufeffnot", "not"), ("cannot agree", "not agree"), ("re: 10²", "10"),
    ("x₂ men", "x"), ("10½ men", "10"), ("10 ½ men", "10"), ("3/4 of men", "4 of men"), ("10^6 men", "10"),
    ("10e6 men", "10"), ("1:1 ratio", "1 ratio"), ("version 2.0.1 is", "version 2"), ("version 2.0.1 is", "2.0"),
    ("10-year term", "10"), ("10-year term", "year term"), ("10-foot", "foot"), ("a 5-to-4 vote", "4 vote"),
    ("2024-25 season", "2024"), ("2024/25 season", "2024"), ("2024\u201325 season", "25 season"),
    ("14.08.2025 is", "14.08"), ("at 12.30pm now", "at 12"), ("at 12:30 now", "30 now"), ("at 12h30 now", "at 12"),
    ("http://a.org/no-deal", "deal"), ("a@b.org", "b.org"), ("and/or agree", "or agree"),
    ("he/she agrees", "she agrees"), ("R&D work", "D work"), ("AT&T", "AT"), ("#1 goal", "1 goal"),
    ("§5 holds", "5 holds"), ("№5 holds", "5 holds"), ("No.5 holds", "5 holds"), ("U.S. agrees", "S. agrees"),
    ("U.S. agrees", "U"), ("U.S.-led talks", "led talks"), ("the U.S.A. is", "the U.S."), ("e.g. this", "g. this"),
    ("p.m. talks", "m. talks"), ("(un)acceptable terms", "acceptable terms"), ("(non-)binding", "binding"),
    ("un[acceptable]", "acceptable"), ("dis*agree*", "agree"), ("un_able_", "able"),
    ("не\u00adсогласен", "согласен"), ("не-\nсогласен", "согласен"), ("٣\u066c\u0660\u0660\u0660 men", "٣"),
    ("\u096b,\u0966\u0966\u0966 men", "\u096b"), ("\u221210 million", "10 million"), ("10\u00a0000 men", "000 men"),
    ("1\n000 men came", "000 men"), ("10\u00a0\n000 men", "000 men"), ("10.000,50 men", "10.000"),
    ("10 000,50 men", "10 000"), ("10 000.5", "10 000"), ("1 000-2 000", "1 000"), ("5\u2009%", "5"),
    ("<5 men", "5 men"), ("≥ 5 men", "5 men"), ("~5 men", "5 men"), ("≠5 men", "5 men"), ("x=-5", "5"),
    ("5+ men", "5"), ("€-10", "10"), ("$-10 million", "10 million"), ("-€ 10 million", "€ 10 million"),
    ("\u2212\u00a010 million", "10 million"), ("\u2212\u200910 million", "10 million"),
    ("\u2212 10 million", "10 million"),
]  # fmt: skip
WHOLE = [
    ("from 5 to 10 men", "10 men"), ("non -binding text", "binding"), ("canʹt go", "go"), ("½ of men", "of men"),
    ("Art. 5(3) holds", "Art. 5"), ("10 million men", "10"), ("14 . 08", "14"), ("at 12 h 30", "12"),
    ("party(ies)", "party"), ("in(ter)national", "national"), ("~~not~~ agree", "agree"),
    ("minus 10 million", "10 million"), ("- 10 million", "10 million"), ("(10) million", "10"),
    ("not\u00a0agree", "agree"), ("'10", "10"), ("5 per cent", "5"), ("5 km", "5"), ("5-", "5"), ("- $10", "$10"),
    ("In 2014 300 men left.", "300 men"), ("He said - 10 million.", "10 million"),
    ("They left\u201410 men.", "10 men."),
    ("in 2022.", "2022"), ("It has 5 or 6.", "5"), ("agreed.5 Then", "agreed."), ("agreed.[5] Then", "agreed"),
    ("the line\u2014negotiable or not\u2014holds", "negotiable or not"),
    ("Terms:\n- binding accords", "binding accords"),
    ("| 10 | 000 |", "000"), ("(in) force", "force"), ("yes/no", "yes/no"), ("*binding* accords", "binding"),
]  # fmt: skip


def sought(text: str, quote: str) -> object:
    source = SourceText(name="a.txt", kind="text", text=text, sha256="")
    return find_quote(source, SoughtQuote(quote=quote))


def refused(text: str, quote: str) -> None:
    """The quote is refused, and the longer one that is proposed is found."""
    result = sought(text, quote)
    assert isinstance(result, CutsWord), result
    assert isinstance(sought(text, result.whole), QuoteMatch)
    assert len(result.whole) > len(quote)


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("number", ["10 million", "$10 million", "\u20ac5", "0.5 points", "5%"])
def test_a_sign_is_not_cut_off(sign: str, number: str) -> None:
    refused(f"The balance is {sign}{number} a year.", number)


@pytest.mark.parametrize("separator", SEPARATORS)
def test_thousands_are_not_cut_off(separator: str) -> None:
    refused(f"They sent 1{separator}000 men.", "000 men")
    refused(f"They sent 12{separator}500{separator}000 men.", f"500{separator}000 men")
    refused(f"They sent 12{separator}500 men.", "sent 12")


@pytest.mark.parametrize("separator", ".,:/\u066b\u00b7")
def test_times_dates_and_decimals_are_not_cut(separator: str) -> None:
    refused(f"at 12{separator}30 today", "at 12")
    refused(f"at 12{separator}30 today", "30 today")


@pytest.mark.parametrize(("text", "quote"), CUT)
def test_no_token_is_cut(text: str, quote: str) -> None:
    refused(text, quote)


@pytest.mark.parametrize(("text", "quote"), WHOLE)
def test_what_stands_beside_a_token_is_quotable(text: str, quote: str) -> None:
    assert isinstance(sought(text, quote), QuoteMatch)


@pytest.mark.parametrize("gap", ["\n\n", "\t", "   ", "\f", "\r\n\r\n", " \t "])
def test_cells_of_a_table_are_never_one_number(gap: str) -> None:
    text = f"men sent: 10{gap}000 came"
    assert not isinstance(sought(text, "10 000"), QuoteMatch)
    assert not isinstance(sought(text, "10 000 came"), QuoteMatch)
    assert isinstance(sought(text, f"10{gap}000"), QuoteMatch)
    assert isinstance(sought(text, "men sent: 10"), QuoteMatch)


@given(st.integers(1, 10**9), st.sampled_from(SPACES + ",.'"), st.integers(0, 40), st.integers(0, 40))
def test_no_part_of_a_grouped_number_is_quotable(number: int, separator: str, start: int, length: int) -> None:
    written = f"{number:,}".replace(",", separator)
    text = f"They sent {written} men."
    first = text.index(written) + start % len(written)
    part = text[first : first + 1 + length % len(written)].strip()
    if part.strip(" .") and part != written and set(part) & set("0123456789") and not part.endswith(("n", "n.")):
        result = sought(text, part)
        whole = part.startswith(written) and not part[len(written) :].strip(" men.")
        assert whole or not isinstance(result, QuoteMatch)


@pytest.mark.parametrize("gap", ["\n\n", "\t", "   ", "\f", " \t "])
def test_a_quote_across_cells_is_shown_with_a_bar_between_its_numbers(gap: str) -> None:
    match = sought(f"men sent: 10{gap}000 came", f"10{gap}000")
    assert isinstance(match, QuoteMatch)
    assert "10 | 000" in match.sentence
    assert on_one_line(match.text) == "10 | 000"
    assert on_one_line("they send\n10 000  men") == "they send 10 000 men"
