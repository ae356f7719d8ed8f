"""At the counter: who disagrees with a request for papers says so, and the desk enters it."""

from uuid import uuid4

import pytest
from tests.builders import add_committee
from tests.builders_citizen import named
from tests.builders_deadlines import local
from tests.builders_officer import Door, hidden_fields, text_of
from tests.builders_story import asked
from tests.builders_supplement import GENERAL, OWN, publish

from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers.models import CounterVisit, Objection
from thongsuot.entrypoints.cli.story import story_of

pytestmark = pytest.mark.django_db
APPLICANT = {"bringer": "applicant"}
SAYS = "Giấy chứng sinh đã nộp bản rõ, đọc được số"
SAID = {**APPLICANT, "words": SAYS}


@pytest.fixture
def door(story, monkeypatch):
    return Door(monkeypatch, asked(story))


@pytest.fixture
def above(door):
    """Somebody stands above the commune's head who asked for papers."""
    add_committee(door.province)
    return door


def signed(photo):
    return {"file-request": named("y-kien.jpg", photo())}


def test_the_desk_finds_in_its_bar_where_to_enter_an_objection_and_what_it_does(above):
    desk, code = above.open("desk"), above.story.code
    bar = text_of(desk.get("dossier", code))
    assert "Ghi nhận ý kiến không đồng ý" in bar
    assert "người khác người đã yêu cầu trả lời người nộp, có hạn" in bar
    page = text_of(desk.get("object", code))
    assert "Người trả lời không phải là Lê Thị Mẫu Ba" in page
    assert "trong 2 ngày làm việc." in page
    assert "Ảnh bị mờ, không đọc được số" in page
    assert "mỗi yêu cầu chỉ nêu ý kiến một lần" in page


def test_an_objection_is_entered_and_everybody_reads_whose_it_is_and_who_entered_it(
    above, come, photo
):
    desk, code = above.open("desk"), above.story.code
    done = text_of(desk.send("object", code, follow=True, **SAID, **signed(photo)))
    assert "Đã ghi nhận ý kiến không đồng ý của người nộp" in done
    assert "Người đứng đầu UBND tỉnh Mẫu phải trả lời" in done
    assert f"Người nộp nêu: {SAYS}" in done
    assert "ghi nhận người nộp không đồng ý với yêu cầu bổ sung" in text_of(
        desk.get("explain", code)
    )
    told = text_of(come().get("dossier", code))
    assert "ghi nhận ý kiến không đồng ý ông/bà đưa đến; người đứng đầu UBND tỉnh Mẫu" in told
    assert SAYS in told
    assert "Ý kiến không đồng ý với yêu cầu bổ sung" in told
    assert code in text_of(above.open("chairman").get("inbox"))


def test_the_story_tells_who_brought_the_objection_and_who_entered_it(above, photo):
    desk, code = above.open("desk"), above.story.code
    by_post = {"bringer": "post", "named": "EX1VN", "words": SAYS}
    desk.send("object", code, **by_post, **signed(photo))
    at, by = above.story.now(), above.province.desk
    told = story_of(
        queries.view_for(code, by=by, at=at), queries.timeline_of(code, by=by, at=at), at
    )
    assert any(
        "người nộp không đồng ý" in line and "gửi qua bưu chính, cán bộ Trần Thị Mẫu Một" in line
        for line in told
    )


def test_what_is_missing_of_an_objection_is_said_at_its_field_and_the_rest_stays(above, photo):
    desk, code = above.open("desk"), above.story.code
    for changes, file, sentence in (
        ({"words": ""}, signed(photo), "Vì sao người nộp không đồng ý"),
        ({"bringer": "post"}, signed(photo), "Ghi số bưu gửi"),
        ({}, {}, "Chọn tệp ý kiến có chữ ký người nộp"),
        ({}, {"file-request": named("x.jpg", b"#!/bin/sh")}, "“x.jpg”"),
    ):
        wrong = desk.send("object", code, **{**SAID, **changes}, **file)
        assert wrong.status_code == 422
        assert sentence in text_of(wrong)
        assert changes.get("words", SAYS) in wrong.content.decode()
    assert not Objection.objects.exists()


def test_an_objection_pressed_twice_is_entered_once(above, photo):
    desk, code = above.open("desk"), above.story.code
    key = hidden_fields(desk.get("object", code))["key"]
    for _press in range(2):
        sent = desk.send("object", code, key=key, **SAID, **signed(photo))
        assert sent.status_code == 302
    assert Objection.objects.count() == CounterVisit.objects.count() == 1


def test_whoever_comes_with_a_second_objection_is_told_what_became_of_the_first(above, photo):
    desk, code = above.open("desk"), above.story.code
    open_before = hidden_fields(desk.get("object", code))["key"]
    desk.send("object", code, **SAID, **signed(photo), key=str(uuid4()))
    bar = text_of(desk.get("dossier", code))
    assert "người nộp đã nêu ý kiến về yêu cầu này" in bar
    for again in (
        desk.get("object", code),
        desk.send("object", code, key=open_before, **SAID, **signed(photo)),
    ):
        assert again.status_code == 409
        assert "Người nộp đã nêu ý kiến về yêu cầu này" in text_of(again)
    assert Objection.objects.count() == 1


def test_after_the_time_for_papers_the_desk_is_told_that_it_is_over(story, monkeypatch, photo):
    publish(GENERAL, OWN)
    door = Door(monkeypatch, asked(story))
    desk, code = door.open("desk"), story.code
    door.at = local("2026-03-10 08:00")
    late = desk.get("object", code)
    assert late.status_code == 409
    assert "Đã hết thời gian bổ sung nên không nêu ý kiến được nữa" in text_of(late)
    assert "đã hết thời gian bổ sung" in text_of(desk.get("dossier", code))


def test_where_nobody_could_answer_the_desk_is_told_and_nothing_is_kept(door, photo):
    answer = door.open("desk").send("object", door.story.code, **SAID, **signed(photo))
    assert "Chưa có ai trả lời được ý kiến này" in text_of(answer)
    assert not CounterVisit.objects.exists()


def test_nobody_but_the_desk_enters_an_objection(above):
    for who in ("handler", "head"):
        assert above.open(who).get("object", above.story.code).status_code in (403, 409)
        bar = text_of(above.open(who).get("dossier", above.story.code))
        assert "Ghi nhận ý kiến không đồng ý" not in bar


def test_who_answers_finds_what_the_applicant_signed_among_the_papers(above, photo):
    desk, code = above.open("desk"), above.story.code
    desk.send("object", code, **SAID, **signed(photo))
    assert "Ý kiến không đồng ý người nộp ký" in text_of(above.open("chairman").get("papers", code))


def test_the_page_costs_a_fixed_number_of_queries(above, django_assert_max_num_queries):
    desk, code = above.open("desk"), above.story.code
    desk.get("object", code)
    with django_assert_max_num_queries(38):
        desk.get("object", code)
