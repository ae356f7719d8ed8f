"""Acts through the forms: the whole way, what each form demands, twice sent, two at once."""

import re
import uuid

import pytest
from tests.builders import Story
from tests.builders_deadlines import SHIPPED
from tests.builders_officer import hidden_fields, holder, state, text_of
from tests.builders_recounting import publish_swap
from tests.builders_staff import LAST, on_leave

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.dossiers.models import Decision
from thongsuot.domains.dossiers.terms import NationalState, Step
from thongsuot.domains.ledger import queries as record
from thongsuot.kernel import formats

pytestmark = pytest.mark.django_db

REASON = "Giấy tờ không thuộc thủ tục này"
BASIS = "Nghị định 61/2018/NĐ-CP, Điều 17"


def offer_of(door) -> int:
    subject = f"dossier:{door.story.code}"
    return custodies.open_offers_of([subject])[subject].id


def acts(door) -> list[str]:
    return [act.act for act in record.acts_of(f"dossier:{door.story.code}")]


def hand(door, giver, receiver, step, **fields):
    """Hand over through the forms: offered by one, accepted by the other."""
    post = door.province.posts[receiver].pk
    sent = giver.send("hand_over", door.story.code, buoc=step.value, to=post, limit="240", **fields)
    assert sent.status_code == 302, text_of(sent)
    taken = door.open(receiver).send("accept", door.story.code, offer=offer_of(door))
    assert taken.status_code == 302, text_of(taken)


def test_a_dossier_goes_the_whole_way_through_the_forms(door):
    code = door.story.registered().code
    desk, handler, head, clerk = (door.open(w) for w in ("desk", "handler", "head", "clerk"))

    assert "UBND xã Mẫu An" in text_of(desk.get("receive", code))
    said = text_of(desk.send("receive", code, follow=True))
    assert f"Đã tiếp nhận hồ sơ {code}" in said
    assert holder(door) == "Trần Thị Mẫu Một"

    hand(door, desk, "handler", Step.VERIFY)
    assert holder(door) == "Đỗ Văn Mẫu Hai"
    handler.send("draft", code, outcome="granted", grounds="Đủ điều kiện theo quy định")
    hand(door, handler, "head", Step.SIGN)
    assert head.get("preview", code).content.startswith(b"%PDF")
    assert "Đỗ Văn Mẫu Hai" in text_of(head.get("sign", code))
    head.sign("sign", code)
    clerk.send("issue", code)
    assert state(door) == NationalState.RESOLVED
    hand(door, head, "desk", Step.RETURN)
    desk.send("return_result", code, to="applicant")
    assert state(door) == NationalState.RETURNED
    assert [a for a in acts(door) if "result_" not in a] == [
        "submitted", "received", "handover_offered", "handover_accepted", "decision_drafted",
        "handover_offered", "handover_accepted", "decision_signed", "decision_issued",
        "handover_offered", "handover_accepted",
    ]  # fmt: skip
    assert "người nộp, tại quầy" in text_of(desk.get("decision", code))


def test_after_a_receipt_the_desk_is_led_to_what_came_in_next(door):
    first = door.story.registered().code
    second = Story(door.province, at=door.story.now()).registered()
    door.story.at = second.at
    said = door.open("desk").send("receive", first, follow=True)
    assert f"Hồ sơ chờ tiếp nhận tiếp theo: {second.code}" in text_of(said)


def test_a_form_sent_twice_does_its_act_once_and_both_see_the_result(door):
    code = door.story.registered().code
    desk, key = door.open("desk"), uuid.uuid4()
    first = desk.send("receive", code, key=key)
    second = desk.send("receive", code, key=key)
    assert first["Location"] == second["Location"] == f"/can-bo/ho-so/{code}/"
    assert acts(door).count("received") == 1


def test_of_two_browsers_the_slower_reads_who_did_what_when(door):
    code = door.story.registered().code
    fast, slow = door.open("desk"), door.open("desk")
    assert slow.get("receive", code).status_code == 200
    fast.send("receive", code)
    when = door.at
    lost = slow.send("receive", code)
    assert lost.status_code == 409
    words = text_of(lost)
    assert "Bước này không làm được ở tình trạng hiện nay của hồ sơ" in words
    assert "Tình trạng hiện nay: Được tiếp nhận" in words
    who = "Trần Thị Mẫu Một (Bộ phận Một cửa xã Mẫu An)"
    assert f"{who} đã tiếp nhận hồ sơ lúc {formats.moment(when)}" in words
    assert f"Mở hồ sơ {code}" in words
    assert acts(door).count("received") == 1


