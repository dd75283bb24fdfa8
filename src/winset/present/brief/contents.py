"""What a brief says, as plain texts and rows that its templates only lay out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from winset.analyses.settlement.deal import Deal
from winset.analyses.settlement.settle import objections
from winset.model.case import Assertion, Case, Cell, RedLine
from winset.model.evidence import Checked
from winset.model.version import VERSION
from winset.present.amounts import PART_OF_FRONTIER, unlisted, whole
from winset.present.answer import (
    RANGES,
    by_order_line,
    concession_line,
    counts_line,
    default_lines,
    is_limited,
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
from winset.present.brief.footnotes import Footnotes
from winset.present.brief.holds import Holds
from winset.present.brief.judged import judged_rows
from winset.present.brief.room import Room, TablesFound
from winset.present.brief.rows import MatrixCell, MatrixRow, Noted, PackageColumn, PartyLine, ValueRow
from winset.present.brief.steps import Planned, Steps
from winset.present.chosen import (
    Shown,
    choice_line,
    listed_frontier,
    shown_packages,
    told_choices,
)
from winset.present.headline import three_sentences
from winset.present.looked_at import LookedAt
from winset.present.visible import Visible, levers_on
from winset.present.words import Words, counted, listed, points

MOST_TURNS = 40
MOST_LISTED = 30
MOST_IN_FIGURE = 2
ALL_IN_FIGURE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is known beside the deal. looked_at: whether the packages that are shown would hold. tables: who must be in
    the room, None where the case has no tables. planned: whether the steps of the plan would hold, None where the case
    has no plan.
    """

    looked_at: LookedAt | None = None
    tables: TablesFound | None = None
    planned: Planned | None = None


