"""How sure an answer is: trials counted one by one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import takewhile
from math import sqrt
from typing import Any

from tests.laws.cases import read
from tests.oracles.settlement_oracle import rejected
from winset.compiled import Compiled, compiled
from winset.readings import central, draw_readings

from .facts import Facts, Ground, Item, Package, Trial
from .grammar import POINTS, Words, is_of_100, is_rounded, is_share, kind, names_in, no_claim, number, whole
from .sentences import Said
from .verdict import accepted_in


def counted(f: Facts, text: str, told: int, draws: int) -> bool:
    """Whether a count and its standard error are as the words say: "540 of 1,000 trials, standard error 1.6 of 100"."""
    match = re.fullmatch(r"([\d,]+) of ([\d,]+) trials(?:, standard error ([\d.]+) of 100)?", text)
    if match is None or (whole(match[1]), whole(match[2])) != (told, draws):
        return False
    return (match[3] is None) == (told in (0, draws)) and (
        match[3] is None or is_rounded(match[3], _error(told, draws))
    )


def _error(told: int, draws: int) -> float:
    share = told / draws
    return 100 * sqrt(share * (1 - share) / draws)


# ------------------------------------------------------------------------------------------------- a deal


@kind("Counted: {count:text}.", section="answer")
def count_of_deals(f: Facts, g: Words, said: Said) -> bool:
    return counted(f, g["count"], f.with_deal(f.trials_said), f.trials_said)


@kind("Counted: {count:text}.", section="most")
def count_of_package(f: Facts, g: Words, said: Said) -> bool:
    return counted(f, g["count"], max(accepted_in(f, f.trials_said).values()), f.trials_said)


@kind("There is a deal in {n:n} of {of:n} trials.", section="brief_trials")
def deals(f: Facts, g: Words, said: Said) -> bool:
    return (whole(g["n"]), whole(g["of"])) == (f.with_deal(f.trials_said), f.trials_said)


@kind("As the case stands: {n:points} ± {error:points}", section="brief_trials")
def as_it_stands(f: Facts, g: Words, said: Said) -> bool:
    n, draws = f.with_deal(f.trials_said), f.trials_said
    return is_rounded(g["n"], Fraction(100 * n, draws)) and is_rounded(g["error"], _error(n, draws))


@kind(
    "A share of trials says how far the answer hangs on guesses; it is not the probability of an event.{rest:text}",
    section="brief_trials",
)
def seed(f: Facts, g: Words, said: Said) -> bool:
    return f"{f.trials_said:,} trials, seed {f.seed}." in said.text


@kind("{draws:n} trials, seed {seed:n}.", section="brief_trials")
def draws_and_seed(f: Facts, g: Words, said: Said) -> bool:
    return (whole(g["draws"]), whole(g["seed"])) == (f.trials_said, f.seed)


@kind("On our best guesses there is <one|none>.", section="answer")
def centrally(f: Facts, g: Words, said: Said) -> bool:
    return f.central.has_deal == ("is one" in said.text)


no_claim("Any one of these, within its range, would turn that:", "the rows that follow say which")


@kind("{what:number} | {now:points} | {at:points}", section="answer")
def turns_at(f: Facts, g: Words, said: Said) -> bool:
    """The number at that value turns the answer, its central value is as told, and it lies within its range."""
    path = path_of(f, g["what"])
    span = get(f.raw, path)
    ends = [_exact(one) for one in span]
    middle = ends[1] if len(ends) == 3 else sum(ends) / 2
    at = number(g["at"])
    return (
        abs(float(middle) - float(g["now"])) <= 1e-5 * max(1.0, abs(float(middle)))
        and ends[0] <= at <= ends[-1]
        and trial_with(f, path, at).has_deal != f.central.has_deal
    )


def _exact(one: Any) -> Fraction:
    return Fraction(one)


def path_of(f: Facts, text: str) -> list[Any]:
    """Where a judged number stands in the raw case, by its words."""
    if match := re.fullmatch(r"the worth to (\w+) if “?(.+?)”? on (\w+)", text):
        issue, option = f.option(match[2])
        place = f.case.issues[issue]
        return ["judgements", "scores", place, f.key(match[1]), f.case.options[issue][option]]
    if match := re.fullmatch(r"the weight of (\w+) to (\w+)", text):
        return ["judgements", "salience", f.issue_key(match[1]), f.key(match[2])]
    if match := re.fullmatch(r"(\w+)’s? walk-away(, in points above the status quo)?", text):
        above = ["status_quo"] if match[2] else []
        return ["judgements", "walk_away", f.key(match[1]), *above]
    if (body := body_in(text)) is not None:
        held = f.raw["tables"][f.table]["ratifiers"]
        at = next(n for n, one in enumerate(held) if isinstance(one, dict) and one.get("body") == body)
        return ["tables", f.table, "ratifiers", at, "above_walk_away"]
    match = re.fullmatch(r"the extra worth to (\w+) if (.+)", text)
    assert match is not None, text
    options = {f.option(label) for label in names_in(match[2], "option")}
    for n, link in enumerate(f.raw["judgements"]["links"]):
        when = {
            (f.case.issues.index(issue), f.case.options[f.case.issues.index(issue)].index(option))
            for issue, held in link["when"].items()
            for option in (held if isinstance(held, list) else [held])
        }
        if link["party"] == f.key(match[1]) and when == options:
            return ["judgements", "links", n, "points"]
    raise AssertionError(text)


def body_in(text: str) -> str | None:
    """The body that asks for more than a party's walk-away, where a number is of that."""
    match = re.fullmatch(r"(?:the points that|what) (.+) asks beyond the walk-away of .+", text)
    return match[1] if match else None


