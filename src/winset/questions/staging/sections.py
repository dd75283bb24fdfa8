"""Whether a plan of steps would be agreed and kept, as the sections of a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from winset.analyses.staging.schedule import Objective, Shares
from winset.questions.question import Saying
from winset.questions.staging.charts import figures
from winset.questions.staging.mending import ONE_AT_A_TIME, MendingWords
from winset.questions.staging.packages import PackageWords
from winset.questions.staging.solve import StagingAnswer
from winset.questions.staging.verdict import VerdictWords
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
from winset.report.names import counted
from winset.report.ownership import Owner, owner_of_all
from winset.report.pieces import capitalised

LEAD = "A plan of steps: would it be agreed, would each party do its part, and where does it break?"
MOST_PERIODS = 12
"""Periods that stand side by side; beyond, the first in which something is due do."""
Made = Guarded[tuple[Any, ...]]
"""Blocks with what stands in their place where the worth of the package may not be shown."""


def lead(answer: StagingAnswer, saying: Saying) -> tuple[Sentence, ...]:
    """What is asked, in a line."""
    return (Sentence(text=LEAD, tone="lead"),)


def sections(answer: StagingAnswer, saying: Saying) -> list[Guarded[tuple[Section, ...]]]:
    """The verdict, the plan and its package, what to do; for careful readers who is how secure when, what would mend
    it, better orders.

    All numbers belong to the plan, and so does whether it would be kept; where they may not be shown, the steps and the
    red lines that they cross are left.
    """
    made = _Sections(answer, saying)
    shown, closed = (tuple(part for part in parts if part.blocks) for parts in (made.all(), made.closed()))
    return [Guarded(owner_of(answer, saying), shown, closed)]


def owner_of(answer: StagingAnswer, saying: Saying) -> Owner:
    """Of what follows from the plan; and from what it was taken from what parties gain by leaving."""
    plan, taken = saying.owners.plan, answer.exit_gains
    return plan if taken is None else owner_of_all((plan, saying.owners.section_and_values(*map(str, taken.section))))


class _Sections:
    """What is said of one plan."""

    def __init__(self, answer: StagingAnswer, saying: Saying) -> None:
        self.answer, self.staging, self.owners = answer, answer.staging, saying.owners
        self.words = StagingWords(answer.staging, saying.names())
        self.mending, self.packages = MendingWords(self.words), PackageWords(saying.names())
        parties = saying.session.compiled().parties
        self.of_package = owner_of_all(
            self.owners.values(parties[worth_beside.party]) for worth_beside in answer.agreed.worth
        )

    def all(self) -> Iterator[Section]:
        yield Section(key="answer", title="Answer", blocks=tuple(self._answer()), depth="answer")
        yield Section(key="brief_plan", title="", blocks=(self._by_package(self._in_brief),), depth="brief")
        title = f"The plan: share of each step by period, of {self.staging.terms.period} each"
        yield Section(key="plan", title=title, blocks=tuple(self._plan()))
        title = "What the plan and its package are worth to each party, in points against no deal"
        yield Section(key="packages", title=title, blocks=tuple(self._packages()))
        yield Section(key="to_do", title="What to do", blocks=(self._by_package(self._to_do),))
        yield Section(key="assistance", title="With outside help", blocks=tuple(self._assistance()))
        yield Section(
            key="secure",
            title="How secure each party is at each date",
            blocks=tuple(self._secure()),
            depth="detail",
        )
        yield Section(key="mending", title=self._mending_title, blocks=tuple(self._mending()), depth="detail")
        yield Section(
            key="snapbacks",
            title="Would the steps be put back?",
            blocks=tuple(self._snapbacks()),
            depth="main" if self.staging.not_credible else "detail",
        )
        yield Section(
            key="votes",
            title="If it took another number of votes to put steps back",
            blocks=tuple(self._votes()),
            depth="detail",
        )
        yield from self._schedules()
        yield Section(key="readings", title="How sure that is", blocks=tuple(self._readings()), depth="detail")
        yield Section(key="method", title="How this is read", blocks=tuple(self._method()), depth="detail")

    def closed(self) -> Iterator[Section]:
        """What is left where no number of the plan may be shown."""
        crossings = tuple(self._verdict(values=False).crossings())
        said: list[Block] = [NoteSentence(text=CLOSED)]
        if crossings:
            said = [
                Answer(text="The plan would not be agreed: the package that it carries out crosses red lines."),
                Bullets(items=crossings, depth="answer"),
                *said,
            ]
        yield Section(key="answer", title="Answer", blocks=tuple(said), depth="answer")
        yield Section(key="brief_plan", title="", blocks=tuple(said[:1]), depth="brief")
        owners = enumerate(self.staging.terms.owner.tolist())
        rows = tuple((self.words.step(step), self.words.party_name(owner)) for step, owner in owners)
        plan = (Grid(head=("step", "by"), rows=rows), Figure(key="time_line", drawings=(), missing=CLOSED))
        yield Section(key="plan", title="The plan", blocks=plan)
        fits = (*self._options(), *self._fits())
        yield Section(key="packages", title="The package that the plan carries out", blocks=fits)

    def _by_package(self, made: Any) -> Made:
        """Blocks made with what the package is worth, or without it."""
        with_values, without = (tuple(made(self._verdict(values=values))) for values in (True, False))
        return Guarded(self.of_package, with_values, without)

    def _verdict(self, *, values: bool) -> VerdictWords:
        return VerdictWords(self.answer, self.words, values=values)

    def _answer(self) -> Iterator[Any]:
        yield self._by_package(self._said)
        for sentence in (*self._verdict(values=True).margin(), *self._verdict(values=True).loose_ends()):
            yield Answer(text=sentence)
        if self.answer.exit_gains is not None:
            yield NoteSentence(text=self.words.exit_gains(self.answer.exit_gains), depth="answer")

    def _said(self, verdict: VerdictWords) -> Iterator[Block]:
        """The verdict, the red lines, what it rests on, and whether a variant turns it."""
        yield Answer(text=verdict.verdict(), tone="strong")
        if lines := tuple(verdict.crossings()):
            yield Bullets(items=lines, depth="answer")
        if line := verdict.rests_on():
            yield Answer(text=line)
        if variants := tuple(verdict.variants()):
            yield Bullets(items=variants, depth="detail")

    def _in_brief(self, verdict: VerdictWords) -> Iterator[Block]:
        """The verdict alone, for a reader who has not seen the plan."""
        yield Sentence(text=verdict.in_brief())

    def _to_do(self, verdict: VerdictWords) -> Iterator[Block]:
        if lines := tuple(verdict.to_do()):
            yield Bullets(items=lines)

    def _plan(self) -> Iterator[Block]:
        """The steps, who takes them and when."""
        yield from self._shares(plan_shares(self.staging))
        for line in self.words.largest_shares():
            yield NoteSentence(text=line, depth="detail")
        yield from (figure for figure in figures(self.words) if figure.key == "time_line")
        ahead = tuple(
            f"{self.words.quoted(step)} runs ahead of {self.words.quoted(before)}, which must come first."
            for step, before in self.staging.out_of_order
        )
        if ahead:
            yield Bullets(items=ahead)

    def _packages(self) -> Iterator[Block]:
        """What the plan and its package are worth, and which packages hold what the plan carries out."""
        if self.answer.agreed.worth:
            yield self.packages.worth(self.answer.agreed, self.owners)
            yield NoteSentence(
                text="A plan is judged step by step, a package issue by issue, so their points may differ, but not in "
                "sign: they are one thing.",
                depth="detail",
            )
        yield from self._options()
        for line in self.packages.covered(self.answer.covered):
            yield Sentence(text=line, depth="main" if self._matters else "detail")
        yield from self._fits()

    @property
    def _matters(self) -> bool:
        """True where it turns the answer which packages hold what the plan carries out: there is none of its own, or
        it would not be agreed, and others would.
        """
        consent = self.answer.agreed.consent
        covered = self.answer.covered
        return consent is None or (not consent.is_given and covered.among == "acceptable" and covered.holding > 0)

    def _options(self) -> Iterator[Block]:
        for grid in self.packages.options(self.answer.agreed, self.answer.covered, self.words.quoted):
            yield Grid(head=grid.head, rows=grid.rows, depth="detail")

    def _fits(self) -> Iterator[Block]:
        shown = enumerate(map(self.packages.carried, self.answer.shown_packages), 1)
        if lines := tuple(f"Package {number} {line}." for number, line in shown):
            yield Bullets(items=lines)
        if self.answer.carried is not None:
            carried = self.packages.carried(self.answer.carried)
            yield Bullets(items=(f"The package that was asked about {carried}.",))

    def _shares(self, shares: Shares) -> Iterator[Block]:
        """Steps by periods; only those periods in which something is due, where they are many."""
        due = [n for n in range(len(shares[0])) if any(row[n] for row in shares)]
        shown = list(range(len(shares[0]))) if len(shares[0]) <= MOST_PERIODS else due[:MOST_PERIODS]
        rows = tuple(
            (
                self.words.step(step),
                self.words.party_name(int(self.staging.terms.owner[step])),
                *("" if not row[n] else percent(row[n]) for n in shown),
            )
            for step, row in enumerate(shares)
        )
        yield Grid(head=("step", "by", *(str(n) for n in shown)), rows=rows)
        if len(due) > len(shown):
            yield Hint(text=f"{counted(len(due) - len(shown), 'further period')} in `--json`.")

    def _secure(self) -> Iterator[Block]:
        """Per party and period, how many times what a breach brings it costs."""
        links = self.staging.security.links
        if not links:
            yield Sentence(text="No party has a step of its own on which a breach would save it anything.")
            return
        dates = sorted({link.period for link in links})
        shown = dates if len(dates) <= MOST_PERIODS else [*dates[: MOST_PERIODS - 1], dates[-1]]
        rows = []
        for party in dict.fromkeys(link.party for link in links):
            of = {link.period: link.weakest for link in links if link.party == party}
            cells = ("–" if (breach := of.get(n)) is None else ratio_words(breach.ratio) for n in shown)
            rows.append((self.words.party_name(party), *cells))
        heads = (f"{n}" + (" on" if n == dates[-1] else "") for n in shown)
        yield Grid(head=("party", *heads), rows=tuple(rows))
        yield NoteSentence(
            text="How many times what it brings a breach from that date on would cost at least: below 1 it pays. “–”: "
            "no step of its own to withhold or reverse, or none that this would save it anything on."
        )
        yield from (figure for figure in figures(self.words) if figure.key != "time_line")
        if line := self.words.bound():
            yield Bullets(items=(line,))

    @property
    def _mending_title(self) -> str:
        return "How far each term may slip" if self.staging.security.is_secure else "What would mend it"

    def _mending(self) -> Iterator[Block]:
        """By party, at which value of each term it just holds."""
        if not self.staging.remedies:
            return
        rows = tuple((title, *cells) for title, cells in self.mending.rows())
        yield Grid(head=("term", *(self.words.party_name(remedy.party) for remedy in self.staging.remedies)), rows=rows)
        yield NoteSentence(text=ONE_AT_A_TIME)
        if lines := tuple(self.mending.lines()):
            yield Bullets(items=lines)

    def _assistance(self) -> Iterator[Block]:
        """What each help that was asked for would be worth."""
        if self.answer.assistance:
            yield Bullets(items=tuple(self.words.helped(assisted_plan) for assisted_plan in self.answer.assistance))

    def _snapbacks(self) -> Iterator[Block]:
        """Whether each step would be put back, those first that would not."""
        if not self.staging.snapbacks:
            return
        empty = self.staging.not_credible
        if empty:
            yield Bullets(items=tuple(map(self.mending.snapback, empty)))
            yield Hint(text="`--automatic STEP` takes one as put back by itself.")
        if others := tuple(
            self.mending.snapback(snapback) for snapback in self.staging.snapbacks if snapback.is_credible
        ):
            yield Bullets(items=others, depth="detail")

    def _votes(self) -> Iterator[Block]:
        """The plan under every rule of the vote."""
        voters = self.staging.terms.voters
        if not self.staging.rules or voters is None:
            return
        rows = []
        for rule in self.staging.rules:
            name = f"{rule.votes} of {len(voters.of)}" + (" (as in the plan)" if rule.votes == voters.votes else "")
            ratio = "–" if rule.tested.ratio is None else f"{ratio_words(rule.tested.ratio)} times its gain"
            kept = "kept" if rule.tested.holds else "not kept"
            rows.append((name, f"{100 * rule.chance:.0f} in 100", kept, ratio))
        yield Grid(
            head=("votes", "chance that they come together", "the plan is", "a breach costs at least"), rows=tuple(rows)
        )

    def _schedules(self) -> Iterator[Section]:
        """The best order for each objective; for careful readers, unless it was asked for."""
        same: dict[Shares, Objective] = {}
        for objective, schedule in self.staging.schedules.items():
            blocks: list[Block] = []
            if schedule.shares is not None and schedule.shares in same:
                blocks.append(
                    Sentence(text=f"The same as the one above ({OBJECTIVES[same[schedule.shares]].lower()}).")
                )
            else:
                if schedule.shares is not None:
                    same[schedule.shares] = objective
                    if not self.words.same_as_plan(schedule):
                        blocks += self._shares(schedule.shares)
                blocks.append(Bullets(items=tuple(self.words.schedule(schedule))))
            yield Section(
                key=f"schedule_{objective}",
                title=f"Schedules: {OBJECTIVES[objective].lower()}",
                blocks=tuple(blocks),
                depth="main" if objective in self.answer.request.objectives else "detail",
            )

    def _readings(self) -> Iterator[Block]:
        if self.answer.readings is None:
            return
        first, *others = _in_order(self.words.sure(self.answer.readings))
        yield Sentence(text=first)
        if others:
            yield Sentence(text=others[0])
        if others[1:]:
            yield Bullets(items=tuple(others[1:]))

    def _method(self) -> Iterator[Block]:
        yield Sentence(text=READ)
        yield Sentence(text=LIMITS)
        if self.answer.readings is not None:
            yield Sentence(text=NOT_A_PROBABILITY)


def _in_order(lines: Iterable[str]) -> list[str]:
    return [capitalised(line) for line in lines]
