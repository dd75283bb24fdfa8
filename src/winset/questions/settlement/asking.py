"""What to find out first, as questions, and which commands say more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shlex import quote
from typing import Any

from winset.analyses.settlement.choose import Package
from winset.questions.settlement.no_deal import in_judged_range
from winset.questions.settlement.terms import Terms
from winset.questions.settlement.words import DealWords, by_cell
from winset.report.blocks import Command, Guarded
from winset.report.first_questions import FirstQuestions
from winset.report.names import owned_by
from winset.session import Session

MOST_QUESTIONS = 3
"""Questions that are put first; beyond, the rest is in the lists of what the answer turns on."""


def first_questions(words: DealWords, package: Package | None) -> list[Any]:
    """What to find out first: silent and inferred views that turn the answer, then silences that could make the package
    fail, then walk-aways whose judged range holds an opening.
    """
    asked: dict[tuple[int, int], Any] = dict(_of_cells(words))
    if package is not None:
        for silent_term in Terms(words, package).silent:
            if silent_term.accepts is False:
                owner = words.owners.values(words.deal.case.parties[silent_term.party])
                asked.setdefault(
                    (silent_term.party, silent_term.issue),
                    Guarded(owner, _of_silence(words, silent_term.party, silent_term.issue)),
                )
    return [*asked.values(), *_of_prices(words)][:MOST_QUESTIONS]


def _of_cells(words: DealWords) -> Iterator[tuple[tuple[int, int], str]]:
    """A question for each cell that turns the answer, those first on which the sources say nothing."""
    cells = by_cell(words.deal.decisive)
    for (party, issue), each in sorted(cells.items(), key=lambda cell: all(turn.kind != "silent" for turn in cell[1])):
        cell, kinds = words.deal.case.cells[party][issue], {turn.kind for turn in each}
        who, topic = words.names.party(party), words.names.topic(issue)
        if "silent" in kinds:
            yield (party, issue), _of_silence(words, party, issue)
        elif cell.is_inferred:
            yield (party, issue), f"What is {owned_by(who)} view of {topic}? It is inferred."
        elif "inferred" in kinds:
            yield (party, issue), f"What would {who} refuse on {topic}? Some is inferred."
        else:
            yield (party, issue), f"Where will {who} settle on {topic}? The line has been moving."


def _of_silence(words: DealWords, party: int, issue: int) -> str:
    who, topic = owned_by(words.names.party(party)), words.names.topic(issue)
    return f"What is {who} view of {topic}? {FirstQuestions(words.names).why_silent(party, issue)}"


def _of_prices(words: DealWords) -> Iterator[Any]:
    """A question for each walk-away that opens a deal within the range that is judged for it."""
    for opening in words.deal.central.openings:
        if in_judged_range(words, opening):
            party = opening.constraint.party
            text = f"What is no deal really worth to {words.names.party(party)}? The walk-away is a guess."
            yield Guarded(words.owners.values(words.deal.case.parties[party]), text)


def next_commands(words: DealWords, session: Session, package: Package | None) -> list[Command]:
    """The commands that say more: how sure the answer is, whether the package would hold, and the whole answer."""
    path = Path(session.checked.path)
    of = [quote(str(path.parent if path.name == "case.yaml" else path))]
    of += [f"--variant {name}" for name in session.checked.variants]
    of += [f"--as-of {session.checked.as_of.date}"] if session.checked.as_of is not None else []
    of += [f"--table {words.deal.case.table}"] if words.deal.case.table else []
    commands = [f"winset robust {' '.join(of)}"]
    if package is not None and words.case.moves:
        commands.append(f"winset stability {' '.join(of)} --package {argument(words, package)}")
    return [Command(text=text) for text in (*commands, f"winset deal {' '.join(of)} --full")]


def argument(words: DealWords, package: Package) -> str:
    """A package as `--package` takes it: what it moves off the status quo."""
    named, issues = words.deal.case.package_names(package), words.deal.case.issues
    moved = [issues[issue] for issue in Terms(words, package).moved]
    return ",".join(f"{issue}={named[issue]}" for issue in moved)
