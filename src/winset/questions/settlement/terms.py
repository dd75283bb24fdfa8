"""The terms of a package that rest on a party whose view is not known, in words and as data; and what is flagged."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from winset.analyses.settlement.choose import Package
from winset.analyses.settlement.silent_terms import SilentTerm, terms
from winset.questions.settlement.words import DealWords
from winset.report.blocks import Guarded
from winset.report.disclosure import from_those_shown
from winset.report.names import flag_words, listed, owned_by, points_up, spelled
from winset.report.pieces import capitalised

MOST_VIEWS = 2
"""Views that a sentence names one by one; beyond, it names the parties alone."""


class Terms:
    """What is known of the terms of one package."""

    def __init__(self, words: DealWords, package: Package) -> None:
        self.words, self.names, self.package = words, words.names, package
        self.moved = terms(words.deal.case.structure, package)
        self.silent = words.silent_terms.of(package)

    def silent_on(self, issue: int) -> list[str]:
        """The parties whose view of a term is not known."""
        return [self.names.party_name(silent_term.party) for silent_term in self.silent if silent_term.issue == issue]

    def counted(self, which: str) -> str:
        """How many terms of the package rest on a party whose view is not known; empty where none does."""
        on, of = len({silent_term.issue for silent_term in self.silent}), len(self.moved)
        if not on:
            return ""
        if of == 1:
            return f"The only term of {which} rests on a party whose view is not known"
        some = f"All {spelled(of)}" if on == of else f"{capitalised(spelled(on))} of the {spelled(of)}"
        return f"{some} terms of {which} {'rests' if on == 1 else 'rest'} on a party whose view is not known"

    def headline(self, which: str) -> Any:
        """How many terms rest on a silent party, and which of these silences alone could make the package fail. which:
        the package in words.
        """
        said = self.counted(which)
        if not said:
            return None
        owned = [(self.words.owners.values(self._key(silent_term.party)), silent_term) for silent_term in self.silent]

        def sentence(shown: Sequence[SilentTerm]) -> str:
            fatal = [silent_term for silent_term in shown if silent_term.accepts is False]
            if fatal:
                return f"{said}; {self._fatal(fatal)}, at the least favourable, would sink it."
            if len(shown) < len(self.silent) or any(silent_term.accepts is None for silent_term in shown):
                return f"{said}."
            none = "no such view by itself" if len(shown) > 1 else "that view"
            sink = "would sink it" if len(shown) > 1 else "would not sink it"
            return f"{said}; {none}, at the least favourable, {sink}."

        return from_those_shown(owned, sentence)

    def _fatal(self, views: Sequence[SilentTerm]) -> str:
        """Views that each could make the package fail: by party alone where they are many."""
        if len(views) <= MOST_VIEWS:
            return listed([self._view(silent_term) for silent_term in views], "or")
        parties = dict.fromkeys(silent_term.party for silent_term in views)
        return f"{listed([owned_by(self.names.party(party)) for party in parties], 'or')} view of one of them"

    def costs(self) -> list[Guarded[Any]]:
        """By party the terms of which its view is not known, and what the least favourable view of one would cost it,
        those first that break the package.
        """
        alike: dict[tuple[int, bool, bool | None, Fraction | None], list[SilentTerm]] = {}
        for silent_term in self.silent:
            key = (silent_term.party, self._refuses(silent_term), silent_term.accepts, silent_term.fall)
            alike.setdefault(key, []).append(silent_term)
        order = sorted(alike, key=lambda key: (key[2] is not False, -(key[3] or 0)))
        return [self._cost(alike[key]) for key in order]

    def _refuses(self, silent_term: SilentTerm) -> bool:
        """Whether it is said what the party refuses there, if not what it wants."""
        case = self.words.deal.case
        return bool(case.cells[case.root(silent_term.party, silent_term.issue)][silent_term.issue].rejects)

    def _cost(self, alike: Sequence[SilentTerm]) -> Guarded[Any]:
        party, accepts, fall = alike[0].party, alike[0].accepts, alike[0].fall
        owner = self.words.owners.values(self._key(party))
        on = listed((self.names.topic(silent_term.issue) for silent_term in alike), "or")
        unknown = f"{owned_by(self.names.party(party))} view of {on} is not known"
        if self._refuses(alike[0]):
            unknown = f"What {self.names.party(party)} wants on {on} is not known, only what is refused"
        if fall is None:
            return Guarded(owner, unknown, unknown)
        assumed = "one of them" if len(alike) > 1 else "it"
        enough = "too much to accept" if accepts is False else "not too much to accept"
        worst = f"were {assumed} the least favourable, the gain would fall by {points_up(fall)} points, {enough}"
        return Guarded(owner, f"{unknown}; {worst}", unknown)

    def _view(self, silent_term: SilentTerm) -> str:
        return f"{owned_by(self.names.party(silent_term.party))} view of {self.names.topic(silent_term.issue)}"

    def _key(self, party: int) -> str:
        return self.words.deal.case.parties[party]

    def flags(self) -> list[str]:
        """What readers must know of options of the package: "Legal: …"."""
        case, compiled = self.words.case, self.words.deal.case
        return [
            f"{flag.kind.capitalize()}: {flag_words(flag)}."
            for issue, option in enumerate(self.package)
            if issue not in compiled.structure.left_out
            for flag in case.issues[compiled.issues[issue]].options[compiled.options[issue][option]].flags
        ]

    def differences(self, other: Package) -> str:
        """Issue by issue what the package holds that another does not."""
        pairs = enumerate(zip(self.package, other, strict=True))
        on = [(issue, mine) for issue, (mine, its) in pairs if mine != its]
        return "; ".join(f"{self.names.issue(issue)}: {self.names.option(issue, mine)}" for issue, mine in on)

    def differs_from(self, other: Package) -> str:
        """What the package holds that another does not, in a clause."""
        on = [issue for issue, (a, b) in enumerate(zip(self.package, other, strict=True)) if a != b]
        clauses = [self.names.clause(issue, self.package[issue]) for issue in on]
        if len(on) <= 2 and all(clauses):
            return f"the same, but {listed(str(clause) for clause in clauses)}"
        if len(on) <= 2:
            return f"the same, but for {self.differences(other)}"
        return f"the same, but for {self.names.topics(on)}"
