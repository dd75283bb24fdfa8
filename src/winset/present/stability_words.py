"""Whether a package would hold, in sentences: who could gain by what, who could answer, what that leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from winset.analyses.settlement.packages import holds
from winset.analyses.stability.countermoves import Answer
from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.ranks import decisive
from winset.analyses.stability.stability import Blocked, Held, Stability
from winset.compiled import Condition
from winset.present.shares import in_readings
from winset.present.visible import Visible
from winset.present.words import Words, counted, listed
from winset.readings.shares import Share

STRONGEST = ("sseq", "seq", "smr", "gmr")
"""The definitions in the order in which their answers are shown: what costs nobody and lasts comes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An improvement with the best answer to it, None where there is none, and the definition that it is of."""

    party: int
    to: int
    answer: Answer | None
    key: str = ""


def improvements(found: Stability, held: Held, party: int) -> list[Told]:
    """Every improvement of a party with the strongest answer to it: unanswered first, then those that change least."""
    told: dict[int, Told] = {}
    for key in STRONGEST:
        for to, answer in held.reasons[key][party] or ():
            if answer is not None and (to not in told or told[to].answer is None):
                told[to] = Told(party=party, to=to, answer=answer, key=key)
            told.setdefault(to, Told(party=party, to=to, answer=None))
    rank = found.states.graph.rank[party]

    def order(one: Told) -> tuple[bool, int, int]:
        return one.answer is not None, len(changed(found, held.state, one.to)), -int(rank[one.to])

    return sorted(told.values(), key=order)


def simplest(found: Stability, held: Held, told: Sequence[Told]) -> list[Told]:
    """Improvements without those that change more than another one, to no greater gain, and are answered no less."""
    rank = found.states.graph.rank
    kept: list[Told] = []
    for one in told:
        changes = set(changed(found, held.state, one.to))
        if not any(
            set(changed(found, held.state, other.to)) <= changes
            and rank[one.party][other.to] >= rank[one.party][one.to]
            and (other.answer is None or one.answer is not None)
            for other in kept
        ):
            kept.append(one)
    return kept


def telling(found: Stability, held: Held, told: Sequence[Told], most: int) -> list[Told]:
    """Those of a party's improvements that say the most, at most so many: what nobody could answer first, but one that
    could be answered where there is any.
    """
    simple = simplest(found, held, told)
    shown = [one for one in simple if one.answer is None][:most]
    return shown + [one for one in simple if one.answer is not None][: max(1, most - len(shown))]


def changed(found: Stability, start: int, end: int) -> list[tuple[int, int]]:
    """The issues on which two states differ, with the option of the second."""
    pair = zip(found.states.package(start), found.states.package(end), strict=True)
    return [(issue, new) for issue, (old, new) in enumerate(pair) if old != new]


class StabilityWords:
    """The sentences about one answer. words: of its case."""

    def __init__(self, found: Stability, visible: Visible) -> None:
        self.found, self.visible = found, visible
        self.words = Words(visible.case, found.case)

    def verdict(self, held: Held) -> list[str]:
        """Whether it would hold, against whom not, and by what it would."""
        found = self.found
        told = {party: improvements(found, held, party) for party in range(len(found.case.parties))}
        gaining = [party for party, each in told.items() if each]
        if not gaining:
            return ["Nobody could gain by moving away from it alone: it would hold by itself."]
        open_ = [party for party in gaining if any(one.answer is None for one in told[party])]
        who = self.words.parties(gaining)
        if open_:
            count = sum(one.answer is None for each in told.values() for one in each)
            ways = f"{counted(count, 'way')} to do so {'is' if count == 1 else 'are'}"
            return [
                f"{who} could gain by moving away from it alone, and {ways} open that nobody could answer: it would "
                f"not hold against {self.words.parties(open_)}."
            ]
        if held.holds("sseq"):
            how = (
                "No such gain would last: each can be answered by others to their own advantage, and the one who moved "
                "away cannot mend that. It would hold if everybody looks that far ahead."
            )
        elif held.holds("seq"):
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

    def sentence(self, held: Held, one: Told) -> str:
        """An improvement, why it is one, and who could answer it how."""
        party = self.words.party(one.party)
        gain = f"{party} could gain by {self.changes(held.state, one.to)}{self._because(one.party, held, one.to)}."
        if one.answer is None:
            return f"{gain} Nobody could answer so that {party} would be no better off than {self.before(held)}."
        return f"{gain} {self._answered(held, one, one.answer)}"

    def in_short(self, held: Held, one: Told) -> str:
        """The same in one sentence."""
        party = self.words.party(one.party)
        gain = f"{party} could gain by {self.changes(held.state, one.to)}{self._because(one.party, held, one.to)}"
        if one.answer is None:
            return f"{gain}; nobody could answer so that it would be no better off than {self.before(held)}."
        does, losing = self._steps(one, one.answer)
        cost = f", though {listed(dict.fromkeys(losing))} would not gain by that" if losing else ""
        lasts = "" if one.key in ("sseq", "smr") else ", until it moves once more"
        return (
            f"{gain}; {', then '.join(does)}, which leaves {party} {self._worse(held, one, one.answer)} than "
            f"{self.before(held)}{lasts}{cost}."
        )

    def _worse(self, held: Held, one: Told, answer: Answer) -> str:
        rank = self.found.states.graph.rank[one.party]
        return "worse off" if rank[answer.end] < rank[held.state] else "no better off"

    def _steps(self, one: Told, answer: Answer) -> tuple[list[str], list[str]]:
        """Who could answer by what, in order, and who of them would not gain by that."""
        rank = self.found.states.graph.rank
        does: list[str] = []
        losing: list[str] = []
        state = one.to
        for step in answer.steps:
            name = self.words.party(step.party)
            does.append(f"{name}{'' if does else ' could answer'} by {self.changes(state, step.to)}")
            if rank[step.party][step.to] <= rank[step.party][state]:
                losing.append(name)
            state = step.to
        return does, losing

    def _answered(self, held: Held, one: Told, answer: Answer) -> str:
        """Who could answer by what, who would not gain by that, and what the one who moved away is left with."""
        party, worse = self.words.party(one.party), self._worse(held, one, answer)
        does, losing = self._steps(one, answer)
        cost = f", though {listed(dict.fromkeys(losing))} would not gain by that" if losing else ""
        own = "" if losing else ", to its own advantage" if len(does) == 1 else ", each to its own advantage"
        lasts = one.key in ("sseq", "smr")
        then = (
            f", and no move of {party} from there would mend that"
            if lasts
            else f"; by moving once more {party} could then still come out better off"
        )
        return f"{', then '.join(does)}{own}{cost}. That leaves {party} {worse} than {self.before(held)}{then}."

    def before(self, held: Held) -> str:
        return "as things stand" if held.why == "still" else "under the package"

    def changes(self, start: int, end: int) -> str:
        """What is changed between two states, in words."""
        told = changed(self.found, start, end)
        return f"changing {listed(f'{self.words.topic(j)} to “{self.words.option(j, o)}”' for j, o in told)}"

    def _because(self, party: int, held: Held, to: int) -> str:
        """The statement that makes one state better than another, where a party's order is by statements."""
        found = self.found
        if found.ordered_by(party) != "statements" or not self.visible.allows(self.visible.case.judgements.handling):
            return ""
        place = decisive(found.case, party, found.states.package(to), held.package)
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
            names = listed((f"“{self.words.option(issue, option)}”" for option in sorted(options)), "or")
            told.append(f"{self.words.topic(issue)} to be {names}")
        return listed(told)

    def rests_on(self, held: Held) -> str:
        """The strongest definition under which the package is an equilibrium, or for whom it is stable under none."""
        if held.holds("nash"):
            return "It is an equilibrium by Nash’s definition, and so by every other."
        for key in STRONGEST:
            if held.holds(key):
                return f"It is an equilibrium by {definitions[key].title.lower()}, though not by Nash’s definition."
        weakest = [party for party in range(len(held.reasons["gmr"])) if held.is_stable("gmr", party) is False]
        return (
            f"It is no equilibrium: for {self.words.parties(weakest)} it is not stable even by "
            f"{definitions['gmr'].title.lower()}, under which any answer counts, whatever it costs."
        )

    def readings(self, shares: Mapping[str, Share]) -> str:
        """In how many readings nobody could gain, and in how many every gain could be answered."""
        return (
            f"That nobody could gain by moving away alone is so {in_readings(shares['nash'])}; that every such gain "
            f"could be answered for good, to the advantage of those who answer, {in_readings(shares['sseq'])}."
        )

    def still(self) -> str:
        """The issues that nobody can change alone; empty where there are none."""
        found = self.found
        left_out = (*found.states.moving, *found.case.structure.left_out)
        still = [issue for issue in range(len(found.case.issues)) if issue not in left_out]
        if not still:
            return ""
        stay = "it stays as it is" if len(still) == 1 else "they stay as they are"
        return f"Nobody can change {listed((self.words.topic(n) for n in still), 'or')} alone: {stay}."

    def bare(self) -> str:
        """How many moves the case gives no grounds for; empty where there are none."""
        case = self.visible.case
        told = [move for moves in case.moves.values() for move in moves]
        bare = sum(not move.because and not case.claims_of(move) for move in told)
        if not bare:
            return ""
        return f"For {bare} of {counted(len(told), 'entry', 'entries')} under `moves` the case gives no grounds."

    def blocked(self, one: Blocked) -> str:
        """A change that rules forbid, whatever else its party changes."""
        titles = {rule.id: rule.title or rule.id.replace("_", " ") for rule in self.visible.case.rules}
        rules = listed(f"“{titles[rule.name]}”" for rule in one.rules)
        by = f" by the {'rule' if len(one.rules) == 1 else 'rules'} {rules}" if one.rules else " by rules"
        return (
            f"{self.words.party(one.party)} could change {self.words.topic(one.issue)} to "
            f"“{self.words.option(one.issue, one.option)}” alone, but not from here: it is kept from that{by}, with "
            "whatever else it changes. If in truth it could, this answer is too hopeful."
        )
