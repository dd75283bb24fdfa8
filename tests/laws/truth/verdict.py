"""The verdict, which stands before every answer."""

from __future__ import annotations

import re
from fractions import Fraction

from tests.oracles.settlement_oracle import central, exact

from .facts import Facts, Package, Trial
from .grammar import Words, is_about, is_share, kind, names_in, whole
from .sentences import Said

VERDICT = "verdict"


def bargaining(f: Facts, text: str) -> bool:
    return [f.party(name) for name in names_in(text, "party")] == list(f.case.structure.bargaining)


@kind(
    "{guess:guess} there is {is:a_no} that {who:parties} could <both accept|all accept|accept>; the same "
    "holds in {share:share}, which {varied:varied}."
)
def agrees(f: Facts, g: Words, said: Said) -> bool:
    has, draws = f.central.has_deal, f.trials_said
    agreeing = f.with_deal(draws) if has else draws - f.with_deal(draws)
    right = (g["is"] == "a deal") == has and is_share(g["share"], agreeing, draws)
    return bargaining(f, g["who"]) and right and 4 * agreeing >= 3 * draws and is_varied(f, g["varied"])


@kind(
    "{guess:guess} there is {is:a_no} that {who:parties} could <both accept|all accept|accept>; how far that hangs on "
    "them is not known, since none of them has a range."
)
def nothing_varies(f: Facts, g: Words, said: Said) -> bool:
    same = all(trial.accepted == f.central.accepted for trial in f.trials(f.trials_said))
    return bargaining(f, g["who"]) and (g["is"] == "a deal") == f.central.has_deal and same and not has_range(f)


def has_range(f: Facts) -> bool:
    """Whether some number that a package's worth, or a walk-away, is made from is judged as a range."""
    apart = (
        "by",
        "handling",
        "levers",
        "timing",
        "capability",
        "tables",
        "refusal",
        "spoil",
        "statements",
        "ranking",
        "unknown",
    )
    told = {key: held for key, held in f.raw["judgements"].items() if key not in apart}
    floors = [table.get("ratifiers", []) for table in f.raw.get("tables", {}).values()]
    return any(len(set(map(str, span))) > 1 for span in _lists((told, floors)))


def _lists(held: object) -> list[list[object]]:
    """Every list of numbers alone, wherever it stands."""
    if isinstance(held, dict):
        return [found for value in held.values() for found in _lists(value)]
    if isinstance(held, list | tuple):
        is_range = isinstance(held, list) and held and all(isinstance(value, int | float | str) for value in held)
        return [list(held)] if is_range else [found for value in held for found in _lists(value)]
    return []


def is_varied(f: Facts, told: str) -> bool:
    """Whether what the trials are said to vary is there to be varied."""
    silent = any(issue not in f.case.structure.left_out for _, issue in f.case.silent_cells())
    if told == "take every number at random":
        return not has_range(f)
    ranges = "vary these guesses" in told
    return ("silences" in told) == silent and (ranges or silent or told == "take at random what is not judged")


@kind(
    "Too close to call: {guess:guess} <some|no> package satisfies {who:parties}; [only ]in {share:share}, which "
    "{varied:varied}, <is there one|there is one>."
)
def too_close(f: Facts, g: Words, said: Said) -> bool:
    has, draws = f.central.has_deal, f.trials_said
    told = "some package" in said.text and "; only in" in said.text if has else "no package" in said.text
    agreeing = f.with_deal(draws) if has else draws - f.with_deal(draws)
    close = 4 * agreeing < 3 * draws and is_varied(f, g["varied"])
    return bargaining(f, g["who"]) and told and close and is_share(g["share"], f.with_deal(draws), draws)


def accepted_in(f: Facts, draws: int) -> dict[Package, int]:
    """In how many trials each package is accepted."""

    def made() -> dict[Package, int]:
        trials = f.trials(draws)
        return {x: sum(x in trial.accepted for trial in trials) for x in f.ground.feasible}

    found: dict[Package, int] = f.once(("accepted", f.table, f.seed, draws), made)
    return found


