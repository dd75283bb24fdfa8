"""Words of a source that speak to a language model and not to a reader: they have no power here, and are warned of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from winset.casefile.sources import SourceText

MOST_SHOWN = 5
"""Passages of a source that speak to a model which a warning shows; beyond, it says how many more there are."""
_ASKS = (
    r"(?:ignore|disregard|forget|override|bypass)\s+(?:all\s+|any\s+|the\s+|your\s+|these\s+|my\s+|previous\s+|prior\s+|"
    r"earlier\s+|above\s+|of\s+)*(?:instruction|direction|prompt|rule|guideline|order)s?\b",
    r"\byou\s+are\s+(?:now\s+)?(?:an?\s+|the\s+)?(?:helpful\s+)?(?:AI\b|language\s+model|chat\s?bot|assistant\b|LLM\b)",
    r"\bas\s+an?\s+(?:AI|LLM|large\s+language\s+model|language\s+model|AI\s+assistant)\b",
    r"\b(?:system|developer)\s+(?:prompt|message)\b",
    r"\bmark\s+(?:everything|all|every\s+\w+|each\s+\w+)\s+(?:as\s+)?[\"“'‘`]?(?:stated|direct|confirmed|reviewed|accepted)\b",
    r"\b(?:respond|reply|answer|output)\s+only\s+with\b",
    r"\b(?:do\s+not|don['’]t|never)\s+(?:quote|extract|mention|report|reveal|tell)\s+[^.\n]{0,60}\b(?:model|user|prompt|"
    r"instructions?)\b",
    r"(?:[Ии]гнорируй(?:те)?|[Зз]абудь(?:те)?|[Іі]гноруй(?:те)?)\s+(?:\w+\s+){0,3}(?:инструкции|указания|інструкції|"
    r"вказівки)",
    r"[Ii]gnor(?:ez|e[rz]?|iere[n]?)\s+(?:\w+\s+){0,3}(?:instructions|consignes|anweisungen|instrucciones)",
    r"忽略(?:之前|以上|所有)?的?(?:所有)?(?:指令|指示|说明)",
    r"<\|?(?:im_start|im_end|system|endoftext|assistant)\|?>|\[/?INST\]|<</?SYS>>|^\s*#{2,}\s*(?:System|Instruction)s?:",
)
_SPEAKS = re.compile("|".join(f"(?:{ask})" for ask in _ASKS), re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressedWords:
    """Words that speak to a model, with their place in the text."""

    start: int
    end: int
    words: str


def addressed_words(source: SourceText) -> tuple[AddressedWords, ...]:
    """Every passage that speaks to a model as far as the patterns go; a text without any may do so in other words."""
    return tuple(
        AddressedWords(start=found.start(), end=found.end(), words=" ".join(found[0].split()))
        for found in _SPEAKS.finditer(source.text)
    )
