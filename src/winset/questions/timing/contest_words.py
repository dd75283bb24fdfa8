"""Contests of two parties in sentences: the bargaining range, what breaks it, and whether promises outlast a shift."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from winset.analyses.timing.bargaining_range import MissingMiddle
from winset.analyses.timing.contest_answers import ContestAnswer, ContestShares, OutsideOption
from winset.analyses.timing.given import NotEnoughGiven
from winset.analyses.timing.power import LimitEffect, PowerAnswer
from winset.readings.shares import Share
from winset.report.counts import in_trials
from winset.report.names import Names, counted, listed, owned_by, points
from winset.report.pieces import capitalised

HUNDRED = 100
MODEL = (
    "The tests suppose one stake that two parties divide, and a fight that ends with all of it for one of them. They "
    "explain why fighting may go on though it costs both; none says that it will. Among three or more parties a range "
    "need not exist even where fighting costs each of them."
)
SHIFT = (
    "A promise cannot hold where a party will be so much stronger later that it could not be kept to less than it "
    "could then take, and the other would get more by fighting now. The chance to prevail is a party’s strength over "
    "that of both; what is at stake renews each period; a shift counts by the discount of the more patient party."
)


class ContestWords:
    """The sentences about one contest, in the names of its case."""

    def __init__(self, answer: ContestAnswer, shares: ContestShares, names: Names) -> None:
        self.answer, self.shares, self.names = answer, shares, names
        self.first, self.second = (names.party(party) for party in answer.contest.parties)

    @property
    def title(self) -> str:
        """What is at stake: its title in the file, or the two parties."""
        timing = self.names.case.judgements.timing
        contest = None if timing is None else timing.contests.get(self.answer.contest.name)
        if contest is not None and contest.title:
            return contest.title
        first, second = (self.names.party_name(party) for party in self.answer.contest.parties)
        return f"{first} and {second}"

    def party(self, party: int) -> str:
        """The first or the second party inside a sentence."""
        return self.second if party else self.first

    def lines(self) -> Iterator[str]:
        """The range, and whether beliefs or missing options close it, as far as that could be tested."""
        yield from self._range()
        yield from self._optimism()
        yield from self._middle()

    def more(self) -> Iterator[str]:
        """What is not known of the other, who would give in, and ratifiers at home, as far as that could be tested."""
        for party in (0, 1):
            yield from self._demand(party)
        for party in (0, 1):
            yield from self._offer(party)
        yield from self._attrition()
        yield from self._ratified()

    def leaves(self) -> list[str]:
        """What it would change if one of the two alone could leave talks for the fight, as far as that is known."""
        every = enumerate(self.answer.outside)
        return [self._leaves(party, left) for party, left in every if not isinstance(left, NotEnoughGiven)]

    def _leaves(self, party: int, left: OutsideOption) -> str:
        who, other = self.party(party), self.party(1 - party)
        change = f"nothing: where {other} offers first, {who} gets {parts(left.without)} parts anyway"
        if left.gets > left.without:
            change = (
                f"something: where {other} offers first, {who} gets {parts(left.gets)} parts, and would get "
                f"{parts(left.without)} if it could not leave"
            )
        worth = f"the fight is worth {parts(left.worth)} of 100 parts of the stake"
        if not left.worth:
            worth = "the fight brings nothing beyond its cost"
        return f"To {who} {worth}; if it alone could break off talks and fight, that would change {change}."

    def lacking(self) -> list[str]:
        """The tests for which not enough is given, each with what it needs."""
        tests = self.answer.tests
        demands = [demand for demand in tests.demands if isinstance(demand, NotEnoughGiven)]
        offers = [offer for offer in tests.offers if isinstance(offer, NotEnoughGiven)]
        outside = [left for left in self.answer.outside if isinstance(left, NotEnoughGiven)]
        each = (
            ("the bargaining range", tests.range),
            ("mutual optimism", tests.optimism),
            ("a missing middle option", tests.middle),
            ("private costs", demands[0] if len(demands) == len(tests.demands) else None),
            ("an opponent of unknown strength", offers[0] if len(offers) == len(tests.offers) else None),
            ("a shift of power", self.answer.power),
            ("a war of attrition", self.answer.attrition),
            ("ratifiers at home", self.answer.ratified),
            (
                "an outside option",
                outside[0] if len(outside) == len(self.answer.outside) else None,
            ),
        )
        return [
            f"Not enough is given on {name}: {listed(test.missing)}."
            for name, test in each
            if isinstance(test, NotEnoughGiven)
        ]

    def _range(self) -> Iterator[str]:
        test, numbers = self.answer.tests.range, self.answer.numbers
        if isinstance(test, NotEnoughGiven) or numbers.chance is None or test.divisions is None:
            return
        cost, other = (parts(number) for number in numbers.costs if number is not None)
        low, high = (parts(number) for number in test.divisions)
        yield (
            f"On the best guesses {self.first} would prevail over {self.second} with a chance of "
            f"{parts(numbers.chance)} in 100, and fighting on would cost it {cost} and {self.second} {other} of 100 "
            f"parts of the stake. So both prefer whatever gives {self.first} between {low} and {high} parts."
        )

    def _optimism(self) -> Iterator[str]:
        test, numbers = self.answer.tests.optimism, self.answer.numbers
        if isinstance(test, NotEnoughGiven):
            return
        own, other = (parts(belief) for belief in numbers.beliefs if belief is not None)
        believed = (
            f"{self.first} takes its own chance to be {own} in 100, and {self.second} takes its own to be {other}"
        )
        if test.closes:
            said = (
                f"That is {parts(test.claimed - 1)} more than there can be, and more than the costs of fighting make "
                "up for: as they see it, no division is better for both than fighting on"
            )
        elif test.claimed > 1:
            low, high = (parts(number) for number in test.range.divisions or (test.range.low, test.range.high))
            said = (
                f"That is {parts(test.claimed - 1)} more than there can be, but the costs of fighting make up for it: "
                f"as they see it, between {low} and {high} parts for {self.first} are better for both"
            )
        else:
            said = "Both can be right, and neither overrates itself at the other’s expense"
        yield f"{believed}. {said}.{_counted('Beliefs close the range', self.shares.optimism)}"

    def _middle(self) -> Iterator[str]:
        middle = self.answer.tests.middle
        issue = self.answer.contest.issue
        if isinstance(middle, NotEnoughGiven) or issue is None:
            return
        missing = self.shares.missing
        inside_it = missing and Share(number=missing.draws - missing.number, draws=missing.draws)
        counted_ = _counted("Some option lies in it", inside_it)
        topic = self.names.topic(issue)
        if not middle.is_missing:
            inside = [self._option(place) for place in middle.inside]
            lie = "lies" if len(inside) == 1 else "lie"
            yield f"Of the options on {topic}, {listed(inside)} {lie} in the range.{counted_}"
            return
        yield f"No option on {topic} lies in the range. {self._restored(middle)}{counted_}"

    def _restored(self, middle: MissingMiddle) -> str:
        """What would take the place of a missing option."""
        if middle.lottery is not None:
            low, high = parts(middle.lottery.least), parts(middle.lottery.most)
            return (
                f"{self._option(middle.lottery.lower)} gives {self.first} too little and "
                f"{self._option(middle.lottery.upper)} too much. To draw lots or to take turns between the two would "
                f"do, with {low} to {high} of 100 for the latter, if both can be held to it."
            )
        to = self.first if middle.to_first else self.second
        return (
            f"Each gives {to} too little; a side payment worth {parts(middle.payment)} of 100 parts of the stake to it "
            "would be needed."
        )

    def _option(self, place: int) -> str:
        issue, option = self.answer.contest.issue, self.answer.contest.shares[place][0]
        return f"“{self.names.option(issue or 0, option)}”"

    def _demand(self, party: int) -> Iterator[str]:
        demand, largest = self.answer.tests.demands[party], self.answer.numbers.largest[1 - party]
        if isinstance(demand, NotEnoughGiven) or largest is None:
            return
        who, other = self.party(party), self.party(1 - party)
        begin = f"Say {who} knows only that fighting may cost {other} up to {parts(largest)} of 100 parts of the stake."
        if demand.kind == "safe":
            yield f"{begin} Then its best demand is {parts(demand.demand)} parts, which {other} would always grant."
        else:
            what = "all of the stake" if demand.kind == "whole" else f"{parts(demand.demand)} parts"
            yield (
                f"{begin} Then its best demand is {what}, which {other} would refuse, and fight, with a chance of "
                f"{parts(demand.war)} in 100."
            )

    def _offer(self, party: int) -> Iterator[str]:
        offer, kinds = self.answer.tests.offers[party], self.answer.numbers.kinds[1 - party]
        if isinstance(offer, NotEnoughGiven) or kinds is None:
            return
        who, other = self.party(party), self.party(1 - party)
        if offer.threshold is None:
            yield f"Fighting on is worth more to {who} than any offer that {other} would take, be it weak or strong."
            return
        verdict = {
            "risky": "so that the risk pays",
            "safe": "so that it does not pay",
            "indifferent": "so that it makes no difference",
            "fight": "",
        }[offer.best]
        yield (
            f"For {who}, to offer {other} only what a weak one would take pays where {other} is weak with a chance "
            f"above {parts(offer.threshold)} in 100; it takes that to be {parts(kinds.chance)}, {verdict}."
            f"{self._battles(party)}"
        )

    def _battles(self, party: int) -> str:
        """What would change its mind."""
        battles = self.answer.battles[party]
        if isinstance(battles, NotEnoughGiven) or battles.number == 0:
            return ""
        other = self.party(1 - party)
        if battles.number is None:
            return f" No number of battles won by {other} would soon change that."
        won = counted(battles.number, "battle", "battles in a row")
        believed = battles.believed
        then = "" if believed is None else f", which leave it a chance of {parts(believed)} in 100 of being weak"
        return f" That would change after {won} won by {other}{then}."

    def _attrition(self) -> Iterator[str]:
        attrition = self.answer.attrition
        if isinstance(attrition, NotEnoughGiven):
            return
        yield (
            "A war of attrition, in which each waits for the other to give in and neither is sure to do so at once, "
            f"would last {points(attrition.length)} periods on average. {capitalised(self.first)} would give in first "
            f"with a chance of {parts(attrition.first)} in 100."
        )

    def _ratified(self) -> Iterator[str]:
        ratified = self.answer.ratified
        if isinstance(ratified, NotEnoughGiven):
            return
        if ratified.split is None:
            yield "Those who ratify at home on either side exclude each other: no division contents both."
        else:
            moved = "stays at" if ratified.split == Fraction(1, 2) else "moves to"
            yield (
                f"Where ratifiers at home are sure to refuse less, and that is known, an even division {moved} "
                f"{parts(ratified.split)} of 100 parts for {self.first}."
            )
        for party, offer in enumerate(ratified.uncertain):
            if offer is not None:
                who, other = self.party(party), self.party(1 - party)
                chance = "is sure to be ratified"
                if offer.passes < 1:
                    chance = f"is ratified with a chance of {parts(offer.passes)} in 100"
                yield (
                    f"As it is not known how much the ratifier of {who} asks for, the best single offer of {other} is "
                    f"{parts(offer.offer)} of 100 parts, which {chance}."
                )

    def path(self) -> str:
        """How the chance to prevail moves over the periods."""
        power = self.answer.power
        if isinstance(power, NotEnoughGiven):
            return ""
        now, then = power.chances[0], power.chances[-1]
        if parts(now) == parts(then):
            return f"{owned_by(self.first)} chance to prevail over {self.second} stays at {parts(now)} in 100."
        verb = "rises" if then > now else "falls"
        last = len(power.chances) - 1
        return (
            f"{owned_by(self.first)} chance to prevail over {self.second} {verb} from {parts(now)} in 100 now to "
            f"{parts(then)} in period {last}."
        )

    def promise(self) -> str:
        """Whether a promise can hold all along, and from when on not."""
        power = self.answer.power
        if isinstance(power, NotEnoughGiven):
            return ""
        share = _counted("Promises can hold all along", self.shares.holds)
        broken = power.commitment.first
        if broken is None:
            return (
                "That is slow enough for a promise to hold: what peace saves both exceeds every shift of power "
                f"by at least {parts(-power.excess)} of 100 parts of the stake.{share}"
            )
        rising = self.party(broken.rising)
        now = "now" if broken.now == 0 else f"in period {broken.now}"
        excess = parts(power.excess)
        return (
            f"No promise made {now} can hold: in period {broken.later} {rising} will be too strong to be kept to it, "
            f"and {self.party(1 - broken.rising)} would get more by fighting first. The worst shift exceeds what peace "
            f"saves both by {excess} of 100 parts of the stake.{share}"
        )

    def limits(self) -> list[str]:
        """What each option that limits power takes off the worst shift, the most effective first."""
        power = self.answer.power
        if isinstance(power, NotEnoughGiven):
            return []
        return [self._limit(effect, power) for effect in sorted(power.limits, key=lambda effect: -effect.taken_off)]

    def _limit(self, effect: LimitEffect, power: PowerAnswer) -> str:
        option = f"“{self.names.option(effect.issue, effect.option)}”"
        if not effect.taken_off:
            return f"{option} changes nothing in that."
        verb, off = ("takes", "off") if effect.taken_off > 0 else ("adds", "to")
        size = parts(abs(effect.taken_off))
        ending = ""
        if effect.holds != power.commitment.holds:
            ending = "; promises can then hold" if effect.holds else "; no promise can then hold"
        elif not effect.holds and effect.taken_off > 0:
            ending = ", which is not enough by itself"
        return f"{option} {verb} {size} of 100 parts of the stake {off} the worst shift{ending}."


def parts(number: Fraction) -> str:
    """A share as so many of 100, with a decimal where it is small: "62", "0.4"."""
    hundredths = HUNDRED * number
    return points(hundredths, 0 if abs(hundredths) >= 1 or not hundredths else 1)


def _counted(what: str, share: Share | None) -> str:
    """In how many trials something is so."""
    return "" if share is None else f" {capitalised(what)} {in_trials(share)}."
