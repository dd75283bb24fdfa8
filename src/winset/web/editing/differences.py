"""What changed between two states of a case file, in the words of a comparison: as far as it may be shown."""

from __future__ import annotations

from winset.casefile.editing.editor import OpenedCase
from winset.model.numbers import Handling
from winset.questions.comparison.in_words import in_words
from winset.report.blocks import Report
from winset.report.disclosure import disclose

MOST = 12
"""Changes that are told one by one; beyond, it is said how many more there are."""
UNREADABLE = "The case has errors, or had them then: what was changed cannot be told."
NOTHING = "Only comments, the layout or the order of the file were changed."


def differences(before: OpenedCase, after: OpenedCase, level: Handling) -> tuple[str, ...]:
    """Each change in a line."""
    old, new = before.checked, after.checked
    if old.errors or new.errors or old.case is None or new.case is None:
        return (UNREADABLE,)
    made = in_words(old.case, new.case)
    told = disclose(Report(title="", data={"changes": [change.shown for change in made]}), level).document["changes"]
    lines = [f"{line.rstrip('.')}." for line in dict.fromkeys(told)]
    more = len(lines) - MOST
    return (*lines[:MOST], *([f"And {more} more."] if more > 0 else [])) or (NOTHING,)
