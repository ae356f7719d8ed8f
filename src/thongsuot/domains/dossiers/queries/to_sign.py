"""Decisions that wait for a signature, each with what whoever signs should look at first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import F

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import Opinion, OpinionTerms, Silence
from thongsuot.domains.dossiers.models import Decision
from thongsuot.domains.dossiers.queries.inbox import Block, InboxRow, inbox_page
from thongsuot.domains.dossiers.rules import subject_of
from thongsuot.domains.dossiers.terms import Act, Outcome
from thongsuot.domains.dossiers.terms.signing import Mark
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor

_OTHERWISE: Final[Mapping[str, frozenset[Opinion]]] = {
    Outcome.GRANTED: frozenset({Opinion.DISAGREE, Opinion.CONDITIONS}),
    Outcome.REFUSED: frozenset({Opinion.AGREE}),
}
"""Which opinions say otherwise than a draft."""
_UNHEARD: Final = frozenset({Opinion.WAITING, Opinion.SILENT})
_DONE: Final[Mapping[Mark, frozenset[str]]] = {
    Mark.PUT_OFF: frozenset({Act.SIGN_EXTENSION}),
    Mark.CONTESTED: frozenset({Act.DECIDE, Act.SEND_BACK, "handover_referred"}),
    Mark.SENT_BACK: frozenset({Act.SEND_BACK_DRAFT}),
    Mark.FEE_CHANGED: frozenset({Act.CORRECT_FEE}),
}
"""By which acts a mark comes."""


@dataclass(frozen=True, slots=True)
class ToSign:
    """One drafted decision: what it says, who wrote it when, and what to look at first."""

    row: InboxRow
    outcome: Outcome
    grounds: str
    drafted_by: str
    drafted_at: datetime
    marks: tuple[Mark, ...]
    heard: tuple[OpinionTerms, ...]
    """Opinions that say otherwise than the draft or did not come, and parts that are not done."""


def decisions_to_sign(*, by: Actor, at: datetime) -> list[ToSign]:
    """Return the first page of what waits for the visitor's signature, by due time.

    A fixed number of queries, however much waits.
    """
    rows = inbox_page(Block.SIGN, by=by, at=at).rows
    codes = [row.code for row in rows]
    subjects = [subject_of(code) for code in codes]
    drafted = Decision.objects.filter(dossier__code__in=codes).select_related("drafted_by")
    decisions = {one.code: one for one in drafted.annotate(code=F("dossier__code"))}
    opinions = custodies.opinions_by_subject(subjects) if subjects else {}
    acts = [act for some in _DONE.values() for act in some]
    done = record.done_among(subjects, acts) if subjects else {}
    return [
        _to_sign(row, decisions[row.code], opinions.get(subject, []), done.get(subject, ()), at=at)
        for row, subject in zip(rows, subjects, strict=True)
    ]


def _to_sign(
    row: InboxRow, decision: Decision, opinions: Sequence[OpinionTerms], done: Collection[str], *,
    at: datetime,
) -> ToSign:  # fmt: skip
    parts = [one for one in opinions if one.silence is Silence.OWED]
    asked = [one for one in opinions if one.silence is not Silence.OWED]
    otherwise = [one for one in asked if one.answer in _OTHERWISE[decision.outcome]]
    unheard = [one for one in asked if one.answer in _UNHEARD and _is_missed(one)]
    undone = [one for one in parts if one.answer is Opinion.DISAGREE]
    unfinished = [one for one in parts if one.answer is Opinion.WAITING]
    holds = {
        Mark.REFUSAL: decision.outcome == Outcome.REFUSED,
        Mark.LATE: row.due_at is not None and row.due_at < at,
        Mark.DIFFERING: bool(otherwise),
        Mark.UNHEARD: bool(unheard),
        Mark.PART_UNDONE: bool(undone),
        Mark.PART_OPEN: bool(unfinished),
        **{mark: not acts.isdisjoint(done) for mark, acts in _DONE.items()},
    }
    return ToSign(
        row=row, outcome=Outcome(decision.outcome), grounds=decision.grounds,
        drafted_by=decision.drafted_by.full_name, drafted_at=decision.drafted_at,
        marks=tuple(mark for mark in Mark if holds[mark]),
        heard=(*otherwise, *unheard, *undone, *unfinished),
    )  # fmt: skip


def _is_missed(asked: OpinionTerms) -> bool:
    """Whether no answer is an answer that is missed: where the law takes it for consent it is
    none while its time runs."""
    return asked.silence is not Silence.CONSENT or asked.answer is Opinion.WAITING
