"""A change from a page: made in the file that the page was read from, or refused with what stands against it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request

from winset.casefile.editing.changes import Operation
from winset.casefile.editing.editor import OpenedCase, ProposedCase, open_case, redo, save, undo
from winset.casefile.read import CaseText, open_text
from winset.errors import AddsErrors, CaseError, EditRefused, Problem, SaveRefused, UnknownName
from winset.model.numbers import Handling
from winset.questions.comparison.in_words import in_words
from winset.report.blocks import Report
from winset.report.disclosure import disclose, is_above
from winset.report.problems import owner_of, without_words
from winset.session import Session
from winset.study import Study
from winset.web.address import View
from winset.web.desk import Desk
from winset.web.editing.answer import ERRORS, LATER, LEVEL, answer_words, effect, study_of
from winset.web.editing.levels import CLOSED, levels_of_changes
from winset.web.posted import posted
from winset.web.render import Part, filled
from winset.web.shelf import OpenCase

EXAMPLE = "This example came with winset and is not changed: copy its folder, and open the copy."
MEANWHILE = "The case was changed in another window or program since this page was read, so nothing was written."
MOST = 12
"""Changes that are told one by one; beyond, it is said how many more there are."""
UNREADABLE = "The case has errors, or had them then: what was changed cannot be told."
NOTHING = "Only comments, the layout or the order of the file were changed."


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a change. words: what is said of it; meanwhile: what others changed since the page was read.
    can_be_undone: something was written. problems: the errors for which nothing was.
    """

    is_saved: bool
    words: str
    meanwhile: tuple[str, ...] = ()
    can_be_undone: bool = False
    problems: tuple[Problem, ...] = ()


def outcome_part(outcome: Outcome | None, view: View) -> Part:
    """What became of a change, as a part of its page."""
    html = filled("outcome.html.j2", outcome=outcome, changes=view.at("changes").url)
    return Part(name="said", html=html, kind="said")


def opened(case: OpenCase) -> OpenedCase:
    """The case file for changing it, as it is now; what pages were read from is remembered. Raises CaseError."""
    now = case.kept.once((case.stamp, "opened"), lambda: open_case(case.path))
    return case.kept.once(("opened", now.sha256), lambda: now)


def sent(request: Request) -> Mapping[str, str]:
    """The fields that a page sends. Raises UnknownName where it sends something else."""
    if request.method != "POST":
        raise UnknownName("what is done on a page is sent by the page")
    fields = posted(request.state.body)
    return {str(name): value.replace("\r\n", "\n") for name, value in fields.items() if isinstance(value, str)}


