"""What a page of the workbench says, without its marks."""

from __future__ import annotations

import re
from html import unescape


def words(html: str) -> str:
    """What a page says, as it is read."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def words_apart(html: str) -> str:
    """The same with a space wherever one part of the page ends, as the cells of a table stand apart."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
