"""Papers asked for through the forms: drafted by the handler, read, signed and sent by the head."""

import re
from urllib.parse import parse_qs

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.builders import Story
from tests.builders_officer import hidden_fields, state, text_of

from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import SupplementDraft, SupplementRequest
from thongsuot.domains.dossiers.terms import NationalState
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.models import Post, RoleGrant
from thongsuot.domains.organisation.terms import Role
from thongsuot.kernel.clock import local_date

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
    assert len(five) == len(one) <= 45


# --- what is said when it can no longer be signed ---------------------------------------------


@pytest.fixture
def shown(door):
    """Return the head's browser, the code of what he is shown, and what its form would send."""
    code = door.story.processing().code
    door.open("handler").send("supplement", code, **BLURRED)
    head = door.open("head")
    return head, code, hidden_fields(head.get("sign_supplement", code))


def pressed(shown):
    """Press the button of the page that was shown before; return what is answered."""
    head, code, fields = shown
    return head.send("sign_supplement", code, seen=fields["seen"])


def signed_by_another(door, code):
    door.open("head").sign("sign_supplement", code)


def written_anew(door, code):
    other = BLURRED | {"problem-1": "Thiếu trang thứ hai"}
    door.open("handler").send("supplement", code, **other)


def withdrawn(door, code):
    dossiers.withdraw(
        code=code, reason="Tôi nộp nhầm", by=Actor.citizen(dossier=code), at=door.story.now()
    )


def no_longer_the_signer(door, _code):
    granted = RoleGrant.objects.filter(officer=door.province.officers["head"], role=Role.SIGN)
    granted.update(valid_to=local_date(door.at))


def no_longer_the_head(door, _code):
    Post.objects.filter(pk=door.province.posts["head"].pk).update(kind="official")


@pytest.mark.parametrize(
    ("happened", "said", "status"),
    [
        pytest.param(
            signed_by_another, ("Bước này không làm được", "yêu cầu bổ sung lúc"), 409,
            id="somebody else signed it",
        ),
        pytest.param(written_anew, ("Văn bản vừa được soạn lại",), 409, id="it was written anew"),
        pytest.param(
            withdrawn, ("Bước này không làm được", "rút hồ sơ"), 409,
            id="the applicant withdrew the dossier",
        ),
        pytest.param(
            no_longer_the_signer, ("Vị trí này chưa được giao việc đó",), 403,
            id="the right to sign has ended",
        ),
        pytest.param(
            no_longer_the_head, ("do người đứng đầu cơ quan có thẩm quyền ký",), 403,
            id="another heads the agency",
        ),
    ],
)  # fmt: skip
def test_what_can_no_longer_be_signed_is_answered_with_what_happened(
    door, shown, happened, said, status
):
    code, before = shown[1], SupplementRequest.objects.count()
    happened(door, code)
    requests = SupplementRequest.objects.count()
    answer = pressed(shown)
    words = text_of(answer)
    assert answer.status_code == status, words
    for part in said:
        assert part in words
    assert code in words, "one goes on from there"
    assert SupplementRequest.objects.count() == requests
    assert (requests == before) is (happened is not signed_by_another)


def test_a_press_sent_twice_signs_once(door, shown):
    head, code, fields = shown
    first, second = (
        head.send("sign_supplement", code, seen=fields["seen"], key=fields["key"])
        for _press in range(2)
    )
    assert (first.status_code, second.status_code) == (302, 302)
    assert SupplementRequest.objects.count() == 1


def test_where_nothing_was_drafted_the_page_that_signs_says_so(door):
    code = door.story.processing().code
    answer = door.open("head").get("sign_supplement", code)
    assert "Chưa có dự thảo yêu cầu bổ sung để ký" in text_of(answer)


def test_a_session_that_ended_brings_back_what_was_typed_of_a_request(door):
    code = door.story.processing().code
    address = reverse("officer:supplement", args=[code])
    expired = Client().post(address, BLURRED)
    assert expired.status_code == 403
    kept = parse_qs(hidden_fields(expired)["da-nhap"])
    back = {name: values[0] for name, values in kept.items()}
    handler = door.open("handler")
    again = handler.send("supplement", code, **back, **{"xem-lai": "1"})
    page = again.content.decode()
    assert again.status_code == 200
    assert "Ảnh bị mờ, không đọc được số" in page
    assert page.count("checked") == 1
    assert not SupplementDraft.objects.exists(), "nothing was done by it"


def test_a_session_that_ended_signs_nothing_and_shows_the_text_again(door, shown):
    _head, code, fields = shown
    address = reverse("officer:sign_supplement", args=[code])
    expired = Client().post(address, {"key": fields["key"], "seen": fields["seen"]})
    assert expired.status_code == 403
    back = parse_qs(hidden_fields(expired)["da-nhap"])
    written_anew(door, code)
    head = door.open("head")
    again = head.send("sign_supplement", code, seen=back["seen"][0], **{"xem-lai": "1"})
    assert again.status_code == 200
    assert "Thiếu trang thứ hai" in text_of(again)
    assert not SupplementRequest.objects.exists()
    assert hidden_fields(again)["seen"] != back["seen"][0], "the text that is shown now is signed"
