"""The settlement answer, for a terminal."""

from __future__ import annotations

from fractions import Fraction

from rich.console import Console
from rich.table import Table
from rich.text import Text

from winset.analyses.settlement.blockers import NoDeal
from winset.analyses.settlement.choose import Choice
from winset.analyses.settlement.deal import Deal
from winset.analyses.settlement.settle import objections, required
from winset.compiled import RedLine
from winset.model.case import Case
from winset.model.case import RedLine as ToldLine
from winset.model.claims import Claim
from winset.model.evidence import Checked
from winset.present.amounts import PART_OF_FRONTIER, unlisted
from winset.present.answer import (
    RANGES,
    by_order_line,
    concession_line,
    counts_line,
    default_lines,
    frontier_line,
    is_limited,
    method_line,
    moving_lines,
    no_single_line,
    nothing_judged,
    opening_lines,
    pivotal_line,
    silence_rows,
    source_warnings,
    turn_line,
    variant_lines,
    who_decides,
)
from winset.present.chosen import (
    Shown,
    listed_frontier,
    missing_line,
    opened_packages,
    packages_to_show,
    shortfall,
    ties_of,
    told_choices,
)
from winset.present.headline import three_sentences
from winset.present.holds_text import HoldsText
from winset.present.looked_at import LookedAt
from winset.present.page import Page
from winset.present.quoted import write_claim
from winset.present.visible import Visible
from winset.present.words import Words, counted, listed, points
from winset.report.printable import printable

MOST_LINES = 12
MOST_PACKAGES = 60


