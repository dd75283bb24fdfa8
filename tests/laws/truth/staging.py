"""Whether a plan of steps holds, which step breaks first, what would mend it, and in which order."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from math import inf

import numpy as np

from winset.analyses.staging.plan_terms import plan_terms
from winset.analyses.staging.readings import inputs, plan_draws
from winset.analyses.staging.terms import PlanTerms

from .cases import STEP_TITLES, STEPS
from .facts import Facts
from .grammar import Words, is_rounded, is_share, kind, names_in, no_claim, number, spelled, whole
from .sentences import Said
from .slow_plan import SlowBreach, SlowPlan

SMALL = 1e-6


def terms(f: Facts) -> PlanTerms:
    found: PlanTerms = f.once("plan terms", lambda: plan_terms(f.case))
    return found


def plan(f: Facts) -> SlowPlan:
    found: SlowPlan = f.once("slow plan", lambda: SlowPlan(terms(f)))
    return found


def place(f: Facts, name: str) -> int:
    """A party's place in the plan."""
    return terms(f).parties.index(f.key(name))


def step(f: Facts, title: str) -> int:
    return terms(f).steps.index(next(name for name in STEPS if STEP_TITLES[name].lower() == title.lower()))


def is_ratio(text: str, ratio: float, *, way: str = "near") -> bool:
    """Whether a ratio is told as it is: rounded, or down or up to a hundredth."""
    if text in ("more than 9.9", "9.9"):
        return ratio >= 9.9
    told, slip = float(text), 1e-5
    if way == "down":
        return told - slip <= ratio < told + 0.01 + slip
    if way == "up":
        return told - 0.01 - slip < ratio <= told + slip
    return abs(told - ratio) <= 0.005 + slip


# ------------------------------------------------------------------------------------------------- the answer


def kept_in(f: Facts, draws: int) -> list[bool]:
    """In which trials the plan is kept, and worth no less than no deal to each."""

    def made() -> list[bool]:
        drawn = plan_draws(f.case, f.seed, range(draws))
        if not inputs(f.case):
            return [plan(f).kept] * draws
        return [SlowPlan(plan_terms(f.case, drawn.of(n))).kept for n in range(draws)]

    found: list[bool] = f.once(("kept", f.seed, draws), made)
    return found


@kind(
    "<That it would {no:not}be kept rests on guessed numbers|Both rest on guessed numbers, of the plan "
    "and of the package>: it would be kept in {share:share}."
)
def rests(f: Facts, g: Words, said: Said) -> bool:
    fits = is_share(g["share"], sum(kept_in(f, f.trials_said)), f.trials_said)
    breaks = any(plan(f).pays(party) for party in range(len(terms(f).parties)))
    return fits and ("no" not in g or bool(g["no"]) == breaks)


@kind("The plan holds in {n:n} of {of:n} trials of its numbers.")
def holds_in(f: Facts, g: Words, said: Said) -> bool:
    return (whole(g["n"]), whole(g["of"])) == (sum(kept_in(f, f.trials_said)), f.trials_said)


@kind("{what:text}, in {n:n} of {of:n} trials.", section="readings")
def turned_by(f: Facts, g: Words, said: Said) -> bool:
    draws = min(250, f.trials_said)
    path = path_of(f, g["what"])
    drawn = plan_draws(f.case, f.seed, range(draws), anew=frozenset({path}))
    now = [SlowPlan(plan_terms(f.case, drawn.of(n))).kept for n in range(draws)]
    n = sum(a != b for a, b in zip(kept_in(f, f.trials_said), now, strict=False))
    return path in inputs(f.case) and (whole(g["n"]), whole(g["of"])) == (n, draws)


@kind("Find out {what:text}: the plan hangs on that most.")
def hangs_most(f: Facts, g: Words, said: Said) -> bool:
    """No other input, drawn anew alone, turns as many trials."""
    draws = min(250, f.trials_said)
    before = kept_in(f, f.trials_said)

    def turned(path: str) -> int:
        drawn = plan_draws(f.case, f.seed, range(draws), anew=frozenset({path}))
        now = [SlowPlan(plan_terms(f.case, drawn.of(n))).kept for n in range(draws)]
        return sum(a != b for a, b in zip(before, now, strict=False))

    every = {path: turned(path) for path in inputs(f.case)}
    return 0 < every[path_of(f, g["what"])] == max(every.values())