def stream_of(f: Facts, text: str) -> str:
    """The stream that a judged number is drawn from."""
    if (body := body_in(text)) is not None:
        return f"ratifier.{body}"
    path = path_of(f, text)
    if path[1] != "links":
        return ".".join(map(str, path[:3] if path[1] == "walk_away" else path))
    return str(f.case.links[path[2]].stream)


def get(raw: Any, path: list[Any]) -> Any:
    for key in path:
        raw = raw[key]
    return raw


def put(raw: Any, path: list[Any], value: Any) -> Any:
    """A copy of the raw case with another value at a path."""
    if not path:
        return value
    if isinstance(raw, list):
        return [put(one, path[1:], value) if n == path[0] else one for n, one in enumerate(raw)]
    return {**raw, path[0]: put(raw.get(path[0], {}), path[1:], value)}


def trial_with(f: Facts, path: list[Any], value: Fraction) -> Trial:
    """The central reading of the case with one number at a value."""
    text = str(value) if value.denominator > 1 else int(value)
    case = compiled(read(put(f.raw, path, text)), f.table)
    return Trial(Ground(case), central(case))


@kind(
    "If one cause moved {what:text}, <the share would hardly change|there would be a deal in {share:share}>.",
    section="answer",
)
def together(f: Facts, g: Words, said: Said) -> bool:
    """Counted anew in the trials in which these numbers are tied to one another, each the way that brings a deal."""
    from winset.analyses.robustness.drivers import all_inputs
    from winset.compiled.together import MovedTogether

    paths = [stream_of(f, one) for one in re.split(r", (?=the|what|\w+’)| and (?=the|what|\w+’)", g["what"])]
    draws, base = f.trials_said, f.case.without_levers()
    asked = min(int(f.asked.get("drivers", 1000)), draws)
    leaning = {path: _leaning(f, path, asked) < 0 for path in paths}
    tie = MovedTogether(members=tuple((path, leaning[path] != leaning[paths[0]]) for path in paths))
    assert all_inputs(base)
    n = deals_in(f, replace(base, together=(*base.together, tie)), draws)
    if "share" not in g:
        return abs(n - f.with_deal(draws)) < 0.03 * draws
    return is_share(g["share"], n, draws) and abs(n - f.with_deal(draws)) >= 0.03 * draws