def test_an_answered_offer_is_told_to_whoever_comes_second(door):
    code = door.story.received().code
    offer = door.story.offered(door.province.desk, "handler", Step.VERIFY)
    door.open("handler").send("accept", code, offer=offer)
    lost = door.open("handler").send("accept", code, offer=offer)
    assert lost.status_code == 409
    assert "Lần chuyển này đã được trả lời" in text_of(lost)
    assert "Đỗ Văn Mẫu Hai" in text_of(lost)


def test_refusing_demands_reason_and_legal_basis_at_their_fields(door):
    code = door.story.registered().code
    desk = door.open("desk")
    shown = text_of(desk.send("refuse", code, ground="other", reason="không", legal_basis=""))
    assert "Ghi rõ hơn: ít nhất 10 ký tự, hiện có 5" in shown
    assert shown.count("Nhập căn cứ pháp lý") == 2
    vague = text_of(
        desk.send(
            "refuse", code, ground="other", reason=REASON, legal_basis="quy định của pháp luật"
        )
    )
    assert "Căn cứ chưa nêu văn bản nào" in vague
    assert state(door) == NationalState.REGISTERED
    desk.send("refuse", code, ground="other", reason=REASON, legal_basis=BASIS)
    assert state(door) == NationalState.NOT_RECEIVED


def test_what_was_typed_stays_when_something_is_missing(door):
    code = door.story.registered().code
    shown = door.open("desk").send("refuse", code, ground="other", reason=REASON, legal_basis="")
    assert REASON in shown.content.decode()
    assert "Có 1 chỗ cần sửa" in text_of(shown)


def test_a_proposal_says_that_its_officer_is_on_leave_and_until_when(door):
    code = door.story.received().code
    on_leave(door.province, "handler")
    page = door.open("desk").get("hand_over", code)
    words = text_of(page)
    assert f"Đỗ Văn Mẫu Hai (đang nghỉ đến {formats.date(LAST)}), đang giữ 0 hồ sơ" in words
    mark = page.content.decode().split('class="ts-tile__mark ts-soon-text"')[1]
    assert "đang nghỉ" in mark.split("</span>")[0] + mark.split("</span>")[1]


def test_a_post_that_is_away_is_proposed_last_and_not_chosen(door):
    code = door.story.received().code
    on_leave(door.province, "handler")
    page = door.open("desk").get("hand_over", code).content.decode()
    away, there = (f'value="{door.province.posts[who].pk}"' for who in ("handler", "head"))
    assert page.index(there) < page.index(away)
    chosen = re.findall(r'<input type="radio" name="to"[^>]*checked[^>]*>', page)
    assert [there in one for one in chosen] == [True]


def test_the_table_proposes_and_is_preselected_with_its_row(door):
    code = door.story.received().code
    page = door.open("desk").get("hand_over", code)
    post = door.province.posts["handler"].pk
    assert f'value="{post}"' in page.content.decode()
    words = text_of(page)
    assert "Bảng thẩm quyền mẫu, dòng 1: thủ tục 1.001193, từ 01/01/2020" in words
    assert "Người nhận: Đỗ Văn Mẫu Hai, đang giữ 0 hồ sơ" in words
    assert "đúng thẩm quyền" in words
    assert "Trần Thị Mẫu Một vẫn giữ và vẫn chịu hạn" in words
    assert "checked" in page.content.decode().split(f'value="{post}"')[1][:60]


def test_another_place_costs_a_written_reason(door):
    code = door.story.received().code
    desk, post = door.open("desk"), door.province.posts["stranger"].pk
    sent = {"buoc": "verify", "to": "khac", "limit": "240"}
    shown = text_of(desk.send("hand_over", code, other="", why="", **sent))
    assert shown.count("Chọn bên nhận trong danh sách") == 2
    assert shown.count("Ghi vì sao chuyển nơi khác") == 2
    assert custodies.open_offers_of([f"dossier:{code}"]) == {}
    answer = desk.send("hand_over", code, other=post, why="Người nộp ở địa bàn cũ của Sở", **sent)
    assert answer.status_code == 302
    assert "đang chờ Sở Mẫu trả lời" in text_of(desk.get("dossier", code))


def test_a_place_chosen_in_the_list_but_not_marked_is_asked_about(door):
    code = door.story.received().code
    shown = door.open("desk").send(
        "hand_over", code, buoc="verify", to=door.province.posts["handler"].pk, limit="240",
        other=door.province.posts["stranger"].pk, why=REASON,
    )  # fmt: skip
    assert "Đã chọn nơi khác ở dưới" in text_of(shown)
    assert "handover_offered" not in acts(door)


def test_a_second_offer_waits_for_the_answer_to_the_first(door):
    code = door.story.received().code
    door.story.offered(door.province.desk, "handler", Step.VERIFY)
    desk = door.open("desk")
    refused = desk.get("hand_over", code)
    assert refused.status_code == 409
    assert "đang chờ một nơi trả lời" in text_of(refused)
    assert "chuyển (đang chờ UBND xã Mẫu An trả lời)" in text_of(desk.get("dossier", code))


