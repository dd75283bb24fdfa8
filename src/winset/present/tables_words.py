"""Who must be in the room, in sentences: what a table can agree, what of it holds, what is left, who loses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from winset.analyses.settlement.choose import Choice
from winset.analyses.settlement.counting import Number
from winset.analyses.tables.cascade import Left
from winset.analyses.tables.conditions import Condition, Seat
from winset.analyses.tables.meeting import Meeting
from winset.analyses.tables.payments import Payment
from winset.analyses.tables.sequence import Sequence as Stages
from winset.analyses.tables.spoilers import Spoiler
from winset.analyses.tables.tables import EVERYBODY, Met
from winset.analyses.tables.talks import Talks
from winset.analyses.tables.terms import Gains, Package
from winset.compiled import Compiled, Table
from winset.present.amounts import amount
from winset.present.visible import Visible
from winset.present.words import Words, counted, listed, owned_by, points, points_up

HOLDS = "would also be carried out and ratified"


class TablesWords:
    """The sentences about one answer, in the names of its case."""

    def __init__(self, talks: Talks, visible: Visible) -> None:
        self.talks, self.visible = talks, visible
        self.case: Compiled = talks.compared.terms.case
        self.words = Words(visible.case, self.case)

    @property
    def needs_nobody(self) -> list[int]:
        """Issues of which the case says of no option who is needed to carry it out."""
        structure = self.case.structure
        return [
            issue
            for issue, (start, size) in enumerate(zip(structure.offsets, structure.sizes, strict=True))
            if issue not in structure.left_out and not structure.needs[start : start + size].any()
        ]

    def table(self, table: Table | str) -> str:
        """The title of a table; of a table that is made up, who sits there."""
        name = table if isinstance(table, str) else table.name
        if name == EVERYBODY:
            return "Everybody"
        told = self.visible.case.tables.get(name)
        if told is None:
            return listed(self.visible.case.parties[party].name for party in name.split("+"))
        return told.title or name.replace("_", " ")

    def seated(self, table: Table) -> str:
        return self.words.parties(table.seated)

    def about(self, table: Table) -> list[str]:
        """Who sits, on what, after which table, who ratifies."""
        told = [f"Seated: {self.seated(table)}."]
        if len(table.agenda) < len(self.case.issues):
            told.append(f"Agenda: {listed(self.words.topic(issue) for issue in sorted(table.agenda))}.")
        says_yes = [self.words.party(party) for party in table.ratifiers]
        says_yes += [floor.name for floor in table.floors] + [body.name for body in table.bodies]
        if says_yes:
            told.append(f"To be ratified by {listed(says_yes)}.")
        if table.past:
            told.append("It has met already.")
        if table.after is not None:
            told.append(f"It meets after “{self.table(table.after)}”.")
        if table.opens_if:
            told.append(f"It opens if {table.opens_if}.")
        return told

    def reaches(self, met: Met) -> str:
        """How many packages a table can agree on, and how many of them hold."""
        if not met.reachable.packages and not met.reachable.error:
            return "It could agree on nothing: no package on its agenda is acceptable to all who sit there."
        if met.reachable == met.holds:
            return f"It could agree on {_packages(met.reachable)}, all of which {HOLDS}."
        some = "none" if not met.holds.packages and not met.holds.error else str(amount(*_of(met.holds)))
        told = f"It could agree on {_packages(met.reachable)}; {some} of them {HOLDS}."
        if met.sure.packages < met.holds.packages:
            told += (
                f" Of these {amount(*_of(met.sure))} would be ratified for certain, whoever of the unknown votes how."
            )
        return told

    def signs(self, met: Met) -> str:
        """The deal that a table signs when it looks at nobody outside, and what refusals leave of it."""
        if met.left is None:
            return (
                "" if met.naive.found == "none exists" else f"Which deal it would sign is {self._unknown(met.naive)}."
            )
        told = f"Looking at nobody outside it would sign: {self.changes(met.left.signed)}."
        return f"{told} {self.left(met.left)}"

    def left(self, left: Left) -> str:
        """Who refuses, and what of a deal still stands."""
        if left.survives:
            return "It would be carried out as signed."
        refusing = [self.words.party(party) for one in left.rounds for party in one.refusing]
        who = listed([*dict.fromkeys(refusing), *left.refused_by])
        whose = f"{who} would refuse" if who else "It breaks a rule"
        if left.package is None:
            return f"{whose}, and nothing of it would be left."
        return f"{whose}. What would be left: {self.changes(left.package)}."

    def foresees(self, met: Met) -> str:
        """The deal among what holds."""
        deal = met.deal
        if deal is None:
            if met.foresighted.found != "none exists":
                return f"Its best deal among what holds is {self._unknown(met.foresighted)}."
            return "" if not met.holds.packages else "Of what holds, nothing gives all who sit there a gain."
        if met.left is not None and met.left.survives and met.left.signed == deal:
            return ""
        return f"Looking ahead it would agree on: {self.changes(deal)}."

    def _unknown(self, choice: Choice) -> str:
        return "not computed" if choice.found == "not computed" else "not known: a search stopped at its limit"

    def changes(self, package: Package) -> str:
        """What a package changes of how things stand."""
        quo = self.case.structure.status_quo
        return listed(
            f"{self.words.topic(issue)} at “{self.words.option(issue, option)}”"
            for issue, option in enumerate(package)
            if option != quo[issue] and issue not in self.case.structure.left_out
        )

    def gains(self, gains: Gains, parties: Iterable[int] | None = None) -> str:
        """What each party has of something, in points, those left out of whom no number may be shown."""
        asked = range(len(gains)) if parties is None else parties
        shown = [(party, gains[party]) for party in asked if self.visible.points(self.case.parties[party])]
        return listed(f"{self.words.party(party)} {signed(gain)}" for party, gain in shown if gain is not None)

    def losses(self, met: Met) -> str:
        """What those who are left out lose against the deal of all."""
        outside = [party for party in range(len(self.case.parties)) if party not in met.table.seated]
        if met.losses is None or met.deal is None or not outside:
            return ""
        told = self.gains(tuple(None if loss is None else -loss for loss in met.losses), outside)
        return f"Against the deal of all, for those who are left out: {told} points." if told else ""

    def meeting(self, meeting: Meeting) -> list[str]:
        """What a meeting is worth by itself, and which levers it uses up."""
        told = [
            f"Meeting is worth {signed(meeting.worth[party])} points to {self.words.party(party)}, whatever is agreed."
            for party in meeting.judged
            if self.visible.points(self.case.parties[party])
        ]
        for spent in meeting.spent:
            if self.visible.lever(spent.lever):
                title = self.visible.case.levers[spent.lever].title or spent.lever.replace("_", " ")
                on = f" on {self.words.party(spent.target)}" if spent.target is not None else ""
                told.append(f"It uses up the lever “{title}”{on}.")
        return told

    def spoiler(self, one: Spoiler) -> str:
        """Who is left out and loses, and whether it could break the deal."""
        who = self.words.party(one.party)
        if not self.visible.points(self.case.parties[one.party]):
            return f"{who} is left out, is not needed for it, and would lose by it."
        told = f"{who} is left out, is not needed for it, and would lose {points_up(one.loss)} points by it"
        if one.breaks is None:
            return f"{told}; what it could cost the others is not judged (`spoil`)."
        if one.breaks:
            return f"{told}; what it could cost the others would end it."
        if one.strength is None:
            return f"{told}; it could take nothing from those whose consent it rests on."
        return f"{told}; it would take {float(one.strength):.1f} times what it can cost the others to end it."

    def payment(self, paid: Payment) -> str:
        """The smallest payment that would open a deal."""
        closed = {party for party, _ in (*paid.short, *paid.spare)}
        if any(not self.visible.points(self.case.parties[party]) for party in closed):
            return ""
        short = listed(f"{points_up(amount_)} points to {self.words.party(party)}" for party, amount_ in paid.short)
        payers = self.words.parties(party for party, _ in paid.spare)
        least = paid.efficiency
        lost = ""
        if least is not None and 0 < least <= 1:
            lost = f" It would do if at least {100 * float(least):.0f} of 100 points that are paid arrive."
        return f"A payment from {payers} of {short} would open: {self.changes(paid.package)}.{lost}"

    def seat(self, seat: Seat) -> list[str]:
        """How a party's conditions for talks stand at a table."""
        told = [self._condition(seat, one) for one in seat.conditions if one.how != "met"]
        if seat.is_open and not seat.is_open_literally:
            asked = [one for one in seat.literally if one.keeps_out]
            issues = listed(self.words.topic(one.issue) for one in asked)
            told.append(
                f"Read literally, {owned_by(self.words.party(seat.party))} conditions on {issues} keep it from "
                f"“{self.table(seat.table)}”."
            )
        return told

    def _condition(self, seat: Seat, one: Condition) -> str:
        party, table = self.words.party(seat.party), self.table(seat.table)
        wants = listed((f"“{self.words.option(one.issue, option)}”" for option in sorted(one.accepted)), "or")
        asks = f"{party} sits down at “{table}” only with {self.words.topic(one.issue)} at {wants}"
        if one.how == "earlier":
            where = listed((f"“{self.table(name)}”" for name in one.before), "or")
            held = "" if one.holding else ", though nothing that is agreed there would be carried out"
            return f"{asks}; {where} could agree on that before{held}."
        if one.how == "contradiction":
            return f"{asks}, and that can only be agreed there: its own condition keeps it from the table."
        if one.how == "impossible":
            return (
                f"{party} sits down at “{table}” on no terms: it rejects every option of {self.words.topic(one.issue)}."
            )
        return f"{asks}, and no table before can agree on that."

    def stages(self, one: Stages) -> list[str]:
        """What meeting in stages leads to, and what the earlier meetings move."""
        told = []
        for table, issues in zip(one.stages, one.fixed, strict=True):
            what = listed(self.words.topic(issue) for issue in issues) or "nothing that is still open"
            told.append(f"“{self.table(table)}” settles {what}.")
        if one.binding.packages:
            told.append(f"If what is settled binds, that leads to: {self.changes(one.binding.packages[0])}.")
        else:
            told.append("If what is settled binds, there is no deal." if one.gains else "The result is not known.")
        if one.reopenable.packages and one.reopenable.packages[:1] != one.binding.packages[:1]:
            told.append(
                f"If the last table can reopen everything, or meets alone: {self.changes(one.reopenable.packages[0])}."
            )
        elif one.reopenable.packages:
            told.append("The last table alone would agree on the same.")
        elif one.direct is not None:
            told.append("If the last table can reopen everything, or meets alone, there is no deal.")
        if one.anchoring is not None and any(one.anchoring):
            told.append(f"What the earlier meetings move, in points: {self.gains(one.anchoring)}.")
        return told

    def linked(self, bundles: Sequence[tuple[int, ...]]) -> str:
        """Issues that are acceptable together and not apart."""
        each = [listed(self.words.topic(issue) for issue in bundle) for bundle in bundles]
        return f"Acceptable together and not apart: {'; '.join(each)}." if each else ""


def signed(value: Fraction | None) -> str:
    """Points with their sign, 0 without."""
    if value is None:
        return "not known"
    text = points(value)
    return text if value <= 0 or not float(text) else f"+{text}"


def _of(number: Number) -> tuple[int, float]:
    return number.packages, number.error


def _packages(number: Number) -> str:
    return amount(number.packages, number.error).of("package")


def some(count: int, one: str) -> str:
    """A number with its noun; "no" for 0."""
    return counted(count, one) if count else f"no {one}s"
