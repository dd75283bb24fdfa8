"""From the machine-spun text of the reference case to a complete, checked case, with every action of a person counted.

No quote is typed, and no language model is asked. Parties and issues are typed into the case file first; all that the
text says of positions is then accepted on the page *Sources*, candidate by candidate, and five claims are made of
sentences in which no candidate was found, or one that says a second thing.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.support.places import ROOT, SHARED
from tests.support.web import served
from winset.casefile.read import check_case
from winset.web.serve import Serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ALASKA = SHARED / "cases" / "alaska"
FRAME = ROOT / "examples" / "alaska-2025" / "case.yaml"
SECONDS = {"short text": 8, "candidate read": 10, "choice": 4, "reading typed": 20, "key": 1, "click": 3}
"""How long a person takes for each action; those for reading and typing are generous."""
MINUTES = 30
REJECT: dict[str, str] = {}
Fields = dict[str, str]
DECISIONS: dict[tuple[str, str, str], Fields] = {
    ("want", "russia", "The Kremlin’s acknowledged"): {"field": "aim", "reading": "Its goals are those of June."},
    ("want", "russia", "Moscow is looking for"): {
        "option": "territory.recognise_four", "reading": "Russia wants its control of four regions recognised.",
    },
    ("want", "russia", "It additionally desires"): {
        "field": "ideal", "option": "forces.limits_and_halt", "reading": "Ukraine is to stop and to accept limits.",
    },
    ("want", "us", "Trump has repeatedly"): {"option": "ceasefire.quick", "reading": "Trump wants a ceasefire soon."},
    ("refusal", "us", "Whereas Trump has"): {
        "wants": "nato.bid_stands", "reading": "Trump rules out supporting Ukraine’s entry into NATO.",
    },
    ("want", "ukraine", "Zelenskyy has dismissed"): {
        "issue": "format", "option": "format.second_summit_with_ukraine", "reading": "Ukraine takes part directly.",
    },
    ("precondition", "ukraine", "Kyiv’s circumstances"): {"reading": "Kyiv names it as a condition for talks."},
    ("want", "ukraine", "Ukraine can also"): {
        "option": "people.both", "reading": "Prisoners and children are to come back.",
    },
    ("relief", "ukraine", "Kyiv has made clear"): {
        "field": "ideal", "option": "sanctions.stepwise_snapback", "reading": "They go in steps, and can come back.",
    },
    ("refusal", "ukraine", "Any deal that omits"): {
        "option": "sanctions.lifted", "reading": "A deal without these steps is refused.",
    },
    ("absence", "europeans", "European leaders"): {"reading": "The Europeans were kept out of the talks."},
    ("delegation", "europeans", "France, Germany"): {
        "issue": "territory", "reading": "Ukraine itself decides on territory.",
    },
    ("refusal", "russia", "Each have raised"): {
        "option": "peacekeepers.deployed", "wants": "peacekeepers.none", "reading": "Russia rejects peacekeepers.",
    },
}  # fmt: skip
"""By kind, party and first words of a candidate, what is chosen for it; the others are rejected."""
MADE: tuple[tuple[str, str, str, str], ...] = (
    ("It additionally desires", "russia", "wants:nato.bid_abandoned", "Ukraine is to give up its bid."),
    ("One other key demand", "russia", "wants:sanctions.lifted", "Russia wants the sanctions lifted."),
    ("Trump has instructed", "us", "wants:format.second_summit_with_ukraine", "A second summit may follow."),
    ("Kyiv’s circumstances", "ukraine", "wants:territory.full_withdrawal", "All Russian forces are to withdraw."),
    ("Each have raised", "europeans", "wants:peacekeepers.deployed", "Macron and Starmer raise peacekeepers."),
)
"""Claims that are made of a sentence: its first words, the party, what they show, and the reading."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A case with its parties and issues, in which every cell is silent."""
    whole = yaml.safe_load(FRAME.read_text(encoding="utf-8"))
    parties = {
        key: {name: party[name] for name in ("name", "in_sentence", "aliases", "members") if name in party}
        for key, party in whole["parties"].items()
    }
    issues = {
        key: {
            "title": issue["title"],
            "status_quo": issue["status_quo"],
            "options": {
                name: option if isinstance(option, str) else option["label"]
                for name, option in issue["options"].items()
            },
        }
        for key, issue in whole["issues"].items()
    }
    made = tmp_path / "cases" / "spun"
    made.mkdir(parents=True)
    shutil.copy(ALASKA / "source.txt", made)
    case = {
        "winset": 1,
        "case": {"id": "spun", "title": "Alaska summit"},
        "sources": {"briefing": {"file": "source.txt", "title": "Briefing"}},
        "parties": parties,
        "issues": issues,
        "positions": {key: dict.fromkeys(parties, "silent") for key in issues},
    }
    (made / "case.yaml").write_text(yaml.safe_dump(case, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return made


@pytest.fixture
def workbench(folder: Path) -> Iterator[Serving]:
    with served(folder.parent) as serving:
        yield serving


class Person:
    """Works on the page, and counts what is done."""

    def __init__(self, page: Page) -> None:
        self.page, self.done = page, Counter[str]()

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.done["key"] += 1

    def choose(self, field: str, value: str) -> None:
        self.page.select_option(field, value)
        self.done["choice"] += 1

    def type(self, field: str, words: str) -> None:
        self.page.fill(field, words)
        self.done["reading typed"] += 1

    def click(self, what: str) -> None:
        self.page.click(what)
        self.done["click"] += 1

    @property
    def minutes(self) -> float:
        return sum(SECONDS[kind] * count for kind, count in self.done.items()) / 60

    def decide(self) -> str:
        """Decides on the candidate that is shown; what became of it."""
        page = self.page
        self.done["candidate read"] += 1
        words = page.inner_text(".candidate-words")
        kinds = page.locator("#candidate").get_attribute("data-cue") or ""
        party = page.locator("#candidate-party").input_value() if self.is_open() else self.party()
        chosen = next(
            (
                fields
                for (cue, who, begin), fields in DECISIONS.items()
                if (cue, who) == (kinds, party) and words.startswith(begin)
            ),
            REJECT,
        )
        if not chosen:
            self.press("x")
            return "rejected"
        self.press("c")
        for name in ("field", "issue", "option", "wants"):
            if name in chosen:
                self.choose(f"#candidate-{name}", chosen[name])
        self.type("#candidate-reading", chosen["reading"])
        page.locator("#candidate-reading").focus()
        self.press("Enter")
        return "accepted"

    def is_open(self) -> bool:
        return self.page.locator("#candidate-fields").get_attribute("open") is not None

    def party(self) -> str:
        return str(self.page.locator("#candidate-party").evaluate("field => field.value"))

    def make(self, begin: str, party: str, carries: str, reading: str) -> None:
        """A claim of a whole sentence that is selected with the keyboard."""
        sentence = self.page.locator(".sentence", has_text=begin).first
        sentence.evaluate("at => at.focus()")
        self.done["click"] += 1
        self.press("Enter")
        self.choose("#make-party", party)
        self.choose("#make-issue", carries.partition(":")[2].partition(".")[0])
        self.choose("#make-carries", carries)
        self.type("#make-reading", reading)
        self.click("#make-save")


@pytest.mark.slow
@pytest.mark.skipif(not ALASKA.exists(), reason="the reference case is not here")
def test_the_reference_text_becomes_a_checked_case_in_less_than_half_an_hour(
    browser: Browser, workbench: Serving, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(workbench.address)
    page.goto(f"http://127.0.0.1:{workbench.keys.port}/case/spun/sources")
    person = Person(page)
    person.done["short text"] = short_texts(folder)
    states = Counter[str]()
    while page.locator("#candidate").count() and left_of(page):
        before = page.locator("#candidate [name=candidate]").input_value()
        states[person.decide()] += 1
        page.wait_for_selector(f"#candidates:not(:has([name=candidate][value='{before}']))", state="attached")
        assert not page.locator("#said .warning").count(), page.inner_text("#said")
    for number, made in enumerate(MADE, 1):
        person.make(*made)
        page.wait_for_selector(f"#said :has-text('Claim “{made[0]}')")
        assert not page.locator("#said .warning").count(), (number, page.inner_text("#said"))
    context.close()

    checked = check_case(str(folder))
    assert not checked.errors
    assert checked.case is not None
    stated = {
        (issue, party): cell.delegates_to or cell.ideal
        for issue, row in checked.case.positions.items()
        for party, cell in row.items()
        if cell.basis != "silent"
    }
    assert stated == expected()
    assert person.minutes < MINUTES
    with capsys.disabled():
        print(f"\n{dict(states)}; {dict(person.done)}; {person.minutes:.0f} minutes")


def expected() -> dict[tuple[str, str], Any]:
    """Every position that the reference case has as stated."""
    whole = yaml.safe_load(FRAME.read_text(encoding="utf-8"))
    return {
        (issue, party): cell.get("delegates_to") or cell["ideal"]
        for issue, row in whole["positions"].items()
        for party, cell in row.items()
        if isinstance(cell, dict) and cell["basis"] == "stated"
    }


def short_texts(folder: Path) -> int:
    """How many names, titles and options were typed into the case file before."""
    case = yaml.safe_load((folder / "case.yaml").read_text(encoding="utf-8"))
    names = sum(1 + len(party.get("aliases", [])) + len(party.get("members", [])) for party in case["parties"].values())
    return names + sum(2 + len(issue["options"]) for issue in case["issues"].values())


def left_of(page: Page) -> int:
    progress = page.locator("#candidates-left")
    return int(str(progress.get_attribute("max"))) - int(str(progress.get_attribute("value")))
