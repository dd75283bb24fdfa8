"""Whether a package would hold: who would be tempted, and what the others could reply."""

from __future__ import annotations

import re
from typing import Any

from tests.oracles.stability_oracle import Conflict, is_stable, joint
from winset.questions.stability.packages import Surroundings
from winset.questions.stability.request import StabilityRequest
from winset.readings import draw_readings

from .facts import Facts, kept
from .grammar import SPELLED, Words, is_about, is_share, kind, names_in, no_claim, spelled, whole
from .sentences import Said

KEYS = {
    "Nash": "nash",
    "General metarationality": "gmr",
    "Symmetric metarationality": "smr",
    "Sequential stability": "seq",
    "Symmetric sequential stability": "sseq",
    "Simultaneous stability": "sim",
}


def answer(f: Facts) -> Any:
    return next(
        one
        for request, one in f.study.answers.items()
        if isinstance(request, StabilityRequest) and request.table == f.table and request.coalitions
    )


def conflict_of(f: Facts, graph: Any, states: Any = None) -> Conflict:
    """The states, moves and ranks of a graph as sets and lists; these are compared with the case file elsewhere."""
    states = states or answer(f).stability.states
    return Conflict(
        moves=[[set(moves.of(state).tolist()) for state in range(graph.states)] for moves in graph.moves],
        pay=[list(map(int, row)) for row in graph.rank],
        names=[tuple(states.package(state)) for state in range(graph.states)],
    )


def conflict(f: Facts) -> Conflict:
    found: Conflict = f.once("conflict", lambda: conflict_of(f, answer(f).stability.states.graph))
    return found


def held(f: Facts) -> int:
    return int(answer(f).stability.of_package.state)


def in_trials(f: Facts) -> list[Conflict]:
    def made() -> list[Conflict]:
        states = answer(f).stability.states
        drawn = draw_readings(states.case, f.seed, range(f.trials_said))
        return [conflict_of(f, states.graph_in(drawn.reading(n))) for n in range(f.trials_said)]

    found: list[Conflict] = f.once("conflicts in trials", made)
    return found


def stable_in(f: Facts, key: str) -> int:
    at = held(f)
    found: int = f.once(
        ("stable in", key),
        lambda: sum(all(is_stable(trial, key, p, at) for p in trial.parties) for trial in in_trials(f)),
    )
    return found


@kind(
    "Somebody would be tempted in {share:share}; every temptation meets a reply that lasts and costs "
    "nobody who makes it in {other:share}.",
    section="answer",
)
def tempted(f: Facts, g: Words, said: Said) -> bool:
    draws = f.trials_said
    return is_share(g["share"], draws - stable_in(f, "nash"), draws) and is_share(
        g["other"], stable_in(f, "sseq"), draws
    )


@kind("{title:definition} | {who:text} | <{n:n} of {draws:n} trials | |>{states:n}", section="definitions")
def definition(f: Facts, g: Words, said: Said) -> bool:
    key, every = KEYS[g["title"]], conflict(f)
    shaky = {p for p in every.parties if not is_stable(every, key, p, held(f))}
    told = {f.party(name) for name in names_in(g["who"], "party")}
    number = sum(all(is_stable(every, key, p, s) for p in every.parties) for s in every.states)
    drawn = "n" not in g or (whole(g["n"]), whole(g["draws"])) == (stable_in(f, key), f.trials_said)
    return told == shaky and whole(g["states"]) == number and drawn


@kind("{title:definition} | {n:n}", section="definitions")
def stable_states(f: Facts, g: Words, said: Said) -> bool:
    """Where no package is looked at."""
    key, every = KEYS[g["title"]], conflict(f)
    number = sum(all(is_stable(every, key, p, s) for p in every.parties) for s in every.states)
    return answer(f).stability.of_package is None and whole(g["n"]) == number


@kind("There is no package to look at: name one with `--package`.")
def no_package(f: Facts, g: Words, said: Said) -> bool:
    """Nothing leads, and how things stand is no package or one that facts exclude."""
    quo = f.case.structure.status_quo_package
    excluded = quo is not None and not all(kept(rule, quo) for rule in f.case.structure.rules if rule.is_fact)
    return not f.central.has_deal and (quo is None or excluded)


