"""Forms: dates in three boxes, errors in our words, what was typed stays."""

from datetime import date

import pytest
from django import forms

from thongsuot.entrypoints.shared.forms import Choice, DateField, Form, error_items

TODAY = date(2026, 11, 20)


class Birth(Form):
    born_on = DateField(label="Ngày sinh của bé", not_after=TODAY)
    place = forms.CharField(label="Nơi sinh", error_messages={"required": "Nhập tên nơi sinh"})
    sex = forms.ChoiceField(
        label="Giới tính", choices=[("nam", Choice("Nam", "hint"))], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Ghi chú", required=False)


def _filled(day: str, month: str, year: str) -> Birth:
    return Birth(
        {"born_on_0": day, "born_on_1": month, "born_on_2": year, "place": "x", "sex": "nam"}
    )


@pytest.mark.parametrize(
    ("boxes", "given"),
    [
        pytest.param(("18", "10", "2026"), date(2026, 10, 18), id="two digits"),
        pytest.param(("5", "3", "2025"), date(2025, 3, 5), id="one digit"),
        pytest.param((" 05", "03 ", "2025"), date(2025, 3, 5), id="blanks around"),
    ],
)
def test_a_date_is_read_from_its_boxes(boxes, given):
    form = _filled(*boxes)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born_on"] == given


@pytest.mark.parametrize(
    ("boxes", "sentence"),
    [
        pytest.param(("", "", ""), "Nhập ngày sinh của bé", id="nothing entered"),
        pytest.param(
            ("18", "", "2026"),
            "Ngày sinh của bé phải có đủ ngày, tháng, năm. Ví dụ: 27/3/2007",
            id="month missing",
        ),
        pytest.param(
            ("31", "2", "2026"),
            "Ngày sinh của bé phải có đủ ngày, tháng, năm. Ví dụ: 27/3/2007",
            id="no such day",
        ),
        pytest.param(
            ("21", "11", "2026"),
            "Ngày sinh của bé không thể sau hôm nay (20/11/2026)",
            id="tomorrow",
        ),
    ],
)
def test_a_wrong_date_says_what_is_wrong_and_keeps_what_was_typed(boxes, sentence):
    form = _filled(*boxes)
    assert form.errors["born_on"] == [sentence]
    html = str(form["born_on"].as_field_group())
    assert all(f'value="{part}"' in html for part in boxes if part)
    assert "ts-field--wrong" in html


def test_required_fields_say_what_to_enter_or_choose_unless_they_have_their_own_words():
    form = Birth({})
    assert form.errors["place"] == ["Nhập tên nơi sinh"]
    assert form.errors["sex"] == ["Chọn giới tính"]
    assert "note" not in form.errors


def test_the_summary_leads_to_every_field():
    items = error_items(Birth({}))
    assert [item.address for item in items] == ["#id_born_on_0", "#id_place", "#id_sex_0"]
    html = Birth({})["sex"].as_field_group()
    assert 'id="id_sex_0"' in html


def test_a_field_names_its_hint_and_its_error_for_screen_readers():
    class One(Form):
        place = forms.CharField(label="Nơi sinh", help_text="Gõ vài chữ")

    html = One({})["place"].as_field_group()
    assert 'aria-describedby="id_place_helptext id_place_error"' in html
    assert 'id="id_place_helptext"' in html
    assert 'id="id_place_error"' in html
    assert 'aria-invalid="true"' in html


def test_what_a_visitor_typed_cannot_become_markup():
    html = Birth({"place": '"><script>alert(1)</script>'})["place"].as_field_group()
    assert "<script>" not in html


def test_optional_fields_say_so_and_stars_are_not_used():
    html = Birth()["note"].as_field_group()
    assert "(không bắt buộc)" in html
    assert "*" not in html


def test_a_stored_date_fills_the_boxes():
    html = Birth(initial={"born_on": date(2026, 3, 5)})["born_on"].as_field_group()
    assert all(f'value="{part}"' in html for part in ("05", "03", "2026"))


def test_a_tile_shows_label_hint_and_the_choice_made():
    html = Birth(initial={"sex": "nam"})["sex"].as_field_group()
    assert "ts-tile__hint" in html
    assert "checked" in html
