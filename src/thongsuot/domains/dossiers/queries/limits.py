"""Limits of open dossiers beside the due date, and what another calendar would make of each."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Final

from django.db.models import F, Q

from thongsuot.domains.custody import recounting as custodies
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines import rules as deadline_rules
from thongsuot.domains.deadlines.terms import TimeLimit, Unit, WorkingCalendar
from thongsuot.domains.deadlines.terms.limits import (
    WORKING_MINUTE,
    Counting,
    LimitKind,
    LimitRecounted,
    OpenLimit,
)
from thongsuot.domains.dossiers.answering import rules as answering
from thongsuot.domains.dossiers.answering.models import DeskAnswer
from thongsuot.domains.dossiers.models import Recount, RecountKept, SupplementRequest
from thongsuot.domains.dossiers.objections import queries as objections
from thongsuot.domains.dossiers.objections.rules import stood_until
from thongsuot.domains.dossiers.rules import SUBJECT_KIND, subject_of
from thongsuot.domains.dossiers.terms.objections import WindowAfter
from thongsuot.domains.dossiers.terms.recounts import Stays

KINDS: Final = (LimitKind.ANSWER, LimitKind.WINDOW, LimitKind.OBJECTION, *custodies.KINDS)
"""In the order in which a run counts them."""
AT_ONCE: Final = 2_000
_Found = Iterator[tuple[OpenLimit, LimitRecounted | None]]


def counted_anew(
    kind: LimitKind, after: int, calendar: WorkingCalendar, at: datetime, *, most: int
) -> list[tuple[OpenLimit, LimitRecounted | None]]:
    """Return the next limits of a kind that run, each with what the calendar makes of it."""
    if kind is LimitKind.ANSWER:
        return list(_answers(after, calendar, at, most))
    if kind is LimitKind.WINDOW:
        return list(_windows(after, calendar, at, most))
    if kind is LimitKind.OBJECTION:
        return list(_objections(after, calendar, at, most))
    limits = custodies.limits_after(kind, after, subjects=SUBJECT_KIND, most=most)
    return [(one, deadline_rules.limit_recounted(one, calendar, at)) for one in limits]


def would_change(*, at: datetime, at_once: int = AT_ONCE) -> Iterator[LimitRecounted]:
    """Yield the limits that the calendar of ``at`` counts otherwise; nothing is written."""
    calendar = deadlines.calendar_at(at)
    for kind in KINDS:
        after, goes_on = 0, True
        while goes_on:
            found = counted_anew(kind, after, calendar, at, most=at_once)
            yield from (moved for _limit, moved in found if moved)
            after, goes_on = (found[-1][0].id if found else after), len(found) == at_once


def _answers(after: int, calendar: WorkingCalendar, at: datetime, most: int) -> _Found:
    """Yield what desks owe, with the time in which a fee let it stand left out."""
    waiting = DeskAnswer.objects.filter(pk__gt=after, answered_at=None, answer_by__isnull=False)
    rows = waiting.annotate(code=F("dossier__code"), desk_code=F("desk__code"))
    for row in rows.order_by("pk")[:most]:
        counting = Counting(row.minutes, WORKING_MINUTE, row.calendar_version, row.hours_of)
        limit = OpenLimit(
            LimitKind.ANSWER, row.pk, subject_of(row.code), row.counted_from,
            row.answer_by or at, counting, row.desk_code,
        )  # fmt: skip
        ends = partial(_answer_by, row)
        yield limit, deadline_rules.limit_recounted(limit, calendar, at, ends=ends)


def _answer_by(row: DeskAnswer, calendar: WorkingCalendar) -> datetime:
    stood = answering.read_stretches(row.stood)
    by = answering.answer_by(row.counted_from, row.minutes, calendar, stood)
    return by or row.counted_from


def _windows(after: int, calendar: WorkingCalendar, at: datetime, most: int) -> _Found:
    """Yield until when citizens may send papers; one that a rejection left without an end, too."""
    open_ones = SupplementRequest.objects.filter(
        Q(answer_by__isnull=False) | Q(window_from__isnull=False),
        pk__gt=after, answered_at=None, window_ended_at=None,
        dossier__supplement_since__isnull=False, dossier__withdrawn_at=None,
        dossier__stopped_at=None, dossier__refused_at=None,
    )  # fmt: skip
    rows = open_ones.select_related(
        "dossier__competent_agency", "dossier__receiving_agency", "objection"
    )
    for row in rows.order_by("pk")[:most]:
        limit = OpenLimit(
            LimitKind.WINDOW, row.pk, row.dossier.subject, row.window_from or row.asked_at,
            row.answer_by, row.counting(),
            row.dossier.competent_agency_code or row.dossier.receiving_agency.code,
        )  # fmt: skip
        ends = partial(_stood_until, row) if _stood(row) else None
        yield limit, deadline_rules.limit_recounted(limit, calendar, at, ends=ends)


def _stood(row: SupplementRequest) -> bool:
    """Whether the window stood while an objection waited, and goes on with what was left."""
    return row.window_from is not None and row.objection.window == WindowAfter.STANDS


def _stood_until(row: SupplementRequest, calendar: WorkingCalendar) -> datetime:
    length = TimeLimit(row.limit_quantity or 1, Unit(row.limit_unit))
    return stood_until(
        deadline_rules.due_after(row.asked_at, length, calendar).due_at, length, row.asked_at,
        calendar, made_at=row.objection.made_at, answered_at=row.window_from or row.asked_at,
    )  # fmt: skip


def _objections(after: int, calendar: WorkingCalendar, at: datetime, most: int) -> _Found:
    """Yield by when citizens' objections are answered; one that no calendar reached, too."""
    waiting = objections.waiting().filter(pk__gt=after)
    rows = waiting.filter(Q(answer_by__isnull=False) | Q(limit_quantity__isnull=False))
    for row in rows.annotate(code=F("request__dossier__code")).order_by("pk")[:most]:
        limit = OpenLimit(
            LimitKind.OBJECTION, row.pk, subject_of(row.code), row.made_at, row.answer_by,
            row.counting(), row.agency.code,
        )  # fmt: skip
        yield limit, deadline_rules.limit_recounted(limit, calendar, at)


def stays_of(calendar_version: str) -> Iterator[Stays]:
    """Yield what the newest run by this calendar left as it was, with its cause."""
    run = Recount.objects.filter(calendar_version=calendar_version).order_by("pk").last()
    kept = RecountKept.objects.filter(run=run).order_by("pk")
    names = tuple(Stays.__dataclass_fields__)
    yield from (Stays(*row) for row in kept.values_list(*names).iterator())
