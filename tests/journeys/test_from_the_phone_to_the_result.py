"""One birth registration from a telephone to the signed result, and how it is told afterwards."""

import io
import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader
from tests.births import BIRTH_ANSWERS, CHILD
from tests.journeys import looking_around
from tests.journeys.browsers import DESK, PHONE
from tests.journeys.inspection import lens
from tests.journeys.people_at_work import Citizen, Officer, Photo, plain
from tests.journeys.photographs import heic, jpeg_held_upright

pytestmark = pytest.mark.browser

COMMUNE = "Ủy ban nhân dân xã Mẫu Tân"
WHY_ELSEWHERE = "Người nộp ghi địa chỉ thuộc dự án do Sở theo dõi, đề nghị xem"
BASIS = "Luật Hộ tịch 60/2014/QH13, Điều 13"
PROBLEM = "Ảnh bị lóa ở phần họ tên mẹ, đề nghị chụp lại rõ cả trang"
BIRTH_PAPER = "Giấy chứng sinh"
BIRTH_CODE = "giay-chung-sinh"


@dataclass(frozen=True)
class Story:
    """What the journey left behind."""

    code: str
    pin: str
    result: bytes
    result_name: str
    first_paper: bytes
    tracking_while_asked: str
    returned_notice: str
    tracking_at_the_end: str
    told: str
    verified: dict


@pytest.fixture(scope="module")
def desks(new_context, installation, album):
    """The officers, each at a browser of his own."""

    def sit_down(username):
        page = new_context(**DESK).new_page()
        return Officer(page, installation.url, album).logs_in(username)

    names = {
        "desk": "lan.motcua", "department": "nam.so", "handler": "hai.hotich",
        "head": "ba.chutich", "clerk": "tu.vanthu",
    }  # fmt: skip
    return {who: sit_down(username) for who, username in names.items()}


@pytest.fixture(scope="module")
def story(new_context, installation, desks, album) -> Story:
    """The whole way of one dossier, played once."""
    telephone = new_context(**PHONE, java_script_enabled=False)
    citizen = Citizen(telephone.new_page(), installation.url, album)
    taken = Photo(
        BIRTH_CODE, "IMG_0412.JPG", "image/jpeg", jpeg_held_upright("GIAY CHUNG SINH"), True
    )
    kept = Photo(BIRTH_CODE, "IMG_0413.HEIC", "image/heic", heic("GIAY CHUNG SINH, MAT SAU"))
    code, pin = citizen.files_a_birth(taken, kept)
    first_paper = _paper(desks["desk"], code)
    returned = _to_the_wrong_agency_and_back(desks, code)
    _to_the_right_one(desks, code)
    other = Citizen(new_context(**PHONE).new_page(), installation.url, album)
    while_asked = _supplies(other, code, pin)
    _decide(desks, code)

    citizen.goes_to(f"/ho-so/{code}")
    at_the_end = citizen.reads()
    with citizen.page.expect_download() as waiting:
        citizen.page.get_by_role("link", name="Tải kết quả").first.click()
    download = waiting.value
    return Story(
        code=code, pin=pin, result=Path(download.path()).read_bytes(),
        result_name=download.suggested_filename, first_paper=first_paper,
        tracking_while_asked=while_asked, returned_notice=returned,
        tracking_at_the_end=at_the_end,
        told=installation.run("dossier", "explain", code),
        verified=json.loads(installation.run("ledger", "verify", "--json")),
    )  # fmt: skip


def _paper(officer, code) -> bytes:
    """Return the first photograph as the desk reads it: a PDF."""
    officer.opens(code, "thanh-phan/")
    address = officer.page.locator("a", has_text="IMG_0412").first.get_attribute("href")
    return officer.page.request.get(f"{officer.home}{address}").body()


def _to_the_wrong_agency_and_back(desks, code) -> str:
    """Offer it to a department, which is not competent; return what the desk reads then."""
    desk = desks["desk"]
    looking_around.at_forms(desk, code, tu_choi="Từ chối tiếp nhận")
    desk.receives(code)
    looking_around.as_officer(desk, code)
    desk.chooses_another_place(code, "Hoàng Hải Nam")
    desk.presses("Chuyển")
    expect(desk.page.get_by_role("alert")).to_contain_text("Ghi vì sao chuyển nơi khác")
    desk.offers_elsewhere(code, "Hoàng Hải Nam", WHY_ELSEWHERE)
    looking_around.at_forms(desks["department"], code, tra_lai="Trả lại")
    desks["department"].sends_back(code, reason="Sai thẩm quyền", basis=BASIS, right_agency=COMMUNE)
    desk.opens(code, "chuyen/")
    return desk.reads()


def _to_the_right_one(desks, code) -> None:
    """Offer it to the commune, which takes it, and finds one paper hard to read."""
    desks["desk"].offers(code, to=f"{COMMUNE} · Công chức tư pháp - hộ tịch")
    desks["handler"].accepts(code)
    looking_around.at_forms(
        desks["handler"], code,
        bo_sung="Soạn yêu cầu bổ sung", du_thao="Dự thảo quyết định", dung="Dừng xử lý",
    )  # fmt: skip
    desks["handler"].drafts_request(code, BIRTH_PAPER, PROBLEM)
    desks["head"].signs_request(code)


