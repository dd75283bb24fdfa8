"""The settlement question answered slowly, by trying every package and every set of constraints.

A case is the plain mapping that its YAML holds, with numbers as integers, decimals or fractions in text. Nothing here
is clever: each function is one sentence of the definitions, and every number is a `Fraction`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product
from math import gcd, lcm, prod
from typing import Any, TypeAlias

Case: TypeAlias = Mapping[str, Any]
Package: TypeAlias = tuple[str, ...]
Vector: TypeAlias = tuple[Fraction, ...]
Gains: TypeAlias = Mapping[Package, Vector]
Names: TypeAlias = frozenset[str]

HUNDRED = Fraction(100)
HALF_OF_HUNDRED = Fraction(50)


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """Every package that a solution names, and the one that the tie-break puts first (None if it names none)."""

    packages: frozenset[Package]
    representative: Package | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Blockers:
    """Why no package is acceptable, and the least that would change it."""

    repairs: frozenset[Names]
    conflicts: frozenset[Names]
    pivotal: Names
    concessions: tuple[dict[str, Fraction], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The whole settlement answer to one case at one table, on the central reading.

    A package is the tuple of its options, issues in the order of the case; a vector follows `bargaining`, which keeps
    the order of the case's parties. `values`, `required` and `objections` speak of every package that is open at the
    table, the one that moves nothing included. `solutions` is None where a bargaining party has no walk-away, and has
    no `nash_weighted` where a bargaining party's capability is not judged. `blockers` is None where there is a deal,
    `load_bearing` where there is none.
    """

    bargaining: tuple[str, ...]
    walk_aways: dict[str, Fraction | None]
    total: int
    values: dict[Package, dict[str, Fraction]]
    required: dict[Package, Names]
    objections: dict[Package, frozenset[tuple[str, str, str]]]
    feasible: frozenset[Package]
    acceptable: frozenset[Package]
    frontier: frozenset[Package]
    frontier_vectors: frozenset[Vector]
    solutions: dict[str, Solution] | None
    blockers: Blockers | None
    load_bearing: Names | None


def answer(
    case: Case, table: str | None = None, known: Mapping[Package, Mapping[str, Fraction]] | None = None
) -> Answer:
    """The settlement answer, each part computed from its own definition. known: the value of each package to each
    party, where it is known.
    """
    packages = open_packages(case, table)
    values = values_of(case, packages) if known is None else {package: {**known[package]} for package in packages}
    walk_aways = {party: walk_away(case, party) for party in case["parties"]}
    required = {package: required_for(case, table, package) for package in packages}
    for body in bodies(case, table):
        seat_body(body, values, walk_aways)
        required = {package: parties | {body["body"]} for package, parties in required.items()}
    candidates = [package for package in packages if moves_something(case, package) and keeps_the_rules(case, package)]
    follows = {body["body"]: body["follows"] for body in bodies(case, table)}
    violated = {
        x: violated_items(case, x, required[x], below(values[x], walk_aways), follows)
        | {f"vote.{name}" for name in refusing_councils(case, table, x, required[x], values[x], walk_aways)}
        for x in candidates
    }
    feasible = [x for x in candidates if not any(item.startswith("red_line.") for item in violated[x])]
    acceptable = [x for x in candidates if not violated[x]]
    bargaining = bargaining_parties(case, table)
    vectors = {x: tuple(values[x][party] for party in bargaining) for x in acceptable}
    frontier = undominated(vectors)
    blockers = None
    if not acceptable:
        shortfalls = [shortfall(values[x], walk_aways, required[x]) for x in feasible]
        blockers = blockers_among(list(violated.values()), shortfalls)
    return Answer(
        bargaining=bargaining,
        walk_aways=walk_aways,
        total=len(packages),
        values=values,
        required=required,
        objections={package: objections(case, package, required[package]) for package in packages},
        feasible=frozenset(feasible),
        acceptable=frozenset(acceptable),
        frontier=frontier,
        frontier_vectors=frozenset(vectors[package] for package in frontier),
        solutions=solutions_of_case(case, vectors, bargaining, walk_aways),
        blockers=blockers,
        load_bearing=load_bearing_issues(case, acceptable) if acceptable else None,
    )


