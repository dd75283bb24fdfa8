"""What a new option would have to be worth."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

from tests.oracles.invent_oracle import Question, RequiredInvention
from tests.oracles.reach_oracle import written_out

from .facts import Facts
from .grammar import Words, is_of_100, is_rounded, is_up, kind, names_in, no_claim, whole
from .sentences import Said


def question(f: Facts, titles: tuple[str, ...]) -> Question:
    """What is asked of a new option of these issues."""
    issues = tuple(f.issue_key(title) for title in titles)
    issues = tuple(sorted(issues, key=list(f.raw["issues"]).index))
    found: Question = f.once(("invent", issues), lambda: Question(f.raw, None, issues))
    return found


def frontier(f: Facts, titles: tuple[str, ...]) -> list[RequiredInvention]:
    key = ("invented", tuple(sorted(titles)))
    found: list[RequiredInvention] = f.once(key, lambda: question(f, titles).frontier())
    return found


def worths(f: Facts, text: str) -> dict[str, str]:
    """What is asked of whom, as it is told."""
    return {f.key(name): points for points, name in re.findall(r"([\d.]+) to (\w+)", text)}


def is_asked(f: Facts, titles: tuple[str, ...], text: str) -> bool:
    """Whether some least worth is as told, rounded up, and no party asks for anything besides."""
    told = worths(f, text)
    return any(
        {party for party in one.needed if one.worth[party]} == set(told)
        and all(is_up(points, one.worth[party]) for party, points in told.items())
        for one in frontier(f, titles)
    )


def is_enough(f: Facts, titles: tuple[str, ...], text: str) -> bool:
    """Whether a new option of what is told is enough, or with a hair more to somebody where nobody is to lose."""
    told, asked = worths(f, text), question(f, titles)
    worth = {party: min(Fraction(told.get(party, "0")), Fraction(100)) for party in f.raw["parties"]}
    hair = Fraction(1, 10**6)
    more = [worth] + [{**worth, party: worth[party] + hair} for party in worth if worth[party] < 100]
    return any(asked.is_enough(one) for one in more)


@kind(
    "Least is asked on {issue:issue}: at least {each:text}, of 100 points[; the nearest on the list, "
    "“{near:option}”, is worth {gives:text}]."
)
def least(f: Facts, g: Words, said: Said) -> bool:
    titles = (g["issue"],)
    if not (is_asked(f, titles, g["each"]) and is_enough(f, titles, g["each"])):
        return False
    told = {party: Fraction(points) for party, points in worths(f, g["each"]).items()}
    asks = [one for one in frontier(f, titles) if {p for p in one.needed if one.worth[p]} == set(told)]
    if "near" not in g:
        return True
    issue, option = f.option(g["near"])
    given = worths(f, g["gives"])
    return any(
        near[0] == (f.case.options[issue][option],)
        and all(is_up(points, near[1][party]) for party, points in given.items())
        for near in (question(f, titles).nearest(ask.worth) for ask in asks)
    )


@kind("One new arrangement of {issues:issues} would ask <less|least>: at least {each:text}, of 100 points.")
def arrangement(f: Facts, g: Words, said: Said) -> bool:
    titles = tuple(names_in(g["issues"], "issue"))
    return is_asked(f, titles, g["each"]) and is_enough(f, titles, g["each"])


@kind("{issue:issue}[ *] | {cells:cells}", section="least")
def row(f: Facts, g: Words, said: Said) -> bool:
    titles = (g["issue"],)
    asked = [(head, cell) for head, cell in zip(said.heads[1:], said.cells[1:], strict=True) if head != "of 100 trials"]
    told = {f.key(head): cell for head, cell in asked if cell != "–"}
    fits = any(
        all(is_up(points, one.worth[party]) for party, points in told.items())
        and {party for party in one.needed if one.worth[party]} == set(told)
        for one in frontier(f, titles)
    )
    if said.heads[-1] != "of 100 trials":
        return fits
    return fits and any(is_of_100(said.cells[-1], n, f.trials_said) for n in enough_in(f, titles))


def enough_in(f: Facts, titles: tuple[str, ...]) -> set[int]:
    """In how many trials each least worth, up to the next tenth, is enough with the rest as it may be."""
    found: set[int] = f.once(("enough in", titles, f.trials_said), lambda: set(_enough_in(f, titles)))
    return found


def _enough_in(f: Facts, titles: tuple[str, ...]) -> list[int]:
    """Trial by trial: a package with the new option that is acceptable, and gives nobody less than the "
    "one that leads."""
    from math import ceil

    asked, case = question(f, titles), f.case
    issues = tuple(case.issues.index(issue) for issue in asked.issues)
    new = case.structure.with_new_options(issues)
    leads = None if asked.leads is None else tuple(case.options[i].index(o) for i, o in enumerate(asked.leads))
    rests = [
        tuple(case.structure.sizes[i] if i in issues else case.options[i].index(o) for i, o in enumerate(rest))
        for rest, *_ in asked.rests
    ]
    counts = []
    for one in frontier(f, titles):
        worth = {p: Fraction(ceil(10 * one.worth[name]), 10) for p, name in enumerate(case.parties)}
        n = 0
        for trial in f.trials(f.trials_said):
            if leads is None and trial.has_deal:
                n += 1
                continue
            n += any(_accepts(trial, rest, issues, worth, leads, new) for rest in rests)
        counts.append(n)
    return counts


