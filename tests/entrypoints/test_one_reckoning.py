"""Every page of a dossier tells the same minutes: who held it, who was waited for, who was over."""

import csv
import io
import re
from datetime import timedelta

import pytest
from tests.builders import Story, add_committee, add_neighbour, add_officer, build_province
from tests.builders_citizen import Citizen
from tests.builders_custody import asked as consulted
from tests.builders_custody import returned_twice
from tests.builders_deadlines import calendar
from tests.builders_officer import Door, text_of
from tests.builders_story import BIRTH_PAPER, asked, drafted_and_signed

from thongsuot import bootstrap
from thongsuot.domains.accountability import queries
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import MoveReason
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.terms import Step
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.terms import Role

pytestmark = pytest.mark.django_db
WHY = "Giấy chứng sinh đã nộp bản rõ, đọc được số"
OVER, MINE = "vượt phần được chia", "vượt phần của mình"
DAYS = timedelta(days=1)


@pytest.fixture
def door(published_calendar, monkeypatch):
    """Return the officers' door of a province with a committee above and a colleague beside."""
    province = build_province(days=1)
    add_committee(province)
    add_neighbour(province)
    add_officer(
        province, "colleague", "H99.31", "Tư pháp", "handler", "Vũ Thị Mẫu Sáu", [Role.HANDLE]
    )
    return Door(monkeypatch, Story(province))


def taken_back(story: Story) -> Story:
    """The citizen disagrees two days after he was asked; twenty days later he is told so."""
    return told_that_they_are_right(asked(story))


def told_that_they_are_right(story: Story) -> Story:
    story.at += 2 * DAYS
    by = Actor.citizen(dossier=story.code)
    dossiers.object_to_request(code=story.code, words=WHY, by=by, at=story.now())
    story.at += 20 * DAYS
    chairman = story.province.actor("chairman")
    dossiers.uphold_objection(code=story.code, reason=WHY, by=chairman, at=story.now())
    return story


def disagreed(story: Story) -> Story:
    """The citizen disagrees; nobody answers for twenty days."""
    asked(story)
    story.at += 2 * DAYS
    by = Actor.citizen(dossier=story.code)
    dossiers.object_to_request(code=story.code, words=WHY, by=by, at=story.now())
    story.at += 20 * DAYS
    return story


def asked_by_the_holder(story: Story) -> Story:
    """The head holds it and asks; a colleague has it when the citizen turns out to be right."""
    story.processing().handed(story.province.handler, "head", Step.SIGN)
    dossiers.request_supplement(
        signer=bootstrap.signer(), code=story.code, papers=[BIRTH_PAPER], by=story.province.head,
        at=story.now(),
    )  # fmt: skip
    moved(story)
    return told_that_they_are_right(story)


def left_in_silence(story: Story) -> Story:
    """The agency that was asked for its opinion never answers."""
    consulted(story.processing())
    story.at += 20 * DAYS
    dossiers.take_silence_for_answers(at=story.now())
    return story


def kept_waiting(story: Story) -> Story:
    """The handler hands on at once; the side that was asked takes a day and more."""
    story.processing().offered(story.province.handler, "head", Step.SIGN)
    story.at += DAYS
    return story


def moved(story: Story) -> Story:
    """The dossier goes to the handler's colleague by reassignment."""
    who = story.province
    dossiers.move_dossiers(
        codes=[story.code], to_officer=who.officers["colleague"].pk,
        to_post=who.posts["colleague"].pk, reason=MoveReason.ABSENCE,
        why="Công chức nghỉ ốm dài ngày", by=who.head, at=story.now(),
    )  # fmt: skip
    return story


def moved_while_waiting(story: Story) -> Story:
    """The question to the next side goes on when another takes the dossier over."""
    moved(kept_waiting(story))
    story.at += DAYS
    return story


def moved_when_used_up(story: Story) -> Story:
    """The handler has used his share; his colleague holds it an hour."""
    story.processing().at += timedelta(hours=4)
    moved(story).at += timedelta(minutes=60)
    return story


def before_a_superior(story: Story) -> Story:
    """A loop waits for the ruling."""
    returned_twice(story)
    story.at += 5 * DAYS
    return story


