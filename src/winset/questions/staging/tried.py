"""A plan with steps at other periods, beside the plan of the case: whether each would be kept, and where it breaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from winset.analyses.staging.agreement import Agreement, agreement
from winset.analyses.staging.packages import PlanCoverage, planned_options
from winset.analyses.staging.plan_terms import plan_of, plan_terms
from winset.analyses.staging.readings import inputs
from winset.analyses.staging.staging import staging_of
from winset.errors import NumberTooFine
from winset.questions.staging.request import StagingRequest
from winset.questions.staging.solve import StagingAnswer
from winset.questions.staging.verdict import VerdictWords
from winset.questions.staging.words import CLOSED, StagingWords, ratio_words
from winset.report.blocks import Answer, Grid, Guarded, NoteSentence, Report, Section, Sentence
from winset.report.names import Names, listed
from winset.report.ownership import owner_of_all
from winset.session import Session

NOTHING = "nothing to save by a breach"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReading:
    """A plan on the best guesses. answer: without trials, better orders and packages beside it."""

    answer: StagingAnswer
    words: StagingWords

    @classmethod
    def of(cls, session: Session) -> PlanReading:
        """Worked out once for each session. Raises UnknownName where the case has no plan, CaseError where it cannot be
        used.
        """
        return session.once("plan reading", lambda: cls._made(session))

    @classmethod
    def _made(cls, session: Session) -> PlanReading:
        case = session.compiled()
        staged = staging_of(plan_terms(case), objectives=(), mended=False)
        try:
            agreed = agreement(case, staged.terms, session.central())
        except NumberTooFine:
            agreed = Agreement(package=None, consent=None)
        answer = StagingAnswer(
            request=StagingRequest(trials=0),
            staging=staged,
            agreed=agreed,
            variants=0,
            changes=(),
            covered=PlanCoverage(steps=planned_options(plan_of(case)), among="not kept"),
            carried=None,
            shown_packages=(),
            assistance=(),
            readings=None,
            ranges=len(inputs(case)),
        )
        return cls(answer=answer, words=StagingWords(staged, Names(session.case, case)))

    def verdict(self, *, values: bool = True) -> str:
        """Whether the plan would be kept, and whether it would be agreed. values: what its package is worth is said."""
        return VerdictWords(self.answer, self.words, values=values).verdict()

    def weakest(self, party: int) -> str:
        """The weakest link of a party in a few words."""
        breach = self.words.staging.security.of(party)
        if breach is None:
            return NOTHING
        pays = "; pays" if breach.pays else ""
        return f"{ratio_words(breach.ratio)}: {self.words.way(breach)}{pays}"


def report(session: Session, moved: Session) -> Report:
    """What is said of a moved plan. session: with the plan of the case; moved: with the one that is tried."""
    owners = session.owners
    parties = session.compiled().parties
    tried = PlanReading.of(moved)
    before = tried if moved is session else PlanReading.of(session)
    values = owner_of_all(owners.values(parties[beside.party]) for beside in tried.answer.agreed.worth)

    def sentence(*, is_open: bool) -> tuple[Any, ...]:
        return (Answer(text=tried.verdict(values=is_open)),)

    said = (Guarded(values, sentence(is_open=True), sentence(is_open=False)), *_order(tried), *_links(tried, before))
    sections = (Section(key="tried", title="", blocks=said),)
    closed = (Section(key="tried", title="", blocks=(NoteSentence(text=CLOSED),)),)
    return Report(title="", sections=(Guarded(owners.plan, sections, closed),), holdings=owners.holdings)


def _order(tried: PlanReading) -> Iterator[Sentence]:
    """Steps that the moved plan takes ahead of one that must come first."""
    early = [
        f"{tried.words.quoted(step)} ahead of {tried.words.quoted(first)}"
        for step, first in tried.answer.staging.out_of_order
    ]
    if early:
        yield Sentence(text=f"Out of order, as the case has it: {listed(early)}.")


def _links(tried: PlanReading, before: PlanReading) -> Iterator[Grid | NoteSentence]:
    """The weakest link of each party, in the plan of the case and in the one that is tried."""
    parties = [
        party
        for party in range(len(tried.answer.staging.terms.parties))
        if any(plan.words.staging.security.of(party) is not None for plan in (tried, before))
    ]
    if not parties:
        return
    rows = tuple((tried.words.party_name(party), before.weakest(party), tried.weakest(party)) for party in parties)
    yield Grid(head=("weakest link", "in the case file", "tried here"), rows=rows)
    yield NoteSentence(
        text="Before each: what that breach would cost the party, in times of what it would bring; below 1 it pays."
    )
