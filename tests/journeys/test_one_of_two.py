"""Two browsers want the same thing at the same instant: one gets it, the other is told who did."""

import json

import pytest
from tests.journeys.browsers import DESK
from tests.journeys.people_at_work import Officer
from tests.journeys.photographs import jpeg_held_upright

pytestmark = pytest.mark.browser

POST = "Ủy ban nhân dân xã Mẫu Tân · Công chức tư pháp - hộ tịch"


def at(new_context, installation, album, username) -> Officer:
    return Officer(new_context(**DESK).new_page(), installation.url, album).logs_in(username)


def press_together(officers, button) -> list:
    """Hold back both forms until both are on their way, then let them go; return the answers."""
    held = []
    for officer in officers:
        officer.page.route("**/nhan/", lambda route: held.append(route))
        officer.page.locator("main form").get_by_role("button", name=button).click(
            no_wait_after=True
        )
    while len(held) < len(officers):
        officers[0].page.context.cookies()  # asks something, so that the browser may tell something
    for route in held:
        route.continue_()
    for officer in officers:
        officer.page.locator(".of-notice, .of-refused").first.wait_for()
    return [officer.reads() for officer in officers]


@pytest.fixture(scope="module")
def desk(new_context, installation, album) -> Officer:
    """The officer who receives, and offers."""
    return at(new_context, installation, album, "lan.motcua")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("hai.hotich", "nga.hotich", id="two officers of one post"),
        pytest.param("hai.hotich", "hai.hotich", id="one officer at two screens"),
    ],
)
def test_a_dossier_offered_once_is_taken_once(
    new_context, plain_citizen, desk, installation, album, first, second
):
    code, _pin = plain_citizen.files_a_birth(jpeg_held_upright("GIAY"))
    desk.receives(code)
    desk.offers(code, to=POST)
    both = [at(new_context, installation, album, who) for who in (first, second)]
    for officer in both:
        officer.opens(code, "nhan/")

    answers = press_together(both, "Nhận hồ sơ")

    taken = [words for words in answers if f"Đã nhận hồ sơ {code}" in words]
    told = [words for words in answers if "Lần chuyển này đã được trả lời" in words]
    assert (len(taken), len(told)) == (1, 1), answers
    assert "đã nhận hồ sơ lúc" in told[0]
    assert "Mở hồ sơ" in told[0]
    shown = json.loads(installation.run("dossier", "show", code, "--json"))
    assert [span["to"] for span in shown["custody"]].count(None) == 1
    assert len(shown["custody"]) == 2
    assert json.loads(installation.run("ledger", "verify", "--json"))["ok"]
    assert album.faults == []
