"""A citizen disagrees with a request for papers on a page; who stands above who asked answers."""

import re
from datetime import timedelta

import pytest
from tests.builders import Story, add_committee
from tests.builders_citizen import Citizen
from tests.builders_deadlines import local
from tests.builders_officer import Door, text_of
from tests.builders_recounting import publish_swap, recount
from tests.builders_story import BIRTH_PAPER, asked, guided
from tests.builders_supplement import GENERAL, OWN, publish

from thongsuot import bootstrap
from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.models import Dossier, Objection
from thongsuot.domains.dossiers.terms import NationalState
from thongsuot.domains.dossiers.terms.objections import WindowAfter
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.cli import story as told
from thongsuot.entrypoints.shared.why_limits import meanwhile, why_window

pytestmark = pytest.mark.django_db
WHY = "Giấy chứng sinh đã nộp bản rõ, đọc được số"
REASON = "Đã xem lại, số trên giấy chứng sinh đọc được"


@pytest.fixture
def above(story):
    """Somebody stands above the commune's head who asks for papers."""
    add_committee(story.province)
    return story


@pytest.fixture
def door(above, monkeypatch):
    return Door(monkeypatch, asked(above))


def objected(story: Story) -> Story:
    services.object_to_request(
        code=story.code, words=WHY, by=Actor.citizen(dossier=story.code), at=story.now()
    )
    return story


def state(story: Story) -> NationalState:
    return NationalState(Dossier.objects.get(code=story.code).national_state)


def test_the_citizen_disagrees_in_words_and_reads_who_answers_and_by_when(above, come):
    asked(above)
    citizen: Citizen = come()
    request = citizen.get("supplement", above.code)
    assert "Tôi không đồng ý với yêu cầu bổ sung này" in text_of(request)
    form = text_of(citizen.get("object", above.code))
    assert "Ảnh bị mờ, không đọc được số" in form
    assert "Người trả lời không phải là Lê Thị Mẫu Ba" in form
    assert "Người đó phải trả lời trong 2 ngày làm việc." in form
    done = text_of(citizen.send("object", above.code, follow=True, words=WHY))
    assert "Đã gửi ý kiến không đồng ý." in done
    assert "người đứng đầu UBND tỉnh Mẫu (Ngô Văn Mẫu Chín)" in done
    assert f"Ý kiến của ông/bà: {WHY}" in done
    assert "Tôi không đồng ý với yêu cầu bổ sung này" not in done
    tracked = text_of(citizen.get("dossier", above.code))
    assert "người đứng đầu UBND tỉnh Mẫu phải trả lời trước" in tracked
    assert "Ông/bà không đồng ý với yêu cầu bổ sung" in tracked
    assert "để chờ ông/bà bổ sung · hẹn cũ" in tracked
    again = text_of(citizen.get("object", above.code))
    assert "Ông/bà đã nêu ý kiến không đồng ý" in again
    assert citizen.send("object", above.code, words=WHY).status_code == 302
    assert Objection.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [("", "Ghi vì sao ông/bà không đồng ý"), ("không", "Ghi rõ hơn vì sao: ít nhất 10 ký tự")],
)
def test_without_saying_why_nothing_is_sent(above, come, words, said):
    asked(above)
    citizen: Citizen = come()
    page = citizen.send("object", above.code, words=words)
    shown = page if words else citizen.errors_of(page)
    assert said in text_of(shown)
    assert not Objection.objects.exists()


def test_where_nothing_is_asked_for_the_page_says_so(story, come):
    story.processing()
    citizen: Citizen = come()
    page = text_of(citizen.get("object", story.code))
    assert "Hiện không có yêu cầu bổ sung nào cho hồ sơ này." in page


def test_where_nobody_could_answer_the_citizen_is_told_what_to_do(story, come):
    """Without a committee nobody stands above the commune's head who asked."""
    asked(story)
    citizen: Citizen = come()
    page = citizen.send("object", story.code, follow=True, words=WHY)
    assert "Chưa có ai trả lời được ý kiến này" in text_of(page)
    assert "giấy tờ vẫn gửi được" in text_of(page)