def _accepts(trial: Any, rest: Any, issues: tuple[int, ...], worth: Any, leads: Any, new: Any) -> bool:
    """Whether a package with the new option is acceptable in a trial."""
    reading = trial.reading
    structure = reading.structure
    offsets = structure.offsets

    def value(party: int, x: Any) -> Fraction:
        total = Fraction(0)
        for issue, option in enumerate(x):
            if issue in issues:
                total += worth[party] * Fraction(int(hundredths(trial, party, issue)), reading.denominator[party]) * 100
            else:
                total += Fraction(int(reading.worth[party, offsets[issue] + option]), reading.denominator[party])
        for link in reading.links:
            if link.party == party and all(i not in issues and x[i] in options for i, options in link.when):
                total += Fraction(link.worth, reading.denominator[party])
        return total

    needed = new.needed_for(rest)
    for party in needed:
        least = reading.walk_away[party]
        if least is not None and value(party, rest) < Fraction(least, reading.denominator[party]):
            return False
    if leads is None:
        return True
    return all(value(party, rest) >= trial.value(party, leads) for party in structure.bargaining)


def hundredths(trial: Any, party: int, issue: int) -> int:
    """What a hundredth of a point of score on the issue adds to the party's value, a numerator."""
    return int(trial.hundredth[party, issue])


@kind("{points:points} | {who:party} | {near:points}", section="issue_.*|combinations")
def asked_row(f: Facts, g: Words, said: Said) -> bool:
    key = f.key(g["who"])
    titles = titles_of(f, said)
    return any(
        is_up(g["points"], one.worth[key]) and is_rounded(g["near"], question(f, some).nearest(one.worth)[1][key])
        for some in titles
        for one in frontier(f, some)
    )


def titles_of(f: Facts, said: Said) -> list[tuple[str, ...]]:
    """The issues that a section may be about."""
    from .cases import ISSUES

    if said.section.startswith("issue_"):
        return [(ISSUES[said.section.removeprefix("issue_")],)]
    every = [ISSUES[issue] for issue in f.raw["issues"]]
    return list(combinations(every, 2))


@kind(
    "Or at least {each:text}, of 100 points[, and more than this to {who:parties}], the rest as above[; "
    "but {rest:outcomes}].",
    section="issue_.*|combinations",
)
def alternative(f: Facts, g: Words, said: Said) -> bool:
    return any(is_asked(f, some, g["each"]) and is_enough(f, some, g["each"]) for some in titles_of(f, said))


def applied(f: Facts, titles: tuple[str, ...]) -> Question:
    """The same question where all that could stand in the way applies to the new option."""
    issues = tuple(f.issue_key(title) for title in titles)
    found: Question = f.once(
        ("applied", issues),
        lambda: Question(written_out(f.raw, dict.fromkeys(issues), everything=True), None, issues),
    )
    return found


def smallest(asks: list[RequiredInvention]) -> list[RequiredInvention]:
    """Those that ask least of whom they ask most, then least in all, then what need not be exceeded."""
    sizes = [(max(ask.worth.values()), sum(ask.worth.values()), bool(ask.exceed)) for ask in asks]
    return [ask for ask, size in zip(asks, sizes, strict=True) if size == min(sizes)]


def escapes(f: Facts, titles: tuple[str, ...]) -> bool:
    """Whether what asks least would not be enough where everything applies, nor with a hair more to somebody."""
    asked, hair = applied(f, titles), Fraction(1, 10**6)

    def is_enough_there(ask: RequiredInvention) -> bool:
        more = [{**ask.worth, party: ask.worth[party] + hair} for party in ask.exceed]
        return any(asked.is_enough(worth) for worth in (more or [ask.worth]))

    return not all(is_enough_there(ask) for ask in smallest(frontier(f, titles)))


ESCAPE = re.compile(r"A new option on (.*) wins only because .* other options\.")


@kind(
    "If everything that names options there applied to it, it would take at least {each:text}, of 100 points.",
    section="subject",
)
def named(f: Facts, g: Words, said: Said) -> bool:
    """On each of the issues that the sentence before it names."""
    told = worths(f, g["each"])
    before = [
        one.text
        for one, other in pairwise(f.said)
        if other == said or (said not in f.said and "everything" in other.text)
    ]
    titles = [
        title
        for text in before
        for topics in [ESCAPE.fullmatch(text)]
        if topics
        for title in names_in(topics[1], "issue")
    ]
    return bool(titles) and all(
        escapes(f, (title,))
        and any(
            {party for party in ask.needed if ask.worth[party]} == set(told)
            and all(is_up(points, ask.worth[party]) for party, points in told.items())
            for ask in smallest(applied(f, (title,)).frontier())
        )
        for title in titles
    )