def exact(number: int | Decimal | str) -> Fraction:
    """The number as a fraction; binary floating point and truth values are refused."""
    if isinstance(number, bool) or not isinstance(number, int | Decimal | str):
        raise TypeError(f"{number!r} is no exact number: give an integer, a Decimal or a fraction in text")
    return Fraction(number)


def central(judged: Any) -> Fraction:
    """The most likely value of a judgement: the number itself, the middle of [low, high], or the second of three."""
    if not isinstance(judged, list):
        return exact(judged)
    if len(judged) == 2:
        low, high = judged
        return (exact(low) + exact(high)) / 2
    _, likely, _ = judged
    return exact(likely)


def judged(case: Case, kind: str, issue: str) -> Mapping[str, Any]:
    """What the analyst judged of one kind (salience, scores, orders) on an issue, by party."""
    found: Mapping[str, Any] = case.get("judgements", {}).get(kind, {}).get(issue, {})
    return found


def open_packages(case: Case, table: str | None) -> list[Package]:
    """Every combination of the options open at the table, in the order of the case file."""
    agenda = case["issues"] if table is None else case["tables"][table].get("agenda", case["issues"])
    choices = [
        list(content["options"]) if issue in agenda else [content["status_quo"]]
        for issue, content in case["issues"].items()
    ]
    return list(product(*choices))


def chosen(case: Case, package: Package) -> dict[str, str]:
    """The option that the package takes on each issue."""
    return dict(zip(case["issues"], package, strict=True))


def status_quo_package(case: Case) -> Package | None:
    """The package that moves nothing; None if some issue has no status quo."""
    options = [content.get("status_quo") for content in case["issues"].values()]
    return None if None in options else tuple(options)


def moves_something(case: Case, package: Package) -> bool:
    """Whether the package is any other than the status quo on every issue."""
    return package != status_quo_package(case)


def matches(case: Case, package: Package, condition: Mapping[str, Any]) -> bool:
    """Whether the package meets the condition on every issue that it names; a list of options allows each of them."""
    options = chosen(case, package)
    return all(
        options[issue] in (allowed if isinstance(allowed, list) else [allowed]) for issue, allowed in condition.items()
    )


def keeps_the_rules(case: Case, package: Package) -> bool:
    """Whether no rule has its `if` met and its `then` unmet."""
    return not any(
        matches(case, package, rule["if"]) and not matches(case, package, rule["then"])
        for rule in case.get("rules", [])
    )


def bargaining_parties(case: Case, table: str | None) -> tuple[str, ...]:
    """The parties whose gains enter the frontier and the solutions, in the order of the case."""
    everyone = list(case["parties"])
    seated = case["tables"][table]["seated"] if table is not None else None
    members = seated or case.get("consent", {}).get("package", everyone)
    return tuple(party for party in everyone if party in members)


def required_for(case: Case, table: str | None, package: Package) -> Names:
    """The parties that must accept the package: always, as ratifiers of the table, or for an issue that it moves."""
    parties = set(bargaining_parties(case, table))
    if table is not None:
        ratifiers = case["tables"][table].get("ratifiers", [])
        parties |= {ratifier for ratifier in ratifiers if isinstance(ratifier, str)}
    for issue, option in chosen(case, package).items():
        if option != case["issues"][issue].get("status_quo"):
            parties |= set(needed_parties(case, issue, option))
    return frozenset(parties)


def bodies(case: Case, table: str | None) -> list[Mapping[str, Any]]:
    """The bodies that ratify what the table agrees and follow a party."""
    ratifiers = case["tables"][table].get("ratifiers", []) if table is not None else []
    return [ratifier for ratifier in ratifiers if not isinstance(ratifier, str) and "follows" in ratifier]


