"""A page of HTML as text: the words that a reader sees on it, a paragraph for each block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from winset.casefile.document_text import UNREADABLE, DocumentText, SourceRefused, too_large
from winset.casefile.page_styles import MOST_MATCHED, Ancestry, PageStyles, TooManyRules, Variables, names_of
from winset.casefile.page_visible import Look, look_inside

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from bs4.element import PageElement, Tag

MOST_TAGS = 200_000
"""Tags of a source in HTML; beyond, it is refused."""

_NO_WORDS = frozenset({
    "script", "style", "noscript", "template", "title", "metadata", "defs", "symbol", "annotation", "annotation-xml",
})  # fmt: skip
_DROPPED = frozenset({
    "del", "s", "strike", "datalist", "noembed", "noframes", "iframe", "object", "video", "audio", "canvas", "rp",
})  # fmt: skip
"""Struck out, or shown by a browser only where it cannot show something else."""
_NEVER_VISIBLE = (
    (re.compile("<!--"), "-->"),
    (re.compile(r"<!\[CDATA\["), "]]>"),
    (re.compile(r"<!\["), "]>"),
    (re.compile("<[!?/a-zA-Z]"), ">"),
)
_BLOCKS = re.compile(
    "address|article|aside|blockquote|body|caption|center|d[dlt]|details|dialog|div|fieldset|figcaption|figure|footer"
    "|form|h[1-6r]|head|header|html|legend|li|main|menu|nav|ol|option|p|pre|section|select|summary|table|tbody"
    "|textarea|tfoot|thead|t[dhr]|ul"
)
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def html_text(markup: str, file: str) -> DocumentText | SourceRefused:
    """The words of a page, one paragraph per block element, white space inside a block collapsed."""
    if markup.count("<") > MOST_TAGS:
        return too_large(file, f"{markup.count('<'):,} tags", f"{MOST_TAGS:,} tags")
    from bs4 import BeautifulSoup  # only when needed: it takes longer to import than all the rest of the evidence gate
    from bs4.exceptions import ParserRejectedMarkup

    try:
        soup = BeautifulSoup(_closed(markup), "html.parser")
    except ParserRejectedMarkup:
        return SourceRefused(code="E123", message=f"`{file}` cannot be read as HTML; save it as text or PDF")
    try:
        styles = PageStyles(soup=soup)
        pieces = list(_pieces(soup, styles))
    except TooManyRules:
        return too_large(file, "too many style rules for its tags", f"{MOST_MATCHED:,} comparisons of rules with tags")
    seen = paragraphs(piece for piece, is_seen in pieces if is_seen)
    return DocumentText(text=seen, whole=with_unseen(pieces), elsewhere=styles.elsewhere)


def paragraphs(pieces: Iterator[str]) -> str:
    """The pieces as text: blocks, with form feeds between them, an empty line apart; vertical tabs are line breaks."""
    blocks = "".join(pieces).split("\f")
    paragraphs = ("\n".join(map(_collapsed, block.split("\v"))).strip("\n") for block in blocks)
    return "\n\n".join(filter(None, paragraphs))


def with_unseen(pieces: Sequence[tuple[str, bool]]) -> str:
    """The pieces as text, those that are not seen among them; empty where all are seen."""
    is_whole = all(is_seen or not piece.strip() for piece, is_seen in pieces)
    return "" if is_whole else paragraphs(piece for piece, _ in pieces)


def _closed(markup: str) -> str:
    """The markup up to a comment, declaration or tag that never ends; browsers show nothing of what follows.

    Without this, Python's parser searches the rest of the page for the end anew at each opening sign.
    """
    for opening, closing in _NEVER_VISIBLE:
        unclosed = opening.search(markup, markup.rfind(closing) + 1)
        if unclosed:
            markup = markup[: unclosed.start()]
    return markup


def _collapsed(line: str) -> str:
    """The line without white space at its ends, runs of it as one space; a no-break space is kept as it is."""
    return re.sub("[ \t\n\r]+", " ", line).strip(" ")


@dataclass(frozen=True, slots=True)
class _Around:
    """What holds for the strings of an element: how they look, None where they are not shown, what lies around, and the
    variables of its styles.
    """

    look: Look | None
    ancestry: Ancestry
    digits: dict[int, int]
    variables: Variables


def _pieces(soup: BeautifulSoup, styles: PageStyles) -> Iterator[tuple[str, bool]]:
    """Every string in order, with whether it is seen; a form feed at each border of a block, a vertical tab at a line
    break, and a space in the place of what is not seen.

    Walks with its own stack, since a page may nest its tags deeper than Python can recurse. Digits in superscripts
    and subscripts become such characters: 10<sup>2</sup> is not 102.
    """
    from bs4.element import CData, NavigableString, Tag

    stack: list[tuple[PageElement | str, _Around]] = [(soup, _Around(Look(), Ancestry(), {}, styles.at_root))]
    while stack:
        node, around = stack.pop()
        if isinstance(node, Tag):
            if node.name in _NO_WORDS:
                continue
            inside = _inside(node, around, styles)
            border = "\f" if _BLOCKS.fullmatch(node.name) else ""
            stack.append((border, around))
            stack.extend((child, inside) for child in reversed(node.contents))
            yield "\v" if node.name == "br" else border, True
        elif type(node) in (NavigableString, CData):
            text = UNREADABLE.sub("\ufffd", str(node).replace("\f", " ").replace("\v", " ")).translate(around.digits)
            is_seen = around.look is not None and around.look.is_seen
            yield text, is_seen
            if not is_seen:
                yield " ", True
        elif type(node) is str:
            yield node, True


def _inside(tag: Tag, around: _Around, styles: PageStyles) -> _Around:
    """What holds for what the element holds."""
    digits = {"sup": SUPERSCRIPTS, "sub": SUBSCRIPTS}.get(tag.name, around.digits)
    names = names_of(tag)
    look, variables = around.look, around.variables
    if look is not None:
        hidden = tag.name in _DROPPED or "hidden" in tag.attrs or (tag.name == "dialog" and "open" not in tag.attrs)
        style, variables = ({}, variables) if hidden else styles.of(tag, names, around.ancestry, variables)
        look = None if hidden else look_inside(look, tag, style)
    return _Around(look, around.ancestry.below(names), digits, variables)
