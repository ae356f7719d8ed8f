"""The control sheet is the custody record line by line: everything once, nothing twice."""

from collections import Counter

import pytest
from tests.builders import Story, build_province
from tests.builders_custody import asked, given, returned
from tests.builders_officer import Door, words_of_pdf

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
