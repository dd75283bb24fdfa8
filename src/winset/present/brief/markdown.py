"""The brief as Markdown, for wikis, mail and further editing."""

from __future__ import annotations

import re

from winset.present.brief.contents import Contents
from winset.present.brief.html import environment

SPACE = re.compile(r"\s+")
SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def markdown_brief(contents: Contents) -> str:
    """The whole brief as Markdown; texts of the case are escaped so that they stay text."""
    templates = environment(escape=False)
    templates.filters["md"] = escaped
    return templates.get_template("brief.md.j2").render(c=contents)


def escaped(text: object) -> str:
    """A text on one line, with every character that Markdown or HTML could take for markup escaped."""
    line = SPACE.sub(" ", str(text))
    return SPECIAL.sub(r"\\\1", line).replace("&", "&amp;")