def with_terms(f: Facts, outcomes: str, more: int = 0) -> list[Package]:
    """The packages that leave the status quo by these terms, and by so many more."""
    terms = [f.option(label) for label in names_in(outcomes, "option")]
    quo = f.case.structure.status_quo
    return [
        x
        for x in f.ground.packages
        if all(x[issue] == option for issue, option in terms)
        and sum(option != quo[issue] for issue, option in enumerate(x)) == len(terms) + more
    ]


@kind(
    "Accepted most often[ of the packages looked at] (in {share:share}[; so <is|are> {others:n} <other|others>]): a "
    "package with {terms:outcomes}[ and {n:n} more <term|terms>]."
)
def most_accepted(f: Facts, g: Words, said: Said) -> bool:
    counts, draws = accepted_in(f, f.trials_said), f.trials_said
    best = max(counts.values())
    others = sum(count == best for count in counts.values()) - 1 == whole(g.get("others", "0"))
    return (
        others
        and is_share(g["share"], best, draws)
        and any(counts.get(x) == best for x in with_terms(f, g["terms"], whole(g.get("n", "0"))))
    )


@kind(
    "<One of {others:n} such packages: one|It is a package> with {terms:outcomes}[ and {n:n} more <term|terms>].",
    section=VERDICT,
)
def one_of(f: Facts, g: Words, said: Said) -> bool:
    """Where all trials are the same."""
    accepted = f.central.accepted
    return len(accepted) == whole(g.get("others", "1")) and any(
        x in accepted for x in with_terms(f, g["terms"], whole(g.get("n", "0")))
    )


@kind(
    "No trial accepts any; the least movement would open a package with {terms:outcomes}[ and {n:n} more <term|terms>]."
)
def least_movement(f: Facts, g: Words, said: Said) -> bool:
    """Of the movements that each open a deal, the least fall of a walk-away; without one, what falls short alone."""
    if f.central.has_deal or any(accepted_in(f, f.trials_said).values()):
        return False
    told = with_terms(f, g["terms"], whole(g.get("n", "0")))
    falls = {x: fall for x in f.ground.packages if (fall := fall_for(f, x)) is not None}
    if falls:
        return any(falls.get(x) == min(falls.values()) for x in told)
    return any(len(f.ground.crossed[x] | f.central.falls_short(x)) == 1 for x in told)


def fall_for(f: Facts, x: Package) -> Fraction | None:
    """By how much one walk-away, or what one body asks, must fall for a package, nothing else giving way."""
    if f.ground.crossed[x]:
        return None
    found = []
    for item in f.central.falls_short(x):
        if item[0] == "body":
            fall = _missing(f.central, x, str(item[1])) if f.central.falls_short(x) == {item} else None
        else:
            fall = _fall_alone(f, int(item[1]), x)
        found += [fall] if fall is not None else []
    return min(found, default=None)


def _fall_alone(f: Facts, party: int, x: Package) -> Fraction | None:
    trial, gain = f.central, f.central.gain(party, x)
    asked = [Fraction(0), *(above(trial, floor.name) for floor in trial.reading.floors if floor.party == party)]
    tried = sorted(more - gain for more in asked if gain is not None and more > gain)
    return next((d for d in tried if not Trial(trial.ground, trial.reading, {party: -d}).falls_short(x)), None)


def package_told(f: Facts) -> list[Package]:
    """The package that the verdict speaks of; several where its sentence fits several."""
    for said in f.said:
        if match := re.search(
            r"^(?:Accepted most often|It is a package|One of [\d,]+ such packages|"
            r"No trial accepts any; the least movement would open a package).*",
            said.text,
        ):
            more = re.search(r"and (\d+) more terms?\.$", said.text)
            return with_terms(f, match[0], int(more[1]) if more else 0)
    return []


