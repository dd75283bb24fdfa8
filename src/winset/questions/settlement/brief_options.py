"""Packages as options of a brief: what each settles, who gets and gives against how things stand, what is not known;
and what a brief says to the party that it is written for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from winset.analyses.settlement.choose import Package
from winset.questions.settlement.words import DealWords
from winset.report.blocks import LEFT_OUT, Derived, Grid, Guarded, NoteSentence, PackageTable, Sentence
from winset.report.names import counted, listed
from winset.report.ownership import NOBODY, Owner, nothing_judged, owner_of_all
from winset.report.pieces import capitalised

MOST_TOPICS = 2
"""Issues that are named on which a party gains or gives way; beyond, it says how many more there are, if not one."""
MOST_FLAGS = 1
"""Concerns of a package that are told in full; beyond, it says how many more there are."""
NOT_KNOWN = "(?)"
NOTHING = "–"
AGAINST = "Gains, yields: against how things stand."
MOST_NAMED = 4
"""Things to ask for or not to give that are named; beyond, the dossier has them."""
OWN = Owner("client", level="team")
"""Of what is said to the party that the brief is written for: an ally reads nothing of it."""
OPENED = "Nothing is acceptable to all as things stand; of the options below, the best is this: "


class OptionWords:
    """Packages in the words of a brief. packages: those that stand side by side."""

    def __init__(self, words: DealWords, packages: Sequence[Package]) -> None:
        self.words, self.names, self.packages = words, words.names, list(packages)
        self.case, self.reading = words.deal.case, words.deal.central.reading
        self.structure = words.deal.case.structure

    def blocks(self, given: Sequence[Sequence[str]], holding: Sequence[Any]) -> Iterator[Any]:
        """The packages side by side, what is the same in all of them said once. given: what each needs to come about;
        holding: whether each would be kept, where they differ in that.
        """
        alone = len(self.packages) == 1
        issues = [self._settled(issue) for issue in self._issues()]
        parties = [self._party(party) for party in range(len(self.case.parties))]
        rows = [row for row in self._rows(holding) if any(cell not in ("", NOTHING) for cell in row.cells)]
        differing = [row for row in rows if alone or not row.is_alike]
        yield PackageTable(
            headings=tuple(self._heading(n, given[n]) for n in range(len(self.packages))),
            options=tuple(row for row in issues if alone or len(set(row[1:])) > 1),
            more=(*parties, *(row.shown for row in differing)),
        )
        if not alone:
            yield from self._same(issues)
        if any(self.structure.status_quo[issue] is not None for issue in self._issues()):
            yield NoteSentence(text=AGAINST)
        yield from (row.sentence for row in rows if row not in differing)

    def _heading(self, n: int, given: Sequence[str]) -> str:
        what = capitalised(listed(given, "or")) if given else f"Option {n + 1}"
        return f"{n + 1}. {what}" if given and len(self.packages) > 1 else what

    def _rows(self, holding: Sequence[Any]) -> Iterator[_Row]:
        owners = self.words.owners
        yield _Row("Who pays", tuple(map(self._paying, self.packages)), owners.all_values)
        yield _Row("Would it be kept?", tuple(Derived(line, capitalised) for line in holding), NOBODY)
        concerns = tuple(map(self._flags, self.packages))
        yield _Row("Concerns", concerns if len(set(concerns)) == 1 else _told_once(concerns), NOBODY)
        yield _Row(f"{NOT_KNOWN}: a needed party’s view is not known", tuple(map(self._unknown, self.packages)), NOBODY)

    def _issues(self) -> list[int]:
        return [issue for issue in range(len(self.case.issues)) if issue not in self.structure.left_out]

    def moved(self, package: Package) -> list[int]:
        """The issues on which a package differs from how things stand."""
        return [issue for issue in self._issues() if package[issue] != self.structure.status_quo[issue]]

    def _settled(self, issue: int) -> tuple[str, ...]:
        """An issue with the option of each package, marked where the view of somebody needed is not known."""
        return self.names.issue(issue), *(self._option(package, issue) for package in self.packages)

    def _option(self, package: Package, issue: int) -> str:
        label = self.names.option(issue, package[issue])
        if issue not in self.moved(package):
            return f"{label} (as now)"
        return f"{label} {NOT_KNOWN}" if self.silent(package, issue) else label

    def silent(self, package: Package, issue: int) -> list[int]:
        """The parties needed for a package of whom no source says anything on an issue."""
        needed = sorted(self.structure.needed_for(package))
        return [party for party in needed if self.case.cells[self.case.root(party, issue)][issue].is_silent]

    def _same(self, issues: Sequence[tuple[str, ...]]) -> Iterator[Sentence]:
        same = [n for n, row in zip(self._issues(), issues, strict=True) if len(set(row[1:])) == 1]
        still = [issue for issue in same if self._is_still(issue)]
        settled = [self._term(issue, self._option(self.packages[0], issue)) for issue in same if issue not in still]
        left = [self._term(issue, self.names.label(issue, self.packages[0][issue])) for issue in still]
        parts = ["; ".join(settled), f"as now: {', '.join(left)}" if left else ""]
        if same:
            yield Sentence(name="The same in each", text="; ".join(part for part in parts if part))

    def _term(self, issue: int, words: str) -> str:
        """An option outside a table, after its issue where its label alone does not say of what it is."""
        is_clear = self.names.is_clear(issue, self.packages[0][issue])
        return words if is_clear else f"{self.names.issue(issue)}: {words}"

    def _is_still(self, issue: int) -> bool:
        """True for an issue that no package moves."""
        return not any(issue in self.moved(package) for package in self.packages)

    def _party(self, party: int) -> Any:
        """A party with what it gets and gives on, by the judged scores; by what it states where those may not be
        shown.
        """
        name, key = self.names.party_name(party), self.case.parties[party]
        by_scores = [self.gains_and_gives(party, package) for package in self.packages]
        by_words = [self._asked_and_refused(party, package) for package in self.packages]
        shown, otherwise = (
            (name, *_told_once(cells)) if set(cells) != {NOTHING} else LEFT_OUT for cells in (by_scores, by_words)
        )
        return Guarded(self.words.owners.values(key), shown, otherwise)

    def change(self, party: int, package: Package, issue: int) -> int:
        """By how much the package's option of an issue is better for a party than how things stand, as a numerator."""
        start, still = self.structure.offsets[issue], self.structure.status_quo[issue]
        if still is None:
            return 0
        worth = self.reading.worth[party]
        return int(worth[start + package[issue]]) - int(worth[start + still])

    def gains_and_gives(self, party: int, package: Package) -> str:
        """On which issues a party is better and worse off than as things stand, those first that count most for it."""
        changes = {issue: self.change(party, package, issue) for issue in self.moved(package)}
        ordered = sorted(changes, key=lambda issue: -abs(changes[issue]))
        return self._told(
            [issue for issue in ordered if changes[issue] > 0], [issue for issue in ordered if changes[issue] < 0]
        )

    def _asked_and_refused(self, party: int, package: Package) -> str:
        """The same from what is said that a party wants and refuses, without any number."""
        gains, gives = [], []
        for issue in self.moved(package):
            cell = self.case.cells[self.case.root(party, issue)][issue]
            refused = any(line.option == package[issue] for line in cell.rejects)
            if cell.ideal == package[issue]:
                gains.append(issue)
            elif refused or cell.ideal == self.structure.status_quo[issue] is not None:
                gives.append(issue)
        return self._told(gains, gives)

    def _told(self, gains: Sequence[int], gives: Sequence[int]) -> str:
        parts = [
            f"gains: {self._topics(gains)}" if gains else "",
            f"yields: {self._topics(gives)}" if gives else "",
        ]
        return "; ".join(part for part in parts if part) or NOTHING

    def _topics(self, issues: Sequence[int]) -> str:
        most = len(issues) if len(issues) == MOST_TOPICS + 1 else MOST_TOPICS
        named = [self.names.topic_in_list(issue) for issue in issues[:most]]
        rest = len(issues) - len(named)
        return ", ".join([*named, *([f"{rest} more"] if rest else [])])

    def _paying(self, package: Package) -> str:
        """Those to whom the package is worth less than no deal."""
        walk_away = self.reading.walk_away
        losing = [
            party
            for party, least in enumerate(walk_away)
            if least is not None and self.reading.value(party, package) < least
        ]
        crossed = [party for party in sorted(self.structure.needed_for(package)) if self._crosses(party, package)]
        guess = "by default numbers" if nothing_judged(self.names.case) else "our guess"
        clauses = [f"{self.names.parties(losing)}: worse off than with no deal ({guess})"] if losing else []
        clauses += [f"{self.names.parties(crossed)}: a red line given up"] if crossed else []
        return "; ".join(clauses) or NOTHING

    def _crosses(self, party: int, package: Package) -> bool:
        """True where the package holds an option that the party refuses."""
        mine = (line for line in self.structure.red_lines[party] if line.owner == party)
        return any(package[line.issue] == line.option for line in mine)

    def _flags(self, package: Package) -> str:
        """The concerns that go with the options of a package."""
        flags: list[str] = []
        for issue in self._issues():
            key, name = self.case.issues[issue], self.case.options[issue][package[issue]]
            flags += [
                f"{flag.kind}: {flag.text.rstrip('.')}" for flag in self.names.case.issues[key].options[name].flags
            ]
        rest = len(flags) - MOST_FLAGS
        return "; ".join([*flags[:MOST_FLAGS], *([f"{rest} more"] if rest > 0 else [])]) or NOTHING

    def _unknown(self, package: Package) -> str:
        """On how many of its terms the view of somebody needed is not known."""
        moved = self.moved(package)
        silent = sum(bool(self.silent(package, issue)) for issue in moved)
        return f"{silent} of {counted(len(moved), 'term')}" if silent else NOTHING