def _leaning(f: Facts, path: str, draws: int) -> int:
    from winset.readings.streams import from_the_middle, raw_stream

    high = from_the_middle(raw_stream(f.seed, path, 0, draws))
    return int(sum(int(one) for one, trial in zip(high, f.trials(draws), strict=True) if trial.has_deal))


def deals_in(f: Facts, case: Compiled, draws: int) -> int:
    """In how many trials another version of the case has a deal."""
    return sum(trials_of(f, case, draws))


def trials_of(f: Facts, case: Compiled, draws: int, anew: frozenset[str] = frozenset()) -> list[bool]:
    ground, drawn = Ground(case), draw_readings(case, f.seed, range(draws), anew=anew)
    return [Trial(ground, drawn.reading(n)).has_deal for n in range(draws)]


# ------------------------------------------------------------------------------------------------- what it hangs on


def in_drivers(f: Facts) -> int:
    """How many trials are drawn for what the answer hangs on."""
    return min(int(f.asked.get("drivers", 1000)), f.trials_said)


def paths_of(f: Facts, text: str) -> frozenset[str]:
    """The streams of an input, by its words."""
    from winset.readings.draws import inputs

    every = frozenset[str]().union(*inputs(f.case.without_levers()))
    if match := re.fullmatch(r"how much weight (\w+) would give to (\w+)", text):
        return frozenset({f"judgements.salience.{f.issue_key(match[2])}.{f.key(match[1])}"})
    if match := re.fullmatch(r"what (\w+) would expect of having no deal", text):
        return frozenset({f"judgements.walk_away.{f.key(match[1])}"})
    if match := re.fullmatch(r"what each option on (\w+) is worth to (\w+)", text):
        place = f"{f.issue_key(match[1])}.{f.key(match[2])}"
        return frozenset(one for one in every if re.match(rf"(judgements\.scores|positions)\.{place}(\.|$)", one))
    if match := re.fullmatch(r"what (\w+) would want on (\w+)", text):
        place = f"{f.issue_key(match[2])}.{f.key(match[1])}"
        return frozenset(one for one in every if re.match(rf"(judgements\.\w+|positions)\.{place}(\.|$)", one))
    if (body := body_in(text)) is not None:
        return frozenset({f"ratifier.{body}"})
    match = re.fullmatch(r"the extra worth to (\w+) if (.+)", text)
    assert match is not None, text
    return frozenset({stream_of(f, text)})


def anew(f: Facts, text: str) -> list[bool]:
    """In which of the drivers' trials there is a deal if one input alone is drawn anew."""
    return [trial.has_deal for trial in f.trials(in_drivers(f), anew=paths_of(f, text))]


def before(f: Facts) -> list[bool]:
    return [trial.has_deal for trial in f.trials(in_drivers(f))]


def changes(was: list[bool], now: list[bool]) -> int:
    return sum(one != other for one, other in zip(was, now, strict=True))


@kind(
    "How often it changes whether there is a deal (“deal”)[, and whether the package that most trials "
    "accept is acceptable (“package”)], if one input alone is drawn anew; of 100, from {n:n} trials:"
)
def hangs(f: Facts, g: Words, said: Said) -> bool:
    return whole(g["n"]) == in_drivers(f)


@kind("{deal:points} ± {error:points}[ | {package:points} ± {other:points}] | {what:text}", section="hangs")
def driver(f: Facts, g: Words, said: Said) -> bool:
    n = in_drivers(f)
    turned = changes(before(f), anew(f, g["what"]))
    fits = is_rounded(g["deal"], Fraction(100 * turned, n)) and is_rounded(g["error"], _error(turned, n))
    if "package" not in g:
        return fits
    counts = accepted_in(f, f.trials_said)
    best = max(counts.values())
    was, now = f.trials(n), f.trials(n, anew=paths_of(f, g["what"]))
    told = {
        changes([x in one.accepted for one in was], [x in one.accepted for one in now])
        for x in counts
        if counts[x] == best
    }
    return fits and any(
        is_rounded(g["package"], Fraction(100 * one, n)) and is_rounded(g["other"], _error(one, n)) for one in told
    )


