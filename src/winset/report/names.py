"""Small pieces of English: lists, counts, points, and the names of a case, marked as what they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from winset.model.case import Case, OptionFlag
from winset.model.in_sentences import in_running_text
from winset.report.ownership import Owner
from winset.report.pieces import piece, plain

if TYPE_CHECKING:
    from winset.compiled import Compiled, CompiledRedLine


def listed(words: Iterable[str], last: str = "and") -> str:
    """The words as a list in a sentence: "a, b and c"."""
    items = list(words)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def counted(number: int, noun_of_one: str, many: str | None = None) -> str:
    """A number with its noun: "1 package", "12 packages", "1,296 packages"."""
    return f"{number:,} {noun_of_one if number == 1 else many or noun_of_one + 's'}"


SPELLED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
"""Numbers as words, as far as a sentence has them so."""
MOST_LISTED = 4
"""Parties that a sentence names one by one; beyond, it says “all” or “all but” where that is what is meant."""
FEW_MISSING = 2
"""Issues that are named as those that are not meant."""
MOST_TOPICS = 9
"""Issues that a sentence names one by one; beyond, it says how many, where all or all but a few are meant."""


def spelled(number: int) -> str:
    """A number in a sentence: in words up to twelve."""
    return SPELLED[number] if number < len(SPELLED) else f"{number:,}"


def counted_in_words(number: int, noun: str) -> str:
    """A number with its noun: "four inferences"."""
    return f"{spelled(number)} {noun}{'' if number == 1 else 's'}"


def points(value: Fraction, digits: int = 1) -> str:
    """A value as points, rounded for reading; never "-0.0"."""
    text = f"{float(value):.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else text


def points_up(value: Fraction, digits: int = 1) -> str:
    """A value as points, rounded up, so that a movement of so much is enough."""
    return points(Fraction(ceil(value * 10**digits), 10**digits), digits)


def points_down(value: Fraction, digits: int = 1) -> str:
    """A value as points, rounded down, so that a walk-away of so much is low enough."""
    return points(Fraction(floor(value * 10**digits), 10**digits), digits)


def about(distance: Fraction) -> str:
    """A distance in points as it may stand on a first page: "less than one point", "about 3 points"."""
    if distance < 1:
        return "less than one point"
    whole = floor(distance + Fraction(1, 2))
    return "about one point" if whole == 1 else f"about {whole} points"


def per_hundred(share: float) -> str:
    """A share as so many in a hundred, with one decimal where it is small."""
    return f"{100 * share:.1f}".removesuffix(".0") + " %"


def owned_by(name: str) -> str:
    """The possessive of a name: "Ukraine’s", "the allies’"."""
    return f"{name}’" if plain(name).endswith(("s", "S")) else f"{name}’s"


def number(text: str, of: Owner) -> str:
    """A number in a sentence, with whose it is: where it may not be shown, "…" stands for it."""
    return piece("number", text, level=of.level)


def flag_words(flag: OptionFlag) -> str:
    """A concern that goes with an option, with what it rests on, without a full stop."""
    return f"{flag.text.rstrip('.')} ({(flag.because or 'unsourced').rstrip('.')})"


def variant_lines(case: Case, variants: tuple[str, ...]) -> list[str]:
    """Under which variants the case is read, and why each is a way to understand it."""
    lines = []
    for name in variants:
        variant = case.variants[name]
        because = f" {variant.because}" if variant.because else ""
        lines.append(f"Read under the variant “{variant.title or name}”.{because}")
    return lines


def variant_title(case: Case, name: str) -> str:
    """A variant by its title, or by its name in the file, in quotation marks."""
    variant = case.variants.get(name)
    return f"“{variant.title}”" if variant is not None and variant.title else f"“{name.replace('_', ' ')}”"


def judged_number(case: Case, path: str) -> str:
    """A judged number by its path below `judgements`, in words: "Russia’s walk-away"."""
    kind, first, second, third = (*path.split("."), "", "", "")[:4]
    if kind in ("walk_away", "capability"):
        return f"{owned_by(case.name_in_sentence(first))} {kind.replace('_', '-')}"
    if kind == "levers":
        return f"the effect of {case.levers[first].title or first.replace('_', ' ')}"
    topic, party = case.issue_in_sentence(first), case.name_in_sentence(second)
    if kind == "salience":
        return f"the weight of {topic} for {party}"
    return f"the worth of “{case.option_label(first, third)}” to {party}"


def moved_line(case: Case, path: str, text: str) -> str:
    """A judged number that stands elsewhere than in the case file, as a sentence."""
    return f"Tried here, and not in the case file: {judged_number(case, path)} at {text}."


class Names:
    """A case's own names, for what analyses hold as positions."""

    def __init__(self, case: Case, compiled: Compiled) -> None:
        self.case, self.compiled = case, compiled

    def party(self, position: int) -> str:
        """A party inside a sentence: "the United States". At the head of one, disclosure gives it its capital."""
        return self.party_called(self.compiled.parties[position])

    def party_called(self, key: str) -> str:
        """A party inside a sentence, or another who holds levers, by its key in the file."""
        return piece("party", self.case.name_in_sentence(key), key)

    def party_name(self, position: int) -> str:
        """A party by its name alone, as it heads a row, a column or a section: "United States"."""
        key = self.compiled.parties[position]
        return piece("party", self.case.name(key), key)

    def parties(self, positions: Iterable[int]) -> str:
        """Parties inside a sentence: "Russia and Ukraine"; where they are many, "all twelve parties", or all but those
        few that are not meant.
        """
        meant = list(positions)
        spared = self._spared(meant)
        if spared is None:
            return listed(map(self.party, meant))
        every = "all parties but " if spared else f"all {spelled(len(meant))} parties"
        return piece("party", every) + listed(map(self.party, spared))

    def any_of(self, positions: Iterable[int]) -> str:
        """One of several parties, whichever: "Russia or Ukraine"; of all of them, where they are many, "any party"."""
        meant = list(dict.fromkeys(positions))
        return "any party" if self.are_all(meant) else listed(map(self.party, meant), "or")

    def accepting(self, positions: Sequence[int]) -> str:
        """What parties could do with something, after `a deal that`: "Russia and Ukraine could both accept"."""
        each = "" if self._spared(positions) is not None else {1: "", 2: "both "}.get(len(positions), "all ")
        return f"{self.parties(positions)} could {each}accept"

    def are_all(self, positions: Sequence[int]) -> bool:
        """True where the parties are all that there are, and too many to be named one by one."""
        return self._spared(positions) == []

    def _spared(self, positions: Sequence[int]) -> list[int] | None:
        """Which few of all parties are not meant; None where those that are meant are named one by one."""
        rest = [party for party in range(len(self.compiled.parties)) if party not in positions]
        return rest if len(positions) > MOST_LISTED and 2 * len(rest) <= len(positions) else None

    def issue(self, position: int) -> str:
        key = self.compiled.issues[position]
        return piece("issue", self.case.issue_title(key), key)

    def topic(self, position: int) -> str:
        """An issue inside a sentence, after `on`: "on territory"."""
        key = self.compiled.issues[position]
        return piece("issue", self.case.issue_in_sentence(key), key)

    def topics(self, positions: Iterable[int]) -> str:
        """Issues inside a sentence, after `on`; where they are many "all 25 issues", all but a few, or the first of
        them.
        """
        meant, left_out = list(positions), self.compiled.structure.left_out
        rest = [issue for issue in range(len(self.compiled.issues)) if issue not in {*meant, *left_out}]
        if not rest and len(meant) > MOST_LISTED:
            return f"all {spelled(len(meant))} issues"
        if len(meant) <= MOST_TOPICS:
            return listed(map(self.topic, meant))
        if len(rest) <= FEW_MISSING:
            return f"all issues but {listed(map(self.topic, rest))}"
        return listed([*map(self.topic, meant[:MOST_LISTED]), f"{len(meant) - MOST_LISTED} more issues"])

    def topic_in_list(self, position: int) -> str:
        """An issue in a cell of a table, where no sentence needs its article: "next talks"."""
        return piece("issue", plain(self.topic(position)).removeprefix("the "), self.compiled.issues[position])

    def option(self, issue: int, position: int) -> str:
        """An option by its label alone, as it stands in a table."""
        key, name = self.compiled.issues[issue], self.compiled.options[issue][position]
        return piece("option", self.case.option_label(key, name), f"{key}.{name}")

    def is_clear(self, issue: int, position: int) -> bool:
        """True for an option whose label says of what it is: several words that no other issue has as well."""
        key, name = self.compiled.issues[issue], self.compiled.options[issue][position]
        label = self.case.option_label(key, name)
        others = (entry for other, entry in self.case.issues.items() if other != key)
        return len(label.split()) > 1 and all(
            label != option.label for entry in others for option in entry.options.values()
        )

    def clause(self, issue: int, position: int) -> str | None:
        """An option as a clause that can follow `that` or `in which`; None where the case gives none."""
        key, name = self.compiled.issues[issue], self.compiled.options[issue][position]
        clause = self.case.issues[key].options[name].in_sentence
        return None if clause is None else piece("option", clause, f"{key}.{name}")

    def outcome(self, issue: int, position: int) -> str:
        """An option where a sentence says what is agreed: its clause, or "land swaps on territory"."""
        clause = self.clause(issue, position)
        if clause is not None:
            return clause
        return f"{self.label(issue, position)} on {self.topic(issue)}"

    def label(self, issue: int, position: int) -> str:
        """An option by its label inside a sentence: "land swaps"; a single word stands in quotation marks."""
        key, name = self.compiled.issues[issue], self.compiled.options[issue][position]
        label = self.case.option_label(key, name)
        option = piece("option", in_running_text(label), f"{key}.{name}")
        return option if len(label.split()) > 1 else f"“{option}”"

    def quoted(self, issue: int, position: int) -> str:
        """An option in quotation marks: its clause, or its label with the issue."""
        clause = self.clause(issue, position)
        return f"“{clause}”" if clause is not None else f"“{self.option(issue, position)}” on {self.topic(issue)}"

    def deal_with(self, issue: int, position: int) -> str:
        """A deal by one option: "a deal in which land is swapped", or "a deal with “land swaps” on territory"."""
        clause = self.clause(issue, position)
        return f"a deal in which {clause}" if clause is not None else f"a deal with {self.outcome(issue, position)}"

    def package(self, package: Sequence[int]) -> list[tuple[str, str]]:
        """Issue titles with the labels of the options chosen, issues of the question only."""
        left_out = self.compiled.structure.left_out
        return [(self.issue(j), self.option(j, o)) for j, o in enumerate(package) if j not in left_out]

    def flags(self, package: Sequence[int]) -> list[tuple[str, OptionFlag]]:
        """The concerns that go with a package: each flag of its options, after the option that it belongs to."""
        left_out = self.compiled.structure.left_out
        return [
            (self.option(issue, option), flag)
            for issue, option in enumerate(package)
            if issue not in left_out
            for flag in self.flags_of(issue, option)
        ]

    def flags_of(self, issue: int, option: int) -> tuple[OptionFlag, ...]:
        """The concerns that go with an option."""
        key = self.compiled.issues[issue]
        return self.case.issues[key].options[self.compiled.options[issue][option]].flags

    def red_line(self, line: CompiledRedLine) -> str:
        """What a party refuses, after `refuses` or `to accept`: "a deal in which land is swapped"."""
        return self.deal_with(line.issue, line.option)


def judged_by(case: Case) -> str:
    """Whose the numbers are, as a sentence for a caption; empty where the case does not say."""
    return f" Judgements: {case.judgements.by.rstrip('.')}." if case.judgements.by else ""