@kind("{who:party}: {n:n} ways to gain, <none of them|all|{m:n}> without a reply.", section="gains")
def ways(f: Facts, g: Words, said: Said) -> bool:
    every, party, at = conflict(f), f.party(g["who"]), held(f)
    gaining = every.better(party, at)
    others = [p for p in every.parties if p != party]
    free = [
        to
        for to in gaining
        if not any(every.pay[party][end] <= every.pay[party][at] for end in joint(every, others, to, improving=False))
    ]
    m = whole(g["m"]) if "m" in g else len(gaining) if ", all without" in said.text else 0
    return (whole(g["n"]), m) == (len(gaining), len(free))


@kind("This is about one of the packages: nothing in the case puts any of them first.")
def none_first(f: Facts, g: Words, said: Said) -> bool:
    """No gains can be counted where a walk-away is not known."""
    walk_away = f.central.reading.walk_away
    return f.case.is_blank or any(walk_away[party] is None for party in f.case.structure.bargaining)


@kind("The most tempting breach would bring {who:party} {about:about}.")
def most_tempting(f: Facts, g: Words, said: Said) -> bool:
    return is_about(g["about"], _best(f, g["who"])) and _best(f, g["who"]) > 0


@kind("The nearest breach would cost {who:party} {about:about}: with numbers off by more than that, it would tempt.")
def nearest(f: Facts, g: Words, said: Said) -> bool:
    return is_about(g["about"], -_best(f, g["who"])) and _best(f, g["who"]) < 0


def _best(f: Facts, name: str) -> Any:
    """What the move that is worth most to a party would bring it; no other party that orders by value "
    "has a better one."""
    found = answer(f).stability
    trial, every, at = f.central, conflict(f), held(f)
    gains = {}
    for party in every.parties:
        ends = every.moves[party][at]
        if ends and found.order_basis(party) == "value":
            here = trial.value(party, found.states.package(at))
            gains[party] = max(trial.value(party, found.states.package(end)) - here for end in ends)
    assert gains[f.party(name)] == max(gains.values())
    return gains[f.party(name)]


@kind(
    "<The only assumption about what a party can do alone is|<All|{bare:word} of> {of:word} assumptions "
    "about what a party can do alone <is|are>> unsourced."
)
def unsourced(f: Facts, g: Words, said: Said) -> bool:
    entries = [
        one for held_ in f.raw.get("moves", {}).values() for one in (held_ if isinstance(held_, list) else [held_])
    ]
    bare = sum("because" not in entry and "claim" not in entry for entry in entries)
    of = spelled(g["of"]) if "of" in g else 1
    return (bare, len(entries)) == (spelled(g["bare"]) if "bare" in g else of, of)


@kind("{said:text} ({many:moves} unsourced).", section="answer")
def all_unsourced(f: Facts, g: Words, said: Said) -> bool:
    entries = [
        one for held_ in f.raw.get("moves", {}).values() for one in (held_ if isinstance(held_, list) else [held_])
    ]
    every = conflict(f)
    stable = all(is_stable(every, "nash", p, held(f)) for p in every.parties)
    numbers = [spelled(one) for one in re.findall(r"\w+", g["many"]) if one in SPELLED[1:]]
    told = numbers[-1] if numbers else 2 if "both" in g["many"] else 1
    return told == len(entries) and g["said"].startswith(("No tempting", "No party gains")) == stable


no_claim(
    "Stable states ({title:definition}): of {of:n}, {rest:text}",
    "compared in tests/laws/test_stability_more.py",
    section="paths",
)


no_claim(
    "Of those that improvements alone do not reach, {n:n} <is|are> reached where several move together to "
    "their advantage.",
    "compared with the oracle of joint moves in tests/oracles",
    section="paths",
)


@kind("[The package. ]By <improvements alone|moves>, in {n:n} <step|steps>{rest:text}", section="paths")
def steps(f: Facts, g: Words, said: Said) -> bool:
    """As many steps as are told; and none of them would be worth less where it says so."""
    return whole(g["n"]) == g["rest"].count(", then ") + 1


LEVELS = {
    "no tempting breach among the moves that the case lists": "nash",
    "some would be tempted, but the others have a reply, if they use it": "sseq",
    "some would be tempted, and the others have a reply that the breaker could undo": "seq",
    "some would be tempted, and the others can reply only at a cost to themselves": "gmr",
    "somebody would be tempted to break it, and nobody has a reply": "",
}
"""Verdicts in few words, each with the strictest definition under which a package is stable."""


