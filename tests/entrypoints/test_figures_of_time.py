"""Figures of where time went: who held, who was asked, who ruled, where an agency stands."""

import csv
from datetime import timedelta

import pytest
from django.core.cache import cache
from tests.builders import MONDAY, Story, add_committee, add_neighbour, add_officer, build_province
from tests.builders_custody import BASIS, asked, returned_twice
from tests.builders_deadlines import calendar
from tests.builders_officer import Door, text_of
from tests.builders_payments import NOTICE, pdf

from thongsuot import bootstrap
from thongsuot.domains.accountability import queries
from thongsuot.domains.accountability.queries import kept, rulings, standing
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.organisation.terms import Role
from thongsuot.entrypoints.shared.figures.names import WorkingTime

MARCH = {"tu": "2026-03-01", "den": "2026-03-31"}


@pytest.fixture(autouse=True)
def _nothing_kept():
    """Let no figures of another test stand."""
    cache.clear()


@pytest.fixture
def door(db, published_calendar, monkeypatch):
    """Return the officers' door with one dossier that its handler has kept for four days."""
    built = build_province()
    add_neighbour(built)
    add_officer(built, "control", "H99.05", "Kiểm soát", "control", "Vũ Thị Mẫu", [Role.CONTROL])
    story = Story(built).processing()
    story.at += timedelta(days=4)
    return Door(monkeypatch, story)


def decided_now(door) -> None:
    """Let the department be asked, and the decision be made without its answer."""
    story, who = door.story, door.province
    asked(story)
    story.drafted_by_handler()
    dossiers.sign_decision(code=story.code, signer=bootstrap.signer(), by=who.head, at=story.now())
    dossiers.issue_decision(code=story.code, by=who.clerk, at=story.now())
    door.story.at += timedelta(hours=1)


def test_the_head_reads_who_held_what_was_decided_by_post_and_by_officer(door):
    decided_now(door)
    head = door.open("head")
    words = text_of(head.get("agency_figures", "H99.31", **MARCH))
    assert "giữ quá phần được chia nhiều nhất" in words
    by_post = rows_of(head.get("agency_csv", "H99.31", "giu-ho-so", **MARCH))
    by_officer = rows_of(head.get("agency_csv", "H99.31", "giu-ho-so-tung-nguoi", **MARCH))
    assert "Đỗ Văn Mẫu Hai" in by_officer[0]["Người giữ"]
    assert "Đỗ Văn Mẫu Hai" not in str(by_post)
    found = queries.reckon_dossier(door.story.code, at=door.at, calendar=calendar())
    own = next(a for a in found.accounts if a.holder.officer == door.province.handler.officer_id)
    assert by_officer[0]["Vượt phần"] == by_post[0]["Vượt phần"] == told_days(own.over)


def test_all_agencies_are_told_who_held_and_who_did_not_answer_by_agency_alone(door):
    decided_now(door)
    control = door.open("control")
    words = text_of(control.get("whole_figures", **MARCH))
    assert "1 lần hỏi ý kiến" in words
    held = rows_of(control.get("whole_csv", "giu-ho-so", **MARCH))
    assert held[0]["Cơ quan"] == "UBND xã Mẫu An"
    assert "Mẫu Hai" not in str(held)
    [opinions] = rows_of(control.get("whole_csv", "lay-y-kien", **MARCH))
    assert (opinions["Lần hỏi"], opinions["Rút lại, hồ sơ đã xong"]) == ("1", "1")
    assert (opinions["Im lặng"], opinions["Đang chờ, còn hạn"]) == ("0", "0")
    assert opinions["Trả lời trung bình (ngày)"] == ""


def test_while_holding_is_being_summed_up_the_page_says_from_when_it_is_missing(door, monkeypatch):
    decided_now(door)
    monkeypatch.setattr(kept, "MOST_RECKONED", 0)
    words = text_of(door.open("control").get("whole_figures", **MARCH))
    assert "Đang tổng hợp thời gian giữ hồ sơ của kỳ này" in words
    assert "chưa tính" in words


def test_where_more_loops_went_up_than_are_listed_the_page_says_so(door, monkeypatch):
    add_committee(door.province)
    for _number in range(2):
        door.story = Story(door.province, at=door.story.now())
        returned_twice(door.story)
    page = door.open("control").get
    assert "vòng mới nhất" not in text_of(page("whole_figures", **MARCH))
    monkeypatch.setattr(rulings, "MOST", 1)
    assert "Chỉ tính và nêu 1 vòng mới nhất" in text_of(page("whole_figures", **MARCH))