def test_the_superior_finds_it_reads_it_and_takes_the_request_back(door):
    code = objected(door.story).code
    door.catch_up()
    chairman = door.open("chairman")
    inbox = text_of(chairman.get("inbox"))
    assert "Người nộp không đồng ý 1" in inbox
    assert "Người nộp không đồng ý với yêu cầu bổ sung · Trả lời trước" in inbox
    assert "1 ý kiến người nộp chờ trả lời" in text_of(chairman.get("reminders"))
    seen = text_of(chairman.get("dossier", code))
    assert f"Người nộp nêu: {WHY}" in seen
    page = text_of(chairman.get("uphold_objection", code))
    assert WHY in page
    assert "đồng hồ chạy như chưa từng dừng" in page
    done = text_of(chairman.send("uphold_objection", code, follow=True, reason=REASON))
    assert "yêu cầu bổ sung được rút lại, đồng hồ chạy." in done
    assert state(door.story) is NationalState.PROCESSING
    assert "Người nộp không đồng ý 1" not in text_of(chairman.get("inbox"))


def test_what_is_answered_late_is_a_red_chip_as_other_late_work(door):
    objected(door.story)
    door.story.at += timedelta(days=7)
    door.catch_up()
    page = door.open("chairman").get("inbox").content.decode()
    assert re.search(r"ts-clock--late[^>]*>(?:(?!</span></span>).)*Quá hạn trả lời", page, re.S)


def test_nobody_else_is_offered_the_answer_and_each_reads_whose_it_is(door):
    code = objected(door.story).code
    door.catch_up()
    for who in ("head", "handler", "desk"):
        visit = door.open(who)
        seen = text_of(visit.get("dossier", code))
        assert "Người đứng đầu UBND tỉnh Mẫu phải trả lời (Ngô Văn Mẫu Chín)" in seen
        assert "Chấp nhận ý kiến" not in seen
        refused = visit.get("uphold_objection", code)
        assert refused.status_code == 409
        assert "Không có ý kiến nào của người nộp chờ trả lời" in text_of(refused)


def test_a_request_that_stands_tells_the_citizen_why_on_his_page(door, come):
    code = objected(door.story).code
    door.catch_up()
    chairman = door.open("chairman")
    assert "Ghi rõ hơn" in text_of(chairman.send("reject_objection", code, reason="Không."))
    chairman.send("reject_objection", code, reason=REASON)
    assert state(door.story) is NationalState.SUPPLEMENT_REQUESTED
    assert "trả lời người nộp lúc" in text_of(chairman.get("dossier", code))
    citizen: Citizen = come()
    page = text_of(citizen.get("supplement", code))
    assert "Yêu cầu được giữ nguyên." in page
    assert REASON in page
    assert "yêu cầu giữ nguyên, lý do ở phần bổ sung giấy tờ" in text_of(
        citizen.get("dossier", code)
    )


def test_the_story_of_the_dossier_tells_it_in_plain_words(door):
    story = objected(door.story)
    services.uphold_objection(
        code=story.code, reason=REASON, by=story.province.actor("chairman"), at=story.now()
    )
    by, at = Actor.system(), story.now()
    view = dossiers.view_for(story.code, by=by, at=at)
    moments = dossiers.timeline_of(story.code, by=by, at=at)
    words = "\n".join(told.story_of(view, moments, at))
    assert "người nộp không đồng ý với yêu cầu bổ sung" in words
    assert f"rút lại yêu cầu bổ sung; lý do: {REASON}" in words


def test_before_receipt_one_may_disagree_with_the_desk_too(above, come):
    guided(above.registered())
    citizen: Citizen = come()
    done = text_of(citizen.send("object", above.code, follow=True, words=WHY))
    assert "người đứng đầu UBND xã Mẫu An (Lê Thị Mẫu Ba)" in done


def test_between_the_end_of_his_time_and_the_workers_turn_he_is_told_that_it_is_over(above, come):
    publish(GENERAL, OWN)
    asked(above)
    above.at = local("2026-03-10 08:00")
    citizen: Citizen = come()
    over = "Đã hết thời gian bổ sung nên không nêu ý kiến về yêu cầu này được nữa."
    assert over in text_of(citizen.get("object", above.code))
    assert over in text_of(citizen.send("object", above.code, follow=True, words=WHY))
    link = "Tôi không đồng ý với yêu cầu bổ sung này"
    assert link not in text_of(citizen.get("supplement", above.code))
    assert not Objection.objects.exists()


def test_before_receipt_an_upheld_objection_promises_no_date_and_no_clock(above, come, monkeypatch):
    story = objected(guided(above.registered()))
    door = Door(monkeypatch, story)
    head = door.open("head")
    page = text_of(head.get("uphold_objection", story.code))
    assert "hồ sơ chờ tiếp nhận, hạn trả lời tính lại" in page
    assert "đồng hồ chạy" not in page
    assert "đồng hồ vẫn dừng" not in text_of(head.get("reject_objection", story.code))
    seen = text_of(head.get("dossier", story.code))
    assert "hướng dẫn). Chưa tiếp nhận, chưa ai giữ." in seen
    assert "đồng hồ dừng" not in text_of(door.open("handler").get("dossier", story.code))
    done = text_of(head.send("uphold_objection", story.code, follow=True, reason=REASON))
    assert "Hồ sơ chờ tiếp nhận; hạn trả lời tính lại." in done
    door.catch_up()
    mine = text_of(come().get("dossier", story.code))
    assert "không phải bổ sung; hồ sơ chờ tiếp nhận." in mine
    assert "ngày hẹn giữ như trước" not in mine


