"""How agencies answer when they are asked beside a dossier's own way."""

from collections.abc import Collection
from datetime import datetime
from itertools import islice
from typing import Final

from thongsuot.domains.accountability.queries.chains import DOSSIER
from thongsuot.domains.accountability.rules import was_in_time_to_answer
from thongsuot.domains.accountability.terms import Consulting, Period
from thongsuot.domains.custody import facts as custody
from thongsuot.domains.custody.facts import QuestionFact
from thongsuot.domains.custody.terms import GIVEN, Opinion
from thongsuot.domains.deadlines import rules as deadlines
from thongsuot.domains.deadlines.terms import WorkingCalendar
from thongsuot.domains.dossiers import decided_facts
from thongsuot.domains.dossiers.rules import code_of

_WITHDRAWN: Final = frozenset({Opinion.RECALLED, Opinion.LAPSED})
_ENDED: Final = _WITHDRAWN | GIVEN
_AT_ONCE: Final = 5_000
"""Questions of which it is looked up together when their dossiers were decided."""


def consulting(
    period: Period,
    *,
    at: datetime,
    calendar: WorkingCalendar,
    agencies: Collection[int] | None = None,
) -> list[Consulting]:
    """Return how often each agency was asked in the period, and what came of it until ``at``.

    Who let most pass in silence comes first. One query, and one more for each thousands of them in
    which somebody seems silent: whether the decision came before his time was over.
    Raises:  CalendarGap.
    """
    found: dict[int, Consulting] = {}
    asked = custody.questions(
        since=period.since, until=period.until, kind=DOSSIER, agencies=agencies
    )
    while page := list(islice(asked, _AT_ONCE)):
        silent = {code_of(one.subject) for one in page if _seems_silent(one, at)}
        stops = decided_facts.stopped_at_of(silent)
        for question in page:
            row = found.setdefault(question.to_agency, Consulting(question.to_agency))
            _count(row, question, at, calendar, stops.get(code_of(question.subject)))
    return sorted(found.values(), key=lambda row: (-row.silent, -row.late, -row.asked, row.agency))


def _seems_silent(asked: QuestionFact, at: datetime) -> bool:
    is_over = asked.answer != Opinion.WAITING or asked.answer_by <= at
    return is_over and asked.answer not in _ENDED


def _count(
    row: Consulting, asked: QuestionFact, at: datetime, calendar: WorkingCalendar,
    stopped_at: datetime | None,
) -> None:  # fmt: skip
    row.asked += 1
    answered_at = asked.answered_at
    if asked.answer in _WITHDRAWN:
        row.withdrawn += 1
    elif _seems_silent(asked, at):
        lapsed = was_in_time_to_answer(asked.answer_by, stopped_at)
        row.withdrawn += lapsed
        row.silent += not lapsed
    elif answered_at is None:
        row.waiting += 1
    else:
        row.late += answered_at > asked.answer_by
        row.in_time += answered_at <= asked.answer_by
        hours = calendar.of(asked.code)
        row.lasted(deadlines.working_minutes(asked.asked_at, answered_at, hours))
