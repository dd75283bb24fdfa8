"""Whether a package would hold, for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

from winset.analyses.robustness.acceptance import Share
from winset.analyses.stability.coalitions import Together
from winset.analyses.stability.countermoves import Answer
from winset.analyses.stability.definitions import definitions
from winset.analyses.stability.ranks import decisive
from winset.analyses.stability.readings import is_fixed
from winset.analyses.stability.stability import Blocked, Held, Stability
from winset.compiled import Condition
from winset.errors import TooLarge
from winset.model.evidence import Checked
from winset.present.page import Page
from winset.present.problems import printable
from winset.present.quoted import write_claim
from winset.present.shares import NOT_A_PROBABILITY, in_readings
from winset.present.visible import Visible
from winset.present.words import Words, counted, listed

SHOWN = 3
"""Improvements that are shown of each party."""
STRONGEST = ("sseq", "seq", "smr", "gmr")
"""The definitions in the order in which their answers are shown: what costs nobody and lasts comes first."""
STATES = (
    "A state is a package that breaks no rule; it differs from others on the issues that somebody can move alone. In "
    "one move a party may change several of the issues that it moves. The others may answer by moves in a row, nobody "
    "twice in succession. Red lines say what a party does not sign: they forbid no move, and change no rank. What "
    "several parties would have to change together is not part of this answer."
)
CENTRAL = "Values are read at their most likely numbers, and silence as indifference."


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An improvement with the best answer to it, None where there is none, and the definition that it is of."""

    party: int
    to: int
    answer: Answer | None
    key: str = ""


def improvements(found: Stability, held: Held, party: int) -> list[Told]:
    """Every improvement of a party with the strongest answer to it: unanswered first, then those that change least."""
    told: dict[int, Told] = {}
    for key in STRONGEST:
        for to, answer in held.reasons[key][party] or ():
            if answer is not None and (to not in told or told[to].answer is None):
                told[to] = Told(party=party, to=to, answer=answer, key=key)
            told.setdefault(to, Told(party=party, to=to, answer=None))
    rank = found.states.graph.rank[party]

    def order(one: Told) -> tuple[bool, int, int]:
        return one.answer is not None, len(changed(found, held.state, one.to)), -int(rank[one.to])

    return sorted(told.values(), key=order)


def simplest(found: Stability, held: Held, told: Sequence[Told]) -> list[Told]:
    """Improvements without those that change more than another one, to no greater gain, and are answered no less."""
    rank = found.states.graph.rank
    kept: list[Told] = []
    for one in told:
        changes = set(changed(found, held.state, one.to))
        if not any(
            set(changed(found, held.state, other.to)) <= changes
            and rank[one.party][other.to] >= rank[one.party][one.to]
            and (other.answer is None or one.answer is not None)
            for other in kept
        ):
            kept.append(one)
    return kept


