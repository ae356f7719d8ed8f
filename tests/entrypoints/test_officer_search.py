"""Whoever may open a dossier finds it by its code; to everybody else it is as if it were not."""

import pytest
from django.urls import reverse
from tests.builders import LAN, Story, add_committee, add_neighbour, build_province
from tests.builders_officer import Door, text_of

from thongsuot.domains.custody.terms import Grounds, ReturnReason
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import Step

pytestmark = pytest.mark.django_db

RETURNED = Grounds(ReturnReason.WRONG_COMPETENCE, "Quyết định 5/QĐ-UBND, Điều 4", "H99.31")


@pytest.fixture
def door(db, published_calendar, monkeypatch):
    province = build_province()
    add_neighbour(province)
    add_committee(province)
    return Door(monkeypatch, Story(province))


def offered(door):
    """Leave it with the department, which has not answered."""
    door.story.received().offered(door.province.desk, "stranger", Step.VERIFY)


def held(door):
    """Have the department hold it, which neither received it nor is competent."""
    door.story.received().handed(door.province.desk, "stranger", Step.VERIFY)


def held_before(door):
    """Let the department, which held it, hand it on."""
    held(door)
    door.story.handed(door.province.stranger, "handler", Step.VERIFY)


def returned(door):
    """Let the department not take it."""
    offer = door.story.received().offered(door.province.desk, "stranger", Step.VERIFY)
    dossiers.return_handover(
        offer_id=offer, grounds=RETURNED, by=door.province.stranger, at=door.story.now()
    )


def asked(door):
    """Ask the department for its opinion."""
    door.story.processing()
    dossiers.ask_opinion(
        code=door.story.code, to_post=door.province.posts["stranger"].pk, basis="phoi-hop",
        question="Giấy chứng sinh này có do Sở cấp không?", by=door.province.handler,
        at=door.story.now(),
    )  # fmt: skip


def leads_to(door, answer) -> bool:
    """Return whether a search with one hit opens that dossier."""
    there = reverse("officer:dossier", args=[door.story.code])
    return answer.status_code == 302 and answer["Location"] == there


@pytest.mark.parametrize("way", [offered, held, held_before, returned, asked])
def test_whoever_has_or_had_to_do_with_it_finds_it_by_its_whole_code(door, way):
    way(door)
    visit = door.open("stranger")
    assert leads_to(door, visit.send("search", q=door.story.code))
    assert visit.get("dossier", door.story.code).status_code == 200


@pytest.mark.parametrize("way", [offered, held, asked])
def test_what_one_has_in_hand_is_found_by_its_last_digits_too(door, way):
    way(door)
    assert leads_to(door, door.open("stranger").send("search", q=door.story.code[-4:]))


def test_what_was_in_hand_before_is_not_found_by_a_part_of_its_code(door):
    held_before(door)
    answer = door.open("stranger").send("search", q=door.story.code[-4:])
    assert "Chưa tìm thấy hồ sơ nào" in text_of(answer)


@pytest.mark.parametrize("who", ["stranger", "neighbour_desk", "chairman"])
def test_to_everybody_else_it_is_as_if_it_were_not(door, who):
    door.story.processing()
    visit = door.open(who)
    code = door.story.code
    there_is = visit.send("search", q=code)
    there_is_none = visit.send("search", q=f"{code[:-1]}9")
    for answer, typed in ((there_is, code), (there_is_none, f"{code[:-1]}9")):
        assert answer.status_code == 200
        assert f"Chưa tìm thấy hồ sơ nào theo “{typed}”." in text_of(answer)
    assert "Chưa tìm thấy hồ sơ nào" in text_of(visit.send("search", q=LAN.personal_id))


def test_the_superior_who_decides_finds_it(door):
    offer = door.story.received().offered(door.province.desk, "stranger", Step.VERIFY)
    for _twice in range(2):
        dossiers.return_handover(
            offer_id=offer, grounds=RETURNED, by=door.province.stranger, at=door.story.now()
        )
        if not _twice:
            offer = door.story.offered(door.province.desk, "stranger", Step.VERIFY)
    assert leads_to(door, door.open("chairman").send("search", q=door.story.code))
