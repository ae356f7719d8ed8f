"""The search over what is in force follows the catalogue."""

from datetime import date, timedelta

import pytest
from tests.builders_catalogue import AT, ON, SYSTEM, asked_well, load_sample, row, take_over

from thongsuot.domains.catalogue import queries, services

pytestmark = pytest.mark.django_db


def found(question, **asked):
    return [hit.code for hit in queries.search(question, **asked)]


def test_an_empty_catalogue_has_no_answer():
    assert found("khai sinh") == []


def test_citizens_questions_are_answered_from_the_sample_catalogue():
    load_sample()
    share, missed = asked_well(queries.search)
    assert share >= 0.8, missed


def test_a_procedure_is_found_as_soon_as_it_is_taken_over_and_no_longer_when_it_ended():
    take_over(row(name="Cấp thẻ hướng dẫn viên"))
    assert found("thẻ hướng dẫn viên") == ["1.900001"]
    take_over(row(name="Cấp giấy phép nổ mìn"), at=AT + timedelta(hours=1))
    assert found("nổ mìn") == ["1.900001"]
    assert found("hướng dẫn viên") == []
    services.end_procedure(
        code="1.900001", on=ON, source="QĐ mẫu", by=SYSTEM, at=AT + timedelta(hours=2)
    )
    assert found("nổ mìn") == []


def test_a_search_may_ask_for_another_day():
    take_over(row(name="Cấp thẻ hướng dẫn viên"))
    assert found("hướng dẫn viên", on=ON) == ["1.900001"]
    assert found("hướng dẫn viên", on=ON - timedelta(days=1)) == []


def test_a_second_search_asks_the_database_once(django_assert_num_queries):
    load_sample()
    queries.search("khai sinh")
    with django_assert_num_queries(1):
        queries.search("kết hôn")


def test_a_turn_of_life_shows_what_is_in_force_in_its_own_order():
    load_sample()
    codes = [hit.code for hit in queries.procedures_of_life_event("co-con-nho")]
    assert codes[0] == "1.001193"
    assert "2.000986" in codes
    assert queries.procedures_of_life_event("khong-co") == []


def test_a_form_holds_from_its_first_day():
    assert queries.form_of("1.001193", ON).title == "Đăng ký khai sinh"
    assert queries.form_of("1.001193", date(2020, 1, 1)) is None
    assert queries.form_of("1.004222", ON) is None


def test_a_version_knows_how_citizens_call_it():
    load_sample()
    assert queries.current_version("3.000347", ON).plain_name == "Đổi bằng lái xe"