def _told_once(cells: Sequence[str]) -> tuple[str, ...]:
    """Cells of which one that says what an earlier one says points to that."""
    first = [cells.index(cell) for cell in cells]
    return tuple(
        cell if at == n or cell == NOTHING else f"as in {at + 1}"
        for n, (cell, at) in enumerate(zip(cells, first, strict=True))
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the table of packages. of: whose it is."""

    name: str
    cells: tuple[Any, ...]
    of: Owner

    @property
    def is_alike(self) -> bool:
        return all(cell == self.cells[0] for cell in self.cells)

    @property
    def shown(self) -> Guarded[Any]:
        return Guarded(self.of, (self.name, *self.cells))

    @property
    def sentence(self) -> Guarded[Any]:
        """The same as a sentence, where it is so of every package."""
        return Guarded(self.of, Sentence(name=self.name.rstrip("?"), text=f"In each: {self.cells[0]}"))


def client_grid(words: DealWords, offered: OptionWords, client: int) -> Iterator[Any]:
    """What to ask for, what not to give, the least acceptable and the best in reach, for one party."""
    said = _Client(words, offered, client)
    rows = [Guarded(OWN, ("Do not give", said.refused()))] if said.refused() else []
    best, least = said.ends()
    if best is not None:
        every = owner_of_all((OWN, words.owners.all_values))
        rows.insert(0, Guarded(every, ("Ask for", said.asked(best))))
        rows.append(Guarded(every, ("Best in reach", f"{'' if words.deal.has_deal else OPENED}{said.terms(best)}")))
        if least is not None and least != best:
            rows.append(Guarded(every, ("Least acceptable", f"as the best, but {said.differing(least, best)}")))
    if rows:
        yield Grid(rows=tuple(rows))


class _Client:
    def __init__(self, words: DealWords, offered: OptionWords, client: int) -> None:
        self.words, self.names, self.offered, self.client = words, words.names, offered, client
        self.reading = words.deal.central.reading

    def refused(self) -> str:
        """What the party has said that it refuses."""
        lines = self.reading.structure.red_lines[self.client]
        return "; ".join(self.names.outcome(line.issue, line.option) for line in lines[:MOST_NAMED])

    def ends(self) -> tuple[Package | None, Package | None]:
        """The packages that are best and worst for the party, of those that all could accept and as far as they are
        kept; of the options shown, where nobody would be asked to accept less than no deal but others.
        """
        stored = self.words.deal.central.stored_win_set
        if stored is not None and len(stored):
            values = stored.values[self.client]
            return stored.package(int(values.argmax())), stored.package(int(values.argmin()))
        least = self.reading.walk_away[self.client]
        kept = [package for package in self.offered.packages if least is None or self._value(package) >= least]
        return max(kept, key=self._value, default=None), min(kept, key=self._value, default=None)

    def _value(self, package: Package) -> int:
        return self.reading.value(self.client, package)

    def asked(self, best: Package) -> str:
        """What the party gains in the best package, that first which counts most for it."""
        moved = self.offered.moved(best)
        gains = [issue for issue in moved if self.offered.change(self.client, best, issue) > 0]
        gains.sort(key=lambda issue: -self.offered.change(self.client, best, issue))
        return "; ".join(self._terms(best, gains[:MOST_NAMED])) or "nothing in reach betters how things stand"

    def terms(self, package: Package) -> str:
        """What a package changes of how things stand."""
        return listed(self._terms(package, self.offered.moved(package)))

    def differing(self, package: Package, other: Package) -> str:
        """What a package has otherwise than another."""
        return listed(self._terms(package, [n for n, option in enumerate(package) if option != other[n]]))

    def _terms(self, package: Package, issues: Sequence[int]) -> list[str]:
        return [self.names.outcome(issue, package[issue]) for issue in issues]