# --- his time for sending papers ----------------------------------------------------------------


def windowed(story: Story, mode: WindowAfter) -> Story:
    """Ask for papers on 2 March, for five working days."""
    publish(GENERAL, OWN | {"objection": GENERAL["objection"] | {"window": mode.value}})
    return asked(story)


def answered_by_rejection(story: Story) -> None:
    """Disagree on 3 March, and have the request stand on the 6th; the window began on the 2nd."""
    services.object_to_request(
        code=story.code, words=WHY, by=Actor.citizen(dossier=story.code),
        at=local("2026-03-03 09:00"),
    )  # fmt: skip
    services.reject_objection(
        code=story.code, reason=REASON, by=story.province.actor("chairman"),
        at=local("2026-03-06 09:00"),
    )  # fmt: skip


def told_of_the_window(story: Story, at: str) -> list[str]:
    view = dossiers.view_for(story.code, by=Actor.system(), at=local(at))
    return why_window(view.open_supplement)


@pytest.mark.parametrize("mode", WindowAfter)
def test_he_reads_before_and_after_what_becomes_of_his_time_meanwhile(above, come, mode):
    windowed(above, mode)
    citizen: Citizen = come()
    assert "Xin gửi trước" in text_of(citizen.get("supplement", above.code))
    assert meanwhile(mode) in text_of(citizen.get("object", above.code))
    objected(above)
    page = text_of(citizen.get("supplement", above.code))
    assert meanwhile(mode) in page
    assert ("Xin gửi trước" in page) is (mode is WindowAfter.RUNS)
    assert ("Vì vậy gửi chậm nhất" in page) is (mode is WindowAfter.RUNS)


def test_after_a_rejection_the_day_is_explained_from_the_answer_on(above):
    windowed(above, WindowAfter.ANEW)
    answered_by_rejection(above)
    told = told_of_the_window(above, "2026-03-06 09:01")
    assert told[0].startswith("Ý kiến không đồng ý được trả lời lúc 09:00")
    assert any("13/03/2026" in one for one in told)
    assert not any("09/03" in one for one in told)


def test_after_a_rejection_what_calendars_changed_before_the_answer_is_told_no_more(above):
    windowed(above, WindowAfter.ANEW)
    publish_swap(off="2026-03-05")
    recount(local("2026-03-03 08:31"))
    before = told_of_the_window(above, "2026-03-03 08:35")
    assert any("Trước đây đến 17:00 ngày 09/03/2026" in one for one in before)
    answered_by_rejection(above)
    after = told_of_the_window(above, "2026-03-06 09:01")
    assert not any("Trước đây đến" in one for one in after)
    assert "Vì vậy gửi chậm nhất 17:00 ngày 13/03/2026." in after


def test_what_was_left_of_a_window_that_stood_is_no_length_to_tell_of(above):
    windowed(above, WindowAfter.STANDS)
    assert told_of_the_window(above, "2026-03-02 17:00") != []
    answered_by_rejection(above)
    assert told_of_the_window(above, "2026-03-06 09:01") == []


def test_where_the_superior_answers_whoever_asked_the_pages_name_his_agency(
    above, come, monkeypatch
):
    stated = GENERAL["objection"] | {"answered_by": "superior"}
    publish(GENERAL | {"signed_by": "holder", "objection": stated})
    story = above.processing()
    services.request_supplement(
        signer=bootstrap.signer(), code=story.code, papers=[BIRTH_PAPER],
        by=story.province.handler, at=story.now(),
    )  # fmt: skip
    door = Door(monkeypatch, objected(story))
    seen = text_of(door.open("head").get("dossier", story.code))
    assert "Người đứng đầu UBND tỉnh Mẫu phải trả lời (Ngô Văn Mẫu Chín)" in seen
    assert "Chấp nhận ý kiến" not in seen
    assert "Chấp nhận ý kiến" in text_of(door.open("chairman").get("dossier", story.code))
    mine = text_of(come().get("supplement", story.code))
    assert "người đứng đầu UBND tỉnh Mẫu (Ngô Văn Mẫu Chín)" in mine