TERMS = {
    "discount": "discount",
    "detection": "detection",
    "lag of a hidden breach": "lag",
    "lag of an open breach": "open_lag",
    "penalty": "penalty",
    "false alarms against the steps in favour": "false_alarm",
    "exit gain": "exit_gain",
}


def path_of(f: Facts, text: str) -> str:
    told = text[0].lower() + text[1:]
    if match := re.fullmatch(r"what “(.+)” is worth to (\w+) (each period|once)", told):
        name = terms(f).steps[step(f, match[1])]
        return f"plan.steps.{name}.worth.{f.key(match[2])}.{'each' if match[3] == 'each period' else 'once'}"
    if match := re.fullmatch(r"the chance that “(.+)” is put back", told):
        return f"plan.steps.{terms(f).steps[step(f, match[1])]}.snapback"
    match = re.fullmatch(r"the (.+) of (\w+)", told)
    assert match is not None, text
    return f"plan.parties.{f.key(match[2])}.{TERMS[match[1]]}"


def breach_told(text: str) -> tuple[int, float]:
    """When a breach begins, and how long it stays hidden, by its words."""
    if match := re.fullmatch(r"open in period (\d+)", text):
        return int(match[1]), 0
    match = re.fullmatch(r"secret from period (\d+) on(?:, open from period (\d+))?", text)
    assert match is not None, text
    return int(match[1]), inf if match[2] is None else int(match[2]) - int(match[1])


def costs(slow_breach: SlowBreach, text: str) -> bool:
    """Whether a breach costs what the words say beside what it brings."""
    if "nothing" in text:
        return slow_breach.ratio < 0.005 + SMALL
    return is_ratio(text.removesuffix(" what it brings").removesuffix(" times"), slow_breach.ratio)


@kind("The best breach by {who:party}, {way:text}, would cost {costs:costs}.")
def best_breach(f: Facts, g: Words, said: Said) -> bool:
    """No other brings so much more than it costs."""
    party = place(f, g["who"])
    one = plan(f).breach(party, *breach_told(g["way"]))
    best = min(other.margin for other in plan(f).of(party))
    return one.margin <= best + SMALL and one.margin < 0 and costs(one, g["costs"])


@kind("The weakest link is a breach by {who:party}, {way:text}: it would cost {costs:costs}.")
def weakest(f: Facts, g: Words, said: Said) -> bool:
    party = place(f, g["who"])
    one = plan(f).breach(party, *breach_told(g["way"]))
    every = [r for p in range(len(terms(f).parties)) if (r := plan(f).ratio(p)) is not None]
    return one.ratio <= min(every) + SMALL and costs(one, g["costs"])


@kind(
    "Every breach would cost at least {ratio:points} times what it brings; the nearest is by {who:party}.",
    section="answer",
)
def every_breach(f: Facts, g: Words, said: Said) -> bool:
    every = {p: r for p in range(len(terms(f).parties)) if (r := plan(f).ratio(p)) is not None}
    least = min(every.values())
    return every[place(f, g["who"])] <= least + SMALL and is_ratio(g["ratio"], least, way="down")


@kind(
    "For {who:party} it holds only by <less than 1 %|{by:n} %>[: a breach pays once {what:text} falls "
    "below {n:n} in 100]<.|>"
)
def only_by(f: Facts, g: Words, said: Said) -> bool:
    party = place(f, g["who"])
    ratio = plan(f).ratio(party)
    assert ratio is not None
    over = 100 * (ratio - 1)
    fits = over < 1 if "by" not in g else whole(g["by"]) <= over + SMALL < whole(g["by"]) + 1
    if "n" not in g:
        return fits and over > -SMALL
    changed = _lower(f, party, g["what"], whole(g["n"]) / 100 - 0.01)
    return fits and SlowPlan(changed).pays(party)


