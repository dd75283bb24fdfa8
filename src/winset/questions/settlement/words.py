"""A settlement answer in sentences: who decides, how many packages, silence, what it turns on, what is filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from winset.analyses.settlement.cell_alternatives import CellAlternative
from winset.analyses.settlement.deal import Deal
from winset.analyses.settlement.silence import Unresolved
from winset.analyses.settlement.silent_terms import SilentTerms
from winset.questions.question import Saying
from winset.questions.settlement.packages import (
    ShownPackage,
    acceptable,
    acceptable_without,
    feasible,
    on_frontier,
    titled,
    told_choices,
)
from winset.questions.settlement.solve import DealAnswer
from winset.questions.settlement.unknown import no_walk_away
from winset.report.constraints import ConstraintWords
from winset.report.counts import Amount, whole
from winset.report.interests import Interests
from winset.report.names import Names, counted, counted_in_words, listed, owned_by, per_hundred, spelled
from winset.report.ownership import Ownership
from winset.report.pieces import for_analyst

FEASIBLE = "Feasible, that is within every rule and every needed party’s red lines"
RANGES = "Ranges are read at their most likely value here."
MOST_NAMED = 4
"""Names in a sentence; beyond, it says how many more there are."""
WEIGHT = ": the weight that it then has is taken from the other issues"
"""Why an issue that matters at all can turn an answer, whichever way."""
NOT_BY_ORDER = (
    "How many packages are accepted in no reading, and how many in every reading, was not computed: there are too many "
    "to look at each."
)


def cut_short(names: Sequence[str], last: str = "and") -> str:
    """The first names as a list, and how many more there are."""
    rest = len(names) - MOST_NAMED
    kept = names if rest <= 1 else [*names[:MOST_NAMED], f"{spelled(rest)} more"]
    return listed(kept, last)


def words_of(answer: DealAnswer, saying: Saying) -> DealWords:
    """An answer in the names of its case."""
    return DealWords(answer.deal, saying.names(answer.request.table), saying.owners)


class DealWords:
    """The sentences about one answer, in the names of its case. owners: of the numbers in them."""

    def __init__(self, deal: Deal, names: Names, owners: Ownership) -> None:
        self.deal, self.names, self.owners = deal, names, owners
        self.case, self.constraints = names.case, ConstraintWords(names)
        self.silent_terms = SilentTerms(deal.case)

    @cached_property
    def interests(self) -> Interests:
        """What stands behind the positions."""
        return Interests(self.names, self.owners)

    @property
    def is_limited(self) -> bool:
        """True where a search stopped before it was known whether there is a deal."""
        return self.deal.central.status == "limit"

    def who_decides(self) -> str:
        """Whose consent the question asks for."""
        structure, table = self.deal.case.structure, self.deal.case.table
        title = self.case.tables[table].title or table if table else ""
        where = f"At the table “{title}”. " if title else ""
        others = [p for p in structure.can_be_needed if p not in structure.always]
        also = f"; {self.names.parties(others)} where what is agreed needs them" if others else ""
        ratify = [self.names.party(p) for p in structure.always if p not in structure.bargaining]
        ratify += [*(floor.name for floor in self.deal.case.floors), *(vote.name for vote in structure.votes)]
        yes = f" {listed(ratify)} must ratify." if ratify else ""
        return f"{where}Needed: {self.names.parties(structure.bargaining)}{also}.{yes}"

    def method(self) -> str:
        """By which method the answer was found, and why by that one."""
        return f"Method: {self.deal.central.method} — {self.deal.central.because}."

    def counts(self, how: str = "Acceptable", none: str = "none") -> str:
        """How many packages there are, how many are feasible and how many acceptable. how, none: words for the last."""
        counts = self.deal.central.counts
        total = Amount(text=whole(counts.total)).of("package")
        number = none if self.deal.central.status == "none" else acceptable(self.deal.central)
        return f"{total[0].upper()}{total[1:]}. {FEASIBLE}: {feasible(counts)}. {how}: {number}."

    def so_many(self) -> str:
        """How many packages are acceptable, in a sentence."""
        count, total = acceptable(self.deal.central), whole(self.deal.central.counts.total)
        note = f" ({count.note})" if count.note else ""
        return f"Everyone needed could accept {count.text} of {total} packages{note}."

    def none_of_all(self) -> str:
        """How many packages every rule and red line leaves, of which none is acceptable."""
        counts = self.deal.central.counts
        of = f"of {Amount(text=whole(counts.total)).of('package')}"
        if not counts.feasible:
            return f"None {of} keeps every rule and every red line of those who must consent."
        rest = "it falls" if counts.feasible == 1 else "each falls"
        return f"{feasible(counts)} {of} keep every rule and red line; {rest} below somebody’s walk-away."

    def on_frontier(self) -> str:
        """How many packages are on the frontier."""
        return f"On the frontier: {on_frontier(self.deal.central.frontier)}."

    def load_bearing(self) -> str:
        """The issues that every acceptable package moves; empty where there are none."""
        bearing = self.deal.central.load_bearing
        if not bearing:
            return ""
        return f"No acceptable package leaves these at the status quo: {self.names.topics(bearing)}."

    def reasons(self, shown_package: ShownPackage) -> list[str]:
        """Why a package is shown: solutions that agree on it, the movements that open it, or its place."""
        if shown_package.choices:
            return [titled(choice) for choice in shown_package.choices]
        if shown_package.openings:
            return [self.constraints.given(opening.constraint) for opening in shown_package.openings]
        complete = self.deal.central.frontier.complete
        return ["first of the frontier in the order of the case" if complete else "one that was found"]

    def why_shown(self, shown_package: ShownPackage) -> str:
        """The same without the names of solutions: "if Russia expects less"."""
        if shown_package.openings:
            return listed([self.constraints.given(opening.constraint) for opening in shown_package.openings], "or")
        if shown_package.choices:
            told_count = len([choice for choice in told_choices(self.deal) if choice.packages])
            chosen = "all" if len(shown_package.choices) == told_count else f"{spelled(len(shown_package.choices))} of"
            return f"the choice of {chosen} {counted_in_words(told_count, 'way')} to share the gains"
        return listed(self.reasons(shown_package))

    def options(self, package: tuple[int, ...]) -> str:
        """A package as its options."""
        return "; ".join(option for _, option in self.names.package(package))

    def silence(self) -> tuple[tuple[str, str], ...]:
        """The answer under each rule of silence: the rule in words, and how many packages are acceptable."""
        dropped = [self.names.topic(issue) for issue in self.deal.left_out.issues]
        without = f": {listed(dropped)} stay as they are" if dropped else ": there is none"
        return (
            ("Silence as indifference (best guess)", self._central()),
            (f"Without the issues on which a needed party is silent{without}", self._left_out()),
            self._drawn(),
        )

    def _central(self) -> str:
        count = acceptable(self.deal.central)
        if self.is_limited:
            return str(count)
        total = Amount(text=whole(self.deal.central.counts.total)).of("package")
        note = f" ({count.note})" if count.note else ""
        return f"{count.text} of {total} acceptable{note}"

    def _left_out(self) -> str:
        left_out = self.deal.left_out
        if not left_out.applies:
            return "nothing is left to ask"
        if not left_out.proven or (self.is_limited and not left_out.acceptable):
            return "none was found before the search stopped"
        return acceptable_without(left_out).of("acceptable package")

    def _drawn(self) -> tuple[str, str]:
        silence = self.deal.unresolved
        if silence is None:
            return "Silence filled at random, all else at its best guess", "not computed at this size"
        spread = "how many packages are acceptable in each was not counted"
        if silence.low is not None and silence.high is not None:
            spread = f"{silence.low:,} to {silence.high:,} acceptable packages"
        seed = for_analyst(f", seed {silence.seed}")
        return (
            f"Silence filled at random ({silence.draws:,} trials{seed}), all else at its best guess",
            f"a deal in {silence.with_deal:,} of {silence.draws:,} trials ({self._accuracy(silence)}); {spread}",
        )

    def _accuracy(self, silence: Unresolved) -> str:
        """How far the share of trials can be trusted: its standard error, or why there can be none."""
        if 0 < silence.with_deal < silence.draws:
            return f"{per_hundred(silence.share)}, standard error {100 * silence.error:.1f} percentage points"
        if not self.deal.central.counts.feasible:
            return "never: red lines and rules exclude every package"
        rest = "with" if not silence.with_deal else "without"
        return f"fillings {rest} a deal are rarer than {per_hundred(min(1.0, 3 / silence.draws))}, at 95 % confidence"

    def turn(self, turn: CellAlternative) -> str:
        """One other reading of a cell and what it does."""
        effect = {
            "a deal": "a deal appears",
            "no deal": "the deal disappears",
            "another package": "another package leads",
        }
        return f"{self.reading(turn)}, {effect.get(turn.effect or '', 'the answer stays the same')}"

    def reading(self, turn: CellAlternative) -> str:
        """Another reading of a cell, as a condition."""
        names = self.names
        who, topic = names.party(turn.party), names.topic(turn.issue)
        if turn.option is None:
            inferred = self.deal.case.cells[turn.party][turn.issue].is_inferred
            what = f"view of {topic}, which is inferred" if inferred else f"refusals on {topic} that are inferred"
            return f"If we are wrong about {owned_by(who)} {what}"
        outcome = names.clause(turn.issue, turn.option)
        what = f"that {outcome}" if outcome else names.label(turn.issue, turn.option)
        verb = "want" if turn.kind == "silent" else "settle for"
        return f"If, on {topic}, {who} were to {verb} {what}"

    def turned(self, turns: Sequence[CellAlternative]) -> list[str]:
        """Other readings of cells in sentences, those of a silent cell together where every one does the same."""
        lines = []
        for each in by_cell(turns).values():
            silent = [cell_alternative for cell_alternative in each if cell_alternative.kind == "silent"]
            whole = self.matters_at_all(silent)
            lines += [whole] if whole else [self.turn(cell_alternative) for cell_alternative in silent]
            lines += [self.turn(cell_alternative) for cell_alternative in each if cell_alternative.kind != "silent"]
        return lines

    def matters_at_all(self, silent: Sequence[CellAlternative]) -> str:
        """That a silent cell does the same whatever the party wants there; empty where that is not so.

        The party is read as indifferent there, with no weight on the issue. If it is then the same whichever option it
        wants, what does it is the weight alone.
        """
        effects = {cell_alternative.effect for cell_alternative in silent}
        if not silent or len(effects) > 1:
            return ""
        first, case = silent[0], self.deal.case
        wished = set(case.structure.choices(first.issue)) - case.cells[first.party][first.issue].rejected
        if len(silent) < len(wished):
            return ""
        there_is = {"a deal": "a deal appears", "no deal": "the deal disappears"}.get(first.effect or "")
        if there_is is None:
            return ""
        topic, who = self.names.topic(first.issue), self.names.party(first.party)
        return f"If {topic} matters to {who} at all, whichever option is wanted, {there_is}{WEIGHT}"

    def moving(self) -> tuple[str, ...]:
        """What becomes of the answer if a party whose line has been moving settles on each other option."""
        lines = []
        volatile = (turn for turn in self.deal.cell_alternatives or () if turn.kind == "volatile")
        for (party, issue), each in by_cell(volatile).items():
            if any(cell_alternative.effect for cell_alternative in each):
                lines += [self.turn(cell_alternative) for cell_alternative in each]
            else:
                who, topic = self.names.party(party), self.names.topic(issue)
                lines.append(f"Wherever on {topic} {who} may settle, the answer stays the same")
        return tuple(lines)

    def by_order(self) -> str:
        """How many packages no reading and how many every reading accepts; empty where that says nothing."""
        ordinal = self.deal.ordinal
        if ordinal.never is None or ordinal.always is None:
            return NOT_BY_ORDER if ordinal.decided_by_order else ""
        never, always = int(ordinal.never.sum()), int(ordinal.always.sum())
        if not ordinal.decided_by_order or not never + always:
            return ""
        return (
            f"From who wants what alone, of {counted(len(ordinal.never), 'package')} that cross no red line, {never:,} "
            f"{'is' if never == 1 else 'are'} accepted in no reading that tells options apart and {always:,} in every "
            "reading; this follows for "
            f"{self.names.parties(ordinal.decided_by_order)}, whose walk-away is the status quo."
        )

    def defaults(self) -> list[str]:
        """What no one judged and the program filled in by rule, so that nobody takes it for a judgement."""
        scores, saliences = self._unjudged_cells()
        judged, names = self.case.judgements, self.names
        quo = [names.party(p) for p, name in enumerate(self.deal.case.parties) if name not in judged.walk_away]
        lines = []
        if scores:
            lines.append(f"Scores by rule, not judged (100 at the ideal, falling along the line): {'; '.join(scores)}.")
        if saliences:
            lines.append(f"Salience 50 by rule, not judged: {'; '.join(saliences)}.")
        if quo and all(walk_away is not None for walk_away in self.deal.central.reading.walk_away):
            lines.append(f"Walk-away by rule, not judged (the value of the status quo package): {listed(quo)}.")
        if without := self.no_walk_away():
            lines.append(without)
        if linked := self._linked_silence():
            lines.append(f"Points are judged for combinations on which the sources are silent: {'; '.join(linked)}.")
        return lines

    def no_walk_away(self) -> str:
        """For whom no walk-away is judged or can be derived, and why; empty where all have one."""
        return no_walk_away(self.names, self.deal.central)

    def _unjudged_cells(self) -> tuple[list[str], list[str]]:
        """Cells whose scores, and cells whose salience, stand by rule, those of parties with the same ones together."""
        compiled, judged = self.deal.case, self.case.judgements
        scores: dict[int, list[int]] = {}
        saliences: dict[int, list[int]] = {}
        for party, name in enumerate(compiled.parties):
            for issue, topic in enumerate(compiled.issues):
                cell = compiled.cells[party][issue]
                if cell.is_silent or issue in compiled.structure.left_out:
                    continue
                if cell.delegate is None and not judged.scores.get(topic, {}).get(name) and cell.order is None:
                    scores.setdefault(party, []).append(issue)
                if cell.salience is None:
                    saliences.setdefault(party, []).append(issue)
        return self._cells(scores), self._cells(saliences)

    def _cells(self, issues: Mapping[int, Sequence[int]]) -> list[str]:
        """Cells by party, in words."""
        alike: dict[tuple[int, ...], list[int]] = {}
        for party, on in issues.items():
            alike.setdefault(tuple(on), []).append(party)
        return [f"{self.names.parties(parties)} on {self.names.topics(on)}" for on, parties in alike.items()]

    def _linked_silence(self) -> list[str]:
        compiled = self.deal.case
        silent: dict[int, set[int]] = {}
        for link in compiled.links:
            on = {issue for issue, _ in link.when if compiled.cells[link.party][issue].is_silent}
            if on:
                silent.setdefault(link.party, set()).update(on)
        return [
            f"{self.names.party(party)} ({listed(map(self.names.topic, sorted(issues)))})"
            for party, issues in silent.items()
        ]


def by_cell(turns: Iterable[CellAlternative]) -> dict[tuple[int, int], list[CellAlternative]]:
    """Other readings by the cell that is read, a party and an issue."""
    cells: dict[tuple[int, int], list[CellAlternative]] = {}
    for turn in turns:
        cells.setdefault((turn.party, turn.issue), []).append(turn)
    return cells
