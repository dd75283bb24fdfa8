"""Whether a package would hold, in sentences: who could gain by what, who could answer, what that leaves."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from winset.analyses.settlement.packages import holds
from winset.analyses.stability.countermoves import Countermove
from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.ranks import decisive_statement
from winset.analyses.stability.stability import BlockedChange, PackageStability, Stability
from winset.compiled import Condition
from winset.questions.stability.gains import (
    ANY_ANSWER,
    CREDIBLE,
    FOR_GOOD,
    NOBODY_GAINS,
    STRONGEST,
    Gain,
    Gains,
    changed,
)
from winset.readings.shares import Share
from winset.report.blocks import Json
from winset.report.counts import in_readings
from winset.report.names import Names, counted, listed, owned_by

STATES = (
    "A state is a package that breaks no rule; it differs from others on the issues that somebody can move alone. In "
    "one move a party may change several of the issues that it moves. The others may answer by moves in a row, nobody "
    "twice in succession. Red lines say what a party does not sign: they forbid no move, and change no rank. What "
    "several parties would have to change together is not part of this answer."
)
CENTRAL = "Values are read at their most likely numbers, and silence as indifference."
NOTHING_MOVES = "Whether a package would hold cannot be said: nothing that is asked about here can be changed alone."
FIXED = "No judged number changes this: every party’s order follows from statements or a ranking."


class StabilityWords:
    """The sentences about one answer. because: whether they may say what a party’s order of packages rests on."""

    def __init__(self, found: Stability, names: Names, *, because: bool = True, gains: Gains | None = None) -> None:
        self.found, self.names, self.because = found, names, because
        self._gains = gains

    @property
    def held(self) -> PackageStability:
        """What is known of the package that was looked at. Raises ValueError without one."""
        if self.found.of_package is None:
            raise ValueError("no package was looked at")
        return self.found.of_package

    @cached_property
    def gains(self) -> Gains:
        """What could be gained by moving away from the package that was looked at. Raises ValueError without one."""
        return self._gains or Gains(found=self.found, held=self.held)

    @cached_property
    def without_because(self) -> StabilityWords:
        """The same without what orders of packages rest on."""
        gains = self.gains if self.found.of_package is not None else None
        return StabilityWords(self.found, self.names, because=False, gains=gains)

    def verdict(self) -> list[str]:
        """Whether it would hold, against whom not, and by what it would."""
        gaining = self.gains.gaining
        if not gaining:
            return ["Nobody could gain by moving away from it alone: it would hold by itself."]
        open_ = [party for party in gaining if any(one.answer is None for one in self.gains.of(party))]
        who = self.names.parties(gaining)
        if open_:
            count = sum(one.answer is None for party in gaining for one in self.gains.of(party))
            ways = f"{counted(count, 'way')} to do so {'is' if count == 1 else 'are'}"
            return [
                f"{who} could gain by moving away from it alone, and {ways} open that nobody could answer: it would "
                f"not hold against {self.names.parties(open_)}."
            ]
        if self.held.holds(FOR_GOOD):
            how = (
                "No such gain would last: each can be answered by others to their own advantage, and the one who moved "
                "away cannot mend that. It would hold if everybody looks that far ahead."
            )
        elif self.held.holds(CREDIBLE):
            how = (
                "Each such gain can be answered by others to their own advantage, though the one who moved away may "
                "move again. It would hold if everybody looks two moves ahead."
            )
        else:
            how = (
                "Each such gain can be answered, but some answers cost those who give them: it holds only as far as "
                "such threats are believed."
            )
        return [f"{who} could gain by moving away from it alone. {how}"]

    def sentence(self, one: Gain) -> str:
        """An improvement, why it is one, and who could answer it how."""
        party = self.names.party(one.party)
        gain = f"{party} could gain by {self.changes(self.held.state, one.to)}{self._because(one.party, one.to)}."
        if one.answer is None:
            return f"{gain} Nobody could answer so that {party} would be no better off than {self.before()}."
        return f"{gain} {self._answered(one, one.answer)}"

    def in_short(self, one: Gain) -> str:
        """The same in one sentence."""
        party = self.names.party(one.party)
        gain = f"{party} could gain by {self.changes(self.held.state, one.to)}{self._because(one.party, one.to)}"
        if one.answer is None:
            return f"{gain}; nobody could answer so that it would be no better off than {self.before()}."
        does, losing = self._steps(one, one.answer)
        cost = f", though {listed(dict.fromkeys(losing))} would not gain by that" if losing else ""
        lasts = "" if one.is_for_good else ", until it moves once more"
        return (
            f"{gain}; {', then '.join(does)}, which leaves {party} {self._worse(one, one.answer)} than "
            f"{self.before()}{lasts}{cost}."
        )

    def _worse(self, one: Gain, answer: Countermove) -> str:
        rank = self.found.states.graph.rank[one.party]
        return "worse off" if rank[answer.end] < rank[self.held.state] else "no better off"

    def _steps(self, one: Gain, answer: Countermove) -> tuple[list[str], list[str]]:
        """Who could answer by what, in order, and who of them would not gain by that."""
        rank = self.found.states.graph.rank
        does: list[str] = []
        losing: list[str] = []
        state = one.to
        for step in answer.steps:
            name = self.names.party(step.party)
            does.append(f"{name}{'' if does else ' could answer'} by {self.changes(state, step.to)}")
            if rank[step.party][step.to] <= rank[step.party][state]:
                losing.append(name)
            state = step.to
        return does, losing

    def _answered(self, one: Gain, answer: Countermove) -> str:
        """Who could answer by what, who would not gain by that, and what the one who moved away is left with."""
        party, worse = self.names.party(one.party), self._worse(one, answer)
        does, losing = self._steps(one, answer)
        cost = f", though {listed(dict.fromkeys(losing))} would not gain by that" if losing else ""
        own = "" if losing else ", to its own advantage" if len(does) == 1 else ", each to its own advantage"
        then = (
            f", and no move of {party} from there would mend that"
            if one.is_for_good
            else f"; by moving once more {party} could then still come out better off"
        )
        return f"{', then '.join(does)}{own}{cost}. That leaves {party} {worse} than {self.before()}{then}."

    def before(self) -> str:
        return "as things stand" if self.held.why == "still" else "under the package"

    def changes(self, start: int, end: int) -> str:
        """What is changed between two states, in words."""
        return f"changing {self.options(start, end)}"

    def options(self, start: int, end: int, at: str = "to") -> str:
        """The options that differ between two states."""
        each = changed(self.found, start, end)
        return listed(f"{self.names.topic(issue)} {at} “{self.names.option(issue, option)}”" for issue, option in each)

    def state(self, state: int) -> Json:
        """A state in JSON."""
        return {"options": self.found.case.package_names(self.found.states.package(state))}

    def _because(self, party: int, to: int) -> str:
        """The statement that makes one state better than another, where a party's order is by statements."""
        found = self.found
        if not self.because or found.order_basis(party) != "statements":
            return ""
        place = decisive_statement(found.case, party, found.states.package(to), self.held.package)
        statement = (found.case.statements[party] or ())[place] if place is not None else None
        if statement is None:
            return ""
        pair = np.array([found.states.package(to)], dtype=np.int16)
        meant = [self._condition(when) for when in statement.when if holds(pair, when)[0]]
        others = "; other states would do as well" if len(statement.when) > len(meant) else ""
        return f" (it wants {listed(meant, 'or')}{others})"

    def _condition(self, when: Condition) -> str:
        told = []
        for issue, options in when:
            names = listed((f"“{self.names.option(issue, option)}”" for option in sorted(options)), "or")
            told.append(f"{self.names.topic(issue)} to be {names}")
        return listed(told)

    def rests_on(self) -> str:
        """The strongest definition under which the package is an equilibrium, or for whom it is stable under none."""
        nobody = owned_by(definitions[NOBODY_GAINS].title)
        if self.held.holds(NOBODY_GAINS):
            return f"It is an equilibrium by {nobody} definition, and so by every other."
        for key in STRONGEST:
            if self.held.holds(key):
                return f"It is an equilibrium by {definitions[key].title.lower()}, though not by {nobody} definition."
        weakest = [
            party
            for party in range(len(self.held.reasons[ANY_ANSWER]))
            if self.held.is_stable(ANY_ANSWER, party) is False
        ]
        return (
            f"It is no equilibrium: for {self.names.parties(weakest)} it is not stable even by "
            f"{definitions[ANY_ANSWER].title.lower()}, under which any answer counts, whatever it costs."
        )

    def readings(self, shares: Mapping[str, Share]) -> str:
        """In how many readings nobody could gain, and in how many every gain could be answered."""
        nobody, answered = (in_readings(shares[key]) for key in (NOBODY_GAINS, FOR_GOOD))
        return (
            f"That nobody could gain by moving away alone is so {nobody}; that every such gain could be answered for "
            f"good, to the advantage of those who answer, {answered}."
        )

    def still(self) -> str:
        """The issues that nobody can change alone; empty where there are none."""
        found = self.found
        left_out = (*found.states.moving, *found.case.structure.left_out)
        still = [issue for issue in range(len(found.case.issues)) if issue not in left_out]
        if not still:
            return ""
        stay = "it stays as it is" if len(still) == 1 else "they stay as they are"
        return f"Nobody can change {listed((self.names.topic(n) for n in still), 'or')} alone: {stay}."

    def bare(self) -> str:
        """How many moves the case gives no grounds for; empty where there are none."""
        case = self.names.case
        told = [move for moves in case.moves.values() for move in moves]
        bare = sum(not move.because and not case.claims_of(move) for move in told)
        if not bare:
            return ""
        return f"For {bare} of {counted(len(told), 'entry', 'entries')} under `moves` the case gives no grounds."

    def blocked(self, one: BlockedChange) -> str:
        """A change that rules forbid, whatever else its party changes."""
        titles = {rule.id: rule.title or rule.id.replace("_", " ") for rule in self.names.case.rules}
        rules = listed(f"“{titles[rule.name]}”" for rule in one.rules)
        by = f" by the {'rule' if len(one.rules) == 1 else 'rules'} {rules}" if one.rules else " by rules"
        return (
            f"{self.names.party(one.party)} could change {self.names.topic(one.issue)} to "
            f"“{self.names.option(one.issue, one.option)}” alone, but not from here: it is kept from that{by}, with "
            "whatever else it changes. If in truth it could, this answer is too hopeful."
        )

    def in_a_line(self) -> str:
        """Whether the package would hold, in few words without a full stop."""
        gaining = self.gains.gaining
        if not gaining:
            return "nobody could gain by leaving it alone"
        unanswered = [party for party in gaining if self.held.is_stable(ANY_ANSWER, party) is False]
        if unanswered:
            return f"it would not hold against {self.names.parties(unanswered)}, whom nobody could answer"
        answered = "others could answer only at a cost"
        if self.held.holds(FOR_GOOD):
            answered = "others could answer for good"
        elif self.held.holds(CREDIBLE):
            answered = "others could answer, for a time"
        return f"{self.names.parties(gaining)} could gain by leaving it alone; {answered}"
