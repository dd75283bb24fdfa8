"""Two versions of a case against each other, as the sections of a report: what became of the answer, which change did
it, and everything that changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from winset.analyses.comparison.crossings import CrossingPackages
from winset.analyses.comparison.effects import ChangeEffect
from winset.model.changes import Change
from winset.model.dates import on_date
from winset.questions.comparison.changes import change_sections
from winset.questions.comparison.solve import DiffAnswer
from winset.questions.comparison.verdict import (
    AS_IT_IS,
    CENTRALLY,
    acceptable,
    error_text,
    hurdle_text,
    leads_text,
    moved,
    outcome,
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
    Grid,
    Guarded,
    NoteSentence,
    PackageTable,
    Section,
    Sentence,
)
from winset.report.counts import whole
from winset.report.names import counted, variant_lines

LEAD = "What changed between two versions of the case, and what that did to the answer."
MOST_TURNING = 6
"""Changes that are named; beyond, it says how many more there are."""
UNDER = 4
"""Indent of what stands under a bullet."""


def _as_it_stood(side: VersionSide) -> str:
    """The date as it stood on which a version is read; nothing where it is read as it stands."""
    taken = side.checked.as_of
    return f", as it stood {on_date(taken.date)}" if taken is not None else ""


def lead(answer: DiffAnswer, saying: Saying) -> tuple[Sentence, ...]:
    """What is asked, of which files, under which variants, of which table."""
    versions = Versions(answer, saying)
    files = (
        f"{which}: {side.checked.path} ({side.checked.sha256[:12]}){_as_it_stood(side)}"
        for which, side in (("Old", versions.old), ("New", versions.new))
    )
    table = answer.comparison.new.case.table
    lines = [*files, *variant_lines(versions.owners.case, versions.new.checked.variants)]
    if table is not None:
        lines.append(f"Asked of the table {versions.words.titled('tables', table)}.")
    return (Sentence(text=LEAD, tone="lead"), *(NoteSentence(text=line) for line in lines))


def sections(answer: DiffAnswer, saying: Saying) -> list[Section]:
    """What changed in the answer and which change turned it; both side by side; then each change by itself, packages
    that became acceptable or no longer are, and all changes.
    """
    versions = Versions(answer, saying)
    made = _Sections(versions)
    blocks = [Answer(text=sentence) for sentence in sentences(versions)]
    answers = Section(key="answer", title="What changed in the answer", blocks=tuple(blocks), depth="answer")
    if not versions.changes:
        return [answers, made.notes()]
    return [
        answers,
        Section(key="side_by_side", title="Before and after", blocks=tuple(made.answers())),
        Section(key="turning", title="What the changes do", blocks=tuple(made.turning())),
        Section(key="effects", title="What each change does by itself", blocks=tuple(made.effects()), depth="detail"),
        Section(key="packages", title="Packages", blocks=tuple(made.packages()), depth="detail"),
        *(replace(section, depth="detail") for section in change_sections(versions)),
        made.notes(),
    ]


def notes(versions: Versions) -> Section:
    """What could not be told, and what of each version and of its changes is left out."""
    return _Sections(versions).notes()


class _Sections:
    def __init__(self, versions: Versions) -> None:
        self.versions, self.old, self.new = versions, versions.old, versions.new

    def answers(self) -> Iterator[Block]:
        """The answers of both versions side by side, and on what the packages that lead differ."""
        both = (self.old, self.new)
        answers = [side.version.answer for side in both]
        rows = [
            ("on our best guesses", *("a deal" if answer.has_deal else "no deal" for answer in answers)),
            ("acceptable packages", *(acceptable(answer).split(" ")[0] for answer in answers)),
            ("movement that would be enough", *map(pivotal_text, both)),
        ]
        shares = any(side.share is not None for side in both)
        if shares:
            rows.append(("trials with a deal", *map(share_text, both)))
        yield Grid(head=("", "before", "now"), rows=tuple(rows))
        yield from self._leads()
        for side in both:
            if unjudged_text(side) and side.version.answer.has_deal:
                yield Sentence(text=unjudged_text(side))
        counts = (
            ("packages in all", *(whole(answer.counts.total) for answer in answers)),
            ("within every rule and red line", *(whole(answer.counts.feasible) for answer in answers)),
            ("package that leads", *map(leads_text, both)),
        )
        yield Grid(head=("", "before", "now"), rows=counts, depth="detail")
        yield NoteSentence(text=CENTRALLY, depth="detail")
        if shares:
            yield NoteSentence(text=error_text(self.versions), depth="detail")

    def _leads(self) -> Iterator[Block]:
        """The packages that lead, by what they change of how things stand; only where they differ, if both have one."""
        leads = [moved(side.version.lead, side) if side.version.lead else None for side in (self.old, self.new)]
        before, after = leads
        if before is None and after is None:
            return
        if before is None or after is None:
            which = "now" if before is None else "before"
            package = after if after is not None else before or {}
            yield Grid(head=("package that leads", which), rows=tuple(package.items()), depth="detail")
            return
        issues = [issue for issue in dict.fromkeys((*before, *after)) if before.get(issue) != after.get(issue)]
        if issues:
            rows = tuple((issue, _shown(before, self.old, issue), _shown(after, self.new, issue)) for issue in issues)
            yield Grid(head=("package that leads", "before", "now"), rows=rows)

    def turning(self) -> Iterator[Block]:
        """The changes that alone turn the answer, in a line each, and how many others there are."""
        compared = self.versions.comparison
        bearing = [effect for effect in compared.effects if effect.affects_answer or effect.alone.answer is None]
        together = compared.joint_effect.sets[0] if compared.joint_effect is not None else ()
        turning = together or tuple(effect.change for effect in compared.turning_effects or bearing)
        for change in turning[:MOST_TURNING]:
            name = [self.versions.name(change), self._short(change)]
            yield Bullets(items=(Derived(name, lambda parts: f"{''.join(parts)}."),))
        changes = counted(len(self.versions.changes), "change")
        rest = len([effect for effect in bearing if effect.change not in turning[:MOST_TURNING]])
        others = f"; {counted(rest, 'other bears', 'others bear')} on the answer" if rest else ""
        yield NoteSentence(text=f"{changes} in all{others}.")

    def effects(self) -> Iterator[Block]:
        """Each change that bears on the answer, by itself; those first that alone turn it."""
        compared = self.versions.comparison
        turning = compared.turning_effects
        effects = [effect for effect in compared.effects if effect.affects_answer or effect.alone.answer is None]
        for effect in sorted(effects, key=lambda change_effect: change_effect not in turning):
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
        self, crossing: CrossingPackages, what: str, when: str, here: VersionSide, there: VersionSide
    ) -> Iterator[Block]:
        if not crossing.number:
            return
        verb = what if what.startswith("became") else f"{'is' if crossing.number == 1 else 'are'} {what}"
        shown = len(crossing.leading)
        first = "the first is" if shown == 1 else f"the first {shown} are"
        more = f"; {first}" if crossing.number > shown else ""
        yield Sentence(text=f"{counted(crossing.number, 'package')} {verb}{more}:")
        packages = [moved(package.package, here) for package in crossing.leading]
        issues = dict.fromkeys(issue for package in packages for issue in package)
        rows = tuple((issue, *(package.get(issue, AS_IT_IS) for package in packages)) for issue in issues)
        yield PackageTable(headings=tuple(str(n) for n in range(1, len(packages) + 1)), options=rows)
        for n, leading in enumerate(crossing.leading, 1):
            hurdles = hurdle_text(leading, there, self.versions.words, f"{when}, {n}: {{}}.".format)
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


def _shown(package: dict[str, str], side: VersionSide, issue: str) -> str:
    """What a package holds on an issue, by its title; a dash where the version has no such issue."""
    titles = map(side.names.issue, range(len(side.version.case.issues)))
    return package.get(issue, AS_IT_IS if issue in titles else "–")
