"""Whether a package would hold, in sentences: who would be tempted by what, what the others could reply, and on what
that rests.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Literal

import numpy as np

from winset.analyses.settlement.packages import holds
from winset.analyses.stability.countermoves import Countermove
from winset.analyses.stability.levels import (
    ANY_ANSWER,
    CREDIBLE,
    FOR_GOOD,
    NOBODY_GAINS,
    UNANSWERED,
    UNDECIDED,
    level_of,
    without_way_back,
)
from winset.analyses.stability.margin import Margin
from winset.analyses.stability.ranks import decisive_statement
from winset.analyses.stability.readings import UNDECIDED_SUFFIX
from winset.analyses.stability.stability import BlockedChange, PackageStability, Stability
from winset.compiled import Condition
from winset.questions.stability.gains import Gain, Gains, changed
from winset.readings.shares import Share
from winset.report.blocks import Json
from winset.report.counts import in_readings
from winset.report.names import Names, counted, listed, number
from winset.report.ownership import Owner, Ownership, nothing_judged, owner_of_all
from winset.report.pieces import capitalised, plain

STATES = (
    "A state is what can come about, whether or not anybody would sign it: one option for every issue, unless a rule "
    "says that it cannot be. States differ on the issues that somebody can move alone. In one move a party may change "
    "several of the issues that it moves. The others may reply by moves in a row, nobody twice in succession. Red "
    "lines say what a party does not sign: they forbid no move, and change no rank. What several parties would have to "
    "change together is not part of this answer."
)
CENTRAL = "Values are read at their most likely numbers, and silence as indifference."
NOTHING_MOVES = "Whether a package would hold cannot be said: nothing that is asked about here can be changed alone."
FIXED = "No judged number changes this: every party’s order follows from statements or a ranking."
NOT_SHOWN = "Who would be tempted to break it is judged, and above this level of handling."
NOT_ALL_LOOKED_AT = "none of the moves that were looked at would tempt, but not all were"
NO_BREACH = "no tempting breach among the moves that the case lists"
NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
SHOWN_WORDS = 8
"""Words of issues that a sentence names one by one; beyond, it says how many more issues there are."""
LEVEL_WORDS = {
    NOBODY_GAINS: NO_BREACH,
    FOR_GOOD: "some would be tempted, but the others have a reply, if they use it",
    CREDIBLE: "some would be tempted, and the others have a reply that the breaker could undo",
    ANY_ANSWER: "some would be tempted, and the others can reply only at a cost to themselves",
    UNANSWERED: "somebody would be tempted to break it, and nobody has a reply",
    UNDECIDED: "not decided within the states that are looked at",
}
"""A level of a package in few words."""


class StabilityWords:
    """The sentences about one answer."""

    def __init__(self, stability: Stability, names: Names) -> None:
        self.stability, self.names = stability, names

    @property
    def package_stability(self) -> PackageStability:
        """What is known of the package that was looked at. Raises ValueError without one."""
        if self.stability.of_package is None:
            raise ValueError("no package was looked at")
        return self.stability.of_package

    @cached_property
    def gains(self) -> Gains:
        """What could be gained by moving away from the package that was looked at. Raises ValueError without one."""
        return Gains(stability=self.stability, package_stability=self.package_stability)

    def verdict(self) -> str:
        """Whether somebody would be tempted to break it, what the others could reply, and on what that rests most."""
        return f"{capitalised(self.in_a_line())} ({self.largest_assumption()})."

    def in_a_line(self) -> str:
        """Whether the package would hold, in few words without a full stop."""
        gaining, level = self.gains.gaining, level_of(self.package_stability)
        if not gaining and self.package_stability.holds(NOBODY_GAINS) is None:
            return NOT_ALL_LOOKED_AT
        if not gaining:
            return (
                "no party gains by a move that the case lists" if self.package_stability.why == "still" else NO_BREACH
            )
        who = f"{self.names.parties(gaining)} would be tempted to {self._leave()}"
        if level == UNANSWERED:
            return f"{who}, and nobody has a reply that leaves {self.names.parties(self._unanswered())} no better off"
        if level == UNDECIDED:
            return f"{who}, and {self._some_replies()}"
        reply, used = f"the others have a reply that leaves the {self._mover()} {self._left(gaining)}", "if they use it"
        if len(gaining) > 1:
            reply, used = f"each would face a reply that leaves it {self._left(gaining)}", "if used"
        if level == FOR_GOOD:
            return f"{who}; {reply}, {used}"
        if level == CREDIBLE and self.package_stability.holds(FOR_GOOD) is None:
            return f"{who}; {reply}, {used}; whether that outlasts its next move was not decided"
        if level == CREDIBLE:
            return f"{who}; {reply} until it moves again, {used}"
        if self.package_stability.holds(CREDIBLE) is None:
            return f"{who}; {reply}, but whether some replies cost those who make them was not decided"
        return f"{who}; {reply}, but some replies cost those who make them"

    def _some_replies(self) -> str:
        """To how many of the ways to gain that were looked at a reply is known."""
        gains = [gain for party in self.gains.gaining for gain in self.gains.of(party)]
        replied = sum(gain.answer is not None for gain in gains)
        beyond = any(self.package_stability.undecided[ANY_ANSWER][party][1] for party in self.gains.gaining)
        ways = counted(len(gains), "way")
        if replied == len(gains):
            return f"the others have a reply to all {ways} to gain that were looked at; there may be more"
        more = " that were looked at" if beyond else ""
        return f"the others have a reply to at least {in_words(replied)} of {ways} to gain{more}"

    def _leave(self) -> str:
        return "move away from how things stand" if self.package_stability.why == "still" else "break it"

    def _mover(self) -> str:
        return "mover" if self.package_stability.why == "still" else "breaker"

    def _left(self, gaining: Iterable[int]) -> str:
        """What every answer leaves the one who moved away with."""
        rank = self.stability.states.graph.rank
        answers = (
            (party, gain.answer) for party in gaining for gain in self.gains.of(party) if gain.answer is not None
        )
        worse = all(rank[party][answer.end] < rank[party][self.package_stability.state] for party, answer in answers)
        return "worse off" if worse else "no better off"

    def _unanswered(self) -> list[int]:
        return [party for party in self.gains.gaining if any(gain.is_unanswered for gain in self.gains.of(party))]

    def largest_assumption(self) -> str:
        """What the verdict rests on most, in a clause."""
        return self._assumptions[0][0]

    def assumptions(self) -> list[str]:
        """What else it rests on, each as a sentence."""
        return [sentence for _, sentence in self._assumptions[1:] if sentence]

    @cached_property
    def _assumptions(self) -> list[tuple[str, str]]:
        """What the verdict rests on, as a clause and as a sentence, the largest first: that nobody is tempted says
        least where the moves that would tempt are not listed; that somebody is, where the listed ones are unsourced.
        """
        move_count, bare = self._grounds()
        back = self.not_back()
        still = [issue for issue in self._nobody_moves() if issue not in back]
        assumptions = []
        if bare:
            assumptions.append((f"{_so_many(bare, move_count)} unsourced", self.bare()))
        if back:
            where = self.topics(back)
            assumed = f"Nobody’s listed moves can put back how things stand on {where}: that the deal is kept there is"
            clause = f"no listed move puts back how things stand on {where}"
            assumptions.insert(1 if bare and self.gains.gaining else 0, (clause, f"{assumed} assumed, not found."))
        if still:
            topics = self.topics(still, "or")
            clause = f"nobody is listed as able to move {topics}"
            assumptions.append((clause, f"Nobody is listed as able to move {topics} alone."))
        return [*assumptions, (f"as far as parties order packages by {self._orders()}", "")]

    def not_back(self) -> list[int]:
        """The issues on which no listed move leads from the package back to how things stand, those first whose status
        quo is flagged.
        """
        case, quo = self.stability.case, self.stability.case.structure.status_quo

        def is_flagged(issue: int) -> bool:
            option = quo[issue]
            options = self.names.case.issues[case.issues[issue]].options
            return option is not None and bool(options[case.options[issue][option]].flags)

        return sorted(without_way_back(case, self.package_stability.package), key=lambda issue: not is_flagged(issue))

    def _nobody_moves(self) -> list[int]:
        """The issues of the question that nobody can change alone."""
        left_out = (*self.stability.states.moving, *self.stability.case.structure.left_out)
        return [issue for issue in range(len(self.stability.case.issues)) if issue not in left_out]

    def topics(self, issues: Iterable[int], last: str = "and") -> str:
        """Some issues inside a sentence, only the first of many."""
        topics = [self.names.topic(issue) for issue in issues]
        shown = next((n for n in range(1, len(topics)) if _words(topics[: n + 1]) > SHOWN_WORDS), len(topics))
        rest = len(topics) - shown
        return listed(topics, last) if not rest else f"{', '.join(topics[:shown])} {last} {in_words(rest)} more"

    def _grounds(self) -> tuple[int, int]:
        """How many entries under `moves` there are, and for how many of them the case gives no grounds."""
        case = self.names.case
        listed_moves = [move for moves in case.moves.values() for move in moves]
        return len(listed_moves), sum(not move.because and not case.claims_of(move) for move in listed_moves)

    def _orders(self) -> str:
        kinds = {self.stability.order_basis(party) for party in range(len(self.stability.case.parties))}
        words = {"statements": "statements", "ranking": "a ranking", "value": "value"}
        return listed((words[kind] for kind in words if kind in kinds), "or")

    def tag(self) -> str:
        """On what kind of ground the verdict stands: never on stated red lines, which forbid no move."""
        kinds = {self.stability.order_basis(party) for party in range(len(self.stability.case.parties))}
        if "value" not in kinds:
            return (
                f"Rests on an inference: parties order packages by {self._orders()}, and no judged number changes it."
            )
        if nothing_judged(self.names.case):
            return "Rests on default numbers: no number is judged, and packages are ordered by value."
        return "Rests on guessed numbers: packages are ordered by what they are worth on our best guesses."

    def nearest(self, margin: Margin, owners: Ownership) -> str:
        """How near the nearest breach is, or what the most tempting one would bring, in whole points."""
        key = self.stability.case.parties[margin.party]
        amount = number(about_points(abs(margin.points)), owners.values(key))
        who = self.names.party(margin.party)
        if margin.points > 0:
            return f"The most tempting breach would bring {who} {amount}."
        if not margin.points:
            return f"For {who} a breach would change nothing: the slightest gain would tempt."
        return f"The nearest breach would cost {who} {amount}: with numbers off by more than that, it would tempt."

    def orders_owner(self, owners: Ownership) -> Owner:
        """The owner of how the parties order packages."""
        stability = self.stability
        return owner_of_all(
            owners.values(name) if stability.order_basis(party) == "value" else owners.judgements
            for party, name in enumerate(stability.case.parties)
        )

    def sentence(self, answered_gain: Gain) -> str:
        """An improvement, why it is one, and what the others could reply."""
        party = self.names.party(answered_gain.party)
        gain = f"{party} would be tempted to {self.does(self.package_stability.state, answered_gain.to)}"
        gain += f".{self._because(answered_gain.party, answered_gain.to)}"
        if answered_gain.answer is None and answered_gain.is_open:
            return f"{gain} Whether anybody has a reply to that was not decided."
        if answered_gain.answer is None:
            return f"{gain} Nobody has a reply that leaves {party} no better off than {self.before()}."
        return f"{gain} {self._answered(answered_gain, answered_gain.answer)}"

    def in_short(self, answered_gain: Gain) -> str:
        """The same for a page without room: the move and the reply, in two sentences at most."""
        party = self.names.party(answered_gain.party)
        gain = f"{party} would be tempted to {self.does(self.package_stability.state, answered_gain.to)}"
        if answered_gain.answer is None and answered_gain.is_open:
            return f"{gain}; whether anybody has a reply to that was not decided."
        if answered_gain.answer is None:
            return f"{gain}; nobody has a reply that leaves {party} no better off."
        does, losing = self._steps(answered_gain, answered_gain.answer)
        cost = f", at a cost to {listed(dict.fromkeys(losing))}" if losing else ""
        return f"{gain}. {capitalised(', then '.join(does))}{cost}."

    def _worse(self, gain: Gain, answer: Countermove) -> str:
        rank = self.stability.states.graph.rank[gain.party]
        return "worse off" if rank[answer.end] < rank[self.package_stability.state] else "no better off"

    def _steps(self, gain: Gain, answer: Countermove) -> tuple[list[str], list[str]]:
        """Who could reply by what, in order, and who of them would not gain by that."""
        rank = self.stability.states.graph.rank
        does: list[str] = []
        losing: list[str] = []
        state = gain.to
        for step in answer.steps:
            name = self.names.party(step.party)
            acting = self.acts(changed(self.stability, state, step.to), "acting")
            does.append(f"{name} {'' if does else 'could reply '}by {acting}")
            if rank[step.party][step.to] <= rank[step.party][state]:
                losing.append(name)
            state = step.to
        return does, losing

    def _answered(self, gain: Gain, answer: Countermove) -> str:
        """Who could reply by what, at whose cost, and what the one who moved away is left with."""
        party, worse = self.names.party(gain.party), self._worse(gain, answer)
        does, losing = self._steps(gain, answer)
        how = f", at a cost to {listed(dict.fromkeys(losing))}" if losing else ", and gain by it"
        then = "" if gain.is_for_good or gain.is_open else f", until {party} moves again"
        return f"{capitalised(', then '.join(does))}{how}. That leaves {party} {worse} than {self.before()}{then}."

    def before(self) -> str:
        return "as things stand" if self.package_stability.why == "still" else "under the package"

    def does(self, start: int, end: int) -> str:
        """What whoever moves from one state to another does, as an infinitive."""
        return self.acts(changed(self.stability, start, end))

    def acts(self, changes: Sequence[tuple[int, int]], verb: Literal["act", "acting"] = "act") -> str:
        """The same of issues with the options that they get, in one form of the verb or the other."""
        clauses = [clause for issue, option in changes if (clause := self.names.clause(issue, option)) is not None]
        if len(clauses) == len(changes):
            return f"{verb} so that {listed(clauses)}"
        change = {"act": "change", "acting": "changing"}[verb]
        return f"{change} {listed(f'{self.names.topic(j)} to {self.names.label(j, o)}' for j, o in changes)}"

    def differs(self, start: int, end: int) -> str:
        """What the second of two states has otherwise, after `with` or by itself."""
        return listed(self.names.outcome(issue, option) for issue, option in changed(self.stability, start, end))

    def other_package(self, state: int) -> str:
        """A state by what it has otherwise than the package."""
        changes = changed(self.stability, self.package_stability.state, state)
        clauses = [clause for issue, option in changes if (clause := self.names.clause(issue, option)) is not None]
        if len(clauses) == len(changes):
            return f"the package in which {listed(clauses)} instead"
        return f"the package with {self.differs(self.package_stability.state, state)}"

    def state(self, state: int) -> Json:
        """A state in JSON."""
        return {"options": self.stability.case.package_names(self.stability.states.package(state))}

    def _because(self, party: int, to: int) -> str:
        """The statement that makes one state better than another, where a party's order is by statements and the move
        does not say as much.
        """
        stability = self.stability
        if stability.order_basis(party) != "statements":
            return ""
        place = decisive_statement(stability.case, party, stability.states.package(to), self.package_stability.package)
        statement = (stability.case.statements[party] or ())[place] if place is not None else None
        if statement is None:
            return ""
        pair = np.array([stability.states.package(to)], dtype=np.int16)
        meant = [when for when in statement.when if holds(pair, when)[0]]
        moved = {issue for issue, _ in changed(stability, self.package_stability.state, to)}
        if all(issue in moved for when in meant for issue, _ in when):
            return ""
        fulfilled = dict.fromkeys(self._outcomes(when, stability.states.package(to)) for when in meant)
        return f" What decides for it: {listed(fulfilled, 'or')}."

    def _outcomes(self, when: Condition, package: tuple[int, ...]) -> str:
        """What a package holds of the issues that a condition names."""
        return listed(self.names.outcome(issue, package[issue]) for issue, _ in when)

    def readings(self, shares: Mapping[str, Share]) -> str:
        """In how many trials nobody would be tempted, and in how many every temptation meets a reply."""
        nobody, answered = shares[NOBODY_GAINS], shares[FOR_GOOD]
        tempted = in_readings(Share(number=nobody.draws - nobody.number, draws=nobody.draws), drawn=False)
        if (open_ := shares.get(f"{NOBODY_GAINS}{UNDECIDED_SUFFIX}")) is not None:
            tempted = between(nobody.draws - nobody.number - open_.number, nobody.draws - nobody.number, nobody.draws)
        answered_in = in_readings(answered, drawn=False)
        if (open_ := shares.get(f"{FOR_GOOD}{UNDECIDED_SUFFIX}")) is not None:
            answered_in = between(answered.number, answered.number + open_.number, answered.draws)
        reply = "every temptation meets a reply that lasts and costs nobody who makes it"
        return f"Somebody would be tempted {tempted}; {reply} {answered_in}."

    def still(self) -> str:
        """The issues that nobody can change alone; empty where there are none."""
        still = self._nobody_moves()
        if not still:
            return ""
        topics = listed((self.names.topic(issue) for issue in still), "or")
        return f"Nobody is listed as able to change {topics} alone: what is agreed there stays."

    def bare(self) -> str:
        """How many moves the case gives no grounds for; empty where there are none."""
        move_count, bare = self._grounds()
        if not bare:
            return ""
        what = "about what a party can do alone"
        if move_count == 1:
            return f"The only assumption {what} is unsourced."
        some = (
            f"All {in_words(move_count)}"
            if bare == move_count
            else f"{capitalised(in_words(bare))} of {in_words(move_count)}"
        )
        return f"{some} assumptions {what} {'is' if bare == 1 else 'are'} unsourced."

    def blocked(self, blocked: BlockedChange) -> str:
        """A change that facts rule out, whatever else its party changes."""
        titles = {rule.id: rule.title or rule.id.replace("_", " ") for rule in self.names.case.rules}
        rules = listed(f"“{titles[rule.name]}”" for rule in blocked.rules)
        by = f" by the {'rule' if len(blocked.rules) == 1 else 'rules'} {rules}" if blocked.rules else " by rules"
        return (
            f"{self.names.party(blocked.party)} could {self.acts([(blocked.issue, blocked.option)])}, but not from "
            f"here: that cannot be{by}. If in truth it can, this answer is too hopeful."
        )


def _so_many(some: int, all_: int) -> str:
    """Some of the listed moves, with the verb."""
    if some == all_:
        every = {1: "the only listed move is", 2: "both listed moves are"}
        return every.get(all_, f"all {in_words(all_)} listed moves are")
    return f"{in_words(some)} of {in_words(all_)} listed moves {'is' if some == 1 else 'are'}"


def _words(names: list[str]) -> int:
    return sum(len(plain(name).split()) for name in names)


def in_words(many: int) -> str:
    """A small number in words."""
    return NUMBERS[many] if many < len(NUMBERS) else f"{many:,}"


def between(least: int, most: int, draws: int) -> str:
    """In how many trials, where some were not decided."""
    return f"in at least {least:,} and at most {most:,} of {draws:,} trials"


def about_points(amount: Fraction) -> str:
    """Points for reading, without decimals."""
    return "less than one point" if amount < 1 else f"about {counted(round(amount), 'point')}"
