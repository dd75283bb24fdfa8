"""Numbers that stand apart on a page are two, in whatever way it writes them; what prose writes stays quotable."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.casefile import pdf_cells, pdf_visible, pdf_words
from winset.casefile.quotes import QuoteMatch, Several, SoughtQuote, find_quote
from winset.casefile.sources import SourceText, source_text

from .pdfs import pdf, stream

pytest.importorskip("pypdf")

WIDTHS = " ".join(["500"] * 95)
TRUETYPE = (
    f"<< /Type /Font /Subtype /TrueType /BaseFont /ABCDEF+Own /FirstChar 32 /LastChar 126 /Widths [{WIDTHS}] "
    "/Encoding /WinAnsiEncoding >>"
)
CMAP = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <0000> <FFFF> "
    "endcodespacerange 1 beginbfrange <0020> <007E> <0020> endbfrange endcmap"
)
COMPOSED = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Own /Encoding /Identity-H /ToUnicode 5 0 R /DescendantFonts [<< "
    "/Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Own /W [32 126 500] /DW 1000 >>] >>"
)
STANDARD = ("Helvetica", "Times-Roman", "Courier")


def read(content: str, font: str = "", more: tuple[str, ...] = ()) -> SourceText:
    data = pdf([content], more=(font or TRUETYPE, stream(CMAP, ""), *more), fonts="/F2 4 0 R")
    source = source_text("a.pdf", data)
    assert isinstance(source, SourceText), source
    return source


def is_quotable(source: SourceText, quote: str) -> bool:
    return isinstance(find_quote(source, SoughtQuote(quote=quote), suggest=False), QuoteMatch)


APART = {
    "moved": "/F2 12 Tf 72 700 Td (10) Tj 20 0 Td (000) Tj",
    "moved far": "/F2 12 Tf 72 700 Td (10) Tj 200 0 Td (000) Tj",
    "placed": "/F2 12 Tf 1 0 0 1 72 700 Tm (10) Tj 1 0 0 1 94 700 Tm (000) Tj",
    "placed in another order": "/F2 12 Tf 1 0 0 1 94 700 Tm (000) Tj 1 0 0 1 72 700 Tm (10) Tj",
    "kerned": "/F2 12 Tf 72 700 Td [(10) -900 (000)] TJ",
    "kerned after a space": "/F2 12 Tf 72 700 Td [(10 ) -600 (000)] TJ",
    "kerned at the end": "/F2 12 Tf 72 700 Td [(10) -900] TJ (000) Tj",
    "by a wide space": "/F2 12 Tf 72 700 Td 9 Tw (10 000) Tj 0 Tw",
    "by spaces": "/F2 12 Tf 72 700 Td (10   000) Tj",
    "in the next line's operator": "/F2 12 Tf 14 TL 72 714 Td (10) ' 20 14 Td (000) '",
    "spaced by the operator": '/F2 12 Tf 14 TL 72 714 Td 9 0 (10 000) "',
    "turned left": "/F2 12 Tf 0 1 -1 0 72 300 Tm (10) Tj 20 0 Td (000) Tj",
    "turned right": "/F2 12 Tf 0 -1 1 0 72 300 Tm (10) Tj 20 0 Td (000) Tj",
    "upside down": "/F2 12 Tf -1 0 0 -1 300 300 Tm (10) Tj 20 0 Td (000) Tj",
    "aslant": "/F2 12 Tf 0.8 0.6 -0.6 0.8 72 300 Tm (10) Tj 20 0 Td (000) Tj",
    "condensed": "/F2 12 Tf 50 Tz 72 700 Td (10) Tj 11 0 Td (000) Tj 100 Tz",
    "large by its matrix": "/F2 1 Tf 12 0 0 12 72 700 Tm (10) Tj 1.7 0 Td (000) Tj",
    "in two texts": "/F2 12 Tf 72 700 Td (10) Tj ET BT /F2 12 Tf 92 700 Td (000) Tj",
    "in two fonts": "/F2 12 Tf 72 700 Td (10) Tj /F1 12 Tf 20 0 Td (000) Tj",
    "one above the other": "/F2 12 Tf 72 700 Td (10) Tj 0 -14 Td (000) Tj",
    "one above the other, right-aligned": "/F2 12 Tf 78 700 Td (10) Tj -6 -14 Td (000) Tj",
    "above the next row": "/F2 12 Tf 72 700 Td (Gate) Tj 40 0 Td (10) Tj -40 -14 Td (000) Tj 40 0 Td (7) Tj",
    "a mark of a footnote": "/F2 12 Tf 72 700 Td (10) Tj /F2 7 Tf 12 5 Td (000) Tj",
    "raised": "/F2 12 Tf 72 700 Td (10) Tj 5 Ts (000) Tj 0 Ts",
    "with a sign": "/F2 12 Tf 72 700 Td (10) Tj 20 0 Td (-000) Tj",
    "with a dash between": "/F2 12 Tf 72 700 Td (10) Tj 25 0 Td (-) Tj 25 0 Td (000) Tj",
}  # fmt: skip


@pytest.mark.parametrize("name", APART)
def test_numbers_apart_on_the_page_are_never_one(name: str) -> None:
    source = read(f"BT {APART[name]} ET")
    sign = {"with a sign": " -", "with a dash between": " - "}.get(name, " ")
    assert not is_quotable(source, f"10{sign}000")
    assert not is_quotable(source, "10000")
    assert not is_quotable(source, "10-000")
    assert is_quotable(source, "10")
    assert "10" in source.text
    assert "000" in source.text


TOGETHER = {
    "a space": "/F2 12 Tf 72 700 Td (10 000 men) Tj",
    "a space that is moved": "/F2 12 Tf 72 700 Td (10) Tj 18 0 Td (000) Tj 24 0 Td (men) Tj",
    "a space that is kerned": "/F2 12 Tf 72 700 Td [(10) -300 (000) -500 (men)] TJ",
    "a space in a stretched line": "/F2 12 Tf 72 700 Td [(they send 10 000 men)] TJ",
    "a stretched line": "/F2 12 Tf 4 Tw 72 700 Td (they will send 10 000 men) Tj 0 Tw",
    "a stretched line that is kerned":
        "/F2 12 Tf 72 700 Td [(they) -900 (will) -900 (send) -900 (10) -900 (000) -900 (men)] TJ",
    "turned right": "/F2 12 Tf 0 -1 1 0 72 300 Tm (10) Tj 18 0 Td (000 men) Tj",
    "letters apart": "/F2 12 Tf 2 Tc 72 700 Td (they sent 10 000 men) Tj 0 Tc",
    "over the end of a line":
        "/F2 12 Tf 72 700 Td (The party in the north agreed to send 10) Tj 0 -14 Td (000 men) Tj",
    "over the end of an indented line":
        "/F2 12 Tf 92 700 Td (The party in the north agreed to send 10) Tj -20 -14 Td (000 men) Tj",
    "after a bullet": "/F2 12 Tf 72 700 Td (-) Tj 20 0 Td (10 000 men) Tj",
}  # fmt: skip


@pytest.mark.parametrize("name", TOGETHER)
def test_a_number_of_prose_stays_one(name: str) -> None:
    assert is_quotable(read(f"BT {TOGETHER[name]} ET"), "10 000 men")


def test_a_list_is_quotable_word_for_word() -> None:
    source = read("BT /F2 12 Tf 72 700 Td (1.) Tj 20 0 Td (The gate stays.) Tj -20 -14 Td (2.) Tj 20 0 Td (No.) Tj ET")
    assert source.text == "1. The gate stays.\n2. No."


def test_letters_set_apart_are_left_as_they_were() -> None:
    source = read("BT /F2 12 Tf 72 700 Td [(1) -200 (9) -200 (9) -200 (0)] TJ ET")
    assert source.text == "1 9 9 0"


def test_a_form_that_is_drawn_is_read_in_the_same_way() -> None:
    form = "/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F2 4 0 R >> >>"
    content = f"BT {APART['moved']} ET"
    data = pdf(["/X Do"], "/XObject << /X 6 0 R >>", (TRUETYPE, stream(CMAP, ""), stream(content, form)))
    source = source_text("a.pdf", data)
    assert isinstance(source, SourceText)
    assert source.text.strip() == "10\t000"


def test_tags_say_which_cell_is_which() -> None:
    """The two numbers stand as near to each other as two words."""
    cells = (
        "<< /Type /StructElem /S /TD /P 9 0 R >>", "<< /Type /StructElem /S /Cell /P 9 0 R >>",
        "<< /Type /StructElem /S /Span /P 7 0 R >>", "<< /Type /StructElem /S /TR /P 10 0 R >>",
        "<< /Type /StructTreeRoot /RoleMap << /Cell /TD >> /ParentTree << /Nums [0 [6 0 R 8 0 R]] >> >>",
    )  # fmt: skip
    content = "BT /F2 12 Tf 72 700 Td /TD << /MCID 0 >> BDC (10) Tj EMC 18 0 Td /Span << /MCID 1 >> BDC (000) Tj EMC ET"
    data = pdf(
        [content], more=(TRUETYPE, stream(CMAP, ""), *cells), catalog="/StructTreeRoot 10 0 R", fonts="/F2 4 0 R"
    )
    data = data.replace(b"/Type /Page ", b"/Type /Page /StructParents 0 ")
    source = source_text("a.pdf", data)
    assert isinstance(source, SourceText)
    assert source.text == "10\t000"
    untagged = source_text("a.pdf", data.replace(b"/StructParents 0", b"/StructParents 1"))
    assert isinstance(untagged, SourceText)
    assert untagged.text == "10 000"


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, str, list[list[str]]]:
    """A content stream that writes a table, its font, and the numbers in its rows."""
    columns, rows = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    numbers = [
        [f"{draw(st.integers(0, 999)):0{draw(st.integers(1, 3))}d}" for _ in range(columns)] for _ in range(rows)
    ]
    size = draw(st.sampled_from([6, 9, 12]))
    standard = draw(st.sampled_from(["", *STANDARD]))
    font = f"<< /Type /Font /Subtype /Type1 /BaseFont /{standard} >>" if standard else TRUETYPE
    composed = not standard and draw(st.booleans())
    width = {"": 0.5, "Helvetica": 0.556, "Times-Roman": 0.5, "Courier": 0.6}[standard] * size
    # More than a space of these fonts, of which the widest has 0.6 of its size.
    between = draw(st.floats(0.75, 4)) * size
    aligned = draw(st.sampled_from(["left", "right"]))
    by_columns = draw(st.booleans())
    turn = draw(st.sampled_from(["1 0 0 1", "0 1 -1 0", "0 -1 1 0", "-1 0 0 -1", "0.8 0.6 -0.6 0.8"]))
    parts = [f"q {turn} 300 400 cm BT /F2 {size} Tf"]
    places = [(row, column) for row in range(rows) for column in range(columns)]
    kerned = not by_columns and draw(st.booleans())
    for row, column in sorted(places, key=lambda place: place[::-1]) if by_columns else places:
        number = numbers[row][column]
        left = column * (3 * width + between) + (3 - len(number)) * width * (aligned == "right")
        shown = "<" + "".join(f"{ord(digit):04x}" for digit in number) + ">" if composed else f"({number})"
        if kerned and column:
            before = (column - 1) * (3 * width + between)
            used = len(numbers[row][column - 1]) * width
            before += used + (3 * width - used) * (aligned == "right")
            parts.append(f"[{-1000 * (left - before) / size:.2f} {shown}] TJ")
        else:
            parts.append(f"1 0 0 1 {left:.2f} {-1.3 * size * row:.2f} Tm {shown} Tj")
    return " ".join([*parts, "ET Q"]), COMPOSED if composed else font, numbers


def neighbours(numbers: list[list[str]]) -> Iterator[tuple[str, str]]:
    for row, cells in enumerate(numbers):
        yield from pairwise(cells)
        if row + 1 < len(numbers):
            yield from zip(cells, numbers[row + 1], strict=True)
            yield cells[-1], numbers[row + 1][0]


@settings(max_examples=300, deadline=None)
@given(table=tables())
def test_no_two_cells_of_any_table_are_one_number(table: tuple[str, str, list[list[str]]]) -> None:
    content, font, numbers = table
    source = read(content, font)
    assert "".join(sorted("".join(source.text.split()))) == "".join(sorted("".join(map("".join, numbers))))
    for first, second in neighbours(numbers):
        assert not is_quotable(source, f"{first} {second}"), source.text
        if f"{first}{second}" not in [number for row in numbers for number in row]:
            assert not is_quotable(source, f"{first}{second}"), source.text


@pytest.mark.parametrize("table", ["beginbfchar " * 60_000, "beginbfrange <00> <01>" + " " * 300_000 + "x endbfrange"])
def test_a_table_of_letters_that_never_ends_is_read_all_the_same(table: str) -> None:
    font = TRUETYPE.replace("/Encoding", "/ToUnicode 6 0 R /Encoding")
    assert read(f"BT {APART['moved']} ET", font, (stream(table, ""),)).text == "10\t000"


def test_on_a_page_of_too_many_words_numbers_are_kept_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (pdf_words, pdf_visible, pdf_cells):
        monkeypatch.setattr(module, "MOST_WORDS", 3)
    assert read("BT /F2 12 Tf 72 700 Td (they send 10 000 men and 1990 ships) Tj ET").text.count("\t") == 1


WORDS = ("the", "gate", "of", "Ostrel", "will", "stay", "open", "to", "all", "men", "come", "by", "water", "or", "road")


@st.composite
def sentences(draw: st.DrawFn) -> list[str]:
    """Sentences with numbers of one and of several groups of digits, and with two numbers side by side."""
    number = st.one_of(
        st.integers(1_000, 99_999_999).map(lambda number: f"{number:,}".replace(",", " ")),
        st.integers(1900, 2030).map(str),
        st.tuples(st.integers(1900, 2030), st.integers(1, 999)).map(lambda pair: f"{pair[0]} {pair[1]}"),
    )
    word = st.sampled_from(WORDS)
    part = st.tuples(st.lists(word, min_size=2, max_size=8).map(" ".join), number, word).map(" ".join)
    return [
        " ".join(draw(st.lists(part, min_size=1, max_size=4))).capitalize() + "."
        for _ in range(draw(st.integers(1, 6)))
    ]


def set_in_lines(text: str, measure: int, indent: int) -> list[list[str]]:
    """The words of the text in lines of at most so many letters, less in the first, each as full as may be."""
    lines: list[list[str]] = [[]]
    for word in text.split():
        if len(" ".join([*lines[-1], word])) > measure - (indent if len(lines) == 1 else 0):
            lines.append([])
        lines[-1].append(word)
    return lines


@st.composite
def paragraphs(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A content stream that writes prose in one of the ways in which programs do, and its sentences."""
    written = draw(sentences())
    measure, size, indent = draw(st.integers(55, 100)), 8, draw(st.sampled_from([0, 2, 4]))
    letter = size / 2
    way = draw(st.sampled_from(["spaces", "wide spaces", "kerned", "spaces kerned", "moved"]))
    is_justified = way != "spaces" and draw(st.booleans())
    turn = draw(st.sampled_from(["1 0 0 1", "0 1 -1 0", "1 0 0 1", "0.8 0.6 -0.6 0.8"]))
    parts = [f"q {turn} {'100 700' if turn == '1 0 0 1' else '150 150'} cm BT /F2 {size} Tf"]
    lines = set_in_lines(" ".join(written), measure, indent)
    for number, words in enumerate(lines):
        before = 0 if number else indent
        slack = letter * (measure - before - len(" ".join(words))) if is_justified and number + 1 < len(lines) else 0.0
        more = slack / max(1, len(words) - 1)
        left, low = letter * before, -1.25 * size * number
        kern = 1000 / size
        parts.append(f"1 0 0 1 {left} {low} Tm")
        if way in ("spaces", "wide spaces"):
            parts.append(f"{more:.3f} Tw ({' '.join(words)}) Tj")
        elif way == "kerned":
            parts.append("[" + f" {-kern * (letter + more):.2f} ".join(f"({word})" for word in words) + "] TJ")
        elif way == "spaces kerned":
            parts.append("[" + f" {-kern * more:.2f} ".join(f"({word} )" for word in words) + "] TJ")
        else:
            for word in words:
                parts.append(f"1 0 0 1 {left:.2f} {low} Tm ({word}) Tj")
                left += letter * (len(word) + 1) + more
    return " ".join([*parts, "ET Q"]), written


