"""Whether the words around a quote name the party whose position it carries."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from winset.casefile.fold import fold
from winset.casefile.tree import Tree
from winset.errors import Path, Problem
from winset.model.case import Assertion, Case, Cell, Party
from winset.model.claims import Claim
from winset.model.evidence import CellSupport, Passage

ARTICLE = re.compile(r"^(?:the|The) (?=\S)")
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class SourceWords:
    """A text in one typography, with its words, so that it is quick to see what does not stand in it."""

    text: str
    words: frozenset[str]
    lower: str
    lower_words: frozenset[str]

    @classmethod
    def of(cls, text: str) -> SourceWords:
        folded = fold(text).text
        lower = folded.lower()
        return cls(folded, frozenset(WORD.findall(folded)), lower, frozenset(WORD.findall(lower)))


class PartyNames:
    """The names of some parties: their own, their aliases and their members.

    A name that has a capital is looked for as it is written, another in any case; an article before it does not count.
    A name stands in a text as whole words: `Iran` does not stand in "Iranian". Scripts without spaces or capitals,
    whose words run together, are looked for without that.
    """

    def __init__(self, parties: Iterable[Party]) -> None:
        party_names = (
            name
            for party in parties
            for name in (party.name, party.in_sentence, *party.aliases, *party.members)
            if name
        )
        names = dict.fromkeys(ARTICLE.sub("", " ".join(fold(name).text.split())) for name in party_names)
        self.names = tuple(
            (name, name != name.lower(), tuple(WORD.findall(name))) for name in names if WORD.search(name)
        )

    def stand_in(self, text: SourceWords) -> bool:
        """True where one of the names stands in the text as whole words."""
        return any(
            self._may_stand(words, text, cased) and _stands(name, text.text if cased else text.lower)
            for name, cased, words in self.names
        )

    @staticmethod
    def _may_stand(words: tuple[str, ...], text: SourceWords, cased: bool) -> bool:
        there = text.words if cased else text.lower_words
        return all(word in there or not word.isascii() for word in words)

    def include(self, speakers: Iterable[str]) -> bool:
        """True where one of those who speak bears one of the names."""
        spoken = {ARTICLE.sub("", " ".join(fold(speaker).text.split())) for speaker in speakers}
        return any(name in spoken for name, _, _ in self.names)


def _stands(name: str, text: str) -> bool:
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if not (_joined(text[start - 1 : start], name[0]) or _joined(text[end : end + 1], name[-1])):
            return True
        start = text.find(name, start + 1)
    return False


def _joined(beside: str, edge: str) -> bool:
    """True where a character beside a name makes its edge the middle of a word."""
    if not beside or unicodedata.category(edge) == "Lo":
        return False
    return beside == "_" or beside.isalnum() or unicodedata.category(beside).startswith("M")


def cell_supports(case: Case, passages: Mapping[Claim, Passage]) -> dict[tuple[str, ...], CellSupport]:
    """What the quotes of each cell are to its party, by issue and party; and of each red line with quotes of its own,
    by issue, party and option. A quote that was not found counts as one that names the party.
    """
    texts: dict[Claim, SourceWords] = {}
    known: dict[tuple[str, ...], PartyNames] = {}
    supports: dict[tuple[str, ...], CellSupport] = {}
    for _, at, cell, part in _supported(case):
        who = tuple(member for member in (at[1], cell.delegates_to) if member in case.parties and member is not None)
        if who not in known:
            known[who] = PartyNames(case.parties[member] for member in who)
        claims = case.claims_of(part)
        supports[at] = CellSupport(
            circumstances=all(claim.support == "context" for claim in claims),
            names_party=any(_names(known[who], claim, passages, texts) for claim in claims),
        )
    return supports


def _supported(case: Case) -> Iterator[tuple[Path, tuple[str, ...], Cell, Assertion]]:
    """Each cell and each red line with claims of its own: its path, its place, the cell, itself."""
    for issue, row in case.positions.items():
        for party, cell in row.items():
            path: Path = ("positions", issue, party)
            if party in case.parties and case.claims_of(cell):
                yield path, (issue, party), cell, cell
            for n, line in enumerate(cell.rejects if party in case.parties else ()):
                if case.claims_of(line):
                    yield (*path, "rejects", n), (issue, party, line.option), cell, line


def _names(names: PartyNames, claim: Claim, passages: Mapping[Claim, Passage], texts: dict[Claim, SourceWords]) -> bool:
    if claim not in passages or names.include(claim.speaker or ()):
        return True
    if claim not in texts:
        texts[claim] = SourceWords.of(passages[claim].sentence)
    return names.stand_in(texts[claim])


def unnamed(case: Case, tree: Tree, supports: Mapping[tuple[str, ...], CellSupport]) -> Iterator[Problem]:
    """A warning for each cell or red line none of whose quotes stands in a sentence that names its party."""
    for path, at, cell, _ in _supported(case):
        if supports[at].names_party:
            continue
        who = f"`{at[1]}`" + (f" or `{cell.delegates_to}`" if cell.delegates_to is not None else "")
        which = f"the refusal of `{at[2]}`" if len(at) > 2 else "this position"
        yield tree.problem(
            "W108",
            f"no sentence that {which} is read from names {who}",
            path,
            f"add the name that stands there to `aliases` of `{at[1]}`, or quote a sentence that names it"
            + ("" if supports[at].circumstances else "; if these are circumstances, say so: `support: context`"),
        )
