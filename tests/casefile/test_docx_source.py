"""A Word document as a source: what a reader sees becomes text, what nobody sees is not quoted, damage refused."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.casefile import docx_source
from winset.casefile.document_facts import DocumentFacts, document_facts
from winset.casefile.document_text import SourceRefused
from winset.casefile.docx_source import docx_text
from winset.casefile.quotes import SoughtQuote, find_quote
from winset.casefile.sources import SourceText, read_source, source_text

SPACES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "x": "http://example.org/unknown",
    }.items()
)


def packed(document: Any) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def with_body(*elements: str, change: Callable[[Any], None] | None = None) -> bytes:
    """A document with these elements in its body, as XML."""
    document = Document()
    for element in elements:
        name = element[1:].split(">")[0].split(" ")[0].rstrip("/")
        document.element.body.insert_element_before(
            parse_xml(element.replace(f"<{name}", f"<{name} {SPACES}", 1)), "w:sectPr"
        )
    if change is not None:
        change(document)
    return packed(document)


def read(*elements: str, change: Callable[[Any], None] | None = None) -> SourceText:
    source = source_text("a.docx", with_body(*elements, change=change))
    assert isinstance(source, SourceText), source
    return source


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, look: str = "") -> str:
    return f"<w:p><w:pPr>{look}</w:pPr>{''.join(runs)}</w:p>"


def refused(data: bytes, code: str, *words: str) -> None:
    source = source_text("a.docx", data)
    assert isinstance(source, SourceRefused), source
    assert source.code == code
    for word in words:
        assert word in source.message


def rewritten(data: bytes, **parts: Callable[[bytes], bytes]) -> bytes:
    """The package with parts changed, by the end of their names before the suffix."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            change = parts.get(name.rpartition("/")[2].partition(".")[0])
            new.writestr(name, change(old.read(name)) if change else old.read(name))
    return stream.getvalue()


