"""What a check of a case counts, and the judged numbers that it lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from tests.oracles.settlement_oracle import cell, exact

from .cases import STEP_TITLES
from .facts import Facts
from .grammar import Words, kind, names_in, no_claim, number, whole
from .sentences import Said
from .staging import TERMS


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
    "<High|Moderate|Low>: {grounds:text}, none of 0 claims reviewed by a second person and <{n:n}|none> "
    "of {of:n} judged <number|numbers> without a range.",
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


@kind("{what:text}: {value:points}[ ({low:points} to {high:points})][ points]", section="judgements")
def judgement(f: Facts, g: Words, said: Said) -> bool:
    return any(_is_span(one, (g["value"], g.get("low"), g.get("high"))) for one in _numbers(f, g["what"]))


@kind("{what:text}: {low:points} to {high:points}[ points]", section="judgements")
def judged_range(f: Facts, g: Words, said: Said) -> bool:
    return any(_is_span(one, (None, g["low"], g["high"])) for one in _numbers(f, g["what"]))


def _is_span(one: Any, told: tuple[str | None, str | None, str | None]) -> bool:
    value, low, high = told
    ends = [exact(x) for x in one] if isinstance(one, list) else [exact(one)] * 2
    if low is None or high is None:
        return value is not None and ends[0] == ends[-1] and _is(value, ends[0])
    if not _is(low, ends[0]) or not _is(high, ends[-1]):
        return False
    return (len(ends) == 3) == (value is not None) and (value is None or _is(value, ends[1]))


def _is(text: str, value: Fraction) -> bool:
    return abs(float(number(text)) - float(value)) <= 1e-5 * max(1.0, abs(float(value)))


def _of_time(f: Facts, match: re.Match[str]) -> Any:
    """A number of what time changes for a party, or of what an event moves."""
    told = f.raw["judgements"]["timing"]["parties"][f.key(match["who"])]
    for step in match["field"].split(", "):
        number_ = re.fullmatch(r"number (\d+)", step)
        told = told[int(number_[1]) - 1] if number_ else told[step.replace(" ", "_")]
    return told


def _of_event(f: Facts, match: re.Match[str]) -> Any:
    moves = f.raw["judgements"]["timing"]["events"][match["event"]]["moves"]
    return moves[match["what"].replace(" ", "_")][f.key(match["who"])]


def _of_lever(f: Facts, match: re.Match[str]) -> Any:
    effect = f.raw["judgements"]["levers"][match["lever"]]
    return effect["walk_away"] if isinstance(effect, dict) else effect


NAMED_WHOLE: dict[str, Callable[[Facts, re.Match[str]], Any]] = {
    r"What (?P<who>\w+) gains if it refuses its part": lambda f, m: f.raw["judgements"]["refusal"][f.key(m["who"])],
    r"What (?P<who>\w+) can cost (?P<other>\w+) if left out": lambda f, m: f.raw["judgements"]["spoil"][
        f.key(m["who"])
    ][f.key(m["other"])],
    r"What the lever does: “(?P<lever>\w+)”": _of_lever,
    r"What waiting changes for (?P<who>\w+), (?P<field>.+)": _of_time,
    r"Dated event: (?P<event>\w+), moves, (?P<what>walk away|power), (?P<who>\w+)": _of_event,
}
"""Judged numbers whose names say what they are of, each with where it stands in the file."""


def _numbers(f: Facts, text: str) -> list[Any]:
    """The judged numbers that a line may be about."""
    judgements = f.raw["judgements"]
    for pattern, found in NAMED_WHOLE.items():
        if match := re.fullmatch(pattern, text):
            return [found(f, match)]
    who = f.key(names_in(text, "party")[0])
    plan = f.raw.get("plan", {"steps": {}, "parties": {}})
    if match := re.fullmatch(r"\w+, (\w+): (.+)", text):
        issue, option = f.option(match[2])
        return [judgements["scores"][f.issue_key(match[1])][who][f.case.options[issue][option]]]
    if text.endswith(", capability"):
        return [judgements["capability"][who]]
    if text.endswith(("no deal", "the status quo package, plus")):
        one = judgements["walk_away"][who]
        return [0 if one == "status_quo" else one["status_quo"] if isinstance(one, dict) else one]
    if match := re.fullmatch(r"\w+, “(.+?)”( once| each period)?", text):
        name = next((key for key, title in STEP_TITLES.items() if title == match[1]), None)
        if name is not None:
            held = plan["steps"][name]
            if match[2]:
                return [held["worth"][who]["once" if match[2] == " once" else "each"]]
            return [held.get("snapback", 1)]
    if "“" in text:
        return [link["points"] for link in judgements.get("links", []) if link["party"] == who]
    told = text.partition(", ")[2]
    if told in TERMS:
        return [plan["parties"][who][TERMS[told]]]
    return [judgements["salience"][f.issue_key(told)][who]]


no_claim("Salience (weight of an issue, 0–100):", "a heading")
no_claim("Scores (worth of an option, 0–100 points):", "a heading")
no_claim("What each lever does once it is applied:", "a heading")
no_claim("Plan: {what:text} 0–1):", "a heading", section="judgements")
no_claim("Plan: {what:text}, 0–1:", "a heading", section="judgements")
