"""What became of the answer between two versions of a case, in plain sentences, the same as text and in JSON."""

from __future__ import annotations

from dataclasses import dataclass

from winset.analyses.comparison.answers import Answer, Version
from winset.analyses.comparison.effects import Comparison, Effect, Together, Tried
from winset.analyses.comparison.moved import Crossing, Hurdle, Moved
from winset.analyses.settlement.choose import Package
from winset.model.changes import Change
from winset.model.evidence import Checked
from winset.present.amounts import amount, whole
from winset.present.diff_visible import VisibleInBoth
from winset.present.diff_words import ChangeWords
from winset.present.words import Words, counted, listed, points_up
from winset.readings.shares import Share

CENTRALLY = "Every number is read at its most likely value here, and silence as indifference."
NOT_A_PROBABILITY = "A share of readings says how far the answer hangs on what is judged; it is not a probability."
MOST_NAMED = 8
"""Changes of one set that are named in a sentence."""
AS_IT_IS = "all else stays as it is"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Side:
    """One version: its file after every check, what may be shown of it, its answer, and its share of readings with a
    deal, None where that was not asked or cannot be told.
    """

    checked: Checked
    visible: VisibleInBoth
    version: Version
    share: Share | None

    @property
    def words(self) -> Words:
        return Words(self.visible.case, self.version.case)

    @property
    def parties(self) -> str:
        return self.words.parties(self.version.case.structure.bargaining)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Diff:
    """Two versions with everything that is told of them.

    moved: packages that became acceptable and that no longer are, None where win-sets are not kept. seed, draws: of the
    readings; notes: what could not be told, and why.
    """

    found: Comparison
    old: Side
    new: Side
    moved: tuple[Moved, Moved] | None
    seed: int
    draws: int
    notes: tuple[str, ...]

    @property
    def words(self) -> ChangeWords:
        return ChangeWords(self.old.visible.case, self.new.visible.case)

    @property
    def shown(self) -> list[Change]:
        """The changes that may be told of."""
        return [change for change in self.found.changes.all if self.new.visible.shows(change)]

    @property
    def hidden(self) -> int:
        """How many changes, or what they say, are left out at the level."""
        return sum(not self.new.visible.tells(change) for change in self.found.changes.all)

    def members(self, change: Change) -> list[Change]:
        """The entries that come or go as one, each as a change of its own."""
        old, new = self.found.changes.old, self.found.changes.new
        return [
            Change(path=path, kind=change.kind, before=old.get(path), after=new.get(path), paths=(path,))
            for path in change.paths
        ]

    def name(self, change: Change) -> str:
        if not self.new.visible.shows(change):
            return "A change that may not be shown at this level"
        return self.words.name(change, closed=not self.new.visible.tells(change))


def sentences(diff: Diff) -> list[str]:
    """Whether the answer is another one, and which changes did it."""
    if not diff.found.changes.all:
        return ["The two versions say the same."]
    return [_verdict(diff), *_which(diff)]


def _verdict(diff: Diff) -> str:
    old, new = diff.found.old.answer, diff.found.new.answer
    before, now = diff.old.parties, diff.new.parties
    if "limit" in (old.status, new.status):
        return "A search stopped before it was known of both versions whether there is a deal."
    who = f"that {now} could {_all(diff.new)} accept"
    if set(_bargaining(diff.old)) != set(_bargaining(diff.new)):
        was = "There was a deal" if old.has_deal else "There was no deal"
        there_is = "there is a deal" if new.has_deal else "there is no deal"
        return f"{was} that {before} could {_all(diff.old)} accept; now {there_is} {who}."
    if old.has_deal != new.has_deal:
        number = acceptable(new if new.has_deal else old)
        if new.has_deal:
            return f"There was no deal {who}; now there is one: {number}."
        return f"There was a deal {who}, with {number}; now there is none."
    if not new.has_deal:
        return f"There is no deal {who}, as before."
    if old.leads != new.leads:
        return f"There is a deal {who}, as before, but another package leads; {_instead(old, new)}."
    return f"There is a deal {who}, as before, and the same package leads; {_instead(old, new)}."


