"""What python-docx has no words for: footnotes, fields, rows that repeat, shaded cells, written as OOXML.

Source: ECMA-376, Office Open XML File Formats, part 1, sections 17.11 (footnotes), 17.16 (fields) and 17.4 (tables).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from winset.report.renderers.docx_styles import REFERENCE

if TYPE_CHECKING:
    from docx.document import Document

    from winset.report.renderers.paper import Run, Runs

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)
FIRST_BOOKMARK = 9000
"""Numbers of bookmarks from here on are the footnotes’: a file’s own begin low."""
BEFORE_NOTES = (
    "endnotePr", "compat", "docVars", "rsids", "mathPr", "attachedSchema", "themeFontLang", "clrSchemeMapping",
    "doNotIncludeSubdocsInStats", "doNotAutoCompressPictures", "forceUpgrade", "captions", "readModeInkLockDown",
    "smartTagType", "schemaLibrary", "shapeDefaults", "doNotEmbedSmartTags", "decimalSymbol", "listSeparator",
)  # fmt: skip
"""Settings that stand after those of footnotes, in the order of the schema."""


class FootnotesPart:
    """The footnotes of a document. A claim has one footnote; where it is pointed to again, its number stands there."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.placed: set[int] = set()
        self.text, self.reference = (document.styles[name].style_id for name in ("footnote text", REFERENCE))

    def refer(self, paragraph: Any, number: int) -> None:
        """Points to a footnote at the end of a paragraph."""
        if number in self.placed:
            run = add_field(paragraph, f"NOTEREF note_{number} \\h", str(number))
            run.font.superscript = True
            return
        self.placed.add(number)
        mark = FIRST_BOOKMARK + number
        paragraph._p.append(_element("bookmarkStart", id=str(mark), name=f"note_{number}"))
        run = paragraph.add_run()
        run.style = REFERENCE
        run._r.append(_element("footnoteReference", id=str(number)))
        paragraph._p.append(_element("bookmarkEnd", id=str(mark)))

    def write(self, notes: Iterable[tuple[int, Runs]]) -> None:
        """Writes the footnotes that are pointed to, in the place of those that the file had."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        main = self.document.part
        for key in [key for key, rel in main.rels.items() if rel.reltype == RELATIONSHIP_TYPE.FOOTNOTES]:
            main.rels.pop(key)
        written = "".join(self._note(number, runs) for number, runs in notes if number in self.placed)
        whole = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:footnotes xmlns:w="{NAMESPACE}">'
        blob = f"{whole}{SEPARATORS}{written}</w:footnotes>".encode()
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE, blob, main.package)
        main.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        self._settings()

    def _note(self, number: int, runs: Runs) -> str:
        said = "".join(f'<w:r>{_look(run)}<w:t xml:space="preserve">{escape(run.text)}</w:t></w:r>' for run in runs)
        return (
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{self.text}"/></w:pPr>'
            f'<w:r><w:rPr><w:rStyle w:val="{self.reference}"/></w:rPr><w:footnoteRef/></w:r>'
            f'<w:r><w:t xml:space="preserve"> </w:t></w:r>{said}</w:p></w:footnote>'
        )

    def _settings(self) -> None:
        """Names the separators among the settings of the file, in the place that the schema has for them."""
        from docx.oxml.ns import qn

        settings = self.document.settings.element
        for old in settings.findall(qn("w:footnotePr")):
            settings.remove(old)
        named = _element("footnotePr")
        named.append(_element("footnote", id="-1"))
        named.append(_element("footnote", id="0"))
        after = next((setting for setting in settings if setting.tag.rpartition("}")[2] in BEFORE_NOTES), None)
        if after is None:
            settings.append(named)
        else:
            after.addprevious(named)


def _look(run: Run) -> str:
    """How the words of a note are set."""
    look = f"{'<w:b/>' * run.strong}{'<w:rtl/>' * run.leftward}"
    return f"<w:rPr>{look}</w:rPr>" if look else ""


def add_field(paragraph: Any, instruction: str, shown: str) -> Any:
    """A field at the end of a paragraph, with what it shows until it is worked out anew; the run that shows it."""
    from docx.oxml.ns import qn

    for kind in ("begin", "", "separate"):
        run = paragraph.add_run()._r
        if kind:
            run.append(_element("fldChar", fldCharType=kind))
        else:
            text = _element("instrText")
            text.text = f" {instruction} "
            text.set(qn("xml:space"), "preserve")
            run.append(text)
    result = paragraph.add_run(shown)
    paragraph.add_run()._r.append(_element("fldChar", fldCharType="end"))
    return result


def repeat_row(row: Any) -> None:
    """The row stands at the head of the table on every page."""
    row._tr.get_or_add_trPr().append(_element("tblHeader"))


def keep_row_whole(row: Any) -> None:
    """No page ends within the row."""
    row._tr.get_or_add_trPr().append(_element("cantSplit"))


def shade(cell: Any, colour: str) -> None:
    """Gives the cell a ground."""
    cell._tc.get_or_add_tcPr().append(_element("shd", val="clear", color="auto", fill=colour))


def _element(tag: str, /, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made
