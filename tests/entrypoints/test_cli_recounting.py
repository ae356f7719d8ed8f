"""``calendar recompute`` and ``calendar changes``: what they print, list and leave as it was."""

import csv
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders import Story, build_province
from tests.entered import run

from thongsuot.domains.deadlines import queries, services
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.cli.demo.coming_years import invented_calendar
from thongsuot.kernel.clock import local_date, utc_now


@pytest.fixture
def promised(published_calendar, db):
    """A dossier received today, whose third working day becomes a day off today."""
    return promise(1)


def promise(count):
    """Have dossiers received today, and a day off announced among their days."""
    at = utc_now()
    coming = invented_calendar(local_date(at) - timedelta(days=1))
    services.publish_calendar(document=coming, by=Actor.system(), at=at - timedelta(days=1))
    province = build_province(days=5)
    for _each in range(count):
        story = Story(province, at=at - timedelta(hours=1)).received()
    third = queries.calendar_at(at)
    day = third.nth_working_day(third.working_days_until(local_date(at)) + 3)
    year = coming["years"][str(day.year)]
    year = year | {"day_off": year["day_off"] | {day.isoformat(): "Ngày nghỉ mới"}}
    changed = coming | {
        "version": "later", "in_force_from": local_date(at).isoformat(),
        "years": coming["years"] | {str(day.year): year},
    }  # fmt: skip
    services.publish_calendar(document=changed, by=Actor.system(), at=at)
    return story.code, day


def tried():
    """Return what a run would change."""
    return json.loads(run("calendar", "recompute", "--dry-run", "--json").stdout)


def test_the_list_names_each_dossier_with_both_dates_and_the_day_that_made_the_difference(
    promised, tmp_path
):
    code, day = promised
    would = tried()
    assert (would["examined"], would["changed"], would["applied"]) == (1, 1, False)
    assert json.loads(run("calendar", "changes", "later", "--json").stdout) == []
    into = tmp_path / "changes.csv"
    done = run("calendar", "recompute", "--csv", into)
    assert done.exit_code == 0
    assert f"({day} off)" in done.stdout
    assert "1 open dossiers counted by later: 1 changed, 0 stay with a cause" in done.stdout
    [row] = csv.DictReader(into.read_text("utf-8-sig").splitlines())
    assert (row["code"], row["why"], row["kept"]) == (code, f"{day} off", "")
    assert row["was"] < row["due"]
    listed = json.loads(run("calendar", "changes", "later", "--json").stdout)
    assert [change["due"] for change in listed] == [would["changes"][0]["due"]]
    told = run("dossier", "explain", code).stdout
    assert "tính lại ngày hẹn theo lịch làm việc mới công bố" in told


def test_a_dry_run_asks_as_often_for_the_calendars_of_three_dossiers_as_of_one(
    published_calendar, db, django_assert_num_queries
):
    promise(3)
    assert tried()["changed"] == 3
    with CaptureQueriesContext(connection) as asked:
        tried()
    dossiers.recount_due_dates(by=Actor.system(), at=utc_now(), most=2)
    with django_assert_num_queries(len(asked)):
        assert tried()["changed"] == 1


def test_a_calendar_nobody_published_is_not_found(db):
    assert run("calendar", "changes", "2199.1").exit_code == 3