def test_paragraphs_and_cells_stand_in_their_order_and_apart(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Minutes", 1)
    document.add_paragraph("The north will ").add_run("not").bold = True
    document.paragraphs[-1].add_run(" open\tthe gate.\nNot before spring.")
    table = document.add_table(rows=2, cols=2)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"cell {number}"
    document.add_paragraph("")
    document.add_paragraph("The end.")
    (tmp_path / "a.docx").write_bytes(packed(document))
    source = read_source(tmp_path, "a.docx")
    assert isinstance(source, SourceText)
    assert source.text == (
        "Minutes\n\nThe north will not open the gate.\nNot before spring."
        "\n\ncell 0\n\ncell 1\n\ncell 2\n\ncell 3\n\nThe end."
    )
    assert (source.kind, source.whole) == ("docx", "")
    assert source.where(0) == "paragraph 1"
    assert source.where(source.text.index("Not before")) == "paragraph 2"
    assert source.where(source.text.index("The end")) == "paragraph 7"


HIDDEN = {
    "hidden": run("not ", "<w:vanish/>"),
    "struck out": run("not ", "<w:strike/>"),
    "struck out twice": run("not ", "<w:dstrike w:val='true'/>"),
    "white": run("not ", "<w:color w:val='FFFFFF'/>"),
    "tiny": run("not ", "<w:sz w:val='2'/>"),
    "deleted": "<w:del w:id='1' w:author='a'><w:r><w:delText xml:space='preserve'>not </w:delText></w:r></w:del>",
    "moved away": f"<w:moveFrom w:id='1' w:author='a'>{run('not ')}</w:moveFrom>",
    "code of a field": "<w:r><w:fldChar w:fldCharType='begin'/></w:r>" + run("not ")
    + "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>",
}  # fmt: skip


@pytest.mark.parametrize("how", HIDDEN)
def test_what_is_not_seen_cannot_be_quoted(how: str) -> None:
    source = read(paragraph(run("The gate will "), HIDDEN[how], run("open.")))
    assert source.text == "The gate will open."
    assert source.whole == "The gate will not open."


SEEN = {
    "inserted": f"<w:ins w:id='1' w:author='a'>{run('not ')}</w:ins>",
    "moved here": f"<w:moveTo w:id='1' w:author='a'>{run('not ')}</w:moveTo>",
    "switched off": run("not ", "<w:vanish w:val='0'/>"),
    "white on black": run("not ", "<w:color w:val='FFFFFF'/><w:shd w:val='clear' w:fill='000000'/>"),
    "linked": f"<w:hyperlink w:anchor='a'>{run('not ')}</w:hyperlink>",
    "in a control": f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{run('not ')}</w:sdtContent></w:sdt>",
    "result of a field": "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>"
    "<w:r><w:fldChar w:fldCharType='separate'/></w:r>" + run("not ") + "<w:r><w:fldChar w:fldCharType='end'/></w:r>",
}  # fmt: skip


@pytest.mark.parametrize("how", SEEN)
def test_what_is_seen_can_be_quoted(how: str) -> None:
    source = read(paragraph(run("The gate will "), SEEN[how], run("open.")))
    assert (source.text, source.whole) == ("The gate will not open.", "")


@pytest.mark.parametrize(
    ("in_style", "direct", "is_seen"), [("1", "", False), ("0", "", True), ("1", "<w:vanish w:val='0'/>", True)]
)
def test_a_style_hides_its_words_unless_they_say_otherwise(in_style: str, direct: str, *, is_seen: bool) -> None:
    hides = f"<w:rPr><w:vanish w:val='{in_style}'/></w:rPr>"

    def styled(document: Any) -> None:
        for name, based, inside in (("Base", "Top", hides), ("Top", "Base", "")):
            style = f"<w:style {SPACES} w:type='character' w:styleId='{name}'><w:basedOn w:val='{based}'/>{inside}"
            document.styles.element.append(parse_xml(f"{style}</w:style>"))

    source = read(
        paragraph(run("It will "), run("not ", f"<w:rStyle w:val='Top'/>{direct}"), run("open.")), change=styled
    )
    assert source.text == ("It will not open." if is_seen else "It will open.")


def test_a_deleted_or_hidden_row_is_not_seen() -> None:
    rows = "".join(
        f"<w:tr><w:trPr>{look}</w:trPr><w:tc>{paragraph(run(text))}</w:tc></w:tr>"
        for text, look in (("one", ""), ("two", "<w:del w:id='1' w:author='a'/>"), ("three", "<w:hidden/>"))
    )
    assert read(f"<w:tbl>{rows}</w:tbl>").text == "one"


def test_a_text_box_stands_once_after_its_paragraph_in_the_form_that_word_shows() -> None:
    def box(text: str) -> str:
        return f"<w:txbxContent>{paragraph(run(text))}</w:txbxContent>"

    def both(requires: str) -> str:
        shape = f"<w:drawing><wps:wsp><wps:txbx>{box('new')}</wps:txbx></wps:wsp></w:drawing>"
        choice = f"<mc:Choice Requires='{requires}'>{shape}</mc:Choice>"
        other = f"<mc:Fallback><w:pict>{box('old')}</w:pict></mc:Fallback>"
        return f"<w:r><mc:AlternateContent>{choice}{other}</mc:AlternateContent></w:r>"

    assert read(paragraph(run("The gate "), both("wps"), run("is shut."))).text == "The gate is shut.\n\nnew"
    assert read(paragraph(run("The gate "), both("x"), run("is shut."))).text == "The gate is shut.\n\nold"


def test_signs_and_raised_digits() -> None:
    signs = "<w:r><w:t>cease</w:t><w:noBreakHyphen/><w:t>fire 10</w:t></w:r>"
    source = read(paragraph(signs, run("2", "<w:vertAlign w:val='superscript'/>"), "<w:r><w:sym w:char='F0E0'/></w:r>"))
    assert source.text == "cease\u2011fire 10²\ufffd"


def test_a_quote_is_found_with_its_paragraph_and_a_hidden_one_is_not() -> None:
    source = read(paragraph(run("All is well.")), paragraph(run("It will "), run("not ", "<w:vanish/>"), run("open.")))
    match = find_quote(source, SoughtQuote(quote="It will open."))
    assert getattr(match, "where", "") == "paragraph 2"
    assert not hasattr(find_quote(source, SoughtQuote(quote="It will not open.")), "where")


def test_facts_are_those_of_the_core_properties_and_none_are_made_up() -> None:
    document = Document()
    document.add_paragraph("All is well.")
    core = document.core_properties
    core.title, core.author, core.language = "The minutes", "A. Writer", "uk"
    core.created = datetime(2025, 5, 7, 23, 0, tzinfo=UTC)
    facts = DocumentFacts(title="The minutes", date="2025-05-07", author="A. Writer", language="uk")
    assert document_facts("docx", packed(document)) == facts
    bare = rewritten(
        packed(document), **{"": lambda data: re.sub(rb"<Relationship [^>]*core-properties[^>]*>", b"", data)}
    )
    assert document_facts("docx", bare) == DocumentFacts()


def test_too_much_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 60_000_000)
    refused(stream.getvalue(), "E122", "60,000,000 bytes when unpacked", "50,000,000")
    monkeypatch.setattr(docx_source, "MOST_PARTS", 3)
    refused(with_body(paragraph(run("x"))), "E122", "parts")


