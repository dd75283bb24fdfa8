"""An answer as Python uses it: its findings by name, what is said of it, its chart and its document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from winset.errors import WinsetError
from winset.findings import Findings
from winset.model.numbers import Handling
from winset.questions.question import NotComputed, Showing
from winset.questions.request import Request
from winset.report.blocks import Sentence
from winset.report.pieces import plain

if TYPE_CHECKING:
    import pandas

    from winset.report.blocks import Report
    from winset.report.disclosure import Disclosed

LONGEST = 190
"""Characters of an answer's `repr`; beyond, it is cut."""


class Asking(Protocol):
    """Who asked: a study."""

    def at(self, level: Handling) -> Asking: ...

    def ask(self, request: Request) -> Any: ...

    def report(self, request: Request, answer: Any, showing: Showing | None = None) -> Report: ...


class Result:
    """The answer to a request. Its findings are attributes: the keys of its document, packages as mappings from issue
    to option. `answer` is what the analysis found, in positions. level: what lies above it is left out wherever the
    answer is shown.
    """

    def __init__(self, asking: Asking, request: Request, answer: Any, level: Handling = "team") -> None:
        self.request, self.answer, self.level = request, answer, level
        self._asking = asking
        self._said: dict[tuple[Handling, bool], Disclosed] = {}

    @property
    def is_computed(self) -> bool:
        """False where the case is too large for the question; `answer.reason` says why."""
        return not isinstance(self.answer, NotComputed)

    def report(self, level: Handling | None = None, *, full: bool = False) -> Disclosed:
        """What is said of the answer, as it may be shown at a level; `print` writes it as text. full: everything, not
        only what leads. Raises WinsetError where the question was not computed.
        """
        from winset.report.disclosure import disclose

        if isinstance(self.answer, NotComputed):
            raise WinsetError(f"not computed: {self.answer.reason}")
        key = (level or self.level, full)
        if key not in self._said:
            asking = self._asking.at(key[0])
            answer = self.answer if asking is self._asking else asking.ask(self.request)
            said = asking.report(self.request, answer, Showing(full=full, limit=0))
            self._said[key] = disclose(said, key[0])
        return self._said[key]

    @property
    def findings(self) -> Findings:
        """Everything that was found, by name."""
        return Findings(self.report().data)

    def document(self, level: Handling | None = None) -> Mapping[str, Any]:
        """The JSON document of the answer, as Python objects."""
        return self.report(level).document

    def chart(self, level: Handling | None = None) -> Any:
        """The figures of the answer as one Altair chart. Raises WinsetError where there is nothing to draw."""
        from winset.report.charts.picture import picture

        return picture(self.report(level)).chart

    def to_frame(self) -> pandas.DataFrame:
        """The rows of the answer. Raises WinsetError where it has several lists of them: ask one of these."""
        return self.findings.to_frame()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self.findings.__getattr__(name)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *(self.findings if self.is_computed else ())})

    def __repr__(self) -> str:
        said = f"not computed: {self.answer.reason}" if isinstance(self.answer, NotComputed) else self._first_sentence()
        text = f"<{self.request.question}: {said}>"
        return text if len(text) <= LONGEST else text[: LONGEST - 2] + "…>"

    def _first_sentence(self) -> str:
        """What is said first of the answer."""
        blocks = (block for section in self.report().report.sections for block in section.blocks)
        return next((plain(block.text) for block in blocks if isinstance(block, Sentence)), "")

    def _repr_html_(self) -> str:
        from winset.report.renderers.html import html_fragment

        return html_fragment(self.report())
