"""The superior's page: two statements side by side, the decision, and what everybody sees of it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.builders import Story, add_committee, add_neighbour, build_province
from tests.builders_citizen import Citizen
from tests.builders_citizen import text_of as citizen_text
from tests.builders_custody import COMMITTEE
from tests.builders_officer import Door, holder, text_of
from tests.builders_reorganisation import LATER, NEW, apply, merger

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import Grounds, ReturnReason
from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.terms import Step
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.cli import story as told
from thongsuot.kernel.clock import to_local

pytestmark = pytest.mark.django_db
MOST_QUERIES = 35


@pytest.fixture
def door(db, published_calendar, monkeypatch):
    province = build_province()
    add_neighbour(province)
    add_committee(province)
    return Door(monkeypatch, Story(province))


def returned(story: Story, who: str, right: str, by: Actor | None = None) -> None:
    offer = story.offered(by or story.province.desk, who, Step.VERIFY, "Đúng việc của nơi nhận")
    services.return_handover(
        offer_id=offer, grounds=Grounds(ReturnReason.WRONG_COMPETENCE, "60/2014/QH13, Đ13", right),
        by=story.province.actor(who), at=story.now(),
    )  # fmt: skip


@pytest.fixture
def looped(door):
    door.story.received()
    returned(door.story, "stranger", "H99.31")
    returned(door.story, "handler", "H99.05")
    return door


def code(door: Door) -> str:
    return door.story.code


def decide(door: Door, **fields):
    chairman = door.open("chairman")
    given = {"agency": "H99.05", "other": "", "legal_basis": "Quyết định 05/QĐ-UBND"} | fields
    return chairman.send("decide", code(door), follow=True, **given)


def test_the_superior_finds_it_in_his_inbox_with_the_reason(looped):
    page = looped.open("chairman").get("inbox")
    assert "Chờ phân định 1" in text_of(page)
    assert "chờ UBND tỉnh Mẫu phân định từ" in page.content.decode()


def test_the_superior_reads_until_when_he_decides_and_that_the_time_is_over(looped):
    limit = custodies.last_dispute_of(f"dossier:{code(looped)}").decide_by
    said = f"{to_local(limit):%H:%M %d/%m}"
    pages = [("inbox",), ("decide", code(looped)), ("dossier", code(looped))]
    for page in pages:
        assert f"Phân định trước {said}" in text_of(looped.open("chairman").get(*page))
    looped.story.at = limit + timedelta(minutes=1)
    for page in pages:
        assert f"Quá hạn phân định {said}" in text_of(looped.open("chairman").get(*page))
    head = text_of(looped.open("chairman").get("agency_figures", COMMITTEE))
    assert "1 vòng lặp chờ ông/bà phân định, 1 quá hạn phân định" in head


@pytest.mark.parametrize(("late", "told"), [(False, False), (True, True)])
def test_a_limit_is_told_of_a_ruling_that_was_given_only_where_it_was_missed(looped, late, told):
    limit = custodies.last_dispute_of(f"dossier:{code(looped)}").decide_by
    assert "phân định trước" in text_of(looped.open("handler").get("custody", code(looped)))
    if late:
        looped.story.at = limit + timedelta(minutes=1)
    decide(looped)
    page = text_of(looped.open("handler").get("custody", code(looped)))
    assert "phân định trước" not in page
    assert (f"quá hạn phân định {to_local(limit):%H:%M %d/%m}" in page) is told


def test_the_split_names_the_superior_who_is_waited_for_and_spares_the_holder(door):
    story = door.story.processing()
    for _turn in range(2):
        returned(story, "stranger", "H99.31", by=door.province.handler)
    story.at += timedelta(days=20)
    page = text_of(door.open("handler").get("custody", code(door)))
    assert "UBND tỉnh Mẫu (khi được hỏi phân định)" in page
    assert re.search(r"chờ cấp trên phân định [\d,]+ ngày, vẫn giữ", page)
    assert not re.search(r"vượt phần được chia \d", page)
    head = text_of(door.open("chairman").get("agency_figures", COMMITTEE))
    assert "Người đứng đầu (khi phân định hoặc vì yêu cầu bổ sung bị rút lại)" in head


def test_the_second_returner_is_told_that_it_went_up(door):
    door.story.received()
    returned(door.story, "stranger", "H99.31")
    offer = door.story.offered(door.province.desk, "handler", Step.VERIFY)
    answered = door.open("handler").send(
        "send_back", code(door), offer=offer, reason="wrong-competence",
        legal_basis="60/2014/QH13, Đ13", right_agency="H99.05", follow=True,
    )  # fmt: skip
    assert "đã tự trình cấp trên phân định" in text_of(answered)


def test_both_statements_stand_side_by_side_with_the_facts_of_the_case(looped):
    page = text_of(looped.open("chairman").get("decide", code(looped)))
    assert "Đúng việc của nơi nhận" in page
    assert page.count("Trả lại: sai thẩm quyền") == 2
    assert "Bảng thẩm quyền mẫu, dòng 1" in page
    assert "Trần Thị Mẫu Một" in page


def test_the_holder_reads_with_whom_it_is_and_since_when_and_cannot_hand_on(looped):
    desk = looped.open("desk")
    page = text_of(desk.get("dossier", code(looped)))
    assert "UBND tỉnh Mẫu đang phân định thẩm quyền" in page
    assert "Đang chờ UBND tỉnh Mẫu phân định; vị trí này vẫn giữ." in page
    assert "Chuyển tới nơi này" not in page
    assert reverse("officer:hand_over", args=[code(looped)]) not in page
    assert "Hồ sơ đang chờ cấp trên phân định" in text_of(desk.get("hand_over", code(looped)))


def test_nobody_else_opens_the_page_of_the_decision(looped):
    for who in ("desk", "handler", "stranger", "head"):
        assert looped.open(who).get("decide", code(looped)).status_code == 403


def test_the_decision_is_shown_to_everybody_and_binds_the_next_hand_over(looped):
    assert "Quyết định ràng buộc và thành tiền lệ" in text_of(decide(looped))
    assert holder(looped) == "Trần Thị Mẫu Một"
    desk = looped.open("desk")
    assert "Sở Mẫu có thẩm quyền" in text_of(desk.get("dossier", code(looped)))
    offering = desk.get("hand_over", code(looped)).content.decode()
    assert "Phân định số" in offering, "the proposal names the precedent"
    assert "Sở Mẫu · Chuyên viên" in offering
    assert "UBND xã Mẫu An · Công chức hộ tịch</" not in offering, "no other place is proposed"
    custody = text_of(desk.get("custody", code(looped)))
    assert "Tự trình UBND tỉnh Mẫu phân định" in custody
    assert "Ngô Văn Mẫu Chín phân định" in custody


def test_another_agency_may_be_decided_and_must_then_be_named(looped):
    wrong = decide(looped, agency="khac")
    assert wrong.status_code == 422
    assert "Chọn cơ quan trong danh sách" in text_of(wrong)
    decide(looped, agency="khac", other="H99")
    ruling = custodies.last_dispute_of(f"dossier:{code(looped)}").ruling
    assert ruling.agency_code == "H99"


def test_after_a_merger_the_agency_that_answers_now_is_offered_and_not_the_one_that_ended(looped):
    apply(merger())
    looped.story.at = LATER
    page = looped.open("chairman").get("decide", code(looped)).content.decode()
    assert f'value="{NEW}"' in page
    assert "UBND xã Mẫu Mới" in page
    assert 'type="radio" name="agency" value="H99.31"' not in page


def test_the_third_crossing_is_told_to_whoever_tried_it(door):
    story = door.story.processing().handed(door.province.handler, "stranger", Step.VERIFY)
    story.handed(door.province.stranger, "handler", Step.VERIFY)
    answered = door.open("handler").send(
        "hand_over", story.code, buoc="verify", to="khac", follow=True,
        other=door.province.posts["stranger"].pk, limit="240", why="Vẫn cho là việc của Sở",
    )  # fmt: skip
    assert "đã tự trình cấp trên phân định" in text_of(answered)
    page = text_of(door.open("chairman").get("decide", story.code))
    assert "Vẫn cho là việc của Sở" in page
    assert "Đúng quy trình đã duyệt" in page, "what the other side said when it gave it back"


def test_the_citizen_and_the_story_tell_it(looped, monkeypatch):
    decide(looped)
    citizen = Citizen(monkeypatch, at=looped.story.now())
    citizen.open(code(looped), Dossier.objects.get(code=code(looped)).pin)
    page = citizen_text(citizen.get("dossier", code(looped)))
    assert "phân định: Sở Mẫu có thẩm quyền" in page
    assert "UBND tỉnh Mẫu được hỏi nơi nào có thẩm quyền" in page
    assert "UBND tỉnh Mẫu đã phân định" in page
    assert "Sở Mẫu có thẩm quyền giải quyết; các bên phải theo" in page
    at = looped.story.now()
    view = dossiers.view_for(code(looped), by=Actor.system(), at=at)
    moments = dossiers.timeline_of(code(looped), by=Actor.system(), at=at)
    story = "\n".join(told.story_of(view, moments, at))
    assert "việc tự trình UBND tỉnh Mẫu phân định" in story
    assert "phân định: Sở Mẫu có thẩm quyền" in story


def test_the_heads_card_of_a_loop_goes_with_the_ruling(looped):
    def card() -> bool:
        page = text_of(looped.open("head").get("agency_figures", "H99.31"))
        return "ần rõ nơi nào có thẩm quyền" in page

    assert card()
    decide(looped)
    assert not card()


def test_the_page_costs_a_fixed_number_of_queries(looped):
    chairman = looped.open("chairman")
    chairman.get("decide", code(looped))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        chairman.get("decide", code(looped))
    assert len(asked) <= MOST_QUERIES
