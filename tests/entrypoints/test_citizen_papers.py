"""Papers: what people have is taken, what cannot be read is named, nothing is lost or doubled."""

import io
import re

import pytest
from django.test import RequestFactory
from pikepdf import Encryption
from tests.builders import build_province
from tests.builders_citizen import PAPER, Citizen, named, text_of, title_of
from tests.builders_documents import pdf_of
from tests.builders_documents import photo as picture_of
from tests.builders_officer import hidden_fields

from thongsuot.domains.dossiers import queries as dossiers

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(monkeypatch, db, published_calendar):
    build_province()
    citizen = Citizen(monkeypatch)
    citizen.begin()
    return citizen


def kept(citizen) -> list[str]:
    return [paper.name for paper in dossiers.draft_papers(citizen.draft)]


def test_one_row_a_paper_and_what_the_state_holds_is_not_asked_for(begun):
    page = begun.get("papers", begun.draft)
    html, text = page.content.decode(), text_of(page)
    assert "Nhà nước đã có các giấy tờ dưới đây. Ông/bà không phải nộp." in text
    assert (
        f'id="file-{PAPER}" name="file-{PAPER}" accept="image/*,application/pdf,.heic" multiple'
        in html
    )
    assert 'capture="environment"' in html
    assert "mỗi tệp tối đa 20\u00a0MB" in html
    assert 'name="file-giay-to-tuy-than"' not in html


def test_the_state_is_said_to_hold_a_marriage_only_of_parents_who_said_they_are_married(begun):
    marriage = "Giấy chứng nhận kết hôn của cha mẹ"
    for said, stands in (("no", False), ("yes", True)):
        begun.answer("cha-me-ket-hon", parents_married=said)
        text = text_of(begun.get("papers", begun.draft))
        assert "Giấy tờ tùy thân của người nộp" in text
        assert (marriage in text) == stands


def test_photos_and_pdf_are_taken_and_listed_with_pages_and_size_as_kept(begun, photo):
    answer = begun.upload(
        named("giay-chung-sinh.jpg", photo()),
        named("trang-2.pdf", pdf_of(3)),
        tai=PAPER,
        follow=True,
    )
    text = text_of(answer)
    assert "giay-chung-sinh.jpg đã nhận, 1 trang" in text
    assert "trang-2.pdf đã nhận, 3 trang" in text


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "HEIF"])
def test_telephones_send_other_pictures_too(begun, kind):
    assert begun.upload(named("anh", picture_of(kind))).status_code == 302
    assert kept(begun) == ["anh"]


