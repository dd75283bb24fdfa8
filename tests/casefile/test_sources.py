"""Reading a source: what comes out as text, and what is refused with which code."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winset.casefile import pdf_source
from winset.casefile.document_text import SourceRefused
from winset.casefile.html_source import MOST_TAGS
from winset.casefile.opening import NotRegular, open_inside, open_regular
from winset.casefile.sources import LARGEST, SourceText, read_source
from winset.errors import SaveRefused
from winset.runs.record_file import refuse_other, sha256_of

from . import pdfs


def written(folder: Path, name: str, content: str | bytes) -> SourceText | SourceRefused:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return read_source(folder, name)


def read(folder: Path, name: str, content: str | bytes) -> SourceText:
    result = written(folder, name, content)
    assert isinstance(result, SourceText), result
    return result


def refused(result: SourceText | SourceRefused, code: str, *words: str) -> None:
    assert isinstance(result, SourceRefused), result
    assert result.code == code
    for word in words:
        assert word in result.message


def pdf(pages: Sequence[str], kids: str | None = None) -> bytes:
    """A small PDF with one line of text on each page; `kids` replaces the list of pages."""
    made = pdfs.pdf([f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET" for text in pages])
    return made if kids is None else re.sub(rb"/Kids \[[^]]*\]", f"/Kids [{kids}]".encode(), made)


def test_text_is_kept_character_for_character(tmp_path: Path) -> None:
    content = "One\r\ntwo\rthree\n\f“four” \u00a0\u00ad five\n"
    result = read(tmp_path, "a.txt", content)
    assert result.text == content
    assert (result.name, result.kind) == ("a.txt", "text")
    assert result.sha256 == hashlib.sha256(content.encode()).hexdigest()


def test_a_byte_order_mark_is_dropped_from_the_text_but_not_from_the_hash(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbfpeace"
    result = read(tmp_path, "a.md", content)
    assert (result.text, result.kind) == ("peace", "markdown")
    assert result.sha256 == hashlib.sha256(content).hexdigest()


def test_lines_are_counted_as_editors_do(tmp_path: Path) -> None:
    result = read(tmp_path, "a.txt", "a\r\nb\rc\nd\fe")
    assert [result.line(result.text.index(letter)) for letter in "abcde"] == [1, 2, 3, 4, 4]
    assert result.where(result.text.index("c")) == "line 3"


def test_an_empty_source_is_a_text(tmp_path: Path) -> None:
    result = read(tmp_path, "a.txt", "")
    assert (result.text, result.line(0)) == ("", 1)


def test_the_fold_is_computed_once(tmp_path: Path) -> None:
    result = read(tmp_path, "a.txt", "“peace”")
    assert result.folded_text is result.folded_text


def test_a_source_may_lie_in_a_subfolder_or_behind_a_link_inside_the_case(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.txt").write_text("peace", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to("papers/a.txt")
    for name in ("papers/a.txt", "./papers/a.txt", "link.txt"):
        result = read_source(tmp_path, name)
        assert isinstance(result, SourceText)
        assert result.text == "peace"


def test_a_case_folder_may_itself_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_text("peace", encoding="utf-8")
    (tmp_path / "case").symlink_to("real")
    assert isinstance(read_source(tmp_path / "case", "a.txt"), SourceText)


@pytest.mark.parametrize("name", ["missing.txt", "a.txt/b.txt", "x" * 300 + ".txt", "nul\0.txt", "", "."])
def test_a_file_that_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_text("peace", encoding="utf-8")
    refused(read_source(tmp_path, name), "E120")


def test_only_regular_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    for name in ("folder.txt", "pipe.txt", "loop.txt"):
        refused(read_source(tmp_path, name), "E120")


@pytest.mark.parametrize(
    "name",
    ["/etc/hosts.txt", "../a.txt", "papers/../../a.txt", "papers/../a.txt", "C:\\a.txt", "C:a.txt", "c:/a.txt",
     "\\\\host\\share\\a.txt", "papers\\a.txt", "..\\a.txt", "//host/share/a.txt"],
)  # fmt: skip
def test_a_path_out_of_the_case_folder_is_refused(tmp_path: Path, name: str) -> None:
    refused(read_source(tmp_path, name), "E121")


@pytest.mark.parametrize("target", ["../outside.txt", "../nothing.txt"])
def test_a_link_out_of_the_case_folder_is_refused_before_it_is_followed(tmp_path: Path, target: str) -> None:
    case = tmp_path / "case"
    case.mkdir()
    (tmp_path / "outside.txt").write_text("secret", encoding="utf-8")
    (case / "a.txt").symlink_to(target)
    (case / "folder").symlink_to("..")
    refused(read_source(case, "a.txt"), "E121", "link")
    refused(read_source(case, "folder/outside.txt"), "E121", "link")


def test_a_neighbour_whose_name_begins_like_the_case_folder_is_outside(tmp_path: Path) -> None:
    for name in ("case", "case2"):
        (tmp_path / name).mkdir()
    (tmp_path / "case2" / "a.txt").write_text("secret", encoding="utf-8")
    (tmp_path / "case" / "a.txt").symlink_to("../case2/a.txt")
    refused(read_source(tmp_path / "case", "a.txt"), "E121")


def test_a_file_beyond_the_limit_is_refused_unread_with_both_sizes(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as stream:
        stream.truncate(LARGEST + 1)
    refused(read_source(tmp_path, "a.txt"), "E122", "20,000,001", "20,000,000")


@pytest.mark.parametrize(
    ("name", "advice"),
    [("a.zip", "unpack"), ("a.tar.gz", "unpack"), ("a.doc", "a Word document, which is not read: open it and save"),
     ("a.XLSX", "an Excel workbook, which is not read: save the sheet that you quote"), ("a.odt", "OpenDocument text"),
     ("a.rtf", "save a copy as PDF, or as plain text (.txt) with the encoding UTF-8"), ("a.pptx", "export it as PDF"),
     ("a.ods", "a spreadsheet"), ("a.eml", "copy its words into a text file"),
     ("a.csv", ".txt, .md, .html, .htm, .pdf, .docx"), ("a", ".txt, .md, .html, .htm, .pdf, .docx")],
)  # fmt: skip
def test_other_kinds_are_refused_by_name(tmp_path: Path, name: str, advice: str) -> None:
    refused(written(tmp_path, name, "peace"), "E123", advice)


@pytest.mark.parametrize(
    ("content", "what"),
    [(b"PK\x03\x04rest", "zip"), (b"\x1f\x8b\x08", "gzip"), (b"%PDF-1.7", "PDF"), (b"peace\0war", "byte 5 is NUL"),
     (b"\xd0\xcf\x11\xe0rest", "office document, which is not read: open it"), (b"{\\rtf1", "rich text"),
     (b"PK\x03\x04[Content_Types].xml word/document.xml", "a Word document; name it .docx"),
     (b"PK\x03\x04[Content_Types].xml xl/workbook.xml", "an Excel workbook"),
     (b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.text", "an OpenDocument text")],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.txt", "a.MD", "a.html"])
def test_other_kinds_are_refused_by_content(tmp_path: Path, name: str, content: bytes, what: str) -> None:
    refused(written(tmp_path, name, content), "E123", what)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("één\ntwee ".encode() + b"\xe9\n", ["byte 11", "line 2", "UTF-8"]),
        ("peace".encode("utf-16"), ["byte 0", "line 1", "UTF-16"]),
        (b"a\xed\xa0\x80", ["byte 1"]),
        ("é\x1b[2J".encode(), ["U+001B", "byte 2", "line 1"]),
        ("a\n\u0093b".encode(), ["U+0093", "byte 2", "line 2"]),
    ],
)
def test_bytes_that_are_not_plain_utf8_are_refused_with_their_place(
    tmp_path: Path, content: bytes, words: list[str]
) -> None:
    refused(written(tmp_path, "a.txt", content), "E124", *words)


def test_a_page_becomes_paragraphs_of_visible_words(tmp_path: Path) -> None:
    page = """<!doctype html><html><head><title>no</title><style>p {}</style><script>no()</script></head>
      <body><h1>The  summit</h1><p>Kyiv&rsquo;s <b>con</b>di<i>tions</i>
      are&nbsp;clear &amp; firm.<br>No more.<!-- no --><noscript>no</noscript></p><template>no</template>
      <ul><li>one<li>two</ul><table><tr><td>a</td><td>b</td></tr></table></body></html>"""
    result = read(tmp_path, "a.html", page)
    assert result.kind == "html"
    expected = "The summit\n\nKyiv’s conditions are\u00a0clear & firm.\nNo more.\n\none\n\ntwo\n\na\n\nb"
    assert result.text == expected
    assert result.where(result.text.index("No more")) == "line 4"


def test_a_page_without_closing_tags_keeps_its_words(tmp_path: Path) -> None:
    assert read(tmp_path, "a.htm", "<html><head><title>x</title><body><p>one<p>two").text == "one\n\ntwo"


def test_a_superscript_does_not_change_a_number(tmp_path: Path) -> None:
    page = "<p>10<sup>2</sup> km, 1,500<sup><a>3</a></sup> men, H<sub>2</sub>O, the 19<sup>th</sup></p>"
    assert read(tmp_path, "a.html", page).text == "10² km, 1,500³ men, H₂O, the 19th"


def test_control_characters_written_as_entities_become_visible(tmp_path: Path) -> None:
    assert read(tmp_path, "a.html", "<p>a&#27;[2J b&#11;c</p>").text.isprintable()


@pytest.mark.parametrize(
    "tag", ["div", *(pytest.param(tag, marks=pytest.mark.slow) for tag in ("b", "p", "sup", "table"))]
)
def test_deeply_nested_tags_are_read(tmp_path: Path, tag: str) -> None:
    depth = 100_000
    page = f"<{tag}>" * depth + "peace" + f"</{tag}>" * (depth // 2)
    assert read(tmp_path, "a.html", page).text == "peace"


@pytest.mark.parametrize("opening", ["<!-- ", "</", "<![CDATA[", "<![if ", "<?", "<!x", '<a b="'])
def test_what_never_closes_hides_the_rest_and_does_not_stall(tmp_path: Path, opening: str) -> None:
    page = "<p>war<!-- a --> <![if b]>and<![endif]> 1 < 2 peace</p>" + opening * 100_000
    assert read(tmp_path, "a.html", page).text == "war and 1 < 2 peace"


def test_a_page_of_too_many_tags_is_refused(tmp_path: Path) -> None:
    refused(written(tmp_path, "a.html", "<b>" * (MOST_TAGS + 1)), "E122", "200,001")


@given(st.text(st.sampled_from("<>/!-[]?&#;= \"'abp"), max_size=60))
def test_any_markup_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, markup: str) -> None:
    result = written(tmp_path_factory.getbasetemp(), "fuzz.html", markup)
    assert isinstance(result, SourceText) or result.code == "E123"


def test_pdf_pages_are_counted(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    result = read(tmp_path, "a.pdf", pdf(["Kyiv agreed", "Moscow refused", "Talks ended"]))
    assert result.text == "Kyiv agreed\fMoscow refused\fTalks ended"
    assert result.kind == "pdf"
    assert [result.where(result.text.index(word)) for word in ("Kyiv", "Moscow", "ended")] == [
        "page 1",
        "page 2",
        "page 3",
    ]


def test_without_pypdf_a_pdf_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    refused(written(tmp_path, "a.pdf", pdf(["Kyiv agreed"])), "E125", "winset[pdf]")


def test_a_scan_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    refused(written(tmp_path, "a.pdf", pdf([" ", ""])), "E125", "scan")


def test_an_encrypted_pdf_is_refused(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    (tmp_path / "plain.pdf").write_bytes(pdf(["Kyiv agreed"]))
    writer = pypdf.PdfWriter(clone_from=tmp_path / "plain.pdf")
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "a.pdf")
    refused(read_source(tmp_path, "a.pdf"), "E125", "encrypted")


@pytest.mark.parametrize("kids", ["2 0 R", "2 0 R 4 0 R 2 0 R", "99 0 R", "(text)", "1 0 R", "[[[["])
def test_a_broken_list_of_pages_ends_and_does_not_raise(tmp_path: Path, kids: str) -> None:
    pytest.importorskip("pypdf")
    result = written(tmp_path, "a.pdf", pdf(["Kyiv agreed"], kids=kids))
    assert isinstance(result, SourceText) or result.code == "E125"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"not a pdf", b"PK\x03\x04", b"\0" * 100])
def test_what_is_no_pdf_is_refused(tmp_path: Path, content: bytes) -> None:
    pytest.importorskip("pypdf")
    refused(written(tmp_path, "a.pdf", content), "E125")


@given(st.integers(0, 10_000), st.integers(0, 255), st.booleans())
def test_a_damaged_pdf_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, place: int, byte: int, cut: bool
) -> None:
    pytest.importorskip("pypdf")
    content = bytearray(pdf(["Kyiv agreed", "Moscow refused"]))
    place %= len(content)
    if cut:
        del content[place : place + byte]
    else:
        content[place] = byte
    result = written(tmp_path_factory.getbasetemp(), "fuzz.pdf", bytes(content))
    assert isinstance(result, SourceText) or result.code == "E125"


SWAPPING = """
import os, sys
inside, outside, here = sys.argv[1:]
while True:
    for target in (inside, outside):
        os.symlink(target, here + ".new")
        os.replace(here + ".new", here)
