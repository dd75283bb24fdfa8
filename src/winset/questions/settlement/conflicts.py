"""What blocks, in words: the sets of walk-aways and refusals that cannot all hold, and what would have to give;
and what red lines rule out, by whose they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from winset.analyses.settlement.blockers import Constraint, NoDeal
from winset.analyses.settlement.violation_masks import Items
from winset.compiled import CompiledRedLine
from winset.model.claims import Claim
from winset.questions.settlement.words import DealWords
from winset.report.names import Names, listed, owned_by, spelled
from winset.report.pieces import piece, plain

MOST_WORDS = 40
"""Words of a bullet; beyond, it names issues alone in place of options."""
FEW_WORDS = 30
"""The same of the sentence that stands first."""


def smallest_conflict(why: NoDeal, words: DealWords) -> str:
    """The smallest conflict in a sentence: what no package meets at once."""
    items = [why.blockers.constraints[n] for n in sorted(why.blockers.conflicts[0])]
    lines = [item.line for item in items if item.line is not None]
    on = {line.issue for line in lines}
    if len(on) == 1 and len(lines) == len(items):
        return f"It comes down to {words.names.topic(*on)}: {_between(lines, words)}."
    floors = [item for item in items if item.line is None]
    met = f"meets {_walk_aways(floors, words)}" if floors else ""
    forms = (
        f"No package {listed(part for part in (met, f'respects {kept}' if kept else '') if part)}."
        for kept in (_refusals(items, words, options=True), _refusals(items, words, options=False))
    )
    return _short(forms, FEW_WORDS)


def _between(lines: Sequence[CompiledRedLine], words: DealWords) -> str:
    """That red lines on one issue leave no option of it."""
    holders = tuple(dict.fromkeys(line.owner for line in lines))
    among = {line.option for line in lines}.issuperset(words.deal.case.structure.choices(lines[0].issue))
    every = f"every way to settle this{'' if among else ' that the rules leave'}"
    who = words.names.parties(holders)
    return f"{owned_by(who)} red lines exclude {every}" if len(holders) == 1 else f"between them {who} refuse {every}"


def conflicts(why: NoDeal, words: DealWords) -> list[str]:
    """The smallest sets of constraints that cannot all hold, each whole."""
    items = why.blockers.constraints
    return _told_once([_phrase([items[n] for n in sorted(conflict)], words) for conflict in why.blockers.conflicts])


def factored(why: NoDeal, words: DealWords) -> tuple[str, list[str]]:
    """What all smallest conflicts share, and what each adds to that; nothing shared where there is one, or none shares
    anything.
    """
    sets = why.blockers.conflicts
    shared: Items = frozenset.intersection(*sets) if len(sets) > 1 else frozenset()
    if not shared or shared in sets:
        return "", conflicts(why, words)
    items = why.blockers.constraints
    return (
        _phrase([items[n] for n in sorted(shared)], words),
        _told_once([_phrase([items[n] for n in sorted(conflict - shared)], words) for conflict in sets]),
    )


def repairs(why: NoDeal, words: DealWords, *, several: bool = False) -> list[str]:
    """The smallest sets of constraints that are enough if they give. several: only those of more than one."""
    items = why.blockers.constraints
    each = [repair for repair in why.blockers.repairs if not several or len(repair) > 1]
    return _told_once([_given([items[n] for n in sorted(constraint)], words) for constraint in each])


def _phrase(items: Sequence[Constraint], words: DealWords) -> str:
    """Constraints in one phrase: "Russia’s and Ukraine’s walk-aways, with Ukraine’s refusals on sanctions"."""
    floors = _walk_aways([item for item in items if item.line is None], words)
    return _short(
        ", with ".join(part for part in (floors, _refusals(items, words, options=options)) if part)
        for options in (True, False)
    )


def _given(items: Sequence[Constraint], words: DealWords) -> str:
    """What it would mean that constraints give, with their options where that is short."""
    forms = [listed(words.constraints.relaxed(item) for item in items)] if len(items) <= MOST_WORDS else []
    if len(items) == 1:
        return forms[0]
    does: dict[str, list[str]] = {}
    for item in items:
        if item.line is None:
            does.setdefault(item.body or words.names.party(item.party), []).append(
                "ratify all the same" if item.votes else "settle for less"
            )
    for party, on in _by_party(items).items():
        topics = listed(map(words.names.topic, on))
        does.setdefault(words.names.party(party), []).append(f"drop refusals on {topics}")
    return _short((*forms, "; ".join(f"{who} to {listed(what)}" for who, what in does.items())))


def _told_once(lines: Sequence[str]) -> list[str]:
    """The lines, those that read alike once, with how many there are: they differ in options that are not named."""
    number = Counter(lines)
    return [line if number[line] == 1 else f"{line} ({spelled(number[line])} sets of options)" for line in number]


def _short(forms: Iterable[str], most: int = MOST_WORDS) -> str:
    """The first form that has at most so many words, else the last."""
    text = ""
    for text in forms:
        if len(plain(text).split()) <= most:
            break
    return text


def _walk_aways(items: Sequence[Constraint], words: DealWords) -> str:
    owned = [owned_by(words.names.party(item.party)) for item in items if item.body is None]
    noun = "walk-away" if len(owned) == 1 else "walk-aways"
    whole = [f"{listed(owned)} {noun}"] if owned else []
    asked = (
        f"the vote of {item.body}" if item.votes else f"what {item.body} asks"
        for item in items
        if item.body is not None
    )
    return listed([*whole, *asked])


def _by_party(items: Iterable[Constraint]) -> dict[int, list[int]]:
    """The issues of red lines, each once, by whose they are."""
    constraints: dict[int, list[int]] = {}
    for item in items:
        if item.line is not None and item.line.issue not in constraints.setdefault(item.party, []):
            constraints[item.party].append(item.line.issue)
    return constraints


def _refusals(items: Sequence[Constraint], words: DealWords, *, options: bool) -> str:
    """Red lines by party: of which options, or only on which issues."""
    parts = []
    for party, on in _by_party(items).items():
        lines = [item.line for item in items if item.line is not None and item.party == party]
        who = owned_by(words.names.party(party))
        if options and all(words.names.clause(line.issue, line.option) for line in lines):
            clauses = [
                f"in which {words.names.clause(line.issue, line.option)}"
                + (" (inferred)" if line.basis == "inferred" else "")
                for line in lines
            ]
            parts.append(f"{who} refusal of a deal {listed(clauses, 'or')}")
            continue
        topics = [
            words.names.topic(issue)
            + (" (inferred)" if all(line.basis == "inferred" for line in lines if line.issue == issue) else "")
            for issue in on
        ]
        parts.append(f"{who} refusal{'s' if len(lines) > 1 else ''} on {listed(topics)}")
    return listed(parts)


def grounds(names: Names, line: CompiledRedLine) -> tuple[str, tuple[Claim, ...]]:
    """Why a party draws a red line, as the case file says it, and the claims behind: its own, or its cell's main."""
    case, compiled = names.case, names.compiled
    cell = case.cell(compiled.issues[line.issue], compiled.parties[line.owner])
    option = compiled.options[line.issue][line.option]
    red_line = next((red for red in cell.rejects if red.option == option), None)
    own = case.claims_of(red_line) if red_line is not None else ()
    return (red_line.because or "" if red_line is not None else ""), own or case.claims_of(cell)[:1]


