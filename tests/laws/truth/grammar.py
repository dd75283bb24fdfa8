"""Kinds of sentences: a pattern that recognises one, and a checker that works out anew whether it is true."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from .cases import EVENTS, ISSUES, OPTIONS, PARTIES, STEP_TITLES, TABLES
from .facts import Facts
from .sentences import Said

Words: TypeAlias = dict[str, str]
Check: TypeAlias = Callable[[Facts, Words, Said], bool]

SPELLED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
TENTHS = {f"about {word} in ten": n for n, word in enumerate(SPELLED[:10]) if n not in (0, 5)} | {
    "about half of the": 5
}
PARTY = "|".join(PARTIES.values())
HOLDER = rf"{PARTY}|A parliament"
ISSUE = "|".join(ISSUES.values())
LABEL = rf"(?:{'|'.join(title[:-1].lower() for title in ISSUES.values())}) (?:{'|'.join(OPTIONS.values())})"
OUTCOME = rf"“?(?:{LABEL})”? on (?:{ISSUE})"
POINTS = r"[+−-]?\d[\d,]*(?:\.\d+)?"
SHARE = (
    r"all [\d,]+ trials|none of [\d,]+ trials|no trial, since none was drawn|[\d,]+ of [\d,]+ trials"
    r"|about half of the trials|about \w+ in (?:ten|twenty) trials|nearly all trials|fewer than one in thirty trials"
)


DATE = r"now|in period \d+"
DATES = rf"(?:{DATE}|from now to period \d+|in periods \d+ (?:to|and) \d+)"


def _several(one: str) -> str:
    return rf"(?:{one})(?:(?:, (?:{one}))* (?:and|or) (?:{one}))?"


TYPES = {
    "party": PARTY,
    "parties": _several(PARTY),
    "whose": _several(rf"(?:{PARTY})[’'](?:s)?"),
    "issue": ISSUE,
    "issues": _several(ISSUE),
    "option": LABEL,
    "outcome": OUTCOME,
    "outcomes": _several(OUTCOME),
    "step": "|".join(STEP_TITLES.values()),
    "table": "|".join(TABLES.values()),
    "tables": _several(rf"“(?:{'|'.join(TABLES.values())})”"),
    "concessions": rf"(?:(?:{HOLDER}) by [\d.,]+ points)(?:, (?:{HOLDER}) by [\d.,]+ points)*"
    rf" and (?:{HOLDER}) by [\d.,]+ points",
    "numbered": r"(?:(?:\d+\. |Option )[^|]+)(?: \| [^|]+)*",
    "number": rf"the worth to (?:{PARTY}) if {OUTCOME}|the weight of (?:{ISSUE}) to (?:{PARTY})"
    rf"|(?:{PARTY})’s? walk-away(?:, in points above the status quo)?|the extra worth to .+?"
    rf"|the points that .+ asks beyond the walk-away of (?:{PARTY})",
    "differs": rf"(?:{ISSUE}): {LABEL}(?:; (?:{ISSUE}): {LABEL})*",
    "not": "not ?|",
    "month": rf"(?:{'|'.join(filter(None, month_name))}) \d{{4}}",
    "costs": r"nothing|(?:more than )?[\d.]+ times what it brings",
    "ratios": r"(?:–|(?:more than )?[\d.]+)(?: \| (?:–|(?:more than )?[\d.]+))*",
    "critical": "chance that a step is put back|chance per period that a hidden breach is noticed"
    "|periods until a hidden breach that was noticed is answered|points that third parties make a breach cost"
    "|what a point in the next period is worth now",
    "percents": rf"(?:{'|'.join(STEP_TITLES.values())}) \| (?:{PARTY})(?: \| (?:|all|[\d.]+ %))*",
    "signs": r"[+−0-9].*",
    "cells": r"(?:–|[<>]?\d+)(?: \| (?:–|[<>]?\d+))*",
    "definition": "Nash|General metarationality|Symmetric metarationality|Sequential stability"
    "|Symmetric sequential stability|Simultaneous stability",
    "moves": "the only listed move is|both listed moves are|(?:all )?\\w+(?: of \\w+)? listed moves? (?:is|are)",
    "tenths": r"about half|about \w+ in (?:ten|twenty)|nearly all|fewer than one in thirty",
    "rest": ".*",
    "judged": r"\S.*: .*\S",
    "others": r"(?:no|\d[\d,]*) others? (?:is|are) then",
    "numbers": r"\d+(?:, \d+)*(?: and \d+)?",
    "of_100": r"<1|>99|\d+",
    "span": r"–|\d+(?:–\d+)?",
    "date": DATE,
    "dates": _several(DATES),
    "event": "|".join((*EVENTS.values(), *(title.capitalize() for title in EVENTS.values()))),
    "flag": "yes|no|not given",
    "cost": rf"–|{POINTS}",
    "word_": r"[A-Z][a-z]+",
    "solution": "Nash among the most that can gain|Nash|Weighted Nash|Kalai–Smorodinsky|Egalitarian|Leximin|Utilitarian"
    "|Relative utilitarian",
    "n": r"[\d,]+",
    "word": f"(?i:{'|'.join(SPELLED)})",
    "points": POINTS,
    "share": SHARE,
    "a_no": "a deal|no deal",
    "guess": "On our best guesses|on our best guesses|With default numbers, since none is judged,"
    "|with default numbers, since none is judged,",
    "varied": "vary these guesses(?: and fill silences)?|fill silences"
    "|take at random what is not judged|take every number at random",
    "guessed": "a guess between -?\\d+ and -?\\d+ points|one guessed number without a range"
    "|the worth of the status quo by rule, not judged|the worth of the status quo, as judged",
    "about": r"less than one point|about one point|about [\d,]+ points?",
    "about_1": r"less than 1 point|about [\d,]+ points?",
    "text": r".+?",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of sentence. check: None where it makes no claim on its case; why then says what it is."""

    template: str
    pattern: re.Pattern[str]
    check: Check | None
    section: re.Pattern[str]
    why: str = ""


