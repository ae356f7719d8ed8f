"""How agencies answer when they are asked beside a dossier's own way."""

from collections.abc import Collection
from datetime import datetime

from thongsuot.domains.accountability.queries.chains import DOSSIER
from thongsuot.domains.accountability.terms import Consulting, Period
from thongsuot.domains.custody import facts as custody
from thongsuot.domains.custody.facts import QuestionFact
from thongsuot.domains.custody.terms import GIVEN, Opinion
from thongsuot.domains.deadlines import rules as deadlines
from thongsuot.domains.deadlines.terms import WorkingCalendar

_WITHDRAWN = frozenset({Opinion.RECALLED, Opinion.LAPSED})


def consulting(
    period: Period,
    *,
    at: datetime,
    calendar: WorkingCalendar,
    agencies: Collection[int] | None = None,
) -> list[Consulting]:
    """Return how often each agency was asked in the period, and what came of it until ``at``.

    Who let most pass in silence comes first. One query.
    Raises:  CalendarGap.
    """
    found: dict[int, Consulting] = {}
    asked = custody.questions(
        since=period.since, until=period.until, kind=DOSSIER, agencies=agencies
    )
    for question in asked:
        row = found.setdefault(question.to_agency, Consulting(question.to_agency))
        _count(row, question, at, calendar)
    return sorted(found.values(), key=lambda row: (-row.silent, -row.late, -row.asked, row.agency))


def _count(row: Consulting, asked: QuestionFact, at: datetime, calendar: WorkingCalendar) -> None:
    row.asked += 1
    answer, answered_at = Opinion(asked.answer), asked.answered_at
    if answer in _WITHDRAWN:
        row.withdrawn += 1
    elif answer not in GIVEN or answered_at is None:
        is_waited_for = answer is Opinion.WAITING and at < asked.answer_by
        row.waiting += is_waited_for
        row.silent += not is_waited_for
    else:
        row.late += answered_at > asked.answer_by
        row.in_time += answered_at <= asked.answer_by
        hours = calendar.of(asked.code)
        minutes = deadlines.working_minutes(asked.asked_at, answered_at, hours)
        row.minutes += minutes
        row.longest = max(row.longest, minutes)
