"""What a new option would have to be worth, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from winset.analyses.robustness.acceptance import Share
from winset.analyses.robustness.offered import Offered
from winset.analyses.settlement.blockers import Constraint
from winset.analyses.settlement.invent import Ask, Invented, Invention, nearest
from winset.errors import TooLarge
from winset.model.evidence import Checked
from winset.present.headline import BLANK
from winset.present.page import Page
from winset.present.shares import NOT_A_PROBABILITY, in_readings
from winset.present.visible import Visible
from winset.present.words import Words, counted, listed, points, points_up
from winset.report.printable import printable

SHOWN = 3
"""Asks that are shown of each issue, and combinations of two."""
TAKEN = (
    "The new option is taken to be none of those on the list: nobody rejects it, it leaves the status quo, and neither "
    "a rule nor a judged combination that names options on the list holds for it. 100 points are what its ideal on the "
    "issue is worth to a party. Every number is read at its most likely value, and silence as indifference. What asks "
    "least of the party that it asks most stands first."
)
FIXED = (
    "In every reading the new option is worth exactly what is asked here, up to the next tenth of a point, and nothing "
    "to those of whom nothing is asked."
)


class InventText:
    """One answer on one console. asked: what readings say of it, or why nothing; None where they were not asked."""

    def __init__(
        self, console: Console, found: Invented, checked: Checked, visible: Visible, asked: Offered | TooLarge | None
    ) -> None:
        self.page, self.found, self.checked, self.visible = Page(console), found, checked, visible
        self.offered = asked if isinstance(asked, Offered) else None
        self.why_not = f"{asked}." if isinstance(asked, TooLarge) else ""
        self.words = Words(visible.case, found.case)

    def write(self) -> None:
        """The answer, issue by issue, then what no option opens, and combinations of two issues."""
        page, header, found = self.page, self.visible.case.case, self.found
        page.title(header.title)
        page.line("What would an option have to be worth that nobody has put on the list yet?", 0, "italic")
        for line in self._heading():
            page.line(line, 0, "dim")
        page.section("Answer")
        for sentence in self.sentences():
            page.line(sentence)
        if found.case.is_blank:
            return
        if self.why_not:
            page.line(f"{self.why_not[0].upper()}{self.why_not[1:]}")
        if found.leads is not None:
            page.section("The package to be bettered")
            page.pairs(self.words.package(found.leads))
        for one in found.issues:
            if one.opens:
                page.section(f"A new option on {self.words.topic(one.issues[0])}")
                self._invention(one)
        closed = [one for one in found.issues if not one.opens]
        if closed:
            page.section("Where no new option is enough")
            for one in closed:
                page.bullet(f"{self.words.topic(one.issues[0])}: {self._why(one)}")
        self._combinations()
        page.section("How this is read")
        drawn = self.offered is not None and self.offered.draws > 0
        for line in (TAKEN, *((FIXED, NOT_A_PROBABILITY) if drawn else ()), self.visible.account()):
            if line:
                page.line(line)

    def _heading(self) -> list[str]:
        found, case = self.found, self.visible.case
        structure = found.case.structure
        table = found.case.table
        where = f"At the table “{case.tables[table].title or table}”: every" if table else "Every"
        others = [p for p in structure.can_be_needed if p not in structure.always]
        also = f", and {self.words.parties(others)} where what is agreed needs them" if others else ""
        ratify = [p for p in structure.always if p not in structure.bargaining]
        yes = f" {self.words.parties(ratify)} must ratify." if ratify else ""
        read = [f"Read under the variant “{case.variants[name].title or name}”." for name in self.checked.variants]
        return [f"{where} package needs the consent of {self.words.parties(structure.bargaining)}{also}.{yes}", *read]

    def sentences(self) -> list[str]:
        """Whether there is a deal already, on which issues a new option is enough, and which asks least."""
        found = self.found
        if found.case.is_blank:
            return list(BLANK)
        opening = [one for one in found.issues if one.opens]
        closed = [one for one in found.issues if one.status == "cannot"]
        told = ["No package on the list is acceptable to everybody that it needs."]
        if found.leads is not None:
            told = [
                "There is a deal already. A new option is asked to better the package that leads: none of "
                f"{self._bargaining()} gets less than there, and at least one gets more."
            ]
        does = "could open a deal" if found.leads is None else "could better that package"
        if not opening:
            told.append(f"No new option on a single issue {does}, whatever it were worth.")
        else:
            told.append(f"A new option on {self._topics(opening)} {does}.")
            if closed:
                told.append(f"A new option on {self._topics(closed)} could not, whatever it were worth.")
            told.append(self._first(opening[0]))
        return [*told, *self._as_listed()]

    def _first(self, one: Invention) -> str:
        ask, topic = one.frontier[0], self.words.topic(one.issues[0])
        if not any(ask.worth) and self._may_tell(ask):
            return f"On {topic} even one that is worth nothing to anybody would do."
        return f"Least is asked on {topic}: worth {self._told(ask)}."

    def _told(self, ask: Ask) -> str:
        """What is asked, in a sentence."""
        shown = self._asking(ask)
        told = [f"{points_up(ask.worth[p])} to {self.words.party(p)}" for p in shown if self._open(p)]
        least = [f"at least {listed(told)}, of 100 points"] if told else []
        hidden = [p for p in shown if not self._open(p)]
        enough = [f"enough to {self.words.parties(hidden)} (how much is left out at this level)"] if hidden else []
        return "; ".join((*least, *enough)) or "nothing to anybody"

    def _asking(self, ask: Ask) -> list[int]:
        """Parties that ask something, and those of whom nothing may be shown."""
        return [p for p in sorted(ask.needed) if ask.worth[p] or not self._open(p)]

    def _may_tell(self, ask: Ask) -> bool:
        return all(self._open(p) for p in ask.needed)

    def _as_listed(self) -> list[str]:
        """In how many readings there is a deal without a new option."""
        if self.offered is None or not self.offered.draws:
            return []
        errors = max((share.error for share in self.offered.of.values()), default=0.0)
        all_of_them = f" Of all shares below the standard error is at most {100 * errors:.1f} of 100." if errors else ""
        return [f"As the list stands, there is a deal {in_readings(self.offered.deal)}.{all_of_them}"]

    def _invention(self, one: Invention) -> None:
        page = self.page
        rules = self._rules(one.issues)
        if rules:
            page.line(rules, style="dim")
        self._ask(one, one.frontier[0])
        for n, ask in enumerate(one.frontier[1:SHOWN], 1):
            page.bullet(self._alternative(one, n, ask))
        rest = len(one.frontier) - SHOWN
        if rest > 0:
            page.line(f"{counted(rest, 'other least worth', 'other least worths')} in `--json`.", style="dim")

    def _rules(self, issues: Sequence[int]) -> str:
        """A warning where a rule asks for, or is set off by, options of the issues."""
        rules = self.found.case.structure.rules
        number = sum(any(issue in issues for issue, _ in (*rule.if_, *rule.then)) for rule in rules)
        if not number:
            return ""
        names = "names" if number == 1 else "name"
        return (
            f"{counted(number, 'rule')} of the case {names} options here: the new one neither sets such a rule off nor "
            "does what it asks."
        )

    def _ask(self, one: Invention, ask: Ask) -> None:
        """What is asked of whom, what is nearest on the list, the rest of the package, and readings."""
        page, found = self.page, self.found
        does = "open a deal" if found.leads is None else "better the package that leads"
        shown = self._asking(ask)
        if any(self._open(p) for p in shown):
            page.line(f"It would {does} if it were worth at least, of 100 points:")
            self._worths(one, ask, shown)
        elif shown:
            page.line(f"It would {does} if it were worth {self._told(ask)}.")
        else:
            page.line(f"It would {does} even if it were worth nothing to anybody.")
        if ask.exceed:
            page.line(f"{self._more(ask)}.")
        free = [p for p in sorted(ask.needed) if p not in shown]
        if free and shown:
            page.line(f"{self.words.parties(free)} {'needs' if len(free) == 1 else 'need'} nothing from it.")
        away = [p for p in range(len(found.case.parties)) if p not in ask.needed]
        if away:
            page.line(f"Not needed for this: {self.words.parties(away)}.")
        for floor in found.reading.floors:
            page.line(f"{floor.name} must ratify; what it asks is part of what {self.words.party(floor.party)} needs.")
        others = self._others(one)
        if others:
            page.line("The rest of the package:")
            page.pairs([(self.words.issue(n), self.words.option(n, ask.rest[n])) for n in others])
        if ask.ties > 1:
            page.line(f"{counted(ask.ties - 1, 'other rest')} would do with the same worths.", style="dim")
        share = self._share(one, 0)
        if share is not None:
            page.line(self._readings(share))

    def _more(self, ask: Ask) -> str:
        return (
            f"Just this much only equals the package that leads: it must be worth more than this to {self._whom(ask)}"
        )

    def _whom(self, ask: Ask) -> str:
        """To whom it must be worth more; who has room for it is told only where all numbers are."""
        if not self._may_tell(ask):
            return "at least one of them"
        return listed((self.words.party(p) for p in sorted(ask.exceed)), "or")

    def _alternative(self, one: Invention, place: int, ask: Ask) -> str:
        """Another least worth in a sentence, with what is different in the rest of the package."""
        told = [f"Or {self._told(ask)}"]
        if ask.exceed:
            told.append(f"and more than this to {self._whom(ask)}")
        first = one.frontier[0].rest
        changed = [n for n in self._others(one) if ask.rest[n] != first[n]]
        but = "; ".join(f"{self.words.topic(n)}: “{self.words.option(n, ask.rest[n])}”" for n in changed)
        told.append(f"the rest as above{', but ' if but else ''}{but}")
        share = self._share(one, place)
        readings = f" {self._readings(share)}" if share is not None else ""
        return f"{', '.join(told)}.{readings}"

    def _others(self, one: Invention) -> list[int]:
        """The issues of the rest of the package."""
        left_out = self.found.case.structure.left_out
        return [n for n in range(len(self.found.case.issues)) if n not in left_out and n not in one.issues]

    def _share(self, one: Invention, place: int) -> Share | None:
        share = self.offered.of.get((one.issues, place)) if self.offered is not None else None
        return share if share is not None and share.draws else None

    def _worths(self, one: Invention, ask: Ask, shown: Sequence[int]) -> None:
        """A row for each party that asks something: what it asks, and what the nearest on the list gives it."""
        near = nearest(self.found.case, one.issues, ask)
        told = self._may_tell(ask)
        grid = Table(box=None, pad_edge=False, show_edge=False, padding=(0, 3, 0, 0))
        grid.add_column("at least", justify="right", style="bold", no_wrap=True)
        grid.add_column("to")
        if told:
            grid.add_column("nearest on the list", justify="right")
        for p in shown:
            asked = points_up(ask.worth[p]) if self._open(p) else "left out"
            grid.add_row(asked, Text(printable(self.words.party(p))), *([points(near.worth[p])] if told else []))
        self.page.put(grid, indent=4)
        if told:
            names = listed(
                f"“{self.words.option(issue, option)}”" for issue, option in zip(one.issues, near.options, strict=True)
            )
            self.page.line(f"Nearest on the list: {names}{self._refused(one, near.options)}.", indent=4)

    def _refused(self, one: Invention, options: Sequence[int]) -> str:
        """Who rejects one of the options."""
        chosen = set(zip(one.issues, options, strict=True))
        red_lines = self.found.case.structure.red_lines
        who = [p for p, held in enumerate(red_lines) if any((line.issue, line.option) in chosen for line in held)]
        return f", which {self.words.parties(who)} {'rejects' if len(who) == 1 else 'reject'}" if who else ""

    def _readings(self, share: Share) -> str:
        told = in_readings(share, drawn=False)
        if self.found.leads is None:
            return f"With it on the list there is a deal {told}."
        return (
            f"{told[0].upper()}{told[1:]} a package with it is acceptable and gives no bargaining party less than the "
            "package that leads."
        )

    def _why(self, one: Invention) -> str:
        """Why no option of the issue is enough."""
        if one.status == "off the agenda":
            return "off the agenda, so it stays as it is."
        if one.reason == "nothing to gain":
            return "with it, nobody can get more than in the package that leads unless another gets less."
        if one.reason == "rules":
            return "every package with it breaks a rule of the case, which asks for an option that is on the list."
        names = [self._constraint(item) for item in one.conflicts[0]]
        even = "even if it were worth 100 points to everybody"
        more = len(one.conflicts) - 1
        others = f" ({counted(more, 'other set')} like this in `--json`)" if more else ""
        if len(names) == 1:
            return f"{names[0]} stands in the way alone, {even}{others}."
        return f"these cannot all hold, {even}{others}: {'; '.join(names)}."

    def _constraint(self, item: Constraint) -> str:
        bargains = item.party in self.found.case.structure.bargaining
        if self.found.leads is not None and bargains and item.line is None and item.body is None:
            return f"what {self.words.party(item.party)} has in the package that leads"
        return self.words.constraint(item)

    def _combinations(self) -> None:
        """The combinations of two issues that ask least."""
        found, page = self.found, self.page
        if not found.pairs:
            return
        page.section("A new option of two issues together")
        does = "opens a deal" if found.leads is None else "betters the package that leads"
        if not found.combinations:
            page.line(
                f"Of {counted(found.pairs, 'pair')} of issues, none {does} where neither issue alone does, and none "
                "asks less than its issues alone."
            )
            return
        page.line(
            "One arrangement for both issues, worked out together, that asks less than the issues alone or does what "
            "they do not. Its 100 points are what the ideal on both is worth to a party.",
            style="dim",
        )
        for one in found.smallest[:SHOWN]:
            page.line(f"{listed(self.words.topic(issue) for issue in one.issues)}:", style="bold")
            self._invention(one)
        others = len(found.combinations) - len(found.smallest[:SHOWN])
        if others:
            page.line(
                f"{counted(others, 'other pair')} of issues in `--json`, of {found.pairs} looked at.", style="dim"
            )

    def _topics(self, some: Sequence[Invention]) -> str:
        return listed((self.words.topic(one.issues[0]) for one in some), "or")

    def _bargaining(self) -> str:
        return self.words.parties(self.found.case.structure.bargaining)

    def _open(self, party: int) -> bool:
        return self.visible.points(self.found.case.parties[party])
