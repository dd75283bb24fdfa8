"""Whether a plan of steps enforces itself, as the sections of a report."""

from __future__ import annotations

from collections.abc import Iterator

from winset.analyses.staging.schedule import Objective, Shares
from winset.questions.question import Saying
from winset.questions.staging.charts import figures
from winset.questions.staging.mending import ONE_AT_A_TIME, MendingWords
from winset.questions.staging.packages import PackageWords
from winset.questions.staging.solve import StagingAnswer
from winset.questions.staging.words import (
    CLOSED,
    LIMITS,
    OBJECTIVES,
    READ,
    StagingWords,
    percent,
    plan_shares,
    ratio_words,
)
from winset.report.blocks import Answer, Block, Bullets, Figure, Grid, Guarded, Hint, NoteSentence, Section, Sentence
from winset.report.counts import NOT_A_PROBABILITY
from winset.report.names import Names, counted

LEAD = "Steps that enforce themselves: does each party do its part, and where does it break?"
MOST_PERIODS = 12
"""Periods that stand side by side; beyond, the first in which something is due do."""


def lead(answer: StagingAnswer, saying: Saying) -> tuple[Sentence, ...]:
    """What is asked, in a line."""
    return (Sentence(text=LEAD, tone="lead"),)


def sections(answer: StagingAnswer, saying: Saying) -> list[Guarded[tuple[Section, ...]]]:
    """The answer, the plan, who is how secure when, what would mend it, better orders, how sure it is.

    All numbers belong to the plan; where they may not be shown, the same is said without them.
    """
    names = saying.names()
    with_numbers, without = (
        tuple(part for part in _Sections(answer, names, numbers=told).all() if part.blocks) for told in (True, False)
    )
    return [Guarded(saying.owners.plan, with_numbers, without)]


