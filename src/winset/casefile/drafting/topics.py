"""On which issue words are, and which option they name: by the words of titles and options."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from winset.model.case import Case

LEAST_OF_OPTION = 0.6
"""The share of the words of an option that have to stand beside a cue for the option to be proposed."""
IN_FAVOUR = 4_000
"""What the issue of a paragraph counts beside the words of a sentence: as much as a word of a title that is not its
first, and less than the first.
"""
LEAST_OF_ISSUE = 1_000
"""What the words of an issue have to count for it to be proposed."""
_WORD = re.compile(r"[^\W\d_][\w-]*")
_STOP = frozenset(
    _WORD.findall("""
    a an the of on in at to for from by with and or but nor not no as is are was were be been being it its their his
    her they he she we our us you your that this these those which who whom what where when will would shall should
    can could may might must do does did has have had all any each every both either neither more most less least
    than then so such own same other another into out up down over under again further once only just very too also
    there here about against between through during before after above below if because while until unless per via
    without within one two three new old first last side sides stay stays agreed nothing everything
    """)
)


class Topics:
    """The words of the issues of a case, weighed by how few issues have them."""

    def __init__(self, case: Case, names: Iterable[str] = ()) -> None:
        parties = {stem for name in names for stem in stems(name)}
        self._titles: dict[str, Counter[str]] = {}
        self._options: dict[str, dict[str, frozenset[str]]] = {}
        for key, issue in case.issues.items():
            title = [*stems(issue.title or ""), *stems(issue.in_sentence or ""), *stems(key.replace("_", " "))]
            heads = {*stems(issue.title or "")[:1], *stems(key.replace("_", " "))[:1]}
            options = {name: frozenset(stems(option.label)) - parties for name, option in issue.options.items()}
            words: Counter[str] = Counter()
            for stem in set(title) - parties:
                words[stem] += 6 if stem in heads else 3
            for stem in set().union(*options.values()):
                words[stem] += 2
            self._titles[key], self._options[key] = words, options
        spread = Counter(stem for words in self._titles.values() for stem in words)
        self._weight = {stem: 1 / count for stem, count in spread.items()}

    def issue(self, words: str, near: str = "", around: str | None = None) -> str | None:
        """The issue that has most of the words; those near the cue count twice, and the issue of what stands around is
        in favour. None where no issue has any, or two as many.
        """
        scores: Counter[str] = Counter()
        there = Counter(set(stems(words)))
        there.update(set(stems(near)))
        for issue, known in self._titles.items():
            score = sum(known[stem] * self._weight[stem] * times for stem, times in there.items() if stem in known)
            scores[issue] = round(1000 * score) + (IN_FAVOUR if issue == around else 0)
        ranked = [(issue, score) for issue, score in scores.most_common(2) if score >= LEAST_OF_ISSUE]
        if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return None
        return ranked[0][0]

    def option(self, issue: str, words: str) -> str | None:
        """The option of the issue whose words stand there, and no other's as fully; None where that is none."""
        there = set(stems(words))
        shares = []
        for name, label in self._options[issue].items():
            others = set().union(*(other for key, other in self._options[issue].items() if key != name))
            own = label - others
            if label and own & there:
                shares.append((len(label & there) / len(label), name))
        shares.sort(reverse=True)
        if not shares or shares[0][0] < LEAST_OF_OPTION or (len(shares) > 1 and shares[0][0] == shares[1][0]):
            return None
        return shares[0][1]


def stems(words: str) -> list[str]:
    """The words that say something, in small letters and without endings."""
    return [_stem(word) for word in map(str.lower, _WORD.findall(words)) if word not in _STOP and len(word) > 2]


def _stem(word: str) -> str:
    for ending in ("ations", "ation", "ings", "ing", "ies", "ied", "ions", "ion", "als", "al", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= (5 if "ion" in ending else 3):
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] else word.removesuffix("y") if len(word) > 4 else word