def change(desk: Desk, view: View, sha256: str, title: str, made: Callable[[OpenedCase], Operation]) -> Outcome:
    """Does an operation on the case, if it still is the one that the page was read from. title: what is done, for the
    list of changes.
    """
    return save_proposal(desk, view, sha256, Proposal(title=title, made=lambda now: now.doing(made(now))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is to become of a case. title: what is done, for the list of changes; is_told: the list also says each thing
    that is different, where the title does not.
    """

    title: str
    made: Callable[[OpenedCase], ProposedCase]
    is_told: bool = False


def save_proposal(desk: Desk, view: View, sha256: str, proposal: Proposal) -> Outcome:
    """Saves what is proposed, if the case still is the one that the page was read from."""
    case = desk.shelf.case(view.case)
    refused = stale(desk, view, sha256)
    if refused is not None:
        return refused
    try:
        now = opened(case)
        proposed = proposal.made(now)
        if proposed.text == now.text:
            return Outcome(is_saved=True, words="Nothing was changed: it stands so already.")
        study = (
            None
            if now.checked.errors and proposed.after.checked.errors
            else study_of(proposed.after.checked, str(case.path))
        )
        told = _effect(desk, case, study, adds_errors=not now.checked.errors and bool(proposed.problems.errors_added))
        more = differences(now, proposed.after, LEVEL) if proposal.is_told else ()
        after = save(proposed, title=proposal.title, words=tuple(filter(None, ("" if told == LATER else told, *more))))
    except AddsErrors as error:
        said = " ".join(_told(problem, view) for problem in error.problems[:3])
        return Outcome(
            is_saved=False, words=f"That would make an error, so nothing was written. {said}", problems=error.problems
        )
    except (EditRefused, SaveRefused) as error:
        return Outcome(is_saved=False, words=_sentence(str(error)))
    except CaseError as error:
        problem = error.problems[0]
        words = f"Line {problem.place.line} could not be read then, so nothing was written. {_told(problem, view)}"
        return Outcome(is_saved=False, words=words)
    _remember(case, after, study)
    return Outcome(is_saved=True, words=_with_effect(proposal.title, told, view), can_be_undone=True)


def undone(desk: Desk, view: View, sha256: str) -> Outcome:
    """The last change is taken back, if the case still is the one that the page was read from."""
    return _moved(desk, view, sha256, back=True)


def redone(desk: Desk, view: View, sha256: str) -> Outcome:
    """The change that was taken back last is made again, under the same condition."""
    return _moved(desk, view, sha256, back=False)


def _moved(desk: Desk, view: View, sha256: str, *, back: bool) -> Outcome:
    case = desk.shelf.case(view.case)
    refused = stale(desk, view, sha256)
    if refused is not None:
        return refused
    try:
        now = opened(case)
        title = _title_of_next(now, view, back=back)
        before = _answer(desk, case)
        (undo if back else redo)(now)
    except (SaveRefused, EditRefused) as error:
        return Outcome(is_saved=False, words=_sentence(str(error)))
    done = "Taken back" if back else "Made again"
    return Outcome(is_saved=True, words=_with_effect(f"{done}: {title}", effect(before, _answer(desk, case)), view))


def _title_of_next(now: OpenedCase, view: View, *, back: bool) -> str:
    """What the change did that is taken back, or made again, as far as it may be shown."""
    journal = now.journal
    change = journal.undoable if back else journal.redoable
    if change is None:
        return ""
    level = levels_of_changes(now)[journal.changes.index(change)]
    return CLOSED if is_above(level, view.level) else change.title


def _with_effect(title: str, told: str, view: View) -> str:
    """What was done, and what that does to the answer where the words of the answer may be shown."""
    return f"{title}. {'' if is_above(LEVEL, view.level) else told}".strip()


def _told(problem: Problem, view: View) -> str:
    """A problem in a sentence, as far as it may be shown."""
    shown = without_words(problem) if is_above(owner_of(problem).level, view.level) else problem
    return _sentence(shown.message)


def stale(desk: Desk, view: View, sha256: str) -> Outcome | None:
    """Why nothing of the case can be changed from a page that was read from a file of this digest; None where it can.

    Raises CaseError where the file cannot be read.
    """
    case = desk.shelf.case(view.case)
    if case.is_example:
        return Outcome(is_saved=False, words=EXAMPLE)
    now = opened(case)
    if now.sha256 == sha256:
        return None
    read = case.kept.peek(("opened", sha256))
    told = differences(read, now, view.level) if isinstance(read, OpenedCase) else ()
    return Outcome(is_saved=False, words=MEANWHILE, meanwhile=told)


def _effect(desk: Desk, case: OpenCase, after: Study | None, *, adds_errors: bool) -> str:
    """What the change does to the answer; empty where it is refused anyway."""
    if adds_errors:
        return ""
    return effect(_answer(desk, case), answer_words(desk, after) if after is not None else ERRORS)


def _answer(desk: Desk, case: OpenCase) -> str:
    """Whether there is a deal in the case as it is now."""
    try:
        study = desk.study(View(case=case.key))
    except CaseError:
        return ERRORS
    return answer_words(desk, study)


def _remember(case: OpenCase, after: OpenedCase, study: Study | None) -> None:
    """Pages of the case as it was saved, and the next change, need not read and check it again."""
    stamp = case.stamp
    if _digest(case) != after.sha256:
        return
    for key in ((stamp, "opened"), ("opened", after.sha256)):
        case.kept.once(key, lambda: after)
    if study is not None:
        case.kept.once((stamp, "any"), lambda: Session(checked=after.checked))
        case.kept.once((stamp, "session", ()), lambda: study.session)


def _digest(case: OpenCase) -> str:
    """The digest of the case file as it is now; empty where it cannot be read."""
    now = open_text(case.path)
    return now.sha256 if isinstance(now, CaseText) else ""


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "!", "?")) else ".")


def differences(before: OpenedCase, after: OpenedCase, level: Handling) -> tuple[str, ...]:
    """Each change in a line."""
    old, new = before.checked, after.checked
    if old.errors or new.errors or old.case is None or new.case is None:
        return (UNREADABLE,)
    made = in_words(old.case, new.case)
    told = disclose(Report(title="", data={"changes": [change.shown for change in made]}), level).document["changes"]
    lines = [f"{line.rstrip('.')}." for line in dict.fromkeys(told)]
    more = len(lines) - MOST
    return (*lines[:MOST], *([f"And {more} more."] if more > 0 else [])) or (NOTHING,)
