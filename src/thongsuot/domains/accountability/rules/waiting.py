"""How waiting for others is charged: the same where one dossier is told and where many are summed.

Source:  our own, as ``charging`` has it; docs/law/lateness.md.
"""

from datetime import datetime

from thongsuot.domains.accountability.terms import Asked, Consulted, Holder
from thongsuot.domains.custody.terms import Answer
from thongsuot.domains.deadlines import rules as deadlines
from thongsuot.domains.deadlines.terms import WorkingCalendar


def is_waited_for(answer: str) -> bool:
    """Whether a hand-over was put as a question: what went to the superior instead was not."""
    return answer != Answer.REFERRED


def asked_of(
    holder: Holder,
    since: datetime,
    until: datetime | None,
    *,
    answer_by: datetime | None,
    calendar: WorkingCalendar,
) -> Asked:
    """Return a question that was put at ``since``, to a post or to a superior, until its answer.

    Its time, until ``answer_by``, is the asked one's to take; all of it where it had no limit, and
    nothing where another had let it pass before.
    Raises:  CalendarGap.
    """
    if answer_by is None:
        return Asked(holder, since, until, None)
    ends = max(since, answer_by)
    return Asked(holder, since, until, deadlines.working_minutes(since, ends, calendar))


def superior(agency: int) -> Holder:
    """Return who was to decide on a loop: whoever heads the agency, on whichever post."""
    return Holder(agency, 0)


def was_in_time_to_answer(answer_by: datetime, stopped_at: datetime | None) -> bool:
    """Whether who gave no answer had time left when the subject was decided or ended.

    That is no silence, also where a question of before they lapsed was marked silent later.
    """
    return stopped_at is not None and stopped_at < answer_by


def consulted(
    holder: Holder,
    since: datetime,
    until: datetime | None,
    *,
    answer_by: datetime,
    silent: bool,
    stopped_at: datetime | None,
) -> Consulted:
    """Return an opinion asked for; who kept silent to the end is charged with all the waiting.

    ``stopped_at``: when the subject was decided or ended.
    """
    never_came = silent and not was_in_time_to_answer(answer_by, stopped_at)
    return Consulted(holder, since, since if never_came else answer_by, until)
