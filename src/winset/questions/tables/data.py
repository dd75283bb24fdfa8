"""Who must be in the room, as plain data for JSON."""

from __future__ import annotations

from fractions import Fraction

from winset.analyses.settlement.counting import CountEstimate
from winset.analyses.tables.meeting import Meeting
from winset.analyses.tables.payments import Payment
from winset.analyses.tables.ratification import DealRatification, Ratification
from winset.analyses.tables.readings import KINDS
from winset.analyses.tables.sequence import TableSequence
from winset.analyses.tables.tables import TableOutcome
from winset.analyses.tables.talks import Detail, Talks
from winset.analyses.tables.terms import Gains, Package
from winset.questions.question import Saying
from winset.questions.tables.answer import answer as answer_sentences
from winset.questions.tables.solve import TablesAnswer
from winset.questions.tables.words import READ, TablesWords
from winset.report.blocks import Guarded, Json, Owned
from winset.report.counts import DIGITS, NOT_A_PROBABILITY


def data(answer: TablesAnswer, saying: Saying) -> Json:
    """What `winset tables --json` prints."""
    made, talks = _Data(answer, saying), answer.talks
    compared = talks.comparison
    return {
        "status": answer.status,
        "answer": answer_sentences(TablesWords(talks, saying.names(), saying.owners), answer.shares_of_holding),
        "method": compared.method,
        "tables": {
            met.table.name: {**made.met(met), **made.detail(detail)}
            for met, detail in zip(compared.all_tables, talks.details, strict=True)
        },
        "subsets": None if compared.subsets is None else {met.table.name: made.met(met) for met in compared.subsets},
        "smallest": None
        if talks.smallest is None
        else Owned(
            {
                "found": talks.smallest.status,
                "against": "no deal" if compared.full.deal is None else "the deal of all",
                "tables": [met.table.name for met in talks.smallest.tables],
            },
            made.choices,
        ),
        "sequences": [made.sequence(sequence) for sequence in talks.sequences],
        "seats": made.seats(),
        "variants_beside": {name: made.variant(talks) for name, talks in (answer.variants or {}).items()},
        "seed": answer.request.seed,
        "draws": answer.draws,
        "notes": [
            READ,
            *talks.notes,
            *([f"readings: {answer.refusal}"] if answer.refusal else []),
            *([NOT_A_PROBABILITY] if answer.holds else []),
            *compared.terms.case.notes,
            *saying.session.checked.notes,
        ],
    }