class Contents:
    """Everything that a brief says about one deal, at one level of handling."""

    def __init__(self, deal: Deal, checked: Checked, visible: Visible, beside: Beside | None = None) -> None:
        beside = beside or Beside()
        self.deal, self.checked, self.visible, self.variants = deal, checked, visible, checked.variants
        self.case: Case = visible.case
        self.words = Words(self.case, deal.case)
        self.footnotes = Footnotes(self.case, checked, visible)
        self.version = VERSION
        self.shown: list[Shown] = shown_packages(deal, self.words)
        self.answer = three_sentences(deal, self.words)
        self.silence = silence_rows(deal, self.words) if deal.has_silence else []
        self.parties = [self._party(party) for party in self.case.parties]
        self.matrix = [self._row(issue) for issue in self.case.issues]
        self.levers = self._levers()
        self.judged = judged_rows(self.case, visible)
        self.consent = self._consent()
        self.rules = self._rules()
        self.notes = [Noted(text=note.text, notes=self.footnotes.of(note)) for note in visible.notes()]
        self.opening = [
            Noted(text=text + (f" ({pushed})" if pushed else ""))
            for text, pushed in opening_lines(deal, self.words, visible)
        ]
        self.aims = [
            Noted(text=f"{party.name}: {self.footnotes.reading(aim)}", notes=self.footnotes.of(aim))
            for party in self.case.parties.values()
            for aim in party.aims
            if self.footnotes.of(aim)
        ]
        self.sure = self.not_sure = None
        self.holds = Holds(beside.looked_at, visible) if self.shown and beside.looked_at is not None else None
        self.room = Room(beside.tables, visible) if beside.tables is not None else None
        self.steps = Steps(beside.planned, visible) if beside.planned is not None else None

    @property
    def subtitle(self) -> str:
        """Date, table and variants, as far as they are given."""
        parts = [f"as of {self.case.case.as_of}" if self.case.case.as_of else ""]
        if self.deal.case.table:
            parts.append(f"table: {self.case.tables[self.deal.case.table].title or self.deal.case.table}")
        parts += [
            f"variant: {self.case.variants[name].title or name}" for name in self.variants if name in self.case.variants
        ]
        return " · ".join(part for part in parts if part)

    @property
    def who_decides(self) -> str:
        return who_decides(self.deal, self.words)

    @property
    def counts(self) -> str:
        return counts_line(self.deal, "Acceptable in the central reading", none="0")

    @property
    def is_limited(self) -> bool:
        """True where it is not known whether there is a deal."""
        return is_limited(self.deal)

    @property
    def whatever(self) -> list[str]:
        """What holds whatever the numbers, where no number is judged; else empty."""
        if not nothing_judged(self.case):
            return []
        found = self.deal.ordinal
        lines = [
            f"no acceptable package holds {self.words.red_line(line)}"
            + (" (an inferred refusal)" if line.basis == "inferred" else "")
            for line in found.closed
        ]
        lines += [
            f"{self.words.parties(who)} want the same on {self.words.topic(issue)}: {self._label(issue, option)}"
            for issue, option, who in found.agreed
        ]
        by_order = by_order_line(self.deal, self.words)
        return [*lines, by_order] if by_order else lines

    def _label(self, issue: int, option: int) -> str:
        return f"“{self.words.option(issue, option)}”"

    @property
    def pivotal(self) -> str:
        why = self.deal.central.no_deal
        if why is None:
            return ""
        return pivotal_line(why, self.words)

    @property
    def no_single(self) -> str:
        """What is said where no single movement is told."""
        why = self.deal.central.no_deal
        return no_single_line(why) if why is not None else ""

    @property
    def defaults(self) -> list[str]:
        """What is not judged but filled in by rule, and how ranges are read."""
        return [RANGES, *default_lines(self.deal, self.words)] if self.judged else default_lines(self.deal, self.words)

    @property
    def blocks(self) -> list[tuple[str, str]]:
        """By party, what stands in the way: every constraint of some smallest conflict."""
        why = self.deal.central.no_deal
        if why is None:
            return []
        used = sorted({n for conflict in why.blockers.conflicts for n in conflict})
        return self.words.blocked_on(why.blockers.constraints[n] for n in used)

    @property
    def together(self) -> list[str]:
        """Repairs that take more than one movement, in words."""
        why = self.deal.central.no_deal
        if why is None:
            return []
        items = why.blockers.constraints
        several = [one for one in why.blockers.repairs if len(one) > 1]
        return [listed(self.words.relaxed(items[n]) for n in sorted(one)) for one in several]

    @property
    def conflicts(self) -> list[str]:
        why = self.deal.central.no_deal
        if why is None:
            return []
        items = why.blockers.constraints
        return ["; ".join(self.words.constraint(items[n]) for n in sorted(one)) for one in why.blockers.conflicts]

    @property
    def concessions(self) -> list[str]:
        """Smallest falls of several walk-aways together that open a deal; empty where no number may be shown."""
        why = self.deal.central.no_deal
        if why is None or not self.visible.any_points:
            return []
        several = [one for one in why.concessions if sum(bool(value) for value in (*one.points, *one.bodies)) > 1]
        return [concession_line(one, self.deal, self.words, self.visible) for one in several[:MOST_LISTED]]

    @property
    def concessions_missing(self) -> str:
        """What is said where concessions by several were not all computed; empty where they were."""
        why = self.deal.central.no_deal
        if why is None or why.all_concessions or not self.visible.any_points:
            return ""
        if self.concessions:
            return "There are more than these: not all were computed."
        return "They were not computed: there are too many."

    @property
    def frontier(self) -> list[str]:
        """The packages of the frontier, each as its options; at most so many."""
        packages = listed_frontier(self.deal, MOST_LISTED)
        return ["; ".join(option for _, option in self.words.package(package)) for package in packages]

    @property
    def about_frontier(self) -> str:
        """What stands in the list of the frontier."""
        if not self.deal.central.frontier.complete:
            return PART_OF_FRONTIER
        return "Acceptable packages that no other acceptable one dominates, those of equal value included."

    @property
    def more_on_frontier(self) -> str:
        return unlisted(self.deal.central.frontier, len(self.frontier))

    @property
    def method(self) -> str:
        """How the answer was found, and what of it is estimated."""
        answer, total = self.deal.central, whole(self.deal.central.counts.total)
        if answer.method == "enumeration":
            return f"all {total} packages were examined by enumeration"
        how = f"the method is {answer.method} ({answer.because})"
        if not answer.counts.error:
            return how
        return (
            f"{how}. Only the number of acceptable packages is an estimate, from a sample; whether there is any is not"
        )

    @property
    def draws(self) -> str:
        """The draws of silence and their seed, where they were computed."""
        silence = self.deal.unresolved
        return f"{silence.draws} draws, seed {silence.seed}" if silence is not None else "draws of silence not computed"

    @property
    def variant(self) -> list[Noted]:
        """Under which variants the case is read, with what they rest on."""
        texts = variant_lines(self.case, self.checked.variants)
        named = zip(texts, self.checked.variants, strict=True)
        return [Noted(text=text, notes=self.footnotes.of(self.case.variants[name])) for text, name in named]

    @property
    def load_bearing(self) -> str:
        return listed(self.words.topic(issue) for issue in self.deal.central.load_bearing)

    @property
    def turns(self) -> list[str]:
        if self.is_limited:
            return []
        told = [turn_line(turn, self.words) for turn in self.deal.decisive if turn.kind != "volatile"]
        return [*told[:MOST_TURNS], *moving_lines(self.deal, self.words)]

    @property
    def focus(self) -> list[str]:
        """The issues of the main figure: those on which the answer turns, then those that block or must be settled."""
        deal, why = self.deal, self.deal.central.no_deal
        issues = [turn.issue for turn in deal.decisive]
        if why is not None:
            used = (why.blockers.constraints[n].line for one in why.blockers.repairs for n in sorted(one))
            issues += [line.issue for line in used if line is not None]
        issues += [*deal.central.load_bearing, *range(len(deal.case.issues))]
        asked = [issue for issue in dict.fromkeys(issues) if issue not in deal.case.structure.left_out]
        most = MOST_IN_FIGURE if len(asked) > ALL_IN_FIGURE else ALL_IN_FIGURE
        return [deal.case.issues[issue] for issue in sorted(asked[:most])]

    @property
    def focus_is_known(self) -> bool:
        """True where something is known to turn, block or carry the answer, so that the main figure leads with it."""
        answer = self.deal.central
        return bool(self.deal.decisive or answer.no_deal is not None or answer.load_bearing) and not self.is_limited

    @property
    def differing(self) -> list[tuple[str, tuple[str, ...]]]:
        """Issues on which the packages shown differ, each with the options in the order of the packages."""
        rows = [(row[0][0], tuple(option for _, option in row)) for row in self._rows_of_packages()]
        return [row for row in rows if len(self.shown) == 1 or len(set(row[1])) > 1]

    @property
    def shared(self) -> list[tuple[str, str]]:
        """Issues on which all packages shown hold the same option."""
        if len(self.shown) < 2:
            return []
        rows = self._rows_of_packages()
        return [row[0] for row in rows if len({option for _, option in row}) == 1]

    def _rows_of_packages(self) -> list[tuple[tuple[str, str], ...]]:
        return list(zip(*[self.words.package(item.package) for item in self.shown], strict=True))

    @property
    def columns(self) -> list[PackageColumn]:
        reading = self.deal.central.reading
        return [
            PackageColumn(
                heading=listed(item.reasons),
                objections=tuple(
                    f"{self.words.party(one.party)} rejects “{self.words.option(one.issue, one.option)}”"
                    for one in objections(reading, item.package)
                ),
            )
            for item in self.shown
        ]

    @property
    def values(self) -> list[ValueRow]:
        """Values against walk-aways, of parties whose numbers may be shown."""
        reading = self.deal.central.reading
        rows = []
        for party, name in enumerate(self.deal.case.parties):
            if not self.visible.points(name):
                closed = ("left out at this level",) * len(self.shown)
                below = (False,) * len(self.shown)
                rows.append(ValueRow(party=self.words.party(party), walk_away="left out", values=closed, below=below))
                continue
            walk_away = reading.walk_away[party]
            worth = [reading.value(party, item.package) for item in self.shown]
            rows.append(
                ValueRow(
                    party=self.words.party(party),
                    walk_away=points(reading.points(party, walk_away)) if walk_away is not None else "none",
                    values=tuple(points(reading.points(party, one)) for one in worth),
                    below=tuple(walk_away is not None and one < walk_away for one in worth),
                )
            )
        return rows

    @property
    def solutions(self) -> list[tuple[str, str, str, str]]:
        """Title, meaning, source and outcome of each solution concept."""
        return [
            (
                choice.solution.title,
                choice.solution.meaning,
                choice.solution.source,
                choice_line(choice),
            )
            for choice in told_choices(self.deal)
        ]

    @property
    def warnings(self) -> list[str]:
        counts = self.checked.counts
        unreviewed = (
            f"{counts.unreviewed} of {counted(counts.quotes, 'claim')} have not been reviewed by a second person."
            if counts.unreviewed
            else ""
        )
        lines = [*source_warnings(self.case, self.visible), unreviewed, *self.checked.notes, *self.deal.case.notes]
        return [line for line in (*lines, self.visible.account()) if line]

    @property
    def unsaid(self) -> list[str]:
        """What the sources are silent on, party by party."""
        lines = []
        for party in self.case.parties:
            silent = [
                self.case.issue_title(issue)
                for issue in self.case.issues
                if self.case.cell(issue, party).basis == "silent"
            ]
            if silent:
                lines.append(f"{self.case.parties[party].name}: {listed(f'“{title}”' for title in silent)}")
        return lines

    def _party(self, party: str) -> PartyLine:
        wants, refuses, unknown = [], [], []
        for issue in self.case.issues:
            cell = self.case.cell(issue, party)
            if cell.basis == "silent":
                unknown.append(self.case.issue_title(issue))
                continue
            if cell.delegates_to is not None:
                wants.append(
                    Noted(
                        text=f"{self.case.name(cell.delegates_to)} to decide on “{self.case.issue_title(issue)}”",
                        notes=self.footnotes.of(cell),
                    )
                )
            elif cell.ideal is not None:
                label, notes = self.case.option_label(issue, cell.ideal), self.footnotes.of(cell)
                wants.append(Noted(text=label, notes=notes, inferred=cell.basis == "inferred"))
            refuses += [self._refused(issue, cell, line) for line in cell.rejects]
        pressed = tuple(
            Noted(
                text=lever.title or name.replace("_", " "),
                notes=self.footnotes.of(lever),
                inferred=lever.basis == "inferred",
            )
            for name, lever in levers_on(self.visible, party)
        )
        return PartyLine(
            name=self.case.parties[party].name,
            wants=tuple(wants),
            refuses=tuple(refuses),
            pressed_by=pressed,
            unknown=tuple(unknown),
        )

    def _refused(self, issue: str, cell: Cell, line: RedLine) -> Noted:
        """A red line as one text, marked where it is inferred."""
        notes = self.footnotes.of(line) or self.footnotes.of(cell)
        inferred = (line.basis or cell.basis) == "inferred"
        return Noted(text=self.case.option_label(issue, line.option), notes=notes, inferred=inferred)

    def _refused_with_reason(self, issue: str, cell: Cell, line: RedLine) -> str:
        label = self.case.option_label(issue, line.option)
        if (line.basis or cell.basis) != "inferred":
            return label
        return f"{label} (inferred{': ' + line.because if line.because else ''})"

    def _row(self, issue: str) -> MatrixRow:
        return MatrixRow(
            issue=self.case.issue_title(issue),
            cells=tuple(self._cell(issue, self.case.cell(issue, party)) for party in self.case.parties),
        )

    def _cell(self, issue: str, cell: Cell) -> MatrixCell:
        if cell.basis == "silent":
            return MatrixCell(basis="silent", text="silent", refuses="", because="", notes=())
        text = f"leaves it to {self.case.name(cell.delegates_to)}" if cell.delegates_to is not None else ""
        text = text or (self.case.option_label(issue, cell.ideal) if cell.ideal is not None else "")
        flags = [
            word for word, there in (("moving", cell.volatile), ("a condition for talks", cell.precondition)) if there
        ]
        refused = "; ".join(self._refused_with_reason(issue, cell, line) for line in cell.rejects)
        notes = dict.fromkeys(
            [*self.footnotes.of(cell), *(n for line in cell.rejects for n in self.footnotes.of(line))]
        )
        return MatrixCell(
            basis=cell.basis or "inferred",
            text=text + (f" ({', '.join(flags)})" if flags else ""),
            refuses=refused,
            because=cell.because or "",
            notes=tuple(notes),
        )

    def _levers(self) -> list[Noted]:
        return [
            Noted(
                text=f"{lever.title or name.replace('_', ' ')}: held by "
                f"{listed(self.case.name(who) for who in lever.holders)}, "
                f"on {self.case.name(lever.target)}" + (f" ({lever.because})" if lever.because else ""),
                notes=self.footnotes.of(lever),
            )
            for name, lever in self.case.levers.items()
            if self.visible.lever(name)
        ]

    def _consent(self) -> list[Noted]:
        lines = []
        for issue, needs in self.case.consent.issues.items():
            who = listed(self.case.name(party) for party in needs.needs)
            lines.append(self._asserted(f"“{self.case.issue_title(issue)}” cannot be moved without {who}", needs))
            for option, special in needs.options.items():
                who = listed(self.case.name(party) for party in special.needs) or "nobody besides"
                lines.append(self._asserted(f"“{self.case.option_label(issue, option)}” needs {who}", special))
        return lines

    def _asserted(self, text: str, assertion: Assertion) -> Noted:
        because = f" ({assertion.because})" if assertion.because else ""
        return Noted(text=text + because, notes=self.footnotes.of(assertion))

    def _rules(self) -> list[Noted]:
        def said(when: Mapping[str, tuple[str, ...]]) -> str:
            parts = []
            for issue, options in when.items():
                labels = listed((f"“{self.case.option_label(issue, option)}”" for option in options), "or")
                parts.append(f"“{self.case.issue_title(issue)}” is {labels}")
            return " and ".join(parts)

        return [self._asserted(f"Where {said(rule.if_)}, {said(rule.then)}", rule) for rule in self.case.rules]