QUESTIONS = (
    (r"How much weight would (\w+) give to (\w+)\?", "how much weight {} would give to {}"),
    (r"How far apart would (\w+) rank the options on (\w+)\?", "what each option on {1} is worth to {0}"),
    (r"What would (\w+) want on (\w+)\?", "what {} would want on {}"),
    (r"What would (\w+) expect of having no deal\?", "what {} would expect of having no deal"),
    (r"How much would (.+) ask beyond the (.+)\?", "what {} asks beyond the {}"),
)


@kind("The answer turns in {share:share}.", section="ask")
def answer_turns(f: Facts, g: Words, said: Said) -> bool:
    """For the input that the question before is about; a sentence that stands once is of one question at least."""
    n, was = in_drivers(f), before(f)
    inputs = list(_inputs(f))
    return any(is_share(g["share"], changes(was, anew(f, one)), n) for one in inputs)


def _inputs(f: Facts) -> Iterator[str]:
    for said in f.said:
        if said.section != "ask":
            continue
        for pattern, words in QUESTIONS:
            if match := re.match(pattern, said.text):
                yield words.format(*match.groups())
        if match := re.match(r"(The extra worth .+)\?", said.text):
            yield match[1][0].lower() + match[1][1:]


def without_line(f: Facts, party: str, label: str) -> Compiled:
    """The case without one red line, changed in its raw text."""
    issue, option = f.option(label)
    name, option_name = f.case.issues[issue], f.case.options[issue][option]
    held = f.raw["positions"][name][party]
    kept = [
        reject for reject in held["rejects"] if (reject if isinstance(reject, str) else reject["option"]) != option_name
    ]
    if not kept and "ideal" not in held:
        return compiled(read(put(f.raw, ["positions", name, party], "silent")), f.table).without_levers()
    return compiled(read(put(f.raw, ["positions", name, party, "rejects"], kept)), f.table).without_levers()


def lines_dropped(f: Facts) -> dict[tuple[str, str], list[bool]]:
    def made() -> dict[tuple[str, str], list[bool]]:
        found = {}
        for name, cells in f.raw["positions"].items():
            for party, held in cells.items():
                for one in held.get("rejects", []) if isinstance(held, dict) else []:
                    option = one if isinstance(one, str) else one["option"]
                    issue = f.case.issues.index(name)
                    label = f.study.session.case.option_label(name, option)
                    case = without_line(f, party, label)
                    found[party, label] = trials_of(f, case, in_drivers(f))
                    assert issue >= 0
        return found

    return f.once(("dropped", f.table, f.seed, in_drivers(f)), made)  # type: ignore[no-any-return]


def _then(f: Facts, text: str, now: list[bool]) -> bool:
    """Whether the trials with a deal, with something switched, are as the words say."""
    n, was = in_drivers(f), before(f)
    if n == f.trials_said:
        return is_share(text.removeprefix("in "), sum(now), n)
    more = sum(now) - sum(was)
    if not more:
        return text == "as often as before"
    match = re.fullmatch(r"in (.+?) (more|fewer) than as the case stands", text)
    return match is not None and (match[2] == "more") == (more > 0) and is_share(match[1], abs(more), n)


@kind("If not, a deal {then:text}.", section="ask")
def if_not(f: Facts, g: Words, said: Said) -> bool:
    asked = [
        (f.key(match[1]), names_in(one.text, "option")[0])
        for one in f.said
        if one.section == "ask" and (match := re.match(r"Would (\w+) really refuse", one.text))
    ]
    return any(_then(f, g["then"], lines_dropped(f)[one]) for one in asked)