class DealText:
    """One answer on one console; `everything` lists all instead of what leads."""

    def __init__(
        self, console: Console, deal: Deal, checked: Checked, visible: Visible, *, everything: bool
    ) -> None:  # fmt: skip
        self.page, self.deal, self.checked, self.visible = Page(console), deal, checked, visible
        self.words = Words(visible.case, deal.case)
        self.everything = everything
        self.variants = checked.variants
        self.most = None if everything else MOST_LINES

    def write(self, looked_at: LookedAt | None = None) -> None:
        """Three sentences, silence, who blocks or which package leads, what it turns on, and the words behind it.

        looked_at: whether the packages that are shown would hold, where that was looked at.
        """
        page, header = self.page, self.visible.case.case
        page.title(header.title)
        if header.question:
            page.line(header.question, indent=0, style="italic")
        page.line(who_decides(self.deal, self.words), indent=0, style="dim")
        for line in variant_lines(self.visible.case, self.variants):
            page.line(line, indent=0, style="dim")
        page.section("Answer")
        for sentence in three_sentences(self.deal, self.words):
            page.line(sentence)
        if self.deal.is_blank:
            return
        bare = nothing_judged(self.visible.case)
        if bare:
            self._ordinal()
            page.line("")
            page.line("No number is judged: all that follows is read with default numbers, one reading among many.")
        if self.deal.has_silence:
            page.section("However silence is read")
            page.pairs(silence_rows(self.deal, self.words))
            page.line(
                "A share of draws spreads over what the sources leave open; it is not a probability.", style="dim"
            )
        why = self.deal.central.no_deal
        if why is not None:
            self._blockers(why)
            self._openings(why)
        elif is_limited(self.deal):
            self._stopped()
        else:
            self._packages()
        if looked_at is not None:
            HoldsText(page, self.checked, self.visible).write(looked_at)
        if not is_limited(self.deal):
            self._turns()
        if not bare:
            self._ordinal()
        self._evidence()
        self._notes()

    def _stopped(self) -> None:
        """A search gave up: what is known all the same."""
        self.page.section("Packages")
        self.page.line(counts_line(self.deal))
        self.page.line(method_line(self.deal), style="dim")
        self.page.line("Who blocks, what would open a deal and on what the answer turns were not computed.")

    def _packages(self) -> None:
        deal, page = self.deal, self.page
        front = deal.central.frontier
        page.section("Packages")
        page.line(f"{counts_line(deal)} {frontier_line(deal)}")
        page.line(method_line(deal), style="dim")
        if deal.central.load_bearing:
            names = listed(self.words.topic(issue) for issue in deal.central.load_bearing)
            page.line(f"No acceptable package leaves these at the status quo: {names}.")
        shown = packages_to_show(deal, 99 if self.everything else 3)
        self._side_by_side(shown)
        page.line("")
        if self.everything:
            self._frontier()
        elif len(front.packages) > len(shown):
            page.line(f"`--all` {self._all_of_the_frontier()}", style="dim")
        missing = [choice for choice in told_choices(deal) if not choice.packages]
        for why in dict.fromkeys((choice.found, choice.reason) for choice in missing):
            page.bullet(missing_line([choice for choice in missing if (choice.found, choice.reason) == why], why[1]))
        for choice in told_choices(deal):
            if choice.packages and choice.packages[0] in [item.package for item in shown]:
                page.bullet(_solution(choice))

    def _all_of_the_frontier(self) -> str:
        """What `--all` does about the frontier."""
        front = self.deal.central.frontier
        listed_here = min(len(front.packages), MOST_PACKAGES)
        if not front.complete:
            return f"lists {counted(listed_here, 'package')} in place of the frontier, which was not computed."
        if front.all_listed and listed_here == len(front.packages):
            return f"lists all {listed_here:,} packages of the frontier."
        return f"lists {listed_here:,} packages of the frontier, `--json --limit 0` lists {len(front.packages):,}."

    def _frontier(self) -> None:
        """Every undominated package on a line, at most so many."""
        front = self.deal.central.frontier
        self.page.line("The packages of the frontier:" if front.complete else PART_OF_FRONTIER)
        packages = listed_frontier(self.deal, MOST_PACKAGES)
        for package in packages:
            self.page.bullet("; ".join(option for _, option in self.words.package(package)))
        rest = unlisted(front, len(packages))
        if rest:
            more = len(front.packages) > len(packages)
            where = f"; `--json --limit 0` lists {len(front.packages):,} packages" if more else ""
            self.page.line(f"… and {rest}{where}.")

    def _side_by_side(self, shown: list[Shown]) -> None:
        """Packages in columns: what each holds on every issue, and each party's value against its walk-away."""
        if not shown:
            return
        table = Table(show_edge=False, pad_edge=False, header_style="bold", padding=(0, 1))
        table.add_column("", ratio=2)
        for n, item in enumerate(shown, 1):
            table.add_column(Text(printable(f"{n}. {listed(item.reasons)}")), ratio=3)
        for row in zip(*[self.words.package(item.package) for item in shown], strict=True):
            table.add_row(Text(printable(row[0][0])), *(Text(printable(option)) for _, option in row))
        table.add_section()
        for party, name in enumerate(self.deal.case.parties):
            if self.visible.points(name):
                self._value_row(table, party, shown)
            else:
                closed = ["left out at this level"] * len(shown)
                table.add_row(Text(printable(f"{self.words.party(party)}, points")), *closed)
        self.page.console.print()
        self.page.put(table)
        reading = self.deal.central.reading
        if reading.links:
            self.page.line("Values include the points judged for combinations, and may pass 100.", style="dim")
        for n, item in enumerate(shown, 1):
            for one in objections(reading, item.package):
                who, what = self.words.party(one.party), self.words.option(one.issue, one.option)
                self.page.line(f"Package {n}: {who}, whose consent it does not need, rejects “{what}”.")

    def _value_row(self, table: Table, party: int, shown: list[Shown]) -> None:
        reading = self.deal.central.reading
        walk_away = reading.walk_away[party]
        least = points(reading.points(party, walk_away)) if walk_away is not None else "none"
        cells = []
        for item in shown:
            worth = reading.value(party, item.package)
            needed = party in required(reading.structure, item.package)
            mark = " (below)" if walk_away is not None and worth < walk_away else ""
            mark += "" if needed else " (consent not needed)"
            cells.append(points(reading.points(party, worth)) + mark)
        table.add_row(Text(printable(f"{self.words.party(party)}, points (walk-away {least})")), *cells)

    def _blockers(self, why: NoDeal) -> None:
        page, blockers = self.page, why.blockers
        at_least = "" if blockers.complete else "at least "
        page.section("Who blocks")
        page.line(counts_line(self.deal))
        page.line(method_line(self.deal), style="dim")
        if blockers.pivotal or not blockers.complete:
            page.line(pivotal_line(why, self.words))
        if not blockers.conflicts:
            if blockers.complete:
                page.line("No package keeps every rule, whatever anyone wants.")
            return
        page.line(f"What cannot all hold together ({at_least}{counted(len(blockers.conflicts), 'smallest conflict')}):")
        for conflict in blockers.conflicts[: self.most]:
            page.bullet("; ".join(self.words.constraint(blockers.constraints[n]) for n in sorted(conflict)))
        self._cut(len(blockers.conflicts))
        page.line(
            f"What would have to give ({at_least}{counted(len(blockers.repairs), 'smallest repair')}; each is enough):"
        )
        for repair in blockers.repairs[: self.most]:
            page.bullet(listed(self.words.relaxed(blockers.constraints[n]) for n in sorted(repair)))
        self._cut(len(blockers.repairs))

    def _openings(self, why: NoDeal) -> None:
        page = self.page
        page.section("What would open a deal")
        lines = opening_lines(self.deal, self.words, self.visible)
        if not lines:
            page.line(no_single_line(why))
        for text, pushed in lines:
            page.bullet(f"{text}{f' ({pushed})' if pushed else ''}")
        together = [one for one in why.concessions if _movers(one.points, one.bodies) > 1]
        if together and self.visible.any_points:
            at_least = "" if why.all_concessions else "at least "
            page.line(f"Smallest concessions by several together ({at_least}{counted(len(together), 'way')}):")
            for one in together[: self.most]:
                page.bullet(concession_line(one, self.deal, self.words, self.visible))
            self._cut(len(together))
        elif not why.all_concessions:
            page.line("The smallest concessions by several together were not computed: there are too many.")
        self._side_by_side(opened_packages(self.deal, self.words, 99 if self.everything else 3))
        more = len(opened_packages(self.deal, self.words, 99)) - 3
        if more > 0 and not self.everything:
            page.line(f"{counted(more, 'more package')} that a movement opens: `--all`.", style="dim")

    def _cut(self, count: int) -> None:
        if self.most is not None and count > self.most:
            self.page.line(f"… and {count - self.most:,} more; `--all` lists them.", style="dim")

    def _turns(self) -> None:
        turns = self.deal.turns or ()
        told = [turn for turn in turns if turn.effect and (self.everything or turn in self.deal.decisive)]
        moving = moving_lines(self.deal, self.words)
        if not told and not moving:
            return
        self.page.section("On what it turns")
        for turn in told:
            if turn.kind != "volatile":
                self.page.bullet(turn_line(turn, self.words))
        if moving:
            self.page.line("Lines that have been moving, if they settle elsewhere:")
        for line in moving:
            self.page.bullet(line)
        rest = sum(turn.effect == "another package" for turn in turns)
        if rest and not self.everything:
            self.page.line(
                f"{counted(rest, 'other reading')} of single cells would only put another package first; `--all` "
                "lists them.",
                style="dim",
            )

    def _ordinal(self) -> None:
        found, page = self.deal.ordinal, self.page
        page.section("What holds whatever the numbers")
        if not self.deal.central.counts.feasible:
            page.line("Red lines and rules alone exclude every package.")
        if found.closed:
            page.line("No acceptable package can hold:")
        for line in found.closed:
            how = "an inferred refusal of" if line.basis == "inferred" else "refused by"
            page.bullet(f"{self.words.red_line(line)}, {how} {self.words.party(line.owner)}")
        if found.agreed:
            page.line("Parties that agree already:")
        for issue, option, who in found.agreed:
            wanted = self.words.option(issue, option)
            page.bullet(f"{self.words.parties(who)} want the same on {self.words.topic(issue)}: “{wanted}”")
        by_order = by_order_line(self.deal, self.words)
        if by_order:
            page.line(by_order)
        if not found.closed and not found.agreed and not by_order:
            page.line("Nothing: it all hangs on the numbers.")

    def _evidence(self) -> None:
        """The sentences behind the red lines that decide."""
        why = self.deal.central.no_deal
        lines: list[RedLine] = list(self.deal.ordinal.closed)
        if why is not None:
            used = sorted({n for conflict in why.blockers.conflicts for n in conflict})
            lines = [line for n in used if (line := why.blockers.constraints[n].line) is not None]
        if not lines:
            return
        self.page.section("The words behind the red lines")
        for line in lines:
            told = told_line(self.visible.case, self.deal, line)
            because = f": {told.because}" if told is not None and told.because else ""
            owner = self.words.party(line.owner)
            self.page.bullet(f"{owner} refuses {self.words.red_line(line)} — {line.basis or 'stated'}{because}")
            for claim in claims_of_line(self.visible.case, self.deal, line):
                write_claim(self.page, claim, self.checked, self.visible)

    def _notes(self) -> None:
        counts, page, case = self.checked.counts, self.page, self.visible.case
        page.section("Sources")
        page.line(
            f"{counted(counts.stated, 'cell')} stated, {counts.inferred} inferred, {counts.silent} silent; "
            f"{counted(counts.exact + counts.folded, 'quote')} found in the sources, "
            f"{counted(counts.unreviewed, 'claim')} not reviewed by a second person."
        )
        if case.judgements.by and self.visible.allows(case.judgements.handling):
            page.line(f"Judged numbers: {case.judgements.by}. {RANGES}")
        for line in default_lines(self.deal, self.words):
            page.line(line)
        notes = (*source_warnings(case, self.visible), *self.checked.notes, *self.deal.case.notes)
        for note in (*notes, self.visible.account()):
            if note:
                page.line(note)