def test_entities_and_parts_of_one_name_are_refused() -> None:
    data = with_body(paragraph(run("ENTITY")))
    types = b'<!DOCTYPE w:document [<!ENTITY e SYSTEM "file:///etc/passwd">]>'

    def declared(part: bytes) -> bytes:
        head, _, rest = part.partition(b"?>")
        return head + b"?>" + types + rest.replace(b"ENTITY", b"&e;")

    refused(rewritten(data, document=declared), "E125", "declares a document type")
    refused(rewritten(data, styles=declared), "E125", "declares a document type")
    stream = BytesIO(data)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("word/document.xml", archive.read("word/document.xml"))
    refused(stream.getvalue(), "E125", "two of its parts have one name")


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "cannot be read as a Word document"), (b"PK\x03\x04", "cannot be read as a Word document"),
     (b"plain text", "cannot be read as a Word document"), (b"\xd0\xcf\x11\xe0rest", "encrypted, or an old Word")],
)  # fmt: skip
def test_what_is_no_word_document_is_refused(data: bytes, words: str) -> None:
    refused(data, "E125", words)


def test_a_document_without_words_is_refused() -> None:
    refused(with_body(), "E125", "no text can be seen")
    refused(with_body(paragraph(run("x", "<w:vanish/>"))), "E125", "no text can be seen")


WHOLE = with_body(paragraph(run("The gate will "), run("open.")), paragraph(run("It is old.")))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=8), st.booleans())
def test_damage_gives_a_text_or_a_refusal(at: int, junk: bytes, cut: bool) -> None:
    data = WHOLE[:at] if cut else WHOLE[:at] + junk + WHOLE[at + len(junk) :]
    result = docx_text(data, "a.docx")
    assert not isinstance(result, SourceRefused) or result.code in ("E122", "E125")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.text("ab c", min_size=1, max_size=5), st.booleans()), min_size=1, max_size=8))
def test_the_text_is_that_of_the_runs_that_are_seen(runs: list[tuple[str, bool]]) -> None:
    data = with_body(paragraph(run("start "), *(run(text, "" if seen else "<w:vanish/>") for text, seen in runs)))
    source = source_text("a.docx", data)
    assert isinstance(source, SourceText)
    expected = "start " + "".join(text if seen else " " for text, seen in runs)
    assert source.text.split() == expected.split()
