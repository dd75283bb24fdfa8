"""A study: a case, the requests that are asked of it, and one answer for each.

Here it is known what stands beside what, and within which budget; a question's folder knows only itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from os import PathLike
from time import perf_counter
from typing import Any

from winset.errors import NumberTooFine, TooLarge
from winset.model.version import VERSION
from winset.questions.catalogue import QUESTIONS, Question, question
from winset.questions.question import Beside, Given, NotComputed, Saying, Showing, ShownPackages
from winset.questions.request import Request
from winset.report.blocks import Json, Note, Report
from winset.report.names import variant_lines
from winset.report.ownership import Ownership
from winset.runs.running import Running
from winset.session import Session


@dataclass(slots=True, kw_only=True)
class Study:
    """A case, and the second one where two are compared. timings: seconds by question, as they were asked. unfinished:
    what was stopped before anything was known of it, each in a sentence.
    """

    session: Session
    other: Session | None = None
    timings: dict[str, float] = field(default_factory=dict)
    answers: dict[Request, Any] = field(default_factory=dict)
    unfinished: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, path: str | PathLike[str], variants: tuple[str, ...] = ()) -> Study:
        """A study of the case in a folder or file. Raises CaseError and UnknownName."""
        return cls(session=Session.read(path, variants))

    def ask(self, request: Request, running: Running | None = None) -> Any:
        """The answer, worked out once; NotComputed where the case is too large for the question.

        running: by whom long runs are done. Raises UnknownName and WinsetError for what the case does not have.
        """
        if request not in self.answers:
            started = perf_counter()
            given = Given(session=self.session, other=self.other, running=running or Running())
            try:
                self.answers[request] = question(request.question).part(request.solved_by).solve(request, given)
            except (TooLarge, NumberTooFine) as refusal:
                packages = refusal.packages if isinstance(refusal, TooLarge) else None
                self.answers[request] = NotComputed(reason=str(refusal), refusal=refusal, packages=packages)
            self.timings[request.question] = perf_counter() - started
        return self.answers[request]

    @property
    def stopped(self) -> tuple[str, ...]:
        """What is missing where runs were stopped."""
        known = (line for one in self.answers.values() if (line := getattr(one, "stopped", "")))
        return (*known, *self.unfinished)

    def report(
        self, request: Request, answer: Any, showing: Showing | None = None, running: Running | None = None
    ) -> Report:
        """What is said of an answer, and the document of it, before disclosure."""
        asked = question(request.question)
        saying = self.saying(asked, answer, showing, running)
        return Report(
            title=self.session.case.case.title,
            lead=(*asked.part("sections").lead(answer, saying), *_variants(self.session, why=asked.why_variants)),
            sections=tuple(asked.part("sections").sections(answer, saying)),
            data=self._document(asked.part("data").data(answer, saying)),
            holdings=Ownership(case=self.session.case).holdings,
        )

    def not_computed(self, answer: NotComputed) -> Json:
        """The document of a question that was not answered, for the case is too large for it."""
        checked = self.session.checked
        return {
            "winset": VERSION,
            "case": self.session.case.case.id,
            "sha256": checked.sha256,
            "status": "limit",
            "packages": {"total": answer.packages},
            "notes": [answer.reason, *checked.notes],
        }

    def saying(
        self, asked: Question, answer: Any, showing: Showing | None = None, running: Running | None = None
    ) -> Saying:
        """What an answer is said with: the short answers of other questions about the packages that it shows."""
        alone = Saying(session=self.session, other=self.other, showing=showing or Showing())
        shown: ShownPackages | None = getattr(answer, "shown", None) if asked.beside else None
        if shown is None:
            return alone
        beside: dict[str, Beside] = {}
        try:
            for key in filter(QUESTIONS.__contains__, asked.beside):
                beside[key] = self._beside(key, shown, alone, running)
        except KeyboardInterrupt:
            self.unfinished.append(f"{self.session.case.case.id}: stopped without what stands beside the answer")
        return replace(alone, beside=beside)

    def _beside(self, key: str, shown: ShownPackages, saying: Saying, running: Running | None) -> Beside:
        summary = question(key).part("summary")
        beside: Beside = summary.beside(self.ask(summary.request_of(shown), running), saying)
        return beside

    def _document(self, data: Json) -> Json:
        """The document of an answer under the head that every document has."""
        checked = self.session.checked
        return {
            "winset": VERSION,
            "case": self.session.case.case.id,
            "sha256": checked.sha256,
            "variants": list(checked.variants),
            **data,
            "timings": {stage: round(seconds, 4) for stage, seconds in self.timings.items()},
        }


def _variants(session: Session, *, why: bool) -> tuple[Note, ...]:
    """Under which variants the case is read."""
    return tuple(Note(text=line) for line in variant_lines(session.case, session.checked.variants, why=why))