def _lower(f: Facts, party: int, what: str, value: float) -> PlanTerms:
    """The plan with a term of a party a hundredth below the value at which a breach begins to pay."""
    now = terms(f)
    if what == "snapback":
        which = deterring(now, party)
        lowest = now.snapback[which].min()
        part = max(0.0, value) / lowest if lowest else 0.0
        return replace(now, snapback=np.where(which, now.snapback * part, now.snapback))
    return _with(now, "detection", party, max(0.0, value))


def deterring(now: PlanTerms, party: int) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.asarray(~now.own[party] & now.reversible & now.credible & (now.each[party] > 0))


def _with(now: PlanTerms, term: str, party: int, value: float) -> PlanTerms:
    changed = getattr(now, term).copy()
    changed[party] = value
    if term == "lag":
        open_lag = now.open_lag.copy()
        open_lag[party] = min(int(value), int(open_lag[party]))
        return replace(now, lag=changed, open_lag=open_lag)
    return replace(now, **{term: changed})


@kind("Its first {n:n} <period|periods> of a month would be kept if nothing were to follow.")
def first_periods(f: Facts, g: Words, said: Said) -> bool:
    n = whole(g["n"])

    def holds(until: int) -> bool:
        share = terms(f).share.copy()
        share[:, until:] = 0.0
        cut = SlowPlan(replace(terms(f), share=share))
        return not any(cut.pays(party) for party in range(len(terms(f).parties)))

    return holds(n) and not any(holds(more) for more in range(n + 1, terms(f).periods + 1))


@kind("From period {n:n} on a breach by {who:party} would cost nothing.")
def free_from(f: Facts, g: Words, said: Said) -> bool:
    party, date = place(f, g["who"]), whole(g["n"])
    later = [one for one in plan(f).of(party) if one.date >= date]
    return bool(later) and all(one.loss <= SMALL for one in later)


@kind(
    "In period {n:n} {who:party} would be better off if the plan ended, though a breach would save it "
    "nothing of its own."
)
def burdened(f: Facts, g: Words, said: Said) -> bool:
    """No breach at that date brings anything by itself; being rid of what others do is worth having."""
    party, date = place(f, g["who"]), whole(g["n"])
    every = [plan(f).breach(party, date, hidden) for hidden in [*range(terms(f).dates), inf]]
    return not plan(f).of(party, date) and any(one.loss < -SMALL for one in every)


@kind(
    "<A plan|The plan looked at,> of {n:n} <step|steps><|,> <was looked at|is none of the options above>.",
    section="brief_plan",
)
def plan_of_steps(f: Facts, g: Words, said: Said) -> bool:
    return whole(g["n"]) == len(f.raw["plan"]["steps"])


@kind(
    "[On our best guesses ]<It|it|Nor> would <it be agreed|be kept if agreed, but not agreed>: it {why:text}.",
    section="brief_plan",
)
@kind("<It would not|Nor would it> be agreed, because the package that it carries out {why:text}.", section="answer")
def not_agreed(f: Facts, g: Words, said: Said) -> bool:
    """The red lines that it crosses, whose, how many; the rules that it breaks; and to whom it is worth too little."""
    x = carried_out(f)
    ground, needed = f.ground, {*f.case.structure.always}
    start = 0
    for size, option in zip(f.case.structure.sizes, x, strict=True):
        needed |= {p for p in range(len(f.case.parties)) if f.case.structure.needs[start + option, p]}
        start += size
    lines = {
        (line.owner, line.issue, line.option)
        for p in needed
        for line in f.case.structure.red_lines[p]
        if x[line.issue] == line.option
    }
    owners = {p: sum(owner == p for owner, *_ in lines) for p, *_ in lines}
    told: dict[int, int] = {}
    part = re.search(r"crosses (.+?)(?= and is worth| and breaks|, breaks|$)", g["why"])
    for text, name in re.findall(r"(a red line|one|\d+ red lines) of (\w+)", part[1] if part else ""):
        told[f.party(name)] = 1 if text in ("a red line", "one") else int(text.split()[0])
    named = re.search(r"crosses red lines \((.+)\)", g["why"])
    for name in re.findall(r"(\w+): “", named[1] if named else ""):
        told[f.party(name)] = told.get(f.party(name), 0) + 1
    if named and (rest := re.search(r"; (\d+) more$", named[1])):
        return ground is not None and sum(told.values()) + int(rest[1]) == sum(owners.values())
    rules = sum(
        all(x[i] in o for i, o in rule.if_) and not all(x[i] in o for i, o in rule.then)
        for rule in f.case.structure.rules
    )
    broken = re.search(r"breaks (\d+) rules?", g["why"])
    worth = re.search(r"is worth less than no deal to (.+)$", g["why"])
    below = {p for p in needed if (gain := f.central.gain(p, x)) is not None and gain < 0}
    return (
        ground is not None
        and told == owners
        and (int(broken[1]) if broken else 0) == rules
        and {f.party(name) for name in names_in(worth[1] if worth else "", "party")} == below
    )