def _solution(choice: Choice) -> str:
    """What a solution asks for, and what must be known of the package that is shown for it."""
    what = f"{choice.solution.title}: {choice.solution.meaning} ({choice.solution.source})"
    if choice.found == "limit":
        return f"{what} Not proven: {shortfall(choice)}."
    ties = ties_of(choice)
    return f"{what} {ties[0].upper()}{ties[1:]} packages tie; the first by the stated order is shown." if ties else what


def _movers(moved: tuple[Fraction, ...], bodies: tuple[Fraction, ...]) -> int:
    return sum(bool(one) for one in (*moved, *bodies))


def told_line(case: Case, deal: Deal, line: RedLine) -> ToldLine | None:
    """The red line as the case file tells it."""
    cell = case.cell(deal.case.issues[line.issue], deal.case.parties[line.owner])
    name = deal.case.options[line.issue][line.option]
    return next((red for red in cell.rejects if red.option == name), None)


def claims_of_line(case: Case, deal: Deal, line: RedLine) -> tuple[Claim, ...]:
    """The claims behind a red line: its own, or the main one of its cell."""
    told = told_line(case, deal, line)
    cell = case.cell(deal.case.issues[line.issue], deal.case.parties[line.owner])
    return (case.claims_of(told) if told is not None else ()) or case.claims_of(cell)[:1]
