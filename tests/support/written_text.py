"""The text of documents that were written, of whatever form."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from zipfile import ZipFile


def read(file: Path) -> str:
    """All text of a document that was written, wherever in it that stands."""
    if file.suffix == ".pdf":
        from pypdf import PdfReader

        reader = PdfReader(file)
        return " ".join([*(page.extract_text() for page in reader.pages), str(reader.metadata)])
    if file.suffix == ".docx":
        with ZipFile(file) as parts:
            each = (parts.read(name).decode("utf-8", "replace") for name in parts.namelist() if name.endswith(".xml"))
            return " ".join(unescape(re.sub(r"<[^<>]+>", "", one)) for one in each)
    return file.read_text(encoding="utf-8")
