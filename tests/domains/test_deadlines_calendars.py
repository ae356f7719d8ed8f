"""Publishing calendars, and finding the one that counts."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from tests.builders_deadlines import SHIPPED, document, local
from tests.builders_organisation import SYSTEM, invented_organisation, plan

from thongsuot.domains.deadlines import queries, services
from thongsuot.domains.deadlines.models import CalendarDay, CalendarVersion
from thongsuot.domains.deadlines.rules import due_after
from thongsuot.domains.deadlines.terms import (
    CalendarBackDated,
    CalendarGap,
    CalendarNotYours,
    CalendarVersionTaken,
    CalendarWrong,
    TimeLimit,
    Unit,
)
from thongsuot.domains.ledger.queries import acts_of
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation import services as organisation_services

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def published(db):
    return services.publish_shipped_calendar(by=SYSTEM, at=AT)


def following(**parts):
    """Return a document that also knows 2027 and counts from 1 December 2026."""
    years = SHIPPED["years"] | {
        "2027": {"day_off": {"2027-01-01": "Tết Dương lịch"}, "work_on": []}
    }
    return document(years=years, version="2022-2027.1", in_force_from="2026-12-01") | parts


def test_the_shipped_calendar_is_published_once_and_recorded(published):
    again = services.publish_shipped_calendar(by=SYSTEM, at=AT)
    assert again.pk == published.pk
    acts = acts_of("calendar:vn")
    assert [act.act for act in acts] == ["calendar_published"]
    assert acts[0].detail["version"] == "2022-2026.1"
    days = CalendarDay.objects.filter(calendar=published)
    assert [days.filter(kind=kind).count() for kind in ("off", "worked")] == [74, 4]


def test_the_calendar_of_the_tables_counts_as_the_document_says(published):
    calendar = queries.calendar_at(local("2025-12-31 09:00"))
    due = due_after(local("2025-12-31 09:00"), TimeLimit(1, Unit.WORKING_DAY), calendar)
    assert (due.due_at, due.calendar_version) == (local("2026-01-05 17:00"), "2022-2026.1")
    assert queries.get_calendar("2022-2026.1") is calendar


def test_asking_again_takes_one_small_query(published, django_assert_num_queries):
    first = queries.calendar_at(AT)
    with django_assert_num_queries(1):
        assert queries.calendar_at(AT) is first


def test_before_the_first_calendar_nothing_is_guessed(published):
    with pytest.raises(CalendarGap):
        queries.calendar_at(local("2021-12-31 23:59"))


def test_without_any_calendar_nothing_is_counted(db):
    with pytest.raises(CalendarGap):
        queries.calendar_at(AT)


def test_a_new_calendar_counts_from_its_day_and_the_old_one_keeps_its_own(published):
    services.publish_calendar(document=following(), by=SYSTEM, at=AT)
    assert queries.calendar_at(local("2026-11-30 23:59")).version == "2022-2026.1"
    assert queries.calendar_at(local("2026-12-01 00:00")).version == "2022-2027.1"
    assert [v.version for v in queries.published_versions()] == ["2022-2027.1", "2022-2026.1"]
    start = local("2026-12-31 09:00")
    due = due_after(start, TimeLimit(1, Unit.WORKING_DAY), queries.calendar_at(start))
    assert due.due_on.isoformat() == "2027-01-04"


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        pytest.param({"version": "2022-2026.1"}, CalendarVersionTaken, id="under a taken version"),
        pytest.param({"in_force_from": "2022-01-01"}, CalendarBackDated, id="from the same day"),
        pytest.param({"in_force_from": "2026-11-22"}, CalendarBackDated, id="from yesterday"),
        pytest.param({"years": {}}, CalendarWrong, id="without years"),
    ],
)
def test_a_calendar_is_not_published(published, changed, refusal):
    with pytest.raises(refusal):
        services.publish_calendar(document=following(**changed), by=SYSTEM, at=AT)
    assert CalendarVersion.objects.count() == 1


def test_calendars_are_published_by_administrators_alone(db):
    invented_organisation()
    lan = organisation.find_officer("lan")
    post = organisation.posts_of(lan.pk, AT.date())[0]
    by = organisation.actor_of(lan.pk, post.pk, AT)
    for visitor in (Actor.citizen(), by):
        with pytest.raises(CalendarNotYours):
            services.publish_shipped_calendar(by=visitor, at=AT)
    role = {
        "officer": "lan", "agency": "H99.31.01", "role": "administer", "valid_from": "2025-07-01",
    }  # fmt: skip
    organisation_services.import_plan(document=plan(roles=[role]), by=SYSTEM, at=AT)
    assert services.publish_shipped_calendar(by=by, at=AT).version == "2022-2026.1"


@pytest.mark.parametrize(
    "table", ["calendarversion", "calendarday", "officehoursfrom", "countingrulefrom"]
)
@pytest.mark.parametrize("change", ["UPDATE deadlines_{} SET id = id", "DELETE FROM deadlines_{}"])
def test_the_database_keeps_what_was_published(published, table, change):
    with pytest.raises(ProgrammingError, match=r"permission denied|refused"), transaction.atomic():
        connection.cursor().execute(change.format(table))


def test_the_database_refuses_a_worked_weekday_and_a_day_stated_twice(published):
    with pytest.raises(IntegrityError, match="worked_is_a_weekend"), transaction.atomic():
        CalendarDay.objects.create(calendar=published, day="2026-03-02", kind="worked")
    with pytest.raises(IntegrityError, match="calendar_day_stated_once"), transaction.atomic():
        CalendarDay.objects.create(calendar=published, day="2026-01-01", kind="off")
