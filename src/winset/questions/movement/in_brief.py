"""How a brief takes up how positions have moved: in its annex, where a case lists an earlier position."""

from __future__ import annotations

from winset.questions.in_brief import InBrief, Taken

TITLE = "How have positions moved?"
IN_BRIEF = InBrief(title=TITLE, annex=(Taken(key="answer", title=TITLE), Taken(key="chart", title="")))
