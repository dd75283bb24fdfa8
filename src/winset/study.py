"""A study: a case, the requests that are asked of it, and one answer for each.

Here it is known what stands beside what, and within which budget; a question's folder knows only itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, fields, replace
from functools import partial
from inspect import Parameter, Signature
from os import PathLike
from time import perf_counter
from types import ModuleType
from typing import Any

from winset.errors import NumberTooFine, TooLarge
from winset.model.marks import AnsweredBy
from winset.model.moved import span_at
from winset.model.numbers import Handling
from winset.model.placed import shapes
from winset.model.version import VERSION
from winset.questions.catalogue import QUESTIONS, Question, question
from winset.questions.question import Beside, Given, NotComputed, Saying, Showing, ShownPackages, Withheld
from winset.questions.request import Request, described_fields, request_from
from winset.report.as_of import as_of_data, as_of_line, as_of_sections
from winset.report.blocks import Answer, Depth, Guarded, Json, NoteSentence, Owned, Report, Section
from winset.report.names import moved_line, variant_lines
from winset.report.ownership import Ownership, leaves_out_judgements, nothing_judged
from winset.report.problems import holdings_of
from winset.result import Result
from winset.runs.running import Running
from winset.session import Session
from winset.stages import collecting, stage


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidVerdict:
    """The verdict in words and for JSON."""

    sections: tuple[Any, ...]
    data: Any


@dataclass(slots=True, kw_only=True, repr=False)
class Study:
    """A case that can be asked every question, each of which is a method: `study.deal(table="alaska")`.

    other: the second case where two are compared. timings: seconds by question, each with all that it took, and
    by stage. unfinished: what
    was stopped before anything was known of it, each in a sentence. level: whatever is made with a judgement above it
    is not asked.
    """

    session: Session
    other: Session | None = None
    timings: dict[str, float] = field(default_factory=dict)
    answers: dict[Request, Any] = field(default_factory=dict)
    unfinished: list[str] = field(default_factory=list)
    level: Handling = "restricted"

    @classmethod
    def read(
        cls,
        path: str | PathLike[str],
        variants: tuple[str, ...] = (),
        numbers: Mapping[str, str] | None = None,
        as_of: str | None = None,
    ) -> Study:
        """A study of the case in a folder or file, as it stood on a date if one is given, with some judged numbers
        elsewhere. Raises CaseError and UnknownName.
        """
        timings: dict[str, float] = {}
        with collecting(timings), stage("reading"):
            session = Session.read(path, variants, as_of).with_moved(numbers or {})
        return cls(session=session, timings=timings)

    @property
    def sessions(self) -> tuple[Session, ...]:
        """The case, or both that are compared."""
        return (self.session,) if self.other is None else (self.session, self.other)

    def at(self, level: Handling) -> Study:
        """The study as it may be shown at a level: without any judgement where the level leaves them out, so that
        nothing that is asked of it can tell of one.
        """
        if not any(leaves_out_judgements(session.case, level) for session in self.sessions):
            return self
        if self.other is not None:
            return replace(self, answers={}, level=level)
        return Study(session=self.session.of_evidence(), timings=self.timings, level=level)

    @property
    def is_of_evidence(self) -> bool:
        """True where whatever is made with judgements is left out."""
        return any(leaves_out_judgements(session.whole or session.case, self.level) for session in self.sessions)

    def ask(self, request: Request, running: Running | None = None) -> Any:
        """The answer, worked out once; NotComputed where the case is too large for the question, and Withheld where it
        is made with judgements that are left out.

        running: by whom long runs are done. Raises UnknownName and WinsetError for what the case does not have.
        """
        if not question(request.question).of_any_file and self.is_of_evidence:
            compared = self._asked(request, running) if self.other is not None else None
            if isinstance(compared, NotComputed):
                return compared
            self.session.compiled(getattr(request, "table", None))
            return Withheld(request=request, compared=compared)
        return self._asked(request, running)

    def _asked(self, request: Request, running: Running | None) -> Any:
        if request not in self.answers:
            started = perf_counter()
            asked = question(request.question)
            offered = {name: partial(_offer, name, other) for name, other in asked.takes.items()}
            given = Given(session=self.session, other=self.other, running=running or Running(), **offered)
            try:
                with collecting(self.timings), _part(request):
                    self.answers[request] = asked.part(request.solved_by).solve(request, given)
            except (TooLarge, NumberTooFine) as refusal:
                packages = refusal.packages if isinstance(refusal, TooLarge) else None
                self.answers[request] = NotComputed(reason=str(refusal), refusal=refusal, packages=packages)
            self.timings[request.question] = self.timings.get(request.question, 0.0) + perf_counter() - started
        return self.answers[request]

    def take_over(self, request: Request, answer: Any, seconds: Mapping[str, float]) -> None:
        """Knows from now on an answer that was worked out by another process, and how long that took."""
        self.answers[request] = answer
        for name, more in seconds.items():
            self.timings[name] = self.timings.get(name, 0.0) + more

    @property
    def rounded_timings(self) -> dict[str, float]:
        """The seconds so far, as a document tells them."""
        return {stage: round(seconds, 4) for stage, seconds in self.timings.items()}

    @property
    def stopped(self) -> tuple[str, ...]:
        """What is missing where runs were stopped."""
        known = (line for answer in self.answers.values() if (line := getattr(answer, "stopped", "")))
        return (*known, *self.unfinished)

    def report(
        self, request: Request, answer: Any, showing: Showing | None = None, running: Running | None = None
    ) -> Report:
        """What is said of an answer, and the document of it, before disclosure."""
        with collecting(self.timings), stage("report"):
            return self._report(request, answer, showing, running)

    def _report(
        self, request: Request, answer: Any, showing: Showing | None = None, running: Running | None = None
    ) -> Report:
        asked = question(request.question)
        if isinstance(answer, NotComputed):
            return self._not_computed(answer, showing or Showing())
        if isinstance(answer, Withheld):
            return self._of_evidence(asked, answer, showing or Showing())
        saying = self.saying(asked, answer, showing, running)
        depth: Depth = "detail" if saying.showing.full else "main"
        if asked.of_any_file:
            return replace(self._of_any_file(asked, answer, saying), depth=depth)
        verdict = self.verdict(request, running)
        taken_back = self._as_of() if self.other is None else ()
        alone = self.other is None  # of two versions it is said apart how each is read, and what of it is left out
        unread = _unread(self.session, asked, request)
        document: Json = {}
        if not saying.showing.leading_only:
            data = asked.part("data").data(answer, saying)
            document = self._document({"bottom_line": verdict.data, **data, "notes": [*data["notes"], *unread]})
        return Report(
            title=(self.other or self.session).case.case.title,
            depth=depth,
            lead=(
                *asked.part("sections").lead(answer, saying),
                *(_variants(self.session) if alone else moved_lines(self.other or self.session)),
            ),
            sections=(
                *verdict.sections,
                *asked.part("sections").sections(answer, saying),
                *_notes(unread),
                *taken_back,
            ),
            data=document,
            holdings=self.session.owners.holdings if alone else (),
        )

    def _of_evidence(self, asked: Question, answer: Withheld, showing: Showing) -> Report:
        """What follows from the evidence alone."""
        saying = Saying(session=self.session, other=self.other, showing=showing)
        sections, data = self.evidence(asked, answer, saying)
        return Report(
            title=(self.other or self.session).case.case.title,
            depth="detail" if showing.full else "main",
            lead=_variants(self.session) if self.other is None else moved_lines(self.other),
            sections=(*sections, *(self._as_of() if self.other is None else ())),
            data=self._document(data),
            holdings=saying.owners.holdings if self.other is None else (),
        )

    def evidence(self, asked: Question, answer: Withheld, saying: Saying) -> tuple[tuple[Any, ...], Json]:
        """The sections and the data of a question whose answer is withheld."""
        if answer.compared is not None:
            of_both = asked.part("evidence")
            return tuple(of_both.compared(answer.compared, saying)), of_both.compared_data(answer.compared, saying)
        table, of_deal = getattr(answer.request, "table", None), question("deal").part("evidence")
        part = asked.part("evidence") if asked.evidence else None
        own = part.sections(saying, table) if part is not None else ()
        document = of_deal.data(saying, table)
        if asked.key in WHOLE:
            return (*of_deal.verdict(saying, table), *own), document
        rest = Section(key="rest", title="", blocks=(NoteSentence(text=of_deal.REST),))
        more: Json = part.data(saying, table) if part is not None and hasattr(part, "data") else {}
        return (*of_deal.verdict(saying, table), *own, rest), {**document, **more}

    def verdict(self, request: Request, running: Running | None = None) -> SaidVerdict:
        """Whether there is a deal, in the words that stand before the answer to any question; of two versions, in the
        new one. None stands before other questions than that of a deal where no number is judged, nor before one that
        is asked of two alike.
        """
        study = self if self.other is None else Study(session=self.other)
        part = question("deal").part("verdict")
        is_told = request.question in SAME_TRIALS or not nothing_judged(study.session.case)
        if not is_told or (self.other is not None and question(request.question).of_both_alike):
            return SaidVerdict(sections=(), data=None)
        asked, saying = _verdict_request(part, request), Saying(session=study.session)
        verdict = study.ask(asked, running)
        if not isinstance(verdict, NotComputed):
            for of_answer, answer in study.answers.items():
                verdict = part.counted_again(verdict, of_answer, getattr(answer, "counted", None))
        is_short = request.question not in WHOLE
        return SaidVerdict(sections=part.sections(verdict, saying, is_short=is_short), data=part.data(verdict, saying))

    def __getattr__(self, name: str) -> Callable[..., Result]:
        """A question as a method: `study.deal(table="alaska")` asks with the fields of its request as keywords."""
        if name not in QUESTIONS:
            raise AttributeError(f"a study has no `{name}`; questions are {', '.join(QUESTIONS)}")
        asked = question(name)

        def ask(*, level: Handling = "team", running: Running | None = None, **fields: Any) -> Result:
            request = request_from(asked.request_type, fields)
            return Result(self, request, self.ask(request, running), level)

        ask.__name__, ask.__doc__ = name, _documented(asked)
        ask.__dict__["__signature__"] = _signature(asked)
        return ask

    def __dir__(self) -> list[str]:
        return sorted({*object.__dir__(self), *QUESTIONS})

    def __repr__(self) -> str:
        case, variants = self.session.case, self.session.checked.variants
        under = f" under {', '.join(variants)}" if variants else ""
        return f"<case {case.case.id}{under}: {len(case.parties)} parties, {len(case.issues)} issues>"

    def _not_computed(self, answer: NotComputed, showing: Showing) -> Report:
        """What is said where the case is too large for a question: how large it is, and what would make it smaller."""
        checked = self.session.checked
        return Report(
            title=(self.other or self.session).case.case.title,
            depth="detail" if showing.full else "main",
            sections=(Section(key="not_computed", title="Not known", blocks=(Answer(text=answer.sentence),)),),
            data=self._document(
                {
                    "status": "limit",
                    "packages": {"total": answer.packages},
                    "notes": [answer.reason, *checked.notes],
                }
            ),
        )

    def _of_any_file(self, asked: Question, answer: Any, saying: Saying) -> Report:
        """What is said of a case file that may have errors: it says itself what its title is."""
        case = self.session.checked.case
        return Report(
            title="",
            sections=(
                *(Section(key="read_as_of", title="", blocks=(line,)) for line in _as_of_line(self.session)),
                *asked.part("sections").sections(answer, saying),
                *(self._as_of() if _is_dated(self.session) else ()),
            ),
            data=self._document(asked.part("data").data(answer, saying)),
            holdings=(
                *(self.session.owners.holdings if case is not None else ()),
                *holdings_of(self.session.checked.problems),
            ),
        )

    def saying(
        self, asked: Question, answer: Any, showing: Showing | None = None, running: Running | None = None
    ) -> Saying:
        """What an answer is said with: the short answers of other questions about the packages that it shows."""
        shown: ShownPackages | None = getattr(answer, "shown", None)
        return self.saying_beside(asked, shown, showing, running)

    def saying_beside(
        self,
        asked: Question,
        shown: ShownPackages | None,
        showing: Showing | None = None,
        running: Running | None = None,
    ) -> Saying:
        """The same, with the packages and the budget given."""
        alone = Saying(session=self.session, other=self.other, showing=showing or Showing())
        if shown is None or not asked.beside:
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

    def _moved_data(self) -> Json:
        """The judged numbers that stand elsewhere than in the file, for JSON; no key where none does."""
        if not self.session.moved:
            return {}
        owners = self._owners_of_file()
        spans = {path: span_at(self.session.case, path) for path in self.session.moved}
        return {
            "numbers": {
                path: Owned(text, owners.judgements if (span := spans[path]) is None else owners.span(span))
                for path, text in self.session.moved.items()
            }
        }

    def _as_of(self) -> tuple[Section, ...]:
        return as_of_sections(self.session.case, self.session.checked.as_of, self._owners_of_file())

    def _as_of_data(self) -> Json:
        """What was taken from the case, for JSON; of two versions from the new one, and apart from the old one."""
        newer = self.other or self.session
        data = (
            as_of_data(newer.checked.as_of, Ownership(case=newer.case, whole=newer.whole)) if _is_dated(newer) else {}
        )
        if self.other is not None and _is_dated(self.session):
            data["old_as_of"] = as_of_data(self.session.checked.as_of, self._owners_of_file())["as_of"]
        return data

    def _owners_of_file(self) -> Ownership:
        return Ownership(case=self.session.case, whole=self.session.whole)

    def _document(self, data: Json) -> Json:
        """The document of an answer under the head that every document has."""
        checked = self.session.checked
        return {
            "winset": VERSION,
            "case": checked.case.case.id if checked.case is not None else None,
            "sha256": checked.sha256,
            "variants": list(checked.variants),
            **self._as_of_data(),
            **self._moved_data(),
            **data,
            "timings": self.rounded_timings,
        }


def _part(request: Request) -> AbstractContextManager[None]:
    """The stage that is timed by itself where only a part of a question is asked."""
    return stage("verdict_trials") if request.solved_by == "verdict" else nullcontext()


def _is_dated(session: Session) -> bool:
    """True where the case is read as it stood on a date."""
    return session.checked.as_of is not None


WHOLE = ("deal", "brief")
"""Questions before whose answers the whole verdict stands; before others a screen has its first sentence."""
SAME_TRIALS = ("deal", "robust", "brief")
"""Questions of whose trials the verdict speaks; before others it speaks of as many as `deal` draws."""


def _verdict_request(part: ModuleType, request: Request) -> Request:
    """The verdict on what a request asks about: the fields that it shares."""
    names = {field.name for field in fields(part.VerdictRequest)}
    names -= set() if request.question in SAME_TRIALS else {"trials"}
    given = {field.name: getattr(request, field.name) for field in fields(request) if field.name in names}
    asked: Request = part.VerdictRequest(**given)
    return asked


def _offer(name: str, key: str, *args: Any) -> Any:
    """What a question offers to another, worked out when it is taken."""
    return getattr(question(key).part("offers"), name)(*args)


def _documented(asked: Question) -> str:
    """What a question says and what each of its keywords is for."""
    keywords = (f"{field.name}: {described.help}" for field, described in described_fields(asked.request_type))
    return "\n".join((asked.summary, "", *keywords)).rstrip()


def _signature(asked: Question) -> Signature:
    """The keywords of a question, for completion and help."""
    of_request = (
        Parameter(field.name, Parameter.KEYWORD_ONLY, default=field.default, annotation=field.type)
        for field, _ in described_fields(asked.request_type)
    )
    level = Parameter("level", Parameter.KEYWORD_ONLY, default="team", annotation="Handling")
    running = Parameter("running", Parameter.KEYWORD_ONLY, default=None, annotation="Running | None")
    return Signature([*of_request, level, running], return_annotation="Result")


def _as_of_line(session: Session) -> tuple[NoteSentence, ...]:
    return as_of_line(session.case, session.checked.as_of) if _is_dated(session) else ()


def _variants(session: Session) -> tuple[Any, ...]:
    """Under which variants the case is read, as it stood when, and with which judged numbers elsewhere than in its
    file.
    """
    read = (NoteSentence(text=line) for line in variant_lines(session.case, session.checked.variants))
    return (*read, *moved_lines(session))


def moved_lines(session: Session) -> tuple[Any, ...]:
    """As it stood when the case is read, and the judged numbers that stand elsewhere than in the file."""
    case, owners = session.case, Ownership(case=session.case, whole=session.whole)
    numbers = (
        Guarded(
            owners.span(span) if (span := span_at(case, path)) is not None else owners.judgements,
            NoteSentence(text=moved_line(case, path, text)),
        )
        for path, text in session.moved.items()
    )
    return (*as_of_line(case, session.checked.as_of), *numbers)


def _unread(session: Session, asked: Question, request: Request) -> tuple[str, ...]:
    """Of each judged section that another question answers, that it is no part of this answer."""
    judged = session.case.judgements
    return tuple(
        f"{mark.words} is left out: `winset {mark.question}`."
        for shape in shapes(type(judged))
        for mark in shape.marks
        if isinstance(mark, AnsweredBy) and getattr(judged, shape.name) and asked.leaves_out(shape.name, request)
    )


def _notes(lines: tuple[str, ...]) -> tuple[Section, ...]:
    """Notes at the end of an answer, as a section without a title."""
    return (Section(key="unread", title="", blocks=tuple(NoteSentence(text=line) for line in lines)),) if lines else ()


def read(
    path: str | PathLike[str],
    *,
    variants: tuple[str, ...] = (),
    numbers: Mapping[str, float | str] | None = None,
    as_of: str | None = None,
) -> Study:
    """The case in a folder or file, under variants, ready to be asked. numbers: judged numbers to try instead of those
    of the file, by their path below `judgements`, such as {"walk_away.russia": 60}. as_of: a date, such as "2025-06":
    the case then has the positions that had been taken by it. Raises CaseError with every problem of the file, and
    UnknownName for a variant or a number that it does not have.
    """
    return Study.read(path, variants, {name: str(value) for name, value in (numbers or {}).items()}, as_of)


def compare(
    old: str | PathLike[str],
    new: str | PathLike[str],
    *,
    variants: tuple[str, ...] = (),
    as_of: str | None = None,
    old_as_of: str | None = None,
) -> Study:
    """Two versions of a case, to be asked with `.diff()`. as_of: both as they stood on a date; old_as_of: the old one
    alone, so that one case can be compared with itself at an earlier date. Raises CaseError and UnknownName.
    """
    return Study(session=Session.read(old, variants, old_as_of or as_of), other=Session.read(new, variants, as_of))
