"""Words that a hyphen turns into others: where a line ends inside one, nobody can tell which of the two it is."""

from __future__ import annotations

_AFTER_RE = """
    sign signs signed signing signer signers cover covers covered covering covery form forms formed forming formation
    sort sorts sorted sorting creation creations count counts counted counting collect collects collected collecting
    press pressed dress dressed lease leases leased leasing lay lays laid laying treat treats treated treating sent
    present presented presenting mark marked fund funds funded funding cede ceded act acted bound petition
    """
BY_PREFIX: dict[str, str] = {
    "re": _AFTER_RE,
    "co": "op ops operate signer respondent",
    "un": "ionised ionized",
    "pre": "position positions dominate sent sented senting sentation judicial",
    "ex": "patriot tort tract pose act tradition",
    "pro": "state station verb vision test tests",
    "dis": "ease eases",
    "mis": "take takes",
    "de": "sign signs signed signing",
    "anti": "body bodies",
    "inter": "national state",
    "over": "look looks",
    "in": "valid valids",
    "по": "том этому тому моему",
    "за": "то тем",
    "от": "того чего",
    "не": "когда что кто где чего",
    "на": "конец",
    "то": "же",
    "та": "кож",
    "про": "те",
    "sur": "tout",
    "contre": "faire",
    "ur": "instinkt instinkte",
}
"""What follows a prefix to make a word that means something else in one piece: open, and added to as more is found."""

_PAIRS = {prefix: frozenset(words.split()) for prefix, words in BY_PREFIX.items()}


def changes_word(left: str, right: str) -> bool:
    """True where the two halves are one word with a hyphen and another without."""
    return right.casefold() in _PAIRS.get(left.casefold(), ())
