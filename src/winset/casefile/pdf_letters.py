"""What is read in the words that a PDF writes, by the tables of its fonts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from winset.casefile.document_text import UNREADABLE
from winset.casefile.pdf_widths import NO_FONT, FontWidths, font_widths
from winset.casefile.pdf_words import Word

_AT_ONCE = 500  # words; pypdf takes longer for each the more it has read
_MARK = "\ufdd0"  # no character; stands between two words that are read


class Letters:
    """The fonts of a PDF, and what the words say that were read in it; each is worked out once."""

    def __init__(self) -> None:
        self._widths: dict[int, FontWidths] = {}
        self._read: dict[tuple[int, bytes], str] = {}
        self._codes: dict[tuple[int, bytes], str] = {}

    def widths(self, font: Any) -> FontWidths:
        """The widths of the font's letters."""
        if id(font) not in self._widths:
            self._widths[id(font)] = font_widths(font)
        return self._widths[id(font)]

    def of(self, words: Sequence[Word]) -> list[str]:
        """What is read in each word, without white space."""
        wanted = {(id(word.font), word.letters): word for word in words}
        new = [word for key, word in wanted.items() if key not in self._read]
        new.sort(key=lambda word: id(word.font))
        for start in range(0, len(new), _AT_ONCE):
            asked = new[start : start + _AT_ONCE]
            for word, read in zip(asked, _decoded(asked), strict=True):
                self._read[id(word.font), word.letters] = read
        return [self._read[id(word.font), word.letters] for word in words]

    def of_code(self, font: FontWidths, code: bytes) -> str:
        """What one letter of a font says, or several that it has as one."""
        key = id(font), code
        if key not in self._codes:
            self._codes[key] = _plain(_text_of(font, code))
        return self._codes[key]


def _text_of(font: FontWidths, code: bytes) -> str:
    """What a page says that writes nothing but this."""
    return _drawn([(font, [code])])


def _drawn(runs: Iterable[tuple[FontWidths, Iterable[bytes | str]]]) -> str:
    """What a page says that writes texts one after the other, each run of them in a font."""
    from pypdf import PageObject
    from pypdf.generic import (
        ByteStringObject,
        ContentStream,
        DictionaryObject,
        FloatObject,
        NameObject,
        TextStringObject,
    )  # fmt: skip

    fonts = DictionaryObject()
    contents = ContentStream(None, None)
    contents.operations = [([], b"BT")]
    for number, (font, texts) in enumerate(runs):
        name = NameObject(f"/F{number}")
        if font is not NO_FONT and font.font:
            fonts[name] = font.font
        contents.operations.append(([name, FloatObject(12)], b"Tf"))
        for text in texts:
            written = ByteStringObject(text) if isinstance(text, bytes) else TextStringObject(text)
            contents.operations.append(([written], b"Tj"))
    contents.operations.append(([], b"ET"))
    page = PageObject.create_blank_page(width=100, height=100)
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = contents
    read: str = page.extract_text()
    return read


def _decoded(words: Sequence[Word]) -> list[str]:
    groups = [list(same) for _, same in groupby(words, lambda word: id(word.font))]
    runs = ((group[0].font, [text for word in group for text in (word.letters, _MARK)]) for group in groups)
    parts = _drawn(runs).split(_MARK)[:-1]
    if len(parts) != len(words):  # a font that writes the mark, or letters from right to left
        return ["\ufffd"] * len(words)
    return [_plain(part) for part in parts]


def _plain(text: str) -> str:
    """A word without white space; a hyphen that is drawn can be seen, whatever its font calls it."""
    return "".join(UNREADABLE.sub("\ufffd", text.replace("\f", "\n").replace("\u00ad", "-")).split())
