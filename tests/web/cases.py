"""Cases that tests of the workbench change: one in several scripts, with quotes that overlap, and one of many cells."""

from __future__ import annotations

from pathlib import Path

SOURCE = """Київ наполягає 🕊️ на гарантіях. Мир можливий! Ні, сказав речник 👩‍🚀, без гарантій миру не буде.

قال المتحدث إن المفاوضات مستمرة. هل من اتفاق؟ نعم، قريبا.

הנשיא אמר שלא יחתום. האם יש הסכם? אולי מחר.

Hill said \u202eno\u202c to it. Dale said yes. Dale said yes again, and <img src=x onerror=alert(1)> stayed.
"""
CASE = """winset: 1
case: {id: scripts, title: "Two <b>sides</b> & a \\u202Ehill"}
sources:
  talks: {file: talks.txt, title: "Talks </script><img src=x onerror=alert(1)>"}
  secret: {file: secret.txt, title: Closed minutes, handling: restricted}
parties:
  hill: {name: "Hill <img src=x onerror=alert(1)>", aliases: [Hill]}
  dale: {name: Dale}
issues:
  bridge:
    title: "The bridge </script>"
    status_quo: shut
    options: {open: the bridge opens, shut: the bridge stays shut}
  toll:
    status_quo: none
    options: {none: no toll, small: a small toll}
positions:
  bridge:
    hill:
      ideal: shut
      basis: stated
      claim: {source: talks, quote: "Ні, сказав речник 👩‍🚀, без гарантій миру не буде", reading: No.}
      also:
        - {source: talks, quote: "без гарантій миру", reading: Guarantees.}
        - {source: talks, quote: "речник 👩‍🚀, без гарантій", reading: The speaker., handling: restricted}
    dale: silent   # nobody asked
  toll:
    hill:
      ideal: none
      rejects: [{option: small, basis: stated, claim: {source: secret, quote: No toll at all}}]
      basis: stated
      claim: {source: secret, quote: No toll at all}
    dale: silent
judgements:
  salience: {bridge: {hill: [20, 40, 60]}}
"""


def write_case(folder: Path) -> Path:
    """The case in several scripts in a folder of its own."""
    folder.mkdir(parents=True)
    (folder / "talks.txt").write_text(SOURCE, encoding="utf-8", newline="\n")
    (folder / "secret.txt").write_text("No toll at all. That was said behind closed doors.\n", encoding="utf-8")
    (folder / "case.yaml").write_text(CASE, encoding="utf-8", newline="\n")
    return folder


def large_case(folder: Path, issues: int = 25, parties: int = 12, pages: int = 300) -> Path:
    """A case of many cells, with a source as long as a book, each of whose quotes stands there once."""
    folder.mkdir(parents=True)
    lines = ["winset: 1", "case: {id: large, title: A large case}", "sources: {book: {file: book.txt}}", "parties:"]
    lines += [f"  party_{p}: {{name: Party {p}}}" for p in range(parties)]
    lines.append("issues:")
    for issue in range(issues):
        options = ", ".join(f"option_{n}: option {n} of {issue}" for n in range(5))
        lines.append(f"  issue_{issue}: {{title: Issue {issue}, status_quo: option_0, options: {{{options}}}}}")
    lines.append("positions:")
    sentences = []
    for issue in range(issues):
        lines.append(f"  issue_{issue}:")
        for party in range(parties):
            sentence = f"Party {party} wants option {(issue + party) % 5} on matter {issue} of the talks"
            sentences.append(sentence)
            claim = f'{{source: book, quote: "{sentence}"}}'
            ideal = f"option_{(issue + party) % 5}"
            lines.append(f"    party_{party}: {{ideal: {ideal}, basis: stated, claim: {claim}}}")
    filler = "The session went on for a long time, and the delegates spoke of many things that are of no account here. "
    per_page = -(-len(sentences) // pages)
    book = []
    for page in range(pages):
        quoted = [f"{sentence}. {filler * 4}" for sentence in sentences[page * per_page : (page + 1) * per_page]]
        book.append(f"Page {page + 1}\n\n{filler * 8}\n\n" + "\n\n".join(quoted) + f"\n\n{filler * 12}\n")
    (folder / "book.txt").write_text("\n".join(book), encoding="utf-8")
    (folder / "case.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder
