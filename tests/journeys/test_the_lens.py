"""What looks at the pages sees what is wrong with one: their silence means something."""

import pytest
from tests.journeys.browsers import DESK
from tests.journeys.inspection import Album, lens
from tests.journeys.shown_again import Visit

from thongsuot.entrypoints.shared.policy import PAGE_POLICY

pytestmark = pytest.mark.browser

BROKEN = """<!doctype html><html lang="vi"><title>Hỏng</title><main><h1>Hỏng</h1>
<img src="/x.png"><table width="900"><tr><td>rộng</td></tr></table>
<p style="color:red">thẻ có kiểu riêng</p></main></html>"""


def test_a_broken_page_is_found_out(browser):
    album = Album()
    context = browser.new_context(**DESK)
    album.watch(context)
    headers = {"content-type": "text/html; charset=utf-8", "content-security-policy": PAGE_POLICY}
    with lens(context) as looking:
        finding = looking.inspect(Visit("http://127.0.0.1:9/hong", 200, headers, BROKEN))
    context.close()
    assert "image-alt" in finding.broken
    assert finding.excess > 0
    assert any("Content Security Policy" in text for text in album.complaints)
