"""After a reorganisation figures are read under the agencies of then, or of now: the same sums."""

import csv
import json
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from tests.builders import MONDAY, Role, Story, add_neighbour, add_officer, build_province
from tests.builders_officer import Door, text_of
from tests.builders_reorganisation import DAY, NEW, apply, merger
from tests.entered import run

from thongsuot.domains.accountability import summing
from thongsuot.domains.accountability.reports import as_now, counted_anew, report_of
from thongsuot.domains.accountability.terms import Period
from thongsuot.domains.organisation import successors
from thongsuot.entrypoints.citizen import visitor
from thongsuot.entrypoints.cli import record_report
from thongsuot.kernel.clock import local_date

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
LATER = DAY + timedelta(days=4, hours=10)
"""Friday of the week in which both communes went into one."""


@pytest.fixture(autouse=True)
def _nothing_kept():
    """Let no figures of another test stand."""
    cache.clear()


@pytest.fixture
def story(db, published_calendar):
    """Return a dossier that was late in its commune, and went on being late in the new one."""
    built = build_province()
    add_neighbour(built)
    add_officer(built, "warden", "H99.05", "Đôn đốc", "control", "Vũ Văn Mẫu", [Role.SUPERVISE])
    found = Story(built).processing()
    found.at = MONDAY + timedelta(days=4)
    apply(merger())
    found.at = LATER
    return found


def bearers(report) -> dict[int, tuple[int, int]]:
    """Return by agency how many dossiers it bears, and how many minutes."""
    found: dict[int, tuple[int, int]] = {}
    for row in report.charges:
        before = found.get(row.holder.agency, (0, 0))
        found[row.holder.agency] = before[0] + row.first, before[1] + row.late
    return found


@pytest.mark.parametrize("kept", [False, True], ids=["counted anew", "from a summary"])
def test_the_heir_bears_what_went_into_it_to_the_minute_and_each_dossier_once(story, kept):
    if kept:
        assert summing.sum_up(at=LATER)
    was = (report_of if kept else counted_anew)(MARCH, at=LATER)
    heirs = successors.heirs(local_date(LATER))
    now = as_now(was, heirs)
    before, after = bearers(was), bearers(now)
    assert set(before) & set(heirs)
    assert not set(after) & set(heirs)
    assert sum(late for _n, late in after.values()) == sum(late for _n, late in before.values())
    heir = story.province.agencies["H99.31"].pk
    assert after[heirs[heir]][0] == 1 < sum(number for number, _late in before.values())


def test_pages_and_files_of_both_readings_tell_the_same_sum(story, monkeypatch):
    door = Door(monkeypatch, story)
    warden = door.open("warden")
    asked = {"tu": "2026-03-01", "den": "2026-03-31"}
    sums, names = [], []
    for code in ("", NEW):
        for more in ({}, {"theo": "noi-cu"}):
            args = [code] if code else []
            of = "agency" if code else "whole"
            page = warden.get(f"{of}_figures", *args, **asked, **more)
            said = "trước khi sắp xếp" if not more else "Xem theo cơ quan hiện nay"
            assert said in text_of(page)
            rows = table(warden.get(f"{of}_csv", *args, "thoi-gian-tre", **asked, **more))
            sums.append(sum(int(row[3]) for row in rows))
            names.append({row[0] for row in rows})
    assert len(set(sums)) == 1, sums
    assert sums[0] > 0
    now, was = names[:2]
    assert {"UBND xã Mẫu Mới"} <= now
    assert "Mẫu An" not in str(now)
    assert "Mẫu An" in str(was)
    assert any("khi là" in name for name in names[2])


def test_the_command_tells_both_readings_beside_each_other(story, monkeypatch):
    monkeypatch.setattr(record_report, "utc_now", lambda: LATER)
    words = ("accountability", "report", "--from", "2026-03-01", "--to", "2026-03-31")
    told = {
        reading: json.loads(run(*words, "--reading", reading, "--json").stdout)
        for reading in ("as-was", "as-now", "both")
    }
    was, now = told["both"]["as_was"], told["both"]["as_now"]
    assert (was, now) == (told["as-was"], told["as-now"])
    assert was == json.loads(run(*words, "--json").stdout), "as scripts know it"
    assert {row["agency"] for row in was["lateness"]} == {"H99.31", NEW}
    assert {row["agency"] for row in now["lateness"]} == {NEW}
    minutes = [sum(row["late_minutes"] for row in one["lateness"]) for one in (was, now)]
    assert minutes[0] == minutes[1] > 0
    of_the_heir = json.loads(run(*words, "--agency", NEW, "--reading", "both", "--json").stdout)
    assert of_the_heir["as_now"]["lateness"] == now["lateness"]
    assert of_the_heir["as_was"]["lateness"] == was["lateness"]
    lines = run(*words, "--reading", "both").stdout.splitlines()
    assert [line[:15] for line in lines if line.startswith("---")] == ["--- agencies as"] * 2


def table(answer) -> list[list[str]]:
    """Return the rows of a table as its file has them."""
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    return list(csv.reader(lines))[1:]


def test_everybody_may_read_either_and_no_small_number_comes_of_it(story, client, monkeypatch):
    monkeypatch.setattr(visitor, "utc_now", lambda: LATER)
    address = reverse("citizen:accountability")
    assert "Xem theo cơ quan trước khi sắp xếp" in text_of(client.get(address))
    told = client.get(address, {"theo": "noi-cu"})
    assert "Xem theo cơ quan hiện nay" in text_of(told)
    assert "nơi nào cũng dưới 5" in text_of(told)