def _all(side: Side) -> str:
    return "both" if len(_bargaining(side)) == 2 else "all"


def _bargaining(side: Side) -> list[str]:
    return [side.version.case.parties[party] for party in side.version.case.structure.bargaining]


def acceptable(answer: Answer) -> str:
    """How many packages are acceptable, with the noun."""
    return amount(answer.counts.acceptable, answer.counts.error).of("acceptable package")


def _instead(old: Answer, new: Answer) -> str:
    if old.counts.acceptable == new.counts.acceptable:
        return f"{acceptable(new)}, as many as before"
    return f"{acceptable(new)} instead of {amount(old.counts.acceptable, old.counts.error).text}"


def _which(diff: Diff) -> list[str]:
    """Which changes turned the answer."""
    found = diff.found
    bearing = [effect for effect in found.effects if effect.bears]
    if found.turned is None:
        if bearing:
            what = "how many packages are acceptable or within every rule and red line, or on which would lead"
            number = counted(len(bearing), "change bears", "changes bear")
            return [f"{number} on {what}.", *_undone(diff)]
        apart = [effect for effect in found.effects if effect.alone.answer is None]
        return [] if apart else ["No change bears on it with every number at its most likely value."]
    turning = found.turning
    if turning:
        names = [diff.name(effect.change) for effect in turning]
        if len(turning) == 1:
            return [f"One change alone does that: {names[0]}.", _still(diff, turning[0])]
        return [f"Each of {len(turning)} changes alone does that: {'; '.join(names)}."]
    return _together(diff, found.together) if found.together is not None else []


def _undone(diff: Diff) -> list[str]:
    """The changes that alone would have turned the answer, which others undo."""
    old = diff.found.old.answer
    names = [
        diff.name(effect.change)
        for effect in diff.found.effects
        if effect.alone.answer is not None and effect.alone.answer.has_deal != old.has_deal
    ]
    if not names:
        return []
    would = "end the deal" if old.has_deal else "bring a deal"
    return [f"Made alone, {listed(names, 'or')} would {would}; the other changes undo that."]


def _still(diff: Diff, effect: Effect) -> str:
    """Whether the answer turns back without the change."""
    without = effect.without.answer
    if without is None:
        return "Whether the answer would turn back without it cannot be said: the other changes rest on it."
    back = without.has_deal == diff.found.old.answer.has_deal
    if diff.found.turned == "package":
        back = without.leads == diff.found.old.answer.leads
    if back:
        return "Without it, and with all other changes, the answer is as before."
    return "Without it the answer is not as before all the same: the other changes together are enough too."


def _together(diff: Diff, together: Together) -> list[str]:
    sets = [_set(diff, one) for one in together.sets]
    size = len(together.sets[0])
    if together.smallest and len(sets) == 1:
        return [f"No change alone does that; it takes these {size} together: {sets[0]}."]
    if together.smallest:
        first = "; or ".join(sets[:3])
        more = f"; and {counted(len(sets) - 3, 'other set')}" if len(sets) > 3 else ""
        return [f"No change alone does that; it takes {size} together: {first}{more}."]
    return [
        f"No change alone does that. Up to {together.size} at a time none was found to do it before the search stopped "
        f"after {together.tried:,} sets. These {size} together do, and none of them can be left out; a smaller set may "
        f"exist: {sets[0]}."
    ]


def _set(diff: Diff, changes: tuple[Change, ...]) -> str:
    names = [diff.name(change) for change in changes]
    more = f" and {len(names) - MOST_NAMED} more, which `--json` lists" if len(names) > MOST_NAMED else ""
    return " + ".join(names[:MOST_NAMED]) + more


def outcome(tried: Tried, base: Answer, diff: Diff) -> str:
    """What the answer is with a change made or taken back, against the version that it was made to."""
    if tried.answer is None:
        return "cannot be said: without other changes this would make no case that can be asked"
    also = "; ".join(diff.name(change) for change in tried.together)
    along = f" (not without this as well: {also})" if also else ""
    return f"{_against(tried.answer, base)}{along}"


