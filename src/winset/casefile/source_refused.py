"""What a document of a source gives: its text, or why it was not read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from winset.casefile.running_text import Furniture

UNREADABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters and lone surrogates, which the text of a source never holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentText:
    """The words of a document that are seen; whole: with those that are not, empty where there are none.

    pictured: pages of a PDF, from 1, of which some text is seen only as part of a picture, as on a scanned page whose
    words were recognised. furniture: what belongs to the pages. elsewhere: style sheets that a page of HTML loads,
    which may hide more.
    """

    text: str
    whole: str = ""
    pictured: frozenset[int] = frozenset()
    furniture: tuple[Furniture, ...] = ()
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRefused:
    """Why a source was not read: a code from E120 to E125, and what would be right."""

    code: str
    message: str


def too_large(file: str, size: str, limit: str) -> SourceRefused:
    """That the source has more of something than a source may have."""
    message = f"`{file}` has {size}; a source may have at most {limit}: keep the part that is quoted"
    return SourceRefused(code="E122", message=message)
