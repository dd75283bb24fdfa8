"""The evidence gate: a claim counts only if its quote stands in its source.

The gate proves that the words stand there, not what they mean; a reading is a person's. It also tells whether the words
around a quote name the party whose position it carries.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path as File

from winset.casefile.document_text import SourceRefused
from winset.casefile.fold import fold
from winset.casefile.quotes import MOST_PLACES, CutsWord, Empty, NotThere, QuoteMatch, Several, SoughtQuote, find_quote
from winset.casefile.sources import SourceText, remembered_source
from winset.casefile.swapped_words import SwappedPhrase, direct_speech, reads_swapped, swapped_phrases
from winset.casefile.tokens import on_one_line
from winset.casefile.tree import Tree
from winset.errors import Path, Problem
from winset.model.case import Assertion, Case, Cell, Party, parts
from winset.model.claims import Claim
from winset.model.evidence import CellSupport, Passage

MOST_SEARCHED = 50_000_000
"""Characters of sources in which passages are sought that are like quotes which are not there; beyond, none is."""

LONGEST_NAME = 80
"""Signs of the name of a style sheet that a warning shows; beyond, the rest is left out."""

MOST_PHRASES = 5
"""Phrases of a source with swapped words that a warning shows; beyond, it says how many more there are."""

QUOTES_REMEMBERED = 5_000
"""Quotes of which it is remembered where they stand in a source; beyond, the oldest are sought again."""

_found = lru_cache(maxsize=QUOTES_REMEMBERED)(find_quote)

Sources = Mapping[str, SourceText | SourceRefused]


def open_sources(folder: File, case: Case | None) -> Sources:
    """Every source of the case, read or refused, by name."""
    return {name: remembered_source(folder, source.file) for name, source in case.sources.items()} if case else {}


def digests(sources: Sources) -> dict[str, str | None]:
    """The sha256 of each source by name; None of one that cannot be read."""
    return {name: source.sha256 if isinstance(source, SourceText) else None for name, source in sources.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """The sources of one case and what its quotes resolve to in them."""

    tree: Tree
    case: Case
    sources: Sources

    def problems_of_sources(self) -> list[Problem]:
        """An error for each source that cannot be read, a warning for each that has changed, and for each that may hide
        more than is known.
        """
        problems: list[Problem] = []
        for name, source in self.sources.items():
            path: Path = ("sources", name)
            if isinstance(source, SourceRefused):
                problems.append(self.tree.problem(source.code, f"source `{name}`: {source.message}", (*path, "file")))
            elif self.case.sources[name].sha256 not in (None, source.sha256):
                problems.append(
                    self.tree.problem(
                        "W101",
                        f"source `{name}` has changed since its `sha256` was written; its quotes were checked again",
                        (*path, "sha256"),
                        f"it is now {source.sha256}",
                    )
                )
            if isinstance(source, SourceText) and source.elsewhere:
                problems.append(self._styled_elsewhere(name, source))
            if isinstance(source, SourceText) and reads_swapped(phrases := self._swapped(name, source)):
                problems.append(self._words_swapped(name, source, phrases))
        return problems

    def _swapped(self, name: str, source: SourceText) -> tuple[SwappedPhrase, ...]:
        return swapped_phrases(source, self.case.sources[name].glossary.items())

    def _words_swapped(self, name: str, source: SourceText, phrases: tuple[SwappedPhrase, ...]) -> Problem:
        """That a source reads like a text whose words a program swapped, with the first phrases of which it is told."""
        times = sum(len(phrase.offsets) for phrase in phrases)
        shown = [
            f"“{phrase.shown[:LONGEST_NAME]}” ({source.where(phrase.offsets[0])}, "
            f"perhaps “{phrase.listed.original[:LONGEST_NAME]}”)"
            for phrase in phrases[:MOST_PHRASES]
        ]
        more = len(phrases) - len(shown)
        message = (
            f"source `{name}` reads like a text whose words were swapped: {len(phrases):,} odd phrases in "
            f"{times:,} places, {', '.join(shown)}" + (f" and {more:,} more" if more else "")
        )
        speech = len(direct_speech(source))
        said = f"the {speech:,} passages in quotation marks" if speech != 1 else "the passage in quotation marks"
        hint = (
            "only phrases of a list and of the source's `glossary` are found, and nothing is edited; "
            "look for the original" + (f", and do not cite {said} as a speaker's own words" if speech else "")
        )
        return self.tree.problem("W110", message, ("sources", name), hint)

    def _styled_elsewhere(self, name: str, source: SourceText) -> Problem:
        first, more = source.elsewhere[0], len(source.elsewhere) - 1
        which = f"`{first[:LONGEST_NAME]}`" + (f" and {more} more" if more else "")
        message = (
            f"source `{name}` is styled by {which}, which is not read: words that the page hides by it count as shown"
        )
        hint = "see that the page shows each quote, or save it as PDF and quote that"
        return self.tree.problem("W109", message, ("sources", name, "file"), hint)

    def passages(self) -> tuple[dict[Claim, Passage], list[Problem]]:
        """Where each claim's quote stands, and a problem for each that does not stand where it should."""
        passages: dict[Claim, Passage] = {}
        problems: list[Problem] = []
        compared = 0
        for path, claim in claims_in_place(self.case):
            source = self.sources.get(claim.source)
            if not isinstance(source, SourceText):
                continue
            sought = SoughtQuote(quote=claim.quote, prefix=claim.prefix, suffix=claim.suffix)
            is_suggested = compared < MOST_SEARCHED
            result = _found(source, sought, suggest=is_suggested)
            if isinstance(result, NotThere) and not result.is_hidden:
                compared += len(source.text)
            if isinstance(result, QuoteMatch):
                is_exact = result.exact or claim.quote.strip() == result.read
                passages[claim] = Passage(
                    text=result.read,
                    shown=on_one_line(result.read),
                    sentence=result.sentence,
                    where=result.where,
                    exact=is_exact,
                    altered_speech=self._is_altered_speech(claim, source, result),
                )
                if not is_exact:
                    problems.append(self._folded(path, claim.quote, source.name, result))
            else:
                problems.append(self._refused(path, source, result, suggested=is_suggested))
        return passages, problems

    def _is_altered_speech(self, claim: Claim, source: SourceText, found: QuoteMatch) -> bool:
        """True of words that the claim or the source gives as somebody's own, where the source's words were swapped."""
        if not reads_swapped(self._swapped(claim.source, source)):
            return False
        is_said = claim.support == "direct" or claim.speaker is not None
        return is_said or any(start < found.end and found.start < end for start, end in direct_speech(source))

    def _folded(self, path: Path, quote: str, file: str, match: QuoteMatch) -> Problem:
        from winset.casefile.typography import difference_of, word_around

        here, there = word_around(quote.strip(), match.read)
        return self.tree.problem(
            "W104",
            f"this quote differs from `{file}`, {match.where}, in typography only: "
            f"{difference_of(quote.strip(), match.read)}",
            (*path, "quote"),
            f"“{here}” stands there as “{there}”; `winset check --fix` writes the exact text",
            match.read,
        )

    def _refused(
        self, path: Path, source: SourceText, result: NotThere | Several | CutsWord | Empty, *, suggested: bool
    ) -> Problem:
        where = (*path, "quote")
        if isinstance(result, Several):
            lines = ", ".join(str(line) for line in result.lines)
            return self.tree.problem(
                "E102",
                f"this quote stands {_times(result.lines)} in `{source.name}` (lines {lines})",
                where,
                "add `prefix` or `suffix`, the words directly before or after it (`winset quote … --line N` does): "
                + " · ".join(f"“{text}”" for text in result.contexts[:3]),
            )
        if isinstance(result, CutsWord):
            message = f"this quote begins or ends inside a word of `{source.name}`, line {result.line}"
            return self.tree.problem("E103", message, where, f"quote whole words: “{result.whole}”", result.whole)
        if isinstance(result, Empty):
            return self.tree.problem("E104", "this quote is empty", where)
        if result.stands_elsewhere:
            hint = f"the words stand on line {result.line}, but not with this `prefix` or `suffix` beside them"
            message = f"this quote is not where `prefix` or `suffix` places it in `{source.name}`"
            return self.tree.problem("E105", message, where, hint)
        if result.is_hidden:
            message = f"`{source.name}` does not show the words of this quote to a reader"
            hint = "they are hidden, struck out, too small, or in the colour of the page; quote what can be read"
            return self.tree.problem("E101", message, where, hint)
        otherwise = "nothing like it was found" if suggested else "what is like it was not sought after so many others"
        hint = f"nearest, line {result.line}: “{result.nearest}”" if result.nearest else otherwise
        return self.tree.problem("E101", f"this quote is not in `{source.name}`", where, hint, result.nearest)


def _times(lines: tuple[int, ...]) -> str:
    return f"{len(lines)} times" if len(lines) < MOST_PLACES else f"{MOST_PLACES} times or more"


def claims_in_place(case: Case) -> list[tuple[Path, Claim]]:
    """Every claim of the case with its path: named ones once, where they are named."""
    return [(path, part) for path, part in parts(case) if isinstance(part, Claim)]


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