def councils(case: Case, table: str | None) -> list[Mapping[str, Any]]:
    """The bodies that ratify what the table agrees and vote."""
    ratifiers = case["tables"][table].get("ratifiers", []) if table is not None else []
    return [ratifier for ratifier in ratifiers if not isinstance(ratifier, str) and "members" in ratifier]


def refusing_councils(
    case: Case,
    table: str | None,
    package: Package,
    required: Names,
    values: Mapping[str, Fraction],
    walk_aways: Mapping[str, Fraction | None],
    above: Fraction = Fraction(0),
) -> Names:
    """The bodies whose quota the package fails, members of whom nothing is known voting for it.

    A member that must accept the package anyway does not stand against it a second time as a voter. above: what members
    ask for above their walk-aways.
    """

    def agrees(member: str) -> bool:
        if member not in case["parties"] or member in required:
            return True
        if any(option in rejected(case, member, issue) for issue, option in chosen(case, package).items()):
            return False
        least = walk_aways[member]
        return least is None or values[member] >= least + above

    return frozenset(
        council["body"]
        for council in councils(case, table)
        if sum(exact(weight) for member, weight in council["members"].items() if agrees(member))
        < exact(council["quota"])
    )


def seat_body(
    body: Mapping[str, Any], values: dict[Package, dict[str, Fraction]], walk_aways: dict[str, Fraction | None]
) -> None:
    """Gives a body the values of the party that it follows, and that party's walk-away with so much more."""
    least = walk_aways[body["follows"]]
    walk_aways[body["body"]] = None if least is None else least + central(body["above_walk_away"])
    for worth in values.values():
        worth[body["body"]] = worth[body["follows"]]


def needed_parties(case: Case, issue: str, option: str) -> list[str]:
    """The parties without whom the option cannot be carried out; what the option says replaces what the issue says."""
    on_issue = case.get("consent", {}).get("issues", {}).get(issue, {})
    on_option = on_issue.get("options", {}).get(option, {})
    needs: list[str] = on_option.get("needs", on_issue.get("needs", []))
    return needs


def cell(case: Case, party: str, issue: str) -> Any:
    """What the sources say of the party on the issue: a mapping, or the word `silent`."""
    cells = case["positions"][issue]
    return cells[party] if party in cells else cells["rest"]


def spokesman(case: Case, party: str, issue: str) -> str:
    """The party whose position this party takes on the issue: its own, or its delegate's."""
    content = cell(case, party, issue)
    if content != "silent" and "delegates_to" in content:
        return spokesman(case, content["delegates_to"], issue)
    return party


def is_silent(case: Case, party: str, issue: str) -> bool:
    """Whether nothing says what the party, or its delegate, wants on the issue, though it may refuse something."""
    return is_open(cell(case, spokesman(case, party, issue), issue))


def is_open(content: Any) -> bool:
    """Whether a cell says neither what the party wants nor who decides for it."""
    return content == "silent" or not {"ideal", "delegates_to"} & set(content)


def rejected(case: Case, party: str, issue: str) -> list[str]:
    """The options that the party, or its delegate, rejects on the issue."""
    content = cell(case, spokesman(case, party, issue), issue)
    if content == "silent":
        return []
    return [entry if isinstance(entry, str) else entry["option"] for entry in content.get("rejects", [])]


def salience(case: Case, party: str, issue: str) -> Fraction:
    """The weight of the issue to the party: judged, else 50; 0 where nothing says or judges what it wants."""
    weights = judged(case, "salience", issue)
    if party in weights:
        return central(weights[party])
    speaker = spokesman(case, party, issue)
    is_ranked = any(speaker in judged(case, kind, issue) for kind in ("scores", "orders"))
    if is_silent(case, party, issue) and not is_ranked:
        return Fraction(0)
    return HALF_OF_HUNDRED


