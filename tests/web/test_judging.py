"""Judging without numbers first: what answers imply holds the walk-away of whoever gives them."""

from __future__ import annotations

import re
from fractions import Fraction
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.web import Client
from winset.session import Session
from winset.web.judging.comparing import ENOUGH, Package, compared
from winset.web.serve import Serving

EXAMPLES = Path(__file__).parents[2] / "examples"
LARGER = ("alaska-2025", "camp-david-1978")
SESSIONS = {name: Session.read(EXAMPLES / name) for name in (*LARGER, "classroom")}
MOST_QUESTIONS = 12


@pytest.mark.parametrize("name", ["classroom", *(pytest.param(name, marks=pytest.mark.slow) for name in LARGER)])
@settings(max_examples=20)
@given(party=st.integers(0, 1), points=st.integers(0, 100))
def test_the_range_holds_the_walk_away_of_whoever_answers(name: str, party: int, points: int) -> None:
    reading = SESSIONS[name].central()
    rather: list[Package] = []
    none: list[Package] = []
    for _ in range(MOST_QUESTIONS):
        found = compared(reading, party, tuple(rather), tuple(none))
        if found.next is None:
            break
        assert found.next not in rather + none
        worth = reading.points(party, reading.value(party, found.next))
        assert found.low < worth < found.high
        (rather if worth >= points else none).append(found.next)
    else:
        pytest.fail("half of what is left should go with each answer")
    assert found.fit
    assert found.low <= points <= found.high
    low, likely, high = found.range
    assert low - 1 <= points <= high + 1
    assert low <= likely <= high
    if found.high - found.low > ENOUGH:
        assert found.answers or not any(reading.worth[party])


def test_answers_that_do_not_fit_together_are_told_and_both_stay_in_the_range() -> None:
    reading = SESSIONS["classroom"].central()
    first = compared(reading, 0, (), ())
    assert first.next is not None
    worth = reading.points(0, reading.value(0, first.next))
    better = compared(reading, 0, (), (first.next,)).next
    assert better is not None
    clash = compared(reading, 0, (first.next,), (better,))
    assert not clash.fit
    assert clash.range[0] - 1 <= worth <= clash.range[2] + 1
    assert clash.range[0] <= Fraction(reading.points(0, reading.value(0, better))) + 1


def hidden(html: str, name: str) -> str:
    match = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', html)
    assert match is not None
    return unescape(match[1])


def test_a_range_that_answers_imply_is_kept_as_the_walk_away(own: Serving) -> None:
    client, party = Client.let_in(own), next(iter(SESSIONS["classroom"].case.parties))
    page = client.get(f"/case/classroom/judge?party={party}").text
    for _ in range(MOST_QUESTIONS):
        link = re.search(r'href="([^"]*)" data-swap id="rather"', page)
        if link is None:
            break
        page = client.get(unescape(link[1])).text
    ends = {name: hidden(page, name) for name in ("low", "likely", "high")}
    sent = {"kind": "walk_away", "sha256": hidden(page, "sha256"), **ends}
    said = client.post(f"/case/classroom/judge/number?party={party}", sent)
    assert said.status == 200
    judged = Session.read(own.desk.shelf.case("classroom").path).case.judgements.walk_away[party].points
    assert judged is not None
    assert [str(judged.low), str(judged.likely), str(judged.high)] == list(ends.values())


