"""A request for papers that waits: signed by keyboard, slowly, too late; typed on after log-in."""

import pytest
from playwright.sync_api import expect
from tests.journeys.browsers import DESK, PHONE
from tests.journeys.installation_under_test import PASSWORD
from tests.journeys.people_at_work import Officer, tab_to
from tests.journeys.photographs import jpeg_held_upright

pytestmark = pytest.mark.browser
POST = "Ủy ban nhân dân xã Mẫu Tân · Công chức tư pháp - hộ tịch"
PAPER = "Giấy chứng sinh"
PROBLEM = "Ảnh mờ ở phần họ tên mẹ, đề nghị chụp lại rõ cả trang"
WAITS = "/can-bo/viec/cho-ky-bo-sung/"
TELLS = """() => new MutationObserver(found => console.info(found[0].target.textContent))
  .observe(document.querySelector("[data-slow]"), {childList: true})"""
"""While an answer is waited for a driven browser tells only what the page says by itself."""
PRESSED_TWICE = "button => { button.click(); button.click(); }"
DEVICES = [pytest.param(PHONE, id="390 px"), pytest.param(DESK, id="1280 px")]


@pytest.fixture(scope="module")
def comes(new_context, installation, album):
    """Return a maker of officers at a browser of their own."""

    def make(who, device=DESK) -> Officer:
        page = new_context(**device).new_page()
        return Officer(page, installation.url, album).logs_in(who)

    return make


@pytest.fixture(scope="module")
def staff(comes) -> tuple[Officer, Officer]:
    """The desk and the handler."""
    return comes("lan.motcua"), comes("hai.hotich")


@pytest.fixture
def held(plain_citizen, staff) -> str:
    """Return the code of a dossier that the handler holds."""
    desk, handler = staff
    code, _pin = plain_citizen.files_a_birth(jpeg_held_upright("GIAY"))
    desk.receives(code)
    desk.offers(code, to=POST)
    handler.accepts(code)
    return code


@pytest.fixture
def drafted(held, staff) -> str:
    """Return the code of a dossier whose request waits for the head."""
    staff[1].drafts_request(held, PAPER, PROBLEM)
    return held


def walks_to(page, code) -> None:
    """Walk down the rows of the inbox with the arrow until one is on this dossier."""
    for _row in range(60):
        page.keyboard.press("ArrowDown")
        if page.evaluate("document.activeElement.textContent") == code:
            return
    raise AssertionError(f"{code} is not reached by the arrow")


def test_by_keyboard_alone_from_the_inbox_to_the_signature(comes, drafted, album):
    head = comes("ba.chutich")
    head.goes_to(WAITS)
    walks_to(head.page, drafted)
    head.page.keyboard.press("Enter")
    head.arrives_at(f"/can-bo/ho-so/{drafted}/bo-sung/ky/")
    tab_to(head.page, ".of-pass")
    head.page.keyboard.press("Enter")
    expect(head.page.locator("#of-sign")).to_be_focused()
    assert PROBLEM in head.reads()
    head.page.keyboard.press("Control+Enter")
    head.is_told("Đã gửi yêu cầu bổ sung")
    assert album.faults == []


@pytest.mark.parametrize("device", DEVICES)
def test_what_takes_long_says_so_and_is_done_once(comes, drafted, device, album):
    head, held = comes("ba.chutich", device), []
    page = head.page
    page.route("**/bo-sung/xem/", lambda route: held.append(route))
    with page.expect_request("**/bo-sung/xem/"):
        page.goto(f"{head.home}/can-bo/ho-so/{drafted}/bo-sung/ky/", wait_until="commit")
    wait = page.locator("[data-wait]")
    expect(wait).to_be_visible()
    expect(wait).to_contain_text("Đang lập văn bản")
    assert held, "the text is on its way"
    held.pop().continue_()
    expect(wait).to_be_hidden()

    page.route("**/bo-sung/ky/", lambda route: held.append(route))
    page.evaluate(TELLS)
    with page.expect_console_message(lambda said: "Đang ký, chưa xong" in said.text):
        page.locator("main form .ts-button").first.evaluate(PRESSED_TWICE)
    assert len(held) == 1, "pressed twice, it goes out once"
    held.pop().continue_()
    head.is_told("Đã gửi yêu cầu bổ sung")
    assert album.faults == []


def test_what_another_signed_meanwhile_is_told(comes, drafted, album):
    head, other = comes("ba.chutich"), comes("ba.chutich")
    head.opens(drafted, "bo-sung/ky/")
    other.signs_request(drafted)
    head.presses("Ký và gửi")
    expect(head.page.locator(".of-refused")).to_contain_text("Bước này không làm được")
    assert "yêu cầu bổ sung lúc" in head.reads(), "who did what, and when"
    assert album.faults == []


@pytest.mark.parametrize("device", DEVICES)
def test_what_was_typed_stands_again_after_the_session_ended(comes, held, device, album):
    handler = comes("hai.hotich", device)
    handler.opens(held, "bo-sung/")
    page = handler.page
    row = page.locator(".of-checklist > li", has=page.get_by_text(PAPER, exact=True))
    row.get_by_role("checkbox").check()
    row.get_by_role("textbox").fill(PROBLEM)
    page.context.clear_cookies(name="sessionid")
    handler.presses("Soạn yêu cầu bổ sung")
    expect(page.locator("main")).to_contain_text("Thông tin đã nhập vẫn còn")
    tab_to(page, "[name=username]")
    page.keyboard.type("hai.hotich")
    tab_to(page, "[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Tiếp tục").click()
    expect(row.get_by_role("textbox")).to_have_value(PROBLEM)
    expect(row.get_by_role("checkbox")).to_be_checked()
    handler.presses("Soạn yêu cầu bổ sung")
    handler.is_told("Đã lưu dự thảo yêu cầu bổ sung")
    assert album.faults == []