def scores(case: Case, party: str, issue: str) -> dict[str, Fraction]:
    """The worth of each option to the party: judged, else from its order, its ideal or its silence."""
    speaker = spokesman(case, party, issue)
    content = cell(case, speaker, issue)
    order = judged(case, "orders", issue).get(speaker)
    if order is not None:
        found = {option: HUNDRED * (len(order) - 1 - place) / (len(order) - 1) for place, option in enumerate(order)}
    elif is_silent(case, speaker, issue):
        found = dict.fromkeys(case["issues"][issue]["options"], HALF_OF_HUNDRED)
    elif case["issues"][issue].get("scale", False):
        found = scores_by_distance(case, issue, content["ideal"])
    else:
        found = {option: Fraction(0) for option in case["issues"][issue]["options"]} | {content["ideal"]: HUNDRED}
    for option, score in judged(case, "scores", issue).get(speaker, {}).items():
        found[option] = central(score)
    return found


def places_on_the_line(case: Case, issue: str) -> dict[str, Fraction]:
    """Where each option lies; evenly spaced if no place is given. Options that are aside are left out."""
    given: dict[str, Any] = {}
    for option, content in case["issues"][issue]["options"].items():
        place = content.get("at") if isinstance(content, dict) else None
        if place != "aside":
            given[option] = place
    if any(place is not None for place in given.values()):
        return {option: exact(place) for option, place in given.items()}
    return {option: HUNDRED * number / max(1, len(given) - 1) for number, option in enumerate(given)}


def scores_by_distance(case: Case, issue: str, ideal: str) -> dict[str, Fraction]:
    """100 at the ideal, falling evenly with distance to 0 at the farthest option of the line; 0 aside of it."""
    places = places_on_the_line(case, issue)
    found = {option: Fraction(0) for option in case["issues"][issue]["options"]}
    if ideal in places:
        distances = {option: abs(place - places[ideal]) for option, place in places.items()}
        farthest = max(distances.values())
        for option, distance in distances.items():
            found[option] = HUNDRED if farthest == 0 else HUNDRED * (1 - distance / farthest)
    found[ideal] = HUNDRED
    return found


def values_of(case: Case, packages: Iterable[Package]) -> dict[Package, dict[str, Fraction]]:
    """The value of each package to each party."""
    worth = {party: worths(case, party) for party in case["parties"]}
    return {package: {party: value(case, package, party, worth[party]) for party in worth} for package in packages}


def worths(case: Case, party: str) -> dict[str, dict[str, Fraction]]:
    """What each option of each issue adds to the average of the scores weighted by salience."""
    weight = {issue: salience(case, party, issue) for issue in case["issues"]}
    weights = sum(weight.values(), Fraction(0))
    return {
        issue: {
            option: weight[issue] * score / weights if weights > 0 else Fraction(0)
            for option, score in scores(case, party, issue).items()
        }
        for issue in case["issues"]
    }


def value(case: Case, package: Package, party: str, worth: Mapping[str, Mapping[str, Fraction]]) -> Fraction:
    """The average of the scores weighted by salience, plus the points of every link that the package fulfils."""
    total = sum((worth[issue][option] for issue, option in chosen(case, package).items()), Fraction(0))
    for link in case.get("judgements", {}).get("links", []):
        if link["party"] == party and matches(case, package, link["when"]):
            total += central(link["points"])
    return total


def walk_away(case: Case, party: str) -> Fraction | None:
    """What no deal is worth to the party: a number, or the value of the status quo package plus any offset."""
    given = case.get("judgements", {}).get("walk_away", {}).get(party, "status_quo")
    offset = Fraction(0)
    if isinstance(given, dict):
        offset = central(given["status_quo"])
    elif given != "status_quo":
        return central(given)
    unmoved = status_quo_package(case)
    return None if unmoved is None else values_of(case, [unmoved])[unmoved][party] + offset


def below(values: Mapping[str, Fraction], walk_aways: Mapping[str, Fraction | None]) -> Names:
    """The parties to whom the package is worth less than their walk-away."""
    return frozenset(party for party, least in walk_aways.items() if least is not None and values[party] < least)


