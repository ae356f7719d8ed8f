"""The forms of the law: which of them applies when, and that each prints whatever it is given."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pikepdf
import pytest
from tests.builders_documents import AT, slip, text_of

from thongsuot.domains.documents import forms, printing, samples
from thongsuot.domains.documents.sheets import RollSlipPaper
from thongsuot.domains.documents.terms import PaperSize, PaperSizeUnknown

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


SIDES = {PaperSize.A4: (210, 297), PaperSize.A5: (148, 210)}


def size_of(pdf: bytes) -> PaperSize:
    """Return the size of the sheets, whichever way they lie."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        width, height = (round(float(side) / 72 * 25.4) for side in opened.pages[0].mediabox[2:])
    if width == 80:
        return PaperSize.ROLL
    return next(size for size, sides in SIDES.items() if set(sides) == {width, height})


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


@pytest.mark.parametrize("paper", forms.papers())
def test_every_paper_prints_short_long_and_empty_on_each_of_its_sizes_and_is_tagged(paper):
    for words in samples.samples_of(paper):
        for size in forms.papers()[paper].sizes:
            pdf = printing.render(words, at=AT, sample=False, size=size)
            assert {"/H1", "/P"} <= tags_of(pdf)
            assert size_of(pdf) == size


def test_a_paper_is_not_printed_on_a_size_that_it_is_not_made_for():
    with pytest.raises(PaperSizeUnknown):
        printing.render(slip(), at=AT, sample=False, size=PaperSize.ROLL)


@pytest.mark.parametrize("paper", forms.papers())
def test_every_paper_names_its_entry_and_where_to_look_it_up(paper):
    words = printing.words_of(samples.samples_of(paper)[0], at=AT)
    assert words["url"]
    text = text_of(printing.typeset(words, at=AT, sample=False))
    assert samples.TRACE.hash[:8] in text


@pytest.mark.parametrize("paper", forms.papers())
def test_what_is_printed_again_says_so_on_every_page_whatever_its_template(paper):
    words = printing.words_of(samples.samples_of(paper)[1], at=AT)
    plain = b'#import "common.typ": *\n#set page(paper: "a5")\n#said'
    for source in (b"", plain):
        pdf = printing.typeset(words, at=AT, sample=False, again=samples.AGAIN, source=source)
        marks = text_of(pdf).count("BẢN IN LẠI lần 2, lúc 09:10 ngày 16/11/2026")
        assert marks == printing.pages_of(pdf)


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


def test_a_limit_of_the_same_day_is_printed_on_both_slips():
    told = slip(limit_unit="same-day", limit_quantity=1)
    assert "trong ngày làm việc" in text_of(printing.render(told, at=AT, sample=False))
    on_roll = RollSlipPaper(slip=told, track_url=told.track_url)
    assert "trong ngày làm việc" in text_of(
        printing.render(on_roll, at=AT, sample=False, size=PaperSize.ROLL)
    )
