"""The answer over many readings, for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from winset.analyses.robustness.acceptance import Acceptance, LikelyPackage, Named, Pulled, Share
from winset.analyses.robustness.drivers import Driver, Input
from winset.analyses.robustness.flips import Flip
from winset.model.evidence import Checked
from winset.present.page import Page
from winset.present.problems import printable
from winset.present.quoted import write_claim
from winset.present.visible import Visible
from winset.present.words import Words, counted, listed

MOST_CONFLICTS = 6
MOST_TIES = 3
MOST_TRADE_OFF = 8
MOST_TOGETHER = 5
MOST_DRIVERS = 10
MOST_ASKED = 3
NOT_A_PROBABILITY = (
    "A reading fixes every number within the range that is judged for it, and what is not judged or said by chance. "
    "A share of readings says how far the answer hangs on these numbers; it is not the probability of an event."
)


def in_readings(share: Share, *, drawn: bool = True) -> str:
    """A share as "in 31 of 100 readings", with what it was counted from and its standard error."""
    if share.draws == 0:
        return "in no reading, since none was drawn"
    if share.number in (0, share.draws):
        off = 300 / share.draws
        which, bound = ("each", f"over {100 - off:.3g}") if share.number else ("none", f"fewer than {off:.1g}")
        of_hundred = f" (by the rule of three, in {bound} of 100)" if drawn else ""
        return f"in {which} of {share.draws:,} readings drawn{of_hundred}"
    of_hundred = f"{100 * share.share:.0f}" if 0.01 <= share.share <= 0.99 else f"{100 * share.share:.1f}"
    counts = f" ({share.number:,} of {share.draws:,} drawn, standard error {100 * share.error:.1f} of 100)"
    return f"in {of_hundred} of 100 readings{counts if drawn else ''}"


class RobustText:
    """One answer on one console. variants: the same question under each variant."""

    def __init__(
        self,
        console: Console,
        found: Acceptance,
        checked: Checked,
        visible: Visible,
        variants: Mapping[str, Acceptance],
    ) -> None:
        self.page, self.found, self.checked, self.visible = Page(console), found, checked, visible
        self.variants = variants
        self.words = Words(visible.case, found.case)

    def write(self, drivers: Sequence[Driver] = (), flips: Sequence[Flip] = ()) -> None:
        """Whether there is a deal, which package most readings accept, who blocks, levers, and the variants."""
        page, header = self.page, self.visible.case.case
        page.title(header.title)
        page.line("How sure is that? The question asked of many readings of the case.", indent=0, style="italic")
        for name in self.checked.variants:
            page.line(f"Read under the variant {self._variant(name)}.", indent=0, style="dim")
        page.section("Answer")
        for sentence in self.sentences():
            page.line(sentence)
        page.line(NOT_A_PROBABILITY, style="dim")
        if self.found.most:
            self._most()
        if self.found.named:
            self._named()
        if self.found.blocked:
            self._blockers()
        if any(one.turns.number for one in drivers):
            self._drivers([one for one in drivers if one.turns.number])
        shown = [one for one in flips if self.visible.points(self.found.case.parties[one.party])]
        if shown:
            self._flips(shown)
        if self.found.levers and self.found.feasible:
            self._levers()
        if self.variants:
            self._variants()

    def sentences(self) -> list[str]:
        found = self.found
        who = self.words.parties(found.case.structure.bargaining)
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
            page.line(f"{len(found.most) - MOST_TIES} more are accepted as often; `--json` lists all.", style="dim")
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

    def _drivers(self, drivers: Sequence[Driver]) -> None:
        """The inputs that turn the answer most often, and the first three as the ones to ask about."""
        page = self.page
        page.section("What it hangs on")
        first = listed(self._input(one.input) for one in drivers[:MOST_ASKED])
        page.line(f"Ask about {'these' if len(drivers) > 1 else 'this'} first: {first}.")
        page.line(
            "How often whether there is a deal changes when one input alone is drawn anew, all others staying as they "
            f"are, in {drivers[0].turns.draws:,} readings:"
        )
        grid = Table(box=None, pad_edge=False, show_edge=False)
        grid.add_column("of 100 readings", justify="right", style="bold", no_wrap=True)
        grid.add_column("input")
        for one in drivers[:MOST_DRIVERS]:
            told = f"{100 * one.turns.share:.1f} ± {100 * one.turns.error:.1f}"
            grid.add_row(told, Text(printable(self._input(one.input))))
        page.put(grid)
        page.line("± is the standard error. `--json` has every input, with first-order and total effects.", style="dim")

    def _flips(self, flips: Sequence[Flip]) -> None:
        """The numbers that alone turn the central answer within their range."""
        page = self.page
        page.section("Numbers that turn the central answer")
        page.line(
            "With every other number at its central value, each of these alone changes whether there is a deal, "
            "within the range that is judged for it:"
        )
        grid = Table(box=None, pad_edge=False, show_edge=False)
        for column in ("central", "turns at"):
            grid.add_column(column, justify="right", no_wrap=True)
        grid.add_column("number")
        for one in flips[:MOST_DRIVERS]:
            grid.add_row(f"{float(one.central):g}", f"{float(one.at):g}", Text(printable(self._number(one))))
        page.put(grid)
        if len(flips) > MOST_DRIVERS:
            page.line(f"{len(flips) - MOST_DRIVERS} more in `--json`.", style="dim")

    def _number(self, one: Flip) -> str:
        """A judged number in words."""
        case, who = self.found.case, self.words.party(one.party)
        if one.kind == "score":
            issue = case.issues.index(one.names[0])
            option = self.words.option(issue, case.options[issue].index(one.names[2]))
            return f"points of “{option}” on {self.words.topic(issue)} to {who}"
        if one.kind == "salience":
            return f"weight of {self.words.topic(case.issues.index(one.names[0]))} to {who}"
        if one.kind == "walk_away":
            judged = self.visible.case.judgements.walk_away.get(one.names[0])
            above = judged is not None and judged.status_quo is not None
            return f"what {who} expects of having no deal{', in points above the status quo' if above else ''}"
        if one.kind == "link":
            return f"points of a combination of options to {who} ({one.names[1]})"
        return f"points that {one.names[0]} asks beyond the walk-away of {who}"

    def _input(self, one: Input) -> str:
        """An input in words."""
        case = self.found.case
        if one.kind in ("salience", "scores", "silence"):
            issue, party = one.names
            who, topic = self.words.party(case.parties.index(party)), self.words.topic(case.issues.index(issue))
            return {
                "salience": f"how much {topic} matters to {who}",
                "scores": f"what each option of {topic} is worth to {who}",
                "silence": f"what {who} wants on {topic}, on which the sources are silent",
            }[one.kind]
        if one.kind == "walk_away":
            return f"what {self.words.party(case.parties.index(one.names[0]))} expects of having no deal"
        if one.kind == "link":
            return f"what a combination of options is worth to {self._holder(one.names[0])} ({' '.join(one.names[1:])})"
        return f"what {' '.join(one.names)} asks beyond the walk-away of the party that it follows"

    def _levers(self) -> None:
        """Each lever, with who holds it and the words behind it; then the combinations that open the most."""
        page, found = self.page, self.found
        page.section("Levers: what pressure would change")
        page.line(
            "By how far a lever moves what its target expects of no deal is judged; no source says it.", style="dim"
        )
        shown = [one for one in found.levers if all(self.visible.lever(name) for name in self._names(one))]
        ranked = sorted(shown, key=lambda one: (one.closed.number - one.opened.number, len(one.levers), one.levers))
        for one in (one for one in ranked if len(one.levers) == 1):
            lever = self.visible.case.levers[self._names(one)[0]]
            target = self.words.party(found.case.levers[one.levers[0]].target)
            holders = listed(self._holder(who) for who in lever.holders)
            page.bullet(f"{self._pull(one)} — held by {holders}, on {target}: {self._effect(one)}")
            for claim in self.visible.case.claims_of(lever):
                write_claim(page, claim, self.checked, self.visible)
        together = [one for one in ranked if len(one.levers) > 1 and one.opened.number]
        if together:
            page.line("")
            page.line("Together, those that open a deal in the most readings:")
            for one in together[:MOST_TOGETHER]:
                page.bullet(f"{self._pull(one)}: {self._effect(one)}")
            if len(together) > MOST_TOGETHER:
                page.line(f"{len(together) - MOST_TOGETHER} more combinations in `--json`.", style="dim")
        hidden = len(found.levers) - len(shown)
        if hidden:
            page.line(f"{counted(hidden, 'lever or combination', 'levers and combinations')} may not be shown.")

    def reached(self, percent: int) -> None:
        """The fewest levers that bring a deal in so many of 100 readings."""
        found, page = self.found, self.page
        page.section(f"A deal in {percent} of 100 readings")
        if 100 * found.deal.number >= percent * found.draws:
            page.line("It needs no lever.")
            return
        enough = [one for one in found.levers if 100 * one.deal.number >= percent * found.draws]
        fewest = min((len(one.levers) for one in enough), default=0)
        if not enough:
            most = max((len(one.levers) for one in found.levers), default=0)
            page.line(f"No {counted(most, 'lever')} together bring it; `--levers` pulls more at once.")
        for one in enough:
            if len(one.levers) == fewest and all(self.visible.lever(name) for name in self._names(one)):
                page.bullet(f"{self._pull(one)}: a deal {in_readings(one.deal)}")

    def _names(self, one: Pulled) -> list[str]:
        return [self.found.case.levers[n].name for n in one.levers]

    def _pull(self, one: Pulled) -> str:
        levers = self.visible.case.levers
        return " + ".join(levers[name].title or name.replace("_", " ") for name in self._names(one))

    def _holder(self, name: str) -> str:
        case = self.visible.case
        held = case.parties.get(name) or case.others.get(name)
        return held.name if held is not None and held.name else name.replace("_", " ")

    def _effect(self, one: Pulled) -> str:
        """How the share of readings with a deal moves, and which package leads then."""
        told = f"a deal {in_readings(one.deal, drawn=False)}"
        change = one.opened.number - one.closed.number
        if not change:
            return f"{told}, as without"
        told += f", {100 * abs(change) / one.deal.draws:.1f} {'more' if change > 0 else 'fewer'} than without"
        if one.closed.number:
            told += f" ({one.opened.number:,} opened, {one.closed.number:,} closed)"
        first = self.found.most[0].options if self.found.most else None
        if one.most and one.most[0].options != first:
            told += f"; most often acceptable then: {self._beside(one.most[0].options, first)}"
        return told

    def _beside(self, options: tuple[int, ...], first: tuple[int, ...] | None) -> str:
        """A package, or what of it differs from the one that leads without levers."""
        pairs = self.words.package(options)
        if first is not None:
            pairs = [one for one, other in zip(pairs, self.words.package(first), strict=True) if one != other]
        return "; ".join(f"{issue}: {option}" for issue, option in pairs)

    def _variants(self) -> None:
        self.page.section("Under each variant, with the same draws")
        rows = [("as the case stands", in_readings(self.found.deal))]
        rows += [(self._variant(name), in_readings(one.deal)) for name, one in self.variants.items()]
        self.page.pairs([(name, f"a deal {told}") for name, told in rows])

    def _variant(self, name: str) -> str:
        held = self.visible.case.variants.get(name)
        return f"“{held.title}”" if held is not None and held.title else name.replace("_", " ")
