"""Whether a plan of steps enforces itself, for a terminal."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from winset.analyses.staging.helped import Helped
from winset.analyses.staging.packages import Carried, Covered
from winset.analyses.staging.readings import Sure
from winset.analyses.staging.schedule import Objective, Shares
from winset.analyses.staging.staging import Staging
from winset.compiled import Compiled
from winset.model.evidence import Checked
from winset.present.answer import variant_lines
from winset.present.page import Page
from winset.present.problems import printable
from winset.present.shares import NOT_A_PROBABILITY
from winset.present.staging_mending import ONE_AT_A_TIME, MendingWords
from winset.present.staging_packages import PackageWords
from winset.present.staging_words import (
    CLOSED,
    LIMITS,
    OBJECTIVES,
    READ,
    StagingWords,
    percent,
    plan_shares,
    ratio_words,
)
from winset.present.visible import Visible
from winset.present.words import Words, counted

MOST_PERIODS = 12
"""Periods that fit beside the names on a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What was asked beside the plan itself. case: in positions. covered: the packages of the case held against it.
    sure: over readings of the plan's numbers. carried: one package held against it. helped: the plan with outside help.
    """

    case: Compiled
    covered: Covered
    sure: Sure | None = None
    carried: Carried | None = None
    helped: tuple[Helped, ...] = ()


class StagingText:
    """One plan on one console."""

    def __init__(self, console: Console, found: Staging, checked: Checked, visible: Visible) -> None:
        self.page, self.found, self.checked, self.visible = Page(console), found, checked, visible
        self.told = StagingWords(found, visible)
        self.mending = MendingWords(self.told)

    def write(self, beside: Beside) -> None:
        """The answer, the plan, who is how secure when, what would mend it, better orders, how sure it is."""
        page, sure = self.page, beside.sure
        page.title(self.visible.case.case.title)
        page.line("Steps that enforce themselves: does each party do its part, and where does it break?", 0, "italic")
        for line in variant_lines(self.visible.case, self.checked.variants):
            page.line(line, 0, "dim")
        page.section("Answer")
        for sentence in self.told.answer():
            page.line(sentence)
        if not self.told.numbers:
            page.line(CLOSED, style="dim")
        page.section("The plan")
        self._plan()
        self._packages(beside)
        if self.told.numbers:
            self._secure()
        self._terms()
        self._helped(beside.helped)
        self._snapbacks()
        self._rules()
        self._schedules()
        if sure is not None:
            self._sure(sure)
        page.section("How this is read")
        for line in (READ, LIMITS, *([NOT_A_PROBABILITY] if sure is not None else []), self.visible.account()):
            if line:
                page.line(line)

    def _plan(self) -> None:
        """The steps, who takes them and when."""
        if self.told.numbers:
            self.page.line(f"Shares of each step by period, of {self.found.terms.period} each.", style="dim")
            self._shares(plan_shares(self.found))
        else:
            grid = _grid("step", "by")
            for step, owner in enumerate(self.found.terms.owner.tolist()):
                grid.add_row(*[Text(printable(one)) for one in (self.told.step(step), self.told.party(owner))])
            self.page.put(grid)
        for step, before in self.found.out_of_order:
            self.page.bullet(
                f"“{self.told.step(step)}” runs ahead of “{self.told.step(before)}”, which must come first."
            )

    def _packages(self, beside: Beside) -> None:
        """What the plan carries out, and whether that is what packages hold."""
        words = PackageWords(Words(self.visible.case, beside.case))
        self.page.section("What the plan carries out")
        for line in words.covered(beside.covered):
            self.page.line(line)
        if beside.carried is not None:
            self.page.bullet(f"The package that was asked about {words.carried(beside.carried)}.")

    def _shares(self, shares: Shares) -> None:
        """Steps by periods; only those periods in which something is due, where they are many."""
        due = [n for n in range(len(shares[0])) if any(row[n] for row in shares)]
        shown = list(range(len(shares[0]))) if len(shares[0]) <= MOST_PERIODS else due[:MOST_PERIODS]
        grid = _grid("step", "by", *(str(n) for n in shown))
        for step, row in enumerate(shares):
            who = self.told.party(int(self.found.terms.owner[step]))
            cells = ["" if not row[n] else percent(row[n]) for n in shown]
            grid.add_row(*[Text(printable(one)) for one in (self.told.step(step), who, *cells)])
        self.page.put(grid)
        if len(due) > len(shown):
            self.page.line(f"{counted(len(due) - len(shown), 'further period')} in `--json`.", style="dim")

    def _secure(self) -> None:
        """Per party and period, how many times what a breach brings it costs."""
        links, page = self.found.security.links, self.page
        page.section("How secure each party is at each date")
        if not links:
            page.line("No party could gain anything by a breach.")
            return
        dates = sorted({link.period for link in links})
        shown = dates if len(dates) <= MOST_PERIODS else [*dates[: MOST_PERIODS - 1], dates[-1]]
        last = dates[-1]
        grid = _grid("party", *(f"{n}" + (" on" if n == last else "") for n in shown))
        for party in dict.fromkeys(link.party for link in links):
            of = {link.period: link.weakest for link in links if link.party == party}
            cells = ["–" if (breach := of.get(n)) is None else ratio_words(breach.ratio) for n in shown]
            grid.add_row(*[Text(printable(one)) for one in (self.told.party(party), *cells)])
        page.put(grid)
        page.line(
            "What the best breach from that date on costs a party, over what it brings; below 1 it pays. “–”: nothing "
            "to gain.",
            style="dim",
        )
        if line := self.told.tail():
            page.bullet(line)

    def _terms(self) -> None:
        """By party, at which value of each term it just holds."""
        page, holds = self.page, self.found.security.is_secure
        if not self.found.remedies or (holds and not self.told.numbers):
            return
        page.section("How far each term may slip" if holds else "What would mend it")
        if self.told.numbers:
            self._rows()
        for line in self.mending.lines():
            page.bullet(line)

    def _rows(self) -> None:
        page = self.page
        grid = _grid("term", *(self.told.party(one.party) for one in self.found.remedies))
        for title, cells in self.mending.rows():
            grid.add_row(*[Text(printable(one)) for one in (title, *cells)])
        page.put(grid)
        page.line(ONE_AT_A_TIME, style="dim")

    def _helped(self, helped: tuple[Helped, ...]) -> None:
        """What each help that was asked for would be worth."""
        if helped:
            self.page.section("With outside help")
            for one in helped:
                self.page.bullet(self.told.helped(one))

    def _snapbacks(self) -> None:
        page = self.page
        shown = [one for one in self.found.answers if self.told.numbers or not one.is_credible]
        if not shown:
            return
        page.section("Would the steps be put back?")
        for one in shown:
            page.bullet(self.mending.snapback(one))
        if self.found.answered_by_nobody:
            page.line("`--automatic STEP` takes one as put back by itself.", style="dim")

    def _rules(self) -> None:
        """The plan under every rule of the vote."""
        if not self.found.rules or not self.told.numbers or self.found.terms.voters is None:
            return
        page, now, of = self.page, self.found.terms.voters.votes, len(self.found.terms.voters.of)
        page.section("If it took another number of votes to put steps back")
        grid = _grid("votes", "chance that they come together", "the plan", "lowest ratio")
        for rule in self.found.rules:
            name = f"{rule.votes} of {of}" + (" (as in the plan)" if rule.votes == now else "")
            ratio = "–" if rule.tested.ratio is None else ratio_words(rule.tested.ratio)
            grid.add_row(name, f"{rule.chance:.2f}", "holds" if rule.tested.holds else "does not hold", ratio)
        page.put(grid)

    def _schedules(self) -> None:
        page = self.page
        same: dict[Shares, Objective] = {}
        for objective, one in self.found.schedules.items():
            page.section(f"Schedules: {OBJECTIVES[objective].lower()}")
            if one.shares is not None and one.shares in same:
                page.line(f"The same as the one above ({OBJECTIVES[same[one.shares]].lower()}).")
                continue
            if one.shares is not None:
                same[one.shares] = objective
                if self.told.numbers and not self.told.same_as_plan(one):
                    self._shares(one.shares)
            for line in self.told.schedule(one):
                page.bullet(line)

    def _sure(self, sure: Sure) -> None:
        page = self.page
        page.section("How sure that is")
        for line in self.told.sure(sure):
            page.line(line)


def _grid(*names: str) -> Grid:
    grid = Grid(show_header=True, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in names:
        grid.add_column(Text(printable(name)))
    return grid
