"""Vì sao là ngày này: what citizens, officers and the command line are told of a due date."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import Story, build_province
from tests.builders_deadlines import SHIPPED, calendar, local
from tests.builders_payments import NOTICE, pdf
from tests.builders_recounting import publish_swap, recount

from thongsuot.domains.deadlines.rules import due_after, explained
from thongsuot.domains.deadlines.terms import TimeLimit, Unit, Wait, WaitedIn
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.shared.why_due import why_due_of

SYSTEM = Actor.system()


def told(story):
    """Return the sentences about a dossier's due date."""
    return why_due_of(queries.view_for(story.code, by=SYSTEM, at=story.at))


@pytest.mark.parametrize(
    ("start", "limit", "found"),
    [
        pytest.param(
            "2026-02-12 09:00", TimeLimit(3, Unit.WORKING_DAY),
            (None, ["2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20"], 4, []),
            id="Tết and two weekends are skipped",
        ),
        pytest.param(
            "2026-08-21 09:00", TimeLimit(1, Unit.WORKING_DAY), (None, [], 0, ["2026-08-22"]),
            id="a Saturday worked for a swapped day is counted",
        ),
        pytest.param(
            "2026-08-26 09:00", TimeLimit(5, Unit.DAY),
            ("2026-08-31", ["2026-08-31", "2026-09-01", "2026-09-02"], 0, []),
            id="plain days move off days off at their end alone",
        ),
        pytest.param(
            "2026-03-06 16:00", TimeLimit(4, Unit.WORKING_HOUR), (None, [], 2, []),
            id="hours run over a weekend",
        ),
    ],
)  # fmt: skip
def test_what_was_skipped_on_the_way_is_named(start, limit, found):
    why = explained(local(start), limit, calendar())
    nominal, days_off, weekend, worked = found
    assert (str(why.nominal_on) if why.nominal_on else None) == nominal
    assert [str(day) for day in why.days_off] == days_off
    assert why.weekend_days == weekend
    assert [str(day) for day in why.weekend_worked] == worked
    assert why.due_at == due_after(local(start), limit, calendar()).due_at


@pytest.fixture
def province(published_calendar):
    return build_province(days=5)


def test_a_promise_over_a_holiday_is_told_from_receipt_to_its_sources(province):
    story = Story(
        province, at=local("2026-04-27 09:00") - timedelta(minutes=14) + timedelta(days=1)
    )
    sentences = told(story.received())
    assert sentences[-1].startswith("Lịch làm việc 2022-2026.1 (Bộ luật Lao động 2019,")
    assert sentences[-1].endswith("mốc 15 giờ theo nội dung các thủ tục).")
    assert sentences[:-1] == [
        "Tiếp nhận đủ hồ sơ lúc 09:00 ngày 28/04/2026; thời hạn là 5 ngày làm việc.",
        "Ngày 28/04 không tính; đếm từ ngày làm việc tiếp theo.",
        "Không tính 2 ngày thứ Bảy, Chủ nhật.",
        "Không tính ngày nghỉ: 30/04 (Ngày Chiến thắng); 01/05 (Ngày Quốc tế Lao động).",
        "Đếm đủ vào thứ Năm 07/05/2026; hạn là hết giờ làm việc hôm đó, 17:00.",
        "Vì vậy hẹn trả chậm nhất 17:00 ngày 07/05/2026.",
    ]


def test_a_pause_is_told_with_its_document_and_a_late_calendar_with_its_source(province):
    story = Story(province).processing()
    dossiers.request_payment(
        code=story.code, notice=NOTICE, name="thong-bao.pdf", stream=pdf(), by=province.handler,
        at=story.now(),
    )  # fmt: skip
    story.at += timedelta(hours=1, minutes=53)
    dossiers.confirm_payment(code=story.code, receipt="BL-1", by=province.handler, at=story.now())
    publish_swap()
    recount()
    sentences = told(story)
    assert "Không tính ngày nghỉ: 06/03 (Ngày nghỉ (thay cho ngày 2026-03-14))." in sentences
    assert (
        "Trước đây hẹn 17:00 ngày 09/03/2026; ngày 03/03 tính lại theo lịch nghỉ, làm bù công bố"
        " sau. Căn cứ: Công văn mẫu số 1." in sentences
    )
    assert (
        "Đồng hồ dừng từ 09:05 ngày 02/03/2026 đến 11:05 ngày 02/03/2026 để chờ nộp tiền theo thông"
        " báo 1520/TB-CT; không mất ngày làm việc nào nên ngày hẹn giữ nguyên." in sentences
    )
    assert sentences[-3].startswith("Thời gian chờ tính theo cách what-was-left.1: lúc dừng")
    assert sentences[-2] == "Vì vậy hẹn trả chậm nhất 17:00 ngày 10/03/2026."


