"""What a page says of a part of a linked procedure that is not done yet."""

import pytest
from tests.builders import Story, build_province
from tests.builders_birth_process import birth, publish, with_step
from tests.builders_officer import Door, text_of

from thongsuot.domains.catalogue.terms import OpinionBeside
from thongsuot.domains.organisation.terms import AgencyKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_calendar")]


def door(monkeypatch, basis: str) -> Door:
    wanted = OpinionBeside("qh", "Xác nhận quy hoạch", AgencyKind.DEPARTMENT, basis, 120)
    province = build_province()
    publish(with_step(birth(), "B2", opinions=(wanted,)))
    return Door(monkeypatch, Story(province).processing())


def test_a_part_that_is_owed_is_said_to_be_needed_before_the_signature(monkeypatch):
    linked = door(monkeypatch, "lien-thong")
    page = text_of(linked.open("handler").get("dossier", linked.story.code))
    assert "phải có trước khi ký" in page
    assert "ký khi chưa có thì sổ ghi rõ" not in page


def test_an_opinion_that_may_be_missing_is_said_to_be_put_on_record(monkeypatch):
    asked = door(monkeypatch, "phoi-hop")
    page = text_of(asked.open("handler").get("dossier", asked.story.code))
    assert "ký khi chưa có thì sổ ghi rõ" in page