class _Data:
    def __init__(self, answer: TablesAnswer, saying: Saying) -> None:
        self.answer, self.talks, self.owners = answer, answer.talks, saying.owners
        self.most = saying.showing.limit or None
        self.terms = self.talks.comparison.terms
        self.case = self.terms.case
        self.choices = self.owners.choices

    def chosen(self, package: Package | None) -> Owned:
        """A package that parties would choose."""
        return Owned(None if package is None else self.package(package), self.choices)

    def naive(self, met: TableOutcome) -> Json:
        """The deal that a table would sign, who would refuse it, and what would be left."""
        left = met.remainder
        return {
            "found": met.naive.status,
            "deal": self.package(left.signed) if left is not None else None,
            "ties": len(met.naive.packages),
            "survives": None if left is None else left.survives,
            "left": self.package(left.package) if left is not None and left.package is not None else None,
            "refusing": []
            if left is None
            else [[self.case.parties[party] for party in refusal_round.refusing] for refusal_round in left.rounds],
            "not_ratified_by": [] if left is None else list(left.refused_by),
        }

    def met(self, met: TableOutcome) -> Json:
        """What a table can agree, what of it holds, and what it costs whom."""
        return {
            "seated": [self.case.parties[party] for party in met.table.seated],
            "reachable": _count(met.reachable),
            "holds": _count(met.holds),
            "ratified_for_certain": _count(met.sure),
            "phantom_share": None if met.undeliverable_share is None else round(float(met.undeliverable_share), DIGITS),
            "naive": Owned(self.naive(met), self.choices),
            "foresighted": self.chosen(met.deal),
            "foresighted_found": Owned(met.foresighted.status, self.choices),
            "foresighted_ties": Owned(len(met.foresighted.packages), self.choices),
            "gains": self.points(met.gains),
            "gains_with_meeting": self.points(met.with_meeting) if met.meeting.judged else None,
            "gains_naive": self.points(met.gains_naive),
            "losses": self.points(met.losses),
            "losses_naive": self.points(met.losses_naive),
            "blindness": self.sum(met.blindness),
            "exclusion": self.sum(met.exclusion),
            "meeting": self.meeting(met.meeting),
            "spoilers": [
                Owned(
                    {
                        "party": self.case.parties[spoiler.party],
                        "loss": self.number(spoiler.party, spoiler.loss),
                        "breaks": spoiler.breaks,
                        "strength": None if spoiler.strength is None else round(float(spoiler.strength), DIGITS),
                    },
                    self.choices,
                )
                for spoiler in met.spoilers
            ],
            "readings": {kind: self.share(kind, met) for kind in KINDS} if self.answer.holds else None,
        }

    def detail(self, detail: Detail) -> Json:
        """Ratifiers, linkage and payments of a table."""
        payments, linkage, rests = detail.payments, detail.linkage, detail.grounds
        names = self.case.issues
        return {
            "ratification": {
                **self.ratification(detail.ratification),
                "of_naive": Owned(self.ratified(detail.of_naive), self.choices),
                "of_foresighted": Owned(self.ratified(detail.of_foresighted), self.choices),
            },
            "grounds": None
            if rests is None
            else {
                "ground": rests.ground,
                "nearest": self.chosen(rests.nearest),
                "short": self.points(
                    tuple(dict(rests.short).get(n, Fraction(0)) for n in range(len(self.case.parties)))
                ),
                "spare": None if rests.spare is None else self.spare(*rests.spare),
                **({} if rests.at_least is None else {"short_at_least": self.sum(rests.at_least)}),
            },
            "linkage": {
                "load_bearing": [names[issue] for issue in linkage.load_bearing],
                "bundles": [[names[issue] for issue in bundle] for bundle in linkage.bundles[: self.most]],
                "bundles_found": len(linkage.bundles),
                "complete": linkage.complete,
            },
            "payments": {
                "found": payments.status,
                **({} if payments.proven else {"proven": False, "at_least": self.sum(payments.at_least)}),
                "smallest": Owned(self.payment(payments.smallest), self.choices),
                "least_lossy": Owned(self.payment(payments.least_lossy), self.choices),
                **({} if payments.lossy_proven else {"least_lossy_proven": False}),
            },
        }

    def ratified(self, ratification: DealRatification | None) -> Json | None:
        """How ratifiers take one deal; null where there is no such deal."""
        if ratification is None:
            return None
        return {
            "no": [self.case.parties[party] for party in ratification.no],
            "shares": {name: self.sum(share) for name, share in ratification.shares},
            "missing": {
                name: {"weight": float(missing), "of": float(others)} for name, missing, others in ratification.missing
            },
        }

    def ratification(self, ratification: Ratification) -> Json:
        return {
            "asked": _count(ratification.before_ratification),
            "parties": {self.case.parties[party]: _count(passing) for party, passing in ratification.parties},
            "following": {
                following_body.name: {
                    "party": self.case.parties[following_body.party],
                    "asks": [
                        self.number(following_body.party, value)
                        for value in (following_body.low, following_body.likely, following_body.high)
                    ],
                    "passing": Owned(
                        [_count(number) for number in following_body.passing],
                        self.owners.values(self.case.parties[following_body.party]),
                    ),
                }
                for following_body in ratification.following
            },
            "voting": {
                voting_body.name: {
                    "quota": float(voting_body.quota),
                    "passing": _count(voting_body.passing),
                    "refused": _count(voting_body.refused),
                    "undetermined": _count(voting_body.undetermined),
                    "members": {
                        member.name: {
                            "weight": float(member.weight),
                            "indispensable": member.indispensable,
                            "swings": member.swings,
                            "decides": None if member.decides is None else _count(member.decides),
                        }
                        for member in voting_body.members
                    },
                }
                for voting_body in ratification.voting
            },
        }

    def sequence(self, table_sequence: TableSequence) -> Json:
        names = self.case.issues
        binding, direct = table_sequence.binding.packages[:1], table_sequence.reopenable.packages[:1]
        return {
            "stages": [table.name for table in table_sequence.stages],
            "fixed": [[names[issue] for issue in issues] for issues in table_sequence.fixed],
            "binding": self.chosen(binding[0] if binding else None),
            "binding_found": Owned(table_sequence.binding.status, self.choices),
            **({} if (times := _at_most(table_sequence)) is None else {"product_at_most": Owned(times, self.choices)}),
            "gains": self.points(table_sequence.gains),
            "reopenable": self.chosen(direct[0] if direct else None),
            "reopenable_found": Owned(table_sequence.reopenable.status, self.choices),
            "anchoring": self.points(table_sequence.anchoring),
            "meeting": self.meeting(table_sequence.meeting),
        }

    def seats(self) -> list[Json]:
        return [
            {
                "table": seat.table,
                "party": self.case.parties[seat.party],
                "open": seat.is_open,
                "open_literally": seat.is_open_literally,
                "conditions": [
                    {
                        "issue": self.case.issues[condition.issue],
                        "options": [
                            self.case.options[condition.issue][option] for option in sorted(condition.accepted)
                        ],
                        "how": condition.status,
                        "before": list(condition.before),
                        "holding": list(condition.holding),
                        **({"left_open": list(condition.left_open)} if condition.left_open else {}),
                    }
                    for condition in seat.conditions
                ],
            }
            for seat in self.talks.seats
        ]

    def meeting(self, meeting: Meeting) -> Json:
        return {
            "worth": {self.case.parties[party]: self.number(party, meeting.worth[party]) for party in meeting.judged},
            "spends": [
                Guarded(self.owners.lever(spent_lever.lever), spent_lever.lever) for spent_lever in meeting.spent
            ],
        }

    def payment(self, paid: Payment | None) -> Json | None:
        if paid is None:
            return None
        names = self.case.parties
        return {
            "options": self.case.package_names(paid.package),
            "short": {names[party]: self.number(party, points) for party, points in paid.short},
            "spare": {names[party]: self.number(party, points) for party, points in paid.spare},
            "efficiency": self.sum(paid.efficiency),
        }

    def package(self, package: Package) -> Json:
        """A package with its values and gains."""
        reading = self.terms.reading
        worth = tuple(reading.points(party, reading.value(party, package)) for party in range(len(self.case.parties)))
        return {
            "options": self.case.package_names(package),
            "values": self.points(worth),
            "gains": self.points(self.terms.gains(package)),
        }

    def points(self, gains: Gains | None) -> Json | None:
        if gains is None:
            return None
        return {name: self.number(party, gains[party]) for party, name in enumerate(self.case.parties)}

    def spare(self, party: int, points: Fraction) -> Owned:
        """Whoever has least to spare, and how much."""
        named = {"party": self.case.parties[party], "points": round(float(points), DIGITS)}
        return Owned(named, self.owners.values(self.case.parties[party]))

    def number(self, party: int, value: Fraction | None) -> Owned | None:
        if value is None:
            return None
        rounded = round(float(value), DIGITS)
        whole = int(rounded) if rounded == int(rounded) else rounded
        return Owned(whole, self.owners.values(self.case.parties[party]))

    def sum(self, value: Fraction | None) -> Owned | None:
        """A sum over parties, which belongs to all of them."""
        return None if value is None else Owned(round(float(value), DIGITS), self.owners.all_values)

    def share(self, kind: str, met: TableOutcome) -> Json | None:
        share = self.answer.share(kind, met)
        if share is None:
            return None
        undecided = {"undecided": share.undecided} if share.undecided else {}
        return {"share": round(share.share, DIGITS), "error": round(share.error, DIGITS), **undecided}

    def variant(self, talks: Talks) -> Json:
        """What could be agreed and what of it holds under a variant, and the seats that conditions close."""
        return {
            "tables": {
                met.table.name: {"reachable": met.reachable.packages, "holds": met.holds.packages}
                for met in talks.comparison.all_tables
            },
            "closed": [
                {"table": seat.table, "party": talks.comparison.terms.case.parties[seat.party]}
                for seat in talks.seats
                if seat.is_open is False
            ],
        }


def _count(number: CountEstimate) -> int | Json:
    """A count; with its standard error where it is estimated."""
    return number.packages if not number.error else {"about": number.packages, "error": number.error}


def _at_most(table_sequence: TableSequence) -> float | None:
    """How many times as large as what was found the product of gains could be, where a search stopped."""
    proof, key = table_sequence.binding.proof, table_sequence.binding.key
    if proof is None or not proof.bound.isdigit() or not key:
        return None
    return round(float(Fraction(int(proof.bound), key)), DIGITS)
