"""What a check of a case counts, and the judged numbers that it lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, TypeAlias

from tests.oracles.settlement_oracle import cell, exact, is_open

from .cases import EVENTS, STEP_TITLES, TABLES
from .facts import Facts
from .grammar import Words, kind, no_claim, number, whole
from .sentences import Said

Told: TypeAlias = tuple[str | None, str | None, str | None]
"""A number as it is told: the most likely value, and the ends of its range."""


def counts(f: Facts) -> tuple[int, int, int]:
    """Cells stated, inferred and silent."""
    every = [cell(f.raw, party, issue) for issue in f.raw["issues"] for party in f.raw["parties"]]
    silent, stated = every.count("silent"), sum(one != "silent" and one.get("basis") == "stated" for one in every)
    return stated, len(every) - stated - silent, silent


@kind(
    "{parties:n} parties, {issues:n} <issue|issues>; cells: {stated:n} stated, {inferred:n} inferred, {silent:n} silent"
)
def case_counts(f: Facts, g: Words, said: Said) -> bool:
    told = tuple(whole(g[key]) for key in ("parties", "issues", "stated", "inferred", "silent"))
    return told == (len(f.raw["parties"]), len(f.raw["issues"]), *counts(f))


@kind("{n:n} <cell says|cells say> what a party refuses, not what it wants: what it wants counts as silent.")
def refusals_alone(f: Facts, g: Words, said: Said) -> bool:
    every = [cell(f.raw, party, issue) for issue in f.raw["issues"] for party in f.raw["parties"]]
    told = (whole(g["n"]),)
    return told == (sum(content != "silent" and is_open(content) for content in every),)


@kind("[Where no position of a party is given, the table above says so. ]{n:n} of {of:n} cells are silent.")
def silent_cells(f: Facts, g: Words, said: Said) -> bool:
    return (whole(g["n"]), whole(g["of"])) == (counts(f)[2], sum(counts(f)))


no_claim(
    "quotes: 0 of 0 found in their sources; 0 claims not reviewed by a second person", "random cases quote nothing"
)
no_claim("{title:text} ({path:text}case.yaml)", "which file was read", section="counts")


@kind("{errors:n} <error|errors>, {warnings:n} <warning|warnings>", section="tally")
def tally(f: Facts, g: Words, said: Said) -> bool:
    found = [problem.severity for problem in f.study.session.checked.problems]
    return (whole(g["errors"]), whole(g["warnings"])) == (found.count("error"), found.count("warning"))


@kind(
    "<High|Moderate|Low>: no source is quoted and <{n:n}|none> of {of:n} judged <number|numbers> without a range.",
    section="confidence",
)
def confidence(f: Facts, g: Words, said: Said) -> bool:
    spans = list(judged_numbers(f.raw))
    fixed = sum(not isinstance(span, list) or exact(span[0]) == exact(span[-1]) for span in spans)
    return (whole(g.get("n", "0")), whole(g["of"])) == (fixed, len(spans))


def judged_numbers(raw: Any) -> list[Any]:
    """Every judged number of the case and of its plan, as its file has it."""
    judgements, found = raw["judgements"], []
    found += [span for people in judgements.get("salience", {}).values() for span in people.values()]
    found += [
        span
        for people in judgements.get("scores", {}).values()
        for scores in people.values()
        for span in scores.values()
    ]
    for one in judgements.get("walk_away", {}).values():
        found.append(0 if one == "status_quo" else one["status_quo"] if isinstance(one, dict) else one)
    found += list(judgements.get("capability", {}).values())
    found += [link["points"] for link in judgements.get("links", [])]
    for lever in judgements.get("levers", {}).values():
        found.append(lever["walk_away"] if isinstance(lever, dict) else lever)
    found += list(judgements.get("refusal", {}).values())
    found += [span for people in judgements.get("spoil", {}).values() for span in people.values()]
    for table in raw.get("tables", {}).values():
        found += [
            ratifier["above_walk_away"] for ratifier in table.get("ratifiers", []) if "above_walk_away" in ratifier
        ]
    for step in raw.get("plan", {}).get("steps", {}).values():
        found += [one for worth in step["worth"].values() for one in worth.values()]
        found += [*step["at"].values(), *([step["snapback"]] if "snapback" in step else [])]
    for rule in raw.get("plan", {}).get("parties", {}).values():
        found += rule.values()
    return [*found, *_numbers_of_time(judgements.get("timing", {}))]


def _numbers_of_time(timing: Any) -> Iterator[Any]:
    for told in timing.get("parties", {}).values():
        power = told.get("power", {})
        for one in (
            *(told.get(key) for key in ("walk_away_change", "discount", "best_escalation", "cost")),
            *(power.get(key) for key in ("now", "change", "believes")),
        ):
            by_period = isinstance(one, list) and isinstance(one[0], list)
            yield from () if one is None else one if by_period else [one]
    for event in timing.get("events", {}).values():
        for moved in ("walk_away", "power"):
            yield from event["moves"].get(moved, {}).values()


@kind("{line:judged}", section="judgements")
def judgement(f: Facts, g: Words, said: Said) -> bool:
    """Each number of a line, where it stands in the file, with its range."""
    for pattern, found in LINES.items():
        if match := re.fullmatch(pattern, g["line"].replace(" %", "")):
            told = (match["value"], match["low"], match["high"]) if match["low"] else (match["one"], None, None)
            if any(_is_span(one, _turned(told, match.groupdict())) for one in found(f, match)):
                return True
    return False


def _turned(told: Told, words: dict[str, str | None]) -> Told:
    """What is told, where it is told as a fall or as less, with its sign turned."""
    if words.get("way") not in ("falls", "less"):
        return told
    value, low, high = (None if one is None else f"-{one.replace('−', '-')}".replace("--", "") for one in told)
    return value, high, low


def _is_span(one: Any, told: Told) -> bool:
    value, low, high = told
    ends = [exact(x) for x in one] if isinstance(one, list) else [exact(one)] * 2
    if low is None or high is None:
        return value is not None and ends[0] == ends[-1] and _is(value, ends[0])
    if not _is(low, ends[0]) or not _is(high, ends[-1]):
        return False
    return (len(ends) == 3) == (value is not None) and (value is None or _is(value, ends[1]))


def _is(text: str, value: Fraction) -> bool:
    return abs(float(number(text)) - float(value)) <= 1e-5 * max(1.0, abs(float(value)))


NUMBER = r"(?:(?:(?P<value>−?[\d.e-]+) \()?(?P<low>−?[\d.e-]+) to (?P<high>−?[\d.e-]+)\)?|(?P<one>−?[\d.e-]+))"
MOVES = rf"(?P<way>rises|falls|changes) by {NUMBER}"
EACH = r"each period(?: from period (?P<last>\d+) on)?|up to period 1|from period (?P<place>\d+) to \d+"
WHO = r"(?P<who>\w+)"


def _of_party(*steps: str) -> Callable[[Facts, re.Match[str]], list[Any]]:
    """Where a number of what time changes for a party stands."""

    def found(f: Facts, match: re.Match[str]) -> list[Any]:
        told = f.raw["judgements"]["timing"]["parties"][f.key(match["who"])]
        for step in steps:
            told = told[step]
        if isinstance(told, list) and isinstance(told[0], list):
            place = int(match["place"] or match["last"] or 0)
            return [told[place]] if bool(match["last"]) == (place == len(told) - 1 > 0) else []
        words = match.groupdict()
        return [] if words.get("last") or words.get("place") else [told]

    return found


def _of_rule(name: str) -> Callable[[Facts, re.Match[str]], list[Any]]:
    """Where a term of a party in the plan stands."""
    return lambda f, match: [f.raw["plan"]["parties"][f.key(match["who"])][name]]


def _of_step(f: Facts, match: re.Match[str]) -> Any:
    return f.raw["plan"]["steps"][next(key for key, title in STEP_TITLES.items() if title == match["step"].lower())]


def _walk_aways(f: Facts, match: re.Match[str]) -> list[Any]:
    """Of the points that no deal is worth, or that a party gains by refusing its part, which read alike."""
    who, judgements = f.key(match["who"]), f.raw["judgements"]
    walk_away = judgements.get("walk_away", {}).get(who)
    found = [] if walk_away in (None, "status_quo") or isinstance(walk_away, dict) else [walk_away]
    return [*found, *([judgements["refusal"][who]] if who in judgements.get("refusal", {}) else [])]


def _above_status_quo(f: Facts, match: re.Match[str]) -> list[Any]:
    walk_away = f.raw["judgements"]["walk_away"][f.key(match["who"])]
    return [0 if walk_away == "status_quo" else walk_away["status_quo"]]


def _scores(f: Facts, match: re.Match[str]) -> list[Any]:
    issue, option = f.option(match["option"])
    scores = f.raw["judgements"]["scores"][f.issue_key(match["issue"])][f.key(match["who"])]
    return [scores[f.case.options[issue][option]]]


def _discounts(f: Facts, match: re.Match[str]) -> list[Any]:
    """Of the plan and of time, which read alike."""
    who = f.key(match["who"])
    held = (f.raw.get("plan"), f.raw["judgements"].get("timing"))
    return [told["parties"][who]["discount"] for told in held if told and "discount" in told["parties"].get(who, {})]


def _of_lever(f: Facts, match: re.Match[str]) -> list[Any]:
    effect = f.raw["judgements"]["levers"][match["lever"].lower()]
    return [effect["walk_away"] if isinstance(effect, dict) else effect]


def _of_body(f: Facts, match: re.Match[str]) -> list[Any]:
    tables = [table for key, table in f.raw["tables"].items() if TABLES[key] == match["table"]]
    return [
        ratifier["above_walk_away"]
        for table in tables
        for ratifier in table["ratifiers"]
        if "above_walk_away" in ratifier and ratifier["follows"] == f.key(match["who"])
    ]


def _of_event(f: Facts, match: re.Match[str]) -> list[Any]:
    name = next(key for key, title in EVENTS.items() if title == match["event"].lower())
    event = f.raw["judgements"]["timing"]["events"][name]
    key = match["what"].replace("walk-away", "walk_away").replace("strength", "power")
    return [event["moves"][key][f.key(match["who"])]] if event["period"] == int(match["period"]) else []


POINTS = "points?"
LINES: dict[str, Callable[[Facts, re.Match[str]], list[Any]]] = {
    rf"{WHO} on (?P<issue>\w+): {NUMBER}": lambda f, m: [
        f.raw["judgements"]["salience"][f.issue_key(m["issue"])][f.key(m["who"])]
    ],
    rf"{WHO} on (?P<issue>\w+), “(?P<option>[^”]+)”: {NUMBER}": _scores,
    rf"{WHO}: {NUMBER} {POINTS}": _walk_aways,
    rf"{WHO}: {NUMBER} {POINTS} (?P<way>more|less) than the status quo package": _above_status_quo,
    rf"{WHO}: {NUMBER}": lambda f, m: [f.raw["judgements"]["capability"][f.key(m["who"])]],
    rf"{WHO}: {NUMBER} {POINTS} to (?P<other>\w+)": lambda f, m: [
        f.raw["judgements"]["spoil"][f.key(m["who"])][f.key(m["other"])]
    ],
    rf"{WHO}, “.+”: {NUMBER} {POINTS}": lambda f, m: [
        link["points"] for link in f.raw["judgements"]["links"] if link["party"] == f.key(m["who"])
    ],
    rf"(?P<lever>\w+): the walk-away of {WHO} {MOVES} {POINTS}": _of_lever,
    rf"(?P<table>\w+): [\w ]+, {NUMBER} {POINTS} above the walk-away of {WHO}": _of_body,
    rf"(?P<step>\w+): {NUMBER} {POINTS} to {WHO}(?P<once>, once| in each period)": lambda f, m: [
        _of_step(f, m)["worth"][f.key(m["who"])]["once" if m["once"] == ", once" else "each"]
    ],
    rf"(?P<step>\w+): put back, once that is decided, with a chance of {NUMBER}": lambda f, m: [
        _of_step(f, m)["snapback"]
    ],
    rf"{WHO}: a point one period later is worth {NUMBER} now": _discounts,
    rf"{WHO}: a hidden breach is noticed with a chance of {NUMBER} in a period": _of_rule("detection"),
    rf"{WHO}: the answer to a hidden breach bites {NUMBER} periods? after it is noticed": _of_rule("lag"),
    rf"{WHO}: the answer to an open breach bites {NUMBER} periods? after it": _of_rule("open_lag"),
    rf"{WHO}: a breach costs {NUMBER} {POINTS}, which third parties see to": _of_rule("penalty"),
    rf"{WHO}: leaving the agreement brings {NUMBER} {POINTS} at any date": _of_rule("exit_gain"),
    rf"{WHO}: a step is put back with a chance of {NUMBER} in a period though nobody broke anything": _of_rule(
        "false_alarm"
    ),
    rf"{WHO}: walk-away {MOVES} {POINTS} (?:{EACH})": _of_party("walk_away_change"),
    rf"{WHO}: strength now {NUMBER}": _of_party("power", "now"),
    rf"{WHO}: strength {MOVES} (?:{EACH})": _of_party("power", "change"),
    rf"{WHO}: own chance to prevail, as the party sees it, {NUMBER}": _of_party("power", "believes"),
    rf"{WHO}: fighting on costs {NUMBER} of all that is at stake": _of_party("cost"),
    rf"{WHO}: escalating could reach {NUMBER} {POINTS} at best": _of_party("best_escalation"),
    rf"(?P<event>\w+) \(period (?P<period>\d+)\): the (?P<what>walk-away|strength) of {WHO} {MOVES}(?: {POINTS})?": (
        _of_event
    ),
}
"""How judged numbers read, each with where they may stand in the file."""


no_claim("{heading:text}:", "a heading", section="judgements")