def violated_items(
    case: Case, package: Package, required: Names, falling_short: Names, follows: Mapping[str, str] | None = None
) -> Names:
    """The constraints of required parties that the package violates; an inherited red line bears its owner's name.

    follows: of each body, the party whose red lines it has.
    """
    walk_away_items = {f"walk_away.{party}" for party in required & falling_short}
    red_line_items = {
        f"red_line.{spokesman(case, party, issue)}.{issue}.{option}"
        for party in {(follows or {}).get(one, one) for one in required} & set(case["parties"])
        for issue, option in chosen(case, package).items()
        if option in rejected(case, party, issue)
    }
    return frozenset(walk_away_items | red_line_items)


def objections(case: Case, package: Package, required: Names) -> frozenset[tuple[str, str, str]]:
    """The red lines that the package crosses of parties whose consent it does not need: party, issue, option."""
    return frozenset(
        (party, issue, option)
        for party in case["parties"]
        for issue, option in chosen(case, package).items()
        if party not in required and option in rejected(case, party, issue)
    )


def load_bearing_issues(case: Case, acceptable: Iterable[Package]) -> Names:
    """The issues with a status quo at which no acceptable package leaves them."""
    left = {issue for x in acceptable for issue, option in chosen(case, x).items() if option == status_quo(case, issue)}
    return frozenset(issue for issue in case["issues"] if status_quo(case, issue) is not None and issue not in left)


def status_quo(case: Case, issue: str) -> str | None:
    """The option in force without a deal, if the issue has one."""
    option: str | None = case["issues"][issue].get("status_quo")
    return option


def blockers_among(violated: Sequence[Names], shortfalls: Sequence[Mapping[str, Fraction]]) -> Blockers:
    """Repairs, conflicts and pivotal parties by trying every set of items; concessions by comparing every shortfall.

    `violated` has the violated items of every package that keeps the rules and moves something. An item that none of
    them violates can belong to no minimal set and is left out of the power set.
    """
    items = sorted(frozenset[str]().union(*violated))
    everything = frozenset(items)

    def satisfiable(kept: Names) -> bool:
        return any(not (package & kept) for package in violated)

    subsets = [frozenset(subset) for size in range(len(items) + 1) for subset in combinations(items, size)]
    owners = {item.split(".")[1] for item in items}
    return Blockers(
        repairs=minimal_sets(subsets, lambda dropped: satisfiable(everything - dropped)),
        conflicts=minimal_sets(subsets, lambda kept: not satisfiable(kept)),
        pivotal=frozenset(
            party for party in owners if satisfiable(frozenset(i for i in items if i.split(".")[1] != party))
        ),
        concessions=least_shortfalls(shortfalls),
    )


def minimal_sets(subsets: Iterable[Names], is_one: Callable[[Names], bool]) -> frozenset[Names]:
    """The sets that are one while no proper subset is; `subsets` must come smallest first."""
    found: list[Names] = []
    for subset in subsets:
        if not any(smaller <= subset for smaller in found) and is_one(subset):
            found.append(subset)
    return frozenset(found)


def shortfall(
    values: Mapping[str, Fraction], walk_aways: Mapping[str, Fraction | None], required: Names
) -> dict[str, Fraction]:
    """By how much the package misses the walk-away of each required party that it leaves short."""
    missing: dict[str, Fraction] = {}
    for party, least in walk_aways.items():
        if party in required and least is not None and values[party] < least:
            missing[party] = least - values[party]
    return missing


def least_shortfalls(shortfalls: Sequence[Mapping[str, Fraction]]) -> tuple[dict[str, Fraction], ...]:
    """The shortfalls to which no other is smaller or equal for every party, each once."""
    distinct: list[dict[str, Fraction]] = []
    for one in shortfalls:
        if dict(one) not in distinct:
            distinct.append(dict(one))

    def at_most(smaller: Mapping[str, Fraction], larger: Mapping[str, Fraction]) -> bool:
        return all(points <= larger.get(party, 0) for party, points in smaller.items())

    least = [one for one in distinct if not any(at_most(other, one) for other in distinct if other != one)]
    return tuple(sorted(least, key=lambda one: sorted(one.items())))


