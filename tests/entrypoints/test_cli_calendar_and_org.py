"""The commands ``calendar`` and ``org``: what they print, and how they end."""

import json

import pytest
from django.db import connection
from tests.builders_organisation import PLAN, SYSTEM, place_invented_areas, plan
from tests.entered import run

from thongsuot.domains.deadlines import services as deadlines
from thongsuot.domains.organisation.models import Agency, Area, AreaSuccession
from thongsuot.entrypoints.cli.demo.coming_years import invented_calendar
from thongsuot.kernel.clock import local_date, utc_now


def due(start, limit, unit, *more):
    return run("calendar", "due", "--from", start, "--limit", limit, "--unit", unit, *more)


@pytest.fixture
def published(db):
    return deadlines.publish_shipped_calendar(by=SYSTEM, at=utc_now())


@pytest.mark.parametrize(
    ("start", "limit", "unit", "due_at"),
    [
        ("2025-12-31", 1, "working-day", "2026-01-05T17:00:00+07:00"),
        ("2024-05-03", 1, "working-day", "2024-05-04T17:00:00+07:00"),
        ("2026-03-02T09:00", 8, "working-hour", "2026-03-03T09:00:00+07:00"),
        ("2026-03-02T02:00:00Z", 8, "working-hour", "2026-03-03T09:00:00+07:00"),
        ("2026-03-02T09:00:00+07:00", 5, "day", "2026-03-09T17:00:00+07:00"),
        ("2026-03-02 09:00", 1, "month", "2026-04-02T17:00:00+07:00"),
    ],
)
def test_due_prints_day_instant_and_calendar(published, start, limit, unit, due_at):
    done = due(start, limit, unit, "--json")
    assert json.loads(done.stdout) == {
        "due_on": due_at[:10],
        "due_at": due_at,
        "calendar_version": "2022-2026.1",
    }
    assert (done.exit_code, done.stderr) == (0, "")


def test_due_prints_a_line_for_people(published):
    assert due("2025-12-31", 1, "working-day").stdout == (
        "due 2026-01-05 17:00 (calendar 2022-2026.1)\n"
    )


@pytest.mark.parametrize(
    ("start", "limit", "unit", "exit_code", "said"),
    [
        pytest.param("2026-12-31", 1, "working-day", 4, "calendar-gap (year=2027)", id="a gap"),
        pytest.param("2021-06-01", 1, "working-day", 4, "calendar-gap (year=2021)", id="too early"),
        pytest.param("2026-03-02", -1, "working-day", 4, "limit-wrong", id="a negative limit"),
        pytest.param("2026-03-02", 0, "day", 4, "limit-wrong", id="no limit"),
        pytest.param("2026-03-02", 1, "OTHER", 2, "is not one of", id="an unknown unit"),
        pytest.param("2026-03-02", "x", "day", 2, "is not a valid integer", id="no number"),
        pytest.param("02/03/2026", 1, "day", 2, "write 2026-03-02", id="another way of writing"),
    ],
)
def test_due_refuses_and_says_why(published, start, limit, unit, exit_code, said):
    done = due(start, limit, unit, "--json")
    assert (done.exit_code, done.stdout) == (exit_code, "")
    assert said in done.stderr


def test_due_counts_with_the_shipped_calendar_where_none_was_published_and_says_so(db):
    done = due("2025-12-31", 1, "working-day", "--json")
    assert json.loads(done.stdout)["due_on"] == "2026-01-05"
    assert "no calendar is published here yet" in done.stderr


def test_due_needs_no_tables(committed_db, as_superuser):
    as_superuser.execute("DROP TABLE deadlines_calendarversion CASCADE")
    assert json.loads(due("2025-12-31", 1, "working-day", "--json").stdout)["due_on"]
    connection.close()


@pytest.fixture
def next_calendar(published, tmp_path):
    """Return a function that writes the shipped calendar, two invented years longer, to a file."""
    document = invented_calendar(local_date(utc_now())) | {"version": "next.1"}

    def write(**changed):
        file = tmp_path / "calendar.json"
        file.write_text(json.dumps(document | changed), "utf-8")
        return file

    return write


