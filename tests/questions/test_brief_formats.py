"""A brief as a Word file and as a PDF: opened again, with styles, footnotes, tags and pages, whatever a case says."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import Result
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import running
from tests.support.briefs import DRAWS
from winset.errors import WinsetError
from winset.report.blocks import (
    Answer,
    Bullets,
    Claims,
    Grid,
    GridCell,
    Guarded,
    PackageTable,
    Quote,
    Report,
    Section,
    Sentence,
)
from winset.report.direction import ISOLATE, POP
from winset.report.disclosure import Disclosed, disclose
from winset.report.ownership import NOBODY
from winset.report.pieces import piece
from winset.report.printable import printable
from winset.report.renderers.docx import docx_file
from winset.report.renderers.html import html_page
from winset.report.renderers.typst import pdf_file

docx = pytest.importorskip("docx")
pytest.importorskip("typst")
pypdf = pytest.importorskip("pypdf")

ALASKA = "examples/alaska-2025"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = (
    '#import "x": *; #read("/etc/passwd") $x^2$ *b* _i_ `r` <a> @b \\u{41} // c /* d */ ]]> & </w:t> '
    "\u202etxet\u202c שלום \x00\x07\x1b[31m\ud800 {{ 7*7 }} %s"
)
TEXTS = st.text(max_size=40) | st.sampled_from(
    [HOSTILE, "#", "$", "*", "<", "\\", '"', "]", "@", "= h", "- l", "/", ""]
)


def report(text: str) -> Disclosed:
    """A report with a text wherever a case may have one."""
    note = piece("claim", "", "c1")
    blocks = (
        Answer(text=f"{text} said."),
        Sentence(name="Name", text=text or "x"),
        Sentence(text=text or "x", tone="warning"),
        Bullets(items=(f"{text}{note}", piece("inferred", text))),
        Grid(head=("a", text), rows=((text, GridCell(text=f"{text}{note}", mark="stated", note=text)),)),
        PackageTable(headings=(text,), options=((text, text),), more=(("m", text),)),
    )
    quote = Guarded(NOBODY, Quote(reading=text, quote=text, source=text))
    sections = (
        Section(key="one", title=text, blocks=blocks, depth="answer"),
        Section(key="annex", title="Annex", blocks=(), level=1),
        Section(key="two", title="Two", blocks=(Sentence(text="body"), Claims())),
    )
    whole = Report(title=text or "title", kind="Brief", about=(text,), sections=sections, claims={"c1": quote})
    return disclose(whole, "team")


def written(kind: str, folder: Path, *words: object, run: Callable[..., Result] = running.written) -> Path:
    target = folder / f"brief.{kind}"
    result = run("brief", ALASKA, "-o", target, "--trials", DRAWS, *words)
    assert result.exit_code == 0, result.output
    return target


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written("docx", tmp_path_factory.mktemp("docx"))


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written("pdf", tmp_path_factory.mktemp("pdf"))


def parts(file: Path) -> dict[str, bytes]:
    with ZipFile(file) as held:
        return {name: held.read(name) for name in held.namelist()}


def test_a_word_file_has_real_styles_headings_and_captions(word: Path) -> None:
    document = docx.Document(str(word))
    styles = {paragraph.style.name for paragraph in document.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "List Bullet", "Caption", "Winset Answer"} <= styles
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    assert headings[0] == "The bottom line"
    assert headings[-1] == "Annex"
    assert "handling: team · as of 14 August 2025" in document.sections[0].header.paragraphs[0].text
    assert "page 1 of 1" in document.sections[0].footer.paragraphs[0].text
    assert document.core_properties.title == "Alaska summit on the war in Ukraine"


def test_every_table_repeats_its_head_and_every_picture_is_described(word: Path) -> None:
    document = docx.Document(str(word))
    headed = [table for table in document.tables if table.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None]
    assert len(headed) >= 3
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert described
    assert all(described)


def test_each_footnote_is_referred_to_once_and_every_reference_has_its_footnote(word: Path) -> None:
    from lxml import etree

    held = parts(word)
    notes = etree.fromstring(held["word/footnotes.xml"])
    body = etree.fromstring(held["word/document.xml"])
    ids = [note.get(f"{W}id") for note in notes if note.get(f"{W}type") is None]
    references = [one.get(f"{W}id") for one in body.iter(f"{W}footnoteReference")]
    assert ids
    assert sorted(ids, key=int) == sorted(references, key=int)
    assert len(set(references)) == len(references)
    assert b"footnotes+xml" in held["[Content_Types].xml"]
    again = [one.text for one in body.iter(f"{W}instrText") if one.text.startswith(" NOTEREF")]
    marks = {one.get(f"{W}name") for one in body.iter(f"{W}bookmarkStart")}
    assert again
    assert {one.split()[1] for one in again} <= marks


def test_the_settings_stand_in_the_order_of_the_schema(word: Path) -> None:
    from lxml import etree

    settings_ = [one.tag.removeprefix(W) for one in etree.fromstring(parts(word)["word/settings.xml"])]
    assert settings_.index("footnotePr") < settings_.index("compat")


@pytest.mark.anew
@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_the_same_brief_is_the_same_file(kind: str, tmp_path: Path, word: Path, paper: Path) -> None:
    again = written(kind, tmp_path, run=running.invoked)
    assert again.read_bytes() == (word if kind == "docx" else paper).read_bytes()


def test_a_reference_file_keeps_its_styles_and_its_letterhead(tmp_path: Path) -> None:
    office = docx.Document()
    office.styles["Heading 1"].font.name = "Courier New"
    office.sections[0].header.paragraphs[0].text = "Ministry of Examples"
    office.add_paragraph("What stood in the file.")
    office.save(str(tmp_path / "office.docx"))
    made = docx.Document(BytesIO(docx_file(report("a word"), tmp_path / "office.docx")))
    assert made.styles["Heading 1"].font.name == "Courier New"
    head = [paragraph.text for paragraph in made.sections[0].header.paragraphs]
    assert head[0] == "Ministry of Examples"
    assert "handling: team" in head[1]
    assert not any("What stood" in paragraph.text for paragraph in made.paragraphs)


def test_a_reference_that_is_no_word_file_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.docx"
    wrong.write_text("no archive", encoding="utf-8")
    with pytest.raises(WinsetError, match="is not a Word file"):
        docx_file(report("a"), wrong)
    result = running.invoked("brief", ALASKA, "-o", tmp_path / "b.pdf", "--reference", wrong)
    assert result.exit_code == 2
    assert "--reference goes with --format docx" in result.output


def test_a_pdf_is_tagged_for_those_who_cannot_see_it_and_titled(paper: Path) -> None:
    reader = pypdf.PdfReader(paper)
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"]
    assert reader.metadata.title == "Alaska summit on the war in Ukraine"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert 3 <= len(reader.pages) <= 9


def test_every_page_of_a_pdf_says_who_may_see_it_and_none_is_nearly_blank(paper: Path) -> None:
    for number, page in enumerate(pypdf.PdfReader(paper).pages, 1):
        text = page.extract_text()
        assert "handling: team" in text
        assert f"{number} / " in text
        assert len(text.split()) > 90


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_renders_the_word_file_on_at_most_nine_pages(word: Path, tmp_path: Path) -> None:
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    convert = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(word)]
    subprocess.run(convert, check=True, capture_output=True, timeout=running.PATIENCE)
    pages = [page.extract_text() for page in pypdf.PdfReader(tmp_path / "brief.pdf").pages]
    assert 3 <= len(pages) <= 9
    assert all("handling: team" in page for page in pages)
    assert all(len(page.split()) > 60 for page in pages)


@settings(max_examples=25, deadline=None)
@given(text=TEXTS)
def test_whatever_a_text_holds_it_is_text_in_every_format(text: str) -> None:
    shown = report(text)
    made = docx.Document(BytesIO(docx_file(shown)))
    assert without_isolates(made.paragraphs[0].text) == printable(text or "title").strip("\n")
    assert without_isolates(made.tables[0].cell(1, 0).text) == printable(text)
    assert pypdf.PdfReader(BytesIO(pdf_file(shown))).pages
    assert html_page(shown).count("<script") == 0


def without_isolates(text: str) -> str:
    """What stands between the marks that set words from right to left apart."""
    return text.replace(ISOLATE, "").replace(POP, "")


def test_a_text_for_which_there_is_no_font_makes_a_pdf_that_does_not_promise_to_be_readable_by_all() -> None:
    made: Any = pypdf.PdfReader(BytesIO(pdf_file(report("\U0001f9ff\U00020000"))))
    assert made.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" not in made.trailer["/Root"]["/Metadata"].get_data()


def test_a_hostile_text_stands_in_the_pdf_as_it_is() -> None:
    page = pypdf.PdfReader(BytesIO(pdf_file(report('#read("x") $a$ *b* `c` <d> @e')))).pages[0].extract_text()
    assert '#read("x") $a$ *b* `c` <d> @e' in " ".join(page.split())


@pytest.mark.parametrize(
    ("module", "write", "extra"), [("docx", docx_file, r"winset\[docx\]"), ("typst", pdf_file, r"winset\[pdf-out\]")]
)
def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, module: str, write: Any, extra: str) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(WinsetError, match=extra):
        write(report("a"))


def test_the_format_follows_the_suffix_and_another_suffix_is_refused(tmp_path: Path) -> None:
    result = running.invoked("brief", ALASKA, "-o", tmp_path / "brief.odt")
    assert result.exit_code == 2
    assert "a brief is .html, .htm, .md, .docx, .pdf" in result.output
