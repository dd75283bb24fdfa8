"""Numbers of notes that stand in one place are set apart, each once, in every form of a report."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from winset.report.blocks import Claims, Quote, Report, Section, Sentence
from winset.report.disclosure import Disclosed, disclose
from winset.report.pieces import piece
from winset.report.renderers.html import html_page
from winset.report.renderers.markdown import markdown_page
from winset.report.renderers.paper import Paper, Paragraph


def pointing(keys: str) -> Disclosed:
    """A report with one sentence that points to claims, each by a letter; a blank is words between them."""
    text = "".join(" and more" if key == " " else piece("claim", "", key) for key in keys)
    quotes = {key: Quote(reading=f"It is so, says {key}.", source="The Gazette") for key in set(keys) - {" "}}
    blocks = (Sentence(text=f"So it is{text}."), Claims())
    return disclose(Report(title="", sections=(Section(key="s", title="", blocks=blocks),), claims=quotes), "open")


@pytest.mark.parametrize(
    ("keys", "numbers"),
    [
        ("a", "1"),
        ("ab", "1, 2"),
        ("aab", "1, 2"),
        ("aba", "1, 2"),
        ("ab ba", "1, 2 and more2, 1"),
        ("a b", "1 and more2"),
    ],
)
def test_they_are_set_apart_and_said_once(keys: str, numbers: str) -> None:
    shown = pointing(keys)
    line = next(part for part in Paper(shown).parts() if isinstance(part, Paragraph))
    assert "".join(run.text for run in line.runs) == f"So it is{numbers}."
    assert all(run.raised or run.note is not None for run in line.runs if run.text in (", ", "1", "2"))
    html = re.search(r"<p>(So it is.*?)</p>", html_page(shown))
    assert html is not None
    assert re.sub(r"<[^>]+>", "", html[1]) == f"So it is{numbers}."
    written = next(line for line in markdown_page(shown).splitlines() if line.startswith("So it is"))
    assert re.sub(r"\[\^(\d)\]", r"\1", written) == f"So it is{numbers}.".replace(", ", " ")


def test_word_sets_them_apart_too() -> None:
    pytest.importorskip("docx")
    from winset.report.renderers.docx import docx_file

    text = ZipFile(BytesIO(docx_file(pointing("ab"), None))).read("word/document.xml").decode()
    assert re.search(r'<w:vertAlign w:val="superscript"/></w:rPr><w:t xml:space="preserve">, </w:t>', text)