@kind(
    "{then:text} if {who:party} dropped the refusal of a deal with {what:outcome}[ ({n:n} of {of:n})]",
    section="red_lines",
)
def dropped(f: Facts, g: Words, said: Said) -> bool:
    now = lines_dropped(f)[f.key(g["who"]), names_in(g["what"], "option")[0]]
    told = "n" not in g or (whole(g["n"]), whole(g["of"])) == (sum(now), in_drivers(f))
    return told and ("n" in g) == (0 < sum(now) < in_drivers(f)) and _then(f, g["then"], now)


@kind("A deal then, in the same trials[ ({share:text} as the case stands)]:", section="silence|red_lines")
def as_before(f: Facts, g: Words, said: Said) -> bool:
    return "share" not in g or is_share(g["share"].removeprefix("in "), sum(before(f)), in_drivers(f))


def resolved(f: Facts, party: str, issue: str, option: str, *, refused: bool) -> int:
    """In how many of the drivers' trials there is a deal if a silent cell speaks."""
    from winset.compiled import CompiledRedLine

    case, who, what = f.case.without_levers(), f.case.parties.index(party), f.case.issues.index(issue)
    place = f.case.options[what].index(option)
    cell = case.cells[who][what]
    line = CompiledRedLine(owner=who, issue=what, option=place, basis="inferred")
    other = replace(cell, rejects=(*cell.rejects, line)) if refused else cell.wanting(place)
    return sum(trials_of(f, case.with_cell(who, what, other), in_drivers(f)))


def _ways(f: Facts, who: str, title: str, *, refused: bool) -> dict[str, int]:
    key, issue = f.key(who), f.issue_key(title)

    def made() -> dict[str, int]:
        said = rejected(f.raw, key, issue)
        options = [option for option in f.raw["issues"][issue]["options"] if option not in said]
        return {o: resolved(f, key, issue, o, refused=refused) for o in options}

    return f.once(("resolved", f.table, f.seed, in_drivers(f), key, issue, refused), made)  # type: ignore[no-any-return]


@kind(
    "<A deal|{who:party} on {issue:issue}:> in {low:share} if the first wish is [“]{least:option}[”], in "
    "{high:share} if it is [“]{most:option}[”].",
    section="silence|ask",
)
def wishes(f: Facts, g: Words, said: Said) -> bool:
    for who, title in [(g["who"], g["issue"])] if "who" in g else _silent_asked(f):
        ways, n = _ways(f, who, title, refused=False), in_drivers(f)
        first, last = (f.case.options[i][o] for i, o in map(f.option, (g["least"], g["most"])))
        if first not in ways or last not in ways:
            continue
        ends = ways[first] == min(ways.values()) and ways[last] == max(ways.values())
        if ends and is_share(g["low"], ways[first], n) and is_share(g["high"], ways[last], n):
            return True
    return False


def _silent_asked(f: Facts) -> list[tuple[str, str]]:
    return [
        (match[1], match[2])
        for one in f.said
        if (
            match := re.match(
                r"What would (\w+) want on (\w+)\? (?:No source says|The sources say only what is refused)\.", one.text
            )
        )
        or (match := re.match(r"What would (\w+) want on (\w+)\?", one.text))
    ]


@kind("<A deal|{who:party} on {issue:issue}:> in {share:share}, whatever is wanted most.", section="silence|ask")
def any_wish(f: Facts, g: Words, said: Said) -> bool:
    for who, title in [(g["who"], g["issue"])] if "who" in g else _silent_asked(f):
        ways, n = _ways(f, who, title, refused=False), in_drivers(f)
        if all(is_share(g["share"], one, n) for one in (min(ways.values()), max(ways.values()))):
            return True
    return False


