"""The head's people: who holds how much, giving it to others; standing in for somebody."""

import re
import uuid

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.builders import BIRTH, Story, add_neighbour, build_province
from tests.builders_officer import Door, hidden_fields, holder, text_of
from tests.builders_staff import LAST, add_deputy, granted
from tests.conftest import publish_calendar

from thongsuot.domains.custody.models import Custody
from thongsuot.domains.custody.terms import MoveReason
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import Outcome, Step
from thongsuot.domains.organisation import delegations
from thongsuot.domains.organisation.models import Appointment, Officer
from thongsuot.kernel.clock import local_date

pytestmark = pytest.mark.django_db
WHY = "Công chức nghỉ ốm dài ngày, phân công lại"


@pytest.fixture
def door(db, monkeypatch):
    publish_calendar()
    province = build_province()
    add_deputy(province)
    return Door(monkeypatch, Story(province).processing())


def seat(door, who) -> str:
    return f"{door.province.officers[who].pk}-{door.province.posts[who].pk}"


def page_of(visit, door, who="handler"):
    return visit.get("holdings", door.province.officers[who].pk)


def choices(door, **more):
    return {
        "codes": [door.story.code], "to": [seat(door, "colleague")], "reason": "absence",
        "why": WHY, **more,
    }  # fmt: skip


def test_the_head_sees_who_holds_how_much_and_opens_one(door):
    visit = door.open("head")
    shown = text_of(visit.get("staff"))
    assert "Đỗ Văn Mẫu Hai Công chức hộ tịch, UBND xã Mẫu An 1" in shown
    assert "Đỗ Văn Mẫu Hai đang giữ 1 hồ sơ" in text_of(page_of(visit, door))


@pytest.mark.parametrize("who", ["handler", "desk", "clerk"])
def test_who_heads_nothing_sees_nobodys_work(door, who):
    visit = door.open(who)
    assert visit.get("staff").status_code == 403
    assert page_of(visit, door).status_code == 403


