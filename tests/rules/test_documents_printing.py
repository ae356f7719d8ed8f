"""Papers of the state: PDF/A-2b, the same bytes for the same words, words never read as markup."""

import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pikepdf
import pypdf
import pytest
from tests.builders_documents import AT, apology, every_paper, result, slip, text_of

from thongsuot.domains.documents import forms, printing, samples
from thongsuot.domains.documents.rules import printable
from thongsuot.domains.documents.terms import (
    Kind,
    Line,
    PaperSize,
    PrintedAgain,
    ReceivedPaper,
    Renewed,
)

PAPERS = every_paper("Nguyễn Thị Ợt “Ví Dụ”")


def fonts_of(pdf: bytes) -> list[pikepdf.Object]:
    """Return the descriptors of every font in a PDF."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [
            {str(key) for key in found.keys()}  # noqa: SIM118 - a PDF dictionary
            for found in opened.objects
            if isinstance(found, pikepdf.Dictionary) and found.get("/Type") == "/FontDescriptor"
        ]


@pytest.mark.parametrize("paper", PAPERS, ids=printing.template_of)
def test_every_paper_is_pdf_a_2b_with_its_fonts_inside(paper):
    pdf = printing.render(paper, at=AT, sample=False)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        marks = opened.open_metadata()
        assert (marks["pdfaid:part"], marks["pdfaid:conformance"]) == ("2", "B")
        assert opened.Root.OutputIntents
    descriptors = fonts_of(pdf)
    assert descriptors
    assert all(keys & {"/FontFile", "/FontFile2", "/FontFile3"} for keys in descriptors)


@pytest.mark.parametrize(
    ("paper", "number"),
    [
        (paper, number)
        for paper in PAPERS
        for number in ("hotline", "contact_phone")
        if hasattr(paper, number)
    ],
    ids=lambda value: value if isinstance(value, str) else printing.template_of(value),
)
def test_a_paper_without_a_number_to_call_asks_nobody_to_call(paper, number):
    silent = text_of(printing.render(replace(paper, **{number: ""}), at=AT, sample=False))
    assert "1900 0000" in text_of(printing.render(paper, at=AT, sample=False))
    assert "gọi" not in silent
    assert "điện thoại" not in silent


@pytest.mark.parametrize("paper", PAPERS, ids=printing.template_of)
def test_vietnamese_words_can_be_read_out_of_every_paper(paper):
    assert "Nguyễn Thị Ợt" in text_of(printing.render(paper, at=AT, sample=False))


def words_in(text: str) -> set[str]:
    """Return the words of a text, however they are capitalised."""
    return {word.casefold() for word in re.findall(r"[^\W\d_]+", text)}


@pytest.mark.parametrize("again", [None, samples.AGAIN], ids=["first", "printed again"])
@pytest.mark.parametrize("template", samples.SAMPLES)
def test_no_word_is_read_out_of_a_paper_that_nobody_wrote(template, again):
    """A letter that a typeface lacks in one of its styles is put together, and read twice."""
    words = printing.words_of(samples.samples_of(template)[0], at=AT)
    typed = words_in(" ".join(file.read_text("utf-8") for file in printing.FOLDER.glob("*.typ")))
    for size in forms.papers()[template].sizes:
        values = printing.values_of(words, sample=True, size=size, again=again)
        pdf = printing.typeset(words, at=AT, sample=True, size=size, again=again)
        read = words_in(text_of(pdf))
        assert read - typed - words_in(json.dumps(values, ensure_ascii=False)) == set(), size
        assert len(read) > 20


@pytest.mark.parametrize("paper", PAPERS, ids=printing.template_of)
def test_the_same_words_at_the_same_instant_give_the_same_bytes(paper):
    first, second = (printing.render(paper, at=AT, sample=False) for _ in range(2))
    assert first == second
    assert printing.render(paper, at=AT + timedelta(days=1), sample=False) != first


@pytest.mark.parametrize("paper", PAPERS, ids=printing.template_of)
def test_sample_papers_say_so_and_real_ones_do_not(paper):
    assert text_of(printing.render(paper, at=AT, sample=True)).count("DỮ LIỆU MẪU") == 2
    assert "DỮ LIỆU MẪU" not in text_of(printing.render(paper, at=AT, sample=False))


@pytest.mark.parametrize(
    "words",
    [
        '#import "common.typ"', "*đậm* _nghiêng_ `mã` $x$ <nhãn> @nguồn", "#panic()", "\\u{41}",
        '"; #sys.inputs', "= Tiêu đề", "/* ghi chú */ // hết", "{{ 1 + 1 }}", "#{1+1}", "~ -- ---",
    ],
)  # fmt: skip
def test_words_are_printed_as_they_are_and_never_run(words):
    pdf = printing.render(result((Line("Ghi chú", words),)), at=AT, sample=False)
    assert words.replace(" ", "") in text_of(pdf).replace(" ", "")


def test_an_intake_slip_says_what_was_promised_and_what_the_record_holds():
    words = text_of(printing.render(slip(), at=AT, sample=False))
    for said in (
        "H99.31-20261102-0000417", "09:10 thứ Hai 16/11/2026", "10 ngày làm việc",
        "lấy từ dữ liệu nhà nước, không thu", "50.000 đồng (năm mươi nghìn đồng), đã nộp",
        "PIN 4821", "7c1e09af 52d4b8e1 4f60a3c7 91d26eb5", "0b83fd17 c64a2e98 d70b5163 ae2f48c9",
        "bất cứ ai cũng kiểm tra được",
    ):  # fmt: skip
        assert said in words


def test_what_is_owed_stands_on_the_slip_with_its_vietqr_on_one_sheet_and_on_the_roll():
    owed = slip(fee_paid=False, transfer=samples.TRANSFER)
    printed = printing.render(owed, at=AT, sample=True)
    assert "50.000 đồng" in text_of(printed)
    assert "chưa nộp" in text_of(printed)
    assert "VietQR: nộp phí" in text_of(printed)
    assert printing.pages_of(printed) == 1
    kept = printing.words_of(owed, at=AT)
    assert "VietQR" in text_of(printing.typeset(printing.on_roll(kept), at=AT, sample=True))
    again = PrintedAgain(at=AT, by="Lò Mẫu Bốn", copy=2, made_at=AT, sha256="0" * 64)
    later = text_of(printing.typeset(kept, at=AT, sample=True, again=again))
    assert "chưa nộp lúc tiếp nhận" in later
    assert "VietQR" not in later, "it may be paid by then"
    before = {name: said for name, said in kept.items() if name != "transfer"}
    again = text_of(printing.typeset(before, at=AT, sample=True))
    assert "VietQR" not in again, "as a paper kept from before"


@pytest.mark.parametrize("renewed", [None, Renewed(AT, "supplied", AT, samples.TRACE)])
def test_an_intake_slip_is_one_sheet_of_a5_with_six_papers(renewed):
    papers = tuple(ReceivedPaper(name=f"Giấy tờ thứ {n}", originals=1) for n in range(6))
    printed = printing.render(slip(papers=papers, renewed=renewed), at=AT, sample=True)
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        (page,) = pdf.pages
        assert [round(float(side)) for side in page.mediabox[2:]] == [420, 595]


@pytest.mark.parametrize("size", [PaperSize.A4, PaperSize.A5])
@pytest.mark.parametrize("papers", range(8, 15))
def test_who_signs_a_slip_never_stands_alone_on_a_page(size, papers):
    long = samples.samples_of("intake-slip")[0]
    about = replace(long.about, procedure_name="Cấp giấy phép xây dựng mới " * 15)
    listed = tuple(ReceivedPaper(name=f"Giấy tờ {n}", originals=1) for n in range(papers))
    pdf = printing.render(replace(long, about=about, papers=listed), at=AT, sample=False, size=size)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    (signed,) = [page for page in pages if "Người tiếp nhận" in page]
    assert "Tra cứu" in signed


SIGNED = ("supplement-request", "refusal-to-receive", "apology", "stop-notice", "result",
          "refusal-on-substance")  # fmt: skip


@pytest.mark.parametrize("size", [PaperSize.A4, PaperSize.A5])
@pytest.mark.parametrize("template", SIGNED)
def test_who_signs_never_stands_alone_on_a_page_nor_does_the_trace(template, size):
    broken = 0
    for lines in range(0, 44, 2):
        long = samples.samples_of(template)[0]
        words = "Cấp giấy phép xây dựng mới tại xã " * lines
        said = replace(long, about=replace(long.about, procedure_name=words))
        said = replace(said, opening=words) if template == "result" else said
        pdf = printing.render(said, at=AT, sample=False, size=size)
        *before, last = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
        broken += bool(before)
        assert "Trần Văn Ví Dụ" in last, "the trace follows the signature"
        assert "Dấu vết" in last
        top = [line for line in last.splitlines() if line.strip()][1 if before else 0]
        assert "Nơi nhận" not in top, "words of the paper come first"
    assert broken > 3, "otherwise it asks nothing"


def lines_of(pdf: bytes) -> list[str]:
    """Return the first page line by line."""
    return pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text().splitlines()


@pytest.mark.parametrize("size", [PaperSize.A4, PaperSize.A5])
def test_the_instant_of_an_appointment_is_one_line_beside_a_long_place(size):
    place = "Trung tâm Phục vụ hành chính công xã Quảng Nghiệp - Ngọc Khê Thượng"
    for paper, said in (
        (slip(return_place=place), "09:10 thứ Hai 16/11/2026"),
        (apology(return_place=place), "09:10 thứ Sáu 20/11/2026"),
    ):
        pdf = printing.render(paper, at=AT, sample=False, size=size)
        assert [line for line in lines_of(pdf) if said in line], lines_of(pdf)


def test_a_slip_without_papers_says_so_and_heads_no_empty_table():
    words = text_of(printing.render(slip(papers=()), at=AT, sample=False))
    assert "Giấy tờ đã nhận: không có giấy tờ nộp kèm." in words
    assert "Bản chính" not in words


def test_the_day_of_a_letter_is_not_torn_apart_by_a_long_place():
    for letters in range(5, 60):
        head = replace(apology().letterhead, place="ơ" * letters)
        pdf = printing.render(replace(apology(), letterhead=head), at=AT, sample=False)
        assert [line for line in lines_of(pdf) if "ngày 02 tháng 11 năm 2026" in line], letters


@pytest.mark.parametrize(
    ("at", "title"),
    [
        (datetime(2025, 9, 14, 2, tzinfo=UTC), "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ"),
        (AT, "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT"),
    ],
    ids=["under the circular of 2018", "under the circular of 2025"],
)
def test_an_apology_bears_the_title_that_the_circular_of_its_day_gave_it(at, title):
    words = text_of(printing.render(apology(), at=at, sample=False))
    assert title in words
    assert "09:10 thứ Hai 16/11/2026" in words
    assert "09:10 thứ Sáu 20/11/2026" in words


def test_a_paper_longer_than_a_page_goes_on_with_page_numbers():
    lines = tuple(Line(f"Mục {n}", "nội dung") for n in range(90))
    pdf = printing.render(result(lines), at=AT, sample=False)
    assert printing.pages_of(pdf) == 3
    assert "Trang 2/3" in text_of(pdf)


def test_a_word_longer_than_the_page_stays_on_the_page():
    lines = (Line("Ghi chú", "W" * 300),)
    pdf = printing.render(result(lines), at=AT, sample=False)
    assert text_of(pdf).count("W") == 300


def test_a_qr_is_drawn_of_the_address_and_left_out_without_one():
    with_code = printing.render(result(), at=AT, sample=False)
    without = printing.render(replace(result(), check_url=""), at=AT, sample=False)
    assert "Quét để kiểm tra" in text_of(with_code)
    assert "Quét để kiểm tra" not in text_of(without)


def test_every_kind_of_paper_is_filed_under_its_kind():
    assert [printing.kind_of(paper) for paper in PAPERS] == [
        Kind.RESULT, Kind.RESULT, Kind.INTAKE_SLIP, Kind.DECLARATION, Kind.SUPPLEMENT_REQUEST,
        Kind.REFUSAL_TO_RECEIVE, Kind.APOLOGY, Kind.STOP_NOTICE,
    ]  # fmt: skip


@pytest.mark.slow
def test_every_character_let_through_has_a_glyph_in_every_style():
    everything = [chr(place) for place in range(0x20, 0x3000)]
    let_through = [c for c in everything if printable(f"a{c}a") not in {"a□a", "aa"}]
    assert len(let_through) > 2_000
    words = " ".join(let_through)
    for paper in every_paper(words):
        assert printing.render(paper, at=AT, sample=False).startswith(b"%PDF-")