@kind("If a deal with {what:outcome} is refused: in {share:share}.", section="silence|ask")
def worst_refusal(f: Facts, g: Words, said: Said) -> bool:
    issue, option = f.option(names_in(g["what"], "option")[0])
    title = names_in(g["what"], "issue")[0]
    name, n = f.case.options[issue][option], in_drivers(f)
    speakers = {match[1] for one in f.said if (match := re.match(rf"(\w+) on {title}: ", one.text))}
    speakers |= {who for who, about in _silent_asked(f) if about == title}
    for who in speakers:
        ways, wants = _ways(f, who, title, refused=True), _ways(f, who, title, refused=False)
        if (
            name in ways
            and ways[name] == min(ways.values()) < min(wants.values())
            and is_share(g["share"], ways[name], n)
        ):
            return True
    return False


# ------------------------------------------------------------------------------------------------- packages


@kind(
    "<{n:n} packages are acceptable|Acceptable to all that it needs> in {share:share}[, such as this][; "
    "everything else stays as it is]:",
    section="most",
)
def most(f: Facts, g: Words, said: Said) -> bool:
    counts = accepted_in(f, f.trials_said)
    best = max(counts.values())
    number_ = list(counts.values()).count(best)
    return is_share(g["share"], best, f.trials_said) and ("n" not in g or whole(g["n"]) == number_)


@kind("{n:n} more <is|are> accepted as often; `--json` lists all.")
def more_as_often(f: Facts, g: Words, said: Said) -> bool:
    counts = accepted_in(f, f.trials_said)
    return whole(g["n"]) == list(counts.values()).count(max(counts.values())) - 3


def mean_gains(f: Facts, x: Package) -> dict[int, Fraction | None]:
    trials = f.trials(f.trials_said)
    found: dict[int, Fraction | None] = {}
    for party in f.case.structure.bargaining:
        gains = [trial.gain(party, x) for trial in trials]
        known = [gain for gain in gains if gain is not None]
        found[party] = sum(known, Fraction(0)) / len(known) if known else None
    return found


@kind("Mean gain over all trials, in points: {each:text}.", section="most")
def means(f: Facts, g: Words, said: Said) -> bool:
    counts = accepted_in(f, f.trials_said)
    leading = [x for x, n in counts.items() if n == max(counts.values())]
    told = {f.party(name): points for name, points in re.findall(rf"(\w+) ({POINTS})(?=,? |$)", g["each"])}
    return any(_is_mean(f, x, told) for x in leading)


def mean_worths(f: Facts, x: Package) -> tuple[Fraction, ...]:
    """The same, the mean value itself where no walk-away is known: more is better for it all the same."""
    trials = f.trials(f.trials_said)
    return tuple(
        sum((trial.value(party, x) for trial in trials), Fraction(0)) / len(trials) if gain is None else gain
        for party, gain in mean_gains(f, x).items()
    )


def _is_mean(f: Facts, x: Package, told: dict[int, str]) -> bool:
    known = {party: mean for party, mean in mean_gains(f, x).items() if mean is not None}
    return set(told) == set(known) and all(_near(told[party], mean) for party, mean in known.items())


def _near(text: str, mean: Fraction) -> bool:
    """Gains are summed up in parts of a point, so that a mean is right to its fifth decimal."""
    digits = len(text.partition(".")[2])
    return abs(number(text) - mean) <= Fraction(1, 2 * 10**digits) + Fraction(1, 10**5)


def trade_off(f: Facts) -> list[Package]:
    """Those accepted in some trial that no other matches in its share and in every mean gain."""

    def made() -> list[Package]:
        some = {x: n for x, n in accepted_in(f, f.trials_said).items() if n}
        scores = {x: (Fraction(n), *mean_worths(f, x)) for x, n in some.items()}
        best = max(some.values(), default=0)

        def beaten(x: Package) -> bool:
            return any(
                all(a >= b for a, b in zip(scores[y], scores[x], strict=True)) and scores[y] != scores[x]
                for y in scores
            )

        return [x for x in some if not beaten(x) and some[x] < best]

    return f.once(("trade_off", f.table, f.seed, f.trials_said), made)  # type: ignore[no-any-return]


