"""What a new option would have to be worth, in sentences."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from winset.analyses.settlement.blockers import Constraint
from winset.analyses.settlement.invent import Invention, RequiredWorth, nearest_listed
from winset.analyses.settlement.reach import Clause
from winset.questions.invent.clauses import ClauseWords
from winset.questions.invent.solve import InventAnswer
from winset.report.claims import BLANK
from winset.report.constraints import ConstraintWords
from winset.report.counts import in_readings
from winset.report.names import Names, counted, listed, points, points_up

TAKEN = (
    "The new option is taken to be none of those on the list: nobody rejects it, and it leaves the status quo. Neither "
    "a rule nor a judged combination that names options on the list holds for it, unless the case says how far these "
    "reach (`applies_above`). 100 points are what its ideal on the issue is worth to a party. Every number is read at "
    "its most likely value, and a party of whom nothing is said is taken not to mind. What asks least of those "
    "of whom it asks most stands first."
)
SEARCHED = (
    "There are too many combinations of options on the other issues to go through: the least worths are folded and "
    "searched for, and proven, except where a sentence says that a search stopped."
)
MOST_TOPICS = 6
"""Issues that one sentence names; beyond, the first of them and how many others there are."""
MOST_PARTIES = 5
"""Parties that one sentence names with what each asks; beyond, those that ask most."""
FIRST = 3
"""Issues or parties that are named where they are too many for one sentence."""
FIXED = (
    "In every trial the new option is worth exactly what is asked here, up to the next tenth of a point, and nothing "
    "to those of whom nothing is asked."
)


class InventWords:
    """The sentences about new options, in the names of a case. shown: parties whose numbers may be shown; what is asked
    of the others is said without a number.
    """

    def __init__(self, answer: InventAnswer, names: Names, shown: Collection[int]) -> None:
        self.answer, self.invented, self.names, self.shown = answer, answer.invented, names, shown
        self.case = self.invented.case

    def who_decides(self) -> str:
        """Whose consent a package needs."""
        structure, table = self.case.structure, self.case.table
        where = f"At the table “{self.names.case.tables[table].title or table}”: every" if table else "Every"
        others = [p for p in structure.can_be_needed if p not in structure.always]
        also = f", and {self.names.parties(others)} where what is agreed needs them" if others else ""
        ratify = [self.names.party(p) for p in structure.always if p not in structure.bargaining]
        ratify += [*(floor.name for floor in self.case.floors), *(vote.name for vote in structure.votes)]
        yes = f" {listed(ratify)} must ratify." if ratify else ""
        return f"{where} package needs the consent of {self.names.parties(structure.bargaining)}{also}.{yes}"

    def answers(self) -> list[str]:
        """On which issues a new option is enough, and on which only because something does not apply; what is least."""
        inventions = self.invented
        if self.case.is_blank:
            return list(BLANK)
        sentences = []
        if inventions.leads is not None:
            sentences = [
                "There is a deal already: a new option is asked to give somebody more than there, and nobody less."
            ]
        opening = [issue for issue in inventions.issues if issue.opens]
        clean = [invention for invention in opening if not self.escapes(invention)]
        escaping = [invention for invention in opening if self.escapes(invention)]
        closed = [issue for issue in inventions.issues if issue.status == "cannot"]
        unknown = [issue for issue in inventions.issues if issue.status == "limit"]
        does = "could open a deal" if inventions.leads is None else "could better that package"
        if not opening and unknown:
            whether = f"Whether a new option on {self._topics(unknown)} {does} is not known: a search stopped."
            none = [f"None on {self._topics(closed)} could, whatever it were worth."] if closed else []
            return [*sentences, whether, *none]
        if not opening:
            return [*sentences, f"No new option on a single issue {does}, whatever it were worth."]
        if clean:
            sentences.append(f"A new option on {self._topics(clean)} {does}.")
            sentences.append(self._first(clean[0]))
        if escaping:
            only = "only because links or rules name the options on the list, not new ones"
            sentences.append(f"A new option on {self._topics(escaping)} {does} {only}.")
            sentences += [] if clean else [self._first(escaping[0])]
        if closed:
            sentences.append(f"None on {self._topics(closed)} could, whatever it were worth.")
        if unknown:
            sentences.append(f"Whether one on {self._topics(unknown)} could is not known: a search stopped.")
        return sentences

    def _first(self, invention: Invention) -> str:
        ask, topic = invention.frontier[0], self.names.topic(invention.issues[0])
        if not any(ask.worth) and self.may_tell(ask):
            return f"On {topic} even one that is worth nothing to anybody would do."
        near = ""
        if self.may_tell(ask) and (shown := self._first_asking(ask)):
            nearest = nearest_listed(self.case, invention.issues, ask)
            option = self.names.option(invention.issues[0], nearest.options[0])
            gives = listed(f"{points_up(nearest.worth[p], 0)} to {self.names.party(p)}" for p in shown)
            near = f"; the nearest on the list, “{option}”, is worth {gives}"
        if all(other.proven for other in self.invented.issues):
            proof = ", as a search proves" if self.invented.searched else ""
            return f"Least is asked on {topic}{proof}: {self.asked(ask, 0)}{near}."
        least = min(
            other.at_least if not other.proven else other.frontier[0].size[0]
            for other in self.invented.issues
            if other.opens or not other.proven
        )
        bound = f", and at least {points(least)} are asked of one party in any case" if least else ""
        bound = bound if self.may_tell(ask) else ""
        return f"The least that was found is asked on {topic}: {self.asked(ask, 0)}{near}; a search stopped{bound}."

    def _first_asking(self, ask: RequiredWorth) -> list[int]:
        """Parties that ask something; where they are too many for one sentence, those that ask most."""
        shown = self.asking(ask)
        if len(shown) <= MOST_PARTIES:
            return shown
        return sorted((p for p in shown if self.is_open(p)), key=lambda p: (-ask.worth[p], p))[:FIRST]

    def bound(self, invention: Invention) -> str:
        """What is known of smaller asks where a search stopped; empty where the first of the frontier asks least."""
        if invention.proven:
            return ""
        ask = invention.frontier[0]
        told = points(invention.at_least) if invention.at_least and self.may_tell(ask) else ""
        least = f" at least {told} of 100 points are asked of one party in any case, and" if told else ""
        return f"A search stopped:{least} a smaller ask than the least that was found may do."

    def escape(self, some: Sequence[Invention]) -> str:
        """That new options are enough only because links or rules name other options, and what they would take if not.
        some: those of which the latter is the same.
        """
        number = len({clause for invention in some for clause in self.escaped(invention)})
        which = "links or rules name" if not number else "this names" if number == 1 else "these name"
        sentence = f"A new option on {self._topics(some)} wins only because {which} other options."
        takes = "none would be enough" if some[0].named is None else f"it would take {self.asked(some[0].named, 0)}"
        return f"{sentence} If everything that names options there applied to it, {takes}."

    def escapes(self, invention: Invention) -> tuple[Clause, ...]:
        """The links and rules but for which the new option would not be enough. None are told where a link may not be:
        what is enough with all of them follows from every link.
        """
        may_tell = all(link.party in self.shown for link in self.case.links)
        return invention.frontier[0].escapes if may_tell else ()

    def escaped(self, invention: Invention) -> tuple[str, ...]:
        """The links and rules that a new option escapes."""
        clauses = ClauseWords(self.names, self.shown)
        clauses_told = (clauses.clause(clause) for clause in self.escapes(invention))
        return tuple(dict.fromkeys(f"{clause}." for clause in clauses_told))

    def topics(self, invention: Invention) -> str:
        """The issues of a new option."""
        return listed(self.names.topic(issue) for issue in invention.issues)

    def beyond(self, invention: Invention) -> list[str]:
        """What it takes at places of the line at which links or rules apply to a new option."""
        clauses, sentences = ClauseWords(self.names, self.shown), []
        for placing, ask in invention.beyond:
            if not all(clauses.may_tell(clause) for clause, _ in placing.applies):
                continue
            where, what = clauses.beyond(placing), sorted({clause for clause, _ in placing.applies})
            enough = "no new option would be enough" if ask is None else f"it would take {self.asked(ask, 0)}"
            applies = "applies" if len(what) == 1 else "apply"
            sentences.append(f"{where[0].upper()}{where[1:]}, {enough}: there {applies} {clauses.clauses(what)}.")
        return sentences

    def asked(self, ask: RequiredWorth, digits: int = 1) -> str:
        """What is asked, in a sentence; without decimals in a short one, that of many parties names but some."""
        shown = self.asking(ask)
        first = shown if digits else self._first_asking(ask)
        worths = [f"{points_up(ask.worth[p], digits)} to {self.names.party(p)}" for p in first if self.is_open(p)]
        if others := [p for p in shown if self.is_open(p) and p not in first]:
            most = points_up(max(ask.worth[p] for p in others), digits)
            worths.append(f"up to {most} to {counted(len(others), 'other')}")
        least = [f"at least {listed(worths)}, of 100 points"] if worths else []
        hidden = [p for p in shown if not self.is_open(p)]
        enough = [f"enough to {self.names.parties(hidden)} (how much is left out at this level)"] if hidden else []
        return "; ".join((*least, *enough)) or "nothing to anybody"

    def asking(self, ask: RequiredWorth) -> list[int]:
        """Parties that ask something, and those of whom nothing may be shown."""
        return [p for p in sorted(ask.needed) if ask.worth[p] or not self.is_open(p)]

    def may_tell(self, ask: RequiredWorth) -> bool:
        """True where all that is asked may be shown."""
        return all(self.is_open(p) for p in ask.needed)

    def rules(self, issues: Sequence[int]) -> str:
        """A warning where a rule asks for, or is set off by, options of the issues."""
        rules = self.case.structure.rules
        number = sum(any(issue in issues for issue, _ in (*rule.if_, *rule.then)) for rule in rules)
        if not number:
            return ""
        names = "names" if number == 1 else "name"
        return (
            f"{counted(number, 'rule')} of the case {names} options here: the new one neither sets such a rule off nor "
            "does what it asks."
        )

    def more(self, ask: RequiredWorth) -> str:
        """To whom it must be worth more than what is asked."""
        return f"Just this much only equals the package that leads: it must be worth more than this to {self.whom(ask)}"

    def whom(self, ask: RequiredWorth) -> str:
        """To whom it must be worth more; who has room for it is told only where all numbers are."""
        if not self.may_tell(ask):
            return "at least one of them"
        return listed((self.names.party(p) for p in sorted(ask.exceed)), "or")

    def alternative(self, invention: Invention, place: int, ask: RequiredWorth) -> str:
        """Another least worth in a sentence, with what is different in the rest of the package."""
        parts = [f"Or {self.asked(ask)}"]
        if ask.exceed:
            parts.append(f"and more than this to {self.whom(ask)}")
        first = invention.frontier[0].rest
        changed = [n for n in self.others(invention) if ask.rest[n] != first[n]]
        but = listed(self.names.outcome(n, ask.rest[n]) for n in changed)
        parts.append(f"the rest as above{'; but ' if but else ''}{but}")
        readings = self.readings(invention, place)
        return f"{', '.join(parts)}.{f' {readings}' if readings else ''}"

    def others(self, invention: Invention) -> list[int]:
        """The issues of the rest of the package."""
        left_out = self.case.structure.left_out
        return [n for n in range(len(self.case.issues)) if n not in left_out and n not in invention.issues]

    def refused(self, invention: Invention, options: Sequence[int]) -> str:
        """Who rejects one of the options."""
        chosen = set(zip(invention.issues, options, strict=True))
        red_lines = self.case.structure.red_lines
        who = [
            p
            for p, own_red_lines in enumerate(red_lines)
            if any((line.issue, line.option) in chosen for line in own_red_lines)
        ]
        return f", which {self.names.parties(who)} {'rejects' if len(who) == 1 else 'reject'}" if who else ""

    def readings(self, invention: Invention, place: int) -> str:
        """In how many readings what stands at a place of a frontier is enough; empty where that was not counted."""
        share = self.answer.share(invention, place)
        if share is None:
            return ""
        trials = in_readings(share, drawn=False)
        if self.invented.leads is None:
            return f"With it on the list there is a deal {trials}."
        return (
            f"{trials[0].upper()}{trials[1:]} a package with it is acceptable and gives no bargaining party less than "
            "the package that leads."
        )

    def why(self, invention: Invention) -> str:
        """Why no option of the issue is enough."""
        if invention.status == "off the agenda":
            return "off the agenda, so it stays as it is."
        if invention.status == "limit":
            return "not known whether one is enough: a search stopped."
        if invention.reason == "not worked out":
            return (
                "none is enough, whatever it were worth to everybody; which constraints exclude it was not worked out."
            )
        if invention.reason == "nothing to gain":
            return "with it, nobody can get more than in the package that leads unless another gets less."
        if invention.reason == "rules":
            return "every package with it breaks a rule of the case, which asks for an option that is on the list."
        names = [self._constraint(item) for item in invention.conflicts[0]]
        even = "even if it were worth 100 points to everybody"
        more = len(invention.conflicts) - 1
        least = "" if invention.complete else "at least "
        others = f" ({least}{counted(more, 'other set')} like this in `--json`)" if more else ""
        if len(names) == 1:
            return f"{names[0]} stands in the way alone, {even}{others}."
        return f"these cannot all hold, {even}{others}: {'; '.join(names)}."

    def _constraint(self, item: Constraint) -> str:
        bargains = item.party in self.case.structure.bargaining
        if self.invented.leads is not None and bargains and item.line is None and item.body is None:
            return f"what {self.names.party(item.party)} has in the package that leads"
        return ConstraintWords(self.names).constraint(item)

    def _topics(self, some: Sequence[Invention]) -> str:
        named = [
            self.names.topic(invention.issues[0]) for invention in some[: FIRST if len(some) > MOST_TOPICS else None]
        ]
        others = [counted(len(some) - len(named), "other issue")] if len(some) > len(named) else []
        return listed([*named, *others], "or")

    def _bargaining(self) -> str:
        return self.names.parties(self.case.structure.bargaining)

    def is_open(self, party: int) -> bool:
        """True for a party whose numbers may be shown."""
        return party in self.shown
