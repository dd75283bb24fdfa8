"""The five briefings with their answers, and how what is found in them is counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from winset.casefile.drafting.candidate import CUE_KINDS, Candidate
from winset.casefile.drafting.find import candidates_of
from winset.casefile.evidence import open_sources
from winset.casefile.read import check_case
from winset.casefile.sources import SourceText

FOLDER = Path(__file__).parents[1] / "fixtures" / "briefings"
TUNED = ("communique", "press_briefing", "opinion")
SET_ASIDE = ("interview", "cable")


@dataclass(frozen=True)
class Answer:
    """What a briefing says: one of the kinds, of a party, on one of the issues. start: where its words stand."""

    briefing: str
    kinds: tuple[str, ...]
    party: str
    issues: tuple[str | None, ...]
    is_open: bool
    is_optional: bool
    start: int
    words: str

    def is_met_by(self, candidate: Candidate) -> bool:
        return (
            candidate.party == self.party
            and candidate.cue in self.kinds
            and candidate.start <= self.start < candidate.end
        )


@dataclass
class Count:
    """Of a kind of cue: how many answers there are and how many of them are found; how many candidates there are, how
    many are right, and how many state what the text leaves open or does not say.
    """

    answers: int = 0
    found: int = 0
    candidates: int = 0
    right: int = 0
    stated_wrongly: int = 0
    issues: int = 0
    issues_right: int = 0

    def plus(self, other: Count) -> Count:
        return Count(*(one + two for one, two in zip(vars(self).values(), vars(other).values(), strict=True)))


def source_of(briefing: str) -> SourceText:
    checked = check_case(str(FOLDER / briefing))
    assert checked.case is not None, checked.problems
    text = open_sources(FOLDER / briefing, checked.case)["text"]
    assert isinstance(text, SourceText)
    return text


def answers_of(briefing: str) -> tuple[Answer, ...]:
    text = source_of(briefing).text
    return tuple(_answer(briefing, text, line) for line in (FOLDER / briefing / "answers.txt").read_text().splitlines())


def _answer(briefing: str, text: str, line: str) -> Answer:
    marks, words = line.split(" | ")
    kinds, party, issues, *more = marks.split()
    assert text.count(words) == 1, words
    return Answer(
        briefing=briefing,
        kinds=tuple(kinds.split("/")),
        party=party,
        issues=tuple(None if issue == "-" else issue for issue in issues.split("/")),
        is_open="open" in more,
        is_optional="optional" in more,
        start=text.index(words),
        words=words,
    )


def drafted(briefing: str) -> tuple[Candidate, ...]:
    checked = check_case(str(FOLDER / briefing))
    assert checked.case is not None
    return candidates_of(checked.case, {"text": source_of(briefing)})


def counted(briefings: Iterable[str]) -> dict[str, Count]:
    """By kind of cue, what is found in the briefings; an answer of several kinds counts under the first of them."""
    counts: dict[str, Count] = {kind: Count() for kind in CUE_KINDS}
    for briefing in briefings:
        answers, candidates = answers_of(briefing), drafted(briefing)
        for answer in answers:
            if not answer.is_optional:
                counts[answer.kinds[0]].answers += 1
                counts[answer.kinds[0]].found += any(map(answer.is_met_by, candidates))
        for candidate in candidates:
            _count(counts[candidate.cue], candidate, [answer for answer in answers if answer.is_met_by(candidate)])
    return counts


def _count(count: Count, candidate: Candidate, met: list[Answer]) -> None:
    count.candidates += 1
    count.right += bool(met)
    is_stated = candidate.field != "open"
    count.stated_wrongly += is_stated and all(answer.is_open for answer in met)
    if met and candidate.issue is not None:
        count.issues += 1
        count.issues_right += any(candidate.issue in answer.issues for answer in met)


def wrong(briefings: Iterable[str]) -> Iterable[str]:
    """What is missed and what is found wrongly, to be read by whoever extends the list of words."""
    for briefing in briefings:
        answers, candidates = answers_of(briefing), drafted(briefing)
        for answer in answers:
            if not answer.is_optional and not any(map(answer.is_met_by, candidates)):
                yield f"{briefing}: missed: {answer.kinds[0]} of {answer.party}: {answer.words}"
        for candidate in candidates:
            met = [answer for answer in answers if answer.is_met_by(candidate)]
            words = " ".join(candidate.quote.split())
            if not met:
                yield f"{briefing}: wrong: {candidate.cue} of {candidate.party} ({candidate.field}): {words}"
            elif candidate.field != "open" and all(answer.is_open for answer in met):
                yield f"{briefing}: stated: {candidate.cue} of {candidate.party}: {words}"
            elif candidate.issue is not None and not any(candidate.issue in answer.issues for answer in met):
                yield f"{briefing}: issue {candidate.issue}: {candidate.cue} of {candidate.party}: {words}"


def total(counts: dict[str, Count]) -> Count:
    whole = Count()
    for count in counts.values():
        whole = whole.plus(count)
    return whole
