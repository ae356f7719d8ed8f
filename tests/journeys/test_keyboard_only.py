"""An officer at the desk works through the morning without a mouse."""

import pytest
from playwright.sync_api import expect
from tests.journeys.browsers import DESK
from tests.journeys.installation_under_test import PASSWORD
from tests.journeys.people_at_work import Officer, tab_to
from tests.journeys.photographs import jpeg_held_upright

pytestmark = pytest.mark.browser

MOST_STEPS = 60


def test_log_in_walk_the_inbox_and_receive_by_keyboard(
    new_context, plain_citizen, installation, album
):
    code, _pin = plain_citizen.files_a_birth(jpeg_held_upright("GIAY"))
    officer = Officer(new_context(**DESK).new_page(), installation.url, album)
    page, keys = officer.page, officer.page.keyboard
    officer.goes_to("/can-bo/dang-nhap/?tiep=/can-bo/viec/cho-tiep-nhan/")
    tab_to(page, "[name=username]")
    keys.type("lan.motcua")
    tab_to(page, "[name=password]")
    keys.type(PASSWORD)
    keys.press("Enter")
    officer.arrives_at("/can-bo/viec/cho-tiep-nhan/")

    walked = []
    for _row in range(MOST_STEPS):
        keys.press("ArrowDown")
        walked.append(page.evaluate("document.activeElement.textContent"))
        if walked[-1] == code or walked[-2:] == [walked[-1]] * 2:
            break
    assert walked[-1] == code, walked
    expect(page.locator("#dock")).to_contain_text(code)

    keys.press("Enter")
    officer.arrives_at(f"/can-bo/ho-so/{code}/")
    keys.press("1")
    officer.arrives_at(f"/can-bo/ho-so/{code}/tiep-nhan/")
    keys.press("1")
    officer.is_told(f"Đã tiếp nhận hồ sơ {code}")


def test_escape_leaves_the_field_first_and_what_was_typed_waits_for_its_page(
    new_context, plain_citizen, installation, album
):
    code, _pin = plain_citizen.files_a_birth(jpeg_held_upright("GIAY"))
    officer = Officer(new_context(**DESK).new_page(), installation.url, album)
    officer.logs_in("lan.motcua")
    officer.opens(code)
    page, keys = officer.page, officer.page.keyboard
    keys.press("3")
    officer.arrives_at(f"/can-bo/ho-so/{code}/tu-choi/")
    page.get_by_role("textbox", name="Lý do").click()
    keys.type("Giấy tờ không thuộc thủ tục này")
    keys.press("Escape")
    expect(page.get_by_role("textbox", name="Lý do")).to_have_value(
        "Giấy tờ không thuộc thủ tục này"
    )
    expect(page.get_by_role("textbox", name="Lý do")).not_to_be_focused()
    keys.press("Escape")
    officer.arrives_at(f"/can-bo/ho-so/{code}/")
    officer.is_told("Đã giữ nội dung chưa gửi")
    keys.press("3")
    expect(page.get_by_role("textbox", name="Lý do")).to_have_value(
        "Giấy tờ không thuộc thủ tục này"
    )


def test_every_act_of_the_bar_is_reached_by_tab_and_shows_where_one_is(
    new_context, plain_citizen, installation, album
):
    code, _pin = plain_citizen.files_a_birth(jpeg_held_upright("GIAY"))
    officer = Officer(new_context(**DESK).new_page(), installation.url, album)
    officer.logs_in("lan.motcua")
    officer.opens(code)
    for number in range(officer.page.locator(".ts-action").count()):
        tab_to(officer.page, f".ts-action:nth-of-type({number + 1})")
        ring = officer.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert ring != "none"