@kind("{title:issue}: {label:option} or {n:n} <other|others> | {verdict:text}", section="turns")
def turning(f: Facts, g: Words, said: Said) -> bool:
    """How many options of an issue by themselves would give a verdict that is another than the present one."""
    issue, first = f.option(g["label"])
    told, now = LEVELS[g["verdict"]], answer(f).stability.of_package.package
    others = [
        (*now[:issue], option, *now[issue + 1 :]) for option in f.case.structure.choices(issue) if option != now[issue]
    ]
    alike = [
        x[issue]
        for x in others
        if (x == f.case.structure.status_quo_package or x in f.ground.packages) and level_of(f, x) == told
    ]
    right = f.issue(g["title"]) == issue and level_of(f, now) != told
    return right and first in alike and whole(g["n"]) == len(alike) - 1


def level_of(f: Facts, x: Any) -> str:
    """The strictest definition under which a package is stable for everybody."""

    def made() -> str:
        around = Surroundings(session=f.study.session, table=f.table, by_value=False)
        every = conflict_of(f, around.states(x).graph, around.states(x))
        at = around.states(x).state(x)
        assert at is not None
        keys = ("nash", "sseq", "seq", "gmr")
        return next((key for key in keys if all(is_stable(every, key, p, at) for p in every.parties)), "")

    return f.once(("level", f.table, x), made)  # type: ignore[no-any-return]


@kind(
    "{who:party} could change {title:issue} to {label:option}, but not from here: that cannot be by the "
    "<rule|rules> {rules:text}.",
    section="aside",
)
def blocked(f: Facts, g: Words, said: Said) -> bool:
    """The package with that option breaks each of the rules."""
    issue, option = f.option(g["label"])
    now = answer(f).stability.of_package.package
    x = (*now[:issue], option, *now[issue + 1 :])
    broken = {rule.name.replace("_", " ") for rule in f.case.structure.rules if not kept(rule, x)}
    return f.issue(g["title"]) == issue and set(re.findall(r"“(.+?)”", g["rules"])) <= broken


no_claim("How things stand is one of them.", "“one” is no count of the case")
no_claim(
    "{title:definition} | {yes:text} | {n:n}",
    "compared with the oracle of joint moves in tests/oracles",
    section="coalitions",
)
no_claim("{n:n} other <way|ways> in `--json`.", "how many more the document lists", section="coalitions")
no_claim(
    "{title:definition}: {n:n} <comparison|comparisons> would have to come out differently.",
    "compared in test_stability_inverse, by going through all orders",
    section="inverse",
)
no_claim("No fewer than {n:n} changes would do.", "compared in test_stability_inverse", section="inverse")
no_claim(
    "Counted are the comparisons of two packages on which the question turns{rest:text}",
    "how it is read",
    section="inverse",
)
no_claim("Nobody moves twice in succession{rest:text}", "how it is read")
no_claim("Once this is agreed: who would be tempted to break it, and what could the others reply?", "the question")
no_claim(
    "A state is what can come about, whether or not anybody would sign it: one option for every issue, "
    "unless a rule says that it cannot be.",
    "how it is read",
)
no_claim("In one move a party may change several of the issues that it moves.", "how it is read")
no_claim("The others may reply by moves in a row, nobody twice in succession.", "how it is read")
no_claim(
    "Order of packages, for {who:parties}: the first statement that tells two packages apart decides.", "how it is read"
)
no_claim(
    "Somebody would be tempted in {share:share}; every temptation meets a reply that lasts and costs "
    "nobody who makes it in {other:share}.",
    "of packages of another answer; the same sentence is checked where it is asked",
    section="holds.*",
)
no_claim(
    "<Package|Packages> {numbers:numbers}: {verdict:text}.",
    "which package a verdict is of; it is checked where it is asked",
    section="holds.*",
)
no_claim(
    "Once <the option|any of the options> below is signed: {verdict:text}. | {how:text}",
    "the verdict of the question of stability",
    section="brief_judgements",
)
no_claim(
    "{title:definition} | {shares:text} trials",
    "of packages of another answer; checked where it is asked",
    section="holds.*",
)
no_claim("{n:n} more of {who:party} in `--json`.", "how many more the document lists", section="inverse")
no_claim(
    "The same goes for {n:n} other <pair|pairs> of packages.", "counted pair by pair in test_orders", section="orders"
)
no_claim(
    "The judged points put {which:text} for {who:party}; {why:text}.",
    "every such pair is compared in test_orders",
    section="orders",
)
