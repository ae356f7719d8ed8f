"""The script that sends files, in a real browser whose network the tests play."""

from pathlib import Path

import pytest
from django.template.loader import render_to_string

from thongsuot import entrypoints

SCRIPT = Path(entrypoints.__file__).parent / "citizen" / "static" / "citizen" / "upload.js"
ADDRESS = "http://mau.invalid/giay-to"
PHOTO = {"name": "bai.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff" + b"x" * 5000}
DEAD_AFTER_MS = 31_000
pytestmark = pytest.mark.browser


@pytest.fixture
def sending(chromium):
    """A page with one paper's fields, and the requests that its script sent and nobody answered."""
    context = chromium.new_context()
    page = context.new_page()
    page.clock.install()
    fields = {"row": {"code": "giay", "name": "Giấy chứng sinh"}, "most_bytes": 20 * 1024 * 1024}
    body = render_to_string("citizen/file_fields.html", fields)
    shown = (
        f'<!doctype html><main><form method="post"><div id="giay" data-paper="giay">{body}</div>'
        '<button id="on" name="tiep">Lưu và tiếp tục</button></form></main>'
        '<script src="/upload.js"></script>'
    )
    sent = []
    page.on("request", lambda request: sent.append(request.method))

    def answer(route):
        if route.request.method == "POST":
            return  # nobody ever answers
        if route.request.url.endswith(".js"):
            route.fulfill(body=SCRIPT.read_text("utf-8"), content_type="text/javascript")
        else:
            route.fulfill(body=shown, content_type="text/html; charset=utf-8")

    page.route("**/*", answer)
    page.goto(ADDRESS)
    yield page, sent
    context.close()


def chosen(page) -> None:
    with page.expect_request(lambda request: request.method == "POST"):
        page.set_input_files("#file-giay", files=[PHOTO])


def test_a_line_that_is_dead_without_a_word_is_given_up_and_the_file_may_be_sent_again(sending):
    page, sent = sending
    chosen(page)
    assert "Đang tải “bai.jpg”: 0%" in page.inner_text("[role=status]")
    page.clock.run_for(DEAD_AFTER_MS)
    assert "Mạng bị ngắt khi đang tải “bai.jpg”" in page.inner_text("[role=status]")
    assert page.evaluate("document.activeElement.hasAttribute('data-again')")
    with page.expect_request(lambda request: request.method == "POST"):
        page.keyboard.press("Enter")
    assert sent.count("POST") == 2


def test_going_on_while_a_file_is_under_way_says_that_it_will(sending):
    page, sent = sending
    chosen(page)
    page.click("#on")
    assert "Tải xong, trang tự đi tiếp" in page.inner_text("[role=status]")
    assert sent.count("POST") == 1


def test_a_proxy_that_finds_it_too_large_is_told_by_size_and_not_as_a_broken_line(sending):
    page, _sent = sending
    page.route(
        "**/*",
        lambda route: (
            route.fulfill(status=413, body="too large")
            if route.request.method == "POST"
            else route.fallback()
        ),
    )
    chosen(page)
    told = "document.querySelector('[role=status]').textContent.includes('quá mức')"
    page.wait_for_function(told)
    assert page.is_hidden("[data-again]")
