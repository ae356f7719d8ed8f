"""Filing anew what was refused or taken back: nothing the citizen said or sent is asked again."""

import pytest
from tests.builders import build_province
from tests.builders_citizen import Citizen, text_of

from thongsuot import bootstrap
from thongsuot.domains.documents import queries as documents
from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.models import Dossier, Draft
from thongsuot.domains.dossiers.terms import ActNotAllowed, NationalState, PinNeeded
from thongsuot.domains.dossiers.terms.refusing import RefusalGround
from thongsuot.domains.ledger.terms import Actor

pytestmark = pytest.mark.django_db

REASON = "Ảnh giấy chứng sinh không đọc được"


@pytest.fixture
def province(db, published_calendar):
    return build_province()


@pytest.fixture
def refused(province, monkeypatch, photo):
    """A citizen whose online birth registration the desk has refused; and its code."""
    citizen = Citizen(monkeypatch)
    code = citizen.file(photo)
    citizen.wait(minutes=5)
    services.refuse(
        ground=RefusalGround.OTHER, signer=bootstrap.signer(),
        code=code, reason=REASON, legal_basis="NĐ 61/2018/NĐ-CP Điều 17", by=province.desk,
        at=citizen.at,
    )  # fmt: skip
    citizen.wait(minutes=5)
    return citizen, code


def newest() -> Dossier:
    return Dossier.objects.latest("submitted_at")


def test_a_refused_dossier_is_sent_again_without_typing_anything(refused):
    citizen, code = refused
    page = text_of(citizen.get("dossier", code))
    assert "Nộp lại với thông tin đã khai" in page
    assert REASON in text_of(citizen.get("again", code))
    after = text_of(citizen.get("confirmation", code))
    assert "Hồ sơ đã kết thúc (Không được tiếp nhận): trang theo dõi ghi lý do" in after
    assert "có sau khi hồ sơ được tiếp nhận" not in after, "nobody will receive it"
    begun = citizen.send("again", code)
    draft = begun["Location"].split("/")[2]
    check = text_of(citizen.get("check", draft))
    assert "Trần Bảo Ví Dụ" in check
    assert citizen.send("check", draft, agreed="on").status_code == 302
    first, second = Dossier.objects.get(code=code), newest()
    assert second.code != code
    assert second.answers == first.answers
    assert second.receiving_agency == first.receiving_agency
    assert second.national_state == NationalState.REGISTERED


def test_the_papers_go_along_and_stay_with_the_first_dossier_too(refused):
    citizen, code = refused
    begun = citizen.send("again", code)
    citizen.send("check", begun["Location"].split("/")[2], agreed="on")
    before = documents.uploads_of(f"dossier:{code}")
    after = documents.uploads_of(newest().subject)
    assert [paper.component_code for paper in after] == [p.component_code for p in before]
    assert not {paper.id for paper in after} & {paper.id for paper in before}


def test_begun_twice_it_is_one_draft(refused):
    citizen, code = refused
    key = "9b2f2f1e-6e0c-4a58-9d59-0a8f4c6a7b11"
    one = citizen.send("again", code, key=key)
    two = citizen.send("again", code, key=key)
    assert one["Location"] == two["Location"]
    assert Draft.objects.count() == 2


def test_an_answer_that_is_no_longer_right_is_asked_for(refused):
    citizen, code = refused
    dossier = Dossier.objects.get(code=code)
    dossier.answers = {**dossier.answers, "em-be": {}}
    dossier.save(update_fields=["answers"])
    draft = services.begin_again(code=code, by=Actor.citizen(dossier=code), at=citizen.at)
    assert "em-be" not in draft.done_topics
    assert "nguoi-nop" in draft.done_topics


def test_a_dossier_that_goes_on_is_not_filed_again(province, monkeypatch, photo):
    citizen = Citizen(monkeypatch)
    code = citizen.file(photo)
    citizen.wait(minutes=5)
    with pytest.raises(ActNotAllowed):
        services.begin_again(code=code, by=Actor.citizen(dossier=code), at=citizen.at)
    assert citizen.get("again", code)["Location"] == f"/ho-so/{code}"


def test_it_takes_the_pin(refused):
    citizen, code = refused
    weak = Actor.citizen(dossier=code, follows_only=True)
    with pytest.raises(PinNeeded):
        services.begin_again(code=code, by=weak, at=citizen.at)