def _supplies(citizen, code, pin) -> str:
    """From another telephone: open it with code and PIN, read what is asked, send it."""
    citizen.looks_up(code, pin)
    citizen.page.get_by_role("link", name="Bổ sung giấy tờ").wait_for()
    seen = citizen.reads()
    looking_around.as_citizen(citizen, code)
    citizen.goes_to(f"/ho-so/{code}")
    citizen.clicks(citizen.page.get_by_role("link", name="Bổ sung giấy tờ"))
    photo = Photo(BIRTH_CODE, "IMG_0420.JPG", "image/jpeg", jpeg_held_upright("CHUP LAI"))
    citizen.page.locator(photo.box).set_input_files(photo.payload())
    seen += citizen.reads()
    citizen.clicks(citizen.page.get_by_role("button", name="Gửi giấy tờ bổ sung"))
    expect(citizen.page).to_have_url(re.compile(f"/ho-so/{code}$"))
    return seen + citizen.reads()


def _decide(desks, code) -> None:
    desks["handler"].drafts(code, "Đã đối chiếu giấy chứng sinh với lời khai, đủ điều kiện.")
    desks["handler"].offers(code, to=f"{COMMUNE} · Chủ tịch")
    desks["head"].accepts(code)
    desks["head"].signs(code)
    desks["clerk"].issues(code)
    looking_around.as_officer(desks["head"], code)
    desks["head"].offers(code, to="Công chức Một cửa")
    desks["desk"].accepts(code)
    desks["desk"].opens(code, "tra-ket-qua/")
    assert "Người nộp chọn khi nộp hồ sơ" in desks["desk"].reads()
    desks["desk"].returns_result(code)


@pytest.fixture(scope="module")
def inspected(story, album, new_context):
    """What was found on each page of the story, shown once more."""
    with lens(new_context(**DESK)) as looking:
        return {kind: looking.inspect(visit) for kind, visit in album.visits.items()}


def test_the_citizen_downloads_the_result_that_names_the_child(story):
    assert story.result.startswith(b"%PDF-")
    assert story.result_name == f"ket-qua-{story.code}.pdf"
    text = plain(
        "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(story.result)).pages)
    )
    assert CHILD["child_full_name"] in text
    assert "Lê Quang Bá" in text


def test_the_signature_of_the_result_holds_and_leads_to_the_authority(story, installation):
    (root,) = load_certs_from_pemder_data(installation.signing_authority)
    (signature,) = PdfFileReader(io.BytesIO(story.result)).embedded_signatures
    trusted = ValidationContext(trust_roots=[root], allow_fetching=False)
    with ThreadPoolExecutor() as elsewhere:  # the browser has an event loop running here
        status = elsewhere.submit(validate_pdf_signature, signature, trusted).result()
    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    assert status.coverage.name == "ENTIRE_FILE"


def test_a_photograph_taken_on_its_side_stands_upright_before_the_officer(story):
    (page,) = PdfReader(io.BytesIO(story.first_paper)).pages
    assert page.mediabox.width < page.mediabox.height


def test_the_tracking_page_says_what_is_missing_and_that_the_clock_stands(story):
    assert "Cần ông/bà bổ sung 1 giấy tờ" in story.tracking_while_asked
    assert PROBLEM in story.tracking_while_asked
    assert "tạm dừng" in story.tracking_while_asked


def test_the_return_is_shown_with_who_why_and_the_right_agency(story):
    assert "Sở Thử nghiệm" in story.returned_notice
    assert BASIS in story.returned_notice
    assert COMMUNE in story.returned_notice


def test_the_story_names_everybody_in_the_order_of_what_they_did(story):
    told = plain(story.told)
    acts = [
        "người nộp gửi hồ sơ", "Trần Thị Ngọc Lan", "tiếp nhận hồ sơ",
        "đề nghị chuyển hồ sơ", "Sở Thử nghiệm", WHY_ELSEWHERE,
        "Hoàng Hải Nam", "trả lại đề nghị chuyển", BASIS, COMMUNE,
        "Đỗ Minh Hải", "nhận hồ sơ", "yêu cầu người nộp bổ sung", "người nộp bổ sung đủ",
        "trình dự thảo", "Lê Quang Bá", "ký số kết quả", "Phạm Thanh Tú", "phát hành kết quả",
        "Trần Thị Ngọc Lan", "trả kết quả cho người nộp",
    ]  # fmt: skip
    place = 0
    for act in acts:
        assert act in told[place:], f"{act} is not told after {told[max(0, place - 80) : place]}"
        place = told.index(act, place) + len(act)


def test_the_record_holds(story):
    assert story.verified["ok"], story.verified
    assert story.verified["first_fault"] is None


def test_the_applicants_data_is_in_no_line_of_the_logs(story, installation):
    log = installation.logs()
    known = [BIRTH_ANSWERS["applicant_full_name"], CHILD["child_full_name"], "999195000017"]
    assert [words for words in known if words in log] == []


def test_no_page_of_the_story_failed(story, album):
    assert album.faults == []


def test_no_page_of_the_story_breaks_a_rule_of_accessibility(inspected):
    assert {kind: found.broken for kind, found in inspected.items() if found.broken} == {}


def test_no_page_of_the_story_scrolls_sideways_on_a_narrow_telephone(inspected):
    assert {kind: found.excess for kind, found in inspected.items() if found.excess > 0} == {}


def test_no_page_of_the_story_breaks_its_content_policy(inspected, album):
    """The pages of the telephone without scripts were shown once more, with them."""
    assert album.complaints == []
