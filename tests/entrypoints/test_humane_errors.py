"""When something goes wrong: what happened, why, what to do, who helps, the reference."""

import json

import pytest
from django.test import Client
from structlog.testing import capture_logs
from tests.entrypoints.doors_under_test import DoorLocked

from thongsuot.entrypoints.shared import errors, sentences
from thongsuot.entrypoints.shared.sentences import Sentence

pytestmark = pytest.mark.urls("tests.entrypoints.doors_under_test")

BANNED = ["thất bại", "không xác định", "không hợp lệ", "hệ thống bận", "vui lòng thử lại sau"]
STATUSES = [
    ("/odd/", 400),
    ("/forbidden/", 403),
    ("/khong-co/", 404),
    ("/post-only/", 405),
    ("/refused/", 409),
    ("/unknown/", 409),
    ("/large/", 413),
    ("/fault/", 500),
    ("/no-database/", 503),
    ("/busy/", 503),
]


@pytest.fixture(autouse=True)
def _words():
    sentences.register(
        {
            DoorLocked.code: Sentence(
                title="Cửa đang khóa",
                why="Cửa mở lại sau {hours} giờ.",
                what_to_do="Quay lại sau {hours} giờ.",
            )
        }
    )


@pytest.fixture
def visitor():
    """A browser that shows what the server answers, faults included."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(("address", "status"), STATUSES)
@pytest.mark.parametrize("door", ["", "/can-bo"])
def test_every_error_page_names_help_and_the_reference(visitor, door, address, status):
    answer = visitor.get(door + address)
    text = answer.content.decode()
    assert answer.status_code == status
    assert "<h1>" in text
    assert answer.headers["X-Reference"] in text
    assert "1900 0000" in text or "Gọi" in text
    assert not [word for word in BANNED if word in text.lower()]
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_without_a_number_to_call_nobody_is_told_to_call(visitor, settings):
    settings.HOTLINE = ""
    for address in ("/fault/", "/khong-co/", "/unknown/", "/can-bo/fault/"):
        text = visitor.get(address).content.decode()
        assert "tel:" not in text
        assert "gọi" not in text.lower()
        assert "Trung tâm Phục vụ hành chính công" in text


@pytest.mark.parametrize(("address", "status"), STATUSES)
def test_every_error_on_a_machine_door_is_a_problem_document(visitor, address, status):
    answer = visitor.get("/api" + address)
    document = json.loads(answer.content)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert document["status"] == answer.status_code == status
    assert document["ref"] == answer.headers["X-Reference"]
    assert document["type"] == f"urn:thongsuot:problem:{document['code']}"
    assert document["title"]
    assert document["detail"]


OF_PAGES = ["trang trước", "trang chủ", "nút", "tải lại", "trình duyệt"]


@pytest.mark.parametrize(
    "address", [a for a, _status in STATUSES if a not in {"/refused/", "/unknown/"}]
)
def test_a_program_is_not_told_to_press_buttons(visitor, address):
    document = visitor.get("/api" + address).json()
    told = f"{document['title']} {document['detail']}".lower()
    assert not [word for word in OF_PAGES if word in told], told


def test_a_refusal_says_its_sentence_with_its_facts(visitor):
    text = visitor.get("/refused/").content.decode()
    assert "Cửa đang khóa" in text
    assert "Cửa mở lại sau 3 giờ." in text
    assert "in English for the log" not in text


def test_a_refusal_without_words_still_gets_a_complete_page(visitor):
    text = visitor.get("/unknown/").content.decode()
    assert str(sentences.FALLBACK.title) in text
    assert str(sentences.FALLBACK.what_to_do) in text
    assert "test-nobody-knows" not in text


def test_a_machine_reads_the_code_of_a_refusal(visitor):
    document = visitor.get("/api/refused/").json()
    assert document["code"] == "test-door-locked"
    assert document["detail"] == "Cửa mở lại sau 3 giờ. Quay lại sau 3 giờ."


@pytest.mark.parametrize("door", ["", "/api"])
def test_a_lost_database_says_when_to_come_back(visitor, door):
    answer = visitor.get(door + "/no-database/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")


def test_a_fault_leaves_its_kind_in_the_log_and_its_message_nowhere(visitor):
    with capture_logs() as lines:
        text = visitor.get("/fault/").content.decode()
    assert "079205001234" not in text
    assert "079205001234" not in str([line for line in lines if line["event"] == "request"])


def test_a_post_without_its_mark_says_that_nothing_was_sent():
    answer = Client(enforce_csrf_checks=True).post("/trang/", {"a": "b"})
    assert answer.status_code == 403
    assert "Chưa có gì được gửi đi" in answer.content.decode()


def test_broken_templates_still_leave_a_readable_page(visitor, settings):
    settings.TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]
    answer = visitor.get("/fault/")
    assert answer.status_code == 500
    assert str(errors.SERVER_ERROR.title) in answer.content.decode()
    assert answer.headers["X-Reference"] in answer.content.decode()
