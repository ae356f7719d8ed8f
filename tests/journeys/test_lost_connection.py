"""The network fails in the middle of sending a file: nothing half, nothing lost, on it goes."""

import json
import socket

import pytest
from tests.births import BIRTH, BIRTH_ANSWERS
from tests.journeys.browsers import PHONE
from tests.journeys.people_at_work import Citizen, Photo
from tests.journeys.photographs import jpeg_held_upright

pytestmark = pytest.mark.browser

PAPER = "giay-chung-sinh"
MARK = "mot-nua"


def half_an_upload(page, content: bytes) -> bytes:
    """Return a request that promises a file and breaks off in the middle of it."""
    cookies = "; ".join(f"{c['name']}={c['value']}" for c in page.context.cookies())
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    body = (
        f'--{MARK}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
        f'--{MARK}\r\nContent-Disposition: form-data; name="file-{PAPER}"; filename="nua.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    ).encode() + content
    head = (
        f"POST {page.url.partition('/nop')[1]}{page.url.partition('/nop')[2]} HTTP/1.1\r\n"
        f"Host: 127.0.0.1\r\nCookie: {cookies}\r\nContent-Length: {len(body) + 60}\r\n"
        f"Content-Type: multipart/form-data; boundary={MARK}\r\n\r\n"
    ).encode()
    return head + body[: len(body) // 2]


def test_a_connection_lost_while_sending_a_photo_loses_nothing(new_context, installation, album):
    citizen = Citizen(new_context(**PHONE).new_page(), installation.url, album)
    page = citizen.page
    citizen.goes_to(f"/thu-tuc/{BIRTH}")
    citizen.begins()
    citizen.answers(BIRTH_ANSWERS)
    papers = page.url
    photo = jpeg_held_upright("GIAY CHUNG SINH")

    with socket.create_connection(("127.0.0.1", installation.port)) as line:
        line.sendall(half_an_upload(page, photo))

    page.goto(papers)
    assert page.locator(".ts-paper__files li").count() == 0
    page.goto(papers.replace("giay-to", "em-be"))
    assert page.locator("[name=child_full_name]").input_value() == BIRTH_ANSWERS["child_full_name"]

    page.goto(papers)
    citizen.adds(Photo(PAPER, "nguyen.jpg", "image/jpeg", photo))
    citizen.agrees()
    citizen.sends()
    code, _pin = citizen.receipt()
    assert citizen.page.locator("section[aria-labelledby=kept] li").count() == 1
    shown = json.loads(installation.run("dossier", "show", code, "--json"))
    assert shown["state_name"] == "Mới đăng ký"
    assert json.loads(installation.run("ledger", "verify", "--json"))["ok"]
    assert album.faults == []
