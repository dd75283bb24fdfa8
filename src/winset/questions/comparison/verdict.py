"""What became of the answer between two versions of a case, in plain sentences, the same as text and in JSON.

A sentence that names changes is made when it is known which of them may be named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import sqrt
from typing import Any, Literal

from winset.analyses.comparison.answers import VersionAnswer
from winset.analyses.comparison.crossings import Crossing, Hurdle
from winset.analyses.comparison.effects import ChangeEffect, JointEffect, TrialAnswer
from winset.analyses.settlement.choose import Package
from winset.model.changes import Change
from winset.questions.comparison.versions import Versions, VersionSide
from winset.questions.comparison.words import ChangeWords
from winset.report.blocks import Derived, Guarded
from winset.report.counts import amount, of_100, whole
from winset.report.names import counted, listed, points_up

CENTRALLY = "Every number is read at its most likely value here, and silence as indifference."
NOT_A_PROBABILITY = "A share of trials says how far the answer hangs on what is judged; it is not a probability."
Kind = Literal["deal", "no deal", "too close to call"]
AGREEING = 0.75
"""Share of trials that must agree with the best guesses for the answer not to be too close to call, as in the verdict
that stands before every answer.
"""
WAS: dict[Kind, str] = {
    "deal": "There was a deal",
    "no deal": "There was no deal",
    "too close to call": "It was too close to call",
}
IS: dict[Kind, str] = {
    "deal": "there is a deal",
    "no deal": "there is no deal",
    "too close to call": "it is too close to call",
}
MOST_NAMED = 8
"""Changes of one set that a sentence names; beyond, it says how many more there are."""
MOST_SETS = 3
"""Sets of changes that a sentence names; beyond, it says how many more there are."""
AS_IT_IS = "as it is"
"""What stands where a package leaves an issue at its status quo."""


def sentences(versions: Versions) -> list[Any]:
    """Whether the answer is another one, and which changes did it."""
    if not versions.changes:
        return ["The two versions say the same."]
    return [*_verdict(versions), *_which(versions), *_trials(versions)]


def kind_of(side: VersionSide) -> Kind | None:
    """Whether there is a deal in a version: on the best guesses and in most trials, or too close to call; None
    where no trials were counted, without which that cannot be said.
    """
    answer, share = side.version.answer, side.share
    if share is None or not share.draws:
        return None
    agreeing = share.share if answer.has_deal else 1 - share.share
    return "too close to call" if agreeing < AGREEING else "deal" if answer.has_deal else "no deal"


def _verdict(versions: Versions) -> list[str]:
    """What became of the verdict, and of the best guesses."""
    if "limit" in (versions.old.version.answer.status, versions.new.version.answer.status):
        return ["A search stopped before it was known of both versions whether there is a deal."]
    old, new = kind_of(versions.old), kind_of(versions.new)
    sentences = (
        []
        if old is None or new is None
        else [f"{WAS[old]}, and so it is now." if old == new else f"{WAS[old]}; now {IS[new]}."]
    )
    return [*sentences, *_asked_of(versions), _best_guesses(versions)]


def _asked_of(versions: Versions) -> list[str]:
    """Whose consent is asked for, where that is not the same in both versions."""
    if set(versions.old.bargaining) == set(versions.new.bargaining):
        return []
    before, now = (side.names.parties(side.version.case.structure.bargaining) for side in (versions.old, versions.new))
    return [f"Then it was asked of {before}; now it is asked of {now}."]


def _best_guesses(versions: Versions) -> str:
    """What changed on the best guesses."""
    old, new = versions.old.version.answer, versions.new.version.answer
    if old.has_deal != new.has_deal:
        number = acceptable(new if new.has_deal else old)
        if new.has_deal:
            return f"On our best guesses there was no deal; now there is one: {number}."
        return f"On our best guesses there was a deal, with {number}; now there is none."
    if not new.has_deal:
        return "On our best guesses there is no deal, as before."
    if old.leads != new.leads:
        return f"On our best guesses there is a deal, as before, but another package leads; {_instead(old, new)}."
    return f"On our best guesses there is a deal, as before, and the same package leads; {_instead(old, new)}."


def _trials(versions: Versions) -> list[str]:
    """How far the share of trials with a deal moved, where that is more than what their number leaves open."""
    old, new = versions.old.share, versions.new.share
    if old is None or new is None or not old.draws or not new.draws:
        return []
    words = tuple(f"{of_100(share)} of 100" for share in (old, new))
    if abs(new.share - old.share) <= 2 * sqrt(old.error**2 + new.error**2):
        return [f"There is a deal in about as many trials as before: {words[1]}."]
    more = "more" if new.share > old.share else "fewer"
    return [f"There is a deal in {more} trials than before: {words[1]} instead of {words[0]}."]


def acceptable(answer: VersionAnswer) -> str:
    """How many packages are acceptable, with the noun."""
    return amount(answer.counts.acceptable, answer.counts.error).of("acceptable package")


def _instead(old: VersionAnswer, new: VersionAnswer) -> str:
    if old.counts.acceptable == new.counts.acceptable:
        return f"{acceptable(new)}, as many as before"
    return f"{acceptable(new)} instead of {amount(old.counts.acceptable, old.counts.error).text}"


def _which(versions: Versions) -> list[Any]:
    """Which changes turned the answer."""
    compared = versions.comparison
    bearing = [effect for effect in compared.effects if effect.affects_answer]
    if compared.difference is None:
        if bearing:
            what = "how many packages are acceptable or within every rule and red line, or on which would lead"
            number = counted(len(bearing), "change bears", "changes bear")
            return [f"{number} on {what}.", *_undone(versions)]
        apart = [effect for effect in compared.effects if effect.alone.answer is None]
        return [] if apart else ["No change bears on it on the best guesses."]
    turning = compared.turning_effects
    if len(turning) == 1:
        return [
            _naming(versions, [turning[0].change], lambda names: f"One change alone does that: {names[0]}."),
            _still(versions, turning[0]),
        ]
    if turning:
        each = [effect.change for effect in turning]
        return [
            _naming(versions, each, lambda names: f"Each of {len(names)} changes alone does that: {'; '.join(names)}.")
        ]
    return [_together(versions, compared.joint_effect)] if compared.joint_effect is not None else []


def _naming(versions: Versions, changes: Iterable[Change], said: Callable[[list[str]], str]) -> Derived:
    """A sentence that names changes."""
    return Derived([versions.name(change) for change in changes], said)


def _undone(versions: Versions) -> list[Derived]:
    """The changes that alone would have turned the answer, which others undo."""
    old = versions.comparison.old.answer
    each = [
        effect.change
        for effect in versions.comparison.effects
        if effect.alone.answer is not None
        and not effect.alone.together
        and effect.alone.answer.has_deal != old.has_deal
    ]
    would = "end the deal" if old.has_deal else "bring a deal"

    def said(names: list[str]) -> str:
        return f"Made alone, {listed(names, 'or')} would {would}; the other changes undo that."

    return [_naming(versions, each, said)] if each else []


def _still(versions: Versions, effect: ChangeEffect) -> Any:
    """Whether the answer turns back without the change."""
    without, old = effect.without.answer, versions.comparison.old.answer
    if without is None:
        return "Whether the answer would turn back without it cannot be said: the other changes rest on it."
    back = without.has_deal == old.has_deal
    if versions.comparison.difference == "package":
        back = without.leads == old.leads
    if not back:
        what = "the answer is not as before all the same: the other changes together are enough too."
    else:
        what = "and with all other changes, the answer is as before."

    def said(names: list[str]) -> str:
        start = f"Without it and what rests on it ({'; '.join(names)})" if names else "Without it"
        return f"{start}, {what}" if back else f"{start} {what}"

    return _naming(versions, effect.without.together, said)


def _together(versions: Versions, together: JointEffect) -> Derived:
    sets, size = together.sets, len(together.sets[0])
    head = f"No change alone does that; it takes {size} together: "
    if together.smallest and len(sets) == 1:
        head = f"No change alone does that; it takes these {size} together: "
    if not together.smallest:
        head = (
            f"No change alone does that. Up to {together.size} at a time none was found to do it before the search "
            f"stopped after {together.tried:,} sets. These {size} together do, and none of them can be left out; a "
            "smaller set may exist: "
        )
    shown = sets[:MOST_SETS] if together.smallest else sets[:1]
    rest = len(sets) - len(shown) if together.smallest else 0
    more = f"; and {counted(rest, 'other set')}" if rest else ""
    return Derived(
        [_set(versions, change_set) for change_set in shown], lambda texts: f"{head}{'; or '.join(texts)}{more}."
    )


def _set(versions: Versions, changes: tuple[Change, ...]) -> Derived:
    rest = len(changes) - MOST_NAMED
    more = f" and {rest} more, which `--json` lists" if rest > 0 else ""
    return _naming(versions, changes[:MOST_NAMED], lambda names: f"{' + '.join(names)}{more}")


def outcome(tried: TrialAnswer, base: VersionAnswer, versions: Versions, said: Callable[[str], str]) -> Derived:
    """What the answer is with a change made or taken back, against the version that it was made to."""
    if tried.answer is None:
        what = "cannot be said: without other changes this would make no case that can be asked"
    else:
        what = _against(tried.answer, base)

    def whole_sentence(names: list[str]) -> str:
        return said(f"{what} (not without this as well: {'; '.join(names)})" if names else what)

    return _naming(versions, tried.together if tried.answer is not None else (), whole_sentence)


def _against(answer: VersionAnswer, base: VersionAnswer) -> str:
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


def moved(package: Package, side: VersionSide) -> dict[str, str]:
    """What a package moves: the issue, and what is agreed on it."""
    structure = side.version.case.structure
    return {
        side.names.issue(issue): side.names.option(issue, option)
        for issue, option in enumerate(package)
        if issue not in structure.left_out and option != structure.status_quo[issue]
    }


def hurdle_text(
    crossing: Crossing, there: VersionSide, words: ChangeWords, said: Callable[[str], str] = str
) -> Derived:
    """What is against a package in the version that does not accept it."""
    each = [_hurdle(hurdle, there, words) for hurdle in crossing.hurdles]
    return Derived(each, lambda texts: said("; ".join(texts) or "it moves nothing there, which is no deal"))


def _hurdle(hurdle: Hurdle, there: VersionSide, words: ChangeWords) -> Any:
    names = there.names
    if hurdle.unknown is not None:
        issue, option = hurdle.unknown
        return f"{words.option(issue, option)} on {words.topic(issue)} is no option"
    if hurdle.off_agenda is not None:
        return f"{words.topic(hurdle.off_agenda)} is off the agenda and stays as it is"
    if hurdle.unsaid is not None:
        return f"it says nothing on {words.topic(hurdle.unsaid)}, which has no status quo"
    if hurdle.rule is not None:
        return f"the rule {words.titled('rules', hurdle.rule)} forbids it"
    item = hurdle.constraint
    if item is None:
        return ""
    who = names.party(item.party)
    if item.line is not None:
        basis = " (inferred, not stated)" if item.line.basis == "inferred" else ""
        return f"{who} refuses {names.red_line(item.line)}{basis}"
    if item.votes:
        return f"{item.body} would not ratify it"
    floor = f"what {item.body} asks" if item.body is not None else "the walk-away"
    below = f"it is worth less than {floor} to {who}"
    if hurdle.short is None:
        return below
    short = f"it is worth {points_up(hurdle.short)} points less than {floor} to {who}"
    return Guarded(there.owners.values(there.version.case.parties[item.party]), short, below)


def share_text(side: VersionSide) -> str:
    """In how many of 100 trials there is a deal."""
    share = side.share
    if share is None:
        return "not told"
    if not 0 < share.number < share.draws:
        return f"{'all' if share.number else 'none'} of {share.draws:,}"
    return f"{of_100(share)} of 100"


def error_text(versions: Versions) -> str:
    """The standard errors of the shares, and how they were drawn."""
    known = {which: side.share for which, side in (("old", versions.old), ("new", versions.new)) if side.share}
    each = listed(f"{which} {100 * share.share:.1f} ± {100 * share.error:.1f} of 100" for which, share in known.items())
    draws = max((share.draws for share in known.values()), default=0)
    return (
        f"Trials with a deal: {each}, of {draws:,} each; ± is the standard error; the seed is "
        f"{versions.answer.request.seed}. {NOT_A_PROBABILITY}"
    )


def leads_text(side: VersionSide) -> str:
    """How many packages lead."""
    ties = len(side.version.answer.leads)
    return "none" if side.version.lead is None else "one" if ties == 1 else f"one of {ties:,} that tie"


def pivotal_text(side: VersionSide) -> str:
    """Whose movement alone would be enough."""
    if side.version.answer.has_deal:
        return "–"
    names = [side.names.party_called(name) for name in side.version.pivotal]
    why = side.version.settlement.no_deal
    part = "" if why is None or why.blockers.complete else "at least "
    return f"{part}{listed(names, 'or')}" if names else "nobody’s"


def unjudged_text(side: VersionSide) -> str:
    """Whose yes is not known, since no walk-away is judged or can be derived; empty where that is nobody."""
    names = [side.names.party_called(name) for name in side.version.unjudged]
    return (
        f"Whether {listed(names)} would accept is not known: no walk-away is judged or can be derived." if names else ""
    )
