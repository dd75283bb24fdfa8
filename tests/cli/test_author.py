"""Who wrote a source stands wherever the source is introduced, and nowhere where the source may not be shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.running import invoked
from tests.support.web import Client
from winset.web.serve import Serving

CASE = """winset: 1
case: {id: small, title: Small}
sources:
  talks: {file: talks.txt, title: Talks, author: Ann Writer, quality: a draft}
  minutes: {file: minutes.txt, title: Minutes, author: Bo Secret, handling: restricted}
parties: {hill: {name: Hill}, dale: {name: Dale}}
issues: {toll: {title: The toll, status_quo: none, options: {none: no toll, small: a small toll}}}
positions:
  toll:
    hill: {ideal: small, basis: stated, claim: {source: talks, quote: Hill wants a toll, reading: r, speaker: A man}}
    dale: {rejects: [small], basis: stated, claim: {source: minutes, quote: Dale refuses it, reading: r}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "cases" / "small"
    folder.mkdir(parents=True)
    (folder / "talks.txt").write_text("Hill wants a toll.\n", encoding="utf-8")
    (folder / "minutes.txt").write_text("Dale refuses it.\n", encoding="utf-8")
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    return folder


def brief(folder: Path, *more: str) -> str:
    output = folder.parent / "brief.md"
    output.unlink(missing_ok=True)
    assert invoked("brief", folder, "--format", "md", "--trials", "20", "--output", output, *more).exit_code == 0
    return output.read_text(encoding="utf-8")


def test_a_brief_names_who_wrote_what_it_quotes(folder: Path) -> None:
    for more in ((), ("--dossier",)):
        told = brief(folder, "--handling", "restricted", *more)
        assert "Talks, by Ann Writer" in told
        assert "Minutes, by Bo Secret" in told
    told = brief(folder, "--handling", "open", "--dossier")
    assert "Bo Secret" not in told
    assert "Ann Writer" in told


def test_so_do_the_terminal_and_the_pages(folder: Path) -> None:
    assert "“Talks” by Ann Writer is marked" in " ".join(invoked("check", folder).stdout.split())
    serving = Serving.on(folder.parent, {})
    try:
        client = Client.let_in(serving)
        assert "by Ann Writer" in client.get("/case/small/sources").text
        assert "Talks, by Ann Writer" in client.get("/case/small/case?cell=toll.hill").text
        closed = client.get("/case/small/case?cell=toll.dale&level=open").text
        assert "Bo Secret" not in closed
        assert "Bo Secret" in client.get("/case/small/case?cell=toll.dale&level=restricted").text
    finally:
        serving.listening.close()
