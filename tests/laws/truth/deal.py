"""Whether there is a deal, why not, and what would open one; and what a brief says of it."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from typing import Any

from tests.oracles.settlement_oracle import (
    bodies,
    cell,
    chosen,
    councils,
    exact,
    is_open,
    is_silent,
    judged,
    load_bearing_issues,
    places_on_the_line,
    spokesman,
)
from winset.questions.settlement.request import DealRequest

from .cases import Raw
from .facts import Facts, Package
from .grammar import Words, is_about, is_rounded, is_share, is_up, kind, names_in, no_claim, number, spelled, whole
from .sentences import Said
from .verdict import least_fall


def shown(f: Facts, n: int) -> list[Package]:
    """Package n, as it stands in the answer: by the terms of its row, or what differs from the first."""
    grids = [said for said in f.said if said.section == "packages" and said.kind == "Grid"]
    x: list[int] | None = (
        None if f.case.structure.status_quo_package is None else list(f.case.structure.status_quo_package)
    )
    first = [f.option(said.cells[1]) for said in grids]
    if x is None:
        found = [y for y in f.ground.packages if all(y[issue] == option for issue, option in first)]
        found = [y for y in found if sum(o != f.case.structure.status_quo[i] for i, o in enumerate(y)) == len(first)]
    else:
        for issue, option in first:
            x[issue] = option
        found = [tuple(x)]
    return found if n == 1 else []


# ------------------------------------------------------------------------------------------------- how many packages


@kind("Everyone needed could accept {n:n} of {total:n} packages.")
def accept(f: Facts, g: Words, said: Said) -> bool:
    return (whole(g["n"]), whole(g["total"])) == (len(f.oracle.acceptable), f.oracle.total)


@kind("{total:n} <package|packages>.")
def packages(f: Facts, g: Words, said: Said) -> bool:
    return whole(g["total"]) == f.oracle.total


@kind("Feasible, that is within every rule and every needed party’s red lines: {n:n}.")
def feasible(f: Facts, g: Words, said: Said) -> bool:
    return whole(g["n"]) == len(f.oracle.feasible)


@kind("Acceptable: {n:n}.")
def acceptable(f: Facts, g: Words, said: Said) -> bool:
    return whole(g["n"]) == len(f.oracle.acceptable)


@kind("On the frontier: {n:n}.")
def frontier(f: Facts, g: Words, said: Said) -> bool:
    return whole(g["n"]) == len(f.oracle.frontier)


@kind("Method: enumeration — {n:n} <package|packages>: few enough to keep each.")
def method(f: Facts, g: Words, said: Said) -> bool:
    return whole(g["n"]) == f.oracle.total


@kind("{n:n} of {total:n} packages keep every rule and red line; <it|each> falls below somebody’s walk-away.")
def none_acceptable(f: Facts, g: Words, said: Said) -> bool:
    found = f.oracle
    each = ("; it " in said.text) == (len(found.feasible) == 1)
    return each and not found.acceptable and (whole(g["n"]), whole(g["total"])) == (len(found.feasible), found.total)


@kind("None of {total:n} packages keeps every rule and every red line of those who must consent.")
def none_feasible(f: Facts, g: Words, said: Said) -> bool:
    return not f.oracle.feasible and whole(g["total"]) == f.oracle.total


@kind(
    "All who must agree could accept {n:n} <package|packages>[; every one of them settles "
    "{issues:issues}]. | {how:text}"
)
def could_accept(f: Facts, g: Words, said: Said) -> bool:
    bearing = load_bearing_issues(f.raw, f.oracle.acceptable)
    told = {f.issue_key(name) for name in names_in(g.get("issues", ""), "issue")}
    return whole(g["n"]) == len(f.oracle.acceptable) and told == bearing


# ------------------------------------------------------------------------------------------------- who blocks


@kind("What cannot all hold together ({n:n} smallest <conflict|conflicts>)<:|.>[ They share this: {rest:text}]")
def conflicts(f: Facts, g: Words, said: Said) -> bool:
    return f.oracle.blockers is not None and whole(g["n"]) == len(f.oracle.blockers.conflicts)


@kind("What would have to give ({n:n} smallest <repair|repairs>; each is enough):")
def repairs(f: Facts, g: Words, said: Said) -> bool:
    return f.oracle.blockers is not None and whole(g["n"]) == len(f.oracle.blockers.repairs)


@kind("No single movement opens a deal: at least {n:n} <thing|things> would have to give together.")
def no_opening(f: Facts, g: Words, said: Said) -> bool:
    sizes = [len(violation) for violation in f.central.violations]
    return min(sizes) == whole(g["n"]) > 1


@kind("Movement by one party alone was not found to be enough; several must move together. | {how:text}")
def none_alone(f: Facts, g: Words, said: Said) -> bool:
    return not f.central.has_deal and not any(f.central.opens_alone(party) for party in range(len(f.case.parties)))


@kind("If one of these is wrong, a deal appears:")
def inferences(f: Facts, g: Words, said: Said) -> bool:
    return not f.central.has_deal


@kind("Inferred: {named:text} or {n:word} more", section="openings")
def inferred(f: Facts, g: Words, said: Said) -> bool:
    """Those that are not named are counted from the answer with everything shown, which names all."""
    named = len(re.findall(r"refusals? on|view of", g["named"]))
    every = {one.text for one in f.said if one.section == "openings" and one.text.startswith("Inferred: ")}
    return named == 4 and spelled(g["n"]) >= 2 and len(every) >= 4


@kind("A parliament’s by {fall:about}", section="openings")
def price_of_a_body(f: Facts, g: Words, said: Said) -> bool:
    fall = least_fall(f.central, 0, "A parliament")
    return fall is not None and is_about(g["fall"], fall)


@kind("A parliament’s walk-away falls by {by:points} points, from {start:points} to {end:points}[ ({inside:text})]")
def body_falls(f: Facts, g: Words, said: Said) -> bool:
    fall = least_fall(f.central, 0, "A parliament")
    return fall is not None and is_up(g["by"], fall)


no_claim("Package {n:n}, if A parliament expected less{rest:text}", "says which package follows")


@kind("{whose:party}’[s] by {fall:about}[ ({inside:text})]", section="openings")
def price(f: Facts, g: Words, said: Said) -> bool:
    party = f.party(g["whose"])
    fall = least_fall(f.central, party)
    return fall is not None and is_about(g["fall"], fall) and _inside(f, party, fall, g.get("inside", ""))


def _inside(f: Facts, party: int, fall: Fraction, text: str) -> bool:
    """Whether a walk-away that falls so far lies within the range that is judged for it."""
    from tests.oracles.settlement_oracle import central, exact

    text = re.sub(r"(; |^)levers on it: .*", "", text)
    given = f.raw["judgements"].get("walk_away", {}).get(f.case.parties[party])
    span = given["status_quo"] if isinstance(given, dict) else given
    if not isinstance(span, list) or exact(span[0]) == exact(span[-1]):
        return text == ""
    inside = central(span) - fall >= exact(span[0])
    return text == ("within the judged range" if inside else "beyond the judged range")


@kind("Smallest concessions by several together ({n:n} <way|ways>):")
def concessions(f: Facts, g: Words, said: Said) -> bool:
    return whole(g["n"]) == len(_together(f))


def _together(f: Facts) -> list[dict[str, Fraction]]:
    assert f.oracle.blockers is not None
    return [one for one in f.oracle.blockers.concessions if sum(bool(points) for points in one.values()) > 1]


@kind("{each:concessions}", section="openings")
def concession(f: Facts, g: Words, said: Said) -> bool:
    each = re.findall(r"(A \w+|\w+) by ([\d.,]+) points", said.text)
    told = {name if name.startswith("A ") else f.key(name): points for name, points in each}
    return any(
        {party for party, points in one.items() if points} == set(told)
        and all(is_up(points, one[party]) for party, points in told.items())
        for one in _together(f)
    )


@kind("The parts of each line cannot all hold together; if any one of them gives, the others can.")
def each_line(f: Facts, g: Words, said: Said) -> bool:
    return f.oracle.blockers is not None and bool(f.oracle.blockers.conflicts)


@kind("and {n:n} more", section="brief_conflicts")
def more_conflicts(f: Facts, g: Words, said: Said) -> bool:
    assert f.oracle.blockers is not None
    return whole(g["n"]) == len(f.oracle.blockers.conflicts) - 3


@kind("and {n:n} more (`--full`)", section="blockers|openings")
def more(f: Facts, g: Words, said: Said) -> bool:
    """The rest of a list stands in the answer with everything."""
    return sum(one.section == said.section for one in f.said) > whole(g["n"])


@kind("{what:text} ({n:word} sets of options)", section="blockers")
def sets_of_options(f: Facts, g: Words, said: Said) -> bool:
    """So many conflicts or repairs of the same parties on the same issues."""
    assert f.oracle.blockers is not None
    found = f.oracle.blockers
    return any(
        max(Counter(frozenset(item.rpartition(".")[0] for item in one) for one in sets).values()) >= spelled(g["n"])
        for sets in (found.conflicts, found.repairs)
    )


# ------------------------------------------------------------------------------------------------- what is not known


def silent_terms(f: Facts, x: Package) -> tuple[set[str], int]:
    """The terms of a package on which somebody needed is silent, and how many terms it has."""
    names, moved = f.named(x), []
    for issue, option in zip(f.raw["issues"], names, strict=True):
        if option != f.raw["issues"][issue].get("status_quo"):
            moved.append(issue)
    needed = [f.case.parties[party] for party in f.ground.required[x]]
    silent = {issue for issue in moved for party in needed if is_silent(f.raw, party, issue)}
    return silent, len(moved)


@kind(
    "<All|{some:word} of the> {of:word} terms of package 1 below <rest|rests> on a party whose view is "
    "not known{more:text}"
)
def terms(f: Facts, g: Words, said: Said) -> bool:
    return any(
        len(silent) == (spelled(g["some"]) if "some" in g else of) and of == spelled(g["of"])
        for silent, of in (silent_terms(f, x) for x in shown(f, 1))
    )


@kind("The only term of package 1 below rests on a party whose view is not known{more:text}")
def only_term(f: Facts, g: Words, said: Said) -> bool:
    return any(len(silent) == of == 1 for silent, of in (silent_terms(f, x) for x in shown(f, 1)))


@kind("(?): a needed party’s view is not known{cells:text}", section="brief_options")
def unknown_terms(f: Facts, g: Words, said: Said) -> bool:
    """Each column against the options of its package, which stand above."""
    for cell_, x in zip(said.cells[1:], options_of(f), strict=True):
        silent, of = silent_terms(f, x)
        told = re.fullmatch(r"(\d+) of (\d+) terms?", cell_)
        if (told is None) != (not silent) or (told and (int(told[1]), int(told[2])) != (len(silent), of)):
            return False
    return True


def options_of(f: Facts) -> list[Package]:
    """The packages of a brief, from the document of the same answer."""
    found = f.once(("shown", f.table), lambda: _from_document(f))
    return list(found)


def _from_document(f: Facts) -> list[Package]:
    from winset.questions.settlement.packages import shown_packages

    return [package.package for package in shown_packages(f.study.answers[_request(f)].deal)]


def _request(f: Facts) -> DealRequest:
    return next(answer for answer in f.study.answers if isinstance(answer, DealRequest) and answer.table == f.table)


@kind("{name:party} | {cells:text}", section="brief_options")
def gains_on(f: Facts, g: Words, said: Said) -> bool:
    from tests.oracles.settlement_oracle import salience, scores

    key = f.key(g["name"])
    for text, x in zip(said.cells[1:], options_of(f), strict=True):
        better: set[str] = set()
        worse: set[str] = set()
        for issue, option in zip(f.raw["issues"], f.named(x), strict=True):
            still = f.raw["issues"][issue].get("status_quo")
            if still is None or option == still or salience(f.raw, key, issue) == 0:
                continue
            worth = scores(f.raw, key, issue)
            if worth[option] != worth[still]:
                (better if worth[option] > worth[still] else worse).add(issue)
        for word, issues in (("gains", better), ("yields", worse)):
            part = next((one for one in text.split("; ") if one.startswith(word)), "")
            named = {f.issue_key(name) for name in names_in(part, "issue")}
            rest = int(match[1]) if (match := re.search(r"(\d+) more", part)) else 0
            if not named <= issues or len(named) + rest != len(issues):
                return False
    return True


@kind("Concerns | {cells:text}", section="brief_options")
def concerns(f: Facts, g: Words, said: Said) -> bool:
    for cell_, x in zip(said.cells[1:], options_of(f), strict=True):
        earlier = re.fullmatch(r"as in (\d+)", cell_)
        text = said.cells[int(earlier[1])] if earlier else cell_
        flags = sum(
            len(held.get("flags", [])) if isinstance(held, dict) else 0
            for issue, option in zip(f.raw["issues"], f.named(x), strict=True)
            for held in [f.raw["issues"][issue]["options"][option]]
        )
        rest = int(match[1]) if (match := re.search(r"(\d+) more$", text)) else 0
        if (flags == 0) != (text == "–") or (flags and flags != rest + 1):
            return False
    return True


# ------------------------------------------------------------------------------------------------- silence


@kind(
    "[On the issues alone on which no needed party is silent there is <a|no> deal; ]<w|W>ith the silence "
    "alone filled at random there is <one|a deal> in {share:share}."
)
def silence_filled(f: Facts, g: Words, said: Said) -> bool:
    draws = f.trials_said
    return is_share(g["share"], f.with_deal(draws, "silence"), draws)


@kind("Silence as indifference (best guess) | {n:n} of {total:n} packages acceptable")
def indifferent(f: Facts, g: Words, said: Said) -> bool:
    return (whole(g["n"]), whole(g["total"])) == (len(f.oracle.acceptable), f.oracle.total)


@kind(
    "Silence filled at random ({draws:n} trials, seed {seed:n}), all else at its best guess | a deal in "
    "{n:n} of {of:n} trials ({how:text}); {low:n} to {high:n} acceptable packages"
)
def silence_drawn(f: Facts, g: Words, said: Said) -> bool:
    draws = f.trials_said
    counts = [len(trial.accepted) for trial in f.trials(draws, "silence")]
    n, how = sum(map(bool, counts)), g["how"]
    if 0 < n < draws:
        share = Fraction(n, draws)
        error = 100 * float(share * (1 - share) / draws) ** 0.5
        told = re.fullmatch(r"([\d.]+) %, standard error ([\d.]+) percentage points", how)
        fits = told is not None and is_rounded(told[1], 100 * share) and is_rounded(told[2], error)
    elif not f.ground.feasible:
        fits = how == "never: red lines and rules exclude every package"
    else:
        told = re.fullmatch(r"fillings (with|without) a deal are rarer than ([\d.]+) %, at 95 % confidence", how)
        fits = told is not None and (told[1] == "without") == bool(n) and is_rounded(told[2], Fraction(300, draws))
    whole_ = [whole(g[key]) for key in ("draws", "seed", "n", "of", "low", "high")]
    return fits and whole_ == [draws, f.seed, n, draws, min(counts), max(counts)]


@kind(
    "Without the issues on which a needed party is silent: <there is none|{issues:issues} stay as they "
    "are> | {n:n} acceptable <package|packages>"
)
def without_silence(f: Facts, g: Words, said: Said) -> bool:
    """Counted among the packages that leave these issues at their status quo; an issue without one drops out."""
    issues = {f.issue_key(name) for name in names_in(g.get("issues", ""), "issue")}
    silent = {issue for issue in f.raw["issues"] if _is_silent_on(f, issue)}
    if issues != silent:
        return False
    return whole(g["n"]) == _acceptable_without(f, issues)


def _is_silent_on(f: Facts, issue: str) -> bool:
    place = f.case.issues.index(issue)
    start = f.case.structure.offsets[place]
    columns = [start + option for option in f.case.structure.choices(place)]
    return any(
        is_silent(f.raw, party, issue)
        for n, party in enumerate(f.case.parties)
        if n in f.case.structure.always or any(f.case.structure.needs[column, n] for column in columns)
    )


def _acceptable_without(f: Facts, issues: set[str]) -> int:
    from tests.oracles import settlement_oracle

    if not issues:
        return len(f.oracle.acceptable)
    if any("status_quo" not in f.raw["issues"][issue] for issue in issues):
        return _from_compiled(f, issues)
    return _from_compiled(f, issues) if settlement_oracle else 0


def _from_compiled(f: Facts, issues: set[str]) -> int:
    from winset.readings import central

    from .facts import Ground, Trial

    case = f.case.without_issues(tuple(sorted(f.case.issues.index(issue) for issue in issues)))
    return len(Trial(Ground(case), central(case)).accepted)


# ------------------------------------------------------------------------------------------------- packages


@kind("{title:issue} | {label:option} | {n:word} parties", section="packages")
def unknown_to(f: Facts, g: Words, said: Said) -> bool:
    """How many needed parties are silent on a term of the first package, where there are two or more."""
    issue, option = f.option(g["label"])
    key = f.issue_key(g["title"])
    return spelled(g["n"]) >= 2 and any(
        x[issue] == option
        and f.case.issues[issue] == key
        and spelled(g["n"]) == sum(is_silent(f.raw, f.case.parties[party], key) for party in f.ground.required[x])
        for x in shown(f, 1)
    )


@kind(
    "Package {n:n}, the choice of <all|{some:word} of> {ways:word} <way|ways> to share the gains{rest:text}",
    section="packages",
)
def choices(f: Facts, g: Words, said: Said) -> bool:
    """How many solutions exist, and how many of them have it first."""
    assert f.oracle.solutions is not None
    same = {"nash": "nash_max_support", "leximin": "egalitarian"}
    told = {key: solution for key, solution in f.oracle.solutions.items() if solution.packages}
    told = {key: one for key, one in told.items() if not (key == "nash_max_support" and "nash" in told)}
    agreeing = max(
        (sum(one.representative == other.representative for one in told.values()) for other in told.values()), default=0
    )
    some = len(told) if "some" not in g else spelled(g["some"])
    first = whole(g["n"]) == 1
    return bool(same) and spelled(g["ways"]) == len(told) and (some <= agreeing or not first)


def columns(f: Facts) -> list[Package]:
    """The packages that stand side by side, read from the options of each."""
    rows = [said for said in f.said if said.section == "packages" and said.kind == "Options"]
    made = [[0] * len(f.case.issues) for _ in rows[0].cells[1:]] if rows else []
    for said in rows:
        for column, label in zip(made, said.cells[1:], strict=True):
            issue, option = f.option(label)
            column[issue] = option
    return [tuple(one) for one in made]


TITLES = {
    "Nash": "nash",
    "Weighted Nash": "nash_weighted",
    "Nash among the most that can gain": "nash_max_support",
    "Kalai–Smorodinsky": "kalai_smorodinsky",
    "Egalitarian": "egalitarian",
    "Leximin": "leximin",
    "Utilitarian": "utilitarian",
    "Relative utilitarian": "relative_utilitarian",
}


def _heads(f: Facts, text: str, x: Package) -> bool:
    """Whether the solutions over a column choose its package, and tie with as many as is said."""
    solutions = f.oracle.solutions
    for title, ties in re.findall(r"([A-Z][^,(]*?)(?: \((\d+) tie\))?(?:, | and (?=[A-Z])|$)", text):
        chosen = solutions[TITLES[title]] if solutions is not None else None
        if chosen is None or chosen.representative != f.named(x) or len(chosen.packages) != int(ties or 1):
            return False
    return True


@kind("{heads:numbered}", section="packages")
def headings(f: Facts, g: Words, said: Said) -> bool:
    for n, (text, x) in enumerate(zip(said.cells, columns(f), strict=True), 1):
        told = text.removeprefix(f"{n}. ")
        if told == text:
            return False
        if told.startswith("first of the frontier"):
            fits = f.named(x) in f.oracle.frontier
        elif told.startswith("if "):
            fits = f.named(x) not in f.oracle.acceptable
        else:
            fits = _heads(f, told, x)
        if not fits:
            return False
    return True


@kind("{name:party}, points (walk-away {least:text}) | {cells:text}", section="packages")
def values(f: Facts, g: Words, said: Said) -> bool:
    key, party = f.key(g["name"]), f.party(g["name"])
    least = f.oracle.walk_aways[key]
    if (least is None) != (g["least"] == "none") or (least is not None and not is_rounded(g["least"], least)):
        return False
    for text, x in zip(said.cells[1:], columns(f), strict=True):
        value = f.oracle.values[f.named(x)][key]
        below, free = "(below)" in text, "(consent not needed)" in text
        if not is_rounded(text.split()[0], value) or below != (least is not None and value < least):
            return False
        if free == (party in f.ground.required[x]):
            return False
    return True


@kind(
    "{title:solution}: <The|Each|As> {what:text}[ {ties:n} packages tie; the first by the stated order is shown.]",
    section="packages",
)
def solutions(f: Facts, g: Words, said: Said) -> bool:
    assert f.oracle.solutions is not None
    chosen = f.oracle.solutions[TITLES[g["title"]]]
    return len(chosen.packages) == whole(g.get("ties", "1"))


@kind("{titles:text}: none exists, since no package gives every bargaining party a gain above 0.", section="packages")
def no_strict_gain(f: Facts, g: Words, said: Said) -> bool:
    gains = [[f.central.gain(party, x) for party in f.case.structure.bargaining] for x in f.central.accepted]
    return not any(all(gain is not None and gain > 0 for gain in one) for one in gains)


@kind(
    "{titles:text}: not computed, since no capability above 0 is judged for every bargaining party.", section="packages"
)
def no_capability(f: Facts, g: Words, said: Said) -> bool:
    from tests.oracles.settlement_oracle import central

    judged_ = f.raw["judgements"].get("capability", {})
    return not all(party in judged_ and central(judged_[party]) > 0 for party in f.oracle.bargaining)


@kind(
    "{who:party}’[s] view of {issues:issues} is not known; were <it|one of them> the least favourable, "
    "the gain would fall by {fall:points} points, {how:text}"
)
@kind(
    "What {who:party} wants on {issues:issues} is not known, only what is refused; were <it|one of them> the least "
    "favourable, the gain would fall by {fall:points} points, {how:text}"
)
def least_favourable(f: Facts, g: Words, said: Said) -> bool:
    """Over every reading of the cell at its worst: all its weight on the issue, the option worth nothing."""
    falls = [
        _worst(f, f.key(g["who"]), f.issue_key(title), x)
        for title in names_in(g["issues"], "issue")
        for x in columns(f)
    ]
    enough = g["how"] == "not too much to accept"
    return any(fall is not None and is_up(g["fall"], fall[0]) and fall[1] == enough for fall in falls)


def _worst(f: Facts, party: str, issue: str, x: Package) -> tuple[Fraction, bool] | None:
    """What the package is worth less to the party where how things stand, and what it wants there, are worth all."""
    from tests.oracles import settlement_oracle

    names = dict(zip(f.raw["issues"], f.named(x), strict=True))
    still, options = f.raw["issues"][issue].get("status_quo"), list(f.raw["issues"][issue]["options"])
    low = settlement_oracle.walk_away(f.raw, party)
    if low is None or not is_silent(f.raw, party, issue):
        return None
    refused = settlement_oracle.rejected(f.raw, party, issue)
    wished = [o for o in options if o != names[issue] and o not in refused]
    ideal = still if still in wished else wished[0] if wished else names[issue]
    best = {ideal} if still in (None, names[issue]) else {ideal, still}
    old = settlement_oracle.values_of(f.raw, [f.named(x)])[f.named(x)][party] - low
    gains = [_gain_if(f, (party, issue), (ideal, best, weight), x) for weight in ((100,) if wished else (0, 100))]
    if None in gains:
        return None
    new = min(gain for gain in gains if gain is not None)
    return old - new, new >= 0 or new >= old


def _gain_if(f: Facts, at: tuple[str, str], read: tuple[str, set[str], int], x: Package) -> Fraction | None:
    """What the package is worth to a party above no deal if its cell is read so."""
    from tests.oracles import settlement_oracle

    (party, issue), (ideal, best, weight) = at, read
    raw = {**f.raw, "positions": {**f.raw["positions"], issue: dict(f.raw["positions"][issue])}}
    raw["positions"][issue][party] = {"ideal": ideal, "basis": "inferred", "because": "x"}
    judgements = dict(raw["judgements"])
    judgements["scores"] = {**judgements.get("scores", {})}
    judgements["scores"][issue] = {
        **judgements["scores"].get(issue, {}),
        party: {o: 100 if o in best else 0 for o in f.raw["issues"][issue]["options"]},
    }
    judgements["salience"] = {**judgements.get("salience", {})}
    judgements["salience"][issue] = {**judgements["salience"].get(issue, {}), party: weight}
    raw["judgements"] = judgements
    least = settlement_oracle.walk_away(raw, party)
    return None if least is None else settlement_oracle.values_of(raw, [f.named(x)])[f.named(x)][party] - least


@kind("{whose:party}’[s] walk-away falls by {by:points} points, from {start:points} to {end:points}[ ({inside:text})]")
def falls(f: Facts, g: Words, said: Said) -> bool:
    party = f.party(g["whose"])
    fall, least = least_fall(f.central, party), f.oracle.walk_aways[f.key(g["whose"])]
    if fall is None or least is None or not _inside(f, party, fall, g.get("inside", "")):
        return False
    return (
        is_up(g["by"], fall)
        and is_rounded(g["start"], least)
        and 0 <= least - fall - number(g["end"]) < Fraction(1, 10)
    )


@kind("In each: {n:n} of {of:n} <term|terms>", section="brief_options")
def in_each(f: Facts, g: Words, said: Said) -> bool:
    return all((len(s), of) == (whole(g["n"]), whole(g["of"])) for s, of in (silent_terms(f, x) for x in options_of(f)))


@kind("In each: {kind:text}: {what:text}; {n:n} more", section="brief_options")
def concerns_in_each(f: Facts, g: Words, said: Said) -> bool:
    return concerns(
        f, g, Said("", "", "", (), ("", *[f"{g['kind']}: {g['what']}; {g['n']} more"] * len(options_of(f))))
    )


no_claim("package 1", "the first of the list, from which the others differ", section="packages")
no_claim("In package {n:n}:", "a heading", section="packages")
no_claim("The packages of the frontier, each by how it differs from package 1:", "a heading", section="packages")
no_claim("Values include the points judged for combinations, and may pass 100.", "how values are read")
no_claim("Package {n:n}, first of the frontier in the order of the case{rest:text}", "says which package follows")
no_claim(
    "Package {n:n}, if {who:party} <expected less|were to accept a deal with {o:outcome}>{rest:text}",
    "says which package follows",
)
no_claim(
    "Package {n:n}, {who:text}: the same, but for {what:text}.",
    "says what package follows, beside the first",
    section="packages_",
)
no_claim("{heads:numbered}", "heads of columns", section="brief_options")


@kind("{kind:word_}: {what:text} (package {numbers:numbers})", section="packages")
def belongs(f: Facts, g: Words, said: Said) -> bool:
    """To which packages a concern belongs."""
    packages_, told = options_of(f), {int(n) for n in re.findall(r"\d+", g["numbers"])}
    if len(columns(f)) > len(packages_):
        packages_ = columns(f)
    holding = {
        n
        for n, x in enumerate(packages_, 1)
        for issue, option in zip(f.raw["issues"], f.named(x), strict=True)
        for flag in _flags(f, issue, option)
        if f"{flag['kind'].capitalize()}: {concern(flag)}." == f"{g['kind']}: {g['what']}"
    }
    return told == holding


def concern(flag: dict[str, str]) -> str:
    """What is flagged, and on what it rests."""
    return f"{flag['text'].rstrip('.')} ({flag.get('because', 'unsourced').rstrip('.')})"


def _flags(f: Facts, issue: str, option: str) -> list[dict[str, str]]:
    held = f.raw["issues"][issue]["options"][option]
    found: list[dict[str, str]] = held.get("flags", []) if isinstance(held, dict) else []
    return found


no_claim(
    "No number is judged: what depends on numbers is read with default ones, one reading among many.",
    "“one” is no count",
)
no_claim("A package is one option for every issue.", "how the answer is read")
no_claim("winset {version:text}; case file sha256 {hash:text}.", "which file, by which version")


@kind("Package {n:n} crosses a red line of {who:party}, whose consent it does not need: a deal with {what:outcome}.")
def objection(f: Facts, g: Words, said: Said) -> bool:
    party, (issue, option) = f.party(g["who"]), f.option(names_in(g["what"], "option")[0])
    lines = {(line.issue, line.option) for line in f.case.structure.red_lines[party]}
    packages_ = options_of(f)
    x = packages_[whole(g["n"]) - 1]
    return (issue, option) in lines and x[issue] == option and party not in f.ground.required[x]


@kind(
    "From who wants what alone, of {of:n} <package|packages> that cross no red line, {never:n} <is|are> "
    "accepted in no reading that tells options apart and {always:n} in every reading; this follows for "
    "{who:parties}, whose walk-away is the status quo."
)
def by_order(f: Facts, g: Words, said: Said) -> bool:
    """Worked out option by option, from who wants what alone; no trial contradicts it, unless an issue may count for
    nothing, when a reading tells its options not apart.
    """
    known = [party for party in f.raw["parties"] if _walks_to_status_quo(f.raw, party)]
    never = {x for x in f.oracle.feasible if any(_is_worse(f, party, x) for party in known if party in _needed(f, x))}
    always = {x for x in f.oracle.feasible if all(_is_no_worse(f, party, x) for party in _needed(f, x))}
    if f.table is not None and (bodies(f.raw, f.table) or councils(f.raw, f.table)):
        always = set()
    drawn = [*f.trials(f.trials_said), f.central]
    sometimes = {f.named(x) for trial in drawn for x in trial.accepted}
    everywhere = {f.named(x) for x in f.ground.feasible if all(x in trial.accepted for trial in drawn)}
    told = (whole(g["of"]), whole(g["never"]), whole(g["always"]))
    return (
        told == (len(f.oracle.feasible), len(never), len(always))
        and {f.key(name) for name in names_in(g["who"], "party")} == set(known)
        and (any(_may_not_care(f.raw, party) for party in known) or not never & sometimes)
        and always <= everywhere
    )


def _may_not_care(raw: Raw, party: str) -> bool:
    """Whether an issue may have no weight for the party."""
    spans = (people[party] for people in raw["judgements"].get("salience", {}).values() if party in people)
    return any(exact(span[0] if isinstance(span, list) else span) == 0 for span in spans)


def _needed(f: Facts, x: tuple[str, ...]) -> set[str]:
    return set(f.oracle.required[x]) & set(f.raw["parties"])


def _walks_to_status_quo(raw: Raw, party: str) -> bool:
    """Whether a walk-away is what the status quo is worth, with no link that would add to either."""
    given = raw["judgements"].get("walk_away", {}).get(party, "status_quo")
    span: Any = given["status_quo"] if isinstance(given, dict) else 0 if given == "status_quo" else 1
    plain = not any(exact(one) for one in (span if isinstance(span, list) else [span]))
    linked = any(link["party"] == party for link in raw["judgements"].get("links", []))
    return plain and not linked and all("status_quo" in issue for issue in raw["issues"].values())


def _is_worse(f: Facts, party: str, x: tuple[str, ...]) -> bool:
    """Whether some of what moves is worse than the status quo, and nothing may be better."""
    each = [_against_status_quo(f.raw, party, *pair) for pair in chosen(f.raw, x).items()]
    return "worse" in each and not {"better", "open"} & set(each)


def _is_no_worse(f: Facts, party: str, x: tuple[str, ...]) -> bool:
    """Whether nothing of what moves may be worse; where no walk-away is known nothing keeps a party from it."""
    if f.oracle.walk_aways[party] is None:
        return True
    each = [_against_status_quo(f.raw, party, *pair) for pair in chosen(f.raw, x).items()]
    return _walks_to_status_quo(f.raw, party) and not {"worse", "open"} & set(each)


def _against_status_quo(raw: Raw, party: str, issue: str, option: str) -> str:
    quo = raw["issues"][issue].get("status_quo")
    if option == quo:
        return "same"
    if quo is not None and _is_above(raw, party, issue, option, quo):
        return "better"
    return "worse" if quo is not None and _is_above(raw, party, issue, quo, option) else "open"


def _is_above(raw: Raw, party: str, issue: str, one: str, other: str) -> bool:
    """Whether an option is worth more than another whatever the numbers, but for ties."""
    speaker = spokesman(raw, party, issue)
    held, scores = cell(raw, speaker, issue), raw["judgements"].get("scores", {}).get(issue, {}).get(speaker, {})
    if one in scores and other in scores:
        spans = [span if isinstance(span, list) else [span] for span in (scores[one], scores[other])]
        return exact(spans[0][0]) > exact(spans[1][-1])
    if scores:
        return False
    order = raw["judgements"].get("orders", {}).get(issue, {}).get(speaker)
    if order is not None:
        return bool(order.index(one) < order.index(other))
    if is_open(held):
        return False
    if one == held["ideal"]:
        return True
    places = places_on_the_line(raw, issue) if raw["issues"][issue].get("scale") else {}
    if not {one, other, held["ideal"]} <= set(places):
        return False
    ideal, near, far = places[held["ideal"]], places[one], places[other]
    return ideal <= near < far or far < near <= ideal


@kind("It turns on {what:text}.")
def turns(f: Facts, g: Words, said: Said) -> bool:
    """Each cell that is named is silent, inferred or moving as it says, and as many are counted as are named."""
    for word, what, named in re.findall(r"(\w+) (silence|inference|moving line)s?(?: \(([^)]*)\))?", g["what"]):
        cells = re.findall(r"(\w+)’s? view of (\w+)", named)
        if cells and len(cells) != spelled(word):
            return False
        for who, title in cells:
            said_of = cell(f.raw, f.key(who), f.issue_key(title))
            if not is_open(said_of) if what == "silence" else what == "inference" and not is_inferred(said_of):
                return False
    return True


def is_inferred(said_of: Any) -> bool:
    """Whether what a cell says, or one of its red lines, is concluded."""
    lines = [] if said_of == "silent" else said_of.get("rejects", [])
    own = said_of != "silent" and said_of.get("basis") == "inferred"
    return own or any(not isinstance(line, str) and line.get("basis") == "inferred" for line in lines)


# ------------------------------------------------------------------------------------------------- sources


@kind(
    "{stated:n} <cell|cells> stated, {inferred:n} inferred, {silent:n} silent; {quotes:n} <quote|quotes> "
    "found in the sources, {claims:n} <claim|claims> not reviewed by a second person."
)
def cells(f: Facts, g: Words, said: Said) -> bool:
    every = [cell(f.raw, party, issue) for issue in f.raw["issues"] for party in f.raw["parties"]]
    silent = every.count("silent")
    stated = sum(one != "silent" and one.get("basis") == "stated" for one in every)
    told = [whole(g[key]) for key in ("stated", "inferred", "silent", "quotes", "claims")]
    return told == [stated, len(every) - silent - stated, silent, 0, 0]


def _listed(f: Facts, text: str) -> set[tuple[str, str]]:
    """Cells by party: "Alba and Bora on Coast and Debt; Cyra on Debt"."""
    parts = (part.split(" on ", 1) for part in text.split("; "))
    each = ((re.split(", | and ", who), re.split(", | and ", titles)) for who, titles in parts)
    return {(f.key(one), f.issue_key(title)) for who, titles in each for one in who for title in titles}


def _spoken(f: Facts) -> list[tuple[str, str]]:
    return [(p, i) for p in f.raw["parties"] for i in f.raw["issues"] if not is_open(cell(f.raw, p, i))]


@kind("Salience 50 by rule, not judged: {cells:text}.")
def saliences(f: Facts, g: Words, said: Said) -> bool:
    return _listed(f, g["cells"]) == {(p, i) for p, i in _spoken(f) if p not in judged(f.raw, "salience", i)}


@kind("Scores by rule, not judged (100 at the ideal, falling along the line): {cells:text}.")
def scores_by_rule(f: Facts, g: Words, said: Said) -> bool:
    expected = {
        (p, i)
        for p, i in _spoken(f)
        if "delegates_to" not in cell(f.raw, p, i)
        and not judged(f.raw, "scores", i).get(p)
        and p not in judged(f.raw, "orders", i)
    }
    return _listed(f, g["cells"]) == expected
