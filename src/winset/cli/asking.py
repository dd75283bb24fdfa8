"""The command of every question of the catalogue: it asks the request, and writes what may be shown of the answer."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from winset.cli.options import (
    as_of_option,
    case_argument,
    cases_argument,
    force_option,
    handling_option,
    json_option,
    numbers_of,
    old_as_of_option,
    params_of,
    set_option,
    variant_option,
)
from winset.cli.requests import flag_of, options_of, request_of
from winset.model.numbers import Handling
from winset.questions.catalogue import Question
from winset.questions.request import BadOption, Request, described_fields
from winset.stages import collecting, stage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from winset.casefile.output import Output
    from winset.questions.request import Request
    from winset.report.disclosure import Disclosed
    from winset.runs.running import Running
    from winset.study import Study

SUFFIXES = (".svg", ".png")
STOPPED = 130


def question_command(asked: Question) -> click.Command:
    """The command of a question. Its help is what its request says of itself."""
    kind = asked.request_type
    return click.Command(
        asked.key,
        params=[*_cases(asked), *options_of(kind), *_readings(asked), *_showing(asked)],
        help=kind.__doc__,
        short_help=asked.summary,
        callback=lambda **given: _run(asked, given),
    )


def _cases(asked: Question) -> list[click.Parameter]:
    if asked.of_any_file:
        return params_of(case_argument, variant_option, as_of_option)
    if asked.cases == "two":
        both = (cases_argument(name, metavar=shown) for name, shown in zip(("old", "new"), asked.both, strict=True))
        dates = [as_of_option] if asked.of_both_alike else [as_of_option, old_as_of_option]
        return params_of(*both, variant_option, *dates, set_option)
    several = cases_argument("cases", metavar="CASE...", nargs=-1, required=True)
    return params_of(several if asked.cases == "several" else case_argument, variant_option, as_of_option, set_option)


def _readings(asked: Question) -> list[click.Parameter]:
    """By whom the readings are gone through, and where what is done is kept."""
    if not asked.over_readings:
        return []
    return params_of(
        click.option(
            "--workers", type=click.IntRange(min=1), help="Processes that share the trials. [default: by their number]"
        ),
        click.option(
            "--cluster", metavar="ADDRESS",
            help="Share the trials among the workers of this Dask scheduler, such as tls://host:8786.",
        ),
        click.option(
            "--trust-network", is_flag=True,
            help="Talk to a --cluster on another machine without encryption: everybody on the way may run code here.",
        ),
        click.option(
            "--resume", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
            help="Keep what is done in this file, and go on from what it holds. [default: none; with --cluster "
            "CASE-ID.readings, until the run ends]",
        ),
    )  # fmt: skip


def _showing(asked: Question) -> list[click.Parameter]:
    offered = (
        ("chart", click.option(
            "--chart", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", callback=_picture,
            help=f"Draw it, .svg or .png{f': {asked.picture}' if asked.picture else ''}.",
        )),
        ("limit", click.option(
            "--limit", type=click.IntRange(min=0), default=100, show_default=True,
            help="Longest list in JSON; 0 lists all.",
        )),
        ("chart", force_option),
        ("exact", click.option("--exact", is_flag=True, help="Numbers in JSON as exact fractions.")),
    )  # fmt: skip
    full = click.option("--full", is_flag=True, help="Say all of it, not only what fits a screen.")
    shown = (shown_option for name, shown_option in offered if name in asked.shows)
    return params_of(*shown, full, handling_option, json_option)


def _picture(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path | None:
    """The file, where its name says that it is a picture that can be drawn."""
    if value is not None and value.suffix.lower() not in SUFFIXES:
        raise click.BadParameter(f"a chart is .svg or .png, not `{value.suffix or value.name}`")
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """One case of a command: the study, and what may be shown of the answer."""

    study: Study
    disclosed: Disclosed


def _run(asked: Question, given: dict[str, Any]) -> None:
    """Asks, and writes the answers; exits with 130 where the run was stopped. Raises KeyboardInterrupt where nothing
    was done by then.
    """
    from winset.cli.output import Wrote, finish, say
    from winset.cli.runs import LongRun, executor_of

    request = request_of(asked.request_type, given)
    executor = executor_of(given, getattr(request, "trials", 0)) if asked.over_readings else None
    studies = _studies(asked, given)
    picture = _picture_file(studies, given)
    long_run = LongRun.of(request, studies, given, executor)
    runs: list[_Outcome] = []
    with long_run.saying_how_to_go_on(), suppress(KeyboardInterrupt):
        for place, study in enumerate(studies):
            runs.append(_outcome(study, request, given, long_run.running(place)))
            if study.stopped:
                break
    if not runs:
        raise KeyboardInterrupt
    if picture is not None:
        say(_draw(runs[0], picture))
    finish(
        lambda: _document(runs, several=len(studies) > 1),
        lambda: _text(runs),
        as_json=given["as_json"],
        checked=[session.checked for run in runs for session in run.study.sessions],
        wrote=Wrote(folder=picture.path.parent, names=(picture.path.name,)) if picture is not None else None,
    )
    stopped = [line for run in runs for line in run.study.stopped]
    _prepare_for_the_next()
    is_stopped = bool(stopped) or len(runs) < len(studies)
    for line in stopped:
        click.echo(line, err=True)
    long_run.end(is_stopped=is_stopped)
    if is_stopped:
        sys.exit(STOPPED)
    if any(run.study.session.checked.errors for run in runs):
        sys.exit(1)


def _prepare_for_the_next() -> None:
    """Has compiled code made where this answer did without. What is said of it goes to standard error."""
    from winset.questions.question import plain_answers

    if plain_answers:
        from winset.cli.preparing import prepare_in_background

        if line := prepare_in_background(plain_answers[0]):
            click.echo(line, err=True)


def _outcome(study: Study, request: Request, given: dict[str, Any], running: Running) -> _Outcome:
    """What may be shown of the answer about one case."""
    from winset.report.disclosure import disclose

    answer = _as_far_as_known(_answer(study, request, running))
    report = study.report(request, answer, _how_shown(given), running)
    return _Outcome(study=study, disclosed=disclose(report, given["handling"]))


def _answer(study: Study, request: Request, running: Running) -> Any:
    """Raises click.UsageError where the case has no answer to an option."""
    try:
        return study.ask(request, running)
    except BadOption as error:
        described = {field.name: option for field, option in described_fields(type(request))}
        raise click.UsageError(f"`{flag_of(error.option, described[error.option])}` {error.reason}") from None


def _as_far_as_known(answer: Any) -> Any:
    """The answer; where the case is too large for the question, with what would help as it is typed. Raises
    NumberTooFine, which is an error of the case.
    """
    from winset.cli.output import as_typed
    from winset.errors import TooLarge
    from winset.questions.question import NotComputed

    if not isinstance(answer, NotComputed):
        return answer
    if not isinstance(answer.refusal, TooLarge):
        raise answer.refusal
    return replace(answer, reason=as_typed(answer.refusal))


def _studies(asked: Question, given: dict[str, Any]) -> list[Study]:
    from winset.session import Session
    from winset.study import Study

    variants, as_of = given["variants"], given["as_of"]
    if asked.of_any_file:
        return [Study(session=Session.of_any_file(given["case"], variants, as_of))]
    numbers, level = numbers_of(given["numbers"]), given["handling"]
    if asked.cases == "two":
        old, new = asked.both
        dates = {old: given.get("old_as_of") or as_of, new: as_of}
        both = _versions({old: given["old"], new: given["new"]}, dates, variants, level)
        if asked.of_both_alike:
            both = replace(both, session=both.session.with_moved(numbers))
        return [_with_effect(replace(both, other=both.other and both.other.with_moved(numbers)).at(level), numbers)]
    paths = given["cases"] if asked.cases == "several" else [given["case"]]
    return [_with_effect(Study.read(path, variants, numbers, as_of).at(level), numbers) for path in paths]


def _with_effect(study: Study, numbers: dict[str, str]) -> Study:
    """Raises click.UsageError where numbers are tried at a level that leaves judged numbers out."""
    if numbers and study.is_of_evidence:
        raise click.UsageError("`--set` tries a judged number, and this level of handling leaves judgements out")
    return study


def _versions(
    paths: Mapping[str, str], dates: Mapping[str, str | None], variants: tuple[str, ...], level: Handling
) -> Study:
    """Both versions of a case, by what they are called, each as it stood on its date. Ends the program with the errors
    of both where there are any.
    """
    from winset.cli.output import show_problems
    from winset.errors import CaseError, UnknownName
    from winset.session import Session
    from winset.study import Study

    sessions = []
    for which, path in paths.items():
        try:
            sessions.append(Session.read(path, variants, dates[which]))
        except CaseError as error:
            click.echo(f"{which}, {path}:\n", err=True)
            show_problems(error.problems, level)
        except UnknownName as error:
            raise UnknownName(f"{which}, {path}: {error}") from None
    if len(sessions) < 2:
        sys.exit(1)
    return Study(session=sessions[0], other=sessions[1])


def _how_shown(given: dict[str, Any]) -> Any:
    from winset.cli.record import pending_record
    from winset.questions.question import Showing

    asks_for_more = given.get("full", False) or given["as_json"] or given.get("chart") is not None
    return Showing(
        full=given.get("full", False),
        limit=given.get("limit", Showing().limit),
        exact=given.get("exact", False),
        leading_only=not asks_for_more and pending_record() is None,
    )


def _document(runs: list[_Outcome], *, several: bool) -> dict[str, object]:
    """The document of one case, or those of several in one."""
    from winset.model.version import VERSION

    documents = [dict(run.disclosed.data) for run in runs]
    for document, run in zip(documents, runs, strict=True):
        if "timings" in document:
            document["timings"] = run.study.rounded_timings  # with what came after the document was made
    if not several:
        return documents[0]
    apart = {key: {str(document["case"]): document.pop(key) for document in documents} for key in ("sha256", "timings")}
    return {"winset": VERSION, "cases": documents, **apart}


def _text(runs: list[_Outcome]) -> None:
    from winset.cli.output import console
    from winset.report.renderers.terminal import write_terminal

    for run in runs:
        write_terminal(run.disclosed, console())


def _picture_file(studies: Sequence[Study], given: dict[str, Any]) -> Output | None:
    """Where the chart goes, if one is asked for. Raises SaveRefused where it cannot go there."""
    from winset.casefile.output import Output

    if given.get("chart") is None:
        return None
    kept = [file for study in studies for session in study.sessions for file in session.files]
    made = Output(path=given["chart"], purpose="chart", kept=kept, is_forced=given["force"])
    made.refuse_taken()
    return made


def _draw(run: _Outcome, to: Output) -> str:
    """Writes the figures of a report as one picture; says what is in the file. Raises WinsetError and SaveRefused."""
    from winset.report.charts import picture

    with collecting(run.study.timings), stage("charts"):
        drawn = picture.picture(run.disclosed)
        to.write(drawn.svg() if to.path.suffix.lower() == ".svg" else drawn.png())
    return f"The chart is in {to.path.resolve()}: {drawn.what}."
