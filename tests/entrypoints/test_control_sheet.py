"""The control sheet is the custody record line by line: everything once, nothing twice."""

from collections import Counter

import pytest
from tests.builders import Story, build_province
from tests.builders_custody import asked, given, returned
from tests.builders_officer import Door, text_of, words_of_pdf
from tests.entered import run

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import Step
from thongsuot.kernel import formats


@pytest.fixture
def door(db, published_calendar, monkeypatch):
    story = Story(build_province()).received()
    returned(story, "stranger")
    story.handed(story.province.desk, "handler", Step.VERIFY)
    given(story, asked(story))
    asked(story, question="Câu hỏi thứ hai chưa ai trả lời")
    story.offered(story.province.handler, "head", Step.SIGN)
    return Door(monkeypatch, story)


def test_each_span_offer_return_and_opinion_stands_on_the_sheet_exactly_once(door):
    code = door.story.code
    subject = f"dossier:{code}"
    offers, opinions = custodies.offers_of(subject), custodies.opinions_of(subject)
    spans = custodies.spans_of(subject)
    assert (len(offers), len(opinions), len(spans)) == (3, 2, 2)
    sheet = words_of_pdf(door.open("handler").get("control_sheet", code))
    lines = 1 + len(offers) + len(opinions)  # the receipt, which began the first span
    assert sheet.count("1. Giao:") == sheet.count("2. Nhận:") == lines
    assert f"{lines} dòng." in sheet
    times = Counter(
        formats.moment(one.answered_at or getattr(one, "offered_at", None) or one.asked_at)
        for one in [*offers, *opinions]
    )
    for when, count in times.items():
        assert sheet.count(when) == count
    for said in ("không nhận", "Bên nhận xác nhận điện tử", "chờ trả lời", "Chưa có ý kiến",
                 "Đồng ý, trả lời điện tử", "Câu hỏi thứ hai chưa ai trả lời"):  # fmt: skip
        assert sheet.count(said) == 1
    for span in spans[1:]:
        assert formats.moment(span.started_at) in times


def test_what_was_recalled_names_the_post_that_was_asked_and_nobody_of_the_givers(door):
    story = door.story
    dossiers.recall_handover(code=story.code, by=story.province.handler, at=story.now())
    sheet = words_of_pdf(door.open("handler").get("control_sheet", story.code))
    last = sheet.rpartition("2. Nhận:")[2]
    assert last.startswith(" Chủ tịch")
    assert "thu hồi" in last
    assert "Đỗ Văn Mẫu Hai" not in last


OVERRUN = "thời gian được giao kết thúc sau hạn trả của hồ sơ"


def told_everywhere(door) -> list[int]:
    """Return how often the page, the sheet and the story say that a share was too long."""
    visit, code = door.open("handler"), door.story.code
    story = run("dossier", "explain", code)
    assert story.exit_code == 0, story.output
    sheet = words_of_pdf(visit.get("control_sheet", code))
    page = text_of(visit.get("custody", code)).split("PHIẾU KIỂM SOÁT")[0]
    return [words.count(OVERRUN) for words in (page, sheet, story.stdout)]


def test_a_hand_over_beyond_the_legal_time_is_told_on_page_sheet_and_in_the_story(door):
    assert told_everywhere(door) == [0, 0, 0]
    code = door.story.code
    dossiers.recall_handover(code=code, by=door.province.handler, at=door.story.now())
    dossiers.offer_handover(
        code=code, to_post=door.province.posts["head"].pk, step=Step.SIGN, limit_minutes=3_000,
        why="Trình ký", by=door.province.handler, at=door.story.now(),
    )  # fmt: skip
    assert told_everywhere(door) == [1, 1, 1]
    waiting = custodies.open_offers_of([f"dossier:{code}"])[f"dossier:{code}"]
    dossiers.accept_handover(offer_id=waiting.id, by=door.province.head, at=door.story.now())
    assert told_everywhere(door) == [1, 1, 1]
