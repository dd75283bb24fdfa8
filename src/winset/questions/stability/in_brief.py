"""How a brief takes up whether the packages that it shows would be kept: in the words that stand beside them."""

from __future__ import annotations

from winset.questions.in_brief import InBrief, Taken

IN_BRIEF = InBrief(annex=(Taken(key="holds_in_words", title="Would it be kept?", words_only=True),))
