"""In what two texts differ that are the same words in another typography."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

from winset.casefile.fold import INVISIBLE, fold
from winset.casefile.save import double_quoted

LONGEST_COMPARED = 2_000
"""Characters of a quote in which each difference is sought; beyond, only the first is told."""
_STRAIGHT = "'\"`"
_NO_BREAK = "\u00a0\u202f\u2007"


def difference_of(quote: str, exact: str) -> str:
    """What the source has where the quote has something else, in words: "quotation marks (the source has ’ where the
    quote has ')"; empty where they are the same.
    """
    kinds: dict[str, tuple[str, str]] = {}
    for here, there in _differing(quote, exact):
        kinds.setdefault(_kind(here, there), (here, there))
    differences = [
        f"{kind} (the source has {_named(there)} where the quote has {_named(here)})"
        for kind, (here, there) in kinds.items()
    ]
    return " and ".join(filter(None, [", ".join(differences[:-1]), *differences[-1:]]))


def word_around(quote: str, exact: str) -> tuple[str, str]:
    """The words with the first difference, in the quote and in the source."""
    first = next((n for n, (a, b) in enumerate(zip(quote, exact, strict=False)) if a != b), min(len(quote), len(exact)))
    return _word(quote, first), _word(exact, first)


def _differing(quote: str, exact: str) -> list[tuple[str, str]]:
    if max(len(quote), len(exact)) > LONGEST_COMPARED:
        first = next((n for n, (a, b) in enumerate(zip(quote, exact, strict=False)) if a != b), 0)
        return [(quote[first : first + 1], exact[first : first + 1])]
    matcher = SequenceMatcher(None, quote, exact, autojunk=False)
    pairs: list[tuple[str, str]] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        here, there = quote[a:b], exact[c:d]
        pairs += zip(here, there, strict=True) if len(here) == len(there) else [(here, there)]
    return pairs


def _kind(here: str, there: str) -> str:
    """Of what kind the signs are that differ."""
    both = here + there
    folded = fold(both).text.strip(" ")
    if any(sign in INVISIBLE for sign in both) and not fold(here).text.strip() and not fold(there).text.strip():
        return "invisible characters"
    if not folded:
        return "line breaks" if "\n" in both or "\r" in both or "\f" in both else "spaces"
    if set(folded) <= set("'\""):
        return "quotation marks"
    if set(folded) <= {"-"}:
        return "dashes"
    return "letters that are joined or accented in another way"


def _named(signs: str) -> str:
    """The signs as they are, with what they are called where that is not plain to see."""
    if not signs:
        return "nothing"
    names = [_name(sign) for sign in dict.fromkeys(signs[:4])]
    return ", ".join(names)


def _name(sign: str) -> str:
    if sign in _STRAIGHT:
        return f"a straight {sign}"
    if sign in _NO_BREAK:
        return "a no-break space"
    if sign in "\n\r\f\v":
        return "a line break"
    if sign == " ":
        return "a space"
    if fold(sign).text in ("'", '"'):
        return f"a curly {sign}" if sign in "“”‘’„‚" else f"the mark {sign}"
    if fold(sign).text == "-":
        return f"the {unicodedata.name(sign, 'dash').lower().replace('-minus', '')} {sign}"
    return (
        sign
        if sign.isprintable() and not unicodedata.combining(sign)
        else unicodedata.name(sign, "another sign").lower()
    )


def _word(text: str, place: int) -> str:
    """The word at the place, with what cannot be seen written as an escape."""
    begin = max((match.end() for match in re.finditer(r"\s", text[max(0, place - 40) : place])), default=0)
    begin += max(0, place - 40)
    end = re.compile(r"(?<=\S)\s|$").search(text, place + 1)
    finish = min(end.start() if end else len(text), place + 40)
    return double_quoted(text[begin:finish])[1:-1].replace('\\"', '"')
