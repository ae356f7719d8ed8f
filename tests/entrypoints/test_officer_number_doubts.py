"""The desk reads that a number was declared under another name, in part until it says what for."""

from dataclasses import replace
from datetime import date

import pytest
from tests.builders import BIRTH, LAN, Story, build_province
from tests.builders_officer import Door, text_of

from thongsuot import bootstrap
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.terms import Channel
from thongsuot.domains.dossiers.terms.refusing import RefusalGround
from thongsuot.domains.ledger import queries as record

pytestmark = pytest.mark.django_db

OTHER = "Trần Văn Thí Dụ"
LOOK = "Đối chiếu giấy tờ tùy thân"


@pytest.fixture
def door(db, published_calendar, monkeypatch):
    return Door(monkeypatch, Story(build_province()))


def filed(door, name: str = LAN.full_name, **known) -> str:
    """Enter a dossier under the number of Lan; return its code."""
    door.story.code = dossiers.register(
        procedure_code=BIRTH, receiving_agency="H99.31.01", channel=Channel.DIRECT,
        identity=replace(LAN, full_name=name, **known), answers={}, by=door.province.desk,
        at=door.story.now(),
    ).code  # fmt: skip
    return door.story.code


@pytest.mark.parametrize("page", ["dossier", "receive"])
def test_another_name_under_the_number_is_told_in_part(door, page):
    filed(door, OTHER)
    words = text_of(door.open("desk").get(page, filed(door)))
    assert LOOK in words
    assert "Số này đã được khai với tên khác: Trần Văn T•• D•, từ 02/03/2026." in words
    assert OTHER not in words
    assert "không phải căn cứ từ chối" in words


def test_a_name_that_differs_by_a_tone_is_told_as_such(door):
    filed(door, "Nguyễn Thị Vì Dụ")
    words = text_of(door.open("desk").get("dossier", filed(door)))
    assert "Số này đã được khai với tên khác dấu: Nguyễn Thị V• D•, từ 02/03/2026." in words


@pytest.mark.parametrize("before", ["NGUYEN THI VI DU", "NGUYỄN THỊ VÍ DỤ", LAN.full_name])
def test_the_same_name_otherwise_written_is_no_doubt(door, before):
    filed(door, before)
    assert LOOK not in text_of(door.open("desk").get("dossier", filed(door)))


def test_a_year_that_the_number_does_not_bear_out_is_told(door):
    code = filed(door, birth_on=date(1958, 3, 5))
    words = text_of(door.open("desk").get("dossier", code))
    assert "Năm sinh đã khai khác năm sinh trong số định danh." in words


def test_shown_in_full_it_is_recorded_for_whoever_is_named(door):
    other = Dossier.objects.get(code=filed(door, OTHER)).applicant_id
    code = filed(door)
    words = text_of(door.open("desk").send("disclose", code, purpose="intake"))
    assert f"Số này đã được khai với tên khác: {OTHER}, từ 02/03/2026." in words
    own = Dossier.objects.get(code=code).applicant_id
    for person in (own, other):
        entry = record.acts_of(f"person:{person}")[-1]
        assert entry.act == "person_disclosed"
        assert entry.detail == {"purpose": "intake", "dossier": code}


def test_a_name_of_the_same_person_on_file_is_disclosed_once(door):
    filed(door, "Nguyễn Thị Vì Dụ")
    code = filed(door)
    words = text_of(door.open("desk").send("disclose", code, purpose="intake"))
    assert "với tên khác dấu: Nguyễn Thị Vì Dụ, từ" in words
    own = Dossier.objects.get(code=code).applicant_id
    acts = [entry.act for entry in record.acts_of(f"person:{own}")]
    assert acts.count("person_disclosed") == 1


def test_once_it_has_ended_nothing_is_left_to_look_at(door):
    filed(door, OTHER)
    code = filed(door)
    dossiers.refuse(
        ground=RefusalGround.OTHER, signer=bootstrap.signer(),
        code=code, reason="Không thuộc phạm vi của thủ tục", by=door.province.desk,
        legal_basis="NĐ 118/2025/NĐ-CP Điều 17", at=door.story.now(),
    )  # fmt: skip
    assert LOOK not in text_of(door.open("desk").get("dossier", code))
