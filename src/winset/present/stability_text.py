"""Whether a package would hold, for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from rich.console import Console
from rich.table import Table
from rich.text import Text

from winset.analyses.robustness.acceptance import Share
from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.readings import is_fixed
from winset.analyses.stability.stability import Held, Stability
from winset.errors import TooLarge
from winset.model.evidence import Checked
from winset.present.answer import nothing_judged
from winset.present.page import Page
from winset.present.quoted import write_claim
from winset.present.shares import NOT_A_PROBABILITY
from winset.present.stability_words import StabilityWords, improvements, telling
from winset.present.visible import Visible
from winset.present.words import counted, listed
from winset.report.printable import printable

SHOWN = 3
"""Improvements that are shown of each party."""
STATES = (
    "A state is a package that breaks no rule; it differs from others on the issues that somebody can move alone. In "
    "one move a party may change several of the issues that it moves. The others may answer by moves in a row, nobody "
    "twice in succession. Red lines say what a party does not sign: they forbid no move, and change no rank. What "
    "several parties would have to change together is not part of this answer."
)
CENTRAL = "Values are read at their most likely numbers, and silence as indifference."


class Part(Protocol):
    """A section of its own: what was asked beside the main question."""

    def write(self, page: Page) -> None:
        """The section on a page."""

    def data(self) -> dict[str, object]:
        """Its keys of the document."""


@dataclass(frozen=True, slots=True)
class NotComputed:
    """A section that says why something was not computed. key: of the document, null there."""

    key: str
    title: str
    why: str

    def write(self, page: Page) -> None:
        """The reason."""
        page.section(self.title)
        page.line(f"Not computed: {self.why}.")

    def data(self) -> dict[str, object]:
        """Nothing is known."""
        return {self.key: None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is shown of an answer. keys: of definitions. holds: in how many readings the package is stable, why that is
    not known, or None where it was not asked.
    """

    keys: tuple[str, ...]
    holds: Mapping[str, Share] | TooLarge | None

    @property
    def shares(self) -> Mapping[str, Share]:
        return {} if self.holds is None or isinstance(self.holds, TooLarge) else self.holds