def refusal(names: Names, line: CompiledRedLine, because: str) -> str:
    """A red line in words: whose it is, of what, on what it rests, and why."""
    why = f": {because}" if because else ""
    return f"{owned_by(names.party(line.owner))} refusal of {names.red_line(line)}, {line.basis or 'stated'}{why}"


def same_wish(names: Names, issue: int, option: int, who: tuple[int, ...]) -> str:
    """What parties agree on already."""
    wanted = names.clause(issue, option) or names.option(issue, option)
    return f"{names.parties(who)} want the same on {names.topic(issue)}: {wanted}"


def ruled_out(names: Names, lines: Sequence[CompiledRedLine], most: int) -> list[str]:
    """Of the first red lines, so many at most, what each party rules out, those of a party together."""
    by_owner: dict[int, list[str]] = {}
    for line in lines[:most]:
        by_owner.setdefault(line.owner, []).append(refused_in_short(names, line))
    return [f"{names.party(owner)} rules out {listed(refused)}" for owner, refused in by_owner.items()]


def refused_in_short(names: Names, line: CompiledRedLine) -> str:
    """A refused option as a clause, of what the party itself would do with "it"; quoted where it has none."""
    clause, who = names.clause(line.issue, line.option), plain(names.party(line.owner))
    if clause is None:
        return names.quoted(line.issue, line.option)
    if not plain(clause).startswith(f"{who} "):
        return f"that {clause}"
    key, option = names.compiled.issues[line.issue], names.compiled.options[line.issue][line.option]
    return f"that it {piece('option', plain(clause).removeprefix(f'{who} '), f'{key}.{option}')}"
