"""The ladders of what is asked of somebody: an opinion, the answer to a citizen who disagrees.

Telling is no act and leaves no entry: what is late stands on record with the question itself.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines.terms import CalendarGap, WorkingCalendar
from thongsuot.domains.dossiers.lateness import finding, queries, rules
from thongsuot.domains.dossiers.lateness.terms import Addressee, Rung
from thongsuot.domains.dossiers.objections import queries as objections
from thongsuot.domains.dossiers.rules import SUBJECT_KIND, subject_of
from thongsuot.domains.dossiers.services import telling_officers
from thongsuot.domains.exchange import queries as told
from thongsuot.domains.exchange import services as exchange
from thongsuot.domains.exchange.terms import to_officer
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.organisation import superiors
from thongsuot.kernel.clock import local_date

OPINION: Final = "opinion-reminder"
OBJECTION: Final = "objection-reminder"
OBJECTION_LATE: Final = "objection-overdue"
_Stages = dict[rules.Stage, finding.Agencies]


@dataclass(frozen=True, slots=True)
class _Owed:
    """One thing to tell of: who owes it, by whom he is headed, until when, by which text."""

    subject: str
    cause: str
    template: str
    answer_by: datetime
    agency: str
    able: frozenset[int]
    but: int = 0


@bookkeeping("it reminds of questions, which have entries of their own")
@transaction.atomic
def remind_asked(*, at: datetime) -> int:
    """Remind who owes an opinion or the answer to an objection, or tell those above; of how much.

    Each thing once a rung, when the offices open, and nobody of what was asked since. Where no
    calendar counts nobody is told.
    """
    stated = queries.policy_in_force(local_date(at))
    try:
        calendar = deadlines.calendar_at(at)
        opinions = _stages(stated.opinions, at, calendar)
        answers = _stages(stated.objections, at, calendar)
    except CalendarGap:
        return 0
    owed = [
        *((stage[0], one) for stage, of in opinions.items() for one in _opinions(stage, of, at)),
        *((stage[0], one) for stage, of in answers.items() for one in _objections(stage, of, at)),
    ]
    return sum(_told(rung, one, at) for rung, one in owed)


def _stages(ladder: Sequence[Rung], at: datetime, calendar: WorkingCalendar) -> _Stages:
    if not ladder:
        return {}
    return finding.agencies_by(
        rules.by_hours(calendar, lambda hours: rules.stages(ladder, at, hours))
    )


def _opinions(stage: rules.Stage, of: finding.Agencies, at: datetime) -> Iterable[_Owed]:
    rung, start, before, asked_before = stage
    due = custodies.opinions_due(
        start or finding.LONG_AGO, before, asked_before=asked_before, hours=of.counted(),
        kind=SUBJECT_KIND,
    )  # fmt: skip
    known = _known({one.subject for one in due}, OPINION)
    for one in due:
        cause = _cause(rung, one.answer_by, f"opinion-{one.id}")
        if (one.subject, cause) not in known:
            able = telling_officers.able_to_answer(one.to_post_id, at) - {one.asker}
            yield _Owed(
                one.subject, cause, OPINION, one.answer_by, one.to_agency, frozenset(able),
                but=one.asker,
            )  # fmt: skip


def _objections(stage: rules.Stage, of: finding.Agencies, at: datetime) -> Iterable[_Owed]:
    rung, start, before, made_before = stage
    rows = list(
        objections.waiting()
        .filter(
            of.counted(), answer_by__gte=start or finding.LONG_AGO, answer_by__lt=before,
            made_at__lt=made_before,
        )
        .annotate(code=F("request__dossier__code"))
        .order_by("answer_by", "pk")
    )  # fmt: skip
    known = _known({subject_of(row.code) for row in rows}, OBJECTION, OBJECTION_LATE)
    agencies = objections.agencies_now(rows, local_date(at)) if rows else []
    able = objections.answering(rows, at) if rows else []
    for row, agency, heads in zip(rows, agencies, able, strict=True):
        if row.answer_by is None:
            continue
        subject = subject_of(row.code)
        cause = _cause(rung, row.answer_by, telling_officers.cause_of_objection(row.pk))
        if (subject, cause) not in known:
            text = OBJECTION if row.answer_by > at else OBJECTION_LATE
            yield _Owed(subject, cause, text, row.answer_by, agency, frozenset(heads))


def _known(subjects: Collection[str], *templates: str) -> set[tuple[str, str]]:
    """Return what was told before, by subject and cause; one query, none where nothing is due."""
    rows = told.told_of(subjects, templates) if subjects else set()
    return {(subject, cause) for subject, _to, cause in rows}


def _cause(rung: Rung, answer_by: datetime, what: str) -> str:
    return f"{rung.code}:{answer_by:%Y%m%d}:{what}"


def _told(rung: Rung, owed: _Owed, at: datetime) -> bool:
    to = _addressees(rung.to, owed, at)
    for officer in sorted(to):
        exchange.tell(
            subject=owed.subject, template=owed.template, to=to_officer(officer),
            cause=owed.cause, values={"answer_by": owed.answer_by}, at=at,
        )  # fmt: skip
    return bool(to)


def _addressees(to: Addressee, owed: _Owed, at: datetime) -> frozenset[int]:
    """Return who owes it, who heads his agency, or those above; the topmost where none is."""
    if to is Addressee.HOLDER:
        return owed.able
    line = superiors.heads_upwards(owed.agency, local_date(at), but=owed.but)
    if not line:
        return frozenset()
    return line[0] if to is Addressee.HEAD or len(line) == 1 else line[1]
