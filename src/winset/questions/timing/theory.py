"""What bargaining theory says beside the answer: range and breakers, shifts of power, and who gains from patience."""

from __future__ import annotations

from collections.abc import Iterator

from winset.analyses.timing.contest_answers import NOT_COUNTED
from winset.analyses.timing.given import NotEnoughGiven
from winset.analyses.timing.patience import Hurry
from winset.analyses.timing.voting_bodies import VotingBody
from winset.questions.timing.charts import power_figure_of
from winset.questions.timing.contest_words import MODEL, SHIFT, ContestWords, parts
from winset.questions.timing.solve import TimingAnswer
from winset.report.blocks import Block, Bullets, Grid, NoteSentence, Section, Sentence
from winset.report.names import Names, counted, listed
from winset.report.pieces import capitalised

TITLE = "Bargaining range and its breakers"
EXPLAINS = "An explanation of who has time, not a forecast, and no part of the answer above."
OF_HUNDRED = 100
SEVERAL = "One stake, and three or more who could fight over it"
DRAWN = "Random proposer: if chance decides who makes the next offer"
LEAVING = "Outside option: if one could leave talks for the fight"
BY_TWO = (
    "Each fight is between two, and all of the stake goes to one of them. What different fights are worth need not add "
    "up to the stake, so that among three or more there may be no such division though each fight costs something."
)
PROPOSE = (
    "It needs {everybody} to agree, and each has an equal chance to propose, again after each refusal. An explanation, "
    "not a forecast: one stake, divided at will{stationary}."
)
STATIONARY = "; these are the stationary shares, one equilibrium among many"
ONE_LEAVES = (
    "An explanation, not a forecast: one stake, divided at will, and offers in turn. Where both can leave, many "
    "divisions are possible, and theory names none of them."
)


