"""PDFs in two columns, set by typst: justified, with hyphens, footnotes, a running header and numbers of pages."""

from __future__ import annotations

from random import Random

from .passages import PASSAGES

LANGUAGES = {"English": "en", "Russian": "ru", "Ukrainian": "uk", "French": "fr", "German": "de", "Hebrew": "he"}
"""Those for which the fonts that come with typst have letters, with the code of their rules of hyphenation."""
FILLING = {
    "English": "The talks began in the old town hall and went on for three days.",
    "Russian": "Переговоры начались в старой ратуше и продолжались три дня.",
    "Ukrainian": "Переговори почалися в старій ратуші й тривали три дні.",
    "French": "Les pourparlers ont commencé dans l’ancien hôtel de ville.",
    "German": "Die Gespräche begannen im alten Rathaus und dauerten drei Tage.",
    "Hebrew": "השיחות החלו בבית העירייה הישן ונמשכו שלושה ימים.",
}
NOTE = "Statement of the chancellery, paragraph 3, as printed in the annex."
NOTES = {"Hebrew": "הודעת הלשכה, סעיף 3, כפי שנדפסה בנספח לדין וחשבון של הוועדה."}
_HEAD = """\
#set page(width: 148mm, height: 120mm, margin: 12mm, columns: 2, header: [Review of Mediation], numbering: "1")
#set par(justify: true)
"""


def two_columns(language: str, draw: Random) -> bytes:
    """The passages of a language in another order, among other sentences, in two columns over several pages."""
    import typst

    passages = list(PASSAGES[language])
    draw.shuffle(passages)
    way = "rtl" if language == "Hebrew" else "ltr"
    head = f'{_HEAD}#set text(size: 9pt, hyphenate: true, lang: "{LANGUAGES[language]}", dir: {way})\n'
    paragraphs = []
    for passage in passages:
        before, after = ([FILLING[language]] * draw.randrange(3) for _ in range(2))
        note = f"#footnote[{NOTES.get(language, NOTE)}]" * (draw.random() < 0.4)
        paragraphs.append(" ".join([*before, passage, *after]) + note)
    made: bytes = typst.compile((head + "\n\n".join(paragraphs)).encode(), format="pdf")
    return made
