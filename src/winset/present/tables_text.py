"""Who must be in the room, for a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from winset.analyses.robustness.acceptance import Share
from winset.analyses.tables.ratify import Following, Ratification, Tightening, Voting
from winset.analyses.tables.readings import finding
from winset.analyses.tables.tables import EVERYBODY, Met
from winset.analyses.tables.talks import Detail, Talks
from winset.errors import TooLarge
from winset.model.evidence import Checked
from winset.present.amounts import amount
from winset.present.answer import variant_lines
from winset.present.page import Page
from winset.present.quoted import write_claim
from winset.present.shares import NOT_A_PROBABILITY
from winset.present.tables_answer import answer, is_left
from winset.present.tables_variants import VariantsText
from winset.present.tables_words import TablesWords
from winset.present.visible import Visible
from winset.present.words import counted, listed, owned_by, points
from winset.report.printable import printable

MOST_SUBSETS = 40
BUNDLES = 4
COLUMNS = (
    "“Can agree on”, “hold” and “do not” count packages, the last as a share of the first. “Left of its deal” is what "
    "refusals leave of the deal that the table would sign, looking at nobody outside."
)
COUNTED = " “Of 100 readings” counts those in which something that can be agreed holds."
READ = (
    "A table can agree on what is worth the walk-away to each who sits there and crosses none of their red lines. It "
    "holds if those who are needed to carry it out would do their part, and whoever has to ratify says yes. The deal "
    "of a table is Nash’s: the one with the largest product of the gains of those who sit there."
)
CARRIED = "of {} that would be carried out,"
Holds = Mapping[str, Share] | TooLarge | None
"""In how many readings something holds at each table; why that is not known; None where it was not asked."""


class TablesText:
    """One answer on one console."""

    def __init__(self, console: Console, talks: Talks, checked: Checked, visible: Visible, holds: Holds) -> None:
        self.page, self.talks, self.checked, self.visible = Page(console), talks, checked, visible
        self.told = TablesWords(talks, visible)
        self.words = self.told.words
        self.holds = holds if isinstance(holds, Mapping) else {}
        self.why_not = str(holds) if isinstance(holds, TooLarge) else ""
        self.paid: dict[str, str] = {}

    def write(self, variants: VariantsText | None = None) -> None:
        """The answer in sentences, all tables side by side, each by itself, stages, conditions, and how it is read."""
        page, talks = self.page, self.talks
        page.title(self.visible.case.case.title)
        page.line("Who must be in the room: what can each table agree, and what of that would hold?", 0, "italic")
        for line in variant_lines(self.visible.case, self.checked.variants):
            page.line(line, 0, "dim")
        page.section("Answer")
        for sentence in answer(self.told):
            page.line(sentence)
        page.section("Tables side by side")
        page.put(self._grid((*talks.compared.tables, talks.compared.full)))
        page.line(COLUMNS + (COUNTED if self.holds else ""), style="dim")
        for met, detail in zip((*talks.compared.tables, talks.compared.full), talks.details, strict=True):
            self._table(met, detail)
        self._left_aside()
        self._stages()
        self._seats()
        self._subsets()
        if variants is not None:
            variants.write(page)
        page.section("How this is read")
        page.line(READ)
        if self.why_not:
            page.line(f"In how many readings it is so was not worked out: {self.why_not}.")
        for note in (*talks.notes, *([NOT_A_PROBABILITY] if self.holds else []), self.visible.account()):
            if note:
                page.line(note)

    def _grid(self, tables: tuple[Met, ...]) -> Grid:
        """A row for each table: what it can agree, what holds, the share that does not, what is left, readings."""
        grid = Grid(show_header=True, box=None, pad_edge=False, padding=(0, 2, 0, 0))
        grid.add_column("table", min_width=16)
        for name in ("can agree on", "hold", "do not"):
            grid.add_column(name, justify="right")
        grid.add_column("left of its deal")
        drawn = bool(self.holds) and any(finding("holds", met.table.name) in self.holds for met in tables)
        if drawn:
            grid.add_column("of 100 readings", justify="right")
        for met in tables:
            phantom = "–" if met.phantom is None else f"{100 * float(met.phantom):.0f} %"
            row = [
                self.told.table(met.table) + (" (has met)" if met.table.past else ""),
                str(amount(met.reachable.packages, met.reachable.error).text),
                str(amount(met.holds.packages, met.holds.error).text),
                phantom,
                is_left(met),
            ]
            if drawn:
                share = self.holds.get(finding("holds", met.table.name))
                row.append("" if share is None else f"{100 * share.share:.0f}")
            grid.add_row(*[Text(printable(cell)) for cell in row])
        return grid

    def _table(self, met: Met, detail: Detail) -> None:
        """One table by itself."""
        page, told = self.page, self.told
        page.section(told.table(met.table))
        page.line(" ".join(told.about(met.table)), style="dim")
        case_table = self.visible.case.tables.get(met.table.name)
        if case_table is not None:
            for claim in self.visible.case.claims_of(case_table)[:1]:
                write_claim(page, claim, self.checked, self.visible)
        if (twin := told.twin(met)) is not None:
            page.bullet(f"The same parties sit there on the same agenda as at “{told.table(twin)}”: see there.")
        else:
            self._found(met, detail)
        for line in (*told.meeting(met.meeting), told.with_meeting(met)):
            if line:
                page.bullet(line)

    def _found(self, met: Met, detail: Detail) -> None:
        """What a table can agree, what of it holds, what it costs whom, and what would open a deal."""
        told, page = self.told, self.page
        lines = [told.reaches(met), told.signs(met), told.foresees(met)]
        if met.deal is not None and met.gains is not None and self.visible.any_points:
            lines.append(f"Gains at that deal, in points above the walk-away: {told.gains(met.gains)}.")
        if met.table.name != EVERYBODY:
            lines.append(told.losses(met))
        for line in (*lines, *(told.spoiler(one) for one in met.spoilers)):
            if line:
                page.bullet(line)
        self._ratifiers(detail.ratification)
        for line in told.ratified(detail):
            page.bullet(line)
        for one in detail.tightening:
            if one.jumps:
                page.bullet(self._tightening(one))
        self._linkage(detail)
        if not met.table.past:
            self._payment(met, detail)

    def _ratifiers(self, told: Ratification) -> None:
        """What each ratifier would let through of what those who are needed would carry out."""
        asked = told.asked
        for party, passing in told.parties:
            if passing is not None and asked:
                self.page.bullet(
                    f"{CARRIED.format(counted(asked, 'package')).capitalize()} {self.words.party(party)} would ratify "
                    f"{passing:,}."
                )
        for following in told.following:
            self.page.bullet(self._following(following, asked))
        for voting in told.voting:
            self.page.bullet(self._voting(voting, asked))

    def _following(self, one: Following, asked: int | None) -> str:
        who = self.words.party(one.party)
        more = ""
        if self.visible.points(self.told.case.parties[one.party]):
            spread = points(one.low) if one.low == one.high else f"{points(one.low)} to {points(one.high)}"
            more = f", and asks for {spread} points more than {owned_by(who)} walk-away"
        told = f"{one.name} follows {who}{more}"
        if one.passing is None or not asked:
            return f"{told}."
        low, likely, high = one.passing
        ends = f" ({low:,} if it asks for the least, {high:,} if for the most)" if low != high else ""
        return f"{told}: {CARRIED.format(counted(asked, 'package'))} it would ratify {likely:,}{ends}."

    def _voting(self, one: Voting, asked: int | None) -> str:
        names = [self._member(member.name) for member in one.members if member.indispensable]
        needed = f"; without {listed(names, 'or')} the quota fails" if names else ""
        whole = sum(member.weight for member in one.members)
        told = f"{one.name} votes with a quota of {float(one.quota):g} of {float(whole):g}{needed}"
        if one.passing is None or not asked:
            return f"{told}."
        counts = [f"{one.passing:,} would pass", f"{one.refused or 0:,} would fail"]
        if one.undetermined:
            counts.append(f"{one.undetermined:,} would depend on members of whom nothing is known")
        return f"{told}. {CARRIED.format(counted(asked, 'package')).capitalize()} {listed(counts)}."

    def _member(self, name: str) -> str:
        return self.visible.case.parties[name].name if name in self.visible.case.parties else name

    def _tightening(self, one: Tightening) -> str:
        """What a tighter constraint would bring the party that it binds."""
        who = self.words.party(one.party)
        if not one.helps:
            return f"A tighter constraint on {who} would bring it nothing but no deal."
        if not self.visible.points(self.told.case.parties[one.party]):
            return f"A tighter constraint on {who} would bring it a better deal, up to a point."
        first, last = one.jumps[0], one.jumps[-1]
        return (
            f"Were it certain and known that {who} is bound to ask for more, its gain could rise from "
            f"{points(first.up_to)} to {points(last.up_to)} points; beyond that there is no deal."
        )

    def _linkage(self, detail: Detail) -> None:
        """What belongs together."""
        page, linkage = self.page, detail.linkage
        if linkage.load_bearing:
            names = listed(self.words.topic(issue) for issue in linkage.load_bearing)
            page.bullet(f"Whatever holds there moves {names}.")
        if line := self.told.linked(linkage.linked[:BUNDLES]):
            rest = len(linkage.linked) - BUNDLES
            page.bullet(line + (f" {counted(rest, 'other bundle')} in `--json`." if rest > 0 else ""))

    def _payment(self, met: Met, detail: Detail) -> None:
        """What a payment would open, told once where it is the same at several tables."""
        payments = detail.payments
        line = self.told.payment(payments.smallest) if payments is not None and payments.smallest is not None else ""
        if line in self.paid:
            line = f"The same payment as at “{self.paid[line]}” would do."
        elif line:
            self.paid[line] = self.told.table(met.table)
        if line:
            self.page.bullet(line)

    def _left_aside(self) -> None:
        if aside := self.told.needs_nobody():
            self.page.section("What this leaves aside")
            self.page.bullet(f"{aside[0]} (`consent.issues`). {aside[1]}")

    def _stages(self) -> None:
        sequences = self.talks.sequences
        if not sequences:
            return
        self.page.section("Meeting in stages")
        settled: set[str] = set()
        for one in sequences:
            self.page.line(", then ".join(f"“{self.told.table(table)}”" for table in one.stages), style="bold")
            settles = [line for line in self.told.settles(one) if line not in settled]
            settled.update(settles)
            for line in (*settles, *self.told.outcome(one), *self.told.meeting(one.meeting)):
                self.page.bullet(line)

    def _seats(self) -> None:
        if lines := self.told.seats(self.talks.seats):
            self.page.section("Conditions for talks")
            for line in lines:
                self.page.bullet(line)

    def _subsets(self) -> None:
        """Every set of seats, those at which the most holds first."""
        talks = self.talks
        if talks.compared.subsets is None:
            return
        page = self.page
        page.section("Every set of seats, with every issue on the agenda")
        ordered = sorted(talks.compared.subsets, key=lambda one: (-one.holds.packages, len(one.table.seated)))
        page.put(self._grid(tuple(ordered[:MOST_SUBSETS])))
        if len(ordered) > MOST_SUBSETS:
            page.line(f"{len(ordered) - MOST_SUBSETS} more in `--json`.", style="dim")
