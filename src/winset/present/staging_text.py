"""Whether a plan of steps enforces itself, for a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from winset.analyses.staging.packages import Carried
from winset.analyses.staging.readings import HOLDS, Sure
from winset.analyses.staging.schedule import Objective, Shares
from winset.analyses.staging.staging import Remedies, Staging
from winset.compiled import Compiled
from winset.model.evidence import Checked
from winset.present.answer import variant_lines
from winset.present.page import Page
from winset.present.problems import printable
from winset.present.shares import NOT_A_PROBABILITY
from winset.present.staging_words import OBJECTIVES, TERMS, StagingWords, ratio_words
from winset.present.visible import Visible
from winset.present.words import Words, counted, listed

MOST_PERIODS = 12
"""Periods that fit beside the names on a page."""
DRIVERS = 5
READ = (
    "In a breach a party withholds its part in secret from some period on, and may break the plan openly later. Once "
    "a breach takes effect nobody owes further steps, and the steps of others that can be put back are put back with "
    "their chance. The plan enforces itself where every breach costs at least what it brings, and the plan is worth no "
    "less than no deal to each party."
)
LIMITS = (
    "Steps are taken as worth the same whatever else happens; a hidden breach is as likely to be noticed whether "
    "little or much is withheld; an open breach is answered no later than a hidden one. The bound on all orders is of "
    "the open breach."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What was asked beside the plan itself. case: in positions. sure: over readings of the plan's numbers. carried: a
    package held against it.
    """

    case: Compiled
    sure: Sure | None = None
    carried: Carried | None = None


class StagingText:
    """One plan on one console."""

    def __init__(self, console: Console, found: Staging, checked: Checked, visible: Visible) -> None:
        self.page, self.found, self.checked, self.visible = Page(console), found, checked, visible
        self.told = StagingWords(found, visible)

    def write(self, beside: Beside) -> None:
        """The answer, the plan, who is how secure when, what would mend it, better orders, how sure it is."""
        page, found, sure = self.page, self.found, beside.sure
        page.title(self.visible.case.case.title)
        page.line("Steps that enforce themselves: does each party do its part, and where does it break?", 0, "italic")
        for line in variant_lines(self.visible.case, self.checked.variants):
            page.line(line, 0, "dim")
        page.section("Answer")
        for sentence in self.told.answer():
            page.line(sentence)
        if not self.told.numbers:
            page.line("The numbers of the plan are judgements and may not be shown at this level.", style="dim")
        page.section("The plan")
        page.line(f"Shares of each step by period, of {found.terms.period} each.", style="dim")
        self._shares(tuple(tuple(Fraction(str(round(x, 6))) for x in row) for row in found.terms.share.tolist()))
        if beside.carried is not None:
            self._carried(beside.carried, Words(self.visible.case, beside.case))
        if self.told.numbers:
            self._secure()
            self._terms()
        self._snapbacks()
        self._rules()
        self._schedules()
        if sure is not None:
            self._sure(sure)
        page.section("How this is read")
        for line in (READ, LIMITS, *([NOT_A_PROBABILITY] if sure is not None else []), self.visible.account()):
            if line:
                page.line(line)

    def _shares(self, shares: tuple[tuple[Fraction, ...], ...]) -> None:
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

    def _carried(self, carried: Carried, words: Words) -> None:
        """Whether the plan carries out a package."""
        told = {
            "wholly": "The plan carries out that package.",
            "contradicts": "The plan does something else than that package on "
            + listed(dict.fromkeys(words.topic(issue) for _, issue in carried.against))
            + ".",
            "partly": "The plan carries out a part of that package; no step is about "
            + listed(words.topic(issue) for issue in carried.missing)
            + ".",
            "not touched": "No step carries out anything of that package.",
        }
        self.page.bullet(told[carried.fit])

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
        page.section("How far each term may slip" if holds else "What would mend it")
        grid = _grid("term", *(self.told.party(one.party) for one in self.found.remedies))
        for term, title in TERMS.items():
            cells = []
            for one in self.found.remedies:
                critical = one.criticals[term]
                now = f"{critical.now:.0f}" if term == "lag" else f"{critical.now:.3g}"
                cells.append(f"{self.told.critical(critical)} (now {now})")
            grid.add_row(*[Text(printable(one)) for one in (title, *cells)])
        page.put(grid)
        page.line("One term at a time, all others as they are.", style="dim")
        for one in self.found.remedies:
            for line in self._mend(one):
                page.bullet(line)

    def _mend(self, one: Remedies) -> list[str]:
        if all(link.holds for link in self.found.security.links if link.party == one.party):
            return []
        told = [self.told.pair(one.pair)] if one.pair is not None else []
        return [*told, *self.told.guards(one)]

    def _snapbacks(self) -> None:
        page = self.page
        if not self.found.answers:
            return
        page.section("Would the steps be put back?")
        for one in self.found.answers:
            if self.told.numbers or not one.is_credible:
                page.bullet(self.told.snapback(one))

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
                self._shares(one.shares)
            for line in self.told.schedule(one):
                page.bullet(line)

    def _sure(self, sure: Sure) -> None:
        page = self.page
        page.section("How sure that is")
        if not sure.drivers and sure.counts[HOLDS] in (0, sure.draws):
            page.line("No number of the plan is a range, so every reading of it is the same.")
            return
        page.line(f"The plan holds in {sure.counts[HOLDS]:,} of {sure.draws:,} readings of its numbers.")
        turning = [one for one in sure.drivers if one.turns][:DRIVERS]
        if turning:
            each = listed(f"{one.path.removeprefix('plan.')} ({one.turns:,} of {sure.draws:,})" for one in turning)
            page.line(f"It turns most often with {each}, each drawn anew by itself.")


def percent(share: Fraction) -> str:
    """A share of a step: "all", or in percent."""
    return "all" if share == 1 else f"{float(100 * share):.3g} %"


def _grid(*names: str) -> Grid:
    grid = Grid(show_header=True, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in names:
        grid.add_column(Text(printable(name)))
    return grid
