"""What every answer carries: a reference, a content policy, one log line."""

import pytest
from structlog.testing import capture_logs

from thongsuot.entrypoints.shared import logs
from thongsuot.entrypoints.shared.references import ALPHABET, LENGTH

pytestmark = pytest.mark.urls("tests.entrypoints.doors_under_test")


def test_every_answer_carries_a_reference_that_can_be_read_out(client):
    given = client.get("/trang/").headers["X-Reference"]
    assert len(given) == LENGTH
    assert set(given) <= set(ALPHABET)
    assert not set(ALPHABET) & set("01OILU")


def test_no_two_requests_share_a_reference(client):
    given = {client.get("/trang/").headers["X-Reference"] for _ in range(50)}
    assert len(given) == 50


def test_a_visitor_cannot_choose_the_reference(client):
    given = client.get("/trang/", headers={"X-Reference": "MINE2222"}).headers["X-Reference"]
    assert given != "MINE2222"


def test_a_query_with_a_nul_is_the_visitors_fault_and_not_ours(client):
    assert client.get("/trang/?q=a%00b").status_code == 400


def test_one_log_line_a_request_without_the_query(client):
    with capture_logs() as lines:
        client.get("/trang/?so_dinh_danh=079205001234")
    (line,) = [line for line in lines if line["event"] == "request"]
    assert (line["method"], line["path"], line["status"]) == ("GET", "/trang/", 200)
    assert "079205001234" not in str(lines)


def test_the_log_keeps_no_long_number_of_an_address_and_nothing_that_leads_nowhere(client):
    with capture_logs() as lines:
        client.get("/trang/H99.31-20261102-0000417")
        client.get("/trang/079205001234")
        client.get("/nguyen-thi-a/079205001234")
    told = [line["path"] for line in lines if line["event"] == "request"]
    assert told == ["/trang/H99.31-20261102-0000417", "/trang/•", "(no page)"]


def test_a_logger_that_has_spoken_follows_when_logs_are_configured_again(client):
    client.get("/trang/")
    logs.configure({"level": "INFO"})
    with capture_logs() as lines:
        client.get("/trang/")
    assert [line["path"] for line in lines if line["event"] == "request"] == ["/trang/"]


def test_pages_allow_no_inline_script_or_style_and_nothing_from_elsewhere(client):
    policy = client.get("/trang/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_pages_stay_out_of_caches(client):
    assert client.get("/trang/").headers["Cache-Control"] == "no-store"


def test_a_pdf_may_stand_in_our_own_frame_only(client):
    assert client.get("/pdf/").headers["Content-Security-Policy"] == "frame-ancestors 'self'"


def test_data_may_do_nothing_in_a_browser(client):
    assert client.get("/json/").headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_view_may_set_its_own_policy(client):
    assert client.get("/own/").headers["Content-Security-Policy"] == "sandbox"
