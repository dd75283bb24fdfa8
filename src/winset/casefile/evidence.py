"""The evidence gate: a claim counts only if its quote stands in its source.

The gate proves that the words stand there, not what they mean; a reading is a person's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path as File

from winset.casefile.quotes import MOST_PLACES, CutsWord, Empty, NotThere, QuoteMatch, Several, SoughtQuote, find_quote
from winset.casefile.source_refused import SourceRefused
from winset.casefile.sources import SourceText, remembered_source
from winset.casefile.swapped_words import SwappedPhrase, direct_speech, reads_swapped, swapped_phrases
from winset.casefile.tokens import on_one_line
from winset.casefile.tree import Tree
from winset.errors import Path, Problem
from winset.model.case import Case, parts
from winset.model.claims import Claim
from winset.model.evidence import Passage

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
            return self.tree.problem(
                "E103",
                f"this quote begins or ends inside a word of `{source.name}`, line {result.line}",
                where,
                f"quote whole words: “{result.whole}”",
                result.whole,
            )
        if isinstance(result, Empty):
            return self.tree.problem("E104", "this quote is empty", where)
        if result.stands_elsewhere:
            hint = f"the words stand on line {result.line}, but not with this `prefix` or `suffix` beside them"
            return self.tree.problem(
                "E105", f"this quote is not where `prefix` or `suffix` places it in `{source.name}`", where, hint
            )
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