@pytest.fixture
def undone(door):
    """Undo what the test did: the database would let nobody go who holds something."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("undone")
@pytest.mark.parametrize(("who", "status"), [("handler", 200), ("neighbour_handler", 404)])
def test_who_left_something_is_named_to_the_head_of_his_own_agency_alone(door, who, status):
    add_neighbour(door.province)
    officer, post = door.province.officers[who], door.province.posts[who]
    Custody.objects.create(
        subject="task:1", officer=officer, post=post, step="do", started_at=door.at
    )
    Officer.objects.filter(pk=officer.pk).update(disabled_at=door.at)
    Appointment.objects.filter(officer=officer).update(valid_to=local_date(door.at))
    shown = page_of(door.open("head"), door, who)
    assert shown.status_code == status
    assert (officer.full_name in text_of(shown)) == (status == 200)


def test_what_is_done_was_seen_before(door):
    visit, officer = door.open("head"), door.province.officers["handler"].pk
    seen = visit.send("holdings", officer, xem="1", **choices(door))
    assert "Sẽ phân công như sau, chưa làm" in text_of(seen)
    assert holder(door) == "Đỗ Văn Mẫu Hai"
    digest = re.search(r'name="seen" value="(\w+)"', seen.content.decode())[1]
    done = visit.send("holdings", officer, lam="1", seen=digest, follow=True, **choices(door))
    assert "Đã phân công lại 1 hồ sơ" in text_of(done)
    assert holder(door) == "Vũ Thị Mẫu Sáu"


def test_another_choice_than_was_seen_is_shown_again_first(door):
    visit, officer = door.open("head"), door.province.officers["handler"].pk
    shown = visit.send("holdings", officer, lam="1", seen="another", **choices(door))
    assert "chưa làm" in text_of(shown)
    assert holder(door) == "Đỗ Văn Mẫu Hai"


def test_what_is_missing_is_said_at_the_field(door):
    visit, officer = door.open("head"), door.province.officers["handler"].pk
    shown = text_of(visit.send("holdings", officer, xem="1", codes=[door.story.code]))
    assert "Chọn ít nhất một người nhận" in shown
    assert "Chọn lý do" in shown


def test_the_story_of_the_dossier_tells_of_the_reassignment(door):
    _reassigned(door)
    visit = door.open("head")
    told = text_of(visit.get("custody", door.story.code))
    assert "phân công lại, đổi người giữ" in told
    assert "từ Đỗ Văn Mẫu Hai sang Vũ Thị Mẫu Sáu" in told
    assert WHY in told
    assert "Phân công lại; thời hạn không đổi" in told


def _reassigned(door):
    who = door.province
    dossiers.move_dossiers(
        codes=[door.story.code], to_officer=who.officers["colleague"].pk,
        to_post=who.posts["colleague"].pk, reason=MoveReason.ABSENCE, why=WHY, by=who.head,
        at=door.story.now(),
    )  # fmt: skip


def test_the_number_of_queries_does_not_grow_with_the_staff(door):
    visit = door.open("head")
    visit.get("staff")
    with CaptureQueriesContext(connection) as first:
        visit.get("staff")
    for _more in range(3):
        Story(door.province, at=door.story.now()).processing()
    with CaptureQueriesContext(connection) as second:
        visit.get("staff")
    assert len(first) == len(second) <= 24


def delegating(door, **more):
    return {
        "to": seat(door, "deputy"), "acts": ["sign", "hand-over"], "form": "kt",
        "first_day_0": "2", "first_day_1": "3", "first_day_2": "2026",
        "last_day_0": "20", "last_day_1": "3", "last_day_2": "2026", "number": "05/QĐ-UBND",
        **more,
    }  # fmt: skip


def test_a_delegation_sent_twice_is_granted_once(door):
    visit, key = door.open("head"), uuid.uuid4()
    for _click in range(2):
        assert visit.send("delegations", key=key, **delegating(door)).status_code == 302
    assert len(delegations.delegations_in_force(door.at)) == 1


@pytest.mark.parametrize("wrong", ["1.999999", "khai sinh, hộ tịch và chứng thực"])
def test_a_procedure_that_nobody_knows_is_named_at_the_field(door, wrong):
    visit = door.open("head")
    shown = text_of(visit.send("delegations", **delegating(door, procedures=f"{BIRTH}, {wrong}")))
    assert f"Không có thủ tục mã {wrong}" in shown
    assert delegations.delegations_in_force(door.at) == []
    visit.send("delegations", **delegating(door, procedures=f"{BIRTH}, {BIRTH},"))
    (given,) = delegations.delegations_in_force(door.at)
    assert given.procedures == (BIRTH,)


def test_a_delegation_is_granted_seen_and_ended_at_the_page(door):
    visit = door.open("head")
    shown = text_of(visit.send("delegations", follow=True, **delegating(door)))
    assert "Đã ghi ủy quyền" in shown
    assert "Đinh Văn Mẫu Chín ký thay Chủ tịch Lê Thị Mẫu Ba" in shown
    (given,) = delegations.delegations_in_force(door.at)
    assert given.acts == ("hand-over", "sign")
    assert "0 việc đã làm" in text_of(visit.get("delegation", given.id))
    ended = text_of(visit.send("end_delegation", given.id, follow=True))
    assert "chấm dứt" in ended
    assert delegations.delegations_in_force(door.at) == []


def test_a_delegation_without_its_document_says_so_at_the_field(door):
    shown = text_of(door.open("head").send("delegations", to=seat(door, "deputy")))
    assert "Nhập số, ký hiệu văn bản ủy quyền" in shown
    assert "Chọn ít nhất một việc" in shown


def test_a_delegation_is_shown_to_whom_it_concerns_alone(door):
    given = granted(door.province)
    assert door.open("deputy").get("delegation", given.id).status_code == 200
    assert door.open("clerk").get("delegation", given.id).status_code == 404
    assert door.open("stranger").send("end_delegation", given.id).status_code == 404


def test_the_deputy_takes_the_seat_signs_and_every_page_says_in_whose_stead(door):
    given = granted(door.province, last_day=LAST)
    door.story.drafted_by_handler()
    visit = door.open("deputy")
    assert "ký thay Chủ tịch Lê Thị Mẫu Ba" in text_of(visit.get("posts"))
    assert visit.get("sign", door.story.code).status_code == 403  # not on his own post
    visit.send("posts", post=f"uq{given.id}")
    shown = text_of(visit.get("inbox"))
    assert "Phó Chủ tịch, ký thay Chủ tịch Lê Thị Mẫu Ba" in shown
    assert door.story.code in shown
    form = visit.get("sign", door.story.code)
    assert form.status_code == 200
    signed = visit.send("sign", door.story.code, follow=True, **_without_key(form))
    assert "Đã ký quyết định" in text_of(signed)
    told = text_of(visit.get("custody", door.story.code))
    assert "Đinh Văn Mẫu Chín (ký thay Chủ tịch Lê Thị Mẫu Ba)" in told
    assert "1 việc đã làm" in text_of(visit.get("delegation", given.id))


def _without_key(form) -> dict[str, str]:
    return {
        name: value
        for name, value in hidden_fields(form).items()
        if name not in {"key", "csrfmiddlewaretoken", "post"}
    }


def test_when_it_has_ended_the_seat_is_gone(door):
    given = granted(door.province)
    visit = door.open("deputy")
    visit.send("posts", post=f"uq{given.id}")
    door.open("head").send("end_delegation", given.id)
    assert visit.get("inbox").status_code == 302


def test_nobody_takes_a_seat_that_was_not_given_to_him(door):
    given = granted(door.province)
    visit = door.open("colleague")
    assert visit.send("posts", post=f"uq{given.id}").status_code == 200
    assert "ký thay" not in text_of(visit.get("inbox"))


def test_on_the_control_sheet_too_it_is_said_in_whose_stead(door):
    given = granted(door.province)
    who, story = door.province, door.story
    dossiers.draft_decision(
        code=story.code, outcome=Outcome.GRANTED, grounds="Đủ điều kiện theo quy định",
        by=who.handler, at=story.now(),
    )  # fmt: skip
    offer = story.offered(who.handler, "head", Step.SIGN)
    deputy = delegations.actor_under(given.id, who.officers["deputy"].pk, story.at)
    dossiers.accept_handover(offer_id=offer, by=deputy, at=story.now())
    sheet = door.open("deputy").get("custody", story.code).content.decode()
    sheet = sheet[sheet.index("of-sheet") :]
    assert "Đinh Văn Mẫu Chín (ký thay Chủ tịch Lê Thị Mẫu Ba)" in sheet
