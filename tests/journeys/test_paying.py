"""A fee with its exemption, paid online from a phone; the platform's message never comes."""

import json
import re
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect
from tests.births import APPLICANT
from tests.builders_payments import ONLINE_HALF, PAYEE, ROW, tariff_file
from tests.installation import OK
from tests.journeys.browsers import PHONE
from tests.journeys.paying_platform import platform_of
from tests.journeys.people_at_work import Citizen

from thongsuot.kernel.clock import local_date, utc_now

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OF_ANOTHER_JOURNEY = 1
"""The day may hold money of a journey before, whose platform is gone: that is listed."""
EXTRACT = "2.000635"
COPY = ROW | {
    "procedure": EXTRACT, "item": "ban-sao", "name": "Lệ phí cấp bản sao trích lục hộ tịch",
    "per": "copy", "least": 1, "amount_vnd": 8_000, "legal_basis": "Thông tư 281/2016/TT-BTC",
}  # fmt: skip
ANSWERS = APPLICANT | {
    "applicant_relation": "self", "extract_kind": "birth", "extract_copies": "2",
    "subject_full_name": "Trần Ngọc Khánh Vy", "subject_birth_on": "2/3/1996",
    "subject_sex": "female", "registered_at": "UBND xã Mẫu Tân, tỉnh Mẫu", "delivery": "counter",
}  # fmt: skip


@pytest.fixture
def platform(installation, tmp_path):
    """The payment platform of this installation; tariffs for extracts, half of it online."""
    tariffs = tariff_file(COPY, exemptions=[ONLINE_HALF | {"procedures": [EXTRACT]}],
                          payees=[PAYEE])  # fmt: skip
    file = tmp_path / "bieu-phi.json"
    file.write_text(json.dumps(tariffs))
    installation.run("fee", "import", str(file))
    with platform_of(installation) as made:
        yield made


def test_a_fee_with_its_exemption_is_paid_and_the_day_finds_the_lost_message(
    new_context, installation, album, platform
):
    context = new_context(**PHONE, java_script_enabled=False)
    citizen = Citizen(context.new_page(), installation.url, album)
    page = citizen.page
    citizen.goes_to(f"/thu-tuc/{EXTRACT}")
    citizen.begins()
    while "kiem-tra" not in page.url:
        citizen.answers_one_topic(ANSWERS)
    shown = citizen.reads()
    assert "Nộp trực tuyến: giảm một nửa" in shown
    assert "NQ 09/2025/NQ-HĐND" in shown
    assert "8.000 đồng" in shown
    assert "Không có giấy tờ nào gửi kèm." in shown
    citizen.agrees()
    citizen.sends()
    code, _pin = citizen.receipt()

    citizen.goes_to(f"/ho-so/{code}")
    citizen.clicks(page.get_by_role("link", name="Xem và nộp"))
    days = {local_date(utc_now())}
    citizen.clicks(page.get_by_role("button", name="Nộp 8.000 đồng"))
    page.wait_for_url(f"{platform.address}/tra/*")
    expect(page.get_by_role("heading")).to_contain_text("Nền tảng thanh toán mẫu")
    paid_and_closed_the_browser(page.url)
    page.goto(f"{installation.url}/ho-so/{code}/phi")
    assert "đang chờ xác nhận" in citizen.reads()

    days |= {local_date(utc_now())}  # two where midnight came between
    told = [reconciled(installation, day) for day in sorted(days)]
    assert sum(day["settled"] for day in told) == 1
    assert code not in [difference["dossier"] for day in told for difference in day["differences"]]
    page.reload()
    assert re.search(r"Biên lai \d{7}/BLLP", citizen.reads())
    assert album.faults == []


def reconciled(installation, day):
    """Return what the command of the day tells of it."""
    told = installation.run(
        "payment", "reconcile", "--date", str(day), "--json", allowed=(OK, OF_ANOTHER_JOURNEY)
    )
    return json.loads(told)


def paid_and_closed_the_browser(address: str) -> None:
    """Pay at the platform, whose message is lost, and never come back from there."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_said):
            return None

    opener = urllib.request.build_opener(Stay)
    with pytest.raises(urllib.error.HTTPError, match="303"):
        opener.open(address, data=b"how=lost-callback", timeout=10)