@kind("{n:n} other <rest would do|rests would do> with the same worths.", section="issue_.*|combinations")
def rests(f: Facts, g: Words, said: Said) -> bool:
    for some in titles_of(f, said):
        every = [one.what for one in question(f, some).asked()]
        if any(every.count(one.what) - 1 == whole(g["n"]) for one in frontier(f, some)):
            return True
    return False


@kind("{n:n} other least <worth|worths> in `--json`.", section="issue_.*|combinations")
def more_worths(f: Facts, g: Words, said: Said) -> bool:
    return any(len(frontier(f, some)) - 3 == whole(g["n"]) for some in titles_of(f, said))


@kind(
    "{n:n} <rule|rules> of the case <names|name> options here: the new one neither sets such a rule off "
    "nor does what it asks."
)
def rules(f: Facts, g: Words, said: Said) -> bool:
    def naming(some: tuple[str, ...]) -> int:
        issues = {f.issue_key(one) for one in some}
        return sum(bool(issues & (set(rule["if"]) | set(rule["then"]))) for rule in f.raw.get("rules", []))

    return any(naming(some) == whole(g["n"]) for some in titles_of(f, said))


def pairs(f: Facts) -> list[tuple[str, ...]]:
    """The pairs of issues that are looked at: those on which a new option can be put."""
    from .cases import ISSUES

    return list(combinations([ISSUES[issue] for issue in f.raw["issues"]], 2))


@kind(
    "Of {n:n} <pair|pairs> of issues, none <betters the package that leads|opens a deal> where neither "
    "issue alone does, and none asks less than its issues alone."
)
def no_pair(f: Facts, g: Words, said: Said) -> bool:
    """Where neither issue alone is enough, the two together are not either."""
    if whole(g["n"]) != len(pairs(f)):
        return False
    alone = {one: bool(frontier(f, (one,))) for pair in pairs(f) for one in pair}
    return not any(frontier(f, pair) for pair in pairs(f) if not any(alone[one] for one in pair))


@kind("{n:n} other <pair|pairs> of issues in `--json`, of {of:n} looked at.")
def more_pairs(f: Facts, g: Words, said: Said) -> bool:
    return whole(g["of"]) == len(pairs(f)) and 0 < whole(g["n"]) < len(pairs(f))


@kind("{what:text} ({n:n} other <set|sets> like this in `--json`)<: {rest:text}|.>", section="closed")
def other_sets(f: Facts, g: Words, said: Said) -> bool:
    return whole(g["n"]) >= 1


no_claim(
    "{issue:issues}: {what:text}, even if it were worth 100 points to everybody<.|: {rest:text}>",
    "why no option is enough; “100” is the most that there is",
    section="closed",
)
no_claim(
    "It would <open a deal|better the package that leads> if it were worth at least, of 100 points:",
    "the rows that follow say what",
)
no_claim("The least that it would have to be worth, of 100 points; a dash: nothing is asked.", "how a table is read")
no_claim(
    "“Of 100 trials”: those in which a package with it leaves no bargaining party worse off than the one that leads.",
    "how a table is read",
)


@kind("One new arrangement of {issues:issues} would ask <less|least>: nothing to anybody.")
def arrangement_for_nothing(f: Facts, g: Words, said: Said) -> bool:
    return is_asked(f, tuple(names_in(g["issues"], "issue")), "")


@kind("On {issue:issue} even one that is worth nothing to anybody would do.")
def worth_nothing(f: Facts, g: Words, said: Said) -> bool:
    return is_asked(f, (g["issue"],), "")


no_claim("*: enough only because links or rules name other options.", "how a table is read")
no_claim(
    "One arrangement for both issues, worked out together, that asks less than the issues alone or does "
    "what they do not.",
    "how it is read",
)
no_claim("Its 100 points are what the ideal on both is worth to a party.", "how it is read")
no_claim("100 points are what its ideal on the issue is worth to a party.", "how it is read")
no_claim("The rule “rule {n:n}”.", "the name of a rule", section="subject")


@kind("“Of 100 trials”: those with a deal once it is on the list; as the list stands, {n:of_100}.")
def stands(f: Facts, g: Words, said: Said) -> bool:
    return is_of_100(g["n"], f.with_deal(f.trials_said), f.trials_said)


@kind(
    "<With it on the list there is a deal in {share:share}|{in:text} a package with it is acceptable and "
    "gives no bargaining party less than the package that leads>.",
    section="issue_.*|combinations",
)
def trials(f: Facts, g: Words, said: Said) -> bool:
    from .grammar import is_share

    told = g.get("share") or g["in"][0].lower() + g["in"][1:]
    told = told.removeprefix("in ")
    return any(is_share(told, n, f.trials_said) for some in titles_of(f, said) for n in enough_in(f, some))
