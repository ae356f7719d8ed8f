"""The list of late dossiers behind a number: all of them counted, page by page, and whole."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders import Story
from tests.builders_officer import Door, text_of

from thongsuot.domains.ledger.models import Entry
from thongsuot.entrypoints.officer.places import written_due
from thongsuot.entrypoints.officer.views import late

pytestmark = pytest.mark.django_db
AGENCY = "H99.31"


@pytest.fixture
def door(story, monkeypatch):
    """Return the door with two late dossiers, and one on a page."""
    monkeypatch.setattr(late, "A_PAGE", 1)
    first = story.processing()
    second = Story(story.province)
    second.at = first.at
    second.processing()
    second.at += timedelta(days=8)
    door = Door(monkeypatch, second)
    door.codes = [first.code, second.code]
    return door


def test_the_heading_counts_all_and_the_pages_show_each_once(door):
    head = door.open("head")
    first = head.get("agency_late", AGENCY)
    assert "2 hồ sơ đang quá hạn" in text_of(first)
    mark = first.context["next"]
    second = head.get("agency_late", AGENCY, sau=mark)
    assert "2 hồ sơ đang quá hạn" in text_of(second)
    assert not second.context["next"]
    shown = [row.fact.code for answer in (first, second) for row, _ in answer.context["rows"]]
    assert shown == door.codes
    assert "Về đầu danh sách" in text_of(second)


@pytest.mark.parametrize("mark", ["", "x", "1", "1.2.3", "9" * 30 + ".1", "999999999999999999.1"])
def test_an_address_that_names_no_place_begins_at_the_front(door, mark):
    found = door.open("head").get("agency_late", AGENCY, sau=mark)
    assert [row.fact.code for row, _ in found.context["rows"]] == door.codes[:1]


def test_the_file_holds_every_late_dossier_with_its_holder(door):
    answer = door.open("head").get("agency_late_csv", AGENCY)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["ma_ho_so"] for row in rows] == door.codes
    assert {row["nguoi_giu"] for row in rows} == {"Đỗ Văn Mẫu Hai"}
    assert all(int(row["qua_han_phut_lam_viec"]) > 0 for row in rows)
    assert rows[0]["hen_tra"].endswith("+07:00")


def test_the_record_says_who_took_the_file_away(door):
    door.open("head").get("agency_late_csv", AGENCY)
    [taken] = Entry.objects.filter(act="figures_taken")
    assert (taken.subject, taken.detail["taken"]) == (f"agency:{AGENCY}", "qua-hen.csv")


def test_a_page_behind_the_last_one_leads_back(door):
    head = door.open("head")
    last = head.get("agency_late", AGENCY, sau=head.get("agency_late", AGENCY).context["next"])
    behind = written_due(*last.context["rows"][-1][0].fact.place)
    text = text_of(head.get("agency_late", AGENCY, sau=behind))
    assert "2 hồ sơ đang quá hạn" in text
    assert "Từ đây không còn hồ sơ nào quá hạn. Về đầu danh sách" in text


def test_nobody_else_gets_the_file(door):
    assert door.open("handler").get("agency_late_csv", AGENCY).status_code == 403
    assert door.open("head").get("whole_late_csv").status_code == 403


def test_the_page_costs_the_same_for_one_and_for_two(door, monkeypatch):
    head = door.open("head")
    counted = []
    for most in (1, 2):
        monkeypatch.setattr(late, "A_PAGE", most)
        head.get("agency_late", AGENCY)
        with CaptureQueriesContext(connection) as asked:
            head.get("agency_late", AGENCY)
        counted.append(len(asked))
    assert counted[0] == counted[1]