def first_shown(f: Facts) -> Package:
    """The package that is shown first of those that most trials accept, read from its rows."""
    every = [said for said in f.said if said.section == "most"]
    rows = list(takewhile(lambda said: said.kind == "Grid", every[1:]))
    terms = dict(f.option(said.cells[1]) for said in rows)
    quo = f.case.structure.status_quo
    return tuple(terms.get(issue, -1 if quo[issue] is None else quo[issue]) for issue in range(len(quo)))  # type: ignore[misc]


@kind(
    "{n:n} other <package is|packages are> accepted less often, but worth more on average to somebody.", section="most"
)
def others(f: Facts, g: Words, said: Said) -> bool:
    first, every = mean_worths(f, first_shown(f)), trade_off(f)
    better = all(any(mine > its for mine, its in zip(mean_worths(f, x), first, strict=True)) for x in every)
    return len(every) == whole(g["n"]) and better


@kind("{n:n} more in `--json`.", section="most")
def others_left(f: Facts, g: Words, said: Said) -> bool:
    return whole(g["n"]) == len(trade_off(f)) - 8


@kind("{share:points} | {what:differs} | {gains:text}", section="most")
def other(f: Facts, g: Words, said: Said) -> bool:
    """One of them: its share, and what each party has of it on average."""
    counts = accepted_in(f, f.trials_said)
    changes_ = [f.option(label) for label in names_in(g["what"], "option")]
    made = list(first_shown(f))
    for issue, option in changes_:
        made[issue] = option
    x = tuple(made)
    told = {f.party(name): cell for name, cell in zip(said.heads[2:], said.cells[2:], strict=True) if cell != "–"}
    return (
        x in trade_off(f) and is_rounded(g["share"], Fraction(100 * counts[x], f.trials_said)) and _is_mean(f, x, told)
    )


# ------------------------------------------------------------------------------------------------- who blocks


@kind("{n:n} of {of:n} trials have no deal.", section="blockers")
def without(f: Facts, g: Words, said: Said) -> bool:
    draws = f.trials_said
    return (whole(g["n"]), whole(g["of"])) == (draws - f.with_deal(draws), draws)


@kind("Movement by {who:party} alone would be enough in {count:text}.", section="blockers")
def alone(f: Facts, g: Words, said: Said) -> bool:
    party = f.party(g["who"])
    n = sum(not trial.has_deal and trial.opens_alone(party) for trial in f.trials(f.trials_said))
    return counted(f, g["count"], n, f.trials_said)


def conflicts(f: Facts) -> Counter[frozenset[Item]]:
    def made() -> Counter[frozenset[Item]]:
        return Counter(c for trial in f.trials(f.trials_said) if not trial.has_deal for c in trial.conflicts)

    return f.once(("conflicts", f.table, f.seed, f.trials_said), made)  # type: ignore[no-any-return]


@kind("What cannot all hold together ({n:n} <conflict|conflicts>, the most frequent first):", section="blockers")
def how_many(f: Facts, g: Words, said: Said) -> bool:
    return whole(g["n"]) == len(conflicts(f))


@kind("{n:n} of {of:n}: {items:text}", section="blockers")
def conflict(f: Facts, g: Words, said: Said) -> bool:
    items = frozenset(_item(f, one) for one in g["items"].split("; "))
    return (whole(g["n"]), whole(g["of"])) == (conflicts(f)[items], f.trials_said)


def _item(f: Facts, text: str) -> Item:
    if match := re.fullmatch(r"(\w+)’s? walk-away", text):
        return ("walk_away", f.party(match[1]))
    if match := re.fullmatch(r"(A \w+) (?:asks more than \w+’s? walk-away|would not ratify)", text):
        return ("body", match[1])
    match = re.fullmatch(r"(\w+)’s? refusal of a deal with “?(.+?)”? on \w+(?: \(inferred\))?", text)
    assert match is not None, text
    return ("red_line", f.party(match[1]), *f.option(match[2]))


# ------------------------------------------------------------------------------------------------- levers