def test_a_ruling_is_listed_with_its_superior_and_on_a_heads_page_with_who_decided(door):
    add_committee(door.province)
    door.story = Story(door.province, at=door.story.now())
    returned_twice(door.story)
    dossiers.decide_dispute(
        dispute_id=custodies.last_dispute_of(f"dossier:{door.story.code}").id, agency="H99.05",
        legal_basis=BASIS, by=door.province.actor("chairman"), at=door.story.now(),
    )  # fmt: skip
    door.story.at += timedelta(hours=1)
    [whole] = rows_of(door.open("control").get("whole_csv", "phan-dinh", **MARCH))
    assert (whole["Hồ sơ"], whole["Cấp phân định"]) == (door.story.code, "UBND tỉnh Mẫu")
    assert "Người phân định" not in whole
    [own] = rows_of(door.open("head").get("agency_csv", "H99.31", "phan-dinh", **MARCH))
    assert own["Người phân định"] == door.province.officers["chairman"].full_name
    words = text_of(door.open("head").get("agency_figures", "H99.31", **MARCH))
    assert "1 vòng lặp ở chỗ cấp trên, 0 đang chờ" in words


def test_waiting_for_a_payment_stands_beside_requests_for_papers(door):
    dossiers.request_payment(
        code=door.story.code, notice=NOTICE, name="thong-bao.pdf", stream=pdf(),
        by=door.province.handler, at=door.story.now(),
    )  # fmt: skip
    head = door.open("head")
    words = text_of(head.get("agency_figures", "H99.31", **MARCH))
    assert "0 lần hướng dẫn bổ sung trước khi tiếp nhận, 1 lần chờ nộp tiền" in words
    [row] = rows_of(head.get("agency_csv", "H99.31", "cho-nguoi-nop-khac", **MARCH))
    assert (row["Chờ việc gì"], row["Còn đang chờ"]) == ("Nộp nghĩa vụ tài chính", "1")


def test_the_head_reads_where_his_agency_stands_and_no_other_agency_is_named(door, monkeypatch):
    keys = [door.province.agencies[code].pk for code in ("H99.31", "H99.32")]
    counts = [(keys[0], 400, 380, 300), (keys[1], 400, 260, 0)]
    monkeypatch.setattr(standing.dossiers, "punctual", lambda **_period: counts)
    page = door.open("head").get("agency_figures", "H99.31", **MARCH)
    assert "UBND xã Mẫu An đúng hạn 95%, hạng 1 trong 2 cơ quan; mức chung 80%" in text_of(page)
    [row] = rows_of(door.open("head").get("agency_csv", "H99.31", "dung-hen", **MARCH))
    assert (row["Cơ quan giải quyết"], row["Khoảng hạng"]) == ("UBND xã Mẫu An", "1")
    assert (row["Đúng hạn"], row["Trong đó trước hạn"], row["Quá hạn"]) == ("380", "300", "20")
    assert "300 trước hạn, 80 trong ngày hẹn, 20 quá hạn" in text_of(page)


def test_few_decided_dossiers_give_a_head_no_rank(door):
    words = text_of(door.open("head").get("agency_figures", "H99.31", **MARCH))
    assert "UBND xã Mẫu An chưa có hồ sơ nào có kết quả trong kỳ" in words
    decided_now(door)
    cache.clear()
    words = text_of(door.open("head").get("agency_figures", "H99.31", **MARCH))
    assert "UBND xã Mẫu An có 1 hồ sơ có kết quả, còn ít để nói hơn kém" in words


def test_an_agencys_page_costs_a_fixed_number_of_queries(door, django_assert_max_num_queries):
    for _each in range(3):
        decided_now(door)
        door.story = Story(door.province, at=door.story.now()).processing()
    head = door.open("head")
    head.get("agency_figures", "H99.31", **MARCH)
    cache.clear()
    with django_assert_max_num_queries(71):
        head.get("agency_figures", "H99.31", **MARCH)


def rows_of(answer) -> list[dict[str, str]]:
    """Return the rows of a file by the names of their columns."""
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    return list(csv.DictReader(lines))


def told_days(minutes: int) -> str:
    """Return minutes as a table of working days has them."""
    return WorkingTime.of(calendar(), MONDAY).days(minutes)
