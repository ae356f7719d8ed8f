"""Vì sao là giờ này: offers, opinions, windows, rulings and new dates, told as due dates are."""

import pytest
from tests.builders import Story, add_committee, build_province
from tests.builders_birth_process import birth, with_step
from tests.builders_birth_process import publish as publish_process
from tests.builders_custody import asked, returned_twice
from tests.builders_deadlines import SHIPPED, document, local
from tests.builders_officer import Door, text_of
from tests.builders_recounting import publish_swap, recount
from tests.builders_story import asked as papers_asked
from tests.builders_supplement import GENERAL, OWN, publish

from thongsuot import bootstrap
from thongsuot.domains.catalogue.terms import OpinionBeside
from thongsuot.domains.deadlines import services as deadlines
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import Step
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.terms import AgencyKind
from thongsuot.entrypoints.shared.why_due import why_due_of
from thongsuot.entrypoints.shared.why_limits import (
    counts_days,
    why_objection,
    why_offer,
    why_opinion,
    why_ruling,
    why_window,
)

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


@pytest.fixture
def province(published_calendar):
    found = build_province(days=5)
    add_committee(found)
    return found


@pytest.fixture
def story(province):
    return Story(province, at=local("2026-03-02 15:00"))


def viewed(story):
    return queries.view_for(story.code, by=SYSTEM, at=story.at)


def test_an_offer_is_told_over_the_night_and_by_which_policy(story):
    story.received().offered(story.province.desk, "handler", Step.VERIFY)
    told = why_offer(viewed(story).open_offer)
    assert (
        told[0]
        == "Lời chuyển gửi lúc 15:21 ngày 02/03/2026; bên nhận trả lời trong 4 giờ làm việc."
    )
    assert "Chỉ tính giờ làm việc (07:00–11:30, 13:30–17:00), kể từ lúc chuyển." in told
    assert "Vì vậy trả lời chậm nhất 09:21 ngày 03/03/2026." in told
    assert any(line.startswith("Mức thời gian theo quy tắc chuyển hồ sơ") for line in told)
    assert told[-1].startswith("Lịch làm việc 2022-2026.1 (")


def test_an_opinion_is_told_with_the_law_that_gives_its_time(story):
    asked(story.processing())
    [question] = viewed(story).opinions
    assert counts_days(question)
    told = why_opinion(question)
    assert told[0].startswith("Hỏi ý kiến lúc ")
    assert told[0].endswith("cơ quan được hỏi trả lời trong 3 ngày làm việc.")
    assert "Ngày 02/03 không tính; đếm từ ngày làm việc tiếp theo." in told
    assert any(line.startswith("Căn cứ: Nghị định 61/2018/NĐ-CP, Điều 19") for line in told)


def test_a_part_of_a_linked_procedure_is_told_as_what_it_is_and_by_its_hour(story):
    part = OpinionBeside("qh", "Xác nhận quy hoạch", AgencyKind.DEPARTMENT, "lien-thong", 120)
    publish_process(with_step(birth(), "B2", opinions=(part,)))
    [owed] = viewed(story.processing()).opinions
    told = why_opinion(owed)
    assert told[0].startswith("Giao phần việc liên thông lúc ")
    assert told[0].endswith("nơi được giao làm xong trong 2 giờ làm việc.")
    assert any(line.startswith("Vì vậy làm xong chậm nhất ") for line in told)
    assert "ý kiến" not in " ".join(told)
    assert not counts_days(owed)


def test_an_opinion_by_the_asked_agencys_own_hours_names_them(story):
    own = {
        "agency": "H99.05", "valid_from": "2026-03-02", "source": "Thông báo mẫu số 3",
        "sessions": [["07:30", "11:30"]],
    }  # fmt: skip
    deadlines.publish_calendar(
        document=document(
            version="own", in_force_from="2026-03-02", source="Thông báo mẫu",
            office_hours=[*SHIPPED["office_hours"], own],
        ),
        by=SYSTEM, at=local("2026-03-02 08:00"),
    )  # fmt: skip
    asked(story.processing())
    told = why_opinion(viewed(story).opinions[0])
    assert "Giờ làm việc hôm đó của cơ quan được hỏi: 07:30–11:30 (Thông báo mẫu số 3)." in told