def changed(found: Stability, start: int, end: int) -> list[tuple[int, int]]:
    """The issues on which two states differ, with the option of the second."""
    pair = zip(found.states.package(start), found.states.package(end), strict=True)
    return [(issue, new) for issue, (old, new) in enumerate(pair) if old != new]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is shown of an answer. keys: of definitions. holds: in how many readings the package is stable, why that is
    not known, or None where it was not asked.
    """

    keys: tuple[str, ...]
    holds: Mapping[str, Share] | TooLarge | None

    @property
    def shares(self) -> Mapping[str, Share]:
        return {} if self.holds is None or isinstance(self.holds, TooLarge) else self.holds


class StabilityText:
    """One answer on one console."""

    def __init__(
        self,
        console: Console,
        found: Stability,
        checked: Checked,
        visible: Visible,
        shown: Shown,
    ) -> None:
        self.page, self.found, self.checked, self.visible = Page(console), found, checked, visible
        self.keys, self.holds = shown.keys, shown.shares
        self.why_not = f"{shown.holds}." if isinstance(shown.holds, TooLarge) else ""
        self.words = Words(visible.case, found.case)

    def write(self, together: Mapping[str, Together | None] | None = None) -> None:
        """The answer, who could gain by what and who could answer, what no move reaches, and every definition.

        together: what coalitions could gain by, where that was asked.
        """
        page, found = self.page, self.found
        page.title(self.visible.case.case.title)
        page.line("Once this is agreed: who gains by moving away alone, and who could answer?", 0, "italic")
        for line in self._heading():
            page.line(line, 0, "dim")
        page.section("Answer")
        for sentence in self.sentences():
            page.line(sentence)
        held = found.held
        if held is not None:
            page.section("How things stand" if held.why == "still" else "The package")
            page.pairs(self.words.package(held.package))
        if held is not None and self._moves():
            self._gains(held)
            if together is not None:
                from winset.present.coalitions_text import CoalitionsText

                CoalitionsText(page, found, held, self.words).write(together)
        if self._moves():
            self._who_moves_what()
            self._out_of_reach(held)
            self._definitions()
        page.section("How this is read")
        for line in (*self.notes(), self.visible.account()):
            if line:
                page.line(line)

    def _moves(self) -> bool:
        return bool(self.found.states.moving)

    def _heading(self) -> list[str]:
        case, table = self.visible.case, self.found.case.table
        where = [f"At the table “{case.tables[table].title or table}”."] if table else []
        return [*where, *(f"Read under the variant “{case.variants[n].title or n}”." for n in self.checked.variants)]

    def sentences(self) -> list[str]:
        """What was looked at, whether it holds and by what, and how many readings agree."""
        held = self.found.held
        if held is None:
            return ["There is no package to look at: name one with `--package`."]
        what = {
            "named": "This is about the package that you named.",
            "leads": "This is about the package that leads in `winset deal`; look at others with `--package`.",
            "still": "No package is acceptable to everybody that it needs, so this is about how things stand; look at "
            "any package with `--package`.",
        }[held.why]
        if not self._moves():
            return [
                what,
                "The case says of nobody what it could change alone (`moves`), so nobody can move away, and whether "
                "this would hold cannot be said.",
            ]
        return [what, *self._verdict(held), *self._in_readings()]

    def _verdict(self, held: Held) -> list[str]:
        found = self.found
        told = {party: improvements(found, held, party) for party in range(len(found.case.parties))}
        gaining = [party for party, each in told.items() if each]
        if not gaining:
            return ["Nobody could gain by moving away from it alone: it would hold by itself."]
        open_ = [party for party in gaining if any(one.answer is None for one in told[party])]
        who = self.words.parties(gaining)
        if open_:
            count = sum(one.answer is None for each in told.values() for one in each)
            ways = f"{counted(count, 'way')} to do so {'is' if count == 1 else 'are'}"
            return [
                f"{who} could gain by moving away from it alone, and {ways} open that nobody could answer: it would "
                f"not hold against {self.words.parties(open_)}."
            ]
        if held.holds("sseq"):
            how = (
                "each can be answered by others to their own advantage, and the one who moved away cannot mend that. "
                "It would hold if everybody looks that far ahead."
            )
        elif held.holds("seq"):
            how = (
                "each can be answered by others to their own advantage, though the one who moved away may move again. "
                "It would hold if everybody looks two moves ahead."
            )
        else:
            how = (
                "each can be answered, but some answers cost those who give them: it holds only as far as such threats "
                "are believed."
            )
        return [f"{who} could gain by moving away from it alone. No such gain would last: {how}"]

    def _in_readings(self) -> list[str]:
        if self.why_not:
            return [f"{self.why_not[0].upper()}{self.why_not[1:]}"]
        share = self.holds.get("sseq")
        if share is None:
            return []
        if is_fixed(self.found.case, by_value=self.found.by_value):
            return [
                "No judged number changes this: every party’s order follows from statements or a ranking. `--by-value` "
                "ranks by value instead."
            ]
        return [
            f"That nobody could gain by moving away alone is so {in_readings(self.holds['nash'])}; that every such "
            f"gain could be answered for good, to the advantage of those who answer, {in_readings(share)}."
        ]

    def _gains(self, held: Held) -> None:
        """By party, what it could gain by, and who could answer."""
        page, found = self.page, self.found
        page.section("Who could gain by moving away alone")
        nobody = []
        for party in range(len(found.case.parties)):
            told = improvements(found, held, party)
            if not told:
                nobody.append(party)
                continue
            unanswered = sum(one.answer is None for one in told)
            some = f"{unanswered} of which nobody could answer"
            all_ = "which nobody could answer" if unanswered else "which could be answered"
            answered = all_ if unanswered in (0, len(told)) else some
            page.line(f"{self.words.party(party)}: {counted(len(told), 'way')} to gain, {answered}", style="bold")
            simple = simplest(found, held, told)
            shown = [one for one in simple if one.answer is None][:SHOWN]
            shown += [one for one in simple if one.answer is not None][: max(1, SHOWN - len(shown))]
            for one in shown:
                page.bullet(self.sentence(held, one))
            if len(told) > len(shown):
                page.line(f"{counted(len(told) - len(shown), 'other way')} in `--json`.", style="dim")
        if nobody:
            page.line(f"Could gain by nothing that it can do alone: {self.words.parties(nobody)}.")

    def sentence(self, held: Held, one: Told) -> str:
        """An improvement, why it is one, and who could answer it how."""
        party = self.words.party(one.party)
        gain = f"{party} could gain by {self._changes(held.state, one.to)}{self._because(one.party, held, one.to)}."
        if one.answer is None:
            return f"{gain} Nobody could answer so that {party} would be no better off than {self._before(held)}."
        return f"{gain} {self._answered(held, one, one.answer)}"

    def _answered(self, held: Held, one: Told, answer: Answer) -> str:
        """Who could answer by what, who would not gain by that, and what the one who moved away is left with."""
        party, graph = self.words.party(one.party), self.found.states.graph
        worse = (
            "worse off" if graph.rank[one.party][answer.end] < graph.rank[one.party][held.state] else "no better off"
        )
        does: list[str] = []
        losing: list[str] = []
        state = one.to
        for step in answer.steps:
            name = self.words.party(step.party)
            does.append(f"{name}{'' if does else ' could answer'} by {self._changes(state, step.to)}")
            if graph.rank[step.party][step.to] <= graph.rank[step.party][state]:
                losing.append(name)
            state = step.to
        cost = f", though {listed(dict.fromkeys(losing))} would not gain by that" if losing else ""
        own = "" if losing else ", to its own advantage" if len(does) == 1 else ", each to its own advantage"
        lasts = one.key in ("sseq", "smr")
        then = (
            f", and no move of {party} from there would mend that"
            if lasts
            else f"; by moving once more {party} could then still come out better off"
        )
        return f"{', then '.join(does)}{own}{cost}. That leaves {party} {worse} than {self._before(held)}{then}."

    def _before(self, held: Held) -> str:
        return "as things stand" if held.why == "still" else "under the package"

    def _changes(self, start: int, end: int) -> str:
        """What is changed between two states, in words."""
        told = changed(self.found, start, end)
        return f"changing {listed(f'{self.words.topic(j)} to “{self.words.option(j, o)}”' for j, o in told)}"

    def _because(self, party: int, held: Held, to: int) -> str:
        """The statement that makes one state better than another, where a party's order is by statements."""
        found = self.found
        if found.ordered_by(party) != "statements" or not self.visible.allows(self.visible.case.judgements.handling):
            return ""
        place = decisive(found.case, party, found.states.package(to), held.package)
        statement = (found.case.statements[party] or ())[place] if place is not None else None
        if statement is None:
            return ""
        meant = listed((self._condition(when) for when in statement.when), "or")
        return f" (it wants {meant})"

    def _condition(self, when: Condition) -> str:
        told = []
        for issue, options in when:
            names = listed((f"“{self.words.option(issue, option)}”" for option in sorted(options)), "or")
            told.append(f"{self.words.topic(issue)} to be {names}")
        return listed(told)

    def _who_moves_what(self) -> None:
        """By party, the issues that it can change alone, and what the case gives as grounds for that."""
        page, found, case = self.page, self.found, self.visible.case
        page.section("Who can change what alone")
        allowed = found.states.allowed
        page.pairs(
            (self.words.party(party), listed(self.words.topic(issue) for issue in one) or "nothing")
            for party, one in enumerate(allowed)
        )
        for issue in found.states.moving:
            for move in case.moves[found.case.issues[issue]]:
                if move.because:
                    page.line(f"{self.words.topic(issue)} is {move.basis or 'inferred'}: {move.because}", style="dim")
                for claim in case.claims_of(move):
                    write_claim(page, claim, self.checked, self.visible)
        told = [move for moves in case.moves.values() for move in moves]
        bare = sum(not move.because and not case.claims_of(move) for move in told)
        if bare:
            page.line(
                f"For {bare} of {counted(len(told), 'entry', 'entries')} under `moves` the case gives no grounds.",
                style="dim",
            )

    def _out_of_reach(self, held: Held | None) -> None:
        """What nobody can change alone, and what rules keep parties from changing."""
        found, page = self.found, self.page
        still = [
            issue
            for issue in range(len(found.case.issues))
            if issue not in found.states.moving and issue not in found.case.structure.left_out
        ]
        blocked = held.blocked if held is not None else ()
        if not still and not blocked:
            return
        page.section("What this leaves aside")
        if still:
            stay = "it stays as it is" if len(still) == 1 else "they stay as they are"
            page.bullet(f"Nobody can change {listed((self.words.topic(n) for n in still), 'or')} alone: {stay}.")
        for one in blocked:
            page.bullet(self._blocked(one))

    def _blocked(self, one: Blocked) -> str:
        """A change that rules forbid, whatever else its party changes."""
        titles = {rule.id: rule.title or rule.id.replace("_", " ") for rule in self.visible.case.rules}
        rules = listed(f"“{titles[rule.name]}”" for rule in one.rules)
        by = f" by the {'rule' if len(one.rules) == 1 else 'rules'} {rules}" if one.rules else " by rules"
        return (
            f"{self.words.party(one.party)} could change {self.words.topic(one.issue)} to "
            f"“{self.words.option(one.issue, one.option)}” alone, but not from here: it is kept from that{by}, with "
            "whatever else it changes. If in truth it could, this answer is too hopeful."
        )

    def _definitions(self) -> None:
        """A row for each definition: for whom the package is stable, in how many readings, and how many states are."""
        found, page, held = self.found, self.page, self.found.held
        page.section("By definition")
        grid = Table(show_header=True, box=None, pad_edge=False, padding=(0, 2, 0, 0))
        grid.add_column("definition")
        if held is not None:
            grid.add_column("it is not stable for")
        drawn = bool(self.holds) and not is_fixed(found.case, by_value=found.by_value)
        if drawn:
            grid.add_column("stable in", justify="right")
        grid.add_column(f"stable of {found.states.graph.states:,} states", justify="right")
        for key in self.keys:
            row = [definitions[key].title]
            if held is not None:
                row.append(self._not_stable(held, key))
            if drawn:
                row.append(_short(self.holds.get(key)))
            equilibria = found.equilibria(key)
            row.append("not computed" if equilibria is None else f"{int(equilibria.sum()):,}")
            grid.add_row(*[Text(printable(cell)) for cell in row])
        page.put(grid)
        page.line("")
        for key in self.keys:
            page.line(f"{definitions[key].title}: {definitions[key].meaning}", style="dim")

    def _not_stable(self, held: Held, key: str) -> str:
        told = [held.is_stable(key, party) for party in range(len(held.reasons[key]))]
        shaky = [self.words.party(party) for party, stable in enumerate(told) if stable is False]
        return ", ".join(shaky) or ("not computed" if None in told else "nobody")

    def notes(self) -> list[str]:
        """How states, moves and orders are read."""
        found = self.found
        told = [STATES, *self._orders()]
        if any(found.ordered_by(party) == "value" for party in range(len(found.case.parties))):
            told.append(CENTRAL)
        if self.holds and not is_fixed(found.case, by_value=found.by_value):
            told.append(NOT_A_PROBABILITY)
        told += [f"{note}" for note in found.case.notes]
        return told

    def _orders(self) -> list[str]:
        found = self.found
        kinds = {
            "statements": "the first statement that tells two packages apart decides",
            "ranking": "as the case ranks packages; those on no list are last",
            "value": "by what a package is worth",
        }
        by: dict[str, list[int]] = {}
        for party in range(len(found.case.parties)):
            by.setdefault(found.ordered_by(party), []).append(party)
        return [f"Order of packages, for {self.words.parties(who)}: {kinds[kind]}." for kind, who in by.items()]


def _short(share: Share | None) -> str:
    return "not computed" if share is None else f"{100 * share.share:.0f} of 100 readings"