class Theory:
    """The sections of one answer that bargaining theory adds."""

    def __init__(self, answer: TimingAnswer, names: Names) -> None:
        self.answer, self.names = answer, names
        shares = answer.contest_shares or (NOT_COUNTED,) * len(answer.contests)
        self.contests = [
            ContestWords(contest_answer, share, names)
            for contest_answer, share in zip(answer.contests, shares, strict=True)
        ]

    def sections(self) -> Iterator[Section]:
        """A section is left out where nothing is given of what it is about."""
        yield Section(key="contests", title=TITLE, blocks=tuple(self._contests()), depth="detail")
        yield Section(key="shared", title=SEVERAL, blocks=tuple(self._shared()), depth="detail")
        yield Section(key="power", title="Do promises outlast a shift of power?", blocks=tuple(self._power()))
        yield Section(key="patience", title="Who gains from patience", blocks=tuple(self._patience()), depth="detail")
        yield Section(key="random_proposer", title=DRAWN, blocks=tuple(self._drawn()), depth="detail")
        yield Section(key="outside_option", title=LEAVING, blocks=tuple(self._leaving()), depth="detail")

    def _contests(self) -> Iterator[Block]:
        for words in self.contests:
            lines = tuple(capitalised(line) for line in words.lines())
            if len(self.contests) > 1 or words.answer.contest.name:
                yield Sentence(text=f"{words.title}:")
            if lines:
                yield Bullets(items=lines)
            if more := tuple(capitalised(line) for line in words.more()):
                yield Bullets(items=more, depth="detail")
            if lacking := words.lacking():
                yield Bullets(items=tuple(lacking), depth="detail" if lines else "main")
        if self.contests:
            yield NoteSentence(text=MODEL, depth="detail")

    def _power(self) -> Iterator[Block]:
        known = [words for words in self.contests if not isinstance(words.answer.power, NotEnoughGiven)]
        for words in known:
            yield Sentence(text=capitalised(f"{words.path()} {words.promise()}"))
            if limits := words.limits():
                yield Bullets(items=tuple(capitalised(line) for line in limits), depth="detail")
        if known:
            yield power_figure_of(self.answer, self.names)
            yield NoteSentence(text=SHIFT, depth="detail")

    def _patience(self) -> Iterator[Block]:
        hurry = self.answer.hurry
        if isinstance(hurry, NotEnoughGiven):
            return
        yield NoteSentence(text=EXPLAINS)
        yield Sentence(text=self._supposed(hurry))
        if misfits := self._misfits():
            yield Sentence(text=f"Here that does not hold: {'; '.join(misfits)}.")
        yield self._shares(hurry)
        if len(hurry.parties) > len(("one", "other")):
            yield NoteSentence(
                text="With more than two parties these are the stationary shares, one equilibrium among many; the "
                "other parties follow in the order of the table."
            )

    def _shared(self) -> Iterator[Block]:
        """Whether a stake that three or more could fight over can content them all."""
        for contested in self.answer.contested:
            topic, stake = self.names.topic(contested.issue), contested.stake
            if isinstance(stake, NotEnoughGiven):
                yield Sentence(text=f"Not enough is given on {topic}: {listed(stake.missing)}.")
                continue
            each = listed(
                f"{parts(value)} to {self.names.party(party)}"
                for party, value in zip(contested.parties, contested.values, strict=True)
            )
            known = (
                "so that some division gives each as much" if stake.exists else "which no division can give them all"
            )
            below = " (what is below 0 counts as 0)" if min(contested.values) < 0 else ""
            yield Sentence(
                text=f"On {topic}, the fight that is worth most to each is worth {each}, of 100 parts of the stake: "
                f"together {parts(stake.demanded)}{below}, {known}."
            )
        if self.answer.contested:
            yield NoteSentence(text=BY_TWO)

    def _drawn(self) -> Iterator[Block]:
        """The shares where chance decides who offers, among the parties that must agree and among members who vote."""
        hurry = self.answer.hurry
        if not isinstance(hurry, NotEnoughGiven):
            several = len(hurry.parties) > len(("one", "other"))
            everybody, more = ("all of these parties", STATIONARY) if several else ("both parties", "")
            yield Sentence(text=PROPOSE.format(everybody=everybody, stationary=more))
            rows = tuple(
                (self.names.party_name(party), parts(share.keeps), parts(share.expects))
                for party, share in zip(hurry.parties, hurry.drawn, strict=True)
            )
            yield Grid(head=("share of 100", "if drawn", "on average"), rows=rows, align=("left", "right", "right"))
        for body in self.answer.bodies:
            yield Sentence(text=_voted(body))

    def _leaving(self) -> Iterator[Block]:
        """What the worth of a contest does to talks, per contest."""
        for words in self.contests:
            if lines := words.leaves():
                if len(self.contests) > 1 or words.answer.contest.name:
                    yield Sentence(text=f"{words.title}:")
                yield Bullets(items=tuple(capitalised(line) for line in lines))
        if any(words.leaves() for words in self.contests):
            yield NoteSentence(text=ONE_LEAVES)

    def _supposed(self, hurry: Hurry) -> str:
        everybody = "both" if len(hurry.parties) == len(("one", "other")) else "all"
        least = min(zip(hurry.discounts, hurry.parties, strict=True))[1]
        return (
            f"If the parties below divided one stake, made offers in turn, and {everybody} had to agree, each would "
            "get the more the less it loses by waiting"
            + (
                f": {self.names.party(least)} is in the greatest hurry."
                if len(set(hurry.discounts)) > 1 and hurry.discounts.count(min(hurry.discounts)) == 1
                else "."
            )
        )

    def _misfits(self) -> list[str]:
        """Which of the assumptions do not hold in this case."""
        structure = self.answer.case.structure
        issues = len(self.answer.case.issues) - len(structure.left_out)
        misfits = []
        if len(structure.bargaining) > len(("one", "other")):
            misfits.append(f"{counted(len(structure.bargaining), 'party', 'parties')} must agree and not two")
        if issues > 1:
            misfits.append(f"{counted(issues, 'issue')} are on the table and not one stake")
        misfits.append("options are taken or left and not divided at will")
        return misfits

    def _shares(self, hurry: Hurry) -> Grid:
        rows = tuple(
            (
                self.names.party_name(party),
                f"{float(OF_HUNDRED * discount):g}",
                parts(first),
                parts(last),
                f"{OF_HUNDRED * short:.0f}",
            )
            for party, discount, first, last, short in zip(
                hurry.parties, hurry.discounts, hurry.first, hurry.last, hurry.short, strict=True
            )
        )
        head = ("share of 100", "100 points a period later", "offers first", "offers last", "rounds ever shorter")
        return Grid(head=head, rows=rows, align=("left", "right", "right", "right", "right"))


def _voted(body: VotingBody) -> str:
    """What its quota would give who is drawn to offer, if members divided a stake among themselves."""
    division = body.division
    if isinstance(division, NotEnoughGiven):
        return f"Not enough is given on how votes in {body.name} would divide a stake: {listed(division.missing)}."
    return (
        f"{capitalised(body.name)} votes on a package and divides nothing. If the {division.members} members of "
        f"{body.name} divided one stake by {counted(division.votes, 'vote')}, with an equal chance to propose, who is "
        f"drawn would keep {parts(division.keeps)} of 100 parts; if all had to agree, {parts(division.with_all)}."
    )
