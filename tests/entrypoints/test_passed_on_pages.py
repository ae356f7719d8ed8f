"""What officers and the citizen read of a loop that went on to another superior."""

import json
from datetime import timedelta
from importlib.resources import files

import pytest
from tests.builders import Story, add_committee, add_neighbour, build_province
from tests.builders_citizen import Citizen
from tests.builders_citizen import text_of as citizen_text
from tests.builders_custody import DESK, returned
from tests.builders_officer import Door, text_of
from tests.builders_reorganisation import LATER, NEW, apply, merger

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody import services as custody
from thongsuot.domains.dossiers import queries, services
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.models import Appointment
from thongsuot.entrypoints.cli import story as told
from thongsuot.entrypoints.shared.why_limits import why_ruling
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def door(db, published_calendar, monkeypatch):
    province = build_province()
    add_neighbour(province)
    add_committee(province)
    return Door(monkeypatch, Story(province).received())


def passed_on(door: Door) -> Door:
    """Put a loop before the head of the commune, who leaves; it goes on to the committee."""
    for _turn in range(2):
        returned(door.story, "clerk", right=DESK)
    Appointment.objects.filter(officer__username="mau.head").update(valid_to=local_date(LATER))
    door.story.at = LATER
    assert services.pass_disputes_on(at=door.story.now()) == 1
    return door


def test_the_custody_tab_tells_both_superiors_and_charges_each(door):
    code = passed_on(door).story.code
    page = text_of(door.open("desk").get("custody", code))
    assert "Tự trình UBND xã Mẫu An phân định" in page
    assert "Chuyển UBND tỉnh Mẫu phân định" in page
    assert "UBND xã Mẫu An không còn ai được phân định" in page
    for superior in ("UBND xã Mẫu An", "UBND tỉnh Mẫu"):
        assert f"{superior} (khi được hỏi phân định)" in page


def test_each_superior_is_passed_by_for_the_one_before_it(door):
    for _turn in range(2):
        returned(door.story, "clerk", right=DESK)
    apply(merger())
    door.story.at = LATER
    services.pass_disputes_on(at=door.story.now())
    door.story.at = LATER + timedelta(days=1)
    Appointment.objects.filter(post__agency__code=NEW).update(valid_to=local_date(door.story.at))
    services.pass_disputes_on(at=door.story.now())
    page = text_of(door.open("desk").get("custody", door.story.code))
    assert page.count("UBND xã Mẫu An không còn ai được phân định") == 1
    assert "UBND xã Mẫu Mới không còn ai được phân định" in page


def test_an_heirs_time_is_told_from_where_it_began(door):
    for _turn in range(2):
        returned(door.story, "clerk", right=DESK)
    was = custodies.last_dispute_of(f"dossier:{door.story.code}")
    apply(merger())
    services.pass_disputes_on(at=LATER)
    found = custodies.last_dispute_of(f"dossier:{door.story.code}", local_date(LATER))
    assert len(found.put_up) == 2
    assert formats.moment(was.opened_at) in " ".join(why_ruling(found))


def test_the_next_superior_finds_it_since_when_it_came_to_him(door):
    code = passed_on(door).story.code
    page = door.open("chairman").get("inbox").content.decode()
    assert "chờ UBND tỉnh Mẫu phân định từ 09:" in page
    assert code in page


def test_the_citizen_and_the_story_say_who_was_asked_instead(door, monkeypatch):
    code = passed_on(door).story.code
    citizen = Citizen(monkeypatch, at=door.story.now())
    citizen.open(code, Dossier.objects.get(code=code).pin)
    page = citizen_text(citizen.get("dossier", code))
    assert "UBND xã Mẫu An được hỏi nơi nào có thẩm quyền" in page
    assert "UBND tỉnh Mẫu được hỏi thay, vì nơi trước không còn ai được phân định" in page
    view = queries.view_for(code, by=Actor.system(), at=door.story.at)
    moments = queries.timeline_of(code, by=Actor.system(), at=door.story.at)
    story = "\n".join(told.story_of(view, moments, door.story.at))
    assert "hệ thống chuyển UBND tỉnh Mẫu phân định" in story


def test_a_limit_that_waits_for_a_calendar_is_said_so(door):
    document = files("thongsuot.domains.custody").joinpath("data/policy.json").read_text()
    stated = json.loads(document) | {
        "version": "long", "valid_from": "2026-01-01", "decide_minutes": 10**6,
    }  # fmt: skip
    custody.publish_policy(document=stated, by=Actor.system(), at=door.story.at)
    code = passed_on(door).story.code
    for page in (("inbox",), ("decide", code), ("dossier", code)):
        said = text_of(door.open("chairman").get(*page))
        assert "Hạn phân định chờ công bố lịch làm việc" in said
