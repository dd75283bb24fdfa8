"""A brief as a file, in each of the formats in which it is handed over."""

from __future__ import annotations

from pathlib import Path

from winset.report.disclosure import Disclosed

FORMATS = {"html": "html", "htm": "html", "md": "md", "docx": "docx", "pdf": "pdf"}
"""Suffixes of files, with what is written into them."""
WITH_CHARTS = {"html", "pdf"}
"""Formats whose charts are drawn as SVG."""


def written(shown: Disclosed, kind: str, reference: Path | None = None) -> str | bytes:
    """What is in the file. kind: of the formats. reference: a Word file whose styles it takes. Raises WinsetError where
    a format needs what is not installed.
    """
    if kind == "md":
        from winset.report.renderers.markdown import markdown_page

        return markdown_page(shown)
    if kind == "docx":
        from winset.report.renderers.docx import docx_file

        return docx_file(shown, reference)
    if kind == "pdf":
        from winset.report.renderers.typst import pdf_file

        return pdf_file(shown)
    from winset.report.renderers.html import html_page

    return html_page(shown)