class StabilityText:
    """One answer on one console."""

    def __init__(
        self,
        console: Console,
        found: Stability,
        checked: Checked,
        visible: Visible,
        shown: Shown,
    ) -> None:
        self.page, self.found, self.checked, self.visible = Page(console), found, checked, visible
        self.keys, self.holds = shown.keys, shown.shares
        self.why_not = f"{shown.holds}." if isinstance(shown.holds, TooLarge) else ""
        self.told = StabilityWords(found, visible)
        self.words = self.told.words

    def write(self, parts: Sequence[Part] = ()) -> None:
        """The answer, who could gain by what and who could answer, what no move reaches, and every definition.

        parts: what else was asked.
        """
        page, found = self.page, self.found
        page.title(self.visible.case.case.title)
        page.line("Once this is agreed: who gains by moving away alone, and who could answer?", 0, "italic")
        for line in self._heading():
            page.line(line, 0, "dim")
        page.section("Answer")
        for sentence in self.sentences():
            page.line(sentence)
        held = found.held
        if held is not None:
            page.section("How things stand" if held.why == "still" else "The package")
            page.pairs(self.words.package(held.package))
        if held is not None and self._moves():
            self._gains(held)
            for part in parts:
                part.write(page)
        if self._moves():
            self._who_moves_what()
            self._out_of_reach(held)
            self._definitions()
        page.section("How this is read")
        for line in (*self.notes(), self.visible.account()):
            if line:
                page.line(line)

    def _moves(self) -> bool:
        return bool(self.found.states.moving)

    def _heading(self) -> list[str]:
        case, table = self.visible.case, self.found.case.table
        where = [f"At the table “{case.tables[table].title or table}”."] if table else []
        return [*where, *(f"Read under the variant “{case.variants[n].title or n}”." for n in self.checked.variants)]

    def sentences(self) -> list[str]:
        """What was looked at, whether it holds and by what, and how many readings agree."""
        held = self.found.held
        if held is None:
            return ["There is no package to look at: name one with `--package`."]
        what = {
            "named": "This is about the package that you named.",
            "leads": "This is about the package that leads in `winset deal`; look at others with `--package`.",
            "still": "No package is acceptable to everybody that it needs, so this is about how things stand. Below "
            "stands what single movements would open; look at any package with `--package`.",
            "opened": "This is about a package that a single movement would open.",
        }[held.why]
        if not self._moves():
            return [
                what,
                "The case says of nobody what it could change alone (`moves`), so nobody can move away, and whether "
                "this would hold cannot be said.",
            ]
        if held.why == "leads" and self.found.case.is_blank:
            what = "This is about one of the packages: nothing in the case puts any of them first."
        verdict = self.told.verdict(held)
        if not is_fixed(self.found.case, by_value=self.found.by_value):
            verdict = [f"In the central reading: {verdict[0]}", *verdict[1:]]
        return [what, *self._cautions(), *verdict, *self._in_readings()]

    def _cautions(self) -> list[str]:
        """What a verdict is worth where little or nothing is said of who prefers what."""
        found, parties = self.found, range(len(self.found.case.parties))
        by_value = [party for party in parties if found.ordered_by(party) == "value"]
        if found.case.is_blank and len(by_value) == len(parties):
            return [
                "The sources are silent on every position, and nothing that ranks packages is judged: there is no "
                "answer yet. What follows takes everybody as indifferent."
            ]
        told = []
        if by_value and nothing_judged(self.visible.case):
            told.append("No number is judged: where packages are ordered by value, default numbers stand in.")
        rank = found.states.graph.rank
        alike = [party for party in parties if rank[party].max() == rank[party].min()]
        if alike and found.states.graph.states > 1:
            told.append(f"As far as the case says, all these packages are the same to {self.words.parties(alike)}.")
        return told

    def _in_readings(self) -> list[str]:
        if self.why_not:
            return [f"{self.why_not[0].upper()}{self.why_not[1:]}"]
        share = self.holds.get("sseq")
        if share is None:
            return []
        if is_fixed(self.found.case, by_value=self.found.by_value):
            return [
                "No judged number changes this: every party’s order follows from statements or a ranking. `--by-value` "
                "ranks by value instead."
            ]
        return [self.told.readings(self.holds)]

    def _gains(self, held: Held) -> None:
        """By party, what it could gain by, and who could answer."""
        page, found = self.page, self.found
        page.section("Who could gain by moving away alone")
        nobody = []
        for party in range(len(found.case.parties)):
            told = improvements(found, held, party)
            if not told:
                nobody.append(party)
                continue
            unanswered = sum(one.answer is None for one in told)
            some = f"{unanswered} of which nobody could answer"
            all_ = "which nobody could answer" if unanswered else "which could be answered"
            answered = all_ if unanswered in (0, len(told)) else some
            page.line(f"{self.words.party(party)}: {counted(len(told), 'way')} to gain, {answered}", style="bold")
            shown = telling(found, held, told, SHOWN)
            for one in shown:
                page.bullet(self.told.sentence(held, one))
            if len(told) > len(shown):
                page.line(f"{counted(len(told) - len(shown), 'other way')} in `--json`.", style="dim")
        if nobody:
            page.line(f"Could gain by nothing that it can do alone: {self.words.parties(nobody)}.")

    def _who_moves_what(self) -> None:
        """By party, the issues that it can change alone, and what the case gives as grounds for that."""
        page, found, case = self.page, self.found, self.visible.case
        page.section("Who can change what alone")
        allowed = found.states.allowed
        page.pairs(
            (self.words.party(party), listed(self.words.topic(issue) for issue in one) or "nothing")
            for party, one in enumerate(allowed)
        )
        for issue in found.states.moving:
            for move in case.moves[found.case.issues[issue]]:
                if move.because:
                    page.line(f"{self.words.topic(issue)} is {move.basis or 'inferred'}: {move.because}", style="dim")
                for claim in case.claims_of(move):
                    write_claim(page, claim, self.checked, self.visible)
        bare = self.told.bare()
        if bare:
            page.line(bare, style="dim")

    def _out_of_reach(self, held: Held | None) -> None:
        """What nobody can change alone, and what rules keep parties from changing."""
        page, still = self.page, self.told.still()
        blocked = held.blocked if held is not None else ()
        if not still and not blocked:
            return
        page.section("What this leaves aside")
        if still:
            page.bullet(still)
        for one in blocked:
            page.bullet(self.told.blocked(one))

    def _definitions(self) -> None:
        """A row for each definition: for whom the package is stable, in how many readings, and how many states are."""
        found, page, held = self.found, self.page, self.found.held
        page.section("By definition")
        grid = Table(show_header=True, box=None, pad_edge=False, padding=(0, 2, 0, 0))
        grid.add_column("definition")
        if held is not None:
            grid.add_column("it is not stable for")
        drawn = bool(self.holds) and not is_fixed(found.case, by_value=found.by_value)
        if drawn:
            grid.add_column("stable in", justify="right")
        grid.add_column(f"stable of {found.states.graph.states:,} states", justify="right")
        for key in self.keys:
            row = [definitions[key].title]
            if held is not None:
                row.append(self._not_stable(held, key))
            if drawn:
                row.append(_short(self.holds.get(key)))
            equilibria = found.equilibria(key)
            row.append("not computed" if equilibria is None else f"{int(equilibria.sum()):,}")
            grid.add_row(*[Text(printable(cell)) for cell in row])
        page.put(grid)
        page.line("")
        for key in self.keys:
            page.line(f"{definitions[key].title}: {definitions[key].meaning}", style="dim")

    def _not_stable(self, held: Held, key: str) -> str:
        told = [held.is_stable(key, party) for party in range(len(held.reasons[key]))]
        shaky = [self.words.party(party) for party, stable in enumerate(told) if stable is False]
        return ", ".join(shaky) or ("not computed" if None in told else "nobody")

    def notes(self) -> list[str]:
        """How states, moves and orders are read."""
        found = self.found
        told = [STATES, *self._orders()]
        if any(found.ordered_by(party) == "value" for party in range(len(found.case.parties))):
            told.append(CENTRAL)
        if self.holds and not is_fixed(found.case, by_value=found.by_value):
            told.append(NOT_A_PROBABILITY)
        told += [f"{note}" for note in found.case.notes]
        return told

    def _orders(self) -> list[str]:
        found = self.found
        kinds = {
            "statements": "the first statement that tells two packages apart decides",
            "ranking": "as the case ranks packages; those on no list are last",
            "value": "by what a package is worth",
        }
        by: dict[str, list[int]] = {}
        for party in range(len(found.case.parties)):
            by.setdefault(found.ordered_by(party), []).append(party)
        return [f"Order of packages, for {self.words.parties(who)}: {kinds[kind]}." for kind, who in by.items()]


def _short(share: Share | None) -> str:
    return "not computed" if share is None else f"{100 * share.share:.0f} of 100 readings"