CUT_HEIC = picture_of("HEIF")[: len(picture_of("HEIF")) // 2]
REFUSED = [
    ("empty", b"", "Tệp “xau.jpg” không có nội dung."),
    ("a zip renamed", b"PK\x03\x04" + b"x" * 2000, "Bên trong tệp “xau.jpg” là tệp nén"),
    ("a web page renamed", b"<html>" + b"x" * 2000, "Tệp “xau.jpg” là trang web."),
    ("bytes of no known kind", b"\x00\x01" * 900, "Tệp “xau.jpg” thuộc loại chưa đọc được."),
    ("a cut HEIC", CUT_HEIC, "Tệp “xau.jpg” bị hỏng hoặc tải lên chưa trọn."),
    (
        "a locked PDF",
        pdf_of(1, encryption=Encryption(owner="mau", user="mau")),
        "Tệp “xau.jpg” đang đặt mật khẩu",
    ),
]


@pytest.mark.parametrize(
    ("content", "sentence"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED]
)
def test_a_file_that_cannot_be_read_is_named_with_what_to_do_and_the_good_ones_stay(
    begun, photo, content, sentence
):
    page = begun.upload(named("xau.jpg", content), named("tot.jpg", photo()), tai=PAPER)
    assert page.status_code == 422
    assert title_of(page).startswith("Lỗi: ")
    assert text_of(page).count(sentence) == 2
    assert kept(begun) == ["tot.jpg"]


def test_going_on_after_a_refused_file_says_again_what_was_wrong_with_it(begun):
    page = begun.upload(named("rong.jpg", b""), tai=PAPER)
    carried = hidden_fields(page)[f"refused-{PAPER}"]
    again = begun.send("papers", begun.draft, **{f"refused-{PAPER}": carried})
    assert text_of(again).count("Tệp “rong.jpg” không có nội dung.") == 2
    assert "Chụp hoặc chọn tệp cho giấy tờ" not in text_of(again)


def test_a_file_over_the_limit_gets_an_answer_and_is_not_kept_on_disk(begun, settings, photo):
    settings.MAX_UPLOAD_BYTES = 50_000
    page = begun.upload(
        named("to.jpg", b"\xff\xd8\xff" + b"x" * 300_000), named("tot.jpg", photo())
    )
    assert page.status_code == 413
    assert "Tệp “to.jpg” nặng 293\u00a0KB, vượt mức 48,8\u00a0KB." in page.content.decode()
    assert kept(begun) == ["tot.jpg"]


def test_no_more_of_a_file_than_may_be_sent_reaches_the_disk_at_any_address(settings):
    settings.MAX_UPLOAD_BYTES = 1_000
    request = RequestFactory().post("/", {"file": named("to.jpg", b"x" * 200_000)})
    taken = request.FILES["file"]
    assert taken.size == 200_000
    assert taken.read() == b""
    request.close()


def test_more_files_than_one_sending_may_hold_get_a_page(begun, photo):
    page = begun.upload(*[named(f"{n}.jpg", photo()) for n in range(25)])
    assert page.status_code == 413
    assert "Phần gửi lên quá lớn" in text_of(page)
    assert kept(begun) == []


def test_the_same_file_sent_twice_is_there_once(begun, photo):
    for _ in range(2):
        begun.upload(named("giay-chung-sinh.jpg", photo()), tai=PAPER)
    assert kept(begun) == ["giay-chung-sinh.jpg"]


def test_a_file_can_be_taken_out_again_and_once_is_enough(begun, photo):
    begun.upload(named("nham.jpg", photo()), tai=PAPER)
    paper = dossiers.draft_papers(begun.draft)[0].id
    page = begun.send("papers", begun.draft, bo=str(paper), follow=True)
    assert "Đã bỏ một tệp khỏi hồ sơ." in text_of(page)
    assert kept(begun) == []
    assert begun.send("papers", begun.draft, bo=str(paper)).status_code == 302
    assert begun.send("papers", begun.draft, bo="khong-phai-ma").status_code == 302


def test_taking_one_out_still_takes_in_what_was_chosen_for_another(begun, photo):
    begun.upload(named("nham.jpg", photo()), tai=PAPER)
    paper = dossiers.draft_papers(begun.draft)[0].id
    begun.upload(named("uy-quyen.png", picture_of("PNG")), to="van-ban-uy-quyen", bo=str(paper))
    assert kept(begun) == ["uy-quyen.png"]


def test_going_on_without_a_required_paper_says_which_one(begun):
    page = begun.send("papers", begun.draft)
    assert page.status_code == 422
    assert "Chụp hoặc chọn tệp cho giấy tờ “Giấy chứng sinh”" in text_of(page)
    assert f'href="#file-{PAPER}"' in page.content.decode()


def test_going_on_with_everything_leads_to_the_check_page(begun, photo):
    answer = begun.upload(named("giay-chung-sinh.jpg", photo()))
    assert answer["Location"].endswith("/kiem-tra")


def test_stopping_keeps_the_files(begun, photo):
    assert begun.upload(named("a.jpg", photo()), dung="1")["Location"].endswith("/ho-so-cua-toi")
    assert kept(begun) == ["a.jpg"]


def test_a_file_can_be_looked_at_as_the_server_keeps_it(begun, photo):
    begun.upload(named("Giấy chứng sinh.jpg", photo()), tai=PAPER)
    paper = dossiers.draft_papers(begun.draft)[0].id
    answer = begun.get("draft-paper", begun.draft, paper)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store, private"
    assert 'filename="giay-chung-sinh.pdf"' in answer["Content-Disposition"]
    assert (
        "filename*=UTF-8''Gi%E1%BA%A5y%20ch%E1%BB%A9ng%20sinh.pdf" in answer["Content-Disposition"]
    )


def test_the_file_of_another_draft_is_not_shown(begun, monkeypatch, photo):
    begun.upload(named("a.jpg", photo()), tai=PAPER)
    paper = dossiers.draft_papers(begun.draft)[0].id
    other = Citizen(monkeypatch)
    other.begin()
    assert other.get("draft-paper", other.draft, paper).status_code == 404


class Cut(io.BytesIO):
    """A connection that breaks off in the middle of the body."""

    def read(self, *size):
        piece = super().read(*size)
        if not piece:
            raise OSError("the sender went away")
        return piece


def test_a_connection_lost_in_the_middle_of_an_upload_loses_nothing(begun, photo):
    begun.upload(named("truoc.jpg", photo()), tai=PAPER)
    body = (
        b'--cat\r\nContent-Disposition: form-data; name="file-giay-chung-sinh"; '
        b'filename="a.jpg"\r\n\r\n' + b"x" * 5000
    )
    begun.browser.raise_request_exception = False
    begun.browser.generic(
        "POST", f"/nop/{begun.draft}/giay-to", b"", "multipart/form-data; boundary=cat",
        **{"wsgi.input": Cut(body), "CONTENT_LENGTH": "900000"},
    )  # fmt: skip
    page = begun.get("papers", begun.draft)
    assert re.search("truoc.jpg", text_of(page))
    assert kept(begun) == ["truoc.jpg"]
