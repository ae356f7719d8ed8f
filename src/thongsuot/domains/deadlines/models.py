"""Published calendars: inserted once, refused any change by the database."""

from django.db import models
from django.db.models import F, Q

from thongsuot.domains.deadlines.terms import FirstDay
from thongsuot.domains.deadlines.terms.limits import LimitKind
from thongsuot.domains.ledger.fields import SubjectField


class DayKind(models.TextChoices):
    """Why a day is not as its weekday says."""

    OFF = "off"
    WORKED = "worked"
    MORNING = "morning"
    """Only the first session is worked."""
    AFTERNOON = "afternoon"
    """All sessions but the first are worked."""


class CalendarVersion(models.Model):
    """One publication: all its years, office hours and counting rules together."""

    version = models.CharField(max_length=40, unique=True)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the document (RFC 8785)")
    in_force_from = models.DateField(
        unique=True, help_text="what begins on this day or later is counted by it; local"
    )
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="calendar_years_in_order", condition=Q(last_year__gte=F("first_year"))
            )
        ]


class CalendarDay(models.Model):
    """A day off, or a Saturday or Sunday that is worked because of a swap."""

    calendar = models.ForeignKey(CalendarVersion, models.PROTECT, related_name="days")
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=DayKind)
    name = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="calendar_day_stated_once", fields=["calendar", "day"]),
            models.CheckConstraint(
                name="calendar_day_worked_is_a_weekend",
                condition=~Q(kind=DayKind.WORKED) | Q(day__iso_week_day__gte=6),
            ),
        ]


class OfficeHoursFrom(models.Model):
    """The sessions of a working day from one day on; a setting, no law."""

    calendar = models.ForeignKey(CalendarVersion, models.PROTECT, related_name="office_hours")
    valid_from = models.DateField()
    agency = models.CharField(
        max_length=60, blank=True, help_text="its code; empty: of all without hours of their own"
    )
    sessions = models.JSONField(help_text='local time: [["07:00", "11:30"], ["13:30", "17:00"]]')
    seasons = models.JSONField(
        default=list, help_text='[{"from": "04-16", "to": "10-15", "sessions": [...]}]'
    )
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="office_hours_once_a_day", fields=["calendar", "agency", "valid_from"]
            )
        ]


class OpeningHoursFrom(models.Model):
    """When dossiers are received over the counter, from one day on; counts for no limit."""

    calendar = models.ForeignKey(CalendarVersion, models.PROTECT, related_name="opening_hours")
    valid_from = models.DateField()
    agency = models.CharField(max_length=60, blank=True, help_text="its code; empty: of all others")
    weekdays = models.JSONField(help_text='ISO weekdays: {"6": [["07:30", "11:30"]]}')
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="opening_hours_once_a_day", fields=["calendar", "agency", "valid_from"]
            )
        ]


class CountingRuleFrom(models.Model):
    """How limits are counted from one day on."""

    calendar = models.ForeignKey(CalendarVersion, models.PROTECT, related_name="counting")
    version = models.CharField(max_length=40)
    valid_from = models.DateField()
    first_day = models.CharField(max_length=20, choices=[(x.value, x.value) for x in FirstDay])
    same_day_until = models.TimeField(help_text="local; later receipt may wait a working day")
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="counting_rule_once_a_day", fields=["calendar", "valid_from"]
            )
        ]


class LimitSet(models.Model):
    """That a limit was counted anew by a calendar that came late; never changed.

    Triggers let the end of an offer, a question, a ruling, a window or of what is owed to an
    objection move to what stands here last, and to nothing else.
    """

    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in LimitKind])
    row = models.BigIntegerField(help_text="id of the offer, question, dispute or request")
    subject = SubjectField()
    counted_from = models.DateTimeField()
    was_at = models.DateTimeField(null=True, help_text="empty: no calendar had reached its end")
    was_by = models.CharField(max_length=80, blank=True, help_text="the calendar before")
    until = models.DateTimeField()
    calendar_version = models.CharField(max_length=80)
    hours_of = models.CharField(max_length=60, blank=True)
    set_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(name="limit_set_of_row", fields=["kind", "row", "-id"]),
            models.Index(name="limit_set_by_calendar", fields=["calendar_version", "id"]),
        ]