def is_guessed(f: Facts, party: int, text: str) -> bool:
    """Whether a walk-away is judged as the words say."""
    given = f.raw["judgements"].get("walk_away", {}).get(f.case.parties[party])
    relative = isinstance(given, dict)
    span = given["status_quo"] if relative else given
    if given is None:
        return text == "the worth of the status quo by rule, not judged"
    if given == "status_quo" or (relative and span == 0):
        return text == "the worth of the status quo, as judged"
    if not isinstance(span, list) or exact(span[0]) == exact(span[-1]):
        return text == "one guessed number without a range"
    reading = f.central.reading
    least = reading.walk_away[party]
    assert least is not None
    shift = Fraction(least, reading.denominator[party]) - central(span)
    ends = re.fullmatch(r"a guess between (-?\d+) and (-?\d+) points", text)
    return ends is not None and all(
        abs(int(told) - (shift + exact(end))) <= Fraction(1, 2)
        for told, end in zip(ends.groups(), (span[0], span[-1]), strict=True)
    )


@kind("{guess:guess} it falls {about:about} short for {party:party}, whose walk-away is {guessed:guessed}.")
def misses(f: Facts, g: Words, said: Said) -> bool:
    party = f.party(g["party"])
    return is_guessed(f, party, g["guessed"]) and any(
        (gain := f.central.gain(party, x)) is not None
        and gain < 0
        and party in f.ground.required[x]
        and is_about(g["about"], -gain)
        for x in package_told(f)
    )


@kind("It is tightest for {party:party}: worth {about:text}[ more than] its walk-away, {guessed:guessed}.")
def tightest(f: Facts, g: Words, said: Said) -> bool:
    party = f.party(g["party"])

    def holds(x: Package) -> bool:
        gains = {p: gain for p in f.ground.required[x] if (gain := f.central.gain(p, x)) is not None}
        least = min(gains.values())
        told = least == 0 if g["about"] == "exactly" else least > 0 and is_about(g["about"], least)
        return gains.get(party) == least and told

    return is_guessed(f, party, g["guessed"]) and any(map(holds, package_told(f)))


def least_fall(trial: Trial, party: int, body: str = "") -> Fraction | None:
    """By how much a walk-away alone must fall for a deal, what is asked above it and its vote falling with it; None
    where that is not enough. body: only what it asks falls.
    """
    if body:
        falls = [_missing(trial, x, body) for x in trial.ground.feasible if trial.falls_short(x) == {("body", body)}]
        return min((fall for fall in falls if fall is not None), default=None)
    asked = [Fraction(0), *(above(trial, floor.name) for floor in trial.reading.floors if floor.party == party)]
    tried = {
        more - gain
        for x in trial.ground.feasible
        for more in asked
        if (gain := trial.gain(party, x)) is not None and more > gain
    }
    return next((d for d in sorted(tried) if Trial(trial.ground, trial.reading, {party: -d}).has_deal), None)


def above(trial: Trial, body: str) -> Fraction:
    """What a body asks above the walk-away of the party that it follows."""
    floor = next(floor for floor in trial.reading.floors if floor.name == body)
    least = trial.reading.walk_away[floor.party] or 0
    return Fraction(floor.worth - least, trial.reading.denominator[floor.party])


def _missing(trial: Trial, x: Package, body: str) -> Fraction | None:
    floor = next((floor for floor in trial.reading.floors if floor.name == body), None)
    gain = None if floor is None else trial.gain(floor.party, x)
    return None if gain is None else above(trial, body) - gain


@kind(
    "<With other terms a|A> deal would appear if {one:party}’[s] walk-away fell by {fall:about}[ or "
    "{two:party}’[s] by {more:about}]."
)
def would_appear(f: Facts, g: Words, said: Said) -> bool:
    falls = [(g["one"], g["fall"]), *([(g["two"], g["more"])] if "two" in g else [])]
    return not f.central.has_deal and all(
        (fall := least_fall(f.central, f.party(name))) is not None and is_about(told, fall) for name, told in falls
    )


@kind("No red line or rule stands against every package; whether {who:parties} would accept one is not known.")
def not_known(f: Facts, g: Words, said: Said) -> bool:
    least = f.central.reading.walk_away
    lacking = any(least[party] is None for party in f.case.structure.bargaining)
    return bargaining(f, g["who"]) and bool(f.ground.feasible) and lacking
