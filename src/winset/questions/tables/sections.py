"""Who must be in the room, as the sections of a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from winset.analyses.settlement.counting import CountEstimate
from winset.analyses.tables.ratification import FollowingBody, Ratification, Tightening, VotingBody
from winset.analyses.tables.readings import HOLDS
from winset.analyses.tables.tables import EVERYBODY, TableOutcome
from winset.analyses.tables.talks import Detail
from winset.questions.question import Saying
from winset.questions.tables import charts
from winset.questions.tables.answer import answer as answer_sentences
from winset.questions.tables.answer import is_left
from winset.questions.tables.brief import brief_sections
from winset.questions.tables.solve import TablesAnswer
from winset.questions.tables.variants import VariantWords
from winset.questions.tables.words import READ, TablesWords, alike, by_what_holds, is_none, told_apart
from winset.report.blocks import (
    Answer,
    Block,
    Bullets,
    Depth,
    Grid,
    Guarded,
    Hint,
    NoteSentence,
    Section,
    Sentence,
)
from winset.report.claims import quote_of
from winset.report.counts import NOT_A_PROBABILITY, amount, of_100
from winset.report.names import counted, listed, owned_by, points
from winset.report.pieces import for_command_line

LEAD = "Who must be in the room: what can each table agree, and what of that would hold?"
MOST_SUBSETS = 40
"""Sets of seats that are listed; beyond, the rest is in the JSON alone."""
BUNDLES = 4
"""Sets of issues that belong together, as they are listed; beyond, it says how many more there are."""
NARROWEST = 16
"""Characters of the column that names the tables."""
COLUMNS = "“Can sign” counts packages, “kept” those of them that would be carried out and ratified"
LEFT = "; “left” is what refusals leave of the deal that the table would sign."
NOT_SHOWN = "Which deal they would sign, and who would refuse it, is judged, and above this level of handling."
COUNTED = " “Of 100 trials”: those in which something that this table can agree on would be carried out."
CARRIED = "of {} that would be carried out,"


def lead(answer: TablesAnswer, saying: Saying) -> tuple[Sentence, ...]:
    """What is asked, in a line."""
    return (Sentence(text=LEAD, tone="lead"),)


def sections(answer: TablesAnswer, saying: Saying) -> list[Section]:
    """The answer, all tables side by side, each by itself, stages, conditions, variants, and how it is read; then what
    only a brief says.
    """
    parts = _Sections(answer, saying)
    return [part for part in (*parts.all(), *brief_sections(answer, saying)) if part.blocks]


class _Sections:
    """What is said of the tables of one case."""

    def __init__(self, answer: TablesAnswer, saying: Saying) -> None:
        self.answer, self.talks, self.saying = answer, answer.talks, saying
        self.names, self.owners = saying.names(), saying.owners
        self.words = TablesWords(answer.talks, self.names, self.owners)
        self.paid: dict[str, str] = {}

    def all(self) -> Iterator[Section]:
        yield Section(
            key="answer",
            title="Answer",
            blocks=tuple(Answer(text=line) for line in answer_sentences(self.words, self.answer.shares_of_holding)),
            depth="answer",
        )
        yield Section(key="side_by_side", title="Tables side by side", blocks=tuple(self._side_by_side()))
        yield Section(key="tables", title="Table by table", blocks=tuple(self._tables()))
        for met, detail in zip(self.talks.comparison.all_tables, self.talks.details, strict=True):
            yield Section(
                key=f"table_{met.table.name}",
                title=self.words.table(met.table),
                blocks=tuple(self._table(met, detail)),
                depth="detail",
            )
        stages = (Guarded(self.words.choices, tuple(self._stages())),) if self.talks.sequences else ()
        yield Section(key="stages", title="Meeting in stages", blocks=stages, depth="detail")
        conditions = _bullets(self.words.seats(self.talks.seats))
        yield Section(key="conditions", title="Conditions for talks", blocks=conditions, depth="detail")
        yield Section(key="variants", title="If the text is read differently", blocks=tuple(self._variants()))
        yield Section(
            key="subsets", title="Every set of seats, with every issue on the agenda", blocks=tuple(self._subsets())
        )
        yield Section(key="method", title="How this is read", blocks=tuple(self._method()), depth="detail")

    def _side_by_side(self) -> Iterator[Any]:
        compared = self.talks.comparison
        everybody = next((met for met in compared.tables if alike(met.table, compared.full.table)), None)
        yield self._grid(compared.all_tables if everybody is None else compared.tables, everybody)
        counted_in = COUNTED if self.answer.holds else ""
        closed = f"{COLUMNS}.{counted_in}"
        yield NoteSentence(text=Guarded(self.words.choices, f"{COLUMNS}{LEFT}{counted_in}", closed))
        if aside := self.words.needs_nobody():
            yield NoteSentence(text=". ".join(aside))
        yield charts.tables_figure(self.words, self.answer.shares_of_holding)
        yield charts.gains_figure(self.words)

    def _grid(self, tables: tuple[TableOutcome, ...], everybody: TableOutcome | None = None) -> Guarded[Grid]:
        """A row for each table: what it can agree, what holds, what is left, trials. everybody: that of them at which
        all sit, on everything.
        """
        drawn = any(self.answer.share(HOLDS, met) is not None for met in tables)
        rows = []
        for met in tables:
            share = self.answer.share(HOLDS, met)
            note = " (has met)" if met.table.past else " (everybody)" if met is everybody else ""
            row = (
                self.words.table(met.table) + note,
                amount(met.reachable.packages, met.reachable.error).text,
                amount(met.holds.packages, met.holds.error).text,
                is_left(met),
                "" if share is None else of_100(share),
            )
            rows.append(row if drawn else row[:-1])
        head = ("table", "can sign", "kept", "left", "of 100 trials")
        whole = Grid(
            head=head if drawn else head[:-1],
            rows=tuple(rows),
            align=("left", "right", "right", "left", "right"),
            least=NARROWEST,
        )
        return Guarded(self.words.choices, whole, _without(whole, head.index("left")))

    def _tables(self) -> Iterator[Any]:
        """A line or two on every table, those that have met last."""
        words, every = self.words, sorted(self.talks.comparison.all_tables, key=lambda met: met.table.past)
        blocks = (*self._in_short(every, words.short), *self._in_stages())
        closed = self._in_short(every, lambda met: words.reaches(met) if is_none(met.reachable) else NOT_SHOWN)
        yield Guarded(words.choices, blocks, tuple(closed))

    def _in_short(self, every: list[TableOutcome], say: Callable[[TableOutcome], str]) -> Iterator[Block]:
        """The same line once for all the tables of which it is true."""
        said: dict[str, list[TableOutcome]] = {}
        for met in every:
            said.setdefault(say(met), []).append(met)
        for line, tables in said.items():
            depth: Depth = "detail" if all(met.table.past for met in tables) else "main"
            named = [met.table.name for met in tables if depth == "detail" or not met.table.past]
            name = self.words.table(named[0]) if len(named) == 1 else self.words.tables(named, "and")
            yield Sentence(name=name, text=line, depth=depth)

    def _in_stages(self) -> Iterator[Block]:
        for table_sequence in told_apart(self.talks.sequences):
            yield Sentence(name=self.words.stages(table_sequence), text=_capital(self.words.leads_to(table_sequence)))

    def _table(self, met: TableOutcome, detail: Detail) -> Iterator[Any]:
        """One table by itself."""
        words, case = self.words, self.names.case
        yield NoteSentence(text=" ".join(words.about(met.table)))
        if (table := case.tables.get(met.table.name)) is not None:
            for claim in case.claims_of(table)[:1]:
                yield quote_of(claim, self.saying.session.checked, self.owners)
        twin = words.twin(met)
        if twin is not None:
            lines = [f"The same parties sit there on the same agenda as at “{words.table(twin)}”: see there."]
        else:
            lines = list(self._found(met, detail))
        yield from _bullets([*lines, *words.meeting(met.meeting), words.with_meeting(met)])
        if twin is None:
            yield Guarded(words.choices, tuple(self._deals(met)))

    def _deals(self, met: TableOutcome) -> Iterator[Block]:
        """What the deal that a table would sign, and the one that it would agree on looking ahead, change."""
        signed = met.remainder.signed if met.remainder is not None else None
        deals = {"What they would sign": signed, "Looking ahead": met.deal if met.deal != signed else None}
        for title, package in deals.items():
            if package is not None and (rows := self.words.changed(package)):
                yield Grid(head=("", title), rows=rows, most=NARROWEST, indent=2)

    def _found(self, met: TableOutcome, detail: Detail) -> Iterator[Any]:
        """What else is known of a table: what it would do looking ahead, what it costs whom, what would open a deal."""
        words = self.words
        yield "" if is_none(met.reachable) else words.reaches(met)
        if foreseen := words.foresees(met):
            yield Guarded(words.choices, foreseen)
        if met.deal is not None and met.gains is not None:
            yield words.gains(met.gains, "Gains at that deal, in points above the walk-away")
        if met.table.name != EVERYBODY:
            yield words.losses(met)
        yield from (words.spoiler(spoiler) for spoiler in met.spoilers)
        yield from self._ratifiers(detail.ratification)
        yield from words.ratified(detail)
        yield from (self._tightening(tightening, met) for tightening in detail.tightening if tightening.jumps)
        yield from self._linkage(detail)
        if not met.table.past:
            yield self._payment(met, detail)

    def _ratifiers(self, ratification: Ratification) -> Iterator[Any]:
        """What each ratifier would let through of what those who are needed would carry out."""
        before = ratification.before_ratification
        carried = "" if is_none(before) else CARRIED.format(_of_packages(before))
        for party, passing in ratification.parties:
            if carried:
                yield f"{carried.capitalize()} {self.names.party(party)} would ratify {_number(passing)}."
        yield from (self._following(following_body, carried) for following_body in ratification.following)
        yield from (self._voting(voting_body, carried) for voting_body in ratification.voting)

    def _following(self, following_body: FollowingBody, carried: str) -> Guarded[str]:
        """What a body asks and would ratify. carried: what would be carried out; empty where nothing would."""
        who = self.names.party(following_body.party)
        spread = (
            points(following_body.low)
            if following_body.low == following_body.high
            else f"{points(following_body.low)} to {points(following_body.high)}"
        )
        asks = f", and asks for {spread} points more than {owned_by(who)} walk-away"
        passing = "."
        if carried:
            low, likely, high = following_body.passing
            ends = f" ({_number(low)} if it asks for the least, {_number(high)} if for the most)"
            passing = f": {carried} it would ratify {_number(likely)}{ends if low != high else ''}."
        follows = f"{following_body.name} follows {who}"
        return Guarded(self.words.owner(following_body.party), f"{follows}{asks}{passing}", f"{follows}.")

    def _voting(self, voting_body: VotingBody, carried: str) -> str:
        names = [self._member(member.name) for member in voting_body.members if member.indispensable]
        needed = f"; without {listed(names, 'or')} the quota fails" if names else ""
        whole = sum(member.weight for member in voting_body.members)
        sentence = f"{voting_body.name} votes with a quota of {float(voting_body.quota):g} of {float(whole):g}{needed}"
        if not carried:
            return f"{sentence}."
        counts = [f"{_number(voting_body.passing)} would pass", f"{_number(voting_body.refused)} would fail"]
        if not is_none(voting_body.undetermined) and any(member.party is None for member in voting_body.members):
            undetermined = _number(voting_body.undetermined)
            counts.append(f"{undetermined} would depend on members of whom nothing is known")
        return f"{sentence}. {carried.capitalize()} {listed(counts)}."

    def _member(self, name: str) -> str:
        return self.names.party_called(name) if name in self.names.case.parties else name

    def _tightening(self, tightening: Tightening, met: TableOutcome) -> Any:
        """What a tighter constraint would bring the party that it binds, beside what it has of the deal as it stands;
        nothing where there is none, for then it is bound too tightly already.
        """
        who, now = self.names.party(tightening.party), None if met.gains is None else met.gains[tightening.party]
        if met.deal is None or now is None:
            return ""
        last = tightening.jumps[-1].up_to
        if last <= now:
            nothing = f"A tighter constraint on {who} would bring it nothing but no deal."
            return Guarded(self.words.owner(tightening.party), nothing)
        beyond = "there is no deal" if tightening.ends.status == "none exists" else "no more was worked out"
        return Guarded(
            self.words.owner(tightening.party),
            f"Were it certain and known that {who} is bound to ask for more, its gain could rise from {points(now)} to "
            f"{points(last)} points; beyond that {beyond}.",
        )

    def _linkage(self, detail: Detail) -> Iterator[str]:
        """What belongs together."""
        linkage = detail.linkage
        if linkage.load_bearing:
            yield f"Whatever holds there moves {self.names.topics(linkage.load_bearing)}."
        if line := self.words.linked(linkage.linked[:BUNDLES]):
            rest = len(linkage.linked) - BUNDLES
            more = f" {counted(rest, 'other bundle')} in `--json`."
            yield line + (for_command_line(more) if rest > 0 else "")

    def _payment(self, met: TableOutcome, detail: Detail) -> Any:
        """What a payment would open, said once where it is the same at several tables."""
        smallest = detail.payments.smallest
        if smallest is None:
            stopped = detail.payments.status == "limit"
            return "Whether a payment would open a deal there is not known: a search stopped." if stopped else ""
        line = self.words.payment(smallest, detail.payments)
        if line in self.paid:
            line = f"The same payment as at “{self.paid[line]}” would do."
        else:
            self.paid[line] = self.words.table(met.table)
        return Guarded(self.words.paid_by(smallest), line)

    def _variants(self) -> Iterator[Block]:
        words = VariantWords(self.words, self.answer.variants or {})
        short = words.short()
        yield from _bullets(short[:1])
        yield from (replace(block, depth="detail") for block in _bullets(short[1:]))
        yield from (replace(block, depth="detail") for block in _bullets(words.lines()))

    def _stages(self) -> Iterator[Block]:
        """Every sequence by itself."""
        settled: set[str] = set()
        for table_sequence in self.talks.sequences:
            yield Sentence(text=self.words.stages(table_sequence), tone="strong")
            settles = [line for line in self.words.settles(table_sequence) if line not in settled]
            settled.update(settles)
            yield from _bullets(
                [*settles, *self.words.outcome(table_sequence), *self.words.meeting(table_sequence.meeting)]
            )
        if self.talks.sequences:
            yield charts.stages_figure(self.words)

    def _subsets(self) -> Iterator[Any]:
        """Every set of seats, those at which the most holds first."""
        ordered = by_what_holds(self.talks.comparison.subsets or ())
        if ordered:
            yield self._grid(tuple(ordered[:MOST_SUBSETS]))
        if len(ordered) > MOST_SUBSETS:
            yield Hint(text=f"{len(ordered) - MOST_SUBSETS} more in `--json`.")

    def _method(self) -> Iterator[Block]:
        yield Sentence(text=READ)
        if self.answer.refusal:
            yield Sentence(text=f"In how many trials it is so was not worked out: {self.answer.refusal}.")
        if self.answer.fewer:
            yield Sentence(text=self.answer.fewer)
        for note in (*self.talks.notes, *([NOT_A_PROBABILITY] if self.answer.holds else [])):
            yield Sentence(text=note)


def _number(number: CountEstimate) -> str:
    """A count, with "about" where it is estimated."""
    return amount(number.packages, number.error).text


def _of_packages(number: CountEstimate) -> str:
    """The same with its noun."""
    return f"{_number(number)} packages" if number.error else counted(number.packages, "package")


def _without(grid: Grid, column: int) -> Grid:
    """A table without one of its columns."""

    def cut(row: tuple[Any, ...]) -> tuple[Any, ...]:
        return row[:column] + row[column + 1 :]

    return replace(grid, head=cut(grid.head), rows=tuple(map(cut, grid.rows)), align=cut(grid.align))


def _bullets(lines: list[Any]) -> tuple[Bullets, ...]:
    items = tuple(line for line in lines if line)
    return (Bullets(items=items),) if items else ()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