def _against(answer: Answer, base: Answer) -> str:
    if answer == base:
        return "the answer stays as it is"
    if "limit" in (answer.status, base.status):
        return "the search stopped before it was known"
    if answer.has_deal != base.has_deal:
        return f"there is a deal: {acceptable(answer)}" if answer.has_deal else "there is no deal"
    if answer.has_deal:
        leads = "the same package leads" if answer.leads == base.leads else "another package leads"
        return f"there is still a deal, {leads}; {_instead(base, answer)}"
    feasible, before = answer.counts.feasible, base.counts.feasible
    within = "within every rule and red line"
    if feasible == before:
        return (
            f"there is still no deal, among {whole(answer.counts.total)} packages instead of {whole(base.counts.total)}"
        )
    return f"there is still no deal; {counted(feasible, 'package')} {within} instead of {before:,}"


def package_text(package: Package, side: Side) -> str:
    """What a package moves, and that all else stays."""
    quo = side.version.case.structure.status_quo
    left_out = side.version.case.structure.left_out
    moves = [
        f"{side.words.issue(issue)}: {side.words.option(issue, option)}"
        for issue, option in enumerate(package)
        if issue not in left_out and option != quo[issue]
    ]
    stays = len(moves) < len(package) - len(left_out)
    return "; ".join([*moves, *([AS_IT_IS] if stays else [])])


def hurdle_text(crossing: Crossing, there: Side, words: ChangeWords) -> str:
    """What is against a package in the version that does not accept it."""
    told = [_hurdle(one, there, words) for one in crossing.hurdles]
    return "; ".join(told) or "it moves nothing there, which is no deal"


def _hurdle(one: Hurdle, there: Side, words: ChangeWords) -> str:
    names = there.words
    if one.unknown is not None:
        issue, option = one.unknown
        return f"{words.option(issue, option)} on {words.topic(issue)} is no option"
    if one.rule is not None:
        return f"the rule {words.titled('rules', one.rule)} forbids it"
    item = one.constraint
    if item is None:
        return ""
    if item.line is not None:
        basis = " (inferred, not stated)" if item.line.basis == "inferred" else ""
        return f"{names.party(item.party)} refuses {names.red_line(item.line)}{basis}"
    who = item.body or names.party(item.party)
    party = there.version.case.parties[item.party]
    floor = f"what {who} asks" if item.body is not None else "the walk-away"
    if one.short is None or not there.visible.points(party):
        return f"it is worth less than {floor} to {names.party(item.party)}"
    return f"it is worth {points_up(one.short)} points less than {floor} to {names.party(item.party)}"


def share_text(side: Side) -> str:
    """In how many of 100 readings there is a deal, with the standard error."""
    share = side.share
    if share is None:
        return "not told"
    if not 0 < share.number < share.draws:
        return f"{'all' if share.number else 'none'} of {share.draws:,}"
    return f"{100 * share.share:.1f} ± {100 * share.error:.1f} of 100 ({share.draws:,} drawn)"


def lead_text(side: Side) -> str:
    if side.version.lead is None:
        return "none"
    ties = len(side.version.answer.leads)
    tied = f" ({ties - 1:,} more lead with it)" if ties > 1 else ""
    return f"{package_text(side.version.lead, side)}{tied}"


def pivotal_text(side: Side) -> str:
    """Who could open a deal alone by giving way."""
    if side.version.answer.has_deal:
        return "there is a deal"
    case = side.version.case
    names = [side.words.party(case.parties.index(name)) for name in side.version.pivotal]
    why = side.version.found.no_deal
    part = "" if why is None or why.blockers.complete else "at least "
    return f"{part}{listed(names)}" if names else "nobody"


def unjudged_text(side: Side) -> str:
    """Whose yes is not known, since no walk-away is judged or can be derived; empty where that is nobody."""
    names = [side.words.party(side.version.case.parties.index(name)) for name in side.version.unjudged]
    return (
        f"Whether {listed(names)} would accept is not known: no walk-away is judged or can be derived." if names else ""
    )
