"""A double click, the back button, a reload: one dossier, and the page says so."""

import pytest
from playwright.sync_api import expect
from tests.births import BIRTH, BIRTH_ANSWERS
from tests.journeys.browsers import PHONE
from tests.journeys.people_at_work import Citizen, Photo
from tests.journeys.photographs import jpeg_held_upright

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "scripts", [pytest.param(True, id="with scripts"), pytest.param(False, id="without scripts")]
)
def test_sent_by_a_double_click_then_back_then_reload_it_is_one_dossier(
    new_context, installation, album, scripts
):
    context = new_context(**PHONE, java_script_enabled=scripts)
    citizen = Citizen(context.new_page(), installation.url, album)
    page = citizen.page
    citizen.goes_to(f"/thu-tuc/{BIRTH}")
    citizen.begins()
    citizen.answers(BIRTH_ANSWERS)
    citizen.adds(Photo("giay-chung-sinh", "a.jpg", "image/jpeg", jpeg_held_upright("GIAY")))
    citizen.agrees()

    page.get_by_role("button", name="Gửi hồ sơ").dblclick()
    code, pin = citizen.receipt()

    page.go_back()
    expect(page.get_by_role("status").first).to_contain_text("đã được gửi lúc")
    assert "Chúng tôi không tạo thêm hồ sơ mới" in citizen.reads()
    assert citizen.receipt() == (code, pin)

    page.reload()
    assert citizen.receipt() == (code, pin)

    citizen.goes_to("/ho-so-cua-toi")
    assert page.locator("section[aria-labelledby=sent] li").count() == 1
    assert page.locator("section[aria-labelledby=drafts] li").count() == 0
    assert album.faults == []
