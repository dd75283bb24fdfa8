"""What an entry of a judged section is called, from the names that lead to it and the words of the model."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from winset.errors import Path
from winset.model.claims import Node
from winset.model.marks import Called, Named
from winset.model.placed import PlacedNumber, place_shape
from winset.report.names import listed, owned_by


class WordsOfNames(Protocol):
    """How names of a case stand in a sentence."""

    def party(self, name: str) -> str: ...

    def topic(self, issue: str) -> str: ...

    def option(self, issue: str, option: str) -> str: ...

    def titled(self, section: str, name: str) -> str: ...


SINGULAR: dict[Named | None, str] = {
    "parties": "party", "issues": "issue", "options": "option", "levers": "lever", "tables": "table", None: "name",
}  # fmt: skip


def named(words: WordsOfNames, names: Iterable[tuple[str, Named | None]]) -> list[str]:
    """Names that lead to an entry, each in words: an option by the issue before it, a section's own name as it is."""
    said: list[str] = []
    issue = ""
    for name, refers in names:
        issue = name if refers == "issues" else issue
        said.append(_word(words, name, refers, issue))
    return said


def _word(words: WordsOfNames, name: str, refers: Named | None, issue: str) -> str:
    match refers:
        case "parties":
            return words.party(name)
        case "issues":
            return words.topic(name)
        case "options" if issue:
            return words.option(issue, name)
        case "levers" | "tables":
            return words.titled(refers, name)
    return name.replace("_", " ")


def called(words: WordsOfNames, model: type[Node], path: Path) -> str:
    """What an entry is called, as the beginning of a sentence; where the model has no words for its section, by the
    section's name and the names that lead to it.
    """
    at = place_shape(model, path)
    said = named(words, at.names)
    pattern = next((mark.words for mark in at.field.marks if isinstance(mark, Called)), "") if at.field else ""
    if not pattern:
        section = str(at.field.file if at.field else path[-1]).replace("_", " ")
        return f"{section[:1].upper()}{section[1:]}{': ' if said else ''}{listed(said)}"
    for (_, refers), word in zip(at.names, said, strict=True):
        slot = SINGULAR.get(refers, "name")
        taken = next((one for one in (f"{slot}’s", slot, f"other {slot}") if f"{{{one}}}" in pattern), "")
        pattern = pattern.replace(f"{{{taken}}}", owned_by(word) if taken.endswith("’s") else word, 1)
    return pattern


def what_number(words: WordsOfNames, model: type[Node], placed: PlacedNumber) -> str:
    """What a judged number is of: its entry, and within it the fields and names that lead to the number."""
    steps = range(2, len(placed.name) + 1)
    entries = (placed.name[:n] for n in steps if _is_entry(model, placed.name[:n]))
    entry = next(entries, placed.name)
    inside, n = [], len(entry)
    while n < len(placed.name):
        before, here = (place_shape(model, placed.name[:end]) for end in (n, n + 1))
        step = placed.name[n]
        if len(here.names) > len(before.names):
            inside.append(_word(words, *here.names[-1], ""))
        elif isinstance(step, int):
            inside.append(f"number {step + 1}")
        else:
            inside.append(step.replace("_", " "))
        n += 1
    return ", ".join((called(words, model, entry), *inside))


def _is_entry(model: type[Node], path: Path) -> bool:
    """True where all the names that lead to an entry stand on a path, or its section holds a single number."""
    at = place_shape(model, path)
    return at.field is not None and not at.keys and (bool(at.names) or at.field.node is None)