def rows_of(answer) -> list[dict[str, str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def citizen_page(door, monkeypatch) -> str:
    code = door.story.code
    citizen = Citizen(monkeypatch, at=door.story.now())
    citizen.open(code, Dossier.objects.get(code=code).pin)
    return text_of(citizen.get("dossier", code))


LIVES = [
    taken_back, asked_by_the_holder, left_in_silence, kept_waiting, moved_while_waiting,
    moved_when_used_up, before_a_superior,
]  # fmt: skip


@pytest.mark.parametrize("lived", LIVES)
def test_the_split_and_the_stretches_tell_what_the_record_says(door, lived):
    story = lived(door.story)
    head = door.open("head")
    split = rows_of(head.get("custody_csv", story.code))
    lane = rows_of(head.get("lane_csv", story.code))
    found = queries.reckon_dossier(story.code, at=door.at, calendar=calendar())

    def summed(column: str) -> int:
        return sum(int(row[column] or 0) for row in split)

    def lasted(*kinds: str) -> int:
        return sum(int(row["Phút làm việc"]) for row in lane if row["Loại"].startswith(kinds))

    of = found.accounts
    assert [int(row["Phần trễ phải chịu"]) for row in split] == [a.late for a in of]
    assert summed("Vượt phần") == lasted("giữ, vượt") == sum(a.over for a in of)
    assert summed("Giữ khi đồng hồ chạy") == lasted("giữ, vượt", "giữ, trong", "giữ, không có")
    assert summed("Để chờ trả lời hoặc phân định") == lasted("vẫn giữ, chờ bên", "vẫn giữ, yêu cầu")
    assert summed("Im lặng, không cho ý kiến") == lasted("vẫn giữ, chờ ý kiến")
    assert all(row["Người giữ, hoặc nơi được hỏi"] for row in split)


def test_a_request_taken_back_is_charged_to_who_asked_and_who_answered(door):
    story = taken_back(door.story)
    split = rows_of(door.open("head").get("custody_csv", story.code))
    late = {row["Người giữ, hoặc nơi được hỏi"]: int(row["Phần trễ phải chịu"]) for row in split}
    above = next(name for name in late if name.startswith("UBND tỉnh Mẫu"))
    assert late[above] > 0
    assert "yêu cầu bổ sung" in above


ANSWERS = "chờ người khác trả lời, không tính vào phần của người giữ"
TAKEN_BACK = "chờ theo yêu cầu bổ sung sau đó đã rút lại, không tính vào phần của người giữ"


@pytest.mark.parametrize(
    ("lived", "said"),
    [(taken_back, {TAKEN_BACK}), (left_in_silence, {ANSWERS}), (kept_waiting, {ANSWERS}),
     (moved_while_waiting, {ANSWERS})],
)  # fmt: skip
def test_nobody_is_said_to_be_over_while_others_were_waited_for(door, monkeypatch, lived, said):
    story = lived(door.story)
    page = text_of(door.open("head").get("custody", story.code))
    assert OVER not in page.partition("Theo thứ tự, mới nhất trước")[2]
    told = citizen_page(door, monkeypatch)
    assert MINE not in told
    assert {words for words in (ANSWERS, TAKEN_BACK) if words in told} == said


def test_of_the_minutes_until_a_colleague_takes_over_nothing_is_told(door, monkeypatch):
    door.story.processing().offered(door.story.province.handler, "head", Step.SIGN)
    door.story.at += timedelta(minutes=40)
    told = citizen_page(door, monkeypatch)
    assert "chờ bên đó nhận" in told
    assert ANSWERS not in told


def test_a_citizen_is_told_of_no_decision_before_it_is_issued(door, monkeypatch):
    story = door.story.processing()
    consulted(story)
    drafted_and_signed(story)
    told = citizen_page(door, monkeypatch)
    assert "Không cần trả lời nữa." in told
    assert "có kết quả" not in told.partition("được hỏi ý kiến")[2]


def test_a_reassignment_gives_no_new_share_in_the_eyes_of_the_citizen(door, monkeypatch):
    story = moved_when_used_up(door.story)
    page = text_of(door.open("head").get("custody", story.code))
    assert re.search(rf"{OVER} \d+ phút", page)
    assert citizen_page(door, monkeypatch).count(MINE) == 2


def test_the_control_sheet_calls_no_step_late_for_the_time_that_others_took(door):
    story = left_in_silence(door.story)
    story.offered(story.province.handler, "head", Step.SIGN)
    story.at += DAYS
    offer = custodies.open_offers_of([f"dossier:{story.code}"])[f"dossier:{story.code}"].id
    dossiers.accept_handover(offer_id=offer, by=story.province.head, at=story.now())
    html = door.open("head").get("custody", story.code).content.decode()
    sheet = html.partition("PHIẾU KIỂM SOÁT")[2].partition("</section>")[0]
    assert "trước hạn" in sheet
    assert not re.search(r"quá hạn \d", sheet)


@pytest.mark.parametrize("lived", [taken_back, asked_by_the_holder])
def test_what_was_asked_in_vain_is_no_waiting_for_the_answer_to_a_hand_over(door, lived):
    story = lived(door.story)
    head = door.open("head")
    lane = [row for row in rows_of(head.get("lane_csv", story.code)) if row["Bước"]]
    vain = [row for row in lane if row["Loại"] == "vẫn giữ, yêu cầu bổ sung đã bị rút lại"]
    assert sum(int(row["Phút làm việc"]) for row in vain) > 10 * 480
    answered = [row for row in lane if row["Loại"].startswith("vẫn giữ, chờ bên")]
    assert sum(int(row["Phút làm việc"]) for row in answered) < 120
    assert "chờ vì yêu cầu bổ sung đã bị rút lại" in text_of(head.get("custody", story.code))


@pytest.mark.parametrize(
    ("lived", "answer"), [(taken_back, "rút yêu cầu bổ sung"), (disagreed, "chờ trả lời đến")]
)
def test_who_answers_a_citizen_that_disagrees_has_a_lane_and_a_row(door, lived, answer):
    story = lived(door.story)
    desk = door.open("desk")
    drawn = desk.get("custody", story.code).content.decode()
    drawn = drawn.partition('<svg class="of-lane"')[2].partition("</svg>")[0]
    assert "được hỏi về yêu cầu bổ sung, không giữ" in drawn
    assert answer in drawn
    assert "url(#ts-late)" in drawn, "the time for the answer is over"
    [row] = [
        row for row in rows_of(desk.get("lane_csv", story.code))
        if row["Loại"] == "được hỏi về yêu cầu bổ sung, không giữ"
    ]  # fmt: skip
    assert (row["Cơ quan"], row["Vị trí"]) == ("UBND tỉnh Mẫu", "Người đứng đầu")
    assert int(row["Phút làm việc"]) > 10 * 480
    assert bool(row["Đến"]) is (lived is taken_back)


def test_what_lasted_minutes_is_told_in_minutes(door):
    story = kept_waiting(door.story)
    page = text_of(door.open("head").get("custody", story.code))
    assert "dùng 0 ngày" not in page
    assert " 0 ngày" not in page.partition("Theo thứ tự, mới nhất trước")[2]


def test_the_superior_has_a_lane_and_a_row_for_the_time_before_him(door):
    story = before_a_superior(door.story)
    desk = door.open("desk")
    drawn = desk.get("custody", story.code).content.decode()
    drawn = drawn.partition('<svg class="of-lane"')[2].partition("</svg>")[0]
    assert "được hỏi phân định, không giữ" in drawn
    assert "url(#ts-late)" in drawn, "the time for the ruling is over"
    [row] = [
        row for row in rows_of(desk.get("lane_csv", story.code))
        if row["Loại"] == "được hỏi phân định, không giữ"
    ]  # fmt: skip
    assert row["Cơ quan"] == "UBND tỉnh Mẫu"
    found = queries.reckon_dossier(story.code, at=door.at, calendar=calendar())
    [superior] = [account for account in found.accounts if not account.holder.post]
    assert int(row["Phút làm việc"]) == superior.answering > 0
