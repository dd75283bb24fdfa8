"""Whose something is: what in a case a number, a sentence or a quote was made from, and who may see it.

Sections and documents ask here for owners; what becomes of a thing whose owner lies above a level is decided by the
pass of disclosure and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from winset.errors import Path
from winset.model.case import Case, Note, parts
from winset.model.claims import Assertion, Claim, Node
from winset.model.evidence import Passage
from winset.model.judgements import Judgements
from winset.model.kept import DrafterNote
from winset.model.marks import OfNumbers
from winset.model.numbers import HANDLING, Handling, Span, strictest
from winset.model.placed import PlacedNumber, names_along, names_in_fields, placed_numbers, shapes


@dataclass(frozen=True, slots=True)
class Owner:
    """The part of a case that something was made from. level: the lowest at which it may be shown."""

    kind: str
    name: str = ""
    level: Handling = "open"


@dataclass(frozen=True, slots=True)
class Holding:
    """A part of a case that counts among what is left out below its level. kind: "claims", "judgements", …"""

    kind: str
    level: Handling


NOBODY = Owner("nobody")


def owner_of_all(owners: Iterable[Owner]) -> Owner:
    """The owner of what was made from several: it may be shown where each of them may."""
    all_owners = tuple(owners)
    level = _highest(owner.level for owner in all_owners)
    return Owner("several", " ".join(dict.fromkeys(f"{owner.kind}:{owner.name}" for owner in all_owners)), level)


def owner_of_any(owners: Iterable[Owner]) -> Owner | None:
    """The owner of what may be shown as long as one of several may; None where there are none."""
    return min(owners, key=lambda owner: HANDLING.index(owner.level), default=None)


def _highest(levels: Iterable[Handling | None]) -> Handling:
    return strictest(*levels) or "open"


@dataclass(frozen=True, kw_only=True)
class Ownership:
    """The owners of what is said of one case.

    A number of a party may be shown only where each of the judgements behind it may: one number would give away
    another. whole: the case with its judgements, where they were left out of `case`.
    """

    case: Case
    whole: Case | None = None

    @property
    def judgements(self) -> Owner:
        """Of what is judged as such."""
        return Owner("judgements", "", self.case.judgements.handling)

    def span(self, span: Span) -> Owner:
        """Of one judged number."""
        return Owner("judgement", "", _highest((self.judgements.level, span.handling)))

    @cached_property
    def numbers(self) -> tuple[PlacedNumber, ...]:
        """Every judged number of the case, wherever it stands."""
        return tuple(placed_numbers(self.case))

    @cached_property
    def _levels(self) -> Mapping[str, Handling]:
        """A number of which the model does not say whose it is, and which does not stand apart, is everybody's."""
        levels = dict.fromkeys(self.case.parties, self.case.judgements.handling)
        for placed in self.numbers:
            for party in () if placed.is_apart else placed.parties or tuple(self.case.parties):
                levels[party] = _highest((levels.get(party), placed.span.handling))
        return levels

    def values(self, party: str) -> Owner:
        """Of the values, gains and walk-away of a party."""
        return Owner("values", party, self._levels[party])

    @property
    def any_values(self) -> Owner:
        """Of what may be told as long as the numbers of some party may."""
        return Owner("values", "", min(self._levels.values(), key=HANDLING.index))

    @property
    def all_values(self) -> Owner:
        """Of what is made from the numbers of every party."""
        return owner_of_all(self.values(party) for party in self.case.parties)

    @property
    def choices(self) -> Owner:
        """Of what parties would choose among packages, and of who would refuse what others chose: it follows from the
        numbers of all of them. Anybody's where nothing is judged.
        """
        judged = self.case.judgements.model_fields_set - {"by", "handling"}
        return self.all_values if judged else NOBODY

    @cached_property
    def plan(self) -> Owner:
        """Of every number of the plan: not even one of them may lie above the level."""
        return owner_of_all((self.judgements, self.section("plan")))

    def section(self, *path: str) -> Owner:
        """Of what is made from a section: every number in it, every part that says who may see it, and what each lever
        does that it names.
        """
        within = [(where, part) for where, part in parts(self.case) if where[: len(path)] == path]
        levels = [placed.span.handling for placed in self.numbers if placed.path[: len(path)] == path]
        levers = {
            name
            for where, part in within
            for name, refers in (*names_along(type(self.case), where), *names_in_fields(part))
            if refers == "levers" and name in self.case.judgements.levers
        }
        effects = (self.lever_effect(name) for name in self.case.judgements.levers if name in levers)
        return owner_of_all(
            (Owner("section", ".".join(path), _highest(levels)), *(self.part(where) for where, _ in within), *effects)
        )

    def section_and_values(self, *path: str) -> Owner:
        """Of what is made from a section and from the numbers of every party."""
        return owner_of_all((self.all_values, self.section(*path)))

    def part(self, path: Path) -> Owner:
        """Of a part of the case by its path: its own level and those of all the parts that hold it."""
        return Owner("part", ".".join(map(str, path)), _highest(levels_along(self.case, path)))

    def claim(self, claim: Claim) -> Owner:
        """Of a quote and what it says: the claim's and its source's."""
        source = self.case.sources.get(claim.source)
        level = _highest((claim.handling, source.handling if source is not None else None))
        return Owner("claim", claim.source, level)

    def any_claim(self, claims: Iterable[Claim]) -> Owner | None:
        """Of what may be told as long as one of the claims may; None where there are none."""
        return owner_of_any(map(self.claim, claims))

    def quoted_in(self, *section: str) -> Iterator[tuple[Claim, Owner]]:
        """The claims that carry the parts of a section, each once, with whose it is that they carry something there:
        a quote is evidence wherever it stands, and kept back with the least that says so of it, of its source or of the
        parts that it stands in, but not with a level that is of numbers.
        """
        owners: dict[Claim, list[Owner]] = {}
        for path, part in parts(self.case):
            if path[: len(section)] != section or not isinstance(part, Assertion):
                continue
            level = _highest(levels_along(self.case, path, of_numbers=False))
            for claim in self.case.claims_of(part):
                of_part = Owner("part", ".".join(map(str, path)), level)
                owners.setdefault(claim, []).append(owner_of_all((self.claim(claim), of_part)))
        for claim, each in owners.items():
            yield claim, owner_of_any(each) or NOBODY

    def around(self, claim: Claim, passages: Mapping[Claim, Passage]) -> Owner:
        """Of the whole sentence around a quote: also that of every other claim whose sentence overlaps with it."""
        passage = passages.get(claim)
        if passage is None:
            return self.claim(claim)
        beside = (
            self.claim(other)
            for other, stands in passages.items()
            if other.source == claim.source and _overlap(passage.sentence, stands.sentence)
        )
        return owner_of_all((self.claim(claim), *beside))

    def source(self, name: str) -> Owner:
        return Owner("source", name, self.case.sources[name].handling or "open")

    def lever(self, name: str) -> Owner:
        """Of a lever: one that no source names, but the analyst infers, is the analyst's like a judgement, unless the
        case says who may see it.
        """
        lever = self.case.levers[name]
        inferred = self.judgements.level if lever.basis == "inferred" else "open"
        return Owner("lever", name, lever.handling or inferred)

    def lever_effect(self, name: str) -> Owner:
        """Of what pulling a lever does: the lever's, and that of the judged number."""
        place = ("judgements", "levers", name)
        numbers = (self.span(placed.span) for placed in self.numbers if placed.path[: len(place)] == place)
        return owner_of_all((self.lever(name), *numbers))

    def note(self, note: Note) -> Owner:
        return Owner("note", "", note.handling or "open")

    @cached_property
    def holdings(self) -> tuple[Holding, ...]:
        """Everything in the case that is kept from somebody."""
        if self.whole is not None:
            return Ownership(case=self.whole).holdings
        claims = {id(part): part for _, part in parts(self.case) if isinstance(part, Claim)}
        every = chain(
            (Holding("claims", self.claim(claim).level) for claim in claims.values()),
            (Holding("sources", source.handling or "open") for source in self.case.sources.values()),
            (Holding("levers", self.lever(name).level) for name in self.case.levers),
            (Holding("notes", note.handling or "open") for note in self.case.notes),
            (Holding("packages", kept.handling or "open") for kept in self.case.packages.values()),
            (Holding("sentences", note.handling or "open") for note in self._written),
            (Holding("judgements", self.span(placed.span).level) for placed in self.numbers),
        )
        return tuple(holding for holding in every if holding.level != "open")

    @property
    def _written(self) -> tuple[DrafterNote, ...]:
        """The sentences that the drafter has written for a brief."""
        return self.case.brief.notes if self.case.brief is not None else ()


