"""Claims: made of words that somebody selected in a source, put where they carry something, mended, taken out."""

from __future__ import annotations

from collections.abc import Mapping as Read
from dataclasses import dataclass
from typing import Any, Literal

from winset.casefile.document_text import SourceRefused
from winset.casefile.editing.changes import CaseChange, InsertItem, Operation, RemoveValue, RenameKey, SetValue, at
from winset.casefile.editing.editor import OpenedCase
from winset.casefile.editing.resolve import SHORT_FOR
from winset.casefile.editing.yaml_text import Data
from winset.casefile.fields import fields_at
from winset.casefile.names import listing, short, spelled
from winset.casefile.nodes import Mapping, find
from winset.casefile.passages import ChosenPassage, passage_at
from winset.casefile.quotes import CutsWord, Empty, QuoteMatch, Several, SoughtQuote, find_quote
from winset.casefile.sources import SourceText, read_source
from winset.errors import EditRefused, Path, Problem

FIELDS_IN_ORDER = (
    "source", "quote", "prefix", "suffix", "reading", "speaker", "support", "date", "reviewed_by", "drafted_by",
)  # fmt: skip
"""The fields of a claim in the order in which they are written."""
Support = Literal["direct", "reported", "context"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Words of a source that somebody selected. start, end: places in its text, in characters."""

    source: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimWords:
    """What a person says of a quote: what the words mean, who said them, when, and how they carry it. drafted_by: the
    model that proposed it, where one did.
    """

    reading: str = ""
    speaker: tuple[str, ...] = ()
    date: str = ""
    support: Support = "reported"
    reviewed_by: str = ""
    drafted_by: str = ""


def claim_of(opened: OpenedCase, selection: Selection, words: ClaimWords) -> dict[str, Data]:
    """The claim of the words that were selected, with a prefix or suffix where the gate needs one to find them.

    Raises EditRefused where the words begin or end inside a word, cannot be told from others of the same wording, or
    the source cannot be read.
    """
    passage = _passage(opened, selection)
    claim: dict[str, Data] = {"source": selection.source, "quote": passage.match.read}
    given = (
        ("prefix", passage.prefix), ("suffix", passage.suffix), ("reading", words.reading), ("date", words.date),
        ("reviewed_by", words.reviewed_by), ("drafted_by", words.drafted_by),
    )  # fmt: skip
    claim |= {name: text for name, text in given if text}
    if words.speaker:
        claim["speaker"] = words.speaker[0] if len(words.speaker) == 1 else list(words.speaker)
    if words.support != "reported":
        claim["support"] = words.support
    return {name: claim[name] for name in FIELDS_IN_ORDER if name in claim}


def selection_of(opened: OpenedCase, source: str, words: str) -> Selection:
    """Where words that were copied or typed stand in a source, as the quote gate finds them.

    Raises EditRefused where they do not stand there, or in several places.
    """
    match = find_quote(_text(opened, source), SoughtQuote(quote=words))
    if isinstance(match, QuoteMatch):
        return Selection(source=source, start=match.start, end=match.end)
    if isinstance(match, Several):
        raise EditRefused(f"these words stand {len(match.lines)} times in the source or more often; take more of them")
    if isinstance(match, CutsWord):
        raise EditRefused(f"the quote begins or ends inside a word; take whole words: “{match.whole}”")
    if isinstance(match, Empty):
        raise EditRefused("the quote holds no words")
    nearest = f"; the nearest that does is “{match.nearest}”" if match.nearest else ""
    raise EditRefused(f"these words do not stand in the source{nearest}")


def _text(opened: OpenedCase, name: str) -> SourceText:
    """The text of a source. Raises EditRefused where there is none, or it cannot be read."""
    sources: Any = opened.data.get("sources") or {}
    entry = sources.get(name)
    if not isinstance(entry, dict) or "file" not in entry:
        known = listing(sources) or "none"
        raise EditRefused(f"no source is called `{short(name)}`; this case has: {known}")
    source = read_source(opened.path.parent, str(entry["file"]))
    if isinstance(source, SourceRefused):
        raise EditRefused(f"source `{name}`: {source.message}", opened.tree.place(("sources", name)))
    return source


def _passage(opened: OpenedCase, selection: Selection) -> ChosenPassage:
    source = _text(opened, selection.source)
    if not 0 <= selection.start < selection.end <= len(source.text):
        raise EditRefused(f"source `{selection.source}` has {len(source.text):,} characters; select words in it")
    passage = passage_at(selection.source, source, selection.start, selection.end)
    if isinstance(passage, CutsWord):
        raise EditRefused(f"the selection begins or ends inside a word; take whole words: “{passage.whole}”")
    if isinstance(passage, Empty):
        raise EditRefused("the selection holds no words")
    if passage is None:
        raise EditRefused("these words cannot be told from others of the same wording; select more of them")
    return passage


def claim_added(opened: OpenedCase, where: Path, claim: Read[str, Data] | str) -> Operation:
    """What stands at the path is carried by the claim, or by the one of that name under `claims`: as its `claim`, or
    under `also` where it has one. Of `claims`, `parties.us.aims` or `notes` the path is that of the new entry's list.

    Raises EditRefused where no claim can stand there, or this one stands there already.
    """
    here = at(opened.data, where)
    if "claim" not in fields_at(where):
        raise EditRefused(f"no claim can stand in `{spelled(where)}`", opened.tree.place(where))
    fields: Data = claim if isinstance(claim, str) else dict(claim)
    title = f"Claim added to {spelled(where)}"
    if not isinstance(here, dict) or here.get("claim") is None:
        return Operation(title=title, changes=(SetValue(path=(*where, "claim"), value=fields),))
    also = here.get("also")
    there = [here["claim"], *(also if isinstance(also, list) else [also] if also else [])]
    if any(_words(opened.data, other) == _words(opened.data, fields) for other in there):
        raise EditRefused(f"this quote stands in `{spelled(where)}` already", opened.tree.place((*where, "claim")))
    return Operation(title=title, changes=(InsertItem(path=(*where, "also"), value=fields),))


def _words(data: Read[str, Any], claim: Any) -> tuple[object, ...]:
    """What one claim is told from another by."""
    named = (data.get("claims") or {}).get(claim, claim) if isinstance(claim, str) else claim
    if not isinstance(named, dict):
        return (named,)
    return tuple(named.get(name) for name in ("source", "quote", "prefix", "suffix"))


def claim_removed(opened: OpenedCase, path: Path) -> Operation:
    """The claim at the path is gone; where it was the main one, the next of `also` takes its place."""
    around, title = path[:-1], f"Claim removed from {spelled(path[:-1])}"
    also = (at(opened.data, around) or {}).get("also") if path[-1] == "claim" else None
    changes: list[CaseChange] = [RemoveValue(path=path)]
    if isinstance(also, list) and also:
        last = len(also) == 1
        changes = [
            SetValue(path=path, value=also[0]),
            RemoveValue(path=(*around, "also") if last else (*around, "also", 0)),
        ]
    elif len(path) > 2 and path[-2] == "also" and len(at(opened.data, around) or []) == 1:
        changes = [RemoveValue(path=around)]
    return Operation(title=title, changes=tuple(changes))


def suggestion_taken(opened: OpenedCase, problem: Problem) -> Operation:
    """What is suggested for a problem stands in the place that the problem is about: the exact words of a quote, or the
    name that was meant, be it that of a section. Raises EditRefused where nothing is suggested.
    """
    if problem.suggestion is None or not problem.path:
        raise EditRefused("nothing is suggested for this problem", problem.place)
    title = f"Suggestion taken for {spelled(problem.path)}"
    node, key = find(opened.layout.root, problem.path)
    if key is not None and problem.place == key.place:
        return Operation(title=title, changes=(RenameKey(path=problem.path, name=problem.suggestion),))
    path = problem.path
    if isinstance(node, Mapping):
        field = next((name for name in SHORT_FOR.values() if name in node.entries), None)
        if field is None:
            raise EditRefused("what is suggested cannot stand in the place of a whole section", problem.place)
        path = (*path, field)
    return Operation(title=title, changes=(SetValue(path=path, value=problem.suggestion),))


def claim_reviewed(path: Path, reader: str) -> Operation:
    """A second person has read the quote and agrees with the reading."""
    change = SetValue(path=(*path, "reviewed_by"), value=reader)
    return Operation(title=f"{spelled(path)} reviewed by {reader}", changes=(change,))