def carried_out(f: Facts) -> tuple[int, ...]:
    """The package that the steps carry out; the status quo where none is about an issue."""
    made: dict[str, str] = {}
    for held in f.raw["plan"]["steps"].values():
        made |= held.get("carries_out", {})
    names = [made.get(issue, held.get("status_quo")) for issue, held in f.raw["issues"].items()]
    return tuple(options.index(name) for options, name in zip(f.case.options, names, strict=True))


# ------------------------------------------------------------------------------------------------- what to do


@kind("To hold {who:party}, it is enough to {ways:text}.", section="to_do")
def enough(f: Facts, g: Words, said: Said) -> bool:
    """Each way by itself leaves no breach of the party that pays."""
    party = place(f, g["who"])
    return all(
        (changed := _mended(terms(f), party, way)) is not None and not SlowPlan(changed).pays(party)
        for way in g["ways"].split("; or to ")
    )


def _mended(now: PlanTerms, party: int, way: str) -> PlanTerms | None:
    if match := re.fullmatch(r"have third parties make a breach cost ([\d,]+) points?", way):
        return _with(now, "penalty", party, float(whole(match[1])))
    if match := re.fullmatch(r"notice a hidden breach with a chance per period of (\d+) in 100, not (\d+)", way):
        return (
            _with(now, "detection", party, int(match[1]) / 100)
            if is_rounded(match[2], 100 * now.detection[party])
            else None
        )
    if match := re.fullmatch(r"put steps back with a chance of (\d+) in 100, not (\d+)", way):
        which = deterring(now, party)
        lowest = float(now.snapback[which].min())
        part = 1.0 if lowest >= 1 else (int(match[1]) / 100 - lowest) / (1 - lowest)
        raised = np.where(which, now.snapback + part * (1 - now.snapback), now.snapback)
        return replace(now, snapback=raised) if is_rounded(match[2], 100 * lowest) else None
    if match := re.fullmatch(r"answer a breach within (\d+) periods? of its being noticed", way):
        return _with(now, "lag", party, int(match[1]))
    return _with(now, "lag", party, 0) if way == "answer a breach as soon as it is noticed" else None


@kind("Take the steps in a safer order: every breach would cost {ratio:points} times what it brings or more.")
def safer(f: Facts, g: Words, said: Said) -> bool:
    other = SlowPlan(replace(terms(f), share=schedule(f, "security")))
    ratio = least(other)
    now = least(plan(f))
    return ratio is not None and now is not None and is_ratio(g["ratio"], ratio, way="down") and ratio > now


def least(slow_plan: SlowPlan) -> float | None:
    ratios = [r for party in range(len(slow_plan.terms.parties)) if (r := slow_plan.ratio(party)) is not None]
    return min(ratios, default=None)