@pytest.mark.parametrize("missing", ["reason", "legal_basis", "right_agency"])
def test_a_return_demands_all_three_grounds(door, missing):
    code = door.story.received().code
    offer = door.story.offered(door.province.desk, "stranger", Step.VERIFY)
    grounds = {"reason": "wrong-competence", "legal_basis": BASIS, "right_agency": "H99.31"}
    visit = door.open("stranger")
    shown = visit.send("send_back", code, offer=offer, **(grounds | {missing: ""}))
    assert shown.status_code == 422
    assert "ts-field--wrong" in shown.content.decode()
    assert "handover_returned" not in acts(door)
    assert visit.send("send_back", code, offer=offer, **grounds).status_code == 302
    assert acts(door)[-1] == "handover_returned"


def test_a_return_names_a_document_and_those_that_the_procedure_cites_are_proposed(door):
    code = door.story.received().code
    offer = door.story.offered(door.province.desk, "stranger", Step.VERIFY)
    visit = door.open("stranger")
    page = visit.get("send_back", code).content.decode()
    assert 'list="cited"' in page
    assert '<datalist id="cited">' in page
    assert '<option value="60/2014/QH13">' in page
    grounds = {"reason": "wrong-competence", "right_agency": "H99.31"}
    for words in ("luật sư", "Thẩm quyền quyết định của Chủ tịch", "Luật Hộ tịch, Điều 13"):
        shown = visit.send("send_back", code, offer=offer, legal_basis=words, **grounds)
        assert "Căn cứ chưa nêu văn bản nào" in text_of(shown), words
        assert f'value="{words}"' in shown.content.decode(), "it is mended where it was typed"
    assert "handover_returned" not in acts(door)


def test_the_returning_agency_cannot_name_itself(door):
    code = door.story.received().code
    door.story.offered(door.province.desk, "stranger", Step.VERIFY)
    page = door.open("stranger").get("send_back", code).content.decode()
    assert 'value="H99.31"' in page
    assert 'value="H99.05"' not in page


def test_who_returned_it_is_proposed_last_and_marked(door):
    code = door.story.received().code
    offer = door.story.offered(door.province.desk, "handler", Step.VERIFY)
    door.open("handler").send(
        "send_back", code, offer=offer, reason="duplicate", legal_basis=BASIS,
        right_agency="H99.05",
    )  # fmt: skip
    words = text_of(door.open("desk").get("hand_over", code))
    assert "vừa trả lại: trùng với hồ sơ khác" in words
    assert "UBND xã Mẫu An đã trả lại" in words
    assert words.index("Chủ tịch") < words.index("vừa trả lại: trùng")


def test_a_late_supplement_needs_the_special_law(door):
    code = door.story.processing().code
    door.story.at = door.story.at.replace(day=9)
    handler = door.open("handler")
    assert "Đã quá 3 ngày làm việc" in text_of(handler.get("supplement", code))
    fields = {"missing-0": "on", "problem-0": "Thiếu chữ ký của người khai"}
    assert "Nhập luật chuyên ngành" in text_of(handler.send("supplement", code, **fields))
    unnamed = handler.send("supplement", code, special_base="Luật Hộ tịch", **fields)
    assert unnamed.status_code == 422
    assert state(door) == NationalState.PROCESSING
    law = "Luật Hộ tịch 60/2014/QH13, Điều 16"
    assert handler.send("supplement", code, special_base=law, **fields).status_code == 302


def test_the_days_for_asking_end_by_the_hours_of_the_agency_that_settles(door):
    code = door.story.processing().code
    publish_swap(
        office_hours=[*SHIPPED["office_hours"], {
            "agency": "H99.31", "valid_from": "2026-03-03", "source": "Thông báo mẫu số 5",
            "sessions": [["07:30", "11:00"]],
        }],
    )  # fmt: skip
    door.story.at = door.story.at.replace(day=5, hour=7)
    shown = text_of(door.open("handler").get("supplement", code))
    assert "Đã quá 3 ngày làm việc" in shown, "at 14:00 of the third day, closed since 11:00"


def test_nobody_signs_his_own_draft_and_the_page_says_why(door):
    code = door.story.received().handed(door.province.desk, "head", Step.VERIFY).code
    head = door.open("head")
    head.send("draft", code, outcome="refused", grounds="Không đủ điều kiện theo quy định")
    words = text_of(head.get("dossier", code))
    assert "ký quyết định (dự thảo do chính mình soạn, phải người khác ký)" in words
    seen = Decision.objects.get().drafted_at.isoformat()
    refused = head.send("sign", code, seen=seen)
    assert refused.status_code == 403
    assert "Người soạn dự thảo không tự ký dự thảo của mình" in text_of(refused)


