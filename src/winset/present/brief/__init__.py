"""The brief: two pages that can be handed over, and an annex that opens every claim."""

from winset.present.brief.html import html_brief
from winset.present.brief.markdown import markdown_brief

__all__ = ["html_brief", "markdown_brief"]
