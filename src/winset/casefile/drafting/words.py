"""What candidates are called where they are shown: kinds of cues, doubts, and places in the case."""

from __future__ import annotations

from winset.casefile.drafting.candidate import CueKind, Doubt, ProposedField
from winset.casefile.drafting.kept import Corrections

KIND_WORDS: dict[CueKind, str] = {
    "want": "wants",
    "refusal": "refuses",
    "condition": "on a condition",
    "precondition": "asks for it before talks",
    "offer": "offers",
    "threat": "threatens",
    "absence": "is left out, or stays away",
    "delegation": "leaves it to another",
    "relief": "eases something in return, or step by step",
}
DOUBT_WORDS: dict[Doubt, str] = {
    "negated": "negated",
    "hedged": "hedged",
    "hypothetical": "imagined",
    "question": "in question",
    "denied": "denied",
    "past": "of earlier times",
    "swapped": "not the words that were said",
    "far": "named in the sentence before",
    "several": "several parties are named",
    "unnamed": "the words do not name it",
}
FIELD_WORDS: dict[ProposedField, str] = {
    "ideal": "what it wants",
    "rejects": "what it rejects",
    "precondition": "what it wants before any talks",
    "delegates_to": "it leaves the decision to another party",
    "consent": "it is needed on the issue",
    "lever": "a lever that it holds",
    "aim": "an aim beyond the issues",
    "note": "a note of what is left open",
    "claim": "a claim kept for later",
}
"""What a person can accept a candidate as; a meeting is written on its own page, and `open` is no place."""


def correction_words(drafter: str, counts: Corrections) -> str:
    """How often a person put something else in the place of what a model proposed; empty before any decision."""
    if not counts.decided:
        return ""
    wrong = counts.changed + counts.rejected
    decided = f"{counts.decided:,} candidate{'s' if counts.decided != 1 else ''}"
    return (
        f"{drafter}: of {decided} decided on, {counts.accepted:,} accepted as proposed, {counts.changed:,} changed, "
        f"{counts.rejected:,} rejected; corrected: {wrong / counts.decided:.0%}"
    )
