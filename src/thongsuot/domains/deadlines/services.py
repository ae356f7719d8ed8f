"""Publishing calendars."""

import hashlib
from datetime import date, datetime, timedelta

from django.db import transaction

from thongsuot.domains.deadlines import policy
from thongsuot.domains.deadlines.models import (
    CalendarDay,
    CalendarVersion,
    CountingRuleFrom,
    DayKind,
    LimitSet,
    OfficeHoursFrom,
    OpeningHoursFrom,
)
from thongsuot.domains.deadlines.queries import get_calendar, shipped_document
from thongsuot.domains.deadlines.rules import changed_days, written
from thongsuot.domains.deadlines.rules.document import CalendarDocument, parse
from thongsuot.domains.deadlines.terms import (
    CalendarBackDated,
    CalendarVersionTaken,
    WorkingCalendar,
)
from thongsuot.domains.deadlines.terms.limits import LimitRecounted
from thongsuot.domains.ledger import locks
from thongsuot.domains.ledger.services import bookkeeping, record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.canonical import canonical_json
from thongsuot.kernel.clock import local_date

SUBJECT = "calendar:vn"
ONE_DAY = timedelta(days=1)


@transaction.atomic
def publish_shipped_calendar(*, by: Actor, at: datetime) -> CalendarVersion:
    """Publish the calendar that comes with the package; repeating it changes nothing.

    What an earlier release of the package published under the same version stays as it is.
    """
    document = shipped_document()
    policy.check_may_publish(by, local_date(at))
    published = CalendarVersion.objects.filter(version=parse(document).facts.version).first()
    return published or publish_calendar(document=document, by=by, at=at)


@transaction.atomic
def publish_calendar(
    *, document: object, by: Actor, at: datetime, dry_run: bool = False
) -> CalendarVersion:
    """Publish a version of the working calendar; it never changes afterwards.

    Publishing the same document again returns what was published and writes no entry; so does
    ``dry_run``, which returns what would be published.

    It may correct days to come: a swap of days is often announced late. What was open already
    is then counted anew by an act of its own (``dossiers.services.recount_due_dates``).

    Raises:  CalendarNotYours; CalendarWrong; CalendarVersionTaken; CalendarBackDated if days that
             an earlier calendar already answered for would be counted by this one, or otherwise.
    """
    policy.check_may_publish(by, local_date(at))
    calendar = parse(document)
    digest = hashlib.sha256(canonical_json(document)).hexdigest()
    locks.hold(SUBJECT)
    published = _already_published(calendar, digest, local_date(at))
    if published is not None:
        return published
    version = _version(calendar, digest, at)
    if dry_run:
        return version
    _insert(version, calendar)
    record(
        subject=SUBJECT,
        act="calendar_published",
        by=by,
        at=at,
        detail={
            "version": version.version,
            "file_sha256": digest,
            "from": version.in_force_from.isoformat(),
            "first_year": version.first_year,
            "last_year": version.last_year,
        },
    )
    return version


def _already_published(
    calendar: CalendarDocument, digest: str, today: date
) -> CalendarVersion | None:
    code = calendar.facts.version
    same = CalendarVersion.objects.filter(version=code).first()
    if same is not None:
        if same.digest != digest:
            raise CalendarVersionTaken("published with other content", version=code)
        return same
    newest = CalendarVersion.objects.order_by("-in_force_from").first()
    if newest is not None and calendar.in_force_from <= max(newest.in_force_from, today - ONE_DAY):
        raise CalendarBackDated(
            "an earlier calendar already answers for this day", version=newest.version
        )
    if newest is not None:
        _check_past_stays(get_calendar(newest.version), calendar)
    return None


def _check_past_stays(before: WorkingCalendar, calendar: CalendarDocument) -> None:
    """Refuse a calendar that counts days otherwise which lie before it is in force.

    Raises:  CalendarBackDated naming the first such day.
    """
    last = calendar.in_force_from - ONE_DAY
    changed = changed_days(before, WorkingCalendar(calendar.facts), last=last)
    if changed:
        raise CalendarBackDated(
            "days before it is in force stay as they were counted",
            version=before.version, day=changed[0].day.isoformat(),
        )  # fmt: skip


def _version(calendar: CalendarDocument, digest: str, at: datetime) -> CalendarVersion:
    facts = calendar.facts
    return CalendarVersion(
        version=facts.version,
        digest=digest,
        in_force_from=calendar.in_force_from,
        first_year=facts.first_year,
        last_year=facts.last_year,
        source=calendar.source,
        published_at=at,
    )


def _insert(version: CalendarVersion, calendar: CalendarDocument) -> None:
    version.save()
    halves = calendar.facts.half_days
    off = [
        (day, DayKind(halves[day].value) if day in halves else DayKind.OFF, name)
        for day, name in sorted(calendar.names.items())
    ]
    worked = [(day, DayKind.WORKED, "") for day in sorted(calendar.facts.days_worked)]
    CalendarDay.objects.bulk_create(
        CalendarDay(calendar=version, day=day, kind=kind, name=name)
        for day, kind, name in (*off, *worked)
    )
    _insert_settings(version, calendar)


def _insert_settings(version: CalendarVersion, calendar: CalendarDocument) -> None:
    OfficeHoursFrom.objects.bulk_create(
        OfficeHoursFrom(
            calendar=version,
            valid_from=hours.valid_from,
            agency=hours.agency,
            sessions=written.hours(hours.sessions),
            seasons=[written.season(season) for season in hours.seasons],
            source=source,
        )
        for hours, source in zip(calendar.facts.office_hours, calendar.hours_sources, strict=True)
    )
    OpeningHoursFrom.objects.bulk_create(
        OpeningHoursFrom(
            calendar=version,
            valid_from=hours.valid_from,
            agency=hours.agency,
            weekdays=written.weekdays(hours.weekdays),
            source=source,
        )
        for hours, source in zip(
            calendar.facts.opening_hours, calendar.opening_sources, strict=True
        )
    )
    CountingRuleFrom.objects.bulk_create(
        CountingRuleFrom(
            calendar=version,
            version=rule.version,
            valid_from=rule.valid_from,
            first_day=rule.first_day,
            same_day_until=rule.same_day_until,
            source=source,
        )
        for rule, source in zip(calendar.facts.counting, calendar.counting_sources, strict=True)
    )


@bookkeeping("the act that counts a limit anew is on the chain of its subject")
def keep_limit(*, moved: LimitRecounted, at: datetime) -> None:
    """Keep that a limit was counted anew; the room that has it moves its end to this afterwards."""
    limit = moved.limit
    if moved.until is None:
        return
    LimitSet.objects.create(
        kind=limit.kind, row=limit.id, subject=limit.subject, counted_from=limit.counted_from,
        was_at=limit.until, was_by=limit.counting.calendar_version, until=moved.until,
        calendar_version=moved.counting.calendar_version, hours_of=moved.counting.hours_of,
        set_at=at,
    )  # fmt: skip
