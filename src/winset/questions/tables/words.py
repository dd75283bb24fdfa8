"""Who must be in the room, in sentences: what a table can agree, what of it holds, what is left, who loses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import takewhile
from math import ceil
from typing import Any

from winset.analyses.settlement.choose import SolutionChoice
from winset.analyses.settlement.counting import CountEstimate
from winset.analyses.tables.cascade import Remainder
from winset.analyses.tables.conditions import ConditionStatus, Seat
from winset.analyses.tables.grounds import Grounds
from winset.analyses.tables.meeting import Meeting
from winset.analyses.tables.payments import Payment, Payments
from winset.analyses.tables.sequence import TableSequence as Stages
from winset.analyses.tables.spoilers import Spoiler
from winset.analyses.tables.tables import EVERYBODY, TableOutcome
from winset.analyses.tables.talks import Detail, Talks
from winset.analyses.tables.terms import Gains, Package
from winset.compiled import Compiled, CompiledTable
from winset.report.blocks import LEFT_OUT, Guarded
from winset.report.counts import amount
from winset.report.disclosure import from_those_shown
from winset.report.names import Names, listed, owned_by, points, points_up
from winset.report.ownership import Owner, Ownership, owner_of_all
from winset.report.pieces import for_analyst

HOLDS = "would also be carried out and ratified"
MOST_NAMED = 3
"""Changes that a sentence names by what is agreed; beyond, it names the issues alone."""
READ = (
    "A table can agree on what is worth the walk-away to each who sits there and crosses none of their red lines. It "
    "would be carried out if those who are needed for it would do their part, and whoever has to ratify says yes. The "
    "deal of a table is the one with the largest product of the gains of those who sit there."
)
_Asks = tuple[int, int, frozenset[int], ConditionStatus, tuple[str, ...], bool, tuple[str, ...]]
"""A condition at any table: whose, on which issue, the options that meet it, how it stands, at which earlier tables it
can be agreed, whether that would be carried out, and of which tables a search left that open.
"""


class TablesWords:
    """The sentences about one answer, in the names of its case. What is made from numbers of parties stands in guarded
    sentences, which pass disclosure.
    """

    def __init__(self, talks: Talks, names: Names, owners: Ownership) -> None:
        self.talks, self.names, self.owners = talks, names, owners
        self.case: Compiled = talks.comparison.terms.case

    def owner(self, party: int) -> Owner:
        """Of the values and gains of a party."""
        return self.owners.values(self.case.parties[party])

    @property
    def choices(self) -> Owner:
        """Of what tables would sign and of who would refuse it."""
        return self.owners.choices

    def of_each(self, parties: Iterable[int], say: Callable[[list[int]], str]) -> Any:
        """A sentence about those of some parties whose numbers may be shown; not there without any."""
        owned = ((self.owner(party), party) for party in parties)
        return from_those_shown(owned, lambda shown: say(shown) if shown else LEFT_OUT)

    def needs_nobody(self) -> list[str]:
        """Of which issues the case says of no option who is needed to carry it out, and what follows; empty where there
        are none, or where everybody sits at every table to come.
        """
        structure, everybody = self.case.structure, len(self.case.parties)
        issues = [
            issue
            for issue, (start, size) in enumerate(zip(structure.offsets, structure.sizes, strict=True))
            if issue not in structure.left_out and not structure.needs[start : start + size].any()
        ]
        if not issues or all(len(met.table.seated) == everybody for met in self.talks.comparison.coming):
            return []
        return [
            f"The case names nobody who is needed to carry out {self.names.topics(issues)}",
            "So nobody who is left out can refuse that, and tables without them may look better than they are.",
        ]

    @property
    def to_come(self) -> list[TableOutcome]:
        """The tables to come; that of everybody where there are none."""
        compared = self.talks.comparison
        return list(compared.coming) or [compared.full]

    def grounds(self, met: TableOutcome) -> Grounds | None:
        """On what it rests what holds at a table; None where that was not worked out."""
        every = zip(self.talks.comparison.all_tables, self.talks.details, strict=True)
        return next((detail.grounds for other, detail in every if other is met), None)

    def at(self, tables: Iterable[str]) -> str:
        """Where something is agreed, in a sentence: "at “Alaska summit”", "with everybody in the room"."""
        named = list(tables)
        if named == [EVERYBODY]:
            return "with everybody in the room"
        return f"at {self.tables(named, 'and')}"

    def twin(self, met: TableOutcome) -> CompiledTable | None:
        """An earlier table of the same parties on the same agenda, with the same ratifiers; None without one."""
        before = takewhile(lambda other: other is not met, self.talks.comparison.all_tables)
        return next((other.table for other in before if alike(other.table, met.table)), None)

    def table(self, table: CompiledTable | str) -> str:
        """The title of a table; of a table that is made up, who sits there."""
        name = table if isinstance(table, str) else table.name
        if name == EVERYBODY:
            return "Everybody"
        table_entry = self.names.case.tables.get(name)
        if table_entry is None:
            return listed(self.names.party_name(self.case.parties.index(party)) for party in name.split("+"))
        return table_entry.title or name.replace("_", " ")

    def seated(self, table: CompiledTable) -> str:
        return self.names.parties(table.seated)

    def seats_of(self, table: CompiledTable) -> str:
        """Who sits at a table, by their bare names, as they stand in a chart."""
        return listed(self.names.party_name(party) for party in table.seated)

    def about(self, table: CompiledTable) -> list[str]:
        """Who sits, on what, after which table, who ratifies."""
        sentences = [f"Seated: {self.seated(table)}."]
        if len(table.seated) == 1:
            sentences.append("One party alone negotiates with nobody: this is what it would accept.")
        if len(table.agenda) < len(self.case.issues):
            sentences.append(f"Agenda: {self.names.topics(sorted(table.agenda))}.")
        says_yes = [self.names.party(party) for party in table.ratifiers]
        says_yes += [floor.name for floor in table.floors] + [body.name for body in table.bodies]
        if says_yes:
            sentences.append(f"To be ratified by {listed(says_yes)}.")
        if table.past:
            sentences.append("It has met already.")
        if table.after is not None:
            sentences.append(f"It meets after “{self.table(table.after)}”.")
        if table.opens_if:
            sentences.append(f"It opens if {table.opens_if}.")
        return sentences

    def reaches(self, met: TableOutcome) -> str:
        """How many packages a table can agree on, and how many of them hold."""
        if is_none(met.reachable):
            rests = self.grounds(met)
            if rests is not None and rests.ground != "numbers":
                return "Red lines leave them nothing to sign, whatever the numbers."
            return "On our best guesses they have nothing to sign."
        could = f"They could agree on {_packages(met.reachable)}"
        if met.reachable == met.holds:
            every = "which" if met.reachable.packages == 1 else "all of which"
            return f"{could}, {every} {HOLDS}."
        if is_none(met.holds):
            none = "which would not" if met.reachable.packages == 1 else "none of which would"
            return f"{could}, {none} be carried out and ratified."
        sentence = f"{could}; {amount(*_of(met.holds))} of them {HOLDS}."
        if met.sure.packages < met.holds.packages:
            sure = "none" if is_none(met.sure) else str(amount(*_of(met.sure)))
            sentence += f" Of these, {sure} would be ratified however those vote of whom nothing is known."
        return sentence

    def signs(self, met: TableOutcome) -> str:
        """The deal that a table signs when it looks at nobody outside, and what refusals leave of it."""
        if met.remainder is None:
            return (
                ""
                if met.naive.status == "none exists"
                else f"Which deal they would sign is {self._unknown(met.naive)}."
            )
        return f"Left to themselves they would sign {self.deal(met.remainder.signed)}. {self.left(met.remainder)}"

    def left(self, left: Remainder) -> str:
        """Who refuses, and what of a deal still stands."""
        if left.survives:
            return "It would be carried out as signed."
        refusal = self.refusing(left) or "It breaks a rule"
        if left.package is None:
            return f"{refusal}, and the deal would collapse."
        return f"{refusal}; what would be left is {self.deal(left.package)}."

    def refusing(self, left: Remainder) -> str:
        """Who would not do its part or not ratify, in turn; empty where it is only a rule that breaks."""
        turns = [self.names.parties(refusal_round.refusing) for refusal_round in left.rounds if refusal_round.refusing]
        refusals = [f"{turns[0]} would refuse"] if turns else []
        if len(turns) > 1:
            refusals = [f"first {turns[0]} would refuse, then {', then '.join(turns[1:])}"]
        said = listed([*refusals, *([f"{self._ratifiers(left)} would not ratify it"] if left.refused_by else [])])
        return f"F{said[1:]}" if said.startswith("first ") else said

    def _ratifiers(self, left: Remainder) -> str:
        """Who would not ratify: parties, and bodies by their names."""
        parties = [party for party, key in enumerate(self.case.parties) if key in left.refused_by]
        bodies = [name for name in left.refused_by if name not in self.case.parties]
        return listed([*([self.names.parties(parties)] if parties else []), *bodies])

    def short(self, met: TableOutcome) -> str:
        """One table in a line or two: what it would sign, and what would become of that; else that it has nothing. What
        is signed is that of `choices`.
        """
        return self.reaches(met) if is_none(met.reachable) else self.signs(met) or self.reaches(met)

    def foresees(self, met: TableOutcome) -> str:
        """The deal among what holds."""
        deal = met.deal
        if deal is None:
            if met.foresighted.status != "none exists":
                return f"Their best deal among what would be carried out is {self._unknown(met.foresighted)}."
            return "" if not met.holds.packages else "Of what would be carried out, nothing gives all of them a gain."
        if met.remainder is not None and met.remainder.survives and met.remainder.signed == deal:
            return ""
        return f"Looking ahead they would agree on {self.deal(deal)}."

    def _unknown(self, choice: SolutionChoice) -> str:
        return "not computed" if choice.status == "not computed" else "not known: a search stopped at its limit"

    def deal(self, package: Package) -> str:
        """A package by what it changes of how things stand: what is agreed where that is little, else the issues."""
        moved = self.moved(package)
        if not moved:
            return "that things stay as they are"
        clauses = [clause for issue, option in moved if (clause := self.names.clause(issue, option)) is not None]
        if len(moved) <= MOST_NAMED and len(clauses) == len(moved):
            return f"a deal in which {listed(clauses)}"
        if len(moved) <= MOST_NAMED:
            return f"a deal with {self.changes(package)}"
        return f"a deal on {self.names.topics(issue for issue, _ in moved)}"

    def changes(self, package: Package) -> str:
        """What a package changes of how things stand."""
        return listed(self.names.outcome(issue, option) for issue, option in self.moved(package))

    def changed(self, package: Package) -> tuple[tuple[str, str], ...]:
        """The same as rows of a table: the issue, and what is agreed on it."""
        return tuple(
            (self.names.issue(issue), self.names.option(issue, option)) for issue, option in self.moved(package)
        )

    def moved(self, package: Package) -> list[tuple[int, int]]:
        """The issues that a package moves from their status quo, each with its option."""
        structure = self.case.structure
        return [
            (issue, option)
            for issue, option in enumerate(package)
            if option != structure.status_quo[issue] and issue not in structure.left_out
        ]

    def gains(self, gains: Gains, before: str) -> Any:
        """What each party has of something, in points, after the beginning of a sentence."""
        known = {party: gain for party, gain in enumerate(gains) if gain is not None}
        return self.of_each(
            known, lambda shown: f"{before}: {listed(f'{self.names.party(n)} {signed(known[n])}' for n in shown)}."
        )

    def losses(self, met: TableOutcome) -> Any:
        """What those who are left out lose against the deal of all."""
        if met.losses is None or met.deal is None:
            return ""
        outside = (party for party in range(len(self.case.parties)) if party not in met.table.seated)
        known = {party: loss for party in outside if (loss := met.losses[party]) is not None}

        def say(shown: list[int]) -> str:
            losses = listed(f"{self.names.party(party)} {_less(known[party])}" for party in shown)
            return f"Compared with {self.held_against}, those who are left out have: {losses}."

        return self.of_each(known, say)

    @property
    def held_against(self) -> str:
        """With what the gains at a table are compared."""
        full = self.talks.comparison.full
        return "the deal of all" if full.deal is not None else "no deal, for all together find none"

    def meeting(self, meeting: Meeting) -> list[Guarded[str]]:
        """What a meeting is worth by itself, and which levers it uses up."""
        worths = [
            Guarded(
                self.owner(party),
                f"Meeting is worth {signed(meeting.worth[party])} points to {self.names.party(party)}, whatever is "
                "agreed.",
            )
            for party in meeting.judged
        ]
        for spent in meeting.spent:
            lever = self.names.case.levers[spent.lever]
            title = lever.title or spent.lever.replace("_", " ")
            does = "eases" if lever.state == "in_force" else "uses up the lever"
            on = f" on {self.names.party(spent.target)}" if spent.target is not None else ""
            worths.append(Guarded(self.owners.lever(spent.lever), f"It {does} “{title}”{on}."))
        return worths

    def with_meeting(self, met: TableOutcome) -> Any:
        """What a table brings each party, deal and meeting together; empty where no meeting is judged."""
        if not met.meeting.judged or met.with_meeting is None:
            return ""
        what = "With its deal" if met.deal is not None else "Without a deal"
        return self.gains(met.with_meeting, f"{what}, the meeting counted in, it brings in points")

    def ratified(self, detail: Detail) -> list[Guarded[str]]:
        """How far bodies that follow a party would ratify the deal of a table that looks ahead."""
        if detail.of_foresighted is None:
            return []
        asked = {following_body.name: following_body for following_body in detail.ratification.following}
        return [
            Guarded(
                self.owner(asked[name].party),
                f"Of the range of what {name} may ask for, {100 * float(share):.0f} of 100 parts lie at or below what "
                "the deal that looks ahead gives.",
            )
            for name, share in detail.of_foresighted.shares
            if share is not None
        ]

    def spoiler(self, spoiler: Spoiler) -> Guarded[str]:
        """Who is left out and loses, and whether it could break the deal."""
        who = self.names.party(spoiler.party)
        sentence = f"Left out and not needed for it, {who} would lose {points_up(spoiler.loss)} points by it"
        if spoiler.breaks is None:
            sentence = f"{sentence}; what that party could cost the others is not judged{for_analyst(' (`spoil`)')}."
        elif spoiler.breaks:
            sentence = f"{sentence}; what that party could cost the others would end it."
        elif spoiler.strength is None:
            sentence = f"{sentence}; that party could take nothing from those whose consent it rests on."
        else:
            sentence = (
                f"{sentence}; to end it would take {float(spoiler.strength):.1f} times what that party can cost the "
                "others."
            )
        return Guarded(owner_of_all((self.owner(spoiler.party), self.choices)), sentence)

    def paid_by(self, paid: Payment) -> Owner:
        """Of a payment: those who would pay and those who would be paid."""
        return owner_of_all(self.owner(party) for party, _ in (*paid.short, *paid.spare))

    def payment(self, paid: Payment, payments: Payments | None = None) -> str:
        """The smallest payment that would open a deal. payments: what else is known where a search stopped."""
        paid_to = listed(f"{points_up(amount_)} points to {self.names.party(party)}" for party, amount_ in paid.short)
        payers = self.names.parties(party for party, _ in paid.spare)
        least = paid.efficiency
        lost = ""
        if least is not None and 0 < least <= 1:
            lost = f" That is enough as long as {ceil(100 * least)} of 100 points that are paid arrive."
        opened = f"A payment would open {self.deal(paid.package)}."
        if payments is not None and not payments.proven:
            least = payments.at_least
            below = f" none of less than {points(least)} points in all would do, and" if least else ""
            opened = f"{opened} A search stopped:{below} there may be a smaller one than this."
        return f"{opened} It takes {paid_to}, paid by {payers}.{lost}"

    def seats(self, seats: Iterable[Seat]) -> list[str]:
        """How conditions for talks stand, as they are told and read literally."""
        known_seats = tuple(seats)
        return [*self.conditions(known_seats), *self.literally(known_seats)]

    def conditions(self, seats: Iterable[Seat]) -> list[str]:
        """How conditions for talks stand that are not met; the same condition at several tables is told once."""
        asked: dict[_Asks, list[str]] = {}
        for seat in seats:
            for condition in seat.conditions:
                if condition.status != "met":
                    key = (
                        condition.party,
                        condition.issue,
                        condition.accepted,
                        condition.status,
                        condition.before,
                        bool(condition.holding),
                        condition.left_open,
                    )
                    asked.setdefault(key, []).append(seat.table)
        return [self._condition(key, self.tables(tables)) for key, tables in asked.items()]

    def literally(self, seats: Iterable[Seat]) -> list[str]:
        """Whose conditions, read literally, stand in the way of tables that are open as they are told."""
        literal: dict[tuple[int, str], list[str]] = {}
        for seat in seats:
            if seat.is_open and seat.is_open_literally is False:
                issues = listed(
                    self.names.topic(talks_condition.issue)
                    for talks_condition in seat.literally
                    if talks_condition.keeps_out
                )
                literal.setdefault((seat.party, issues), []).append(seat.table)
        return [
            f"Read literally, {owned_by(self.names.party(party))} conditions on {issues} stand in the way of "
            f"{self.tables(tables, 'and')}."
            for (party, issues), tables in literal.items()
        ]

    def tables(self, tables: Iterable[str], last: str = "or") -> str:
        """The titles of tables as a list in a sentence."""
        return listed((f"“{self.table(name)}”" for name in tables), last)

    def kept_away(self, party: int, tables: Iterable[str]) -> str:
        """Whose conditions for talks keep it from which tables, without a full stop."""
        whose = owned_by(self.names.party(party))
        return f"{whose} own conditions for talks stand in the way of {self.tables(tables, 'and')}"

    def _condition(self, asked: _Asks, where: str) -> str:
        who, issue, accepted, how, before, holding, left_open = asked
        party = self.names.party(who)
        wants = listed((self.names.outcome(issue, option) for option in sorted(accepted)), "or")
        asks = f"{party} would sit down at {where} only if {wants}"
        if how == "earlier":
            not_carried_out = "" if holding else ", though nothing that is agreed there would be carried out"
            if not holding and left_open:
                not_carried_out = ", though a search stopped before it was known whether it would be carried out"
            return f"{asks}; that could be agreed before at {self.tables(before)}{not_carried_out}."
        if how == "contradiction":
            return f"{asks}, which can only be agreed there: the condition defeats itself."
        if how == "impossible":
            return (
                f"{party} would sit down at {where} on no terms: every option on {self.names.topic(issue)} is refused."
            )
        if how == "not decided":
            return (
                f"{asks}; a search stopped before it was known whether that can be agreed at {self.tables(left_open)}."
            )
        return f"{asks}, which cannot be agreed at any table before."

    def stages(self, stages: Stages) -> str:
        """The tables of a sequence by their titles."""
        return ", then ".join(f"“{self.table(table)}”" for table in stages.stages)

    def settles(self, stages: Stages) -> list[str]:
        """Which issues each stage settles."""
        sentences = []
        for table, issues in zip(stages.stages, stages.fixed, strict=True):
            what = self.names.topics(issues) or "nothing that is still open"
            sentences.append(f"“{self.table(table)}” settles {what}.")
        return sentences

    def outcome(self, stages: Stages) -> list[Any]:
        """What meeting in stages leads to, and what the earlier meetings move."""
        binding, direct = stages.binding.packages[:1], stages.reopenable.packages[:1]
        if stages.gains is None or stages.direct is None:
            return [f"What that leads to is not known{self._best_so_far(stages)}."]
        if not binding and not direct:
            return ["There is no deal, whether what is settled binds or the last table can reopen everything."]
        sentences: list[Any] = [f"If what is settled binds, {self._agreed(binding)}."]
        if binding == direct:
            sentences.append("The last table would agree on the same if it could reopen everything.")
        else:
            sentences.append(f"If the last table can reopen everything, {self._agreed(direct)}.")
        if stages.anchoring is not None and any(stages.anchoring):
            sentences.append(self.gains(stages.anchoring, "What the earlier meetings move, in points"))
        return sentences

    def leads_to(self, stages: Stages) -> str:
        """What meeting in stages leads to, in a sentence."""
        binding, direct = stages.binding.packages[:1], stages.reopenable.packages[:1]
        if stages.gains is None or stages.direct is None:
            return f"what that leads to is not known{self._best_so_far(stages)}."
        if binding == direct:
            if not binding:
                return "no deal, whether what is settled binds or the last table can reopen everything."
            return "the last table would agree on the same if it could reopen everything."
        bound = self.deal(binding[0]) if binding else "no deal"
        return (
            f"{bound} if what is settled binds, {self.deal(direct[0]) if direct else 'no deal'} if it can be reopened."
        )

    def _best_so_far(self, stages: Stages) -> str:
        """What was found where a search stopped, and how much better another result could be."""
        binding = stages.binding
        if binding.status != "limit":
            return "" if stages.reopenable.status != "limit" else ": a search stopped"
        if not binding.packages:
            return ": a search stopped before it found a result"
        deal = self.deal(binding.packages[0])
        best = f": a search stopped. The best result for those who meet first that it found is {deal}"
        bound = binding.proof.bound if binding.proof is not None else ""
        if not bound.isdigit() or not binding.key:
            return best
        times = ceil(10 * Fraction(int(bound), binding.key)) / 10
        return f"{best}; the product of their gains is at most {times:,.1f} times as large in any other"

    def _agreed(self, packages: Sequence[Package]) -> str:
        return f"that leads to {self.deal(packages[0])}" if packages else "there is no deal"

    def linked(self, bundles: Sequence[tuple[int, ...]]) -> str:
        """Issues that are acceptable together and not apart."""
        topics = [listed(self.names.topic(issue) for issue in bundle) for bundle in bundles]
        return f"Acceptable together and not apart: {'; '.join(topics)}." if topics else ""


def by_what_holds(subsets: Iterable[TableOutcome]) -> list[TableOutcome]:
    """Sets of seats, those at which the most holds first, and of these the smaller ones."""
    return sorted(subsets, key=lambda met: (-met.holds.packages, len(met.table.seated)))


def alike(table: CompiledTable, other: CompiledTable) -> bool:
    """True where the same parties sit on the same agenda, with the same ratifiers."""
    return (set(table.seated), table.agenda, set(table.ratifiers), table.floors, table.bodies) == (
        set(other.seated), other.agenda, set(other.ratifiers), other.floors, other.bodies
    )  # fmt: skip


def told_apart(sequences: Sequence[Stages]) -> list[Stages]:
    """The sequences, without those that a longer one begins with and that lead to the same."""
    return [
        sequence
        for sequence in sequences
        if not any(is_begun_by(other, sequence) for other in sequences if other is not sequence)
    ]


def is_begun_by(longer: Stages, stages: Stages) -> bool:
    """True where the longer sequence begins with the stages of the other, and leads to the same."""
    return longer.stages[: len(stages.stages)] == stages.stages and _ends(longer) == _ends(stages)


def _ends(stages: Stages) -> tuple[object, ...]:
    return tuple((choice.status, choice.packages[:1]) for choice in (stages.binding, stages.reopenable))


def is_none(number: CountEstimate) -> bool:
    """True where it is known that there are no packages."""
    return not number.packages and not number.error


def _less(loss: Fraction) -> str:
    """What a loss of points is, after the name of a party."""
    if not float(points(loss)):
        return "as much"
    return f"{points(loss)} points less" if loss > 0 else f"{points(-loss)} points more"


def signed(value: Fraction | None) -> str:
    """Points with their sign, 0 without."""
    if value is None:
        return "not known"
    text = points(value)
    return text if value <= 0 or not float(text) else f"+{text}"


def _of(number: CountEstimate) -> tuple[int, float]:
    return number.packages, number.error


def _packages(number: CountEstimate) -> str:
    return amount(number.packages, number.error).of("package")
