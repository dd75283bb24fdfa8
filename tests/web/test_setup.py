"""The case as forms: what is written there is in the file, and what uses it goes with it."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from tests.support.page_forms import forms_of
from tests.support.web import Client, Received
from winset.model.case import Case
from winset.session import Session
from winset.web.serve import Serving

EXAMPLES = Path(__file__).parents[2] / "examples"
URL = "/case/classroom/setup"


def sent(own: Serving, **form: str) -> Received:
    client = Client.let_in(own)
    match = re.search(r'name="sha256" value="([^"]*)"', client.get(URL).text)
    assert match is not None
    named = {name.replace("__", "."): value for name, value in form.items()}
    return client.post("/case/classroom/setup/set", {"sha256": match[1], **named})


def case(own: Serving) -> Case:
    return Session.of_any_file(own.desk.shelf.case("classroom").path).case


def test_what_the_case_is_about_is_written(own: Serving) -> None:
    before = case(own)
    client = Client.let_in(own)
    form = next(form for form in forms_of(client.get(URL).text) if form.kind == "data-part")
    about = {"title": "Linen, again", "question": "", "as_of": "2026-11-30", "drafter": "J. S.", "client": "hospital"}
    answer = client.post(form.action, {**form.fields, **{f"form.{name}": text for name, text in about.items()}})
    assert "Who negotiates" in answer.text  # the page of the whole case again
    head = case(own).case
    assert (head.title, head.question, head.as_of) == ("Linen, again", None, "2026-11-30")
    assert (head.drafter, head.client) == ("J. S.", "hospital")
    assert case(own).positions == before.positions


def test_a_party_an_issue_and_an_option_are_added_and_taken_out(own: Serving) -> None:
    before = case(own)
    sent(own, kind="party", name="The town <b>council</b>")
    (party,) = set(case(own).parties) - set(before.parties)
    assert case(own).parties[party].name == "The town <b>council</b>"
    sent(own, kind="issue", name="Who drives", options="the laundry\nthe hospital\nnobody, as now")
    (issue,) = set(case(own).issues) - set(before.issues)
    assert [option.label for option in case(own).issues[issue].options.values()] == [
        "the laundry", "the hospital", "nobody, as now",
    ]  # fmt: skip
    sent(own, kind="option", issue=issue, name="by turns")
    assert len(case(own).issues[issue].options) == 4
    for path in (f"issues/{issue}", f"parties/{party}"):
        sent(own, kind="remove", path=path)
    assert case(own) == before


def test_a_new_name_and_how_things_stand(own: Serving) -> None:
    issue, whole = next(iter(case(own).issues.items()))
    option = next(iter(whole.options))
    sent(own, kind="name", path=f"issues/{issue}", name="What it costs")
    sent(own, kind="name", path=f"issues/{issue}/options/{option}", name="as little as can be")
    sent(own, kind="name", path="parties/hospital", name="The clinic")
    now = case(own)
    assert now.issue_title(issue) == "What it costs"
    assert now.issues[issue].options[option].label == "as little as can be"
    assert now.name("hospital") == "The clinic"
    sent(own, kind="status_quo", issue=issue, status_quo=option)
    assert case(own).issues[issue].status_quo == option


@pytest.mark.parametrize(
    "form",
    [
        {"kind": "riddle"},
        {"kind": "party", "name": "  "},
        {"kind": "issue", "name": "One way", "options": "only this"},
        {"kind": "option", "issue": "nothing", "name": "x"},
        {"kind": "remove", "path": "tables/nothing"},
        {"kind": "remove", "path": "judgements/walk_away"},
        {"kind": "remove", "path": "parties"},
        {"kind": "name", "path": "issues/nothing", "name": "x"},
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(own: Serving, form: dict[str, str]) -> None:
    path = own.desk.shelf.case("classroom").path
    before = path.read_bytes()
    received = sent(own, **form)
    assert received.status == 404
    assert "Traceback" not in received.text
    assert path.read_bytes() == before


def test_names_are_text_on_the_page(own: Serving) -> None:
    sent(own, kind="party", name='"><img src=x onerror=alert(1)>')
    page = Client.let_in(own).get(URL).text
    assert "<img" not in page
    assert "<img src=x" in unescape(page)
