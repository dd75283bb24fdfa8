"""An answer as Python uses it: its findings by name, what is said of it, its chart, its document, and its rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from winset.errors import WinsetError
from winset.model.numbers import Handling
from winset.questions.catalogue import question
from winset.questions.question import NotComputed, Saying, Showing
from winset.questions.request import Request

if TYPE_CHECKING:
    import pandas

    from winset.report.blocks import Report
    from winset.report.disclosure import Disclosed

LONGEST = 190
"""Characters of a `repr`."""


class Asking(Protocol):
    """Who asked: a study."""

    def report(self, request: Request, answer: Any, showing: Showing | None = None) -> Report: ...
    def saying_of(self, request: Request, answer: Any) -> Saying: ...


class Result:
    """The answer to a request. Its findings are attributes: those of the question's view, with packages as mappings of
    names, else those of the analysis. level: what lies above it is left out wherever the answer is shown.
    """

    def __init__(self, asking: Asking, request: Request, answer: Any, level: Handling = "team") -> None:
        self.request, self.answer, self.level = request, answer, level
        self._asking = asking
        self._view: Any = None

    @property
    def is_computed(self) -> bool:
        """False where the case is too large for the question; `answer.reason` says why."""
        return not isinstance(self.answer, NotComputed)

    @property
    def view(self) -> Any:
        """The findings by name. Raises WinsetError where the question was not computed."""
        if isinstance(self.answer, NotComputed):
            raise WinsetError(f"not computed: {self.answer.reason}")
        if self._view is None:
            asked = question(self.request.question)
            saying = self._asking.saying_of(self.request, self.answer)
            self._view = asked.part("view").view(self.answer, saying) if asked.has("view") else self.answer
        return self._view

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        found = self.view
        if hasattr(found, name):
            return getattr(found, name)
        return getattr(self.answer, name)

    def __dir__(self) -> list[str]:
        shown = [] if not self.is_computed else [*dir(self.view), *dir(self.answer)]
        return sorted({*super().__dir__(), *(name for name in shown if not name.startswith("_"))})

    def report(self, level: Handling | None = None, *, full: bool = False) -> Disclosed:
        """What is said of the answer, as it may be shown at a level; `print` writes it as text."""
        from winset.report.disclosure import disclose

        self.view  # noqa: B018 - raises where there is nothing to say
        said = self._asking.report(self.request, self.answer, Showing(full=full))
        return disclose(said, level or self.level)

    def document(self, level: Handling | None = None) -> Mapping[str, Any]:
        """The JSON document of the answer, as Python objects."""
        return self.report(level).document

    def chart(self, level: Handling | None = None) -> Any:
        """The figures of the answer as one Altair chart. Raises WinsetError where there is nothing to draw."""
        from winset.report.charts.picture import picture

        return picture(self.report(level)).chart

    def to_frame(self) -> pandas.DataFrame:
        """The rows of the answer: what the view of the question says they are. Raises WinsetError where it has none."""
        if not hasattr(self.view, "to_frame"):
            raise WinsetError(f"the answer to `{self.request.question}` has no rows of its own")
        frame: pandas.DataFrame = self.view.to_frame()
        return frame

    def __repr__(self) -> str:
        if isinstance(self.answer, NotComputed):
            told = f"not computed: {self.answer.reason}"
        else:
            document = self.document()
            said = document.get("told", document.get("answer"))
            told = said if isinstance(said, str) else said[0] if said else str(document.get("status", ""))
        text = f"<{self.request.question}: {told}"
        return text + ">" if len(text) < LONGEST else text[: LONGEST - 2] + "…>"

    def _repr_html_(self) -> str:
        from winset.report.renderers.html import html_fragment

        return html_fragment(self.report())
