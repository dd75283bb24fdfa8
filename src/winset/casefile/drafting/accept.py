"""A candidate that is accepted: what then stands in the case, as an operation on its file."""

from __future__ import annotations

from winset.casefile.drafting.candidate import PATTERNS, Candidate, Choice
from winset.casefile.editing.changes import Operation, SetValue, at
from winset.casefile.editing.editor import OpenedCase
from winset.casefile.editing.operations.cells import NewClaim, cell_path, cell_said, cell_title, claim_made
from winset.casefile.editing.operations.claims import ClaimWords, Selection, claim_added, claim_of
from winset.casefile.editing.operations.entries import entry_added, free_name, item_added
from winset.casefile.editing.yaml_text import Data
from winset.errors import EditRefused

WHERE = "choose where in the case the words are to stand"
ISSUE = "choose the issue of which the words say something"
OPTION = "choose the option that the words are about"
OTHER = {"delegates_to": "choose the party to whom the decision is left", "lever": "choose the party that is pressed"}
TEXT = "a note says what is left open in your words: write it as the reading"
TABLE = "choose the meeting that the words are about"


def accepted(opened: OpenedCase, candidate: Candidate, choice: Choice) -> Operation:
    """What was chosen stands in the case, with the words as its claim; nothing is `stated` before this.

    Raises EditRefused where something is still to be chosen, or the words cannot be quoted.
    """
    operation = _operation(opened, candidate, choice)
    return Operation(title=title_of(opened, choice), changes=operation.changes)


def title_of(opened: OpenedCase, choice: Choice) -> str:
    """What is accepted, in a few words."""
    words = " ".join(choice.quote.split())
    head = words if len(words) <= 60 else words[:59].rstrip() + "…"
    about = f"{cell_title(opened, choice.issue, choice.party)}: " if choice.issue is not None else ""
    return f"Candidate accepted: {about}“{head}”"


def _operation(opened: OpenedCase, candidate: Candidate, choice: Choice) -> Operation:
    selection = Selection(source=candidate.source, start=choice.start, end=choice.end)
    words = words_of(choice, candidate.drafted_by)
    if choice.field in ("ideal", "rejects", "precondition"):
        return _position(opened, choice, selection, words)
    claim = claim_of(opened, selection, words)
    if choice.field == "delegates_to":
        return _delegation(opened, choice, claim)
    if choice.field == "lever":
        if choice.other is None:
            raise EditRefused(OTHER["lever"])
        name = free_name(opened, ("levers",), f"{choice.party} {candidate.cue} {choice.issue or ''}".strip())
        lever: dict[str, Data] = {
            "holders": [choice.party], "target": choice.other, "state": "threatened", "claim": claim,
        }  # fmt: skip
        return entry_added(opened, ("levers", name), lever)
    if choice.field == "consent":
        return _consent(opened, choice, claim)
    if choice.field == "table":
        if choice.option is None:
            raise EditRefused(TABLE)
        return claim_added(opened, ("tables", choice.option), claim)
    if choice.field == "aim":
        return item_added(opened, ("parties", choice.party, "aims"), {"claim": claim})
    if choice.field == "note":
        if not choice.reading:
            raise EditRefused(TEXT)
        return item_added(opened, ("notes",), {"text": choice.reading, "claim": claim})
    if choice.field == "claim":
        name = free_name(opened, ("claims",), f"{choice.party} {candidate.cue}")
        return entry_added(opened, ("claims", name), claim)
    raise EditRefused(WHERE)


def words_of(choice: Choice, drafted_by: str = PATTERNS) -> ClaimWords:
    """What a person says of the quote. What a model proposed says so, until somebody has read it once more."""
    speakers = tuple(name for part in choice.speaker.split(";") if (name := part.strip()))
    drafter = "" if drafted_by == PATTERNS else drafted_by
    return ClaimWords(reading=choice.reading, speaker=speakers, support=choice.support, drafted_by=drafter)


def _position(opened: OpenedCase, choice: Choice, selection: Selection, words: ClaimWords) -> Operation:
    if choice.issue is None:
        raise EditRefused(ISSUE)
    if choice.option is None:
        raise EditRefused(OPTION)
    is_refused = choice.field == "rejects"
    new = NewClaim(
        issue=choice.issue,
        party=choice.party,
        words=words,
        refuses=choice.option if is_refused else "",
        wants=choice.wants if is_refused else choice.option,
        because=choice.because,
    )
    made = claim_made(opened, new, selection)
    if choice.field != "precondition":
        return made
    path = cell_path(opened, choice.issue, choice.party)
    first, *rest = made.changes
    if isinstance(first, SetValue) and first.path == path and isinstance(first.value, dict):
        return Operation(title="", changes=(SetValue(path=path, value={**first.value, "precondition": True}), *rest))
    return Operation(title="", changes=(*made.changes, SetValue(path=(*path, "precondition"), value=True)))


def _delegation(opened: OpenedCase, choice: Choice, claim: dict[str, Data]) -> Operation:
    if choice.issue is None:
        raise EditRefused(ISSUE)
    if choice.other is None:
        raise EditRefused(OTHER["delegates_to"])
    path = cell_path(opened, choice.issue, choice.party)
    cell = at(opened.data, path)
    if isinstance(cell, dict) and cell.get("delegates_to") == choice.other:
        return claim_added(opened, path, claim)
    basis: dict[str, Data] = {"basis": "stated"}
    if choice.support == "context":
        basis = {"basis": "inferred", "because": choice.because}
    gone: dict[str, Data] = dict.fromkeys(("ideal", "rejects", "precondition"))
    return cell_said(
        opened, choice.issue, choice.party, {**gone, "delegates_to": choice.other, **basis, "claim": claim}
    )


def _consent(opened: OpenedCase, choice: Choice, claim: dict[str, Data]) -> Operation:
    """The party is needed on the issue besides those that are."""
    if choice.issue is None:
        raise EditRefused(ISSUE)
    path = ("consent", "issues", choice.issue)
    now = at(opened.data, path)
    if not isinstance(now, dict):
        return entry_added(opened, path, {"needs": [choice.party], "basis": "stated", "claim": claim})
    needs = now.get("needs") or []
    there = [needs] if isinstance(needs, str) else list(needs)
    added = claim_added(opened, path, claim)
    if choice.party in there:
        return added
    return Operation(title="", changes=(SetValue(path=(*path, "needs"), value=[*there, choice.party]), *added.changes))
