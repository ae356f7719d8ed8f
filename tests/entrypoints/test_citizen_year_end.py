"""What a citizen is told after New Year of a dossier that was received before it."""

import pytest
from tests.builders_citizen import text_of
from tests.builders_following import issued, page_of
from tests.builders_year_end import JANUARY, NOVEMBER, publish_next_year

pytestmark = pytest.mark.django_db


def received_in_november(story):
    story.at = NOVEMBER
    return story.drafted()


def test_an_open_dossier_is_late_by_the_days_of_both_years(story, come):
    received_in_november(story)
    publish_next_year()
    story.at = JANUARY
    page = page_of(come(), story)
    assert "Đã quá hạn 23 ngày làm việc UBND xã Mẫu An xin lỗi" in text_of(page)
    assert 'class="ts-ruler"' in page.content.decode()
    assert "đã dùng 23,9 ngày" in text_of(page)


def test_a_result_after_new_year_says_how_late_it_is(story, come):
    received_in_november(story)
    publish_next_year()
    story.at = JANUARY
    issued(story)
    text = text_of(page_of(come(), story))
    assert "Kết quả quá hạn 23 ngày làm việc" in text


def test_where_no_calendar_counts_the_days_late_none_are_named(story, come):
    received_in_november(story)
    story.at = JANUARY
    text = text_of(page_of(come(), story))
    assert "Đã quá hạn UBND xã Mẫu An xin lỗi" in text
    assert "0 ngày làm việc" not in text
    assert "quá giờ hẹn" not in text


def test_where_no_calendar_counts_a_late_result_is_late_without_a_number(story, come):
    received_in_november(story)
    story.at = JANUARY
    issued(story)
    text = text_of(page_of(come(), story))
    assert "Kết quả quá hạn UBND xã Mẫu An xin lỗi" in text
    assert "Có kết quả lúc 08:44 ngày 04/01/2027, sau ngày hẹn" in text
    assert "0 ngày làm việc" not in text
