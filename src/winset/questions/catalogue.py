"""The register of questions: one line each. Commands, forms, records, the reference and the general tests read it.

Nothing heavy is imported here: a request is imported when its question is asked, the mathematics when it is solved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, Literal

from winset.errors import UnknownName
from winset.questions.in_brief import InBrief
from winset.questions.request import Request

Cases = Literal["one", "two", "several"]
Shows = Literal["limit", "exact", "chart"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that can be asked of a case. key: the name of its command. title: as a reader asks it. folder:
    under `questions/`, the key if not
    given. request: the name of its request. summary: one line for lists.

    cases: how many it is asked of. both: what two are called. of_both_alike: neither of two is the newer one, and no
    verdict on one of them stands before the answer. shows: how its answer may be shown besides its level.
    over_readings: its work can be shared out and taken up again. beside: questions whose short answers stand beside its
    own. of_any_file: it is asked of a case file with errors too. in_brief: a brief says its answer, always or where it
    is asked for under this name. needs: the section of a case file without which
    there is nothing to ask. picture: what its chart shows, for the help of its command. evidence: something of it
    follows from positions, red lines and sources alone, and is told at a level that leaves judgements out.
    reads: the judged sections of which a question says where it leaves them out, and that this one reads: always, or
    where its request says so under the name that stands beside. takes: what its answer takes from those of other
    questions, by the name under which it is given, and the question that offers it.
    """

    key: str
    title: str
    request: str
    summary: str
    folder: str = ""
    cases: Cases = "one"
    both: tuple[str, str] = ("OLD", "NEW")
    of_both_alike: bool = False
    shows: tuple[Shows, ...] = ()
    over_readings: bool = False
    beside: tuple[str, ...] = ()
    of_any_file: bool = False
    in_brief: bool | str = False
    needs: str = ""
    picture: str = ""
    evidence: bool = False
    reads: Mapping[str, str] = field(default_factory=dict)
    takes: Mapping[str, str] = field(default_factory=dict)

    def part(self, name: str) -> ModuleType:
        """A module of the question's folder."""
        return import_module(f"{self._folder}.{name}")

    @property
    def _folder(self) -> str:
        return f"winset.questions.{self.folder or self.key}"

    @property
    def taken_up(self) -> InBrief:
        """How a brief takes its answer up."""
        if find_spec(f"{self._folder}.in_brief") is None:
            return InBrief()
        declared: InBrief = self.part("in_brief").IN_BRIEF
        return declared

    def leaves_out(self, section: str, request: Request) -> bool:
        """Whether the answer to a request does not read a judged section."""
        name = self.reads.get(section)
        return name is None or (bool(name) and not getattr(request, name))

    @property
    def request_type(self) -> type[Request]:
        request_type: Any = getattr(self.part("request"), self.request)
        kind: type[Request] = request_type
        return kind


QUESTIONS: dict[str, Question] = {
    known_question.key: known_question
    for known_question in (
        Question(
            key="check",
            title="What do the sources say?",
            request="CheckRequest",
            summary="Check a case: its form, its names, and every quote against its source.",
            of_any_file=True,
            in_brief=True,
        ),
        Question(
            key="deal",
            title="Is there a deal?",
            evidence=True,
            folder="settlement",
            request="DealRequest",
            summary="Say whether there is a deal, which, who blocks, and what would open one.",
            shows=("limit", "exact"),
            beside=("stability",),
            in_brief=True,
        ),
        Question(
            key="robust",
            title="How sure is that?",
            evidence=True,
            folder="robustness",
            request="RobustRequest",
            summary="Say how far the answer hangs on numbers and silences: the share of readings.",
            cases="several",
            shows=("limit",),
            over_readings=True,
            beside=("stability",),
            in_brief=True,
        ),
        Question(
            key="invent",
            title="What new option would help?",
            request="InventRequest",
            summary="Say what an option not yet on the list must be worth to open a deal.",
            shows=("limit",),
            over_readings=True,
        ),
        Question(
            key="stability",
            title="Would it hold?",
            evidence=True,
            request="StabilityRequest",
            summary="Say whether a package would hold: who would be tempted to break it, what the others could reply.",
            shows=("limit", "chart"),
            picture="all states up to 60 of them, else what can follow from the package",
            over_readings=True,
        ),
        Question(
            key="tables",
            title="Who must be in the room?",
            evidence=True,
            request="TablesRequest",
            summary="Say who must be in the room: what each table can agree, and what would hold.",
            shows=("limit", "chart"),
            over_readings=True,
            in_brief=True,
            needs="tables",
            picture="the tables side by side, what each brings whom, and meeting in stages",
        ),
        Question(
            key="staging",
            title="Do the steps hold?",
            evidence=True,
            request="StagingRequest",
            summary="Say whether a plan of steps holds, which step breaks first, and a better order.",
            shows=("chart",),
            over_readings=True,
            in_brief=True,
            needs="plan",
            picture="a time line of the steps, and what a breach would bring and cost each party",
            reads={"timing": "exit_gain_from_power"},
            takes={"exit_gains": "timing"},
        ),
        Question(
            key="timing",
            title="Is now the moment?",
            evidence=True,
            request="TimingRequest",
            summary="Say at which dates there is a deal, what waiting costs whom, and whether the moment is ripe.",
            shows=("chart",),
            picture="walk-aways by period, the calendar, and power against its safe limit",
            over_readings=True,
            in_brief=True,
            needs="timing",
            reads={"timing": ""},
        ),
        Question(
            key="forecast",
            title="Where would it settle?",
            request="ForecastRequest",
            summary="Say where bargaining would settle each issue, by rule, and how wrong such rules have been.",
            shows=("chart",),
            picture="the forecast of each issue over the parties' positions, the rules as dots, and rounds",
            in_brief="forecast",
        ),
        Question(
            key="movement",
            title="How have positions moved?",
            evidence=True,
            request="MovementRequest",
            summary="Say how parties have moved: from what to what, how fast, and nearer to whom.",
            shows=("chart",),
            picture="what each party wanted and refused, over time",
            in_brief=True,
            needs="earlier_positions",
        ),
        Question(
            key="diff",
            title="What changed?",
            evidence=True,
            folder="comparison",
            request="DiffRequest",
            summary="Say what changed between two versions of a case, and which change turned the answer.",
            cases="two",
            shows=("limit",),
            reads={"timing": ""},
            over_readings=True,
        ),
        Question(
            key="agreement",
            title="Do two readers agree?",
            evidence=True,
            request="AgreementRequest",
            summary="Say how far two readers of the same sources agree, on which cells not, and whether it matters.",
            cases="two",
            both=("CASE", "OTHER"),
            of_both_alike=True,
            shows=("limit", "exact"),
            reads={"timing": ""},
        ),
    )
}


def question(key: str) -> Question:
    """A question by its key. Raises UnknownName."""
    if key not in QUESTIONS:
        raise UnknownName(f"there is no question `{key}`; there are {', '.join(QUESTIONS)}")
    return QUESTIONS[key]