KINDS: list[Kind] = []


def kind(template: str, *, section: str = ".*") -> Callable[[Check], Check]:
    """Registers a checker for the sentences of a template. section: of the report, where others read alike."""

    def register(check: Check) -> Check:
        KINDS.append(Kind(template, pattern_of(template), check, re.compile(section)))
        return check

    return register


def no_claim(template: str, why: str, *, section: str = ".*") -> None:
    """Registers sentences with a number that say nothing of their case that could be false."""
    KINDS.append(Kind(template, pattern_of(template), None, re.compile(section), why))


def pattern_of(template: str) -> re.Pattern[str]:
    """The pattern of a template: `{name:type}` is a word of a type, `[...]` may be left out, `<a|b>` is either."""
    parts = re.split(r"(\{\w+:\w+\}|\[|\]|<|>|\|)", template)
    made, depth = [], 0
    for part in parts:
        if match := re.fullmatch(r"\{(\w+):(\w+)\}", part):
            made.append(f"(?P<{match[1]}>{TYPES[match[2]]})")
        elif part == "[":
            made.append("(?:")
        elif part == "]":
            made.append(")?")
        elif part == "<":
            made.append("(?:")
            depth += 1
        elif part == ">":
            made.append(")")
            depth -= 1
        elif part == "|" and depth:
            made.append("|")
        else:
            made.append(re.escape(part))
    return re.compile("".join(made))


def matching(said: Said) -> list[tuple[Kind, Words]]:
    """The kinds that a sentence is of: exactly one where the inventory is complete."""
    found = []
    for one in KINDS:
        if one.section.fullmatch(said.section) and (match := one.pattern.fullmatch(said.text)):
            found.append((one, {key: text for key, text in match.groupdict().items() if text is not None}))
    return found


def whole(text: str) -> int:
    return int(text.replace(",", ""))


def spelled(text: str) -> int:
    """A number in words or digits."""
    return SPELLED.index(text.lower()) if text.lower() in SPELLED else whole(text)


def number(text: str) -> Fraction:
    return Fraction(text.replace(",", "").replace("−", "-").replace("+", ""))


def names_in(text: str, what: str) -> list[str]:
    """Names of a type in a list, in their order."""
    return re.findall(rf"\b(?:{TYPES[what]})\b", text)


def is_about(text: str, points: Fraction) -> bool:
    """Whether a distance is told as it is: less than one point, or about so many."""
    if text.startswith("less than"):
        return 0 <= points < 1
    told = Fraction(1) if "one point" in text else number(re.sub(r"[^\d,]", "", text))
    return points >= 1 and abs(points - told) <= Fraction(1, 2)


def is_rounded(text: str, value: Fraction | float) -> bool:
    """Whether a number is told as rounded to the digits that it has."""
    digits = len(text.partition(".")[2])
    return abs(Fraction(value) - number(text)) <= Fraction(1, 2 * 10**digits) + Fraction(1, 10**9)


def is_of_100(text: str, number_: int, draws: int) -> bool:
    """Whether a share is told as so many of 100; none and all are said of these alone."""
    share = Fraction(100 * number_, draws)
    if text == "<1":
        return 0 < share <= Fraction(1, 2)
    if text == ">99":
        return Fraction(199, 2) <= share < 100
    return (text not in ("0", "100") or share == int(text)) and is_rounded(text, share)


def is_up(text: str, value: Fraction | float) -> bool:
    """Whether a number is told as rounded up to the digits that it has, so that so much is enough."""
    step = Fraction(1, 10 ** len(text.partition(".")[2]))
    return 0 <= number(text) - Fraction(value) < step


def is_share(text: str, number_: int, draws: int) -> bool:
    """Whether a share of trials is as the words say."""
    told = text.removeprefix("in ").removesuffix(" trials")
    if draws == 0:
        return text == "no trial, since none was drawn"
    share = Fraction(number_, draws)
    if match := re.fullmatch(r"all ([\d,]+)", told):
        return number_ == draws == whole(match[1])
    if match := re.fullmatch(r"none of ([\d,]+)", told):
        return number_ == 0 and draws == whole(match[1])
    if match := re.fullmatch(r"([\d,]+) of ([\d,]+)", told):
        return (whole(match[1]), whole(match[2])) == (number_, draws)
    if told == "nearly all":
        return Fraction(95, 100) < share < 1
    if told == "fewer than one in thirty":
        return 0 < share < Fraction(1, 30)
    if told in ("about one in twenty", "about nineteen in twenty"):
        return abs(share - Fraction(1 if "one" in told.split()[1:2] else 19, 20)) <= Fraction(1, 40)
    return told in TENTHS and abs(share - Fraction(TENTHS[told], 10)) <= Fraction(1, 20)