def test_a_calendar_is_published_once_and_counts(next_calendar):
    file = next_calendar()
    tried = json.loads(run("calendar", "publish", file, "--dry-run", "--json").stdout)
    assert (tried["version"], tried["applied"]) == ("next.1", False)
    assert "next.1" not in run("calendar", "list").stdout
    done = run("calendar", "publish", file)
    assert (done.exit_code, done.stdout[:12]) == (0, "is published")
    listed = json.loads(run("calendar", "list", "--json").stdout)
    assert [row["version"] for row in listed] == ["next.1", "2022-2026.1"]
    assert listed[0]["last_year"] > 2026
    assert due(f"{utc_now():%Y}-12-31", 1, "working-day").exit_code == 0
    again = json.loads(run("calendar", "publish", file, "--json").stdout)
    assert (again["published_before"], again["applied"]) == (True, False)


@pytest.mark.parametrize("dry_run", [[], ["--dry-run"]])
@pytest.mark.parametrize(
    ("changed", "exit_code", "said"),
    [
        pytest.param({"years": {}}, 4, "place=years", id="no year"),
        pytest.param({"source": ""}, 4, "place=source", id="no source"),
        pytest.param({"format": "other"}, 4, "place=format", id="another format"),
        pytest.param({"in_force_from": "2024-01-01"}, 5, "calendar-back-dated", id="in the past"),
        pytest.param({"version": "2022-2026.1"}, 5, "calendar-version-taken", id="taken"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused_with_its_place(
    next_calendar, dry_run, changed, exit_code, said
):
    done = run("calendar", "publish", next_calendar(**changed), *dry_run)
    assert (done.exit_code, done.stdout) == (exit_code, "")
    assert said in done.stderr
    assert len(json.loads(run("calendar", "list", "--json").stdout)) == 1


def test_a_file_that_is_no_calendar_document_is_told_where_the_format_is(published, tmp_path):
    file = tmp_path / "calendar.json"
    file.write_text("{")
    done = run("calendar", "publish", file)
    assert done.exit_code == 4
    assert "docs/howto/publish-a-calendar.md" in done.stderr


# --- org ---------------------------------------------------------------------------------------


@pytest.fixture
def file_of(tmp_path, db):
    """Return a function that writes a document to a file, beside the invented areas."""
    place_invented_areas()

    def write(document):
        file = tmp_path / "organisation.json"
        file.write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")
        return file

    return write


def test_org_import_reports_what_it_did(file_of):
    file = file_of(PLAN)
    first = json.loads(run("org", "import", file, "--json").stdout)
    assert first["applied"]
    assert first["created"]["agencies"] == 3
    again = run("org", "import", file)
    assert again.exit_code == 0
    assert "agencies: 0 created, 0 updated, 3 unchanged" in again.stdout


def test_org_import_tries_out_without_changing(file_of):
    done = run("org", "import", file_of(PLAN), "--dry-run", "--json")
    tried = json.loads(done.stdout)
    assert (done.exit_code, tried["applied"], tried["created"]["posts"]) == (0, False, 3)
    assert not Agency.objects.exists()


@pytest.mark.parametrize("dry_run", [[], ["--dry-run"]])
def test_org_import_names_every_problem_and_changes_nothing(file_of, dry_run):
    document = plan(officers=[{"username": "lan"}, {"username": "hung", "full_name": ""}])
    done = run("org", "import", file_of(document), *dry_run)
    assert done.exit_code == 4
    assert "officers row 1: full_name is missing" in done.stdout
    assert "officers row 2: full_name is empty" in done.stdout
    assert "nothing was changed" in done.stdout
    assert not Agency.objects.exists()


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "\x00"])
def test_org_import_refuses_what_is_no_json(file_of, text):
    done = run("org", "import", file_of(text))
    assert done.exit_code == 4
    assert "error: organisation.json is not a JSON document" in done.stderr


def test_org_import_says_when_there_is_no_file(tmp_path):
    assert run("org", "import", tmp_path / "nowhere.json").exit_code == 3


@pytest.mark.slow
def test_org_areas_comes_with_a_trial_and_settling_too(db):
    trial = run("org", "areas", "--dry-run", "--json")
    assert json.loads(trial.stdout)["created"] == 14_138
    assert not Area.objects.exists()
    done = run("org", "areas")
    assert "471 divided units await a person's decision" in done.stdout
    assert json.loads(run("org", "areas", "--json").stdout)["created"] == 0

    settle = ("org", "settle", "31268", "31288", "--source", "NQ mẫu 01")
    assert not json.loads(run(*settle, "--dry-run", "--json").stdout)["applied"]
    assert run(*settle).stdout == "31268 is succeeded by 31288\n"
    assert run(*settle).exit_code == 5
    assert run("org", "settle", "31268", "00004", "--source", "NQ mẫu 01").exit_code == 3
    assert AreaSuccession.objects.filter(decided=False).values("old").distinct().count() == 470
