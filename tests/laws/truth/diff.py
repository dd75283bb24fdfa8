"""Two versions of a case: what changed, what that did to the answer, and which changes did it.

Every version with some of the changes is made of the raw case and settled by the oracle, so that nothing rests on how
changes are found, applied or taken back by the code that is tested.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from itertools import combinations
from math import sqrt
from typing import Any

from tests.oracles import settlement_oracle
from tests.oracles.reach_oracle import line
from tests.oracles.settlement_oracle import (
    Answer,
    central,
    chosen,
    exact,
    keeps_the_rules,
    moves_something,
    spokesman,
)

from .cases import ISSUES, OPTIONS, PARTIES
from .facts import Facts
from .grammar import Words, is_of_100, is_rounded, is_up, kind, names_in, no_claim, number, whole
from .sentences import Said, said_in
from .versions import Edit, Pair, versions_of

Label = dict[str, str]
NEARLY = 0.75
ALSO = ("verdict", "lead")
"""Sections that stand before the answer to other questions too."""
SAME = "The two versions say the same."
PACKAGES = "acceptable <package|packages>"
WAS = {"deal": "There was a deal", "no deal": "There was no deal", "close": "It was too close to call"}
NOW = {"deal": "there is a deal", "no deal": "there is no deal", "close": "it is too close to call"}


@dataclass(eq=False)
class Versions(Facts):
    """Two versions of a case, each by itself and with some of the changes between them."""

    pair: Pair = field(default_factory=lambda: Pair(old={}, edits=()))
    sides: tuple[Facts, ...] = ()

    def ask(self, question: str, **asked: Any) -> Versions:
        """With all that is said of the versions; above a sentence stands the item that it is about."""
        answer, every = self.study.diff(level="restricted", **asked), dict[Said, None]()
        for full in (False, True):
            above, opened = dict[str, str](), False
            for plain in said_in(answer.report(full=full).report):
                said = plain if plain.section in ALSO else replace(plain, section=f"diff_{plain.section}")
                if plain.section == "packages":
                    opened = "became" in said.text if said.kind == "Sentence" else opened
                    said = replace(said, section=f"diff_packages_{'opened' if opened else 'closed'}")
                if said.kind == "Bullets":
                    above[said.section] = said.text
                    said = replace(said, section=f"{said.section}_item")
                elif said.kind in ("Sentence", "NoteSentence") and said.section in above:
                    said = replace(said, heads=(above[said.section],))
                every[said] = None
        sides = tuple(replace(side, asked=asked) for side in self.sides)
        return replace(self, question=question, asked=asked, said=tuple(every), sides=sides)


def versions(pair: Pair, folder: Any) -> Versions:
    old, new, both = versions_of(pair, folder)
    sides = (Facts(raw=pair.old, study=old), Facts(raw=pair.new, study=new))
    return Versions(raw=pair.new, study=both, pair=pair, sides=sides)


def told(f: Facts) -> Versions:
    assert isinstance(f, Versions)
    return f


# ------------------------------------------------------------------------------------------------- answers


@dataclass(frozen=True, slots=True)
class Settled:
    """What of the answer of a version can be another one."""

    has_deal: bool
    total: int
    feasible: int
    acceptable: int
    leads: frozenset[frozenset[tuple[str, str]]]


def settled(f: Facts, edits: Iterable[Edit]) -> Settled:
    """The old version with some of the changes, settled by the oracle."""
    v, some = told(f), tuple(edits)
    key = ("settled", v.table, *(edit.where for edit in v.pair.edits if edit in some))

    def made() -> Settled:
        raw = v.pair.with_edits(edit for edit in v.pair.edits if edit in some)
        found = settlement_oracle.answer(raw, v.table)
        names = frozenset(frozenset(chosen(raw, x).items()) for x in leading(found))
        return Settled(bool(found.acceptable), found.total, len(found.feasible), len(found.acceptable), names)

    return v.once(key, made)  # type: ignore[no-any-return]


def leading(found: Answer) -> frozenset[tuple[str, ...]]:
    """The packages of Nash among the most that can gain; where no gain can be counted, those of the frontier."""
    solutions = found.solutions
    nash = solutions["nash_max_support"].packages if solutions is not None else frozenset()
    return nash or found.frontier


def before(f: Facts) -> Settled:
    return settled(f, ())


def now(f: Facts) -> Settled:
    return settled(f, told(f).pair.edits)


def turned(f: Facts) -> str:
    """What of the answer is another one; empty where nothing is."""
    old, new = before(f), now(f)
    return "deal" if old.has_deal != new.has_deal else "package" if old.leads != new.leads else ""


def reaches(f: Facts, found: Settled) -> bool:
    """Whether an answer, in what turned, is that of the new version."""
    goal, what = now(f), turned(f)
    return found.has_deal == goal.has_deal if what == "deal" else what == "package" and found.leads == goal.leads


def alone(f: Facts, edit: Edit) -> Settled:
    return settled(f, (edit,))


def without(f: Facts, edit: Edit) -> Settled:
    return settled(f, (other for other in told(f).pair.edits if other is not edit))


def bearing(f: Facts) -> list[Edit]:
    return [edit for edit in told(f).pair.edits if alone(f, edit) != before(f) or without(f, edit) != now(f)]


def turning(f: Facts) -> list[Edit]:
    return [edit for edit in told(f).pair.edits if reaches(f, alone(f, edit))]


def smallest(f: Facts) -> list[tuple[Edit, ...]]:
    """Every smallest set of changes that turns the answer."""
    edits = told(f).pair.edits
    for size in range(1, len(edits) + 1):
        if enough := [some for some in combinations(edits, size) if reaches(f, settled(f, some))]:
            return enough
    return []


# ------------------------------------------------------------------------------------------------- names


def name_of_edit(f: Facts, edit: Edit) -> str:
    """What a change is called."""
    section, *steps = edit.where[1:] if edit.where[0] == "judgements" else edit.where
    names: dict[str, Callable[[], str]] = {
        "walk_away": lambda: f"{PARTIES[steps[0]]}’s walk-away",
        "capability": lambda: f"Capability of {PARTIES[steps[0]]}",
        "salience": lambda: f"Salience of {ISSUES[steps[0]]} to {PARTIES[steps[1]]}",
        "scores": lambda: f"Scores of the options of {ISSUES[steps[0]]} to {PARTIES[steps[1]]}",
        "positions": lambda: f"{PARTIES[steps[1]]} on {ISSUES[steps[0]]}",
        "consent": lambda: f"Consent of {PARTIES[steps[1][1:]]} to the whole package",
        "rules": lambda: f"Rule “{steps[0][1:].replace('_', ' ')}”",
        "issues": lambda: _of_issue(steps),
        "parties": lambda: f"Party {PARTIES[steps[0]]}",
        "links": lambda: _link(edit.before or edit.after),
    }
    return names[section]()


def _of_issue(steps: list[str]) -> str:
    if len(steps) == 1:
        return f"Issue “{ISSUES[steps[0]]}”, with all that is said of it"
    if steps[1] == "options":
        return f"Option {label(steps[0], steps[2])} of {ISSUES[steps[0]]}"
    return f"Status quo of {ISSUES[steps[0]]}"


def _link(link: Any) -> str:
    return f"What {condition(link['when'])} together are worth to {PARTIES[link['party']]}"


def condition(when: dict[str, Any]) -> str:
    """Options on issues, as a condition has them."""
    each = [
        f"{_listed([label(issue, option) for option in (told if isinstance(told, list) else [told])], 'or')} on "
        f"{ISSUES[issue]}"
        for issue, told in when.items()
    ]
    return _listed(each, "and")


def label(issue: str, option: str) -> str:
    return f"“{ISSUES[issue][:-1].lower()} {OPTIONS[option]}”"


def _listed(items: list[str], word: str) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {word} {items[-1]}"


def edit_named(f: Facts, text: str) -> Edit | None:
    """The change that a text names, and what it may say of it in short."""
    for edit in told(f).pair.edits:
        name = name_of_edit(f, edit)
        if text == name or (text.startswith(name) and is_short(f, edit, text[len(name) :])):
            return edit
    return None


def is_short(f: Facts, edit: Edit, text: str) -> bool:
    """Whether what stands behind a name is what the change is."""
    if edit.kind != "changed" and edit.where[1] != "walk_away":
        return text == f" ({edit.kind})"
    if text in (" (new)", " (gone)"):
        return text == f" ({edit.kind})"
    return text.startswith(": ") and is_line(f, edit, text.removeprefix(": "))


# ------------------------------------------------------------------------------------------------- what is so


@kind(SAME)
def same(f: Facts, g: Words, said: Said) -> bool:
    return not told(f).pair.edits


@kind(f"On our best guesses there was no deal; now there is one: {{n:n}} {PACKAGES}.")
def opened(f: Facts, g: Words, said: Said) -> bool:
    return not before(f).has_deal and now(f).acceptable == whole(g["n"]) > 0


@kind(f"On our best guesses there was a deal, with {{n:n}} {PACKAGES}; now there is none.")
def closed(f: Facts, g: Words, said: Said) -> bool:
    return not now(f).has_deal and before(f).acceptable == whole(g["n"]) > 0


@kind("On our best guesses there is no deal, as before.")
def still_none(f: Facts, g: Words, said: Said) -> bool:
    return not before(f).has_deal and not now(f).has_deal


INSTEAD = f"{{n:n}} {PACKAGES}<, as many as before| instead of {{was:n}}>"


@kind(f"On our best guesses there is a deal, as before, <and the same|but another> package leads; {INSTEAD}.")
def still_one(f: Facts, g: Words, said: Said) -> bool:
    return ("the same package" in said.text) == (turned(f) == "") and is_instead(g, before(f), now(f))


def is_instead(g: Words, base: Settled, found: Settled) -> bool:
    was = whole(g["was"]) if "was" in g else whole(g["n"])
    is_right = base.has_deal and found.has_deal and ("was" in g) == (base.acceptable != found.acceptable)
    return is_right and (was, whole(g["n"])) == (base.acceptable, found.acceptable)


def verdict(side: Facts) -> str:
    """Whether there is a deal on the best guesses and in nearly all trials."""
    draws, has = side.trials_said, bool(side.oracle.acceptable)
    agreeing = side.with_deal(draws) if has else draws - side.with_deal(draws)
    return "close" if agreeing < NEARLY * draws else "deal" if has else "no deal"


@kind("<There was a deal|There was no deal|It was too close to call>, and so it is now.", section="diff_answer")
def as_it_was(f: Facts, g: Words, said: Said) -> bool:
    return [WAS[verdict(side)] for side in told(f).sides] == [said.text.partition(",")[0]] * 2


@kind(
    "<There was a deal|There was no deal|It was too close to call>; now "
    "<there is a deal|there is no deal|it is too close to call>.",
    section="diff_answer",
)
def no_longer(f: Facts, g: Words, said: Said) -> bool:
    old, new = map(verdict, told(f).sides)
    return old != new and said.text == f"{WAS[old]}; now {NOW[new]}."


@kind("Then it was asked of {then:parties}; now it is asked of {now:parties}.")
def asked_of(f: Facts, g: Words, said: Said) -> bool:
    v = told(f)
    each = [set(settlement_oracle.bargaining_parties(side.raw, v.table)) for side in v.sides]
    return each[0] != each[1] and each == [
        {v.key(name) for name in names_in(g[key], "party")} for key in ("then", "now")
    ]


def with_deal(f: Facts) -> tuple[int, int, int]:
    """Of old and new in how many trials there is a deal, and of how many."""
    old, new = told(f).sides
    draws = f.trials_said
    return old.with_deal(draws), new.with_deal(draws), draws


def is_apart(f: Facts) -> bool:
    """Whether the shares differ by more than twice the standard error of their difference."""
    old, new, draws = with_deal(f)
    variance = sum((n / draws) * (1 - n / draws) / draws for n in (old, new))
    return abs(new - old) / draws > 2 * sqrt(variance)


@kind("There is a deal in <more|fewer> trials than before: {now:of_100} of 100 instead of {was:of_100} of 100.")
def moved(f: Facts, g: Words, said: Said) -> bool:
    old, new, draws = with_deal(f)
    right = is_apart(f) and ("in more" in said.text) == (new > old)
    return right and is_of_100(g["now"], new, draws) and is_of_100(g["was"], old, draws)


@kind("There is a deal in about as many trials as before: {now:of_100} of 100.")
def as_many(f: Facts, g: Words, said: Said) -> bool:
    _, new, draws = with_deal(f)
    return not is_apart(f) and is_of_100(g["now"], new, draws)


# ------------------------------------------------------------------------------------------------- which change


@kind(
    "{n:n} <change bears|changes bear> on how many packages are acceptable or within every rule and red line, or on "
    "which would lead."
)
def bear(f: Facts, g: Words, said: Said) -> bool:
    return not turned(f) and len(bearing(f)) == whole(g["n"]) > 0


@kind("No change bears on it on the best guesses.")
def none_bears(f: Facts, g: Words, said: Said) -> bool:
    return not turned(f) and not bearing(f)


@kind("Made alone, {names:text} would <bring a deal|end the deal>; the other changes undo that.")
def undone(f: Facts, g: Words, said: Said) -> bool:
    would = [edit for edit in told(f).pair.edits if alone(f, edit).has_deal != before(f).has_deal]
    right = bool(would) and not turned(f) and ("end the deal" in said.text) == before(f).has_deal
    return right and _same_names(f, re.split(r", (?!with all)| or (?=[A-Z])", g["names"]), would)


def _same_names(f: Facts, names: list[str], edits: Iterable[Edit]) -> bool:
    return sorted(names) == sorted(name_of_edit(f, edit) for edit in edits)


@kind("One change alone does that: {name:text}.")
def one_alone(f: Facts, g: Words, said: Said) -> bool:
    return _same_names(f, [g["name"]], turning(f))


@kind("Each of {n:n} changes alone does that: {names:text}.")
def each_alone(f: Facts, g: Words, said: Said) -> bool:
    names = g["names"].split("; ")
    return len(names) == whole(g["n"]) > 1 and _same_names(f, names, turning(f))


@kind(
    "Without it<, and with all other changes, the answer is as before| the answer is not as before all the same: the "
    "other changes together are enough too>."
)
def turns_back(f: Facts, g: Words, said: Said) -> bool:
    edits = turning(f)
    found, old = without(f, edits[0]), before(f)
    back = found.has_deal == old.has_deal if turned(f) == "deal" else found.leads == old.leads
    return len(edits) == 1 and back == ("is as before" in said.text)


@kind("No change alone does that; it takes <these |>{n:n} together: {sets:text}[; and {more:n} other <set|sets>].")
def together(f: Facts, g: Words, said: Said) -> bool:
    """All of the smallest sets, of which the first three are named."""
    every = smallest(f)
    names = [sorted(name_of_edit(f, edit) for edit in some) for some in every]
    shown = [sorted(some.split(" + ")) for some in g["sets"].split("; or ")]
    right = not turning(f) and all(len(some) == whole(g["n"]) for some in every) and len(shown) == min(3, len(every))
    return (
        right
        and all(some in names for some in shown)
        and whole(g.get("more", "0")) == len(every) - len(shown)
        and ("these" in said.text.partition(":")[0]) == (len(every) == 1)
    )


# ------------------------------------------------------------------------------------------------- side by side


@kind("acceptable packages | {was:n} | {n:n}", section="diff_side_by_side")
def both_acceptable(f: Facts, g: Words, said: Said) -> bool:
    return (whole(g["was"]), whole(g["n"])) == (before(f).acceptable, now(f).acceptable)


@kind("packages in all | {was:n} | {n:n}", section="diff_side_by_side")
def both_in_all(f: Facts, g: Words, said: Said) -> bool:
    return (whole(g["was"]), whole(g["n"])) == (before(f).total, now(f).total)


@kind("within every rule and red line | {was:n} | {n:n}", section="diff_side_by_side")
def both_feasible(f: Facts, g: Words, said: Said) -> bool:
    return (whole(g["was"]), whole(g["n"])) == (before(f).feasible, now(f).feasible)


@kind("on our best guesses | <a deal|no deal> | <a deal|no deal>", section="diff_side_by_side")
def both_guesses(f: Facts, g: Words, said: Said) -> bool:
    return [one == "a deal" for one in said.cells[1:]] == [before(f).has_deal, now(f).has_deal]


@kind("movement that would be enough | {was:text} | {now:text}", section="diff_side_by_side")
def both_pivotal(f: Facts, g: Words, said: Said) -> bool:
    return all(
        one == "–" if side.oracle.blockers is None else _is_pivotal(side, one)
        for side, one in zip(told(f).sides, (g["was"], g["now"]), strict=True)
    )


def _is_pivotal(side: Facts, text: str) -> bool:
    blockers = side.oracle.blockers
    assert blockers is not None
    pivotal = blockers.pivotal & set(side.raw["parties"])
    return {side.key(name) for name in names_in(text, "party")} == pivotal and (text == "nobody’s") == (not pivotal)


@kind("trials with a deal | {was:text} | {now:text}", section="diff_side_by_side")
def both_shares(f: Facts, g: Words, said: Said) -> bool:
    old, new, draws = with_deal(f)
    return _is_share(g["was"], old, draws) and _is_share(g["now"], new, draws)


def _is_share(text: str, n: int, draws: int) -> bool:
    if match := re.fullmatch(r"(all|none) of ([\d,]+)", text):
        return whole(match[2]) == draws and n == (draws if match[1] == "all" else 0)
    return 0 < n < draws and text.endswith(" of 100") and is_of_100(text.removesuffix(" of 100"), n, draws)


@kind(
    "Trials with a deal: old {was:points} ± {was_error:points} of 100 and new {now:points} ± {error:points} of 100, of "
    "{draws:n} each; ± is the standard error; the seed is {seed:n}."
)
def both_errors(f: Facts, g: Words, said: Said) -> bool:
    *counts, draws = with_deal(f)
    shares = [n / draws for n in counts]
    told_ = ((g["was"], g["was_error"]), (g["now"], g["error"]))
    return (whole(g["draws"]), whole(g["seed"])) == (draws, f.seed) and all(
        is_rounded(value, 100 * share) and is_rounded(error, 100 * sqrt(share * (1 - share) / draws))
        for (value, error), share in zip(told_, shares, strict=True)
    )


@kind("package that leads | <none|one|one of {was:n} that tie> | <none|one|one of {now:n} that tie>")
def both_ties(f: Facts, g: Words, said: Said) -> bool:
    ties = {"none": 0, "one": 1, "was": whole(g.get("was", "0")), "now": whole(g.get("now", "0"))}
    each = [ties.get(one, ties[key]) for one, key in zip(said.cells[1:], ("was", "now"), strict=True)]
    return each == [len(before(f).leads), len(now(f).leads)]


@kind("{issue:issue} | {each:text}", section="diff_side_by_side")
def both_leads(f: Facts, g: Words, said: Said) -> bool:
    """A row of the packages that lead: some package that leads has all that is told of it."""
    rows = [one for one in f.said if one.section == "diff_side_by_side" and one.heads == said.heads]
    for column, head in enumerate(said.heads[1:], 1):
        side, found = (0, before(f)) if head == "before" else (1, now(f))
        raw = told(f).sides[side].raw
        keys = {f.issue_key(one.cells[0]): one.cells[column] for one in rows}
        if any((text == "–") != (issue not in raw["issues"]) for issue, text in keys.items()):
            return False
        want = {(issue, _option(raw, issue, text)) for issue, text in keys.items() if text != "–"}
        if not any(want <= package for package in found.leads):
            return False
    return True


def _option(raw: Any, issue: str, text: str) -> str | None:
    """The option that a cell names; as it is: the status quo."""
    if text == "as it is":
        quo: str | None = raw["issues"][issue].get("status_quo")
        return quo
    return next((option for option, word in OPTIONS.items() if text.endswith(word)), None)


@kind(
    "Whether {who:parties} would accept is not known: no walk-away is judged or can be derived.",
    section="diff_side_by_side",
)
def nobody_knows(f: Facts, g: Words, said: Said) -> bool:
    who = {f.key(name) for name in names_in(g["who"], "party")}
    return any(
        {party for party in side.oracle.bargaining if side.oracle.walk_aways[party] is None} == who
        for side in told(f).sides
    )


# ------------------------------------------------------------------------------------------------- by themselves


@kind("{n:n} <change|changes> in all[; {more:n} <other bears|others bear> on the answer].")
def in_all(f: Facts, g: Words, said: Said) -> bool:
    """Those that bear on the answer besides the ones that are named there."""
    named = {one.text for one in f.said if one.section == "diff_turning_item"}
    edits = {edit.where for text in named if (edit := edit_named(f, text.removesuffix("."))) is not None}
    rest = [edit for edit in bearing(f) if edit.where not in edits]
    return len(edits) == len(named) and (len(told(f).pair.edits), len(rest)) == (
        whole(g["n"]),
        whole(g.get("more", "0")),
    )


@kind("{name:text}.", section="diff_turning_item")
def named_as_turning(f: Facts, g: Words, said: Said) -> bool:
    """Those that turn the answer alone, else those of a smallest set, else those that bear on it."""
    sets = smallest(f)
    edits = turning(f) or (sets[0] if sets else bearing(f))
    edit = edit_named(f, g["name"])
    return edit is not None and (edit in edits or any(edit in some for some in sets))


@kind("{name:text}", section="diff_effects_item")
def named_as_bearing(f: Facts, g: Words, said: Said) -> bool:
    return edit_named(f, g["name"]) in bearing(f)


def tried(f: Facts, said: Said) -> tuple[Settled, Settled]:
    """What a sentence under a change is about: an answer, and that which it is held against."""
    edit = edit_named(f, said.heads[0])
    assert edit is not None
    return (alone(f, edit), before(f)) if said.text.startswith("Old") else (without(f, edit), now(f))


TRIED = "<Old version with this alone|New version without it>: "


@kind(f"{TRIED}the answer stays as it is.", section="diff_effects")
def stays(f: Facts, g: Words, said: Said) -> bool:
    found, base = tried(f, said)
    return found == base


@kind(f"{TRIED}there is <no deal|a deal: {{n:n}} {PACKAGES}>.", section="diff_effects")
def other_verdict(f: Facts, g: Words, said: Said) -> bool:
    found, base = tried(f, said)
    return found.has_deal != base.has_deal and found.acceptable == whole(g.get("n", "0"))


@kind(f"{TRIED}there is still a deal, <the same|another> package leads; {INSTEAD}.", section="diff_effects")
def still_deal(f: Facts, g: Words, said: Said) -> bool:
    found, base = tried(f, said)
    return found != base and ("the same" in said.text) == (found.leads == base.leads) and is_instead(g, base, found)


@kind(
    f"{TRIED}there is still no deal, among {{n:n}} packages instead of {{was:n}}.",
    section="diff_effects",
)
def still_no_deal_among(f: Facts, g: Words, said: Said) -> bool:
    found, base = tried(f, said)
    none = not found.has_deal and not base.has_deal and found.feasible == base.feasible
    return none and (whole(g["n"]), whole(g["was"])) == (found.total, base.total) and found.total != base.total


@kind(
    f"{TRIED}there is still no deal; {{n:n}} <package|packages> within every rule and red line instead of {{was:n}}.",
    section="diff_effects",
)
def still_no_deal(f: Facts, g: Words, said: Said) -> bool:
    found, base = tried(f, said)
    none = not found.has_deal and not base.has_deal
    return (
        none and (whole(g["n"]), whole(g["was"])) == (found.feasible, base.feasible) and found.feasible != base.feasible
    )


# ------------------------------------------------------------------------------------------------- packages


def crossed(f: Facts, *, opened: bool) -> set[frozenset[tuple[str, str]]]:
    """The packages that are acceptable in one version only."""
    raws = [side.raw for side in told(f).sides]
    each = [
        {frozenset(both_options(side.raw, other, x).items()) for x in side.oracle.acceptable}
        for side, other in zip(told(f).sides, reversed(raws), strict=True)
    ]
    return each[1] - each[0] if opened else each[0] - each[1]


def both_options(raw: Any, other: Any, x: Any) -> Label:
    """A package on the issues of both versions: one that its own does not have stays as it is in the other."""
    quos = {issue: held.get("status_quo") for issue, held in other["issues"].items() if issue not in raw["issues"]}
    return {**{issue: quo for issue, quo in quos.items() if quo is not None}, **chosen(raw, x)}


@kind(
    "{n:n} <package|packages> <became|is no longer|are no longer> acceptable[; the first <is|{first:n} are>]:",
    section="diff_packages_.*",
)
def crossing(f: Facts, g: Words, said: Said) -> bool:
    n, first = whole(g["n"]), whole(g.get("first", "1"))
    shown = max(len(one.cells) - 1 for one in f.said if one.section == said.section and one.kind == "Options")
    if shown != (first if "first" in said.text else n):
        return False
    return len(crossed(f, opened="became" in said.text)) == n and (("first" in said.text) <= (0 < first < n))


no_claim("1[ | 2[ | 3]]", "numbers of columns", section="diff_packages_.*")


def column(f: Facts, said: Said, n: int) -> Label:
    """The package of a column, by what it moves; what no row tells stays as it is."""
    raws = [side.raw for side in told(f).sides]
    raw, other = (raws[1], raws[0]) if "opened" in said.section else raws
    rows = [one for one in f.said if one.section == said.section and one.kind == "Options"]
    moves = {f.issue_key(one.cells[0]): _option(raw, f.issue_key(one.cells[0]), one.cells[n]) for one in rows}
    every = {
        issue: moves.get(issue, held.get("status_quo")) for issue, held in {**other["issues"], **raw["issues"]}.items()
    }
    return {issue: option for issue, option in every.items() if option is not None}


@kind("{issue:issue} | {each:text}", section="diff_packages_.*")
def crossing_options(f: Facts, g: Words, said: Said) -> bool:
    """Each column is another package that is acceptable in one version only."""
    opened = "opened" in said.section
    every = [frozenset(column(f, said, n).items()) for n in range(1, len(said.cells))]
    return len(every) == len(set(every)) and set(every) <= crossed(f, opened=opened)


@kind("<Before|Now>, {n:n}: {hurdles:text}.", section="diff_packages_.*")
def hurdles(f: Facts, g: Words, said: Said) -> bool:
    """All that stands against a package in the version that does not accept it, and nothing else."""
    opened = "opened" in said.section
    columns = max(len(one.cells) for one in f.said if one.section == said.section and one.kind == "Options")
    if said.text.startswith("Before") != opened or whole(g["n"]) >= columns:
        return False
    texts = re.split(r"; (?=it is worth|the rule|“|A council|\w+ refuses|\w+ is off)", g["hurdles"])
    here, there = told(f).sides[opened], told(f).sides[not opened]
    return _is_against(here, there, column(f, said, whole(g["n"])), texts)


def _is_against(here: Facts, there: Facts, options: Label, texts: list[str]) -> bool:
    raw, own = there.raw, here.raw["issues"]
    unknown = [
        issue
        for issue, option in options.items()
        if issue in raw["issues"] and option not in raw["issues"][issue]["options"]
    ]
    if unknown:
        return sorted(texts) == sorted(
            f"{label(issue, options[issue])} on {ISSUES[issue]} is no option" for issue in unknown
        )
    moved = [
        issue for issue, held in own.items() if issue not in raw["issues"] and options[issue] != held.get("status_quo")
    ]
    missing = [f"{label(issue, options[issue])} on {ISSUES[issue]} is no option" for issue in moved]
    if not all(text in texts for text in missing):
        return False
    texts = [text for text in texts if text not in missing]
    options = {issue: options[issue] for issue in raw["issues"]}
    x = tuple(options[issue] for issue in raw["issues"])
    found = there.oracle
    agenda = raw["tables"][there.table].get("agenda", list(raw["issues"])) if there.table else list(raw["issues"])
    kept = [
        issue for issue, held in raw["issues"].items() if issue not in agenda and options[issue] != held["status_quo"]
    ]
    if kept:
        return sorted(texts) == sorted(f"{ISSUES[issue]} is off the agenda and stays as it is" for issue in kept)
    wanted: list[Callable[[str], bool]] = []
    for rule in raw.get("rules", []):
        if not keeps_the_rules({**raw, "rules": [rule]}, x):
            wanted.append(f"the rule “{rule['id'].replace('_', ' ')}” forbids it".__eq__)
    if x not in found.values:
        return False
    needed, follows = (
        found.required[x],
        {body["body"]: body["follows"] for body in settlement_oracle.bodies(raw, there.table)},
    )
    lines = {
        (spokesman(raw, party, issue), issue, option)
        for party in {follows.get(one, one) for one in needed} & set(raw["parties"])
        for issue, option in options.items()
        if option in settlement_oracle.rejected(raw, party, issue)
    }
    for owner, issue, option in lines:
        start = f"{PARTIES[owner]} refuses a deal with {label(issue, option)[1:-1]} on {ISSUES[issue]}"
        wanted.append((start, f"{start} (inferred, not stated)").__contains__)
    for who in needed:
        least = found.walk_aways[who]
        if least is not None and found.values[x][who] < least:
            gap, floor = least - found.values[x][who], "the walk-away" if who in raw["parties"] else f"what {who} asks"
            end = f" points less than {floor} to {PARTIES[follows.get(who, who)]}"
            wanted.append(partial(_is_short_by, gap, end))
    for name in settlement_oracle.refusing_councils(raw, there.table, x, needed, found.values[x], found.walk_aways):
        wanted.append(f"{name} would not ratify it".__eq__)
    if not wanted and not moves_something(raw, x):
        return texts == ["it moves nothing there, which is no deal"] or (bool(missing) and not texts)
    return len(wanted) == len(texts) and all(sum(one(text) for text in texts) == 1 for one in wanted)


def _is_short_by(gap: Fraction, end: str, text: str) -> bool:
    match = re.fullmatch(rf"it is worth ([\d.,]+){re.escape(end)}", text)
    return match is not None and is_up(match[1], gap)


# ------------------------------------------------------------------------------------------------- what changed


@kind("{name:text} — <new|gone|changed>[; bears on the answer]", section="diff_changed_.*_item")
def changed(f: Facts, g: Words, said: Said) -> bool:
    edit = edit_named(f, g["name"])
    if edit is None:
        return False
    return f" — {edit.kind}" in said.text and ("; bears" in said.text) == (edit in bearing(f))


@kind("{line:text}", section="diff_changed_[a-z]+")
def change_line(f: Facts, g: Words, said: Said) -> bool:
    """What a change says, under its name."""
    edit = edit_named(f, said.heads[0].partition(" — ")[0])
    return edit is not None and is_line(f, edit, g["line"])


def is_line(f: Facts, edit: Edit, text: str) -> bool:
    """Whether a line says what was and what is."""
    section, *steps = edit.where[1:] if edit.where[0] == "judgements" else edit.where
    old, new = told(f).pair.old, told(f).pair.new
    if section == "parties" or (section == "issues" and steps[1:] != ["status_quo"]):
        return is_part(old if edit.after is None else new, steps, text)
    if section == "issues":
        return text == " → ".join(label(steps[0], one) for one in (edit.before, edit.after))
    if section == "consent":
        return text == "needed"
    if section == "rules":
        rule = edit.before or edit.after
        lines = {f"where: {condition(rule['if'])}", f"then: {condition(rule['then'])}"}
        return text in lines or text == f"kind: {rule.get('kind')}"
    if section == "positions":
        return _is_position(edit, steps[0], text)
    if section == "scores":
        (option,) = (key for key in edit.after if edit.after[key] != edit.before[key])
        head = f"{label(steps[0], option)}: "
        pair = (edit.before[option], edit.after[option])
        return text.startswith(head) and _is_pair(text.removeprefix(head), pair, (old, new))
    pair = tuple(
        one["points"] if isinstance(one, dict) and "points" in one else one for one in (edit.before, edit.after)
    )
    if edit.kind != "changed" and section != "walk_away":
        return _is_value(text, next(one for one in pair if one is not None), new)
    if section == "walk_away" and edit.kind != "changed" and " → " not in text:
        return _is_value(text, next(one for one in pair if one is not None), new)
    return _is_pair(text, pair, (old, new))


PART = re.compile(
    r"(?:(?P<quo>Status quo) of (?P<i1>\w+): (?P<t1>.*)|Option “(?P<option>[^”]+)” of (?P<i2>\w+)(?:: .*)?"
    r"|Salience of (?P<i3>\w+) to (?P<p3>\w+): (?P<t3>.*)|Scores of the options of (?P<i4>\w+) to (?P<p4>\w+): "
    r"(?P<t4>.*)|(?P<p5>\w+)’s walk-away: (?P<t5>.*)|Capability of (?P<p6>\w+): (?P<t6>.*)"
    r"|(?P<p7>\w+) on (?P<i7>\w+): (?P<t7>.*))"
)


def is_part(raw: Any, steps: list[str], text: str) -> bool:
    """Whether a line says what a party, an issue or an option has in the version that has it."""
    match = PART.fullmatch(text)
    if match is None:
        return _is_place(raw, steps, text) or re.search(r"\d", text) is None  # names, concerns and whom it serves
    part = {
        key[:-1] if key[-1].isdigit() else key: value for key, value in match.groupdict().items() if value is not None
    }
    issue = next((key for key, title in ISSUES.items() if title == part.get("i")), "")
    party = next((key for key, name in PARTIES.items() if name == part.get("p")), "")
    if not {steps[0]} <= {issue, party}:
        return False
    judged, words = raw["judgements"], part.get("t", "")
    if "quo" in part:
        return words == label(issue, raw["issues"][issue]["status_quo"])
    if "option" in part:
        return f"“{part['option']}”" in [label(issue, option) for option in raw["issues"][issue]["options"]]
    if text.startswith("Salience"):
        return _is_value(words, judged["salience"][issue][party], raw)
    if text.startswith("Scores"):
        row = judged["scores"][issue][party]
        said = dict(one.split(": ", 1) for one in words.split("; "))
        return set(said) == {label(issue, option) for option in row} and all(
            _is_value(said[label(issue, option)], value, raw) for option, value in row.items()
        )
    if "walk-away" in text:
        return _is_value(words, judged["walk_away"][party], raw)
    if text.startswith("Capability"):
        return _is_value(words, judged["capability"][party], raw)
    cell = raw["positions"][issue].get(party, "silent")
    ideal = cell.get("ideal") if isinstance(cell, dict) else None
    wants = re.match(r"wants: (“[^”]+”)", words)
    return (wants is None) == (ideal is None) and (wants is None or wants[1] == label(issue, str(ideal)))


def _is_place(raw: Any, steps: list[str], text: str) -> bool:
    """Whether the places of the options of an issue on its line are as the file has them."""
    head = f"Places of the options of {ISSUES.get(steps[0], '')} on its line: "
    if not text.startswith(head) or steps[0] not in ISSUES:
        return False
    said = dict(one.split(": ", 1) for one in text.removeprefix(head).split("; "))
    where = line(raw, steps[0])
    return said == {
        label(steps[0], option): f"at {float(where[option]):g} of 100" if option in where else "off the line"
        for option in raw["issues"][steps[0]]["options"]
    }


def _is_pair(text: str, pair: Any, raws: Any) -> bool:
    sides = text.split(" → ")
    return len(sides) == 2 and all(
        _is_value(one, value, raw) for one, value, raw in zip(sides, pair, raws, strict=True)
    )


def _is_position(edit: Edit, issue: str, text: str) -> bool:
    if text.startswith("wants: "):
        ends = [label(issue, one["ideal"]) for one in (edit.before, edit.after)]
        return ends[0] != ends[1] and text == f"wants: {' → '.join(ends)}"
    each = [
        {one if isinstance(one, str) else one["option"] for one in side.get("rejects", [])}
        for side in (edit.before, edit.after)
    ]
    said = [
        {next(o for o, word in OPTIONS.items() if name.endswith(word)) for name in re.findall(r"“([^”]+)”", part)}
        for part in text.split(" → ")
    ]
    if text.startswith("refuses now: "):
        return bool(said[0]) and said == [each[1] - each[0]]
    if text.startswith("refuses no longer: "):
        return bool(said[0]) and said == [each[0] - each[1]]
    lines = [
        next(
            (one for one in side.get("rejects", []) if (one if isinstance(one, str) else one["option"]) in said[0]),
            None,
        )
        for side in (edit.before, edit.after)
    ]
    still = text.startswith("refuses: ") and len(said[0]) == 1 and said == [said[0]] * 2
    return still and None not in lines and lines[0] != lines[1]


VALUE = re.compile(
    r"(?P<about>about )?(?P<value>-?[\d.,]+)(?: of 100| points?)?(?: (?P<side>above|below) the status quo)?"
    r"(?: \(from (?P<low>-?[\d.,]+) to (?P<high>-?[\d.,]+)(?P<flat>, none of it likelier)?\))?"
)


def _is_value(text: str, value: Any, raw: Any) -> bool:
    """Whether a judged number is told as the file has it."""
    derivable = all("status_quo" in issue for issue in raw["issues"].values())
    if value is None:
        return text == ("not judged: as much as the status quo" if derivable else "not judged")
    span = value["status_quo"] if isinstance(value, dict) else value
    if value == "status_quo" or (isinstance(value, dict) and not any(_ends(span)) and not _spread(span)):
        return text == "as much as the status quo"
    match = VALUE.fullmatch(text)
    if match is None or bool(match["side"]) != isinstance(value, dict):
        return False
    signed = central(span) if match["side"] is None else abs(central(span))
    right_side = match["side"] is None or (match["side"] == "above") == (central(span) >= 0)
    is_it = is_rounded(match["value"], signed) if match["about"] else number(match["value"]) == signed
    if not _spread(span):
        return right_side and is_it and match["low"] is None
    low, high = _ends(span)
    flat = len(span) == 2
    return (
        right_side
        and is_it
        and match["low"] is not None
        and bool(match["flat"]) == flat
        and (number(match["low"]), number(match["high"])) == (low, high)
    )


def _ends(span: Any) -> tuple[Fraction, Fraction]:
    return (exact(span[0]), exact(span[-1])) if isinstance(span, list) else (exact(span), exact(span))


def _spread(span: Any) -> bool:
    low, high = _ends(span)
    return low != high


no_claim(
    "Every number is read at its most likely value here, {rest:text}", "how it is read", section="diff_side_by_side"
)
no_claim("A share of trials says {rest:text}", "how it is read", section="diff_side_by_side")
no_claim("What changed between two versions of the case, {rest:text}", "what is asked", section="lead")
no_claim("<Old|New>: {path:text}case.yaml ({digest:text})", "which file was read", section="lead")
