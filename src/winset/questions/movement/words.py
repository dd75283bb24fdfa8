"""How a movement is said."""

from __future__ import annotations

from collections.abc import Iterator

from winset.analyses.movement.movement import Change, Movement
from winset.compiled.history import HeldPosition
from winset.model.dates import in_words
from winset.questions.question import Saying
from winset.report.blocks import Guarded, Sentence
from winset.report.names import Names, counted, listed, points
from winset.report.ownership import NOBODY, Owner, Ownership, owner_of_all

DAY = 2
"""Hyphens of a date that names a day."""
UNKNOWN = "…"
"""Stands for a date that may not be shown."""


class MovementWords:
    """The words of one answer. owners: of the case with whatever is judged in it."""

    def __init__(self, saying: Saying) -> None:
        self.names: Names = saying.names()
        self.owners: Ownership = saying.owners

    def dated_by(self, *positions: HeldPosition) -> Owner:
        """Whose the dates of positions are: those of the claims that give them."""
        claims = [position.placed.claim for position in positions if position.placed and position.placed.claim]
        return owner_of_all(map(self.owners.claim, claims)) if claims else NOBODY

    def wants(self, issue: int, position: HeldPosition) -> str:
        """What a party wanted: “land is swapped”, or that another decides."""
        if position.ideal is not None:
            return self.option(issue, position.ideal)
        return f"leaving it to {self.names.party(position.delegate)}" if position.delegate is not None else "nothing"

    def option(self, issue: int, option: int) -> str:
        """An option in quotation marks, where the issue is named beside it."""
        return f"“{self.names.clause(issue, option) or self.names.option(issue, option)}”"

    def when(self, position: HeldPosition) -> str:
        """From when on, as it stands in a table."""
        if position.placed is None:
            return "no date"
        return in_words(position.placed.date) + ("" if position.placed.ground == "said" else ", reported")

    def sentences(self, movement: Movement) -> Iterator[Sentence | Guarded[Sentence]]:
        """From which position to which within what time; how far on the line; which red lines came or went."""
        whole = movement.whole
        dated = self.dated_by(*movement.history.held)
        bare = Sentence(text=self._from_to(movement, with_dates=False))
        yield Guarded(dated, Sentence(text=self._from_to(movement, with_dates=True)), bare)
        if whole.distance:
            far = f"On the line from 0 to 100 that is {points(abs(whole.distance)).removesuffix('.0')} points."
            yield Guarded(self.owners.judgements, Sentence(text=far, depth="detail"))
        if lines := self.red_lines(movement.history.issue, whole):
            yield Sentence(text=lines)

    def _from_to(self, movement: Movement, *, with_dates: bool) -> str:
        history, whole = movement.history, movement.whole
        issue, held = history.issue, history.held
        who, topic = self.names.party(history.party), self.names.topic(issue)
        if not movement.has_moved:
            return f"On {topic} {who} wanted {self.wants(issue, held[0])} before, and wants it still."
        is_told = with_dates and whole.is_timed
        first, *between, last = (self._told(issue, position, with_dates=is_told) for position in held)
        way = f"from {first} {f'by way of {listed(between)} ' if between else ''}to {last}"
        verb = "has moved" if whole.has_moved else "has moved and come back"
        return f"On {topic} {who} {verb}{self.within(whole) if with_dates else ''}: {way}{self._towards(whole)}."

    def _told(self, issue: int, position: HeldPosition, *, with_dates: bool) -> str:
        notes = ["inferred"] if position.said.basis == "inferred" else []
        if with_dates:
            notes.append(self.when(position))
        return self.wants(issue, position) + (f" ({', '.join(notes)})" if notes else "")

    @staticmethod
    def within(change: Change) -> str:
        """The time between two positions, after `has moved`; that it is not known, where no date says."""
        dates = [position.placed.date for position in (change.earlier, change.later) if position.placed is not None]
        if not change.is_timed and len(dates) > 1 and dates[0] == dates[1]:
            return f" (within what time is not said: both positions are dated {in_words(dates[1])})"
        if not change.is_timed:
            return ", no date says within what time"
        if change.months is None:
            return ""
        is_exact = all(date.count("-") == DAY for date in dates)
        span = "a month" if change.months <= 1 else counted(change.months, "month")
        return f" within {'' if is_exact else 'about '}{span}"

    def _towards(self, change: Change) -> str:
        said = [
            f"{how} what {self.names.parties(parties)} {'wants' if len(parties) == 1 else 'want'}"
            for how, parties in (("closer to", change.nearer), ("further from", change.further))
            if parties
        ]
        return f", {' and '.join(said)}" if said else ""

    def red_lines(self, issue: int, change: Change) -> str:
        """Which red lines came and which went, as a sentence; empty where none did."""
        said = [
            f"{verb} {listed(self.option(issue, option) for option in options)}{more}"
            for verb, options, more in (
                ("has come to refuse", change.drawn, ""),
                ("refuses", change.given_up, " no more"),
            )
            if options
        ]
        return f"It {' and '.join(said)}." if said else ""
