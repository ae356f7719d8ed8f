"""The forms of the law: which of them applies when, and that each prints whatever it is given."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pikepdf
import pytest
from tests.builders_documents import AT, slip

from thongsuot.domains.documents import forms, printing, samples
from thongsuot.domains.documents.sheets import RollSlipPaper

LAST_OF_2018 = date(2025, 9, 14)
FIRST_OF_2025 = date(2025, 9, 15)


def tags_of(pdf: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang) == "vi"
        return {
            str(found.get("/S"))
            for found in opened.objects
            if isinstance(found, pikepdf.Dictionary) and found.get("/Type") == "/StructElem"
        }


@pytest.mark.parametrize(
    ("paper", "on", "key"),
    [
        ("intake-slip", date(2019, 1, 5), None),
        ("intake-slip", date(2019, 1, 6), "01/2018/TT-VPCP:01"),
        ("apology", LAST_OF_2018, "01/2018/TT-VPCP:04"),
        ("apology", FIRST_OF_2025, "03/2025/TT-VPCP:04"),
        ("stop-notice", LAST_OF_2018, None),
        ("stop-notice", FIRST_OF_2025, "03/2025/TT-VPCP:05"),
        ("control-sheet", LAST_OF_2018, "01/2018/TT-VPCP:05"),
        ("control-sheet", FIRST_OF_2025, "03/2025/TT-VPCP:06"),
        ("register", LAST_OF_2018, "01/2018/TT-VPCP:06"),
        ("register", FIRST_OF_2025, "03/2025/TT-VPCP:07"),
        ("result", FIRST_OF_2025, None),
    ],
)
def test_a_form_is_known_by_circular_and_number_and_the_day(paper, on, key):
    found = forms.form_on(paper, on)
    assert (found.key if found else None) == key


def test_the_law_has_six_forms_then_seven():
    by_circular = [form.circular for form in forms.shipped()]
    assert by_circular.count("01/2018/TT-VPCP") == 6
    assert by_circular.count("03/2025/TT-VPCP") == 7


@pytest.mark.parametrize("paper", samples.SAMPLES)
def test_every_form_prints_short_long_and_empty_and_is_tagged(paper):
    for words in samples.samples_of(paper):
        pdf = printing.render(words, at=AT, sample=False)
        assert {"/H1", "/P"} <= tags_of(pdf)


def test_a_register_of_a_year_gone_by_has_the_form_of_that_year():
    words = replace(samples.samples_of("register")[0], year=2024)
    assert printing.form_of(words, AT).key == "01/2018/TT-VPCP:06"


def test_the_slip_on_a_roll_is_one_strip_80_mm_wide_with_the_form_of_the_slip():
    on_roll = RollSlipPaper(slip=slip(), track_url=slip().track_url)
    pdf = printing.render(on_roll, at=AT, sample=False)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (page,) = opened.pages
        assert round(float(page.mediabox[2]) / 72 * 25.4) == 80
    assert printing.form_of(on_roll, AT - timedelta(days=700)).key == "01/2018/TT-VPCP:01"
    assert printing.form_of(on_roll, datetime(2026, 1, 1, tzinfo=UTC)).key == "03/2025/TT-VPCP:01"