class _Sections:
    """What is said of one plan, with its numbers or without them."""

    def __init__(self, answer: StagingAnswer, names: Names, *, numbers: bool) -> None:
        self.answer, self.found, self.numbers = answer, answer.staging, numbers
        self.words = StagingWords(answer.staging, names, numbers=numbers)
        self.mending, self.packages = MendingWords(self.words), PackageWords(names)

    def all(self) -> Iterator[Section]:
        yield Section(key="answer", title="Answer", blocks=tuple(self._answer()), depth="answer")
        yield Section(key="plan", title="The plan", blocks=tuple(self._plan()))
        yield Section(key="packages", title="What the plan carries out", blocks=tuple(self._packages()))
        if self.numbers:
            yield Section(key="secure", title="How secure each party is at each date", blocks=tuple(self._secure()))
        yield Section(key="mending", title=self._mending_title, blocks=tuple(self._mending()))
        yield Section(key="assistance", title="With outside help", blocks=tuple(self._assistance()))
        yield Section(key="snapbacks", title="Would the steps be put back?", blocks=tuple(self._snapbacks()))
        yield Section(
            key="votes", title="If it took another number of votes to put steps back", blocks=tuple(self._votes())
        )
        yield from self._schedules()
        yield Section(key="readings", title="How sure that is", blocks=tuple(self._readings()))
        yield Section(key="method", title="How this is read", blocks=tuple(self._method()))

    def _answer(self) -> Iterator[Block]:
        for sentence in self.words.answer():
            yield Answer(text=sentence)
        if not self.numbers:
            yield NoteSentence(text=CLOSED)

    def _plan(self) -> Iterator[Block]:
        """The steps, who takes them and when."""
        if self.numbers:
            yield NoteSentence(text=f"Shares of each step by period, of {self.found.terms.period} each.")
            yield from self._shares(plan_shares(self.found))
            yield from (one for one in figures(self.words) if one.key == "time_line")
        else:
            owners = enumerate(self.found.terms.owner.tolist())
            rows = tuple((self.words.step(step), self.words.party(owner)) for step, owner in owners)
            yield Grid(head=("step", "by"), rows=rows)
            yield Figure(key="time_line", drawings=(), missing=CLOSED)
        ahead = tuple(
            f"“{self.words.step(step)}” runs ahead of “{self.words.step(before)}”, which must come first."
            for step, before in self.found.out_of_order
        )
        if ahead:
            yield Bullets(items=ahead)

    def _packages(self) -> Iterator[Block]:
        """What the plan carries out, and whether that is what packages hold."""
        for line in self.packages.covered(self.answer.covered):
            yield Sentence(text=line)
        shown = enumerate(map(self.packages.carried, self.answer.shown_packages), 1)
        if lines := tuple(f"Package {number} {line}." for number, line in shown):
            yield Bullets(items=lines)
        if self.answer.carried is not None:
            told = self.packages.carried(self.answer.carried)
            yield Bullets(items=(f"The package that was asked about {told}.",))

    def _shares(self, shares: Shares) -> Iterator[Block]:
        """Steps by periods; only those periods in which something is due, where they are many."""
        due = [n for n in range(len(shares[0])) if any(row[n] for row in shares)]
        shown = list(range(len(shares[0]))) if len(shares[0]) <= MOST_PERIODS else due[:MOST_PERIODS]
        rows = tuple(
            (
                self.words.step(step),
                self.words.party(int(self.found.terms.owner[step])),
                *("" if not row[n] else percent(row[n]) for n in shown),
            )
            for step, row in enumerate(shares)
        )
        yield Grid(head=("step", "by", *(str(n) for n in shown)), rows=rows)
        if len(due) > len(shown):
            yield Hint(text=f"{counted(len(due) - len(shown), 'further period')} in `--json`.")

    def _secure(self) -> Iterator[Block]:
        """Per party and period, how many times what a breach brings it costs."""
        links = self.found.security.links
        if not links:
            yield Sentence(text="No party could gain anything by a breach.")
            return
        dates = sorted({link.period for link in links})
        shown = dates if len(dates) <= MOST_PERIODS else [*dates[: MOST_PERIODS - 1], dates[-1]]
        rows = []
        for party in dict.fromkeys(link.party for link in links):
            of = {link.period: link.weakest for link in links if link.party == party}
            cells = ("–" if (breach := of.get(n)) is None else ratio_words(breach.ratio) for n in shown)
            rows.append((self.words.party(party), *cells))
        heads = (f"{n}" + (" on" if n == dates[-1] else "") for n in shown)
        yield Grid(head=("party", *heads), rows=tuple(rows))
        yield NoteSentence(
            text="What the best breach from that date on costs a party, over what it brings; below 1 it pays. “–”: "
            "nothing to gain."
        )
        yield from (one for one in figures(self.words) if one.key != "time_line")
        if line := self.words.tail():
            yield Bullets(items=(line,))

    @property
    def _mending_title(self) -> str:
        return "How far each term may slip" if self.found.security.is_secure else "What would mend it"

    def _mending(self) -> Iterator[Block]:
        """By party, at which value of each term it just holds."""
        if not self.found.remedies or (self.found.security.is_secure and not self.numbers):
            return
        if self.numbers:
            rows = tuple((title, *cells) for title, cells in self.mending.rows())
            yield Grid(head=("term", *(self.words.party(one.party) for one in self.found.remedies)), rows=rows)
            yield NoteSentence(text=ONE_AT_A_TIME)
        if lines := tuple(self.mending.lines()):
            yield Bullets(items=lines)

    def _assistance(self) -> Iterator[Block]:
        """What each help that was asked for would be worth."""
        if self.answer.assistance:
            yield Bullets(items=tuple(self.words.helped(one) for one in self.answer.assistance))

    def _snapbacks(self) -> Iterator[Block]:
        shown = [one for one in self.found.snapbacks if self.numbers or not one.is_credible]
        if not shown:
            return
        yield Bullets(items=tuple(self.mending.snapback(one) for one in shown))
        if self.found.not_credible:
            yield Hint(text="`--automatic STEP` takes one as put back by itself.")

    def _votes(self) -> Iterator[Block]:
        """The plan under every rule of the vote."""
        voters = self.found.terms.voters
        if not self.found.rules or not self.numbers or voters is None:
            return
        rows = []
        for rule in self.found.rules:
            name = f"{rule.votes} of {len(voters.of)}" + (" (as in the plan)" if rule.votes == voters.votes else "")
            ratio = "–" if rule.tested.ratio is None else ratio_words(rule.tested.ratio)
            kept = "holds" if rule.tested.holds else "does not hold"
            rows.append((name, f"{rule.chance:.2f}", kept, ratio))
        yield Grid(head=("votes", "chance that they come together", "the plan", "lowest ratio"), rows=tuple(rows))

    def _schedules(self) -> Iterator[Section]:
        same: dict[Shares, Objective] = {}
        for objective, one in self.found.schedules.items():
            blocks: list[Block] = []
            if one.shares is not None and one.shares in same:
                blocks.append(Sentence(text=f"The same as the one above ({OBJECTIVES[same[one.shares]].lower()})."))
            else:
                if one.shares is not None:
                    same[one.shares] = objective
                    if self.numbers and not self.words.same_as_plan(one):
                        blocks += self._shares(one.shares)
                blocks.append(Bullets(items=tuple(self.words.schedule(one))))
            title = f"Schedules: {OBJECTIVES[objective].lower()}"
            yield Section(key=f"schedule_{objective}", title=title, blocks=tuple(blocks))

    def _readings(self) -> Iterator[Block]:
        if self.answer.readings is not None:
            for line in self.words.sure(self.answer.readings):
                yield Sentence(text=line)

    def _method(self) -> Iterator[Block]:
        yield Sentence(text=READ)
        yield Sentence(text=LIMITS)
        if self.answer.readings is not None:
            yield Sentence(text=NOT_A_PROBABILITY)
