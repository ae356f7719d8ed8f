"""The head looks at many drafts one by one, chooses some, and signs those by one press."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders import Story
from tests.builders_birth_process import birth, publish, with_step
from tests.builders_officer import hidden_fields, text_of

from thongsuot import bootstrap
from thongsuot.domains.catalogue.terms import OpinionBeside
from thongsuot.domains.custody.terms import Opinion
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Decision
from thongsuot.domains.dossiers.terms import Outcome, Step
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.terms import AgencyKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(door):
    """Let three drafts wait for the head: two grants and a refusal."""
    found = [Story(door.province, at=door.at + timedelta(hours=n)) for n in range(3)]
    for place, story in enumerate(found):
        story.processing()
        dossiers.draft_decision(
            code=story.code, outcome=Outcome.REFUSED if place == 2 else Outcome.GRANTED,
            grounds=f"Căn cứ của hồ sơ thứ {place + 1}, theo Điều 5", by=story.province.handler,
            at=story.now(),
        )  # fmt: skip
        story.handed(story.province.handler, "head", Step.SIGN)
    door.story.at = found[-1].at
    return [story.code for story in found]


def looked(head, code, choice="1"):
    """Look at one draft and choose it or leave it; return the answer."""
    return head.send("look", code, chon=choice, **seen_on(head.get("look", code)))


def seen_on(page):
    return {"seen": hidden_fields(page)["seen"]}


def boxes(page):
    return page.content.decode().count('type="checkbox" name="ky"')


def signed():
    rows = Decision.objects.filter(signed_at__isnull=False)
    return set(rows.values_list("dossier__code", flat=True))


def test_the_list_says_what_matters_and_offers_nothing_that_was_not_looked_at(door, three):
    head = door.open("head")
    page = head.get("sign_many")
    words = text_of(page)
    assert "3 quyết định chờ ký" in words
    assert "không giải quyết theo đề nghị" in words
    assert words.count("chưa xem") == 3
    assert boxes(page) == 0
    assert "Ký số các văn bản đã chọn" not in words
    assert "chọn tất cả" not in words.lower()


def test_each_text_is_shown_with_its_words_and_leads_to_the_next(door, three):
    head = door.open("head")
    page = head.get("look", three[0])
    words = text_of(page)
    assert "Căn cứ của hồ sơ thứ 1, theo Điều 5" in words
    assert f"/can-bo/ho-so/{three[0]}/du-thao/xem/" in page.content.decode()
    assert looked(head, three[0])["Location"].endswith(f"/ky-nhieu/{three[1]}/")
    assert looked(head, three[1], "0")["Location"].endswith(f"/ky-nhieu/{three[2]}/")
    assert looked(head, three[2])["Location"].endswith("/ky-nhieu/")
    listed = head.get("sign_many")
    assert boxes(listed) == 3
    assert listed.content.decode().count(" checked") == 2
    assert "Trong số đã chọn khi xem có 1 văn bản cần xem kỹ." in text_of(listed)


def test_what_the_drafter_wrote_into_the_form_is_marked_and_a_grant_is_said_to_be_as_the_form(
    door, three
):
    head = door.open("head")
    listed = text_of(head.get("sign_many"))
    assert listed.count("đúng mẫu") == 2
    assert "người soạn viết 10 chữ vào mẫu" in listed
    granted, refused = (head.get("look", three[n]) for n in (0, 2))
    assert "không in vào văn bản" in text_of(granted)
    assert "<mark" not in granted.content.decode()
    marked = '<mark class="of-own">Căn cứ của hồ sơ thứ 3, theo Điều 5</mark>'
    assert marked in refused.content.decode()
    assert "phần tô là lời người soạn, in vào văn bản" in text_of(refused)


def test_one_press_signs_the_chosen_ones_and_says_what_became_of_each(door, three):
    head = door.open("head")
    looked(head, three[0])
    looked(head, three[1])
    told = text_of(head.send("sign_many", ky=[three[0], three[1]], follow=True))
    assert signed() == {three[0], three[1]}
    for code in three[:2]:
        number = Decision.objects.get(dossier__code=code).number
        assert f"{code} : đã ký, số {number}" in told
    assert "1 quyết định chờ ký" in told
    assert "Vừa ký" not in text_of(head.get("sign_many")), "told once"


def test_what_was_not_looked_at_is_not_signed_whatever_is_sent(door, three):
    head = door.open("head")
    looked(head, three[0])
    head.send("sign_many", ky=three, follow=True)
    assert signed() == {three[0]}
    nothing = head.send("sign_many", ky=three[1:])
    assert nothing.status_code == 422
    assert "Chưa chọn văn bản nào đã xem. Lần bấm này không ký gì." in text_of(nothing)
    assert "<title>Lỗi: " in nothing.content.decode()
    assert 'class="ts-errors" role="alert"' in nothing.content.decode()
    assert signed() == {three[0]}


def test_a_text_that_no_page_showed_cannot_be_chosen_by_sending_its_mark_alone(door, three):
    head = door.open("head")
    drafted = Decision.objects.get(dossier__code=three[0]).drafted_at
    answer = head.send("look", three[0], chon="1", seen=drafted.isoformat())
    assert answer["Location"].endswith(f"/ky-nhieu/{three[0]}/")
    assert boxes(head.get("sign_many")) == 0
    head.send("sign_many", ky=[three[0]])
    assert signed() == set()


def test_a_page_that_is_too_old_to_know_its_press_says_so(door, three):
    head = door.open("head")
    looked(head, three[0])
    answer = head.send("sign_many", ky=[three[0]], key="khong-phai-dau")
    assert answer.status_code == 422
    assert "Trang này đã cũ: tải lại rồi gửi lần nữa" in text_of(answer)
    assert "Chưa chọn văn bản nào" not in text_of(answer)
    assert signed() == set()


def test_a_draft_written_anew_since_wants_to_be_looked_at_again(door, three):
    head = door.open("head")
    looked(head, three[0])
    Decision.objects.filter(dossier__code=three[0]).update(drafted_at=door.at)
    page = head.get("sign_many")
    assert boxes(page) == 0
    head.send("sign_many", ky=[three[0]])
    assert signed() == set()


def test_one_that_fails_leaves_the_others_signed_and_says_why(door, three):
    must = OpinionBeside("qh", "Quy hoạch", AgencyKind.DEPARTMENT, "phoi-hop", 120, must=True)
    publish(with_step(birth(), "B2", opinions=(must,)))
    late = Story(door.province, at=door.story.at + timedelta(hours=1)).drafted()
    door.story.at = late.at
    head = door.open("head")
    for code in (three[0], late.code, three[1]):
        looked(head, code)
    told = text_of(head.send("sign_many", ky=[*three, late.code], follow=True))
    assert signed() == {three[0], three[1]}
    assert f"{late.code} : chưa ký . Chưa đủ ý kiến" in told


def test_what_was_withdrawn_meanwhile_waits_for_nobody(door, three):
    head = door.open("head")
    looked(head, three[0])
    dossiers.withdraw(
        code=three[0], reason="Gia đình không làm thủ tục nữa",
        by=Actor.citizen(dossier=three[0]), at=door.story.now(),
    )  # fmt: skip
    assert three[0] not in text_of(head.get("sign_many"))
    assert head.send("sign_many", ky=[three[0]]).status_code == 422
    assert signed() == set()


def test_pressed_twice_nothing_is_signed_twice_and_the_page_says_it_was(door, three):
    head = door.open("head")
    looked(head, three[0])
    key = "0f8fad5b-d9cb-469f-a165-70867728950e"
    head.send("sign_many", ky=[three[0]], key=key)
    again = text_of(head.send("sign_many", ky=[three[0]], key=key, follow=True))
    assert "đã ký, số" in again
    assert "không ký gì" not in again


def test_pressed_again_after_the_results_were_read_the_page_tells_them_again(door, three):
    head = door.open("head")
    looked(head, three[0])
    key = hidden_fields(head.get("sign_many"))["key"]
    first = text_of(head.send("sign_many", ky=[three[0]], key=key, follow=True))
    again = text_of(head.send("sign_many", ky=[three[0]], key=key, follow=True))
    number = Decision.objects.get(dossier__code=three[0]).number
    assert f"đã ký, số {number}" in first
    assert f"đã ký, số {number}" in again
    assert "Chưa chọn văn bản nào" not in again


def test_one_press_signs_no_more_than_its_bound_and_the_next_goes_on(door, three, settings):
    settings.SIGN_AT_ONCE = 2
    head = door.open("head")
    for code in three:
        looked(head, code)
    told = text_of(head.send("sign_many", ky=three, follow=True))
    assert signed() == set(three[:2])
    assert "Mỗi lần bấm ký nhiều nhất 2 văn bản. Còn 1 văn bản đã chọn" in told
    page = head.get("sign_many")
    assert page.content.decode().count(" checked") == 1
    head.send("sign_many", ky=three[2:])
    assert signed() == set(three)


def test_one_that_breaks_is_named_with_a_reference_and_the_rest_is_signed(door, three, monkeypatch):
    real = bootstrap.signer()

    class Breaking:
        calls = 0

        def __getattr__(self, name):
            def call(*args, **kwargs):
                Breaking.calls += 1
                if Breaking.calls == 2:
                    raise ZeroDivisionError
                return getattr(real, name)(*args, **kwargs)

            return call

    head = door.open("head")
    for code in three:
        looked(head, code)
    monkeypatch.setattr(bootstrap, "signer", Breaking)
    answer = head.send("sign_many", ky=three)
    told = text_of(head.get("sign_many"))
    assert signed() == {three[0], three[2]}
    broke = f"{three[1]} : chưa ký . Máy chủ gặp lỗi khi ký văn bản này"
    assert broke in told
    assert f"báo mã {answer['X-Reference']}" in told
    assert "đã ký, số" in told


def test_a_text_whose_process_wants_an_opinion_first_says_so_and_is_not_offered(door):
    must = OpinionBeside("qh", "Quy hoạch", AgencyKind.DEPARTMENT, "phoi-hop", 120, must=True)
    publish(with_step(birth(), "B2", opinions=(must,)))
    story = Story(door.province, at=door.at).drafted()
    door.story.at = story.at
    words = text_of(door.open("head").get("look", story.code))
    assert "Quy trình còn cần ý kiến" in words
    assert "phải có trước khi ký" in words
    assert "Chưa đủ ý kiến" in words
    assert "Chọn ký, xem tiếp" not in words


def test_an_opinion_is_shown_with_its_answer_before_its_words(door):
    story = door.story.processing()
    dossiers.ask_opinion(
        code=story.code, to_post=story.province.posts["stranger"].pk,
        question="Thửa đất này có nằm trong quy hoạch không?", basis="phoi-hop",
        by=story.province.handler, at=story.now(),
    )  # fmt: skip
    (asked,) = queries.view_for(story.code, by=story.province.handler, at=story.at).opinions
    dossiers.give_opinion(
        opinion_id=asked.id, answer=Opinion.CONDITIONS, text="Phải chừa hành lang đường.",
        by=story.province.stranger, at=story.now(),
    )  # fmt: skip
    story.drafted_by_handler()
    words = text_of(door.open("head").get("look", story.code))
    assert "đồng ý có điều kiện . Phải chừa hành lang đường." in words


def test_a_text_that_was_chosen_or_left_says_so_when_it_is_opened_again(door, three):
    head = door.open("head")
    assert "Đã xem" not in text_of(head.get("look", three[0]))
    looked(head, three[0])
    assert "Đã xem, đang chọn ký." in text_of(head.get("look", three[0]))
    looked(head, three[0], "0")
    assert "Đã xem, đang để lại." in text_of(head.get("look", three[0]))


def test_a_text_that_waits_no_more_is_said_to(door, three):
    head = door.open("head")
    looked(head, three[0])
    head.send("sign_many", ky=[three[0]], follow=True)
    told = text_of(head.browser.get(f"/can-bo/ky-nhieu/{three[0]}/", follow=True))
    assert f"Hồ sơ {three[0]} không còn chờ vị trí này ký" in told


def test_who_drafted_it_cannot_choose_it_and_reads_why(door):
    story = door.story.processing()
    dossiers.draft_decision(
        code=story.code, outcome=Outcome.GRANTED, grounds="Đủ điều kiện theo quy định",
        by=story.province.handler, at=story.now(),
    )  # fmt: skip
    story.handed(story.province.handler, "head", Step.SIGN)
    dossiers.draft_decision(
        code=story.code, outcome=Outcome.GRANTED, grounds="Đủ điều kiện, người ký tự soạn",
        by=story.province.head, at=story.now(),
    )  # fmt: skip
    head = door.open("head")
    assert "dự thảo do chính mình soạn, phải người khác ký" in text_of(head.get("sign_many"))
    page = head.get("look", story.code)
    assert "Chọn ký, xem tiếp" not in text_of(page)
    head.send("look", story.code, chon="1", **seen_on(page))
    head.send("sign_many", ky=[story.code])
    assert signed() == set()


def test_who_signs_nothing_reads_who_does(door, three):
    for who in ("handler", "clerk", "desk"):
        visit = door.open(who)
        page = visit.get("sign_many")
        assert page.status_code == 403
        assert "Vị trí này không ký quyết định." in text_of(page)
        assert "quyết định chờ ký" not in text_of(page)
    head = door.province.officers["head"].full_name
    assert head in text_of(door.open("handler").get("sign_many"))
    for who in ("handler", "clerk", "desk"):
        visit = door.open(who)
        assert visit.get("look", three[0]).status_code == 302


def test_the_inbox_of_who_signs_leads_there(door, three):
    assert "Xem và ký nhiều quyết định (3)" in text_of(door.open("head").get("inbox"))
    assert "Xem và ký nhiều quyết định" not in text_of(door.open("handler").get("inbox"))


def test_the_inbox_leads_nowhere_while_what_is_held_waits_for_no_signature(door):
    door.story.processing()
    door.story.handed(door.province.handler, "head", Step.SIGN)
    page = text_of(door.open("head").get("inbox"))
    assert door.story.code in page
    assert "Xem và ký nhiều quyết định" not in page


def test_the_number_of_queries_does_not_grow_with_the_list(door, three):
    head = door.open("head")
    head.get("sign_many")
    with CaptureQueriesContext(connection) as few:
        head.get("sign_many")
    Story(door.province, at=door.at).drafted()
    door.story.at = door.at + timedelta(hours=2)
    door.catch_up()
    with CaptureQueriesContext(connection) as more:
        assert "4 quyết định chờ ký" in text_of(head.get("sign_many"))
    assert len(more) == len(few) <= 45
