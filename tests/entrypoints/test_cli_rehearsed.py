"""``--dry-run``: everything is done and nothing is kept, neither in a table nor in a file."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from tests.builders import BIRTH, Story, build_province
from tests.builders_catalogue import row, take_over
from tests.builders_staff import add_deputy
from tests.entered import run
from tests.tables import rows_of_every_table

from thongsuot.domains.ledger import queries as record
from thongsuot.kernel.clock import local_date, utc_now

pytestmark = pytest.mark.django_db
LAST = str(local_date(utc_now()) + timedelta(days=3))
COMING = "1.900001"
"""A procedure with a version that is to come."""
PASSWORD = "mot-hai-ba-bon-nam\n"
ACTS = {
    "org disable": ["mau.handler", "--reason", "left", "--to", "mau.colleague",
                    "--why", "Chuyển công tác"],
    "org end-appointment": ["mau.clerk", "H99.31:clerk", "--last-day", LAST, "--source", "9/QĐ"],
    "org delegate": ["--from", "mau.head", "--to", "mau.deputy", "--act", "sign",
                     "--last-day", LAST, "--form", "kt", "--number", "05/QĐ-UBND"],
    "org absent": ["mau.head", "--first-day", LAST, "--last-day", LAST],
    "org token": ["mau.desk", "H99.31.01:desk"],
    "org revoke": ["mau.desk"],
    "org password": ["mau.desk"],
    "procedure end": [BIRTH, "--on", "2099-01-01", "--source", "Quyết định 01"],
    "procedure withdraw": [COMING, "--reason", "Nhập nhầm tệp"],
    "message contact": ["mau.desk", "--email", "mau@sonoivu.example"],
    "dossier evidence": [],
}  # fmt: skip


@pytest.fixture
def story(db, published_calendar):
    made = build_province()
    add_deputy(made)
    take_over(row())
    take_over(row(name="Tên nhầm"), on=date(2099, 1, 1))
    return Story(made).processing()


def picture() -> tuple:
    """Return every table's rows as one number each, and every file that is kept."""
    rows = rows_of_every_table()
    folders = (Path(settings.FILES_FOLDER), Path(settings.LOG_FOLDER))  # keys: other tests' too
    return rows, sorted(str(file) for folder in folders for file in folder.rglob("*"))


def words_of(act, story, folder) -> list[str]:
    more = [story.code, str(folder)] if act == "dossier evidence" else ACTS[act]
    return [*act.split(), *more, "--json"]


def test_a_rehearsed_act_changes_nothing_and_says_so(story, tmp_path):
    before, folder = picture(), tmp_path / "evidence"
    for act in ACTS:
        words = words_of(act, story, folder)
        done = run(*words, "--dry-run", typed=PASSWORD)
        assert done.exit_code == 0, (act, done.stderr)
        said = json.loads(done.stdout)
        assert (said["applied"], said.get("token")) == (False, None), act
        assert done.stderr.endswith("dry run: nothing was kept\n"), act
        assert (picture(), folder.exists()) == (before, False), act
        with transaction.atomic():
            kept = run(*words, typed=PASSWORD)
            assert json.loads(kept.stdout)["applied"] is True, (act, kept.stderr)
            assert picture() != before, f"{act} changes something when it is meant"
            transaction.set_rollback(True)


def test_a_rehearsed_act_is_refused_where_the_act_is(story):
    words = ["org", "disable", "mau.handler", "--reason", "left"]
    meant, tried = run(*words), run(*words, "--dry-run")
    assert (tried.exit_code, tried.stdout, tried.stderr) == (5, "", meant.stderr)


def test_a_rehearsed_sealing_counts_and_seals_nothing(story, tmp_path):
    before = picture()
    tried = json.loads(run("ledger", "seal", "--dry-run", "--json").stdout)
    assert tried == {"sealed": record.count(), "applied": False}
    export = run("ledger", "export", str(tmp_path / "log"), "--dry-run", "--json")
    assert json.loads(export.stdout) == {"entries": 0, "applied": False}
    assert (picture(), (tmp_path / "log").exists()) == (before, False)


def test_instants_bear_the_offset_of_our_clock_at_every_machine_door(story, client):
    shown = json.loads(run("dossier", "show", story.code, "--json").stdout)
    assert shown["submitted_at"].endswith("+07:00")
    assert shown["custody"][0]["from"].endswith("+07:00")
    token = run("org", "token", "mau.desk", "H99.31.01:desk").stdout.strip()
    headers = {"Authorization": f"Bearer {token}"}
    told = client.get(f"/api/dossiers/{story.code}", headers=headers).json()
    same = ("submitted_at", "received_at", "due_at")
    assert {name: told[name] for name in same} == {name: shown[name] for name in same}
