"""Two drafts looked at and signed by one press: by keyboard alone, and without scripts."""

import pytest
from playwright.sync_api import expect
from tests.journeys.browsers import DESK
from tests.journeys.people_at_work import Officer
from tests.journeys.photographs import jpeg_held_upright

pytestmark = pytest.mark.browser
COMMUNE = "Ủy ban nhân dân xã Mẫu Tân"
LIST = "/can-bo/ky-nhieu/"
MOST = 60


@pytest.fixture(scope="module")
def comes(new_context, installation, album):
    """Return a maker of officers at a browser of their own."""

    def make(who, **options) -> Officer:
        page = new_context(**DESK, **options).new_page()
        return Officer(page, installation.url, album).logs_in(who)

    return make


@pytest.fixture(scope="module")
def staff(comes) -> tuple[Officer, Officer]:
    """The desk and the handler."""
    return comes("lan.motcua"), comes("hai.hotich")


@pytest.fixture
def drafted(plain_citizen, staff) -> list[str]:
    """Return the codes of two dossiers whose decisions wait for the head."""
    desk, handler = staff
    codes = [plain_citizen.files_a_birth(jpeg_held_upright("GIAY"))[0] for _each in range(2)]
    for code in codes:
        desk.receives(code)
        desk.offers(code, to=f"{COMMUNE} · Công chức tư pháp - hộ tịch")
        handler.accepts(code)
        handler.drafts(code, "Đã đối chiếu giấy chứng sinh với lời khai, đủ điều kiện.")
        handler.offers(code, to=f"{COMMUNE} · Chủ tịch")
    return codes


def takes_over(head, codes) -> None:
    for code in codes:
        head.accepts(code)


def test_by_keyboard_alone_each_is_looked_at_and_the_chosen_ones_are_signed(comes, drafted):
    head = comes("ba.chutich")
    takes_over(head, drafted)
    head.goes_to(LIST)
    page, keys = head.page, head.page.keyboard
    with page.expect_navigation():
        keys.press("1")
    for _each in range(MOST):
        page.wait_for_load_state()
        if page.url.endswith(LIST):
            break
        here = page.url.removesuffix("/").rpartition("/")[2]
        with page.expect_navigation():
            keys.press("1" if here in drafted else "2")
    assert page.locator("input[name=ky]:checked").count() == 2
    with page.expect_navigation():
        keys.press("Control+Enter")
    told = page.get_by_role("status").first
    for code in drafted:
        expect(told).to_contain_text(code)
    assert told.get_by_text("đã ký, số").count() == 2
    assert not page.locator("input[name=ky]:checked").count()


def test_without_scripts_a_text_is_looked_at_chosen_and_signed_alone(comes, drafted):
    head = comes("ba.chutich", java_script_enabled=False)
    takes_over(head, drafted)
    first, second = drafted
    head.goes_to(LIST)
    for code, choice in ((first, "Chọn ký"), (second, "Để lại")):
        head.goes_to(f"{LIST}{code}/")
        assert code in (head.page.locator("iframe").get_attribute("src") or "")
        head.clicks(head.page.get_by_role("button", name=choice))
    head.goes_to(LIST)
    head.clicks(head.page.get_by_role("button", name="Ký số các văn bản đã chọn"))
    head.is_told(first)
    assert second not in head.page.get_by_role("status").first.inner_text()
