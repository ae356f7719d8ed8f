"""Who is away: noted by oneself or the head, with who stands in, and ended on coming back."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders import Story, build_province
from tests.builders_officer import Door, text_of
from tests.builders_staff import add_deputy, granted
from tests.conftest import publish_calendar

from thongsuot.domains.organisation import delegations
from thongsuot.kernel.clock import local_date

pytestmark = pytest.mark.django_db
MOST_QUERIES = 24


@pytest.fixture
def door(db, monkeypatch):
    publish_calendar()
    province = build_province()
    add_deputy(province)
    return Door(monkeypatch, Story(province))


def days(door, ahead: int = 0, length: int = 2) -> dict[str, object]:
    first = local_date(door.at) + timedelta(days=ahead)
    last = first + timedelta(days=length)
    boxes = {"first_day": first, "last_day": last}
    return {
        f"{name}_{place}": number
        for name, day in boxes.items()
        for place, number in enumerate((day.day, day.month, day.year))
    }


def away(door, who: str = "handler", **more: object) -> dict[str, object]:
    return {"who": door.province.officers[who].pk, "kind": "leave", **days(door), **more}


def noted(door):
    ids = [officer.pk for officer in door.province.officers.values()]
    return delegations.absences_of(ids, local_date(door.at))


def test_an_officer_notes_his_own_days_and_comes_back_earlier(door):
    visit = door.open("handler")
    shown = text_of(visit.send("absences", follow=True, **away(door, source="Đơn 12")))
    assert "Đã ghi vắng mặt." in shown
    assert "Đỗ Văn Mẫu Hai nghỉ phép" in shown
    (one,) = noted(door)
    assert "trở lại làm việc" in text_of(visit.send("end_absence", one.id, follow=True))
    assert noted(door) == []
    assert visit.send("end_absence", one.id).status_code == 409


def test_the_head_notes_it_for_whoever_serves_under_him_and_names_who_stands_in(door):
    given = granted(door.province)
    visit = door.open("head")
    visit.send("absences", **away(door, "head", delegation=given.id))
    visit.send("absences", **away(door, "clerk", kind="sick"))
    assert {one.officer_name: one.delegate_name for one in noted(door)} == {
        door.province.officers["head"].full_name: "Đinh Văn Mẫu Chín",
        door.province.officers["clerk"].full_name: "",
    }


def test_nobody_notes_sees_or_ends_it_for_a_colleague(door):
    visit = door.open("clerk")
    assert visit.send("absences", **away(door)).status_code == 200
    assert noted(door) == []
    door.open("handler").send("absences", **away(door, kind="sick"))
    assert "Đỗ Văn Mẫu Hai" not in text_of(visit.get("absences"))
    assert visit.send("end_absence", noted(door)[0].id).status_code == 404


def test_sent_twice_it_is_noted_once(door):
    visit, key = door.open("handler"), str(uuid.uuid4())
    for _turn in range(2):
        assert visit.send("absences", key=key, **away(door)).status_code == 302
    assert len(noted(door)) == 1


def test_wrong_days_and_another_ones_delegation_are_told_at_their_field(door):
    given = granted(door.province)
    visit = door.open("head")
    shown = text_of(visit.send("absences", **away(door, **days(door, length=-1))))
    assert "Ngày cuối không thể trước ngày đầu" in shown
    shown = text_of(visit.send("absences", **away(door, **days(door, ahead=-9))))
    assert "Ngày cuối đã qua" in shown
    shown = text_of(visit.send("absences", **away(door, "clerk", delegation=given.id)))
    assert "không phải của người vắng mặt" in shown
    assert noted(door) == []


def test_the_page_costs_a_fixed_number_of_queries(door):
    visit = door.open("head")
    for who in ("handler", "clerk", "colleague"):
        visit.send("absences", **away(door, who))
    with CaptureQueriesContext(connection) as asked:
        assert visit.get("absences").status_code == 200
    assert len(asked) <= MOST_QUERIES