def test_what_a_calendar_changed_since_is_among_the_reasons(story):
    asked(story.processing())
    publish_swap(off="2026-03-05")
    recount(local("2026-03-03 08:31"))
    told = why_opinion(viewed(story).opinions[0])
    assert (
        "Trước đây đến 17:00 ngày 05/03/2026; ngày 03/03 tính lại theo lịch nghỉ, làm bù công bố "
        "sau. Căn cứ: Công văn mẫu số 1."
    ) in told
    assert "Vì vậy trả lời chậm nhất 17:00 ngày 06/03/2026." in told


def test_a_ruling_and_a_window_are_told_too(province):
    loop = Story(province, at=local("2026-03-02 08:00"))
    returned_twice(loop)
    told = why_ruling(viewed(loop).dispute)
    assert told[0].endswith("cấp trên phân định trong 16 giờ làm việc.")
    publish(GENERAL, OWN)
    waiting = Story(province, at=local("2026-03-02 08:00"))
    papers_asked(waiting)
    told = why_window(viewed(waiting).open_supplement)
    assert told[0].endswith("người nộp có 5 ngày làm việc để gửi.")
    assert "Vì vậy gửi chậm nhất 17:00 ngày 09/03/2026." in told


def test_the_answer_to_an_objection_is_told_and_what_a_calendar_made_of_it(province):
    story = Story(province, at=local("2026-03-02 08:00"))
    papers_asked(story)
    dossiers.object_to_request(
        code=story.code, words="Giấy chứng sinh đã nộp bản rõ, đọc được số",
        by=Actor.citizen(dossier=story.code), at=local("2026-03-02 14:00"),
    )  # fmt: skip
    publish_swap(off="2026-03-04")
    recount(local("2026-03-03 08:31"))
    told = why_objection(viewed(story).open_supplement.objection)
    assert told[0] == (
        "Người nộp nêu ý kiến lúc 14:00 ngày 02/03/2026; ý kiến được trả lời trong 2 ngày làm việc."
    )
    assert any(line.startswith("Trước đây đến 17:00 ngày 04/03/2026") for line in told)
    assert "Vì vậy trả lời chậm nhất 17:00 ngày 05/03/2026." in told
    assert "Mức thời gian theo quy tắc yêu cầu bổ sung 2018.1." in told
    dossiers.reject_objection(
        code=story.code, reason="Số trên giấy chứng sinh không đọc được",
        by=province.actor("chairman"), at=local("2026-03-04 08:00"),
    )  # fmt: skip
    assert why_objection(viewed(story).open_supplement.objection) == []


def test_nothing_is_told_where_there_is_no_limit(story):
    papers_asked(story)
    assert why_window(viewed(story).open_supplement) == []
    assert (why_offer(None), why_opinion(None), why_ruling(None), why_window(None)) == ([],) * 4
    assert why_objection(None) == []


def test_the_new_date_of_an_apology_is_told_after_the_first(story):
    story.processing()
    dossiers.propose_extension(
        code=story.code, days=2, reason="Phải xác minh thêm", by=story.province.handler,
        at=story.now(),
    )  # fmt: skip
    dossiers.sign_extension(
        code=story.code, signer=bootstrap.signer(), by=story.province.head, at=story.now()
    )
    told = why_due_of(viewed(story))
    assert (
        "Ngày 02/03 cơ quan xin lỗi và hẹn lại thêm 2 ngày làm việc kể từ ngày hẹn đầu; ngày hẹn "
        "đầu vẫn dùng để tính quá hạn."
    ) in told
    assert told[-1] == "Vì vậy hẹn lại chậm nhất 17:00 ngày 11/03/2026."


@pytest.fixture
def door(story, monkeypatch):
    return Door(monkeypatch, story)


def test_whoever_is_asked_opens_the_reasons_on_his_page(door):
    story = door.story
    story.received()
    offer = story.offered(story.province.desk, "handler", Step.VERIFY)
    assert offer
    accept = text_of(door.open("handler").get("accept", story.code))
    assert "Vì sao là giờ này?" in accept
    assert "bên nhận trả lời trong 4 giờ làm việc" in accept
    page = text_of(door.open("desk").get("dossier", story.code))
    assert "bên nhận trả lời trong 4 giờ làm việc" in page


def test_the_one_who_gives_an_opinion_opens_them_too(door):
    asked(door.story.processing())
    words = text_of(door.open("stranger").get("opine", door.story.code))
    assert "Vì sao là ngày này?" in words
    assert "cơ quan được hỏi trả lời trong 3 ngày làm việc" in words