"""


@pytest.mark.skipif(os.name == "nt", reason="links need privileges there")
@pytest.mark.parametrize("name", ["a.txt", "papers/a.txt"])
def test_a_link_that_is_swapped_meanwhile_never_leads_outside(tmp_path: Path, name: str) -> None:
    case, outside = tmp_path / "case", tmp_path / "outside"
    for folder, text in ((case / "real", "inside"), (outside, "outside")):
        folder.mkdir(parents=True)
        (folder / "a.txt").write_text(text)
    here = case / name.partition("/")[0]
    targets = ("real/a.txt", str(outside / "a.txt")) if name == "a.txt" else ("real", str(outside))
    with subprocess.Popen([sys.executable, "-c", SWAPPING, *targets, str(here)]) as swapping:
        try:
            found = [read_source(case, name) for _ in range(5_000)]
        finally:
            swapping.kill()
    texts = {one.text for one in found if isinstance(one, SourceText)}
    assert texts == {"inside"}
    assert {one.code for one in found if isinstance(one, SourceRefused)} <= {"E120", "E121"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
def test_nothing_waits_for_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "a.txt"
    os.mkfifo(pipe)
    with pytest.raises(NotRegular):
        open_regular(pipe)
    with pytest.raises(NotRegular):
        open_inside(tmp_path, "a.txt")
    with pytest.raises(SaveRefused, match="is not a record"):
        refuse_other(pipe)
    assert sha256_of(pipe) is None


@pytest.mark.parametrize(
    ("limit", "value", "says"),
    [
        ("LARGEST_PAGE", 10, "more than 10 bytes on page 1"),
        ("MOST_DRAWN_PAGE", 3, "drawn up to page 1; a source may have at most 3 operations on a page"),
        ("MOST_DRAWN", 8, "drawn up to page 2; a source may have at most 100,000 operations on a page and 8 in all"),
        (
            "MOST_UNPACKED",
            90,
            "up to page 3; a source may have at most 100,000 operations on a page and 1,000,000 in all, "
            "which may take 90 bytes",
        ),
    ],
)
def test_a_pdf_that_draws_without_end_is_refused_with_the_budget(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, says: str
) -> None:
    content = pdf(["one", "two", "three"])
    assert isinstance(written(tmp_path, "a.pdf", content), SourceText)
    monkeypatch.setattr(pdf_source, limit, value)
    refused(written(tmp_path, "a.pdf", content), "E122", says)


@pytest.mark.parametrize(
    "markup",
    [
        "<p style='display: none'>We agree to it.</p>",
        "<p style='color: red; VISIBILITY:hidden'>We agree to it.</p>",
        "<p style='font-size:0'>We agree to it.</p>",
        "<div hidden>We agree <b>to</b> it.</div>",
        "<del>We agree to it.</del>",
        "<p>They said <s>We agree to it.</s> nothing.</p>",
        "<style>/* a */ .gone, #x { color: red; display:none }</style><p class='big gone'>We agree to it.</p>",
        "<style>.gone, #x { display:none }</style><p id=x>We agree to it.</p>",
    ],
)
def test_what_a_page_hides_or_strikes_out_is_not_quotable(tmp_path: Path, markup: str) -> None:
    text = read(tmp_path, "a.html", f"<body><p>before</p>{markup}<p>after</p>").text
    assert "agree" not in text
    assert text.startswith("before")
    assert text.endswith("after")


@pytest.mark.parametrize(
    "markup",
    [
        "<p style='font-size: 0.9em; opacity: 0.5; display: block'>We agree to it.</p>",
        "<style>@media print { .gone { display: none } }</style><p class=gone>We agree to it.</p>",
        "<style>.menu .gone { display: none }</style><p class=gone>We agree to it.</p>",
    ],
)
def test_what_is_small_or_hidden_elsewhere_alone_is_kept(tmp_path: Path, markup: str) -> None:
    assert "We agree to it." in read(tmp_path, "a.html", markup).text


def test_cells_of_a_table_are_not_one_number(tmp_path: Path) -> None:
    text = read(tmp_path, "a.html", "<table><tr><td>10</td><td>000</td></tr></table>").text
    assert text == "10\n\n000"
