"""What a document says of itself: title, date, author and language, each only where it stands in the file.

Nothing is guessed from the words: where the file is silent, or says two things, nothing is said here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from winset.casefile.pdf_objects import DAMAGED

if TYPE_CHECKING:
    from winset.casefile.sources import Kind

LONGEST = 200
"""Characters of a title or a name; beyond, they are cut off."""
SEARCHED = 100_000
"""Characters at the beginning of a page of HTML in which its head is sought."""

_DATES = (
    *("date", "article:published_time", "datepublished", "dc.date", "dc.date.issued", "dcterms.date"),
    *("dcterms.issued", "citation_date", "citation_publication_date"),
)
_AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "citation_author")
_DAY = re.compile(r"([0-9]{4})(?:([-/])([0-9]{2})(?:\2([0-9]{2}))?)?(?=$|[T ])")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")
_FILE_NAME = re.compile(r"Microsoft Word - |.*\.[A-Za-z0-9]{1,5}$|untitled$", re.IGNORECASE)
"""What programs write as the title of a PDF or a Word document where nobody gave it one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """What a document says of itself; each empty where it says nothing.

    date: a year, a month or a day, as in a case file; of a PDF or a Word document the day on which it was made.
    """

    title: str = ""
    date: str = ""
    author: str = ""
    language: str = ""

    @property
    def fields(self) -> dict[str, str]:
        """Those that a source has beside its title, as far as they are known."""
        known = {"date": self.date, "author": self.author, "language": self.language}
        return {name: text for name, text in known.items() if text}


def document_facts(kind: Kind, data: bytes) -> DocumentFacts:
    """What the document says of itself; nothing where it is plain text, or damaged there."""
    if kind == "html":
        return _of_page(data.decode("utf-8", errors="replace")[:SEARCHED])
    if kind == "docx":
        return _of_word(data)
    return _of_pdf(data) if kind == "pdf" else DocumentFacts()


def legible(text: object) -> str:
    """The text on one line without signs that nobody sees, not longer than a title may be."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text) if isinstance(text, str) else ""
    return " ".join(plain.split())[:LONGEST].strip()


def _of_page(markup: str) -> DocumentFacts:
    from bs4 import BeautifulSoup, Tag
    from bs4.exceptions import ParserRejectedMarkup

    try:
        soup = BeautifulSoup(markup, "html.parser")
    except ParserRejectedMarkup:
        return DocumentFacts()
    dates, authors = [], []
    for tag in soup.find_all("meta"):
        names = {str(tag.get(key, "")).strip().casefold() for key in ("name", "property", "itemprop")}
        content = legible(tag.get("content"))
        if names & {*_DATES}:
            dates.append(_day(content))
        if names & {*_AUTHORS} and content and "://" not in content:
            authors.append(content)
    root = soup.find("html")
    language = root.get("lang") or root.get("xml:lang") if isinstance(root, Tag) else ""
    return DocumentFacts(date=_sole(dates), author="; ".join(dict.fromkeys(authors)), language=_language(language))


def _of_pdf(data: bytes) -> DocumentFacts:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(data))
        information = reader.metadata
        language = _language(reader.root_object.get("/Lang"))
        if information is None:
            return DocumentFacts(language=language)
        title, author = given_title(information.title), legible(information.author)
        made = information.creation_date
    except (PyPdfError, *DAMAGED):
        return DocumentFacts()
    return DocumentFacts(
        title=title, author=author, language=language, date=made.date().isoformat() if made is not None else ""
    )


def _of_word(data: bytes) -> DocumentFacts:
    """From the core properties of the document, where it has any: python-docx would make some up."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    from winset.casefile.document_text import SourceRefused
    from winset.casefile.docx_source import docx_damage, opened_docx

    document = opened_docx(data, "")
    if isinstance(document, SourceRefused):
        return DocumentFacts()
    try:
        kinds = {relationship.reltype for relationship in document.part.package.rels.values()}
        if RELATIONSHIP_TYPE.CORE_PROPERTIES not in kinds:
            return DocumentFacts()
        core = document.core_properties
        made = core.created
        return DocumentFacts(
            title=given_title(core.title),
            author=legible(core.author),
            date=made.date().isoformat() if made is not None else "",
            language=_language(core.language),
        )
    except docx_damage():
        return DocumentFacts()


def given_title(text: object) -> str:
    """The title that somebody gave the document; empty where a program wrote the name of a file there."""
    title = legible(text)
    return "" if _FILE_NAME.match(title) else title


def _day(text: str) -> str:
    """The day, month or year at the beginning of the text, as a case file writes it; empty where none stands there."""
    match = _DAY.match(text)
    if match is None:
        return ""
    year, month, day = match[1], match[3], match[4]
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    return "-".join(filter(None, (year, month, day)))


def _sole(texts: Iterable[str]) -> str:
    """The text that all say; empty where they say several."""
    several = set(filter(None, texts))
    return several.pop() if len(several) == 1 else ""


def _language(text: object) -> str:
    """The code of a language, with the first part in small letters; empty where it is none."""
    first, *more = str(text or "").strip().replace("_", "-").split("-")
    code = "-".join((first.lower(), *more))
    return code if _LANGUAGE.fullmatch(code) else ""
