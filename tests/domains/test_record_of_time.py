"""The record of time: beside the instant an act claims stands the database's own clock."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import Error
from tests.builders_officer import Door, text_of
from tests.entered import run

from thongsuot.domains.dossiers.queries import timeline_of
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger import rules, sealing
from thongsuot.domains.ledger.models import Entry
from thongsuot.domains.ledger.services import record as write
from thongsuot.domains.ledger.terms import Actor, Place
from thongsuot.kernel.clock import utc_now

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def noted(subject, at):
    return write(subject=subject, act="noted", by=Actor.system(), at=at, detail={})


@pytest.mark.parametrize(
    ("written", "late"),
    [
        pytest.param(AT, None, id="at once"),
        pytest.param(AT + MINUTE, None, id="just within the limit"),
        pytest.param(AT + 2 * MINUTE, 2 * MINUTE, id="claimed an earlier instant"),
        pytest.param(AT - 2 * MINUTE, -2 * MINUTE, id="claimed an instant still to come"),
    ],
)
def test_a_difference_beyond_the_limit_is_told_with_its_sign(written, late):
    assert rules.apart(AT, written, MINUTE) == late


@pytest.mark.django_db
def test_the_database_alone_says_when_it_wrote_whatever_the_writer_says():
    before = utc_now()
    entry = Entry(
        subject="task:1", seq=1, act="noted", at=AT, recorded_at=AT, actor_kind="system",
        detail={}, previous_hash=rules.GENESIS, hash="0" * 64,
    )  # fmt: skip
    entry.save()
    written = Entry.objects.get().recorded_at
    assert before - MINUTE < written < utc_now() + MINUTE
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET recorded_at = at")


@pytest.mark.django_db
def test_the_other_clock_is_no_part_of_the_hash():
    entry = noted("task:1", utc_now())
    act = Entry.objects.get().as_act()
    assert act.recorded_at is not None
    assert rules.entry_hash(act, rules.GENESIS) == entry.hash


@pytest.mark.django_db
def test_the_report_counts_entries_far_from_the_databases_clock_and_names_the_first():
    noted("task:1", utc_now())
    noted("task:2", AT)
    noted("task:3", utc_now() + timedelta(hours=1))
    found = record.clock_report(MINUTE)
    assert (found.looked_at, found.apart, found.first) == (3, 2, Place("task:2", 1))
    assert found.first_late_s > timedelta(days=30).total_seconds()
    assert record.clock_report(MINUTE, newest=1).apart == 1
    assert record.clock_report(timedelta(days=100_000)).first is None


@pytest.mark.parametrize("sample", [True, False])
def test_verify_warns_of_them_and_says_plainly_that_sample_data_is_made_so(
    committed_db, settings, sample
):
    settings.SAMPLE_DATA = sample
    noted("task:1", utc_now())
    noted("task:2", AT)
    sealing.seal(signer=sealing.log_signer(), at=AT)
    done = run("ledger", "verify", "--json")
    found = json.loads(done.stdout)
    assert (found["ok"], found["clock"]["apart"]) == (True, 1), "a warning, not a fault"
    assert found["clock"]["first"] == {"subject": "task:2", "seq": 1}
    assert "warning: 1 entries bear an instant more than 60 s" in done.stderr
    assert ("sample data is made at past instants" in done.stderr) is sample


@pytest.fixture
def story(story):
    return story.processing()


def test_the_history_shows_the_databases_clock_where_it_differs(story):
    told = timeline_of(story.code, by=story.province.desk, at=story.at)
    assert all(moment.recorded_at for moment in told), "the story happens months ago"


def test_the_custody_page_shows_it_beside_the_entry(story, monkeypatch):
    page = text_of(Door(monkeypatch, story).open("handler").get("custody", story.code))
    told = timeline_of(story.code, by=story.province.desk, at=story.at)
    assert f"{len(told)} việc mang giờ khác với đồng hồ của máy chủ lúc ghi" in page
    assert page.count("khác giờ của việc") == len(told)


def test_the_history_is_silent_where_both_clocks_agree(story, settings):
    settings.CLOCK_LIMIT = timedelta(days=100_000)
    told = timeline_of(story.code, by=story.province.desk, at=story.at)
    assert not any(moment.recorded_at for moment in told)