def paid(province, after):
    """Return the view of a dossier whose clock stood for a payment, ``after`` a time."""
    story = Story(province).processing()
    dossiers.request_payment(
        code=story.code, notice=NOTICE, name="thong-bao.pdf", stream=pdf(), by=province.handler,
        at=story.now(),
    )  # fmt: skip
    story.at += after
    dossiers.confirm_payment(code=story.code, receipt="BL-1", by=province.handler, at=story.now())
    return queries.view_for(story.code, by=SYSTEM, at=story.at)


def outcome(view):
    """Return what the sentence about the pause says of the date."""
    told = next(text for text in why_due_of(view) if text.startswith("Đồng hồ dừng"))
    return told.partition("1520/TB-CT; ")[2]


def as_counted_in(view, unit, wait, due):
    """Return the view as if the limit were counted in another unit."""
    *before, last = (replace(one, unit=unit) for one in view.due_dates)
    moved = replace(last, wait=wait, due_at=local(due), due_on=local(due).date())
    return replace(view, due_dates=[*before, moved])


def test_days_that_were_waited_are_told_in_the_unit_of_the_limit(province):
    view = paid(province, timedelta(days=3))
    assert outcome(view) == (
        "3 ngày làm việc trong thời gian đó không tính, ngày hẹn lùi 3 ngày làm việc."
    )
    plain = as_counted_in(view, "day", Wait(3, WaitedIn.DAY), "2026-03-12 17:00")
    assert outcome(plain) == "3 ngày trong thời gian đó không tính, ngày hẹn lùi 3 ngày."
    moved = as_counted_in(view, "day", Wait(5, WaitedIn.DAY), "2026-03-16 17:00")
    assert outcome(moved) == (
        "5 ngày trong thời gian đó không tính, ngày hẹn lùi 5 ngày và chuyển sang ngày làm việc kế"
        " tiếp."
    )
    hours = as_counted_in(
        view, "working-hour", Wait(90, WaitedIn.WORKING_MINUTE), "2026-03-10 08:30"
    )
    assert outcome(hours) == "cộng thêm 1 giờ 30 phút."


def test_a_date_that_an_earlier_release_moved_by_minutes_is_told_as_it_was_moved(province):
    view = paid(province, timedelta(hours=2))
    last = view.due_dates[-1]
    earlier = replace(last, wait=None, waiting_rule="", due_at=local("2026-03-10 09:00"))
    before = replace(view, due_dates=[*view.due_dates[:-1], earlier])
    assert outcome(before) == "cộng thêm 2 giờ."
    assert not any("what-was-left" in text for text in why_due_of(before))


def test_before_receipt_there_is_nothing_to_explain(province):
    assert told(Story(province).registered()) == []


def test_the_question_costs_few_queries(province, django_assert_max_num_queries):
    story = Story(province).received()
    view = queries.view_for(story.code, by=SYSTEM, at=story.at)
    why_due_of(view)
    with django_assert_max_num_queries(1):
        assert why_due_of(view)


def test_the_hours_of_the_agency_that_settles_count_and_are_told(province):
    before = Story(province).received()
    publish_swap(
        office_hours=[*SHIPPED["office_hours"], {
            "agency": "H99.31", "valid_from": "2026-03-03", "source": "Thông báo mẫu số 5",
            "sessions": [["07:30", "12:00"]],
            "seasons": [{"from": "03-01", "to": "03-31", "sessions": [["07:30", "11:00"]]}],
        }],
    )  # fmt: skip
    recount()
    due = queries.view_for(before.code, by=SYSTEM, at=before.at).due_dates[-1]
    assert (due.due_at, due.hours_of) == (local("2026-03-10 11:00"), "H99.31")
    hours = "Giờ làm việc hôm đó của cơ quan giải quyết: 07:30–11:00 (Thông báo mẫu số 5)."
    assert hours in told(before)