def levels_along(case: Case, path: Path, *, of_numbers: bool = True) -> Iterator[Handling]:
    """The levels of all the parts that hold a place of a case, from the outermost to what stands there; of_numbers:
    also those that are of numbers.
    """
    held: object = case
    for step in (None, *path):
        held = held if step is None else below(held, step)
        if of_numbers or not _is_of_numbers(held):
            yield from own_level(held)


def _is_of_numbers(held: object) -> bool:
    """Whether the level that a part is marked with is of its numbers."""
    return isinstance(held, Node) and any(
        shape.name == "handling" and shape.is_marked(OfNumbers) for shape in shapes(type(held))
    )


def own_level(held: object) -> Iterator[Handling]:
    """The level that a part is marked with."""
    told = held.get("handling") if isinstance(held, Mapping) else getattr(held, "handling", None)
    yield from (level for level in HANDLING if level == told)


def below(held: object, step: str | int) -> object:
    """What stands in a part, a mapping or a list under a name or place; None where nothing does."""
    if isinstance(held, Node):
        name = next((shape.name for shape in shapes(type(held)) if step in (shape.name, shape.file)), None)
        return None if name is None else getattr(held, name)
    if isinstance(held, Mapping):
        return held.get(step)
    at = int(step) if isinstance(step, int) or step.isdigit() else -1
    return held[at] if isinstance(held, tuple) and 0 <= at < len(held) else None


def _overlap(first: str, other: str) -> bool:
    return first in other or other in first


def leaves_out_judgements(case: Case, level: Handling) -> bool:
    """True where a level shows only what follows from the evidence of a case, and nothing that was made with a
    judgement: at the lowest level, if any judgement lies above it. Whatever is made with it would tell of it.
    """
    if level != HANDLING[0]:
        return False
    judged = case.judgements.model_fields_set - {"by", "handling"}
    holdings = Ownership(case=case).holdings
    return bool(judged) and (
        case.judgements.handling != level or any(holding.kind == "judgements" for holding in holdings)
    )


def without_judgements(case: Case) -> Case:
    """The case with nothing judged, and who may see what is."""
    judgements = case.judgements
    return case.model_copy(update={"judgements": Judgements(by=judgements.by, handling=judgements.handling)})


def nothing_judged(case: Case) -> bool:
    """True where no number stands under `judgements` from which a value of a party follows: then only what holds
    whatever the numbers is an answer.
    """
    return all(placed.is_apart or placed.for_tables for placed in placed_numbers(case))
