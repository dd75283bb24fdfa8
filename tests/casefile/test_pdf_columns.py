"""Columns of a PDF are read one after the other, however the page was written, and tables row by row."""

from __future__ import annotations

import pytest

from winset.casefile.quotes import NotThere, QuoteMatch, SoughtQuote, find_quote
from winset.casefile.sources import SourceText, source_text

from .pdfs import pdf

pytest.importorskip("pypdf")

LEFT = (
    "The envoys of the northern state", "will not accept any plan that", "limits their rule over the canal,",
    "and they said so on Friday. The", "guarantors agreed to the nego-", "tiation of a longer truce, but",
    "they did not name a day for it.", "Nobody expects a quick result,",
)  # fmt: skip
RIGHT = (
    "as the chairman told reporters.", "The southern republic will never", "withdraw its brigades from the",
    "valley before the vote is held,", "he added. Its neighbours accept", "the exchange of all prisoners",
    "and a corridor for grain, if the", "ships are searched at anchor.",
)  # fmt: skip
JOINED = "Nobody expects a quick result, as the chairman told reporters."


def shown(text: str, x: float, y: float, size: float = 10) -> str:
    return f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET\n"


def rows(left: tuple[str, ...], right: tuple[str, ...], apart: float = 250) -> str:
    return "".join(
        shown(first, 60, 700 - 12 * n) + shown(second, 60 + apart, 700 - 12 * n)
        for n, (first, second) in enumerate(zip(left, right, strict=True))
    )


def read(*contents: str) -> SourceText:
    source = source_text("a.pdf", pdf(contents))
    assert isinstance(source, SourceText), source
    return source


def found(source: SourceText, quote: str) -> QuoteMatch:
    result = find_quote(source, SoughtQuote(quote=quote), suggest=False)
    assert isinstance(result, QuoteMatch), (result, source.text)
    return result


def test_columns_that_are_written_across_are_read_one_after_the_other() -> None:
    source = read(shown("A REPORT ON THE TALKS AT THE CANAL AND IN THE VALLEY", 60, 740) + rows(LEFT, RIGHT))
    assert source.text.startswith("A REPORT")
    assert found(source, "will not accept any plan that limits their rule over the canal")
    assert found(source, "the negotiation of a longer truce")
    assert found(source, JOINED)
    across = find_quote(source, SoughtQuote(quote="will not accept any plan that The southern republic"), suggest=False)
    assert isinstance(across, NotThere)


def test_columns_that_are_written_one_after_the_other_stay() -> None:
    column = "".join(shown(line, 60, 700 - 12 * n) for n, line in enumerate(LEFT))
    column += "".join(shown(line, 310, 700 - 12 * n) for n, line in enumerate(RIGHT))
    source = read(column)
    assert found(source, JOINED)
    assert source.text.split() == " ".join((*LEFT, *RIGHT)).split()


def test_a_table_is_read_row_by_row() -> None:
    cells = [(f"Gate {name}", f"{n} ships") for n, name in enumerate("ABCDEFGHIJ", 10)]
    source = read(rows(tuple(first for first, _ in cells), tuple(second for _, second in cells)))
    assert found(source, "Gate C 12 ships")


def pages(count: int, footnote: str = "") -> list[str]:
    """Pages with a header, two columns and a number; the sentences run on from page to page."""
    made = []
    for page in range(count):
        body = "".join(shown(f"{line}", 60, 700 - 12 * n) for n, line in enumerate(LEFT[page:]))
        note = shown(footnote, 60, 560, 7) if footnote else ""
        body += note + "".join(shown(line, 310, 700 - 12 * n) for n, line in enumerate(RIGHT[: 7 - page]))
        body += shown(f"on page number {'abc'[page]} it is not", 310, 600) + shown(f"{page + 4}", 300, 40)
        made.append(shown("Review of Mediation", 250, 760) + body)
    return made


def test_a_sentence_runs_on_over_headers_and_numbers_of_pages() -> None:
    source = read(*pages(3))
    assert {piece.kind for piece in source.furniture} == {"running header or footer", "page number"}
    match = found(source, "on page number a it is not will not accept any plan")
    assert match.where == "page 1, running on past a page number and a running header or footer"
    assert "Review" not in match.sentence
    assert "Review" in match.text
    assert match.read == "on page number a it is not\nwill not accept any plan"


def test_a_sentence_runs_on_over_a_footnote() -> None:
    source = read(*pages(1, "1 The chancellery has never withdrawn it."))
    match = found(source, "Nobody expects a quick result, as the chairman told reporters.")
    assert "a footnote" in match.where
    assert found(source, "The chancellery has never withdrawn it").where == "page 1"


@pytest.mark.parametrize("line", ["Table of ships", "The envoys left.", "12 brigades"])
def test_a_line_that_stands_on_one_page_alone_is_never_left_out(line: str) -> None:
    first, second = pages(2)
    source = read(first + shown(line, 250, 60), second)
    across = find_quote(source, SoughtQuote(quote="it is not will not accept any plan"), suggest=False)
    assert isinstance(across, NotThere), source.text


def test_a_word_that_a_page_parts_is_not_cut() -> None:
    head = shown("Review of Mediation", 250, 760)
    lines = ["They went on for three days there."] * 4
    first = "".join(shown(line, 60, 724 - 12 * n) for n, line in enumerate([*lines, "The envoys of it are un-"]))
    second = "".join(shown(line, 60, 700 - 12 * n) for n, line in enumerate(["able to accept the terms.", *lines]))
    source = read(head + first, head + second)
    assert found(source, "The envoys of it are unable to accept the terms")
    cut = find_quote(source, SoughtQuote(quote="able to accept the terms"), suggest=False)
    assert not isinstance(cut, QuoteMatch)