def undominated(vectors: Gains) -> frozenset[Package]:
    """The packages that no other gives at least as much to every party and more to one."""

    def dominates(better: Vector, worse: Vector) -> bool:
        return better != worse and all(b >= w for b, w in zip(better, worse, strict=True))

    distinct = set(vectors.values())
    best = {vector for vector in distinct if not any(dominates(other, vector) for other in distinct)}
    return frozenset(package for package, vector in vectors.items() if vector in best)


def solutions_of_case(
    case: Case, vectors: Gains, bargaining: Sequence[str], walk_aways: Mapping[str, Fraction | None]
) -> dict[str, Solution] | None:
    """Every solution over the acceptable packages; None where a bargaining party has no walk-away to gain from."""
    least = [walk_aways[party] for party in bargaining]
    gains: dict[Package, Vector] = {}
    for package, vector in vectors.items():
        gains[package] = tuple(worth - low for worth, low in zip(vector, least, strict=True) if low is not None)
    if None in least:
        return None
    capability = case.get("judgements", {}).get("capability", {})
    judged_for_all = all(party in capability for party in bargaining)
    weights = coprime([central(capability[party]) for party in bargaining]) if judged_for_all else None
    return solutions_over(gains, weights)


def coprime(weights: Sequence[Fraction]) -> tuple[int, ...]:
    """The smallest whole numbers in the same proportions."""
    common = lcm(*(weight.denominator for weight in weights))
    whole = [int(weight * common) for weight in weights]
    return tuple(weight // max(1, gcd(*whole)) for weight in whole)


def solutions_over(gains: Gains, weights: Sequence[int] | None = None) -> dict[str, Solution]:
    """Every solution over the vectors of gains of the acceptable packages, which come in the order of the case file.

    `nash_weighted` is there only if weights are.
    """
    strict = {package: gain for package, gain in gains.items() if min(gain) > 0}
    found = {
        "nash": highest(strict, prod),
        "nash_max_support": nash_max_support(gains),
        "kalai_smorodinsky": kalai_smorodinsky(gains),
        "egalitarian": highest(gains, min),
        "leximin": highest(gains, sorted),
        "utilitarian": highest(gains, sum),
        "relative_utilitarian": relative_utilitarian(gains),
    }
    if weights is not None:
        found["nash_weighted"] = highest(
            strict, lambda gain: prod(one**weight for one, weight in zip(gain, weights, strict=True))
        )
    return found


def highest(gains: Gains, worth: Callable[[Vector], Any]) -> Solution:
    """All packages of greatest worth, and the first of them by leximin, then sum, then order of the case file."""
    if not gains:
        return Solution(packages=frozenset(), representative=None)
    worths = {package: worth(gain) for package, gain in gains.items()}
    most = max(worths.values())
    best = [package for package in gains if worths[package] == most]
    # `max` keeps the earliest of equals, and packages come in lexicographic order of option positions.
    first = max(best, key=lambda package: (sorted(gains[package]), sum(gains[package])))
    return Solution(packages=frozenset(best), representative=first)


def nash_max_support(gains: Gains) -> Solution:
    """As many parties as possible gain; among such packages, the product over those who gain is greatest."""
    return highest(gains, lambda gain: (sum(one > 0 for one in gain), prod(one for one in gain if one > 0)))


def kalai_smorodinsky(gains: Gains) -> Solution:
    """Leximin of each party's gain as a share of the most it could gain; who can gain nothing is left out."""
    most = [max(column) for column in zip(*gains.values(), strict=True)]
    return highest(gains, lambda gain: sorted(g / ideal for g, ideal in zip(gain, most, strict=True) if ideal > 0))


def relative_utilitarian(gains: Gains) -> Solution:
    """The greatest sum of gains, each on a scale from its least to its greatest; who has but one gain is left out."""
    ranges = [(min(column), max(column)) for column in zip(*gains.values(), strict=True)]
    return highest(
        gains,
        lambda gain: sum(
            (one - low) / (high - low) for one, (low, high) in zip(gain, ranges, strict=True) if high > low
        ),
    )