def test_a_draft_may_be_changed_until_it_is_signed(door):
    code = door.story.processing().code
    handler = door.open("handler")
    handler.send("draft", code, outcome="granted", grounds="Đủ điều kiện theo quy định")
    page = handler.get("draft", code)
    assert "Đủ điều kiện theo quy định" in page.content.decode()
    handler.send("draft", code, outcome="refused", grounds="Thiếu điều kiện ở Điều 16")
    assert Decision.objects.get().outcome == "refused"
    assert "Chuyển trình ký" in text_of(handler.get("dossier", code))


def test_a_stop_names_reason_and_law_and_ends_the_custody(door):
    code = door.story.processing().code
    handler = door.open("handler")
    stopping = {"reason": "Người nộp đề nghị dừng giải quyết"}
    vague = text_of(handler.send("stop", code, legal_basis="luật sư nói vậy", **stopping))
    assert "Căn cứ chưa nêu văn bản nào" in vague
    handler.send("stop", code, legal_basis=BASIS, **stopping)
    assert state(door) == NationalState.STOPPED
    words = text_of(handler.get("dossier", code))
    assert "Đã kết thúc, người giữ cuối Đỗ Văn Mẫu Hai" in words


def test_a_result_goes_to_somebody(door):
    code = door.story.registered().code
    assert "Tiếp nhận" in text_of(door.open("desk").get("receive", code))
    early = door.open("desk").send("return_result", code, to="applicant")
    assert early.status_code == 409
    assert "result_returned" not in acts(door)


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("receive", "handler"), ("refuse", "handler"), ("hand_over", "head"), ("draft", "head"),
        ("supplement", "head"), ("sign", "handler"), ("stop", "head"), ("return_result", "handler"),
        ("send_back", "head"),
    ],
)  # fmt: skip
def test_a_page_for_an_act_of_others_refuses_with_words(door, name, who):
    code = door.story.received().code
    answer = door.open(who).get(name, code)
    assert answer.status_code in {403, 409}
    words = text_of(answer)
    assert "Việc gần nhất trên hồ sơ này" in words
    assert f"Mở hồ sơ {code}" in words


def test_every_form_carries_a_fresh_key(door):
    code = door.story.processing().code
    handler = door.open("handler")
    for page in ("draft", "supplement", "stop", "hand_over"):
        keys = {hidden_fields(handler.get(page, code))["key"] for _visit in range(2)}
        assert len(keys) == 2


def test_a_form_with_a_broken_key_is_not_sent(door):
    code = door.story.registered().code
    shown = door.open("desk").send("receive", code, key="x")
    assert "Trang này đã cũ" in text_of(shown)
    assert state(door) == NationalState.REGISTERED


def test_an_act_is_never_done_by_opening_an_address(door):
    code = door.story.received().code
    door.story.offered(door.province.desk, "handler", Step.VERIFY)
    handler = door.open("handler")
    assert handler.get("accept", code).status_code == 200
    assert handler.get("disclose", code).status_code == 405
    assert acts(door)[-1] == "handover_offered"


def test_all_that_is_left_may_be_given_although_less_is_left_than_when_the_page_was_opened(door):
    code = door.story.received().code
    desk = door.open("desk")
    assert 'value="con-lai"' in desk.get("hand_over", code, buoc="verify").content.decode()
    sent = desk.send(
        "hand_over", code, buoc="verify", to=door.province.posts["handler"].pk, limit="con-lai"
    )
    assert sent.status_code == 302


def test_a_wrong_hand_over_is_taken_back_from_its_page_while_nobody_answered(door):
    code = door.story.received().code
    door.story.offered(door.province.desk, "stranger", Step.VERIFY)
    desk = door.open("desk")
    assert "Thu hồi lời chuyển" in text_of(desk.get("dossier", code))
    page = text_of(desk.get("recall", code))
    assert "Đang chờ Chuyên viên, Sở Mẫu trả lời" in page
    assert "Bên kia chưa nhận thì thu hồi được. Người giữ không đổi." in page
    done = desk.send("recall", code, follow=True)
    assert f"Đã thu hồi lời chuyển hồ sơ {code}" in text_of(done)
    assert acts(door)[-1] == "handover_recalled"
    told = text_of(desk.get("custody", code))
    assert "thu hồi lời chuyển tới Sở Mẫu" in told
    assert "chưa nhận · đã thu hồi" in desk.get("custody", code).content.decode()


def test_what_was_accepted_meanwhile_is_not_taken_back_and_the_page_says_who_holds_it(door):
    code = door.story.processing().code
    page = door.open("desk").send("recall", code)
    assert page.status_code == 403
    assert "Đỗ Văn Mẫu Hai" in text_of(page)