def schedule(f: Facts, objective: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """The shares of a better order, from its rows; those of the plan where it is the plan."""
    every = list(f.said)
    rows = [one for one in every if one.section == f"schedule_{objective}" and one.kind == "Grid"]
    same = next(
        (
            one.text
            for one in every
            if one.section == f"schedule_{objective}" and "The same as the one above" in one.text
        ),
        "",
    )
    if same:
        return schedule(f, "security" if "most secure" in same else "worth")
    if not rows:
        return terms(f).share
    periods = max(int(head) for head in rows[0].heads[2:]) + 1
    share = np.zeros((len(terms(f).steps), periods))
    for row in rows:
        for head, cell in zip(row.heads[2:], row.cells[2:], strict=True):
            if cell:
                share[step(f, row.cells[0]), int(head)] = (
                    1.0 if cell == "all" else float(number(cell.removesuffix(" %"))) / 100
                )
    return np.asarray(share / share.sum(axis=1, keepdims=True))


# ------------------------------------------------------------------------------------------------- grids


@kind("The steps are at odds on {issues:issues}: no package holds two options of an issue.", section="packages")
def at_odds(f: Facts, g: Words, said: Said) -> bool:
    """The issues of which steps carry out different options."""
    options: dict[str, set[str]] = {}
    for held in f.raw["plan"]["steps"].values():
        for issue, option in held.get("carries_out", {}).items():
            options.setdefault(issue, set()).add(option)
    told = {f.issue_key(title) for title in names_in(g["issues"], "issue")}
    return told == {issue for issue, every in options.items() if len(every) > 1}


@kind("{name:party} | {cells:ratios}", section="secure")
def secure(f: Facts, g: Words, said: Said) -> bool:
    party = place(f, g["name"])
    for head, cell in zip(said.heads[1:], said.cells[1:], strict=True):
        ratio = plan(f).ratio(party, int(head.removesuffix(" on")))
        if (ratio is None) != (cell == "–") or (ratio is not None and not is_ratio(cell, ratio)):
            return False
    return True


ROWS = {
    "chance that a step is put back": "snapback",
    "chance per period that a hidden breach is noticed": "detection",
    "periods until a hidden breach that was noticed is answered": "lag",
    "points that third parties make a breach cost": "penalty",
    "what a point in the next period is worth now": "discount",
}


@kind("{term:critical} | {cells:text}", section="mending")
def critical(f: Facts, g: Words, said: Said) -> bool:
    return all(
        _critical(f, place(f, head), ROWS[g["term"]], cell)
        for head, cell in zip(said.heads[1:], said.cells[1:], strict=True)
    )


def _critical(f: Facts, party: int, term: str, cell: str) -> bool:
    match = re.fullmatch(r"(.+) \(now ([\d.]+)\)", cell)
    if match is None:
        return False
    told, now = match.groups()
    at = _moved(f, party, term)
    value = _now(terms(f), party, term)
    if term != "lag" and not is_rounded_3(now, value):
        return False
    holds: Callable[[float], bool] = lambda x: not SlowPlan(at(x)).pays(party)  # noqa: E731
    grid = {"lag": [0, 1, 2, 3, 5, 8], "penalty": [0, 1, 5, 25, 1000]}.get(term, [0.01, 0.25, 0.5, 0.75, 0.99])
    if told == "any value does":
        return all(map(holds, grid))
    if told == "no value helps":
        return not any(map(holds, grid))
    if told.startswith("turns at"):
        return True
    edge = float(re.sub(r"[^\d.]", "", told.removesuffix(", or more")))
    if term == "lag":
        return holds(edge) and (told.endswith("or more") or not holds(edge + 1))
    step_ = 0.003 if term != "penalty" else 0.003 * max(1.0, edge)
    return holds(min(edge + 1e-9, 1.0) if term != "penalty" else edge) and not holds(max(0.0, edge - step_))


def is_rounded_3(text: str, value: float) -> bool:
    return abs(float(text) - value) <= max(1e-9, 0.005 * abs(value))


def _now(now: PlanTerms, party: int, term: str) -> float:
    if term == "snapback":
        which = deterring(now, party)
        return float(now.snapback[which].min()) if which.any() else 0.0
    return float(getattr(now, term)[party])


def _moved(f: Facts, party: int, term: str) -> Callable[[float], PlanTerms]:
    """The plan with one term at a value; all snapbacks that deter the party go the same part of their way."""
    now = terms(f)
    if term != "snapback":
        return lambda value: _with(now, term, party, value)
    which = deterring(now, party)

    def at(value: float) -> PlanTerms:
        if not which.any():
            return now
        lowest = float(now.snapback[which].min())
        if value >= lowest:
            part = 1.0 if lowest >= 1 else (value - lowest) / (1 - lowest)
            moved = now.snapback + part * (1 - now.snapback)
        else:
            moved = now.snapback * (value / lowest)
        return replace(now, snapback=np.where(which, moved, now.snapback))

    return at


@kind(
    "A guarantee or a deposit of {n:points} points that a breach costs {who:party} would mend it[; so "
    "would such a deposit for each part of an exchange in {parts:n}]."
)
def guarantee(f: Facts, g: Words, said: Said) -> bool:
    party, more = place(f, g["who"]), float(number(g["n"]))
    now = float(terms(f).penalty[party])
    mended = not SlowPlan(_with(terms(f), "penalty", party, now + more)).pays(party)
    less = SlowPlan(_with(terms(f), "penalty", party, now + max(0.0, more - 0.11))).pays(party)
    if "parts" not in g:
        return mended and less
    largest, low, high = max(one.gain for one in plan(f).of(party)), max(0.0, more - 0.11), more
    for _ in range(20):
        middle = (low + high) / 2
        pays = SlowPlan(_with(terms(f), "penalty", party, now + middle)).pays(party)
        low, high = (middle, high) if pays else (low, middle)
    return mended and less and abs(whole(g["parts"]) - largest / high) <= 1 + SMALL


@kind("The two that together would have to move least: {each:text}.")
def pair(f: Facts, g: Words, said: Said) -> bool:
    """With both at what is named, no breach of some party pays that would otherwise."""
    names = {
        "the chance that the steps which answer it are put back": "snapback",
        "the chance per period that its hidden breach is noticed": "detection",
        "the lag of the answer": "lag",
        "what third parties make its breach cost": "penalty",
    }
    told = re.findall(r"(the (?:chance|lag).+?|what third parties.+?) at ([\d.]+)", g["each"])
    for party in range(len(terms(f).parties)):
        if not plan(f).pays(party):
            continue
        now = terms(f)
        for words, value in told:
            at = _moved(replace_terms(f, now), party, names[words.removeprefix("and ")])
            now = at(float(value))
        if not SlowPlan(now).pays(party):
            return True
    return False


def replace_terms(f: Facts, now: PlanTerms) -> Facts:
    """The same case with other terms of its plan."""
    return Facts(raw=f.raw, study=f.study, question=f.question, asked=f.asked, kept={"plan terms": now})


@kind(
    "Monitors would mend it for {who:party} if they notice a hidden breach with a chance of {n:points} "
    "per period by themselves."
)
def monitors(f: Facts, g: Words, said: Said) -> bool:
    party, chance = place(f, g["who"]), float(number(g["n"]))
    now = float(terms(f).detection[party])
    return not SlowPlan(_with(terms(f), "detection", party, min(1.0, 1 - (1 - now) * (1 - chance) + 1e-9))).pays(party)


@kind("{step:percents}", section="plan|schedule_.*")
def shares(f: Facts, g: Words, said: Said) -> bool:
    """The shares of the plan are those of the case; those of an order add up to the whole step."""
    told = [cell for cell in said.cells[2:] if cell]
    row = step(f, said.cells[0])
    if place(f, said.cells[1]) != int(terms(f).owner[row]):
        return False
    values = [1.0 if cell == "all" else float(number(cell.removesuffix(" %"))) / 100 for cell in told]
    if said.section == "plan":
        heads = [int(head) for head, cell in zip(said.heads[2:], said.cells[2:], strict=True) if cell]
        return all(abs(value - terms(f).share[row, head]) < 0.005 for value, head in zip(values, heads, strict=True))
    return abs(sum(values) - 1) < 0.02


@kind(
    "“{step:step}” <would be put back|is put back by itself> <for certain|with a chance of "
    "{chance:points}>[, which saves {who:party} {n:points} <point|points> a period]."
)
def put_back(f: Facts, g: Words, said: Said) -> bool:
    row = step(f, g["step"])
    chance, owner = float(terms(f).snapback[row]), int(terms(f).owner[row])
    saves = -float(terms(f).each[owner, row])
    fits = is_rounded(g["chance"], chance) if "chance" in g else chance >= 1
    if "n" not in g:
        return fits and saves <= 0
    return fits and place(f, g["who"]) == owner and is_rounded_3(g["n"], saves)


@kind("At most {most:points} % of {steps:text} in one period.")
def at_most(f: Facts, g: Words, said: Said) -> bool:
    """No more of a step at once than its case says, or than its largest share where that is one step at a time."""
    now = terms(f)
    return all(
        is_rounded(g["most"], 100 * float(now.at_most[step(f, title)])) for title in names_in(g["steps"], "step")
    )


no_claim("`--automatic STEP` takes one as put back by itself.", "what a command can do")
no_claim(
    "The same as the one above ({which:text}).", "its rows stand above; they are checked there", section="schedule_.*"
)
no_claim("One term at a time, all others as they are.", "how a table is read")
no_claim("An open breach is answered no later than a hidden one.", "how it is read")
no_claim(
    "How many times what it brings a breach from that date on would cost at least: below 1 it pays.",
    "how a table is read",
)
no_claim(
    "Once a breach takes effect nobody owes further steps, and the steps of others that can be put back "
    "are put back with their chance.",
    "how it is read",
)
no_claim(
    "A plan is judged step by step, a package issue by issue, so their points may differ, but not in "
    "sign: they are one thing.",
    "how it is read",
)


# ------------------------------------------------------------------------------------------------- orders


@kind(
    "<Even so some breach would cost only|Every breach would cost at least> {ratio:points} times what it brings.",
    section="schedule_.*",
)
def order_ratio(f: Facts, g: Words, said: Said) -> bool:
    other = SlowPlan(replace(terms(f), share=schedule(f, said.section.removeprefix("schedule_"))))
    ratio = least(other)
    assert ratio is not None
    if "at least" in said.text:
        return is_order_ratio(g["ratio"], ratio) and float(g["ratio"]) <= ratio + 0.005
    return is_order_ratio(g["ratio"], ratio)


def is_order_ratio(text: str, ratio: float) -> bool:
    """Shares are told in three digits, so that a ratio from its rows is a little off."""
    return ratio >= 9.8 if text == "9.9" else abs(float(text) - ratio) <= 0.02 * max(1.0, ratio)


@kind("What the whole plan would be worth, in points against no deal: {each:text}.", section="schedule_.*")
def order_worth(f: Facts, g: Words, said: Said) -> bool:
    other = SlowPlan(replace(terms(f), share=schedule(f, said.section.removeprefix("schedule_")))).values()
    now = plan(f).values()
    told = re.findall(r"(\w+) (-?[\d.]+) \(now (-?[\d.]+)\)", g["each"])
    return len(told) == len(now) and all(
        abs(float(then) - other[place(f, name)]) <= 0.06 + 0.01 * abs(other[place(f, name)])
        and is_rounded(before, now[place(f, name)])
        for name, then, before in told
    )


@kind(
    "In no order of these steps[ that keeps the largest shares] does every breach cost at least[ "
    "{ratio:points} times] what it brings while each party has at least no deal, or its floor.",
    section="schedule_.*",
)
def no_order(f: Facts, g: Words, said: Said) -> bool:
    """Not in the order of the plan, nor in any that takes every step whole, which are gone through."""
    return not any(_is_good(SlowPlan(replace(terms(f), share=share))) for share in whole_orders(f))


def _is_good(slow_plan: SlowPlan) -> bool:
    return slow_plan.kept


def whole_orders(f: Facts) -> list[np.ndarray[tuple[int, ...], np.dtype[np.float64]]]:
    """The plan, and every way to take each step whole at one period, at most so many."""
    from itertools import islice, product

    steps, periods = terms(f).share.shape
    found = [terms(f).share]
    for dates in islice(product(range(periods), repeat=steps), 12):
        share = np.zeros((steps, periods))
        share[np.arange(steps), list(dates)] = 1.0
        found.append(share)
    return found


@kind(
    "In no order[ that [keeps the largest shares and ]leaves each party at least no deal, or its floor,] "
    "does every breach cost more than {ratio:points} times what it brings[, for then an open breach by "
    "{who:party} would cost no more once all steps are in force]."
)
def bound(f: Facts, g: Words, said: Said) -> bool:
    limit = float(number(g["ratio"]))
    every = [SlowPlan(replace(terms(f), share=share)) for share in whole_orders(f)]
    willing = [one for one in every if min(one.values()) >= 0 or "leaves each party" not in said.text]
    fits = all((ratio := least(one)) is not None and ratio <= limit + SMALL for one in willing)
    if "who" not in g:
        return fits
    tail = at_the_end(f, place(f, g["who"]))
    return fits and tail is not None and is_ratio(g["ratio"], tail, way="up")


def at_the_end(f: Facts, party: int) -> float | None:
    """What an open breach costs for each point that it brings once every step is in force."""
    one = plan(f).breach(party, terms(f).dates, 0)
    return one.ratio if one.brings > SMALL else None


@kind("Once all steps are in force an open breach by {who:party} would cost nothing.")
def free_at_the_end(f: Facts, g: Words, said: Said) -> bool:
    tail = at_the_end(f, place(f, g["who"]))
    return tail is not None and tail <= SMALL


# ------------------------------------------------------------------------------------------------- packages


@kind("{name:party} | {cells:signs}", section="packages")
def worth(f: Facts, g: Words, said: Said) -> bool:
    """The plan, nine of ten of its trials, its package, nine of ten of its trials, and the difference."""
    cells = dict(zip(said.heads[1:], said.cells[1:], strict=False))
    key = f.key(g["name"])
    value = plan(f).values()[place(f, g["name"])]
    package = (
        f.central.gain(f.case.parties.index(key), carried_out(f))
        if "its package" in cells and cells["its package"] != "not known" and _has_package(f)
        else None
    )
    fits = _is_signed(cells["the plan"], value)
    if package is not None and cells.get("its package", "").strip("…"):
        fits = fits and _is_signed(cells["its package"], float(package))
        if cells.get("difference"):
            fits = (fits and _is_signed(cells["difference"], value - float(package), slack=0.6)) or _is_signed(
                cells["difference"], float(package) - value, slack=0.6
            )
    return fits


def _has_package(f: Facts) -> bool:
    return any("carries_out" in held for held in f.raw["plan"]["steps"].values())


def _is_signed(text: str, value: float, slack: float = 0.0) -> bool:
    digits = len(text.partition(".")[2])
    return bool(abs(float(number(text)) - value) <= 0.5 / 10**digits + slack + SMALL)


@kind(
    "[No package is acceptable. ]<{n:n} of the {of:n}|Each of the {all:n}|None of the {none:n}|The "
    "{one:word}> <acceptable|packages|package> {rest:text}",
    section="packages",
)
def held(f: Facts, g: Words, said: Said) -> bool:
    if "that a single movement would open" in said.text:
        return not f.central.has_deal
    carried: dict[str, str] = {}
    for step_ in f.raw["plan"]["steps"].values():
        carried |= step_.get("carries_out", {})
    holding = [
        x
        for x in f.oracle.acceptable
        if all(dict(zip(f.raw["issues"], x, strict=True))[i] == o for i, o in carried.items())
    ]
    total = len(f.oracle.acceptable)
    odds = any(
        a.get("carries_out", {}).get(i, o) != o
        for a in f.raw["plan"]["steps"].values()
        for b in f.raw["plan"]["steps"].values()
        for i, o in b.get("carries_out", {}).items()
    )
    n = 0 if odds else len(holding)
    if "n" in g:
        return (whole(g["n"]), whole(g["of"])) == (n, total)
    if "all" in g:
        return n == total == whole(g["all"])
    if "none" in g:
        return n == 0 and total == whole(g["none"])
    return total == spelled(g["one"]) == 1 and ("does not hold" in said.text) == (n == 0)


@kind("No package is acceptable, and no single movement opens one that could be held against them.", section="packages")
def none_to_hold(f: Facts, g: Words, said: Said) -> bool:
    return not f.central.has_deal


@kind(
    "{which:text} is worth <more|less> than no deal to {who:party}; the plan that carries it out is "
    "worth <more|less> than no deal: the two were judged apart."
)
def apart(f: Facts, g: Words, said: Said) -> bool:
    gain = f.central.gain(f.party(g["who"]), carried_out(f))
    value = plan(f).values()[place(f, g["who"])]
    more = "is worth more than no deal to" in said.text
    return gain is not None and (gain > 0) == more and (value > 0) != more and gain != 0
