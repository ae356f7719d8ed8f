"""Papers asked for through the forms: drafted by the handler, read, signed and sent by the head."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.builders import Story
from tests.builders_officer import state, text_of

from thongsuot.domains.dossiers.models import SupplementRequest
from thongsuot.domains.dossiers.terms import NationalState

pytestmark = pytest.mark.django_db


def test_a_supplement_lists_every_component_and_waits_for_the_head_to_sign_and_send_it(door):
    code = door.story.processing().code
    handler = door.open("handler")
    page = text_of(handler.get("supplement", code))
    assert "Tờ khai" in page
    assert "Giấy chứng sinh" in page
    assert "Được yêu cầu 1 lần cho mỗi hồ sơ" in page
    assert "Thời hạn tính lại từ đầu: 1 ngày làm việc" in page
    nothing = handler.send("supplement", code).content.decode()
    assert '<a href="#id_missing-0">Đánh dấu ít nhất một giấy tờ' in nothing
    blurred = {"missing-1": "on", "problem-1": "Ảnh bị mờ, không đọc được số"}
    shown = handler.send("supplement", code, **{"missing-0": "on"}, **blurred)
    assert "Ghi thiếu hoặc sai điều gì ở “Tờ khai”" in text_of(shown)
    assert not SupplementRequest.objects.exists()
    handler.send("supplement", code, **blurred)
    assert state(door) == NationalState.PROCESSING
    assert "Sửa yêu cầu bổ sung" in text_of(handler.get("dossier", code))
    head = door.open("head")
    address = reverse("officer:sign_supplement", args=[code])
    assert address in head.get("dossier", code).content.decode()
    assert code in text_of(head.browser.get("/can-bo/viec/cho-ky-bo-sung/"))
    page = head.get("sign_supplement", code)
    assert "Ảnh bị mờ, không đọc được số" in text_of(page)
    assert "Người soạn Đỗ Văn Mẫu Hai" in text_of(page)
    preview = head.browser.get(reverse("officer:preview_supplement", args=[code]))
    assert preview.content.startswith(b"%PDF")
    head.sign("sign_supplement", code)
    assert state(door) == NationalState.SUPPLEMENT_REQUESTED
    assert [paper["component"] for paper in SupplementRequest.objects.get().papers] == ["KQ2"]
    words = text_of(handler.get("dossier", code))
    assert "Chờ người nộp bổ sung" in words
    assert "Ảnh bị mờ, không đọc được số" in words


def test_a_drafted_request_is_shown_again_as_it_was_written(door):
    code = door.story.processing().code
    handler = door.open("handler")
    blurred = {"missing-1": "on", "problem-1": "Ảnh bị mờ, không đọc được số"}
    handler.send("supplement", code, **blurred)
    again = handler.get("supplement", code).content.decode()
    assert "Ảnh bị mờ, không đọc được số" in again
    assert again.count("checked") == 1


def test_nobody_but_the_head_opens_the_page_that_signs_a_request(door):
    code = door.story.processing().code
    refused = door.open("handler").get("sign_supplement", code)
    assert refused.status_code == 403
    assert "do người đứng đầu cơ quan có thẩm quyền ký" in text_of(refused)


BLURRED = {"missing-1": "on", "problem-1": "Ảnh bị mờ, không đọc được số"}


def waiting(visit, block="cho-ky-bo-sung"):
    """Return where the rows of a block lead, and the acts beneath the first."""
    words = visit.get("block", block).content.decode()
    rows = re.findall(r'<a class="ts-code" href="([^"]+)"\s+data-open>', words)
    dock = words.partition('id="dock"')[2].partition("</section>")[0]
    acts = re.findall(r'<a class="ts-button([^"]*)"\s+href="([^"]+)"', dock)
    return rows, acts


def test_a_row_that_waits_for_a_signature_leads_to_the_page_that_signs_it(door):
    code = door.story.processing().code
    door.open("handler").send("supplement", code, **BLURRED)
    rows, acts = waiting(door.open("head"))
    signing = reverse("officer:sign_supplement", args=[code])
    assert rows == [signing]
    assert acts[0] == ("", signing), "the first button is what is waited for"


def test_the_list_of_what_waits_for_a_signature_asks_as_much_for_five_as_for_one(door):
    handler, code = door.open("handler"), door.story.processing().code
    handler.send("supplement", code, **BLURRED)
    head = door.open("head")
    waiting(head)
    with CaptureQueriesContext(connection) as one:
        waiting(head)
    for _more in range(4):
        other = Story(door.province, at=door.story.now()).processing()
        door.story.at = max(door.story.at, other.at)
        door.catch_up()
        handler.send("supplement", other.code, **BLURRED)
    door.catch_up()
    with CaptureQueriesContext(connection) as five:
        rows, _acts = waiting(head)
    assert len(rows) == 5
    assert len(five) == len(one) <= 44
