"""A change of land use with state 6: the tax notice, the clock standing, paid, then decided."""

import json

import pytest
from playwright.sync_api import expect
from tests.births import APPLICANT
from tests.builders_payments import PAYEE, tariff_file
from tests.journeys.browsers import DESK, PHONE
from tests.journeys.installation_under_test import REAL_CATALOGUE
from tests.journeys.paying_platform import platform_of
from tests.journeys.people_at_work import Citizen, Officer, fill_in
from tests.journeys.photographs import jpeg_held_upright

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LAND = "1.013949"
RECORD = {
    "code": LAND, "name": "Giao đất, cho thuê đất, chuyển mục đích sử dụng đất",
    "ministry_group": "bo-nong-nghiep-mt", "decision": "3380/QĐ-BNNMT", "levels": ["Cấp xã"],
    "kind": "TTHC được giao luật quy định chi tiết", "field": "Đất đai", "steps": "",
    "methods": [{"channel": "Trực tuyến", "limit": 15, "unit": "Ngày", "fee_text": "Miễn phí",
                 "fee_amount": 0, "note": ""}],
    "components": [], "legal_bases": ["31/2024/QH15"], "results": [], "conditions": None,
}  # fmt: skip
"""What the catalogue says of it, in short: for where the whole of it is not at hand."""
ANSWERS = APPLICANT | {
    "parcel_number": "128", "map_sheet": "12", "parcel_address": "Thôn Mẫu, xã Mẫu Tân, tỉnh Mẫu",
    "present_use": "garden", "wanted_use": "residential", "area_m2": "100", "delivery": "counter",
}  # fmt: skip
COMMUNE = "Ủy ban nhân dân xã Mẫu Tân"
BASIS = "Luật Đất đai 31/2024/QH15, Điều 155"
NOTICE = {"issuer": "tax-office", "number": "1520/TB-CT", "amount": "45.000.000",
          "legal_basis": BASIS}  # fmt: skip


@pytest.fixture
def platform(installation, tmp_path):
    """The payment platform; an account to pay into, and the procedure in the catalogue."""
    tariffs = tmp_path / "tai-khoan.json"
    tariffs.write_text(json.dumps(tariff_file(payees=[PAYEE])))
    installation.run("fee", "import", str(tariffs))
    if not REAL_CATALOGUE.exists():
        catalogue = tmp_path / "dat.jsonl"
        catalogue.write_text(json.dumps(RECORD))
        installation.run("procedure", "import", str(catalogue))
    with platform_of(installation) as made:
        yield made


@pytest.fixture
def desks(new_context, installation, album):
    """The officers, each at a browser of his own."""
    names = ("lan.motcua", "hai.hotich", "ba.chutich", "tu.vanthu")
    return [
        Officer(new_context(**DESK).new_page(), installation.url, album).logs_in(name)
        for name in names
    ]


def test_land_is_decided_after_the_tax_notice_is_paid_and_the_clock_stood_meanwhile(
    new_context, installation, album, platform, desks
):
    desk, handler, *_others = desks
    telephone = new_context(**PHONE, java_script_enabled=False)
    citizen = Citizen(telephone.new_page(), installation.url, album)
    code = files(citizen)
    desk.receives(code)
    desk.offers(code, to=f"{COMMUNE} · Công chức tư pháp - hộ tịch")
    handler.accepts(code)
    passes_the_notice_on(handler, code)
    handler.opens(code, "du-thao/")
    assert handler.page.locator("main form").count() == 0, "nothing is decided meanwhile"

    citizen.goes_to(f"/ho-so/{code}")
    read = citizen.reads()
    assert "Cần ông/bà nộp 45.000.000 đồng" in read
    assert BASIS in read
    assert "tạm dừng" in read
    assert notice_of(citizen).startswith(b"%PDF-")
    pays(citizen, code, platform)

    handler.opens(code)
    assert "Xác nhận đã nộp tiền" not in handler.reads()
    decide(desks, code)
    told = " ".join(installation.run("dossier", "explain", code).split())
    place = 0
    for act in ("chuyển thông báo 1520/TB-CT", "45.000.000 đồng", BASIS, "tạm dừng từ lúc này",
                "hệ thống xác nhận đã nộp 45.000.000 đồng", "trình dự thảo", "ký số kết quả",
                "trả kết quả cho người nộp", "Đồng hồ dừng từ"):  # fmt: skip
        assert act in told[place:], f"{act} is not told in: {told}"
        place = told.index(act, place)
    assert json.loads(installation.run("ledger", "verify", "--json"))["ok"]
    assert album.faults == []


def files(citizen) -> str:
    """File the land change from the procedure's card to the receipt; return its code."""
    citizen.goes_to(f"/thu-tuc/{LAND}")
    citizen.begins()
    while "kiem-tra" not in citizen.page.url:
        citizen.answers_one_topic(ANSWERS)
    citizen.agrees()
    citizen.sends()
    return citizen.receipt()[0]


def passes_the_notice_on(handler, code) -> None:
    """Pass the tax office's notice on, with its file."""
    handler.opens(code)
    handler.does("Thông báo nộp tiền")
    page = handler.page
    fill_in(page, NOTICE)
    for place, part in enumerate(page.evaluate(
        "new Intl.DateTimeFormat('en-GB', {timeZone: 'Asia/Ho_Chi_Minh'}).format()"
    ).split("/")):  # fmt: skip
        page.locator(f"[name=issued_on_{place}]").fill(part)
    picture = {"name": "tb.jpg", "mimeType": "image/jpeg", "buffer": jpeg_held_upright("THONG BAO")}
    page.locator("input[type=file]").set_input_files(picture)
    handler.presses("Thông báo nộp tiền")
    handler.is_told("Đã gửi thông báo nộp tiền")


def notice_of(citizen) -> bytes:
    """Return the notice as the citizen downloads it."""
    address = citizen.page.locator("main a[href*='/giay-to/']").first.get_attribute("href")
    return citizen.page.request.get(f"{citizen.home}{address}").body()


def pays(citizen, code, platform) -> None:
    """Pay the notice on the platform's page and come back to the receipt."""
    page = citizen.page
    citizen.goes_to(f"/ho-so/{code}/phi")
    citizen.clicks(page.get_by_role("button", name="Nộp 45.000.000 đồng"))
    page.wait_for_url(f"{platform.address}/tra/*")
    page.get_by_role("button", name="Trả đủ tiền").click()
    page.wait_for_url(f"**/ho-so/{code}/phi")
    expect(page.get_by_role("link", name="Biên lai 0000001/BLP")).to_be_visible()


def decide(desks, code) -> None:
    """Draft, sign, issue and hand out."""
    desk, handler, head, clerk = desks
    handler.drafts(code, "Đã nộp đủ nghĩa vụ tài chính, đủ điều kiện chuyển mục đích.")
    handler.offers(code, to=f"{COMMUNE} · Chủ tịch")
    head.accepts(code)
    head.signs(code)
    clerk.issues(code)
    head.offers(code, to="Công chức Một cửa")
    desk.accepts(code)
    desk.returns_result(code)
