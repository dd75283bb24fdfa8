"""The words that stand for names of a case in a sheet, each for one name alone, and back."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from winset.casefile.names import nearest, short
from winset.model.case import Case
from winset.model.numbers import HANDLING, Handling

BASIS = {
    "stated": "stated: a source says it",
    "inferred": "inferred: we conclude it",
    "silent": "silent: no source says anything",
}
SUPPORT = {
    "direct": "direct: the party's own words",
    "reported": "reported: somebody says it of the party",
    "context": "context: circumstances from which it is read",
}
YES = {"yes": "yes"}
COUNTED = {"points": "zero", "status_quo": "the status quo"}
MOST_SHOWN = 3
"""Choices that a message names; beyond, it says how many more there are."""


class NoSuchChoice(ValueError):
    """A text is none of the choices; the message says which there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Words for names. words: by name, each once."""

    words: Mapping[str, str]

    @classmethod
    def of(cls, words: Iterable[tuple[str, str]]) -> Labels:
        """The words by name; those that several names share, or that are another's name, have the name beside them."""
        given = [(name, " ".join(text.split())) for name, text in words]
        names = {name for name, _ in given}
        times = Counter(_folded(text) for _, text in given)
        return cls(
            words={
                name: text
                if times[_folded(text)] == 1 and (text == name or text not in names) and not text.startswith("'")
                else f"{text} [{name}]"
                for name, text in given
            }
        )

    def name_of(self, text: str) -> str:
        """The name that the text stands for, whatever its spaces and capitals. Raises NoSuchChoice."""
        exact = [name for name, word in self.words.items() if word == text]
        wanted = _folded(text)
        found = exact or [name for name, word in self.words.items() if wanted in (_folded(word), _folded(name))]
        if len(found) == 1:
            return found[0]
        guess = nearest(text, self.words.values())
        first = list(self.words.values())[:MOST_SHOWN]
        more = len(self.words) - len(first)
        known = ", ".join(f"“{word}”" for word in first) + (f" and {more} more" if more else "")
        raise NoSuchChoice(
            f"“{short(text)}” is none of the choices; "
            + (f"did you mean “{guess}”?" if guess else f"there are {known}")
        )


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLabels:
    """The words of a case: parties, sources that may be named at a level, and the options of each issue."""

    parties: Labels
    sources: Labels
    issues: Labels
    options: Mapping[str, Labels]
    basis: Labels = Labels(words=BASIS)
    support: Labels = Labels(words=SUPPORT)
    yes: Labels = Labels(words=YES)
    counted: Labels = Labels(words=COUNTED)

    def choices(self, list_name: str, issue: str = "") -> Labels:
        """The choices of a list by its name."""
        if list_name == "issue":
            return self.options[issue]
        known: dict[str, Labels] = {
            "parties": self.parties,
            "sources": self.sources,
            "basis": self.basis,
            "support": self.support,
            "yes": self.yes,
            "counted": self.counted,
        }
        return known[list_name]


def case_labels(case: Case, level: Handling) -> CaseLabels:
    """The words of a case, without the sources that a level leaves out."""
    return CaseLabels(
        parties=Labels.of((name, party.name) for name, party in case.parties.items()),
        sources=Labels.of(
            (name, source.title or name) for name, source in case.sources.items() if is_shown(source.handling, level)
        ),
        issues=Labels.of((name, case.issue_title(name)) for name in case.issues),
        options={
            name: Labels.of((key, option.label) for key, option in issue.options.items())
            for name, issue in case.issues.items()
        },
    )


def is_shown(handling: Handling | None, level: Handling) -> bool:
    """True where what is marked so may be seen at the level."""
    return handling is None or HANDLING.index(handling) <= HANDLING.index(level)
