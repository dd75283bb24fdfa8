"""A settlement answer in sentences: who decides, how many packages, silence, what it turns on, what is filled in."""

from __future__ import annotations

from winset.analyses.settlement.cell_alternatives import CellAlternative
from winset.analyses.settlement.deal import Deal
from winset.analyses.settlement.silence import Unresolved
from winset.questions.question import Saying
from winset.questions.settlement.amounts import acceptable, acceptable_without, on_frontier
from winset.questions.settlement.choices import titled
from winset.questions.settlement.packages import ShownPackage
from winset.questions.settlement.solve import DealAnswer
from winset.report.constraints import ConstraintWords
from winset.report.counts import Amount, whole
from winset.report.names import Names, counted, listed, per_hundred
from winset.report.ownership import Ownership

FEASIBLE = "Feasible, that is within every rule and every needed party’s red lines"
RANGES = "Ranges are read at their most likely value here."
NOT_BY_ORDER = (
    "How many packages are accepted in no reading, and how many in every reading, was not computed: there are too many "
    "to look at each."
)


def words_of(answer: DealAnswer, saying: Saying) -> DealWords:
    """An answer in the names of its case."""
    return DealWords(answer.deal, saying.names(answer.request.table), saying.owners)


class DealWords:
    """The sentences about one answer, in the names of its case. owners: of the numbers in them."""

    def __init__(self, deal: Deal, names: Names, owners: Ownership) -> None:
        self.deal, self.names, self.owners = deal, names, owners
        self.case, self.constraints = names.case, ConstraintWords(names)

    @property
    def is_limited(self) -> bool:
        """True where a search stopped before it was known whether there is a deal."""
        return self.deal.central.status == "limit"

    def who_decides(self) -> str:
        """Whose consent the question asks for."""
        structure, table = self.deal.case.structure, self.deal.case.table
        title = self.case.tables[table].title or table if table else ""
        where = f"At the table “{title}”: " if title else ""
        others = [p for p in structure.can_be_needed if p not in structure.always]
        also = f", and {self.names.parties(others)} where what is agreed needs them" if others else ""
        ratify = [p for p in structure.always if p not in structure.bargaining]
        yes = f" {self.names.parties(ratify)} must ratify." if ratify else ""
        return f"{where}Every package needs the consent of {self.names.parties(structure.bargaining)}{also}.{yes}"

    def method(self) -> str:
        """By which method the answer was found, and why by that one."""
        return f"Method: {self.deal.central.method} — {self.deal.central.because}."

    def counts(self, how: str = "Acceptable", none: str = "none") -> str:
        """How many packages there are, how many are feasible and how many acceptable. how, none: words for the last."""
        counts = self.deal.central.counts
        total = Amount(text=whole(counts.total)).of("package")
        number = none if self.deal.central.status == "none" else acceptable(self.deal.central)
        return f"{total[0].upper()}{total[1:]}. {FEASIBLE}: {whole(counts.feasible)}. {how}: {number}."

    def on_frontier(self) -> str:
        """How many packages are on the frontier."""
        return f"On the frontier: {on_frontier(self.deal.central.frontier)}."

    def load_bearing(self) -> str:
        """The issues that every acceptable package moves; empty where there are none."""
        bearing = self.deal.central.load_bearing
        if not bearing:
            return ""
        return f"No acceptable package leaves these at the status quo: {listed(map(self.names.topic, bearing))}."

    def reasons(self, one: ShownPackage) -> list[str]:
        """Why a package is shown: solutions that agree on it, the movements that open it, or its place."""
        if one.choices:
            return [titled(choice) for choice in one.choices]
        if one.openings:
            return [self.constraints.given(opening.constraint) for opening in one.openings]
        complete = self.deal.central.frontier.complete
        return ["first of the frontier in the order of the case" if complete else "one that was found"]

    def options(self, package: tuple[int, ...]) -> str:
        """A package as its options."""
        return "; ".join(option for _, option in self.names.package(package))

    def silence(self) -> tuple[tuple[str, str], ...]:
        """The answer under each rule of silence: the rule in words, and how many packages are acceptable."""
        dropped = [self.names.topic(issue) for issue in self.deal.left_out.issues]
        without = f": {listed(dropped)} stay as they are" if dropped else ": there is none"
        return (
            ("Silence as indifference (central)", self._central()),
            (f"Without the issues on which a needed party is silent{without}", self._left_out()),
            self._drawn(),
        )

    def _central(self) -> str:
        found = acceptable(self.deal.central)
        if self.is_limited:
            return str(found)
        total = Amount(text=whole(self.deal.central.counts.total)).of("package")
        note = f" ({found.note})" if found.note else ""
        return f"{found.text} of {total} acceptable{note}"

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
            return "Silence filled at random, all else central", "not computed at this size"
        spread = "how many packages are acceptable in each was not counted"
        if silence.low is not None and silence.high is not None:
            spread = f"{silence.low:,} to {silence.high:,} acceptable packages"
        return (
            f"Silence filled at random ({silence.draws:,} draws, seed {silence.seed}), all else central",
            f"a deal in {silence.with_deal:,} of {silence.draws:,} draws ({self._accuracy(silence)}); {spread}",
        )

    def _accuracy(self, silence: Unresolved) -> str:
        """How far the share of draws can be trusted: its standard error, or what none or all of n still allow."""
        if 0 < silence.with_deal < silence.draws:
            return f"{per_hundred(silence.share)}, standard error {100 * silence.error:.1f} percentage points"
        rest = "with" if not silence.with_deal else "without"
        if not self.deal.central.counts.feasible:
            return "red lines and rules exclude every package"
        return f"fillings {rest} a deal are rarer than {per_hundred(min(1.0, 3 / silence.draws))}, at 95 % confidence"

    def turn(self, turn: CellAlternative) -> str:
        """One other reading of a cell and what it does."""
        cell = f"{self.names.party(turn.party)} on {self.names.topic(turn.issue)}"
        effect = {
            "a deal": "there is a deal",
            "no deal": "there is no deal",
            "another package": "another package leads",
        }
        result = effect.get(turn.effect or "", "the answer stays the same")
        if turn.kind == "inferred":
            return f"{cell}: if what is inferred there is not read into the sources, {result}"
        choice = self.names.option(turn.issue, turn.option) if turn.option is not None else ""
        verb = "wants" if turn.kind == "silent" else "settles on"
        return f"{cell}: if it {verb} “{choice}”, {result}"

    def moving(self) -> tuple[str, ...]:
        """What becomes of the answer if a party whose line has been moving settles on each other option."""
        return tuple(self.turn(turn) for turn in self.deal.cell_alternatives or () if turn.kind == "volatile")

    def by_order(self) -> str:
        """How many packages no reading and how many every reading accepts; empty where that says nothing."""
        found = self.deal.ordinal
        if found.never is None or found.always is None:
            return NOT_BY_ORDER if found.decided_by_order else ""
        never, always = int(found.never.sum()), int(found.always.sum())
        if not found.decided_by_order or not never + always:
            return ""
        return (
            f"From who wants what alone, of {counted(len(found.never), 'package')} that cross no red line, {never:,} "
            f"are accepted in no reading and {always:,} in every reading; this follows for "
            f"{self.names.parties(found.decided_by_order)}, whose walk-away is the status quo."
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
        """For whom no walk-away is judged or can be derived, and which issues lack a status quo; empty where all have
        one.
        """
        structure = self.deal.case.structure
        who = [party for party, found in enumerate(self.deal.central.reading.walk_away) if found is None]
        without = [
            self.names.issue(issue)
            for issue, quo in enumerate(structure.status_quo)
            if quo is None and issue not in structure.left_out
        ]
        if not who or not without:
            return ""
        lacks = f"{listed(without)} {'has' if len(without) == 1 else 'have'} no status quo"
        return f"No walk-away is judged for {self.names.parties(who)}, and none can be derived: {lacks}."

    def _unjudged_cells(self) -> tuple[list[str], list[str]]:
        """Cells whose scores, and cells whose salience, stand by rule."""
        compiled, judged = self.deal.case, self.case.judgements
        scores, saliences = [], []
        for party, name in enumerate(compiled.parties):
            for issue, topic in enumerate(compiled.issues):
                cell = compiled.cells[party][issue]
                if cell.is_silent or issue in compiled.structure.left_out:
                    continue
                told = f"{self.names.party(party)} on {self.names.topic(issue)}"
                if cell.delegate is None and not judged.scores.get(topic, {}).get(name) and cell.order is None:
                    scores.append(told)
                if cell.salience is None:
                    saliences.append(told)
        return scores, saliences

    def _linked_silence(self) -> list[str]:
        compiled = self.deal.case
        return [
            f"{self.names.party(link.party)} ({listed(map(self.names.topic, silent))})"
            for link in compiled.links
            if (silent := [issue for issue, _ in link.when if compiled.cells[link.party][issue].is_silent])
        ]
