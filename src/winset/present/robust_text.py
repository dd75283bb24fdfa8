"""The answer over many readings, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from winset.analyses.robustness.acceptance import LikelyPackage, Named
from winset.analyses.robustness.robustness import Robustness
from winset.model.evidence import Checked
from winset.present.hangs_text import HangsText
from winset.present.headline import BLANK
from winset.present.holds_text import HoldsText
from winset.present.levers import LeverWords
from winset.present.looked_at import LookedAt
from winset.present.page import Page
from winset.present.quoted import write_claim
from winset.present.shares import NOT_A_PROBABILITY, in_readings
from winset.present.visible import Visible
from winset.present.words import Words, counted, listed
from winset.report.printable import printable

MOST_CONFLICTS = 6
MOST_TIES = 3
MOST_TRADE_OFF = 8
MOST_TOGETHER = 5


class RobustText:
    """One answer on one console."""

    def __init__(self, console: Console, found: Robustness, checked: Checked, visible: Visible) -> None:
        self.page, self.known, self.found, self.checked, self.visible = (
            Page(console), found, found.answer, checked, visible,
        )  # fmt: skip
        self.words = Words(visible.case, self.found.case)
        self.levers = LeverWords(self.found, visible)

    def write(self, reach: int | None = None, looked_at: LookedAt | None = None) -> None:
        """Whether there is a deal, which package most readings accept, who blocks, what it hangs on, levers, and the
        variants. reach: by which levers a deal comes about in so many of 100 readings. looked_at: whether the packages
        that lead would hold.
        """
        page, header = self.page, self.visible.case.case
        page.title(header.title)
        page.line("How sure is that? The question asked of many readings of the case.", indent=0, style="italic")
        for name in self.checked.variants:
            page.line(f"Read under the variant {self._variant(name)}.", indent=0, style="dim")
        page.section("Answer")
        for sentence in self.sentences():
            page.line(sentence)
        if self.found.case.is_blank:
            return
        page.line(NOT_A_PROBABILITY, style="dim")
        if self.found.most:
            self._most()
            HoldsText(page, self.checked, self.visible).by_definition(looked_at or LookedAt())
        if self.found.named:
            self._named()
        if self.found.blocked:
            self._blockers()
        HangsText(page, self.known, self.visible).write()
        if self.found.levers and self.found.feasible:
            self._levers()
        if self.known.variants:
            self._variants()
        if reach is not None:
            page.section(f"A deal in {reach} of 100 readings")
            for line in self.levers.reached(reach):
                page.bullet(line)
        if self.visible.left_out:
            page.line("")
            page.line(self.visible.account(), style="dim")

    def sentences(self) -> list[str]:
        found = self.found
        who = self.words.parties(found.case.structure.bargaining)
        if found.case.is_blank:
            return list(BLANK)
        if not found.feasible:
            return [
                f"There is no deal that {who} could all accept, whatever the numbers are: rules and red lines exclude "
                "every package."
            ]
        told = [f"There is a deal that {who} could all accept {in_readings(found.deal)}."]
        if found.most:
            share = found.most[0].accepted
            several = len(found.most)
            most = f"{counted(several, 'package')} are acceptable more often than all others"
            most = most if several > 1 else "One package is acceptable more often than any other"
            told.append(f"{most}, {in_readings(share, drawn=False)}.")
        blocking = [
            f"{self.words.party(p)} {in_readings(one, drawn=False)}"
            for p, one in enumerate(found.pivotal)
            if one.number
        ]
        if blocking:
            told.append(f"By giving way alone a deal could be opened by {listed(blocking)}.")
        return told

    def _most(self) -> None:
        found, page = self.found, self.page
        page.section("Accepted in the most readings")
        for package in found.most[:MOST_TIES]:
            self._package(package)
        if len(found.most) > MOST_TIES:
            rest = len(found.most) - MOST_TIES
            more = f"{rest} more {'is' if rest == 1 else 'are'} accepted as often; `--json` lists all."
            page.line(more, style="dim")
        others = [one for one in found.trade_off if one not in found.most]
        if not others:
            return
        page.line("")
        number = f"{counted(len(others), 'other package')} {'is' if len(others) == 1 else 'are'}"
        gains = ", and the mean gain of each party in points" if self.visible.any_points else ""
        page.line(
            f"{number} accepted less often, but worth more on average to somebody. What differs from the first{gains}:"
        )
        self._differences(found.most[0], others[:MOST_TRADE_OFF])
        if len(others) > MOST_TRADE_OFF:
            page.line(f"{len(others) - MOST_TRADE_OFF} more in `--json`.", style="dim")

    def _package(self, package: LikelyPackage) -> None:
        page = self.page
        page.line(f"Acceptable to all {in_readings(package.accepted)}:")
        page.pairs(self.words.package(package.options))
        shown = self._gains(package)
        if shown:
            page.line(f"Mean gain over all readings, in points: {listed(shown)}.")

    def _gains(self, package: LikelyPackage) -> list[str]:
        return [
            f"{self.words.party(party)} {gain:+.1f}"
            for party, gain in zip(self.found.case.structure.bargaining, package.gains, strict=True)
            if gain is not None and self.visible.points(self.found.case.parties[party])
        ]

    def _differences(self, first: LikelyPackage, others: Sequence[LikelyPackage]) -> None:
        grid = Table(box=None, pad_edge=False, show_edge=False)
        grid.add_column("of 100 readings", justify="right", style="bold", no_wrap=True)
        grid.add_column("what differs")
        parties = [p for p in self.found.case.structure.bargaining if self.visible.points(self.found.case.parties[p])]
        for party in parties:
            grid.add_column(printable(self.words.party(party)), justify="right")
        place = {party: n for n, party in enumerate(self.found.case.structure.bargaining)}
        for one in others:
            changed = [
                f"{issue}: {option}"
                for (issue, option), (_, before) in zip(
                    self.words.package(one.options), self.words.package(first.options), strict=True
                )
                if option != before
            ]
            gains = [one.gains[place[party]] for party in parties]
            grid.add_row(
                f"{100 * one.accepted.share:.1f}",
                Text(printable("; ".join(changed))),
                *(("–" if gain is None else f"{gain:+.1f}") for gain in gains),
            )
        self.page.put(grid)

    def _named(self) -> None:
        self.page.section("The packages that you named")
        for one in self.found.named:
            self.page.line(f"Acceptable to all that it needs {in_readings(one.accepted)}.")
            self.page.pairs(self.words.package(one.options))
            for line in self._why(one):
                self.page.bullet(line)

    def _why(self, one: Named) -> list[str]:
        told = [] if one.lawful else ["It breaks a rule of the case, so no reading accepts it."]
        told += [] if one.moves else ["It moves nothing: the status quo as a whole is no deal, whatever it is worth."]
        told += [f"In every reading it crosses {self.words.constraint(item)}." for item in one.crossed]
        for party, share in one.parties.items():
            if share is None:
                told.append(f"{self.words.party(party)}: no walk-away can be derived.")
            else:
                told.append(f"{self.words.party(party)}: worth no less than having no deal {in_readings(share)}.")
        told += [
            f"{name}, which must ratify: given what it asks {in_readings(one.bodies[name])}." for name in one.bodies
        ]
        return told

    def _blockers(self) -> None:
        found = self.found
        self.page.section("Who blocks where there is no deal")
        self.page.line(f"{found.blocked:,} of {found.draws:,} readings have no deal.")
        for party, one in enumerate(found.pivotal):
            if one.number:
                self.page.bullet(f"{self.words.party(party)} could open one alone {in_readings(one)}.")
        at_least = "" if found.all_conflicts else " at least"
        number = counted(len(found.conflicts), "conflict")
        self.page.line(f"What cannot all hold together ({number}{at_least}, the most frequent first):")
        for items, share in found.conflicts[:MOST_CONFLICTS]:
            names = "; ".join(self.words.constraint(found.constraints[n]) for n in sorted(items))
            self.page.bullet(f"{in_readings(share, drawn=False)}: {names}")

    def _levers(self) -> None:
        """Each lever, with who holds it and the words behind it; then the combinations that open the most."""
        page, levers = self.page, self.levers
        page.section("Levers: what pressure would change")
        page.line(
            "By how far a lever moves what its target expects of no deal is judged; no source says it.", style="dim"
        )
        for one in levers.single:
            held = f"held by {levers.holders(one)}, on {levers.target(one)}"
            page.bullet(f"{levers.title(one)} — {held}: {levers.effect(one)}")
            for claim in self.visible.case.claims_of(self.visible.case.levers[levers.names(one)[0]]):
                write_claim(page, claim, self.checked, self.visible)
        if levers.together:
            page.line("")
            page.line("Together, those that open a deal in the most readings:")
            for one in levers.together[:MOST_TOGETHER]:
                page.bullet(f"{levers.title(one)}: {levers.effect(one)}")
            if len(levers.together) > MOST_TOGETHER:
                page.line(f"{len(levers.together) - MOST_TOGETHER} more combinations in `--json`.", style="dim")
        if levers.hidden:
            page.line(f"{counted(levers.hidden, 'lever or combination', 'levers and combinations')} may not be shown.")

    def _variants(self) -> None:
        self.page.section("Under each variant, with the same draws")
        rows = [("as the case stands", in_readings(self.found.deal))]
        rows += [(self._variant(name), in_readings(one)) for name, one in self.known.variants.items()]
        self.page.pairs([(name, f"a deal {told}") for name, told in rows])

    def _variant(self, name: str) -> str:
        held = self.visible.case.variants.get(name)
        return f"“{held.title}”" if held is not None and held.title else name.replace("_", " ")