@settings(max_examples=300, deadline=None)
@given(paragraph=paragraphs())
def test_every_sentence_of_justified_prose_is_quotable(paragraph: tuple[str, list[str]]) -> None:
    content, written = paragraph
    source = read(content)
    for sentence in written:
        found = find_quote(source, SoughtQuote(quote=sentence), suggest=False)
        assert isinstance(found, QuoteMatch | Several), (sentence, source.text)


@st.composite
def typeset(draw: st.DrawFn) -> tuple[str, list[list[str]], list[str]]:
    """A page for typst with a table of numbers and labels and with prose, its rows, and the sentences."""
    columns = draw(st.integers(1, 5))
    cell = st.one_of(
        st.integers(0, 999).map(str),
        st.integers(0, 999).map("{:03d}".format),
        st.sampled_from(["Gate", "Old road", "–"]),
    )
    rows = draw(st.lists(st.lists(cell, min_size=columns, max_size=columns), min_size=1, max_size=5))
    written = draw(sentences())
    options = [
        f"columns: {columns}", f"inset: {draw(st.sampled_from([3, 5, 8]))}pt",
        f"stroke: {draw(st.sampled_from(['none', '1pt']))}",
        f"align: {draw(st.sampled_from(['left', 'right', 'center']))}",
    ]  # fmt: skip
    table = f"#table({', '.join([*options, *(f'[{cell}]' for row in rows for cell in row)])})"
    turn = draw(st.sampled_from(["", "#rotate(90deg)", "#rotate(180deg)", "#scale(x: 70%, y: 100%)"]))
    justify = draw(st.sampled_from(["true", "false"]))
    font = draw(st.sampled_from(["Libertinus Serif", "New Computer Modern"]))
    head = f'#set page(width: 16cm)\n#set text(font: "{font}", size: 10pt)\n#set par(justify: {justify})\n'
    return f"{head}{turn}[{table}]\n\n{' '.join(written)}\n" if turn else f"{head}{table}\n\n{' '.join(written)}\n", \
        rows, written  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(page=typeset())
def test_what_typst_sets_is_read_as_it_stands(page: tuple[str, list[list[str]], list[str]]) -> None:
    typst = pytest.importorskip("typst")
    markup, rows, written = page
    source = source_text("a.pdf", typst.compile(markup.encode(), format="pdf"))
    assert isinstance(source, SourceText), source
    whole = [cell for row in rows for cell in row]
    for first, second in neighbours(rows):
        if first.isdigit() and second.isdigit() and not any(f"{first} {second}" in text for text in written):
            assert not is_quotable(source, f"{first} {second}"), source.text
            is_written = f"{first}{second}" in whole or any(f"{first}{second}" in text for text in written)
            assert is_written or not is_quotable(source, f"{first}{second}"), source.text
    for sentence in written:
        found = find_quote(source, SoughtQuote(quote=sentence), suggest=False)
        assert isinstance(found, QuoteMatch | Several), (sentence, source.text)
