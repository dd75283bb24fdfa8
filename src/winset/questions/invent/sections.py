"""What a new option would have to be worth, as the sections of a report."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

from winset.analyses.settlement.invent import Invention, RequiredWorth, nearest_listed
from winset.questions.invent.solve import InventAnswer
from winset.questions.invent.words import FIXED, SEARCHED, TAKEN, InventWords
from winset.questions.question import Saying
from winset.report.blocks import Align, Answer, Block, Bullets, Grid, Hint, NoteSentence, Section, Sentence
from winset.report.counts import NOT_A_PROBABILITY, of_100
from winset.report.disclosure import from_those_shown
from winset.report.interests import Interests
from winset.report.names import Names, counted, listed, points, points_up

LEAD = "What would an option have to be worth that nobody has put on the list yet?"
WIDEST = 46
"""Characters of the column that names issues; beyond, names go on in the next line."""
MOST_COLUMNS = 4
"""Parties with a column each; beyond, a row says of whom most is asked."""
INDENT, GAP = 2, 3
NARROWEST = 16
"""Characters of the column that names issues beside numbers."""
ALIGN: tuple[Align, ...] = ("right", "left", "right")
LEFT: tuple[Align, ...] = ("left",)
RIGHT: tuple[Align, ...] = ("right",)


def lead(answer: InventAnswer, saying: Saying) -> tuple[Sentence, ...]:
    """What is asked, and whose consent a package needs."""
    words = InventWords(answer, saying.names(answer.request.table), ())
    return (Sentence(text=LEAD, tone="lead"), NoteSentence(text=words.who_decides()))


def sections(answer: InventAnswer, saying: Saying) -> list[Any]:
    """The answer, issue by issue, then what no option opens, and combinations of two issues: said from the numbers of
    those parties whose numbers may be shown.
    """
    names = saying.names(answer.request.table)
    owned = [(saying.owners.values(name), party) for party, name in enumerate(answer.invented.case.parties)]

    def said(shown: Collection[int]) -> tuple[Section, ...]:
        return tuple(part for part in _Sections(answer, names, shown).all() if part.blocks)

    return [from_those_shown(owned, said), *_interests(answer, Interests(names, saying.owners))]


def _interests(answer: InventAnswer, interests: Interests) -> Iterator[Section]:
    """Needs and fears that a new option could serve: those that nothing on the list, or not what leads, is said to."""
    leads = answer.invented.leads
    if not interests.all or answer.invented.case.is_blank:
        return
    blocks: list[Any] = [interests.unserved_sentence()]
    if leads is not None:
        blocks.append(interests.package_sentence("the package to be bettered", leads))
    if leads is not None or any(not interest.options for interest in interests.all):
        yield Section(key="interests", title="Whom a new option could serve", blocks=tuple(blocks))


class _Sections:
    def __init__(self, answer: InventAnswer, names: Names, shown: Collection[int]) -> None:
        self.answer, self.invented, self.names = answer, answer.invented, names
        self.words = InventWords(answer, names, shown)

    def all(self) -> Iterator[Section]:
        inventions, names = self.invented, self.names
        yield Section(key="answer", title="Answer", blocks=tuple(self._answer()), depth="answer")
        if inventions.case.is_blank:
            return
        if inventions.leads is not None:
            rows = tuple(names.package(inventions.leads))
            yield Section(key="leads", title="The package to be bettered", blocks=(Grid(rows=rows, most=WIDEST),))
        yield Section(key="least", title="What it would have to be worth", blocks=tuple(self._least()))
        yield Section(key="subject", title="Links and rules that name other options", blocks=tuple(self._subject()))
        for issue in inventions.issues:
            if issue.opens:
                topic = names.topic(issue.issues[0])
                key = f"issue_{inventions.case.issues[issue.issues[0]]}"
                yield Section(
                    key=key, title=f"A new option on {topic}", blocks=tuple(self._invention(issue)), depth="detail"
                )
        closed = [
            f"{names.topic(issue.issues[0])}: {self.words.why(issue)}" for issue in inventions.issues if not issue.opens
        ]
        if closed:
            yield Section(
                key="closed",
                title="Where no new option is enough",
                blocks=(Bullets(items=tuple(closed)),),
                depth="detail",
            )
        yield Section(
            key="combinations",
            title="A new option of two issues together",
            blocks=tuple(self._combinations()),
            depth="detail",
        )
        drawn = (FIXED, NOT_A_PROBABILITY) if self.answer.offered is not None else ()
        drawn = (SEARCHED, *drawn) if inventions.searched else drawn
        yield Section(
            key="method",
            title="How this is read",
            blocks=tuple(Sentence(text=line) for line in (TAKEN, *drawn)),
            depth="detail",
        )

    def _least(self) -> Iterator[Block]:
        """A row for every issue on which a new option is enough: the least that it would have to be worth to whom."""
        opening = [issue for issue in self.invented.issues if issue.opens]
        asked = sorted(
            {p for invention in opening for p in self.words.asking(invention.frontier[0]) if self.words.is_open(p)}
        )
        shares = [self.answer.share(invention, 0) for invention in opening]
        drawn = any(share is not None for share in shares)
        rows = []
        for invention, share in zip(opening, shares, strict=True):
            ask = invention.frontier[0]
            cells = (
                [self._cell(ask, party) for party in asked] if len(asked) <= MOST_COLUMNS else self._most(ask, asked)
            )
            mark = " *" if self.words.escapes(invention) else ""
            row = (f"{self.names.topic(invention.issues[0])}{mark}", *cells)
            rows.append((*row, "" if share is None else of_100(share)) if drawn else row)
        heads = map(self.names.party_name, asked) if len(asked) <= MOST_COLUMNS else ("most", "to", "asked by")
        head = ("a new option on", *heads, *(("of 100 trials",) if drawn else ()))
        if len(head) == 1:
            return
        yield Grid(head=head, rows=tuple(rows), align=(*LEFT, *RIGHT * len(head[1:])), least=NARROWEST)
        note = "The least that it would have to be worth, of 100 points; a dash: nothing is asked." if asked else ""
        if len(asked) > MOST_COLUMNS:
            note = (
                "The least that it would have to be worth, of 100 points: to whom most, and how many ask for something."
            )
            note += " What it would have to be worth to each is in `--full`."
        if drawn:
            note += f" “Of 100 trials”: those {self._does()}."
            if None in shares:
                note += f" Tried there: the {len(shares) - shares.count(None)} that ask least."
        if any(self.words.escapes(invention) for invention in opening):
            note += " *: enough only because links or rules name other options."
        yield NoteSentence(text=note.strip())
        for invention in self.invented.smallest[:1]:
            asks = self.words.asked(invention.frontier[0], 0)
            yield Sentence(text=f"One new arrangement of {self.words.topics(invention)} would ask less: {asks}.")

    def _most(self, ask: RequiredWorth, asked: Sequence[int]) -> list[str]:
        """Of many parties, the most that is asked, by whom first, and how many of them ask for something."""
        asking = [p for p in asked if p in ask.needed and ask.worth[p]]
        if not asking:
            return ["–", "", "0"]
        most = max(ask.worth[p] for p in asking)
        first, *others = [p for p in asking if ask.worth[p] == most]
        also = f" and {counted(len(others), 'other')}" if others else ""
        return [points_up(most, 0), f"{self.names.party_name(first)}{also}", f"{len(asking)} of {len(asked)}"]

    def _does(self) -> str:
        """What a new option does in the trials that are counted."""
        if self.invented.leads is not None:
            return "in which a package with it leaves no bargaining party worse off than the one that leads"
        offered = self.answer.offered
        stands = f"; as the list stands, {of_100(offered.deal)}" if offered is not None else ""
        return f"with a deal once it is on the list{stands}"

    def _cell(self, ask: RequiredWorth, party: int) -> str:
        if party not in ask.needed:
            return "–"
        return points_up(ask.worth[party], 0) if ask.worth[party] else "–"

    def _subject(self) -> Iterator[Block]:
        """What links and rules that name options of an issue mean for a new one; what is so on several issues once."""
        escaping: dict[str, list[Invention]] = {}
        for issue in self.invented.issues:
            if issue.opens and self.words.escapes(issue):
                escaping.setdefault("" if issue.named is None else self.words.asked(issue.named), []).append(issue)
        for some in escaping.values():
            yield Sentence(text=self.words.escape(some))
            if clauses := dict.fromkeys(clause for invention in some for clause in self.words.escaped(invention)):
                yield Bullets(items=tuple(f"{clause[0].upper()}{clause[1:]}" for clause in clauses))
        beyond = tuple(line for issue in self.invented.issues for line in self.words.beyond(issue))
        if beyond:
            yield Bullets(items=beyond)

    def _answer(self) -> Iterator[Block]:
        for line in self.words.answers():
            yield Answer(text=line)
        if (why := self.answer.refusal) and not self.invented.case.is_blank:
            yield Sentence(text=f"{why[0].upper()}{why[1:]}.")

    def _invention(self, invention: Invention) -> Iterator[Block]:
        if rules := self.words.rules(invention.issues):
            yield NoteSentence(text=rules)
        yield from self._ask(invention, invention.frontier[0])
        most = self.answer.request.asks
        if alternatives := tuple(
            self.words.alternative(invention, n, ask) for n, ask in enumerate(invention.frontier[:most]) if n
        ):
            yield Bullets(items=alternatives)
        if line := self.words.bound(invention):
            yield NoteSentence(text=line)
        elif not invention.complete:
            yield NoteSentence(text="There may be other least worths than those that are listed: they were too many.")
        rest = len(invention.frontier) - most
        if rest > 0:
            yield Hint(text=f"{counted(rest, 'other least worth', 'other least worths')} in `--json`.")

    def _ask(self, invention: Invention, ask: RequiredWorth) -> Iterator[Block]:
        """What is asked of whom, what is nearest on the list, the rest of the package, and readings."""
        words, names = self.words, self.names
        does = "open a deal" if self.invented.leads is None else "better the package that leads"
        shown = words.asking(ask)
        if any(words.is_open(p) for p in shown):
            yield Sentence(text=f"It would {does} if it were worth at least, of 100 points:")
            yield from self._worths(invention, ask, shown)
        elif shown:
            yield Sentence(text=f"It would {does} if it were worth {words.asked(ask)}.")
        else:
            yield Sentence(text=f"It would {does} even if it were worth nothing to anybody.")
        if ask.exceed:
            yield Sentence(text=f"{words.more(ask)}.")
        free = [p for p in sorted(ask.needed) if p not in shown]
        if free and shown:
            yield Sentence(text=f"{names.parties(free)} {'needs' if len(free) == 1 else 'need'} nothing from it.")
        away = [p for p in range(len(self.invented.case.parties)) if p not in ask.needed]
        if away:
            yield Sentence(text=f"Not needed for this: {names.parties(away)}.")
        for floor in self.invented.reading.floors:
            yield Sentence(
                text=f"{floor.name} must ratify; what it asks is part of what {names.party(floor.party)} needs."
            )
        if others := words.others(invention):
            yield Sentence(text="The rest of the package:")
            rows = tuple((names.issue(n), names.option(n, ask.rest[n])) for n in others)
            yield Grid(rows=rows, most=WIDEST)
        if ask.ties > 1:
            least = "" if ask.all_tied else "At least "
            yield NoteSentence(text=f"{least}{counted(ask.ties - 1, 'other rest')} would do with the same worths.")
        if readings := words.readings(invention, 0):
            yield Sentence(text=readings)

    def _worths(self, invention: Invention, ask: RequiredWorth, shown: Sequence[int]) -> Iterator[Block]:
        """A row for each party that asks something: what it asks, and what the nearest on the list gives it."""
        names = self.names
        rows = [(points_up(ask.worth[p]) if self.words.is_open(p) else "left out", names.party(p)) for p in shown]
        head = ("at least", "to", "nearest on the list")
        if not self.words.may_tell(ask):
            yield Grid(head=head[:2], align=ALIGN, rows=tuple(rows), indent=INDENT, gap=GAP)
            return
        near = nearest_listed(self.invented.case, invention.issues, ask)
        rows_of_points = tuple((*row, points(near.worth[p])) for row, p in zip(rows, shown, strict=True))
        yield Grid(head=head, align=ALIGN, rows=rows_of_points, indent=INDENT, gap=GAP)
        options = zip(invention.issues, near.options, strict=True)
        each = listed(f"“{names.option(issue, option)}”" for issue, option in options)
        refused = self.words.refused(invention, near.options)
        yield Sentence(text=f"Nearest on the list: {each}{refused}.", indent=INDENT)

    def _combinations(self) -> Iterator[Block]:
        """The combinations of two issues that ask least."""
        inventions, most = self.invented, self.answer.request.asks
        if not inventions.pairs:
            return
        does = "opens a deal" if inventions.leads is None else "betters the package that leads"
        unknown = inventions.open_pairs
        if unknown:
            yield NoteSentence(
                text=f"Of {unknown:,} of {counted(inventions.pairs, 'pair')} it is not known whether they ask less "
                "than their issues alone: a search stopped."
            )
        if not inventions.combinations:
            others = "the others, none" if unknown else f"{counted(inventions.pairs, 'pair')} of issues, none"
            yield Sentence(
                text=f"Of {others} {does} where neither issue alone does, and none asks less than its issues alone."
            )
            return
        least = inventions.smallest[0]
        topics = listed(self.names.topic(issue) for issue in least.issues)
        of = "Of the pairs that are known to, o" if unknown or not least.proven else "O"
        yield Sentence(
            text=f"{of}ne new arrangement of {topics} would ask least: {self.words.asked(least.frontier[0], 0)}."
        )
        yield from (replace(block, depth="detail") for block in self._each(most))

    def _each(self, most: int) -> Iterator[Block]:
        """The combinations that ask least, each by itself."""
        inventions = self.invented
        yield NoteSentence(
            text="One arrangement for both issues, worked out together, that asks less than the issues alone or does "
            "what they do not. Its 100 points are what the ideal on both is worth to a party."
        )
        for invention in inventions.smallest[:most]:
            topics = listed(self.names.topic(issue) for issue in invention.issues)
            yield Sentence(text=f"{topics}:", tone="strong")
            yield from self._invention(invention)
        if others := len(inventions.combinations) - len(inventions.smallest[:most]):
            yield Hint(text=f"{counted(others, 'other pair')} of issues in `--json`, of {inventions.pairs} looked at.")
