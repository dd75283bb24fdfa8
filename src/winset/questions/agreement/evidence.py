"""How far two readers agree, without what that does to an answer that is made with judgements."""

from __future__ import annotations

from collections.abc import Iterator

from winset.questions.agreement.data import evidence_data, evidence_notes
from winset.questions.agreement.readers import Readers
from winset.questions.agreement.sections import accounts, of_evidence
from winset.questions.agreement.solve import AgreementAnswer
from winset.questions.agreement.words import agreed
from winset.questions.question import Saying
from winset.report.blocks import Answer, Bullets, Json, NoteSentence, Section

REST = "Whether the answer hangs on it is worked out with judgements, which are left out at this level of handling."


def compared(answer: AgreementAnswer, saying: Saying) -> Iterator[Section]:
    """On what they agree, and where they differ."""
    readers = Readers(saying)
    first = (Answer(text=agreed(answer.readers)), NoteSentence(text=REST))
    yield Section(key="answer", title="Do they agree?", blocks=first, depth="answer")
    yield from of_evidence(answer, readers, with_effects=False)
    yield Section(key="notes", title="Notes", blocks=(Bullets(items=tuple(accounts(readers))),))


def compared_data(answer: AgreementAnswer, saying: Saying) -> Json:
    """The same for JSON."""
    made = evidence_data(answer, saying, {})
    return {**made, "status": "withheld", "notes": [REST, *evidence_notes(answer)]}