def pulled(f: Facts) -> tuple[int, int, int]:
    """In how many trials there is a deal with the only lever pulled, how many it opens and closes."""

    def made() -> tuple[int, int, int]:
        case, draws = f.case, f.trials_said
        drawn, ground = draw_readings(case, f.seed, range(draws)), Ground(case)
        (place,) = case.levers_offered
        target = case.levers[place].target
        now = []
        for n in range(draws):
            moved = Fraction(int(drawn.levers[n, place]), int(drawn.denominator[n, target]))
            now.append(Trial(ground, drawn.reading(n), {target: moved}).has_deal)
        was = [trial.has_deal for trial in f.trials(draws)]
        opened = sum(b and not a for a, b in zip(was, now, strict=True))
        return sum(now), opened, sum(a and not b for a, b in zip(was, now, strict=True))

    return f.once(("pulled", f.table, f.seed, f.trials_said), made)  # type: ignore[no-any-return]


@kind(
    "pressure: a deal in {share:share}, <as without|{n:n} of {of:n} <more|fewer> than without[ "
    "({opened:n} opened, {closed:n} closed)][; most often acceptable then: {terms:text}]>.",
    section="levers",
)
def lever(f: Facts, g: Words, said: Said) -> bool:
    now, opened, closed = pulled(f)
    if not is_share(g["share"], now, f.trials_said):
        return False
    if "n" not in g:
        return opened == closed
    told = (whole(g["opened"]), whole(g["closed"])) == (opened, closed) if "opened" in g else not closed
    word = "more" if opened > closed else "fewer"
    return (
        told
        and (whole(g["n"]), whole(g["of"])) == (abs(opened - closed), f.trials_said)
        and f" {word} than" in said.text
    )


@kind("pressure | {who:text} | {target:party} | {share:text}", section="levers")
def lever_row(f: Facts, g: Words, said: Said) -> bool:
    words = g["share"]
    options = [f"{words} trials", f"{words} of the trials", words]
    return any(is_share(option, pulled(f)[0], f.trials_said) for option in options)


@kind("pressure: pressure | {share:text}", section="changes")
def lever_in_short(f: Facts, g: Words, said: Said) -> bool:
    now, draws = pulled(f)[0], f.trials_said
    if g["share"] in ("all", "none"):
        return now == (draws if g["share"] == "all" else 0)
    return any(is_share(one, now, draws) for one in (f"in {g['share']} trials", f"in {g['share']} of the trials"))


@kind("With {who:text} carried out: a deal in {share:share}.", section="brief_indicators")
def lever_to_watch(f: Facts, g: Words, said: Said) -> bool:
    return is_share(g["share"], pulled(f)[0], f.trials_said)


@kind("With pressure: {n:points} ± {error:points}", section="brief_trials")
def lever_dot(f: Facts, g: Words, said: Said) -> bool:
    n, draws = pulled(f)[0], f.trials_said
    return is_rounded(g["n"], Fraction(100 * n, draws)) and is_rounded(g["error"], _error(n, draws))


no_claim("In how many of 100 trials there is a deal, with the standard error (±) of each number:", "a heading")
no_claim("In how many of 100 trials a deal is lost and won when this alone changes:", "a heading")


@kind("{what:text}: lost {lost:of_100}, won {won:of_100}", section="brief_trials")
def bar(f: Facts, g: Words, said: Said) -> bool:
    n, was = in_drivers(f), before(f)
    if match := re.fullmatch(r"If (\w+) did not refuse a deal with “?(.+?)”? on \w+", g["what"]):
        now = lines_dropped(f)[f.key(match[1]), match[2]]
    elif match := re.fullmatch(r"If “(.+)” is the right reading", g["what"]):
        now = [trial.has_deal for trial in f.readings[match[1]].trials(f.trials_said)][:n]
    else:
        now = anew(f, g["what"][0].lower() + g["what"][1:])
    lost = sum(a and not b for a, b in zip(was, now, strict=True))
    won = sum(b and not a for a, b in zip(was, now, strict=True))
    return is_of_100(g["lost"], lost, n) and is_of_100(g["won"], won, n)
