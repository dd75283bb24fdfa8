"""Two versions of a case against each other, as the sections of a report: what became of the answer, which change did
it, and everything that changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from winset.analyses.comparison.crossings import CrossingPackages
from winset.analyses.comparison.effects import ChangeEffect
from winset.model.changes import Change
from winset.questions.comparison.changes import change_sections
from winset.questions.comparison.solve import DiffAnswer
from winset.questions.comparison.verdict import (
    CENTRALLY,
    NOT_A_PROBABILITY,
    acceptable,
    hurdle_text,
    lead_text,
    outcome,
    package_text,
    pivotal_text,
    sentences,
    share_text,
    unjudged_text,
)
from winset.questions.comparison.versions import Versions, VersionSide
from winset.questions.question import Saying
from winset.report.blocks import (
    LEFT_OUT,
    Account,
    Answer,
    Block,
    Bullets,
    Derived,
    Guarded,
    NoteSentence,
    PackageTable,
    Section,
    Sentence,
)
from winset.report.counts import whole
from winset.report.names import counted, variant_lines

LEAD = "What changed between two versions of the case, and what that did to the answer."
UNDER = 4
"""Indent of what stands under a bullet."""


def lead(answer: DiffAnswer, saying: Saying) -> tuple[Sentence, ...]:
    """What is asked, of which files, under which variants, of which table."""
    versions = Versions(answer, saying)
    files = (
        f"{which}: {side.checked.path} ({side.checked.sha256[:12]})"
        for which, side in (("Old", versions.old), ("New", versions.new))
    )
    table = answer.comparison.new.case.table
    lines = [*files, *variant_lines(versions.owners.case, versions.new.checked.variants)]
    if table is not None:
        lines.append(f"Asked of the table {versions.words.titled('tables', table)}.")
    return (Sentence(text=LEAD, tone="lead"), *(NoteSentence(text=line) for line in lines))


def sections(answer: DiffAnswer, saying: Saying) -> list[Section]:
    """The answers of both, each change by itself, packages that became acceptable or no longer are, all changes."""
    versions = Versions(answer, saying)
    made = _Sections(versions)
    told = [Answer(text=sentence) for sentence in sentences(versions)]
    if not versions.changes:
        return [Section(key="answer", title="Answer", blocks=tuple(told), depth="answer"), made.notes()]
    return [
        Section(key="answer", title="Answer", blocks=(*told, *made.answers()), depth="answer"),
        Section(key="effects", title="What each change does by itself", blocks=tuple(made.effects())),
        Section(key="packages", title="Packages", blocks=tuple(made.packages())),
        *change_sections(versions),
        made.notes(),
    ]


class _Sections:
    def __init__(self, versions: Versions) -> None:
        self.versions, self.old, self.new = versions, versions.old, versions.new

    def answers(self) -> Iterator[Block]:
        """The answers of both versions side by side."""
        both = (self.old, self.new)
        answers = [side.version.answer for side in both]
        rows = [
            ("deal", *("yes" if one.has_deal else "no" for one in answers)),
            ("packages in all", *(whole(one.counts.total) for one in answers)),
            ("within every rule and red line", *(whole(one.counts.feasible) for one in answers)),
            ("acceptable", *(acceptable(one).split(" ")[0] for one in answers)),
            ("package that leads", *map(lead_text, both)),
            ("could open one by giving way alone", *map(pivotal_text, both)),
        ]
        shares = any(side.share is not None for side in both)
        if shares:
            rows.append(("readings with a deal", *map(share_text, both)))
        yield PackageTable(headings=("old", "new"), options=tuple(rows))
        yield NoteSentence(text=CENTRALLY)
        for side in both:
            if unjudged_text(side) and side.version.answer.has_deal:
                yield Sentence(text=unjudged_text(side))
        if shares:
            seed = self.versions.answer.request.seed
            yield NoteSentence(text=f"± is the standard error; the seed is {seed}. {NOT_A_PROBABILITY}")

    def effects(self) -> Iterator[Block]:
        """Each change that bears on the answer, by itself; those first that alone turn it."""
        compared = self.versions.comparison
        turning = compared.turning_effects
        told = [effect for effect in compared.effects if effect.affects_answer or effect.alone.answer is None]
        for effect in sorted(told, key=lambda one: one not in turning):
            name = [self.versions.name(effect.change), self._short(effect.change)]
            yield Bullets(items=(Derived(name, "".join),))
            yield from self._effect(effect)

    def _effect(self, effect: ChangeEffect) -> Iterator[Block]:
        compared = self.versions.comparison
        if effect.alone.answer is None and effect.without.answer is None:
            yield Sentence(text="It cannot be taken apart from the other changes.", indent=UNDER)
            return
        for said, tried, base in (
            ("Old version with this alone: {}.", effect.alone, compared.old.answer),
            ("New version without it: {}.", effect.without, compared.new.answer),
        ):
            yield Sentence(text=outcome(tried, base, self.versions, said.format), indent=UNDER)

    def _short(self, change: Change) -> Guarded[str]:
        """The change in one line, where it is a single number or word."""
        short = {"added": " (new)", "removed": " (gone)", "changed": ""}[change.kind]
        if change.path[0] in ("claims", "sources"):
            short = ""
        elif change.kind == "changed":
            lines = self.versions.words.lines(change)
            if len(lines) == 1 and not lines[0].what and lines[0].before and lines[0].after:
                short = f": {lines[0].before} → {lines[0].after}"
        return Guarded(self.versions.owners.content_of(change), short, "")

    def packages(self) -> Iterator[Block]:
        """Packages that are acceptable in one version only, with what is against them in the other."""
        if self.versions.answer.moved is not None:
            opened, closed = self.versions.answer.moved
            yield from self._moved(opened, "became acceptable", "Before", self.new, self.old)
            yield from self._moved(closed, "no longer acceptable", "Now", self.old, self.new)

    def _moved(
        self, moved: CrossingPackages, what: str, when: str, here: VersionSide, there: VersionSide
    ) -> Iterator[Block]:
        if not moved.number:
            return
        verb = what if what.startswith("became") else f"{'is' if moved.number == 1 else 'are'} {what}"
        more = f"; the first {len(moved.leading)} are" if moved.number > len(moved.leading) else ""
        yield Sentence(text=f"{counted(moved.number, 'package')} {verb}{more}:")
        for one in moved.leading:
            yield Bullets(items=(package_text(one.package, here),))
            hurdles = hurdle_text(one, there, self.versions.words, f"{when}: {{}}.".format)
            yield NoteSentence(text=hurdles, indent=UNDER)

    def notes(self) -> Section:
        """What could not be told, and what of each version and of its changes is left out."""
        accounts = (_account(which, side) for which, side in (("Old", self.old), ("New", self.new)))
        items = (*self.versions.notes, *accounts, Derived(self.versions.hidden(), _hidden))
        return Section(key="notes", title="Notes", blocks=(Bullets(items=items),))


def _account(which: str, side: VersionSide) -> Account:
    return Account(side.owners.holdings, lambda counts, account: f"{which} version: {account}" if counts else LEFT_OUT)


def _hidden(hidden: list[Change]) -> Any:
    number = counted(len(hidden), "change is", "changes are")
    return f"{number} left out, or told without what they say." if hidden else LEFT_OUT
