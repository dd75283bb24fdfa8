"""What red lines rule out, by whose they are, as the first pages of a brief say it."""

from __future__ import annotations

from collections.abc import Sequence

from winset.compiled import CompiledRedLine
from winset.report.names import Names, listed
from winset.report.pieces import piece, plain


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