def test_a_kept_range_is_to_be_looked_at_again_once_weights_are_others(own: Serving) -> None:
    client, party = Client.let_in(own), next(iter(SESSIONS["classroom"].case.parties))
    address = f"/case/classroom/judge?party={party}"
    page = client.get(address).text
    assert 'id="look-again"' not in page
    for n in range(MOST_QUESTIONS):
        link = re.search(rf'href="([^"]*)" data-swap id="{("rather", "no-deal")[n % 2]}"', page)
        if link is None:
            break
        address = unescape(link[1])
        page = client.get(address).text
    ends = {name: hidden(page, name) for name in ("low", "likely", "high")}
    query = address.partition("?")[2]
    sent = {"kind": "walk_away", "sha256": hidden(page, "sha256"), **ends}
    assert client.post(f"/case/classroom/judge/number?{query}", sent).status == 200
    path = own.desk.shelf.case("classroom").path
    case = Session.read(path).case
    kept = case.judgements.compared[party]
    assert kept.rather
    assert kept.no_deal
    page = client.get(f"/case/classroom/judge?party={party}").text
    assert 'id="look-again"' not in page, "nothing has changed since"
    issue = next(iter(case.issues))
    weight = case.judgements.salience[issue][party].central
    sent = {
        "kind": "salience", "sha256": hidden(page, "sha256"), f"salience.{issue}": str(5 if weight > 50 else 95),
        f"sure.salience.{issue}": "0", f"touched.salience.{issue}": "true",
    }  # fmt: skip
    client.post(f"/case/classroom/judge/number?party={party}", sent)
    page = unescape(client.get(f"/case/classroom/judge?party={party}").text)
    assert "Judged when the weights or the worth of options were other" in page
    link = re.search(r'<a href="([^"]*)" data-swap>Take up these answers', page)
    assert link is not None
    again = unescape(client.get(link[1]).text)
    assert f"After {len(kept.rather) + len(kept.no_deal)} answer" in again
    sent = {"kind": "walk_away", "sha256": hidden(again, "sha256")}
    sent |= {name: hidden(again, name) for name in ("low", "likely", "high")}
    if "do not fit together" not in again:
        client.post(f"/case/classroom/judge/number?{link[1].partition('?')[2]}", sent)
        assert 'id="look-again"' not in client.get(f"/case/classroom/judge?party={party}").text


def test_only_lines_that_were_moved_are_kept(own: Serving) -> None:
    client, case = Client.let_in(own), SESSIONS["classroom"].case
    party, (issue, other) = next(iter(case.parties)), list(case.issues)[:2]
    page = client.get(f"/case/classroom/judge?party={party}").text
    sent = {
        "kind": "salience", "sha256": hidden(page, "sha256"), f"salience.{issue}": "70", f"sure.salience.{issue}": "15",
        f"touched.salience.{issue}": "true", f"salience.{other}": "3", f"sure.salience.{other}": "0",
    }  # fmt: skip
    client.post(f"/case/classroom/judge/number?party={party}", sent)
    after = Session.read(own.desk.shelf.case("classroom").path).case.judgements.salience
    judged = after[issue][party]
    assert [judged.low, judged.likely, judged.high] == [55, 70, 85]
    assert after[other].get(party) == case.judgements.salience.get(other, {}).get(party)


@pytest.mark.parametrize(
    "form",
    [
        {"kind": "order", "issue": "nothing", "order": "a,b"},
        {"kind": "riddle"},
        {"kind": "walk_away", "low": "nan", "likely": "1", "high": "2"},
        {"kind": "walk_away", "low": "", "likely": "", "high": ""},
        {"kind": "salience", "salience.nothing": "3", "touched.salience.nothing": "true"},
        {"kind": "scores", "scores": "3", "touched.scores": "true"},
        {},
    ],
)
def test_a_form_that_cannot_be_is_refused_and_changes_nothing(own: Serving, form: dict[str, str]) -> None:
    client, path = Client.let_in(own), own.desk.shelf.case("classroom").path
    before = path.read_bytes()
    page = client.get("/case/classroom/judge").text
    received = client.post("/case/classroom/judge/number", {**form, "sha256": hidden(page, "sha256")})
    assert received.status in (200, 404, 409)
    assert "Traceback" not in received.text
    assert path.read_bytes() == before


def test_numbers_that_are_kept_from_a_level_are_not_on_its_page(client: Client) -> None:
    page = client.get("/case/alaska-2025/judge?party=ukraine&level=open").text
    assert "judged" not in unescape(re.sub(r"<nav.*?</nav>", "", page, flags=re.S)).replace("Your judgements", "")
    assert "kept from this level" in page
