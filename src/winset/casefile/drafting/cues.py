"""The words by which cues are recognised: an open list, by language and kind, and how a line of it is read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LIST = Path(__file__).with_name("cues.txt")
LANGUAGES = ("en",)
"""Languages for which there are words; a source that says it is in another one is not drafted from."""

_NEGATED = (
    "do", "does", "did", "is", "are", "was", "were", "will", "would", "can", "could", "shall", "should", "has", "have",
    "had", "must", "need",
)  # fmt: skip
_CONTRACTED = {"will": "wo", "can": "ca", "shall": "sha"}
_PARTY = "{party}"
_NOT = "{not}"
_GAP = "…"
_MOST_BETWEEN = 4
"""Words that … in a line of the list of cues stands for; beyond, the line is not met."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Cue:
    """A line of the list. before: the words, up to the name of the party where the line has one; after: those that
    follow the name. names_party: whether the line says where the party stands. is_negative: it has its own negation.
    """

    kind: str
    before: re.Pattern[str]
    after: re.Pattern[str] | None
    names_party: bool
    is_negative: bool


@cache
def cues(language: str) -> dict[str, tuple[Cue, ...]]:
    """The cues of a language, by each small word that one can begin with."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    by_word: defaultdict[str, list[Cue]] = defaultdict(list)
    for line in lines:
        if line and not line.startswith("#"):
            spoken, kind, words = line.split(" | ")
            if spoken == language:
                for first, cue in _read(kind, words):
                    by_word[first].append(cue)
    return {word: tuple(there) for word, there in by_word.items()}


def cues_in(text: str, start: int, end: int, language: str) -> Iterator[tuple[Cue, int, int]]:
    """Every cue that stands in a stretch of a text, with its span up to the name of a party that it has."""
    known = cues(language)
    for word in _WORD.finditer(text, start, end):
        for cue in known.get(word[0].lower(), ()):
            match = cue.before.match(text, word.start(), end)
            if match is not None:
                yield cue, match.start(), match.end()


def _read(kind: str, words: str) -> Iterator[tuple[str, Cue]]:
    """The cue of a line, under each word that it can begin with."""
    head, _, tail = words.partition(_PARTY)
    before, after = head.split(), tail.split()
    if not before:
        raise ValueError(f"the line `{words}` has no word before the name of the party")
    cue = Cue(
        kind=kind,
        before=re.compile(_pattern(before), re.IGNORECASE),
        after=re.compile(r"\s+" + _pattern(after), re.IGNORECASE) if after else None,
        names_party=_PARTY in words,
        is_negative=_NOT in before or any(token in ("no", "not", "not/never", "never") for token in before),
    )
    for first in sorted(set(_first_words(before))):
        yield first, cue


def _first_words(tokens: list[str]) -> Iterator[str]:
    token = tokens[0]
    if token == _NOT:
        yield from ("never", "not", "cannot", "nor", "neither", "no")
        yield from _NEGATED
        yield from (f"{_CONTRACTED.get(verb, verb)}n" for verb in _NEGATED)
        return
    if token.startswith("["):
        yield from _first_words([token[1:-1]])
        yield from _first_words(tokens[1:])
        return
    for form in token.split("/"):
        yield from (word.split("-")[0].lower() for word in _forms(form))


def _forms(word: str) -> tuple[str, ...]:
    """A word with its endings, where it may have some."""
    if not word.endswith("~"):
        return (word,)
    stem = word[:-1]
    forms = [stem, stem + "s", stem + "es", stem + "ed", stem + "ing"]
    if stem.endswith("e"):
        forms += [stem + "d", stem[:-1] + "ing"]
    if stem.endswith("y"):
        forms += [stem[:-1] + "ies", stem[:-1] + "ied"]
    return tuple(forms)


def _pattern(tokens: list[str]) -> str:
    """The regular expression of words one after the other."""
    parts: list[str] = []
    space = ""
    for token in tokens:
        if token == _GAP:
            parts.append(rf"(?:\s+[^\s.;:]+){{0,{_MOST_BETWEEN}}}?")
            space = r"\s+"
        elif token.startswith("["):
            parts.append(rf"(?:{space}{_token(token[1:-1])})?" if space else rf"(?:{_token(token[1:-1])}\s+)?")
            space = space or ""
        else:
            parts.append(space + _token(token))
            space = r"\s+"
    return "".join(parts) + r"(?!\w)"


def _token(token: str) -> str:
    if token == _NOT:
        verbs = "|".join(_NEGATED)
        short = "|".join(_CONTRACTED.get(verb, verb) for verb in _NEGATED)
        return (
            rf"(?:(?:{verbs})\s+(?:not|never|no\s+longer)|(?:{short})n['’]t|cannot|never|not|neither|nor|no\s+longer)"
        )
    forms = [form for part in token.split("/") for form in _forms(part)]
    return "(?:" + "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True)) + ")"
