"""The variants of a case beside the answer to a question: each is written out as a case of its own and asked alike."""

from __future__ import annotations

import re
from math import sqrt
from pathlib import Path
from typing import Any

from .cases import TABLES, study_of, truth_case
from .facts import Facts
from .grammar import Words, is_rounded, is_share, kind, whole
from .sentences import Said
from .timing import closed_dates, horizon, open_dates, periods
from .versions import VARIANTS, with_random_variants

TITLE = "|".join(VARIANTS.values())
EVERYBODY = "Everybody"


def varied(number: int, folder: Path) -> Facts:
    """A random case with variants; the same number gives the same one."""
    raw, readings = with_random_variants(number, truth_case(number), folder)
    made = {}
    for name, reading in readings.items():
        place = folder / name
        place.mkdir()
        made[VARIANTS[name]] = Facts(raw=reading, study=study_of(reading, place))
    return Facts(raw=raw, study=study_of(raw, folder), readings=made)


# ------------------------------------------------------------------------------------------------- trials


def agreeing(f: Facts, title: str) -> tuple[int, int]:
    """In how many trials a reading of the text has a deal, of how many."""
    return f.readings[title].with_deal(f.trials_said), f.trials_said


@kind("If “{title:text}” is the right reading: {share:points} ± {error:points}", section="brief_trials")
def trials_of_reading(f: Facts, g: Words, said: Said) -> bool:
    n, draws = agreeing(f, g["title"])
    share = n / draws
    return is_rounded(g["share"], 100 * share) and is_rounded(g["error"], 100 * sqrt(share * (1 - share) / draws))


@kind("“{title:text}” | {n:n} of {draws:n} trials[, standard error {error:points} of 100]", section="variants|changes")
def counted_reading(f: Facts, g: Words, said: Said) -> bool:
    n, draws = agreeing(f, g["title"])
    share = n / draws
    right = (whole(g["n"]), whole(g["draws"])) == (n, draws)
    return (
        right
        and ("error" in g) == (0 < n < draws)
        and is_rounded(g.get("error", "0"), 100 * sqrt(share * (1 - share) / draws))
    )


@kind(
    "<|the text says >“{title:text}” | <all|none|never|never, by red lines|{share:tenths}>", section="variants|changes"
)
def share_of_reading(f: Facts, g: Words, said: Said) -> bool:
    n, draws = agreeing(f, g["title"])
    told = said.cells[-1]
    if told.startswith("never"):
        return n == 0 and not f.readings[g["title"]].oracle.feasible
    return n == (draws if told == "all" else 0) if told in ("all", "none") else is_share(_in_full(told), n, draws)


def _in_full(told: str) -> str:
    return f"{told} of the trials" if told == "about half" else f"{told} trials"


@kind("If “{title:text}” is the right reading: <a deal in {share:share}|never a deal, {why:text}>.")
def indicator(f: Facts, g: Words, said: Said) -> bool:
    n, draws = agreeing(f, g["title"])
    if "why" in g:
        return n == 0 and not f.readings[g["title"]].oracle.feasible
    return is_share(g["share"], n, draws)


# ------------------------------------------------------------------------------------------------- dates


@kind("Under <{n:n} of {of:n} variants|the one variant> of the case the dates with a deal differ.")
def dates_differ(f: Facts, g: Words, said: Said) -> bool:
    others = [one for one in f.readings.values() if open_dates(one) != open_dates(f)]
    return (whole(g.get("n", "1")), whole(g.get("of", "1"))) == (len(others), len(f.readings))


@kind("The dates are the same under each variant of the case.")
def dates_same(f: Facts, g: Words, said: Said) -> bool:
    return all(open_dates(one) == open_dates(f) for one in f.readings.values())


@kind("Under {titles:text} there is <no deal at any date|a deal {when:dates}>.", section="variants")
def dates_under(f: Facts, g: Words, said: Said) -> bool:
    """All of the readings with these dates, and no other."""
    dates = periods(g["when"]) if "when" in g else []
    alike = {title for title, one in f.readings.items() if open_dates(one) == dates}
    right = set(re.findall(TITLE, g["titles"])) == alike and dates != open_dates(f)
    return right and (not dates or len(dates) + len(closed_dates(f.readings[min(alike)])) == horizon(f) + 1)


# ------------------------------------------------------------------------------------------------- tables


def tables_of(f: Facts, *, ahead: bool = False) -> dict[str, Any]:
    """By title, the tables of a case and that of all. ahead: without those that have met."""
    found = {TABLES[key]: table for key, table in f.raw["tables"].items() if not (ahead and table.get("past"))}
    return {**found, EVERYBODY: {"seated": list(f.raw["parties"])}}


def counts(f: Facts, *, ahead: bool = False) -> dict[str, tuple[int, int]]:
    """By table, how much could be agreed and how much of it holds."""
    every = tables_of(f, ahead=ahead)
    return {title: (len(f.rooms.reachable(table)), len(f.rooms.holds(table))) for title, table in every.items()}


def turned(f: Facts, title: str) -> set[str]:
    """The tables ahead at which something would be carried out in one reading only."""
    here, there = counts(f, ahead=True), counts(f.readings[title], ahead=True)
    return {table for table, (_, holds) in here.items() if bool(holds) != bool(there[table][1])}


@kind("{n:n} <other |><reading|readings> of the text <changes|change> nothing of where a deal would hold.")
def change_nothing(f: Facts, g: Words, said: Said) -> bool:
    rest = [title for title in f.readings if not turned(f, title)]
    return len(rest) == whole(g["n"]) and ("other" in said.text) == (len(rest) < len(f.readings))


@kind("Under {titles:text}, <something|nothing> would be carried out at {where:text}.", section="variants|brief.*")
def carried_out_under(f: Facts, g: Words, said: Said) -> bool:
    """At these tables, at none of which, or at all of which, it is so as the case stands."""
    told, something = set(re.findall(r"“(\w+)”", g["where"])), ", something" in said.text
    return all(
        told <= turned(f, title)
        and all(bool(counts(f.readings[title])[table][1]) == something for table in told)
        and told == {t for t in turned(f, title) if bool(counts(f.readings[title])[t][1]) == something}
        for title in re.findall(TITLE, g["titles"])
    )


@kind("“{title:text}”: {each:text}.", section="variants")
def at_tables(f: Facts, g: Words, said: Said) -> bool:
    """All tables at which the numbers are others, and no other table."""
    here, there, found = counts(f), counts(f.readings[g["title"]]), set()
    pattern = (
        r"at ((?:“\w+”(?:, | and )?)+) (?:(\d+) could be agreed, of which (all|none|\d+) would be carried out"
        r"|nothing could be agreed)"
    )
    for tables, n, holds in re.findall(pattern, g["each"]):
        reach = int(n or 0)
        kept = {"all": reach, "none": 0, "": 0}.get(holds)
        for table in re.findall(r"“(\w+)”", tables):
            if there[table] != (reach, int(holds) if kept is None else kept):
                return False
            found.add(table)
    return found == {table for table in here if here[table] != there[table]}


@kind("The same at every table: {titles:text}.", section="variants")
def same_at_tables(f: Facts, g: Words, said: Said) -> bool:
    return all(counts(f.readings[title]) == counts(f) for title in re.findall(TITLE, g["titles"]))
