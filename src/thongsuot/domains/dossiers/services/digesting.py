"""What follows from the hour of a working day: drafts of apologies, and everybody's digest."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines.terms import CalendarGap, instant
from thongsuot.domains.dossiers.lateness import finding, queries, rules
from thongsuot.domains.dossiers.lateness.models import Digest
from thongsuot.domains.dossiers.queries.reminders import waiting_for_everybody
from thongsuot.domains.dossiers.services.extending import draft_extension_for
from thongsuot.domains.exchange import services as exchange
from thongsuot.domains.exchange.terms import to_officer
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.kernel.clock import local_date
from thongsuot.kernel.errors import Refused

AT_ONCE: Final = 500
ONE_DAY: Final = timedelta(days=1)


@bookkeeping("each draft that it makes is an act of its own with its entry")
def draft_extensions(*, at: datetime, at_once: int = AT_ONCE) -> int:
    """Draft apologies for what is due too soon and nobody has drafted one for; return how many.

    On the last day of notice from the hour of the policy on, or from the last opening of an agency
    that closes before, and until the due day is over where nobody was there to do it; what was
    received that very day and what has a drafted decision is left alone. Repeating it changes
    nothing.
    """
    rule = queries.policy_in_force(local_date(at)).extension
    try:
        calendar = deadlines.calendar_at(at)
        begun = rules.by_hours(calendar, lambda hours: rules.drafted_on(rule, at, hours))
    except CalendarGap:
        return 0
    found = [
        code
        for (due_on, day), of in sorted(finding.agencies_by(begun).items())
        for code in finding.without_apology(
            max(at, instant(due_on, 0)), instant(due_on + ONE_DAY, 0),
            set_before=instant(day, calendar.sessions_on(day)[0][0]), of=of, most=at_once,
        )
    ]  # fmt: skip
    return sum(_drafted(code, at) for code in found)


def _drafted(code: str, at: datetime) -> bool:
    try:
        draft_extension_for(code=code, at=at)
    except Refused:
        return False
    return True


@bookkeeping("a digest counts what acts with entries of their own have brought about")
@transaction.atomic
def send_digests(*, at: datetime) -> int:
    """Make everybody's digest of the day, once, from its hour on; return how many were made.

    Days off have none, nor has an officer for whom nothing waits.
    """
    today, stated = local_date(at), queries.policy_in_force(local_date(at))
    try:
        if not rules.clock_has_struck(stated.digest_at, at, deadlines.calendar_at(at)):
            return 0
        if Digest.objects.filter(day=today).exists():
            return 0
        counted = waiting_for_everybody(at=at)
    except CalendarGap:
        return 0
    made = [Digest(officer_id=o, day=today, counts=asdict(c), at=at) for o, c in counted.items()]
    Digest.objects.bulk_create(made, ignore_conflicts=True)
    for digest in made:
        exchange.tell(
            subject=f"digest:{today}", template="digest", to=to_officer(digest.officer_id),
            cause="daily", values=digest.counts, at=at,
        )  # fmt: skip
    return len(made)
